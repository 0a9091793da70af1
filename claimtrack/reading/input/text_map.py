"""The text that a reader sees, with the way back to the file: runs of characters, not an offset for each."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n?|\n")
_WHITE = " \t\n\r\f"
_RUN = re.compile(rf"[{_WHITE}]+")
_GAP = re.compile(rf"[{_WHITE}]{{2,}}|[\t\n\r\f]")


@dataclass(frozen=True, slots=True)
class PlainText:
    """What a reader sees of a file. Offsets are code points, of `text` and of the file.

    `text` has its paragraphs parted by newlines and no markup. `runs` are kept in three columns: where a run begins in
    the text, where in the file, and whether it is the file's own characters, one for one (1), or stands for an entity
    or a piece of markup there (0). Both offsets never go back. `lines` are the offsets at which the file's lines begin.
    """

    text: str
    at: array[int]
    origin: array[int]
    own: bytes
    lines: array[int]
    length: int

    def source_offset(self, at: int) -> int:
        """Where the character of `text` at `at` comes from in the file; of the end of the text, where it ended."""
        if not self.at:
            return self.length
        if at >= len(self.text):
            return min(self.length, self.source_offset(len(self.text) - 1) + 1) if self.text else self.length
        run = bisect_right(self.at, at) - 1
        return self.origin[run] + (at - self.at[run] if self.own[run] else 0)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch [start, end) of the file that a stretch of the text comes from, markup inside it included."""
        first = self.source_offset(start)
        return first, (self.source_offset(end - 1) + 1 if end > start else first)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset of the file."""
        line = bisect_right(self.lines, offset) - 1
        return line + 1, offset - self.lines[line] + 1


class PlainTextBuilder:
    """Puts a `Plain` together, from the beginning of a file to its end.

    A break or a space that is asked for appears before the next character, and only between characters: no text begins
    or ends with one, and a break swallows the spaces beside it.
    """

    def __init__(self, data: str) -> None:
        self.data = data
        self._pieces: list[str] = []
        self._uncopied: tuple[int, int] = (0, 0)
        self._length = 0
        self._at: array[int] = array("q")
        self._origin: array[int] = array("q")
        self._own = bytearray()
        self._break: int | None = None
        self._gap: tuple[int, str] | None = None

    def copy(self, start: int, end: int) -> None:
        """Take over the file's characters from `start` to `end`."""
        if start >= end:
            return
        self._settle()
        run = len(self._at) - 1
        joined = run >= 0 and self._own[run] and self._origin[run] - self._at[run] == start - self._length
        if not joined:
            self._run(start, own=True)
        first, last = self._uncopied
        if joined and last == start:
            self._uncopied = first, end
        else:
            self._flush()
            self._uncopied = start, end
        self._length += end - start

    def put(self, words: str, at: int) -> None:
        """Characters that stand for what the file has at `at`."""
        if words:
            self._settle()
            self._run(at, own=False)
            self._add(words)

    def part(self, at: int) -> None:
        """A paragraph or a line ends at the file's offset `at`."""
        self._gap = None
        if self._break is None and self._length:
            self._break = at

    def space(self, at: int) -> None:
        """White space at the file's offset `at`: one space, if words stand on both sides of it."""
        if self._break is None and self._gap is None and self._length:
            self._gap = at, " "

    def tab(self, at: int) -> None:
        """A cell of a table ends or begins at the file's offset `at`: one tab between two."""
        if self._break is None and self._length and (self._gap is None or self._gap[1] != "\t"):
            self._gap = at, "\t"

    def words(self, start: int, end: int) -> None:
        """Take over running text, every run of white space in it one space."""
        lead = _RUN.match(self.data, start, end)
        if lead is not None:
            self.space(start)
            start = lead.end()
        last = end
        while last > start and self.data[last - 1] in _WHITE:
            last -= 1
        for gap in _GAP.finditer(self.data, start, last):
            self.copy(start, gap.start())
            self.space(gap.start())
            start = gap.end()
        self.copy(start, last)
        if last < end:
            self.space(last)

    def done(self) -> PlainText:
        """The text, complete."""
        lines: array[int] = array("q", [0])
        lines.extend(match.end() for match in _LINE_END.finditer(self.data))
        self._flush()
        return PlainText("".join(self._pieces), self._at, self._origin, bytes(self._own), lines, len(self.data))

    def _settle(self) -> None:
        """Write the break or the gap that is wanted before what comes."""
        line, gap = self._break, self._gap
        self._break = self._gap = None
        if line is not None:
            self._run(line, own=False)
            self._add("\n")
        elif gap is not None:
            at, white = gap
            if self.data[at : at + 1] == white:
                self.copy(at, at + 1)
            else:
                self._run(at, own=False)
                self._add(white)

    def _run(self, origin: int, *, own: bool) -> None:
        self._at.append(self._length)
        self._origin.append(origin)
        self._own.append(own)

    def _add(self, words: str) -> None:
        self._flush()
        self._pieces.append(words)
        self._length += len(words)

    def _flush(self) -> None:
        """Take over what was asked for and not copied yet: stretches that follow one another are one piece."""
        first, last = self._uncopied
        if first < last:
            self._pieces.append(self.data[first:last])
        self._uncopied = 0, 0
