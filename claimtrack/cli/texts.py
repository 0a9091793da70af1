"""A document's fields from a file, a URL or standard input."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from claimtrack.domain.urls import is_web_url
from claimtrack.errors import BadInput, ClaimtrackError, DatabaseTrouble

MOST_BYTES = 64 << 20


def document_fields(place: str, options: Mapping[str, Any], stdin: TextIO) -> dict[str, Any]:
    """The fields of a document that `document add` describes. Line ends become line feeds; a byte-order mark goes."""
    fields = {name: options[name] for name in ("title", "publisher", "published", "genre", "language", "state", "url")}
    fields["archive_links"] = list(options["archive_links"])
    if is_web_url(place):
        fields["url"] = place
        if options["text_file"] is not None:
            fields["text"] = read_text(options["text_file"])
        elif options["fetch"]:
            fields["text"] = _fetch(place)
    elif "://" in place:
        raise BadInput(f"{place!r} is not a web address", "Give an http or https URL, or a file.")
    else:
        fields["text"] = _clean(stdin.read()) if place == "-" else read_text(Path(place))
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
