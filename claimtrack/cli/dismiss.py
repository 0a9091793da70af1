"""`dismiss`: set a disagreement aside: it is none."""

from __future__ import annotations

import click

from claimtrack.cli.options import example, json_option
from claimtrack.cli.session import Session
from claimtrack.cli.settling import settle


@click.command("dismiss", epilog=example("dismiss 5mzd --why 'Two different nights'"))
@click.argument("disagreement")
@click.option("--why", metavar="TEXT", required=True, help="The reason.")
@json_option
@click.pass_obj
def command(session: Session, disagreement: str, why: str, as_json: bool) -> None:
    """Set a disagreement aside: it is none.

    A new or changed position re-opens it.
    """
    settle(session, disagreement, "dismissed", why=why, claim=None, as_json=as_json)
