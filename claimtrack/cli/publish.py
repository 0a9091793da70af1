"""`publish`: that a piece on a story went out, and what the ledger held when it did."""

from __future__ import annotations

import click

from claimtrack.cli.options import example, written_options
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session


@click.command(
    "publish", epilog=example("publish 'Harbour flood' --url https://example.org/flood --at 2026-03-03T18:00+01:00")
)
@click.argument("story", type=Record("story"))
@click.option("--url", metavar="URL", required=True, help="Where the piece was published.")
@click.option("--at", metavar="WHEN", help="When: a date (its end) or an instant; now unless given.")
@written_options
@click.pass_obj
def command(session: Session, /, story: str, url: str, at: str | None, why: str | None, as_json: bool) -> None:
    """Record that a piece on STORY was published, and pin what the ledger held then.

    'claimtrack check DRAFT --since-publication' then shows what of it has changed since.
    """
    from claimtrack.actions.publishing import publish
    from claimtrack.cli import using
    from claimtrack.cli.told import outcome_words, tell

    ledger = session.reader()
    written = publish(ledger, using.record(session, story, "story"), url=url, at=at, by=session.user, why=why)
    made = written.value
    words = outcome_words(made.outcome)
    if written.seq is None:
        words.append("It was recorded before; nothing changed.")
    elif made.change is None:
        words.append("The ledger held nothing at that time: there is no head to pin.")
    else:
        words.append(f"Pinned to change {made.change}, whose digest is {made.head}.")
    tell(written, [made.id], as_json=as_json, words=words, head=made.head)
