"""`document`: the published pieces that things are said in."""

from __future__ import annotations

import sys
from typing import Any

import click

from claimtrack.cli.groups import added, list_command, merge_command, show_command
from claimtrack.cli.options import document_options, example, json_option, written_options
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session
from claimtrack.cli.words import Word
from claimtrack.domain import words


@click.group(
    "document", epilog=example("document add article.txt --title 'Harbour under water' --publisher 'The Courier'")
)
def command() -> None:
    """Documents: the published pieces that things are said in."""


@command.command(
    "add",
    epilog=example(
        "document add article.txt --title 'Harbour under water' --publisher 'The Courier' --published 2026-03-02",
        "document add https://example.org/a --publisher 'The Courier'",
    ),
)
@click.argument("place", metavar="FILE|URL")
@document_options
@written_options
@click.pass_obj
def add(session: Session, /, place: str, why: str | None, as_json: bool, **options: Any) -> None:
    """Record a document from a FILE (text, Markdown or HTML; '-' for stdin) or a URL. Quotes are found in it."""
    from claimtrack.actions import things
    from claimtrack.cli import texts

    ledger = session.writer()
    fields = texts.document_fields(place, options, sys.stdin)
    written = things.add(ledger, "document", fields, by=session.user, why=why)
    length = len(fields.get("text") or "")
    words_said = [f"Text stored: {length:,} characters."] if length and written.seq else []
    added(written, as_json=as_json, words=words_said)


@command.command("skip", epilog=example("document skip 'Harbour under water' 'Read more' --as boilerplate"))
@click.argument("document", type=Record("document"))
@click.argument("words", metavar="WORDS")
@click.option("--as", "how", type=Word(words.SKIP_KINDS), required=True, help="Why it needs no attribution.")
@json_option
@click.pass_obj
def skip(session: Session, /, document: str, words: str, how: str, as_json: bool) -> None:
    """Say that a passage of DOCUMENT needs no attribution."""
    from claimtrack.actions import things
    from claimtrack.cli import using
    from claimtrack.cli.told import tell

    ledger = session.writer()
    found = using.record(session, document, "document")
    tell(things.skip(ledger, found, words, how=how, by=session.user), [found], as_json=as_json)


command.add_command(
    list_command(
        "document",
        {
            "title": ("document", 20),
            "publisher": ("publisher", 10),
            "published": ("published", 10),
            "assertions": ("says", 4),
        },
    )
)
command.add_command(show_command("document", "'Harbour under water'"))
command.add_command(merge_command("document", "'Harbour under water' 7hq2 --why 'One piece, two addresses'"))
