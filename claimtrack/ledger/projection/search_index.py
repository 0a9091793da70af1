"""Holding the search index against the terms that the records give.

SQLite's index keeps no copy of the texts, only which term stands in which: it is read whole, term by term, and compared
by sums over both, keyed by chance so that nobody can make two differences cancel out. Only where the sums of some texts
differ are their terms compared one by one.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import parse
from claimtrack.ledger.entries.stored import BODY, BODY_JOIN
from claimtrack.ledger.projection.search import texts_of
from claimtrack.ledger.store.dialect import is_sqlite
from claimtrack.ledger.store.tables import PLACE_BITS

GROUPS = 1 << 10
"""Texts are summed up in so many groups."""
_PRIME = (1 << 61) - 1


class _TermWeights(dict[str, int]):
    """Term -> the number that stands for it in the sums."""

    def __init__(self, secret: int) -> None:
        super().__init__()
        self._secret = secret

    def __missing__(self, term: str) -> int:
        weight = hash((self._secret, term)) % _PRIME
        if len(self) < 1 << 18:
            self[term] = weight
        return weight


class IndexCheck:
    """Is told what the index should hold, then reads it."""

    def __init__(self) -> None:
        self._secret = int.from_bytes(os.urandom(8))
        self._expected = [0] * GROUPS
        self._weights = _TermWeights(self._secret)

    def expect(self, number: int, terms: Sequence[str]) -> None:
        """The text that goes by `number` is found by these terms."""
        self._expected[number % GROUPS] += hash((self._secret, number)) * sum(map(self._weights.__getitem__, terms))

    def differences(self, connection: Connection, last: int) -> Iterator[str]:
        """What the index holds else for texts of the changes up to `last`, a few words each."""
        high = (last + 1) << PLACE_BITS
        actual = [0] * GROUPS
        secret = self._secret
        with instances(connection) as rows:
            for term, numbers in rows:
                weight = self._weights[term]
                for number in numbers:
                    if -high < number < high:
                        actual[number % GROUPS] += hash((secret, number)) * weight
        bad = {
            group
            for group, (wanted, held) in enumerate(zip(self._expected, actual, strict=True))
            if (wanted - held) % _PRIME
        }
        if bad:
            yield from _compare(connection, bad)


@contextmanager
def instances(connection: Connection) -> Iterator[Iterable[tuple[str, Sequence[int]]]]:
    """Every term of the index with the numbers of texts that it stands in, as often as the index says so."""
    if not is_sqlite(connection):
        rows = connection.exec_driver_sql("SELECT term, id FROM search_terms, unnest(terms) AS term")
        yield ((term, (number,)) for term, number in rows)
        return
    connection.exec_driver_sql("DROP TABLE IF EXISTS temp.search_terms_held")
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE temp.search_terms_held USING fts5vocab(main, search_terms, instance)"
    )
    try:
        yield _by_term(connection)
    finally:
        connection.exec_driver_sql("DROP TABLE temp.search_terms_held")


def _by_term(connection: Connection) -> Iterator[tuple[str, Sequence[int]]]:
    sql = "SELECT term, group_concat(doc) FROM temp.search_terms_held GROUP BY term"
    for term, numbers in connection.exec_driver_sql(sql):
        yield term, list(map(int, numbers.split(",")))


def _compare(connection: Connection, bad: set[int]) -> Iterator[str]:
    """Compare the terms of the texts of some groups, and name those whose terms are others."""
    held: dict[int, Counter[str]] = defaultdict(Counter)
    with instances(connection) as rows:
        for term, numbers in rows:
            for number in numbers:
                if number % GROUPS in bad:
                    held[number][term] += 1
    listed = ", ".join(map(str, sorted(bad)))
    paragraphs: dict[tuple[str, int], list[int]] = defaultdict(list)
    sql = "SELECT record, since, id FROM search_row_history ORDER BY id DESC"
    for record, since, number in connection.exec_driver_sql(sql):
        paragraphs[(record, since)].append(number)
    searched = (
        f"SELECT r.number, r.id, r.since, r.type, COALESCE(r.body, {BODY}) AS body FROM record_history r"
        f" {BODY_JOIN} WHERE r.state = 'live' AND"
    )
    statements = (
        f"{searched} ((r.number % {GROUPS}) + {GROUPS}) % {GROUPS} IN ({listed})",
        f"{searched} r.id IN (SELECT record FROM search_row_history)",
    )
    seen: set[int] = set()
    for statement in statements:
        for number, record, since, record_type, body in connection.execute(text(statement)):
            below = iter(paragraphs[(record, since)])
            for part, terms in texts_of(parse(body)):
                own = next(below, 0) if part else number
                if own % GROUPS in bad and own not in seen:
                    seen.add(own)
                    if held.pop(own, Counter()) != Counter(terms):
                        yield f"search rows of {record_type} {record}"
    for number in sorted(held):
        yield f"text {number} in the search index, which belongs to no record"
