"""The sections of a report, one file each, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import Report
from claimtrack.render.report.blocks import Block
from claimtrack.render.report.sections import (
    allegations,
    claimed,
    claims,
    disagreements,
    documents,
    known,
    opening,
    parts,
    record,
    rests,
    sources,
    stands,
    todo,
    unknown,
    words,
)

SECTIONS = (
    opening.SECTION,
    stands.SECTION,
    rests.SECTION,
    parts.SECTION,
    todo.SECTION,
    known.SECTION,
    claimed.SECTION,
    unknown.SECTION,
    allegations.SECTION,
    words.SECTION,
    claims.SECTION,
    disagreements.SECTION,
    sources.SECTION,
    documents.SECTION,
    record.SECTION,
)
"""Every section; each says in which editions it stands."""


def blocks(report: Report) -> Iterator[Block]:
    """The blocks of all sections that a report's edition has."""
    for section in SECTIONS:
        if report.edition in section.editions:
            yield from section.blocks(report)
