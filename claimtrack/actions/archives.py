"""Archived copies of a document, and time stamps: recorded with their digests, which are checked first."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from claimtrack.domain.english import plural
from claimtrack.domain.time_stamp import TimeStamp, read_time_stamp
from claimtrack.domain.urls import url_key
from claimtrack.errors import BadInput, DatabaseTrouble
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, Written

MOST_UNPACKED = 16 << 30
"""Bytes that the files in an archive may have together."""
MOST_DESCRIBED = 16 << 20
"""Bytes of the file that describes an archive, and of a line of its list of pages."""
MOST_STAMP = 1 << 20
_CHUNK = 1 << 20
_DESCRIPTION, _DIGEST = "datapackage.json", "datapackage-digest.json"

DAMAGED = (LookupError, ValueError, TypeError, AttributeError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error)
"""What reading a packed file raises that is not as it should be."""


def archive(
    ledger: LedgerDatabase,
    document: str,
    *,
    urls: Sequence[str] = (),
    wacz: Path | None = None,
    tsr: Path | None = None,
    by: str,
    why: str | None = None,
) -> Written[list[str]]:
    """Record where a document (an id) is archived: addresses, a web archive in a file (WACZ), a time stamp (RFC 3161).

    The digests in the archive are computed again; a time stamp must be of the document's file or text, or of an archive
    of it. Gives sentences for whoever gave them. Raises BadInput for what does not fit, DatabaseTrouble for a file that
    cannot be read.
    """
    if not urls and wacz is None and tsr is None:
        raise BadInput("there is nothing to record", "Give --url, --wacz or --tsr.")
    made = None if wacz is None else _check_wacz(wacz)
    stamp = None if tsr is None else _read_stamp(tsr)

    def action(change: Change) -> list[str]:
        body = change.current(document).body or {}
        known: list[dict[str, Any]] = list(body.get("archives", ()))
        notices = []
        if made is not None:
            known.append({"kind": "wacz", "sha256": made.digests["sha256"]})
            if "url" in body and url_key(body["url"]) not in made.pages:
                notices.append(f"None of its pages is {body['url']}.")
            if made.unlisted:
                notices.append(f"It gives no digest for {plural(made.unlisted, 'file')} in it: not checked.")
        if stamp is not None and tsr is not None:
            _check_stamp(tsr, stamp, body, made)
            known.append({"kind": "time-stamp", "sha256": _digests(tsr)["sha256"], "of": stamp.digest, "at": stamp.at})
            notices.append(f"Stamped at {stamp.at}. Who signed it is not checked: 'openssl ts -verify' does.")
        fields: dict[str, Any] = {"archives": [one for at, one in enumerate(known) if one not in known[:at]]}
        fields["archive_links"] = sorted({*body.get("archive_links", ()), *urls})
        if not change.edit(document, {name: value for name, value in fields.items() if value}):
            notices.insert(0, "Nothing new: it was recorded already.")
        return notices

    return ledger.write(action, by=by, kind="document archive", why=why)


@dataclass(frozen=True, slots=True)
class _WebArchive:
    """A web archive that fits: its digests by the name of the hash, and the keys of the addresses of its pages.

    `unlisted` counts files in it that it gives no digest for.
    """

    digests: Mapping[str, str]
    pages: frozenset[str]
    unlisted: int


def _check_wacz(file: Path) -> _WebArchive:
    """A web archive whose files have the digests that it gives for them."""
    try:
        digests = _digests(file)
        with zipfile.ZipFile(file) as packed:
            names = {part.filename: part for part in packed.infolist()}
            if sum(part.file_size for part in names.values()) > MOST_UNPACKED:
                raise BadInput(f"{file} unpacks to more than {MOST_UNPACKED >> 30} GiB", "Give a smaller archive.")
            described = _described(packed.open(_DESCRIPTION))
            if _DIGEST in names:
                _fits(file, _DESCRIPTION, json.loads(_described(packed.open(_DIGEST)))["hash"], [described])
            parts = {part["path"]: part["hash"] for part in json.loads(described)["resources"]}
            for name, wanted in parts.items():
                with packed.open(name) as stream:
                    _fits(file, name, wanted, _chunks(stream))
            unlisted = len([name for name in names if name not in {*parts, _DIGEST, _DESCRIPTION} and name[-1] != "/"])
            pages = set(_pages(packed, names))
    except OSError as error:
        raise _unreadable(file, error) from None
    except DAMAGED:
        raise BadInput(f"{file} is damaged, or no WACZ file", "Give the archive as it was made.") from None
    return _WebArchive(digests, frozenset(pages), unlisted)


def _unreadable(file: Path, error: OSError) -> DatabaseTrouble:
    return DatabaseTrouble(f"{file} cannot be read: {error.strerror}", "Check the name of the file.")


def _described(stream: IO[bytes]) -> bytes:
    with stream:
        data = stream.read(MOST_DESCRIBED + 1)
    if len(data) > MOST_DESCRIBED:
        raise ValueError("too much")
    return data


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _fits(file: Path, part: str, wanted: str, data: Iterable[bytes]) -> None:
    name, _, digest = wanted.partition(":")
    if name not in ("sha256", "md5"):
        raise ValueError(name)
    found = hashlib.new(name)
    for chunk in data:
        found.update(chunk)
    if found.hexdigest() != digest:
        raise BadInput(f"{part} in {file} is not what the archive says: its {name} is {found.hexdigest()}", "")


def _pages(packed: zipfile.ZipFile, names: Mapping[str, object]) -> Iterator[str]:
    for name in names:
        if name.startswith("pages/") and name.endswith(".jsonl"):
            with packed.open(name) as stream:
                while line := stream.readline(MOST_DESCRIBED):
                    page = json.loads(line)
                    if isinstance(page.get("url"), str):
                        yield url_key(page["url"])


def _digests(file: Path) -> dict[str, str]:
    """The digests of a file, by the name of the hash."""
    hashes = {name: hashlib.new(name) for name in ("sha256", "sha384", "sha512")}
    with file.open("rb") as stream:
        for chunk in _chunks(stream):
            for one in hashes.values():
                one.update(chunk)
    return {name: one.hexdigest() for name, one in hashes.items()}


def _read_stamp(file: Path) -> TimeStamp:
    try:
        with file.open("rb") as stream:
            return read_time_stamp(stream.read(MOST_STAMP))
    except OSError as error:
        raise _unreadable(file, error) from None
    except ValueError:
        raise BadInput(
            f"{file} is no time stamp of RFC 3161", "Give the answer of the time-stamping service."
        ) from None


def _check_stamp(file: Path, stamp: TimeStamp, body: Mapping[str, Any], made: _WebArchive | None) -> None:
    """Raise BadInput for a time stamp of other bytes than the document's, or of an archive of it."""
    known = {made.digests[stamp.hash]} if made is not None else set()
    if "text" in body:
        known.add(hashlib.new(stamp.hash, body["text"].encode()).hexdigest())
    if stamp.hash == "sha256":
        known |= {one["sha256"] for one in (body.get("file"), *body.get("archives", ())) if one and "sha256" in one}
    if stamp.digest not in known:
        raise BadInput(
            f"{file} is a time stamp of other bytes, whose {stamp.hash} is {stamp.digest}",
            "Give --wacz with the archive that was stamped. The document's file and its stored text may be, too.",
        )
