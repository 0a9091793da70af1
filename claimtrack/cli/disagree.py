"""`disagree`: a disagreement recorded by a person."""

from __future__ import annotations

import click

from claimtrack.cli.options import example, json_option, story_option
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session
from claimtrack.cli.words import Word
from claimtrack.domain import words


@click.command("disagree", epilog=example("disagree 7hq2 3kfa --kind label --why 'The same force: guard or army'"))
@click.argument("claims", metavar="CLAIM CLAIM...", type=Record("claim"), nargs=-1, required=True)
@click.option("-k", "--kind", type=Word(words.DISAGREEMENT_KINDS), required=True, help="What they part over.")
@click.option("--why", metavar="TEXT", required=True, help="What exactly differs.")
@click.option("--strength", type=Word(words.STRENGTHS), default="possible", help="certain, or possible (the default).")
@story_option
@json_option
@click.pass_obj
def command(
    session: Session, claims: tuple[str, ...], kind: str, why: str, strength: str, story: str | None, as_json: bool
) -> None:
    """Record that claims disagree, where no rule finds it."""
    from claimtrack.actions import judgements
    from claimtrack.cli import using
    from claimtrack.cli.told import outcome_words, tell

    ledger = session.reader()
    where = using.story_of(session, story)
    ids = [using.record(session, claim, "claim", story=where) for claim in claims]
    written = judgements.disagree(ledger, ids, kind, by=session.user, why=why, strength=strength)
    tell(written, [one.id for one in written.value.records], as_json=as_json, words=outcome_words(written.value))
