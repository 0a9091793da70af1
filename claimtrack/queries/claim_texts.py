"""What claims say and what is quoted for them, without who says it, read of very many or of a few."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection

from claimtrack.analysis.cached import Part, recall
from claimtrack.analysis.scope import READ_AS, ClaimScope, composed, fetch, fetch_pages, scopes
from claimtrack.domain.figures import Interval
from claimtrack.ledger.entries.stored import BODY_JOIN, STORED_BODY, quotations
from claimtrack.ledger.store.dialect import fetch_chunks, is_sqlite, with_lists


class ClaimText(NamedTuple):
    """What a claim says. `figure` and `unit` are those of `CheckedClaim`."""

    id: str
    text: str
    figure: Interval | None
    unit: str | None


WordsOfClaim = tuple[str, str, bool, str | None]
"""The id of a claim, its text, whether it has a figure, and the text of the question that it answers with that."""
Quotation = tuple[str, str]
"""The id of a claim and what is quoted for it."""


class ClaimTexts:
    """The claims that a connection shows, restricted ones too."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def kept(self, part: Part[str], story: str | None = None) -> Mapping[str, str]:
        """What is kept of the claims of a story (an id; None: of all), or else worked out, by claim."""
        return recall(self._conn, part, story=story)

    def load(self, claims: Sequence[str]) -> dict[str, ClaimText]:
        """Those of these claims (ids) that are live, by id."""
        return {one.id: one for scope in scopes(self._conn, claims=claims) for one in _texts(self._conn, scope)}

    def labels(self) -> list[tuple[str, str]]:
        """The ids of all claims that answer with a label, each with the word it calls something."""
        rows = fetch(self._conn, "SELECT id, answer FROM claim WHERE answer_kind = 'label'")
        return [(row.id, row.answer) for row in rows]


def kept_of_texts(
    name: str, pack: Callable[[Iterable[WordsOfClaim], Iterable[Quotation]], Mapping[str, str]]
) -> Part[str]:
    """A part of what is kept: what `pack` makes, for each claim, of claims and of what is quoted for them."""

    def work_out(conn: Connection, scope: ClaimScope) -> Mapping[str, str]:
        return pack(_words(conn, scope), _quotations(conn, scope))

    return Part(name, work_out, str, lambda claim, value: value)


_ASKED = " LEFT JOIN read_as r ON r.id = c.question LEFT JOIN question q ON q.id = COALESCE(r.canonical, c.question)"


def _texts(conn: Connection, scope: ClaimScope) -> Iterator[ClaimText]:
    sql = composed(
        (scope.cte(), READ_AS),
        "SELECT c.id, c.text, c.answer_kind, c.low, c.high, c.low_open, c.high_open, c.approximate, c.vague,"
        f" COALESCE(c.unit, q.unit) AS unit FROM scope s JOIN claim c ON c.id = s.claim {_ASKED}",
    )
    for id, text, kind, low, high, *marks, unit in _rows(conn, sql, scope):
        figure = None
        if kind == "figure" and low is not None:
            low_open, high_open, approximate, vague = map(bool, marks)
            figure = figure_interval((low, high, low_open, high_open), unit, approximate=approximate, vague=vague)
        yield ClaimText(id, text, figure, unit)


def _words(conn: Connection, scope: ClaimScope) -> Iterator[WordsOfClaim]:
    figure = "CASE WHEN c.answer_kind = 'figure' AND c.low IS NOT NULL THEN 1 ELSE 0 END"
    if not scope.whole:
        select = f"SELECT c.id, c.text, {figure}, q.text FROM scope s JOIN claim c ON c.id = s.claim {_ASKED}"
        for id, text, counts, asked in _rows(conn, composed((scope.cte(), READ_AS), select), scope):
            yield id, text, bool(counts), asked if counts else None
        return
    # There are fewer questions than claims: to have them joined to each takes longer than to look them up.
    texts = dict(fetch_pages(conn, "SELECT id, text FROM question"))
    read_as = fetch_pages(conn, f"WITH {READ_AS} SELECT id, canonical FROM read_as")
    asked_by = texts | {id: texts.get(canonical) for id, canonical in read_as}
    for id, text, counts, question in _rows(conn, f"SELECT c.id, c.text, {figure}, c.question FROM claim c", scope):
        yield id, text, bool(counts), asked_by.get(question) if counts else None


def _quotations(conn: Connection, scope: ClaimScope) -> Iterator[Quotation]:
    if scope.whole:  # in the order in which the bodies lie
        rows, live = "record r", "r.type = 'assertion' AND r.state = 'live'"
    else:
        rows, live = "scope s CROSS JOIN assertion a CROSS JOIN record r", "a.claim = s.claim AND r.id = a.id"
    sql = composed((scope.cte(),), f"SELECT r.id, {STORED_BODY} FROM {rows} {BODY_JOIN} WHERE {live}")
    yield from quotations(_rows(conn, sql, scope))


def _rows(conn: Connection, sql: str, scope: ClaimScope) -> Iterator[Any]:
    """Rows, of which some thousands at most are in memory together."""
    if is_sqlite(conn):
        return chain.from_iterable(fetch_chunks(conn, sql, scope.params))
    statement = with_lists(sql, *(name for name, value in scope.params.items() if isinstance(value, tuple)))
    return iter(conn.execute(statement, scope.params, execution_options={"yield_per": 1000}))


@lru_cache(maxsize=4096)
def figure_interval(
    ends: tuple[str, str | None, bool, bool], unit: str | None, *, approximate: bool, vague: bool
) -> Interval:
    """The interval of a figure; what is counted is no part of a figure's own words."""
    return Interval(*ends, approximate, vague, unit if unit in ("%", "pp") else None)
