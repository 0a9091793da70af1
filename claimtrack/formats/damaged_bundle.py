"""A bundle whose JSON is not sound, parted into its items, so that a broken one does not cost the others.

It is parted by brackets and quotation marks alone. What an item holds is not judged here: each is read by itself, as
strictly as ever. Where it cannot be said for certain where an item begins, all that follows is one piece.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[][{},:]|[^\s"\][{},:]+', re.DOTALL)
_SPACE = re.compile(r"\s*")
_CLOSING = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of a member that is no list of items (`number` is None), or of an item of one, from `start` to `end`."""

    name: str
    number: int | None
    start: int
    end: int
    last: bool = False
    """Whether it is all that follows, which cannot be parted further."""

    @property
    def pointer(self) -> str:
        """The JSON pointer (RFC 6901) to it."""
        name = "/" + self.name.replace("~", "~0").replace("/", "~1")
        return name if self.number is None else f"{name}/{self.number}"


class _Lost(Exception):
    """Where a value ends cannot be said; `before`: nor whether the value before this one ended where it seemed to."""

    def __init__(self, *, before: bool = False) -> None:
        super().__init__()
        self.before = before


def part(text: str, lists: Collection[str]) -> list[Piece] | None:
    """The pieces of a bundle in order, the members named in `lists` item by item.

    None when what holds the items together is damaged: then nobody can say what is an item.
    """
    pieces: list[Piece] = []
    names: set[str] = set()
    try:
        token, pos = _next(text, 0)
        while token in ("{", ","):
            name, pos = _next(text, pos)
            colon, pos = _next(text, pos)
            if not name.startswith('"') or colon != ":" or name in names:
                return None
            names.add(name)
            pos = _skip(text, pos)
            if name[1:-1] in lists and text[pos : pos + 1] == "[":
                pos = _items(text, pos + 1, name[1:-1], pieces)
                if pieces and pieces[-1].last:
                    return None if '"stories"' in text[pieces[-1].start :] else pieces
            else:
                end = _end(text, pos)
                pieces.append(Piece(name[1:-1], None, pos, end))
                pos = end
            token, pos = _next(text, pos)
    except _Lost:
        return None
    return pieces if token == "}" and _skip(text, pos) == len(text) else None


def _items(text: str, pos: int, name: str, pieces: list[Piece]) -> int:
    """Part a list from after its bracket; gives where it ends, after its closing bracket."""
    number = 0
    while True:
        start = _skip(text, pos)
        if text[start : start + 1] == "]":
            return start + 1
        try:
            end = _end(text, start)
            if text[end] == "}":
                raise _Lost
        except _Lost as lost:
            next_item = _next_item(text, start)
            if lost.before and number:
                number -= 1
                start = pieces.pop().start
            if next_item is None:
                pieces.append(Piece(name, number, start, len(text), last=True))
                return len(text)
            end = next_item
        if text[start:end].strip():
            pieces.append(Piece(name, number, start, end))
            number += 1
        pos = end + (text[end] == ",")


def _next_item(text: str, start: int) -> int | None:
    """Where a broken item ends: before the comma or bracket that the next line of the same indentation follows.

    None without an indentation to go by: then what looks like an item may lie inside of one.
    """
    indentation = text[text.rfind("\n", 0, start) + 1 : start]
    if not indentation or not indentation.isspace():
        return None
    inside = len(indentation) - 1
    pattern = rf"(?P<comma>,)[ \t\r]*\n{indentation}(?=\{{)|\n[ \t]{{0,{inside}}}(?P<bracket>\])(?=\s*[,}}])"
    found = re.compile(pattern).search(text, start)
    return found.start(found.lastgroup or 0) if found else None


def _end(text: str, pos: int) -> int:
    """Where a value ends: at the comma or bracket after it. Raises _Lost."""
    open_brackets: list[str] = []
    while True:
        token, after = _next(text, pos)
        if not open_brackets and token in (",", "]", "}"):
            return after - 1
        if not open_brackets and token == ":":
            raise _Lost(before=True)
        if token in _CLOSING:
            open_brackets.append(_CLOSING[token])
        elif token in ("]", "}") and open_brackets.pop() != token:
            raise _Lost
        pos = after


def _next(text: str, pos: int) -> tuple[str, int]:
    match = _TOKEN.match(text, _skip(text, pos))
    if match is None:
        raise _Lost
    return match[0], match.end()


def _skip(text: str, pos: int) -> int:
    match = _SPACE.match(text, pos)
    return match.end() if match else pos
