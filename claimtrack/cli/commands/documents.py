"""A document's fields from a file, a URL or standard input."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

import click

from claimtrack.cli.commands.groups import added, list_command, merge_command, show_command
from claimtrack.cli.context import Session
from claimtrack.cli.options import (
    RecordParameter,
    VocabularyWord,
    document_options,
    example,
    json_option,
    written_options,
)
from claimtrack.domain import vocabulary
from claimtrack.domain.urls import is_web_url
from claimtrack.errors import BadInput, ClaimtrackError, DatabaseTrouble


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
def add(session: Session, /, place: str, why: str | None, as_json: bool, **options: Any) -> None:
    """Record a document from a FILE (text, Markdown or HTML; '-' for stdin) or a URL. Quotes are found in it."""
    from claimtrack.actions import records

    ledger = session.writer()
    fields = document_fields(place, options, sys.stdin)
    written = records.add(ledger, "document", fields, by=session.user, why=why)
    length = len(fields.get("text") or "")
    words_said = [f"Text stored: {length:,} characters."] if length and written.seq else []
    added(written, as_json=as_json, words=words_said)


@document_command.command("skip", epilog=example("document skip 'Harbour under water' 'Read more' --as boilerplate"))
@click.argument("document", type=RecordParameter("document"))
@click.argument("words", metavar="WORDS")
@click.option(
    "--as", "how", type=VocabularyWord(vocabulary.SKIP_KINDS), required=True, help="Why it needs no attribution."
)
@json_option
@click.pass_obj
def skip(session: Session, /, document: str, words: str, how: str, as_json: bool) -> None:
    """Say that a passage of DOCUMENT needs no attribution."""
    from claimtrack.actions import records
    from claimtrack.cli import context
    from claimtrack.cli.output import tell

    ledger = session.writer()
    found = context.record(session, document, "document")
    tell(records.skip(ledger, found, words, how=how, by=session.user), [found], as_json=as_json)


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


MOST_BYTES = 64 << 20


def document_fields(place: str, options: Mapping[str, Any], stdin: TextIO) -> dict[str, Any]:
    """The fields of a document that `document add` describes. Line ends become line feeds; a byte-order mark goes."""
    fields = {name: options[name] for name in ("title", "publisher", "published", "genre", "language", "state", "url")}
    fields["archive_links"] = list(options["archive_links"])
    if is_web_url(place):
        fields["url"] = place
        if options["text_file"] is not None:
            fields |= _read_page(str(options["text_file"]), read_text(options["text_file"]), fields["title"])
        elif options["fetch"]:
            fields["text"] = _fetch(place)
    elif "://" in place:
        raise BadInput(f"{place!r} is not a web address", "Give an http or https URL, or a file.")
    else:
        fields |= _read_page(place, _clean(stdin.read()) if place == "-" else read_text(Path(place)), fields["title"])
        if not fields["text"].strip():
            raise BadInput(f"{place} holds no text", "Give the file that has the text of the piece.")
        if not fields["title"]:
            fields["title"] = next(line.strip() for line in fields["text"].split("\n") if line.strip())[:200]
    if options["byline"]:
        first: dict[str, Any] = {"source": options["byline"][0]}
        first |= {name: options[name] for name in ("dateline", "section") if options[name]}
        fields["bylines"] = [first, *({"source": name} for name in options["byline"][1:])]
    if options["copy"] or options["copy_kind"]:
        copy: dict[str, Any] = {"kind": options["copy_kind"] or "repost", "compared": options["compared"]}
        if options["copy"]:
            copy["url"] = options["copy"]
        fields["copies"] = [copy]
    return fields


def read_text(path: Path) -> str:
    """The text of a UTF-8 file. Raises BadInput for what is not, DatabaseTrouble for what cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(f"{path} is larger than 64 MiB", "Store the part that matters.")
        data = path.read_bytes()
    except OSError as error:
        raise DatabaseTrouble(f"{path} cannot be read: {error.strerror}", "Check the name of the file.") from None
    try:
        return _clean(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 text (byte {error.start + 1})", "Save it as UTF-8 text.") from None


def _read_page(name: str, data: str, title: str | None) -> dict[str, Any]:
    """The text of a file as a reader sees it: without markup, and lines that were only wrapped to a width run on.

    Of a page its main text, where the extra 'web' is installed and finds one; then its title too, unless one is given.
    """
    from claimtrack.reading.input import file_kind, to_plain_text

    kind = file_kind(name, data)
    if kind == "html" and (page := _main_text(data)):
        text, headline = page
        return {"text": text, **({"title": headline[:200]} if headline and not title else {})}
    return {"text": to_plain_text(data, kind).text}


LEAST_MAIN_TEXT = 200
"""Characters of what counts as the main text of a page: a shorter one was missed."""


def _main_text(page: str) -> tuple[str, str | None] | None:
    """The main text of a page and its title; None without the extra 'web', or where it finds none."""
    try:
        import trafilatura
    except ImportError:
        return None
    text = trafilatura.extract(page, include_comments=False)
    if not text or len(text) < LEAST_MAIN_TEXT:
        return None
    told = trafilatura.extract_metadata(page)
    return _clean(text), getattr(told, "title", None)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fetch(url: str) -> str:
    try:
        import trafilatura
    except ImportError:
        raise ClaimtrackError(
            "fetching pages needs the extra 'web'", "pip install 'claimtrack[web]', or give the text as a file."
        ) from None
    page = trafilatura.fetch_url(url)
    text = trafilatura.extract(page) if page else None
    if not text:
        raise DatabaseTrouble(f"nothing could be read at {url}", "Save the text as a file and give that.")
    return _clean(text)
