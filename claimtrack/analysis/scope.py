"""Which claims are looked at: all of a ledger, those of a story, those named, or the answers of questions.

Every query of `analysis` begins with the common table expressions made here, so that the same SQL serves one claim, a
story and a million claims. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from sqlalchemy import Connection

from claimtrack.ledger.store.dialect import chunks, select_tuples, select_with

PORTION = 4000
"""How many ids go into one query at most: every engine takes as many bound values."""


@dataclass(frozen=True, slots=True)
class ClaimScope:
    """The claims looked at. At most one field is given; none means every live claim.

    `stories` are ids of stories (with those merged into them), `claims` of claims, `questions` of
    questions as written on the claims. No list is longer than PORTION.
    """

    stories: tuple[str, ...] | None = None
    claims: tuple[str, ...] | None = None
    questions: tuple[str, ...] | None = None

    @property
    def whole(self) -> bool:
        """Whether every claim is meant."""
        return self.stories is None and self.claims is None and self.questions is None

    @property
    def size(self) -> float:
        """How many stories, claims or questions are named; infinity where every claim is meant."""
        return inf if self.whole else sum(len(ids) for ids in self._columns.values())

    @property
    def where(self) -> str:
        """The condition on the view `claim`, with its WHERE; "" for every claim."""
        return "".join(f"WHERE {column} IN :scope_{column}" for column in self._columns)

    @property
    def assertions(self) -> tuple[str, str]:
        """The assertions `a` of these claims: what stands behind FROM, and in front of what else is asked of them.

        With `scope` joined as `s`, but where every claim is meant; then those of void claims are there too.
        """
        return ("assertion a", "") if self.whole else ("scope s CROSS JOIN assertion a", "a.claim = s.claim AND")

    @property
    def params(self) -> dict[str, Any]:
        """The bound values that `where` names."""
        return {f"scope_{column}": ids for column, ids in self._columns.items()}

    @property
    def _columns(self) -> dict[str, tuple[str, ...]]:
        """Column of the view `claim` -> the ids looked for; at most one."""
        given = {"id": self.claims, "question": self.questions, "story": self.stories}
        return dict([(column, ids) for column, ids in given.items() if ids is not None][:1])

    def cte(self) -> str:
        """`scope`: one row a claim looked at: claim, story, kind, question, answer_kind, allegation."""
        return f"""scope AS (
  SELECT id AS claim, story, kind, question, answer_kind, allegation FROM claim {self.where}
)"""


READ_AS = "read_as AS (SELECT source AS id, canonical FROM canonical_source WHERE newest = 1)"
"""`read_as(id, canonical)`: what merged documents, questions and stories are read as, and sources.

Of merged records it is the kept side of the latest live merge among all of them. What was never merged has no row, but
for sources that speak for others or are spoken for, which may be read as themselves.
"""


def composed(ctes: Iterable[str], select: str) -> str:
    """One statement: the expressions, each once, then the select."""
    return "WITH " + ",\n".join(dict.fromkeys(ctes)) + "\n" + select


def fetch(conn: Connection, sql: str, params: Mapping[str, Any] | None = None) -> Sequence[Any]:
    """All rows of a statement. A tuple among the values stands for a list: `IN :name`."""
    return list(select_with(conn, sql, params or {}))


def fetch_pages(conn: Connection, sql: str, params: Mapping[str, Any] | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement one after the other, as plain tuples: for very many."""
    return select_tuples(conn, sql, params or {})


def portions(ids: Iterable[str], size: int = PORTION) -> Iterator[tuple[str, ...]]:
    """The ids in order, each once, in tuples of at most `size`."""
    yield from map(tuple, chunks(dict.fromkeys(ids), size))


def merged_with(conn: Connection, record: str) -> tuple[str, ...]:
    """The ids of everything merged with a document, question or story, itself first."""
    select = "SELECT id, canonical FROM read_as WHERE {column} = :id ORDER BY id"
    own = fetch(conn, composed((READ_AS,), select.format(column="id")), {"id": record})
    canonical = own[0].canonical if own else record
    rows = fetch(conn, composed((READ_AS,), select.format(column="canonical")), {"id": canonical})
    return (record, *sorted({canonical, *(row.id for row in rows)} - {record}))


def scopes(conn: Connection, *, story: str | None = None, claims: Iterable[str] | None = None) -> Iterator[ClaimScope]:
    """The scopes that together cover a story, the claims named, or (neither given) every claim."""
    if claims is not None:
        for portion in portions(claims):
            yield ClaimScope(claims=portion)
    elif story is not None:
        yield ClaimScope(stories=merged_with(conn, story))
    else:
        yield ClaimScope()
