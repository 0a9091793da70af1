"""What the judgement of which claims may change with a record: those that have to do with it in any of its versions.

More than need be may be named, never less. Where everything may change, or so much that looking for it would cost as
much as judging anew, nothing is named. Notes, allowances, publications and the words of stories affect nothing that is
kept: what depends on them is worked out each time. The history tables are read, not the views: what is hidden must be
found too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.store.tables import numbers_of

MOST_RECORDS = 20_000
"""Of more records than these written since, or more claims affected, all claims are judged anew."""

ON_CLAIMS = ("evidence", "request", "assessment", "tag")
"""Types that hang on a claim or an assertion, by `target`."""


_MERGES = (("merge_history", "kept", "merged"), ("merge_history", "merged", "kept"))
_BODIES = (("membership_history", "source", "body"), ("membership_history", "body", "source"))
"""How records are linked: a table, the column of the one, and that of the other."""


@dataclass(frozen=True, slots=True)
class Affected:
    """The `claims` whose judgement may have changed, and the `questions` that any of them answers or answered.

    `types` are those of the records that changed.
    """

    claims: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    @property
    def subjects(self) -> frozenset[str]:
        """Claims and questions together: what is kept of them does not hold any more."""
        return self.claims | self.questions

    def joined(self, other: Affected) -> Affected:
        """What either names."""
        return Affected(self.claims | other.claims, self.questions | other.questions, self.types | other.types)


@dataclass(slots=True)
class _Touched:
    """Records by type, and those of them that nothing could name before: they are new."""

    by_type: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    new: set[str] = field(default_factory=set)


def affected_since(connection: Connection, seq: int, last: int) -> Affected | None:
    """What the changes after number `seq`, to number `last`, affect; None: everything."""
    if seq == last:
        return Affected()
    touched = _Touched()
    numbers = numbers_of(seq + 1, last)
    sql = f"""SELECT DISTINCT record, type FROM entry WHERE number >= :low AND number < :high
LIMIT {MOST_RECORDS + 1}"""
    rows = connection.execute(text(sql), numbers).all()
    if len(rows) > MOST_RECORDS:
        return None
    for row in rows:
        touched.by_type[row.type].add(row.record)
    named_late = touched.by_type["source"] | touched.by_type["document"]
    sql = "SELECT record, MIN(number) AS number FROM entry WHERE record IN :values GROUP BY record"
    touched.new = {row.record for row in select_in(connection, sql, named_late) if row.number >= numbers["low"]}
    return _affected(connection, touched)


def affected_by(connection: Connection, records: Collection[str]) -> Affected | None:
    """What depends on these records, whatever they are; None: everything."""
    if len(records) > MOST_RECORDS:
        return None
    touched = _Touched()
    for row in select_in(connection, "SELECT DISTINCT id, type FROM record_history WHERE id IN :values", records):
        touched.by_type[row.type].add(row.id)
    return _affected(connection, touched)


def _affected(connection: Connection, touched: _Touched) -> Affected | None:
    types = touched.by_type

    def find(sql: str, values: Iterable[str]) -> set[str]:
        """The ids in the one column of the rows of `sql`."""
        return {row[0] for row in select_in(connection, sql, values) if row[0] is not None}

    merged: dict[str, set[str]] = defaultdict(set)
    sql = "SELECT kind, kept, merged FROM merge_history WHERE id IN :values"
    for row in select_in(connection, sql, types["merge"]):
        merged[row.kind] |= {row.kept, row.merged}
    speakers = merged["source"] | (types["source"] - touched.new)
    for table in ("side", "rating"):
        speakers |= find(f"SELECT source FROM {table}_history WHERE id IN :values", types[table])
    sources = types["source"] | _linked(connection, speakers, _MERGES + _BODIES)
    documents = types["document"] | _linked(connection, merged["document"] | (types["document"] - touched.new))
    stories = _linked(connection, merged["story"])
    if max(map(len, (sources, documents, stories))) > MOST_RECORDS:
        return None

    documents |= find("SELECT id FROM document_history WHERE publisher IN :values", sources)
    targets = find("SELECT target FROM request_history WHERE asked IN :values", sources)
    for table in ON_CLAIMS:
        targets |= find(f"SELECT target FROM {table}_history WHERE id IN :values", types[table])
    assertions = types["assertion"] | targets
    assertions |= find("SELECT assertion FROM hop_history WHERE source IN :values", sources)
    assertions |= find("SELECT id FROM assertion_history WHERE document IN :values", documents)
    if len(assertions) > MOST_RECORDS:
        return None

    claims = types["claim"] | targets
    claims |= find("SELECT claim FROM assertion_history WHERE id IN :values", assertions)
    claims |= find("SELECT claim FROM claim_about_history WHERE source IN :values", sources)
    claims |= find("SELECT id FROM claim_history WHERE story IN :values", stories)
    recorded = find("SELECT disagreement FROM disagreement_claim_history WHERE claim IN :values", claims)
    recorded |= types["disagreement"]
    claims |= find("SELECT claim FROM disagreement_claim_history WHERE disagreement IN :values", recorded)
    subjects = find("SELECT subject FROM disagreement_history WHERE id IN :values", types["disagreement"])
    claims |= subjects
    if len(claims) > MOST_RECORDS:
        return None
    questions = types["question"] | merged["question"] | subjects
    questions |= find("SELECT question FROM claim_history WHERE id IN :values", claims)
    questions = _linked(connection, questions)
    claims |= find("SELECT id FROM claim_history WHERE question IN :values", questions)
    if len(claims) > MOST_RECORDS:
        return None
    return Affected(frozenset(claims), frozenset(questions), frozenset(kind for kind, ids in types.items() if ids))


def _linked(connection: Connection, start: Iterable[str], links: Iterable[tuple[str, str, str]] = _MERGES) -> set[str]:
    """These records and all that such links (table, a column, the other) ever led to; at least one of very many."""
    reached: set[str] = set()
    frontier = set(start)
    while frontier and len(reached) <= MOST_RECORDS:
        reached |= frontier
        near: set[str] = set()
        for table, one, other in links:
            sql = f"SELECT DISTINCT {other} AS id FROM {table} WHERE {one} IN :values"
            near |= {row.id for row in select_in(connection, sql, frontier)}
        frontier = near - reached
    return reached
