"""From clashing answers to disagreements: one for each question, with every position in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

from claimtrack.analysis.disagreements import answers as answers_module
from claimtrack.analysis.disagreements import figures
from claimtrack.analysis.disagreements.answers import AnswerGiven, QuestionAsked, told_apart
from claimtrack.analysis.disagreements.positions import CERTAIN, POSSIBLE, Disagreement, Incompatibility, Position
from claimtrack.domain.ids import make_id

MOST = 400
"""How many different answers to one question are held against each other pair by pair; of more
than that, those at either end (the lowest highs and the highest lows) are."""

SEVERAL_WORDS = ("label", "cause", "motive")
"""Kinds of question to which one speaker may well give two answers at a time."""

CLASHES: dict[str, Callable[[QuestionAsked, AnswerGiven, AnswerGiven], Incompatibility | None]] = {
    "figure": figures.clash,
    "label": answers_module.clash,
    "cause": answers_module.clash,
    "actor": answers_module.clash,
    "motive": answers_module.clash,
    "time": answers_module.clash,
    "place": answers_module.clash,
    "yes-no": answers_module.clash,
}
"""Answer kind -> how two answers of it are held against each other."""


def position(answer: AnswerGiven, strength: str = POSSIBLE) -> Position:
    """An answer as a position in a disagreement."""
    reported = any(voice.label_words for voice in answer.voices) and answer.reported
    return Position(
        key=answer.key,
        claim=answer.claim,
        words=answer.words,
        assertions=tuple(sorted(voice.assertion for voice in answer.voices)),
        sources=tuple(sorted({voice.canonical for voice in answer.voices if voice.canonical})),
        strength=strength,
        low=answer.low,
        high=answer.high,
        date_lo=answer.lo,
        date_hi=answer.hi,
        for_date=answer.for_date,
        scope=answer.scope,
        counting=answer.counting,
        unit=answer.unit if answer.low is not None else None,
        label_words=tuple(sorted({v.label_words for v in answer.voices if v.label_words})),
        reported=reported,
        outlet=min((v.publisher for v in answer.voices if v.publisher), default=None) if reported else None,
    )


def contest(question: QuestionAsked) -> Disagreement | None:
    """The disagreement about a question, None when all its answers can stand together."""
    answers = (
        [taking_part(answer) for answer in question.answers] if question.kind == "label" else (list(question.answers))
    )
    held = [answer for answer in answers if answer.voices]
    strengths: dict[str, str] = {}
    differs: dict[str, None] = {}
    notes: dict[str, None] = {}
    compare = CLASHES[question.kind]
    of_one = question.kind not in SEVERAL_WORDS
    for a, b in combinations(_outermost(held), 2):
        found = compare(question, a, b)
        if found is None or not told_apart(a, b, of_one=of_one):
            continue
        for answer in (a, b):
            if strengths.get(answer.claim) != CERTAIN:
                strengths[answer.claim] = found.strength
        differs.update(dict.fromkeys(found.differs))
        notes.update(dict.fromkeys(found.notes))
    if not strengths:
        return None
    clashing = sorted((a for a in held if a.claim in strengths), key=lambda a: (_number(a.low), a.word, a.claim))
    return Disagreement(
        id=make_id("disagreement", question.kind, question.id),
        kind=question.kind,
        strength=CERTAIN if CERTAIN in strengths.values() else POSSIBLE,
        subject=question.id,
        subject_type="question",
        text=question.text,
        story=question.story,
        positions=tuple(position(answer, strengths[answer.claim]) for answer in clashing),
        differs=tuple(differs),
        notes=tuple(notes),
    )


def taking_part(answer: AnswerGiven) -> AnswerGiven:
    """A label's answer as a position: scare quotes in an outlet's own voice are no position."""
    voices = [voice for voice in answer.voices if not (voice.own_voice and voice.label_words == "scare")]
    return replace(answer, voices=voices)


def _outermost(answers: list[AnswerGiven]) -> list[AnswerGiven]:
    """All of them, or of very many those that lie farthest apart."""
    if len(answers) <= MOST:
        return answers
    by_low = sorted(answers, key=lambda a: (a.word, _number(a.low), a.claim))
    by_high = sorted(answers, key=lambda a: (a.word, _number(a.high), a.claim))
    chosen = {id(answer) for answer in (*by_high[: MOST // 2], *by_low[-MOST // 2 :])}
    return [answer for answer in answers if id(answer) in chosen]


def _number(bound: str | None) -> tuple[int, str]:
    """A key that orders decimal bounds as numbers, the unbounded last."""
    if bound is None:
        return (1_000, "")
    whole = bound.partition(".")[0]
    return (-1, "") if whole.startswith("-") else (len(whole), bound)
