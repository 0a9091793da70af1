"""Answers in words, dates, places, yes and no: which of them cannot all stand.

Two words differ unless they are synonyms of the question; two dates unless they may be the same
time. A question that admits several answers gives possible disagreements only.
"""

from __future__ import annotations

from sqlalchemy import Connection

from claimtrack.analysis.answers import Answer, Question, asked_ctes, differing
from claimtrack.analysis.origins import before
from claimtrack.analysis.position import CERTAIN, POSSIBLE, Clash
from claimtrack.analysis.scope import Scope, composed, fetch

_WORDS = """SELECT question FROM (
  SELECT p.question, COALESCE(y.word, p.answer_key) AS word FROM replies p
  LEFT JOIN synonym y ON y.question = p.question AND y.key = p.answer_key
  WHERE p.answer_kind IN ('label', 'text', 'where', 'yes_no')
) AS worded GROUP BY question HAVING MIN(word) <> MAX(word) ORDER BY question"""

_TIMES = """SELECT question FROM replies WHERE answer_kind = 'when' GROUP BY question
HAVING MAX(COALESCE(date_lo, '')) > MIN(COALESCE(date_hi, '~'))
    OR (COUNT(*) > 1 AND MAX(CASE WHEN for_date IS NULL THEN 0 ELSE 1 END) = 1)
ORDER BY question"""


def candidates(conn: Connection, scope: Scope) -> list[str]:
    """The questions, figures apart, to which two different answers are recorded."""
    ctes = asked_ctes(scope)
    found = {row.question for select in (_WORDS, _TIMES) for row in fetch(conn, composed(ctes, select), scope.params)}
    return sorted(found)


def clash(question: Question, a: Answer, b: Answer) -> Clash | None:
    """Why the two answers cannot both stand, None when they can. Origins are not looked at."""
    if a.for_date and b.for_date and (before(a.hi, b.lo) or before(b.hi, a.lo)):
        return None
    differs: list[str] = []
    strength = CERTAIN
    if question.kind == "time":
        apart = _times_apart(a, b)
        if any(mark in answer.words for answer in (a, b) for mark in "~?"):
            strength = POSSIBLE
            differs.append("a date that is uncertain or approximate")
    else:
        apart = a.word != b.word
    if not apart:
        return None
    if question.kind == "label":
        for answer in (a, b):
            if answer.reported:
                strength = POSSIBLE
                differs.append(f"“{answer.words}” is the carrier's word, not shown as the speaker's")
    other = differing(a, b)
    if not question.exclusive:
        differs.append("more than one answer may hold")
    if other or not question.exclusive:
        strength = POSSIBLE
    return Clash(strength, (*other, *differs))


def _times_apart(a: Answer, b: Answer) -> bool:
    if a.for_date or b.for_date:
        return a.word != b.word
    return before(a.claim_hi, b.claim_lo) or before(b.claim_hi, a.claim_lo)
