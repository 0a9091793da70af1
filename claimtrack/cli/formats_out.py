"""How a reading verb gives its rows: as words for people, or as JSON, JSON Lines or CSV for machines.

Everything is fetched before anything is written, so that no read transaction waits for whoever reads stdout.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

Verb = TypeVar("Verb", bound=Callable[..., Any])

ID_SHOWN = 10
"""Characters of an id shown in a table: enough to be told from any other, and taken wherever an id is."""


def machine_options(verb: Verb) -> Verb:
    """Give a verb `--json`, `--jsonl` and `--csv`; it gets `form`: "json", "jsonl", "csv", or None for words."""
    for form, what in (("csv", "CSV, a line of names first"), ("jsonl", "JSON Lines, a row on each"), ("json", "JSON")):
        verb = click.option(f"--{form}", "form", flag_value=form, default=None, help=f"Give {what}.")(verb)
    return verb


def put(text: str) -> None:
    """Write text to stdout as it is: it must be safe to show, and end with a line feed."""
    sys.stdout.write(text)


def put_lines(lines: Iterable[str]) -> None:
    """Write lines to stdout, each with its line feed."""
    for line in lines:
        sys.stdout.write(line + "\n")


def put_rows(rows: Sequence[Any], form: str, names: Sequence[str] | None = None) -> None:
    """Write a list of rows in a machine's form; `names` are the columns of CSV, so that an empty list has them too."""
    from claimtrack.render.machine import as_csv, as_json, as_jsonl

    if form == "json":
        put(as_json(list(rows)))
    elif form == "jsonl":
        for line in as_jsonl(rows):
            put(line)
    else:
        put(as_csv(rows, names))


def put_one(row: Any, form: str) -> None:
    """Write one row in a machine's form: an object of JSON, a line of JSON, or CSV with one line under the names."""
    from claimtrack.render.machine import as_csv, as_json

    put(as_csv([row]) if form == "csv" else as_json(row, indent=2 if form == "json" else None))


def columns() -> int:
    """How wide the terminal is, at most 120; 100 when stdout is none, so that what is kept does not depend on it."""
    return min(shutil.get_terminal_size((100, 24)).columns, 120) if sys.stdout.isatty() else 100


def short(record: str) -> str:
    """An id as tables show it."""
    return record[:ID_SHOWN]


def names_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """What live records are called, by id: one line each, not yet made safe to show. Others are left out."""
    from claimtrack.ledger import read
    from claimtrack.ledger.rows import label

    return {record: label(body) for record, body in read.bodies(connection, ids).items()}
