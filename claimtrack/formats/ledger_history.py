"""The ledger format: a ledger's whole history as JSON Lines, for another ledger to take over.

A header; then every change in order, each followed by its entries in order. Nothing is resolved, filled or judged here:
what comes out is what the digests were made of. Whether the changes' digests fit one another is the ledger's to check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from claimtrack.domain.canonical_json import canonical, salted_digest, sha256
from claimtrack.domain.records import FilePosition
from claimtrack.formats.jsonl import values
from claimtrack.problem import Problem
from claimtrack.schema.limits import fault
from claimtrack.schema.validation import check_line

VERSION = 1
_MEMBER = "claimtrack-ledger"


@dataclass(frozen=True, slots=True)
class Header:
    """The first line: which ledger it is, and how much of it follows."""

    ledger: str
    """The id of the ledger."""
    changes: int
    """How many changes follow."""
    entries: int
    """How many entries follow, those of all changes together."""
    head: str
    """The digest of the last change, "" when there is none."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: what its digest covers, but for the digests of its entries, which follow it."""

    fields: Mapping[str, Any]
    """seq, ledger, at, by, why, kind, prev and merged."""
    digest: str
    """As the file says; not checked here."""
    entries: int
    """How many entries follow it."""
    line: int = 0
    """Its line in the file it was read from, from 1; 0 when it was not read."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One version of one record. Read from a file, its salt and body fit its envelope."""

    envelope: Mapping[str, Any]
    """v, op, type, id, prev, changed, at, by, why and body_digest."""
    salt: str | None
    """32 hexadecimal digits; None once withheld."""
    body: Mapping[str, Any] | None
    """The record; None once withheld."""
    line: int = 0
    """Its line in the file it was read from, from 1; 0 when it was not read."""

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical envelope, 64 hexadecimal digits."""
        return sha256(canonical(self.envelope))


Line = Header | ChangeLine | EntryLine


def read(stream: BinaryIO, file: str | None) -> Iterator[Line | Problem]:
    """The header, the changes and the entries of a stream of bytes, in order; in place of a faulty line its problems.

    A file that breaks off, or has more than its header says, ends with a problem.
    """
    reader = _Reader(file)
    for line, value in values(stream, file):
        if isinstance(value, Problem):
            reader.faulty = True
            yield value
        else:
            yield from reader.take(line, value)
    yield from reader.finish()


def write(lines: Iterable[Line], out: BinaryIO) -> None:
    """Write a header, changes and entries in the order given, each as canonical JSON on a line of its own."""
    for line in lines:
        out.write(canonical(_plain(line)) + b"\n")


def _plain(line: Line) -> dict[str, Any]:
    if isinstance(line, Header):
        counts = {"changes": line.changes, "entries": line.entries}
        return {_MEMBER: VERSION, "ledger": line.ledger, **counts, "head": line.head}
    if isinstance(line, ChangeLine):
        return {"change": dict(line.fields), "digest": line.digest, "entries": line.entries}
    return {"entry": dict(line.envelope), "salt": line.salt, "body": None if line.body is None else dict(line.body)}


class _Reader:
    """Reads line after line, and remembers what is still to come."""

    def __init__(self, file: str | None) -> None:
        self.file = file
        self.faulty = False
        self.header: Header | None = None
        self.changes = 0
        self.entries = 0
        self.entries_due = 0
        self.last = 0

    def take(self, line: int, value: Any) -> Iterator[Line | Problem]:
        """What a line of the file is, once its place among the others is checked."""
        at = FilePosition(self.file, line)
        if problems := check_line(value, at):
            self.faulty = True
            yield from problems
        elif _MEMBER in value:
            yield from self._header(value, at)
        elif self.header is None and not self.faulty:
            self.faulty = True
            yield self._problem(
                at, "the header is missing: this is no beginning of a ledger", "the whole file, from its first line"
            )
        elif "change" in value:
            yield from self._change(value, at)
        else:
            yield from self._entry(value, at)

    def _header(self, value: Mapping[str, Any], at: FilePosition) -> Iterator[Line | Problem]:
        if self.header is not None:
            yield self._problem(at, "this is a second header", "one ledger a file")
            return
        self.header = Header(value["ledger"], value["changes"], value["entries"], value["head"])
        yield self.header

    def _change(self, value: Mapping[str, Any], at: FilePosition) -> Iterator[Line | Problem]:
        seq = value["change"]["seq"]
        if self.entries_due:
            yield self._problem(
                at, f"before this, entries of change {self.last} are missing: {self.entries_due}", "all of them"
            )
        if seq != self.last + 1 and not self.faulty:
            yield self._problem(at, f"change {seq} comes after change {self.last}", f"change {self.last + 1}")
        self.changes += 1
        self.last = seq
        self.entries_due = value["entries"]
        yield ChangeLine(value["change"], value["digest"], value["entries"], at.line or 0)

    def _entry(self, value: Mapping[str, Any], at: FilePosition) -> Iterator[Line | Problem]:
        """An entry, if it belongs to a change and its body fits its envelope."""
        self.entries += 1
        if self.entries_due == 0 and not self.faulty:
            yield self._problem(at, "this entry belongs to no change", "an entry after its change")
        self.entries_due = max(self.entries_due - 1, 0)
        envelope, salt, body = value["entry"], value["salt"], value["body"]
        if (salt is None) != (body is None):
            yield self._problem(at, "salt and body are withheld together or not at all", "both, or null for both")
            return
        if body is not None and salt is not None:
            for name in ("type", "id"):
                if body.get(name) != envelope[name]:
                    yield self._problem(
                        at.below("body", name), f"the body's {name} is not its envelope's", str(envelope[name])
                    )
                    return
            if salted_digest(salt, canonical(body)) != envelope["body_digest"]:
                yield self._problem(
                    at.below("body"), "this body was altered: it does not fit its digest", "the file as it was exported"
                )
                return
        yield EntryLine(envelope, salt, body, at.line or 0)

    def finish(self) -> Iterator[Problem]:
        if self.faulty or self.header is None:
            return
        for wanted, had, what in (
            (self.header.changes, self.changes, "changes"),
            (self.header.entries, self.entries, "entries"),
        ):
            if wanted != had:
                message = (
                    f"the header says {wanted} {what}, and there are {had}: the file breaks off or was put together"
                )
                yield fault(FilePosition(self.file, 1), message, None, "the file as it was exported", "incomplete")

    def _problem(self, at: FilePosition, message: str, accepted: str) -> Problem:
        return fault(at, message, None, accepted, "history")
