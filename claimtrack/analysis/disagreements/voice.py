"""Disagreements of voice: an outlet sets a label apart as others' word in one place and uses it as its own in another.

They never change a status. Synonyms of the question count as one word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import QuestionAsked, asked_ctes, load
from claimtrack.analysis.disagreements.positions import CERTAIN, Disagreement, Position, detected, position_of
from claimtrack.analysis.origins import CountedAssertion
from claimtrack.analysis.scope import ClaimScope, composed, fetch, portions
from claimtrack.ledger.store.dialect import select_in

ADOPTED = "own"

_SELECT = """SELECT DISTINCT question FROM (
  SELECT p.question, COALESCE(n.canonical, d.publisher) AS outlet,
         COALESCE(y.word, p.answer_key) AS word
  FROM replies p CROSS JOIN assertion a CROSS JOIN document d
  LEFT JOIN synonym y ON y.question = p.question AND y.key = p.answer_key
  LEFT JOIN canonical_source n ON n.source = d.publisher AND n.newest = 1
  WHERE p.answer_kind = 'label' AND a.claim = p.claim AND d.id = a.document
    AND a.label_words IS NOT NULL AND d.publisher IS NOT NULL
  GROUP BY p.question, COALESCE(n.canonical, d.publisher), COALESCE(y.word, p.answer_key)
  HAVING MIN(CASE WHEN a.label_words = 'own' THEN 0 ELSE 1 END)
      <> MAX(CASE WHEN a.label_words = 'own' THEN 0 ELSE 1 END)
) AS voiced_twice ORDER BY question"""


def find(conn: Connection, scope: ClaimScope) -> list[Disagreement]:
    """The disagreements of voice on the questions of a scope."""
    questions = [row.question for row in fetch(conn, composed(asked_ctes(scope), _SELECT), scope.params)]
    disagreements: list[Disagreement] = []
    for portion in portions(questions, 500):
        loaded = load(conn, portion)
        canonical_of = outlets(conn, loaded)
        disagreements.extend(d for question in loaded if (d := _about(question, canonical_of)))
    return disagreements


def _about(question: QuestionAsked, canonical_of: Mapping[str, str]) -> Disagreement | None:
    grouped: dict[tuple[str, str], dict[tuple[str, str], list[CountedAssertion]]] = defaultdict(
        lambda: defaultdict(list)
    )
    written: dict[tuple[str, str], str] = {}
    for answer in question.answers:
        for assertion in answer.assertions:
            if assertion.publisher is None or assertion.label_words is None:
                continue
            outlet = canonical_of.get(assertion.publisher, assertion.publisher)
            grouped[outlet, answer.word][answer.claim, assertion.label_words].append(assertion)
            written[answer.claim, assertion.label_words] = answer.words
    positions: list[Position] = []
    for (outlet, word), places in sorted(grouped.items()):
        ways = {way for _, way in places}
        if ADOPTED not in ways or ways == {ADOPTED}:
            continue
        positions.extend(
            position_of(
                claim,
                written[claim, way],
                held,
                *(outlet, word, way),
                strength=CERTAIN,
                label_words=(way,),
                outlet=outlet,
                way=way,
            )
            for (claim, way), held in sorted(places.items())
        )
    if not positions:
        return None
    return detected("voice", CERTAIN, question.subject, positions)


def outlets(conn: Connection, questions: Iterable[QuestionAsked]) -> dict[str, str]:
    """Publisher -> its canonical source, for the publishers of these questions' answers that were merged."""
    publishers = {
        assertion.publisher
        for question in questions
        for answer in question.answers
        for assertion in answer.assertions
        if assertion.publisher
    }
    sql = "SELECT source, canonical FROM canonical_source WHERE source IN :values AND newest = 1"
    return {row.source: row.canonical for row in select_in(conn, sql, sorted(publishers))}
