"""Figures that certainly cannot both hold, told from few columns of each: what statuses need of `contest`.

`contest` says the same of answers that are read in full, and what else differs between them. Where these columns do not
tell, that is said, and the question is for `contest`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import UNSTATED, asked_ctes, reading
from claimtrack.analysis.disagreements.contest import MOST
from claimtrack.analysis.origins import AssertionOrigin, Days, assertion_origins, before, earliest
from claimtrack.analysis.scope import ClaimScope, composed, fetch, fetch_pages, portions
from claimtrack.domain.figures.tables import COUNTED_BY_DEFAULT
from claimtrack.domain.text import key
from claimtrack.domain.vocabulary import AFFIRMING
from claimtrack.ledger.store.dialect import select_in

Origins = Mapping[str, Sequence[AssertionOrigin]]
"""The origins of the assertions of claims, by claim."""

_FIGURES = """SELECT question, claim, low_open + high_open, for_date, date_lo, date_hi,
       low, high, approximate, vague, unit, counting, scope
FROM replies WHERE answer_kind = 'figure' AND low IS NOT NULL"""

_QUESTIONS = """SELECT id, cumulative, unit, counting, scope FROM question
WHERE answer_kind = 'figure' AND exclusive = 1"""

_Meaning = tuple[Decimal, Decimal, tuple[str, str, str] | None]
"""The bounds of a figure, those of an approximate one read a little more widely; what it counts and where.

The last is None where the source does not say: such a figure certainly clashes with none.
"""


class _Figure(NamedTuple):
    """A figure of a known date that somebody stands behind.

    `lo` and `hi` bound its date, `days` are those it was said on; `body` is the one body that says it, None where that
    is not one, or not known. The rest is as in `_Meaning`.
    """

    claim: str
    low: Decimal
    high: Decimal
    about: tuple[str, str, str]
    lo: str | None
    hi: str | None
    days: Sequence[Days]
    body: str | None


def certain_clashes(conn: Connection, scope: ClaimScope, origins: Origins) -> dict[str, set[str] | None]:
    """Figure question -> its claims of which another certainly cannot hold beside them; None where that is not told.

    Of the questions, after merges, that the claims of a scope answer; `origins` are of these claims.
    """
    ctes = asked_ctes(scope)
    if scope.whole:
        asked = fetch(conn, _QUESTIONS)
    else:
        answers = fetch(
            conn, composed(ctes, "SELECT question, claim FROM replies WHERE answer_kind = 'figure'"), scope.params
        )
        asked = tuple(select_in(conn, f"{_QUESTIONS} AND id IN :values", {row.question for row in answers}))
        others = sorted({row.claim for row in answers} - origins.keys())
        more = [assertion_origins(conn, ClaimScope(claims=some)) for some in portions(others)]
        origins = {claim: held for some in (origins, *more) for claim, held in some.items()}
    questions = {id: (bool(cumulative), tuple(more)) for id, cumulative, *more in map(tuple, asked)}
    by_question: dict[str, list[Sequence[Any]]] = defaultdict(list)
    for row in fetch_pages(conn, composed(ctes, _FIGURES), scope.params):
        if (question := questions.get(row[0])) is not None:
            by_question[row[0]].append((*row[1:6], *_meaning(row[6:], question[1])))
    return {
        question: _clashing(figures, origins, cumulative=questions[question][0])
        for question, figures in by_question.items()
        if len(figures) > 1
    }


def _clashing(rows: Sequence[Sequence[Any]], origins: Origins, *, cumulative: bool) -> set[str] | None:
    """The claims with these figures that cannot hold beside another; None where that is not told."""
    if len(rows) > MOST:
        return None
    lowest, highest = min([row[6] for row in rows]), max([row[5] for row in rows])
    figures = []
    for claim, open_bounds, for_date, lo, hi, low, high, about in rows:
        if low < lowest and high > highest:
            continue  # it meets every other
        behind = _behind(origins.get(claim, ()))
        if behind is None or open_bounds:
            return None
        days, date, body = behind
        if for_date is None:
            lo, hi = date
        if days and about is not None and not lo is hi is None:
            figures.append(_Figure(claim, low, high, about, lo, hi, days, body))
    return _apart(figures, cumulative=cumulative)


def _behind(origins: Sequence[AssertionOrigin]) -> tuple[Sequence[Days], Days, str | None] | None:
    """When a claim was said, the date of its answer by that, the one body behind it; None where that is not told."""
    if len(origins) == 1 and origins[0].stance in AFFIRMING and not origins[0].dated:
        _, _, _, _, body, spoken = origins[0]
        return (spoken,), spoken if spoken[0] else (None, None), body
    days: list[Days] = []
    said: list[Days] = []
    bodies = set()
    for _, _, dated, stance, body, spoken in origins:
        if stance == "withdraws" or (dated and spoken[0] is None):
            return None
        if stance not in AFFIRMING:
            continue
        if dated:
            said.append(spoken)
        days.append(spoken)
        bodies.add(body)
    known = said or [one for one in days if one[0]]
    return days, earliest(known), bodies.pop() if len(bodies) == 1 else None


_key = lru_cache(key)


@lru_cache(1 << 14)
def _meaning(figure: tuple[Any, ...], question: tuple[str | None, ...]) -> _Meaning:
    """What a figure means, from its columns in `_FIGURES` and the unit, counting and scope of its question."""
    low, high, approximate, vague, *own = figure
    unit, counting, place = (mine or asked for mine, asked in zip(own, question, strict=True))
    unit = unit or COUNTED_BY_DEFAULT
    wider = reading(low, high, 0, 0, approximate, vague, unit).wider
    about = None if UNSTATED in (counting, place) else (_key(unit), _key(counting or ""), _key(place or ""))
    return wider.low, wider.high, about


def _apart(figures: Sequence[_Figure], *, cumulative: bool) -> set[str]:
    """The claims among these figures that cannot hold beside another."""
    found: set[str] = set()
    upwards = sorted(figures, key=attrgetter("high"))
    for upper in figures:
        for lower in upwards:
            if lower.high >= upper.low:
                break
            if upper.about != lower.about or before(lower.hi, upper.lo):
                continue
            if before(upper.hi, lower.lo) and not cumulative:
                continue
            if upper.body is None or upper.body != lower.body or _at_one_time(upper, lower):
                found.update((upper.claim, lower.claim))
    return found


def _at_one_time(a: _Figure, b: _Figure) -> bool:
    """Whether one body gives both at what may be the same time: at a later one it is a revision."""
    if before(a.hi, b.lo) or before(b.hi, a.lo):
        return False
    return any(not (before(x[1], y[0]) or before(y[1], x[0])) for x in a.days for y in b.days)
