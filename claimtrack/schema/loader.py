"""The JSON Schemas as data: read from their folder once each, and looked into by field.

Nothing is ever fetched: `$ref` leads only to files of the folder, whose `$id`s are names and no addresses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import orjson

from claimtrack.errors import ClaimtrackError
from claimtrack.resources import schemas_folder

Schema = Mapping[str, Any]

PREFIX = "urn:claimtrack:schema:1:"
"""What the `$id` of each schema of this version begins with; the name of its file follows."""


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema of one file, such as "claim" or "common". Raises ClaimtrackError if it is not there or damaged."""
    path = schemas_folder() / f"{name}.json"
    try:
        found: dict[str, Any] = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise ClaimtrackError(f"The schema {path.name} cannot be read: {error}", "Install claimtrack again.") from None
    return found


def start_of(name: str, pointer: str) -> dict[str, Any]:
    """A schema file, or what leads to the part of it at a JSON pointer."""
    return {"$ref": f"{PREFIX}{name}#{pointer}"} if pointer else schema(name)


def follow(part: Schema, home: str) -> tuple[Schema, str]:
    """What `part` of the file `home` refers to, with the members written beside the `$ref`; and its own file."""
    while "$ref" in part:
        file, _, pointer = part["$ref"].partition("#")
        home = file.removeprefix(PREFIX) if file else home
        target: Any = schema(home)
        for step in pointer.split("/")[1:]:
            target = target[step.replace("~1", "/").replace("~0", "~")]
        part = _joined(target, {name: value for name, value in part.items() if name != "$ref"})
    return part, home


def _joined(target: Schema, beside: Schema) -> Schema:
    """What a `$ref` leads to, and what is written beside it."""
    joined = {**target, **beside}
    if "properties" in target and "properties" in beside:
        joined["properties"] = {**target["properties"], **beside["properties"]}
    return joined


FORBIDDEN: Schema = {"not": {}}
"""What no value satisfies: a field that does not stand here."""


def field(name: str, start: Schema, path: Sequence[str | int]) -> Schema | None:
    """What the schema file `name` says, from its part `start` on, of the value at `path`; None where it says nothing.

    Where alternatives are open, the first that knows the way is taken.
    """
    part, home = follow(start, name)
    if not path:
        return part
    for branch in part.get("anyOf", ()):
        if (found := field(home, branch, path)) is not None:
            return found
    step: Any = part.get("items") if isinstance(path[0], int) else part.get("properties", {}).get(path[0])
    return field(home, step, path[1:]) if isinstance(step, Mapping) else None


def fields(name: str, start: Schema) -> dict[str, Schema]:
    """The fields that an object at `start` may have, in their order."""
    part, home = follow(start, name)
    found: dict[str, Schema] = dict(part.get("properties", {}))
    for branch in part.get("anyOf", ()):
        found.update(fields(home, branch))
    return {member: part for member, part in found.items() if part != FORBIDDEN}
