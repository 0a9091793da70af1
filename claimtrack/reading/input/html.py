"""Tags and comments of HTML, one at a time and in linear time, whatever stands between the angle brackets.

The parser of the standard library is not used: it does not say where a character reference ends, and looks through the
rest of the file again for each bracket that nobody closed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from html.entities import html5

from claimtrack.reading.input.text_map import PlainText, PlainTextBuilder

_REFERENCE = re.compile(r"&(?:#(?:[0-9]{1,10}|[xX][0-9a-fA-F]{1,10});?|[A-Za-z][A-Za-z0-9]{0,31};?)")
_BARE = frozenset(name for name in html5 if not name.endswith(";"))
_LONGEST_BARE = max(map(len, _BARE))


def character_reference(data: str, at: int) -> tuple[str, int] | None:
    """The characters that the reference at `at` (an ampersand) stands for, and where it ends; None if it is none."""
    match = _REFERENCE.match(data, at)
    if match is None:
        return None
    whole = match[0]
    if whole[1] == "#":
        return unescape(whole), match.end()
    if whole[1:] in html5:
        return html5[whole[1:]], match.end()
    for length in range(min(len(whole) - 1, _LONGEST_BARE), 1, -1):
        if whole[1 : 1 + length] in _BARE:
            return html5[whole[1 : 1 + length]], at + 1 + length
    return None


_NAME = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,40})")
_QUOTE_OR_END = re.compile(r"=\s*([\"'])|>")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_NOT_SHOWN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_LONGEST_TAG = 20_000


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


BLOCKS = _names(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol option p pre search section
    summary table tbody tfoot thead title tr ul"""
)
"""Elements that are paragraphs of their own."""

APART = _names("nav iframe object audio video canvas select datalist")
"""Elements that are not read, and part what stands on both sides of them."""

HIDDEN = APART | _names("template noscript svg math")
"""Elements whose text is no part of what is read."""

RAW = _names("script style title textarea xmp noembed noframes")
"""Elements whose content is not markup; none is part of what is read."""

VOID = _names("area base br col embed hr img input link meta param source track wbr")
"""Elements that hold nothing, and have no end."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag or a comment: [start, end) of the file. `name` is in lower case, "" of a comment or a declaration."""

    name: str
    start: int
    end: int
    closing: bool = False
    hidden: bool = False
    alt: tuple[int, int] | None = None
    """Where the words of an image's `alt` stand in the file."""


class Tags:
    """The tags of one file. What was looked for and is not there is not looked for again."""

    def __init__(self, data: str) -> None:
        self.data = data
        self._last = data.rfind(">")
        self._quotes_close = True
        self._closers: dict[str, int] = {}

    def at(self, start: int) -> Tag | None:
        """The tag that begins at `start` (an opening angle bracket); None if none does."""
        data = self.data
        if data.startswith("<!--", start):
            end = data.find("-->", start + 2)
            return Tag("", start, len(data) if end < 0 else end + 3)
        if data.startswith(("<!", "<?"), start):
            end = data.find(">", start + 2)
            return Tag("", start, len(data) if end < 0 else end + 1)
        name = _NAME.match(data, start)
        if name is None or start > self._last:
            return None
        end = self._end(name.end())
        low = name[2].lower()
        hidden, alt = (False, None) if name[1] else self._attributes(low, name.end(), end - 1)
        return Tag(low, start, end, bool(name[1]), hidden, alt)

    def attributes(self, tag: Tag) -> dict[str, str]:
        """The attributes of a tag as written, by name in lower case, the first of each; none of a very long tag."""
        found: dict[str, str] = {}
        if tag.end - tag.start <= _LONGEST_TAG:
            for match in _ATTRIBUTE.finditer(self.data, tag.start + 1 + len(tag.name), tag.end - 1):
                value = match[2] or match[3] or match[4] or ""
                found.setdefault(match[1].lower(), value)
        return found

    def closes(self, name: str, after: int) -> bool:
        """Whether an end tag of this name stands anywhere behind `after`."""
        if name not in self._closers:
            ends = re.finditer(rf"</{re.escape(name)}(?![\w-])", self.data, re.IGNORECASE)
            self._closers[name] = max((match.start() for match in ends), default=-1)
        return self._closers[name] >= after

    def skip_raw(self, tag: Tag) -> int:
        """Where the content of a RAW element ends: at its end tag; of one never closed, where it began."""
        if not self.closes(tag.name, tag.end):
            return tag.end
        match = re.compile(rf"</{re.escape(tag.name)}(?![\w-])", re.IGNORECASE).search(self.data, tag.end)
        return tag.end if match is None else match.start()

    def _end(self, at: int) -> int:
        """Just behind the bracket that ends a tag: not one in a quoted value, unless the quotes do not close."""
        where = at
        while self._quotes_close:
            stop = _QUOTE_OR_END.search(self.data, where)
            if stop is None:
                break
            if stop[1] is None:
                return stop.end()
            close = self.data.find(stop[1], stop.end())
            if close < 0 or close > self._last:
                break
            where = close + 1
        self._quotes_close = False
        return self.data.index(">", at) + 1

    def _attributes(self, name: str, start: int, end: int) -> tuple[bool, tuple[int, int] | None]:
        """Whether the element is hidden, and where the alternative text of an image stands."""
        if start == end or end - start > _LONGEST_TAG:
            return False, None
        hidden = False
        alt = None
        for match in _ATTRIBUTE.finditer(self.data, start, end):
            attribute = match[1].lower()
            group = next((number for number in (2, 3, 4) if match[number] is not None), None)
            hidden = hidden or attribute == "hidden"
            if attribute == "style" and group is not None:
                hidden = hidden or _NOT_SHOWN.search(match[group]) is not None
            if name == "img" and attribute == "alt" and alt is None:
                alt = None if group is None else match.span(group)
        return hidden, alt


_MARK = re.compile(r"[<&]")
_LINE = re.compile(r"\r\n?|\n")


def read_html(data: str) -> PlainText:
    """The text of a page: blocks are paragraphs, a cell of a table is followed by a tab, `br` is a line's end."""
    out = PlainTextBuilder(data)
    HtmlText(data, out).read(1 if data.startswith("\ufeff") else 0, len(data))
    return out.done()


class HtmlText:
    """Writes the text of HTML that stands in a file: of the whole file, or of stretches of it."""

    def __init__(self, data: str, out: PlainTextBuilder) -> None:
        self.data = data
        self.out = out
        self.tags = Tags(data)
        self.pre = 0
        self.hidden: str | None = None
        self.depth = 0

    def read(self, start: int, end: int) -> int:
        """Write what stands in [start, end) of the file; gives where the last tag ends, which may be behind `end`."""
        while start < end:
            mark = _MARK.search(self.data, start, end)
            stop = end if mark is None else mark.start()
            self._words(start, stop)
            if mark is None:
                return end
            start = self._reference(stop) if mark[0] == "&" else self._tag(stop)
        return start

    def read_lines(self, lines: Sequence[tuple[int, int]]) -> None:
        """Write an HTML block of a Markdown file, whose lines may have markup of Markdown between them."""
        at = 0
        for start, end in lines:
            at = max(at, self.read(max(at, start), end))
        self.hidden, self.pre = None, 0

    def read_tag(self, start: int) -> None:
        """Write what the tag that begins at `start` shows."""
        tag = self.tags.at(start)
        if tag is not None:
            _show(tag, self.out)

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
        found = character_reference(self.data, at)
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
            _show(tag, self.out)
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


def _show(tag: Tag, out: PlainTextBuilder) -> None:
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


def _attribute(at: int, end: int, out: PlainTextBuilder) -> None:
    """The words of an attribute's value, references read."""
    while True:
        mark = out.data.find("&", at, end)
        out.words(at, end if mark < 0 else mark)
        if mark < 0:
            return
        found = character_reference(out.data, mark)
        if found is None or found[1] > end:
            out.copy(mark, mark + 1)
            at = mark + 1
        else:
            out.put(found[0], mark)
            at = found[1]
