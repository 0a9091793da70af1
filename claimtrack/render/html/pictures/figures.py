"""Conflicting figures as intervals on one axis, a row a claim; figures that stand alone together at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimtrack.queries.interval import grouped
from claimtrack.queries.report import Page
from claimtrack.render.html.drawing.figures import (
    HOW,
    Clash,
    Figure,
    Group,
    both,
    clash_words,
    clashes,
    figure_of,
    groups,
    open_clashes,
    parted,
)
from claimtrack.render.html.drawing.frame import FRAMES
from claimtrack.render.html.drawing.intervals import Label, drawing
from claimtrack.render.html.drawing.phrases import asked, counted, spelled, table
from claimtrack.render.html.environment import drawn
from claimtrack.render.html.picture import Picture
from claimtrack.render.phrases import capital, listed
from claimtrack.render.report.blocks import Grid
from claimtrack.render.report.wording import plural, remarks
from claimtrack.render.terminal import STATUS_MARKS, STRENGTH_MARKS
from claimtrack.render.when import date_words
from claimtrack.render.width import shown

MOST = 40
"""Rows of one drawing; what is beyond is in its table."""

MOST_PICTURES = 24
"""Questions that are drawn, those with clashes first; figures of others are told with their claims."""


def draw(page: Page) -> Iterator[Picture]:
    """A picture for every question with two figures or more, and one of the figures that stand alone."""
    found = [group for group in groups(page) if len(group.figures) > 1]
    told = {figure.claim.number for group in found for figure in group.figures}
    known = open_clashes(page)
    marked = [(group, clashes(known, group.figures)) for group in found]
    ranked = sorted(range(len(marked)), key=lambda place: (_rank(marked[place][1]), place))[:MOST_PICTURES]
    for place in sorted(ranked):
        yield _picture(*marked[place], left=len(marked) - len(ranked) if place == max(ranked) else 0)
    figures = (figure_of(claim) for claim in page.report.claims if claim.number not in told)
    alone = [one for one in figures if one is not None and not one.unit]
    if len(alone) > 1:
        yield _alone(alone)


def _rank(found: Sequence[Clash]) -> int:
    strengths = {clash.strength for clash in found}
    return 0 if "certain" in strengths else 1 if strengths else 2


def _ordered(figures: Sequence[Figure], found: Sequence[Clash]) -> list[int]:
    """Places in the order in which they are drawn, the least first; where there are too many, clashing ones stay."""
    clashing = {place for clash in found for place in clash.figures}
    kept = sorted(range(len(figures)), key=lambda place: (place not in clashing, place))[:MOST]
    return sorted(kept, key=lambda place: _size(figures[place]))


def _size(figure: Figure) -> tuple[float, float, int]:
    return figure.low, figure.high if figure.high is not None else float("inf"), figure.claim.number


def _picture(group: Group, found: Sequence[Clash], *, left: int) -> Picture:
    order = _ordered(group.figures, found)
    figures = [group.figures[place] for place in order]
    at = {place: row for row, place in enumerate(order)}
    held = [
        Clash(one.strength, tuple(sorted(at[place] for place in one.figures if place in at)), one.row) for one in found
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
    return _made(
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


def _made(
    name: str,
    title: str,
    says: str,
    figures: Sequence[Figure],
    labels: Sequence[Label],
    found: Sequence[Clash],
    unit: str,
    note: str,
    grid: Grid,
    *,
    beside: float = 262,
) -> Picture:
    drawings = [drawing(figures, labels, found, frame, unit=unit, beside=beside) for frame in FRAMES]
    svg = drawn("pictures/figures.svg.jinja", id=name, title=title, says=says, drawings=drawings)
    return Picture(name, title, says, svg, grid, note)


def _alone(found: Sequence[Figure]) -> Picture:
    figures = sorted(found, key=_size)
    if len(figures) > MOST:
        figures = sorted(sorted(found, key=lambda one: one.claim.number)[:MOST], key=_size)
    labels = [Label(shown(one.claim.text), _who(one), _whole(one)) for one in figures]
    title = f"{capital(counted(len(found), 'figure'))} that have no rival"
    says = f"{_ends(figures)} They count different things: they are not to be added, nor held against each other."
    left = len(found) - len(figures)
    note = f"{plural(left, 'more figure')} in the table only." if left else ""
    return _made("figures-alone", title, says, figures, labels, (), "", note, _table(found, ()), beside=340)


def _title(group: Group, found: Sequence[Clash]) -> str:
    total = len(group.figures)
    begin = f"{capital(counted(total, 'figure'))} for {asked(group.question.text)}"
    if not found:
        return f"{begin}: none is known to rule out another"
    worst = min(found, key=lambda clash: clash.strength)
    count = len(worst.figures)
    who = "they" if count == total else f"{spelled(count)} of them"
    return f"{begin}: {who} {HOW[worst.strength]} {both(worst)} hold"


def _says(figures: Sequence[Figure], found: Sequence[Clash]) -> str:
    told = [_ends(figures)]
    for clash in found:
        told.append(clash_words(figures, clash))
        if gap := parted(figures, clash):
            ends = (grouped(gap[0].answer.high or "0"), grouped(gap[1].answer.low or "0"))
            told.append(f"The shaded stretch between {ends[0]} and {ends[1]} parts them.")
        told += [*remarks(clash.row.differs), *remarks(clash.row.notes)]
    return " ".join(told)


def _ends(figures: Sequence[Figure]) -> str:
    least, most = figures[0], max(figures[1:], key=lambda one: one.high if one.high is not None else float("inf"))
    return f"From {_told(least)}, to {_told(most)}."


def _told(figure: Figure) -> str:
    means = f" ({figure.means})" if figure.means and figure.means != figure.answer.words else ""
    return f"{figure.words}{means}, by {figure.who}"


def _label(figure: Figure) -> Label:
    counts = shown(figure.answer.counting or "")
    return Label(f"{figure.words} {counts}".rstrip(), _who(figure), _whole(figure))


def _who(figure: Figure) -> str:
    return f"{figure.who} · {date_words(figure.date)}" if figure.date else figure.who


def _whole(figure: Figure) -> str:
    return f"C{figure.claim.number} {shown(figure.claim.text)}: {_told(figure)}"


def _table(figures: Sequence[Figure], found: Sequence[Clash]) -> Grid:
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
                listed(dict.fromkeys(marks)),
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
