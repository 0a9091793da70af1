"""Quotations that have words of other quotations in them: by their places in one text, else by what they say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from claimtrack.domain.text import folded_whole, holds_words, is_dense, name_fold

_WORD = re.compile(r"\w+")
_EDGES = re.compile(r"^\W+|\W+$")


class PlacedWords(NamedTuple):
    """The words of an assertion, folded and without marks around them, and where they stand."""

    text: str
    """Which text: what is the same for all documents that hold the same."""
    words: str
    span: tuple[int, int] | None
    """From where to where in that text (code points); None where that is not known."""

    @classmethod
    def of(cls, text: str, quote: Mapping[str, Any]) -> PlacedWords:
        """The quotation that the `quote` of an assertion's body is."""
        words = _EDGES.sub("", name_fold(folded_whole(quote["exact"])))
        return cls(text, words, (quote["start"], quote["end"]) if "start" in quote else None)


class ClosedQuotations:
    """Quotations that others are held against, looked up by a word of each and by their texts."""

    def __init__(self, closed: Iterable[PlacedWords]) -> None:
        self._spans: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self._by_word: dict[str, set[PlacedWords]] = defaultdict(set)
        for one in set(closed):
            if one.span is not None:
                self._spans[one.text].add(one.span)
            self._by_word[max(_words(one.words), key=len, default="")].add(one)

    def overlap(self, quotation: PlacedWords, *, beyond: bool) -> bool:
        """Whether a quotation has words of one of these in it; with `beyond`, and not only words of that one.

        In one text their places decide, elsewhere the words, whole ones but in scripts written without spaces.
        """
        if quotation.span is not None and self._overlaps(quotation.span, quotation.text, beyond=beyond):
            return True
        return any(
            holds_words(quotation.words, one.words) and not (beyond and quotation.words == one.words)
            for one in self._alike(quotation.words)
            if quotation.span is None or one.span is None or quotation.text != one.text
        )

    def _overlaps(self, span: tuple[int, int], text: str, *, beyond: bool) -> bool:
        start, end = span
        return any(
            start < other_end and other_start < end and not (beyond and other_start <= start and end <= other_end)
            for other_start, other_end in self._spans.get(text, ())
        )

    def _alike(self, words: str) -> Iterator[PlacedWords]:
        """The closed quotations that these words may hold."""
        for word in ("", *dict.fromkeys(_words(words))):
            yield from self._by_word.get(word, ())


def _words(folded_text: str) -> Iterator[str]:
    """The words of a folded text but those in a script written without spaces, where no word ends are seen."""
    return (word for word in _WORD.findall(folded_text) if word.isascii() or not any(map(is_dense, word)))
