"""Rows of what claims are about and come from: stories, sources, documents, questions."""

from __future__ import annotations

from claimtrack.domain.canonical import sha256
from claimtrack.domain.text import key, key_hash
from claimtrack.domain.urls import url_key
from claimtrack.domain.words import INCLUSIVE_KINDS
from claimtrack.ledger.rows.common import (
    Body,
    Context,
    Rows,
    earliest,
    full_name,
    latest,
    name_row,
    question_key,
    validity,
)


def story_rows(body: Body, _context: Context) -> Rows:
    """The rows of a story."""
    return {"story": [(body["id"], body["name"])], "name": [name_row(body, body["name"], "name")]}


def source_rows(body: Body, context: Context) -> Rows:
    """The rows of a source."""
    within = body.get("within")
    names = {name_row(body, body["name"], "name", within): None}
    if body.get("qualifier"):
        names[name_row(body, full_name(body["name"], body["qualifier"]), "full", within)] = None
    for alias in body.get("aliases", ()):
        names[name_row(body, alias, "alias", within)] = None
    row = (
        body["id"],
        body["name"],
        body.get("qualifier"),
        body["kind"],
        body.get("role"),
        within,
        int(body.get("confidential", False)),
        body.get("described_as"),
    )
    memberships = [
        (body["id"], item["source"], kind, *validity(item, context.zone))
        for kind in ("speaks_for", "member_of")
        for item in body.get(kind, ())
    ]
    return {"source": [row], "name": list(names), "membership": memberships}


def document_rows(body: Body, context: Context) -> Rows:
    """The rows of a document."""
    names: list[tuple[str | int | None, ...]] = []
    if body.get("url"):
        names.append(name_row(body, url_key(body["url"]), "url"))
    if body.get("title"):
        names.append(name_row(body, body["title"], "title"))
    text = body.get("text")
    copies = body.get("copies", ())
    row = (
        body["id"],
        body.get("title"),
        body.get("url"),
        body.get("publisher"),
        body.get("genre"),
        body.get("language"),
        body.get("published"),
        earliest(body.get("published"), context.zone),
        latest(body.get("published"), context.zone),
        body.get("state"),
        None if text is None else sha256(text.encode()),
        len(text or ""),
        len(copies),
        sum(1 for copy in copies if not copy.get("compared")),
    )
    bylines = [
        (body["id"], pos, line["source"], line.get("dateline"), line.get("section"))
        for pos, line in enumerate(body.get("bylines", ()))
    ]
    return {"document": [row], "name": names, "byline": bylines}


def question_rows(body: Body, _context: Context) -> Rows:
    """The rows of a question."""
    kind = body["answer_kind"]
    row = (
        body["id"],
        body.get("story"),
        body["text"],
        kind,
        int(body.get("exclusive", kind not in INCLUSIVE_KINDS)),
        int(body.get("cumulative", False)),
        body.get("unit"),
        body.get("counting"),
        body.get("scope"),
    )
    synonyms = {(body["id"], key(word), key(group[0])): None for group in body.get("synonyms", ()) for word in group}
    return {
        "question": [row],
        "name": [(body["id"], "question", key_hash(question_key(body["text"])), "name", body.get("story"))],
        "synonym": list(synonyms),
    }
