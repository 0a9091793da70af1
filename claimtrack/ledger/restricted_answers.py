"""What an open claim answers that only ever restricted assertions gave: a figure, or whom it counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from operator import itemgetter
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.domain.text import name_fold
from claimtrack.ledger.entries.stored import SELECT, version_of
from claimtrack.ledger.projection.hiding import ANSWER
from claimtrack.ledger.projection.rows import answer_words
from claimtrack.ledger.store.dialect import select_in

Body = dict[str, Any]

ANSWER_DETAILS = ("unit", "counting", "scope", "for_date")
"""The members of an answer that may be restricted by themselves; the rest stands or falls together."""


def restricted_answers(
    connection: Connection, claims: Collection[str], restricted: frozenset[str]
) -> dict[str, frozenset[str]]:
    """Claim -> the members of its answer that no open assertion was ever recorded with, nor has in its words.

    What a claim says was stated by the assertions recorded in the same change; with none, by who edited it: openly.
    """
    if not claims:
        return {}
    said: dict[str, list[str]] = defaultdict(list)
    sql = "SELECT DISTINCT id, claim FROM assertion_history WHERE claim IN :values"
    for row in select_in(connection, sql, claims):
        said[row.claim].append(row.id)
    # Of one change are the entries of one writer and instant: after an import, too.
    first: dict[str, tuple[str, str]] = {}
    words: dict[str, str] = {}
    for record, written, body in _entries(connection, [one for some in said.values() for one in some]):
        first[record] = min(first.get(record, written), written)
        if record not in restricted:
            words[record] = f"{words.get(record, '')} {body.get('quote', {}).get('exact', '')}"
    openly: dict[str, set[tuple[str, str]]] = defaultdict(set)
    stated: dict[str, list[tuple[str, str]]] = {}
    before: dict[str, list[tuple[str, str]]] = {}
    for claim, written, body in sorted(_entries(connection, claims), key=itemgetter(0, 1)):
        beside = [one for one in said[claim] if first.get(one) == written]
        stated[claim] = _members(body.get("answer", {}))
        if not beside or not restricted.issuperset(beside):
            openly[claim].update(set(stated[claim]) - set(before.get(claim, ())))
        before[claim] = stated[claim]
        words[claim] = body.get("text", "")
    found = {}
    for claim, members in stated.items():
        heard = name_fold(" ".join([words[claim], *(words.get(one, "") for one in said[claim])]))
        hidden = {name for name, value in members if (name, value) not in openly[claim] and not _holds(heard, value)}
        if hidden:
            found[claim] = frozenset({ANSWER} if ANSWER in hidden else hidden)
    return found


def _holds(heard: str, value: str) -> bool:
    """Whether a folded text holds a value as whole words."""
    return re.search(rf"(?<!\w){re.escape(name_fold(value))}(?!\w)", heard) is not None


def _entries(connection: Connection, records: Iterable[str]) -> Iterator[tuple[str, tuple[str, str], Body]]:
    """Every version of these records: its id, when and by whom it was written, its body; what is withheld left out."""
    for row in select_in(connection, f"{SELECT} WHERE e.body IS NOT NULL AND e.record IN :values", records):
        version = version_of(row)
        yield row.record, (version.at, version.by), version.body or {}


def _members(answer: Body) -> list[tuple[str, str]]:
    """An answer as members that may be restricted: all that answers by itself as one, and each detail."""
    _, words = answer_words(answer)
    details = [(name, str(answer[name])) for name in ANSWER_DETAILS if name in answer]
    return details if words is None else [(ANSWER, words), *details]
