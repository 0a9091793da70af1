"""`document`: the published pieces that things are said in."""

from __future__ import annotations

from typing import Any

import click

from claimtrack.cli.commands.groups import added, list_command, merge_command, show_command
from claimtrack.cli.context import CliContext, fetched_folder
from claimtrack.cli.options import RecordParameter, document_options, example, json_option, word_option, written_options
from claimtrack.cli.output import print_written
from claimtrack.domain import vocabulary


@click.group(
    "document", epilog=example("document add article.txt --title 'Harbour under water' --publisher 'The Courier'")
)
def document_command() -> None:
    """Documents: the published pieces that things are said in."""


@document_command.command(
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
def add(context: CliContext, /, place: str, why: str | None, as_json: bool, **options: Any) -> None:
    """Record a document from a FILE or a URL. Quotes are found in it.

    FILE is text, Markdown, HTML, PDF, DOCX, a transcript (SRT, WebVTT) or an e-mail (.eml); '-' is text from standard
    input.
    """
    from claimtrack.actions import records
    from claimtrack.actions.documents import given_document

    ledger = context.ledger_to_write
    given = given_document(place, options, keep=fetched_folder())
    written = records.add(ledger, "document", given.fields, by=context.user, why=why)
    length = len(given.fields.get("text") or "")
    stored = [f"Text stored: {length:,} characters."] if length and written.seq else []
    added(written, as_json=as_json, messages=[*given.notices, *stored])


@document_command.command("skip", epilog=example("document skip 'Harbour under water' 'Read more' --as boilerplate"))
@click.argument("document", type=RecordParameter("document"))
@click.argument("words", metavar="WORDS")
@word_option("--as", "how", words=vocabulary.SKIP_KINDS, required=True, help="Why it needs no attribution.")
@json_option
@click.pass_obj
def skip(context: CliContext, /, document: str, words: str, how: str, as_json: bool) -> None:
    """Say that a passage of DOCUMENT needs no attribution."""
    from claimtrack.actions import records

    ledger = context.ledger_to_write
    found = context.record(document, "document")
    print_written(records.skip(ledger, found, words, how=how, by=context.user), [found], as_json=as_json)


document_command.add_command(
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
document_command.add_command(show_command("document", "'Harbour under water'"))
document_command.add_command(merge_command("document", "'Harbour under water' 7hq2 --why 'One piece, two addresses'"))
