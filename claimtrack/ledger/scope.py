"""The scope of an export: the whole ledger, or one story with everything its claims refer to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.engine import Connection

from claimtrack.ledger.dialect import select_in
from claimtrack.ledger.restricted import Restricted

_OWNERS = {
    "assertion": "claim",
    "evidence": "target",
    "request": "target",
    "assessment": "target",
    "note": "target",
    "tag": "target",
    "rating": "source",
    "side": "source",
}
"""Type of record -> the column that names what it belongs to."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What of one story is exported, by id. Claims are those whose story is among `stories`, so they are not listed."""

    stories: tuple[str, ...]
    """The story, and those merged with it."""
    ids: dict[str, frozenset[str]]
    """story, source, document, question -> ids; a question's own story is among the stories here."""

    def holding(self, connection: Connection, records: Iterable[str]) -> set[str]:
        """Those of `records`, of any type, that the scope holds: they, or what they belong to, are in it."""
        wanted = set(records)
        stands = {record: record for record in wanted}
        found: set[str] = set()
        while stands:
            rows = select_in(connection, "SELECT id, type FROM record WHERE id IN :values", set(stands.values()))
            types = {row.id: row.type for row in rows}
            above: dict[str, str] = {}
            for owned in set(types.values()) & set(_OWNERS):
                sql = f"SELECT id, {_OWNERS[owned]} AS owner FROM {owned} WHERE id IN :values"
                some = [record for record, kind in types.items() if kind == owned]
                above.update((row.id, row.owner) for row in select_in(connection, sql, some))
            claims = self._claims(connection, [record for record, kind in types.items() if kind == "claim"])
            for record, at in list(stands.items()):
                if at in claims or any(at in some for some in self.ids.values()):
                    found.add(record)
                if at in above:
                    stands[record] = above[at]
                else:
                    del stands[record]
        return found

    def _claims(self, connection: Connection, ids: Iterable[str]) -> set[str]:
        rows = select_in(connection, "SELECT id, story FROM claim WHERE id IN :values", ids)
        return {row.id for row in rows if row.story in self.stories}


def scope_of(connection: Connection, story: str, restricted: Restricted) -> Scope:
    """The scope of a story (an id), as the connection's views show it: what its claims refer to that may leave."""
    stories = tuple(sorted(_merged(connection, "story", {story})))
    inside = _Inside(connection, stories, restricted)
    documents = inside.column(
        "SELECT a.id, a.document AS found FROM assertion a JOIN claim c ON c.id = a.claim WHERE c.story IN :stories"
    ) | inside.column(
        "SELECT e.target AS id, e.document AS found FROM evidence e JOIN claim c ON c.id = e.target"
        " WHERE c.story IN :stories UNION ALL"
        " SELECT e.target AS id, e.document AS found FROM evidence e JOIN assertion a ON a.id = e.target"
        " JOIN claim c ON c.id = a.claim WHERE c.story IN :stories"
    )
    questions = inside.column("SELECT id, question AS found FROM claim WHERE story IN :stories")
    questions |= inside.column("SELECT story AS id, id AS found FROM question WHERE story IN :stories")
    documents = _merged(connection, "document", documents)
    questions = _merged(connection, "question", questions)
    sources = inside.column(
        "SELECT a.id, h.source AS found FROM hop h JOIN assertion a ON a.id = h.assertion"
        " JOIN claim c ON c.id = a.claim WHERE c.story IN :stories UNION ALL"
        " SELECT c.id, b.source AS found FROM claim_about b JOIN claim c ON c.id = b.claim WHERE c.story IN :stories"
        " UNION ALL SELECT id, source AS found FROM side WHERE story IN :stories UNION ALL"
        " SELECT c.id, q.asked AS found FROM request q JOIN claim c ON c.id = q.target WHERE c.story IN :stories"
        " UNION ALL SELECT a.id, q.asked AS found FROM request q JOIN assertion a ON a.id = q.target"
        " JOIN claim c ON c.id = a.claim WHERE c.story IN :stories"
    )
    for sql in (
        "SELECT publisher AS found FROM document WHERE id IN :values",
        "SELECT source AS found FROM byline WHERE document IN :values",
        "SELECT asked AS found FROM request WHERE target IN :values",
    ):
        sources |= {row.found for row in select_in(connection, sql, documents | questions) if row.found is not None}
    return Scope(
        stories,
        {
            "story": frozenset(stories) | _stories(connection, questions),
            "source": frozenset(_bodies(connection, sources)),
            "document": frozenset(documents),
            "question": frozenset(questions),
        },
    )


class _Inside:
    """Asks what the open claims and assertions of some stories name."""

    def __init__(self, connection: Connection, stories: tuple[str, ...], restricted: Restricted) -> None:
        self._connection = connection
        self._stories = list(stories)
        self._restricted = restricted.ids

    def column(self, sql: str) -> set[str]:
        """Distinct `found` of rows whose `id` is not restricted."""
        statement = text(sql).bindparams(bindparam("stories", expanding=True))
        rows = self._connection.execute(statement, {"stories": self._stories})
        return {row.found for row in rows if row.found is not None and row.id not in self._restricted}


def _merged(connection: Connection, kind: str, ids: set[str]) -> set[str]:
    """`ids` and every record of this kind merged with one of them, however far."""
    found, fresh = set(ids), set(ids)
    while fresh:
        linked: set[str] = set()
        for column, other in (("kept", "merged"), ("merged", "kept")):
            sql = f"SELECT {other} AS found FROM merge WHERE kind = :kind AND {column} IN :values"
            linked |= {row.found for row in select_in(connection, sql, fresh, kind=kind)}
        fresh = linked - found
        found |= fresh
    return found


def _bodies(connection: Connection, sources: set[str]) -> set[str]:
    """`sources`, those merged with them, the bodies they speak for or belong to, and so on upward."""
    found: set[str] = set()
    fresh = sources
    while fresh:
        fresh = _merged(connection, "source", fresh) - found
        found |= fresh
        above = {
            row.body for row in select_in(connection, "SELECT body FROM membership WHERE source IN :values", fresh)
        }
        within = select_in(
            connection, "SELECT s.within FROM source s JOIN source b ON b.id = s.within WHERE s.id IN :values", fresh
        )
        fresh = (above | {row.within for row in within}) - found
    return found


def _stories(connection: Connection, questions: Iterable[str]) -> set[str]:
    rows = select_in(connection, "SELECT story FROM question WHERE id IN :values", questions)
    return {row.story for row in rows if row.story is not None}
