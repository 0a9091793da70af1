"""Expanding: an item as people write it to a tree of nodes, each one record. Spelling is made uniform, no more.

Nothing is dropped, and nothing filled in that only the ledger can know: names stay names, what is left out stays out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from claimtrack.domain.nodes import Node, Place
from claimtrack.formats.schemas import Schema, follow, schema
from claimtrack.formats.shape import BARE, KEYED, NESTS, hops

_STRINGS = "strings"
_SOURCES = "sources"


def expand(record_type: str, item: Mapping[str, Any], at: Place, link: str | None = None) -> Node:
    """The node of an item that `check_item` has found nothing wrong with, with the nodes of all that is nested in it.

    `link` is the field by which it belongs to what it stands in; None when it stands alone.
    """
    node = Node(record_type, {}, at, link=link)
    nests = NESTS[record_type]
    uniform = _uniform(record_type)
    for name, value in item.items():
        if name == "type":
            continue
        if name == "key" and record_type in KEYED:
            node.key = value
        elif name in nests:
            nested = nests[name]
            for pointer, child in _listed(value, f"{at.pointer}/{name}"):
                written = {BARE[nested.type]: child} if isinstance(child, str) else child
                node.children.append(expand(nested.type, written, Place(at.file, at.line, pointer), nested.link))
        elif value is not None and name in uniform:
            node.fields[name] = _spelled(name, value, uniform[name])
        elif isinstance(value, dict):
            node.fields[name] = dict(value)
        else:
            node.fields[name] = value
    return node


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
    return [_tie({"source": one} if isinstance(one, str) else one) for one in each]


def _tie(written: Mapping[str, Any]) -> dict[str, Any]:
    """A hop, a byline or a body, with its own lists as lists."""
    return {name: [value] if name == "caveats" and isinstance(value, str) else value for name, value in written.items()}


@cache
def _uniform(record_type: str) -> dict[str, str]:
    """The fields of a record that are lists which items may spell otherwise, and of what."""
    found: dict[str, str] = {}
    for name, part in schema(record_type)["properties"].items():
        if part.get("type") == "array":
            items, _ = follow(part["items"], record_type)
            if kind := _kind(items):
                found[name] = kind
    return found


def _kind(items: Schema) -> str | None:
    if items.get("type") == "string":
        return _STRINGS
    return _SOURCES if "source" in items.get("properties", {}) else None
