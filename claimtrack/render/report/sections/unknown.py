"""What is not known: the questions on which sources part, and what nobody has been named for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from claimtrack.queries.report.rows import DisagreementRow, Report
from claimtrack.queries.rows import ClaimRow
from claimtrack.render.report.blocks import Block, Heading, Item
from claimtrack.render.report.fairness import alleged
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import positions_words, remarks
from claimtrack.render.width import shown

LEFT_OUT = ("voice", "wording", "authenticity", "attribution")
"""Kinds that are about how something is told, not about what happened."""


def _blocks(report: Report) -> Iterator[Block]:
    claims = {claim.number: claim for claim in report.claims}
    parted = [told for one in report.disagreements if (told := list(unsettled(one, claims)))]
    unproven = [claim for claim in report.claims if claim.status.verdict == "not-enough-evidence"]
    if not (parted or unproven):
        return
    yield Heading("What is not known")
    for told in parted:
        yield from told
    for claim in unproven:
        yield Item("Checked, and there is not enough evidence to say.", strong=shown(claim.text), mark="?")
        yield from alleged(claim)


def unsettled(one: DisagreementRow, claims: Mapping[int, ClaimRow]) -> Iterator[Block]:
    """What readers are told of a disagreement; nothing where it is settled, or not about what happened."""
    row = _unsettled(one, claims) if one.state in ("open", "reopened") and one.kind not in LEFT_OUT else None
    if row is not None:
        yield Item(_told(row), mark="?")
        for number in dict.fromkeys(position.claim for position in row.positions):
            yield from alleged(claims[number])


def _unsettled(row: DisagreementRow, claims: Mapping[int, ClaimRow]) -> DisagreementRow | None:
    """What is left of a disagreement beside what was checked: nothing where one answer is verified, or one left."""
    standing = {position.claim: claims[position.claim].status.name for position in row.positions}
    left = tuple(position for position in row.positions if standing[position.claim] != "refuted")
    return None if "verified" in standing.values() or len(left) < 2 else replace(row, positions=left)


def _told(row: DisagreementRow) -> str:
    unsure = ["These may not be about the same thing."] if row.strength == "possible" else []
    return " ".join([positions_words(row, most=20), *unsure, *remarks(row.differs), *remarks(row.notes)])


SECTION = Section("unknown", ("public",), _blocks)
