"""The bundle: one JSON document that people write by hand and programs exchange. It is held in memory whole."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

import orjson

from claimtrack.domain.records import FilePosition, Record
from claimtrack.domain.vocabulary import PLURALS, RECORD_TYPES
from claimtrack.formats.damaged_bundle import Piece, part
from claimtrack.formats.strict_json import Scanner, decode, read_json
from claimtrack.problem import Problem
from claimtrack.schema.limits import fault, nearest, shown
from claimtrack.schema.nesting import expand
from claimtrack.schema.validation import check_item

VERSION = 1
_MEMBER = "claimtrack"
_TYPE_OF = {plural: record_type for record_type, plural in PLURALS.items()}
_SPACE = " \t\n\r"


def read(stream: BinaryIO, file: str | None) -> Iterator[list[Record] | Problem]:
    """The records of each item of a bundle, in the order of the document; in place of a faulty item its problems.

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


def _read_item(record_type: str, item: Any, source: str, at: FilePosition) -> Iterator[list[Record] | Problem]:
    """The records of one item, or its problems; `source` is its text, which begins at `at`."""
    problems = check_item(record_type, item, at)
    inner = _inner_lines(source, at)
    line = at.line or 1
    if problems:
        yield from sorted(replace(problem, line=_line(inner, problem.pointer, line)) for problem in problems)
        return
    records = expand(record_type, item, at)
    for record in records if inner else ():
        position = record.position
        record.position = replace(position, line=_line(inner, position.pointer, position.line or 1))
    yield records


def _read_pieces(
    text: str, pieces: list[Piece], problems: list[Problem], file: str | None
) -> Iterator[list[Record] | Problem]:
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
                raise ValueError(f"a {record_type} came after a {open_type}")
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


def _inner_lines(source: str, at: FilePosition) -> dict[str, int]:
    """The line of everything in an item that is written over several; empty for one on one line."""
    return Scanner(source, at).scan().lines if "\n" in source else {}


def _line(lines: Mapping[str, int], pointer: str, item: int) -> int:
    """The line of what `pointer` leads to, or of the nearest thing round it that is there."""
    while pointer not in lines:
        if not pointer:
            return item
        pointer = pointer.rpartition("/")[0]
    return lines[pointer]


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
        while self._text[pos : pos + 1] in _SPACE and pos < len(self._text):
            pos += 1
        return pos
