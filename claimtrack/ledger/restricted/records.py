"""What of a ledger's records may not be shown, as a value; and a record's body without it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical_text, parse
from claimtrack.domain.text import key
from claimtrack.ledger.projection.rows import label

ANSWER, QUESTION, QUOTE, TITLE, PUBLISHER, WITHIN = "answer", "question", "quote", "title", "publisher", "within"
CONTINUES, JOINT, TOP_BODY = "continues", "joint", "top_body"
"""Parts of open records that may be restricted; ANSWER stands among the members of an answer for all of it.

TOP_BODY: whom a source speaks for in the end.
"""

OF_TEXT = ("text", "skips", "fragments", "file", "archives")
"""The fields of a document that tell of its text: where its parts begin, and digests of what it was read from."""

_LISTS = ("about", "bylines", "speaks_for", "member_of", "evidence")
"""Fields of a record that name a list of records, each an id or with one as its `source`."""

Body = dict[str, Any]
T = TypeVar("T")

_HIDDEN = "claimtrack_hidden"


@dataclass(frozen=True, slots=True)
class RestrictedRecords:
    """The ids of records that stay in, and what stays in of others."""

    by_type: dict[str, frozenset[str]]
    """Live ones: assertions, the claims that rest on nothing else, and the sources, documents and questions that
    nothing else names."""
    more: frozenset[str] = frozenset()
    """Such that are void, and what is said of any of them."""
    parts: dict[str, frozenset[str]] = field(default_factory=dict)
    """Record that stays open -> what of it is held back.

    Of a claim what was only ever recorded with restricted assertions, a quotation that has words of theirs in it, a
    title that is the first line of such a text; and what names a source that the reader may not know of, or is made of
    such names.
    """
    past: dict[str, frozenset[str]] = field(default_factory=dict)
    """Record that stays open -> its fields of which a version has such parts."""
    texts: frozenset[str] = frozenset()
    """Documents whose whole text is held back, as something restricted stands in it."""
    foreign: bool = False
    """Whether what other programs' files said is held back, of every record."""
    positions: bool = False
    """Whether it is so of what disagreements were settled with, since a position may be restricted, or withheld."""

    def joined(self, other: RestrictedRecords) -> RestrictedRecords:
        """What either holds; of open records the parts."""
        types = dict.fromkeys((*self.by_type, *other.by_type))  # in one order, for whoever prints them
        live = {one: self.by_type.get(one, frozenset()) | other.by_type.get(one, frozenset()) for one in types}
        more = (self.more | other.more).difference(*live.values())
        parts, past = union_by_key(self.parts, other.parts), union_by_key(self.past, other.past)
        return RestrictedRecords(live, more, parts, past=past)

    def packed(self) -> str:
        """All of it as canonical JSON, the same for the same records."""
        return canonical_text(
            {
                "by_type": [[kind, sorted(ids)] for kind, ids in self.by_type.items()],
                "more": sorted(self.more),
                "parts": {record: sorted(some) for record, some in self.parts.items()},
                "past": {record: sorted(some) for record, some in self.past.items()},
                "texts": sorted(self.texts),
                "foreign": self.foreign,
                "positions": self.positions,
            }
        )

    @classmethod
    def unpacked(cls, value: str) -> RestrictedRecords:
        """What was `packed`."""
        read = parse(value)
        parts, past = ({record: frozenset(some) for record, some in read[name].items()} for name in ("parts", "past"))
        live = {kind: frozenset(ids) for kind, ids in read["by_type"]}
        more, texts = frozenset(read["more"]), frozenset(read["texts"])
        return cls(live, more, parts, past, texts, read["foreign"], read["positions"])

    def holds(self, record_type: str, record: str) -> bool:
        """Whether this live record stays in."""
        return record in self.by_type.get(record_type, ())

    @property
    def ids(self) -> frozenset[str]:
        """All of them."""
        return self.more.union(*self.by_type.values())


def union_by_key(one: Mapping[str, Collection[T]], other: Mapping[str, Collection[T]]) -> dict[str, frozenset[T]]:
    """What either holds of each record, or type."""
    return {name: frozenset((*one.get(name, ()), *other.get(name, ()))) for name in one.keys() | other.keys()}


def note_hidden(connection: Connection, hidden: RestrictedRecords) -> None:
    """Note what is hidden from whoever reads this connection from now on."""
    connection.execution_options(**{_HIDDEN: hidden})


def hidden_records(connection: Connection) -> RestrictedRecords | None:
    """What is hidden from whoever reads this connection; None where nothing was asked to be."""
    hidden: RestrictedRecords | None = connection.get_execution_options().get(_HIDDEN)
    return hidden


def opened(body: Body, hidden: RestrictedRecords) -> Body:
    """An open record's body without what is restricted in it.

    That is parts of it, a document's whole text, or where a quotation stands in such a text and the words beside it;
    and what other programs' files said, and what a disagreement was settled with, where that is held back.
    """
    if hidden.positions and "positions" in body:
        body = {name: value for name, value in body.items() if name != "positions"}
    if hidden.foreign and "foreign" in body:
        body = {name: value for name, value in body.items() if name != "foreign"}
    body = without_parts(body, hidden.parts.get(body.get("id", ""), frozenset()))
    if body.get("id") in hidden.texts:
        return {name: value for name, value in body.items() if name not in OF_TEXT}
    if "quote" in body and body.get("document") in hidden.texts:
        return {**body, "quote": without_neighbours(body["quote"])}
    return body


def without_parts(body: Body, parts: Collection[str]) -> Body:
    """A record's body without these parts of it: fields, members of its answer, records that it names."""
    if not parts:
        return body
    shown = {name: value for name, value in body.items() if name not in parts}
    if "kind" in parts and body.get("kind") is not None:
        shown["kind"] = "unknown"  # a source is of some kind
    if ANSWER in shown:
        shown[ANSWER] = {name: value for name, value in shown[ANSWER].items() if name not in parts}
    for field_name in shown.keys() & set(_LISTS):
        shown[field_name] = [
            one for one in shown[field_name] if (one if isinstance(one, str) else one["source"]) not in parts
        ]
    if "synonyms" in shown:
        groups = ([word for word in group if key(word) not in parts] for group in shown["synonyms"])
        shown["synonyms"] = [group for group in groups if len(group) > 1]
    return {name: value for name, value in shown.items() if name not in (ANSWER, "synonyms", *_LISTS) or value}


def open_conflict(record: str, conflict: Mapping[str, list[Any]], hidden: RestrictedRecords) -> dict[str, list[Any]]:
    """The fields of an open record that were edited at the same time, each with its values, without the restricted."""
    unsaid = {*hidden.parts.get(record, ()), *hidden.past.get(record, ())}
    unsaid |= {TITLE, *OF_TEXT} if record in hidden.texts else set()
    return {
        name: values
        for name, values in conflict.items()
        if name not in unsaid
        and all(opened({"id": record, name: value}, hidden).get(name) == value for value in values)
    }


def without_neighbours(quote: Body) -> Body:
    """A quotation without the words before and after it in the text, and without where it stands there."""
    return {name: value for name, value in quote.items() if name not in ("prefix", "suffix", "start", "end")}


def name_in_message(body: Body, *, untitled: bool) -> str:
    """What a record is called in a message: a document never by its text, nor by its title where it is `untitled`.

    That is one whose title is the first line of a text that is held back.
    """
    if body["type"] != "document":
        return label(body)
    return label({name: value for name, value in body.items() if name != "text" and not (untitled and name == TITLE)})
