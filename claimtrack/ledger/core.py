"""The core tables of a ledger, as SQLAlchemy Core objects, and what all its tables share.

Two kinds of table. *Core* tables (`change`, `entry`, `meta`) hold the truth and are only ever added to, save that
`withhold` blanks a body. *Projection* tables (`NAME_v`) are derived from the entries and can be rebuilt at any time;
each row says for which changes it was current (`since <= seq < until`, `until` = FOREVER while it still is). A view
of the plain NAME shows the current rows; under as-of a temporary view of the same name shows the rows of then.

Conventions: ids and digests are text; instants are 27-character UTC text (`2022-01-06T18:00:00.000000Z`); a date as
written is projected as its earliest (`_lo`) and latest (`_hi`) instant, NULL where open or absent; booleans are 0 or
1; text compares by code point on both databases. This module makes no tables: migrations do, and a test compares the
two.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, MetaData, PrimaryKeyConstraint, Table, Text

FOREVER = 2**63 - 1
"""The `until` of a row that is current."""

SCHEMA_REVISION = "0002_reading_views"
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
