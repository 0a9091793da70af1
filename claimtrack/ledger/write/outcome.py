"""What recording came to: what was made, changed or left alone, what is wrong, and what a person should hear of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from claimtrack.problem import Problem

KEPT_DETAILS = 10_000
"""Records of which an outcome keeps the details; beyond, only counts."""


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
    """Everything that one call of `record` did, in the order it was done."""

    records: list[Recorded] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(what, type) -> how many."""
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """Sentences for the person who typed or imported."""
    roots: list[str | None] = field(default_factory=list)
    """The id of each node handed in, in its order; None where it was refused."""

    hear: Callable[[Recorded], None] | None = None
    """Told of every record, also of those whose details are not kept."""

    @property
    def listens(self) -> bool:
        """Whether the details of a further record would be kept or told."""
        return self.hear is not None or len(self.records) < KEPT_DETAILS

    def add(self, recorded: Recorded) -> None:
        """Count one record, and keep its details while there are few."""
        if self.hear is not None:
            self.hear(recorded)
        self.counts[(recorded.what, recorded.type)] += 1
        if len(self.records) < KEPT_DETAILS:
            self.records.append(recorded)

    def total(self, *whats: str) -> int:
        """How many records were met in any of these ways."""
        return sum(count for (what, _), count in self.counts.items() if what in whats)
