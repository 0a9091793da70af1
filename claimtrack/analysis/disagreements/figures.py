"""Figures that cannot both hold: candidates by SQL, decided by the intervals they mean.

Same question and unit, both asserted, and either the dates overlap and the intervals do not meet, or the question is
cumulative and an earlier figure is above a later one.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import AnswerGiven, QuestionAsked, asked_ctes, differing
from claimtrack.analysis.disagreements.positions import CERTAIN, POSSIBLE, Incompatibility
from claimtrack.analysis.origins import AFFIRMED, before, discounted_cte
from claimtrack.analysis.scope import READ_AS, ClaimScope, composed, fetch
from claimtrack.domain.figures import Interval, meet, widened
from claimtrack.domain.figures.tables import is_count
from claimtrack.domain.text import key

APART = """MAX(low_n) > MIN(high_n)
      OR (MAX(low_n) = MIN(high_n) AND MAX(low_open + high_open) > 0)
      OR (MAX(low_n) >= MIN(high_n) - 1 AND MAX(low_n % 1000 + high_n % 1000) > 0)"""
"""Whether two of a group may not meet: thousandths are rounded outward, open bounds left out."""

_PUBLISHED = "CASE WHEN LENGTH(d.published) > 10 THEN {1} ELSE d.{0} END"
"""A bound of a publication's date; of one that may have a time of day, any: its day is not worked out in SQL."""

_DATED = (
    f"""few AS (
  SELECT question FROM replies WHERE answer_kind = 'figure'
  GROUP BY question HAVING COUNT(*) > 1 AND ({APART})
)""",
    f"""dated AS (
  SELECT p.question, p.claim, p.low_n, p.high_n, p.low_open, p.high_open,
         CASE WHEN MAX(CASE WHEN a.stance = 'withdraws' OR x.assertion IS NOT NULL
                            THEN 1 ELSE 0 END) = 1 THEN NULL
              WHEN p.for_date IS NOT NULL THEN p.date_lo
              ELSE COALESCE(MIN(a.said_lo), MIN({_PUBLISHED.format("published_lo", "''")})) END AS lo,
         CASE WHEN MAX(CASE WHEN a.stance = 'withdraws' OR x.assertion IS NOT NULL
                            THEN 1 ELSE 0 END) = 1 THEN NULL
              WHEN p.for_date IS NOT NULL THEN p.date_hi
              WHEN MIN(a.said_lo) IS NOT NULL THEN MAX(a.said_hi)
              ELSE MAX({_PUBLISHED.format("published_hi", "'~'")}) END AS hi
  FROM few CROSS JOIN replies p CROSS JOIN assertion a
  LEFT JOIN discounted x ON x.assertion = a.id
  LEFT JOIN read_as df ON df.id = a.document
  LEFT JOIN document d ON d.id = COALESCE(df.canonical, a.document)
  WHERE p.question = few.question AND p.answer_kind = 'figure' AND p.low_n IS NOT NULL
    AND a.claim = p.claim AND (a.{AFFIRMED} OR a.stance = 'withdraws')
  GROUP BY p.question, p.claim, p.low_n, p.high_n, p.low_open, p.high_open, p.for_date,
           p.date_lo, p.date_hi
)""",
    """spread AS (
  SELECT question, claim, low_n, high_n, low_open, high_open,
         COALESCE(lo, '') AS lo, CASE WHEN lo IS NULL THEN '~' ELSE COALESCE(hi, '~') END AS hi
  FROM dated
)""",
    """walked AS (
  SELECT question, claim, low_n, high_n, low_open, high_open, lo,
         MAX(hi) OVER (PARTITION BY question ORDER BY lo, claim
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach,
         MAX(low_n) OVER (PARTITION BY question ORDER BY lo, claim
                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS peak,
         MAX(low_open) OVER (PARTITION BY question ORDER BY lo, claim
                             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS peak_open
  FROM spread
)""",
    """islands AS (
  SELECT question, low_n, high_n, low_open, high_open,
         SUM(CASE WHEN reach IS NULL OR lo > reach THEN 1 ELSE 0 END)
           OVER (PARTITION BY question ORDER BY lo, claim
                 ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS island
  FROM walked
)""",
)
_SELECT = f"""SELECT question FROM (
  SELECT question FROM islands GROUP BY question, island HAVING {APART}
  UNION
  SELECT w.question FROM walked w JOIN question q ON q.id = w.question
  WHERE q.cumulative = 1
    AND (w.peak > w.high_n
         OR (w.peak >= w.high_n - 1
             AND w.peak_open + w.high_open + w.high_n % 1000 + w.peak % 1000 > 0))
) AS apart ORDER BY question"""


def candidates(conn: Connection, scope: ClaimScope) -> list[str]:
    """The figure questions of which two answers may not both hold. Units are not looked at."""
    ctes = (*asked_ctes(scope), READ_AS, scope.cte(), discounted_cte(scope), *_DATED)
    return [row.question for row in fetch(conn, composed(ctes, _SELECT), scope.params)]


_interval = lru_cache(Interval)
_wider = lru_cache(widened)
_unit_key = lru_cache(key)


def interval_of(answer: AnswerGiven) -> Interval | None:
    """The numbers an answer may mean; None where its words have no reading."""
    if answer.low is None:
        return None
    return _interval(answer.low, answer.high, answer.low_open, answer.high_open, answer.approximate, answer.vague)


def clash(question: QuestionAsked, a: AnswerGiven, b: AnswerGiven) -> Incompatibility | None:
    """Why the two figures cannot both hold, None when they can. Origins are not looked at."""
    if a.unit != b.unit and _unit_key(a.unit) != _unit_key(b.unit):
        return None
    x, y = interval_of(a), interval_of(b)
    if x is None or y is None:
        return None
    differs: list[str] = []
    if before(a.hi, b.lo):
        apart = question.cumulative and _above(x, y)
    elif before(b.hi, a.lo):
        apart = question.cumulative and _above(y, x)
    else:
        apart = not meet(x, y)
    if not apart:
        return None
    strength = CERTAIN
    if missing := [f"“{answer.words}”" for answer in (a, b) if answer.lo is answer.hi is None]:
        differs.append(f"date not given for {' and '.join(missing)}")
        strength = POSSIBLE
    besides = differing(a, b)
    if besides or not question.exclusive:
        strength = POSSIBLE
    counted = is_count(a.unit)
    if (x.approximate or y.approximate) and meet(_wider(x, count=counted), _wider(y, count=counted)):
        strength = POSSIBLE
        differs.append("an approximate figure, read a little more widely, would meet the other")
    return Incompatibility(strength, (*besides, *differs), _notes(a, b, x, y) if besides else ())


def _above(x: Interval, y: Interval) -> bool:
    """Whether everything that x means lies above everything that y means."""
    return not meet(x, y) and y.high is not None and Decimal(x.low) >= Decimal(y.high)


def _notes(a: AnswerGiven, b: AnswerGiven, x: Interval, y: Interval) -> tuple[str, ...]:
    """That counts of different things are not to be added: the smaller may lie inside."""
    small, large = (b, a) if _above(x, y) else (a, b)
    return (f"“{small.words}” may lie inside “{large.words}”: not to be added",)
