"""Updates: later answers that are no disagreement: a source's revision, a rising toll."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import AnswerGiven, QuestionAsked, asked_ctes, load
from claimtrack.analysis.disagreements.grouping import position
from claimtrack.analysis.disagreements.positions import Update
from claimtrack.analysis.origins import Voice, before
from claimtrack.analysis.scope import composed, fetch, portions, scopes
from claimtrack.domain.text import key

_SELECT = "SELECT question FROM replies GROUP BY question HAVING COUNT(*) > 1 ORDER BY question"


def updates(conn: Connection, *, story: str | None = None, claims: Iterable[str] | None = None) -> list[Update]:
    """The revisions and updates among the answers of a story, of the claims named, or of all.

    In the order of the questions' ids, then of time. One revision for each step of one origin, one
    update for each step by which the toll of a cumulative question rises.
    """
    found: dict[tuple[str, str, str, str], Update] = {}
    for scope in scopes(conn, story=story, claims=claims):
        rows = fetch(conn, composed(asked_ctes(scope), _SELECT), scope.params)
        for portion in portions((row.question for row in rows), 500):
            for question in load(conn, portion):
                for update in (*_revisions(question), *_rises(question)):
                    at = (update.kind, question.id, update.earlier.key, update.later.key)
                    found.setdefault(at, update)
    return list(found.values())


def _differ(question: QuestionAsked, a: AnswerGiven, b: AnswerGiven) -> bool:
    if question.kind == "figure":
        return key(a.unit) == key(b.unit) and (a.low, a.high) != (b.low, b.high)
    return a.word != b.word


def _revisions(question: QuestionAsked) -> list[Update]:
    by_body: dict[str, list[tuple[Voice, AnswerGiven]]] = {}
    for answer in question.answers:
        for voice in answer.voices:
            if voice.top_body is not None:
                by_body.setdefault(voice.top_body, []).append((voice, answer))
    found: list[Update] = []
    for top_body, said in sorted(by_body.items()):
        said.sort(key=_in_time)
        for (x, a), (y, b) in pairwise(said):
            later = before(x.date_hi, y.date_lo) or before(a.hi, b.lo)
            if a.claim != b.claim and later and _differ(question, a, b):
                found.append(Update("revision", question.id, question.text, top_body, position(a), position(b)))
    return found


def _in_time(item: tuple[Voice, AnswerGiven]) -> tuple[str, str, str]:
    voice, answer = item
    day = answer.lo if answer.for_date is not None else None
    return day or "", voice.date_lo or "", voice.assertion


def _rises(question: QuestionAsked) -> list[Update]:
    if not (question.kind == "figure" and question.cumulative):
        return []
    dated = [a for a in question.answers if a.lo and a.hi and a.low is not None]
    dated.sort(key=lambda a: (a.lo or "", a.claim))
    found: list[Update] = []
    for a, b in pairwise(dated):
        if before(a.hi, b.lo) and key(a.unit) == key(b.unit) and _rose(a, b):
            found.append(Update("update", question.id, question.text, None, position(a), position(b)))
    return found


def _rose(a: AnswerGiven, b: AnswerGiven) -> bool:
    return a.high is not None and Decimal(b.low or "0") > Decimal(a.high)
