"""What the answers to one question come to: a disagreement, a source's revisions, the updates of a rising toll."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import accumulate

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import AnswerGiven, QuestionAsked, asked_ctes, differing, load
from claimtrack.analysis.disagreements.contest import Contest, contest, number_key
from claimtrack.analysis.disagreements.positions import (
    CERTAIN,
    POSSIBLE,
    Disagreement,
    Position,
    Update,
    detected,
    holders_of,
    label_words_of,
)
from claimtrack.analysis.origins import CountedAssertion, Days, assertion_origins, before
from claimtrack.analysis.scope import ClaimScope, composed, fetch, fetch_pages, portions, scopes
from claimtrack.domain.ids import make_id
from claimtrack.domain.text import key
from claimtrack.domain.vocabulary import AFFIRMING
from claimtrack.ledger.store.dialect import select_in


def position(answer: AnswerGiven, strength: str = POSSIBLE) -> Position:
    """An answer as a position in a disagreement."""
    held = answer.assertions
    label_words = label_words_of(held)
    reported = bool(label_words) and answer.reported
    outlet = min((v.publisher for v in held if v.publisher), default=None) if reported else None
    return Position(
        make_id("position", answer.claim, *answer.identity),
        answer.claim,
        answer.words,
        *holders_of(held),
        strength,
        answer.low,
        answer.high,
        answer.lo,
        answer.hi,
        answer.for_date,
        answer.scope,
        answer.counting,
        answer.unit if answer.low is not None else None,
        label_words,
        reported,
        outlet=outlet,
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

    In the order of the questions' ids. One revision for each step of one origin; one update for each figure of a
    cumulative question of which a later one is higher.
    """
    updates_by_key: dict[tuple[str, str, str, str], Update] = {}
    for scope in scopes(conn, story=story, claims=claims):
        rows = fetch(conn, composed(asked_ctes(scope), _SELECT), scope.params)
        for portion in portions((row.question for row in rows), 500):
            for question in load(conn, portion):
                for update in updates_of(question):
                    key_of_update = (update.kind, question.id, update.earlier.key, update.later.key)
                    updates_by_key.setdefault(key_of_update, update)
    return list(updates_by_key.values())


_FIGURES = """SELECT question, claim, for_date, date_lo, date_hi
FROM replies WHERE answer_kind = 'figure'"""

_TOLLS = "SELECT id FROM question WHERE cumulative = 1 AND id IN :values"


def candidates(conn: Connection, scope: ClaimScope) -> list[str]:
    """The figure questions of which `updates_of` may give any, in the order of their ids.

    They have answers of more than one time; those of no toll also two by one body.
    """
    rows = list(fetch_pages(conn, composed(asked_ctes(scope), _FIGURES), scope.params))
    parts = [scope] if scope.whole else [ClaimScope(claims=some) for some in portions(row[1] for row in rows)]
    origins = {claim: held for part in parts for claim, held in assertion_origins(conn, part).items()}
    times: dict[str, set[Days | None]] = defaultdict(set)
    given: dict[tuple[str, str], str] = {}
    repeating = set()
    for question, claim, for_date, lo, hi in rows:
        known = times[question]
        if for_date is not None:
            known.add((lo, hi))
        for _, _, dated, stance, body, days in origins.get(claim, ()):
            if stance not in AFFIRMING:
                continue
            known.add(days)
            if dated and days[0] is None:
                known.add(None)  # when this was published counts too
            if body is not None and given.setdefault((question, body), claim) != claim:
                repeating.add(question)
    several = [question for question, known in times.items() if len(known) > 1]
    tolls = {row.id for row in select_in(conn, _TOLLS, several)}
    return sorted(question for question in several if question in repeating or question in tolls)


def updates_of(question: QuestionAsked) -> list[Update]:
    """The revisions and updates among the answers to a question: each kind by time.

    A toll that rose from one day to a later one is an update and no revision.
    """
    return [*_revisions(question), *_rises(question)]


def _differ(question: QuestionAsked, a: AnswerGiven, b: AnswerGiven) -> bool:
    if question.kind == "figure":
        return key(a.unit) == key(b.unit) and (a.low, a.high) != (b.low, b.high)
    return a.word != b.word


def _revisions(question: QuestionAsked) -> list[Update]:
    by_body: dict[str, list[_Said]] = {}
    for answer in question.answers:
        for assertion in answer.assertions:
            if assertion.top_body is not None:
                by_body.setdefault(assertion.top_body, []).append((assertion, answer))
    revisions: list[Update] = []
    for top_body, said in sorted(by_body.items()):
        said.sort(key=_in_time)
        of_one_time: list[_Said] = []
        for b in said:
            if of_one_time and _is_later(of_one_time[-1], b):
                revised = [a for x, a in of_one_time if _is_later((x, a), b) and _is_revised(question, a, b[1])]
                now = position(b[1])
                revisions += [
                    Update("revision", question.id, question.text, top_body, position(a), now) for a in revised
                ]
                of_one_time = []
            of_one_time.append(b)
    return revisions


_Said = tuple[CountedAssertion, AnswerGiven]


def _is_later(a: _Said, b: _Said) -> bool:
    return before(a[0].days[1], b[0].days[0]) or before(a[1].hi, b[1].lo)


def _is_revised(question: QuestionAsked, a: AnswerGiven, b: AnswerGiven) -> bool:
    """Whether a later answer of the same source takes the place of `a`; a toll that rose is an update instead."""
    toll = question.kind == "figure" and question.cumulative
    risen = toll and before(a.hi, b.lo) and _rose(a, b)
    return a.claim != b.claim and _differ(question, a, b) and not risen


def _in_time(item: _Said) -> tuple[str, str]:
    assertion, answer = item
    day = answer.lo if answer.for_date is not None else assertion.days[0] or answer.lo
    return day or "", assertion.id


def _rises(question: QuestionAsked) -> list[Update]:
    """Each figure of a toll with the first later one that is higher, and counts the same."""
    if not (question.kind == "figure" and question.cumulative):
        return []
    dated = [a for a in question.answers if a.lo and a.hi and a.low is not None]
    dated.sort(key=lambda a: (a.lo or "", number_key(a.low), a.claim))
    begins = [a.lo or "" for a in dated]
    highest = list(accumulate((number_key(a.low) for a in reversed(dated)), max))[::-1]
    rises: list[Update] = []
    for a in dated:
        for place in range(bisect_right(begins, a.hi or ""), len(dated)):
            if highest[place] <= number_key(a.low):
                break
            if _rose(a, dated[place]):
                rises.append(Update("update", question.id, question.text, None, position(a), position(dated[place])))
                break
    return rises


def _rose(a: AnswerGiven, b: AnswerGiven) -> bool:
    """Whether `b` is higher than `a`: by its lower bound, and not lower by the other ("at least 20" became 59)."""
    if key(a.unit) != key(b.unit) or differing(a, b):
        return False
    higher = a.low is not None and b.low is not None and Decimal(b.low) > Decimal(a.low)
    return higher and (a.high is None or b.high is None or Decimal(b.high) >= Decimal(a.high))
