"""The scope of an export: what of a ledger goes out with one story."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from claimtrack.ledger.references import merged
from claimtrack.ledger.restricted.records import RestrictedRecords
from claimtrack.ledger.store.dialect import select_all, select_in, select_with

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
class ExportScope:
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


_DOCUMENTS = (
    "SELECT a.id, a.document AS found FROM assertion a JOIN claim c ON c.id = a.claim WHERE c.story IN :stories",
    "SELECT e.target AS id, e.document AS found FROM evidence e JOIN claim c ON c.id = e.target"
    " WHERE c.story IN :stories",
    "SELECT e.target AS id, e.document AS found FROM evidence e JOIN assertion a ON a.id = e.target"
    " JOIN claim c ON c.id = a.claim WHERE c.story IN :stories",
)
_QUESTIONS = (
    "SELECT id, question AS found FROM claim WHERE story IN :stories",
    "SELECT story AS id, id AS found FROM question WHERE story IN :stories",
)
_SOURCES = (
    "SELECT a.id, h.source AS found FROM hop h JOIN assertion a ON a.id = h.assertion AND a.claim = h.claim"
    " JOIN claim c ON c.id = a.claim WHERE c.story IN :stories",
    "SELECT c.id, b.source AS found FROM claim_about b JOIN claim c ON c.id = b.claim WHERE c.story IN :stories",
    "SELECT id, source AS found FROM side WHERE story IN :stories",
    "SELECT c.id, q.asked AS found FROM request q JOIN claim c ON c.id = q.target WHERE c.story IN :stories",
    "SELECT a.id, q.asked AS found FROM request q JOIN assertion a ON a.id = q.target"
    " JOIN claim c ON c.id = a.claim WHERE c.story IN :stories",
)
"""What stories refer to, as `found`, each with the record that refers to it, as `id`."""
_SOURCES_OF = (
    "SELECT publisher AS found FROM document WHERE id IN :values",
    "SELECT source AS found FROM byline WHERE document IN :values",
    "SELECT asked AS found FROM request WHERE target IN :values",
)
"""The sources that documents and questions refer to."""


def scope_of(connection: Connection, story: str, restricted: RestrictedRecords) -> ExportScope:
    """The scope of a story (an id), as the connection's views show it: what its claims refer to that may leave."""
    stories = tuple(sorted(merged(connection, {story})))
    hidden = restricted.ids

    def found(statements: Sequence[str]) -> set[str]:
        rows = select_with(connection, " UNION ALL ".join(statements), {"stories": stories})
        return {row.found for row in rows if row.found is not None and row.id not in hidden}

    documents = merged(connection, found(_DOCUMENTS))
    questions = merged(connection, found(_QUESTIONS))
    named = (row.found for sql in _SOURCES_OF for row in select_in(connection, sql, documents | questions))
    sources = found(_SOURCES).union(source for source in named if source is not None)
    return ExportScope(
        stories,
        {
            "story": frozenset(stories) | _stories(connection, questions),
            "source": frozenset(_bodies(connection, sources)),
            "document": documents,
            "question": questions,
        },
    )


_ABOVE = (
    "SELECT body FROM membership WHERE source IN :values",
    "SELECT s.within AS body FROM source s JOIN source b ON b.id = s.within WHERE s.id IN :values",
)


def _bodies(connection: Connection, sources: set[str]) -> set[str]:
    """`sources`, those merged with them, the bodies they speak for or belong to, and so on upward."""
    bodies: set[str] = set()
    above: Collection[str] = sources
    while above:
        fresh = merged(connection, above) - bodies
        bodies |= fresh
        above = {row.body for row in select_all(connection, ((sql, fresh) for sql in _ABOVE))} - bodies
    return bodies


def _stories(connection: Connection, questions: Iterable[str]) -> set[str]:
    rows = select_in(connection, "SELECT story FROM question WHERE id IN :values", questions)
    return {row.story for row in rows if row.story is not None}
