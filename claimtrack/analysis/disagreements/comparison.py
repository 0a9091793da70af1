"""What the answers to one question come to: a disagreement, a source's revisions, a rising toll."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import AnswerGiven, QuestionAsked, asked_ctes, load
from claimtrack.analysis.disagreements.contest import Contest, contest, number_key
from claimtrack.analysis.disagreements.positions import (
    CERTAIN,
    POSSIBLE,
    Disagreement,
    Position,
    Update,
    detected,
    label_words_of,
    position_of,
)
from claimtrack.analysis.origins import CountedAssertion, before
from claimtrack.analysis.scope import composed, fetch, portions, scopes
from claimtrack.domain.text import key


def position(answer: AnswerGiven, strength: str = POSSIBLE) -> Position:
    """An answer as a position in a disagreement."""
    reported = any(assertion.label_words for assertion in answer.assertions) and answer.reported
    return position_of(
        answer.claim,
        answer.words,
        answer.assertions,
        *answer.identity,
        strength=strength,
        low=answer.low,
        high=answer.high,
        date_lo=answer.lo,
        date_hi=answer.hi,
        for_date=answer.for_date,
        scope=answer.scope,
        counting=answer.counting,
        unit=answer.unit if answer.low is not None else None,
        label_words=label_words_of(answer.assertions),
        reported=reported,
        outlet=min((v.publisher for v in answer.assertions if v.publisher), default=None) if reported else None,
    )


def disagreement_about(question: QuestionAsked) -> Disagreement | None:
    """The disagreement about a question, None when all its answers can stand together."""
    found = contest(question)
    return None if found is None else disagreement_of(found)


def disagreement_of(found: Contest) -> Disagreement:
    """A contest as a disagreement, its positions by figure, word and claim."""
    question, strengths = found.question, found.strengths
    clashing = sorted(
        (answer for answer in found.held if answer.claim in strengths),
        key=lambda answer: (number_key(answer.low), answer.word, answer.claim),
    )
    strength = CERTAIN if CERTAIN in strengths.values() else POSSIBLE
    positions = [position(answer, strengths[answer.claim]) for answer in clashing]
    return detected(question.kind, strength, question.subject, positions, differs=found.differs, notes=found.notes)


_SELECT = "SELECT question FROM replies GROUP BY question HAVING COUNT(*) > 1 ORDER BY question"


def updates(conn: Connection, *, story: str | None = None, claims: Iterable[str] | None = None) -> list[Update]:
    """The revisions and updates among the answers of a story, of the claims named, or of all.

    In the order of the questions' ids, then of time. One revision for each step of one origin, one
    update for each step by which the toll of a cumulative question rises.
    """
    updates_by_key: dict[tuple[str, str, str, str], Update] = {}
    for scope in scopes(conn, story=story, claims=claims):
        rows = fetch(conn, composed(asked_ctes(scope), _SELECT), scope.params)
        for portion in portions((row.question for row in rows), 500):
            for question in load(conn, portion):
                for update in (*_revisions(question), *_rises(question)):
                    key_of_update = (update.kind, question.id, update.earlier.key, update.later.key)
                    updates_by_key.setdefault(key_of_update, update)
    return list(updates_by_key.values())


def _differ(question: QuestionAsked, a: AnswerGiven, b: AnswerGiven) -> bool:
    if question.kind == "figure":
        return key(a.unit) == key(b.unit) and (a.low, a.high) != (b.low, b.high)
    return a.word != b.word


def _revisions(question: QuestionAsked) -> list[Update]:
    by_body: dict[str, list[tuple[CountedAssertion, AnswerGiven]]] = {}
    for answer in question.answers:
        for assertion in answer.assertions:
            if assertion.top_body is not None:
                by_body.setdefault(assertion.top_body, []).append((assertion, answer))
    revisions: list[Update] = []
    for top_body, said in sorted(by_body.items()):
        said.sort(key=_in_time)
        for (x, a), (y, b) in pairwise(said):
            later = before(x.date_hi, y.date_lo) or before(a.hi, b.lo)
            if a.claim != b.claim and later and _differ(question, a, b):
                revisions.append(Update("revision", question.id, question.text, top_body, position(a), position(b)))
    return revisions


def _in_time(item: tuple[CountedAssertion, AnswerGiven]) -> tuple[str, str, str]:
    assertion, answer = item
    day = answer.lo if answer.for_date is not None else None
    return day or "", assertion.date_lo or "", assertion.id


def _rises(question: QuestionAsked) -> list[Update]:
    if not (question.kind == "figure" and question.cumulative):
        return []
    dated = [a for a in question.answers if a.lo and a.hi and a.low is not None]
    dated.sort(key=lambda a: (a.lo or "", a.claim))
    rises: list[Update] = []
    for a, b in pairwise(dated):
        if before(a.hi, b.lo) and key(a.unit) == key(b.unit) and _rose(a, b):
            rises.append(Update("update", question.id, question.text, None, position(a), position(b)))
    return rises


def _rose(a: AnswerGiven, b: AnswerGiven) -> bool:
    return a.high is not None and Decimal(b.low or "0") > Decimal(a.high)
