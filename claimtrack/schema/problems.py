"""Problems as this floor makes them, and users' values as they show them: short, on one line, safe in a terminal."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

import orjson

from claimtrack.domain.records import FilePosition
from claimtrack.domain.text import safe, shorten
from claimtrack.problem import Problem

WIDTH = 80
_TAKEN = 400


def fault(
    at: FilePosition, message: str, value: str | None = None, accepted: str | None = None, code: str = "invalid"
) -> Problem:
    """A problem with what stands at a place. `value` is ready to be shown (see `shown`)."""
    return Problem(at.file, at.line, at.pointer, message, value, accepted, code)


def shown(value: Any, width: int = WIDTH) -> str:
    """A value as it stands in JSON, cut to `width` characters, with what a terminal would obey made visible."""
    if isinstance(value, str):
        return '"' + safe(shorten(value[:_TAKEN], width)) + '"'
    try:
        text = orjson.dumps(value).decode()
    except (TypeError, orjson.JSONEncodeError, RecursionError):
        text = repr(value) if isinstance(value, int | float) else f"a {type(value).__name__}"
    return safe(shorten(text[:_TAKEN], width))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, None when none is near; case, spaces and underlines count for nothing."""
    plain = {_plain(each): each for each in known}
    found = difflib.get_close_matches(_plain(word), list(plain), 1, 0.6)
    return plain[found[0]] if found else None


def _plain(word: str) -> str:
    return word[:100].casefold().replace("_", "-").replace(" ", "-")
