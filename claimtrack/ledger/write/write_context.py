"""What the steps of recording share: how it is done, what it knows so far, and what it came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from claimtrack.domain.dates import from_utc_text
from claimtrack.domain.english import join_list
from claimtrack.domain.records import FilePosition, Record
from claimtrack.domain.text import shorten
from claimtrack.ledger.entries.stored import versions
from claimtrack.ledger.projection.rows import label
from claimtrack.ledger.restricted.details import titles_from_text
from claimtrack.ledger.restricted.records import RestrictedRecords, name_in_message, opened
from claimtrack.ledger.restricted.visibility import find_restricted
from claimtrack.ledger.write.append import Appender
from claimtrack.ledger.write.names import NameIndex
from claimtrack.problem import Problem
from claimtrack.schema.validation import check_edit, check_record

KEPT_DETAILS = 10_000
"""Records of which an outcome keeps the details; beyond, only counts."""


NOTICES_KEPT = 1_000

LASTING = ("story", "document", "question")
"""Types of which a name means the same from one batch to the next, while nothing is renamed."""
MOST_RESOLVED = 20_000
"""Names whose meaning is remembered from one batch to the next."""


class Mode(Enum):
    """How what was written meets what the ledger holds."""

    ADD = "add"
    """Typed by a person: an unknown lower-case name makes a generic source, a reworded claim is refused."""
    IMPORT = "import"
    """From a file: old values are not news, a different value without an id is a problem."""
    REPLACE = "replace"
    """As IMPORT, but a different value wins."""
    KEEP = "keep"
    """As IMPORT, but the ledger's value stays."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One record as it was met. `what` is created, stub, filled, edited, unchanged, not-news, kept or void.

    `changes` holds old and new value of each field that changed, None where there was or is none.
    """

    id: str
    type: str
    what: str
    label: str
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """Everything that recording did, in the order it was done."""

    records: list[Recorded] = field(default_factory=list)
    """The details of the first 10,000."""
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(what, type) -> how many. What is created, stub (made from a mere name), filled, edited, unchanged, kept,
    not-news (values that the record had before) or void (met, and left void or withheld); beside that, by an import,
    brought-back (made and undone by its writer, and live again)."""
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """Sentences for the person who typed or imported: the first 1,000."""
    more_notices: int = 0
    """How many notices there were beyond them."""
    top_level_ids: list[str | None] = field(default_factory=list)
    """The id of each record without a parent, in the order in which they came; None where it was refused."""
    keys: dict[str, str] = field(default_factory=dict)
    """File-local keys -> ids."""
    revived: set[str] = field(default_factory=set)
    """The records that were void, and are brought back."""

    def notice(self, sentence: str) -> None:
        """Keep one more notice, or count it."""
        if len(self.notices) < NOTICES_KEPT:
            self.notices.append(sentence)
        else:
            self.more_notices += 1

    def total(self, *whats: str) -> int:
        """How many records were met in any of these ways."""
        return sum(count for (what, _), count in self.counts.items() if what in whats)


@dataclass(frozen=True, slots=True)
class ForwardReference:
    """A reference to an id not met so far. `types` may stand there, separated by spaces ("*" = any)."""

    id: str
    types: str
    position: FilePosition
    may_dangle: bool
    """Whether it may lead nowhere: a record that carries its own id was exported, and what it refers to may have been
    voided or withheld where it comes from."""


class WriteContext:
    """The state of one recording, which every step is given. `story` (an id) holds what names no story of its own."""

    def __init__(self, appender: Appender, mode: Mode, story: str | None, outcome: Outcome | None = None) -> None:
        self.appender = appender
        self.states = appender.states
        self.mode = mode
        self.story = story
        self.names = NameIndex(appender.connection, appender.states.written)
        self.outcome = outcome or Outcome()
        self.forward: list[ForwardReference] = []
        """References to what a later batch may hold."""
        self.waiting: list[Record] = []
        """Assertions that continue one whose key no batch has held so far."""
        self.reworded: set[str] = set()
        """Claims whose wording in this file is an old one: nothing new is attached to them without their id."""
        self.in_confidence = False
        """Whether an assertion of the batch may not be shown to everybody: then nothing beside it is stated openly."""
        self.opening = False
        """Whether the batch has stated openly what was said in confidence alone so far."""
        self._resolved: dict[tuple[str, str, str | None], tuple[int, str]] = {}
        self._undone: dict[str, bool] = {}

    def known(self, types: str, text: object, story: str | None) -> str | None:
        """The id that `text` was found to mean where these types may stand, as said in this story.

        None when it has to be looked for: it was not met before, or there are new records that it may mean.
        """
        if type(text) is not str:
            return None
        found = self._resolved.get((types, text, story))
        if found is None or text in self.outcome.keys:
            return None
        return found[1] if found[0] < 0 or found[0] == self.names.added[types] else None

    def remember(self, types: str, text: str, story: str | None, record: str, *, always: bool = False) -> None:
        """Keep what `text` means, until there is another name of these types; an id means the same `always`."""
        if types != "*":
            self._resolved[(types, text, story)] = (-1 if always else self.names.added[types], record)

    def forget(self) -> None:
        """Flush, and drop what was remembered of records, for flat memory between the batches of an import.

        What the name of a source means hangs on what the ledger shows of the story, so that is looked for anew.
        """
        self.appender.flush()
        self.states.forget()
        self._undone.clear()
        if self.names.forget() or len(self._resolved) > MOST_RESOLVED:
            self._resolved.clear()
        else:
            self._resolved = {asked: found for asked, found in self._resolved.items() if asked[0] in LASTING}
        self.outcome.top_level_ids.clear()

    @cached_property
    def _restricted(self) -> RestrictedRecords:
        self.appender.flush()
        return find_restricted(self.appender.connection, from_utc_text(self.appender.at))

    def may_not_show(self, body: Mapping[str, Any], field: str) -> bool:
        """Whether a message may not repeat this field: the record, or that part of it, is restricted."""
        given = {name: body[name] for name in ("id", field) if name in body}
        return opened(given, self._restricted) != given or self._restricted.holds(body["type"], body["id"])

    def called(self, body: dict[str, Any]) -> str:
        """What a record is called in a message: no document by a title that is the first line of a text held back."""
        concerned = body["type"] == "document" and "title" in body and body["id"] in self._restricted.texts
        untitled = concerned and bool(titles_from_text(self.appender.connection, [body["id"]]))
        return name_in_message(body, untitled=untitled)

    def was_undone(self, record: str) -> bool:
        """Whether a void record was never voided but by this writer's undoing what made it.

        Who voided it, restored it and undid that has it void for its own sake; so has a colleague who voided it.
        """
        if record not in self._undone:  # asked at once for all of the batch that are void
            for void, found in versions(self.appender.connection, self.states.void()).items():
                voids = [one for one in found if one.op == "void"]
                self._undone[void] = all(one.undoes and one.by == self.appender.by for one in voids)
        return self._undone[record]

    def held_back(self, body: Mapping[str, Any], given: Iterable[str]) -> list[str]:
        """Which of these fields of an open record only restricted assertions gave, if they are stated openly now."""
        if self.mode is not Mode.ADD or self.in_confidence or body["id"] not in self._restricted.parts:
            return []
        return sorted(name for name in given if name in body and self.may_not_show(body, name))

    def holds_back(self, body: Mapping[str, Any]) -> bool:
        """Whether what is said here of an open record was said in confidence alone so far, and is stated openly now."""
        if self.mode is not Mode.ADD or self.in_confidence or "target" not in body:
            return False
        restricted = self._restricted.ids
        return body["id"] in restricted and body["target"] not in restricted

    def fault(
        self,
        record: Record,
        field: str,
        message: str,
        value: object = None,
        accepted: str | None = None,
        code: str = "reference",
    ) -> None:
        """Note a problem with a field ("" = the record; its members after slashes), and refuse the record."""
        record.refused = True
        position = record.position.below(*field.split("/")) if field else record.position
        shown = None if value is None else shorten(str(value), 80)
        self.outcome.problems.append(
            Problem(position.file, position.line, position.pointer, message, shown, accepted, code)
        )

    def ambiguous(self, record: Record, field: str, text: str, record_type: str, ids: Sequence[str]) -> None:
        """Note that a name fits several records, and list them."""
        shown = [one for one in ids[:5] if one not in self._restricted.ids]
        hidden = ["one that is off the record or embargoed"] * (len(ids[:5]) - len(shown))
        listed = ", ".join([*self.names.called(shown, self._restricted), *hidden]) + (" …" if len(ids) > 5 else "")
        message = f"this name fits {len(ids)} {record_type}s: {listed}"
        self.fault(record, field, message, text, "one of those ids", "ambiguous")

    def tell_namesakes(self, text: str, source: str) -> None:
        """Say whom a name was taken for, where sources that are of no story are called so too."""
        others = [one for one in self.names.namesakes(text, source) if one not in self._restricted.ids]
        if others and source not in self._restricted.ids:
            meant, *called = self.names.called([source, *others], self._restricted)
            also = f"{join_list(called)} {'is' if len(called) == 1 else 'are'} called so too; an id says who is meant"
            sentence = f"{text!r} is taken for {meant}. {also}."
            if sentence not in self.outcome.notices:
                self.outcome.notice(sentence)

    def is_valid(
        self, record: Record, body: dict[str, Any], text: str | None = None, *, before: dict[str, Any] | None = None
    ) -> bool:
        """Whether `body` may be stored; each fault is noted against the record.

        `text`: it in canonical JSON. `before`: the record that it is an edit of.
        """
        problems = check_record(body, text) if before is None else check_edit(before, body)
        for problem in problems:
            pointer = problem.pointer.lstrip("/")
            self.fault(record, pointer, problem.message, problem.value, problem.accepted, problem.code)
        return not problems

    def count(
        self, record: Record, what: str, body: dict[str, Any], changes: dict[str, tuple[Any, Any]] | None = None
    ) -> None:
        """Note what recording one record came to, and keep its details while there are few."""
        assert record.id is not None
        record.result = what
        self.outcome.counts[(what, record.type)] += 1
        if len(self.outcome.records) < KEPT_DETAILS:
            named = self.called(body) if what in ("filled", "edited") else label(body)
            self.outcome.records.append(Recorded(record.id, record.type, what, named, changes or {}))
