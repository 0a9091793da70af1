"""Past forms that describe a noun, and report nothing: "a deal announced by nurses", "a firm also called Karst"."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.reading.tokens import MARK, NAME, NUMBER, QUOTE, WORD, Token, looks_like_past_verb
from claimtrack.reading.word_lists import words

_NEAR = 5
"""Tokens behind a form within which "by" names who did it; twice as many from there to the verb of the subject."""


def is_done_by(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb of a subject follows behind a form and who did it: "a deal announced on Friday by nurses was"."""
    behind = tokens[at + 1 : at + 1 + _NEAR]
    by = next((k for k, token in enumerate(behind, at + 1) if token.norm == "by"), None)
    if by is None or any(token.tag not in ("preposition", NAME, NUMBER, WORD) for token in tokens[at + 1 : by]):
        return False
    stop = min(by + 2 * _NEAR, len(tokens))
    end = next((k for k in range(by + 1, stop) if tokens[k].tag not in (NAME, WORD, "determiner")), stop)
    verb = next((k for k in range(by + 2, end) if looks_like_past_verb(tokens[k])), end)
    return verb < len(tokens) and (verb < end or tokens[verb].tag in ("auxiliary", "modal"))


_BY_ANOTHER_NAME = frozenset(["also", "formerly", "previously", "originally", "otherwise", "sometimes", "commonly"])


def names_again(tokens: Sequence[Token], at: int) -> bool:
    """Whether "called" tells another name of something: "a subsidiary also called Karst Power"."""
    start = at - 1 - (tokens[at - 1].norm in _BY_ANOTHER_NAME)
    named = at + 1 < len(tokens) and (tokens[at + 1].tag in (NAME, QUOTE) or tokens[at + 1].norm == "the")
    if start == at - 1 and not named:
        return False  # "a woman called him a liar"
    thing = named and tokens[at + 1].norm == "the" and any(token.tag == QUOTE for token in tokens[at + 2 : at + 6])
    if thing and tokens[start].norm in words("roles") | words("person_nouns"):
        return False  # "an official called the plan “a sham”"
    if start == at - 2 and tokens[start].tag == MARK and _is_list_of_names(tokens, at + 1):
        return True  # "the virus, also called Ashwood, Fennel or Birch"
    while start > 0 and tokens[start].tag in (NAME, WORD):
        start -= 1
    return start >= 0 and tokens[start].norm in ("a", "an")


def _is_list_of_names(tokens: Sequence[Token], at: int) -> bool:
    """Whether one name or more stand from `at` to a comma, dash or bracket: not "called Ana Ruiz a liar"."""
    end = next((k for k in range(at, len(tokens)) if tokens[k].tag != NAME), len(tokens))
    behind = tokens[end] if end < len(tokens) else None
    closed = behind is not None and (behind.tag == MARK or behind.norm in ("or", "and"))
    return end > at and closed and not (behind is not None and behind.norm in (".", ":"))
