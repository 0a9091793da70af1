"""`claimtrack db`: keep the ledger. Each of these is for the whole of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claimtrack.cli.formats_out import machine_options, put, put_lines, put_one, put_rows
from claimtrack.cli.trouble import say

if TYPE_CHECKING:
    from claimtrack.cli.session import Session
    from claimtrack.ledger.stats import Stats


@click.group(epilog="Example: claimtrack db backup ~/backups/claims.db")
def command() -> None:
    """Keep the ledger: where it is, upgrading, rebuilding, backing up, counting."""


@command.command("path", epilog="Example: claimtrack db path")
@click.pass_obj
def path(session: Session) -> None:
    """Print where the ledger is, and on stderr what said so."""
    from claimtrack.actions.keeping import where

    place, there = where(session.settings.db)
    put(place + "\n")
    say(f"Taken from {session.settings.db_from}." + ("" if there else " There is nothing there yet."))


@command.command("upgrade", epilog="Example: claimtrack db upgrade")
@click.pass_obj
def upgrade(session: Session) -> None:
    """Bring a ledger made by an older claimtrack up to date. Its history stays as it is."""
    from claimtrack.actions.keeping import upgrade_ledger

    before, after, rebuilt = upgrade_ledger(session.settings.db, zone=session.settings.zone)
    if before != after:
        say(f"Upgraded from {before} to {after}; the query tables were made anew.")
    else:
        say("The query tables were made anew." if rebuilt else "It is up to date.")


@command.command("rebuild", epilog="Example: claimtrack db rebuild")
@click.pass_obj
def rebuild(session: Session) -> None:
    """Make the query tables anew from the history, as when `audit` says that they differ."""
    from claimtrack.actions.keeping import rebuild_ledger

    count = rebuild_ledger(session.settings.db, zone=session.settings.zone)
    say(f"Made the query tables anew: {count:,} records.")


@command.command("backup", epilog="Example: claimtrack db backup ~/backups/claims.db")
@click.argument("file")
@click.option("--replace", is_flag=True, help="Take the place of a file that is there.")
@click.pass_obj
def backup(session: Session, file: str, replace: bool) -> None:
    """Copy the ledger to FILE, whole or not at all, while others may write to it."""
    from claimtrack.ledger.backup import backup as copy

    size = copy(session.reader(), file, replace=replace)
    say(f"Copied {_bytes(size)} to {file}.")


@command.command("stats", epilog="Example: claimtrack db stats --json")
@machine_options
@click.pass_obj
def stats(session: Session, form: str | None) -> None:
    """Count what the ledger holds."""
    from claimtrack.ledger.stats import stats as count

    found = count(session.reader())
    if form == "csv":
        put_rows(found.types, form, ("type", "live", "void", "withheld"))
    elif form is not None:
        put_one(found, form)
    else:
        put_lines(_lines(found))


def _lines(found: Stats) -> list[str]:
    from claimtrack.domain.words import PLURALS
    from claimtrack.render.table import Column, table
    from claimtrack.render.when import moment

    span = f", {moment(found.first_at)} to {moment(found.last_at)}" if found.first_at and found.last_at else ""
    heads = (
        Column("Records", wraps=False, least=12),
        *(Column(name, right=True) for name in ("live", "void", "withheld")),
    )
    cells = [(PLURALS[one.type], f"{one.live:,}", f"{one.void:,}", f"{one.withheld:,}") for one in found.types]
    return [
        f"ledger   {found.ledger}",
        f"place    {found.location} ({_bytes(found.size)})",
        f"history  {found.changes:,} changes, {found.entries:,} entries{span}",
        f"head     {found.head or 'none yet'}",
        *(["", table(heads, cells)] if cells else []),
    ]


def _bytes(size: int) -> str:
    for unit, power in (("GiB", 30), ("MiB", 20), ("KiB", 10)):
        if size >= 1 << power:
            return f"{size / (1 << power):,.1f} {unit}"
    return f"{size:,} bytes"
