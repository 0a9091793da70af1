"""Strict JSON: the same text means the same to every reader, or it is refused with everything that is wrong with it.

Refused besides what is no JSON: a field twice, NaN, Infinity, floats, whole numbers of over 15 digits, U+0000, half
characters (lone surrogates), more than 64 lists and objects in one another, and every encoding but UTF-8.

Three readers in a row, each slower than the one before and saying more: orjson, believed where the text is what
orjson would write (then nothing was dropped or altered); the standard library with hooks; the scanner, which finds
every fault.
"""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from claimtrack.domain.nodes import Place
from claimtrack.formats.limits import DEPTH, DIGITS, SURROGATE
from claimtrack.formats.scan import Scanner
from claimtrack.formats.shown import fault
from claimtrack.problem import Problem

_BOM = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_SAVE = "UTF-8: save the file in that encoding"
_DOUBTFUL = re.compile(rb"[:\[,]-?[0-9]+(?:[.eE]|(?<=[0-9]{%d}))" % (DIGITS + 1))
"""A float or a long number inside something; or text that looks like one, which is then read more slowly."""


class _Refused(ValueError):
    """A hook met what strict JSON does not have."""


def read_json(data: bytes, file: str | None, line: int = 1) -> tuple[Any, list[Problem]]:
    """The value of a JSON text, or None and what is wrong with it. `line` is the number of its first line in `file`."""
    if data.startswith(_BOM):
        data = data[len(_BOM) :]
    value = _as_written(data)
    if value is not None:
        return value, []
    text, problems = decode(data, file, line)
    if text is None:
        return None, problems
    try:
        return _hooked(text), []
    except (ValueError, RecursionError):
        problems = Scanner(text, Place(file, line)).scan().problems
        return None, problems or [fault(Place(file, line), "this is no JSON", code="syntax")]


def decode(data: bytes, file: str | None, line: int = 1) -> tuple[str | None, list[Problem]]:
    """Bytes as text, or None and why not: they are in another encoding than UTF-8, or damaged, or nothing."""
    at = Place(file, line)
    if other := is_other_encoding(data):
        return None, [fault(at, f"this is {other}", None, _SAVE, "encoding")]
    if not data.strip():
        return None, [fault(at, "there is nothing in this file", None, "JSON", "empty")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = " ".join(f"{byte:02x}" for byte in data[error.start : error.start + 4])
        at = Place(file, line + data.count(b"\n", 0, error.start))
        return None, [fault(at, f"this is not UTF-8 at byte {error.start}", bad, _SAVE, "encoding")]
    if "\0" in text[:4]:
        return None, [fault(at, "this looks like UTF-16", None, _SAVE, "encoding")]
    return text, []


def is_other_encoding(data: bytes) -> str | None:
    """The name of the encoding whose mark the data begin with, None for UTF-8 or none."""
    return next((name for mark, name in _OTHER_ENCODINGS if data.startswith(mark)), None)


def _as_written(data: bytes) -> Any:
    """The value, when the text is beyond doubt what orjson itself would write; else None."""
    try:
        value = orjson.loads(data)
        if orjson.dumps(value) != data:
            return None
    except (ValueError, TypeError):
        return None
    if not isinstance(value, dict | list) or _DOUBTFUL.search(data) or b"\\u0000" in data or _deep(data, value):
        return None
    return value


def _hooked(text: str) -> Any:
    value = _DECODER.decode(text)
    if "\\u" in text and _has_bad_text(value):
        raise _Refused
    if _deep(text.encode("utf-8", "surrogatepass"), value):
        raise _Refused
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Refused
    return made


def _integer(text: str) -> int:
    if len(text) - text.startswith("-") > DIGITS:
        raise _Refused
    return int(text)


def _refuse(text: str) -> Any:
    raise _Refused(text)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_float=_refuse, parse_constant=_refuse)


def _deep(data: bytes, value: Any) -> bool:
    """Whether the value lies deeper than records may."""
    if data.count(b"{") + data.count(b"[") <= DEPTH:
        return False
    layer = [value]
    for _ in range(DEPTH):
        layer = [
            member
            for each in layer
            for member in (each.values() if isinstance(each, dict) else each if isinstance(each, list) else ())
            if isinstance(member, dict | list)
        ]
        if not layer:
            return False
    return True


def _has_bad_text(value: Any) -> bool:
    waiting = [value]
    while waiting:
        this = waiting.pop()
        if isinstance(this, str):
            if "\0" in this or SURROGATE.search(this):
                return True
        elif isinstance(this, dict):
            waiting.extend(this)
            waiting.extend(this.values())
        elif isinstance(this, list):
            waiting.extend(this)
    return False
