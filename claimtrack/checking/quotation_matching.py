"""The stored texts, word by word: whether words of a draft stand in one of them, and if not, what comes nearest."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimtrack.checking.changed_claims import RestrictedWords
from claimtrack.checking.draft import Draft
from claimtrack.checking.speakers import PhraseMeaning, SpeakerIndex
from claimtrack.checking.words import StemmedWord, split_words, word_keys
from claimtrack.domain.quotes import quotations
from claimtrack.reading.input import to_plain_text
from claimtrack.reading.reader import read

if TYPE_CHECKING:
    from claimtrack.checking.rule import Case


_GAP = re.compile(r"\s*(?:\[\s*)?(?:\.\s?\.\s?\.|…)(?:\s*\])?\s*|\[[^\]\n]{2,200}\]")
_ONE_LETTER = re.compile(r"\[(\w)\]")
_REMARK = re.compile(r"\s*\[\s*sic\s*\]|\s*\(\s*sic\s*\)", re.IGNORECASE)
_STOP = re.compile(r"[.!?…”»\"\n]")
_MOST_PLACES = 200
_LIKE = 0.55


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where words stand: the document's id and [start, end) in its text."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NearestPassage:
    """The passage of a stored text that comes nearest to words, and how they differ: (theirs, ours), "" for nothing."""

    place: TextPlace
    title: str
    passage: str
    differs: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _WordSequence:
    """Words of a document in a row: the whole text, or only what stands in its quotation marks."""

    document: str
    title: str
    text: str
    shown: bool
    words: list[StemmedWord]
    keys: list[str] = field(default_factory=list)
    at: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def index(self) -> None:
        """Note where each word stands."""
        self.keys = [word.key for word in self.words]
        for place, key in enumerate(self.keys):
            self.at[key].append(place)

    def before(self, place: int, most: int) -> int:
        """The place at most so many words earlier, in the same sentence."""
        while most and place and not _STOP.search(self.text, self.words[place - 1].end, self.words[place].start):
            place, most = place - 1, most - 1
        return place

    def behind(self, place: int, most: int) -> int:
        """The place at most so many words further on, in the same sentence."""
        while most and place < len(self.words):
            if _STOP.search(self.text, self.words[place - 1].end, self.words[place].start):
                break
            place, most = place + 1, most - 1
        return place


class TextIndex:
    """Texts by their words. `texts` are (id, title, text, whether it may be shown); of none is shown what is closed."""

    def __init__(self, texts: Iterable[tuple[str, str, str, bool]], closed: RestrictedWords | None = None) -> None:
        self._closed = closed
        self._strands: list[_WordSequence] = []
        self._counts: Counter[str] = Counter()
        for document, title, text, shown in texts:
            words = split_words(text)
            spoken = [word for each in quotations(text) for word in split_words(text, each.inner_start, each.inner_end)]
            for some in (words, spoken):
                if some:
                    strand = _WordSequence(document, title, text, shown, some)
                    strand.index()
                    self._strands.append(strand)
            self._counts.update(word.key for word in words)

    def __bool__(self) -> bool:
        return bool(self._strands)

    def find(self, quoted: str) -> TextPlace | None:
        """Where the words stand, whatever was left out of them (`…`, `[…]`) and put in their place; None if nowhere."""
        parts = fragments(quoted)
        if not parts:
            return None
        for strand in self._strands:
            found = self._find_in(strand, parts)
            if found is not None:
                return found
        return None

    def _find_in(self, strand: _WordSequence, parts: Sequence[Sequence[str]]) -> TextPlace | None:
        places = []
        for part in parts:
            places.append(self._places(strand, part))
            if not places[-1]:
                return None
        for first in places[0]:
            at = first + len(parts[0])
            for part, following in zip(parts[1:], places[1:], strict=True):
                next_one = bisect_left(following, at)
                if next_one == len(following):
                    break
                at = following[next_one] + len(part)
            else:
                return TextPlace(strand.document, strand.words[first].start, strand.words[at - 1].end)
        return None

    def _places(self, strand: _WordSequence, part: Sequence[str]) -> list[int]:
        """The places where a run of words begins."""
        rarest = min(range(len(part)), key=lambda n: len(strand.at.get(part[n], ())))
        wanted = list(part)
        return [
            place - rarest
            for place in strand.at.get(part[rarest], ())
            if place >= rarest and strand.keys[place - rarest : place - rarest + len(part)] == wanted
        ]

    def nearest(self, quoted: str) -> NearestPassage | None:
        """The passage most like the words, of texts that may be shown; None when none is near."""
        wanted = [key for part in fragments(quoted) for key in part][:200]
        rare = sorted({key for key in wanted if self._counts[key]}, key=lambda key: (self._counts[key], key))[:6]
        best: tuple[float, _WordSequence, int, int] | None = None
        # What is compared with comes second: that side is made ready once.
        matcher = difflib.SequenceMatcher(None, (), wanted, autojunk=False)
        seen: set[tuple[str, ...]] = set()
        for strand in filter(lambda one: one.shown, self._strands):
            for start in self._candidates(strand, wanted, rare):
                window = tuple(strand.keys[start : start + len(wanted) + 2])
                if window in seen:
                    continue
                seen.add(window)
                matcher.set_seq1(window)
                # The window is longer than what fits in it: the words that fit alone are weighed below.
                if 1.5 * matcher.quick_ratio() <= (best[0] if best else _LIKE):
                    continue
                blocks = [block for block in matcher.get_matching_blocks() if block.size]
                if not blocks:
                    continue
                low, high = blocks[0].a, blocks[-1].a + blocks[-1].size
                matcher.set_seq1(window[low:high])
                like = matcher.ratio()
                if like > (best[0] if best else _LIKE):
                    low = strand.before(start + low, blocks[0].b)
                    high = strand.behind(start + high, len(wanted) - blocks[-1].b - blocks[-1].size)
                    if self._closed is None or self._closed.holding(strand.keys[low:high]) is None:
                        best = like, strand, low, high
        return None if best is None else self._told(wanted, *best[1:])

    def _candidates(self, strand: _WordSequence, wanted: list[str], rare: list[str]) -> list[int]:
        starts: set[int] = set()
        for key in rare:
            shift = wanted.index(key)
            starts.update(max(0, place - shift - 1) for place in strand.at.get(key, ())[:_MOST_PLACES])
        return sorted(starts)

    def _told(self, wanted: list[str], strand: _WordSequence, low: int, high: int) -> NearestPassage:
        start, end = strand.words[low].start, strand.words[high - 1].end
        theirs = strand.keys[low:high]
        differs = []
        for what, a, b, c, d in difflib.SequenceMatcher(None, theirs, wanted, autojunk=False).get_opcodes():
            if what != "equal":
                differs.append((" ".join(theirs[a:b]), " ".join(wanted[c:d])))
        return NearestPassage(
            TextPlace(strand.document, start, end), strand.title, strand.text[start:end], tuple(differs)
        )


def fragments(quoted: str) -> list[list[str]]:
    """The runs of words of a quotation, parted where something was left out or put in."""
    told = _REMARK.sub("", _ONE_LETTER.sub(r"\1", quoted))
    return [keys for piece in _GAP.split(told) if (keys := [word.key for word in split_words(piece)])]


LEAST_WORDS = 3
_BEFORE, _AFTER = 1500, 600
"""Code points of a stored text read round a quotation."""


@dataclass(frozen=True, slots=True)
class QuotationSpeakers:
    """Words in quote marks, [start, end) in the draft: whom the draft gives them to, and whom the document does.

    `allowed` are the sources to whom they may be given; `shown` is whether it may be told whose they are.
    """

    start: int
    end: int
    ours: PhraseMeaning
    theirs: PhraseMeaning
    allowed: frozenset[str]
    document: str
    shown: bool


def quotation_speakers(case: Case) -> Iterator[QuotationSpeakers]:
    """The quotations of a draft that a stored text has, of which both say whose they are."""
    texts = {stored.id: stored for stored in case.holdings.texts}
    known: dict[tuple[str, int], Draft] = {}
    recorded = _recorded(case) if case.draft.reading.quotations else {}
    for start, end in case.draft.reading.quotations:
        quoted = case.draft.text[start:end]
        if sum(map(len, fragments(quoted))) < LEAST_WORDS:
            continue
        ours = speaker_of(case.draft, start, end)
        place = case.index.find(quoted) if ours is not None else None
        stored = texts.get(place.document) if place is not None else None
        if ours is None or place is None or stored is None:
            continue
        window, shift = _window(stored.text, place)
        at = place.document, shift
        if at not in known:
            known[at] = _read(window, case.cast)
        theirs = speaker_of(known[at], place.start - shift, place.end - shift)
        if theirs is not None:
            shown = (
                not stored.restricted
                and not _has_hidden_name(case, theirs)
                and case.closed.holding(word_keys(quoted)) is None
            )
            runs = [recorded.get(run, frozenset()) for part in fragments(quoted) for run in _runs(part)]
            allowed = _allowed(case, theirs) | (frozenset.intersection(*runs) if runs else frozenset())
            yield QuotationSpeakers(start, end, ours, theirs, allowed, place.document, shown)


def _recorded(case: Case) -> dict[tuple[str, ...], frozenset[str]]:
    """Words in a row of recorded quotations -> the sources to whom they may be given."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for holding in case.holdings.claims:
        for saying in holding.affirming:
            for run in _runs(word_keys(saying.quote or "")):
                found[run] = found.get(run, frozenset()) | saying.sources
    return found


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[n:] for n in range(LEAST_WORDS)), strict=False))


def _has_hidden_name(case: Case, who: PhraseMeaning) -> bool:
    return any(case.cast.sources[one].name_hidden for one in who.sources if one in case.cast.sources)


def speaker_of(draft: Draft, start: int, end: int) -> PhraseMeaning | None:
    """Whom a text gives a quotation to; None where it does not say."""
    sentence = draft.around(start)
    if sentence is None:
        return None
    fits = [one for one in sentence.attributions if one.who is not None and one.covers(start, end)]
    if fits:
        return fits[-1].who
    named = [mention for mention in sentence.mentions if mention.end <= start or mention.start >= end]
    if len(named) == 1:
        return PhraseMeaning(draft.text[named[0].start : named[0].end], named=named[0].sources)
    return None


def _window(text: str, place: TextPlace) -> tuple[str, int]:
    """The paragraphs round a place of a stored text, and where they begin in it."""
    begin = text.rfind("\n", 0, max(0, place.start - _BEFORE)) + 1
    stop = text.find("\n", min(len(text), place.end + _AFTER))
    return text[begin : len(text) if stop < 0 else stop], begin


def _read(text: str, cast: SpeakerIndex) -> Draft:
    return Draft("", to_plain_text(text, "text"), read(text), cast)


def _allowed(case: Case, who: PhraseMeaning) -> frozenset[str]:
    """Those whom a document names, and whom they speak for."""
    known = [one for one in who.sources if one in case.cast.sources]
    return who.sources.union(*(case.cast.bodies(one) for one in known))
