"""One record with all that belongs to it: what `show` gives, nested as an export nests it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.detect import disagreements, positions_still_held
from claimtrack.analysis.disagreements.positions import Disagreement
from claimtrack.analysis.scope import fetch
from claimtrack.domain.ids import ids_in, wordless_label
from claimtrack.domain.text import key
from claimtrack.ledger.editions import edition_named
from claimtrack.ledger.lookup import LAST, bodies, children
from claimtrack.ledger.restricted.records import RestrictedRecords, opened
from claimtrack.ledger.restricted.visibility import hide_restricted, restricted_records
from claimtrack.ledger.store.dialect import select_in
from claimtrack.queries.claim_records import Body, load_claim_records
from claimtrack.queries.claim_views import ClaimBuilder, number_documents
from claimtrack.queries.judgement import judge_claims
from claimtrack.queries.report.details import sides_of_sources
from claimtrack.queries.source_names import SourceNames
from claimtrack.queries.sources import SourceDirectory
from claimtrack.queries.views import Claim
from claimtrack.rules.ledger import find_flags
from claimtrack.rules.rule import Flag
from claimtrack.schema.nesting import NESTS, nest

MOST_COMPLETIONS = 50


def complete_id(
    connection: Connection, beginning: str, types: Sequence[str] = (), *, embargoed_at: datetime | None = None
) -> list[tuple[str, str]]:
    """(id, what it is called) of the live records whose id begins so, the latest written first, at most MOST.

    `types` are those wanted (() = any). Labels are not yet made safe to show. With `embargoed_at` (aware), what may not
    leave then is left out.
    """
    if embargoed_at is not None:
        hide_restricted(connection, embargoed_at)
    low = beginning.casefold()
    values: dict[str, Any] = {"low": low, "high": low + "~", "most": MOST_COMPLETIONS}
    sql = "SELECT id, label FROM record WHERE state = 'live' AND id >= :low AND id < :high"
    if types:
        sql, values = f"{sql} AND type IN :types", values | {"types": tuple(types)}
    return [(row.id, row.label) for row in fetch(connection, f"{sql} ORDER BY last_at DESC, id LIMIT :most", values)]


COMPLETED_NAMES = ("story", "source", "document")
"""Types whose names are completed."""


def complete_name(
    connection: Connection, beginning: str, types: Sequence[str] = (), *, embargoed_at: datetime | None = None
) -> list[tuple[str, str]]:
    """(what it is called, its type) of the live stories, sources and documents whose name begins so, by name.

    At most MOST, as for `complete_id`; a name that several have, or that is cut, is not among them.
    """
    if embargoed_at is not None:
        hide_restricted(connection, embargoed_at)
    named = tuple(name for name in types or COMPLETED_NAMES if name in COMPLETED_NAMES)
    low = key(beginning)
    sql = (
        "SELECT label, type, sort_key FROM record WHERE state = 'live' AND type IN :types"
        " AND sort_key >= :low AND sort_key < :high ORDER BY sort_key, id LIMIT :most"
    )
    values = {"types": named, "low": low, "high": low + LAST, "most": MOST_COMPLETIONS}
    rows = fetch(connection, sql, values) if named else []
    times = Counter(row.sort_key for row in rows)
    return [(row.label, row.type) for row in rows if times[row.sort_key] == 1 and not row.label.endswith("…")]


def labels(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """What records are called, by id, not yet made safe to show; those that are not there are left out.

    An assertion without words of its own is called by its claim.
    """
    rows = select_in(connection, "SELECT id, label FROM record WHERE id IN :values ORDER BY id", sorted(set(ids)))
    called = {row.id: row.label for row in rows}
    wordless = [record for record, label in called.items() if label == wordless_label("assertion", record)]
    sql = "SELECT a.id, r.label FROM assertion a JOIN record r ON r.id = a.claim WHERE a.id IN :values ORDER BY a.id"
    return called | {row.id: row.label for row in select_in(connection, sql, wordless)}


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One record. `item` is it with all that belongs to it; None when it is void or withheld (`state`).

    `names` says what the records it names are called, by id. `claim` is the view of the claim it is, or belongs to as
    an assertion (`assertion` is then its id); `documents` are its documents' titles by id. `first_at` and `last_at` are
    27-character UTC instants of its first and newest version, `by` wrote the newest. `left_out` counts attributions
    that are off the record or embargoed.
    """

    id: str
    type: str
    state: str
    label: str
    first_at: str
    last_at: str
    by: str
    item: Body | None
    names: dict[str, str]
    claim: Claim | None = None
    assertion: str | None = None
    disagreements: tuple[Disagreement, ...] = ()
    flags: tuple[Flag, ...] = ()
    left_out: int = 0


def record_page(connection: Connection, record: str, *, embargoed_at: datetime | None) -> RecordPage:
    """The page of a record by its whole id, of one that may be shown.

    With `embargoed_at` (aware), what belongs to it and may not leave then is left out.
    """
    barred = restricted_records(connection, embargoed_at) if embargoed_at is not None else RestrictedRecords({})
    row = fetch(
        connection, 'SELECT id, type, state, label, first_at, last_at, "by" FROM record WHERE id = :id', {"id": record}
    )[0]
    known = bodies(connection, [record])
    bare = RecordPage(record, row.type, row.state, row.label, row.first_at, row.last_at, row.by, None, {})
    if record not in known:
        return bare
    below, left_out = _below(connection, row.type, record, barred.ids)
    body = opened(known[record], barred)
    if embargoed_at is not None:
        hide_restricted(connection, embargoed_at)
    if barred.positions and row.type == "disagreement" and (held := positions_still_held(connection, [record])):
        body |= {"positions": held[record]}
    item = nest(body, [opened(each, barred) for each in below])
    called = labels(connection, [record, *ids_in(known[record], *below)])
    page = replace(bare, label=called[record], item=item, names=called, left_out=left_out)
    if row.type == "assertion":
        return replace(page, claim=_card(connection, known[record]["claim"]), assertion=record)
    if row.type == "claim":
        between = tuple(one for one in disagreements(connection, claims=[record]) if record in one.claims)
        flags = tuple(find_flags(connection, claims=[record]))
        return replace(page, claim=_card(connection, record), disagreements=between, flags=flags)
    return page


def _below(connection: Connection, record_type: str, record: str, barred: frozenset[str]) -> tuple[list[Body], int]:
    """Every record nested in this one at any depth, and how many were left out."""
    found: list[Body] = []
    left_out = 0
    level = {record_type: [record]}
    while level:
        deeper: dict[str, list[str]] = {}
        for view, link in sorted({nested for parent in level for nested in NESTS[parent].values()}):
            parents = [one for parent, some in level.items() if (view, link) in NESTS[parent].values() for one in some]
            for body in (body for some in children(connection, view, link, parents).values() for body in some):
                if body["id"] in barred:
                    left_out += 1
                    continue
                found.append(body)
                deeper.setdefault(view, []).append(body["id"])
        level = deeper
    return found, left_out


def _card(connection: Connection, claim: str) -> Claim | None:
    records = load_claim_records(connection, [claim])
    if claim not in records.claims:
        return None
    names = SourceNames(connection, records.sources(), confidential=True)
    story = records.claims[claim].get("story")
    builder = ClaimBuilder(
        records=records,
        names=names,
        directory=SourceDirectory(records, names, sides_of_sources(connection, names, (story,) if story else ("",))),
        judgement=judge_claims(connection, [claim]),
        edition=edition_named("desk"),
        numbers=number_documents(records, {one for key in records.assertions if (one := records.document_of(key))}),
    )
    return builder.claim(claim, 1)


MOST_SUGGESTIONS = 5_000


@dataclass(frozen=True, slots=True)
class SuggestedClaim:
    """A claim by its words; `figure` is its lowest and highest number as stored, each None where it has none."""

    id: str
    text: str
    figure: tuple[str | None, str | None]


def suggested_claims(conn: Connection, story: str | None) -> list[SuggestedClaim]:
    """The live claims of a story, by id; at most MOST. None of no story."""
    rows = fetch(conn, "SELECT id FROM claim WHERE story = :story ORDER BY id LIMIT :most", _of(story))
    return [
        SuggestedClaim(one, body["text"], figure_of(body.get("answer", {})))
        for one, body in bodies(conn, [row.id for row in rows]).items()
    ]


def figure_of(answer: dict[str, str]) -> tuple[str | None, str | None]:
    """What tells one figure of a claim's answer from another."""
    return answer.get("low"), answer.get("high")


def suggested_questions(conn: Connection, story: str | None) -> list[str]:
    """The texts of a story's live questions, by id; at most MOST."""
    rows = fetch(conn, "SELECT text FROM question WHERE story = :story ORDER BY id LIMIT :most", _of(story))
    return [row.text for row in rows]


def _of(story: str | None) -> dict[str, str | int]:
    return {"story": story or "", "most": MOST_SUGGESTIONS}
