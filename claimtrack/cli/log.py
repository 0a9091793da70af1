"""`claimtrack log`: the history of the ledger or of one record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli.formats_out import (
    beginning,
    columns,
    differing,
    machine_options,
    put_lines,
    put_rows,
    restricted_option,
    short,
)
from claimtrack.cli.record import Record
from claimtrack.cli.trouble import say
from claimtrack.domain.ids import is_id

if TYPE_CHECKING:
    from claimtrack.cli.session import Session
    from claimtrack.ledger.history_log import LogChange, LogEntry

LIMIT = 50
FIELDS = ("seq", "at", "by", "why", "kind", "digest", "count", "merged", "entries")
VEILED = "(off the record or embargoed)"
DONE = {"void": "voided", "restore": "restored", "withhold": "withheld"}


@click.command(epilog="Example: claimtrack log 4fk5o7sn")
@click.argument("record", type=Record(), required=False)
@click.option("--since", metavar="WHEN", help="Only changes made from this date or instant on.")
@click.option(
    "--limit", type=click.IntRange(1), default=LIMIT, show_default=True, metavar="N", help="At most this many changes."
)
@restricted_option
@machine_options
@click.pass_obj
def command(
    session: Session, record: str | None, since: str | None, limit: int, restricted: bool, form: str | None
) -> None:
    """The changes made, newest first; of RECORD, what each made of it."""
    from claimtrack.ledger import read
    from claimtrack.ledger.history_log import log
    from claimtrack.ledger.restricted import find_restricted
    from claimtrack.queries.labels import labels

    ledger = session.reader()
    begin = beginning(since, ledger.zone) if since else None
    last = ledger.last_change()
    with ledger.reading() as connection:
        found = read.find(connection, record) if record else None
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
    from claimtrack.render.when import moment
    from claimtrack.render.width import cut, shown, wrapped

    yield cut(
        f"{change.seq:>6}  {moment(change.at)}  {shown(change.by)}  {change.kind}  {change.digest[:16]}", columns()
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
    from claimtrack.render.width import cut, shown, wrapped

    done = DONE.get(entry.op, ("recorded" if entry.first else "changed") if alone else "")
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
