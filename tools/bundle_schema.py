"""The schema of the bundle, made from the schemas of the records: `python -m tools.bundle_schema` writes it.

An item is a record as people write it: references may be names, what the ledger fills in may be missing, a list of one
may be written without its brackets, and the records that belong to it may stand in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from claimtrack.domain.vocabulary import PLURALS, RECORD_TYPES
from claimtrack.resources import schemas_folder
from claimtrack.schema.loader import FORBIDDEN, PREFIX, Schema, schema
from claimtrack.schema.nesting import BARE, KEYED, NESTS

_REFERENCE = PREFIX + "common#/$defs/reference"
_TEXT = {"$ref": PREFIX + "common#/$defs/text"}
_WITH_ID = {"required": ["id"]}
_TELLING = ("title", "description", "x-filled")


def bundle_schema() -> dict[str, Any]:
    """The schema of a bundle; its `$defs` describe the items, and so the lines of a JSON Lines file too."""
    lists: dict[str, Any] = {}
    for record_type in RECORD_TYPES:
        plural = PLURALS[record_type]
        described = {"title": plural.capitalize(), "description": f"{plural.capitalize()}, in any order. Absent: none."}
        lists[plural] = {**described, "type": "array", "items": _standing_alone(record_type)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": PREFIX + "bundle",
        "title": "Bundle",
        "description": (
            "Records as people write them, in one JSON document. A reference may be an id, a name, an alias, a title, "
            "a web address, the text of a question or claim, or a key of this file. An item without id is found or "
            "made by what it says; null clears a field of an item with id. In JSON Lines each item is a line and "
            "names its type."
        ),
        "type": "object",
        "properties": {
            "claimtrack": {"title": "Version", "description": "The version of this format.", "const": 1},
            **lists,
        },
        "required": ["claimtrack"],
        "additionalProperties": False,
        "$defs": {record_type: _item(record_type) for record_type in RECORD_TYPES},
    }


def written(bundle: Mapping[str, Any]) -> bytes:
    """The bytes of schemas/bundle.json."""
    return orjson.dumps(bundle, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def links(record_type: str) -> set[str]:
    """The fields of a record by which it may belong to the item that it stands in."""
    return {nested.link for lists in NESTS.values() for nested in lists.values() if nested.type == record_type}


def _item(record_type: str) -> dict[str, Any]:
    record = schema(record_type)
    properties: dict[str, Any] = {}
    for name, value in record["properties"].items():
        if name in ("type", "id"):
            properties[name] = value
            continue
        told = {key: value[key] for key in _TELLING if key in value}
        loose = {key: part for key, part in _loosened(value).items() if key not in _TELLING}
        cleared = loose if name in record["required"] else {"anyOf": [*loose.get("anyOf", [loose]), {"type": "null"}]}
        properties[name] = {**told, **cleared}
    if record_type in KEYED:
        told = {
            "title": "Key",
            "description": "A name by which other items of this file may refer to this one. Not stored.",
        }
        properties["key"] = {**told, **_TEXT}
    for plural, nested in NESTS[record_type].items():
        properties[plural] = _children(plural, nested.type, nested.link)
    without_id: dict[str, Any] = {"required": [name for name in _wanted(record) if name not in links(record_type)]}
    if either := record.get("anyOf", [{"required": [name]} for name in record.get("x-known-by", ())]):
        without_id["anyOf"] = either
    return {
        "title": record["title"],
        "description": record["description"],
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "if": _WITH_ID,
        "else": without_id,
    }


def _standing_alone(record_type: str) -> dict[str, Any]:
    owned = [name for name in _wanted(schema(record_type)) if name in links(record_type)]
    item: dict[str, Any] = {"$ref": f"#/$defs/{record_type}"}
    return {**item, "if": _WITH_ID, "else": {"required": owned}} if owned else item


def _children(plural: str, record_type: str, link: str) -> dict[str, Any]:
    item: dict[str, Any] = {"$ref": f"#/$defs/{record_type}", "properties": {link: FORBIDDEN}}
    described = {
        "title": plural.capitalize(),
        "description": f"The {plural} that belong to this item. Absent: says nothing.",
    }
    if record_type not in BARE:
        return {**described, "type": "array", "items": item}
    either = {"anyOf": [_TEXT, item]}
    return {**described, "anyOf": [_TEXT, {"type": "array", "items": either}]}


def _wanted(record: Schema) -> list[str]:
    """What an item must say: what its record must, without what the ledger fills in."""
    properties = record["properties"]
    return [name for name in record["required"] if name not in ("type", "id") and "x-filled" not in properties[name]]


def _loosened(value: Schema) -> dict[str, Any]:
    """The schema of a field as an item may spell it."""
    if value.get("$ref") == _REFERENCE:
        return {**value, **_TEXT}
    if value.get("type") == "array":
        items = value["items"]
        inner = _loosened(items)
        bare: list[Any] = []
        if "source" in items.get("properties", {}):
            inner = {"anyOf": [_TEXT, inner]}
            bare = inner["anyOf"]
        elif items.get("type") != "array":
            bare = [inner]
        wide = {key: value[key] for key in ("type", "minItems") if key in value} | {"items": inner}
        told = {key: value[key] for key in _TELLING if key in value}
        return {**told, "anyOf": [*bare, wide]} if bare and _is_bare(items) else {**value, "items": inner}
    if "properties" in value:
        loose = {name: _loosened(part) for name, part in value["properties"].items()}
        wanted = [name for name in value["required"] if "x-filled" not in value["properties"][name]]
        return {**value, "properties": loose, "required": wanted}
    return dict(value)


def _is_bare(items: Schema) -> bool:
    """Whether a list of such items may be written as the one item: strings, and objects that name a source."""
    return "$ref" in items or items.get("type") == "string" or "source" in items.get("properties", {})


def main() -> None:
    """Write schemas/bundle.json."""
    (schemas_folder() / "bundle.json").write_bytes(written(bundle_schema()))


if __name__ == "__main__":
    main()
