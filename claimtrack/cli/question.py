"""`question`: what claims answer differently."""

from __future__ import annotations

from typing import Any

import click

from claimtrack.cli.groups import added, list_command, merge_command, show_command
from claimtrack.cli.options import example, json_option, story_option, written_options
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session
from claimtrack.cli.words import Word
from claimtrack.domain import words


@click.group("question", epilog=example("question add 'How many boats sank?' --kind figure"))
def command() -> None:
    """Questions: what two or more claims answer differently."""


@command.command("add", epilog=example("question add 'How many have died since Monday?' --kind figure --cumulative"))
@click.argument("text")
@click.option(
    "-k", "--kind", "answer_kind", type=Word(words.ANSWER_KINDS), required=True, help="What kind of answer it asks for."
)
@click.option(
    "--exclusive/--not-exclusive",
    default=None,
    help="Whether two answers exclude each other; causes and motives do not unless said.",
)
@click.option("--cumulative", is_flag=True, default=None, help="A toll that only rises.")
@click.option("--unit", metavar="UNIT", help="What is measured: people unless given.")
@click.option("--counting", metavar="WHOM", help="Who or what is counted.")
@click.option("--scope", metavar="WORDS", help="The place and hours it asks about.")
@story_option
@written_options
@click.pass_obj
def add(session: Session, /, text: str, story: str | None, why: str | None, as_json: bool, **options: Any) -> None:
    """Record a question."""
    from claimtrack.actions import things
    from claimtrack.cli import using
    from claimtrack.errors import BadInput

    if not text.strip(" ?"):
        raise BadInput("the question has no words", "Write it out, such as: 'How many boats sank?'")
    ledger = session.writer()
    fields = {"text": text, "story": using.story_of(session, story), **options}
    added(things.add(ledger, "question", fields, by=session.user, why=why), as_json=as_json)


@command.command("same", epilog=example("question same 'What were they called?' protesters demonstrators"))
@click.argument("question", type=Record("question"))
@click.argument("words", metavar="ANSWER...", nargs=-1, required=True)
@story_option
@json_option
@click.pass_obj
def same(session: Session, /, question: str, words: tuple[str, ...], story: str | None, as_json: bool) -> None:
    """Say that answers to QUESTION mean the same: synonyms never disagree."""
    from claimtrack.actions import things
    from claimtrack.cli import using
    from claimtrack.cli.told import tell
    from claimtrack.errors import BadInput

    if len(set(words)) < 2:
        raise BadInput("two answers or more are needed", "Name each of them.")
    ledger = session.writer()
    found = using.record(session, question, "question", story=using.story_of(session, story))
    written = things.same(ledger, found, words, by=session.user)
    tell(written, [found], as_json=as_json, words=["These count as one answer: " + ", ".join(written.value)])


command.add_command(
    list_command("question", {"text": ("question", 24), "answer_kind": ("asks for", 8), "claims": ("claims", 6)})
)
command.add_command(show_command("question", "'How many boats sank?'"))
command.add_command(
    merge_command("question", "'How many boats sank?' 'How many boats were lost?' --why 'One question'")
)
