"""A record on its way into a ledger, from what somebody wrote to what is stored.

An *item* is a nested dict, as a file or the command line spells it. `schema.nesting.expand` makes flat records of it,
parents first; `ledger.write` resolves their names, gives them ids and stores them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FilePosition:
    """Where something was written.

    File name (None when typed), line from 1 (None when unknown), JSON pointer ("" = the whole).
    """

    file: str | None = None
    line: int | None = None
    pointer: str = ""

    def below(self, *parts: str | int) -> FilePosition:
        """The place of a member of this one."""
        escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
        return FilePosition(self.file, self.line, self.pointer + "".join(f"/{part}" for part in escaped))


@dataclass(slots=True, eq=False)
class Record:
    """One record as written, and as it becomes while it is recorded.

    The first group is what somebody wrote. The second is worked out anew each time the record is recorded.
    """

    type: str
    fields: dict[str, Any]
    """Field -> value as written: what names another record may be an id, name, alias, title, URL, text or key.
    A value that is None clears the field, which needs an id."""
    position: FilePosition
    parent: Record | None = None
    """The record in whose item this one stood; None when it stood alone."""
    link: str | None = None
    """The field that will hold the parent's id; None without a parent."""
    key: str | None = None
    """A name by which other records of the same file refer to this one."""
    defaults: dict[str, Any] = field(default_factory=dict)
    """Fields that count only if the record is new: they say nothing of one that is there."""

    id: str | None = None
    """None until it is known which record of the ledger this is, or that it is new."""
    body: dict[str, Any] = field(default_factory=dict)
    """The fields with every reference an id, and what was left out filled in."""
    given: frozenset[str] = frozenset()
    """The fields that were given, and so may change what the ledger holds."""
    refused: bool = False
    """Whether it, or its parent, has a fault."""
    skipped: bool = False
    """Whether it is left out without a fault, with what is nested in it: its record was voided or withheld."""
    stub: bool = False
    """Whether it was made because another record names it."""
    result: str | None = None
    """What recording it came to, such as "created" or "unchanged"; None when it was refused or still waits."""

    def reset(self) -> None:
        """Forget what was worked out: a change that the database asks for again begins anew."""
        self.id, self.body, self.given, self.result = None, {}, frozenset(), None
        self.refused = self.skipped = False
