"""One record with all that belongs to it: what it says, what hangs on it, where it stands, when it was written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from claimtrack.analysis.scope import fetch, merged_with
from claimtrack.errors import BadInput
from claimtrack.ledger.dialect import select_in
from claimtrack.ledger.read import bodies
from claimtrack.queries.attribution import AttributionRow
from claimtrack.queries.cards import Dealer, numbered
from claimtrack.queries.cast import Cast
from claimtrack.queries.coverage import Coverage, coverage
from claimtrack.queries.edition import EDITIONS
from claimtrack.queries.material import Material, load
from claimtrack.queries.names import Names
from claimtrack.queries.report.sidelines import sides
from claimtrack.queries.rows import AssertionRow, ClaimRow
from claimtrack.queries.standing import judge


@dataclass(frozen=True, slots=True)
class Related:
    """Another record that has to do with this one: its id, type, and what it is called. `how` says in what way."""

    id: str
    type: str
    label: str
    how: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One record as a person looks at it.

    `state` is live, void or withheld; `body` is what is stored (empty when withheld), `names` what the ids in it are
    called. `card` is there for a claim, `assertion` for an assertion (with its claim in `claim`), `covered` for a
    document with stored text; `documents` are those the card's numbers stand for, in order. `related` are other
    records, in groups of one `how`. `conflict` names the fields that two people edited at once. Instants are
    27-character UTC; `versions` counts the entries.
    """

    id: str
    type: str
    state: str
    label: str
    body: Mapping[str, Any]
    names: Mapping[str, str]
    first_at: str
    last_at: str
    by: str
    versions: int
    conflict: tuple[str, ...]
    merged: tuple[str, ...]
    card: ClaimRow | None
    claim: Related | None
    assertion: AssertionRow | None
    covered: Coverage | None
    documents: tuple[Related, ...]
    related: tuple[Related, ...]


_RELATED: dict[str, tuple[tuple[str, str], ...]] = {
    "story": (
        ("claims", "SELECT id FROM claim WHERE story IN :ids"),
        ("questions", "SELECT id FROM question WHERE story IN :ids"),
        ("published as", "SELECT id FROM publication WHERE story IN :ids"),
    ),
    "question": (("answered by", "SELECT id FROM claim WHERE question IN :ids"),),
    "source": (
        ("says", "SELECT DISTINCT claim AS id FROM assertion WHERE origin IN :ids"),
        (
            "passes on",
            "SELECT DISTINCT a.claim AS id FROM hop h JOIN assertion a ON a.id = h.assertion"
            " WHERE h.source IN :ids AND h.pos > 0",
        ),
        ("spoken of in", "SELECT claim AS id FROM claim_about WHERE source IN :ids"),
        ("publishes", "SELECT id FROM document WHERE publisher IN :ids"),
        ("byline in", "SELECT document AS id FROM byline WHERE source IN :ids"),
        ("spoken for by", "SELECT source AS id FROM membership WHERE body IN :ids AND kind = 'speaks_for'"),
        ("has as member", "SELECT source AS id FROM membership WHERE body IN :ids AND kind = 'member_of'"),
        ("sides", "SELECT id FROM side WHERE source IN :ids"),
        ("rated", "SELECT id FROM rating WHERE source IN :ids"),
        ("asked", "SELECT id FROM request WHERE asked IN :ids"),
    ),
    "document": (
        ("holds", "SELECT DISTINCT claim AS id FROM assertion WHERE document IN :ids"),
        ("evidence", "SELECT id FROM evidence WHERE document IN :ids"),
    ),
}
"""Type -> the other records that have to do with one, and how."""

_ANY = (
    ("notes", "SELECT id FROM note WHERE target IN :ids"),
    ("tags", "SELECT id FROM tag WHERE target IN :ids"),
    ("evidence", "SELECT id FROM evidence WHERE target IN :ids"),
    ("requests", "SELECT id FROM request WHERE target IN :ids"),
    ("assessments", "SELECT id FROM assessment WHERE target IN :ids"),
    ("let pass", "SELECT id FROM allow WHERE target IN :ids"),
    ("merged", "SELECT id FROM merge WHERE kept IN :ids OR merged IN :ids"),
    ("disagreements", "SELECT disagreement AS id FROM disagreement_claim WHERE claim IN :ids"),
)


def show(conn: Connection, record: str) -> Shown:
    """A record (a whole id) in any state, as the desk sees it. Raises BadInput when there is none."""
    found = fetch(
        conn,
        "SELECT r.id, r.type, r.state, r.label, r.first_at, r.last_at, r.by, r.conflict, b.body"
        " FROM record r LEFT JOIN record_body b ON b.id = r.id WHERE r.id = :id",
        {"id": record},
    )
    if not found:
        raise BadInput(f"there is no record {record}", "'claimtrack list' and 'claimtrack search' show what there is.")
    row = found[0]
    body: dict[str, Any] = json.loads(row.body) if row.body else {}
    live = row.state == "live"
    merged = (
        merged_with(conn, row.type, record) if row.type in ("story", "source", "document", "question") else (record,)
    )
    card, assertion = _judged(conn, row.type, body) if live and row.type in ("claim", "assertion") else (None, None)
    cited = (*(card.assertions if card else ()), *((assertion,) if assertion else ()))
    numbers = {said.document_number: said.document for said in cited if said.document_number and said.document}
    documents = {told.id: told for told in _told(conn, numbers.values(), "document")}
    claim = body.get("claim") if row.type == "assertion" else None
    return Shown(
        id=record,
        type=row.type,
        state=row.state,
        label=row.label,
        body=body,
        names=labels(conn, set(_ids(body)) - {record}),
        first_at=row.first_at,
        last_at=row.last_at,
        by=row.by,
        versions=_versions(conn, record, row.last_at),
        conflict=tuple(sorted(json.loads(row.conflict))) if row.conflict else (),
        merged=merged[1:],
        card=card,
        claim=next(iter(_told(conn, [claim], "claim")), None) if isinstance(claim, str) else None,
        assertion=assertion,
        covered=coverage(conn, record) if live and row.type == "document" else None,
        documents=tuple(documents[one] for _, one in sorted(numbers.items()) if one in documents),
        related=tuple(_related(conn, row.type, merged)) if live else (),
    )


def labels(conn: Connection, ids: Iterable[str]) -> dict[str, str]:
    """What records are called, by id."""
    return {
        row.id: row.label for row in select_in(conn, "SELECT id, label FROM record WHERE id IN :values", sorted(ids))
    }


def attribution(shown: Shown) -> AttributionRow | None:
    """The row that a shown assertion's sentence is made of; None for other records."""
    return shown.assertion.attribution if shown.assertion is not None else None


def _judged(conn: Connection, record_type: str, body: dict[str, Any]) -> tuple[ClaimRow | None, AssertionRow | None]:
    claim = body["id"] if record_type == "claim" else body["claim"]
    material = load(conn, [claim])
    if claim not in material.claims or (record_type == "assertion" and body["id"] not in material.assertions):
        return None, None
    names = Names(conn, material.sources(), confidential=True)
    story = material.claims[claim].get("story")
    stories = merged_with(conn, "story", story) if story else ("",)
    dealer = Dealer(
        material=material,
        names=names,
        cast=Cast(material, names, sides(conn, names, stories)),
        standing=judge(conn, [claim]),
        edition=EDITIONS["desk"],
        hidden=frozenset(),
        numbers=numbered(material, _cited(material, record_type, body)),
    )
    if record_type == "claim":
        return dealer.card(claim, 0), None
    return None, dealer.assertion(body["id"])


def _cited(material: Material, record_type: str, body: dict[str, Any]) -> set[str]:
    """The documents of a claim's assertions, or of the one assertion."""
    said = material.assertions if record_type == "claim" else [body["id"]]
    return {document for one in said if (document := material.document_of(one))}


def _versions(conn: Connection, record: str, last_at: str) -> int:
    rows = fetch(
        conn, "SELECT COUNT(*) AS n FROM entry WHERE record = :id AND at <= :at", {"id": record, "at": last_at}
    )
    return int(rows[0].n)


def _related(conn: Connection, record_type: str, ids: tuple[str, ...]) -> Iterable[Related]:
    hanging = _ANY if record_type not in ("claim", "assertion") else _ANY[-3:]
    seen = set(ids)
    for how, sql in (*_RELATED.get(record_type, ()), *hanging):
        wanted = sorted({row.id for row in fetch(conn, sql, {"ids": ids})} - seen)
        yield from _told(conn, wanted, how)


def _told(conn: Connection, ids: Iterable[str], how: str) -> list[Related]:
    wanted = list(ids)
    rows = select_in(conn, "SELECT id, type, label, order_key FROM record WHERE id IN :values", wanted)
    held = sorted(rows, key=lambda row: (row.order_key, row.id))
    full = bodies(conn, [row.id for row in held if row.type in ("rating", "side", "allow", "merge")])
    return [Related(row.id, row.type, _line(row.label, full.get(row.id)), how) for row in held]


def _line(label: str, body: dict[str, Any] | None) -> str:
    if body is None:
        return label
    if body["type"] == "rating":
        return f"{body['letter']}: {body['why']}"
    if body["type"] == "side":
        return str(body["name"])
    return str(body["why"])


def _ids(value: Any) -> Iterable[str]:
    """Every string in a body that may be a record's id."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _ids(item)
    elif isinstance(value, list):
        for item in value:
            yield from _ids(item)
    elif isinstance(value, str) and len(value) == 24:
        yield value
