"""Writing files and folders that appear whole or not at all, whatever breaks off: the disk, the power, the program.

Everything is written beside its place under a temporary name, flushed to the disk, and renamed.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from claimtrack.errors import BadInput, DatabaseTrouble

_EXCHANGE = 2
_HERE = -100
"""`RENAME_EXCHANGE` and `AT_FDCWD` of Linux."""


def make_private_folder(folder: Path) -> None:
    """Make a folder, where there is none, and those above it: its owner alone may look into any. Raises OSError."""
    for each in (*reversed(folder.parents), folder):
        each.mkdir(mode=0o700, exist_ok=True)


def make_private_file(file: Path) -> None:
    """Make an empty file, where there is none, that its owner alone may read; by a link what it leads to.

    Raises OSError.
    """
    with suppress(FileExistsError):
        os.close(os.open(os.path.realpath(file), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def expanded(path: str) -> Path:
    """A path with its `~` or `~name` replaced by that home folder. Raises BadInput when nobody can say where it is."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise BadInput(f"the home folder of {path} is not known", "Write the path in full.") from None


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """An empty file beside `target` to fill, its owner's alone, that takes the place of `target` at the end.

    When anything is raised it is removed, and `target` stays as it was. Raises OSError.
    """
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        _flush(name)
        part.replace(target)
        _flush(str(target.parent))
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def write_private(target: Path, text: str) -> None:
    """Replace a file that only its owner may read by `text` in UTF-8. Raises OSError."""
    with replacing(target) as part:
        part.write_text(text, "utf-8")


DATABASE = b"SQLite format 3\0"
"""What every SQLite file begins with."""

_LEDGER_FILES = {"": "is the ledger itself", **dict.fromkeys(("-journal", "-wal", "-shm"), "is the ledger's journal")}
"""Ending after the name of a ledger's SQLite file -> what the file of that name is."""


def refuse_ledger_file(path: str | Path, ledger: Path | None) -> None:
    """Raise BadInput when `path` is the file `ledger`, its journal, or a folder that holds it, by a link too.

    `ledger` is None where there is no such file, on PostgreSQL: then nothing is refused.
    """
    if ledger is None:
        return
    target, kept = Path(os.path.realpath(path)), Path(os.path.realpath(ledger))
    if target in kept.parents:
        raise BadInput(f"the folder {path} holds the ledger", "Give the name of a new folder.")
    for ending, what in _LEDGER_FILES.items():
        file = kept.with_name(kept.name + ending)
        if target == file or _same_file(target, file) or (ending and _same_name(target, file)):
            raise BadInput(f"{path} {what}", "Name another file.")


def refuse_other_database(path: str | Path) -> None:
    """Raise BadInput when there is a SQLite database at `path`: text takes the place of no ledger, nor of a backup."""
    with suppress(OSError):
        if Path(path).is_file():
            with Path(path).open("rb") as file:
                if file.read(len(DATABASE)) == DATABASE:
                    raise BadInput(f"{path} is a database, perhaps another ledger", "Name another file.")


_OUTPUTS = ((2, "standard error"), (1, "standard output"))


def refuse_database_stream() -> None:
    """Raise BadInput when standard output or error is added to a SQLite database (`>> claims.db`), whichever it is.

    From standard error, it is turned away at once: the message would land in the database too. Where the system opens
    no file again by its number (`/dev/fd` of macOS) nothing is seen; `refuse_ledger_stream` still sees the ledger.
    """
    for number, name in _OUTPUTS:
        with suppress(OSError):
            found = os.fstat(number)
            if not stat.S_ISREG(found.st_mode) or found.st_size < len(DATABASE):
                continue
            with open(f"/dev/fd/{number}", "rb") as file:  # noqa: PTH123 - a number, no path
                begins = file.read(len(DATABASE))
            if begins == DATABASE:
                raise _turned_away(number, f"{name} goes into a SQLite database, perhaps a ledger")


def refuse_ledger_stream(ledger: Path) -> None:
    """Raise BadInput when standard output or error goes into the file `ledger` or its journal (`> claims.db`).

    What it says of standard error is turned away as `refuse_database_stream` does.
    """
    for number, name in _OUTPUTS:
        for ending, what in _LEDGER_FILES.items():
            file = ledger.with_name(ledger.name + ending)
            try:
                found = os.fstat(number)
                if not os.path.samestat(found, file.stat()):
                    continue
            except (OSError, ValueError):  # no such file, or a name that none can have
                continue
            emptied = "" if found.st_size else ", and the shell emptied it before claimtrack began: restore a backup"
            raise _turned_away(number, f"{name} goes into {file}, which {what}{emptied}")


def _turned_away(number: int, message: str) -> BadInput:
    """The error to raise; what would be written to the stream `number` goes nowhere from now on, if it is stderr."""
    if number == 2:
        os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    return BadInput(message, "Send it to another file.")


def _same_file(first: Path, second: Path) -> bool:
    """Whether both are there and one file: hard links, or a name in other letters where letter case does not count."""
    try:
        return first.samefile(second)
    except OSError:
        return False


def _same_name(first: Path, second: Path) -> bool:
    """Whether two files, there or not, have one name in one folder, whatever the case of its letters."""
    return first.name.casefold() == second.name.casefold() and _same_file(first.parent, second.parent)


@contextmanager
def whole_file(path: str | Path, *, ledger: Path | None) -> Iterator[BinaryIO]:
    """A file to write bytes to that takes its place at `path` when everything is written, or not at all.

    It has the rights of the file it replaces, else those of any new file. What is no plain file (a pipe, /dev/stdout)
    is written to as it is. Raises BadInput when it is the file of the open `ledger` (see `refuse_ledger_file`) or any
    other database, DatabaseTrouble when it cannot be written.
    """
    refuse_ledger_file(path, ledger)
    refuse_other_database(path)
    target = Path(os.path.realpath(path))
    with _explained(path):
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                yield stream
            return
        with replacing(target) as part:
            with part.open("wb") as out:
                yield out
            part.chmod(_mode(target))


class NewFolder:
    """A folder being written: files by their path from its top."""

    def __init__(self, part: Path) -> None:
        self._part = part
        self.count = 0
        """How many files were written."""
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

    def flush(self) -> None:
        """See to it that all of it survives a power cut."""
        if hasattr(os, "sync"):
            os.sync()
        for folder, _, names in os.walk(self._part, topdown=False):
            for path in (*(os.path.join(folder, name) for name in names), folder):  # noqa: PTH118 - a hundred thousand
                _flush(path)


@contextmanager
def whole_folder(
    path: str | Path, *, marker: str, known: Sequence[str], ledger: Path | None
) -> Iterator[tuple[NewFolder, Path]]:
    """A folder to fill that takes its place at `path` when everything is written, or not at all.

    Gives it with a path beside it for a scratch file. What stands at `path` is replaced if it is empty, or a folder of
    the same kind: one that holds the file `marker`, at its top nothing but what is `known`, and below nothing but HTML
    pages. Raises BadInput when it is anything else or holds the open `ledger`, DatabaseTrouble when it cannot be
    written.
    """
    import shutil
    import tempfile

    refuse_ledger_file(path, ledger)
    target = Path(os.path.realpath(path))
    _refuse_other_folder(target, path, marker, known)
    with _explained(path):
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            part = beside / "new"
            part.mkdir()
            folder = NewFolder(part)
            yield folder, beside / "scratch"
            folder.flush()
            _refuse_other_folder(target, path, marker, known)
            _put(part, target, beside / "old")
            _flush(str(target.parent))
        finally:
            shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def _explained(path: str | Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DatabaseTrouble(f"{path} cannot be written: {error.strerror or error}", "Give another place.") from error


def _mode(target: Path) -> int:
    """The rights of the file that is replaced, else those that a new file gets."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _flush(path: str) -> None:
    """Have the disk hold a file, or a folder's list of files, before going on."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:  # a folder, where folders cannot be opened
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refuse_other_folder(target: Path, path: str | Path, marker: str, known: Sequence[str]) -> None:
    """Refuse a place that holds anything but a folder of ours."""
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise BadInput(f"{path} is there, and no folder", "Give the name of a new folder.")
    names = {entry.name for entry in target.iterdir()}
    if names and marker not in names:
        raise BadInput(
            f"the folder {path} is not empty, and no site of ours", "Give the name of a new or empty folder."
        )
    if strangers := sorted(names.difference(known)) or _no_pages_below(target):
        more = f" and {len(strangers) - 1} more" if len(strangers) > 1 else ""
        raise BadInput(
            f"the folder {path} holds {strangers[0]!r}{more}, which no site of ours has",
            "It would be lost: move it elsewhere, or give the name of a new folder.",
        )


def _no_pages_below(folder: Path) -> list[str]:
    """What stands in the folders of a folder and is no HTML page, by its path from there, in order."""
    strangers = []
    for top, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(top, name))]  # noqa: PTH114, PTH118
        if top != str(folder):
            links += [name for name in names if not name.endswith(".html")]
        strangers += [os.path.relpath(os.path.join(top, name), folder) for name in links]  # noqa: PTH118
    return sorted(strangers)


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
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None
    return lambda a, b: rename(_HERE, os.fsencode(a), _HERE, os.fsencode(b), _EXCHANGE) == 0
