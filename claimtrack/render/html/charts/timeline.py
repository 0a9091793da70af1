"""Figures over time: points with their intervals, joined where one follows from another, gaps where they part."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, islice, pairwise
from typing import Any

from claimtrack.domain.english import capitalized, date_words, join_list, plural, plural_in_words
from claimtrack.queries.report.compose import ReportPage
from claimtrack.queries.report.views import ReportUpdate
from claimtrack.render.html.charts import svg
from claimtrack.render.html.charts.axes import Days, Scale, day_of, days, spread, whole_day
from claimtrack.render.html.charts.figure_groups import (
    Figure,
    FigureClash,
    FigureGroup,
    FigureMoment,
    clash_words,
    clashes,
    figure_groups,
    open_clashes,
)
from claimtrack.render.html.charts.intervals import figure_scale
from claimtrack.render.html.charts.svg import tenth
from claimtrack.render.report.blocks import Grid
from claimtrack.render.report.wording import refs
from claimtrack.render.terminal.style import STRENGTH_MARKS
from claimtrack.render.terminal.width import shown

Area = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_LONGEST = 130


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """Words that belong to a point at `x`, `y`, drawn from `top` to `bottom`."""

    text: str
    x: float
    y: float
    top: float
    bottom: float


def place_labels(wanted: Sequence[LabelRequest], taken: Sequence[Area], within: Area) -> Iterator[svg.DrawnText]:
    """The words that find a place within an area, in order, clear of what is taken and of each other."""
    occupied = list(taken)
    for request in wanted:
        text = svg.fit_text(request.text, _LONGEST, svg.SMALL, bold=True)
        room = svg.text_width(text, svg.SMALL, bold=True)
        for x, y, anchor in _places(request):
            left = x - {"start": 0, "middle": room / 2, "end": room}[anchor]
            area = (left, y - 12, left + room, y + 3)
            inside = within[0] <= area[0] and within[1] <= area[1] and area[2] <= within[2] and area[3] <= within[3]
            if inside and not any(_overlap(area, other) for other in occupied):
                occupied.append(area)
                yield svg.text(x, y, text, "value", anchor)
                break


def _places(request: LabelRequest) -> Iterator[tuple[float, float, str]]:
    yield request.x - 11, request.y - 6, "end"
    yield request.x + 11, request.y - 6, "start"
    yield request.x + 11, request.y + 15, "start"
    yield request.x - 11, request.y + 15, "end"
    yield request.x + 12, request.y + 4.5, "start"
    yield request.x - 12, request.y + 4.5, "end"
    yield request.x, request.top - 10, "middle"
    yield request.x, request.bottom + 18, "middle"


def _overlap(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


MARKERS = ("circle", "square", "triangle", "diamond", "cross")
RIGHT, NAME_ROOM, APART = 12, 196, 13
"""Free space to the right, room for names there, and how far apart points of one moment stand."""


@dataclass(frozen=True, slots=True)
class TimelinePoint:
    """A figure as somebody gave it at a moment. `figure` is its place in the list, `series` that of who gave it.

    `day`: the two ends of the day, where no hour is known; the moment is then its middle.
    """

    figure: int
    series: int
    when: datetime
    day: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class TimelinePlot:
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


def timeline_drawing(
    group: FigureGroup,
    points: Sequence[TimelinePoint],
    series: Sequence[str],
    joins: Sequence[tuple[int, int]],
    clashes: Sequence[FigureClash],
    frame: svg.DrawingFrame,
) -> svg.Drawing:
    """The drawing of these points. `series` are names, `joins` pairs of places of points, the earlier first."""
    figures, cumulative = group.figures, group.question.cumulative
    scale = figure_scale(figures, steps=4)
    bottom = 250 if frame.stacked else 320
    left = max(svg.text_width(label, svg.SMALL) for _, label in scale.ticks(6)) + 12
    right = frame.width - RIGHT - (0 if frame.stacked else NAME_ROOM)
    plot = TimelinePlot(left, right, 34, bottom, scale, _time_axis(points))
    heights = (plot.y(marker_value(figures[point.figure], log=scale.log)) for point in points)
    xy = list(zip(_across(points, plot), heights, strict=True))
    dots = [_dot(figures[point.figure], point, place, plot) for point, place in zip(points, xy, strict=True)]
    gaps = [gap for clash in clashes for gap in _gaps(clash, figures, points, xy, cumulative=cumulative)]
    names = list(_key(series, bottom + 56, frame) if frame.stacked else _beside(series, points, xy, plot))
    dates = tuple(_dates(plot, bottom + 20))
    zone = "hours in UTC" if any(":" in label.text for label in dates) else ""
    axis_words = "; ".join(filter(None, [group.unit, "a logarithmic scale" if scale.log else "", zone]))
    return {
        "frame": frame,
        "height": tenth(max([bottom + 36, *(name["y"] + 12 for name in names)])),
        "left": tenth(left),
        "right": tenth(right),
        "bottom": bottom,
        "grid": tuple(svg.text(left - 8, plot.y(value) + 4, label, "quiet", "end") for value, label in scale.ticks(6)),
        "dates": dates,
        "joins": [
            f"M{tenth(xy[first][0])} {tenth(xy[first][1])}H{tenth(xy[second][0])}V{tenth(xy[second][1])}"
            for first, second in joins
        ],
        "dots": dots,
        "labels": tuple(_labels(figures, points, dots, gaps, plot)),
        "gaps": gaps,
        "names": names,
        "caption": svg.text(0, 14, svg.fit_text(axis_words, frame.width, svg.SMALL), "quiet"),
    }


def _time_axis(points: Sequence[TimelinePoint]) -> Days:
    """The axis of these points; of whole days where the hour of one is not known."""
    if any(point.day for point in points):
        return days(end for point in points for end in whole_day(point.when))
    return days(point.when for point in points)


def marker_value(figure: Figure, *, log: bool) -> float:
    """Where the marker of a figure stands: at its one bound where the other says nothing, else in the middle."""
    if figure.high is None:
        return figure.low
    if figure.low == 0:
        return figure.high
    return math.sqrt(figure.low * figure.high) if log and figure.low > 0 else (figure.low + figure.high) / 2


def _dot(figure: Figure, point: TimelinePoint, position: tuple[float, float], plot: TimelinePlot) -> dict[str, Any]:
    """A point as drawn: its interval from `top` to `bottom` at `x`, its marker at `y`. `on`: no upper bound.

    `day`: the path across the day, "" where the hour is known.
    """
    top = plot.y(figure.high) if figure.high is not None else max(position[1] - 26, plot.top - 10)
    return {
        "x": tenth(position[0]),
        "y": tenth(position[1]),
        "top": tenth(top),
        "bottom": tenth(plot.y(figure.low)),
        **_marker(point.series),
        "on": figure.high is None,
        "day": f"M{tenth(plot.x(point.day[0]))} {tenth(position[1])}H{tenth(plot.x(point.day[1]))}"
        if point.day
        else "",
        "whole": f"C{figure.claim.number}: {figure.words}, by {figure.who}",
    }


def _across(points: Sequence[TimelinePoint], plot: TimelinePlot) -> Iterator[float]:
    sharing = Counter(point.when for point in points)
    met: Counter[datetime] = Counter()
    for point in points:
        shift = (met[point.when] - (sharing[point.when] - 1) / 2) * APART
        met[point.when] += 1
        yield min(max(plot.x(point.when) + shift, plot.left + 2), plot.right)


def _gaps(
    clash: FigureClash,
    figures: Sequence[Figure],
    points: Sequence[TimelinePoint],
    xy: Sequence[tuple[float, float]],
    *,
    cumulative: bool,
) -> Iterator[dict[str, Any]]:
    """Lines between figures that clash, as many as join them all, the nearest pairs first; a mark in their middle."""
    first: dict[int, int] = {}
    for place, point in enumerate(points):
        first.setdefault(point.figure, place)
    endpoints = [first[one] for one in clash.figures if one in first]
    pairs = [
        (one, other)
        for one, other in combinations(endpoints, 2)
        if _clash(figures, points[one], points[other], cumulative=cumulative)
    ]
    group = {place: place for place in endpoints}
    for one, other in sorted(pairs or pairwise(endpoints), key=lambda pair: math.dist(xy[pair[0]], xy[pair[1]])):
        if group[one] == group[other]:
            continue
        joined = group[other]
        group.update({place: group[one] for place in endpoints if group[place] == joined})
        (x1, y1), (x2, y2) = xy[one], xy[other]
        places = {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "x": (x1 + x2) / 2, "y": (y1 + y2) / 2}
        line = {name: tenth(place) for name, place in places.items()}
        yield {"mark": STRENGTH_MARKS[clash.strength], "strength": clash.strength, **line}


def _clash(figures: Sequence[Figure], one: TimelinePoint, other: TimelinePoint, *, cumulative: bool) -> bool:
    """Whether two figures cannot both hold: of one day and apart, or of a (cumulative) toll that would have fallen."""
    earlier, later = sorted((one, other), key=lambda point: point.when)
    before, after = figures[earlier.figure], figures[later.figure]
    fell = after.high is not None and after.high < before.low
    rose = before.high is not None and before.high < after.low
    return (fell and cumulative) or ((fell or rose) and earlier.when.date() == later.when.date())


def _dates(plot: TimelinePlot, y: float) -> Iterator[svg.DrawnText]:
    room = plot.right - plot.left
    for most in (7, 6, 5, 4, 3, 2):
        ticks = plot.days.ticks(most)
        if sum(svg.text_width(label, svg.SMALL) + 14 for _, label in ticks) <= room:
            break
    places = ((plot.x(moment), label) for moment, label in ticks)
    return (label for _, label in svg.tick_labels(places, y, plot.right + RIGHT))


def _labels(
    figures: Sequence[Figure],
    points: Sequence[TimelinePoint],
    dots: Sequence[dict[str, Any]],
    gaps: Sequence[dict[str, Any]],
    plot: TimelinePlot,
) -> Iterator[svg.DrawnText]:
    """The figures as given, at their points; those that find no room are in the table."""
    rooms = [*((dot["x"], dot["y"], 9) for dot in dots), *((gap["x"], gap["y"], 12) for gap in gaps)]
    taken = [(x - room, y - room, x + room, y + room) for x, y, room in rooms]
    wanted = [
        LabelRequest(figures[point.figure].words, dot["x"], dot["y"], dot["top"], dot["bottom"])
        for point, dot in zip(points, dots, strict=True)
    ]
    return place_labels(wanted, taken, (plot.left, plot.top - 28, plot.right + RIGHT, plot.bottom + 7))


def _marker(series: int) -> dict[str, Any]:
    return {"marker": MARKERS[series % len(MARKERS)], "hollow": series // len(MARKERS) % 2 == 1}


def _key(series: Sequence[str], y: float, frame: svg.DrawingFrame) -> Iterator[dict[str, Any]]:
    """The names of series below one another, each with its marker and no line that leads to it."""
    for place, name in enumerate(series):
        words = svg.text(24, y + 22 * place + 5, svg.fit_text(name, frame.width - 24, 14))
        yield {"x": 9, "y": y + 22 * place, "words": words, "lead": "", **_marker(place)}


def _beside(
    series: Sequence[str], points: Sequence[TimelinePoint], xy: Sequence[tuple[float, float]], plot: TimelinePlot
) -> Iterator[dict[str, Any]]:
    """The names of series to the right, each with a line from its last point."""
    last = {point.series: xy[place] for place, point in enumerate(points)}
    order = sorted(range(len(series)), key=lambda place: (last[place][1], place))
    heights = spread([last[place][1] for place in order], [21] * len(order))
    lift = max(0.0, plot.top - 8 - min(heights))
    x = plot.right + 26
    for place, wanted in zip(order, heights, strict=True):
        y, (dot_x, dot_y) = tenth(wanted + lift), last[place]
        words = svg.text(x + 13, y + 5, svg.fit_text(series[place], NAME_ROOM - 32, 14))
        lead = f"M{tenth(dot_x + 9)} {tenth(dot_y)}H{tenth(plot.right)}L{tenth(x - 9)} {y}"
        yield {"x": tenth(x), "y": y, "words": words, "lead": lead, **_marker(place)}


MOST, MOST_SERIES, MOST_CHARTS = 60, 12, 24
"""Points and sources of one drawing (what is beyond is in its table), and questions that are drawn."""

LEAST = 3
"""Points of the smallest drawing: two are read sooner in the table of figures."""


def draw(page: ReportPage) -> Iterator[svg.Chart]:
    """A picture for every question whose figures are LEAST points or more, of two different dates or more."""
    open_ones = open_clashes(page)
    steps: dict[int, list[ReportUpdate]] = defaultdict(list)
    for row in page.report.updates:
        steps[row.later_claim].append(row)
    for group in islice(filter(_is_drawn, figure_groups(page)), MOST_CHARTS):
        numbers = {figure.claim.number for figure in group.figures}
        rows = (row for number in sorted(numbers) for row in steps[number])
        known = [row for row in rows if row.earlier_claim in numbers]
        yield _timeline_chart(group, clashes(open_ones, group.figures), known)


def _is_drawn(group: FigureGroup) -> bool:
    dates = {figure.moments[0].when.date() for figure in group.figures if figure.moments}
    return len(dates) > 1 and sum(len(figure.moments) for figure in group.figures) >= LEAST


def _timeline_chart(group: FigureGroup, clashes: Sequence[FigureClash], steps: Sequence[ReportUpdate]) -> svg.Chart:
    figures = group.figures
    moments = sorted((moment, place) for place, figure in enumerate(figures) for moment in figure.moments)
    times = Counter(moment.who for moment, _ in moments)
    drawn_ones = {who for who, _ in times.most_common(MOST_SERIES)}
    kept = [(moment, place) for moment, place in moments if moment.who in drawn_ones][:MOST]
    series = list(dict.fromkeys(moment.who for moment, _ in kept))
    points = [
        TimelinePoint(place, series.index(moment.who), moment.when, day_of(moment.date)) for moment, place in kept
    ]
    joins = sorted(_joins(figures, points, steps))
    first, last = figures[moments[0][1]], figures[moments[-1][1]]
    alike = any(moment.described and times[moment.who] > 1 for moment, _ in moments)
    sources = ("at least " if alike else "") + plural_in_words(len(times), "source")
    title, says = _title(group, first, last, clashes), _says(figures, sources, clashes, joins, steps)
    drawings = [timeline_drawing(group, points, series, joins, clashes, frame) for frame in svg.FRAMES]
    name = f"tolls-{group.question.id}" + (f"-{figures[0].claim.number}" if group.unit else "")
    left = len(moments) - len(kept)
    undated = sum(1 for figure in figures if not figure.moments)
    notes = [f"{plural(left, 'more point')} in the table only."] if left else []
    notes += [f"{plural(undated, 'figure')} without a date: in the table only."] if undated else []
    return svg.chart("timeline", name, title, says, drawings, _table(figures, moments, clashes, steps), " ".join(notes))


def _joins(
    figures: Sequence[Figure], points: Sequence[TimelinePoint], steps: Sequence[ReportUpdate]
) -> set[tuple[int, int]]:
    """What follows from what, as places of points: a source's revision of its own figure, and an update by anybody."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, point in enumerate(points):
        places[figures[point.figure].claim.number].append(place)
    joins = set()
    for row in steps:
        pairs = [
            (first, second)
            for first in places[row.earlier_claim]
            for second in places[row.later_claim]
            if points[first].when < points[second].when
        ]
        own = [pair for pair in pairs if points[pair[0]].series == points[pair[1]].series]
        joins.update((own or (pairs if row.kind == "update" else []))[:1])
    return joins


def _title(group: FigureGroup, first: Figure, last: Figure, clashes: Sequence[FigureClash]) -> str:
    span = plural_in_words(len(group.figures), "figure")
    if group.question.cumulative:
        span = f"from {svg.short_name(first.words)} to {svg.short_name(last.words)}"
    title = f"{capitalized(svg.question_phrase(group.question.text))}, over time: {span}"
    return f"{title}; sources part" if clashes else title


def _says(
    figures: Sequence[Figure],
    sources: str,
    clashes: Sequence[FigureClash],
    joins: Sequence[tuple[int, int]],
    steps: Sequence[ReportUpdate],
) -> str:
    counts = f"{plural_in_words(len(figures), 'figure')} by {sources}"
    sentences = [f"{capitalized(counts)}, in order of time."]
    if joins:
        kinds = Counter(row.kind for row in steps)
        words = join_list(plural(kinds[kind], kind) for kind in ("update", "revision") if kinds[kind])
        sentences.append(f"Solid steps join what follows from what ({words}).")
    return " ".join([*sentences, *(clash_words(figures, clash) for clash in clashes)])


def _table(
    figures: Sequence[Figure],
    moments: Sequence[tuple[FigureMoment, int]],
    clashes: Sequence[FigureClash],
    steps: Sequence[ReportUpdate],
) -> Grid:
    remarks: dict[int, list[str]] = defaultdict(list)
    for row in steps:
        remarks[row.later_claim].append(f"{row.kind} of C{row.earlier_claim}")
    for clash in clashes:
        numbers = [figures[place].claim.number for place in clash.figures]
        for number in numbers:
            others = refs(other for other in numbers if other != number)
            remarks[number].append(f"{STRENGTH_MARKS[clash.strength]} {clash.strength} clash with {others}")
    dated = [(date_words(shown(moment.date)), moment.who, figures[place]) for moment, place in moments]
    undated = [("no date", figure.who, figure) for figure in figures if not figure.moments]
    rows = [
        (date, who, figure.words, figure.means, f"C{figure.claim.number}", "; ".join(remarks[figure.claim.number]))
        for date, who, figure in (*dated, *undated)
    ]
    return svg.table(("Date", "Said by", "Figure", "Means", "Claim", "What it is"), rows, right=("Means",))
