"""The program's tables as SQLAlchemy describes them, to be compared with what migrations make."""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, Table, Text

from claimtrack.ledger.store.tables import TABLES

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_KEY = BigInteger().with_variant(Integer(), "sqlite")


def _column(described: str, key: str | None) -> Column[Any]:
    name, null = described.rstrip("!#*"), not described.endswith("!")
    if "#" in described:
        return Column(name, _KEY if name == key else BigInteger, nullable=null, autoincrement=False)
    return Column(name, LargeBinary if "*" in described else _TEXT, nullable=null)


for _table in TABLES.values():
    Table(
        _table.name,
        metadata,
        *(_column(column, _table.key) for column in _table.columns),
        *([PrimaryKeyConstraint(*_table.key.split(","))] if _table.key is not None else []),
        *(Index(None, *index.split(",")) for index in _table.indexes),
    )
