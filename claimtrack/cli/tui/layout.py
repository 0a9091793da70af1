"""A text laid out in lines of a width, every character knowing where it stands in the text. Knows no screen.

What a passage is stands in marks: brackets round the words of the current one, and a sign and number in the margin at
each. Styles are added by whoever draws it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from claimtrack.domain.text import safe
from claimtrack.render.passage import MARKS
from claimtrack.render.width import columns

Span = tuple[int, int]

CURRENT = "▶"
"""What the margin of the current passage begins with."""


class Cell(NamedTuple):
    """One character on the screen, and the offset in the text that it stands for. A bracket is `added`."""

    character: str
    offset: int
    added: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the screen: its cells, and what stands in the margin."""

    cells: tuple[Cell, ...]
    margin: str = ""


class Layout:
    """The lines of a text. Paragraphs are laid out anew only where their marks changed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._width = 0
        self._known: dict[tuple[int, tuple[tuple[str, int, int], ...]], list[tuple[Cell, ...]]] = {}
        self._paragraphs: list[Span] = []
        at = 0
        for line in text.split("\n"):
            self._paragraphs.append((at, at + len(line)))
            at += len(line) + 1
        self.lines: list[Line] = []
        self._starts: list[int] = []

    def lay(self, width: int, bracketed: Sequence[tuple[str, Span]], margins: Mapping[int, str]) -> None:
        """Lay it out. `bracketed` are what spans are (source, cue, content), `margins` by where a passage begins."""
        if width != self._width:
            self._known.clear()
            self._width = width
        self.lines, self._starts = [], []
        for number, (start, end) in enumerate(self._paragraphs):
            here = tuple((what, a, b) for what, (a, b) in bracketed if a < end and start < b)
            known = self._known.get((number, here))
            if known is None:
                known = self._known[(number, here)] = _broken(_cells(self.text, (start, end), here), width)
            for cells in known:
                self.lines.append(Line(cells, _margin(cells, margins)))
                self._starts.append(cells[0].offset if cells else start)

    def line_of(self, offset: int) -> int:
        """The number of the line that an offset stands on."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def offset_at(self, x: int, y: int) -> int | None:
        """The offset of what stands in a column of a line (both from 0); None beside the text."""
        if not 0 <= y < len(self.lines):
            return None
        at = 0
        for cell in self.lines[y].cells:
            at += columns(cell.character)
            if x < at:
                return cell.offset
        return None


def _margin(cells: tuple[Cell, ...], margins: Mapping[int, str]) -> str:
    """What stands beside a line: of several passages that begin on it the current one, else the first."""
    found = [margins[cell.offset] for cell in cells if cell.offset in margins and not cell.added]
    return next((one for one in found if one.startswith(CURRENT)), found[0] if found else "")


def _cells(text: str, span: Span, marks: tuple[tuple[str, int, int], ...]) -> list[Cell]:
    start, end = span
    opening: dict[int, list[tuple[int, str]]] = {}
    closing: dict[int, list[tuple[int, str]]] = {}
    for what, first, last in marks:
        opening.setdefault(max(first, start), []).append((-last, MARKS[what][0]))
        closing.setdefault(min(last, end), []).append((-first, MARKS[what][1]))
    found: list[Cell] = []
    for at in range(start, end + 1):
        found.extend(Cell(mark, at, True) for _, mark in sorted(closing.get(at, ())))
        if at == end:
            break
        found.extend(Cell(mark, at, True) for _, mark in sorted(opening.get(at, ())))
        character = text[at]
        found.extend(Cell(one, at) for one in (" " if character.isspace() else safe(character)))
    return found


def _broken(cells: list[Cell], width: int) -> list[tuple[Cell, ...]]:
    """Cells in lines of at most `width` columns, broken at spaces, and in a word only where it is too long."""
    lines: list[tuple[Cell, ...]] = []
    line: list[Cell] = []
    used, space = 0, -1
    for cell in cells:
        size = columns(cell.character)
        if used + size > width and line and cell.character != " ":
            cut = space + 1 if space >= 0 else len(line)
            lines.append(tuple(line[:cut]))
            line = line[cut:]
            used = sum(columns(one.character) for one in line)
            space = -1
        if cell.character == " ":
            space = len(line)
        line.append(cell)
        used += size
    lines.append(tuple(line))
    return lines
