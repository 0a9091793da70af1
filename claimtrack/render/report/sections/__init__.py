"""The sections of a report, one file each, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.views import Report
from claimtrack.render.report.blocks import Block
from claimtrack.render.report.sections import claims, disagreements, documents, header, summary, support
from claimtrack.render.report.sections import claims as claims_module
from claimtrack.render.report.sections import disagreements as disagreements_module
from claimtrack.render.report.sections import documents as documents_module

SECTIONS = (
    header.OPENING,
    summary.STANDINGS,
    support.SUPPORT,
    disagreements_module.WHERE_SOURCES_DIFFER,
    summary.NEXT_STEPS,
    summary.KNOWN,
    summary.CLAIMED,
    summary.UNKNOWN,
    claims_module.ALLEGATIONS,
    documents_module.EXACT_WORDS,
    claims.CLAIMS,
    disagreements.DISAGREEMENTS,
    support.SOURCES,
    documents.DOCUMENTS,
    header.LEDGER_RECORD,
)
"""Every section; each says in which editions it stands."""


def blocks(report: Report) -> Iterator[Block]:
    """The blocks of all sections that a report's edition has."""
    for section in SECTIONS:
        if report.edition in section.editions:
            yield from section.blocks(report)
