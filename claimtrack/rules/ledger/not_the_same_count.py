"""Figures that answer one question do not count the same thing.

What it flags: a question whose figures differ in what they measure, whom they count, or the place and
hours they are for, or where one of them does not say.

Why it matters: such figures must not be added, subtracted or put one for the other; they may count
the same dead twice, or different dead once.

Example: police count "dozens" of rioters overnight; a witness saw "about 10" killed at once, place
and hour not given.

What to do: Say with each figure whom it counts, where and when; ask the sources for what is missing,
and record it with `--counting` and `--scope`.
"""

from collections.abc import Iterator
from itertools import combinations

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import AnswerGiven, asked_ctes, differing, load_together
from claimtrack.analysis.disagreements.positions import Difference, difference_texts
from claimtrack.analysis.scope import ClaimScope, composed, fetch
from claimtrack.domain.english import plural
from claimtrack.domain.text import key, safe, shorten
from claimtrack.rules.rule import Flag, rule

SELECT = """SELECT p.question FROM replies p JOIN claim c ON c.id = p.claim
WHERE p.answer_kind = 'figure' GROUP BY p.question
HAVING COUNT(*) > 1
   AND (MIN(COALESCE(c.unit, '')) <> MAX(COALESCE(c.unit, ''))
     OR MIN(COALESCE(c.counting, '')) <> MAX(COALESCE(c.counting, ''))
     OR MIN(COALESCE(c.scope, '')) <> MAX(COALESCE(c.scope, ''))
     OR MAX(CASE WHEN c.scope = 'unstated' OR c.counting = 'unstated' THEN 1 ELSE 0 END) = 1)
ORDER BY p.question"""


def _find(conn: Connection, scope: ClaimScope) -> Iterator[Flag]:
    rows = fetch(conn, composed(asked_ctes(scope), SELECT), scope.params)
    for question in load_together(conn, [row.question for row in rows]):
        differences = _differences(question.answers) if question.kind == "figure" else []
        if differences:
            more = f"; and {plural(len(differences) - 2, 'more difference')}" if len(differences) > 2 else ""
            fact = f"Its figures do not count the same thing: {'; '.join(differences[:2])}{more}."
            step = "Do not add them or put one for the other; say with each whom it counts, where and when."
            yield Flag(
                question.id,
                "question",
                fact,
                step,
                "not the same count",
                tuple(answer.claim for answer in question.answers),
            )


def _differences(answers: list[AnswerGiven]) -> list[str]:
    """What differs between the figures, each difference once."""
    distinct = {(key(a.unit), key(a.counting or ""), key(a.scope or "")): a for a in answers}
    unstated = [a for a in answers if "unstated" in (a.scope, a.counting)][:2]
    differences: list[Difference] = []
    for a, b in (*combinations(list(distinct.values())[:20], 2), *combinations(unstated, 2)):
        if key(a.unit) != key(b.unit):
            differences.append(
                Difference(f"“{shorten(a.words, 40)}” is in {a.unit}, “{shorten(b.words, 40)}” in {b.unit}")
            )
        differences += differing(a, b)
    return [safe(difference) for difference in difference_texts(differences)]


RULE = rule(__name__, __doc__, "warning", _find, cached=True)
