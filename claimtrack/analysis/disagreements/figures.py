"""Figures that cannot both hold: candidates by SQL, decided by the intervals they mean.

Same question and unit, both asserted, and either the dates overlap and the intervals do not meet, or the question is
cumulative and an earlier figure is above a later one.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import (
    AnswerGiven,
    FigureReading,
    QuestionAsked,
    asked_ctes,
    differing,
    reading,
)
from claimtrack.analysis.disagreements.positions import CERTAIN, POSSIBLE, Difference, Incompatibility
from claimtrack.analysis.origins import before
from claimtrack.analysis.scope import ClaimScope, composed, fetch
from claimtrack.domain.figures import Interval, Numbers, numbers
from claimtrack.domain.text import key

APART = """MAX(low_n) > MIN(high_n)
      OR (MAX(low_n) = MIN(high_n) AND MAX(low_open + high_open) > 0)
      OR (MAX(low_n) >= MIN(high_n) - 1 AND MAX(low_n % 1000 + high_n % 1000) > 0)"""
"""Whether two of a group may not meet: thousandths are rounded outward, open bounds left out."""

_SELECT = f"""SELECT question FROM replies WHERE answer_kind = 'figure'
GROUP BY question HAVING COUNT(*) > 1 AND ({APART}) ORDER BY question"""


def candidates(conn: Connection, scope: ClaimScope) -> list[str]:
    """The figure questions of which two answers may not both hold. Dates, units and who says them are not looked at."""
    return [row.question for row in fetch(conn, composed(asked_ctes(scope), _SELECT), scope.params)]


@lru_cache(1 << 14)
def bounds(low: str | None, high: str | None) -> Numbers:
    """The bounds of a figure; of what is none, such that it is apart from nothing."""
    return numbers(Interval(low, high)) if low is not None else Numbers(Decimal("-Infinity"), Decimal("Infinity"))


_unit_key = lru_cache(key)


def clash(question: QuestionAsked, a: AnswerGiven, b: AnswerGiven) -> Incompatibility | None:
    """Why the two figures cannot both hold, None when they can. Origins are not looked at."""
    x, y = a.reading, b.reading
    if x is None or y is None or b.low is None or x.plain.meet(y.plain):
        return None
    if a.unit != b.unit:
        if _unit_key(a.unit) != _unit_key(b.unit):
            return None
        y = reading(b.low, b.high, b.low_open, b.high_open, b.approximate, b.vague, a.unit)
    if before(a.hi, b.lo):
        apart = question.cumulative and x.plain.low >= y.plain.high
    elif before(b.hi, a.lo):
        apart = question.cumulative and y.plain.low >= x.plain.high
    else:
        apart = True
    if not apart:
        return None
    strength = CERTAIN
    differs: list[Difference] = []
    if a.lo is a.hi is None or b.lo is b.hi is None:
        undated = tuple(f"“{answer.words}”" for answer in (a, b) if answer.lo is answer.hi is None)
        differs.append(Difference("date", unsaid=undated))
        strength = POSSIBLE
    besides = differing(a, b)
    if besides or not question.exclusive:
        strength = POSSIBLE
    if x.wider.meet(y.wider):
        strength = POSSIBLE
        differs.append(Difference("an approximate figure, read a little more widely, would meet the other"))
    if not besides and not differs:
        return _NOTHING_ELSE[strength]
    return Incompatibility(strength, (*besides, *differs), _notes(a, b, x, y) if besides else ())


_NOTHING_ELSE = {strength: Incompatibility(strength) for strength in (CERTAIN, POSSIBLE)}
"""Strength -> that of two figures between which nothing else differs, as between most that cannot both hold."""


def _notes(a: AnswerGiven, b: AnswerGiven, x: FigureReading, y: FigureReading) -> tuple[str, ...]:
    """That counts of different things are not to be added: the smaller may lie inside."""
    small, large = (b, a) if x.plain.low >= y.plain.high else (a, b)
    return (f"“{small.words}” may lie inside “{large.words}”: not to be added",)
