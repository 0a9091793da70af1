"""What is known: claims verified, or confirmed by independent sources or opposed sides; and what proved false."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import Report
from claimtrack.queries.rows import ClaimRow
from claimtrack.render.report.blocks import Block, Fact, Heading, Item, Para
from claimtrack.render.report.fairness import alleged, to_public
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import evidence_words, names, said
from claimtrack.render.width import shown


def _blocks(report: Report) -> Iterator[Block]:
    if not report.claims:
        yield Para("Nothing is recorded yet.")
        return
    yield Heading("What is known")
    known = [claim for claim in report.claims if claim.status.name in ("verified", "corroborated")]
    for claim in known:
        yield Item(f"{_how(claim)}{_where(claim)}", strong=f"{shown(claim.text).rstrip('.')}.", mark="✓")
        for evidence in claim.evidence:
            if evidence.bearing == "supports":
                yield Fact("Evidence", evidence_words(evidence))
        yield from alleged(claim)
    if not known:
        yield Para("Nothing has been confirmed so far.", quiet=True)
    false = [claim for claim in report.claims if claim.status.name == "refuted"]
    if false:
        yield Heading("What has proved false")
        for claim in false:
            judged = [one for one in claim.assessments if one.verdict == "refuted"]
            verdicts = " ".join(f"{shown(one.why).rstrip('.')}." for one in judged)
            told = to_public(claim)
            where = "" if told else _where(claim)
            yield Item(f"{verdicts}{where}".strip(), strong=f"{shown(claim.text).rstrip('.')}.", mark="✗")
            for row in told:
                yield Item(said(row), mark="·", level=1)
            yield from alleged(claim)


def _how(claim: ClaimRow) -> str:
    status = claim.status
    if status.name == "verified":
        words = "Checked, and supported by evidence."
        if status.denials:
            words += f" {names([denial.source for denial in status.denials])} denied it."
        return words
    if status.reason_code == "opposed-sides":
        return f"Opposed sides say so: {names(status.by)}."
    return f"Sources independent of each other say so: {names(status.by)}."


def _where(claim: ClaimRow) -> str:
    numbers = sorted({row.document_number for row in claim.assertions if row.document_number is not None})
    return "".join(f" [D{number}]" for number in numbers)


SECTION = Section("known", ("public",), _blocks)
