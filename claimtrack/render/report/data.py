"""The report as data: JSON that validates against schemas/report.json, and CSV with a line for each assertion."""

from __future__ import annotations

from typing import Any

from claimtrack.queries.report.views import Report
from claimtrack.render.data import as_csv, as_json, to_plain
from claimtrack.render.sentence import sentence

FORMAT = 1
"""The version of the report's format: the `claimtrack_report` member of its JSON."""

_COLUMNS = """
    claim_number claim_id claim kind question answer status reason allegation about assertion_id sentence stance
    origin body chain publisher document_number document_title document_url published quote quote_kind
    label_words quote_check evidence_given documents outlets origins
"""
CSV_FIELDS = tuple(_COLUMNS.split())
"""The columns of the CSV; a claim that nobody is recorded as saying has one line, its assertion's columns empty."""
SAID = ("stance", "publisher", "published", "quote", "quote_kind", "label_words")
"""The columns of the CSV that an attribution has under their own names."""


def as_report_json(report: Report) -> str:
    """The report as one JSON document; every assertion bears its sentence too."""
    whole: dict[str, Any] = {"claimtrack_report": FORMAT, **to_plain(report)}
    for claim, row in zip(whole["claims"], report.claims, strict=True):
        for assertion, source_row in zip(claim["assertions"], row.assertions, strict=True):
            assertion["sentence"] = sentence(source_row.attribution)
    return as_json(whole)


def as_report_csv(report: Report) -> str:
    """The report's assertions as CSV, a line each, with the claim and the document repeated on it."""
    documents = {row.number: row for row in report.documents}
    lines: list[dict[str, Any]] = []
    for claim in report.claims:
        common: dict[str, Any] = {
            "claim_number": claim.number,
            "claim_id": claim.id,
            "claim": claim.text,
            **{name: getattr(claim, name) for name in ("kind", "question", "allegation")},
            "answer": claim.answer.words if claim.answer else None,
            "status": claim.status.name,
            "reason": claim.status.reason,
            "about": list(claim.about),
            **{name: getattr(claim.support, name) for name in ("documents", "outlets", "origins")},
        }
        for row in claim.assertions:
            attribution = row.attribution
            document = documents.get(row.document_number or 0)
            lines.append(
                {
                    **common,
                    "assertion_id": row.id,
                    "sentence": sentence(attribution),
                    **{name: getattr(attribution, name) for name in SAID},
                    "origin": row.origin_name,
                    "body": row.body,
                    "chain": " > ".join(hop.name or hop.described_as or "(nobody named)" for hop in attribution.hops),
                    "document_number": row.document_number,
                    "document_title": document.title if document else None,
                    "document_url": document.url if document else None,
                    "quote_check": row.check.result,
                    "evidence_given": list(attribution.evidence_given),
                }
            )
        if not claim.assertions:
            lines.append(common)
    return as_csv(lines, CSV_FIELDS)
