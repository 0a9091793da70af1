"""The words of a language, from its folder beside this file: plain lists that a person can read and mend.

A list is a text file of words, parted by white space, or by line where a word has a space in it (the file then begins
with `# by line`). What follows a `#` at the beginning of a line is a remark.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

LANGUAGES = ("en",)


@cache
def words(name: str, language: str = "en") -> frozenset[str]:
    """The words of the list `name`. Raises FileNotFoundError where the language has no such list."""
    return frozenset(lines(name, language))


@cache
def lines(name: str, language: str = "en") -> tuple[str, ...]:
    """The same, in the order of the file."""
    text = resources.files(__package__).joinpath(language, f"{name}.txt").read_text("utf-8")
    kept = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if text.startswith("# by line"):
        return tuple(kept)
    return tuple(word for line in kept for word in line.split())


@cache
def table(name: str, language: str = "en") -> dict[str, tuple[str, ...]]:
    """The list `name` as a table: the first cell of each line and the others, parted by ` | ` in the file."""
    rows = (tuple(cell.strip() for cell in line.split("|")) for line in lines(name, language))
    return {row[0]: row[1:] for row in rows}


@cache
def patterns(name: str, language: str = "en") -> tuple[tuple[re.Pattern[str], str], ...]:
    """The list `name` as patterns and the word that each stands for, parted by ` => ` in the file; case is ignored."""
    rows = (line.rpartition(" => ") for line in lines(name, language))
    return tuple((re.compile(pattern.strip(), re.IGNORECASE), word.strip()) for pattern, _, word in rows)
