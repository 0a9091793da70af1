"""The rows of a record in the query tables, by type of record: one function each, from the record's body alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import tzinfo
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import Any

from claimtrack.domain.canonical_json import sha256
from claimtrack.domain.dates import DateError, When, read_when, utc_text
from claimtrack.domain.ids import wordless_label
from claimtrack.domain.text import folded_whole, key, key_hash, name_fold, shorten, tidy
from claimtrack.domain.urls import url_key
from claimtrack.domain.vocabulary import INCLUSIVE_KINDS
from claimtrack.ledger.entries.versions import Settled
from claimtrack.ledger.store.tables import UNBOUNDED

Body = Mapping[str, Any]
Row = tuple[str | int | bytes | None, ...]
Rows = Mapping[str, list[Row]]
"""View -> its rows; one that makes a list of every view that has none so far."""

OPEN_END = "~"
"""Sorts after every instant: the `valid_to` of what has no end."""

LABEL_WIDTH = 120


@lru_cache(maxsize=4096)
def _when(text: str, zone: tzinfo) -> When | None:
    try:
        return read_when(text, zone)
    except DateError:
        return None


def earliest(text: str | None, zone: tzinfo) -> str | None:
    """The earliest instant of a date as written, 27-character UTC; None when absent or open."""
    when = _when(text, zone) if text else None
    return utc_text(when.earliest) if when is not None and when.earliest is not None else None


def latest(text: str | None, zone: tzinfo) -> str | None:
    """The latest instant of a date as written, 27-character UTC; None when absent or open."""
    when = _when(text, zone) if text else None
    return utc_text(when.latest) if when is not None and when.latest is not None else None


def label(body: Body) -> str:
    """A short line to call a record by, from what it says alone."""
    for name in ("name", "title", "text", "why", "answer", "url", "verdict"):
        if name in body and isinstance(value := body[name], str) and value.strip():
            return shorten(value, LABEL_WIDTH)
    quote = body.get("quote")
    if isinstance(quote, dict):
        return shorten(quote["exact"], LABEL_WIDTH)
    return wordless_label(body["type"], body["id"])


def story_of(body: Body) -> str | None:
    """The story a record belongs to by itself: its own id for a story, else its `story`."""
    return body["id"] if body["type"] == "story" else body.get("story")


@lru_cache(maxsize=1 << 14)
def name_hash(text: str) -> bytes:
    """What a name is looked up by."""
    return key_hash(name_fold(text))


def name_row(body: Body, text: str, kind: str, within: str | None = None) -> Row:
    """A row of `name`: that the record is called `text` (or lives at that URL key, when `kind` is url)."""
    return (body["id"], body["type"], key_hash(text) if kind == "url" else name_hash(text), kind, within)


def full_name(name: str, qualifier: str | None) -> str:
    """A source's name with its qualifier, as it is typed and shown: "Saule (builder)"."""
    return f"{name} ({qualifier})" if qualifier else name


def validity(item: Body, zone: tzinfo) -> tuple[str, str]:
    """When something holds, as projected: from ("" = open) and to ("~" = open)."""
    return earliest(item.get("since"), zone) or "", latest(item.get("until"), zone) or OPEN_END


def question_key(text: str) -> str:
    """What two wordings of one question share: N without a final question mark."""
    return key(tidy(text).rstrip("?").rstrip())


@lru_cache(maxsize=4096)
def thousandths(text: str | None, rounding: str) -> int | None:
    """A decimal string in thousandths, rounded outward; None for None; kept within 64 bits."""
    if text is None:
        return None
    scaled = int((Decimal(text) * 1000).to_integral_value(rounding=rounding))
    return max(-UNBOUNDED, min(UNBOUNDED, scaled))


ANSWER_NAMES = ("figure", "label", "text", "when", "where", "yes_no")


def answer_words(answer: Body) -> tuple[str | None, str | None]:
    """An answer's kind (its field) and its words as written ("yes" or "no" for yes_no).

    (None, None) when there is none.
    """
    for name in ANSWER_NAMES:
        if name in answer:
            value = answer[name]
            return name, ("yes" if value else "no") if isinstance(value, bool) else value
    return None, None


def _claim_rows(rows: Rows, body: Body, zone: tzinfo, _settled: Settled) -> None:
    answer: Body = body.get("answer", {})
    kind, words = answer_words(answer)
    figure = kind == "figure"
    high = answer.get("high")
    dated = answer.get("for_date") or (answer.get("when") if kind == "when" else None)
    row = (
        body["id"],
        body.get("story"),
        body["text"],
        body["kind"],
        body.get("question"),
        int(body.get("allegation", False)),
        kind,
        words,
        None if words is None or figure else key(words),
        answer.get("low"),
        high,
        thousandths(answer.get("low"), ROUND_FLOOR),
        (UNBOUNDED if high is None else thousandths(high, ROUND_CEILING)) if figure and "low" in answer else None,
        int(answer.get("low_open", False)),
        int(answer.get("high_open", False)),
        int(answer.get("approximate", False)),
        int(answer.get("vague", False)),
        answer.get("unit"),
        answer.get("counting"),
        answer.get("scope"),
        answer.get("for_date"),
        earliest(dated, zone),
        latest(dated, zone),
        name_hash(body["text"]),
    )
    rows["claim"].append(row)
    if "about" in body:
        rows["claim_about"].extend((body["id"], source) for source in dict.fromkeys(body["about"]))


def _assertion_rows(rows: Rows, body: Body, zone: tzinfo, _settled: Settled) -> None:
    chain = body["chain"]
    first = chain[0]
    quote = body.get("quote")
    said = first.get("said")
    row = (
        body["id"],
        body["claim"],
        body.get("document"),
        body["stance"],
        first.get("source"),
        first["naming"],
        first.get("basis", "not-stated"),
        first.get("hedge"),
        len(chain),
        chain[-1].get("source") if len(chain) > 1 else None,
        body.get("quote_kind", "indirect"),
        body.get("label_words"),
        int(quote is not None),
        quote.get("start") if quote is not None else None,
        said,
        earliest(said, zone),
        latest(said, zone),
        body.get("release"),
        earliest(body.get("until"), zone),
        body.get("joint"),
        body.get("continues"),
    )
    rows["assertion"].append(row)
    for pos, hop in enumerate(chain):
        caveats = hop.get("caveats", ())
        rows["hop"].append(
            (
                body["id"],
                body["claim"],
                pos,
                hop.get("source"),
                hop["naming"],
                hop.get("basis", "not-stated"),
                hop.get("hedge"),
                hop.get("described_as"),
                int("could-not-verify" in caveats),
                int("seen-by-carrier" in caveats),
                int("translated" in caveats),
            )
        )
    if "evidence_given" in body:
        kinds = dict.fromkeys(body["evidence_given"])
        rows["evidence_given"].extend((body["id"], body["claim"], kind) for kind in kinds)


def _evidence_rows(rows: Rows, body: Body, _zone: tzinfo, _settled: Settled) -> None:
    identity = url_key(body["url"]) if body.get("url") else body.get("document") or key(body.get("text", ""))
    row = (
        body["id"],
        body["target"],
        body["bearing"],
        body.get("kind"),
        body.get("url"),
        body.get("document"),
        body.get("authenticity"),
        key_hash(identity).hex(),
    )
    rows["evidence"].append(row)


def _request_rows(rows: Rows, body: Body, zone: tzinfo, _settled: Settled) -> None:
    row = (
        body["id"],
        body["target"],
        body["asked"],
        body.get("purpose", "reply"),
        body.get("outcome", "pending"),
        body.get("on"),
        latest(body.get("due"), zone),
    )
    rows["request"].append(row)


def _assessment_rows(rows: Rows, body: Body, zone: tzinfo, settled: Settled) -> None:
    row = (
        body["id"],
        body["target"],
        body.get("by") or settled.by,
        earliest(body.get("on"), zone) or settled.first_at,
        body["verdict"],
        len(body.get("evidence", ())),
        body.get("credibility"),
    )
    rows["assessment"].append(row)


def _rating_rows(rows: Rows, body: Body, zone: tzinfo, settled: Settled) -> None:
    by, at = body.get("by") or settled.by, earliest(body.get("on"), zone) or settled.first_at
    rows["rating"].append((body["id"], body["source"], by, at, body["letter"], key(body.get("topic", ""))))


def _side_rows(rows: Rows, body: Body, zone: tzinfo, _settled: Settled) -> None:
    name, story = body["name"], body.get("story")
    rows["side"].append((body["id"], body["source"], story, name, key(name), *validity(body, zone)))


def _disagreement_rows(rows: Rows, body: Body, _zone: tzinfo, _settled: Settled) -> None:
    row = (
        body["id"],
        body["kind"],
        body.get("on"),
        body.get("origin"),
        body.get("for"),
        int(body.get("recorded", False)),
        body.get("strength"),
        body["state"],
    )
    rows["disagreement"].append(row)
    rows["disagreement_claim"].extend((body["id"], claim) for claim in body.get("claims", ()))


def _comparison_rows(rows: Rows, body: Body, zone: tzinfo, settled: Settled) -> None:
    by, at = body.get("by") or settled.by, earliest(body.get("on"), zone) or settled.first_at
    rows["comparison"].append((body["id"], *body["claims"], body["verdict"], by, at))


def _source_rows(rows: Rows, body: Body, zone: tzinfo, _settled: Settled) -> None:
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
    rows["source"].append(row)
    rows["name"].extend(names)
    for kind in ("speaks_for", "member_of"):
        rows["membership"].extend(
            (body["id"], item["source"], kind, *validity(item, zone)) for item in body.get(kind, ())
        )


def _document_rows(rows: Rows, body: Body, zone: tzinfo, _settled: Settled) -> None:
    if body.get("url"):
        rows["name"].append(name_row(body, url_key(body["url"]), "url"))
    if body.get("title"):
        rows["name"].append(name_row(body, body["title"], "title"))
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
        earliest(body.get("published"), zone),
        latest(body.get("published"), zone),
        body.get("state"),
        None if text is None else sha256(text.encode()),
        None if text is None else sha256(folded_whole(text).encode()),
        len(text or ""),
        len(copies),
        sum(1 for copy in copies if not copy.get("compared")),
    )
    rows["document"].append(row)
    rows["byline"].extend(
        (body["id"], pos, line["source"], line.get("dateline"), line.get("section"))
        for pos, line in enumerate(body.get("bylines", ()))
    )


def _question_rows(rows: Rows, body: Body, _zone: tzinfo, _settled: Settled) -> None:
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
    rows["question"].append(row)
    rows["name"].append((body["id"], "question", key_hash(question_key(body["text"])), "name", body.get("story")))
    rows["synonym"].extend(synonyms)


def _merge_rows(rows: Rows, body: Body, _zone: tzinfo, settled: Settled) -> None:
    entry = settled.entry or settled.heads[-1]
    rows["merge"].append((body["id"], body["kind"], body["kept"], body["merged"], settled.last_at, entry))


def _story_rows(rows: Rows, body: Body, _zone: tzinfo, _settled: Settled) -> None:
    rows["story"].append((body["id"], body["name"]))
    rows["name"].append(name_row(body, body["name"], "name"))


def _publication_rows(rows: Rows, body: Body, _zone: tzinfo, _settled: Settled) -> None:
    rows["publication"].append((body["id"], body["story"], body["url"], body["at"], body.get("head")))


ROWS: dict[str, Callable[[Rows, Body, tzinfo, Settled], None]] = {
    "story": _story_rows,
    "source": _source_rows,
    "document": _document_rows,
    "question": _question_rows,
    "claim": _claim_rows,
    "assertion": _assertion_rows,
    "evidence": _evidence_rows,
    "request": _request_rows,
    "assessment": _assessment_rows,
    "rating": _rating_rows,
    "note": lambda rows, body, *_: rows["note"].append((body["id"], body["target"], body["text"])),
    "tag": lambda rows, body, *_: rows["tag"].append((body["id"], body["target"], body["name"], key(body["name"]))),
    "side": _side_rows,
    "allow": lambda rows, body, *_: rows["allow"].append((body["id"], body["rule"], body["target"], body["why"])),
    "merge": _merge_rows,
    "publication": _publication_rows,
    "disagreement": _disagreement_rows,
    "comparison": _comparison_rows,
}
"""Type of record -> the function that adds its rows to those of others: made of its body, the zone that a bare date is
a day in, and what says when and by whom it was written. Every type of record is here: a test says so."""

VIEWS: dict[str, tuple[str, ...]] = {
    "story": ("story", "name"),
    "source": ("source", "name", "membership"),
    "document": ("document", "name", "byline"),
    "question": ("question", "name", "synonym"),
    "claim": ("claim", "claim_about"),
    "assertion": ("assertion", "hop", "evidence_given"),
    "disagreement": ("disagreement", "disagreement_claim"),
}
"""Type of record -> the views its rows are in, when it is more than the one of its own name."""

OWNER: dict[str, str] = {
    "name": "record",
    "membership": "source",
    "byline": "document",
    "synonym": "question",
    "claim_about": "claim",
    "hop": "assertion",
    "evidence_given": "assertion",
    "disagreement_claim": "disagreement",
}
"""View -> the column that holds the id of the record its row belongs to, where it is not `id`."""
