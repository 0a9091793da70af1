"""`story` and `question`: what claims are gathered under, and what they answer differently."""

from __future__ import annotations

from typing import Any

import click

from claimtrack.cli.commands.groups import added, list_command, merge_command, show_command
from claimtrack.cli.context import CliContext
from claimtrack.cli.options import RecordParameter, example, json_option, story_option, word_option, written_options
from claimtrack.cli.output import print_written
from claimtrack.domain import vocabulary
from claimtrack.errors import BadInput


@click.group("question", epilog=example("question add 'How many boats sank?' --kind figure"))
def question_command() -> None:
    """Questions: what two or more claims answer differently."""


@question_command.command(
    "add", epilog=example("question add 'How many have died since Monday?' --kind figure --cumulative")
)
@click.argument("text")
@word_option(
    "-k", "--kind", "answer_kind", words=vocabulary.ANSWER_KINDS, required=True, help="What kind of answer it asks for."
)
@click.option(
    "--exclusive/--not-exclusive",
    default=None,
    help="Whether two answers exclude each other; causes and motives do not unless said.",
)
@click.option(
    "--cumulative/--not-cumulative",
    default=None,
    help="Whether it only rises; else so for a number of dead or injured.",
)
@click.option("--unit", metavar="UNIT", help="What is measured: people unless given.")
@click.option("--counting", metavar="WHOM", help="Who or what is counted.")
@click.option("--scope", metavar="WORDS", help="The place and hours it asks about.")
@story_option
@written_options
@click.pass_obj
def add_question(
    context: CliContext, /, text: str, story: str | None, why: str | None, as_json: bool, **options: Any
) -> None:
    """Record a question."""
    from claimtrack.actions import records

    if not text.strip(" ?"):
        raise BadInput("the question has no words", "Write it out, such as: 'How many boats sank?'")
    ledger = context.ledger_to_write
    fields = {"text": text, "story": context.story(story), **options}
    added(records.add(ledger, "question", fields, by=context.user, why=why), as_json=as_json)


@question_command.command("same", epilog=example("question same 'What were they called?' protesters demonstrators"))
@click.argument("question", type=RecordParameter("question"))
@click.argument("words", metavar="ANSWER...", nargs=-1, required=True)
@story_option
@json_option
@click.pass_obj
def same(context: CliContext, /, question: str, words: tuple[str, ...], story: str | None, as_json: bool) -> None:
    """Say that answers to QUESTION mean the same: synonyms never disagree."""
    from claimtrack.actions import records

    if len(set(words)) < 2:
        raise BadInput("two answers or more are needed", "Name each of them.")
    ledger = context.ledger_to_write
    found = context.record(question, "question", story=context.story(story))
    written = records.same(ledger, found, words, by=context.user)
    print_written(
        written, [found], as_json=as_json, messages=["These count as one answer: " + ", ".join(written.value)]
    )


question_command.add_command(
    list_command("question", {"text": ("question", 24), "answer_kind": ("asks for", 8), "claims": ("claims", 6)})
)
question_command.add_command(show_command("question", "'How many boats sank?'"))
question_command.add_command(
    merge_command("question", "'How many boats sank?' 'How many boats were lost?' --why 'One question'")
)


@click.group("story", epilog=example("story add 'Harbour flood'"))
def story_command() -> None:
    """Stories: the investigations that claims are gathered under."""


@story_command.command("add", epilog=example("story add 'Harbour flood' --started 2026-03-01"))
@click.argument("name")
@click.option("--summary", metavar="TEXT", help="What it is about.")
@click.option("--started", metavar="DATE", help="When it began.")
@written_options
@click.pass_obj
def add_story(
    context: CliContext, name: str, summary: str | None, started: str | None, why: str | None, as_json: bool
) -> None:
    """Record a story. The first one makes the ledger."""
    from claimtrack.actions import records

    fields = {"name": name, "summary": summary, "started": started}
    added(records.add(context.ledger_to_write, "story", fields, by=context.user, why=why), as_json=as_json)


story_command.add_command(list_command("story", {"name": ("story", 20), "claims": ("claims", 6)}))
story_command.add_command(show_command("story", "'Harbour flood'"))
story_command.add_command(merge_command("story", "'Harbour flood' 'Harbor flood' --why 'Two spellings'"))
