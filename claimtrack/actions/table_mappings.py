"""What the columns of a table are: as options or a file say it, or as their names suggest it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimtrack.actions.exports import format_of_file
from claimtrack.actions.imports import STDIN, opened
from claimtrack.errors import BadInput
from claimtrack.safe_files import whole_file

if TYPE_CHECKING:
    from claimtrack.formats.spreadsheet.mapping import TableMapping


@dataclass(frozen=True, slots=True)
class ProposedMapping:
    """A mapping that the columns' names suggest, to be agreed to by a person."""

    mapping: TableMapping
    columns: tuple[str, ...]
    """Every column of the table."""
    lines: tuple[str, ...]
    """What each column is taken for, in words."""
    options: str
    """The mapping as it is typed."""


def read_mapping(kept: str | None, **options: Any) -> TableMapping | None:
    """The mapping that options give (see `mapping_of`), or that a file keeps; None where there is neither.

    Raises BadInput where there are both, or either is none.
    """
    from claimtrack.formats.spreadsheet.mapping import mapping_of, read_toml

    given = (
        any(options[name] for name in ("columns", "text", "question", "split", "source_kind")) or not options["header"]
    )
    if kept is not None and Path(kept).exists():
        if given:
            raise BadInput(f"{kept} has what the columns are", "Leave --map and the other options of tables away.")
        try:
            return read_toml(Path(kept).read_text("utf-8"), kept)
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"{kept} cannot be read: {error}", "Check its name and rights.") from None
    return mapping_of(**options) if given else None


def keep_mapping(mapping: TableMapping, file: str, ledger: Path | None) -> None:
    """Write a mapping to a file, whole or not at all; never over the ledger."""
    from claimtrack.formats.spreadsheet.mapping import write_toml

    with whole_file(file, ledger=ledger) as out:
        out.write(write_toml(mapping).encode())


def propose_mapping(file: str, form: str | None) -> ProposedMapping | None:
    """What the names of a table's columns suggest; None of what is no table of another program.

    Raises BadInput, which lists the columns, where they suggest nothing.
    """
    from claimtrack.formats.spreadsheet.mapping import FIELDS, as_options, guess
    from claimtrack.formats.spreadsheet.own_tables import RAW, TYPE
    from claimtrack.formats.spreadsheet.tables import column_names

    form = form or format_of_file(file)
    if file == STDIN or form not in ("csv", "tsv", "xlsx", "json-rows"):
        return None
    with opened(file) as stream:
        columns = column_names(stream, file, form)
    if not columns or {TYPE, RAW} & set(columns):
        return None
    mapping = guess(columns)
    if mapping is None:
        todo = f"Say what they are, as --map {columns[0]!r}=claim. Fields: {', '.join(FIELDS)}."
        raise BadInput(f"{file} is a table whose columns do not say what they are: {', '.join(columns)}", todo)
    lines = tuple(f"{column}: {FIELDS[names[0]]} ({names[0]})" for column, names in mapping.columns.items())
    if not {("claim",), ("name",)} & set(mapping.columns.values()):
        lines += ("No column is a claim, so each row is a document: --text words a claim of columns.",)
    return ProposedMapping(mapping, tuple(columns), lines, " ".join(as_options(mapping)))
