"""Nesting: flat records to the item that files hold, the inverse of expanding. Ids stay, references stay ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from claimtrack.formats.schemas import schema
from claimtrack.formats.shape import NESTS

Record = Mapping[str, Any]


def nest(record: Record, below: Iterable[Record] = ()) -> dict[str, Any]:
    """The item of `record` with all records `below` it, at any depth and in any order, in their places.

    Fields stand in the order of the schema, nested items by id. `type` is left out, as in a bundle, and so is the field
    by which a nested record belongs to its item. Raises ValueError for a record that belongs nowhere below.
    """
    places = _places()
    waiting: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    count = 0
    for each in below:
        for link in places[each["type"]]:
            if isinstance(parent := each.get(link), str):
                waiting[parent][each["type"]].append(each)
        count += 1
    item, used = _item(record, None, waiting)
    if used - 1 != count:
        raise ValueError(f"{count - used + 1} of these records belong nowhere below {record['id']}")
    return item


def can_stand_in(record_type: str, other: str) -> str | None:
    """The field by which a record of one type may stand in an item of another; None when it may not."""
    return next((nested.link for nested in NESTS[other].values() if nested.type == record_type), None)


def _item(record: Record, link: str | None, waiting: dict[str, dict[str, list[Record]]]) -> tuple[dict[str, Any], int]:
    """The item, and how many records are in it."""
    record_type = record["type"]
    item = {name: record[name] for name in _order(record_type) if name in record and name != link}
    used = 1
    here = waiting.pop(record["id"], {})  # so that records that belong to one another end
    for plural, nested in NESTS[record_type].items():
        children = []
        for child in sorted(here.get(nested.type, ()), key=lambda each: str(each["id"])):
            if child.get(nested.link) == record["id"]:
                made, count = _item(child, nested.link, waiting)
                children.append(made)
                used += count
        if children:
            item[plural] = children
    return item, used


@cache
def _order(record_type: str) -> tuple[str, ...]:
    return tuple(name for name in schema(record_type)["properties"] if name != "type")


@cache
def _places() -> Mapping[str, tuple[str, ...]]:
    """Type of record -> the fields by which it may belong to another record."""
    links: dict[str, dict[str, None]] = defaultdict(dict)
    for lists in NESTS.values():
        for nested in lists.values():
            links[nested.type][nested.link] = None
    return defaultdict(tuple, {record_type: tuple(each) for record_type, each in links.items()})
