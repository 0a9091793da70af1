"""Runs of words with a capital: where names are. What a run means is for `names` to say. One pass over the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from claimtrack.reading.language import words

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’&][^\W_]+)*")
_GAP = re.compile(r"[ \u00a0]|\. ")
_BEGINS = frozenset('.!?…:;\n“"‘(«—–-')
_INNER = frozenset(["of", "for", "on", "the", "and"])
_LONGEST = 9


class Word(NamedTuple):
    """A word of the text: where it stands, as printed without a possessive ending, and whether it had one."""

    start: int
    end: int
    word: str
    owns: bool


class Run(NamedTuple):
    """Words with capitals that stand together; `opens` when the first begins a sentence (its capital says nothing)."""

    words: tuple[Word, ...]
    opens: bool


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """The words of a text in order."""
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word = match[0]
        if word[-2:] in ("'s", "’s"):
            yield Word(match.start(), match.end() - 2, word[:-2], True)
        else:
            owned = text[match.end() : match.end() + 1] in ("'", "’") and word.endswith("s")
            owned = owned and text[match.end() + 1 : match.end() + 2] == " "
            yield Word(match.start(), match.end(), word, owned)


def runs(text: str, language: str = "en") -> Iterator[Run]:
    """The runs of a text in order: "President Ilmar Voss", "Ministry of Trade", "CSTO"."""
    bodies = words("bodies", language) | words("roles", language)
    links = words("name_links", language)
    run: list[Word] = []
    between: list[Word] = []
    opens = True
    last = 0
    for token in tokens(text):
        gap = text[last : token.start]
        joined = bool(run) and _GAP.fullmatch(gap) is not None and not (between or run)[-1].owns
        joined = joined or (bool(run) and not between and _is_club(run[-1], token, gap, bodies))
        if joined and gap[-1:] != " " and gap != "\u00a0":
            joined = _cut_short(run[-1].word, language)
        begins = last == 0 or any(c in _BEGINS for c in gap)
        last = token.end
        if token.owns:
            last += len(text[token.end : token.end + 2]) if text[token.end + 1 : token.end + 2] == "s" else 0
        if is_capital(token.word, language):
            if joined and len(run) < _LONGEST and _may_join(run, between, bodies, links):
                run += [*between, token]
            else:
                if run:
                    yield Run(tuple(run), opens)
                run, opens = [token], begins
            between = []
        elif joined and token.word in links | _INNER and len(between) < 2:
            between.append(token)
        else:
            if run:
                yield Run(tuple(run), opens)
            run, between = [], []
    if run:
        yield Run(tuple(run), opens)


def _is_club(before: Word, token: Word, gap: str, bodies: frozenset[str]) -> bool:
    """Whether a plural with an apostrophe belongs to a body's name: "Seafarers' Union"."""
    return before.owns and gap in ("' ", "’ ") and token.word[0].isupper() and token.word.lower() in bodies


def is_capital(word: str, language: str = "en") -> bool:
    """Whether the word may belong to a name: a capital, and no word that has one only at a sentence's beginning."""
    if not word[0].isupper():
        return False
    if len(word) > 1 and word.isupper():
        return True
    low = word.lower()
    return low not in words("not_names", language) and low not in words("calendar", language)


def _cut_short(word: str, language: str) -> bool:
    """Whether a full stop after the word may stand within a name: "J. Voss", "Gen. Voss"."""
    return len(word) == 1 or word.lower() in words("titles_abbreviated", language)


def _may_join(run: list[Word], between: list[Word], bodies: frozenset[str], links: frozenset[str]) -> bool:
    if not between or all(word.word in links for word in between):
        return True
    inner = [word.word for word in between]
    linked = any(word.word in ("of", "for", "on") for word in run)
    if inner[0] == "and":
        return linked
    last = run[-1].word.lower()
    return linked or last in bodies or last.removesuffix("s") in bodies or last.replace("ies", "y") in bodies
