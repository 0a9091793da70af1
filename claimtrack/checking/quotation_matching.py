"""The stored texts, word by word: whether words of a draft stand in one of them, and if not, what comes nearest."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from claimtrack.checking.words import StemmedWord, split_words, word_keys, word_runs
from claimtrack.domain.quotes import quotations
from claimtrack.queries.check_data import CheckedClaim

_GAP = re.compile(r"\s*(?:\[\s*)?(?:\.\s?\.\s?\.|…)(?:\s*\])?\s*|\[[^\]\n]{2,200}\]")
_ONE_LETTER = re.compile(r"\[(\w)\]")
_SIC = re.compile(r"\s*\[\s*sic\s*\]|\s*\(\s*sic\s*\)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…”»\"\n]")
_MOST_WORDS = 200
_MOST_POSITIONS = 200
_LEAST_RATIO = 0.55
"""How alike words must be (as difflib counts it, 0 to 1) to be called near."""
LEAST_ALIKE = _LEAST_RATIO / (2 - _LEAST_RATIO)
"""How many of the words of a quotation a text has at least that is near: the ratio, where it has no others."""
RESTRICTED_RUN = 4
"""How many words in a row are enough to know restricted words again."""


def fragments(quoted: str) -> list[list[str]]:
    """The folded words of a quotation in runs, parted where something was left out or put in."""
    plain = _SIC.sub("", _ONE_LETTER.sub(r"\1", quoted))
    return [keys for piece in _GAP.split(plain) if (keys := word_keys(piece))]


class RestrictedWords:
    """The words of restricted assertions that are quoted with at least RESTRICTED_RUN words."""

    def __init__(self, claims: Iterable[CheckedClaim]) -> None:
        self._claims: dict[tuple[str, ...], CheckedClaim] = {}
        for claim in claims:
            for assertion in claim.assertions:
                if assertion.restricted and assertion.quote:
                    for run in word_runs(word_keys(assertion.quote), RESTRICTED_RUN):
                        self._claims.setdefault(run, claim)

    def __bool__(self) -> bool:
        return bool(self._claims)

    def claim_of(self, words: Sequence[str]) -> CheckedClaim | None:
        """The first claim whose restricted words are among these (folded); None where none are."""
        return next((self._claims[run] for run in word_runs(words, RESTRICTED_RUN) if run in self._claims), None)


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where words stand: the document's id and [start, end) in its text."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NearestPassage:
    """The passage of a stored text that comes nearest to words of a draft.

    `differences` are (its words, the draft's words), "" for none, in order.
    """

    place: TextPlace
    title: str
    passage: str
    differences: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _WordSequence:
    """Words of a document in a row: of the whole text, or only of what stands in its quotation marks."""

    document: str
    title: str
    text: str
    may_be_shown: bool
    words: list[StemmedWord]
    keys: list[str] = field(init=False)
    positions: dict[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = [word.key for word in self.words]
        self.positions = defaultdict(list)
        for position, key in enumerate(self.keys):
            self.positions[key].append(position)

    def ends_sentence(self, position: int) -> bool:
        """Whether a sentence ends between the word before a position and the word at it."""
        start, end = self.words[position - 1].end, self.words[position].start
        return _SENTENCE_END.search(self.text, start, end) is not None

    def extend_left(self, position: int, most: int) -> int:
        """The position at most so many words earlier, in the same sentence."""
        while most and position and not self.ends_sentence(position):
            position, most = position - 1, most - 1
        return position

    def extend_right(self, position: int, most: int) -> int:
        """The position at most so many words further on, in the same sentence."""
        while most and position < len(self.words) and not self.ends_sentence(position):
            position, most = position + 1, most - 1
        return position

    def find(self, parts: Sequence[Sequence[str]]) -> TextPlace | None:
        """Where runs of words stand one after the other, whatever is between them."""
        starts = []
        for part in parts:
            starts.append(self._starts(part))
            if not starts[-1]:
                return None
        for first in starts[0]:
            end = first + len(parts[0])
            for part, following in zip(parts[1:], starts[1:], strict=True):
                next_start = bisect_left(following, end)
                if next_start == len(following):
                    break
                end = following[next_start] + len(part)
            else:
                return TextPlace(self.document, self.words[first].start, self.words[end - 1].end)
        return None

    def _starts(self, part: Sequence[str]) -> list[int]:
        """The positions where a run of words begins."""
        rarest = min(range(len(part)), key=lambda n: len(self.positions.get(part[n], ())))
        starts = (position - rarest for position in self.positions.get(part[rarest], ()) if position >= rarest)
        return [start for start in starts if self.keys[start : start + len(part)] == part]

    def candidates(self, wanted: list[str], rare: list[str]) -> list[int]:
        """Where words like these may begin, as their rarest words tell."""
        starts: set[int] = set()
        for key in rare:
            shift = wanted.index(key)
            starts.update(max(0, position - shift - 1) for position in self.positions.get(key, ())[:_MOST_POSITIONS])
        return sorted(starts)


class TextIndex:
    """Texts by their words. `texts` are (id, title, text, whether it may be shown); restricted words are not shown.

    It is true where there is `any_text`, whether it is among these or can have no words of a draft.
    """

    def __init__(
        self,
        texts: Iterable[tuple[str, str, str, bool]],
        restricted: RestrictedWords | None = None,
        *,
        any_text: bool = False,
    ) -> None:
        self._restricted = restricted
        self._any_text = any_text
        self._sequences: list[_WordSequence] = []
        self._counts: Counter[str] = Counter()
        for document, title, text, may_be_shown in texts:
            words = split_words(text)
            quoted = [word for q in quotations(text) for word in split_words(text, q.inner_start, q.inner_end)]
            for some in filter(None, (words, quoted)):
                self._sequences.append(_WordSequence(document, title, text, may_be_shown, some))
            self._counts.update(word.key for word in words)

    def __bool__(self) -> bool:
        return self._any_text or bool(self._sequences)

    def find(self, quoted: str) -> TextPlace | None:
        """Where the words stand, whatever was left out of them (`…`, `[…]`) and put in their place; None if nowhere."""
        parts = fragments(quoted)
        places = (sequence.find(parts) for sequence in self._sequences if parts)
        return next(filter(None, places), None)

    def nearest(self, quoted: str) -> NearestPassage | None:
        """The passage most like the words, of texts that may be shown; None when none is near."""
        wanted = [key for part in fragments(quoted) for key in part][:_MOST_WORDS]
        rare = sorted({key for key in wanted if self._counts[key]}, key=lambda key: (self._counts[key], key))[:6]
        best: tuple[_WordSequence, int, int] | None = None
        best_ratio = _LEAST_RATIO
        # What is compared with comes second: that side is made ready once.
        matcher = SequenceMatcher(None, (), wanted, autojunk=False)
        seen: set[tuple[str, ...]] = set()
        for sequence in self._sequences:
            for start in sequence.candidates(wanted, rare) if sequence.may_be_shown else ():
                window = tuple(sequence.keys[start : start + len(wanted) + 2])
                if window in seen:
                    continue
                seen.add(window)
                matcher.set_seq1(window)
                # The window is longer than what fits in it: the words that fit alone are weighed below.
                if 1.5 * matcher.quick_ratio() <= best_ratio:
                    continue
                blocks = [block for block in matcher.get_matching_blocks() if block.size]
                if not blocks:
                    continue
                low, high = blocks[0].a, blocks[-1].a + blocks[-1].size
                matcher.set_seq1(window[low:high])
                ratio = matcher.ratio()
                if ratio > best_ratio:
                    low = sequence.extend_left(start + low, blocks[0].b)
                    high = sequence.extend_right(start + high, len(wanted) - blocks[-1].b - blocks[-1].size)
                    if not self._is_restricted(sequence.keys[low:high]):
                        best, best_ratio = (sequence, low, high), ratio
        return None if best is None else _nearest_passage(wanted, *best)

    def _is_restricted(self, words: Sequence[str]) -> bool:
        return self._restricted is not None and self._restricted.claim_of(words) is not None


def _nearest_passage(wanted: list[str], sequence: _WordSequence, low: int, high: int) -> NearestPassage:
    start, end = sequence.words[low].start, sequence.words[high - 1].end
    theirs = sequence.keys[low:high]
    differences = tuple(
        (" ".join(theirs[a:b]), " ".join(wanted[c:d]))
        for tag, a, b, c, d in SequenceMatcher(None, theirs, wanted, autojunk=False).get_opcodes()
        if tag != "equal"
    )
    place = TextPlace(sequence.document, start, end)
    return NearestPassage(place, sequence.title, sequence.text[start:end], differences)
