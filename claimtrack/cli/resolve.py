"""`resolve`: settle a disagreement: say which position stands, or why both can."""

from __future__ import annotations

import click

from claimtrack.cli.options import example, json_option
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session
from claimtrack.cli.settling import settle


@click.command("resolve", epilog=example("resolve 5mzd --why 'The agency corrected its count' --for 3kfa"))
@click.argument("disagreement")
@click.option("--why", metavar="TEXT", required=True, help="The reason.")
@click.option("--for", "claim", metavar="CLAIM", type=Record("claim"), help="The claim that stands.")
@json_option
@click.pass_obj
def command(session: Session, disagreement: str, why: str, claim: str | None, as_json: bool) -> None:
    """Settle a disagreement: say which position stands, or why both can.

    A new or changed position re-opens it.
    """
    settle(session, disagreement, "resolved", why=why, claim=claim, as_json=as_json)
