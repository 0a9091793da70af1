"""The tables: what was recorded (`entry`, `change`, `meta`), the projection, derived from it, and a cache of judgement.

A projection is a set of query tables filled from the entries in the same transaction, and disposable. Each of its
tables, NAME_history, holds every version of its rows, with the changes for which it was current: from `since` on,
before `until`, which is 0 while it still is. The view NAME shows the current rows. Instants are 27-character UTC text;
a column that ends in `_lo` or `_hi` is the earliest or latest instant that a date may mean; whole numbers serve as
truth values.

This module makes no tables: migrations do, and a test compares the two.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

__all__ = [
    "CURRENT",
    "FRESH",
    "OF_CHANGE",
    "PARTIAL_INDEXES",
    "PLACE_BITS",
    "PROJECTED",
    "READING_VIEWS",
    "SCHEMA_REVISION",
    "SHARD_KEYS",
    "TABLES",
    "UNBOUNDED",
    "Table",
    "change",
    "entry",
    "meta",
    "numbers_of",
    "stood_at",
    "worked_out",
]


CURRENT = 0
"""The `until` of a row that is current: SQLite stores it in no bytes."""

UNBOUNDED = 2**63 - 1
"""The upper end of a figure that has none."""

PLACE_BITS = 24
"""An entry's number is that of its change, and below it, in this many bits, its place in the change, from 0."""


def stood_at(change: int | None) -> str:
    """The condition on a row of the projection that it was current after change number `change` (None: is now)."""
    if change is None:
        return f"until = {CURRENT}"
    return f"since <= {change} AND (until > {change} OR until = {CURRENT})"


def numbers_of(first: int, last: int | None = None) -> dict[str, int]:
    """The numbers of the entries of the changes from `first` to `last` (None: `first`), from `low`, below `high`."""
    return {"low": first << PLACE_BITS, "high": ((first if last is None else last) + 1) << PLACE_BITS}


OF_CHANGE = f"e.number >= c.seq << {PLACE_BITS} AND e.number < (c.seq + 1) << {PLACE_BITS}"
"""The condition on an entry `e` that it is of the change `c`, for a join."""

SCHEMA_REVISION = "0001_ledger"
"""The alembic revision this program reads and writes."""


class Table(NamedTuple):
    """A table. `columns`: `!` for NOT NULL, `#` for a 64-bit whole number, `*` for bytes, else text by code point.

    `indexes` and `key`, the primary key, name columns, with a comma between those of one.
    """

    name: str
    columns: tuple[str, ...]
    indexes: tuple[str, ...]
    key: str | None

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.rstrip("!#*") for column in self.columns)


TABLES: dict[str, Table] = {}
"""Name -> table, in the order they are made."""


def _table(name: str, columns: str, indexes: str = "", *, key: str | None = None) -> Table:
    table = TABLES[name] = Table(name, tuple(columns.split()), tuple(indexes.split()), key)
    return table


meta = _table("meta", "name! value!", key="name")
"""Facts about this ledger.

`ledger` (its random id), `projection` (`fresh` or `stale`), `head` (locked by every writer); where
somebody accepted a last change dated ahead of the clock, `accepted_at` (its date).
"""

change = _table("change", "seq#! digest! prev! ledger! at! by! why kind! merged entries#!", key="seq")
"""One row a transaction: the number of its entries; `merged` is canonical JSON or NULL; `prev` is "" for the first.

It is made with the first of its entries, and has its digest when it is sealed.
"""

entry = _table("entry", "number#! digest*! type! record! op! at more salt* body", "record", key="number")
"""One immutable version of one record. `body` is canonical JSON; it and `salt` are NULL once withheld.

The envelope that its digest is of is worked out from this row and its change: see `entries.stored`. `at` is NULL when
it is that of the change; `more` holds, as canonical JSON, the other members of the envelope that cannot be worked out.
"""


judgement_part = _table("judgement_part", "number#! name! version! seq#! digest!", key="number")
"""The parts of the cache of judgement (see `judgement_cache`), each with the change that its rows are of."""

judgement = _table("judgement", "part#! subject! value!", key="part,subject")
"""What was worked out for a claim or a question (`subject`), as JSON. Disposable: `db rebuild` empties it."""

PARTIAL_INDEXES = {
    "record_history": {"sort_key": "type = 'claim'", "type": "state <> 'live'", "number": "conflict IS NOT NULL"},
    "assertion_history": {"until_lo": "release IS NOT NULL OR until_lo IS NOT NULL"},
}
"""Table -> column -> the rows that are in its index, of the indexes that do not hold every row."""

SHARD_KEYS = {"entry": "record", "record_history": "id", "search_row_history": "record"}
"""Table -> what its primary key holds besides on PostgreSQL: distributed over nodes, each keeps the key of its rows.

The key of a SQLite table is the number of its row alone.
"""

PROJECTED: dict[str, Table] = {}
"""View name -> its `_history` table, in the order they are made."""

READING_VIEWS = (
    *("source_names", "claims", "attributions", "sources", "documents", "questions", "disagreements", "verdicts"),
    *("requests", "changes", "versions"),
)
"""Views for people who look into the database, with names in place of ids. Nothing in the program reads them."""


def worked_out(view: str, *, sqlite: bool) -> tuple[dict[str, str], str]:
    """How a view shows what its table leaves out: column -> its SQL, and what is joined to the table for it.

    SQLite would work out the whole of a view that joins, where another is joined to it; PostgreSQL, when it is
    distributed over several machines, takes joins alone.
    """
    if view != "record":
        return {}, ""
    at, by, joined = "c.at", 'c."by"', " LEFT JOIN change c ON c.seq = since"
    if sqlite:
        at, by = (f"(SELECT {column} FROM change c WHERE c.seq = since)" for column in (at, by))
        joined = ""
    columns = {
        "label": "COALESCE(label, sort_key)",
        "first_at": f"COALESCE(first_at, last_at, {at})",
        "last_at": f"COALESCE(last_at, {at})",
        "by": f'COALESCE(record_history."by", {by})',
    }
    return columns, joined


def _projected(view: str, columns: str, indexes: str, *, key: str | None = None) -> Table:
    """A table of the projection; `indexes` are the columns of each, a comma between those of one."""
    table = PROJECTED[view] = _table(f"{view}_history", f"{columns} since#! until#!", indexes, key=key)
    return table


record = _projected(
    "record",
    "number#! id! type! state! entry# body heads conflict label sort_key! story first_at last_at by",
    "id",
    key="number",
)
"""What each record is, whatever its type.

`number` is that of the record's last entry in the change `since`, and of its text in the search index. `state` is live,
void or withheld; `entry` the number of the entry whose body it is, NULL when it is `number`; `body` the merged body,
when several heads were merged. `heads`: the digests (hex) of all heads (the versions that nothing replaces), sorted, a
space between; NULL when it is the entry `number` alone. `conflict`: canonical JSON {field: [values]} of concurrent
edits. `label` is a short line to call it by, `sort_key` N of it: what lists are ordered by, before the id. `story`: the
one it belongs to by itself. `first_at`: when it was first recorded; `last_at` and `by` are of its newest entry. In the
table `label` is NULL when it is `sort_key`, `last_at` and `by` when they are the change's, `first_at` when it is
`last_at`.
"""

name = _projected("name", "record! type! key*! kind! within", "key,type record")
"""What records other than claims are called: `key` is the first 16 bytes of SHA-256 of N(name), or of the URL key.

`kind`: name, alias, full ("name (qualifier)"), url, title. `within`: a generic source's body or story.
"""

story = _projected("story", "id! name!", "id")

source = _projected("source", "id! name! qualifier kind! role within confidential#! described_as", "id")

canonical_source = _projected(
    "canonical_source", "source! canonical! top_body! valid_from! valid_to! newest#!", "source top_body canonical"
)
"""What a source is read as after merges (`canonical`, itself if none), and whom it speaks for in the end (`top_body`).

At most one row of a source is valid at an instant ("" and "~" are open ends; compare with an assertion's `date_lo`);
where none is, it stands for its canonical source. `newest` is 1 on the one row to use for an undated assertion.
A document, question or story that was merged into another has a row too, under `source`, with what it is read as.
"""

membership = _projected("membership", "source! body! kind! valid_from! valid_to!", "source body")
"""`kind` is speaks_for or member_of."""

document = _projected(
    "document",
    "id! title url publisher genre language published published_lo published_hi state text_sha256 text_folded"
    " text_length#! copies#! copies_uncompared#!",
    "id publisher",
)
"""`text_sha256` is NULL when no text is stored; `text_length` is in code points.

`text_folded` is the SHA-256 of the text folded as passages are found: that of a copy with other case or white space.
"""

byline = _projected("byline", "document! pos#! source! dateline section", "document source")

question = _projected(
    "question", "id! story text! answer_kind! exclusive#! cumulative#! unit counting scope", "id story"
)

synonym = _projected("synonym", "question! key! word!", "question,key")
"""`key` is N(word), `word` N of the first of its group: the word all of them count as."""

claim = _projected(
    "claim",
    "id! story text! kind! question allegation#! answer_kind answer answer_key low high low_n# high_n#"
    " low_open#! high_open#! approximate#! vague#! unit counting scope for_date date_lo date_hi name_key*!",
    "id question story name_key",
)
"""`answer_kind` is figure, label, text, when, where or yes_no, NULL when it answers nothing; `answer` as written.

`answer_key` is N of it, for label, text, where, yes_no. `low` and `high` (NULL: unbounded) are decimal strings;
`low_n` and `high_n` (UNBOUNDED: unbounded) the same in thousandths, rounded outward, for comparing in SQL. `unit` as
given: NULL means the question's own, else "people". `date_lo` and `date_hi` are of for_date, or of `when`. `name_key`
is what the text is looked up by, made as the `key` of `name` is.
"""

claim_about = _projected("claim_about", "claim! source!", "claim source")

assertion = _projected(
    "assertion",
    "id! claim! document stance! origin naming! basis! hedge hops#! carrier quote_kind! label_words"
    " has_quote#! quote_start# said said_lo said_hi release until_lo joint continues",
    "id claim document",
)
"""`origin` (NULL: nobody named), `naming`, `basis`, `hedge` and `said` are the first hop's.

`hops` counts those written in the chain, the publisher's derived hop left out; `carrier` is the source of the last when
there is more than one. `quote_start`: code points in the document's text. `until_lo`: the embargo.
"""

hop = _projected(
    "hop",
    "assertion! claim! pos#! source naming! basis! hedge described_as"
    " could_not_verify#! seen_by_carrier#! translated#!",
    "assertion source",
)
"""`pos` 0 is the origin; the last three are its caveats."""

evidence_given = _projected("evidence_given", "assertion! claim! kind!", "assertion kind")

evidence = _projected("evidence", "id! target! bearing! kind url document authenticity identity!", "id target identity")
"""`identity`: URL key, document id or N(text): the same evidence under two claims shares it."""

request = _projected("request", "id! target! asked! purpose! outcome! on due_hi", "id target asked")
"""`purpose` is reply when absent, `outcome` pending."""

assessment = _projected("assessment", "id! target! by! at! verdict! evidence#! credibility#", "id target")
"""`by`: who judged, else who wrote the entry; `at`: earliest instant of `on`, else when it was recorded.

`evidence`: how many pieces of evidence it names.
"""

rating = _projected("rating", "id! source! by! at! letter! topic_key!", "id source")
"""`topic_key` is N(topic), "" for all topics."""

note = _projected("note", "id! target! text!", "id target")
tag = _projected("tag", "id! target! name! key!", "id target key")
side = _projected("side", "id! source! story name! key! valid_from! valid_to!", "id source")
allow = _projected("allow", "id! rule! target! why!", "id rule,target")

merge = _projected("merge", "id! kind! kept! merged! at! entry!", "id kept merged")
"""`at` is that of the entry that made it, `entry` its digest: the tie-break."""

publication = _projected("publication", "id! story! url! at! head", "id story")

disagreement = _projected(
    "disagreement", "id! kind! subject origin settled_for recorded#! strength state!", "id subject"
)
"""`subject` is its field `on`, `settled_for` its field `for`."""

disagreement_claim = _projected("disagreement_claim", "disagreement! claim!", "disagreement claim")

comparison = _projected("comparison", "id! claim! other! verdict! by! at!", "id claim other")
"""`claim` is the one whose id sorts first; `by` and `at` as of an assessment."""

search_row = _projected("search_row", "id#! record! part#!", "record", key="id")
"""One row a paragraph of a document's text: `part` is its number, from 1.

Its terms are in `search_terms` (FTS5 by rowid, or a text array on PostgreSQL) under `id`, which is below 0; those of a
record itself are there under its `number`.
"""

FRESH = hashlib.sha256(repr((CURRENT, TABLES, PARTIAL_INDEXES, READING_VIEWS)).encode()).hexdigest()[:16]
"""What `meta` has as `projection` while the query tables are filled, and are those that this module describes.

A ledger whose tables were made by a program with others is stale: it would be read wrongly, and show what it must not.
"""
