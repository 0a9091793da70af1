"""Which record it is: one that the ledger has, or a new one with an id made from what it says.

An id is derived once, when a record is first recorded, then stored and carried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

from claimtrack.domain.canonical_json import sha256
from claimtrack.domain.english import with_article
from claimtrack.domain.ids import is_id, make_id, random_id
from claimtrack.domain.naming import has_name
from claimtrack.domain.records import Record
from claimtrack.domain.text import key, tidy
from claimtrack.domain.urls import url_key
from claimtrack.domain.vocabulary import GENERIC_KINDS
from claimtrack.ledger.projection.rows import full_name, question_key
from claimtrack.ledger.write.defaults import UNDATED, dates
from claimtrack.ledger.write.write_context import Mode, WriteContext

Body = Mapping[str, Any]


def natural_id(body: Body) -> str:
    """The id of a record, but for an assertion, whose references are ids already.

    A source is generic when it has a `within` ("" for neither body nor story); a confidential one gets a random id.
    """
    return _NATURAL[body["type"]](body)


def _source(body: Body) -> str:
    if body.get("confidential"):
        return random_id()
    named = (key(body["name"]), key(body.get("qualifier", "")))
    return make_id("source", *named, body["within"]) if "within" in body else make_id("source", *named)


def _document(body: Body) -> str:
    if body.get("url"):
        return make_id("document", url_key(body["url"]))
    if body.get("text"):
        return make_id("document", "text" + sha256(body["text"].encode()))
    return make_id("document", body.get("publisher", ""), body.get("published", ""), key(body["title"]))


def _claim(body: Body) -> str:
    dated = body.get("answer", {}).get("for_date", "")
    return make_id("claim", body.get("story", ""), tidy(body["text"]), dated, body.get("separate", ""))


def _assertion(body: Body, publisher: str | None) -> str:
    """The id of an assertion in a document of this publisher: that it published it is no part of the chain."""
    chain = body["chain"]
    place = body.get("document") or chain[0].get("said", "")
    hops = [hop.get("source") for hop in chain]
    if len(hops) > 1 and publisher is not None and hops[-1] == publisher:
        hops.pop()
    exact = tidy(body["quote"]["exact"]) if body.get("quote") else ""
    return make_id("assertion", body["claim"], place, body["stance"], hops, exact)


def _evidence(body: Body) -> str:
    what = url_key(body["url"]) if body.get("url") else tidy(body.get("text") or body.get("document") or "")
    return make_id("evidence", body["target"], body["bearing"], what)


def disagreement_id(kind: str, *, on: str = "", origin: str = "", claims: Sequence[str] = ()) -> str:
    """The id of a disagreement: a recorded one by its claims; else by what it is on and, of words, whose."""
    if claims:
        return make_id("disagreement", kind, *sorted(claims))
    return make_id("disagreement", kind, origin, on) if origin else make_id("disagreement", kind, on)


def _disagreement(body: Body) -> str:
    claims = body.get("claims", ()) if body.get("recorded") else ()
    return disagreement_id(body["kind"], on=body.get("on", ""), origin=body.get("origin", ""), claims=claims)


def _comparison(body: Body) -> str:
    return make_id("comparison", *sorted(body["claims"]))


_tag_key = lru_cache(maxsize=4096)(key)


def _merge(body: Body) -> str:
    return make_id("merge", body["kind"], *sorted((body["kept"], body["merged"])))


_NATURAL = {
    "story": lambda b: make_id("story", key(b["name"])),
    "source": _source,
    "document": _document,
    "question": lambda b: make_id("question", b.get("story", ""), question_key(b["text"])),
    "claim": _claim,
    "evidence": _evidence,
    "request": lambda b: make_id("request", b["target"], b["asked"], b.get("on", "")),
    "assessment": lambda b: make_id(
        "assessment", b["target"], b.get("by", ""), b.get("on", ""), b["verdict"], tidy(b["why"])
    ),
    "rating": lambda b: make_id(
        "rating", b["source"], key(b.get("topic", "")), b.get("by", ""), b.get("on", ""), b["letter"], tidy(b["why"])
    ),
    "note": lambda b: make_id("note", b["target"], tidy(b["text"])),
    "tag": lambda b: make_id("tag", b["target"], _tag_key(b["name"])),
    "side": lambda b: make_id("side", b["source"], b.get("story", ""), key(b["name"])),
    "allow": lambda b: make_id("allow", b["rule"], b["target"]),
    "merge": _merge,
    "publication": lambda b: make_id("publication", b["story"], url_key(b["url"]), b["at"]),
    "disagreement": _disagreement,
    "comparison": _comparison,
}


NO_KEY = (KeyError, TypeError, AttributeError, UnicodeError)
"""What `natural_id` raises of a body that lacks what it is told apart by, or holds something else in its place."""

FOUND_BY = {"document": "url", "story": "name", "question": "text", "claim": "text"}
"""Type -> the field by which a record without an id may be one that the ledger has under another id."""

NAMED_BY = {
    "story": ("name",),
    "source": ("name",),
    "document": ("url", "title"),
    "question": ("text",),
    "claim": ("text",),
}
"""Type -> the fields that a record of it goes by."""


def is_generic(context: WriteContext, record: Record) -> bool:
    """Whether a source is one of many of its name ("officials"), to be told apart by its body or story."""
    fields = record.fields
    if "id" in fields or fields.get("confidential"):
        return False
    name, kind = fields.get("name"), fields.get("kind") or record.defaults.get("kind")
    bare = context.mode is Mode.ADD and isinstance(name, str) and not has_name(name)
    return "within" in fields or kind in GENERIC_KINDS or bare


def take_given_id(context: WriteContext, record: Record) -> None:
    """Take the id that a record was written with, if it is one and of a record of its type."""
    given = record.fields.get("id")
    if given is None:
        return
    if not isinstance(given, str) or not is_id(given):
        accepted = "24 letters and digits, as claimtrack exports them"
        context.fault(record, "id", "this is no id", given, accepted)
        return
    known = context.names.type_of(given)
    if known is not None and known != record.type:
        context.fault(
            record, "id", f"this is the id of {with_article(known)}, not of {with_article(record.type)}", given
        )
        return
    record.id = given
    record.body.pop("id", None)


def identify(context: WriteContext, records: Sequence[Record]) -> None:
    """Settle the ids of resolved records of one type, and let later references find them by their names and keys."""
    if not records:
        return
    record_type = records[0].type
    dated, found_by, named = record_type not in UNDATED, record_type in FOUND_BY, record_type in NAMED_BY
    for record in records:
        if record.refused:
            continue
        if record.id is None:
            if record_type == "source" and isinstance(record.body.get("name"), str):
                _identify_source(context, record)
            else:
                if dated:
                    dates(record.body, context.appender.zone)
                if found_by:
                    record.id = _known(context, record)
                if record.id is None and not record.refused:
                    record.id = _new_id(context, record)
        if record.id is not None:
            if record.key is not None:
                context.outcome.keys[record.key] = record.id
            if named:
                _remember(context, record)
    if not named:
        context.names.learn({record.id: record_type for record in records if record.id is not None})


def _known(context: WriteContext, record: Record) -> str | None:
    """A record of the ledger or this change that the record is, though its natural key would say otherwise."""
    body = record.body
    field = FOUND_BY[record.type]
    if not isinstance(body.get(field), str):
        return None
    matches = context.names.matches(record.type, body[field])
    if record.type == "claim":
        candidates = [match.id for match in matches if match.within == body.get("story")]
        return _same_wording(context, record, candidates) if candidates else None
    if record.type == "question":
        matches = [match for match in matches if match.within in (None, body.get("story"))]
    ids = {match.id for match in matches}
    return ids.pop() if len(ids) == 1 else None


def _same_wording(context: WriteContext, record: Record, candidates: Sequence[str]) -> str | None:
    """The claim of the ledger that a claim without an id is, by its wording; None when it is none of these."""
    with suppress(*NO_KEY):
        natural = natural_id(record.body)
        if [natural] == candidates:  # whatever it says now, it is the claim that was made so
            return natural

    def key_of(body: Body) -> tuple[Any, ...]:
        return tidy(body["text"]), body.get("answer", {}).get("for_date"), body.get("separate")

    wanted = key_of(record.body)
    bodies = {claim: context.states.body(claim) for claim in candidates}
    ids = [claim for claim, body in bodies.items() if body and key_of(body) == wanted]
    if len(ids) > 1:
        context.ambiguous(record, "text", record.body["text"], "claim", sorted(ids))
    return ids[0] if ids else None


def _new_id(context: WriteContext, record: Record) -> str | None:
    body = record.body
    try:
        if record.type != "assertion":
            return _NATURAL[record.type](body)
        document = body.get("document")
        publisher = context.states.part(document).get("publisher") if isinstance(document, str) else None
        return _assertion(body, publisher)
    except NO_KEY:
        if context.is_valid(record, {"id": "a" * 24, **record.body}):
            message = f"this {record.type} lacks what it is told apart by"
            context.fault(record, "", message, None, None, "incomplete")
        return None


def _identify_source(context: WriteContext, record: Record) -> None:
    """Settle the id of a source: of the only one that is called so where it belongs, else a new one."""
    body = record.body
    within: str | None = None
    if is_generic(context, record):
        bodies = body.get("speaks_for") or []
        within = body["within"] if "within" in body else bodies[0]["source"] if bodies else context.story or ""
        body["within"] = within
    record.unsaid |= {"within"}
    name = full_name(body["name"], body.get("qualifier"))
    scope = within if within not in (None, "", context.story) else None
    ids = context.names.sources(name, story=context.story, body=scope, generic=within is not None)
    if len(ids) > 1:
        context.ambiguous(record, "name", name, "source", ids)
    elif ids:
        record.id = ids[0]
        _keep_name(context, record, name)
    else:
        record.id = _new_id(context, record)
    if not body.get("within"):
        body.pop("within", None)


def _keep_name(context: WriteContext, record: Record, name: str) -> None:
    """A definition that calls a known source by another of its names does not rename it."""
    assert record.id is not None
    known = context.states.body(record.id)
    if known and key(known["name"]) != key(record.body["name"]):
        others = [*known.get("aliases", ()), full_name(known["name"], known.get("qualifier"))]
        if key(name) in {key(other) for other in others}:
            record.unsaid |= {"name", "qualifier"}


def _remember(context: WriteContext, record: Record) -> None:
    assert record.id is not None
    body = record.body
    names = [body[field] for field in NAMED_BY[record.type] if isinstance(body.get(field), str)]
    if record.type == "source" and names:
        names += [alias for alias in body.get("aliases", ()) if isinstance(alias, str)]
        if body.get("qualifier"):
            names.append(full_name(body["name"], body["qualifier"]))
    scope = {"source": "within", "question": "story", "claim": "story"}.get(record.type)
    context.names.add(record.type, record.id, names, body.get(scope) if scope else None)
