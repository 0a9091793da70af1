"""Figures as intervals on one axis, a row each: where everything stands in a drawing of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimtrack.render.html.drawing.figures import Clash, Figure, parted
from claimtrack.render.html.drawing.frame import SMALL, Frame, Words
from claimtrack.render.html.drawing.measure import fit, tenth, wide
from claimtrack.render.html.drawing.scale import Scale, scale
from claimtrack.render.terminal import STRENGTH_MARKS

COMB, EDGE, END = 30, 8, 12
"""Room for each bracket of a clash, and free space left and right of the axis."""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands at a row: two lines, and the whole of it for whoever points at it."""

    first: str
    second: str
    whole: str


@dataclass(frozen=True, slots=True)
class Bar:
    """An interval from `left` to `right` at height `y`. `kind` is exact (a dot), firm or loose (approximate ends).

    `begins` and `ends` say how it does: closed, open (the bound itself not in it) or on (an arrow: no bound).
    `style` is the clash it is in: certain, possible or "".
    """

    left: float
    right: float
    y: float
    kind: str
    begins: str
    ends: str
    style: str
    words: tuple[Words, ...]
    whole: str


@dataclass(frozen=True, slots=True)
class Comb:
    """A bracket that joins the rows of a clash, its mark on the spine."""

    x: float
    rows: tuple[float, ...]
    mark_y: float
    mark: str
    strength: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing of intervals. `ticks` have their place on the axis, and their label.

    `gaps` are stretches of the axis that part clashing figures: left end, width and strength. `lines` are the stretches
    of height on which gaps and grid are drawn: where they would not cross the words.
    """

    frame: Frame
    height: float
    lines: tuple[tuple[float, float], ...]
    bottom: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, Words], ...]
    caption: Words
    break_x: float | None
    combs: tuple[Comb, ...]
    gaps: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """The part of a drawing in which the axis runs."""

    left: float
    right: float
    scale: Scale

    def x(self, value: float) -> float:
        """Where a value lies."""
        return self.left + (self.right - self.left) * self.scale.at(value)


def drawing(
    figures: Sequence[Figure],
    labels: Sequence[Label],
    found: Sequence[Clash],
    frame: Frame,
    *,
    unit: str,
    beside: float,
) -> Drawing:
    """The drawing of these figures in their order, labelled, with what clashes among them marked.

    `beside` is the room for labels in a frame where they stand beside their bars.
    """
    left = EDGE if frame.stacked else beside
    plot = Plot(left, frame.width - END - COMB * len(found), axis(figures, steps=4 if frame.stacked else 6))
    step, first = (68, 48) if frame.stacked else (48, 24)
    rows = [first + step * place for place in range(len(figures))]
    bottom = rows[-1] + 26
    beyond = any(figure.high is None for figure in figures)
    styles = _styles(found)
    bars = tuple(
        _bar(figure, label, y, plot, frame, styles.get(place, ""))
        for place, (figure, label, y) in enumerate(zip(figures, labels, rows, strict=True))
    )
    told = [
        unit,
        "a logarithmic scale" if plot.scale.log else "",
        "dashed: approximate" if any(bar.kind == "loose" for bar in bars) else "",
        "an arrow: no upper bound" if beyond else "",
    ]
    caption = Words(left, tenth(bottom + 37), fit("; ".join(filter(None, told)), frame.width - left, SMALL), "quiet")
    return Drawing(
        frame=frame,
        height=bottom + (44 if caption.text else 26),
        lines=tuple((y - 12, 26) for y in rows) if frame.stacked else ((0, bottom),),
        bottom=bottom,
        bars=bars,
        ticks=tuple(_ticks(plot, bottom + 18, frame)),
        caption=caption,
        break_x=tenth((plot.x(0) + plot.x(plot.scale.low)) / 2) if plot.scale.zero else None,
        combs=tuple(_comb(one, rows, plot.right + END + COMB * place + 16, place) for place, one in enumerate(found)),
        gaps=tuple(_gaps(figures, found, plot)),
    )


def axis(figures: Sequence[Figure], *, steps: int) -> Scale:
    """The scale on which these figures lie, with room to the right for those without an upper bound."""
    bounds = [bound for one in figures for bound in (one.low, one.high) if bound is not None]
    if any(one.high is None for one in figures):
        bounds.append(max(max(bounds) * 1.25, max(bounds) + 1))
    return scale(bounds, most=steps)


def _styles(found: Sequence[Clash]) -> dict[int, str]:
    styles: dict[int, str] = {}
    for one in found:
        for place in one.figures:
            if styles.get(place) != "certain":
                styles[place] = one.strength
    return styles


def _bar(figure: Figure, label: Label, y: float, plot: Plot, frame: Frame, style: str) -> Bar:
    right = plot.right if figure.high is None else plot.x(figure.high)
    left = plot.x(figure.low)
    kind = "exact" if figure.exact else "loose" if figure.answer.approximate or figure.answer.vague else "firm"
    if kind != "exact" and right - left < 3:
        left, right = max(left - 1.5, plot.left), min(left + 1.5, plot.right)
    room = frame.width - 4 if frame.stacked else plot.left - 22
    tops = (y - 31, y - 14) if frame.stacked else (y - 2, y + 15)
    words = [
        Words(0, tenth(tops[0]), fit(label.first, room, 15, bold=True), "strong"),
        Words(0, tenth(tops[1]), fit(label.second, room, SMALL), "quiet"),
    ]
    if figure.means and kind != "exact":
        words.extend(_means(figure.means, left, right, y, plot))
    return Bar(
        left=tenth(left),
        right=tenth(right),
        y=y,
        kind=kind,
        begins="open" if figure.answer.low_open else "closed",
        ends="on" if figure.high is None else "open" if figure.answer.high_open else "closed",
        style=style,
        words=tuple(words),
        whole=label.whole,
    )


def _means(means: str, left: float, right: float, y: float, plot: Plot) -> Iterator[Words]:
    """The interval in words, after the bar where there is room, else before it, else not at all."""
    room = wide(means, SMALL) + 12
    if right + room <= plot.right + END:
        yield Words(tenth(right + 9), tenth(y + 4.5), means, "quiet")
    elif left - room >= plot.left:
        yield Words(tenth(left - 9), tenth(y + 4.5), means, "quiet", "end")


def _ticks(plot: Plot, y: float, frame: Frame) -> Iterator[tuple[float, Words]]:
    """Ticks with labels that do not touch; the first and the last are moved to keep within the drawing."""
    ticks = plot.scale.ticks(7)
    widest = max(wide(label, SMALL) for _, label in ticks)
    most = max(int((plot.right - plot.left) / (widest + 14)), 2)
    taken = -1e9
    for value, label in plot.scale.ticks(min(most, 7)):
        half = wide(label, SMALL) / 2
        x = min(max(plot.x(value), half), frame.width - half)
        if x - half >= taken:
            yield tenth(plot.x(value)), Words(tenth(x), tenth(y), label, "quiet", "middle")
            taken = x + half + 6


def _comb(clash: Clash, rows: Sequence[float], x: float, place: int) -> Comb:
    held = tuple(rows[one] for one in clash.figures)
    middle = list(pairwise(held))[place % (len(held) - 1)]
    return Comb(tenth(x), held, tenth(sum(middle) / 2), STRENGTH_MARKS[clash.strength], clash.strength)


def _gaps(figures: Sequence[Figure], found: Sequence[Clash], plot: Plot) -> Iterator[tuple[float, float, str]]:
    for clash in found:
        gap = parted(figures, clash)
        if gap is not None:
            begins, ends = plot.x(gap[0].high or 0.0), plot.x(gap[1].low)
            yield tenth(begins), tenth(ends - begins), clash.strength
