"""How a reading verb gives its rows: as words for people, or as JSON, JSON Lines or CSV for machines.

Everything is fetched before anything is written, so that no read transaction waits for whoever reads stdout.
"""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import tzinfo
from io import StringIO
from itertools import islice
from textwrap import indent
from typing import Any, TypeVar

import click

from claimtrack.cli.trouble import say
from claimtrack.errors import BadInput

Verb = TypeVar("Verb", bound=Callable[..., Any])

PAGE = 500
"""Rows of CSV made at a time."""

ID_SHOWN = 10
"""Characters of an id shown in a table: enough to be told from any other, and taken wherever an id is."""


def machine_options(verb: Verb) -> Verb:
    """Give a verb `--json`, `--jsonl` and `--csv`; it gets `form`: "json", "jsonl", "csv", or None for words."""
    for form, what in (("csv", "CSV, a line of names first"), ("jsonl", "JSON Lines, a row on each"), ("json", "JSON")):
        verb = click.option(f"--{form}", "form", flag_value=form, default=None, help=f"Give {what}.")(verb)
    return verb


def restricted_option(verb: Verb) -> Verb:
    """Give a verb `--include-restricted`; without it, what is off the record or embargoed is left out, and counted."""
    return click.option(
        "--include-restricted", "restricted", is_flag=True, help="Also what is off the record or embargoed."
    )(verb)


def say_left_out(count: int) -> None:
    """Say on stderr how much was left out as off the record or embargoed, when anything was."""
    if count:
        say(f"{count:,} left out as off the record or embargoed; --include-restricted shows all.")


def put(text: str) -> None:
    """Write text to stdout as it is: it must be safe to show, and end with a line feed."""
    sys.stdout.write(text)


def put_lines(lines: Iterable[str]) -> None:
    """Write lines to stdout, each with its line feed."""
    for line in lines:
        sys.stdout.write(line + "\n")


def put_rows(rows: Iterable[Any], form: str, names: Sequence[str] | None = None) -> None:
    """Write rows in a machine's form, one after the other, so that they may be read a page at a time.

    `names` are the columns of CSV, without which a list that may be empty has no line of names.
    """
    from claimtrack.render.machine import as_json

    if form == "json":
        opening = "[\n"
        for row in rows:
            put(opening + indent(as_json(row).rstrip("\n"), "  "))
            opening = ",\n"
        put("[]\n" if opening == "[\n" else "\n]\n")
    elif form == "jsonl":
        for row in rows:
            put(as_json(row, indent=None))
    else:
        put_csv(rows, names)


def put_csv(rows: Iterable[Any], names: Sequence[str] | None) -> None:
    """Write rows as CSV a page at a time, under one line of names: `names`, else those of the first page's rows."""
    from claimtrack.render.machine import as_csv

    waiting = iter(rows)
    page = list(islice(waiting, PAGE))
    text = as_csv(page, names)
    heads = names or next(csv.reader(StringIO(text, newline="")), None)
    put(text)
    while page := list(islice(waiting, PAGE)):
        put(as_csv(page, heads).split("\r\n", 1)[1])


def put_one(row: Any, form: str) -> None:
    """Write one row in a machine's form: an object of JSON, a line of JSON, or CSV with one line under the names."""
    from claimtrack.render.machine import as_csv, as_json

    put(as_csv([row]) if form == "csv" else as_json(row, indent=2 if form == "json" else None))


def beginning(since: str, zone: tzinfo) -> str:
    """The first instant of a date or instant as typed, a bare date a day in `zone`: 27-character UTC text."""
    from claimtrack.domain.dates import DateError, read_when, utc_text

    try:
        earliest = read_when(since, zone).earliest
    except DateError as error:
        raise BadInput(f"--since {since!r}: {error.why}", error.accepted) from None
    if earliest is None:
        raise BadInput(f"--since {since!r} has no beginning", "Give a date such as 2026-01-31.")
    return utc_text(earliest)


def columns() -> int:
    """How wide the terminal is, at most 120; 100 when stdout is none, so that what is kept does not depend on it."""
    return min(shutil.get_terminal_size((100, 24)).columns, 120) if sys.stdout.isatty() else 100


def short(record: str) -> str:
    """An id as tables show it."""
    return record[:ID_SHOWN]


def differing(name: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Where two values of a field differ: its name with old and new; member by member when both have members."""
    if isinstance(old, dict) and isinstance(new, dict):
        for member in dict.fromkeys([*old, *new]):
            if old.get(member) != new.get(member):
                yield from differing(f"{name}.{member}", old.get(member), new.get(member))
    else:
        yield name, old, new
