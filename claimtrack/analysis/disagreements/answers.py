"""The answers that claims give to a question, and which two of them (figures apart) cannot both stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.positions import CERTAIN, POSSIBLE, Incompatibility, Subject
from claimtrack.analysis.origins import CountedAssertion, before, counted_assertions, standing
from claimtrack.analysis.scope import READ_AS, ClaimScope, composed, fetch, portions
from claimtrack.domain.figures.tables import COUNTED_BY_DEFAULT
from claimtrack.domain.text import key
from claimtrack.domain.vocabulary import ANSWER_FIELDS

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

    def word(self, answer_key: str) -> str:
        """The word that a word counts as: the first of its group of synonyms, else itself."""
        return self.synonyms.get(answer_key, answer_key)


@dataclass(slots=True)
class AnswerGiven:
    """One claim's answer, with the assertions that stand behind it.

    `lo` and `hi` bound its date: for_date, else earliest said, else the day it was earliest published, else None.
    `unit`, `counting` and `scope` are the question's own where the claim has none.
    """

    claim: str
    words: str
    word: str
    low: str | None
    high: str | None
    low_open: bool
    high_open: bool
    approximate: bool
    vague: bool
    unit: str
    counting: str | None
    scope: str | None
    for_date: str | None
    claim_lo: str | None
    claim_hi: str | None
    lo: str | None
    hi: str | None
    assertions: list[CountedAssertion]

    @property
    def reported(self) -> bool:
        """Whether its label is known only in its carriers' words."""
        return all(assertion.label_words in (None, "reported") for assertion in self.assertions)

    @property
    def identity(self) -> tuple[str | None, ...]:
        """What tells this position from any other of its claim: it changes when the answer does."""
        scope = [key(text) if text else None for text in (self.counting, self.scope)]
        date = [self.for_date] if self.for_date else []
        return self.word, self.low, self.high, key(self.unit), *scope, *date


CLAIM_COLUMNS = """c.id, c.question, c.answer_kind, c.answer, c.answer_key, c.low, c.high,
  c.low_open, c.high_open, c.approximate, c.vague, c.unit, c.counting, c.scope, c.for_date,
  c.date_lo, c.date_hi"""


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


def together(conn: Connection, questions: Collection[str], size: int = 500) -> Iterator[tuple[str, ...]]:
    """The questions in portions of what was recorded together: what answers those of one is near in the database.

    In the order of their ids, which is random, every page of a large database would be read again and again.
    """
    ids: Iterable[str] = questions
    if len(questions) > size:
        wanted = frozenset(questions)
        ids = [row.id for row in fetch(conn, "SELECT id FROM question") if row.id in wanted]
    return portions(ids, size)


def load(conn: Connection, questions: Iterable[str]) -> list[QuestionAsked]:
    """The questions with their answers, in the order of their ids. Give ids after merges."""
    loaded: list[QuestionAsked] = []
    for portion in portions(sorted(questions), 500):
        loaded.extend(_load(conn, portion))
    return loaded


def _load(conn: Connection, ids: tuple[str, ...]) -> list[QuestionAsked]:
    select = "SELECT id, canonical FROM read_as WHERE canonical IN :ids"
    merged = {row.id: row.canonical for row in fetch(conn, composed([READ_AS], select), {"ids": ids})}
    every = tuple(sorted({*ids, *merged}))
    sql = (
        "SELECT id, story, text, answer_kind AS kind, exclusive, cumulative, unit, counting, scope"
        " FROM question WHERE id IN :ids ORDER BY id"
    )
    loaded: dict[str, QuestionAsked] = {}
    for row in fetch(conn, sql, {"ids": ids}):
        flags = {"exclusive": bool(row.exclusive), "cumulative": bool(row.cumulative)}
        loaded[row.id] = QuestionAsked(**{**row._mapping, **flags})
    sql = "SELECT question, key, word FROM synonym WHERE question IN :ids ORDER BY question, key"
    for row in fetch(conn, sql, {"ids": every}):
        if question := loaded.get(merged.get(row.question, row.question)):
            question.synonyms.setdefault(row.key, row.word)
    assertions: dict[str, list[CountedAssertion]] = {}
    for portion in portions(every):
        assertions.update(counted_assertions(conn, ClaimScope(questions=portion)))
    sql = f"SELECT {CLAIM_COLUMNS} FROM claim c WHERE c.question IN :ids ORDER BY c.id"
    for values in map(tuple, fetch(conn, sql, {"ids": every})):
        claim, of, answer_kind, *_ = values
        question = loaded.get(merged.get(of, of))
        if question is None or ANSWER_FIELDS[question.kind] != answer_kind:
            continue
        if behind := _behind(assertions.get(claim, ())):
            question.answers.append(_answer(values, question, behind))
    return list(loaded.values())


def load_without_question(conn: Connection, scope: ClaimScope) -> list[AnswerGiven]:
    """The figures of a scope that answer no question and that somebody stands behind, in the order of their claims."""
    select = f"SELECT {CLAIM_COLUMNS} FROM claim c JOIN scope s ON s.claim = c.id"
    select += " WHERE c.question IS NULL AND c.answer_kind = 'figure' ORDER BY c.id"
    rows = {row.id: tuple(row) for row in fetch(conn, composed((scope.cte(),), select), scope.params)}
    found: list[AnswerGiven] = []
    for portion in portions(rows):
        assertions = counted_assertions(conn, ClaimScope(claims=portion))
        held = ((claim, _behind(assertions.get(claim, ()))) for claim in portion)
        found.extend(_answer(rows[claim], None, behind) for claim, behind in held if behind)
    return found


def _behind(assertions: Sequence[CountedAssertion]) -> list[CountedAssertion]:
    """Those of a claim's assertions that still stand behind it."""
    return [assertion for assertion in standing(assertions) if assertion.affirms]


def _answer(row: Sequence[Any], question: QuestionAsked | None, behind: list[CountedAssertion]) -> AnswerGiven:
    """The answer of a claim, from its CLAIM_COLUMNS."""
    claim, _, _, words, answer_key, low, high, *more = row
    low_open, high_open, approximate, vague, unit, counting, scope, for_date, date_lo, date_hi = more
    lo, hi = _date(for_date, date_lo, date_hi, behind)
    return AnswerGiven(
        claim=claim,
        words=words,
        word=question.word(answer_key or "") if question is not None else answer_key or "",
        low=low,
        high=high,
        low_open=bool(low_open),
        high_open=bool(high_open),
        approximate=bool(approximate),
        vague=bool(vague),
        unit=unit or (question.unit if question is not None else None) or COUNTED_BY_DEFAULT,
        counting=counting or (question.counting if question is not None else None),
        scope=scope or (question.scope if question is not None else None),
        for_date=for_date,
        claim_lo=date_lo,
        claim_hi=date_hi,
        lo=lo,
        hi=hi,
        assertions=behind,
    )


def _date(
    for_date: str | None, lo: str | None, hi: str | None, behind: Sequence[CountedAssertion]
) -> tuple[str | None, str | None]:
    if for_date is not None:
        return lo, hi
    for pairs in (
        [(v.said_lo, v.said_hi) for v in behind if v.said_lo],
        [v.publication_days for v in behind if v.published_lo],
    ):
        if pairs:
            return min(pairs, key=lambda pair: (pair[0] or "", pair[1] or "~"))
    return None, None


def differing(a: AnswerGiven, b: AnswerGiven) -> tuple[str, ...]:
    """How what the two are about differs: whom they count, the place and hours. In plain words."""
    differences = []
    for name, x, y in (("who is counted", a.counting, b.counting), ("place and hours", a.scope, b.scope)):
        if UNSTATED in (x, y):
            where = " and ".join(f"“{answer.words}”" for answer, v in ((a, x), (b, y)) if v == UNSTATED)
            differences.append(f"{name} not given for {where}")
        elif x != y and key(x or "") != key(y or ""):
            differences.append(f"{name}: {_said(a.words, x)}, {_said(b.words, y)}")
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
    besides = differing(a, b)
    if not question.exclusive:
        differs.append("more than one answer may hold")
    if besides or not question.exclusive:
        strength = POSSIBLE
    return Incompatibility(strength, (*besides, *differs))


def _times_apart(a: AnswerGiven, b: AnswerGiven) -> bool:
    if a.for_date or b.for_date:
        return a.word != b.word
    return before(a.claim_hi, b.claim_lo) or before(b.claim_hi, a.claim_lo)
