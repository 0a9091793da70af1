"""`claimtrack log`: the history of the ledger or of one record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli.context import Session
from claimtrack.cli.errors import DONE, FINDINGS, say
from claimtrack.cli.options import RecordParameter, example
from claimtrack.cli.output import (
    beginning,
    columns,
    differing,
    machine_options,
    put,
    put_lines,
    put_one,
    put_rows,
    restricted_option,
    short,
)
from claimtrack.domain.ids import is_id

if TYPE_CHECKING:
    from claimtrack.cli.context import Session
    from claimtrack.ledger.audit import AuditReport
    from claimtrack.ledger.log import LogChange, LogEntry
    from claimtrack.ledger.maintenance import Stats


@click.command(
    epilog="Example: claimtrack audit --head 3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a"
)
@click.option(
    "--head", metavar="DIGEST", help="Prove that this head (64 digits, as a report ends with) is in the history."
)
@click.option("--history-only", is_flag=True, help="The history alone, not the query tables made from it: quicker.")
@machine_options
@click.pass_obj
def audit_command(session: Session, head: str | None, history_only: bool, form: str | None) -> int:
    """Recompute every digest of the ledger and name what does not fit, the first thing first.

    Whoever changes history must recompute all that follows: then a head kept elsewhere is no longer in it.
    """
    from claimtrack.ledger.audit import audit

    report = audit(session.reader(), head=head, projection=not history_only)
    if form == "csv":
        put_rows(report.findings, form, ("what", "change", "entry", "record"))
    elif form is not None:
        put_one(report, form)
    else:
        _tell(report, head)
    return DONE if report.clean else FINDINGS


def _tell(report: AuditReport, head: str | None) -> None:
    from claimtrack.domain.english import to_minute
    from claimtrack.render.terminal.width import shown

    put_lines(shown(finding.what) for finding in report.findings)
    if report.count > len(report.findings):
        say(f"and {report.count - len(report.findings):,} more")
    found = report.head_found
    if found is not None:
        whose = f", merged from ledger {found.merged_from}" if found.merged_from else ""
        say(f"The head {(head or '').strip()[:16]}... is change {found.seq:,} of {to_minute(found.at)}{whose}.")
    extent = f"{_counted(report.changes, 'change', 'changes')}, {_counted(report.entries, 'entry', 'entries')}"
    if report.clean:
        say(f"Everything fits: {extent}.")
    else:
        say(f"{report.count:,} {'thing does' if report.count == 1 else 'things do'} not fit, of {extent}.")
    if report.at is not None:
        say(f"Head: {report.head} ({to_minute(report.at)}). Keep it elsewhere to prove this history later.")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


@click.group(epilog="Example: claimtrack db backup ~/backups/claims.db")
def db_command() -> None:
    """Keep the ledger: where it is, upgrading, rebuilding, backing up, counting."""


@db_command.command("path", epilog="Example: claimtrack db path")
@click.pass_obj
def path(session: Session) -> None:
    """Print where the ledger is, and on stderr what said so."""
    from claimtrack.actions.maintenance import where

    place, there = where(session.settings.db)
    put(place + "\n")
    say(f"Taken from {session.settings.db_from}." + ("" if there else " There is nothing there yet."))


@db_command.command("upgrade", epilog="Example: claimtrack db upgrade")
@click.pass_obj
def upgrade(session: Session) -> None:
    """Bring a ledger made by an older claimtrack up to date. Its history stays as it is."""
    from claimtrack.actions.maintenance import upgrade_ledger

    before, after, rebuilt = upgrade_ledger(session.settings.db, zone=session.settings.zone)
    if before != after:
        say(f"Upgraded from {before} to {after}; the query tables were made anew.")
    else:
        say("The query tables were made anew." if rebuilt else "It is up to date.")


@db_command.command("rebuild", epilog="Example: claimtrack db rebuild")
@click.pass_obj
def rebuild(session: Session) -> None:
    """Make the query tables anew from the history, as when `audit` says that they differ."""
    from claimtrack.actions.maintenance import rebuild_ledger

    count = rebuild_ledger(session.settings.db, zone=session.settings.zone)
    say(f"Made the query tables anew: {count:,} records.")


@db_command.command("backup", epilog="Example: claimtrack db backup ~/backups/claims.db")
@click.argument("file")
@click.option("--replace", is_flag=True, help="Take the place of a file that is there.")
@click.pass_obj
def backup(session: Session, file: str, replace: bool) -> None:
    """Copy the ledger to FILE, whole or not at all, while others may write to it."""
    from claimtrack.ledger.maintenance import backup as copy

    size = copy(session.reader(), file, replace=replace)
    say(f"Copied {_bytes(size)} to {file}.")


@db_command.command("stats", epilog="Example: claimtrack db stats --json")
@machine_options
@click.pass_obj
def stats(session: Session, form: str | None) -> None:
    """Count what the ledger holds."""
    from claimtrack.ledger.maintenance import stats as count

    found = count(session.reader())
    if form == "csv":
        put_rows(found.types, form, ("type", "live", "void", "withheld"))
    elif form is not None:
        put_one(found, form)
    else:
        put_lines(_lines(found))


def _lines(found: Stats) -> list[str]:
    from claimtrack.domain.english import to_minute
    from claimtrack.domain.vocabulary import PLURALS
    from claimtrack.render.terminal.table import Column, table

    span = f", {to_minute(found.first_at)} to {to_minute(found.last_at)}" if found.first_at and found.last_at else ""
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


LIMIT = 50
FIELDS = ("seq", "at", "by", "why", "kind", "digest", "count", "merged", "entries")
VEILED = "(off the record or embargoed)"
DONE_WORDS = {"void": "voided", "restore": "restored", "withhold": "withheld"}


@click.command(epilog="Example: claimtrack log 4fk5o7sn")
@click.argument("record", type=RecordParameter(), required=False)
@click.option("--since", metavar="WHEN", help="Only changes made from this date or instant on.")
@click.option(
    "--limit", type=click.IntRange(1), default=LIMIT, show_default=True, metavar="N", help="At most this many changes."
)
@restricted_option
@machine_options
@click.pass_obj
def log_command(
    session: Session, record: str | None, since: str | None, limit: int, restricted: bool, form: str | None
) -> None:
    """The changes made, newest first; of RECORD, what each made of it."""
    from claimtrack.ledger import lookup
    from claimtrack.ledger.log import log
    from claimtrack.ledger.visibility import find_restricted
    from claimtrack.queries.records import labels

    ledger = session.reader()
    begin = beginning(since, ledger.zone) if since else None
    last = ledger.last_change()
    with ledger.reading() as connection:
        found = lookup.find(connection, record) if record else None
        barred = frozenset() if restricted else find_restricted(connection, ledger.now()).ids
        changes = log(connection, found, since=begin, before=last + 1, limit=limit + 1)
        shown = [_veil(change, barred) for change in changes[:limit]]
        names = labels(connection, set(_ids(shown)) - barred)
    if form is not None:
        put_rows(shown, form, FIELDS)
    else:
        put_lines(line for change in shown for line in _words(change, names, alone=found is not None))
        if not shown:
            say("No changes.")
    if len(changes) > limit:
        say(f"There are older changes: --limit {limit * 10} shows more.")


def _ids(changes: list[LogChange]) -> Iterator[str]:
    """The ids among the values that changed."""
    for change in changes:
        for entry in change.entries:
            for pair in entry.changes.values():
                yield from (value for value in pair if isinstance(value, str) and is_id(value))


def _veil(change: LogChange, barred: Collection[str]) -> LogChange:
    """The change without what its entries say of records that may not leave."""
    entries = tuple(
        replace(entry, label=VEILED, changes={}) if entry.record in barred else entry for entry in change.entries
    )
    return replace(change, entries=entries)


def _words(change: LogChange, names: Mapping[str, str], *, alone: bool) -> Iterator[str]:
    from claimtrack.domain.english import to_minute
    from claimtrack.render.terminal.width import cut, shown, wrapped

    yield cut(
        f"{change.seq:>6}  {to_minute(change.at)}  {shown(change.by)}  {change.kind}  {change.digest[:16]}", columns()
    )
    if change.why:
        yield from wrapped(f"why: {shown(change.why)}", columns(), first=" " * 8)
    if change.merged:
        merged = change.merged
        yield f"{'':8}taken over from ledger {merged['ledger']}: {merged['count']} entries, head {merged['head'][:16]}"
    for entry in change.entries:
        yield from _entry(entry, change, names, alone=alone)
    if not alone and change.count > len(change.entries):
        yield f"{'':8}and {change.count - len(change.entries):,} more"


def _entry(entry: LogEntry, change: LogChange, names: Mapping[str, str], *, alone: bool) -> Iterator[str]:
    from claimtrack.render.terminal.width import cut, shown, wrapped

    done = DONE_WORDS.get(entry.op, ("recorded" if entry.first else "changed") if alone else "")
    whose = f" by {shown(entry.by)}" if entry.by != change.by else ""
    yield cut(
        f"{'':8}{short(entry.record)}  {done + ' ' if done else ''}{entry.type}: {shown(entry.label)}{whose}", columns()
    )
    if entry.why and entry.why != change.why:
        yield from wrapped(f"why: {shown(entry.why)}", columns(), first=" " * 20)
    for field, (old, new) in entry.changes.items():
        for name, was, now in differing(field, old, new):
            told = _value(now, names) if was is None else f"{_value(was, names)} -> {_value(now, names)}"
            yield from wrapped(f"{name}: {told}", columns(), first=" " * 20)


def _value(value: Any, names: Mapping[str, str]) -> str:
    import json

    from claimtrack.domain.text import safe, shorten

    if value is None:
        return "nothing"
    if isinstance(value, str) and value in names:
        return f"{safe(names[value])} [{short(value)}]"
    return safe(shorten(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), 200))


@click.command("use", epilog=example("use https://example.org/a --story 'Harbour flood'"))
@click.argument("document", type=RecordParameter("document"), required=False)
@click.option(
    "--story", metavar="STORY", type=RecordParameter("story"), help="The story that claims belong to from now on."
)
@click.option("--clear", is_flag=True, help="Forget both.")
@click.pass_obj
def use_command(session: Session, document: str | None, story: str | None, clear: bool) -> None:
    """Set the story and the document for what follows, or show them.

    Kept for this ledger in your configuration folder. CLAIMTRACK_STORY and CLAIMTRACK_DOCUMENT go before it, --story
    and --in before those. An import never uses them.
    """
    from claimtrack.cli import context
    from claimtrack.cli.errors import say
    from claimtrack.cli.output import placed

    ledger = session.reader()
    before = context.read_used(ledger.id)
    used = context.Used() if clear else before
    if story is not None:
        used = context.Used(context.record(session, story, "story"), used.document)
    if document is not None:
        used = context.Used(used.story, context.record(session, document, "document"))
    if used != before:
        context.write_used(ledger.id, used)
    for line in placed(session, used.story, used.document) or ["No story or document is in use."]:
        say(line)
