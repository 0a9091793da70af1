"""What may be shown: editions, and what stays in: off-record and embargoed records with all known from them alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import parse
from claimtrack.domain.ids import is_id
from claimtrack.errors import BadInput
from claimtrack.ledger.entries.envelope import now_text
from claimtrack.ledger.projection.rows import earliest
from claimtrack.ledger.store.dialect import select_in

RESTRICTED = "(release = 'off-record' OR until_lo > :now OR (release = 'embargoed' AND until_lo IS NULL))"
"""The condition on a row of the view `assertion`; `now` is 27-character UTC.

An `until` is an embargo whatever the release says; an embargo without end has not ended.
"""

OPEN = (
    "COALESCE(release, '') <> 'off-record' AND COALESCE(until_lo, '') <= :now"
    " AND (COALESCE(release, '') <> 'embargoed' OR until_lo IS NOT NULL)"
)
"""The opposite condition."""


def is_restricted(release: str | None, until_lo: str | None, now: str) -> bool:
    """RESTRICTED in Python: whether an assertion of this release, embargoed until `until_lo`, may not leave at `now`.

    Instants are 27-character UTC text; None where there is none.
    """
    embargoed = until_lo > now if until_lo is not None else release == "embargoed"
    return embargoed or release == "off-record"


_EVERY_ZONE = timezone(timedelta(hours=-12))
"""Where a bare date comes last: an embargo read in it has ended wherever the ledger is."""

_NAMES = {
    "assertion": (
        ("source", "SELECT source AS id FROM hop WHERE assertion IN :values"),
        ("document", "SELECT document AS id FROM assertion WHERE id IN :values"),
        ("document", "SELECT document AS id FROM evidence WHERE target IN :values"),
        ("source", "SELECT asked AS id FROM request WHERE target IN :values"),
    ),
    "claim": (
        ("question", "SELECT question AS id FROM claim WHERE id IN :values"),
        ("source", "SELECT source AS id FROM claim_about WHERE claim IN :values"),
        ("document", "SELECT document AS id FROM evidence WHERE target IN :values"),
        ("source", "SELECT asked AS id FROM request WHERE target IN :values"),
    ),
    "document": (
        ("source", "SELECT publisher AS id FROM document WHERE id IN :values"),
        ("source", "SELECT source AS id FROM byline WHERE document IN :values"),
        ("source", "SELECT asked AS id FROM request WHERE target IN :values"),
    ),
    "question": (("source", "SELECT asked AS id FROM request WHERE target IN :values"),),
    "source": (
        ("source", "SELECT body AS id FROM membership WHERE source IN :values"),
        ("source", "SELECT b.id FROM source s JOIN source b ON b.id = s.within WHERE s.id IN :values"),
    ),
}
"""Type -> what a record of it names: the type of that, and its id."""

_NAMED_BY = {
    "source": (
        "SELECT source AS id, assertion AS used FROM hop WHERE source IN :values",
        "SELECT publisher AS id, id AS used FROM document WHERE publisher IN :values",
        "SELECT source AS id, document AS used FROM byline WHERE source IN :values",
        "SELECT body AS id, source AS used FROM membership WHERE body IN :values",
        "SELECT within AS id, id AS used FROM source WHERE within IN :values",
        "SELECT source AS id, claim AS used FROM claim_about WHERE source IN :values",
        "SELECT asked AS id, target AS used FROM request WHERE asked IN :values",
    ),
    "document": (
        "SELECT document AS id, id AS used FROM assertion WHERE document IN :values",
        "SELECT document AS id, target AS used FROM evidence WHERE document IN :values",
    ),
    "question": ("SELECT question AS id, id AS used FROM claim WHERE question IN :values",),
}
"""Type -> what names a record of it: its id, and the record that does."""

_TARGETING = ("evidence", "request", "assessment", "note", "tag", "allow")
_SAID = (
    *(f"SELECT id FROM {one} WHERE target IN :values" for one in _TARGETING),
    *(f"SELECT id FROM {one} WHERE source IN :values" for one in ("rating", "side")),
    *(f"SELECT id FROM merge WHERE {one} IN :values" for one in ("kept", "merged")),
    "SELECT id FROM disagreement WHERE subject IN :values",
    "SELECT disagreement AS id FROM disagreement_claim WHERE claim IN :values",
)
"""What is said of records."""
_SAYING = (*_TARGETING, "rating", "side", "merge", "disagreement")

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RestrictedRecords:
    """The ids of records that stay in.

    `by_type` holds live ones: assertions, the claims that rest on nothing else, and the sources, documents and
    questions that nothing else names. `more` holds such that are void, and what is said of any of them.
    """

    by_type: dict[str, frozenset[str]]
    more: frozenset[str] = frozenset()

    def holds(self, record_type: str, record: str) -> bool:
        """Whether this live record stays in."""
        return record in self.by_type.get(record_type, ())

    @property
    def ids(self) -> frozenset[str]:
        """All of them."""
        return self.more.union(*self.by_type.values())


def find_restricted(connection: Connection, now: datetime) -> RestrictedRecords:
    """What may not leave at `now` (aware), as the connection's views show the ledger.

    A void assertion restricts what it names as it did before; a void one that was open opens nothing.
    """
    instant = now_text(now)
    rows = connection.execute(text(f"SELECT id, claim FROM assertion WHERE {RESTRICTED}"), {"now": instant}).all()
    void = [
        body
        for body in _void(connection, ("assertion",))
        if is_restricted(body.get("release"), earliest(body.get("until"), _EVERY_ZONE), instant)
    ]
    assertions = {row.id for row in rows} | {body["id"] for body in void}
    if not assertions:
        return RestrictedRecords({})
    claims = {row.claim for row in rows} | {body["claim"] for body in void}
    sql = "SELECT id, claim FROM assertion WHERE claim IN :values"
    claims -= {row.claim for row in list(select_in(connection, sql, claims)) if row.id not in assertions}
    found = {"assertion": assertions, "claim": claims, **_known_from(connection, assertions, claims)}
    sql = "SELECT id FROM record WHERE state = 'live' AND id IN :values"
    live = {kind: frozenset(row.id for row in select_in(connection, sql, ids)) for kind, ids in found.items()}
    barred = frozenset[str]().union(*found.values())
    return RestrictedRecords(live, (barred | _said_of(connection, barred)).difference(*live.values()))


def _void(connection: Connection, types: Iterable[str]) -> list[Body]:
    """The bodies of the void records of some types."""
    sql = "SELECT body FROM record_body WHERE state = 'void' AND type IN :values"
    return [parse(row.body) for row in select_in(connection, sql, types) if row.body is not None]


def _known_from(connection: Connection, assertions: set[str], claims: set[str]) -> dict[str, set[str]]:
    """By type, the sources, documents and questions that no live record names but these and each other."""
    found: dict[str, set[str]] = {kind: set() for kind in _NAMED_BY}
    level = {"assertion": assertions, "claim": claims}
    while level:
        fresh: dict[str, set[str]] = defaultdict(set)
        for holder, ids in level.items():
            for kind, sql in _NAMES[holder]:
                fresh[kind].update(row.id for row in select_in(connection, sql, ids) if row.id is not None)
        for kind, record in _named_by_void(connection, frozenset[str]().union(*level.values())):
            fresh[kind].add(record)
        level = {kind: ids - found[kind] for kind, ids in fresh.items() if ids - found[kind]}
        for kind, ids in level.items():
            found[kind] |= ids
    # Taken together they may name each other; what something else names falls out, and then what that names.
    while True:
        inside = (assertions | claims).union(*found.values())
        open_ones = {
            row.id
            for kind, sqls in _NAMED_BY.items()
            for sql in sqls
            for row in select_in(connection, sql, found[kind])
            if row.used not in inside
        }
        if not open_ones:
            return found
        for ids in found.values():
            ids -= open_ones


def _named_by_void(connection: Connection, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Type and id of the sources, documents and questions that void records among `ids` name."""
    sql = "SELECT body FROM record_body WHERE state = 'void' AND id IN :values"
    bodies = [parse(row.body) for row in select_in(connection, sql, ids) if row.body is not None]
    named = {one for body in bodies for one in _ids(body)}
    for row in select_in(connection, "SELECT id, type FROM record WHERE id IN :values", named):
        if row.type in _NAMED_BY:
            yield row.type, row.id


def _said_of(connection: Connection, barred: frozenset[str]) -> frozenset[str]:
    """What is said of these records, and of that in turn; void or not."""
    void = [(body["id"], frozenset(_ids(body))) for body in _void(connection, _SAYING)]
    found = set(barred)
    fresh = set(barred)
    while fresh:
        said = {row.id for sql in _SAID for row in select_in(connection, sql, fresh)}
        said |= {record for record, named in void if not fresh.isdisjoint(named)}
        fresh = said - found
        found |= fresh
    return frozenset(found - barred)


def _ids(value: Any) -> Iterator[str]:
    """Every text in a body that has the form of an id."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _ids(one)
    elif isinstance(value, list):
        for one in value:
            yield from _ids(one)
    elif isinstance(value, str) and is_id(value):
        yield value


@dataclass(frozen=True, slots=True)
class Edition:
    """What a report of this name holds beside claims, their attribution, disagreements, sources and documents.

    `confidential`: confidential sources by name (else as described); `flags`, `notes` (and tags), `ratings`,
    `requests` (all of them: how the accused replied is told in every edition); `users`: the names of those who judged
    or recorded; `checks`: quotes held against the stored text, and the digests that prove what was stored.
    """

    name: str
    confidential: bool
    flags: bool
    notes: bool
    ratings: bool
    requests: bool
    users: bool
    checks: bool


EDITIONS = {
    edition.name: edition
    for edition in (
        Edition("desk", True, True, True, True, True, True, True),
        Edition("legal", False, True, True, False, True, True, True),
        Edition("public", False, False, False, False, False, False, False),
    )
}
"""Every edition by its name: the choices of `report --for`."""


def edition_named(name: str) -> Edition:
    """The edition of a name. Raises BadInput when there is none."""
    if name not in EDITIONS:
        raise BadInput(f"there is no edition {name!r}", f"Give one of {', '.join(EDITIONS)}.")
    return EDITIONS[name]
