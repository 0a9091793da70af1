"""Columns: how wide text stands on a terminal, and text wrapped, cut and padded by that. Wide characters count two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from claimtrack.domain.text import safe, tidy

_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")


def shown(text: str) -> str:
    """Ledger text on one line, safe to show: white space tidied, what cannot be seen spelled out."""
    return safe(tidy(text))


def columns(text: str) -> int:
    """How many columns the text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if character in _JOINERS or unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text with spaces up to `width` columns, before it when `right`."""
    space = " " * max(width - columns(text), 0)
    return space + text if right else text + space


def cut(text: str, width: int) -> str:
    """The text cut to at most `width` columns, an ellipsis in place of what was cut."""
    if columns(text) <= width:
        return text
    head, _ = _split(text, max(width - 1, 0))
    return head.rstrip() + "…" if width else ""


def wrapped(text: str, width: int, *, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines of at most `width` columns; `first` opens the first line, `rest` (as long) the others.

    It breaks at spaces; a longer word is broken where it must be, a URL never.
    """
    after = " " * columns(first) if rest is None else rest
    lines: list[str] = []
    line, used = first, columns(first)
    empty = True
    for word in _words(text, max(width - columns(after), 8)):
        size = columns(word)
        if not empty and used + 1 + size > width:
            lines.append(line.rstrip())
            line, used, empty = after, columns(after), True
        line += word if empty else f" {word}"
        used += size if empty else size + 1
        empty = False
    lines.append(line.rstrip())
    return lines


def _words(text: str, most: int) -> Iterator[str]:
    for word in text.split(" "):
        if not word:
            continue
        while columns(word) > most and not _is_url(word):
            head, word = _split(word, most)
            yield head
        if word:
            yield word


def _is_url(word: str) -> bool:
    return "http://" in word or "https://" in word


def _split(text: str, width: int) -> tuple[str, str]:
    """The text in two: as much as takes at most `width` columns (at least one character), and what is left."""
    used = 0
    for at, character in enumerate(text):
        used += _columns(character)
        if used > width:
            at = max(at, 1)
            return text[:at], text[at:]
    return text, ""
