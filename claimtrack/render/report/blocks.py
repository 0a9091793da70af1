"""The blocks a report is made of: what sections give, and every format for people draws in its own way.

Their texts are safe to show and hold no markup: a format escapes what would be markup in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from claimtrack.queries.report.views import Report


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is the report's title, 2 a section's, 3 one within a section."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `quiet` ones are remarks on what stands above."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list. `mark` is a symbol in front of it, `strong` its opening words, `level` how deep it stands."""

    text: str
    strong: str = ""
    mark: str = "-"
    level: int = 0


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A numbered thing: its reference ("C7"), its wording, and a line of its standing."""

    ref: str
    text: str
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what there is to say under it."""

    name: str
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `right` are the positions of columns that stand to the right; `titled` is whether titles are shown."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[int] = ()
    titled: bool = True


Block = Heading | Para | Item | ListEntry | Fact | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report: the editions that have it, and its blocks (none: the section is left out).

    `editions` have it in the report as it is printed, `whole` in the one that tells everything (`--full`).
    """

    editions: tuple[str, ...]
    whole: tuple[str, ...]
    blocks: Callable[[Report], Iterator[Block]]
