"""Figures that certainly cannot both hold, told from few columns of each: what statuses need of `contest`.

`contest` says the same of answers that are read in full, and what else differs between them. Where these columns do not
tell, that is said, and the question is for `contest`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import UNSTATED, asked_ctes
from claimtrack.analysis.disagreements.contest import MOST
from claimtrack.analysis.origins import AssertionOrigin, assertion_origins, before
from claimtrack.analysis.scope import ClaimScope, composed, fetch, fetch_pages, portions
from claimtrack.domain.dates import whole_days
from claimtrack.domain.figures import Interval, widened
from claimtrack.domain.figures.tables import COUNTED_BY_DEFAULT, is_count
from claimtrack.domain.text import key
from claimtrack.domain.vocabulary import AFFIRMING
from claimtrack.ledger.store.dialect import select_in

Days = tuple[str | None, str | None]
"""The bounds of a date, 27-character UTC text; None where it has none."""

Origins = Mapping[str, Sequence[AssertionOrigin]]
"""The origins of the assertions of claims, by claim."""

_FIGURES = """SELECT question, claim, low, high, approximate, vague, unit, counting, scope,
       low_open + high_open AS open_bounds, for_date, date_lo, date_hi
FROM replies WHERE answer_kind = 'figure' AND low IS NOT NULL
ORDER BY question, claim"""

_QUESTIONS = """SELECT id, cumulative, unit, counting, scope FROM question
WHERE answer_kind = 'figure' AND exclusive = 1"""


class _Figure(NamedTuple):
    """A figure of a known date that somebody stands behind.

    `low` and `high` are the widest that it may mean, `about` is what it counts and where. `lo` and `hi` bound its date,
    `days` are those it was said on; `body` is the one body that says it, None where that is not one, or not known.
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
    questions = {id: more for id, *more in map(tuple, asked)}
    rows = fetch_pages(conn, composed(ctes, _FIGURES), scope.params)
    return {
        question: _clashing(figures, questions[question], origins)
        for question, some in groupby(rows, key=itemgetter(0))
        if question in questions and len(figures := list(some)) > 1
    }


def _clashing(rows: Sequence[Sequence[Any]], question: Sequence[Any], origins: Origins) -> set[str] | None:
    """The claims with these figures that cannot hold beside another; None where that is not told."""
    if len(rows) > MOST:
        return None
    cumulative, its_unit, its_counting, its_scope = question
    figures = []
    for _, claim, low, high, approximate, vague, unit, counting, place, open_bounds, for_date, lo, hi in rows:
        behind = _behind(origins.get(claim, ()))
        if behind is None or open_bounds:
            return None
        days, date, body = behind
        least, most, about = _meaning(
            low, high, approximate, vague, unit or its_unit, counting or its_counting, place or its_scope
        )
        if for_date is None:
            lo, hi = date
        if days and about is not None and not lo is hi is None:
            figures.append(_Figure(claim, least, most, about, lo, hi, days, body))
    return _apart(figures, cumulative=bool(cumulative))


def _behind(origins: Sequence[AssertionOrigin]) -> tuple[Sequence[Days], Days, str | None] | None:
    """When a claim was said, the date of its answer by that, the one body behind it; None where that is not told."""
    days: list[Days] = []
    said: list[Days] = []
    bodies = set()
    for _, stance, _, _, _, body, uttered, lo, hi, published in origins:
        if stance == "withdraws" or (uttered is not None and lo is None):
            return None
        if stance not in AFFIRMING:
            continue
        if uttered is not None:
            said.append((lo, hi))
        elif published is not None and "T" in published:
            lo, hi = _whole_days(published, lo, hi)
        days.append((lo, hi))
        bodies.add(body)
    dated = said or [one for one in days if one[0]]
    date = dated[0] if len(dated) == 1 else min(dated, key=_in_order, default=(None, None))
    return days, date, bodies.pop() if len(bodies) == 1 else None


def _in_order(days: Days) -> tuple[str, str]:
    return days[0] or "", days[1] or "~"


_key = lru_cache(key)
_whole_days = lru_cache(whole_days)


@lru_cache(1 << 14)
def _meaning(
    low: str, high: str | None, approximate: int, vague: int, unit: str | None, counting: str | None, place: str | None
) -> tuple[Decimal, Decimal, tuple[str, str, str] | None]:
    """The bounds of a figure, those of an approximate one read a little more widely; what it counts and where.

    The last is None where the source does not say: such a figure certainly clashes with none.
    """
    unit = unit or COUNTED_BY_DEFAULT
    widest = widened(Interval(low, high, approximate=bool(approximate), vague=bool(vague)), count=is_count(unit))
    about = None if UNSTATED in (counting, place) else (_key(unit), _key(counting or ""), _key(place or ""))
    return Decimal(widest.low), Decimal("Infinity" if widest.high is None else widest.high), about


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
