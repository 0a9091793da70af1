"""Character references of HTML (`&amp;`, `&#8220;`), as browsers read them, with where they end."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

_REFERENCE = re.compile(r"&(?:#(?:[0-9]{1,10}|[xX][0-9a-fA-F]{1,10});?|[A-Za-z][A-Za-z0-9]{0,31};?)")
_BARE = frozenset(name for name in html5 if not name.endswith(";"))
_LONGEST_BARE = max(map(len, _BARE))


def reference(data: str, at: int, *, strict: bool = False) -> tuple[str, int] | None:
    """The characters that the reference at `at` (an ampersand) stands for, and where it ends; None if it is none.

    `strict` wants the semicolon, as Markdown does.
    """
    match = _REFERENCE.match(data, at)
    if match is None:
        return None
    whole = match[0]
    if strict and not whole.endswith(";"):
        return None
    if whole[1] == "#":
        return unescape(whole), match.end()
    if whole[1:] in html5:
        return html5[whole[1:]], match.end()
    if strict:
        return None
    for length in range(min(len(whole) - 1, _LONGEST_BARE), 1, -1):
        if whole[1 : 1 + length] in _BARE:
            return html5[whole[1 : 1 + length]], at + 1 + length
    return None
