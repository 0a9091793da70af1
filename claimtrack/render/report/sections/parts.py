"""Where sources part: opposed sides that agree first, then the open disagreements, certain ones before possible."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import DisagreementRow, Report
from claimtrack.render.report.blocks import Block, Heading, Item, Para
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import names, plural, position_words
from claimtrack.render.terminal import STRENGTH_MARKS
from claimtrack.render.width import shown

MOST = 8


def _blocks(report: Report) -> Iterator[Block]:
    if not report.claims:
        return
    yield Heading("Where sources part")
    for agreed in report.agreements:
        who = f"{names(agreed.sides)}: {names(agreed.sources)}"
        yield Item(f"C{agreed.claim} {shown(agreed.text)} ({who}).", strong="Opposed sides agree:", mark="=")
    found = [row for row in report.disagreements if row.state in ("open", "reopened")]
    for row in found[:MOST]:
        yield Item(_told(row), strong=f"{row.strength}, {row.kind}:", mark=STRENGTH_MARKS[row.strength])
    if len(found) > MOST:
        yield Item(f"{plural(len(found) - MOST, 'more disagreement')}: see below.")
    if not found:
        yield Para("No open disagreement.", quiet=True)


def _told(row: DisagreementRow) -> str:
    positions = " / ".join(position_words(position) for position in row.positions[:4])
    more = f" and {len(row.positions) - 4} more" if len(row.positions) > 4 else ""
    words = f"{shown(row.subject)} {positions}{more}."
    for note in (*row.differs, *row.notes):
        words += f" {_sentence(note)}"
    return words


def _sentence(note: str) -> str:
    text = shown(note)
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith(".") else ".")


SECTION = Section("parts", ("desk", "legal"), _blocks)
