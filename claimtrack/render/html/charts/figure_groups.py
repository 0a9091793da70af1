"""The figures of a report: what each claim gives, who says so and for when, and which of them clash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from claimtrack.domain.english import capitalized, join_list, plural_in_words, quoted
from claimtrack.domain.text import key
from claimtrack.queries.report.compose import ReportPage
from claimtrack.queries.report.page import ReportQuestion
from claimtrack.queries.report.views import ReportDisagreement
from claimtrack.queries.views import Answer, Assertion, Claim, interval_words
from claimtrack.render.html.charts.axes import moment_of
from claimtrack.render.report.assertions import reader_assertions
from claimtrack.render.source_names import UNNAMED, source_name
from claimtrack.render.terminal.style import STRENGTH_MARKS
from claimtrack.render.terminal.width import shown

OPEN = ("open", "reopened")
"""States of a disagreement that is not settled."""

MODAL_VERBS = {"certain": "cannot", "possible": "may not"}
"""Strength of a disagreement -> how figures (do not) hold."""

MOST_NAMED = 6
"""Figures that are named in one sentence."""

NOBODY = "nobody named"
OWN_VOICE = "in its own voice"


class FigureMoment(NamedTuple):
    """When somebody first gave a figure, and the date as written. `described`: not named, and maybe several."""

    when: datetime
    who: str
    date: str
    described: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as one claim gives it. `low` and `high` are its bounds (`high` None: none), words are safe to show.

    `people` are those who give it, `moments` when each who is dated first did, in order of time.
    """

    claim: Claim
    answer: Answer
    low: float
    high: float | None
    people: tuple[str, ...]
    moments: tuple[FigureMoment, ...]

    @property
    def words(self) -> str:
        """The figure as it was given, in quote marks."""
        return quoted(self.answer.words)

    @property
    def who(self) -> str:
        """Those who say so."""
        return join_list(self.people)

    @property
    def date(self) -> str:
        """Its first date as written, "" without one."""
        return self.moments[0].date if self.moments else ""

    @property
    def means(self) -> str:
        """Its interval in words."""
        answer = self.answer
        return interval_words(answer.low, answer.high, low_open=answer.low_open, high_open=answer.high_open) or ""

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high and not self.answer.approximate

    @property
    def unit(self) -> str:
        """What is measured, "" where it is what the question asks for or people are counted."""
        unit = shown(self.answer.unit or "")
        return "" if key(unit) == "people" else unit


@dataclass(frozen=True, slots=True)
class FigureClash:
    """Figures of which not all can hold. `figures` are places in the list they were looked for in."""

    strength: str
    figures: tuple[int, ...]
    row: ReportDisagreement


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures that answer one question in one unit, in the order of their claims."""

    question: ReportQuestion
    unit: str
    figures: tuple[Figure, ...]


def figure_groups(page: ReportPage) -> Iterator[FigureGroup]:
    """The figures of a page by question and unit, in the order in which they are first answered."""
    claims = {claim.number: claim for claim in page.report.claims}
    for question in page.questions:
        if question.kind != "figure":
            continue
        by_unit: dict[str, list[Figure]] = defaultdict(list)
        for number in question.claims:
            if number in claims and (figure := figure_of(claims[number])):
                by_unit[key(figure.unit)].append(figure)
        for figures in by_unit.values():
            yield FigureGroup(question, figures[0].unit, tuple(figures))


def figure_of(claim: Claim) -> Figure | None:
    """The figure that a claim gives; None where it gives none, or nobody says so any more."""
    answer = claim.answer
    if answer is None or answer.kind != "figure" or answer.low is None:
        return None
    rows = [row for row in reader_assertions(claim) if row.counts and row.attribution.stance == "asserts"]
    sayings = tuple((origin_words(row), answer.for_date or date_of(row), _is_described(row)) for row in rows)
    if not sayings:
        return None
    high = float(answer.high) if answer.high is not None else None
    people = tuple(dict.fromkeys(who for who, _, _ in sayings))
    return Figure(claim, answer, float(answer.low), high, people, tuple(_moments(sayings)))


def _moments(sayings: Iterable[tuple[str, str, bool]]) -> list[FigureMoment]:
    first_moments: dict[str, FigureMoment] = {}
    for who, date, described in sayings:
        when = moment_of(date)
        if when is not None:
            moment = FigureMoment(when, who, date, described)
            first_moments[who] = min(moment, first_moments.get(who, moment))
    return sorted(first_moments.values())


def _is_described(row: Assertion) -> bool:
    hop = row.attribution.hops[0]
    return hop.name is None and source_name(hop) != UNNAMED


def origin_words(row: Assertion) -> str:
    """Who said it first, in words that are safe to show."""
    who = source_name(row.attribution.hops[0])
    if row.attribution.quote_kind == "own":
        return f"{who} {OWN_VOICE}"
    return NOBODY if who == UNNAMED else who


def date_of(row: Assertion) -> str:
    """When it was said, else published, as written; "" where neither is known."""
    return next((hop.said for hop in row.attribution.hops[:1] if hop.said), None) or row.attribution.published or ""


def open_clashes(page: ReportPage) -> dict[int, list[ReportDisagreement]]:
    """The disagreements about figures that are not settled, by the numbers of the claims in them."""
    by_claim: dict[int, list[ReportDisagreement]] = defaultdict(list)
    for row in page.report.disagreements:
        if row.kind == "figure" and row.state in OPEN:
            for number in dict.fromkeys(position.claim for position in row.positions):
                by_claim[number].append(row)
    return by_claim


def clashes(disagreements: Mapping[int, Sequence[ReportDisagreement]], figures: Sequence[Figure]) -> list[FigureClash]:
    """Those of the known disagreements in which two or more of these figures are positions."""
    places = {figure.claim.number: place for place, figure in enumerate(figures)}
    rows = {id(row): row for number in places for row in disagreements.get(number, ())}
    results = []
    for row in rows.values():
        positions = sorted({places[position.claim] for position in row.positions if position.claim in places})
        if len(positions) > 1:
            results.append(FigureClash(row.strength, tuple(positions), row))
    return results


def gap_between(figures: Sequence[Figure], clash: FigureClash) -> tuple[Figure, Figure] | None:
    """The two figures between which lies a stretch with none of the clashing ones in it: the lower, the higher.

    It goes from the highest bound of the one to the lowest of the other. None where they do not part so.
    """
    clashing = [figures[place] for place in clash.figures]
    below = min(
        (figure for figure in clashing if figure.high is not None), key=lambda figure: figure.high or 0.0, default=None
    )
    above = max(clashing, key=lambda figure: figure.low)
    if below is None or below.high is None or below.high >= above.low:
        return None
    begins, ends = below.high, above.low
    clear = all((figure.high is not None and figure.high <= begins) or figure.low >= ends for figure in clashing)
    return (below, above) if clear else None


def clash_words(figures: Sequence[Figure], clash: FigureClash) -> str:
    """Which figures clash and how, as a sentence."""
    quotes = [figures[place].words for place in clash.figures]
    words = join_list(quotes) if len(quotes) <= MOST_NAMED else capitalized(plural_in_words(len(quotes), "figure"))
    return f"{words} {MODAL_VERBS[clash.strength]} {both_or_all(clash)} hold (marked {STRENGTH_MARKS[clash.strength]})."


def both_or_all(clash: FigureClash) -> str:
    """The word for all of those that clash."""
    return "both" if len(clash.figures) == 2 else "all"
