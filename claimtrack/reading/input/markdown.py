"""The blocks of a Markdown file, line by line: what is text, and what only says how it is laid out."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from claimtrack.reading.input.html import Tag, Tags, reference, show
from claimtrack.reading.input.text_map import Builder, Plain

__all__ = ["markdown"]


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


@dataclass(slots=True)
class Run:
    """A run of one mark. `left` and `right` are how many of its characters turned out to be markup, from either end."""

    mark: str
    size: int
    opens: bool
    closes: bool
    left: int = 0
    right: int = 0

    @property
    def rest(self) -> int:
        """How many of its characters are still text."""
        return self.size - self.left - self.right


def run_of(text: str, start: int, end: int) -> Run:
    """The run of a mark at [start, end) of a text, and whether it may open or close an emphasis."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    leads = not _blank(after) and (not _sign(after) or _blank(before) or _sign(before))
    trails = not _blank(before) and (not _sign(before) or _blank(after) or _sign(after))
    mark = text[start]
    if mark == "_":
        return Run(mark, end - start, leads and (not trails or _sign(before)), trails and (not leads or _sign(after)))
    return Run(mark, end - start, leads, trails)


def pair(runs: list[Run]) -> None:
    """Pair the runs of one paragraph, in the order of the text; what is paired is noted in them."""
    waiting: list[tuple[int, Run]] = []
    searched: dict[tuple[str, bool, int], int] = {}
    for number, run in enumerate(runs):
        kind = run.mark, run.opens, run.size % 3
        while run.closes and run.rest:
            place = _opener(waiting, run, searched.get(kind, -1))
            if place is None:
                if waiting:
                    searched[kind] = waiting[-1][0]
                break
            del waiting[place + 1 :]
            opener = waiting[place][1]
            used = 2 if opener.rest > 1 and run.rest > 1 else 1
            opener.right += used
            run.left += used
            if not opener.rest:
                waiting.pop()
        if run.opens and run.rest:
            waiting.append((number, run))


def _opener(waiting: list[tuple[int, Run]], run: Run, searched: int) -> int | None:
    """The place of the nearest run that this one closes; not those up to number `searched`, which were tried."""
    for place in range(len(waiting) - 1, -1, -1):
        number, opener = waiting[place]
        if number <= searched:
            return None
        if opener.mark != run.mark:
            continue
        both = opener.closes or run.opens
        if not both or (opener.size + run.size) % 3 or not (opener.size % 3 or run.size % 3):
            return place
    return None


def _blank(character: str) -> bool:
    return not character or character.isspace()


def _sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS" if character else False


_SPECIAL = re.compile(r"[\\<&\]]|`+|\*+|_+|~~|!?\[|[ \t]*\n")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]{1,200}@[\w.-]{1,200})>")
_INLINE_NOTE = re.compile(r"\[\^[^\]\s\[]{1,200}\]")
_INLINE_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999})\]")
_TITLE = re.compile(r"\s+(?:\"[^\"\n]{0,2000}\"|'[^'\n]{0,2000}'|\([^()\n]{0,2000}\))")
_PLACE = re.compile(r"<[^<>\n]*>|[^\s()<\\]*")
_WHITE = re.compile(r"\s*")
_INLINE_DEEPEST = 32


@dataclass(slots=True)
class _Mark:
    """A stretch [start, end) of the paragraph that is not simply text.

    `what`: drop, keep (its characters, less those of an emphasis), put (`words` for it), line, space or tag.
    """

    start: int
    end: int
    what: str
    words: str = ""
    run: Run | None = None
    tag: Tag | None = None


class Inline:
    """Writes paragraphs of one file. `labels` are those of its link definitions."""

    def __init__(self, data: str, labels: frozenset[str]) -> None:
        self._data = data
        self._labels = labels

    def write(self, spans: Spans, out: Builder) -> None:
        """Write the text of a paragraph: its lines, as stretches of the file."""
        Paragraph(self._data, spans, self._labels).write(out)


class Paragraph:
    """One paragraph: its lines joined, its marks, and the way back to the file."""

    def __init__(self, data: str, spans: Spans, labels: frozenset[str]) -> None:
        self.text = "\n".join(data[start:end] for start, end in spans)
        self.labels = labels
        self._spans = spans
        self._starts = [0]
        for start, end in spans:
            self._starts.append(self._starts[-1] + end - start + 1)
        self._line = 0
        self._tags = Tags(self.text)
        self._marks: list[_Mark] = []
        self._brackets: list[_Mark] = []
        self._ticks: dict[int, list[int]] | None = None

    def write(self, out: Builder) -> None:
        """Write it without its markup."""
        at = 0
        while (special := _SPECIAL.search(self.text, at)) is not None:
            at = self._mark(special)
        pair([mark.run for mark in self._marks if mark.run is not None])
        at = 0
        for mark in self._marks:
            if mark.start >= at:
                self._copy(at, mark.start, out)
                self._show(mark, out)
                at = mark.end
        self._copy(at, len(self.text), out)

    def _mark(self, special: re.Match[str]) -> int:
        """Note what begins here; returns where to go on."""
        start, first = special.start(), special[0][0]
        if special[0][-1] == "\n":
            return self._line_end(special)
        if first == "\\":
            return self._escape(start)
        if first == "`":
            return self._code(special)
        if first in "*_~":
            self._add(_Mark(start, special.end(), "keep", run=run_of(self.text, start, special.end())))
            return special.end()
        if first == "]":
            return self._close(start)
        if first in "![":
            return self._open(special)
        if first == "&":
            found = reference(self.text, start, strict=True)
            return start + 1 if found is None else self._add(_Mark(start, found[1], "put", found[0]))
        return self._angle(start)

    def _add(self, mark: _Mark) -> int:
        self._marks.append(mark)
        return mark.end

    def _line_end(self, special: re.Match[str]) -> int:
        hard = special[0].startswith("  ")
        return self._add(_Mark(special.start(), special.end(), "line" if hard else "space"))

    def _escape(self, start: int) -> int:
        if self.text.startswith("\\\n", start):
            return self._add(_Mark(start, start + 2, "line"))
        if _ESCAPED.match(self.text, start):
            self._add(_Mark(start, start + 1, "drop"))
            return start + 2
        return start + 1

    def _code(self, special: re.Match[str]) -> int:
        """A code span: its ticks are dropped, if as many close it."""
        if self._ticks is None:
            self._ticks = {}
            for run in re.finditer("`+", self.text):
                self._ticks.setdefault(len(run[0]), []).append(run.start())
        size = len(special[0])
        same = self._ticks.get(size, [])
        place = bisect_left(same, special.end())
        if place == len(same):
            return special.end()
        self._add(_Mark(special.start(), special.end(), "drop"))
        for line in re.finditer("\n", self.text[special.end() : same[place]]):
            self._add(_Mark(special.end() + line.start(), special.end() + line.end(), "space"))
        return self._add(_Mark(same[place], same[place] + size, "drop"))

    def _angle(self, start: int) -> int:
        link = _AUTOLINK.match(self.text, start)
        if link is not None:
            self._add(_Mark(start, start + 1, "drop"))
            return self._add(_Mark(link.end() - 1, link.end(), "drop"))
        tag = self._tags.at(start)
        if tag is None or self.text[tag.end - 1] != ">":
            return start + 1
        return self._add(_Mark(start, tag.end, "tag", tag=tag))

    def _open(self, special: re.Match[str]) -> int:
        note = _INLINE_NOTE.match(self.text, special.end() - 1)
        if note is not None:
            return self._add(_Mark(special.end() - 1, note.end(), "drop"))
        mark = _Mark(special.start(), special.end(), "keep")
        self._brackets.append(mark)
        return self._add(mark)

    def _close(self, start: int) -> int:
        """The end of a link's text, if it is one: then its brackets and its target are dropped."""
        if not self._brackets:
            return start + 1
        opened = self._brackets.pop()
        end = self._target(start + 1) or self._labelled(opened.end, start)
        if end is None:
            return start + 1
        opened.what = "drop"
        return self._add(_Mark(start, end, "drop"))

    def _target(self, at: int) -> int | None:
        """Where an inline target `(place "title")` that begins at `at` ends."""
        if not self.text.startswith("(", at):
            return None
        at = self._past_white(at + 1)
        depth = 0
        for _ in range(2 * _INLINE_DEEPEST):
            place = _PLACE.match(self.text, at)
            assert place is not None
            at = place.end()
            after = self.text[at : at + 1]
            if after == "(" and depth < _INLINE_DEEPEST:
                depth += 1
            elif after == ")" and depth:
                depth -= 1
            elif after == "\\":
                at += 1
            else:
                break
            at += 1
        title = _TITLE.match(self.text, at)
        at = self._past_white(at if title is None else title.end())
        return at + 1 if self.text.startswith(")", at) and not depth else None

    def _past_white(self, at: int) -> int:
        match = _WHITE.match(self.text, at)
        return at if match is None else match.end()

    def _labelled(self, start: int, end: int) -> int | None:
        """Where a link by label ends: `[text][label]`, `[label][]`, `[label]`, of a label that is defined."""
        if not self.labels:
            return None
        label = _INLINE_LABEL.match(self.text, end + 1)
        if label is not None and label[1].strip():
            return label.end() if label_key(label[1]) in self.labels else None
        if end - start > 999 or label_key(self.text[start:end]) not in self.labels:
            return None
        return end + 1 if label is None else label.end()

    def _show(self, mark: _Mark, out: Builder) -> None:
        origin = self._origin(mark.start)
        if mark.what == "keep":
            left, right = (mark.run.left, mark.run.right) if mark.run is not None else (0, 0)
            self._copy(mark.start + left, mark.end - right, out)
        elif mark.what == "put":
            out.put(mark.words, origin)
        elif mark.what == "line":
            out.part(origin)
        elif mark.what == "space":
            out.space(origin)
        elif mark.tag is not None:
            alt = mark.tag.alt
            mapped = None if alt is None else (self._origin(alt[0]), self._origin(alt[1]))
            show(replace(mark.tag, start=origin, alt=mapped), out)

    def _origin(self, at: int) -> int:
        """Where in the file the paragraph's character at `at` is. Asked in order, so that no search is needed."""
        while self._line + 1 < len(self._spans) and at >= self._starts[self._line + 1]:
            self._line += 1
        return self._spans[self._line][0] + at - self._starts[self._line]

    def _copy(self, start: int, end: int, out: Builder) -> None:
        if start < end:
            origin = self._origin(start)
            out.words(origin, origin + end - start)


def markdown(data: str) -> Plain:
    """The text of a Markdown file: a block is a paragraph, a wrapped line runs on, a row of a table is a line."""
    found, labels = blocks(data)
    out = Builder(data)
    inline = Inline(data, labels)
    for block in found:
        begin = block.spans[0][0]
        if block.cell:
            out.tab(begin)
        else:
            out.part(begin)
        if block.verbatim:
            _verbatim(block, out)
        else:
            inline.write(block.spans, out)
    return out.done()


def _verbatim(block: Block, out: Builder) -> None:
    for start, end in block.spans:
        out.copy(start, end)
        out.part(end)
