"""Figures as intervals on one axis, a row each: where everything stands in a drawing of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimtrack.domain.english import capitalized, date_words, join_list, number_word, plural, plural_in_words
from claimtrack.queries.report.compose import ReportPage
from claimtrack.queries.views import grouped
from claimtrack.render.html.charts.axes import Scale, scale
from claimtrack.render.html.charts.drawing import (
    FRAMES,
    SMALL,
    Chart,
    DrawingFrame,
    DrawnText,
    fit_text,
    question_phrase,
    table,
    tenth,
    text_width,
)
from claimtrack.render.html.charts.figure_groups import (
    MODAL_VERBS,
    Figure,
    FigureClash,
    FigureGroup,
    both_or_all,
    clash_words,
    clashes,
    figure_groups,
    figure_of,
    gap_between,
    open_clashes,
)
from claimtrack.render.html.templates import render_template
from claimtrack.render.report.blocks import Grid
from claimtrack.render.report.wording import remark_sentences
from claimtrack.render.terminal.style import STATUS_MARKS, STRENGTH_MARKS
from claimtrack.render.terminal.width import shown

BRACKET, EDGE, END = 30, 8, 12
"""Room for each bracket of a clash, and free space left and right of the axis."""


@dataclass(frozen=True, slots=True)
class RowLabel:
    """What stands at a row: two lines, and the whole of it for whoever points at it."""

    first: str
    second: str
    whole: str


@dataclass(frozen=True, slots=True)
class IntervalBar:
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
    words: tuple[DrawnText, ...]
    whole: str


@dataclass(frozen=True, slots=True)
class ClashBracket:
    """A bracket that joins the rows of a clash, its mark on the spine."""

    x: float
    rows: tuple[float, ...]
    mark_y: float
    mark: str
    strength: str


@dataclass(frozen=True, slots=True)
class IntervalDrawing:
    """One drawing of intervals. `ticks` have their place on the axis, and their label.

    `gaps` are stretches of the axis that part clashing figures: left end, width and strength. `lines` are the stretches
    of height on which gaps and grid are drawn: where they would not cross the words.
    """

    frame: DrawingFrame
    height: float
    lines: tuple[tuple[float, float], ...]
    bottom: float
    bars: tuple[IntervalBar, ...]
    ticks: tuple[tuple[float, DrawnText], ...]
    caption: DrawnText
    break_x: float | None
    combs: tuple[ClashBracket, ...]
    gaps: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class IntervalPlot:
    """The part of a drawing in which the axis runs."""

    left: float
    right: float
    scale: Scale

    def x(self, value: float) -> float:
        """Where a value lies."""
        return self.left + (self.right - self.left) * self.scale.at(value)


def interval_drawing(
    figures: Sequence[Figure],
    labels: Sequence[RowLabel],
    found: Sequence[FigureClash],
    frame: DrawingFrame,
    *,
    unit: str,
    beside: float,
) -> IntervalDrawing:
    """The drawing of these figures in their order, labelled, with what clashes among them marked.

    `beside` is the room for labels in a frame where they stand beside their bars.
    """
    left = EDGE if frame.stacked else beside
    plot = IntervalPlot(
        left, frame.width - END - BRACKET * len(found), figure_scale(figures, steps=4 if frame.stacked else 6)
    )
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
    caption = DrawnText(
        left, tenth(bottom + 37), fit_text("; ".join(filter(None, told)), frame.width - left, SMALL), "quiet"
    )
    return IntervalDrawing(
        frame=frame,
        height=bottom + (44 if caption.text else 26),
        lines=tuple((y - 12, 26) for y in rows) if frame.stacked else ((0, bottom),),
        bottom=bottom,
        bars=bars,
        ticks=tuple(_ticks(plot, bottom + 18, frame)),
        caption=caption,
        break_x=tenth((plot.x(0) + plot.x(plot.scale.low)) / 2) if plot.scale.zero else None,
        combs=tuple(
            _bracket(one, rows, plot.right + END + BRACKET * place + 16, place) for place, one in enumerate(found)
        ),
        gaps=tuple(_gaps(figures, found, plot)),
    )


def figure_scale(figures: Sequence[Figure], *, steps: int) -> Scale:
    """The scale on which these figures lie, with room to the right for those without an upper bound."""
    bounds = [bound for one in figures for bound in (one.low, one.high) if bound is not None]
    if any(one.high is None for one in figures):
        bounds.append(max(max(bounds) * 1.25, max(bounds) + 1))
    return scale(bounds, most=steps)


def _styles(found: Sequence[FigureClash]) -> dict[int, str]:
    styles: dict[int, str] = {}
    for one in found:
        for place in one.figures:
            if styles.get(place) != "certain":
                styles[place] = one.strength
    return styles


def _bar(figure: Figure, label: RowLabel, y: float, plot: IntervalPlot, frame: DrawingFrame, style: str) -> IntervalBar:
    right = plot.right if figure.high is None else plot.x(figure.high)
    left = plot.x(figure.low)
    kind = "exact" if figure.exact else "loose" if figure.answer.approximate or figure.answer.vague else "firm"
    if kind != "exact" and right - left < 3:
        left, right = max(left - 1.5, plot.left), min(left + 1.5, plot.right)
    room = frame.width - 4 if frame.stacked else plot.left - 22
    tops = (y - 31, y - 14) if frame.stacked else (y - 2, y + 15)
    words = [
        DrawnText(0, tenth(tops[0]), fit_text(label.first, room, 15, bold=True), "strong"),
        DrawnText(0, tenth(tops[1]), fit_text(label.second, room, SMALL), "quiet"),
    ]
    if figure.means and kind != "exact":
        words.extend(_means(figure.means, left, right, y, plot))
    return IntervalBar(
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


def _means(means: str, left: float, right: float, y: float, plot: IntervalPlot) -> Iterator[DrawnText]:
    """The interval in words, after the bar where there is room, else before it, else not at all."""
    room = text_width(means, SMALL) + 12
    if right + room <= plot.right + END:
        yield DrawnText(tenth(right + 9), tenth(y + 4.5), means, "quiet")
    elif left - room >= plot.left:
        yield DrawnText(tenth(left - 9), tenth(y + 4.5), means, "quiet", "end")


def _ticks(plot: IntervalPlot, y: float, frame: DrawingFrame) -> Iterator[tuple[float, DrawnText]]:
    """Ticks with labels that do not touch; the first and the last are moved to keep within the drawing."""
    ticks = plot.scale.ticks(7)
    widest = max(text_width(label, SMALL) for _, label in ticks)
    most = max(int((plot.right - plot.left) / (widest + 14)), 2)
    taken = -1e9
    for value, label in plot.scale.ticks(min(most, 7)):
        half = text_width(label, SMALL) / 2
        x = min(max(plot.x(value), half), frame.width - half)
        if x - half >= taken:
            yield tenth(plot.x(value)), DrawnText(tenth(x), tenth(y), label, "quiet", "middle")
            taken = x + half + 6


def _bracket(clash: FigureClash, rows: Sequence[float], x: float, place: int) -> ClashBracket:
    held = tuple(rows[one] for one in clash.figures)
    middle = list(pairwise(held))[place % (len(held) - 1)]
    return ClashBracket(tenth(x), held, tenth(sum(middle) / 2), STRENGTH_MARKS[clash.strength], clash.strength)


def _gaps(
    figures: Sequence[Figure], found: Sequence[FigureClash], plot: IntervalPlot
) -> Iterator[tuple[float, float, str]]:
    for clash in found:
        gap = gap_between(figures, clash)
        if gap is not None:
            begins, ends = plot.x(gap[0].high or 0.0), plot.x(gap[1].low)
            yield tenth(begins), tenth(ends - begins), clash.strength


MOST = 40
"""Rows of one drawing; what is beyond is in its table."""

MOST_CHARTS = 24
"""Questions that are drawn, those with clashes first; figures of others are told with their claims."""


def draw(page: ReportPage) -> Iterator[Chart]:
    """A picture for every question with two figures or more, and one of the figures that stand alone."""
    found = [group for group in figure_groups(page) if len(group.figures) > 1]
    told = {figure.claim.number for group in found for figure in group.figures}
    known = open_clashes(page)
    marked = [(group, clashes(known, group.figures)) for group in found]
    ranked = sorted(range(len(marked)), key=lambda place: (_rank(marked[place][1]), place))[:MOST_CHARTS]
    for place in sorted(ranked):
        yield _group_chart(*marked[place], left=len(marked) - len(ranked) if place == max(ranked) else 0)
    figures = (figure_of(claim) for claim in page.report.claims if claim.number not in told)
    alone = [one for one in figures if one is not None and not one.unit]
    if len(alone) > 1:
        yield _chart_of_single_figures(alone)


def _rank(found: Sequence[FigureClash]) -> int:
    strengths = {clash.strength for clash in found}
    return 0 if "certain" in strengths else 1 if strengths else 2


def _ordered(figures: Sequence[Figure], found: Sequence[FigureClash]) -> list[int]:
    """Places in the order in which they are drawn, the least first; where there are too many, clashing ones stay."""
    clashing = {place for clash in found for place in clash.figures}
    kept = sorted(range(len(figures)), key=lambda place: (place not in clashing, place))[:MOST]
    return sorted(kept, key=lambda place: _size(figures[place]))


def _size(figure: Figure) -> tuple[float, float, int]:
    return figure.low, figure.high if figure.high is not None else float("inf"), figure.claim.number


def _group_chart(group: FigureGroup, found: Sequence[FigureClash], *, left: int) -> Chart:
    order = _ordered(group.figures, found)
    figures = [group.figures[place] for place in order]
    at = {place: row for row, place in enumerate(order)}
    held = [
        FigureClash(one.strength, tuple(sorted(at[place] for place in one.figures if place in at)), one.row)
        for one in found
    ]
    held = [one for one in held if len(one.figures) > 1][:3]
    labels = [_label(figure) for figure in figures]
    same = not group.unit
    name = f"figures-{group.question.id}" + ("" if same else f"-{group.figures[0].claim.number}")
    title = _title(group, found)
    notes = []
    if len(group.figures) > len(order):
        notes.append(f"{plural(len(group.figures) - len(order), 'more figure')} in the table only.")
    if left:
        notes.append(f"{plural(left, 'more question')} answered with figures: see the claims.")
    return _interval_chart(
        name,
        title,
        _says(figures, held),
        figures,
        labels,
        held,
        group.unit,
        " ".join(notes),
        _table(group.figures, found),
    )


def _interval_chart(
    name: str,
    title: str,
    says: str,
    figures: Sequence[Figure],
    labels: Sequence[RowLabel],
    found: Sequence[FigureClash],
    unit: str,
    note: str,
    grid: Grid,
    *,
    beside: float = 262,
) -> Chart:
    drawings = [interval_drawing(figures, labels, found, frame, unit=unit, beside=beside) for frame in FRAMES]
    svg = render_template("charts/intervals.svg.jinja", id=name, title=title, says=says, drawings=drawings)
    return Chart(name, title, says, svg, grid, note)


def _chart_of_single_figures(found: Sequence[Figure]) -> Chart:
    figures = sorted(found, key=_size)
    if len(figures) > MOST:
        figures = sorted(sorted(found, key=lambda one: one.claim.number)[:MOST], key=_size)
    labels = [RowLabel(shown(one.claim.text), _who(one), _whole(one)) for one in figures]
    title = f"{capitalized(plural_in_words(len(found), 'figure'))} that have no rival"
    says = f"{_ends(figures)} They count different things: they are not to be added, nor held against each other."
    left = len(found) - len(figures)
    note = f"{plural(left, 'more figure')} in the table only." if left else ""
    return _interval_chart("figures-alone", title, says, figures, labels, (), "", note, _table(found, ()), beside=340)


def _title(group: FigureGroup, found: Sequence[FigureClash]) -> str:
    total = len(group.figures)
    begin = f"{capitalized(plural_in_words(total, 'figure'))} for {question_phrase(group.question.text)}"
    if not found:
        return f"{begin}: none is known to rule out another"
    worst = min(found, key=lambda clash: clash.strength)
    count = len(worst.figures)
    who = "they" if count == total else f"{number_word(count)} of them"
    return f"{begin}: {who} {MODAL_VERBS[worst.strength]} {both_or_all(worst)} hold"


def _says(figures: Sequence[Figure], found: Sequence[FigureClash]) -> str:
    told = [_ends(figures)]
    for clash in found:
        told.append(clash_words(figures, clash))
        if gap := gap_between(figures, clash):
            ends = (grouped(gap[0].answer.high or "0"), grouped(gap[1].answer.low or "0"))
            told.append(f"The shaded stretch between {ends[0]} and {ends[1]} parts them.")
        told += [*remark_sentences(clash.row.differs), *remark_sentences(clash.row.notes)]
    return " ".join(told)


def _ends(figures: Sequence[Figure]) -> str:
    least, most = figures[0], max(figures[1:], key=lambda one: one.high if one.high is not None else float("inf"))
    return f"From {_figure_words(least)}, to {_figure_words(most)}."


def _figure_words(figure: Figure) -> str:
    means = f" ({figure.means})" if figure.means and figure.means != figure.answer.words else ""
    return f"{figure.words}{means}, by {figure.who}"


def _label(figure: Figure) -> RowLabel:
    counts = shown(figure.answer.counting or "")
    return RowLabel(f"{figure.words} {counts}".rstrip(), _who(figure), _whole(figure))


def _who(figure: Figure) -> str:
    return f"{figure.who} · {date_words(figure.date)}" if figure.date else figure.who


def _whole(figure: Figure) -> str:
    return f"C{figure.claim.number} {shown(figure.claim.text)}: {_figure_words(figure)}"


def _table(figures: Sequence[Figure], found: Sequence[FigureClash]) -> Grid:
    rows = []
    for place in sorted(range(len(figures)), key=lambda place: _size(figures[place])):
        one = figures[place]
        marks = [f"{STRENGTH_MARKS[clash.strength]} {clash.strength}" for clash in found if place in clash.figures]
        scope = one.answer.scope or ""
        rows.append(
            (
                f"C{one.claim.number}",
                one.words,
                one.means,
                one.unit,
                shown(one.answer.counting or ""),
                "not stated" if scope == "unstated" else shown(scope),
                one.who,
                date_words(shown(one.date)),
                f"{STATUS_MARKS[one.claim.status.name]} {one.claim.status.name.replace('-', ' ')}",
                join_list(dict.fromkeys(marks)),
                shown(one.claim.text),
            )
        )
    heads = (
        "Claim",
        "Figure",
        "Means",
        "Unit",
        "Counting",
        "Place and hours",
        "Said by",
        "Date",
        "Status",
        "Clash",
        "Wording",
    )
    return table(heads, rows, right=("Means",))
