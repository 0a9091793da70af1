"""Documents as they come in: the text of a file or page, the fields of a document, and storing one."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimtrack.domain.canonical_json import sha256
from claimtrack.domain.urls import is_web_url
from claimtrack.errors import BadInput, ClaimtrackError, DatabaseTrouble
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.reading.limits import LARGEST_FILE

STDIN = "-"
MOST_READ = LARGEST_FILE
"""Bytes of a file that `read` and `check` take."""
MOST_BYTES = 64 << 20


def document_fields(place: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the document at a file ("-": stdin) or URL, with what `options` of `document add` say of it.

    Line ends become line feeds; a byte-order mark goes. A file's title is its first line unless one is given. Raises
    BadInput for what holds no text, DatabaseTrouble for what cannot be read.
    """
    fields = {name: options[name] for name in ("title", "publisher", "published", "genre", "language", "state", "url")}
    fields["archive_links"] = list(options["archive_links"])
    if is_web_url(place):
        fields["url"] = place
        if options["text_file"] is not None:
            file = str(options["text_file"])
            fields |= _read_page(file, read_text(file), fields["title"])
        elif options["fetch"]:
            fields["text"] = _fetch(place)
    elif "://" in place:
        raise BadInput(f"{place!r} is not a web address", "Give an http or https URL, or a file.")
    else:
        fields |= _read_page(place, read_text(place), fields["title"])
        if not fields["text"].strip():
            raise BadInput(f"{place} holds no text", "Give the file that has the text of the piece.")
        if not fields["title"]:
            fields["title"] = next(line.strip() for line in fields["text"].split("\n") if line.strip())[:200]
    if options["byline"]:
        first: dict[str, Any] = {"source": options["byline"][0]}
        first |= {name: options[name] for name in ("dateline", "section") if options[name]}
        fields["bylines"] = [first, *({"source": name} for name in options["byline"][1:])]
    if options["copy"] or options["copy_kind"]:
        url = {"url": options["copy"]} if options["copy"] else {}
        fields["copies"] = [{"kind": options["copy_kind"] or "repost", "compared": options["compared"], **url}]
    return fields


def document_with_text(ledger: LedgerDatabase, text: str) -> str | None:
    """The id of the only document that has this text stored; None when there is none, or more than one."""
    from claimtrack.queries.passages import document_with_text as load_id

    with ledger.reading() as connection:
        return load_id(connection, sha256(text.encode()))


def read_text(file: str | Path, most: int = MOST_BYTES) -> str:
    """The text of a UTF-8 file ("-": stdin) of at most so many bytes (of stdin: characters).

    Raises BadInput for what is none or more, DatabaseTrouble if it cannot be read.
    """
    named = "standard input" if file == STDIN else file
    too_large = BadInput(
        f"{named} is larger than {most >> 20} MiB, the most that is taken at once",
        "Give the part that matters, or give it in parts.",
    )
    if file == STDIN:
        given = sys.stdin.read(most + 1)
        if len(given) > most:
            raise too_large
        return _clean(given.removeprefix("\ufeff"))
    path = Path(file)
    try:
        if path.stat().st_size > most:
            raise too_large
        data = path.read_bytes()
    except OSError as error:
        raise DatabaseTrouble(f"{path} cannot be read: {error.strerror}", "Check the name of the file.") from None
    try:
        return _clean(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 text (byte {error.start + 1})", "Save it as UTF-8 text.") from None


def _read_page(name: str, content: str, title: str | None) -> dict[str, Any]:
    """The text of a file as a reader sees it: without markup, and lines that were only wrapped to a width run on.

    Of a page its main text, where the extra 'web' is installed and finds one; then its title too, unless one is given.
    """
    from claimtrack.reading.input import file_kind, to_plain_text

    kind = file_kind(name, content)
    if kind == "html" and (page := _main_text(content)):
        text, headline = page
        return {"text": text, **({"title": headline[:200]} if headline and not title else {})}
    return {"text": to_plain_text(content, kind).text}


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
    metadata = trafilatura.extract_metadata(page)
    return _clean(text), getattr(metadata, "title", None)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fetch(url: str) -> str:
    try:
        import trafilatura
    except ImportError:
        todo = "pip install 'claimtrack[web]', or give the text as a file."
        raise ClaimtrackError("fetching pages needs the extra 'web'", todo) from None
    page = trafilatura.fetch_url(url)
    text = trafilatura.extract(page) if page else None
    if not text:
        raise DatabaseTrouble(f"nothing could be read at {url}", "Save the text as a file and give that.")
    return _clean(text)
