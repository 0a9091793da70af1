"""The sections of a report, in the order in which they are shown. How blocks are drawn is not decided here."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.ledger.editions import EDITIONS
from claimtrack.queries.report.views import Report
from claimtrack.render.report.blocks import Block, Section
from claimtrack.render.report.sections import claims, decisions, disagreements, figures, header, summary, support
from claimtrack.render.report.sections.support import document_blocks, exact_words_blocks

EVERY = tuple(EDITIONS)
INTERNAL = ("desk", "legal")
PUBLIC = ("public",)
LEGAL = ("legal",)

SECTIONS = {
    "opening": Section(EVERY, EVERY, header.title_blocks),
    "decide": Section(INTERNAL, INTERNAL, decisions.decision_blocks),
    "figures": Section(PUBLIC, PUBLIC, figures.figure_blocks),
    "list": Section(INTERNAL, INTERNAL, claims.claim_list_blocks),
    "stands": Section((), (), summary.status_blocks),
    "rests": Section(INTERNAL, INTERNAL, support.support_blocks),
    "parts": Section((), (), disagreements.open_disagreement_blocks),
    "todo": Section((), (), summary.next_step_blocks),
    "known": Section(PUBLIC, PUBLIC, summary.known_blocks),
    "claimed": Section(PUBLIC, PUBLIC, summary.claimed_blocks),
    "unknown": Section((), (), summary.unknown_blocks),
    "unsettled": Section(PUBLIC, PUBLIC, summary.unsettled_blocks),
    "single": Section(PUBLIC, PUBLIC, figures.single_figure_blocks),
    "cited": Section(INTERNAL, (), support.document_line_blocks),
    "words": Section((), LEGAL, exact_words_blocks),
    "claims": Section((), INTERNAL, claims.claims_blocks),
    "disagreements": Section((), INTERNAL, disagreements.disagreement_blocks),
    "sources": Section((), INTERNAL, support.source_blocks),
    "documents": Section(PUBLIC, EVERY, document_blocks),
    "record": Section(LEGAL, LEGAL, header.ledger_blocks),
}
"""Every section by its name, which is also its anchor on a page (`render/html`); some are on pages alone."""


def blocks(report: Report, *, full: bool = False) -> Iterator[Block]:
    """The blocks of all sections that a report's edition has; with `full` also of those that tell each claim whole."""
    for section in SECTIONS.values():
        if report.edition in (section.whole if full else section.editions):
            yield from section.blocks(report)
