"""Tags and comments of HTML, one at a time and in linear time, whatever stands between the angle brackets.

The parser of the standard library is not used: it does not say where a character reference ends, and looks through the
rest of the file again for each bracket that nobody closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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

    def closes(self, name: str, after: int) -> bool:
        """Whether an end tag of this name stands anywhere behind `after`."""
        if name not in self._closers:
            found = -1
            for match in re.finditer(rf"</{re.escape(name)}(?![\w-])", self.data, re.IGNORECASE):
                found = match.start()
            self._closers[name] = found
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
