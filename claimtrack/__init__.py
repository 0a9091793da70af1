"""claimtrack: a ledger of who said what, on whose authority, with what evidence.

`ledger = claimtrack.open("claims.db")` opens a ledger; docs/python.md is a worked example. What is read comes as frozen
dataclasses, which `dataclasses.asdict` turns into rows. Each name here is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimtrack.actions.claims import AttributionOptions, ClaimOptions
    from claimtrack.actions.exports import Exported
    from claimtrack.actions.imports import Imported, ImportOptions
    from claimtrack.actions.reading.proposal_items import ProposedClaim
    from claimtrack.actions.results import Listing, WriteResult
    from claimtrack.analysis.disagreements.positions import Disagreement, Position
    from claimtrack.api.ledger import Ledger, open
    from claimtrack.errors import BadInput, ClaimtrackError, DatabaseTrouble, NeedsPerson, TakesRecordsOut
    from claimtrack.ledger.audit import AuditReport
    from claimtrack.ledger.log import LogChange, LogEntry
    from claimtrack.ledger.maintenance import Stats
    from claimtrack.problem import Problem
    from claimtrack.queries.claim_list import ClaimSummary
    from claimtrack.queries.listings import SearchResult
    from claimtrack.queries.records import RecordPage
    from claimtrack.queries.report.views import Report
    from claimtrack.queries.views import (
        Answer,
        Assertion,
        Assessment,
        Attribution,
        Claim,
        ClaimStatus,
        ClaimSupport,
        Comparison,
        Document,
        Evidence,
        Hop,
        Question,
        Request,
        Source,
        Story,
    )
    from claimtrack.rules.rule import DraftFinding, Flag

__version__ = "0.1.0"

_HOMES = {
    "actions.claims": "AttributionOptions ClaimOptions",
    "actions.results": "Listing WriteResult",
    "actions.reading.proposal_items": "ProposedClaim",
    "actions.exports": "Exported",
    "actions.imports": "ImportOptions Imported",
    "analysis.disagreements.positions": "Disagreement Position",
    "api.ledger": "Ledger open",
    "errors": "BadInput ClaimtrackError DatabaseTrouble NeedsPerson TakesRecordsOut",
    "ledger.audit": "AuditReport",
    "ledger.log": "LogChange LogEntry",
    "ledger.maintenance": "Stats",
    "problem": "Problem",
    "queries.claim_list": "ClaimSummary",
    "queries.listings": "SearchResult",
    "queries.records": "RecordPage",
    "queries.report.views": "Report",
    "queries.views": "Answer Assertion Assessment Attribution Claim ClaimStatus ClaimSupport Comparison Document"
    " Evidence Hop Question Request Source Story",
    "rules.rule": "DraftFinding Flag",
}
"""Module of claimtrack -> the public names that it holds."""
_MODULES = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Answer",
    "Assertion",
    "Assessment",
    "Attribution",
    "AttributionOptions",
    "AuditReport",
    "BadInput",
    "Claim",
    "ClaimOptions",
    "ClaimStatus",
    "ClaimSummary",
    "ClaimSupport",
    "ClaimtrackError",
    "Comparison",
    "DatabaseTrouble",
    "Disagreement",
    "Document",
    "DraftFinding",
    "Evidence",
    "Exported",
    "Flag",
    "Hop",
    "ImportOptions",
    "Imported",
    "Ledger",
    "Listing",
    "LogChange",
    "LogEntry",
    "NeedsPerson",
    "Position",
    "Problem",
    "ProposedClaim",
    "Question",
    "RecordPage",
    "Report",
    "Request",
    "SearchResult",
    "Source",
    "Stats",
    "Story",
    "TakesRecordsOut",
    "WriteResult",
    "open",
]


def __getattr__(name: str) -> object:
    """Load a public name (PEP 562), so that `claimtrack --help` loads none of them."""
    if name not in _MODULES:
        raise AttributeError(f"module 'claimtrack' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"claimtrack.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__})
