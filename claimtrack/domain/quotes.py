"""Quotations: where the words of a text stand in quote marks.

Marks are paired within a paragraph (a line). One left open there runs to its end, as a quotation does that goes on in
the next paragraph; a single mark, which may be an apostrophe, only where the next paragraph begins with one again.
Where paragraphs were run together, a straight mark behind a whole sentence and before a capital opens the next of them.
What stands in quote marks inside a quotation belongs to it. Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_DOUBLE = {"“": '”"', "„": '“”"', "«": "»", "‹": "›", "»": "«", '"': '"”'}
_TWICE = ("''", "``")
"""Two single marks typed for a double one."""
_CLOSED_TWICE = re.compile(r"(?<=\S)(?:''|’’)(?![\w'’])")
_CLOSING_SINGLE = re.compile(r"(?:''|’’|['’])(?!\w)")
_GOES_ON = re.compile(r"\s+[‘'](?=[^\W_])")
_ELIDED = re.compile(r"['‘](?:\d+s|\d\d|tis|twas|em|er|til|cause|bout|round|nuff|n)\b", re.IGNORECASE)
"""Words that begin with an apostrophe."""
_MARK = re.compile(r"[“„«‹»\"‘'`]")


class Quotation(NamedTuple):
    """Words in quote marks: `text[inner_start:inner_end]` are the words, `text[start:end]` those with their marks.

    All are offsets in code points. `closed` is False for one without a closing mark.
    """

    start: int
    inner_start: int
    inner_end: int
    end: int
    closed: bool


def quotations(text: str) -> Iterator[Quotation]:
    """The outermost quotations of a text, in order."""
    at = 0
    while (mark := _MARK.search(text, at)) is not None:
        begin = text.rfind("\n", at, mark.start()) + 1 or at
        end = text.find("\n", mark.start())
        line = text[begin : None if end < 0 else end]
        goes_on = end >= 0 and _GOES_ON.match(text, end) is not None
        yield from _of_line(line, begin, goes_on)
        at = begin + len(line)


def _of_line(line: str, base: int, goes_on: bool) -> Iterator[Quotation]:
    """The quotations of a line; `goes_on` tells that the next paragraph begins with a single mark that may open one."""
    last_single = max((match.start() for match in _CLOSING_SINGLE.finditer(line)), default=-1)
    at = 0
    while (mark := _MARK.search(line, at)) is not None:
        at = mark.end()
        opened = _opened(line, mark.start(), last_single, goes_on)
        if opened is None:
            continue
        inner, close = opened
        yield Quotation(
            base + mark.start(),
            base + inner,
            base + (close[0] if close else len(line)),
            base + (close[1] if close else len(line)),
            close is not None and close[0] < close[1],
        )
        if close is None:
            break
        at = close[1]


def _opened(line: str, at: int, last_single: int, goes_on: bool) -> tuple[int, tuple[int, int] | None] | None:
    """Where the words begin that a mark opens, and where its closing mark stands; None for a mark that opens none."""
    mark = line[at]
    if line[at : at + 2] in _TWICE:
        close = re.compile(r"'{2,}|\"").search(line, at + 2)
        return at + 2, close.span() if close else None
    if mark in _DOUBLE:
        if mark == "»" and not line[at + 1 : at + 2].isalnum():
            return None
        nested = _close_round_curly(line, at + 1) if mark == '"' else None
        ends = nested or _double_close(line, at + 1, _DOUBLE[mark])
        if nested is not None and nested[0] == nested[1]:
            twice = _CLOSED_TWICE.search(line, at + 1, nested[0])  # "It was late,'' she said. "No."
            ends = twice.span() if twice is not None else ends
        return at + 1, ends
    before = line[at - 1] if at else " "
    if before.isalnum() or not line[at + 1 : at + 2].isalnum():
        return None
    if mark == "'" and not (before.isspace() or before in "([—–-"):
        return None
    left_open = goes_on and _ELIDED.match(line, at) is None
    close = _single_close(line, at + 1) if at <= last_single else None
    if left_open and (close is None or _is_possessive(line, at, close.start())):
        return at + 1, None
    return None if close is None else (at + 1, close.span())


def _is_possessive(line: str, opening: int, at: int) -> bool:
    """Whether a mark is that of a plural's possessive behind a whole sentence: ‘We left. The boys’ boat sank."""
    return _POSSESSIVE.match(line, at) is not None and re.search(r"[.!?…] ", line[opening:at]) is not None


_OPENING_SINGLE = re.compile(r"(?<![^\W_])[‘'](?=[^\W_])")
_POSSESSIVE = re.compile(r"(?<=s)['’](?= \w)")
_AFTER_POINT = re.compile(r"(?<=[,.!?…])['’](?!\w)")


def _single_close(line: str, start: int) -> re.Match[str] | None:
    """The first closing mark; not that of a plural's possessive, where speech is closed behind it.

    As in ‘It was the boys’ bicycle,’ she said.
    """
    close = _CLOSING_SINGLE.search(line, start)
    if close is None or _POSSESSIVE.match(line, close.start()) is None:
        return close
    opening = _OPENING_SINGLE.search(line, close.end())
    return _AFTER_POINT.search(line, close.end(), opening.start() if opening else len(line)) or close


_OPENED_ANEW = re.compile(r"(?<=[.!?…] )\"(?=[A-ZÀ-ÖØ-Þ])")
"""A straight mark that opens a quotation behind a whole sentence, as where paragraphs were run together."""


def _close_round_curly(line: str, start: int) -> tuple[int, int] | None:
    """The closing mark of a straight one that holds words in curly ones: "It was “a mess”, she said"; None without.

    Where another straight one is opened before that, the end of the sentence before it: nothing closes the first.
    """
    inner = 0
    for at in range(start, len(line)):
        if line[at] == "“":
            inner += 1
        elif line[at] == '"' or (line[at] == "”" and inner == 0):
            if inner == 0 and _OPENED_ANEW.match(line, at) and at - 1 > start:
                return at - 1, at - 1
            return (at, at + 1) if inner == 0 else None
        elif line[at] == "”":
            inner -= 1
    return None


def _double_close(line: str, start: int, closers: str) -> tuple[int, int] | None:
    """The first closing mark, or two single ones; a straight one closes a curly one only where it opens no other."""
    for at in range(start, len(line)):
        if line[at] in closers:
            if line[at] == '"' and closers[0] != '"' and line[at - 1].isspace():
                continue
            return at, at + 1
        if line[at] in "'’" and (twice := _CLOSED_TWICE.match(line, at)) is not None:
            return twice.span()
    return None
