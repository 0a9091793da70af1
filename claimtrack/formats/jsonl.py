"""JSON Lines: one item a line, each with its type, in any order. Read and written line by line, in flat memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from claimtrack.domain.records import FileItem, FilePosition
from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.formats.strict_json import as_written, has_doubtful_number, is_other_encoding, read_json
from claimtrack.problem import Problem
from claimtrack.schema.limits import TEXT_BYTES, fault, shown
from claimtrack.schema.validation import check_item, type_fault

LINE_BYTES = 4 * TEXT_BYTES
"""The longest line that is read: the longest text, even when every character of it is written as an escape."""

_TYPES = frozenset(RECORD_TYPES)


def read(stream: BinaryIO, file: str | None) -> Iterator[FileItem | Problem]:
    """The item of each line, in order. A faulty line gives its problems, and reading goes on with the next.

    Blank lines are passed over. `file` is the name that places are given with.
    """
    for line, data in _lines(stream, file):
        if isinstance(data, Problem):
            yield data
            continue
        at = FilePosition(file, line)
        value = as_written(data)
        record_type = value.get("type") if isinstance(value, dict) else None
        if isinstance(record_type, str) and record_type in _TYPES and not has_doubtful_number(data):
            problems = check_item(record_type, value, at, data)
            if problems:
                yield from problems
            else:
                yield FileItem(record_type, value, at, None, data)
            continue
        value, problems = read_json(data, file, line)
        yield from problems or _checked(value, at)


def _checked(value: Any, at: FilePosition) -> Iterator[FileItem | Problem]:
    """The item that the value of a line is, or what is wrong with it."""
    if not isinstance(value, dict):
        yield fault(at, "a line must be an object in braces", shown(value), '{"type": "claim", ...}', "type")
        return
    record_type = value.get("type")
    if not isinstance(record_type, str) or record_type not in _TYPES:
        yield type_fault(value, at)
    elif problems := check_item(record_type, value, at):
        yield from problems
    else:
        yield FileItem(record_type, value, at)


def write(items: Iterable[tuple[str, str]], out: BinaryIO) -> None:
    """Write items, each the JSON of an object with a member or more, given with its type: a line each."""
    for record_type, item in items:
        out.write(f'{{"type":"{record_type}",{item[1:]}\n'.encode())


def values(stream: BinaryIO, file: str | None) -> Iterator[tuple[int, Any]]:
    """The number and value of every line that is not blank, or what is wrong with it: one Problem each."""
    for line, data in _lines(stream, file):
        if isinstance(data, Problem):
            yield line, data
            continue
        value, problems = read_json(data, file, line)
        if not problems:
            yield line, value
        for problem in problems:
            yield line, problem


def _lines(stream: BinaryIO, file: str | None) -> Iterator[tuple[int, bytes | Problem]]:
    """The number of every line that is not blank, and the line without its end; or what is wrong with it."""
    line = 0
    seen = False
    while data := stream.readline(LINE_BYTES):
        line += 1
        if len(data) == LINE_BYTES and not data.endswith(b"\n"):
            _skip_line(stream)
            seen = True
            most = f"at most {LINE_BYTES >> 20} MiB"
            yield line, fault(FilePosition(file, line), "this line is too long to be a record", None, most, "size")
            continue
        data = data.rstrip(b"\r\n")
        if not data.strip() or (line == 1 and data == b"\xef\xbb\xbf"):
            continue
        seen = True
        yield line, data
        if line == 1 and is_other_encoding(data):
            return
    if not seen:
        yield 1, fault(FilePosition(file, 1), "there is nothing in this file", None, "a line for each record", "empty")


def _skip_line(stream: BinaryIO) -> None:
    while data := stream.readline(1 << 20):
        if data.endswith(b"\n"):
            return
