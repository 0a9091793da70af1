"""Documents as they come in: the text of a file or page, the fields of a document, and storing one."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimtrack.domain.canonical_json import sha256
from claimtrack.domain.urls import is_web_url
from claimtrack.errors import BadInput, ClaimtrackError, DatabaseTrouble
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.reading.limits import LARGEST_FILE

if TYPE_CHECKING:
    from claimtrack.reading.documents.document_text import DocumentText

STDIN = "-"
MOST_READ = LARGEST_FILE
"""Bytes of a file that `read` and `check` take."""
MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class GivenDocument:
    """A document as it is given: its fields, and sentences for whoever gave it."""

    fields: dict[str, Any]
    notices: tuple[str, ...] = ()


def given_document(place: str, options: Mapping[str, Any], most: int = MOST_BYTES) -> GivenDocument:
    """The document at a file ("-": stdin) or URL, with what `options` of `document add` say of it.

    Line ends become line feeds; a byte-order mark goes. A file's title is its first line unless one is given. Raises
    BadInput for what holds no text, or more than `most`, DatabaseTrouble for what cannot be read.
    """
    fields = {name: options[name] for name in ("title", "publisher", "published", "genre", "language", "state", "url")}
    fields["archive_links"] = list(options["archive_links"])
    notices: tuple[str, ...] = ()
    if is_web_url(place):
        fields["url"] = place
        if options["text_file"] is not None:
            notices = _read_page(str(options["text_file"]), fields, most)
        elif options["fetch"]:
            fields["text"] = _fetch(place)
    elif "://" in place:
        raise BadInput(f"{place!r} is not a web address", "Give an http or https URL, or a file.")
    else:
        notices = _read_page(place, fields, most)
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
    return GivenDocument(fields, notices)


def document_with_text(ledger: LedgerDatabase, text: str) -> str | None:
    """The id of the only document that has this text stored; None when there is none, or more than one."""
    from claimtrack.queries.passages import document_with_text as load_id

    with ledger.reading() as connection:
        return load_id(connection, sha256(text.encode()))


def read_text(file: str | Path, most: int = MOST_BYTES) -> str:
    """The text of a UTF-8 file ("-": stdin) of at most so many bytes (of stdin: characters).

    Raises BadInput for what is none or more, DatabaseTrouble if it cannot be read.
    """
    if file == STDIN:
        given = sys.stdin.read(most + 1)
        if len(given) > most:
            raise _too_large("standard input", most)
        return _clean(given.removeprefix("\ufeff"))
    return _decoded(Path(file), _read_bytes(Path(file), most))


def read_draft_text(name: str) -> str:
    """The text of a draft ("-": stdin), of a document the text that is in it. Raises as `read_text` does."""
    if name == STDIN:
        return read_text(name, MOST_READ)
    data = _read_bytes(Path(name))
    document = _as_document(name, data)
    if document is not None:
        return document.text
    if len(data) > MOST_READ:
        raise _too_large(name, MOST_READ)
    return _decoded(Path(name), data)


def _too_large(name: str | Path, most: int) -> BadInput:
    return BadInput(
        f"{name} is larger than {most >> 20} MiB, the most that is taken at once",
        "Give the part that matters, or give it in parts.",
    )


def _read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    try:
        if path.stat().st_size > most:
            raise _too_large(path, most)
        return path.read_bytes()
    except OSError as error:
        raise DatabaseTrouble(f"{path} cannot be read: {error.strerror}", "Check the name of the file.") from None


def _decoded(path: Path, data: bytes) -> str:
    try:
        return _clean(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 text (byte {error.start + 1})", "Save it as UTF-8 text.") from None


def _as_document(name: str, data: bytes) -> DocumentText | None:
    """What a file of a format of documents holds; None for text, Markdown and HTML."""
    from claimtrack.reading.documents import document_format, read_document

    found = document_format(name, data)
    return None if found is None else read_document(name, data, found)


def _read_page(name: str, fields: dict[str, Any], most: int) -> tuple[str, ...]:
    """Fill the fields that a file ("-": stdin) gives, its text as a reader sees it; what is to be said of it.

    Without markup, and lines that were only wrapped to a width run on. Of a page its main text, where the extra 'web'
    is installed and finds one; then its title too. What the fields hold already stands.
    """
    from claimtrack.reading.documents import document_format, read_document
    from claimtrack.reading.input import file_kind, to_plain_text

    data = b"" if name == STDIN else _read_bytes(Path(name))
    found = document_format(name, data)
    if found is not None:
        document = read_document(name, data, found)
        if len(document.text) > most:
            raise _too_large(f"the text of {name}", most)
        given = {**document.fields, "file": {"sha256": sha256(data), "media_type": found.media_type}}
        fields |= {field: value for field, value in given.items() if not fields.get(field)}
        fields["text"] = document.text
        fields["fragments"] = [{"start": start, "fragment": fragment} for start, fragment in document.fragments]
        return document.notices
    if len(data) > most:
        raise _too_large(name, most)
    content = read_text(name, most) if name == STDIN else _decoded(Path(name), data)
    kind = file_kind(name, content)
    page = _main_text(content) if kind == "html" else None
    if page is None:
        fields["text"] = to_plain_text(content, kind).text
    else:
        fields["text"] = page[0]
        fields["title"] = fields["title"] or (page[1] or "")[:200]
    return ()


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
