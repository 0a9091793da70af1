"""`attribute`: a further assertion of a claim."""

from __future__ import annotations

from typing import Any

import click

from claimtrack.cli.options import example, story_option, who_options, written_options
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session


@click.command(
    "attribute", epilog=example('attribute 7hq2 -s "Mayor Ana Ruiz" --stance denies -i https://example.org/b')
)
@click.argument("claim", type=Record("claim"))
@who_options
@story_option
@written_options
@click.pass_obj
def command(session: Session, /, claim: str, story: str | None, why: str | None, as_json: bool, **options: Any) -> None:
    """Record a further source of CLAIM: who else says, denies or doubts it, and where."""
    from claimtrack.actions import claims
    from claimtrack.cli import typed, using
    from claimtrack.cli.told import outcome_words, placed_claim, tell

    ledger = session.reader()
    where = using.story_of(session, story)
    found = using.record(session, claim, "claim", story=where)
    own = using.story_of_claim(session, found)
    place = using.document_or_url(session, options["document"])
    written = claims.attribute(ledger, found, typed.attribution(options, place), by=session.user, why=why)
    added = written.value
    told = (
        using.sentences(session, added.assertions) if written.seq else ["Nothing new: all of it was recorded already."]
    )
    words = [
        *told,
        *outcome_words(added.outcome),
        *placed_claim(session, own, using.place_of(session, added.assertions)),
    ]
    tell(written, list(added.assertions), as_json=as_json, words=words, claim=found)
