"""`withhold`: a record's content blanked for good."""

from __future__ import annotations

import click

from claimtrack.cli.options import example, json_option
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session


@click.command("withhold", epilog=example("withhold 7hq2 --why 'Court order of 3 March'"))
@click.argument("record", type=Record())
@click.option("--why", metavar="TEXT", required=True, help="Why; this stays readable.")
@json_option
@click.pass_obj
def command(session: Session, record: str, why: str, as_json: bool) -> None:
    """Blank the content of every version of RECORD, for good: a source to protect, a court order.

    Its digests stay, so the chain still verifies, and an import does not bring it back. This cannot be undone. Backups
    and copies of the ledger keep what they have.
    """
    from claimtrack.actions import versions
    from claimtrack.cli import using
    from claimtrack.cli.told import tell

    ledger = session.reader()
    found = using.record(session, record)
    written = versions.withhold(ledger, found, by=session.user, why=why)
    tell(written, [found], as_json=as_json, words=["Withheld here. Copies and backups of this ledger still hold it."])
