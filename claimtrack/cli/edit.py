"""`edit`: new versions of a record, by options or in an editor."""

from __future__ import annotations

from typing import Any

import click

from claimtrack.cli.options import example, written_options
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session


@click.command(
    "edit", epilog=example("edit 7hq2 --set kind=figure --set answer.figure='about 12' --why 'Corrected by the agency'")
)
@click.argument("record", type=Record())
@click.option(
    "--set",
    "sets",
    metavar="FIELD=VALUE",
    multiple=True,
    help="Set a field; answer.scope=... sets one member. @FILE reads the value from a file.",
)
@click.option("--unset", metavar="FIELD", multiple=True, help="Clear a field.")
@written_options
@click.pass_obj
def command(
    session: Session, record: str, sets: tuple[str, ...], unset: tuple[str, ...], why: str | None, as_json: bool
) -> None:
    """Change fields of RECORD. Without options it opens in your editor. Every version is kept: see 'log RECORD'."""
    from claimtrack.actions import versions
    from claimtrack.cli import editing, using
    from claimtrack.cli.told import tell
    from claimtrack.errors import BadInput
    from claimtrack.ledger import read

    ledger = session.reader()
    found = using.record(session, record)
    with ledger.reading() as connection:
        body = read.get(connection, found)
    if body is None:
        raise BadInput(
            f"{found} is not in use, so it cannot be edited", f"claimtrack restore {found} brings a voided record back."
        )
    fields: dict[str, Any] = editing.typed(body, sets, unset) if sets or unset else editing.edited(body)
    written = versions.edit(ledger, found, fields, by=session.user, why=why)
    lines = [f"{name}: {editing.shown(old)} -> {editing.shown(new)}" for name, (old, new) in written.value.items()]
    changes = {name: [old, new] for name, (old, new) in written.value.items()}
    tell(written, [found], as_json=as_json, words=lines or ["Nothing changed."], changes=changes)
