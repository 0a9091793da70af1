"""Flags: what the rules find on records, and letting a flag pass."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from claimtrack.actions.results import Listing
from claimtrack.domain.records import FilePosition, Record
from claimtrack.ledger import lookup
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, Written
from claimtrack.ledger.garbage import no_garbage_collection
from claimtrack.ledger.restricted.visibility import hide_restricted
from claimtrack.ledger.write.write_context import Recorded
from claimtrack.rules.ledger import LEDGER_RULES, find_flags
from claimtrack.rules.rule import Flag, choose


def list_flags(
    ledger: LedgerDatabase,
    *,
    story: str | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    allowed: bool = False,
    restricted: bool = False,
    named: bool = True,
) -> Listing[Flag]:
    """What needs attention in a story (an id) or the whole ledger, the most serious first.

    `select` and `ignore` hold codes of rules; with `allowed`, flags that somebody let pass are there too. Unless
    `restricted`, flags on what is off the record or embargoed are left out and counted. `names` are what the flagged
    records are called, if `named`. Raises BadInput for a code there is not.
    """
    find = partial(find_flags, story=story, select=select, ignore=ignore, allowed=allowed)
    with ledger.reading() as connection, no_garbage_collection():
        found = find(connection)
        left_out = 0
        hidden = frozenset[str]() if restricted else hide_restricted(connection, ledger.now()).ids
        if hidden:
            every, found = found, find(connection)
            known = {(flag.code, flag.record) for flag in found}
            about_hidden = {flag for flag in every if hidden.intersection((flag.record, *flag.related))}
            left_out = sum((flag.code, flag.record) not in known for flag in about_hidden)
        names: dict[str, str] = {}
        if named:
            from claimtrack.queries.records import labels  # which brings all that shows a record with it

            names = labels(connection, {flag.record for flag in found})
    return Listing(tuple(found), left_out, names=names)


def allow_flag(ledger: LedgerDatabase, code: str, record: str, *, by: str, why: str) -> Written[Recorded]:
    """Let the flag of rule `code` on a record (an id or a name) pass. Raises BadInput for no such rule or record."""
    (rule,) = choose(LEDGER_RULES, (code,))

    def action(change: Change) -> Recorded:
        target = lookup.match(change.conn, record).id
        allow = Record("allow", {"rule": rule.code, "target": target, "why": why}, FilePosition())
        return change.record([allow]).records[-1]

    return ledger.write(action, by=by, why=why, kind="allow")
