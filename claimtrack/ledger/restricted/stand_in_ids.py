"""Ids to be shown in place of those that a guessed name gives, where somebody is not named.

The id of most records is a hash of what identifies them, the ids of sources among it: who guesses the name of a source
can work out the id of what it said, was asked or published, and look for that.
"""

from __future__ import annotations

import operator
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy.engine import Connection

from claimtrack.domain.ids import make_id, random_id
from claimtrack.ledger.references import TARGETING
from claimtrack.ledger.store.dialect import select_in

Shown = TypeVar("Shown")

_MADE_OF = " UNION ALL ".join(
    (
        "SELECT id FROM source_history WHERE within IN :values",
        "SELECT id FROM document_history WHERE publisher IN :values AND url IS NULL",
        "SELECT assertion FROM hop_history WHERE source IN :values",
        "SELECT id FROM assertion_history WHERE document IN :values",
        "SELECT id FROM evidence_history WHERE document IN :values",
        "SELECT id FROM request_history WHERE asked IN :values",
        "SELECT id FROM disagreement_history WHERE origin IN :values",
        *(f"SELECT id FROM {one}_history WHERE target IN :values" for one in TARGETING),
        *(f"SELECT id FROM {one}_history WHERE source IN :values" for one in ("rating", "side")),
        *(f"SELECT id FROM merge_history WHERE {one} IN :values" for one in ("kept", "merged")),
    )
)
"""The records whose ids are made of those of some records, in any of their versions (see `write.identity`)."""


def stand_in_ids(
    connection: Connection, sources: Collection[str], assertions: Collection[str], texts: Collection[str]
) -> Mapping[str, str]:
    """Id -> the id to show in its place, of all records whose ids are made of those of the sources, however indirectly.

    And of the assertions, whose sources are not named there; and of the documents `texts`, where the id is made of the
    text, which is not shown there. It is made of the random salt of the record's first entry, which nothing shows but
    the ledger and its history: so it is the same in every output, and no name or text gives it.
    """
    sql = "SELECT DISTINCT id FROM document_history WHERE url IS NULL AND id IN :values"
    found = {*sources, *assertions, *(row.id for row in select_in(connection, sql, texts))}
    fresh = found
    while fresh:
        fresh = {row.id for row in select_in(connection, _MADE_OF, fresh)} - found
        found |= fresh
    sql = "SELECT record, salt FROM entry WHERE record IN :values ORDER BY number DESC"
    salts = {row.record: row.salt for row in select_in(connection, sql, sorted(found))}
    return {
        record: random_id() if salts.get(record) is None else make_id("stand-in", bytes(salts[record]).hex())
        for record in found
    }


def with_stand_ins(value: Shown, ids: Mapping[str, str]) -> Shown:
    """A value of ours, an item or a row say, with the ids replaced wherever they stand in it as a whole text."""
    return _replaced(value, ids) if ids else value


def _replaced(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return ids.get(value, value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        return {name: _replaced(each, ids) for name, each in value.items()}
    if isinstance(value, list | tuple):
        now = [_replaced(each, ids) for each in value]
        return value if all(map(operator.is_, now, value)) else type(value)(now)
    if is_dataclass(value) and not isinstance(value, type):
        was = [getattr(value, name) for name in _field_names(type(value))]
        now = [_replaced(each, ids) for each in was]
        return value if all(map(operator.is_, now, was)) else type(value)(*now)
    return value


@cache
def _field_names(row_type: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(row_type))
