"""A folder that appears whole or not at all, in place of one of the same kind."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claimtrack.errors import BadInput, DatabaseTrouble

if TYPE_CHECKING:
    from claimtrack.ledger.ledger import LedgerDatabase


_EXCHANGE = 2
_HERE = -100
"""`RENAME_EXCHANGE` and `AT_FDCWD` of Linux."""


class Folder:
    """The folder being written: files by their path from its top."""

    def __init__(self, part: Path) -> None:
        self._part = part
        self.count = 0
        self._made: set[str] = set()

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        parent = path.rpartition("/")[0]
        if parent and parent not in self._made:
            (self._part / parent).mkdir(parents=True, exist_ok=True)
            self._made.add(parent)
        with (self._part / path).open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
        self.count += 1

    def settle(self) -> None:
        """See to it that all of it survives a power cut."""
        if hasattr(os, "sync"):
            os.sync()
        for root, _, names in os.walk(self._part, topdown=False):
            for one in (*(os.path.join(root, name) for name in names), root):  # noqa: PTH118 - a hundred thousand
                _flush(one)


def _flush(path: str) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:  # a folder, where folders cannot be opened
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def whole_folder(path: str | Path, *, marker: str, known: Sequence[str]) -> Iterator[tuple[Folder, Path]]:
    """A folder to fill that takes its place at `path` when everything is written, or not at all.

    Gives it with a path beside it for a scratch file. What stands at `path` is replaced if it is empty, or a folder of
    the same kind: one that holds the file `marker`, and at its top nothing but what is `known`. Raises BadInput when it
    is anything else, DatabaseTrouble when it cannot be written.
    """
    target = Path(os.path.realpath(path))
    _ours(target, path, marker, known)
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise DatabaseTrouble(f"{path} cannot be written: {error.strerror or error}", "Give another place.") from error
    try:
        part = beside / "new"
        part.mkdir()
        folder = Folder(part)
        yield folder, beside / "scratch"
        folder.settle()
        _ours(target, path, marker, known)
        _put(part, target, beside / "old")
        _flush(str(target.parent))
    except OSError as error:
        raise DatabaseTrouble(f"{path} cannot be written: {error.strerror or error}", "Give another place.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _ours(target: Path, path: str | Path, marker: str, known: Sequence[str]) -> None:
    """Refuse a place that holds anything but a folder of ours."""
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise BadInput(f"{path} is there, and no folder", "Give the name of a new folder.")
    found = {entry.name for entry in target.iterdir()}
    if found and marker not in found:
        raise BadInput(
            f"the folder {path} is not empty, and no site of ours", "Give the name of a new or empty folder."
        )
    if strangers := sorted(found.difference(known)):
        more = f" and {len(strangers) - 1} more" if len(strangers) > 1 else ""
        raise BadInput(
            f"the folder {path} holds {strangers[0]!r}{more}, which no site of ours has",
            "It would be lost: move it elsewhere, or give the name of a new folder.",
        )


def _put(part: Path, target: Path, old: Path) -> None:
    """Put the new folder in the place of what is there, in one step where the system can."""
    if not target.exists():
        part.rename(target)
    elif (exchange := _exchange()) is None or not exchange(part, target):
        target.rename(old)
        try:
            part.rename(target)
        except OSError:
            old.rename(target)
            raise


def _exchange() -> Callable[[Path, Path], bool] | None:
    """A function that exchanges two folders in one step and says whether it did; None where there is none."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None
    return lambda a, b: rename(_HERE, os.fsencode(a), _HERE, os.fsencode(b), _EXCHANGE) == 0


@dataclass(frozen=True, slots=True)
class SiteWritten:
    """What a site came to: how many files, claims, documents and sources; `left_out` restricted assertions."""

    files: int
    claims: int
    documents: int
    sources: int
    left_out: int


def write_site(
    ledger: LedgerDatabase,
    folder: str | Path,
    *,
    story: str,
    edition: str = "desk",
    restricted: bool = False,
    tell: Callable[[str, int, int], None] | None = None,
) -> SiteWritten:
    """Write the pages of a story (an id) for an edition into `folder`; what is restricted only with `restricted`.

    `tell` is told what is being done, how much of it is done, and of how much. Raises BadInput when there is no such
    story or edition, or the folder is not one to write to.
    """
    from claimtrack.queries.site import collect_site
    from claimtrack.queries.site.staging import SiteStaging
    from claimtrack.render.html.site import MARKER, TOP, files

    def gathering(done: int, of: int) -> None:
        if tell is not None:
            tell("gathered", done, of)

    with whole_folder(folder, marker=MARKER, known=TOP) as (out, beside), SiteStaging(beside) as scratch:
        site = collect_site(
            ledger, scratch, story=story, edition=edition, include_restricted=restricted, tell=gathering
        )
        for file in files(site):
            out.write(file.path, file.text)
            if tell is not None and file.path.startswith("claims/"):
                tell("written", out.count, site.claim_count)
        return SiteWritten(out.count, site.claim_count, len(site.document_ids), len(site.source_keys), site.left_out)
