"""The projection's tables: derived from the entries, in the same transaction, and disposable.

See core.py for the conventions. Each row says for which changes it was current. This module makes no tables: migrations
do, and a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, MetaData, PrimaryKeyConstraint, Table, Text

__all__ = ["FOREVER", "PROJECTED", "READING_VIEWS", "SCHEMA_REVISION", "change", "entry", "meta", "metadata"]


FOREVER = 2**63 - 1
"""The `until` of a row that is current."""

SCHEMA_REVISION = "0001_ledger"
"""The alembic revision this program reads and writes."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def text_column(name: str, *, null: bool = True) -> Column[str]:
    """A text column that sorts and compares by code point on both databases."""
    return Column(name, _TEXT, nullable=null)


def whole_column(name: str, *, null: bool = True) -> Column[int]:
    """A 64-bit whole number."""
    return Column(name, BigInteger, nullable=null, autoincrement=False)


meta = Table(
    "meta",
    metadata,
    text_column("name", null=False),
    text_column("value", null=False),
    PrimaryKeyConstraint("name"),
)
"""Facts about this ledger.

`ledger` (its random id), `projection` (`fresh` or `stale`), `head` (locked by every writer).
"""

change = Table(
    "change",
    metadata,
    whole_column("seq", null=False),
    text_column("digest", null=False),
    text_column("prev", null=False),
    text_column("ledger", null=False),
    text_column("at", null=False),
    text_column("by", null=False),
    text_column("why"),
    text_column("kind", null=False),
    text_column("merged"),
    whole_column("entries", null=False),
    PrimaryKeyConstraint("seq"),
)
"""One row a transaction: the number of its entries; `merged` is canonical JSON or NULL; `prev` is "" for the first."""

entry = Table(
    "entry",
    metadata,
    whole_column("change", null=False),
    whole_column("pos", null=False),
    text_column("digest", null=False),
    text_column("type", null=False),
    text_column("record", null=False),
    text_column("op", null=False),
    text_column("at", null=False),
    text_column("envelope", null=False),
    text_column("salt"),
    text_column("body"),
    PrimaryKeyConstraint("change", "pos"),
    Index(None, "digest", unique=True),
    Index(None, "record"),
)
"""One immutable version of one record, in canonical JSON. `salt` (hex) and `body` are NULL once withheld."""


PROJECTED: dict[str, Table] = {}
"""View name -> its `_history` table, in the order they are made."""

READING_VIEWS = (
    *("source_names", "claims", "attributions", "sources", "documents", "questions", "disagreements", "verdicts"),
    *("requests", "changes", "versions"),
)
"""Views for people who look into the database, with names in place of ids. Nothing in the program reads them."""

INDEXED: dict[str, tuple[tuple[str, ...], ...]] = {}


def _projected(name: str, *columns: Column[str] | Column[int], indexes: tuple[tuple[str, ...], ...]) -> Table:
    table = Table(
        f"{name}_history",
        metadata,
        *columns,
        whole_column("since", null=False),
        whole_column("until", null=False),
        *(Index(None, *index) for index in indexes),
    )
    PROJECTED[name] = table
    return table


T, N = text_column, whole_column

record = _projected(
    "record",
    T("id", null=False),
    T("type", null=False),
    T("state", null=False),  # live, void, withheld
    T("entry"),  # digest of the entry whose body it is; NULL when several heads were merged
    T("body"),  # the merged body; NULL when `entry` has it
    T("heads", null=False),  # the digests of all heads, sorted, joined by a space
    T("conflict"),  # canonical JSON {field: [values]} of concurrent edits, NULL when there are none
    T("label", null=False),  # a short line to call it by, safe to cut
    T("sort_key", null=False),  # N(name or text): what lists are ordered by, before the id
    T("story"),  # the story it belongs to by itself (claim, question, story), else NULL
    T("first_at", null=False),  # when it was first recorded
    T("last_at", null=False),  # `at` of its newest entry
    T("by", null=False),  # who wrote the newest entry
    indexes=(
        ("id",),
        ("type", "sort_key"),
    ),
)

name = _projected(
    "name",
    T("record", null=False),
    T("type", null=False),
    T("key", null=False),  # first 32 hex digits of SHA-256 of N(name), or of the URL key
    T("kind", null=False),  # name, alias, full ("name (qualifier)"), url, title
    T("within"),  # a generic source's body or story
    indexes=(("key", "type"), ("record",)),
)

story = _projected("story", T("id", null=False), T("name", null=False), indexes=(("id",),))

source = _projected(
    "source",
    T("id", null=False),
    T("name", null=False),
    T("qualifier"),
    T("kind", null=False),
    T("role"),
    T("within"),
    N("confidential", null=False),
    T("described_as"),
    indexes=(("id",),),
)

canonical_source = _projected(
    "canonical_source",
    T("source", null=False),
    T("canonical", null=False),  # the source it is read as after merges (itself if none)
    T("top_body", null=False),  # the top of speaks_for, after merges
    T("valid_from", null=False),  # "" = open; compare with an assertion's date_lo
    T("valid_to", null=False),  # "~" = open
    N("newest", null=False),  # 1 on the one row to use for an undated assertion
    indexes=(("source",), ("top_body",), ("canonical",)),
)
"""At most one row of a source is valid at an instant; where none is, it stands for its canonical source."""

membership = _projected(
    "membership",
    T("source", null=False),
    T("body", null=False),
    T("kind", null=False),  # speaks_for, member_of
    T("valid_from", null=False),
    T("valid_to", null=False),
    indexes=(("source",), ("body",)),
)

document = _projected(
    "document",
    T("id", null=False),
    T("title"),
    T("url"),
    T("publisher"),
    T("genre"),
    T("language"),
    T("published"),
    T("published_lo"),
    T("published_hi"),
    T("state"),
    T("text_sha256"),  # NULL when no text is stored
    N("text_length", null=False),  # code points
    N("copies", null=False),
    N("copies_uncompared", null=False),
    indexes=(("id",), ("publisher",)),
)

byline = _projected(
    "byline",
    T("document", null=False),
    N("pos", null=False),
    T("source", null=False),
    T("dateline"),
    T("section"),
    indexes=(("document",), ("source",)),
)

question = _projected(
    "question",
    T("id", null=False),
    T("story"),
    T("text", null=False),
    T("answer_kind", null=False),
    N("exclusive", null=False),
    N("cumulative", null=False),
    T("unit"),
    T("counting"),
    T("scope"),
    indexes=(("id",), ("story",)),
)

synonym = _projected(
    "synonym",
    T("question", null=False),
    T("key", null=False),  # N(word)
    T("word", null=False),  # N of the first of its group: the word all of them count as
    indexes=(("question", "key"),),
)

claim = _projected(
    "claim",
    T("id", null=False),
    T("story"),
    T("text", null=False),
    T("kind", null=False),
    T("question"),
    N("allegation", null=False),
    T("answer_kind"),  # figure, label, text, when, where, yes_no; NULL when it answers nothing
    T("answer"),  # as written; "yes" or "no"
    T("answer_key"),  # N of it, for label, text, where, yes_no
    T("low"),  # decimal strings of the figure's interval
    T("high"),  # NULL = unbounded (or no figure)
    N("low_n"),  # the same in thousandths, rounded outward, for comparing in SQL
    N("high_n"),  # FOREVER = unbounded
    N("low_open", null=False),
    N("high_open", null=False),
    N("approximate", null=False),
    N("vague", null=False),
    T("unit"),  # as given; NULL means the question's own, else "people"
    T("counting"),
    T("scope"),
    T("for_date"),
    T("date_lo"),  # of for_date, or of `when`
    T("date_hi"),
    indexes=(("id",), ("question",), ("story",)),
)

claim_about = _projected(
    "claim_about",
    T("claim", null=False),
    T("source", null=False),
    indexes=(("claim",), ("source",)),
)

assertion = _projected(
    "assertion",
    T("id", null=False),
    T("claim", null=False),
    T("document"),
    T("stance", null=False),
    T("origin"),  # source of the first hop; NULL = nobody named
    T("naming", null=False),  # of the first hop
    T("basis", null=False),  # of the first hop; "not-stated" when absent
    T("hedge"),  # of the first hop
    N("hops", null=False),  # hops written in the chain, the publisher's derived hop not counted
    T("carrier"),  # source of the last hop when there is more than one; NULL otherwise
    T("quote_kind", null=False),
    T("label_words"),
    N("has_quote", null=False),
    N("quote_start"),  # code points in the document's text; NULL when unknown
    T("said"),  # of the first hop, as written
    T("said_lo"),
    T("said_hi"),
    T("release"),
    T("until_lo"),  # the embargo
    T("joint"),
    T("continues"),
    indexes=(("id",), ("claim",), ("document",), ("origin",), ("continues",)),
)

hop = _projected(
    "hop",
    T("assertion", null=False),
    N("pos", null=False),  # 0 = the origin
    T("source"),
    T("naming", null=False),
    T("basis", null=False),
    T("hedge"),
    T("described_as"),
    N("could_not_verify", null=False),  # caveats
    N("seen_by_carrier", null=False),
    N("translated", null=False),
    indexes=(("assertion",), ("source",)),
)

evidence_given = _projected(
    "evidence_given",
    T("assertion", null=False),
    T("kind", null=False),
    indexes=(("assertion",), ("kind",)),
)

evidence = _projected(
    "evidence",
    T("id", null=False),
    T("target", null=False),
    T("bearing", null=False),
    T("kind"),
    T("url"),
    T("document"),
    T("authenticity"),
    T("identity", null=False),  # URL key, document id or N(text): the same evidence under two claims shares it
    indexes=(("id",), ("target",), ("identity",)),
)

request = _projected(
    "request",
    T("id", null=False),
    T("target", null=False),
    T("asked", null=False),
    T("purpose", null=False),  # reply when absent
    T("outcome", null=False),  # pending when absent
    T("on"),
    T("due_hi"),
    indexes=(("id",), ("target",), ("asked",)),
)

assessment = _projected(
    "assessment",
    T("id", null=False),
    T("target", null=False),
    T("by", null=False),  # who judged: the field, else who wrote the entry
    T("at", null=False),  # earliest instant of `on`, else when it was recorded
    T("verdict", null=False),
    N("evidence", null=False),  # how many pieces of evidence it names
    N("credibility"),
    indexes=(("id",), ("target",)),
)

rating = _projected(
    "rating",
    T("id", null=False),
    T("source", null=False),
    T("by", null=False),
    T("at", null=False),
    T("letter", null=False),
    T("topic_key", null=False),  # N(topic), "" for all topics
    indexes=(("id",), ("source",)),
)

note = _projected(
    "note", T("id", null=False), T("target", null=False), T("text", null=False), indexes=(("id",), ("target",))
)

tag = _projected(
    "tag",
    T("id", null=False),
    T("target", null=False),
    T("name", null=False),
    T("key", null=False),
    indexes=(("id",), ("target",), ("key",)),
)

side = _projected(
    "side",
    T("id", null=False),
    T("source", null=False),
    T("story"),
    T("name", null=False),
    T("key", null=False),
    T("valid_from", null=False),
    T("valid_to", null=False),
    indexes=(("id",), ("source",)),
)

allow = _projected(
    "allow",
    T("id", null=False),
    T("rule", null=False),
    T("target", null=False),
    T("why", null=False),
    indexes=(("id",), ("rule", "target")),
)

merge = _projected(
    "merge",
    T("id", null=False),
    T("kind", null=False),
    T("kept", null=False),
    T("merged", null=False),
    T("at", null=False),  # `at` of the entry that made it
    T("entry", null=False),  # its digest: the tie-break
    indexes=(("id",), ("kept",), ("merged",)),
)

publication = _projected(
    "publication",
    T("id", null=False),
    T("story", null=False),
    T("url", null=False),
    T("at", null=False),
    T("head"),
    indexes=(("id",), ("story",)),
)

disagreement = _projected(
    "disagreement",
    T("id", null=False),
    T("kind", null=False),
    T("subject"),  # `on`
    T("origin"),
    N("recorded", null=False),
    T("strength"),
    T("state", null=False),
    indexes=(("id",), ("subject",)),
)

disagreement_claim = _projected(
    "disagreement_claim",
    T("disagreement", null=False),
    T("claim", null=False),
    indexes=(("disagreement",), ("claim",)),
)

search_row = _projected(
    "search_row",
    N("id", null=False),
    T("record", null=False),
    T("type", null=False),
    N("part", null=False),  # paragraph of a document's text, from 1; 0 for the record itself
    indexes=(("id",), ("record",)),
)
"""One row a searchable text. Its terms are in `search_terms` (FTS5 by rowid, or a text array on PostgreSQL)."""
