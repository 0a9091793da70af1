"""Rows of what people add to claims.

Evidence, requests, assessments, ratings, notes, tags, sides, merges and the rest.
"""

from __future__ import annotations

from claimtrack.domain.text import key, key_hash
from claimtrack.domain.urls import url_key
from claimtrack.ledger.rows.common import (
    Body,
    Context,
    Rows,
    earliest,
    latest,
    validity,
)


def evidence_rows(body: Body, _context: Context) -> Rows:
    """The rows of an evidence."""
    identity = url_key(body["url"]) if body.get("url") else body.get("document") or key(body.get("text", ""))
    row = (
        body["id"],
        body["target"],
        body["bearing"],
        body.get("kind"),
        body.get("url"),
        body.get("document"),
        body.get("authenticity"),
        key_hash(identity),
    )
    return {"evidence": [row]}


def request_rows(body: Body, context: Context) -> Rows:
    """The rows of a request."""
    row = (
        body["id"],
        body["target"],
        body["asked"],
        body.get("purpose", "reply"),
        body.get("outcome", "pending"),
        body.get("on"),
        latest(body.get("due"), context.zone),
    )
    return {"request": [row]}


def assessment_rows(body: Body, context: Context) -> Rows:
    """The rows of an assessment."""
    row = (
        body["id"],
        body["target"],
        body.get("by") or context.by,
        earliest(body.get("on"), context.zone) or context.first_at,
        body["verdict"],
        len(body.get("evidence", ())),
        body.get("credibility"),
    )
    return {"assessment": [row]}


def rating_rows(body: Body, context: Context) -> Rows:
    """The rows of a rating."""
    at = earliest(body.get("on"), context.zone) or context.first_at
    return {
        "rating": [
            (body["id"], body["source"], body.get("by") or context.by, at, body["letter"], key(body.get("topic", "")))
        ]
    }


def note_rows(body: Body, _context: Context) -> Rows:
    """The rows of a note."""
    return {"note": [(body["id"], body["target"], body["text"])]}


def tag_rows(body: Body, _context: Context) -> Rows:
    """The rows of a tag."""
    return {"tag": [(body["id"], body["target"], body["name"], key(body["name"]))]}


def side_rows(body: Body, context: Context) -> Rows:
    """The rows of a side."""
    row = (
        body["id"],
        body["source"],
        body.get("story"),
        body["name"],
        key(body["name"]),
        *validity(body, context.zone),
    )
    return {"side": [row]}


def allow_rows(body: Body, _context: Context) -> Rows:
    """The rows of an allow."""
    return {"allow": [(body["id"], body["rule"], body["target"], body["why"])]}


def merge_rows(body: Body, context: Context) -> Rows:
    """The rows of a merge."""
    return {"merge": [(body["id"], body["kind"], body["kept"], body["merged"], context.at, context.entry or "")]}


def publication_rows(body: Body, _context: Context) -> Rows:
    """The rows of a publication."""
    return {"publication": [(body["id"], body["story"], body["url"], body["at"], body.get("head"))]}


def disagreement_rows(body: Body, _context: Context) -> Rows:
    """The rows of a disagreement."""
    row = (
        body["id"],
        body["kind"],
        body.get("on"),
        body.get("origin"),
        int(body.get("recorded", False)),
        body.get("strength"),
        body["state"],
    )
    return {"disagreement": [row], "disagreement_claim": [(body["id"], claim) for claim in body.get("claims", ())]}
