"""What charts are drawn with: two frames, text that is measured and cut to its room, ticks, and tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from claimtrack.domain.english import quoted
from claimtrack.domain.text import shorten
from claimtrack.render.html.templates import render_template
from claimtrack.render.report.blocks import Grid
from claimtrack.render.terminal.width import shown


@dataclass(frozen=True, slots=True)
class DrawingFrame:
    """How wide a drawing is in its own units, which are near to pixels where it is shown. `stacked`: labels above.

    `name` is the classes of the drawing, the first of them narrow or wide.
    """

    name: str
    width: float
    stacked: bool

    @property
    def id(self) -> str:
        """What the ids in the drawing bear."""
        return self.name.partition(" ")[0]


NARROW = DrawingFrame("narrow", 340, True)
WIDE = DrawingFrame("wide", 720, False)
FRAMES = (NARROW, WIDE)
"""Both frames; the ids in a drawing bear the frame's id."""

TEXT, SMALL = 14, 12.5
"""Font sizes of a drawing."""


@dataclass(frozen=True, slots=True)
class DrawnText:
    """A text in a drawing: the left end of its base line, or its middle or right end by `anchor`.

    `text` is safe to show and fits; `style` is its class: strong, plain or quiet.
    """

    x: float
    y: float
    text: str
    style: str = "plain"
    anchor: str = "start"


_WIDTHS = {
    **dict.fromkeys("ijlI'|.,:;! ·‘’", 0.34),
    **dict.fromkeys("()[]-rtf/", 0.42),
    **dict.fromkeys("mwMW@%—…", 0.98),
    **dict.fromkeys("ABCDEFGHKNOPQRSTUVXYZ&", 0.76),
    "\ufdfd": 13.0,
    "\u2e3a": 2.0,
    "\u2e3b": 3.0,
}
_ORDINARY, _CAPITAL, _NARROWEST = 0.64, 0.86, 0.5
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
_CUNEIFORM = range(0x12000, 0x12550)
_STACKED_MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
"""Marks piled higher than any language does: they would reach into the lines above and below."""

BOLD_FACTOR = 1.1
"""How much wider bold type is."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The room that a text of this font size takes at most. Fonts differ: this is what a wide one needs, never less."""
    ems = sum(
        _WIDTHS.get(character, _ORDINARY) if character.isascii() else _character_width(character) for character in text
    )
    return ems * size * (BOLD_FACTOR if bold else 1)


def _character_width(character: str) -> float:
    if width := _WIDTHS.get(character):
        return width
    if ord(character) in _CUNEIFORM:
        return 4.0
    if character in _JOINERS or unicodedata.category(character) in ("Mn", "Me") or unicodedata.combining(character):
        return 0.0
    least = 2 * _NARROWEST if unicodedata.east_asian_width(character) in ("W", "F") else _NARROWEST
    return max(least, _CAPITAL if character.isupper() else _ORDINARY)


def fit_text(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Ledger text on one line, safe to show, cut to the room with an ellipsis in place of what was cut."""
    whole = _STACKED_MARKS.sub(r"\1", shown(text))
    if text_width(whole, size, bold=bold) <= room:
        return whole
    most = (room - text_width("…", size, bold=bold)) / (size * (BOLD_FACTOR if bold else 1))
    used, kept = 0.0, 0
    for kept, character in enumerate(whole):  # noqa: B007 (how far it came is what is wanted)
        used += text_width(character, 1)
        if used > most:
            break
    return whole[:kept].rstrip() + "…"


def fit_two_lines(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text as `fit` gives it, but on two lines where one is too short and it can be parted between words."""
    words = shown(text).split(" ")
    first = ""
    for index, word in enumerate(words):
        longer = f"{first} {word}".lstrip()
        if text_width(longer, size, bold=bold) > room:
            if first:
                return first, fit_text(" ".join(words[index:]), room, size, bold=bold)
            break
        first = longer
    return (fit_text(text, room, size, bold=bold),)


def tenth(number: float) -> float | int:
    """A coordinate to a tenth, whole numbers without a point: what a drawing needs, and no more bytes."""
    near = round(number, 1)
    return int(near) if near == int(near) else near


_INVERTED = frozenset(("did", "do", "does", "has", "have", "had", "can", "could", "will", "would"))
LONGEST_QUESTION, LONGEST_NAME = 120, 60
"""Characters of a question, and of a name, in a title."""


def text(x: float, y: float, words: str, style: str = "plain", anchor: str = "start") -> DrawnText:
    """A text in a drawing, its coordinates rounded to a tenth."""
    return DrawnText(tenth(x), tenth(y), words, style, anchor)


def question_phrase(question: str) -> str:
    """What a question asks, as part of a sentence: "how many boats were lost".

    In quote marks, as it is, where it has no such form ("How many boats did they lose?").
    """
    words = shorten(shown(question), LONGEST_QUESTION)
    if words.startswith(("How many ", "How much ")) and words.endswith("?") and _INVERTED.isdisjoint(words.split()):
        return f"how{words[3:].rstrip('?')}"
    return quoted(words)


def short_name(name: str) -> str:
    """A name as it stands in a title: safe to show, and cut where it is very long."""
    return shorten(shown(name), LONGEST_NAME)


def tick_labels(ticks: Iterable[tuple[float, str]], y: float, right: float) -> Iterator[tuple[float, DrawnText]]:
    """Ticks, given as places and labels, with labels that do not touch, moved to stand between 0 and `right`."""
    taken = -1e9
    for place, label in ticks:
        half = text_width(label, SMALL) / 2
        x = min(max(place, half), right - half)
        if x - half >= taken:
            yield tenth(place), DrawnText(tenth(x), tenth(y), label, "quiet", "middle")
            taken = x + half + 6


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[str] = ()) -> Grid:
    """A table without the columns in which nothing stands. `right` are the heads of columns that stand to the right."""
    kept = [column for column, _ in enumerate(heads) if any(row[column] for row in rows)]
    kept_heads = [heads[column] for column in kept]
    numbers = [place for place, head in enumerate(kept_heads) if head in right]
    return Grid(kept_heads, [[row[column] for column in kept] for row in rows], numbers)


Drawing = dict[str, Any]
"""What a template needs to draw a chart in one frame: its frame and height, and what is drawn where."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. `id` is its anchor, `title` what it shows in a sentence, `says` what is to be seen in it, in words.

    `svg` is the drawing, made from a template with everything escaped; `table` holds all that is drawn, as text that
    is safe to show. `note` is a remark below, "" for none; `svg` is "" where the table alone can show it.
    """

    id: str
    title: str
    says: str
    svg: Markup
    table: Grid
    note: str = ""


def chart(
    template: str, id: str, title: str, says: str, drawings: Sequence[Drawing], table: Grid, note: str = ""
) -> Chart:
    """The chart that a template of `templates/charts` draws, once for each frame."""
    drawn = {"id": id, "title": title, "says": says, "drawings": drawings}
    svg = render_template(f"charts/{template}.svg.jinja", **drawn) if drawings else Markup()
    return Chart(id, title, says, svg, table, note)
