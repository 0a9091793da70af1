"""Allegations: what is alleged of whom, by whom and in what words, and what the accused replied."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import Report
from claimtrack.queries.rows import ClaimRow
from claimtrack.render.report.blocks import Block, Entry, Fact, Heading, Item, Para
from claimtrack.render.report.fairness import once
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import names, request_words, said, standing
from claimtrack.render.width import shown


def _blocks(report: Report) -> Iterator[Block]:
    yield Heading("Allegations and replies")
    alleged = [claim for claim in report.claims if claim.allegation]
    if not alleged:
        yield Para("No claim is recorded as alleging wrongdoing.")
    for claim in alleged:
        yield from _allegation(claim)


def _allegation(claim: ClaimRow) -> Iterator[Block]:
    yield Entry(f"C{claim.number}", shown(claim.text), standing(claim))
    yield Fact("Accused", names(claim.about, most=20) if claim.about else "NOT RECORDED: nobody is named as accused")
    for row in once(claim.assertions):
        yield Item(said(row, brief=False), mark="·")
    replies = [request for request in claim.requests if request.purpose == "reply"]
    for request in replies:
        yield Fact("Reply", request_words(request))
    if not replies:
        yield Fact("Reply", "NONE SOUGHT, as far as the ledger shows")


SECTION = Section("allegations", ("legal",), _blocks)
