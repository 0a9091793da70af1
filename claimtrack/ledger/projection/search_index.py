"""The search index: the terms that a record is found by, and holding the index against them.

SQLite's index keeps no copy of the texts, only which term stands in which: it is read whole, term by term, and compared
by sums over both, keyed by chance so that nobody can make two differences cancel out. Only where the sums of some texts
differ are their terms compared one by one.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import parse
from claimtrack.domain.text import terms
from claimtrack.ledger.entries.stored import BODY, BODY_JOIN
from claimtrack.ledger.store.dialect import is_sqlite
from claimtrack.ledger.store.tables import PLACE_BITS

MOST_TERMS = 20_000
"""Terms kept of one text: a longer paragraph is cut into several."""

PARTS = ("exact", "label", "text", "where")
"""Members of a quote or an answer that are searched."""

FIELDS: dict[str, tuple[str, ...]] = {
    "story": ("name", "summary"),
    "source": ("name", "qualifier", "role", "aliases"),
    "document": ("title", "url"),
    "question": ("text",),
    "claim": ("text", "answer"),
    "assertion": ("quote", "occasion"),
    "evidence": ("text", "url", "credit", "place"),
    "request": ("answer",),
    "assessment": ("why",),
    "note": ("text",),
    "tag": ("name",),
    "disagreement": ("why",),
    "comparison": ("why",),
}
"""Type of record -> its fields that are searched; other types are not searched for."""


def texts_of(body: Mapping[str, Any]) -> Iterator[tuple[int, list[str]]]:
    """The searchable texts of a record.

    (0, terms) for the record itself, (n, terms) for paragraph n of a document's text.
    """
    pieces: list[str] = []
    for name in FIELDS.get(body["type"], ()):
        value = body.get(name)
        if isinstance(value, str):
            pieces.append(value)
        elif isinstance(value, list):
            pieces.extend(item for item in value if isinstance(item, str))
        elif isinstance(value, dict):
            for part in PARTS:
                if part in value and isinstance(value[part], str):
                    pieces.append(value[part])
    words = list(dict.fromkeys(terms(" ".join(pieces)))) if pieces else []
    if words:
        yield 0, words[:MOST_TERMS]
    if body["type"] == "document" and body.get("text"):
        for number, paragraph in enumerate(body["text"].split("\n"), 1):
            words = list(dict.fromkeys(terms(paragraph)))
            for start in range(0, len(words), MOST_TERMS):
                yield number, words[start : start + MOST_TERMS]


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

    def expect(self, number: int, words: Sequence[str]) -> None:
        """The text that goes by `number` is found by these words (as `terms` gives them)."""
        self._expected[number % GROUPS] += hash((self._secret, number)) * sum(map(self._weights.__getitem__, words))

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
            for part, words in texts_of(parse(body)):
                own = next(below, 0) if part else number
                if own % GROUPS in bad and own not in seen:
                    seen.add(own)
                    if held.pop(own, Counter()) != Counter(words):
                        yield f"search rows of {record_type} {record}"
    for number in sorted(held):
        yield f"text {number} in the search index, which belongs to no record"
