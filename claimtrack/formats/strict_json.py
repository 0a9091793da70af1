"""A scanner of JSON that knows where everything stands, and goes on after a fault where it can.

Slow beside the parsers: it is used only for text that they refused, and for the lines of hand-written files. It
makes no values. It holds nothing but what is open, so that no depth of nesting can exhaust anything.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

import orjson

from claimtrack.domain.records import FilePosition
from claimtrack.problem import Problem
from claimtrack.schema.limits import DEPTH, DIGITS, SURROGATE, fault, number_fault, shown, shown_number, text_fault

_SPACE = re.compile(r"[ \t\n\r]*")
_BARE = re.compile(r'[^\s,\[\]{}":]+')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_CONTROL = re.compile(r"[\x00-\x1f]")
_ACCEPTED = "text in quotes, a whole number, true, false, null, a list or an object"
_CLOSING = {"{": "}", "[": "]"}
_SPELLINGS = {
    "True": "true",
    "False": "false",
    "None": "null",
    "NULL": "null",
    "Null": "null",
    "undefined": "null",
    "TRUE": "true",
    "FALSE": "false",
}
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity", "+Infinity", "-NaN", "nan", "Inf", "-Inf", "inf")
_LENIENT = json.JSONDecoder(strict=False)
MOST = 1000
"""Faults of one text that are listed; beyond, it says that there are more."""


@dataclass(slots=True)
class _Open:
    """A list or object that is not closed yet."""

    kind: str
    place: FilePosition
    index: int = 0
    keys: set[str] = field(default_factory=set)


class _Stop(Exception):
    """Nothing after this point can be understood."""


class Scanner:
    """Scans one JSON text. `problems` are its faults in order; `lines` has the line (from 1) of every pointer."""

    def __init__(self, text: str, at: FilePosition) -> None:
        self.text = text
        self.at = at
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}
        self._line = at.line or 1
        self._counted = 0

    def scan(self) -> Scanner:
        """Read the whole text."""
        try:
            end = self._space(self._whole(self._space(0)))
            if end < len(self.text):
                rest = self.text[end : end + 20]
                message = "there is more after the end of the JSON"
                self._fault(end, self.at, message, shown(rest), "one value alone", "trailing")
        except _Stop:
            pass
        return self

    def _whole(self, pos: int) -> int:
        """Read a value with all in it, from `pos` on: where it ends. By a stack, however deep it lies."""
        stack: list[_Open] = []
        place = self.at
        while True:
            self.lines[place.pointer] = self._line_of(pos)
            pos, opened = self._value(pos, place, len(stack))
            if opened is not None:
                stack.append(opened)
                pos = self._space(pos)
                if self.text[pos : pos + 1] != _CLOSING[opened.kind]:
                    pos, place = self._member(pos, opened)
                    continue
            while stack:
                pos = self._space(pos)
                here = self.text[pos : pos + 1]
                if here == _CLOSING[stack[-1].kind]:
                    stack.pop()
                    pos += 1
                    continue
                pos = self._comma(pos, here, stack[-1])
                pos, place = self._member(pos, stack[-1])
                break
            else:
                return pos

    def _comma(self, pos: int, here: str, inside: _Open) -> int:
        closing = _CLOSING[inside.kind]
        if not here:
            self._broken_off(pos, inside.place)
        if here != ",":
            self._stop(pos, inside.place, "a comma or the closing bracket is missing here", f"a comma, or {closing}")
        after = self._space(pos + 1)
        if self.text[after : after + 1] == closing:
            self._stop(pos, inside.place, f"there is a comma before {closing}", "no comma after the last item")
        return after

    def _member(self, pos: int, inside: _Open) -> tuple[int, FilePosition]:
        """Read up to the next value of a list or an object: where it begins, and its place."""
        if inside.kind == "[":
            place = inside.place.below(inside.index)
            inside.index += 1
            return pos, place
        if pos >= len(self.text):
            self._broken_off(pos, inside.place)
        if self.text[pos] != '"':
            self._stop(pos, inside.place, "the name of a field in quotes is missing here", 'such as "text": "..."')
        start = pos
        name, pos = self._string(pos, inside.place, "name")
        place = inside.place.below(name)
        if name in inside.keys:
            self._fault(start, place, "this field stands here twice", shown(name), "each field once", "duplicate")
        inside.keys.add(name)
        pos = self._space(pos)
        if self.text[pos : pos + 1] != ":":
            self._stop(pos, place, "a colon is missing here", f"{shown(name)}: and its value")
        return self._space(pos + 1), place

    def _value(self, pos: int, place: FilePosition, depth: int) -> tuple[int, _Open | None]:
        here = self.text[pos : pos + 1]
        if here in ("{", "["):
            if depth == DEPTH:
                message = f"this lies deeper than {DEPTH} lists and objects"
                self._stop(pos, place, message, "fewer of them in one another", "depth")
            return pos + 1, _Open(here, place)
        if here == '"':
            return self._string(pos, place, "text")[1], None
        return self._bare(pos, place), None

    def _string(self, pos: int, place: FilePosition, what: str) -> tuple[str, int]:
        """Read a text, and note what may not stand in it: its value, and where it ends."""
        try:
            value, end = _LENIENT.raw_decode(self.text, pos)
        except json.JSONDecodeError as error:
            if error.msg.startswith("Unterminated"):
                self._stop(pos, place, f"this {what} has no closing quotation mark", 'a quotation mark " at its end')
            bad = self.text[error.pos : error.pos + 6]
            accepted = r"\\, \", \/, \b, \f, \n, \r, \t or \u and four digits"
            self._stop(error.pos, place, "this is no escape that JSON knows", accepted, value=bad)
        if found := _CONTROL.search(self.text, pos, end):
            code = ord(found[0])
            accepted = {9: r"\t", 10: r"\n", 13: r"\r"}.get(code, f"\\u{code:04x}" if code else "nothing in its place")
            message = f"there is a control character, U+{code:04X}, in this {what}"
            self._fault(found.start(), place, message, shown(value), accepted, "control")
        elif wrong := text_fault(value):
            self._fault(pos, place, wrong[0].replace("text", what), shown(value), wrong[1], wrong[2])
        return value, end

    def _bare(self, pos: int, place: FilePosition) -> int:
        """Read a word without quotes (a number, true, false or null): where it ends."""
        found = _BARE.match(self.text, pos)
        if found is None:
            if pos >= len(self.text):
                self._broken_off(pos, place)
            self._stop(pos, place, "a value is missing here", _ACCEPTED)
        word = found[0]
        if word in ("true", "false", "null"):
            return found.end()
        if _NUMBER.fullmatch(word):
            if wrong := number_fault(word):
                self._fault(pos, place, wrong[0], shown_number(word), wrong[1], wrong[2])
            return found.end()
        if word in _NO_NUMBERS:
            accepted = "a whole number, or a decimal in quotes"
            self._fault(pos, place, f"{word} is no number", None, accepted, "not-a-number")
            return found.end()
        return self._no_value(pos, place, word)

    def _no_value(self, pos: int, place: FilePosition, word: str) -> NoReturn:
        near = _SPELLINGS.get(word)
        if near:
            self._stop(pos, place, f"JSON writes this {near}", near, value=word)
        if word.startswith(("//", "/*", "#")):
            self._stop(pos, place, "JSON has no comments", "the file without them, or a note", value=word)
        if word[0] in "'‘“`":
            self._stop(pos, place, "this is not in straight double quotation marks", 'text in " marks', value=word)
        if word[0] in "+-.0123456789":
            accepted = "digits, as in 2500; a decimal in quotes"
            self._stop(pos, place, "this is no number that JSON knows", accepted, value=word)
        self._stop(pos, place, "this is no JSON value", _ACCEPTED, value=word)

    def _broken_off(self, pos: int, place: FilePosition) -> NoReturn:
        self._stop(pos, place, "the JSON breaks off here", "the rest of it", "cut-off")

    def _space(self, pos: int) -> int:
        found = _SPACE.match(self.text, pos)
        return found.end() if found else pos

    def _line_of(self, pos: int) -> int:
        if pos >= self._counted:
            self._line += self.text.count("\n", self._counted, pos)
            self._counted = pos
            return self._line
        return self._line - self.text.count("\n", pos, self._counted)

    def _stop(
        self, pos: int, place: FilePosition, message: str, accepted: str, code: str = "syntax", value: str | None = None
    ) -> NoReturn:
        self._fault(pos, place, message, None if value is None else shown(value), accepted, code)
        raise _Stop

    def _fault(
        self, pos: int, place: FilePosition, message: str, value: str | None, accepted: str | None, code: str
    ) -> None:
        line = self._line_of(pos)
        column = pos - self.text.rfind("\n", 0, pos)
        at = FilePosition(place.file, line, place.pointer)
        self.problems.append(fault(at, f"column {column}: {message}", value, accepted, code))
        if len(self.problems) == MOST:
            self.problems.append(fault(at, f"and more: only the first {MOST} faults are listed", code="more"))
            raise _Stop


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
_NUMBERS = bytes.maketrans(b"0123456789-[,", b"00000000000::")
"""Makes ":0" of where a number begins: most lines have none, and that is seen so in a third of the time."""


class _Refused(ValueError):
    """A hook met what strict JSON does not have."""


def read_json(
    data: bytes, file: str | None, line: int = 1, *, decimals_as_text: bool = False
) -> tuple[Any, list[Problem]]:
    """The value of a JSON text, or None and what is wrong with it. `line` is the number of its first line in `file`.

    With `decimals_as_text`, for what other programs wrote, a number that no record may hold (one with a point or an
    exponent, or of many digits) is taken as the text that it is written in.
    """
    if data.startswith(_BOM):
        data = data[len(_BOM) :]
    value = as_written(data)
    if value is not None and not has_doubtful_number(data):
        return value, []
    text, problems = decode(data, file, line)
    if text is None:
        return None, problems
    try:
        return _hooked(text, _LENIENT_DECODER if decimals_as_text else _DECODER), []
    except (ValueError, RecursionError):
        problems = Scanner(text, FilePosition(file, line)).scan().problems
        if decimals_as_text:
            problems = [problem for problem in problems if problem.code not in ("float", "integer")]
        return None, problems or [fault(FilePosition(file, line), "this is no JSON", code="syntax")]


def decode(data: bytes, file: str | None, line: int = 1) -> tuple[str | None, list[Problem]]:
    """Bytes as text, or None and why not: they are in another encoding than UTF-8, or damaged, or nothing."""
    at = FilePosition(file, line)
    if other := is_other_encoding(data):
        return None, [fault(at, f"this is {other}", None, _SAVE, "encoding")]
    if not data.strip():
        return None, [fault(at, "there is nothing in this file", None, "JSON", "empty")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = " ".join(f"{byte:02x}" for byte in data[error.start : error.start + 4])
        at = FilePosition(file, line + data.count(b"\n", 0, error.start))
        return None, [fault(at, f"this is not UTF-8 at byte {error.start}", bad, _SAVE, "encoding")]
    if "\0" in text[:4]:
        return None, [fault(at, "this looks like UTF-16", None, _SAVE, "encoding")]
    return text, []


def is_other_encoding(data: bytes) -> str | None:
    """The name of the encoding whose mark the data begin with, None for UTF-8 or none."""
    return next((name for mark, name in _OTHER_ENCODINGS if data.startswith(mark)), None)


def as_written(data: bytes) -> Any:
    """The value of a JSON text that is just what orjson would write of it; None for any other.

    That it is written so tells that it holds nothing which orjson reads more generously than `read_json`, but for
    numbers: see `has_doubtful_number`.
    """
    try:
        value = orjson.loads(data)
        if orjson.dumps(value) != data:
            return None
    except (ValueError, TypeError):
        return None
    if not isinstance(value, dict | list) or b"\\u0000" in data or _deep(data, value):
        return None
    return value


def has_doubtful_number(data: bytes) -> bool:
    """Whether there may be a float or a long number in a JSON text, which `read_json` refuses."""
    return b":0" in data.translate(_NUMBERS) and _DOUBTFUL.search(data) is not None


def _hooked(text: str, decoder: json.JSONDecoder) -> Any:
    value = decoder.decode(text)
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


def _integer_or_text(text: str) -> int | str:
    return int(text) if len(text) - text.startswith("-") <= DIGITS else text


def _refuse(text: str) -> Any:
    raise _Refused(text)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_float=_refuse, parse_constant=_refuse)
_LENIENT_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer_or_text, parse_float=str, parse_constant=_refuse
)


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
