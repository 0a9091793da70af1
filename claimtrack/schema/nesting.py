"""Items and records: an item, as people write it, expanded to flat records, and records nested to an item again.

Expanding makes the spelling uniform, no more.

Nothing is dropped, and nothing filled in that only the ledger can know: names stay names, what is left out stays out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from claimtrack.domain.records import FileItem, FilePosition, Record
from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.schema.loader import Schema, follow, schema

Body = Mapping[str, Any]
"""A record as it is stored."""


class Nested(NamedTuple):
    """What stands in one of an item's lists: the type of record, and its field that holds the id of the item."""

    type: str
    link: str


_EVERY = {"notes": Nested("note", "target"), "tags": Nested("tag", "target")}
_JUDGED = {
    "evidence": Nested("evidence", "target"),
    "requests": Nested("request", "target"),
    "assessments": Nested("assessment", "target"),
}

NESTS: dict[str, dict[str, Nested]] = {
    **dict.fromkeys(RECORD_TYPES, _EVERY),
    "source": {"ratings": Nested("rating", "source"), "sides": Nested("side", "source"), **_EVERY},
    "claim": {"assertions": Nested("assertion", "claim"), **_JUDGED, **_EVERY},
    "assertion": {**_JUDGED, **_EVERY},
}
"""Type of record -> the lists that its items may carry, in the order in which they are written."""

_LINKS = {nested.type: nested.link for lists in NESTS.values() for nested in lists.values()}
"""Type of record -> its field that holds the id of the item in which it stands."""

BARE = {"note": "text", "tag": "name"}
"""Types of nested record that may be written as a bare string -> the field that the string is."""

KEYED = ("claim", "assertion")
"""Types of record whose items may bear a `key`, by which others of the same file refer to them."""

CHAIN_MARK = " > "
"""What parts the hops of a chain that is written as one string."""

_MARK = re.compile(r"(?<=\s)>(?=\s)")


def hops(chain: str) -> list[str]:
    """The sources of a chain that is written as one string, from the speaker outward; "" where one is missing.

    The mark parts hops only with white space round it, or at either end: `a>b` is one name.
    """
    return [hop.strip() for hop in _MARK.split(f" {chain} ")]


_id = itemgetter("id")
_STRINGS = "strings"
_SOURCES = "sources"
_KEY = "key"
_LEFT_OUT = "type"


def expand(
    record_type: str,
    item: Mapping[str, Any],
    position: FilePosition,
    parent: Record | None = None,
    link: str | None = None,
) -> list[Record]:
    """The records of an item that `check_item` has found nothing wrong with, each before those nested in it.

    `parent` is the record in whose item it stands and `link` its field for the parent's id; None when it stands alone.
    """
    fields: dict[str, Any] = {}
    record = Record(record_type, fields, position, parent, link)
    records = [record]
    special = _special_fields(record_type)
    for name, value in item.items():
        kind = special.get(name)
        if kind is None:
            fields[name] = dict(value) if isinstance(value, dict) else value
        elif isinstance(kind, Nested):
            nested_type, nested_link = kind
            file, line, start = position
            for pointer, child in _listed(value, f"{start}/{name}"):
                place = FilePosition(file, line, pointer)
                if isinstance(child, str):
                    records.append(Record(nested_type, {BARE[nested_type]: child}, place, record, nested_link))
                else:
                    records += expand(nested_type, child, place, record, nested_link)
        elif kind == _KEY:
            record.key = value
        elif kind != _LEFT_OUT:
            fields[name] = _spelled(name, value, kind) if value is not None else None
    return records


def records_of(item: FileItem) -> list[Record]:
    """The records of an item of a file, each before those nested in it, with the line on which each begins."""
    records = expand(item.type, item.fields, item.position)
    if item.lines is not None:
        for record in records:
            position = record.position
            line = line_of(item.lines, position.pointer, position.line or 1)
            record.position = FilePosition(position.file, line, position.pointer)
    return records


def line_of(lines: Mapping[str, int], pointer: str, item: int) -> int:
    """The line of what `pointer` leads to, or of the nearest thing round it that `lines` has; else `item`."""
    while pointer not in lines:
        if not pointer:
            return item
        pointer = pointer.rpartition("/")[0]
    return lines[pointer]


def _listed(value: Any, pointer: str) -> list[tuple[str, Any]]:
    """Each of a list's items with its pointer; of what is no list, the one."""
    if isinstance(value, list):
        return [(f"{pointer}/{index}", each) for index, each in enumerate(value)]
    return [(pointer, value)]


def _spelled(name: str, value: Any, kind: str) -> list[Any]:
    """A list field in its one spelling: a list of strings, or of objects that name a source."""
    if isinstance(value, str) and name == "chain":
        value = hops(value)
    each = value if isinstance(value, list) else [value]
    if kind == _STRINGS:
        return list(each)
    return [_with_lists({"source": one} if isinstance(one, str) else one) for one in each]


def _with_lists(written: Mapping[str, Any]) -> dict[str, Any]:
    """A hop, a byline or a body, with its own lists as lists."""
    return {name: [value] if name == "caveats" and isinstance(value, str) else value for name, value in written.items()}


@cache
def _special_fields(record_type: str) -> Mapping[str, Nested | str]:
    """The members of an item that are not taken as they are: nested items, lists which items may spell otherwise."""
    found: dict[str, Nested | str] = {}
    for name, part in schema(record_type)["properties"].items():
        if part.get("type") == "array":
            items, _ = follow(part["items"], record_type)
            if kind := _kind(items):
                found[name] = kind
    if record_type in KEYED:
        found["key"] = _KEY
    return {**found, **NESTS[record_type], "type": _LEFT_OUT}


def _kind(items: Schema) -> str | None:
    if items.get("type") == "string":
        return _STRINGS
    return _SOURCES if "source" in items.get("properties", {}) else None


Nestable = dict[str, dict[str, list[Body]]]
"""Id of a record -> type -> the records of that type which belong to it."""


def nest(record: Body, below: Iterable[Body] = ()) -> dict[str, Any]:
    """The item of `record` with all records `below` it, at any depth and in any order, in their places.

    Raises ValueError for a record that belongs nowhere below.
    """
    waiting: Nestable = {}
    strays = 0
    for each in below:
        record_type = each["type"]
        if (link := _LINKS.get(record_type)) is not None and isinstance(parent := each.get(link), str):
            waiting.setdefault(parent, {}).setdefault(record_type, []).append(each)
        else:
            strays += 1
    item = make_item(record, waiting)
    strays += sum(len(records) for types in waiting.values() for records in types.values())
    if strays:
        raise ValueError(f"{strays} of these records belong nowhere below {record['id']}")
    return item


def make_item(record: Body, below: Nestable, link: str | None = None) -> dict[str, Any]:
    """The item of `record`; the records that belong in it, at any depth, are taken out of `below`.

    Fields stand in the order of the schema, nested items by id. `type` is left out, as in a bundle, and so is `link`,
    the field by which a nested record belongs to its item.
    """
    record_type = record["type"]
    item = {name: record[name] for name in _ordered(record_type, tuple(record), link)}
    if here := below.get(record["id"]):
        for plural, (nested_type, nested_link) in NESTS[record_type].items():
            children = here.pop(nested_type, None)  # taken out first, so that records that belong to one another end
            if children is not None:
                if len(children) > 1:
                    children.sort(key=_id)
                item[plural] = [make_item(child, below, nested_link) for child in children]
    return item


def in_order(record_type: str, item: Body) -> dict[str, Any]:
    """An item with its fields in the order of the schema, and in those nested in it."""
    ordered = {name: item[name] for name in _ordered(record_type, tuple(item), None)}
    for plural, (nested_type, _) in NESTS[record_type].items():
        if plural in item:
            ordered[plural] = [in_order(nested_type, child) for child in item[plural]]
    return ordered


@lru_cache(maxsize=4096)
def _ordered(record_type: str, names: tuple[str, ...], link: str | None) -> tuple[str, ...]:
    """Those of a record's fields that stand in its item, in the order of the schema."""
    return tuple(name for name in schema(record_type)["properties"] if name in names and name not in ("type", link))
