"""`document`: the published pieces that things are said in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from claimtrack.cli.commands.groups import added, list_command, merge_command, show_command
from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import say
from claimtrack.cli.options import RecordParameter, document_options, example, json_option, word_option, written_options
from claimtrack.cli.output import (
    ID_SHOWN,
    columns,
    machine_options,
    print_written,
    put,
    put_rows,
    restricted_option,
    say_left_out,
    short,
)
from claimtrack.cli.user_folders import fetched_folder
from claimtrack.domain import vocabulary
from claimtrack.domain.text import safe


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
@click.option("--again", metavar="DOC", type=RecordParameter("document"), help="It is DOC, as it reads now.")
@click.pass_obj
def add(context: CliContext, /, place: str, again: str | None, why: str | None, as_json: bool, **options: Any) -> None:
    """Record a document from a FILE or a URL. Quotes are found in it.

    FILE is text, Markdown, HTML, PDF, DOCX, a transcript (SRT, WebVTT) or an e-mail (.eml); '-' is text from standard
    input. Of a document that the ledger has (by its URL, or as --again says) a changed text is a new version: its
    quotations are found again, and 'document drift' lists those that moved, changed or went.
    """
    from claimtrack.actions.document_versions import store_document
    from claimtrack.actions.documents import given_document
    from claimtrack.cli.new_sources import ask_about_new_sources

    ledger = context.ledger_to_write
    known = context.record(again, "document") if again is not None else None
    given = given_document(place, options, keep=fetched_folder())
    written = store_document(ledger, given, by=context.user, why=why, again=known)
    stored = written.value
    added(written, as_json=as_json, messages=[*given.notices, *stored.messages], outcome=stored.outcome)
    if not as_json:
        ask_about_new_sources(context, stored.outcome)


@document_command.command(
    "archive",
    epilog=example(
        "document archive 'Harbour under water' --url https://web.archive.org/web/2026/https://example.org/a",
        "document archive 'Harbour under water' --wacz harbour.wacz --tsr harbour.wacz.tsr",
    ),
)
@click.argument("document", type=RecordParameter("document"))
@click.option("--url", "urls", metavar="URL", multiple=True, help="Where an archived copy is.")
@click.option("--wacz", metavar="FILE", type=click.Path(path_type=Path), help="A web archive of it, in a file.")
@click.option(
    "--tsr", metavar="FILE", type=click.Path(path_type=Path), help="A time stamp (RFC 3161) of it or of that."
)
@written_options
@click.pass_obj
def archive(context: CliContext, /, document: str, why: str | None, as_json: bool, **given: Any) -> None:
    """Record where DOCUMENT is archived, and when it was there. Files are checked; their digests are recorded.

    What a WACZ file holds must have the digests that it states. A time stamp must be of the document's file or stored
    text, or of its WACZ file. Keep the files: the ledger holds their digests alone.
    """
    from claimtrack.actions.archives import archive as record_archive

    ledger = context.ledger_to_write
    found = context.record(document, "document")
    written = record_archive(ledger, found, by=context.user, why=why, **given)
    print_written(written, [found], as_json=as_json, messages=written.value)


DRIFT_FIELDS = ("assertion", "drift", "exact", "now", "before", "start", "fragment")


@document_command.command("drift", epilog=example("document drift 'Harbour under water'"))
@click.argument("document", type=RecordParameter("document"))
@restricted_option
@machine_options
@click.pass_context
def drift(ctx: click.Context, document: str, restricted: bool, form: str | None) -> None:
    """List what became of DOCUMENT's quotations since they were recorded: as before, moved, changed or gone.

    Their places are in characters of the stored text.
    """
    from claimtrack.actions.document_versions import list_drift
    from claimtrack.render.terminal.table import Column, table

    context: CliContext = ctx.obj
    context.page_output(ctx)
    rows = list_drift(
        context.ledger, context.record(document, "document", restricted=restricted), restricted=restricted
    )
    if form is not None:
        put_rows(rows, form, DRIFT_FIELDS)
    elif rows:
        heads = [Column("id", least=ID_SHOWN), Column("", least=7), Column("words", least=20), Column("now", least=20)]
        cells = [
            (short(row.assertion), row.drift, safe(row.exact), safe(row.now or row.fragment or "")) for row in rows
        ]
        put(table(heads, cells, width=columns()) + "\n")
    else:
        say("No quotation of it is recorded.")
    say_left_out(rows.left_out)


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
            "title/url": ("document", 20),
            "publisher": ("publisher", 10),
            "published": ("published", 10),
            "state": ("state", 4),
            "assertions": ("says", 4),
        },
    )
)
document_command.add_command(show_command("document", "'Harbour under water'"))
document_command.add_command(merge_command("document", "'Harbour under water' 7hq2 --why 'One piece, two addresses'"))
