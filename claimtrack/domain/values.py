"""What several values of one field differ in, and what is in one that another program gave."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from claimtrack.domain.canonical_json import canonical


def where_they_differ(values: Sequence[Any]) -> list[Any]:
    """Of objects the members that are not alike in all of them, of passages whole; any other values as they are."""
    if not all(isinstance(value, dict) and "exact" not in value for value in values):
        return list(values)
    names = dict.fromkeys(name for value in values for name in value if name != "grammar")
    apart = [name for name in names if any(value.get(name) != values[0].get(name) for value in values)]
    return [{name: value[name] for name in apart if name in value} for value in values] if apart else list(values)


def with_members(foreign: Any) -> Any:
    """What another program gave, kept as a text, as the object that it is; as is where none can be written."""
    if isinstance(foreign, str):
        with suppress(ValueError, TypeError, RecursionError):
            found = json.loads(foreign)
            canonical(found)
            return found if isinstance(found, dict) else foreign
    return foreign
