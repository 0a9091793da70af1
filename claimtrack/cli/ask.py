"""`ask`: requests for reply or evidence, and their answers."""

from __future__ import annotations

from typing import Any

import click

from claimtrack.cli.options import example, written_options
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session
from claimtrack.cli.words import Word
from claimtrack.domain import words


@click.command(
    "ask",
    epilog=example(
        "ask 7hq2 --whom 'Port Authority' --how email --on 2026-03-02 --due 2026-03-03T18:00",
        "ask 7hq2 --whom 'Port Authority' --outcome replied --answer 'The gates opened by themselves.'",
    ),
)
@click.argument("claim", type=Record("claim", "assertion"))
@click.option("--whom", metavar="SOURCE", type=Record("source"), required=True, help="Who was asked.")
@click.option("--for", "purpose", type=Word(words.REQUEST_PURPOSES), help="reply (the default) or evidence.")
@click.option("--how", metavar="TEXT", help="How they were asked: email, telephone, letter.")
@click.option("--on", metavar="DATE", help="When.")
@click.option("--due", metavar="DATE", help="By when an answer was asked for.")
@click.option("--outcome", type=Word(words.REQUEST_OUTCOMES), help="What came of it; 'replied' when --answer is given.")
@click.option("--answer", metavar="TEXT", help="The answer, in its words.")
@click.option("--answered-on", metavar="DATE", help="When the answer came.")
@written_options
@click.pass_obj
def command(session: Session, /, claim: str, whom: str, why: str | None, as_json: bool, **options: Any) -> None:
    """Record that somebody was asked about CLAIM, or what they answered."""
    from claimtrack.actions import judgements
    from claimtrack.cli import using
    from claimtrack.cli.told import outcome_words, tell

    ledger = session.reader()
    target = using.record(session, claim, "claim", "assertion")
    asked = using.record(session, whom, "source")
    fields = {**options, "asked": asked}
    if fields["answer"] and not fields["outcome"]:
        fields["outcome"] = "replied"
    written = judgements.ask(ledger, target, fields, by=session.user, why=why)
    tell(written, [r.id for r in written.value.records], as_json=as_json, words=outcome_words(written.value))
