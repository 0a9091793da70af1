"""The answers that claims give to a question, and which two of them (figures apart) cannot both stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.positions import CERTAIN, POSSIBLE, Difference, Incompatibility, Subject
from claimtrack.analysis.origins import CountedAssertion, before, counted_assertions, earliest, standing
from claimtrack.analysis.scope import READ_AS, ClaimScope, composed, fetch, fetch_pages, portions
from claimtrack.domain.figures import Interval, Numbers, numbers, widened
from claimtrack.domain.figures.tables import COUNTED_BY_DEFAULT, is_count
from claimtrack.domain.text import key
from claimtrack.domain.vocabulary import ANSWER_FIELDS
from claimtrack.ledger.store.dialect import select_rows

UNSTATED = "unstated"


@dataclass(slots=True)
class QuestionAsked:
    """A question after merges, and every live answer of its kind that somebody stands behind."""

    id: str
    story: str | None
    text: str
    kind: str
    exclusive: bool
    cumulative: bool
    unit: str | None
    counting: str | None
    scope: str | None
    synonyms: dict[str, str] = field(default_factory=dict)
    answers: list[AnswerGiven] = field(default_factory=list)

    @property
    def subject(self) -> Subject:
        """What a disagreement about it is about."""
        return "question", self.id, self.text, self.story


class FigureReading(NamedTuple):
    """The numbers that a figure may mean; `wider`: read a little more widely where it is approximate, else the same."""

    plain: Numbers
    wider: Numbers


@lru_cache(1 << 14)
def reading(
    low: str, high: str | None, low_open: int, high_open: int, approximate: int, vague: int, unit: str
) -> FigureReading:
    """The numbers that a figure of these bounds may mean, in `unit`."""
    interval = Interval(low, high, bool(low_open), bool(high_open), bool(approximate), bool(vague))
    return FigureReading(numbers(interval), numbers(widened(interval, count=is_count(unit))))


class AnswerGiven(NamedTuple):
    """One claim's answer, with the assertions that stand behind it.

    `lo` and `hi` bound its date: for_date, else earliest said, else the day it was earliest published, else None.
    `unit`, `counting` and `scope` are the question's own where the claim has none. `low_open`, `high_open`,
    `approximate` and `vague` are 0 or 1. `identity` tells this position from any other of its claim: it
    changes when the answer does. `reading`: the numbers that a figure may mean, None of anything else.
    """

    claim: str
    words: str
    word: str
    unit: str
    counting: str | None
    scope: str | None
    low: str | None
    high: str | None
    low_open: int
    high_open: int
    approximate: int
    vague: int
    for_date: str | None
    claim_lo: str | None
    claim_hi: str | None
    identity: tuple[str | None, ...]
    reading: FigureReading | None
    lo: str | None
    hi: str | None
    assertions: Sequence[CountedAssertion]

    @property
    def said(self) -> tuple[Any, ...]:
        """The answer itself: all but whose it is, and when it was given."""
        return tuple.__getitem__(self, _SAID)

    @property
    def reported(self) -> bool:
        """Whether its label is known only in its carriers' words."""
        return all(assertion.label_words in (None, "reported") for assertion in self.assertions)


_SAID = slice(AnswerGiven._fields.index("words"), AnswerGiven._fields.index("identity"))

CLAIM_COLUMNS = """c.id, c.question, c.answer_kind, c.answer, c.answer_key, c.unit, c.counting, c.scope,
  c.low, c.high, c.low_open, c.high_open, c.approximate, c.vague, c.for_date, c.date_lo, c.date_hi"""


def asked_ctes(scope: ClaimScope) -> tuple[str, ...]:
    """`replies`: the claims that answer the questions of a scope, with their question after merges.

    All the answers of a question are there when the scope has one of them.
    """
    within = ""
    asked: tuple[str, ...] = ()
    if not scope.whole:
        within = "AND c.question IN (SELECT question FROM asked)"
        asked = (
            scope.cte(),
            """asked_canonical AS (
  SELECT DISTINCT COALESCE(f.canonical, s.question) AS question
  FROM scope s LEFT JOIN read_as f ON f.id = s.question WHERE s.question IS NOT NULL
)""",
            """asked AS (
  SELECT question FROM asked_canonical
  UNION
  SELECT o.id FROM asked_canonical q JOIN read_as o ON o.canonical = q.question
)""",
        )
    return (
        READ_AS,
        *asked,
        f"""replies AS (
  SELECT c.id AS claim, COALESCE(qf.canonical, c.question) AS question, c.answer_kind, c.answer_key,
         c.low, c.high, c.low_n, c.high_n, c.low_open, c.high_open, c.approximate, c.vague,
         c.unit, c.counting, c.scope, c.for_date, c.date_lo, c.date_hi
  FROM claim c LEFT JOIN read_as qf ON qf.id = c.question
  WHERE c.question IS NOT NULL AND c.answer_kind IS NOT NULL {within}
)""",
    )


def load_together(conn: Connection, questions: Collection[str]) -> Iterator[QuestionAsked]:
    """The questions with their answers, one after the other, in the order in which they were recorded where many.

    In that of their ids, which is random, every page of a large database would be read again and again: what answers
    questions recorded together is near. Where they are a third of all questions all is read at once. Give ids after
    merges.
    """
    ids: Iterable[str] = questions
    if len(questions) > _PORTION:
        wanted = frozenset(questions)
        recorded = [row[0] for row in fetch_pages(conn, "SELECT id FROM question")]
        ids = [one for one in recorded if one in wanted]
        if len(wanted) * 3 > len(recorded):
            yield from _load(conn, ids, whole=True)
            return
    for portion in portions(ids, _PORTION):
        yield from _load(conn, portion)


_PORTION = 500


def load(conn: Connection, questions: Iterable[str]) -> list[QuestionAsked]:
    """The questions with their answers, in the order of their ids. Give ids after merges."""
    loaded: list[QuestionAsked] = []
    for portion in portions(sorted(questions), _PORTION):
        loaded.extend(_load(conn, portion))
    return loaded


def _load(conn: Connection, ids: Sequence[str], *, whole: bool = False) -> Iterable[QuestionAsked]:
    """The questions of these ids, in their order; with `whole` whole tables are read, where most of them are needed."""

    def rows_of(sql: str, column: str, some: Sequence[str]) -> Iterable[tuple[Any, ...]]:
        return fetch_pages(conn, sql) if whole else select_rows(conn, f"{sql} WHERE {column} IN :values", some)

    sql = "SELECT id, story, text, answer_kind, exclusive, cumulative, unit, counting, scope FROM question"
    rows = {row[0]: row for row in rows_of(sql, "id", ids)}
    loaded = {}
    for id in ids:
        if id in rows:
            _, story, words, kind, exclusive, cumulative, *more = rows[id]
            loaded[id] = QuestionAsked(id, story, words, kind, bool(exclusive), bool(cumulative), *more)
    asked = dict(loaded)
    sql = f"WITH {READ_AS} SELECT id, canonical FROM read_as"
    asked.update((id, loaded[kept]) for id, kept in rows_of(sql, "canonical", ids) if kept in loaded)
    every = sorted(asked)
    for id, synonym, word in sorted(rows_of("SELECT question, key, word FROM synonym", "question", every)):
        if id in asked:
            asked[id].synonyms.setdefault(synonym, word)
    if whole:
        assertions = counted_assertions(conn, ClaimScope())
    else:
        held = [counted_assertions(conn, ClaimScope(questions=portion)) for portion in portions(every)]
        assertions = {claim: said for some in held for claim, said in some.items()}
    known: dict[Any, Any] = {}
    for row in rows_of(f"SELECT {CLAIM_COLUMNS} FROM claim c", "c.question", every):
        question = asked.get(row[1])
        if question is None or ANSWER_FIELDS[question.kind] != row[2]:
            continue
        if behind := _behind(assertions.get(row[0], ())):
            question.answers.append(_answer(row, question, behind, known))
    for question in loaded.values():
        question.answers.sort(key=itemgetter(0))
    return loaded.values()


def load_without_question(conn: Connection, scope: ClaimScope) -> list[AnswerGiven]:
    """The figures of a scope that answer no question and that somebody stands behind, in the order of their claims."""
    select = f"SELECT {CLAIM_COLUMNS} FROM claim c JOIN scope s ON s.claim = c.id"
    select += " WHERE c.question IS NULL AND c.answer_kind = 'figure' ORDER BY c.id"
    rows = {row.id: tuple(row) for row in fetch(conn, composed((scope.cte(),), select), scope.params)}
    found: list[AnswerGiven] = []
    for portion in portions(rows):
        assertions = counted_assertions(conn, ClaimScope(claims=portion))
        held = ((claim, _behind(assertions.get(claim, ()))) for claim in portion)
        found.extend(_answer(rows[claim], None, behind, {}) for claim, behind in held if behind)
    return found


def _behind(assertions: Sequence[CountedAssertion]) -> Sequence[CountedAssertion]:
    """Those of a claim's assertions that still stand behind it."""
    kept = standing(assertions)
    return kept if kept is assertions else [assertion for assertion in kept if assertion.affirms]


def _answer(
    row: Sequence[Any], question: QuestionAsked | None, behind: Sequence[CountedAssertion], known: dict[Any, Any]
) -> AnswerGiven:
    """The answer of a claim, from its CLAIM_COLUMNS. `known` keeps what is the same for all that say the same."""
    own, asked = row[3:], _NOTHING
    if question is not None:
        asked = question.unit, question.counting, question.scope
        if question.synonyms:
            own = own[0], question.synonyms.get(own[1], own[1]), *own[2:]
    said = known.get((own, asked))
    if said is None:
        words, word, unit, counting, scope, low, high, *more, for_date, claim_lo, claim_hi = own
        unit, counting, scope = (mine or theirs for mine, theirs in zip((unit, counting, scope), asked, strict=True))
        unit = unit or COUNTED_BY_DEFAULT
        about = words, word or "", unit, counting, scope, low, high, *more, for_date, claim_lo, claim_hi
        keys = key(unit), *(key(part) if part else None for part in (counting, scope))
        identity = word or "", low, high, *keys, *((for_date,) if for_date else ())
        said = known[own, asked] = *about, identity, None if low is None else reading(low, high, *more, unit)
    lo, hi = _date(behind) if own[-3] is None else own[-2:]
    return AnswerGiven._make((row[0], *said, lo, hi, behind))


_NOTHING: tuple[str | None, str | None, str | None] = None, None, None


def _date(behind: Sequence[CountedAssertion]) -> tuple[str | None, str | None]:
    """When an answer was given: the earliest that it was said, else published."""
    if len(behind) == 1 and behind[0].published_lo and not behind[0].said_lo:
        return behind[0].publication_days
    said: list[tuple[str | None, str | None]] = [(v.said_lo, v.said_hi) for v in behind if v.said_lo]
    days = said or [v.publication_days for v in behind if v.published_lo]
    return earliest(days)


def differing(a: AnswerGiven, b: AnswerGiven) -> tuple[Difference, ...]:
    """How what the two are about differs: whom they count, the place and hours."""
    differences = []
    for name, x, y in (("who is counted", a.counting, b.counting), ("place and hours", a.scope, b.scope)):
        if x is y is None:
            continue
        if UNSTATED in (x, y):
            unsaid = tuple(f"“{answer.words}”" for answer, what in ((a, x), (b, y)) if what == UNSTATED)
            differences.append(Difference(name, unsaid=unsaid))
        elif x != y and key(x or "") != key(y or ""):
            differences.append(Difference(name, (_said(a.words, x), _said(b.words, y))))
    return tuple(differences)


def _said(words: str, what: str | None) -> str:
    return f"{what} for “{words}”" if what else f"not said for “{words}”"


_WORDS = """SELECT question FROM (
  SELECT p.question, COALESCE(y.word, p.answer_key) AS word FROM replies p
  LEFT JOIN synonym y ON y.question = p.question AND y.key = p.answer_key
  WHERE p.answer_kind IN ('label', 'text', 'where', 'yes_no')
) AS worded GROUP BY question HAVING MIN(word) <> MAX(word) ORDER BY question"""

_TIMES = """SELECT question FROM replies WHERE answer_kind = 'when' GROUP BY question
HAVING MAX(COALESCE(date_lo, '')) > MIN(COALESCE(date_hi, '~'))
    OR (COUNT(*) > 1 AND MAX(CASE WHEN for_date IS NULL THEN 0 ELSE 1 END) = 1)
ORDER BY question"""


def candidates(conn: Connection, scope: ClaimScope) -> list[str]:
    """The questions, figures apart, to which two different answers are recorded."""
    ctes = asked_ctes(scope)
    differing_on = {
        row.question for select in (_WORDS, _TIMES) for row in fetch(conn, composed(ctes, select), scope.params)
    }
    return sorted(differing_on)


def clash(question: QuestionAsked, a: AnswerGiven, b: AnswerGiven) -> Incompatibility | None:
    """Why the two answers cannot both stand, None when they can. Origins are not looked at."""
    if a.for_date and b.for_date and (before(a.hi, b.lo) or before(b.hi, a.lo)):
        return None
    differs: list[Difference] = []
    strength = CERTAIN
    if question.kind == "time":
        apart = _times_apart(a, b)
        if any(mark in answer.words for answer in (a, b) for mark in "~?"):
            strength = POSSIBLE
            differs.append(Difference("a date that is uncertain or approximate"))
    else:
        apart = a.word != b.word
    if not apart:
        return None
    if question.kind == "label":
        for answer in (a, b):
            if answer.reported:
                strength = POSSIBLE
                differs.append(Difference(f"“{answer.words}” is the carrier's word, not shown as the speaker's"))
    besides = differing(a, b)
    if not question.exclusive:
        differs.append(Difference("more than one answer may hold"))
    if besides or not question.exclusive:
        strength = POSSIBLE
    return Incompatibility(strength, (*besides, *differs))


def _times_apart(a: AnswerGiven, b: AnswerGiven) -> bool:
    if a.for_date or b.for_date:
        return a.word != b.word
    return before(a.claim_hi, b.claim_lo) or before(b.claim_hi, a.claim_lo)
