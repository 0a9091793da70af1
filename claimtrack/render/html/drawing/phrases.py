"""Words of titles: small numbers spelled out, what a question asks, tables without empty columns."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.domain.text import shorten
from claimtrack.render.phrases import quoted
from claimtrack.render.report.blocks import Grid
from claimtrack.render.width import shown

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_INVERTED = frozenset(("did", "do", "does", "has", "have", "had", "can", "could", "will", "would"))
LONGEST, LONGEST_NAME = 120, 60
"""Characters of a question, and of a name, in a title."""


def spelled(count: int) -> str:
    """A count in words up to ten: "four", "12"."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count in words with its noun: "four figures"."""
    return f"{spelled(count)} {one if count == 1 else many or one + 's'}"


def asked(question: str) -> str:
    """What a question asks, as part of a sentence: "how many boats were lost".

    In quote marks, as it is, where it has no such form ("How many boats did they lose?").
    """
    words = shorten(shown(question), LONGEST)
    if words.startswith(("How many ", "How much ")) and words.endswith("?") and _INVERTED.isdisjoint(words.split()):
        return f"how{words[3:].rstrip('?')}"
    return quoted(words)


def brief(name: str) -> str:
    """A name as it stands in a title: safe to show, and cut where it is very long."""
    return shorten(shown(name), LONGEST_NAME)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[str] = ()) -> Grid:
    """A table without the columns in which nothing stands. `right` are the heads of columns that stand to the right."""
    kept = [at for at, _ in enumerate(heads) if any(row[at] for row in rows)]
    return Grid(
        heads=[heads[at] for at in kept],
        rows=[[row[at] for at in kept] for row in rows],
        right=[place for place, at in enumerate(kept) if heads[at] in right],
    )
