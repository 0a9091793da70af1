"""Columns: how wide text stands on a terminal, and text wrapped, cut and padded by that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimtrack.domain.text import safe, tidy

_NARROW = re.compile(
    "[ -~\u00a0-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u25fc✓✗]*"
)
"""Latin, Greek, Cyrillic and the signs that we print: a column each. Only other text needs the tables of wcwidth."""


def shown(text: str) -> str:
    """Ledger text on one line, safe to show: white space tidied, what cannot be seen spelled out."""
    return safe(tidy(text))


def columns(text: str) -> int:
    """How many columns the text takes on a terminal: two for wide characters and emoji, none for marks and joiners."""
    if text.isascii() or _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import width

    return width(text, control_codes="ignore")


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text with spaces up to `width` columns, before it when `right`."""
    space = " " * max(width - columns(text), 0)
    return space + text if right else text + space


def cut(text: str, width: int) -> str:
    """The text cut to at most `width` columns, an ellipsis in place of what was cut."""
    if columns(text) <= width:
        return text
    return _split(text, width - 1)[0].rstrip() + "…" if width > 0 else ""


def wrapped(text: str, width: int, *, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines of at most `width` columns; `first` opens the first line, `rest` (as long) the others.

    It breaks at spaces; a longer word is broken where it must be, a URL never.
    """
    after = " " * columns(first) if rest is None else rest
    lines: list[str] = []
    line, empty = first, True
    for word in _words(text, max(width - columns(after), 8)):
        longer = line + word if empty else f"{line} {word}"
        if not empty and columns(longer) > width:
            lines.append(line.rstrip())
            longer = after + word
        line, empty = longer, False
    lines.append(line.rstrip())
    return lines


def _words(text: str, most: int) -> Iterator[str]:
    """The words of the text, those wider than `most` columns (but no URL) in pieces."""
    for word in text.split(" "):
        while columns(word) > most and "http://" not in word and "https://" not in word:
            head, word = _split(word, most, least=1)
            yield head
        if word:
            yield word


def _split(text: str, width: int, *, least: int = 0) -> tuple[str, str]:
    """The text in two: the characters, `least` or more, that take at most `width` columns; and what is left.

    A character is all that is shown as one: a letter with its marks, emoji that are joined.
    """
    if text.isascii() or _NARROW.fullmatch(text):
        return text[:width], text[width:]
    from wcwidth import iter_graphemes

    used = end = 0
    for number, character in enumerate(iter_graphemes(text)):
        used += columns(character)
        if used > width and number >= least:
            break
        end += len(character)
    return text[:end], text[end:]
