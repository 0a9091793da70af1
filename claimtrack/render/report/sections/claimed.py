"""What is claimed, and by whom: everything else that was said, each as the word of those who said it."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import Report
from claimtrack.queries.rows import ClaimRow
from claimtrack.render.report.blocks import Block, Entry, Heading, Item
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import names, said
from claimtrack.render.width import shown

STANDINGS = {
    "disputed": "≠ disputed",
    "unverified": "? not confirmed",
    "withdrawn": "- taken back by those who said it",
}


def _blocks(report: Report) -> Iterator[Block]:
    claimed = [claim for claim in report.claims if claim.status.name in STANDINGS and claim.assertions]
    if claimed:
        yield Heading("What is claimed, and by whom")
    for claim in claimed:
        yield Entry("", shown(claim.text), _standing(claim))
        for row in claim.assertions:
            yield Item(said(row, brief=True), mark="·")
    spoken = [claim for claim in report.claims if claim.status.name == "on-record" and claim.assertions]
    if spoken:
        yield Heading("What they say they want, will do or expect")
    for claim in spoken:
        for row in claim.assertions:
            yield Item(said(row, brief=False), mark="·")


def _standing(claim: ClaimRow) -> str:
    words = STANDINGS[claim.status.name]
    if claim.status.reason_code == "denied":
        words += f": denied by {names(claim.status.by)}"
    elif claim.own_voice:
        words += ": stated by the outlet itself"
    elif claim.status.reason_code == "no-origin":
        words += ": nobody is named as saying it"
    return words


SECTION = Section("claimed", ("public",), _blocks)
