"""The text of a Markdown paragraph without its markup: emphasis, links, images, code, references."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from claimtrack.reading.plain.entities import reference
from claimtrack.reading.plain.html_page import show
from claimtrack.reading.plain.map import Builder
from claimtrack.reading.plain.markdown.blocks import Spans, label_key
from claimtrack.reading.plain.markdown.emphasis import Run, pair, run_of
from claimtrack.reading.plain.tags import Tag, Tags

_SPECIAL = re.compile(r"[\\<&\]]|`+|\*+|_+|~~|!?\[|[ \t]*\n")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]{1,200}@[\w.-]{1,200})>")
_NOTE = re.compile(r"\[\^[^\]\s\[]{1,200}\]")
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999})\]")
_TITLE = re.compile(r"\s+(?:\"[^\"\n]{0,2000}\"|'[^'\n]{0,2000}'|\([^()\n]{0,2000}\))")
_PLACE = re.compile(r"<[^<>\n]*>|[^\s()<\\]*")
_WHITE = re.compile(r"\s*")
_DEEPEST = 32


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
        note = _NOTE.match(self.text, special.end() - 1)
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
        for _ in range(2 * _DEEPEST):
            place = _PLACE.match(self.text, at)
            assert place is not None
            at = place.end()
            after = self.text[at : at + 1]
            if after == "(" and depth < _DEEPEST:
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
        label = _LABEL.match(self.text, end + 1)
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
