"""References in the words of a report ("C7", "D1", "P2") as links, told from the same letters in somebody's own words.

A claim that speaks of C4, the explosive, does not speak of claim 4. So before the report's words are made, every such
pair in the ledger's own texts is held apart by a mark that shows nothing, and put together again afterwards.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from markupsafe import Markup, escape

T = TypeVar("T")

_APART = "\u034f"  # COMBINING GRAPHEME JOINER: printable, without width, and kept by every tidying
_LOOKS_LIKE_ONE = re.compile(r"(?<=[CDP])(?=\d)")
_PUT_TOGETHER = re.compile(rf"(?<=[CDP]){_APART}(?=\d)")


def held_apart(rows: T) -> T:
    """The same rows, in which no text holds what `linked` takes for a reference."""
    made: T = _held_apart(rows)
    return made


def _held_apart(value: Any) -> Any:
    if isinstance(value, str):
        return _LOOKS_LIKE_ONE.sub(_APART, value)
    if isinstance(value, tuple):
        return tuple(_held_apart(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _held_apart(getattr(value, field.name)) for field in fields(value)})
    return value


def plain(text: str) -> Markup:
    """Words made from rows held apart, put together again and escaped."""
    return escape(_PUT_TOGETHER.sub("", text))
