"""A scanner of JSON that knows where everything stands, and goes on after a fault where it can.

Slow beside the parsers: it is asked only about text that they refused, and for the lines of hand-written files. It
makes no values. It holds nothing but what is open, so that no depth of nesting can exhaust anything.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import NoReturn

from claimtrack.domain.nodes import Place
from claimtrack.formats.limits import DEPTH, number_fault, shown_number, text_fault
from claimtrack.formats.shown import fault, shown
from claimtrack.problem import Problem

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
    place: Place
    index: int = 0
    keys: set[str] = field(default_factory=set)


class _Stop(Exception):
    """Nothing after this point can be understood."""


class Scanner:
    """Scans one JSON text. `problems` are its faults in order; `lines` has the line (from 1) of every pointer."""

    def __init__(self, text: str, at: Place) -> None:
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

    def _member(self, pos: int, inside: _Open) -> tuple[int, Place]:
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

    def _value(self, pos: int, place: Place, depth: int) -> tuple[int, _Open | None]:
        here = self.text[pos : pos + 1]
        if here in ("{", "["):
            if depth == DEPTH:
                message = f"this lies deeper than {DEPTH} lists and objects"
                self._stop(pos, place, message, "fewer of them in one another", "depth")
            return pos + 1, _Open(here, place)
        if here == '"':
            return self._string(pos, place, "text")[1], None
        return self._bare(pos, place), None

    def _string(self, pos: int, place: Place, what: str) -> tuple[str, int]:
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

    def _bare(self, pos: int, place: Place) -> int:
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

    def _no_value(self, pos: int, place: Place, word: str) -> NoReturn:
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

    def _broken_off(self, pos: int, place: Place) -> NoReturn:
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
        self, pos: int, place: Place, message: str, accepted: str, code: str = "syntax", value: str | None = None
    ) -> NoReturn:
        self._fault(pos, place, message, None if value is None else shown(value), accepted, code)
        raise _Stop

    def _fault(self, pos: int, place: Place, message: str, value: str | None, accepted: str | None, code: str) -> None:
        line = self._line_of(pos)
        column = pos - self.text.rfind("\n", 0, pos)
        at = replace(place, line=line)
        self.problems.append(fault(at, f"column {column}: {message}", value, accepted, code))
        if len(self.problems) == MOST:
            self.problems.append(fault(at, f"and more: only the first {MOST} faults are listed", code="more"))
            raise _Stop
