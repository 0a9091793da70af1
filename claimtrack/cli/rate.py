"""`rate`: a source's reliability."""

from __future__ import annotations

import click

from claimtrack.cli.options import example, json_option
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session
from claimtrack.domain import words


@click.command("rate", epilog=example("rate 'Coast Wire' B --why 'Right on every storm since 2019' --topic weather"))
@click.argument("source", type=Record("source"))
@click.argument("letter", metavar="LETTER", type=click.Choice(words.LETTERS, case_sensitive=False))
@click.option("--why", metavar="TEXT", required=True, help="The reason.")
@click.option("--topic", metavar="TEXT", help="Only for this topic.")
@json_option
@click.pass_obj
def command(session: Session, source: str, letter: str, why: str, topic: str | None, as_json: bool) -> None:
    """Rate SOURCE from A (reliable) to E (unreliable); F means that it cannot be judged. For the desk edition only."""
    from claimtrack.actions import judgements
    from claimtrack.cli import using
    from claimtrack.cli.told import tell

    ledger = session.reader()
    found = using.record(session, source, "source")
    written = judgements.rate(ledger, found, letter.upper(), by=session.user, why=why, topic=topic)
    tell(written, [one.id for one in written.value.records], as_json=as_json)
