"""The bundle: one JSON document that people write by hand and programs exchange. It is held in memory whole."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

import orjson

from claimtrack.domain.english import with_article
from claimtrack.domain.records import FileItem, FilePosition
from claimtrack.domain.vocabulary import PLURALS, RECORD_TYPES
from claimtrack.formats.strict_json import Scanner, decode, read_json
from claimtrack.problem import Problem
from claimtrack.schema.limits import fault, nearest, shown
from claimtrack.schema.nesting import line_of
from claimtrack.schema.validation import check_item

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


VERSION = 1
_MEMBER = "claimtrack"
_TYPE_OF = {plural: record_type for record_type, plural in PLURALS.items()}
_WHITE_SPACE = " \t\n\r"


def read(stream: BinaryIO, file: str | None) -> Iterator[FileItem | Problem]:
    """The items of a bundle, in the order of the document; in place of a faulty item its problems.

    Places have the line on which the item, or the nested item, begins. `file` is the name that they are given with.
    """
    data = stream.read()
    value, problems = read_json(data, file)
    if problems:
        text, _ = decode(data.removeprefix(b"\xef\xbb\xbf"), file)
        pieces = part(text, _TYPE_OF) if text is not None else None
        yield from problems if text is None or pieces is None else _read_pieces(text, pieces, problems, file)
        return
    if not isinstance(value, dict):
        yield fault(FilePosition(file, 1), "a bundle must be an object in braces", shown(value), _EXAMPLE, "type")
        return
    text, _ = decode(data.removeprefix(b"\xef\xbb\xbf"), file)
    places = _Lines(text or "")
    outside = sorted(_outside(value, file, places))
    yield from outside
    if any(problem.code == "version" for problem in outside):
        return
    for plural, items in value.items():
        if plural not in _TYPE_OF or not isinstance(items, list):
            continue
        for index, (item, (line, source)) in enumerate(zip(items, places.items(plural), strict=True)):
            yield from _read_item(_TYPE_OF[plural], item, source, FilePosition(file, line, f"/{plural}/{index}"))


def _read_item(record_type: str, item: Any, source: str, at: FilePosition) -> Iterator[FileItem | Problem]:
    """An item, or its problems; `source` is its text, which begins at `at`."""
    problems = check_item(record_type, item, at)
    inner = Scanner(source, at).scan().lines if "\n" in source else None
    if problems:
        line = at.line or 1
        lines = inner or {}
        yield from sorted(replace(problem, line=line_of(lines, problem.pointer, line)) for problem in problems)
        return
    yield FileItem(record_type, item, at, inner)


def _read_pieces(
    text: str, pieces: list[Piece], problems: list[Problem], file: str | None
) -> Iterator[FileItem | Problem]:
    """What can be read of a bundle that has these problems as a whole, and what is wrong with the rest."""
    places = _PieceLines(text, pieces)
    value: dict[str, Any] = {piece.name: [] for piece in pieces}
    found: list[Problem] = []
    sound: list[tuple[Piece, Any, FilePosition]] = []
    for piece in pieces:
        at = FilePosition(file, places.of(piece.name) if piece.number is None else places.line(piece), piece.pointer)
        # What stands before it on its line is spaces, so that columns are counted from where the line begins.
        padded = " " * (piece.start - text.rfind("\n", 0, piece.start) - 1) + text[piece.start : piece.end]
        item, faults = read_json(padded.encode(), file, at.line or 1)
        if faults:
            found += Scanner(padded, at).scan().problems or [replace(fault, pointer=piece.pointer) for fault in faults]
        elif piece.number is None:
            value[piece.name] = item
        else:
            sound.append((piece, item, at))
    outside = sorted(_outside(value, file, places))
    yield from dict.fromkeys([*found, *problems])
    yield from outside
    if any(problem.code == "version" for problem in outside):
        return
    for piece, item, at in sound:
        yield from _read_item(_TYPE_OF[piece.name], item, text[piece.start : piece.end], at)


def excerpt(data: bytes, pointers: Collection[str]) -> bytes:
    """A bundle of the members and items of a bundle that these pointers ("/claims/3") name, as they are written there.

    Where all of it is sound it is written anew, with an indentation. Empty when it cannot be parted.
    """
    text, _ = decode(data.removeprefix(b"\xef\xbb\xbf"), None)
    pieces = [piece for piece in part(text or "", _TYPE_OF) or () if piece.pointer in pointers]
    kept: dict[str, list[str]] = {}
    for piece in pieces:
        kept.setdefault(piece.name, []).append((text or "")[piece.start : piece.end].rstrip())
    if not kept:
        return b""
    members = [f'"{name}": [\n{_COMMA.join(items)}\n]' for name, items in kept.items()]
    for piece in pieces:
        if piece.number is None:
            members[list(kept).index(piece.name)] = f'"{piece.name}": {kept[piece.name][0]}'
    whole = ",\n".join([f'{{\n"{_MEMBER}": {VERSION}', *members])
    if pieces[-1].last:
        return (whole.removesuffix("\n]") + "\n").encode()
    written = (whole + "\n}\n").encode()
    value, problems = read_json(written, None)
    return written if problems else json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def write(items: Iterable[tuple[str, Mapping[str, Any]]], out: BinaryIO) -> None:
    """Write items, each given with its type and those of one type together, as one indented document.

    Raises ValueError when the types come in another order than `RECORD_TYPES`: nothing is held back to sort it.
    """
    order = iter(RECORD_TYPES)
    open_type: str | None = None
    out.write(b'{\n  "%s": %d' % (_MEMBER.encode(), VERSION))
    for record_type, item in items:
        if record_type == open_type:
            out.write(b",\n")
        else:
            if record_type not in order:
                raise ValueError(f"{with_article(record_type)} came after {with_article(str(open_type))}")
            out.write((b"\n  ]" if open_type else b"") + b',\n  "%s": [\n' % PLURALS[record_type].encode())
            open_type = record_type
        shown_item = orjson.dumps(item, option=orjson.OPT_INDENT_2)
        out.write(b"    " + shown_item.replace(b"\n", b"\n    "))
    out.write((b"\n  ]" if open_type else b"") + b"\n}\n")


_COMMA = ",\n"
_EXAMPLE = '{"claimtrack": 1, "claims": [...]}'


def _outside(value: Mapping[str, Any], file: str | None, places: _Lines | _PieceLines) -> Iterator[Problem]:
    """What is wrong with the document apart from its items."""
    if _MEMBER not in value:
        yield fault(FilePosition(file, 1), "a bundle says which version it is", None, _EXAMPLE, "missing")
    for name, member in value.items():
        at = FilePosition(file, places.of(name)).below(name)
        if name == _MEMBER:
            if member is True or member != VERSION:
                yield fault(at, "this version of the bundle is not known", shown(member), str(VERSION), "version")
        elif name not in _TYPE_OF:
            near = nearest(name, _TYPE_OF)
            accepted = f"did you mean {near}?" if near else "one of " + ", ".join(PLURALS.values())
            yield fault(at, f"a bundle has no list {shown(name, 40)}", shown(member), accepted, "unknown-field")
        elif not isinstance(member, list):
            yield fault(at, "this must be a list in brackets", shown(member), f'"{name}": [...]', "type")


class _PieceLines:
    """Where the pieces of a damaged bundle stand."""

    def __init__(self, text: str, pieces: Iterable[Piece]) -> None:
        self._text = text
        self._members: dict[str, int] = {}
        for piece in pieces:
            self._members.setdefault(piece.name, self.line(piece))

    def line(self, piece: Piece) -> int:
        """The line on which a piece begins."""
        return 1 + self._text.count("\n", 0, piece.start)

    def of(self, name: str) -> int:
        """The line of a member's value, or of its first item."""
        return self._members[name]


class _Lines:
    """Where the members of a sound bundle stand. The text is parsed a second time for it, at the parser's speed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._members: dict[str, int] = {}
        self._line = 1
        self._counted = 0
        self._decoder = json.JSONDecoder()
        pos = self._skip(self._skip(0) + 1)
        while text[pos : pos + 1] == '"':
            name, pos = self._decoder.raw_decode(text, pos)
            self._members[name] = pos = self._skip(self._skip(pos) + 1)
            pos = self._skip(self._skip(self._decoder.raw_decode(text, pos)[1]) + 1)

    def of(self, name: str) -> int:
        """The line of a member's value."""
        return 1 + self._text.count("\n", 0, self._members[name])

    def items(self, name: str) -> Iterator[tuple[int, str]]:
        """The line and the text of every item of a member that is a list."""
        text = self._text
        pos = self._skip(self._members[name] + 1)
        line, counted = self.of(name), self._members[name]
        while text[pos] != "]":
            line, counted = line + text.count("\n", counted, pos), pos
            end = self._decoder.raw_decode(text, pos)[1]
            yield line, text[pos:end]
            pos = self._skip(end)
            if text[pos] == ",":
                pos = self._skip(pos + 1)

    def _skip(self, pos: int) -> int:
        while self._text[pos : pos + 1] in _WHITE_SPACE and pos < len(self._text):
            pos += 1
        return pos
