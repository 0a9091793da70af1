"""What is not known: the questions on which sources part, and what nobody has been named for."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import DisagreementRow, Report
from claimtrack.render.report.blocks import Block, Heading, Item
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import positions_words, remarks
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
        yield Item(_told(row), mark="?")
    for claim in unproven:
        yield Item("Checked, and there is not enough evidence to say.", strong=shown(claim.text), mark="?")


def _told(row: DisagreementRow) -> str:
    unsure = ["These may not be about the same thing."] if row.strength == "possible" else []
    return " ".join([positions_words(row, most=20), *unsure, *remarks(row.differs), *remarks(row.notes)])


SECTION = Section("unknown", ("public",), _blocks)
