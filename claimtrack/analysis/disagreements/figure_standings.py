"""The figures given to each question: what has superseded each, and whether another rules it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import (
    AnswerGiven,
    QuestionAsked,
    asked_ctes,
    load,
    load_without_question,
)
from claimtrack.analysis.disagreements.comparison import disagreement_of, updates_of
from claimtrack.analysis.disagreements.contest import contest, number_key
from claimtrack.analysis.disagreements.positions import Update
from claimtrack.analysis.disagreements.recorded import joined
from claimtrack.analysis.origins import before
from claimtrack.analysis.scope import composed, fetch, portions, scopes
from claimtrack.ledger.lookup import bodies


@dataclass(frozen=True, slots=True)
class FigureStanding:
    """One figure: the update or revision that has superseded it, and the strongest conflict it takes part in.

    `conflict` is certain or possible; None where it can stand beside all others.
    """

    answer: AnswerGiven
    update: Update | None = None
    conflict: str | None = None


@dataclass(frozen=True, slots=True)
class FigureQuestion:
    """A question with every figure that somebody stands behind, by date and size; `question` None: those without one.

    `state` is that of its disagreement (open, reopened, resolved, dismissed), None where all figures can stand.
    `days_apart`: some can stand only because they are of different days, so that nothing compares them.
    """

    question: QuestionAsked | None
    standings: tuple[FigureStanding, ...]
    state: str | None = None
    days_apart: bool = False


_SELECT = "SELECT DISTINCT question FROM replies WHERE answer_kind = 'figure' ORDER BY question"


def figure_questions(conn: Connection, claims: Iterable[str]) -> Iterator[FigureQuestion]:
    """The figure questions that these claims (ids) answer, with all their figures; then the figures without one."""
    known: set[str] = set()
    without: list[AnswerGiven] = []
    for scope in scopes(conn, claims=claims):
        asked = [row.question for row in fetch(conn, composed(asked_ctes(scope), _SELECT), scope.params)]
        for portion in portions((one for one in asked if one not in known), 500):
            known.update(portion)
            for question in load(conn, portion):
                if question.kind == "figure":
                    yield _stand(conn, question)
        without.extend(load_without_question(conn, scope))
    if without:
        yield FigureQuestion(None, tuple(map(FigureStanding, sorted(without, key=_place))))


def _stand(conn: Connection, question: QuestionAsked) -> FigureQuestion:
    updates = {update.earlier.claim: update for update in updates_of(question)}
    found = contest(question)
    strengths = found.strengths if found is not None else {}
    state = None
    if found is not None:
        state = joined(disagreement_of(found), bodies(conn, [found.id]).get(found.id)).state
    standings = (
        FigureStanding(answer, updates.get(answer.claim), strengths.get(answer.claim))
        for answer in sorted(question.answers, key=_place)
    )
    apart = found is None and not question.cumulative and _are_apart(question.answers)
    return FigureQuestion(question, tuple(standings), state, apart)


def _are_apart(answers: Sequence[AnswerGiven]) -> bool:
    """Whether some figures of one unit are of days before those of others, and some do not meet."""
    if len({answer.unit for answer in answers}) > 1:
        return False
    ended, begun = [one.hi for one in answers if one.hi], [one.lo for one in answers if one.lo]
    lows = [number_key(one.low) for one in answers if one.low is not None]
    highs = [number_key(one.high) for one in answers if one.high is not None]
    return (
        before(min(ended, default=None), max(begun, default=None)) and bool(lows and highs) and min(highs) < max(lows)
    )


def _place(answer: AnswerGiven) -> tuple[str, tuple[int, str], str]:
    return answer.lo or "~", number_key(answer.low), answer.claim
