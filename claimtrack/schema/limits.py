"""The limits at the door that no schema can state: what no string, number or record may hold, whatever its field."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from claimtrack.domain.english import join_list
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
    return _nearest(word, tuple(known))


@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    plain = {_plain(each): each for each in known}
    found = difflib.get_close_matches(_plain(word), list(plain), 1, 0.6)
    return plain[found[0]] if found else None


def accepted_words(given: Any, known: Sequence[str]) -> str:
    """What would be accepted in place of a word that is none of those known."""
    near = nearest(given, known) if isinstance(given, str) else None
    return (f"did you mean {near}? One of " if near else "one of ") + ", ".join(known)


def accepted_fields(given: str, known: Sequence[str]) -> str:
    """What would be accepted in place of a field that is none of those known."""
    near = nearest(given, known)
    return f"did you mean {near}?" if near else f"the fields here are {join_list(known, 'or')}"


def unknown_field(whose: str, name: str, value: Any, at: FilePosition, known: Sequence[str]) -> Problem:
    """A problem with a field of something (`whose`: "a proposal has") that stands at a place and has others."""
    message = f"{whose} no field {shown(name, 40)}"
    return fault(at.below(name), message, shown(value), accepted_fields(name, known), "unknown-field")


def _plain(word: str) -> str:
    return word[:100].casefold().replace("_", "-").replace(" ", "-")


DEPTH = 64
"""Containers inside one another, the outermost one counted."""
DIGITS = 15
"""Digits of a whole number."""
RECORD_BYTES = 1 << 20
"""Bytes of a record as JSON, a document's text not counted."""
TEXT_BYTES = 64 << 20
"""Bytes of a document's text as JSON."""

SURROGATE = re.compile("[\ud800-\udfff]")
_LIKE_FLOAT = re.compile(rb"[0-9][.eE][0-9+-]")
"""What every float written as JSON has in it, as some texts have too."""
_PASS_ON = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_SUBCLASS


def size_faults(body: Mapping[str, Any], text: str | None = None) -> list[Problem]:
    """What is wrong with a record, whatever its fields: its size, and values that JSON or a ledger cannot hold.

    `text` is the record as JSON, where the caller has it.
    """
    try:
        data = orjson.dumps(body, option=_PASS_ON) if text is None else text.encode()
    except (TypeError, orjson.JSONEncodeError):
        return value_faults(body) or [fault(FilePosition(), "this cannot be written as JSON", code="json")]
    if b"\\u0000" in data or (_LIKE_FLOAT.search(data) and _has_float(body)):
        return value_faults(body)
    if len(data) <= RECORD_BYTES:
        return []
    text = body.get("text") if body.get("type") == "document" else None
    held = len(orjson.dumps(text)) if isinstance(text, str) else 0
    if len(data) - held > RECORD_BYTES:
        return [_too_large("", len(data) - held, RECORD_BYTES)]
    if held > TEXT_BYTES:
        return [_too_large("/text", held, TEXT_BYTES)]
    return []


def value_faults(value: Any, at: FilePosition | None = None) -> list[Problem]:
    """Every value below `value` that no record may hold: float, long integer, lone surrogate, U+0000, too deep."""
    return list(_walk(value, at or FilePosition()))


def text_fault(text: str) -> tuple[str, str, str] | None:
    """Why no record may hold `text`: message, what would be accepted, code; None when one may."""
    if "\0" in text:
        return "this text holds U+0000", "text without it", "nul"
    if not text.isascii() and (found := SURROGATE.search(text)):
        return f"this text holds half a character, U+{ord(found[0]):04X}", "text in valid Unicode", "surrogate"
    return None


def number_fault(text: str) -> tuple[str, str, str] | None:
    """Why no record may hold the number written as `text`: message, what would be accepted, code; None when one may."""
    if text.lstrip("-").isdigit():
        if len(text.lstrip("-")) <= DIGITS:
            return None
        return f"this number has more than {DIGITS} digits", f'a decimal in quotes: "{shown_number(text)}"', "integer"
    if not any(c.isdigit() for c in text):
        return f"{text} is no number", "a whole number, or a decimal in quotes", "not-a-number"
    return "this is a number with a point or an exponent", f'a decimal in quotes: "{shown_number(text)}"', "float"


def shown_number(text: str) -> str:
    """A number as written, cut to what can be shown."""
    return text if len(text) <= 40 else text[:39] + "…"


def _walk(value: Any, at: FilePosition) -> Iterator[Problem]:
    """The faults of a value and of all in it, in the order of the input; by a stack, however deep it lies."""
    waiting = [(value, at, 1)]
    while waiting:
        this, place, depth = waiting.pop()
        if isinstance(this, dict | list | tuple):
            if depth > DEPTH:
                yield fault(place, f"this lies deeper than {DEPTH} lists and objects", code="depth")
                continue
            members = list(this.items() if isinstance(this, dict) else enumerate(this))
            for name, member in reversed(members):
                waiting.append((member, place.below(name), depth + 1))
            for name, _ in members:
                if isinstance(this, dict) and not isinstance(name, str):
                    yield fault(place, "the name of a field must be text", shown(name), code="json")
                elif isinstance(name, str) and (wrong := text_fault(name)):
                    yield fault(place, wrong[0].replace("text", "name"), shown(name), *wrong[1:])
        elif isinstance(this, str):
            if wrong := text_fault(this):
                yield fault(place, wrong[0], shown(this), *wrong[1:])
        elif isinstance(this, float) or (isinstance(this, int) and abs(this) >= 10**DIGITS):
            if wrong := number_fault(_number(this)):
                yield fault(place, wrong[0], shown_number(_number(this)), *wrong[1:])
        elif this is not None and not isinstance(this, int):
            yield fault(place, f"a {type(this).__name__} cannot be written as JSON", code="json")


def _number(value: int | float) -> str:
    """A number as written; one too long for Python to write, as a long one of the same sign."""
    if isinstance(value, int) and abs(value) >= 10**1000:
        return "-" * (value < 0) + "9" * 1000
    return repr(value)


def _has_float(value: Any) -> bool:
    kind = type(value)
    if kind is dict:
        return any(map(_has_float, value.values()))
    if kind is list:
        return any(map(_has_float, value))
    return kind is float


def _too_large(pointer: str, size: int, most: int) -> Problem:
    return fault(
        FilePosition(pointer=pointer), f"this is too large: {_mib(size)}", None, f"at most {_mib(most)}", "size"
    )


def _mib(size: int) -> str:
    return f"{size / (1 << 20):.1f} MiB" if size % (1 << 20) else f"{size >> 20} MiB"
