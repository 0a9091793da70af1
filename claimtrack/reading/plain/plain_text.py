r"""A plain text as a reader sees it: every line end is `\n`, and lines that were only wrapped to a width run on."""

from __future__ import annotations

import re

from claimtrack.reading.plain.map import Builder, Plain

_LINE = re.compile(r"\r\n?|\n")
_FIRST_WORD = re.compile(r"\S+")
_WIDEST = 120
_NARROWEST = 40
_FEWEST = 3


def plain_text(data: str) -> Plain:
    """The text itself, without a byte order mark. A wrapped line's end is a space, so that a sentence stays whole."""
    out = Builder(data)
    at = 1 if data.startswith("\ufeff") else 0
    ends = list(_LINE.finditer(data, at))
    wraps = _wraps(data, at, ends)
    for place, end in enumerate(ends):
        out.copy(at, end.start())
        if place in wraps:
            out.put(" ", end.start())
        elif end[0] == "\r":
            out.put("\n", end.start())
        else:
            out.copy(end.end() - 1, end.end())
        at = end.end()
    out.copy(at, len(data))
    return out.done()


def _wraps(data: str, start: int, ends: list[re.Match[str]]) -> frozenset[int]:
    """The line ends that an editor set: those after which the next line's first word would not have fitted.

    Only in a file all of whose paragraphs are wrapped so, to a usual width.
    """
    lines: list[tuple[int, int]] = []
    for end in ends:
        lines.append((start, end.start()))
        start = end.end()
    lines.append((start, len(data)))
    width = max(last - first for first, last in lines)
    if not _NARROWEST <= width <= _WIDEST:
        return frozenset()
    inner, wraps = 0, []
    for place, (first, last) in enumerate(lines[:-1]):
        word = _FIRST_WORD.match(data, *lines[place + 1])
        if word is None or not data[first:last].strip():
            continue
        inner += 1
        if last - first + 1 + len(word[0]) > width:
            wraps.append(place)
    return frozenset(wraps) if inner >= _FEWEST and len(wraps) >= 0.9 * inner else frozenset()
