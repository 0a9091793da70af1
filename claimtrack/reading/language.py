"""The words of a language, from its folder beside this file: plain lists that a person can read and mend.

A list is a text file of words, parted by white space, or by line where a word has a space in it (the file then begins
with `# by line`). What follows a `#` at the beginning of a line is a remark.
"""

from __future__ import annotations

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
