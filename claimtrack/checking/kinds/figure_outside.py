"""A figure that no source gave.

What it flags: a number in a sentence about what the ledger has figures on, which lies in none of the intervals that
they mean. A rounded number inside one is no fault: 210 is “about 200”, 30 is “dozens”.

Why it matters: a figure changes as it is passed on, and nobody can say any more whose it is.

Example: the fire chief said about 200 families; the draft says 600.

What to do: Give the figure as its source gave it, or record the source that gives this one.
"""

from collections.abc import Iterator

from claimtrack.checking.kind import Case, Found, kind
from claimtrack.checking.repeats import Repeat, reading
from claimtrack.domain.figures import meet
from claimtrack.queries.holdings import Holding


def _find(case: Case) -> Iterator[Found]:
    answers: dict[str, list[Holding]] = {}
    for holding in case.holdings.claims:
        if holding.figure is not None and not holding.restricted:
            answers.setdefault(holding.question or holding.id, []).append(holding)
    told: dict[int, set[str]] = {}
    for repeat in case.open_repeats():
        holding = repeat.holding
        if holding.figure is None or not repeat.figures:
            continue
        group = answers.get(holding.question or holding.id, [])
        seen = told.setdefault(repeat.sentence.number, set())
        if _inside(repeat, group) or holding.question in seen or _inside_another(case, repeat, group):
            continue
        seen.add(holding.question or holding.id)
        figure = repeat.figures[0]
        given = "; ".join(dict.fromkeys(_given(case, one) for one in group))
        yield Found(
            figure.start,
            figure.end,
            f"“{figure.words}” lies outside every figure the ledger has: {given}.",
            "Give the figure as its source gave it, or record the source that gives this one.",
            holding,
            tuple(one.id for one in group if one.id != holding.id),
        )


def _inside(repeat: Repeat, group: list[Holding]) -> bool:
    return any(
        one.figure is not None and meet(one.figure, reading(one, figure)) for one in group for figure in repeat.figures
    )


def _inside_another(case: Case, repeat: Repeat, group: list[Holding]) -> bool:
    """Whether the sentence repeats a claim on another question as well or better, and its number is that one's."""
    return any(
        other.figures
        and other.agrees
        and other.holding.figure is not None
        and other.score >= repeat.score - 0.05
        and other.holding not in group
        for other in case.repeats_in[repeat.sentence.number]
    )


def _given(case: Case, holding: Holding) -> str:
    figure = holding.figure
    assert figure is not None
    bounds = figure.low if figure.high == figure.low else f"{figure.low} to {figure.high or 'any number'}"
    return f"“{holding.answer}” ({bounds}; {case.origins(holding)})"


KIND = kind(__name__, __doc__, "error", _find)
