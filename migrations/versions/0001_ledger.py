"""The ledger's first tables: changes, entries and meta, the projection, its views, and the search index.

A revision is DDL only and never imports claimtrack, so that it still does tomorrow what it did today.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001_ledger"
down_revision = None
branch_labels = None
depends_on = None

FOREVER = 9223372036854775807
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

CORE: dict[str, tuple[str, ...]] = {
    "meta": (
        "name:text!",
        "value:text!",
    ),
    "change": (
        "seq:int!",
        "digest:text!",
        "prev:text!",
        "ledger:text!",
        "at:text!",
        "by:text!",
        "why:text",
        "kind:text!",
        "merged:text",
        "entries:int!",
    ),
    "entry": (
        "change:int!",
        "pos:int!",
        "digest:text!",
        "type:text!",
        "record:text!",
        "op:text!",
        "at:text!",
        "envelope:text!",
        "salt:text",
        "body:text",
    ),
}
"""Table -> its columns as name:type, `!` for NOT NULL."""

PRIMARY_KEYS = {"meta": ("name",), "change": ("seq",), "entry": ("change", "pos")}

PROJECTION: dict[str, tuple[str, ...]] = {
    "record": (
        "id:text!",
        "type:text!",
        "state:text!",
        "entry:text",
        "body:text",
        "heads:text!",
        "conflict:text",
        "label:text!",
        "order_key:text!",
        "story:text",
        "first_at:text!",
        "last_at:text!",
        "by:text!",
    ),
    "name": (
        "record:text!",
        "type:text!",
        "key:text!",
        "kind:text!",
        "within:text",
    ),
    "story": (
        "id:text!",
        "name:text!",
    ),
    "source": (
        "id:text!",
        "name:text!",
        "qualifier:text",
        "kind:text!",
        "role:text",
        "within:text",
        "confidential:int!",
        "described_as:text",
    ),
    "source_root": (
        "source:text!",
        "face:text!",
        "root:text!",
        "valid_from:text!",
        "valid_to:text!",
        "newest:int!",
    ),
    "membership": (
        "source:text!",
        "body:text!",
        "kind:text!",
        "valid_from:text!",
        "valid_to:text!",
    ),
    "document": (
        "id:text!",
        "title:text",
        "url:text",
        "publisher:text",
        "genre:text",
        "language:text",
        "published:text",
        "published_lo:text",
        "published_hi:text",
        "state:text",
        "text_sha256:text",
        "text_length:int!",
        "copies:int!",
        "copies_uncompared:int!",
    ),
    "byline": (
        "document:text!",
        "pos:int!",
        "source:text!",
        "dateline:text",
        "section:text",
    ),
    "question": (
        "id:text!",
        "story:text",
        "text:text!",
        "answer_kind:text!",
        "exclusive:int!",
        "cumulative:int!",
        "unit:text",
        "counting:text",
        "scope:text",
    ),
    "synonym": (
        "question:text!",
        "key:text!",
        "word:text!",
    ),
    "claim": (
        "id:text!",
        "story:text",
        "text:text!",
        "kind:text!",
        "question:text",
        "allegation:int!",
        "answer_kind:text",
        "answer:text",
        "answer_key:text",
        "low:text",
        "high:text",
        "low_n:int",
        "high_n:int",
        "low_open:int!",
        "high_open:int!",
        "approximate:int!",
        "vague:int!",
        "unit:text",
        "counting:text",
        "scope:text",
        "for_date:text",
        "date_lo:text",
        "date_hi:text",
    ),
    "claim_about": (
        "claim:text!",
        "source:text!",
    ),
    "assertion": (
        "id:text!",
        "claim:text!",
        "document:text",
        "stance:text!",
        "origin:text",
        "naming:text!",
        "basis:text!",
        "hedge:text",
        "hops:int!",
        "carrier:text",
        "quote_kind:text!",
        "label_words:text",
        "has_quote:int!",
        "quote_start:int",
        "said:text",
        "said_lo:text",
        "said_hi:text",
        "release:text",
        "until_lo:text",
        "joint:text",
        "continues:text",
    ),
    "hop": (
        "assertion:text!",
        "pos:int!",
        "source:text",
        "naming:text!",
        "basis:text!",
        "hedge:text",
        "described_as:text",
        "could_not_verify:int!",
        "seen_by_carrier:int!",
        "translated:int!",
    ),
    "evidence_given": (
        "assertion:text!",
        "kind:text!",
    ),
    "evidence": (
        "id:text!",
        "target:text!",
        "bearing:text!",
        "kind:text",
        "url:text",
        "document:text",
        "authenticity:text",
        "identity:text!",
    ),
    "request": (
        "id:text!",
        "target:text!",
        "asked:text!",
        "purpose:text!",
        "outcome:text!",
        "on:text",
        "due_hi:text",
    ),
    "assessment": (
        "id:text!",
        "target:text!",
        "by:text!",
        "at:text!",
        "verdict:text!",
        "evidence:int!",
        "credibility:int",
    ),
    "rating": (
        "id:text!",
        "source:text!",
        "by:text!",
        "at:text!",
        "letter:text!",
        "topic_key:text!",
    ),
    "note": (
        "id:text!",
        "target:text!",
        "text:text!",
    ),
    "tag": (
        "id:text!",
        "target:text!",
        "name:text!",
        "key:text!",
    ),
    "side": (
        "id:text!",
        "source:text!",
        "story:text",
        "name:text!",
        "key:text!",
        "valid_from:text!",
        "valid_to:text!",
    ),
    "allow": (
        "id:text!",
        "rule:text!",
        "target:text!",
        "why:text!",
    ),
    "merge": (
        "id:text!",
        "kind:text!",
        "kept:text!",
        "merged:text!",
        "at:text!",
        "entry:text!",
    ),
    "publication": (
        "id:text!",
        "story:text!",
        "url:text!",
        "at:text!",
        "head:text",
    ),
    "disagreement": (
        "id:text!",
        "kind:text!",
        "subject:text",
        "origin:text",
        "recorded:int!",
        "strength:text",
        "state:text!",
    ),
    "disagreement_claim": (
        "disagreement:text!",
        "claim:text!",
    ),
    "search_row": (
        "id:int!",
        "record:text!",
        "type:text!",
        "part:int!",
    ),
}
"""View -> the columns of its `_v` table, before `since` and `until`."""

INDEXES: dict[str, tuple[str, ...]] = {
    "entry": (
        "digest!",
        "record",
    ),
    "record_v": (
        "id",
        "type,order_key",
    ),
    "name_v": (
        "key,type",
        "record",
    ),
    "story_v": ("id",),
    "source_v": ("id",),
    "source_root_v": (
        "face",
        "root",
        "source",
    ),
    "membership_v": (
        "body",
        "source",
    ),
    "document_v": (
        "id",
        "publisher",
    ),
    "byline_v": (
        "document",
        "source",
    ),
    "question_v": (
        "id",
        "story",
    ),
    "synonym_v": ("question,key",),
    "claim_v": (
        "id",
        "question",
        "story",
    ),
    "claim_about_v": (
        "claim",
        "source",
    ),
    "assertion_v": (
        "claim",
        "continues",
        "document",
        "id",
        "origin",
    ),
    "hop_v": (
        "assertion",
        "source",
    ),
    "evidence_given_v": (
        "assertion",
        "kind",
    ),
    "evidence_v": (
        "id",
        "identity",
        "target",
    ),
    "request_v": (
        "asked",
        "id",
        "target",
    ),
    "assessment_v": (
        "id",
        "target",
    ),
    "rating_v": (
        "id",
        "source",
    ),
    "note_v": (
        "id",
        "target",
    ),
    "tag_v": (
        "id",
        "key",
        "target",
    ),
    "side_v": (
        "id",
        "source",
    ),
    "allow_v": (
        "id",
        "rule,target",
    ),
    "merge_v": (
        "id",
        "kept",
        "merged",
    ),
    "publication_v": (
        "id",
        "story",
    ),
    "disagreement_v": (
        "id",
        "subject",
    ),
    "disagreement_claim_v": (
        "claim",
        "disagreement",
    ),
    "search_row_v": (
        "id",
        "record",
    ),
}
"""Table -> the columns of each index, `!` for a unique one."""


def upgrade() -> None:
    """Make every table, view and index."""
    for name, columns in CORE.items():
        op.create_table(name, *_columns(columns), sa.PrimaryKeyConstraint(*PRIMARY_KEYS[name], name=f"pk_{name}"))
    for name, columns in PROJECTION.items():
        op.create_table(f"{name}_v", *_columns((*columns, "since:int!", "until:int!")))
        named = ", ".join(f'"{column.split(":")[0]}"' for column in columns)
        op.execute(f'CREATE VIEW "{name}" AS SELECT {named} FROM "{name}_v" WHERE until = {FOREVER}')
    for name, indexes in INDEXES.items():
        for index in indexes:
            columns = tuple(index.rstrip("!").split(","))
            op.create_index(f"ix_{name}_{'_'.join(columns)}", name, list(columns), unique=index.endswith("!"))
    op.execute(
        "CREATE VIEW record_body AS SELECT r.id, r.type, r.state, r.label, r.order_key, r.story, r.first_at, r.last_at,"
        " r.by, COALESCE(r.body, e.body) AS body FROM record r LEFT JOIN entry e ON e.digest = r.entry"
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search_terms USING fts5(terms, detail=none, columnsize=0, tokenize='ascii')")
    else:
        op.create_table(
            "search_terms",
            sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
            sa.Column("terms", postgresql.ARRAY(postgresql.TEXT(collation="C")), nullable=False),
        )
        op.create_index("ix_search_terms_terms", "search_terms", ["terms"], postgresql_using="gin")


def downgrade() -> None:
    """A ledger is never made smaller: there is nothing before the first tables."""
    raise RuntimeError("the first revision cannot be taken back: keep the file, it is the ledger")


def _columns(described: tuple[str, ...]) -> list[sa.Column[object]]:
    columns: list[sa.Column[object]] = []
    for item in described:
        name, _, kind = item.rstrip("!").partition(":")
        sort = TEXT if kind == "text" else sa.BigInteger()
        columns.append(sa.Column(name, sort, nullable=not item.endswith("!"), autoincrement=False))
    return columns
