"""Passages: finding the words somebody typed in a stored text, and what the text itself says of how they are given.

Offsets are code points. What is found keeps the text's own characters; finding folds quote marks, dashes, spaces and
case. What is proposed here is a proposal: the recorder's own word overrides it.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any

from claimtrack.domain.quotes import quotations
from claimtrack.domain.text import fold, folded

CONTEXT = 32
"""Code points of text kept before and after a passage."""

_SPAN = re.compile(r"\s+(?:\.\.\.|…)\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a text.

    `text[start:end] == exact`, with up to CONTEXT code points on either side (W3C TextQuoteSelector).
    """

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@lru_cache(maxsize=4)
def _folded_text(text: str) -> tuple[str, list[int]]:
    return fold(text)


def passage(text: str, start: int, end: int) -> Passage:
    """The passage of `text` from `start` to `end`."""
    return Passage(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def find_passages(text: str, wanted: str, *, limit: int = 100) -> list[Passage]:
    """Where `wanted` stands in `text`, in order, at most `limit` places; ` ... ` in it spans the words between.

    A span is the shortest from each place of its first part. Empty when it is not there.
    """
    whole, offsets = _folded_text(text)
    parts = [part for part in (folded(piece) for piece in _SPAN.split(wanted)) if part]
    if not parts:
        return []
    found: list[Passage] = []
    at = whole.find(parts[0])
    while at >= 0 and len(found) < limit:
        end: int | None = at + len(parts[0])
        for part in parts[1:]:
            place = whole.find(part, end)
            end = None if place < 0 else place + len(part)
            if end is None:
                break
        if end is None:
            break
        if _whole_words(whole, at, end):
            found.append(passage(text, offsets[at], _unfolded_end(offsets, end)))
        at = whole.find(parts[0], at + 1)
    return found


def _unfolded_end(offsets: list[int], end: int) -> int:
    """The offset just after the character that the folded character before `end` came from."""
    last = offsets[end - 1]
    at = end
    while at < len(offsets) - 1 and offsets[at] == last:
        at += 1
    return last + 1


def _whole_words(whole: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end, so that "men" is not found in "women"."""
    before = start > 0 and whole[start - 1].isalnum() and whole[start].isalnum()
    after = end < len(whole) and whole[end].isalnum() and whole[end - 1].isalnum()
    return not (before or after) or not whole[start].isascii()


LEAST_ALIKE = 0.5
"""How much of the words of a passage must have stayed for it to be the same passage, changed; 1 is all."""
_HELD = 0.3
"""How much more a passage counts that stands between what stood on both sides of the words."""
_EDGE = 20
"""Characters of what stood beside a passage by which its place is found again."""
_MOST_PLACES = 20
_MOST_WORDS = 400


def find_again(text: str, quote: Mapping[str, Any]) -> tuple[Passage | None, bool]:
    """Where the words of a quote (exact, prefix, suffix, start) of an earlier text stand now, and if they are the same.

    Of several places the one with most of what stood beside them, then the nearest to `start`. Words that are not there
    are looked for between what stood before and after them: what is much like them there is the passage, changed.
    """
    prefix, suffix = folded(quote.get("prefix", "")), folded(quote.get("suffix", ""))
    places = find_passages(text, quote["exact"])
    if places:
        start = quote.get("start", 0)
        return max(places, key=lambda place: (_beside(text, place, prefix, suffix), -abs(place.start - start))), True
    whole, offsets = _folded_text(text)
    wanted = folded(quote["exact"]).split()[:_MOST_WORDS]
    best: tuple[float, int, int] = LEAST_ALIKE, 0, 0
    for start, end, held in _between(whole, len(folded(quote["exact"])), prefix[-_EDGE:], suffix[:_EDGE]):
        words = whole[start:end].split()[:_MOST_WORDS]
        ratio = difflib.SequenceMatcher(None, wanted, words, autojunk=False).ratio()
        best = max(best, (ratio + _HELD * held, start, end))
    _, start, end = best
    if start == end:
        return None, False
    return passage(text, offsets[start], _unfolded_end(offsets, end)), False


def _beside(text: str, place: Passage, prefix: str, suffix: str) -> int:
    """How many characters beside a place are those that stood beside the words."""
    before = folded(text[max(0, place.start - 2 * CONTEXT) : place.start])
    after = folded(text[place.end : place.end + 2 * CONTEXT])
    return _common(before[::-1], prefix[::-1]) + _common(after, suffix)


def _common(first: str, second: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _between(whole: str, length: int, before: str, after: str) -> Iterator[tuple[int, int, bool]]:
    """Stretches of a folded text where words of this length may stand, and if what stood on both sides holds them."""
    most = 2 * length + CONTEXT
    for start in _ends(whole, before) if before else [0]:
        end = whole.find(after, start, start + most + len(after)) if after else len(whole)
        held = start <= end <= start + most
        yield *_trimmed(whole, start, end if held else start + length), held
    for end in _ends(whole, after) if after else []:
        yield *_trimmed(whole, max(0, end - len(after) - length), end - len(after)), False


def _ends(whole: str, words: str) -> Iterator[int]:
    at = whole.find(words)
    for _ in range(_MOST_PLACES):
        if at < 0:
            return
        yield at + len(words)
        at = whole.find(words, at + 1)


def _trimmed(whole: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without white space, or parts of words, at its ends."""
    end = min(end, len(whole))
    while start < end and (whole[start].isspace() or (start and whole[start - 1].isalnum() and whole[start].isalnum())):
        start += 1
    while start < end and (
        whole[end - 1].isspace() or (end < len(whole) and whole[end - 1].isalnum() and whole[end].isalnum())
    ):
        end -= 1
    return start, end


def fragment_at(fragments: Sequence[Mapping[str, Any]], start: int) -> str | None:
    """The page or cue of a document that an offset of its text lies in; `fragments` are its own, in order."""
    before = bisect_right(fragments, start, key=lambda fragment: int(fragment["start"]))
    return str(fragments[before - 1]["fragment"]) if before else None


def nearest_sentence(text: str, wanted: str) -> str | None:
    """The sentence of `text` most like `wanted`, or None when none is near. Looks at the first 200,000 characters."""
    target = folded(wanted)
    sentences = [s.strip() for s in re.split(r"(?<=[.!?…”])\s+|\n+", text[:200_000]) if s.strip()]
    best: tuple[float, str] = (0.0, "")
    words = set(target.split())
    for sentence in sentences:
        shared = words & set(folded(sentence).split())
        if len(shared) * 3 < len(words):
            continue
        ratio = difflib.SequenceMatcher(None, target, folded(sentence), autojunk=False).ratio()
        best = max(best, (ratio + len(shared) / max(len(words), 1), sentence))
    return best[1] or None


@lru_cache(maxsize=4)
def _quotations(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((each.inner_start, each.inner_end) for each in quotations(text))


def _near(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = _quotations(text)
    first = bisect_left(spans, start, key=lambda span: span[1])
    last = bisect_right(spans, end, key=lambda span: span[0])
    return list(spans[first:last])


def _is_sentence(quoted: str) -> bool:
    """Whether quoted words read as speech of their own and not as a word or phrase lifted out of it."""
    first = next((c for c in quoted if c.isalnum()), "")
    return len(quoted.split()) >= 3 and (first.isupper() or first.isdigit() or not first.isascii())


def propose_quote_kind(text: str, start: int, end: int) -> str:
    """How the passage `text[start:end]` is given.

    Direct (whole quoted speech), partial (some words quoted) or indirect.
    """
    for a, b in _near(text, start, end):
        if a - 1 <= start and end <= b + 1:
            return "direct" if _is_sentence(text[a:b]) else "partial"
        if a < end and start < b:
            inside = min(b, end) - max(a, start)
            if _is_sentence(text[a:b]) and inside * 10 >= (end - start) * 9:
                return "direct"
            return "partial"
    return "indirect"


def propose_label_words(text: str, start: int, end: int, label: str) -> str:
    """Whose word `label` is in the passage.

    Quoted (inside a quoted sentence), scare (it alone in quote marks) or reported.
    """
    places = list(find_passages(text[start:end], label))
    spans = _near(text, start, end)
    for place in places:
        a, b = place.start + start, place.end + start
        for left, right in spans:
            if left <= a and b <= right:
                return "quoted" if _is_sentence(text[left:right]) else "scare"
    return "reported"
