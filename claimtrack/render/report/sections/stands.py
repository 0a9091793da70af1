"""What stands: how many claims have which status, and why; those on record apart."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import Report, StatusCount
from claimtrack.render.report.blocks import Block, Grid, Heading, Para
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import PLAIN, REASONS, plural, refs, voiced


def _blocks(report: Report) -> Iterator[Block]:
    yield Heading("What stands")
    if not report.claims:
        yield Para("No claims are recorded.")
        return
    own = frozenset(claim.number for claim in report.claims if voiced(claim))
    kinds = {claim.number: claim.kind for claim in report.claims}
    rows = []
    for count in report.statuses:
        mark = PLAIN.status(count.status).replace("-", " ")
        why = _on_record(count, kinds) if count.status == "on-record" else _reasons(count, own)
        rows.append((mark, str(len(count.claims)), why))
    yield Grid(("status", "claims", "why"), rows, right=(1,), titled=False)


def _reasons(count: StatusCount, own: frozenset[int]) -> str:
    split = count.status == "unverified"
    told = []
    for reason in count.reasons:
        heard = [number for number in reason.claims if not (split and number in own)]
        if heard:
            told.append(f"{REASONS.get(reason.reason_code, reason.reason)}: {refs(heard, most=5)}")
    voiced = [number for number in count.claims if split and number in own]
    if voiced:
        told.append(f"only in an outlet's own voice: {refs(voiced, most=5)}")
    return "; ".join(told)


def _on_record(count: StatusCount, kinds: dict[int, str]) -> str:
    told = []
    for kind in ("position", "call", "pledge", "forecast"):
        numbers = [number for number in count.claims if kinds[number] == kind]
        if numbers:
            told.append(f"{plural(len(numbers), kind)}: {refs(numbers, most=5)}")
    return "who said it is what matters. " + "; ".join(told)


SECTION = Section("stands", ("desk", "legal"), _blocks)
