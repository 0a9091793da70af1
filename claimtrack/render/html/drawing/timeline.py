"""Figures over time: points with their intervals, joined where one follows from another, gaps where they part."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, pairwise

from claimtrack.render.html.drawing.days import Days, days
from claimtrack.render.html.drawing.figures import Clash, Figure
from claimtrack.render.html.drawing.frame import SMALL, Frame, Words
from claimtrack.render.html.drawing.intervals import axis
from claimtrack.render.html.drawing.measure import fit, tenth, wide
from claimtrack.render.html.drawing.placing import Wanted, placed
from claimtrack.render.html.drawing.scale import Scale
from claimtrack.render.html.drawing.spread import spread
from claimtrack.render.terminal import STRENGTH_MARKS

MARKERS = ("circle", "square", "triangle", "diamond", "cross")
RIGHT, NAMES, BESIDE = 12, 196, 13
"""Free space to the right, room for names there, and how far apart points of one moment stand."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure as somebody gave it at a moment. `figure` is its place in the list, `series` that of who gave it."""

    figure: int
    series: int
    when: datetime


@dataclass(frozen=True, slots=True)
class Dot:
    """A point as drawn: its interval from `top` to `bottom` at `x`, its marker at `y`. `on`: no upper bound."""

    x: float
    y: float
    top: float
    bottom: float
    marker: str
    hollow: bool
    on: bool
    whole: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Where two clashing figures part: a line from one to the other, its mark in the middle."""

    x1: float
    y1: float
    x2: float
    y2: float
    x: float
    y: float
    mark: str
    strength: str


@dataclass(frozen=True, slots=True)
class Name:
    """Who gave the figures of a series: the marker, and from where a line leads to the words ("" for none)."""

    x: float
    y: float
    marker: str
    hollow: bool
    words: Words
    lead: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing of figures over time. `joins` and `grid` are paths; the axis of time stands at `bottom`."""

    frame: Frame
    height: float
    left: float
    right: float
    bottom: float
    grid: tuple[Words, ...]
    dates: tuple[Words, ...]
    joins: tuple[str, ...]
    dots: tuple[Dot, ...]
    labels: tuple[Words, ...]
    gaps: tuple[Gap, ...]
    names: tuple[Name, ...]
    caption: Words


@dataclass(frozen=True, slots=True)
class Plot:
    """The part of a drawing between its axes."""

    left: float
    right: float
    top: float
    bottom: float
    scale: Scale
    days: Days

    def x(self, moment: datetime) -> float:
        """Where a moment lies."""
        return self.left + (self.right - self.left) * self.days.at(moment)

    def y(self, value: float) -> float:
        """Where a figure lies: the greater the higher."""
        return self.bottom - (self.bottom - self.top) * self.scale.at(value)


def drawing(
    figures: Sequence[Figure],
    points: Sequence[Point],
    series: Sequence[str],
    joins: Sequence[tuple[int, int]],
    found: Sequence[Clash],
    frame: Frame,
    *,
    unit: str,
    cumulative: bool,
) -> Drawing:
    """The drawing of these points. `series` are names, `joins` pairs of places of points, the earlier first.

    `cumulative`: a figure clashes with a later one that is smaller, not with one that is greater.
    """
    scale = axis(figures, steps=4)
    bottom = 250 if frame.stacked else 320
    left = max(wide(label, SMALL) for _, label in scale.ticks(6)) + 12
    right = frame.width - RIGHT - (0 if frame.stacked else NAMES)
    plot = Plot(left, right, 34, bottom, scale, days(point.when for point in points))
    heights = (plot.y(middle(figures[point.figure], log=scale.log)) for point in points)
    at = list(zip(_across(points, plot), heights, strict=True))
    dots = tuple(_dot(figures[point.figure], point, place, plot) for point, place in zip(points, at, strict=True))
    gaps = tuple(gap for clash in found for gap in _gaps(clash, figures, points, at, cumulative=cumulative))
    names = _key(series, bottom + 56, frame) if frame.stacked else _beside(series, points, at, plot)
    told = "; ".join(filter(None, [unit, "a logarithmic scale" if scale.log else ""]))
    return Drawing(
        frame=frame,
        height=tenth(max([bottom + 36, *(one.y + 12 for one in names)])),
        left=tenth(left),
        right=tenth(right),
        bottom=bottom,
        grid=tuple(
            Words(tenth(left - 8), tenth(plot.y(value) + 4), label, "quiet", "end") for value, label in scale.ticks(6)
        ),
        dates=tuple(_dates(plot, bottom + 20)),
        joins=tuple(_join(at[first], at[second]) for first, second in joins),
        dots=dots,
        labels=tuple(_labels(figures, points, dots, gaps, plot)),
        gaps=gaps,
        names=tuple(names),
        caption=Words(0, 14, fit(told, frame.width, SMALL), "quiet"),
    )


def middle(figure: Figure, *, log: bool) -> float:
    """Where the marker of a figure stands: at its one bound where the other says nothing, else in the middle."""
    if figure.high is None:
        return figure.low
    if figure.low == 0:
        return figure.high
    return math.sqrt(figure.low * figure.high) if log and figure.low > 0 else (figure.low + figure.high) / 2


def _dot(figure: Figure, point: Point, at: tuple[float, float], plot: Plot) -> Dot:
    top = plot.y(figure.high) if figure.high is not None else max(at[1] - 26, plot.top - 10)
    return Dot(
        x=tenth(at[0]),
        y=tenth(at[1]),
        top=tenth(top),
        bottom=tenth(plot.y(figure.low)),
        marker=MARKERS[point.series % len(MARKERS)],
        hollow=point.series // len(MARKERS) % 2 == 1,
        on=figure.high is None,
        whole=f"C{figure.claim.number}: {figure.words}, by {figure.who}",
    )


def _join(first: tuple[float, float], second: tuple[float, float]) -> str:
    return f"M{tenth(first[0])} {tenth(first[1])}H{tenth(second[0])}V{tenth(second[1])}"


def _across(points: Sequence[Point], plot: Plot) -> Iterator[float]:
    """Where points stand on the axis of time, those of one moment side by side."""
    sharing = Counter(point.when for point in points)
    met: Counter[datetime] = Counter()
    for point in points:
        shift = (met[point.when] - (sharing[point.when] - 1) / 2) * BESIDE
        met[point.when] += 1
        yield min(max(plot.x(point.when) + shift, plot.left + 2), plot.right)


def _gaps(
    clash: Clash,
    figures: Sequence[Figure],
    points: Sequence[Point],
    at: Sequence[tuple[float, float]],
    *,
    cumulative: bool,
) -> Iterator[Gap]:
    """Lines between figures that clash, as many as join them all; the nearest pairs first."""
    first: dict[int, int] = {}
    for place, point in enumerate(points):
        first.setdefault(point.figure, place)
    held = [first[one] for one in clash.figures if one in first]
    pairs = [
        (one, other)
        for one, other in combinations(held, 2)
        if _part(figures, points[one], points[other], cumulative=cumulative)
    ]
    group = {place: place for place in held}
    for one, other in sorted(pairs or pairwise(held), key=lambda pair: math.dist(at[pair[0]], at[pair[1]])):
        if group[one] == group[other]:
            continue
        joined = group[other]
        group.update({place: group[one] for place in held if group[place] == joined})
        (x1, y1), (x2, y2) = at[one], at[other]
        ends = (tenth(x1), tenth(y1), tenth(x2), tenth(y2), tenth((x1 + x2) / 2), tenth((y1 + y2) / 2))
        yield Gap(*ends, STRENGTH_MARKS[clash.strength], clash.strength)


def _part(figures: Sequence[Figure], one: Point, other: Point, *, cumulative: bool) -> bool:
    """Whether two figures cannot both hold: of one day and apart, or of a toll that would have fallen."""
    earlier, later = sorted((one, other), key=lambda point: point.when)
    before, after = figures[earlier.figure], figures[later.figure]
    fell = after.high is not None and after.high < before.low
    rose = before.high is not None and before.high < after.low
    return (fell and cumulative) or ((fell or rose) and earlier.when.date() == later.when.date())


def _dates(plot: Plot, y: float) -> Iterator[Words]:
    room = plot.right - plot.left
    ticks = plot.days.ticks(7)
    for most in (7, 6, 5, 4, 3, 2):
        ticks = plot.days.ticks(most)
        if sum(wide(label, SMALL) + 14 for _, label in ticks) <= room:
            break
    taken = -1e9
    for moment, label in ticks:
        half = wide(label, SMALL) / 2
        x = min(max(plot.x(moment), half), plot.right + RIGHT - half)
        if x - half >= taken:
            yield Words(tenth(x), tenth(y), label, "quiet", "middle")
            taken = x + half + 6


def _labels(
    figures: Sequence[Figure], points: Sequence[Point], dots: Sequence[Dot], gaps: Sequence[Gap], plot: Plot
) -> Iterator[Words]:
    """The figures as given, at their points; those that find no room are in the table."""
    taken = [(dot.x - 9, dot.y - 9, dot.x + 9, dot.y + 9) for dot in dots]
    taken += [(gap.x - 12, gap.y - 12, gap.x + 12, gap.y + 12) for gap in gaps]
    wanted = [
        Wanted(figures[point.figure].words, dot.x, dot.y, dot.top, dot.bottom)
        for point, dot in zip(points, dots, strict=True)
    ]
    return placed(wanted, taken, (plot.left, plot.top - 28, plot.right + RIGHT, plot.bottom + 7))


def _key(series: Sequence[str], y: float, frame: Frame) -> list[Name]:
    return [
        Name(
            x=9,
            y=y + 22 * place,
            marker=MARKERS[place % len(MARKERS)],
            hollow=place // len(MARKERS) % 2 == 1,
            words=Words(24, y + 22 * place + 5, fit(name, frame.width - 24, 14)),
            lead="",
        )
        for place, name in enumerate(series)
    ]


def _beside(
    series: Sequence[str], points: Sequence[Point], at: Sequence[tuple[float, float]], plot: Plot
) -> list[Name]:
    last = {point.series: at[place] for place, point in enumerate(points)}
    order = sorted(range(len(series)), key=lambda place: (last[place][1], place))
    heights = spread([last[place][1] for place in order], [21] * len(order))
    lift = max(0.0, plot.top - 8 - min(heights))
    x = plot.right + 26
    names = []
    for place, wanted in zip(order, heights, strict=True):
        y, (dot_x, dot_y) = tenth(wanted + lift), last[place]
        names.append(
            Name(
                x=tenth(x),
                y=y,
                marker=MARKERS[place % len(MARKERS)],
                hollow=place // len(MARKERS) % 2 == 1,
                words=Words(tenth(x + 13), tenth(y + 5), fit(series[place], NAMES - 32, 14)),
                lead=f"M{tenth(dot_x + 9)} {tenth(dot_y)}H{tenth(plot.right)}L{tenth(x - 9)} {y}",
            )
        )
    return names
