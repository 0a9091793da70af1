"""Documents as they come in: the text of a file or page, the fields of a document, and storing one."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from claimtrack.domain.canonical_json import sha256
from claimtrack.domain.text import first_line
from claimtrack.domain.urls import is_web_url
from claimtrack.errors import BadInput, DatabaseTrouble
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.reading.documents.document_text import ExtractedText, clean
from claimtrack.reading.limits import LARGEST_FILE
from claimtrack.safe_files import make_private_folder, replacing

if TYPE_CHECKING:
    from claimtrack.actions.fetching import FetchedPage
    from claimtrack.reading.documents import DocumentFormat

HTML_TYPES = ("text/html", "application/xhtml+xml")
STDIN = "-"
MOST_READ = LARGEST_FILE
"""Bytes of a file that `read` and `check` take."""
MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class GivenDocument:
    """A document as it is given: its fields, and sentences for whoever gave it.

    `found`: the fields that are not given but found in it. `current`: it was fetched, so this is how it reads now.
    """

    fields: dict[str, Any]
    notices: tuple[str, ...] = ()
    found: frozenset[str] = frozenset()
    current: bool = False


def given_document(place: str, options: Mapping[str, Any], *, keep: Path, most: int = MOST_BYTES) -> GivenDocument:
    """The document at a file ("-": stdin) or URL, with what `options` of `document add` say of it.

    Line ends become line feeds; a byte-order mark goes. A file's title is its first line unless one is given. What is
    fetched is kept in the folder `keep`. Raises BadInput for what holds no text, or more than `most`, DatabaseTrouble
    for what cannot be read.
    """
    fields = {name: options[name] for name in ("title", "publisher", "published", "genre", "language", "state", "url")}
    fields["archive_links"] = list(options["archive_links"])
    notices: tuple[str, ...] = ()
    if is_web_url(place):
        fields["url"] = place
        if options["text_file"] is not None:
            notices = _read_page(_loaded(str(options["text_file"])), fields, most)
        elif options["fetch"]:
            notices = _fetched(_loaded(place, fetch=True), fields, most, keep)
    elif "://" in place:
        raise BadInput(f"{place!r} is not a web address", "Give an http or https URL, or a file.")
    else:
        notices = _read_page(_loaded(place), fields, most)
        if not fields["text"].strip():
            raise BadInput(f"{place} holds no text", "Give the file that has the text of the piece.")
        if not fields["title"]:
            fields["title"] = first_line(fields["text"])
    if options["byline"]:
        first: dict[str, Any] = {"source": options["byline"][0]}
        first |= {name: options[name] for name in ("dateline", "section") if options[name]}
        fields["bylines"] = [first, *({"source": name} for name in options["byline"][1:])]
    if options["copy"] or options["copy_kind"]:
        url = {"url": options["copy"]} if options["copy"] else {}
        fields["copies"] = [{"kind": options["copy_kind"] or "repost", "compared": options["compared"], **url}]
    current = is_web_url(place) and bool(options["fetch"])
    found = frozenset(name for name in ("title", "publisher", "published") if fields.get(name) and not options[name])
    return GivenDocument(fields, notices, found, current=current)


def document_with_text(ledger: LedgerDatabase, text: str) -> str | None:
    """The id of the only document that has this text stored; None when there is none, or more than one."""
    from claimtrack.queries.passages import document_with_text as load_id

    with ledger.reading() as connection:
        return load_id(connection, sha256(text.encode()))


def read_draft_text(name: str, *, fetch: bool = False) -> str:
    """The text of a draft, a file ("-": stdin) or, to be fetched, a URL; of a document the text that is in it.

    Raises BadInput for what is none or too much, DatabaseTrouble if it cannot be read.
    """
    content = _content(_loaded(name, fetch=fetch), MOST_READ)
    return content if isinstance(content, str) else content.text


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What was read from a file, standard input (of that `text` alone) or the web, and its name in messages."""

    name: str
    data: bytes = b""
    text: str | None = None
    page: FetchedPage | None = None

    @property
    def format(self) -> DocumentFormat | None:
        """The format of a document that is more than text."""
        from claimtrack.reading.documents import document_format

        name = self.name if self.page is None else urlsplit(self.page.url).path
        return document_format(name, self.data, "" if self.page is None else self.page.media_type)


def _loaded(place: str, *, fetch: bool = False) -> _Loaded:
    """What a place holds: a file, a web address with `fetch`, or standard input. Raises where it cannot be read."""
    if place == STDIN:
        given = sys.stdin.read(MOST_BYTES + 1)
        return _Loaded("standard input", text=given)
    if is_web_url(place):
        from claimtrack.actions.fetching import fetch as fetch_page

        if not fetch:
            raise BadInput(f"{place} is a web address", "Give --fetch to fetch it, or the file that has its text.")
        page = fetch_page(place)
        return _Loaded(place, page.data, page=page)
    path = Path(place)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _too_large(place, MOST_BYTES)
        return _Loaded(place, path.read_bytes())
    except OSError as error:
        raise DatabaseTrouble(f"{path} cannot be read: {error.strerror}", "Check the name of the file.") from None


def _too_large(name: str, most: int) -> BadInput:
    return BadInput(
        f"{name} is larger than {most >> 20} MiB, the most that is taken at once",
        "Give the part that matters, or give it in parts.",
    )


_SAVE_AS_TEXT = "Save it there as PDF, Word (.docx) or plain text."


def _content(loaded: _Loaded, most: int) -> ExtractedText | str:
    """What a document of a format holds, or the text, Markdown or HTML as it stands."""
    from claimtrack.packed_xml import is_packed_or_old
    from claimtrack.reading.documents import read_document
    from claimtrack.reading.documents.text_encoding import decoded_page

    found = loaded.format
    if found is not None:
        document = read_document(loaded.name, loaded.data, found)
        if len(document.text) > most:
            raise _too_large(f"the text of {loaded.name}", most)
        return document
    if len(loaded.data) > most or len(loaded.text or "") > most:
        raise _too_large(loaded.name, most)
    if loaded.text is not None:
        return _clean(loaded.text.removeprefix("\ufeff"))
    if loaded.page is not None:
        return clean(decoded_page(loaded.data, loaded.page.charset))
    try:
        return _clean(loaded.data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        if is_packed_or_old(loaded.data):
            raise BadInput(f"{loaded.name} is a file of another program, and no text", _SAVE_AS_TEXT) from None
        raise BadInput(f"{loaded.name} is not UTF-8 text (byte {error.start + 1})", "Save it as UTF-8 text.") from None


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_page(loaded: _Loaded, fields: dict[str, Any], most: int) -> tuple[str, ...]:
    """Fill the fields that a file or page gives, its text as a reader sees it; what is to be said of it.

    Without markup, and lines that were only wrapped to a width run on. Of a page its main text, where the extra 'web'
    is installed and finds one; then its title too; and when and by whom its head says that it was published. What the
    fields hold already stands.
    """
    from claimtrack.reading.documents import main_text
    from claimtrack.reading.input import file_kind, to_plain_text
    from claimtrack.reading.input.page_head import stated_in_head

    content = _content(loaded, most)
    stated: dict[str, str] = {}
    found = loaded.format
    media_type = found.media_type if found is not None else loaded.page.media_type if loaded.page is not None else None
    if isinstance(content, str):
        kind = "html" if media_type in HTML_TYPES else file_kind(loaded.name, content)
        page = main_text(content) if kind == "html" else None
        stated = stated_in_head(content) if kind == "html" else {}
        content = page or ExtractedText(to_plain_text(content, kind).text)
    given = {**content.fields, **stated}
    if media_type is not None:
        given["file"] = {"sha256": sha256(loaded.data), "media_type": media_type}
    taken = {field: value for field, value in given.items() if not fields.get(field)}
    fields |= taken
    fields["text"] = content.text
    fields["fragments"] = [{"start": start, "fragment": fragment} for start, fragment in content.fragments]
    return (*_page_says(stated.keys() & taken.keys(), taken), *content.notices)


def _page_says(names: Set[str], fields: Mapping[str, Any]) -> list[str]:
    """What is to be said of the fields that a page states of itself and that were taken."""
    said = "published"
    if "published" in names:
        said += f" {fields['published']}"
    if "publisher" in names:
        said += f" by {fields['publisher']}"
    return [f"The page itself says that it was {said}."] if names else []


def _fetched(loaded: _Loaded, fields: dict[str, Any], most: int, keep: Path) -> tuple[str, ...]:
    """Fill the fields that a fetched page gives, and keep its bytes."""
    page = loaded.page
    assert page is not None
    notices = _read_page(loaded, fields, most)
    if not fields["text"].strip():
        raise BadInput(f"{loaded.name} holds no text", "Save the text as a file and give that, with --url.")
    found = loaded.format
    suffix = found.suffixes[0] if found is not None else ".html" if page.media_type in HTML_TYPES else ".txt"
    kept = _keep(page, keep, suffix)
    led = [f"It leads to {page.url}."] if page.url != loaded.name else []
    if "\ufffd" in fields["text"]:
        led.append("Some of its characters cannot be read in the encoding that it states.")
    return (*led, f"Fetched {len(page.data):,} bytes, which are kept as {kept}.", *notices)


def _keep(page: FetchedPage, folder: Path, suffix: str) -> Path:
    """Keep the bytes of a page in a folder, its owner's alone, named by their SHA-256. Raises DatabaseTrouble."""
    kept = folder / f"{sha256(page.data)}{suffix}"
    try:
        make_private_folder(folder)
        if not kept.exists():
            with replacing(kept) as part:
                part.write_bytes(page.data)
    except OSError as error:
        raise DatabaseTrouble(f"{kept} cannot be written: {error.strerror}", "Make room, or give a file.") from None
    return kept
