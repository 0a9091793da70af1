"""The blocks of a Markdown file, line by line: what is text, and what only says how it is laid out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Spans = list[tuple[int, int]]

_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")
_FRONT = re.compile(r"(---|\+\+\+)[ \t]*$", re.M)
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")
_HEADING = re.compile(r"#{1,6}(?:[ \t]+|$)")
_FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})")
_MARKER = re.compile(r"([-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_NOTE = re.compile(r"\[\^[^\]\s]{1,200}\]:[ \t]*")
_LABEL = re.compile(
    r"\[((?:[^\[\]\\]|\\.){1,999})\]:[ \t]*(?:<[^<>]*>|[^\s<]\S*)(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*"
)
_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_CELL_END = re.compile(r"\\.|\|")
_HTML = re.compile(r"<(!--|(?:script|style)\b)", re.I)
_DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of the file that are one paragraph, as [start, end) without what marks them as it.

    `verbatim`: code, shown line by line; `cell`: goes on in the line of the block before, a cell further.
    """

    spans: Spans
    verbatim: bool = False
    cell: bool = False


def blocks(data: str) -> tuple[list[Block], frozenset[str]]:
    """The blocks of a file in order, and the labels of its link definitions (case folded, white space as one space)."""
    reading = _Blocks(data)
    reading.read()
    return reading.found, frozenset(reading.labels)


def label_key(label: str) -> str:
    """What two spellings of a link's label share."""
    return " ".join(label.casefold().split())


class _Blocks:
    def __init__(self, data: str) -> None:
        self.data = data
        self.found: list[Block] = []
        self.labels: set[str] = set()
        self.open: Spans = []
        self.code: Spans = []
        self.fence: str | None = None
        self.table = False
        self.listed = False
        self.blank = True
        self.resume = 0

    def read(self) -> None:
        self.resume = self._front()
        for start, end in self._lines(self.resume):
            if end >= self.resume:
                self._line(max(start, self.resume), end)
        self._flush()

    def _lines(self, at: int) -> Iterator[tuple[int, int]]:
        while at < len(self.data):
            match = _LINE.match(self.data, at)
            assert match is not None
            yield match.span(1)
            at = match.end()

    def _front(self) -> int:
        """Where the text begins: behind the front matter, if there is one."""
        begin = 1 if self.data.startswith("\ufeff") else 0
        opened = _FRONT.match(self.data, begin)
        if opened is None:
            return begin
        closing = re.compile(rf"^(?:{re.escape(opened[1])}|\.\.\.)[ \t]*\r?$", re.M)
        closed = closing.search(self.data, opened.end() + 1)
        return begin if closed is None else closed.end()

    def _flush(self) -> None:
        if self.open:
            self.found.append(Block(self.open))
        if self.code:
            self.found.append(Block(self.code, verbatim=True))
        self.open, self.code, self.table = [], [], False

    def _line(self, start: int, end: int) -> None:
        if self.fence is not None:
            self._fenced(start, end)
            return
        at, indent = self._unquoted(start, end)
        if at == end:
            self._flush()
            self.blank = True
            return
        after_blank, self.blank = self.blank, False
        if not indent and after_blank and not _MARKER.match(self.data, at, end):
            self.listed = False
        if indent >= 4 and not self.open and not self.listed:
            self.code.append((at, end))
            return
        if self.code:
            self._flush()
        if not self._layout(at, end):
            self._items(at, end)

    def _unquoted(self, at: int, end: int) -> tuple[int, int]:
        """Where a line's text begins behind its quote marks (`>`), and how far it is indented there."""
        for _ in range(_DEEPEST):
            indent = 0
            while at < end and self.data[at] in " \t":
                indent += 4 if self.data[at] == "\t" else 1
                at += 1
            if at == end or self.data[at] != ">" or (indent > 3 and not self.listed):
                return at, indent
            at += 1
            if at < end and self.data[at] == " ":
                at += 1
        return at, 0

    def _layout(self, at: int, end: int) -> bool:
        """Whether a line is nothing but layout; what it does is done."""
        if self.open and not self.table and _UNDERLINE.fullmatch(self.data, at, end):
            self._flush()
            return True
        if _RULE.fullmatch(self.data, at, end):
            self._flush()
            return True
        if self.open and "|" in self.data[at:end] and _DELIMITERS.fullmatch(self.data, at, end):
            head = self.open.pop()
            self._flush()
            self._row(*head)
            self.table = True
            return True
        return False

    def _items(self, at: int, end: int) -> None:
        """What a line says, behind the markers of lists and quotations."""
        for _ in range(_DEEPEST):
            marker = _MARKER.match(self.data, at, end)
            if marker is None or (self.open and not self._interrupts(marker, end)):
                break
            self._flush()
            self.listed = True
            task = _TASK.match(self.data, marker.end(), end)
            at = self._unquoted(marker.end() if task is None else task.end(), end)[0]
        if at < end:
            self._text(at, end)

    def _interrupts(self, marker: re.Match[str], end: int) -> bool:
        """Whether a marker begins an item in the middle of a paragraph: "1984. A year" at a line's start does not."""
        return self.listed or (marker.end() < end and marker[1] in ("-", "*", "+", "1.", "1)"))

    def _text(self, at: int, end: int) -> None:
        data = self.data
        if heading := _HEADING.match(data, at, end):
            self._flush()
            self.open.append((heading.end(), _heading_end(data, heading.end(), end)))
            self._flush()
        elif fence := _FENCE.match(data, at, end):
            self._flush()
            self.fence = fence[1]
        elif html := _HTML.match(data, at, end):
            self._hide(html, end)
        elif note := _NOTE.match(data, at, end):
            self._flush()
            self.listed = True
            if note.end() < end:
                self.open.append((note.end(), end))
        elif not self.open and (label := _LABEL.fullmatch(data, at, end)):
            self.labels.add(label_key(label[1]))
        elif self.table:
            self._row(at, end)
        else:
            self.open.append((at, end))

    def _hide(self, html: re.Match[str], end: int) -> None:
        """A comment, a script or a style sheet, over as many lines as it takes."""
        comment = html[1] == "!--"
        ending = "-->" if comment else f"</{html[1]}>"
        found = re.compile(re.escape(ending), re.I).search(self.data, html.end())
        if found is None and not comment:
            self.open.append((html.start(), end))
            return
        self._flush()
        self.resume = len(self.data) + 1 if found is None else found.end()
        if self.resume < end:
            self._items(self.resume, end)

    def _fenced(self, start: int, end: int) -> None:
        """A line inside a fence; one that closes it ends the block."""
        assert self.fence is not None
        line = self.data[start:end].strip(" \t>")
        if len(line) >= len(self.fence) and not line.strip(self.fence[0]):
            self.fence = None
            self._flush()
        elif start < end:
            self.code.append((start, end))

    def _row(self, start: int, end: int) -> None:
        """A row of a table: a block for each cell."""
        first = True
        for begin, stop in _cells(self.data, start, end):
            if begin < stop:
                self.found.append(Block([(begin, stop)], cell=not first))
                first = False


def _heading_end(data: str, start: int, end: int) -> int:
    """Where a heading's words end, without the number signs that may close it."""
    bare = data[start:end].rstrip(" \t")
    closed = bare.rstrip("#")
    if closed != bare and (not closed or closed[-1] in " \t"):
        bare = closed.rstrip(" \t")
    return start + len(bare)


def _cells(data: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _CELL_END.finditer(data, start, end):
        if match[0] == "|":
            yield _trimmed(data, at, match.start())
            at = match.end()
    yield _trimmed(data, at, end)


def _trimmed(data: str, start: int, end: int) -> tuple[int, int]:
    while start < end and data[start] in " \t":
        start += 1
    while end > start and data[end - 1] in " \t":
        end -= 1
    return start, end
