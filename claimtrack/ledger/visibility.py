"""What may be shown, and what stays in: off-record and embargoed records with all known from them alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical_text, parse
from claimtrack.domain.text import key
from claimtrack.ledger.entries.envelope import now_text
from claimtrack.ledger.projection.hiding import (
    ANSWER,
    JOINT,
    QUOTE,
    TITLE,
    TOP_BODY,
    shown_by_joins,
    shown_by_subqueries,
)
from claimtrack.ledger.projection.project import (
    COLUMNS,
    HAS_RELEASE,
    SORT_KEY_WIDTH,
    confidential_sources,
    is_past,
    merged,
    on_background,
    set_views,
)
from claimtrack.ledger.projection.rows import earliest, label
from claimtrack.ledger.references import known_from, said_of, void_bodies
from claimtrack.ledger.restricted_details import (
    joint_with,
    overlapping_quotations,
    parts_naming,
    restricted_details,
    restricted_synonyms,
    titles_from_text,
    without_parts,
)
from claimtrack.ledger.restricted_fields import restricted_fields, speaking_through
from claimtrack.ledger.store.dialect import is_sqlite, run_all, select_in
from claimtrack.ledger.store.tables import CURRENT, stood_at

RESTRICTED = "(release = 'off-record' OR until_lo > :now OR (release = 'embargoed' AND until_lo IS NULL))"
"""The condition on a row of the view `assertion`; `now` is 27-character UTC.

An `until` is an embargo whatever the release says; an embargo without end has not ended.
"""

OPEN = (
    "COALESCE(release, '') <> 'off-record' AND COALESCE(until_lo, '') <= :now"
    " AND (COALESCE(release, '') <> 'embargoed' OR until_lo IS NOT NULL)"
)
"""The opposite condition."""


OF_TEXT = ("text", "skips", "fragments", "file", "archives")
"""The fields of a document that tell of its text: where its parts begin, and digests of what it was read from."""

RESTRICTED_NOTE = "(off the record or embargoed)"
"""Stands in messages and in the log for what may not be shown."""


def is_restricted(release: str | None, until_lo: str | None, now: str) -> bool:
    """RESTRICTED in Python: whether an assertion of this release, embargoed until `until_lo`, may not leave at `now`.

    Instants are 27-character UTC text; None where there is none.
    """
    embargoed = until_lo > now if until_lo is not None else release == "embargoed"
    return embargoed or release == "off-record"


_EVERY_ZONE = timezone(timedelta(hours=-12))
"""Where a bare date comes last: an embargo read in it has ended wherever the ledger is."""

Body = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RestrictedRecords:
    """The ids of records that stay in.

    `by_type` holds live ones: assertions, the claims that rest on nothing else, and the sources, documents and
    questions that nothing else names. `more` holds such that are void, and what is said of any of them. `parts`: record
    that stays open -> what of it is held back: of a claim what was only ever recorded with restricted assertions, a
    quotation that has words of theirs in it, a title that is the first line of such a text; and what names a source
    that the reader may not know of, or made of such names. `past`: record -> its fields of which a version has such
    parts. `texts`: documents whose whole text is held back, as something restricted stands in it. `foreign`: whether
    what other programs' files said is held back, of every record. `positions`: whether it is so of what disagreements
    were settled with, since a position may be restricted, or withheld.
    """

    by_type: dict[str, frozenset[str]]
    more: frozenset[str] = frozenset()
    parts: dict[str, frozenset[str]] = field(default_factory=dict)
    past: dict[str, frozenset[str]] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    foreign: bool = False
    positions: bool = False

    def joined(self, other: RestrictedRecords) -> RestrictedRecords:
        """What either holds; of open records the parts."""
        types = dict.fromkeys((*self.by_type, *other.by_type))  # in one order, for whoever prints them
        live = {one: self.by_type.get(one, frozenset()) | other.by_type.get(one, frozenset()) for one in types}
        more = (self.more | other.more).difference(*live.values())
        parts, past = _together(self.parts, other.parts), _together(self.past, other.past)
        return RestrictedRecords(live, more, parts, past=past)

    def holds(self, record_type: str, record: str) -> bool:
        """Whether this live record stays in."""
        return record in self.by_type.get(record_type, ())

    @property
    def ids(self) -> frozenset[str]:
        """All of them."""
        return self.more.union(*self.by_type.values())


def _together(one: Mapping[str, Collection[T]], other: Mapping[str, Collection[T]]) -> dict[str, frozenset[T]]:
    """What either holds of each record, or type."""
    return {name: frozenset((*one.get(name, ()), *other.get(name, ()))) for name in one.keys() | other.keys()}


def find_restricted(connection: Connection, now: datetime) -> RestrictedRecords:
    """What may not leave at `now` (aware): judged by the records as they are now, whatever moment the views show.

    A void assertion restricts what it names as it did before; a void one that was open opens nothing. With the option
    `claimtrack_confidences` of the connection, confidential sources stay in too, what they said, and what is on
    background.
    """
    instant = now_text(now)
    confidences = outsider(connection)
    also = " OR release = 'background'" if confidences else ""
    sql = f"SELECT id, claim FROM assertion_history WHERE {HAS_RELEASE} AND ({RESTRICTED}{also})"
    claim_of = {row.id: row.claim for row in connection.execute(text(sql), {"now": instant})}
    for body in void_bodies(connection, ("assertion",)):
        on_background = confidences and body.get("release") == "background"
        if on_background or is_restricted(body.get("release"), earliest(body.get("until"), _EVERY_ZONE), instant):
            claim_of[body["id"]] = body["claim"]
    unnamed = confidential_sources(connection) if confidences else frozenset()
    sql = "SELECT DISTINCT assertion, claim FROM hop_history WHERE source IN :values"
    claim_of |= {row.assertion: row.claim for row in select_in(connection, sql, unnamed)}
    joint = dict.fromkeys(joint_with(connection, claim_of), frozenset((JOINT,)))
    if not claim_of and not unnamed and not joint:
        return RestrictedRecords({}, positions=_any_withheld(connection))
    documents = merged(connection, _documents_of(connection, claim_of), now=True)
    unquoted = overlapping_quotations(connection, documents, frozenset(claim_of))
    change = _shown_change(connection)
    sql = "SELECT DISTINCT claim FROM assertion_history WHERE id IN :values"
    claims = {row.claim for row in select_in(connection, sql, claim_of)}.union(claim_of.values())
    restricted = _all_of(connection, claim_of.keys(), claims, unnamed, unquoted, change)
    if change is not None and is_past(connection, change):
        # As things stand now, too: what opened a claim then may be void since.
        _drop_views(connection)
        restricted = restricted.joined(_all_of(connection, claim_of.keys(), claims, unnamed, unquoted, None))
        set_views(connection, change)
    texts = merged(connection, _documents_of(connection, claim_of))
    texts |= unnamed_texts(connection) if confidences else frozenset()
    parts = dict.fromkeys(unquoted, frozenset((QUOTE,))) | restricted.parts
    texts |= {record for record, some in parts.items() if "text" in some}
    parts = _together(parts, dict.fromkeys(titles_from_text(connection, texts), frozenset((TITLE,))))
    parts = _together(parts, parts_naming(connection, restricted.ids))
    parts = _together(parts, dict.fromkeys(speaking_through(connection, unnamed), frozenset((TOP_BODY,))))
    parts = _together(parts, joint)
    unanswered = restricted.ids.union(record for record, some in parts.items() if ANSWER in some)
    parts = _together(parts, restricted_synonyms(connection, claims, unanswered))
    parts = {record: some for record, some in parts.items() if record not in restricted.ids}
    past = _together(restricted.past, joint)
    return replace(restricted, parts=parts, past=past, texts=texts, foreign=confidences, positions=True)


def _any_withheld(connection: Connection) -> bool:
    sql = f"SELECT id FROM record_history WHERE until = {CURRENT} AND state <> 'live' AND state = 'withheld' LIMIT 1"
    return connection.execute(text(sql)).first() is not None


def _documents_of(connection: Connection, assertions: Iterable[str]) -> set[str]:
    """The documents that any version of these assertions stands in, and those that hold or held the same text.

    As passages are found: whatever its case, white space, hyphens and quote marks.
    """
    sql = "SELECT DISTINCT document FROM assertion_history WHERE id IN :values"
    found = {row.document for row in select_in(connection, sql, assertions)} - {None}
    sql = "SELECT DISTINCT text_folded FROM document_history WHERE id IN :values"
    digests = {row.text_folded for row in select_in(connection, sql, found)} - {None}
    sql = "SELECT DISTINCT id FROM document_history WHERE text_folded IN :values"
    return found | {row.id for row in select_in(connection, sql, digests)}


def unnamed_assertions(connection: Connection, sources: Collection[str]) -> set[str]:
    """The assertions, void or not, that these sources ever spoke in, and those on background."""
    sql = "SELECT DISTINCT assertion FROM hop_history WHERE source IN :values"
    return on_background(connection) | {row.assertion for row in select_in(connection, sql, sources)}


def said_by_unnamed(connection: Connection, *, confidential: bool) -> set[str]:
    """The assertions of who is not named: on background and, if asked, of confidential sources."""
    return unnamed_assertions(connection, confidential_sources(connection) if confidential else frozenset())


def unnamed_texts(connection: Connection, *, confidential: bool = True) -> frozenset[str]:
    """The documents in which somebody speaks who is not named: on background, void or not.

    If asked, a confidential source too, or one who wrote it.
    """
    sources = confidential_sources(connection) if confidential else frozenset()
    found = _documents_of(connection, unnamed_assertions(connection, sources))
    sql = "SELECT document FROM byline WHERE source IN :values"
    found |= {row.document for row in select_in(connection, sql, sources)}
    return merged(connection, merged(connection, found, now=True))


def quotations_beyond_unnamed(connection: Connection, *, confidential: bool = True) -> frozenset[str]:
    """The assertions whose quotation has words of somebody who is not named (see above), and goes beyond these."""
    unnamed = said_by_unnamed(connection, confidential=confidential)
    documents = merged(connection, _documents_of(connection, unnamed), now=True)
    return overlapping_quotations(connection, documents, unnamed, beyond=True)


def hidden_texts(connection: Connection) -> frozenset[str]:
    """The documents whose whole text is held back from whoever reads this connection."""
    hidden: RestrictedRecords | None = connection.get_execution_options().get("claimtrack_hidden")
    return frozenset() if hidden is None else hidden.texts


def _all_of(
    connection: Connection,
    said: Collection[str],
    claims: Collection[str],
    unnamed: Collection[str],
    unquoted: Collection[str],
    seq: int | None,
) -> RestrictedRecords:
    """What stays in when these assertions do, as the connection's views show the ledger.

    `claims` are all that they were ever of. The views show the ledger as of change `seq`; None: now. The `unnamed`
    sources stay in too, whoever names them.
    """
    sql = "SELECT id, claim FROM assertion WHERE claim IN :values"
    others = {row.claim for row in select_in(connection, sql, claims) if row.id not in said}
    closed, assertions = set(claims) - others, frozenset(said)
    details = restricted_details(connection, others, assertions, unquoted, seq)
    fields = restricted_fields(connection, assertions, seq)
    beside = _together(details.named, fields.named)
    holders = {"assertion": set(assertions), "claim": closed, "source": set(unnamed)}
    found = {**holders, **known_from(connection, holders, beside)}
    found["source"].update(unnamed)
    sql = "SELECT id FROM record WHERE state = 'live' AND id IN :values"
    live = {kind: frozenset(row.id for row in select_in(connection, sql, ids)) for kind, ids in found.items()}
    barred = details.records.union(fields.records, *found.values())
    more = (barred | said_of(connection, barred)).difference(*live.values())
    parts, past = _together(details.parts, fields.parts), _together(details.past, fields.past)
    return RestrictedRecords(live, more, parts, past=past)


def name_in_message(body: Body, *, untitled: bool) -> str:
    """What a record is called in a message: a document never by its text, nor by its title where it is `untitled`.

    That is one whose title is the first line of a text that is held back.
    """
    if body["type"] != "document":
        return label(body)
    return label({name: value for name, value in body.items() if name != "text" and not (untitled and name == TITLE)})


def open_labels(connection: Connection, records: Collection[str], hidden: RestrictedRecords) -> dict[str, str]:
    """What those of these records are called that are not hidden, without what is hidden of each."""
    sql = "SELECT id, label, body FROM record_body WHERE id IN :values"
    rows = select_in(connection, sql, set(records) - hidden.ids)
    return {row.id: row.label if row.body is None else label(opened(parse(row.body), hidden)) for row in rows}


def outsider(connection: Connection) -> bool:
    """Whether a connection reads for somebody who may see nothing that was said in confidence."""
    return bool(connection.get_execution_options().get("claimtrack_confidences"))


def restricted_records(connection: Connection, now: datetime) -> RestrictedRecords:
    """`find_restricted`, worked out once for a connection that only reads: what it may not show stays the same."""
    known: RestrictedRecords | None = connection.get_execution_options().get("claimtrack_restricted")
    if known is None:
        known = find_restricted(connection, now)
        connection.execution_options(claimtrack_restricted=known)
    return known


def hide_restricted(connection: Connection, now: datetime) -> RestrictedRecords:
    """Take what may not leave out of every view of this connection, for what it reads from now on; say what that is.

    Temporary views of the same names stand before those of the ledger, as for as-of: queries, rules and reports
    need not know. They go with the connection. Hiding again hides nothing more.
    """
    hidden: RestrictedRecords | None = connection.get_execution_options().get("claimtrack_hidden")
    if hidden is not None:
        return hidden
    hidden = restricted_records(connection, now)
    connection.execution_options(claimtrack_hidden=hidden)
    if hidden.by_type:
        _hiding_views(connection, hidden, _shown_change(connection))
    return hidden


def hidden_of(connection: Connection, hidden: RestrictedRecords, stories: Collection[str]) -> int:
    """How many restricted assertions the claims of these stories have at the connection's moment; 0 to an outsider."""
    if outsider(connection):
        return 0
    change = _shown_change(connection)
    then = stood_at(change)
    sql = f"SELECT claim FROM assertion_history WHERE {then} AND id IN :values"
    claims = [row.claim for row in select_in(connection, sql, hidden.by_type.get("assertion", ()))]
    sql = f"SELECT id, story FROM claim_history WHERE {then} AND id IN :values"
    inside = {row.id for row in select_in(connection, sql, claims) if row.story in stories}
    return sum(claim in inside for claim in claims)


def _shown_change(connection: Connection) -> int | None:
    """The change that the connection's as-of views are bounded at; None without any."""
    change: int | None = connection.get_execution_options().get("claimtrack_as_of")
    return change


def _drop_views(connection: Connection) -> None:
    schema = "temp" if is_sqlite(connection) else "pg_temp"
    run_all(connection, [f'DROP VIEW IF EXISTS {schema}."{view}"' for view in ("record_body", *COLUMNS)])


def _hiding_views(connection: Connection, hidden: RestrictedRecords, change: int | None) -> None:
    tables = {
        "id": ("restricted TEXT", "restricted"),
        "text": ("restricted TEXT", "restricted"),
        "part": (
            "part_of TEXT, part TEXT, open_body TEXT, open_label TEXT, open_sort_key TEXT, open_conflict TEXT",
            "part_of, part",
        ),
    }
    for name, (columns, looked_up_by) in tables.items():
        collated = columns if is_sqlite(connection) else columns.replace("TEXT", 'TEXT COLLATE "C"')
        connection.execute(text(f"CREATE TEMPORARY TABLE restricted_{name} ({collated}, PRIMARY KEY ({looked_up_by}))"))
    for name, ids in (("id", hidden.ids), ("text", hidden.texts)):
        if ids:
            connection.execute(
                text(f"INSERT INTO restricted_{name} VALUES (:id)"), [{"id": one} for one in sorted(ids)]
            )
    rows: list[dict[str, str | None]] = [
        {"id": record, "part": part, **dict.fromkeys(("body", "label", "sort_key", "conflict"))}
        for record, some in hidden.parts.items()
        for part in sorted(some)
    ]
    altered = {"body"}
    concerned = hidden.parts.keys() | hidden.past.keys() | hidden.texts
    sql = "SELECT id, conflict FROM record WHERE conflict IS NOT NULL AND id IN :values"
    conflicts = {row.id: row.conflict for row in select_in(connection, sql, concerned)}
    sql = "SELECT id, body, label, sort_key FROM record_body WHERE body IS NOT NULL AND id IN :values"
    for row in select_in(connection, sql, concerned):
        body = parse(row.body)
        name = label(opened(body, hidden))
        shown = {"id": row.id, "part": "", "label": name, "sort_key": key(name)[:SORT_KEY_WIDTH], "conflict": None}
        shown["body"] = canonical_text(without_parts(body, hidden.parts[row.id])) if row.id in hidden.parts else None
        if row.id in conflicts:
            conflict = open_conflict(row.id, parse(conflicts[row.id]), hidden)
            shown["conflict"] = canonical_text(conflict) if conflict else ""
            altered |= {"conflict"} if shown["conflict"] != conflicts[row.id] else set()
        altered |= {one for one in ("label", "sort_key") if shown[one] != getattr(row, one)}
        rows.append(shown)
    if rows:
        sql = "INSERT INTO restricted_part VALUES (:id, :part, :body, :label, :sort_key, :conflict)"
        connection.execute(text(sql), rows)
    _drop_views(connection)
    shown_as = shown_by_subqueries if is_sqlite(connection) else shown_by_joins
    set_views(connection, change, partial(shown_as, altered=altered))


def opened(body: Body, hidden: RestrictedRecords) -> Body:
    """An open record's body without what is restricted in it.

    That is parts of it, a document's whole text, or where a quotation stands in such a text and the words beside it;
    and what other programs' files said, and what a disagreement was settled with, where that is held back.
    """
    if hidden.positions and "positions" in body:
        body = {name: value for name, value in body.items() if name != "positions"}
    if hidden.foreign and "foreign" in body:
        body = {name: value for name, value in body.items() if name != "foreign"}
    body = without_parts(body, hidden.parts.get(body.get("id", ""), frozenset()))
    if body.get("id") in hidden.texts:
        return {name: value for name, value in body.items() if name not in OF_TEXT}
    if "quote" in body and body.get("document") in hidden.texts:
        return {**body, "quote": without_neighbours(body["quote"])}
    return body


def open_conflict(record: str, conflict: Mapping[str, list[Any]], hidden: RestrictedRecords) -> dict[str, list[Any]]:
    """The fields of an open record that were edited at the same time, each with its values, without the restricted."""
    unsaid = {*hidden.parts.get(record, ()), *hidden.past.get(record, ())}
    unsaid |= {TITLE, *OF_TEXT} if record in hidden.texts else set()
    return {
        name: values
        for name, values in conflict.items()
        if name not in unsaid
        and all(opened({"id": record, name: value}, hidden).get(name) == value for value in values)
    }


def without_neighbours(quote: Body) -> Body:
    """A quotation without the words before and after it in the text, and without where it stands there."""
    return {name: value for name, value in quote.items() if name not in ("prefix", "suffix", "start", "end")}
