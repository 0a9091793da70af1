"""The bare bones of a claim: who did what, without when, where and why. What a short sentence still says of it."""

from __future__ import annotations

import re

from claimtrack.checking.stems import Word, is_verb, split

_CLAUSE = re.compile(r"[;:,]\s|\sand\s")
_WHERE = frozenset(
    [
        "after",
        "aboard",
        "amid",
        "at",
        "before",
        "during",
        "from",
        "in",
        "near",
        "off",
        "on",
        "over",
        "since",
        "when",
        "where",
        "while",
        "with",
        "within",
    ]
)
"""Words that begin where or when something was, or what else is told of it."""


def lean(text: str, figure: tuple[int, int] | None) -> str:
    """The words of a claim up to where it tells when, where or why; of one with a figure, the clause that has it.

    `figure` is where its number stands, [start, end) in the text, None where it has none.
    """
    begin, end = _clause(text, figure)
    kept: list[Word] = []
    told, skipping = False, False
    last = ""
    for word in split(text, begin, end):
        counted = figure is None or word.start >= figure[1]
        # "The death toll of the fire" is a death toll; "the head of the union" is no head.
        named = word.key == "of" and not told and sum(bool(one.stem) for one in kept) > 1
        if word.key in _WHERE or named:
            if told and counted:
                break
            skipping = True
        noun = last in ("the", "a", "an", "of") or (text[word.start].isupper() and word.start > begin)
        acts = is_verb(word.key) and not noun
        last = word.key
        verb = acts or word.key in ("was", "were", "is", "are", "had", "has", "have")
        number = figure is not None and figure[0] <= word.start < figure[1]
        if verb or number:
            skipping = False
        told = told or acts
        if not skipping:
            kept.append(word)
    return " ".join(text[word.start : word.end] for word in kept)


def _clause(text: str, figure: tuple[int, int] | None) -> tuple[int, int]:
    begin = 0
    for mark in _CLAUSE.finditer(text):
        if figure is None or mark.start() >= figure[1]:
            return begin, mark.start()
        if mark.end() <= figure[0]:
            begin = mark.end()
    return begin, len(text)
