"""Figures over time: tolls that rise and sources that revise, told from those that part."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from claimtrack.queries.report import Page
from claimtrack.queries.report.rows import UpdateRow
from claimtrack.render.html.drawing.figures import (
    Clash,
    Figure,
    Group,
    Moment,
    clash_words,
    clashes,
    groups,
    open_clashes,
)
from claimtrack.render.html.drawing.frame import FRAMES
from claimtrack.render.html.drawing.phrases import asked, brief, counted, table
from claimtrack.render.html.drawing.timeline import Point, drawing
from claimtrack.render.html.environment import drawn
from claimtrack.render.html.picture import Picture
from claimtrack.render.phrases import capital, listed
from claimtrack.render.report.blocks import Grid
from claimtrack.render.report.wording import plural, refs
from claimtrack.render.terminal import STRENGTH_MARKS
from claimtrack.render.when import date_words
from claimtrack.render.width import shown

MOST, MOST_SERIES, MOST_PICTURES = 60, 12, 24
"""Points and sources of one drawing (what is beyond is in its table), and questions that are drawn."""


def draw(page: Page) -> Iterator[Picture]:
    """A picture for every question whose figures have two different dates or more."""
    known = open_clashes(page)
    steps: dict[int, list[UpdateRow]] = defaultdict(list)
    for row in page.report.updates:
        steps[row.later_claim].append(row)
    made = 0
    for group in groups(page):
        dates = {figure.moments[0].when.date() for figure in group.figures if figure.moments}
        if len(dates) > 1 and made < MOST_PICTURES:
            made += 1
            yield _picture(group, clashes(known, group.figures), _steps(group, steps))


def _steps(group: Group, steps: Mapping[int, Sequence[UpdateRow]]) -> list[UpdateRow]:
    numbers = {figure.claim.number for figure in group.figures}
    rows = (row for number in sorted(numbers) for row in steps.get(number, ()))
    return [row for row in rows if row.earlier_claim in numbers]


def _picture(group: Group, found: Sequence[Clash], steps: Sequence[UpdateRow]) -> Picture:
    figures = group.figures
    said = sorted((moment, place) for place, figure in enumerate(figures) for moment in figure.moments)
    times = Counter(moment.who for moment, _ in said)
    drawn_ones = {who for who, _ in times.most_common(MOST_SERIES)}
    kept = [(moment, place) for moment, place in said if moment.who in drawn_ones][:MOST]
    series = list(dict.fromkeys(moment.who for moment, _ in kept))
    points = [Point(place, series.index(moment.who), moment.when) for moment, place in kept]
    joins = sorted(_joins(figures, points, steps))
    first, last = figures[said[0][1]], figures[said[-1][1]]
    title, says = _title(group, first, last, found), _says(figures, len(times), found, joins, steps)
    drawings = [
        drawing(figures, points, series, joins, found, frame, unit=group.unit, cumulative=group.question.cumulative)
        for frame in FRAMES
    ]
    name = f"tolls-{group.question.id}" + ("" if not group.unit else f"-{figures[0].claim.number}")
    svg = drawn("pictures/tolls.svg.jinja", id=name, title=title, says=says, drawings=drawings)
    left = len(said) - len(kept)
    undated = sum(1 for figure in figures if not figure.moments)
    notes = [f"{plural(left, 'more point')} in the table only."] if left else []
    notes += [f"{plural(undated, 'figure')} without a date: in the table only."] if undated else []
    return Picture(name, title, says, svg, _table(figures, said, found, steps), " ".join(notes))


def _joins(figures: Sequence[Figure], points: Sequence[Point], steps: Sequence[UpdateRow]) -> set[tuple[int, int]]:
    """What follows from what, as places of points: a source's revision of its own figure, and an update by anybody."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, point in enumerate(points):
        places[figures[point.figure].claim.number].append(place)
    found = set()
    for row in steps:
        pairs = [
            (first, second)
            for first in places[row.earlier_claim]
            for second in places[row.later_claim]
            if points[first].when < points[second].when
        ]
        own = [pair for pair in pairs if points[pair[0]].series == points[pair[1]].series]
        found.update((own or (pairs if row.kind == "update" else []))[:1])
    return found


def _title(group: Group, first: Figure, last: Figure, found: Sequence[Clash]) -> str:
    told = (
        f"from {brief(first.words)} to {brief(last.words)}"
        if group.question.cumulative
        else counted(len(group.figures), "figure")
    )
    title = f"{capital(asked(group.question.text))}, over time: {told}"
    return f"{title}; sources part" if found else title


def _says(
    figures: Sequence[Figure],
    sources: int,
    found: Sequence[Clash],
    joins: Sequence[tuple[int, int]],
    steps: Sequence[UpdateRow],
) -> str:
    told = [f"{capital(counted(len(figures), 'figure'))} by {counted(sources, 'source')}, in order of time."]
    if joins:
        kinds = Counter(row.kind for row in steps)
        words = listed(plural(kinds[kind], kind) for kind in ("update", "revision") if kinds[kind])
        told.append(f"Solid steps join what follows from what ({words}).")
    for clash in found:
        told.append(clash_words(figures, clash))
    return " ".join(told)


def _table(
    figures: Sequence[Figure],
    said: Sequence[tuple[Moment, int]],
    found: Sequence[Clash],
    steps: Sequence[UpdateRow],
) -> Grid:
    told: dict[int, list[str]] = defaultdict(list)
    for row in steps:
        told[row.later_claim].append(f"{row.kind} of C{row.earlier_claim}")
    for clash in found:
        numbers = [figures[place].claim.number for place in clash.figures]
        for number in numbers:
            others = refs(other for other in numbers if other != number)
            told[number].append(f"{STRENGTH_MARKS[clash.strength]} {clash.strength} clash with {others}")
    dated = [(date_words(shown(moment.date)), moment.who, figures[place]) for moment, place in said]
    undated = [("no date", figure.who, figure) for figure in figures if not figure.moments]
    rows = [
        (date, who, figure.words, figure.means, f"C{figure.claim.number}", "; ".join(told[figure.claim.number]))
        for date, who, figure in (*dated, *undated)
    ]
    return table(("Date", "Said by", "Figure", "Means", "Claim", "What it is"), rows, right=("Means",))
