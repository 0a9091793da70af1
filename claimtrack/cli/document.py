"""`document`: the published pieces that things are said in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from claimtrack.cli.groups import added, list_command, merge_command, show_command
from claimtrack.cli.options import example, json_option, written_options
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
@click.option("--url", metavar="URL", help="Where the text of FILE was published.")
@click.option("--text-file", type=click.Path(path_type=Path), help="The text of the piece at URL.")
@click.option("--title", metavar="TEXT", help="Its headline.")
@click.option("--publisher", metavar="SOURCE", help="Who published it.")
@click.option("--published", metavar="DATE", help="When.")
@click.option("--genre", type=Word(words.GENRES), help="What kind of piece it is.")
@click.option("--language", metavar="CODE", help="Its language: en, kk, ar.")
@click.option("--byline", metavar="NAME", multiple=True, help="Who wrote it.")
@click.option("--dateline", metavar="PLACE", help="Where they wrote it, for the first byline.")
@click.option("--section", metavar="TEXT", help="The part of the piece the first byline is for.")
@click.option("--archive", "archive_links", metavar="URL", multiple=True, help="An archived copy.")
@click.option("--state", type=Word(words.DOCUMENT_STATES), help="Whether it still stands.")
@click.option("--copy", metavar="URL", help="Where the text was really taken from, if not from the original.")
@click.option("--copy-kind", type=Word(words.COPY_KINDS), help="What that copy is: repost unless given.")
@click.option("--compared", is_flag=True, help="The copy was compared with the original.")
@click.option("--fetch", is_flag=True, help="Fetch URL and store its text (needs claimtrack[web]).")
@written_options
@click.pass_obj
def add(session: Session, /, place: str, why: str | None, as_json: bool, **options: Any) -> None:
    """Record a document from a text FILE ('-' for standard input) or a URL. Quotes are found in its text."""
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
