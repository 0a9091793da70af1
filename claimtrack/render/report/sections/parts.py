"""Where sources part: opposed sides that agree first, then the open disagreements, certain ones before possible."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import DisagreementRow, Report
from claimtrack.render.report.blocks import Block, Heading, Item, Para
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import names, plural, positions_words, remarks
from claimtrack.render.terminal import STRENGTH_MARKS
from claimtrack.render.width import shown

MOST = 8


def _blocks(report: Report) -> Iterator[Block]:
    if not report.claims:
        return
    yield Heading("Where sources part")
    for agreed in report.agreements:
        told = f"C{agreed.claim} {shown(agreed.text).rstrip('.')}: {names(agreed.sources)}."
        yield Item(told, strong="Opposed sides agree:", mark="=")
    found = [row for row in report.disagreements if row.state in ("open", "reopened")]
    for row in found[:MOST]:
        yield Item(_told(row), strong=f"{row.strength}, {row.kind}:", mark=STRENGTH_MARKS[row.strength])
    if len(found) > MOST:
        yield Item(f"{plural(len(found) - MOST, 'more disagreement')}: see below.")
    if not found:
        yield Para("No open disagreement.", quiet=True)


def _told(row: DisagreementRow) -> str:
    return " ".join([positions_words(row), *remarks(row.differs), *remarks(row.notes)])


SECTION = Section("parts", ("desk", "legal"), _blocks)
