"""Posts of a social network as a page shows them: the name of a user and a handle beside their words, and no verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from claimtrack.reading.proposals import Span

WRITTEN_BELOW = "written below, unquoted"
"""The rule of a paragraph without quote marks, below who wrote it: it may be the outlet's own again."""

_NAME = r"(?P<who>[^\s()@—–:|\"“][^()@\n:|\"“]{1,60}?)"
_HANDLE = r"\(?@\w{2,30}\)?(?P<ago>\s*[·•|-].{0,30})?"
_DATE = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
_SIGNED = re.compile(rf"[—–-]{{1,2}}\s?{_NAME}\s\(@\w{{2,30}}\)(?:\s+(?P<date>{_DATE}))?$")
"""How a post ends: "— Halm Fire Brigade (@halmfire) March 14, 2023"."""
_HEAD = re.compile(rf"{_NAME}\s+{_HANDLE}$")
"""The line above a post: "Ana Ruiz @anaruiz · 3h"."""
_NAME_LINE = re.compile(_NAME)
_HANDLE_LINE = re.compile(rf"{_HANDLE}$")
"""The line between a name and what they wrote."""
_ITS_OWN = re.compile(
    rf"\d{{1,2}}[:.]\d\d\b|{_DATE}$|[\d.,]+[KM]? (?:Re\w+|Likes?|Views?|Quotes?|Comments?|Shares?)\b|(?:Follow|Reply)\b"
)
"""How a line of the network's own begins: when the words were posted, how many shared them."""
_RUNNING = re.compile(r"(?:\S+ ){5}")
"""How a line of running text begins. Above the first of a piece a name with a handle is who wrote the piece."""
_STOPS = (".", "!", "?", "…", "”", '"')
_FEWEST = 3
"""Words below which a post states nothing."""
_MOST = 12
"""Lines of a post at most."""


class Post(NamedTuple):
    """What somebody posted, and their name. `sure` is whether it can be nothing else."""

    who: Span
    said: Span
    sure: bool


def posts(text: str, rows: Sequence[Span]) -> Iterator[Post]:
    """The posts that a piece shows, in order. `rows` are the lines of the text."""
    running = False
    for row, (start, end) in enumerate(rows):
        line = text[start:end]
        if _ITS_OWN.match(line) is not None:
            continue
        signed = _SIGNED.search(line)
        if signed is not None:
            who = (start + signed.start("who"), start + signed.end("who"))
            own = (start, start + len(line[: signed.start()].rstrip()))
            said = [own] if own[0] < own[1] else [*rows[max(0, row - 1) : row]]
            sure = own[0] < own[1] and signed["date"] is not None  # below a picture it may be the piece that goes on
        elif running and (head := _HEAD.fullmatch(line)) is not None:
            who = (start + head.start("who"), start + head.end("who"))
            said, sure = _below(text, rows, row), head["ago"] is not None
        elif running and (head := _HANDLE_LINE.fullmatch(line)) and _NAME_LINE.fullmatch(text, *rows[row - 1]):
            who = rows[row - 1]
            said, sure = _below(text, rows, row), head["ago"] is not None
        else:
            running = running or (_RUNNING.match(line) is not None and line.endswith(_STOPS))
            continue
        words = text[said[0][0] : said[-1][1]] if said else ""
        if len(words.split()) >= _FEWEST and not words.startswith(text[slice(*who)]):
            behind = row + 1 + len(said)
            dated = behind < len(rows) and _ITS_OWN.match(text, *rows[behind]) is not None
            yield Post(who, (said[0][0], said[-1][1]), sure or dated)


def _below(text: str, rows: Sequence[Span], row: int) -> list[Span]:
    """The lines of the paragraph below a row, before one of the network's own."""
    found: list[Span] = []
    for span in rows[row + 1 : row + 1 + _MOST]:
        apart = found and text.count("\n", found[-1][1], span[0]) != 1
        if apart or _ITS_OWN.match(text, *span) is not None:
            break
        found.append(span)
    return found
