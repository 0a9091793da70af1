"""The whole text with what is proposed marked in it, and a passage that a person selects."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from claimtrack.actions.reading.review import Review
from claimtrack.domain.text import safe
from claimtrack.render.proposal import MARKS
from claimtrack.render.terminal.width import columns

Span = tuple[int, int]

CURRENT = "▶"
"""What the margin of the current passage begins with."""


class ScreenCell(NamedTuple):
    """One character on the screen, and the offset in the text that it stands for. A bracket is `added`."""

    character: str
    offset: int
    added: bool = False


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """A line of the screen: its cells, and what stands in the margin."""

    cells: tuple[ScreenCell, ...]
    margin: str = ""


class Layout:
    """The lines of a text. Paragraphs are laid out anew only where their marks changed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._width = 0
        self._known: dict[tuple[int, tuple[tuple[str, int, int], ...]], list[tuple[ScreenCell, ...]]] = {}
        self._paragraphs: list[Span] = []
        at = 0
        for line in text.split("\n"):
            self._paragraphs.append((at, at + len(line)))
            at += len(line) + 1
        self.lines: list[ScreenLine] = []
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
                self.lines.append(ScreenLine(cells, _margin(cells, margins)))
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


def _margin(cells: tuple[ScreenCell, ...], margins: Mapping[int, str]) -> str:
    """What stands beside a line: of several passages that begin on it the current one, else the first."""
    found = [margins[cell.offset] for cell in cells if cell.offset in margins and not cell.added]
    return next((one for one in found if one.startswith(CURRENT)), found[0] if found else "")


def _cells(text: str, span: Span, marks: tuple[tuple[str, int, int], ...]) -> list[ScreenCell]:
    start, end = span
    opening: dict[int, list[tuple[int, str]]] = {}
    closing: dict[int, list[tuple[int, str]]] = {}
    for what, first, last in marks:
        opening.setdefault(max(first, start), []).append((-last, MARKS[what][0]))
        closing.setdefault(min(last, end), []).append((-first, MARKS[what][1]))
    found: list[ScreenCell] = []
    for at in range(start, end + 1):
        found.extend(ScreenCell(mark, at, True) for _, mark in sorted(closing.get(at, ())))
        if at == end:
            break
        found.extend(ScreenCell(mark, at, True) for _, mark in sorted(opening.get(at, ())))
        character = text[at]
        found.extend(ScreenCell(one, at) for one in (" " if character.isspace() else safe(character)))
    return found


def _broken(cells: list[ScreenCell], width: int) -> list[tuple[ScreenCell, ...]]:
    """Cells in lines of at most `width` columns, broken at spaces, and in a word only where it is too long."""
    lines: list[tuple[ScreenCell, ...]] = []
    line: list[ScreenCell] = []
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


MARGIN = 6
SIGNS = {None: "?", "accept": "✓", "reject": "✗", "skip": "-"}
RECORDED = "="
_STYLES = {
    None: Style(underline=True),
    "accept": Style(underline=True, color="green"),
    "reject": Style(dim=True),
    "skip": Style(underline=True, dim=True),
}
_CURRENT = {"source": Style(bold=True), "cue": Style(italic=True), "content": Style(bold=True, color="cyan")}
_WORD = re.compile(r"\w[\w’'-]*")


def _moved(offset: int, places: list[int], step: int) -> int:
    """The first of these places after an offset, or the last before it where `step` is negative; else the offset."""
    if step > 0:
        return min((place for place in places if place > offset), default=offset)
    return max((place for place in places if place < offset), default=offset)


class ArticleView(ScrollView, can_focus=True):
    """The text of the article under review."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "word(1)", "a word more", show=False),
        Binding("left", "word(-1)", "a word less", show=False),
        Binding("shift+right", "first(1)", "begin later", show=False),
        Binding("shift+left", "first(-1)", "begin earlier", show=False),
        Binding("down", "sentence(1)", "next sentence", show=False),
        Binding("up", "sentence(-1)", "sentence before", show=False),
        Binding("shift+down", "more", "a sentence more", show=False),
    ]

    class Selected(Message):
        """A passage was selected by the mouse."""

    def __init__(self, review: Review) -> None:
        super().__init__(id="article")
        self.review = review
        self.selection_span: tuple[int, int] | None = None
        """The passage that is selected; None when none is."""
        self._layout_of_text = Layout(review.article.text)
        self._anchor: int | None = None
        self._content: list[tuple[int, int, str | None]] = []

    # Drawing

    def show_review(self) -> None:
        """Lay the text out as the review stands now, and bring the current card into sight."""
        self._lay()
        card = self.review.card
        if self.selection_span is not None:
            self._reach(self.selection_span[0])
        elif card is not None:
            self._reach(card.proposed[0].start)

    def _lay(self) -> None:
        card = self.review.card
        current = card.proposed if card is not None and self.selection_span is None else ()
        bracketed = [(what, span) for proposed in current for what in MARKS for span in getattr(proposed, what)]
        margins = {one.start: f"{RECORDED}    " for one in self.review.article.covered}
        self._content = []
        for number, proposed in enumerate(self.review.proposed, 1):
            decision = self.review.decisions.get(proposed.mark)
            sign = SIGNS[decision]
            margins[proposed.start] = f"{CURRENT if proposed in current else ' '}{sign}{number:>3}"
            self._content.extend((start, end, decision) for start, end in proposed.content)
        self._layout_of_text.lay(max(self.size.width - MARGIN - 1, 16), bracketed, margins)
        self.virtual_size = Size(self.size.width - 1, len(self._layout_of_text.lines))
        self.refresh()

    def _reach(self, offset: int) -> None:
        line = self._layout_of_text.line_of(offset)
        self.scroll_to(y=max(line - max(self.size.height // 3, 1), 0), animate=False)

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the text out in the new width."""
        self.show_review()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        at = y + self.scroll_offset.y
        lines = self._layout_of_text.lines
        if at >= len(lines):
            return Strip.blank(self.size.width)
        line = lines[at]
        segments = [Segment(f"{line.margin:{MARGIN}}", Style(bold=True)), *self._segments(line)]
        return Strip(segments).extend_cell_length(self.size.width).crop(0, self.size.width)

    def _segments(self, line: ScreenLine) -> list[Segment]:
        found: list[tuple[str, Style]] = []
        for cell in line.cells:
            style = self._style(cell.offset, added=cell.added)
            if found and found[-1][1] == style:
                found[-1] = (found[-1][0] + cell.character, style)
            else:
                found.append((cell.character, style))
        return [Segment(words, style) for words, style in found]

    def _style(self, offset: int, *, added: bool) -> Style:
        if self.selection_span is not None and self.selection_span[0] <= offset < self.selection_span[1]:
            return Style(reverse=True)
        card = self.review.card
        if card is not None and self.selection_span is None:
            for what in MARKS:
                if any(a <= offset < b for one in card.proposed for a, b in getattr(one, what)):
                    return _CURRENT[what]
        if added:
            return Style(dim=True)
        for start, end, decision in self._content:
            if start <= offset < end:
                return _STYLES[decision]
        return Style()

    # Selecting

    def select(self, span: tuple[int, int] | None) -> None:
        """Select a passage, or none."""
        self.selection_span = span
        self.show_review()

    def select_open(self) -> None:
        """Select the first sentence, from what is in sight on, that nothing was proposed of."""
        begin = card.proposed[0].start if (card := self.review.card) is not None else 0
        busy = [(proposed.start, proposed.end) for proposed in self.review.proposed]
        busy += [(one.start, one.end) for one in self.review.article.covered]
        busy += [part.span for part in self.review.article.parts]
        spans = self.review.article.sentences
        unused = [(start, end) for start, end in spans if not any(a < end and start < b for a, b in busy)]
        after = [span for span in unused if span[0] >= begin]
        self.select(next(iter(after or unused or spans), None))

    def action_sentence(self, step: int) -> None:
        """Select the next sentence, or the one before."""
        spans = self.review.article.sentences
        if self.selection_span is None:
            self.scroll_relative(y=step, animate=False)
            return
        start, end = self.selection_span
        if step > 0:
            self.select(next((span for span in spans if span[0] >= end), self.selection_span))
        else:
            self.select(next((span for span in reversed(spans) if span[1] <= start), self.selection_span))

    def action_more(self) -> None:
        """Take the next sentence too."""
        if self.selection_span is not None:
            start, end = self.selection_span
            self.select((start, next((b for _, b in self.review.article.sentences if b > end), end)))

    def action_word(self, step: int) -> None:
        """Let the passage end a word later, or earlier."""
        if self.selection_span is not None:
            start, end = self.selection_span
            ends = [word.end() for word in _WORD.finditer(self.review.article.text, start)]
            self.select((start, _moved(end, ends, step)))

    def action_first(self, step: int) -> None:
        """Let the passage begin a word later, or earlier."""
        if self.selection_span is not None:
            start, end = self.selection_span
            begins = [word.start() for word in _WORD.finditer(self.review.article.text, 0, end)]
            self.select((_moved(start, begins, step), end))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin a passage."""
        self._anchor = self._under(event)
        if self._anchor is not None:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Let the passage reach to the mouse, in whole words."""
        if self._anchor is None or (here := self._under(event)) is None:
            return
        first, last = sorted((self._anchor, here))
        self.select(self._words(first, last))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End the passage; a mere click selects the sentence."""
        self.release_mouse()
        anchor, here = self._anchor, self._under(event)
        self._anchor = None
        if anchor is None:
            return
        if here == anchor:
            spans = self.review.article.sentences
            self.select(next((span for span in spans if span[0] <= anchor < span[1]), None))
        self.post_message(self.Selected())

    def _words(self, first: int, last: int) -> tuple[int, int]:
        text = self.review.article.text
        while first > 0 and not text[first - 1].isspace():
            first -= 1
        while last < len(text) and not text[last].isspace():
            last += 1
        while last > first and text[last - 1] in ".,;:!?":
            last -= 1
        return first, last

    def _under(self, event: events.MouseEvent) -> int | None:
        return self._layout_of_text.offset_at(event.x - MARGIN, event.y + self.scroll_offset.y)
