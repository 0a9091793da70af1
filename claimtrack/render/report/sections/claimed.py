"""What is claimed, and by whom: everything else that was said, each as the word of those who said it."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import Report
from claimtrack.queries.rows import ClaimRow
from claimtrack.render.report.blocks import Block, Entry, Heading, Item
from claimtrack.render.report.fairness import alleged, to_public
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import names, said
from claimtrack.render.width import shown


def _blocks(report: Report) -> Iterator[Block]:
    yield from _contested(report, "disputed", "What is disputed")
    yield from _contested(report, "withdrawn", "What was taken back")
    claimed = [claim for claim in report.claims if claim.status.name == "unverified"]
    spoken = [claim for claim in report.claims if claim.status.name == "on-record"]
    yield from _told([one for one in claimed if not one.own_voice], "What is claimed, and by whom: not confirmed", "?")
    yield from _told(spoken, "What they call for, promise and expect", "·")
    yield from _told([one for one in claimed if one.own_voice], "What outlets say themselves: not confirmed", "?")


def _told(claims: list[ClaimRow], title: str, mark: str) -> Iterator[Block]:
    told = [(claim, rows) for claim in claims if (rows := to_public(claim))]
    if told:
        yield Heading(title)
    for claim, rows in told:
        for row in rows:
            yield Item(said(row, brief=False), mark=mark)
        yield from alleged(claim)


def _contested(report: Report, status: str, title: str) -> Iterator[Block]:
    found = [claim for claim in report.claims if claim.status.name == status and claim.assertions]
    if found:
        yield Heading(title)
    for claim in found:
        yield Entry("≠" if status == "disputed" else "-", shown(claim.text), _why(claim))
        for row in to_public(claim):
            yield Item(said(row), mark="·")
        yield from alleged(claim)


def _why(claim: ClaimRow) -> str:
    return f"denied by {names(claim.status.by)}" if claim.status.reason_code == "denied" else ""


SECTION = Section("claimed", ("public",), _blocks)
