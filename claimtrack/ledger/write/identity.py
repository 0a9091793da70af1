"""Identity: the id of a record from what it said when first recorded. Derived once, then stored and carried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from claimtrack.domain.canonical_json import sha256
from claimtrack.domain.ids import make_id, random_id
from claimtrack.domain.text import key, tidy
from claimtrack.domain.urls import url_key
from claimtrack.ledger.projection.rows import question_key

Body = Mapping[str, Any]


def natural_id(body: Body, publisher: str | None = None) -> str:
    """The id of a record whose references are ids already. `publisher` is that of an assertion's document.

    A source is generic when it has a `within` ("" for neither body nor story); a confidential one gets a random id.
    """
    if body["type"] == "assertion":
        return _assertion(body, publisher)
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
    return make_id("document", body.get("publisher", ""), body.get("published", ""), key(body.get("title", "")))


def _claim(body: Body) -> str:
    dated = body.get("answer", {}).get("for_date", "")
    return make_id("claim", body.get("story", ""), tidy(body["text"]), dated, body.get("separate", ""))


def _assertion(body: Body, publisher: str | None) -> str:
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
    """The id of a disagreement of `kind`: a recorded one by its claims; else by what it is on (and whose words.

    `origin`).
    """
    if claims:
        return make_id("disagreement", kind, *sorted(claims))
    return make_id("disagreement", kind, origin, on) if origin else make_id("disagreement", kind, on)


def _disagreement(body: Body) -> str:
    claims = body.get("claims", ()) if body.get("recorded") else ()
    return disagreement_id(body["kind"], on=body.get("on", ""), origin=body.get("origin", ""), claims=claims)


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
    "tag": lambda b: make_id("tag", b["target"], key(b["name"])),
    "side": lambda b: make_id("side", b["source"], b.get("story", ""), key(b["name"])),
    "allow": lambda b: make_id("allow", b["rule"], b["target"]),
    "merge": _merge,
    "publication": lambda b: make_id("publication", b["story"], url_key(b["url"]), b["at"]),
    "disagreement": _disagreement,
}
