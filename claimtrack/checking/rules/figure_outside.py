"""A figure that no source gave.

What it flags: a number in a sentence about what the ledger has figures on, which lies in none of the intervals that
they mean. A rounded number inside one is no fault: 210 is “about 200”, 30 is “dozens”.

Why it matters: a figure changes as it is passed on, and nobody can say any more whose it is.

Example: the fire chief said about 200 families; the draft says 600.

What to do: Give the figure as its source gave it, or record the source that gives this one.
"""

from collections.abc import Iterator

from claimtrack.checking.claim_matching import ClaimMatch, counted_things, interval_beside
from claimtrack.checking.figures import CountedFigure, DraftFigure, counted_figures, counted_figures_of, may_be_same
from claimtrack.checking.rule import Case, DraftMatch, kind
from claimtrack.checking.words import word_stems
from claimtrack.queries.check_data import CheckedClaim

_ANYTHING = word_stems("people persons") | {"time"}
"""What is counted too often to tell what a figure is about."""

NEXT_STEP = "Give the figure as its source gave it, or record the source that gives this one."


def _find(case: Case) -> Iterator[DraftMatch]:
    answers: dict[str, list[CheckedClaim]] = {}
    for holding in case.holdings.claims:
        if holding.figure is not None and not holding.restricted:
            answers.setdefault(holding.question or holding.id, []).append(holding)
    beside = _beside(case)
    told: set[tuple[int, int]] = set()
    for repeat in case.open_repeats():
        for number, found in (*_answer(case, repeat, answers, beside), *_others(case, repeat, beside)):
            if (number.start, number.end) not in told:
                told.add((number.start, number.end))
                yield found


def _beside(case: Case) -> dict[str, list[CountedFigure]]:
    """What is counted -> the counts of it in claims that answer no question of how many."""
    found: dict[str, list[CountedFigure]] = {}
    for holding in case.holdings.claims:
        if holding.restricted:
            continue
        answered = (
            _ANYTHING | counted_things(holding)
            if holding.figure is not None and holding.question is not None
            else _ANYTHING
        )
        for count in counted_figures_of(holding.text):
            if count.things and count.things[0] not in answered:
                found.setdefault(count.things[0], []).append(count)
    return found


def _answer(
    case: Case, repeat: ClaimMatch, answers: dict[str, list[CheckedClaim]], beside: dict[str, list[CountedFigure]]
) -> Iterator[tuple[DraftFigure, DraftMatch]]:
    """The figure that a claim is about."""
    holding = repeat.holding
    if holding.figure is None or not repeat.figures:
        return
    group = answers.get(holding.question or holding.id, [])
    if _inside(repeat, group) or _inside_another(case, repeat, group):
        return
    number = repeat.figures[0]
    things = next((c.things for c in _counts(case, repeat) if c.number.start == number.start), ())
    if any(
        may_be_same(count.number.counted, number.counted) for thing in things[:1] for count in beside.get(thing, ())
    ):
        return
    given = "; ".join(dict.fromkeys(_given(case, one) for one in group))
    fact = f"“{number.words}” lies outside every figure the ledger has: {given}."
    related = tuple(one.id for one in group if one.id != holding.id)
    yield number, DraftMatch(number.start, number.end, fact, NEXT_STEP, holding, related)


def _others(
    case: Case, repeat: ClaimMatch, beside: dict[str, list[CountedFigure]]
) -> Iterator[tuple[DraftFigure, DraftMatch]]:
    """Figures that a claim tells besides: "repaired twice"."""
    holding = repeat.holding
    if repeat.turned or not holding.affirming:
        return
    taken = counted_things(holding) if holding.figure is not None else frozenset()
    for thing in sorted({c.things[0] for c in counted_figures_of(holding.text) if c.things} - taken):
        given = [c.number for c in counted_figures_of(holding.text) if c.things[:1] == (thing,)]
        for count in _counts(case, repeat):
            known = [*(c.number for c in beside.get(thing, ())), *given]
            if count.things[:1] != (thing,) or any(may_be_same(one.counted, count.number.counted) for one in known):
                continue
            told = count.number
            fact = f"“{told.words}” is not what the ledger has: “{given[0].words}” ({case.origins(holding)})."
            yield told, DraftMatch(told.start, told.end, fact, NEXT_STEP, holding)


def _counts(case: Case, repeat: ClaimMatch) -> list[CountedFigure]:
    return counted_figures(case.draft.text, repeat.sentence.start, repeat.sentence.end)


def _inside(repeat: ClaimMatch, group: list[CheckedClaim]) -> bool:
    return any(
        one.figure is not None and may_be_same(one.figure, interval_beside(one, figure))
        for one in group
        for figure in repeat.figures
    )


def _inside_another(case: Case, repeat: ClaimMatch, group: list[CheckedClaim]) -> bool:
    """Whether the sentence repeats a claim on another question as well or better, and its number is that one's."""
    return any(
        other.figures
        and other.agrees
        and other.holding.figure is not None
        and other.score >= repeat.score - 0.05
        and other.holding not in group
        for other in case.repeats_in[repeat.sentence.number]
    )


def _given(case: Case, holding: CheckedClaim) -> str:
    figure = holding.figure
    assert figure is not None
    bounds = figure.low if figure.high == figure.low else f"{figure.low} to {figure.high or 'any number'}"
    return f"“{holding.answer}” ({bounds}; {case.origins(holding)})"


KIND = kind(__name__, __doc__, "error", _find)
