"""Exporting: a bundle, JSON Lines or the ledger's whole history, into a stream or a file that appears whole or not."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from claimtrack.errors import BadInput, DatabaseTrouble

if TYPE_CHECKING:
    from claimtrack.formats.history import Line
    from claimtrack.formats.registry import Format, HistoryFormat
    from claimtrack.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export came to. `items` counts what stands by itself, by type; `left_out` what may not leave, by type.

    `background` and `confidential` count the assertions and sources that did leave and ask for care.
    """

    items: dict[str, int]
    left_out: dict[str, int]
    background: int = 0
    confidential: int = 0


def format_named(name: str) -> Format:
    """A format by its name or the ending of its files (jsonl: lines). Raises BadInput when there is none."""
    from claimtrack.formats.registry import FORMATS

    for each in FORMATS.values():
        if name == each.name or f".{name}" in each.suffixes:
            return each
    raise BadInput(f"there is no format {name!r}", f"Give one of {', '.join(FORMATS)}.")


def export(
    ledger: Ledger, out: BinaryIO, *, format: str = "bundle", story: str | None = None, restricted: bool = False
) -> Exported:
    """Write the ledger, or one story (an id) with all that its claims refer to, to `out`.

    Off-record and embargoed records are left out unless `restricted`. A history cannot be cut: it is refused with a
    story, and where it would carry what is restricted.
    """
    from claimtrack.formats.registry import HistoryFormat

    chosen = format_named(format)
    if isinstance(chosen, HistoryFormat):
        return _export_history(ledger, out, chosen, story=story, restricted=restricted)
    from claimtrack.ledger.exporting import export_items

    items = export_items(ledger, story=story, include_restricted=restricted)
    counts: dict[str, int] = {}

    def counted() -> Iterator[tuple[str, dict[str, object]]]:
        for record_type, item in items:
            counts[record_type] = counts.get(record_type, 0) + 1
            yield record_type, item

    chosen.write(counted(), out)
    delicate = items.delicate
    return Exported(counts, dict(items.left_out), delicate["background"], delicate["confidential"])


@contextmanager
def whole_file(path: str | Path) -> Iterator[BinaryIO]:
    """A file to write bytes to that takes its place at `path` when everything is written, or not at all.

    What is no plain file (a pipe, /dev/stdout) is written to as it is. Raises DatabaseTrouble when it cannot be
    written.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                yield stream
            return
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            part.chmod(_mode(target))
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DatabaseTrouble(f"{path} cannot be written: {error.strerror or error}", "Give another place.") from error


def _mode(target: Path) -> int:
    """The rights of the file that is replaced, else those that a new file gets."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _export_history(
    ledger: Ledger, out: BinaryIO, chosen: HistoryFormat, *, story: str | None, restricted: bool
) -> Exported:
    if story is not None:
        raise BadInput("a history is of the whole ledger", "Leave --story away, or give another format.")
    from claimtrack.formats.history import Header
    from claimtrack.ledger.history import export_history

    counts: dict[str, int] = {}

    def counted() -> Iterator[Line]:
        for line in export_history(ledger, include_restricted=restricted):
            if isinstance(line, Header):
                counts.update(change=line.changes, entry=line.entries)
            yield line

    chosen.write(counted(), out)
    return Exported(counts, {})
