"""Disagreements about words: one quotation in two wordings; a label set apart in one place and used in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import QuestionAsked, asked_ctes, load_together
from claimtrack.analysis.disagreements.positions import CERTAIN, POSSIBLE, Disagreement, Position, detected, position_of
from claimtrack.analysis.origins import CountedAssertion, before, counted_assertions, listed, standing
from claimtrack.analysis.scope import ClaimScope, composed, fetch, portions
from claimtrack.domain.text import folded, key
from claimtrack.ledger.lookup import bodies
from claimtrack.ledger.store.dialect import chunks, select_in

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


def find_label_voices(conn: Connection, scope: ClaimScope) -> list[Disagreement]:
    """The disagreements of voice on the questions of a scope."""
    questions = [row.question for row in fetch(conn, composed(asked_ctes(scope), _SELECT), scope.params)]
    disagreements: list[Disagreement] = []
    for loaded in chunks(load_together(conn, questions)):
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


QUOTED = ("direct", "partial")

_IS_QUOTED = f"""a.has_quote = 1 AND a.quote_kind IN ({listed(QUOTED)}) AND a.origin IS NOT NULL
    AND a.document IS NOT NULL"""

_SELECT_WORDINGS = f"""SELECT DISTINCT claim FROM (
  SELECT s.claim, COALESCE(n.canonical, a.origin) AS canonical
  FROM quoted CROSS JOIN scope s CROSS JOIN assertion a
  LEFT JOIN canonical_source n ON n.source = a.origin AND n.newest = 1
  WHERE s.claim = quoted.claim AND a.claim = quoted.claim AND {_IS_QUOTED}
  GROUP BY s.claim, COALESCE(n.canonical, a.origin) HAVING MIN(a.document) <> MAX(a.document)
) AS quoted_twice ORDER BY claim"""


def _quoted_cte(scope: ClaimScope) -> str:
    """`quoted(claim)`: those of which several documents have quotations, whoever is quoted."""
    sources, of_scope = scope.assertions
    return f"""quoted AS (
  SELECT a.claim FROM {sources} WHERE {of_scope} {_IS_QUOTED}
  GROUP BY a.claim HAVING MIN(a.document) <> MAX(a.document)
)"""


def find_wordings(conn: Connection, scope: ClaimScope) -> list[Disagreement]:
    """The disagreements of wording on the claims of a scope."""
    ctes = scope.cte(), _quoted_cte(scope)
    claims = [row.claim for row in fetch(conn, composed(ctes, _SELECT_WORDINGS), scope.params)]
    disagreements: list[Disagreement] = []
    for portion in portions(claims, 500):
        rows = {
            row.id: row for row in select_in(conn, "SELECT id, text, story FROM claim WHERE id IN :values", portion)
        }
        by_claim = counted_assertions(conn, ClaimScope(claims=portion))
        kept = {
            claim: [
                v for v in standing(assertions) if v.has_quote and v.quote_kind in QUOTED and v.canonical and v.document
            ]
            for claim, assertions in by_claim.items()
        }
        words = quotes(conn, [v.id for assertions in kept.values() for v in assertions])
        for claim, assertions in sorted(kept.items()):
            by_source: dict[str, list[CountedAssertion]] = defaultdict(list)
            for assertion in assertions:
                by_source[str(assertion.canonical)].append(assertion)
            for canonical, said in sorted(by_source.items()):
                row = rows[claim]
                if disagreement := _wording_about(claim, row.text, row.story, canonical, said, words):
                    disagreements.append(disagreement)
    return disagreements


def quotes(conn: Connection, assertions: Sequence[str]) -> dict[str, str]:
    """Assertion -> the words it quotes, for those that quote any."""
    return {record: body["quote"]["exact"] for record, body in bodies(conn, assertions).items() if body.get("quote")}


def plain(quote: str) -> str:
    """A quote without marks, case and punctuation: its words."""
    return " ".join("".join(c if c.isalnum() else " " for c in folded(quote)).split())


def _wording_about(
    claim: str, text: str, story: str | None, canonical: str, said: Sequence[CountedAssertion], words: dict[str, str]
) -> Disagreement | None:
    strengths: dict[str, str] = {}
    differs: dict[str, None] = {}
    held = [assertion for assertion in said if assertion.id in words]
    for x, y in combinations(held, 2):
        if x.document == y.document or not _parted(words[x.id], words[y.id]):
            continue
        if before(x.said_hi, y.said_lo) or before(y.said_hi, x.said_lo):
            continue
        strength = CERTAIN
        if x.said is None or y.said is None:
            strength = POSSIBLE
            differs["not known to be the same utterance: when it was said is not given"] = None
        if x.language != y.language:
            strength = POSSIBLE
            differs["the documents are in different languages"] = None
        for assertion in (x, y):
            if strengths.get(assertion.id) != CERTAIN:
                strengths[assertion.id] = strength
    if not strengths:
        return None
    strength = CERTAIN if CERTAIN in strengths.values() else POSSIBLE
    positions = [
        position_of(
            claim,
            words[assertion.id],
            [assertion],
            key(words[assertion.id]),
            strength=strengths[assertion.id],
            outlet=assertion.publisher,
            document=assertion.document,
        )
        for assertion in held
        if assertion.id in strengths
    ]
    about = ("claim", claim, text, story)
    return detected("wording", strength, about, positions, origin=canonical, differs=tuple(differs))


def _parted(a: str, b: str) -> bool:
    x, y = plain(a), plain(b)
    if f" {x} " in f" {y} " or f" {y} " in f" {x} ":
        return False
    first, second = set(x.split()), set(y.split())
    return len(first & second) * 2 >= min(len(first), len(second))
