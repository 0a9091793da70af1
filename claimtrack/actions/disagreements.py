"""Disagreements, updates and figures side by side; recording, resolving and dismissing disagreements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from claimtrack.actions.claims import HERE, write_records
from claimtrack.actions.results import Listing
from claimtrack.analysis.disagreements.comparison import updates
from claimtrack.analysis.disagreements.detect import disagreements
from claimtrack.analysis.disagreements.positions import Disagreement, Update
from claimtrack.domain.ids import PREFIX_LENGTH
from claimtrack.errors import BadInput, NeedsPerson
from claimtrack.ledger import lookup
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, Written
from claimtrack.ledger.garbage import no_garbage_collection
from claimtrack.ledger.restricted.visibility import hide_restricted
from claimtrack.ledger.write.write_context import Outcome
from claimtrack.queries.figures import list_figure_tables
from claimtrack.queries.records import labels
from claimtrack.queries.views import FigureTable
from claimtrack.schema.nesting import expand


def settled_item(found: Disagreement) -> dict[str, Any]:
    """What a detected disagreement is stored as when it is settled: its id, kind, and what it is on."""
    item: dict[str, Any] = {"id": found.id, "kind": found.kind, "strength": found.strength, "state": "open"}
    if found.recorded:
        item |= {"recorded": True, "claims": list(found.claims)}
    elif found.subject is not None:
        item["on"] = found.subject
    if found.origin is not None:
        item["origin"] = found.origin
    return item


def list_disagreements(
    ledger: LedgerDatabase, *, story: str | None = None, kinds: Sequence[str] = (), restricted: bool = False
) -> Listing[Disagreement]:
    """Where sources part in a story (an id) or the whole ledger, of these kinds (none: all), settled ones too.

    What rests on restricted assertions is left out unless `restricted`. `names` are what the sources are called.
    """
    with ledger.reading() as connection, no_garbage_collection():
        every = disagreements(connection, story=story, kinds=kinds or None)
        shown = every
        if not restricted and hide_restricted(connection, ledger.now()).ids:
            shown = disagreements(connection, story=story, kinds=kinds or None)
        names = labels(connection, {source for row in shown for side in row.positions for source in side.sources})
    return Listing(tuple(shown), len(every) - len(shown), names=names)


def list_updates(ledger: LedgerDatabase, *, story: str | None = None, restricted: bool = False) -> Listing[Update]:
    """The later answers in a story (an id), or in the whole ledger, that are no disagreement: updates and revisions.

    What rests on restricted assertions is left out unless `restricted`. `names` are what the sources are called.
    """
    with ledger.reading() as connection:
        if not restricted:
            hide_restricted(connection, ledger.now())
        rows = updates(connection, story=story)
        sides = {source for row in rows for side in (row.earlier, row.later) for source in side.sources}
        return Listing(tuple(rows), names=labels(connection, sides))


def list_figures(ledger: LedgerDatabase, *, story: str | None = None, restricted: bool = False) -> Listing[FigureTable]:
    """A table of figures for each question of a story (an id), or of the whole ledger, that asks for one.

    What rests on restricted assertions is left out, and counted, unless `restricted`.
    """
    with ledger.reading() as connection:
        tables, left_out = list_figure_tables(connection, story=story, now=ledger.now(), restricted=restricted)
    return Listing(tables, left_out)


def find_disagreement(ledger: LedgerDatabase, name: str) -> Disagreement:
    """The disagreement whose id is, or alone begins with, `name`. Raises BadInput or NeedsPerson."""
    wanted = name.strip().casefold()
    fits = []
    if len(wanted) >= PREFIX_LENGTH:
        with ledger.reading() as connection:
            fits = [found for found in disagreements(connection) if found.id.startswith(wanted)]
    if not fits:
        raise BadInput(f"there is no disagreement {name!r}", "'claimtrack disagreements' lists them.")
    if len(fits) > 1:
        lines = [f"{found.id}  {found.kind}  {found.text}" for found in fits]
        raise NeedsPerson(f"{name!r} fits {len(fits)} disagreements", "Give more of the id.", lines)
    return fits[0]


def disagree(
    ledger: LedgerDatabase, claims: Sequence[str], kind: str, *, by: str, why: str, strength: str = "possible"
) -> Written[Outcome]:
    """Record a disagreement between claims (ids) that no rule finds. `strength` is possible or certain."""
    if len(set(claims)) < 2:
        raise BadInput("a disagreement is between two claims or more", "Name each of them.")
    item = {"kind": kind, "claims": sorted(set(claims)), "recorded": True}
    item |= {"strength": strength, "state": "open", "why": why}
    return write_records(ledger, expand("disagreement", item, HERE), by=by, kind="disagree", why=why)


def settle(
    ledger: LedgerDatabase, disagreement: Disagreement, state: str, *, by: str, why: str, claim: str | None = None
) -> Written[str]:
    """Resolve or dismiss a disagreement (`state`: resolved, dismissed), with the positions it has; its id.

    `claim` (an id) is the one that stands. A new or changed position opens it again. Raises BadInput for a claim that
    has no part in it.
    """
    if claim is not None and claim not in disagreement.claims:
        raise BadInput(
            "that claim has no part in this disagreement",
            f"'claimtrack show {disagreement.id}' shows the claims it is between.",
        )

    def action(change: Change) -> str:
        keys = sorted(position.key for position in disagreement.positions)
        fields: dict[str, Any] = {"state": state, "why": why, "positions": keys}
        if claim is not None:
            fields["for"] = claim
        if lookup.exists(change.conn, disagreement.id):
            change.edit(disagreement.id, fields)
        else:
            change.record(expand("disagreement", {**settled_item(disagreement), **fields}, HERE))
        return disagreement.id

    return ledger.write(action, by=by, kind=state, why=why)
