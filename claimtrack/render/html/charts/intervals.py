"""Figures as intervals on one axis, a row each: where everything stands in a drawing of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from claimtrack.domain.english import capitalized, date_words, join_list, number_word, plural, plural_in_words
from claimtrack.queries.report.compose import ReportPage
from claimtrack.queries.views import grouped
from claimtrack.render.html.charts import svg
from claimtrack.render.html.charts.axes import Scale, scale
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
from claimtrack.render.html.charts.svg import tenth
from claimtrack.render.report.blocks import Grid
from claimtrack.render.report.wording import remark_sentences
from claimtrack.render.terminal.style import STATUS_MARKS, STRENGTH_MARKS
from claimtrack.render.terminal.width import shown

BRACKET, EDGE, END, LABELS, LABELS_ALONE = 30, 8, 12, 262, 340
"""Room for each bracket of a clash, free space left and right of the axis, and room for labels left of it."""

LINE = 16
"""Height of a second line of a label."""


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
    clashes: Sequence[FigureClash],
    frame: svg.DrawingFrame,
    *,
    unit: str,
    alone: bool = False,
) -> svg.Drawing:
    """The drawing of these figures in their order, with what clashes among them marked.

    Figures that stand `alone` are labelled with their claims. `ticks` have their place on the axis, and their label;
    `gaps` are stretches of the axis between clashing figures: left end, width and strength; `lines` the stretches of
    height on which gaps and grid are drawn: where they would not cross the words.
    """
    left = EDGE if frame.stacked else LABELS_ALONE if alone else LABELS
    right = frame.width - END - BRACKET * len(clashes)
    plot = IntervalPlot(left, right, figure_scale(figures, steps=4 if frame.stacked else 6))
    step, first = (68, 48) if frame.stacked else (48, 24)
    if alone:  # a claim takes two lines
        step, first = step + LINE + 6, first + LINE
    rows = [first + step * place for place in range(len(figures))]
    bottom = rows[-1] + 26
    styles = _styles(clashes)
    bars = [
        _bar(figure, y, plot, frame, styles.get(place, ""), alone=alone)
        for place, (figure, y) in enumerate(zip(figures, rows, strict=True))
    ]
    remarks = [
        unit,
        "a logarithmic scale" if plot.scale.log else "",
        "dashed: approximate" if any(bar["kind"] == "loose" for bar in bars) else "",
        "an arrow: no upper bound" if any(figure.high is None for figure in figures) else "",
    ]
    remark = svg.fit_text("; ".join(filter(None, remarks)), frame.width - left, svg.SMALL)
    caption = svg.text(left, bottom + 37, remark, "quiet")
    return {
        "frame": frame,
        "height": bottom + (44 if caption.text else 26),
        "lines": tuple((y - 12, 26) for y in rows) if frame.stacked else ((0, bottom),),
        "bottom": bottom,
        "bars": bars,
        "ticks": tuple(_ticks(plot, bottom + 18, frame)),
        "caption": caption,
        "break_x": tenth((plot.x(0) + plot.x(plot.scale.low)) / 2) if plot.scale.zero else None,
        "combs": tuple(
            _bracket(clash, rows, plot.right + END + BRACKET * place + 16, place) for place, clash in enumerate(clashes)
        ),
        "gaps": tuple(_gaps(figures, clashes, plot)),
    }


def figure_scale(figures: Sequence[Figure], *, steps: int) -> Scale:
    """The scale on which these figures lie, with room to the right for those without an upper bound."""
    bounds = [bound for figure in figures for bound in (figure.low, figure.high) if bound is not None]
    if any(figure.high is None for figure in figures):
        bounds.append(max(max(bounds) * 1.25, max(bounds) + 1))
    return scale(bounds, most=steps)


def _styles(clashes: Sequence[FigureClash]) -> dict[int, str]:
    weakest_first = sorted(clashes, key=lambda clash: clash.strength == "certain")
    return {place: clash.strength for clash in weakest_first for place in clash.figures}


def _bar(
    figure: Figure, y: float, plot: IntervalPlot, frame: svg.DrawingFrame, style: str, *, alone: bool
) -> dict[str, Any]:
    """An interval from `left` to `right` at height `y`. `kind` is exact (a dot), firm or loose (approximate ends).

    `begins` and `ends` say how it does: closed, open (the bound itself not in it) or on (an arrow: no bound).
    `style` is the clash it is in: certain, possible or "".
    """
    right = plot.right if figure.high is None else plot.x(figure.high)
    left = plot.x(figure.low)
    kind = "exact" if figure.exact else "loose" if figure.answer.approximate or figure.answer.vague else "firm"
    if kind != "exact" and right - left < 3:
        left, right = max(left - 1.5, plot.left), min(left + 1.5, plot.right)
    room = frame.width - 4 if frame.stacked else plot.left - 22
    tops = (y - 31, y - 14) if frame.stacked else (y - 2, y + 15)
    first = shown(figure.claim.text) if alone else f"{figure.words} {shown(figure.answer.counting or '')}".rstrip()
    who = f"{figure.who} · {date_words(figure.date)}" if figure.date else figure.who
    who_lines = (svg.fit_text(who, room, svg.SMALL),) if frame.stacked else svg.fit_two_lines(who, room, svg.SMALL)
    first_lines = (
        svg.fit_two_lines(first, room, 15, bold=True) if alone else (svg.fit_text(first, room, 15, bold=True),)
    )
    top = tops[0] - LINE * (len(first_lines) - 1)
    words = [
        *(svg.text(0, top + LINE * place, line, "strong") for place, line in enumerate(first_lines)),
        *(svg.text(0, tops[1] + LINE * place, line, "quiet") for place, line in enumerate(who_lines)),
    ]
    if figure.means and kind != "exact":
        words.extend(_means(figure.means, left, right, y, plot))
    return {
        "left": tenth(left),
        "right": tenth(right),
        "y": y,
        "kind": kind,
        "style": style,
        "words": words,
        "begins": "open" if figure.answer.low_open else "closed",
        "ends": "on" if figure.high is None else "open" if figure.answer.high_open else "closed",
        "whole": f"C{figure.claim.number} {shown(figure.claim.text)}: {_figure_words(figure)}",
    }


def _means(means: str, left: float, right: float, y: float, plot: IntervalPlot) -> Iterator[svg.DrawnText]:
    """The interval in words, after the bar where there is room, else before it, else not at all."""
    room = svg.text_width(means, svg.SMALL) + 12
    if right + room <= plot.right + END:
        yield svg.text(right + 9, y + 4.5, means, "quiet")
    elif left - room >= plot.left:
        yield svg.text(left - 9, y + 4.5, means, "quiet", "end")


def _ticks(plot: IntervalPlot, y: float, frame: svg.DrawingFrame) -> Iterator[tuple[float, svg.DrawnText]]:
    widest = max(svg.text_width(label, svg.SMALL) for _, label in plot.scale.ticks(7))
    most = max(int((plot.right - plot.left) / (widest + 14)), 2)
    return svg.tick_labels(((plot.x(value), label) for value, label in plot.scale.ticks(min(most, 7))), y, frame.width)


def _bracket(clash: FigureClash, rows: Sequence[float], x: float, place: int) -> dict[str, Any]:
    """A bracket that joins the rows of a clash, with its mark on the spine between two of them."""
    heights = tuple(rows[position] for position in clash.figures)
    middle = list(pairwise(heights))[place % (len(heights) - 1)]
    mark_y, mark = tenth(sum(middle) / 2), STRENGTH_MARKS[clash.strength]
    return {"x": tenth(x), "rows": heights, "mark_y": mark_y, "mark": mark, "strength": clash.strength}


def _gaps(
    figures: Sequence[Figure], clashes: Sequence[FigureClash], plot: IntervalPlot
) -> Iterator[tuple[float, float, str]]:
    for clash in clashes:
        gap = gap_between(figures, clash)
        if gap is not None:
            begins, ends = plot.x(gap[0].high or 0.0), plot.x(gap[1].low)
            yield tenth(begins), tenth(ends - begins), clash.strength


MOST = 40
"""Rows of one drawing; what is beyond is in its table."""

MOST_CHARTS = 24
"""Questions that are drawn, those with clashes first; figures of others stand with their claims."""


def draw(page: ReportPage) -> Iterator[svg.Chart]:
    """A picture for every question with two figures that mean different numbers, and one of those that stand alone."""
    groups = [group for group in figure_groups(page) if len(group.figures) > 1]
    answered = {figure.claim.number for group in groups for figure in group.figures}
    drawn_groups = [group for group in groups if len({_size(one)[:2] for one in group.figures}) > 1]
    open_ones = open_clashes(page)
    marked = [(group, clashes(open_ones, group.figures)) for group in drawn_groups]
    ranked = sorted(range(len(marked)), key=lambda place: (_rank(marked[place][1]), place))[:MOST_CHARTS]
    for place in sorted(ranked):
        yield _group_chart(*marked[place], left=len(marked) - len(ranked) if place == max(ranked) else 0)
    figures = (figure_of(claim) for claim in page.report.claims if claim.number not in answered)
    alone = [single for single in figures if single is not None and not single.unit]
    if len(alone) > 1:
        yield _chart_of_single_figures(alone)


def _rank(clashes: Sequence[FigureClash]) -> int:
    strengths = {clash.strength for clash in clashes}
    return 0 if "certain" in strengths else 1 if strengths else 2


def _ordered(figures: Sequence[Figure], clashes: Sequence[FigureClash]) -> list[int]:
    """Places in the order in which they are drawn, the least first; where there are too many, clashing ones stay."""
    clashing = {place for clash in clashes for place in clash.figures}
    kept = sorted(range(len(figures)), key=lambda place: (place not in clashing, place))[:MOST]
    return sorted(kept, key=lambda place: _size(figures[place]))


def _size(figure: Figure) -> tuple[float, float, int]:
    return figure.low, figure.high if figure.high is not None else float("inf"), figure.claim.number


def _group_chart(group: FigureGroup, found: Sequence[FigureClash], *, left: int) -> svg.Chart:
    order = _ordered(group.figures, found)
    figures = [group.figures[place] for place in order]
    at = {place: row for row, place in enumerate(order)}
    held = [replace(one, figures=tuple(sorted(at[place] for place in one.figures if place in at))) for one in found]
    held = [one for one in held if len(one.figures) > 1][:3]
    name = f"figures-{group.question.id}" + (f"-{group.figures[0].claim.number}" if group.unit else "")
    notes = []
    if len(group.figures) > len(order):
        notes.append(f"{plural(len(group.figures) - len(order), 'more figure')} in the table only.")
    if left:
        notes.append(f"{plural(left, 'more question')} answered with figures: see the claims.")
    drawings = [interval_drawing(figures, held, frame, unit=group.unit) for frame in svg.FRAMES]
    title, grid = _title(group, found), _table(group.figures, found)
    return svg.chart("intervals", name, title, _says(figures, held), drawings, grid, " ".join(notes))


def _chart_of_single_figures(unordered: Sequence[Figure]) -> svg.Chart:
    figures = sorted(sorted(unordered, key=lambda figure: figure.claim.number)[:MOST], key=_size)
    title = f"{capitalized(plural_in_words(len(unordered), 'figure'))} that stand alone"
    says = (
        f"{_ends(figures)} No two of them are recorded as answers to one question: whether any two count the same is "
        "not known."
    )
    left = len(unordered) - len(figures)
    note = f"{plural(left, 'more figure')} in the table only." if left else ""
    drawings = [interval_drawing(figures, (), frame, unit="", alone=True) for frame in svg.FRAMES]
    return svg.chart("intervals", "figures-alone", title, says, drawings, _table(unordered, ()), note)


def _title(group: FigureGroup, clashes: Sequence[FigureClash]) -> str:
    total = len(group.figures)
    begin = f"{capitalized(plural_in_words(total, 'figure'))} for {svg.question_phrase(group.question.text)}"
    if not clashes:
        return f"{begin}: none is known to rule out another"
    worst = min(clashes, key=lambda clash: clash.strength)
    count = len(worst.figures)
    who = "they" if count == total else f"{number_word(count)} of them"
    return f"{begin}: {who} {MODAL_VERBS[worst.strength]} {both_or_all(worst)} hold"


def _says(figures: Sequence[Figure], clashes: Sequence[FigureClash]) -> str:
    sentences = [_ends(figures)]
    for clash in clashes:
        sentences.append(clash_words(figures, clash))
        if gap := gap_between(figures, clash):
            ends = (grouped(gap[0].answer.high or "0"), grouped(gap[1].answer.low or "0"))
            sentences.append(f"The shaded stretch between {ends[0]} and {ends[1]} parts them.")
        sentences += [*remark_sentences(clash.row.differs), *remark_sentences(clash.row.notes)]
    return " ".join(sentences)


def _ends(figures: Sequence[Figure]) -> str:
    most = max(figures[1:], key=lambda figure: _size(figure)[1])
    return f"From {_figure_words(figures[0])}, to {_figure_words(most)}."


def _figure_words(figure: Figure) -> str:
    means = f" ({figure.means})" if figure.means and figure.means != figure.answer.words else ""
    return f"{figure.words}{means}, by {figure.who}"


def _table(figures: Sequence[Figure], clashes: Sequence[FigureClash]) -> Grid:
    rows: list[dict[str, str]] = []
    for place, figure in sorted(enumerate(figures), key=lambda item: _size(item[1])):
        marks = [f"{STRENGTH_MARKS[clash.strength]} {clash.strength}" for clash in clashes if place in clash.figures]
        scope, status = figure.answer.scope or "", figure.claim.status.name
        rows.append(
            {
                "Claim": f"C{figure.claim.number}",
                "Figure": figure.words,
                "Means": figure.means,
                "Unit": figure.unit,
                "Counting": shown(figure.answer.counting or ""),
                "Place and hours": "not stated" if scope == "unstated" else shown(scope),
                "Said by": figure.who,
                "Date": date_words(shown(figure.date)),
                "Status": f"{STATUS_MARKS[status]} {status.replace('-', ' ')}",
                "Clash": join_list(dict.fromkeys(marks)),
                "Wording": shown(figure.claim.text),
            }
        )
    return svg.table(list(rows[0]), [list(row.values()) for row in rows], right=("Means",))
