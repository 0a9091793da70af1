"""The sections of a report, in the order in which they are shown. How blocks are drawn is not decided here."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.views import Report
from claimtrack.render.report.blocks import Block, Section
from claimtrack.render.report.sections import claims, disagreements, figures, header, summary, support
from claimtrack.render.report.sections.support import document_blocks, exact_words_blocks

EVERY = ("desk", "legal", "public")
INTERNAL = ("desk", "legal")

SECTIONS = {
    "opening": Section(EVERY, header.title_blocks),
    "stands": Section(INTERNAL, summary.status_blocks),
    "rests": Section(INTERNAL, support.support_blocks),
    "parts": Section(INTERNAL, disagreements.open_disagreement_blocks),
    "todo": Section(INTERNAL, summary.next_step_blocks),
    "known": Section(("public",), summary.known_blocks),
    "claimed": Section(("public",), summary.claimed_blocks),
    "unknown": Section(("public",), summary.unknown_blocks),
    "figures": Section(EVERY, figures.figure_blocks),
    "allegations": Section(("legal",), claims.allegation_blocks),
    "words": Section(("legal",), exact_words_blocks),
    "claims": Section(INTERNAL, claims.claims_blocks),
    "disagreements": Section(INTERNAL, disagreements.disagreement_blocks),
    "sources": Section(INTERNAL, support.source_blocks),
    "documents": Section(EVERY, document_blocks),
    "record": Section(("legal",), header.ledger_blocks),
}
"""Every section by its name, which is also its anchor on a page (`render/html`)."""


def blocks(report: Report) -> Iterator[Block]:
    """The blocks of all sections that a report's edition has."""
    for section in SECTIONS.values():
        if report.edition in section.editions:
            yield from section.blocks(report)
