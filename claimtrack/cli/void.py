"""`void`: Take RECORD out of use."""

from __future__ import annotations

import click

from claimtrack.cli.options import example, written_options
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session


@click.command("void", epilog=example("void 7hq2 --why 'Recorded twice'"))
@click.argument("records", metavar="RECORD...", type=Record(), nargs=-1, required=True)
@written_options
@click.pass_obj
def command(session: Session, records: tuple[str, ...], why: str | None, as_json: bool) -> None:
    """Take RECORD out of use. It stays in the history, and 'restore' brings it back."""
    from claimtrack.actions import versions
    from claimtrack.cli import using
    from claimtrack.cli.told import tell

    ledger = session.reader()
    found = [using.record(session, record) for record in records]
    tell(versions.void(ledger, found, by=session.user, why=why), found, as_json=as_json)
