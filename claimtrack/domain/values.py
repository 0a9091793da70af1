"""What several values of one field differ in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def where_they_differ(values: Sequence[Any]) -> list[Any]:
    """Of objects the members that are not alike in all of them, of passages whole; any other values as they are."""
    if not all(isinstance(value, dict) and "exact" not in value for value in values):
        return list(values)
    names = dict.fromkeys(name for value in values for name in value if name != "grammar")
    apart = [name for name in names if any(value.get(name) != values[0].get(name) for value in values)]
    return [{name: value[name] for name in apart if name in value} for value in values]
