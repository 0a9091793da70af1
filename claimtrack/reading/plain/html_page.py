"""What a reader sees of an HTML page."""

from __future__ import annotations

import re

from claimtrack.reading.plain.entities import reference
from claimtrack.reading.plain.map import Builder, Plain
from claimtrack.reading.plain.tags import APART, BLOCKS, HIDDEN, RAW, VOID, Tag, Tags

_MARK = re.compile(r"[<&]")
_LINE = re.compile(r"\r\n?|\n")


def html_page(data: str) -> Plain:
    """The text of a page: blocks are paragraphs, a cell of a table is followed by a tab, `br` is a line's end."""
    return _Page(data).read()


class _Page:
    def __init__(self, data: str) -> None:
        self.data = data
        self.out = Builder(data)
        self.tags = Tags(data)
        self.pre = 0
        self.hidden: str | None = None
        self.depth = 0

    def read(self) -> Plain:
        at = 1 if self.data.startswith("\ufeff") else 0
        while True:
            mark = _MARK.search(self.data, at)
            end = len(self.data) if mark is None else mark.start()
            self._words(at, end)
            if mark is None:
                return self.out.done()
            at = self._reference(end) if mark[0] == "&" else self._tag(end)

    def _words(self, start: int, end: int) -> None:
        if self.hidden is not None:
            return
        if not self.pre:
            self.out.words(start, end)
            return
        for line in _LINE.finditer(self.data, start, end):
            self.out.copy(start, line.start())
            self.out.part(line.start())
            start = line.end()
        self.out.copy(start, end)

    def _reference(self, at: int) -> int:
        found = reference(self.data, at)
        if found is None:
            self._words(at, at + 1)
            return at + 1
        if self.hidden is None:
            self.out.put(found[0], at)
        return found[1]

    def _tag(self, at: int) -> int:
        tag = self.tags.at(at)
        if tag is None:
            self._words(at, at + 1)
            return at + 1
        if self.hidden is not None:
            self._inside(tag)
        elif not self._hides(tag):
            show(tag, self.out)
            if tag.name == "pre":
                self.pre = max(0, self.pre + (-1 if tag.closing else 1))
        return self.tags.skip_raw(tag) if tag.name in RAW and not tag.closing else tag.end

    def _hides(self, tag: Tag) -> bool:
        hides = (tag.name in HIDDEN or tag.hidden) and not tag.closing and tag.name not in VOID
        if hides and self.tags.closes(tag.name, tag.end):
            self.hidden, self.depth = tag.name, 1
            if tag.name in BLOCKS or tag.name in APART:
                self.out.part(tag.start)
            return True
        return False

    def _inside(self, tag: Tag) -> None:
        """A tag inside an element that is not shown: it may be its end, or open another of its name."""
        if tag.name == self.hidden:
            self.depth += -1 if tag.closing else 1
            if self.depth == 0:
                self.hidden = None


def show(tag: Tag, out: Builder) -> None:
    """What a tag that is not hidden does to the text."""
    if tag.name in BLOCKS or tag.name == "br":
        out.part(tag.start)
    elif tag.name in ("td", "th"):
        # Its end may be left out: the next cell's beginning is one.
        out.tab(tag.start)
    elif tag.name == "q":
        out.put("”" if tag.closing else "“", tag.start)
    elif tag.alt is not None:
        _attribute(*tag.alt, out)


def _attribute(at: int, end: int, out: Builder) -> None:
    """The words of an attribute's value, references read."""
    while True:
        mark = out.data.find("&", at, end)
        out.words(at, end if mark < 0 else mark)
        if mark < 0:
            return
        found = reference(out.data, mark)
        if found is None or found[1] > end:
            out.copy(mark, mark + 1)
            at = mark + 1
        else:
            out.put(found[0], mark)
            at = found[1]
