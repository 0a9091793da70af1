"""What is not known: the questions on which sources part, and what nobody has been named for."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import DisagreementRow, Report
from claimtrack.render.report.blocks import Block, Heading, Item
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import position_words
from claimtrack.render.width import shown

LEFT_OUT = ("voice", "wording", "authenticity", "attribution")
"""Kinds that are about how something is told, not about what happened."""


def _blocks(report: Report) -> Iterator[Block]:
    parted = [row for row in report.disagreements if row.state in ("open", "reopened") and row.kind not in LEFT_OUT]
    unproven = [claim for claim in report.claims if claim.status.verdict == "not-enough-evidence"]
    if not (parted or unproven):
        return
    yield Heading("What is not known")
    for row in parted:
        yield Item(_told(row), strong=shown(row.subject), mark="?")
    for claim in unproven:
        yield Item("Checked, and there is not enough evidence to say.", strong=shown(claim.text), mark="?")


def _told(row: DisagreementRow) -> str:
    words = " / ".join(position_words(position) for position in row.positions) + "."
    if row.strength == "possible":
        words += " These may not be about the same thing"
        words += f": {'; '.join(shown(text) for text in row.differs)}." if row.differs else "."
    for note in row.notes:
        text = shown(note)
        words += f" {text[:1].upper()}{text[1:]}."
    return words


SECTION = Section("unknown", ("public",), _blocks)
