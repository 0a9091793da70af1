"""Markdown as a reader sees it: CommonMark, with the tables, footnotes, tasks and struck-out words of GitHub."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Any

from pyromark import Options, events_with_range

from claimtrack.reading.input.html import HtmlText
from claimtrack.reading.input.text_map import PlainText, PlainTextBuilder

OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
    | Options.ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
)
_INLINE = ("Emphasis", "Strong", "Link", "Image")
_LINE = re.compile(r"[^\r\n]+")
_CHUNK = 1024


def read_markdown(data: str) -> PlainText:
    """The text of a Markdown file: a block is a paragraph, a wrapped line runs on, a row of a table is a line."""
    return _Reader(data).read()


class _Reader:
    """Writes the parser's events, in their order, as text that keeps the way back to the file."""

    def __init__(self, data: str) -> None:
        self.data = self.parsed = data
        self.out = PlainTextBuilder(data)
        self.code = self.metadata = False
        self.html = HtmlText(data, self.out)
        self.html_lines: list[tuple[int, int]] = []

    def read(self) -> PlainText:
        """Read the file from its beginning to its end."""
        skipped = int(self.data.startswith("\ufeff"))
        # What the parser refuses or alters is another character for it: offsets stay as they are.
        self.parsed = self.data.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
        parsed = self.parsed[skipped:]
        offsets = _CodePoints(parsed)
        for event, bounds in events_with_range(parsed, options=OPTIONS):
            start, end = (skipped + offsets.at(bounds[side]) for side in ("start", "end"))
            if isinstance(event, str):
                self._break(event, start)
            else:
                ((name, value),) = event.items()
                self._event(name, value, start, end)
        return self.out.done()

    def _break(self, name: str, start: int) -> None:
        if name == "SoftBreak":
            self.out.space(start)
        else:  # a hard break or a rule
            self.out.part(start)

    def _event(self, name: str, value: Any, start: int, end: int) -> None:
        if name in ("Start", "End"):
            self._tag(value if isinstance(value, str) else next(iter(value)), name == "Start", start, end)
        elif name == "Html":
            self.html_lines.append((start, end))
        elif name == "InlineHtml":
            self.html.read_tag(start)
        elif name == "Code":
            self._words(value, start, end)
        elif name == "Text" and not self.metadata:
            self._text(value, start, end)

    def _tag(self, tag: str, opens: bool, start: int, end: int) -> None:
        """The beginning or the end of an element."""
        at = start if opens else end
        if tag == "Strikethrough":
            if not self.data.startswith("~~", start):  # "10~20": a reader is shown the mark
                self.out.copy(start, start + 1) if opens else self.out.copy(end - 1, end)
        elif tag == "TableCell":
            self.out.tab(at)
        elif tag not in _INLINE:
            self.out.part(at)
        if tag == "CodeBlock":
            self.code = opens
        elif tag == "MetadataBlock":
            self.metadata = opens
        elif tag == "HtmlBlock" and not opens:
            self.html.read_lines(self.html_lines)
            self.html_lines = []

    def _text(self, text: str, start: int, end: int) -> None:
        unchanged = self.parsed[start:end] == text
        if self.code and unchanged:
            for line in _LINE.finditer(self.data, start, end):
                self.out.copy(*line.span())
                self.out.part(line.end())
        elif unchanged:
            self.out.words(start, end)
        elif self.data[start] == "&":
            self.out.put(text, start)
        else:
            self._words(text, start, end)

    def _words(self, text: str, start: int, end: int) -> None:
        """Words that stand in this order between `start` and `end`, with markup between them."""
        for word in text.split():
            found = self.parsed.find(word, start, end)
            if found >= 0:
                self.out.space(start)
                self.out.copy(found, found + len(word))
                start = found + len(word)
        if text[-1:].isspace():
            self.out.space(start)


class _CodePoints:
    """Converts offsets in UTF-8 bytes, which the parser gives, to code points."""

    def __init__(self, text: str) -> None:
        self._plain = text.isascii()
        self._raw = b"" if self._plain else text.encode()
        sizes = (len(text[at : at + _CHUNK].encode()) for at in range(0, len(text), _CHUNK))
        self._chunks = [] if self._plain else list(accumulate(sizes, initial=0))[:-1]

    def at(self, offset: int) -> int:
        """The code points before a byte offset."""
        if self._plain:
            return offset
        chunk = bisect_right(self._chunks, offset) - 1
        return chunk * _CHUNK + len(self._raw[self._chunks[chunk] : offset].decode())
