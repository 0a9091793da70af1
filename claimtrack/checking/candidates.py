"""Which records of a ledger a draft may be about: these alone are read whole, however many the ledger has."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from claimtrack.checking.altered_events import other_steps, tells_other_step, words_beside
from claimtrack.checking.claim_match import ENOUGH
from claimtrack.checking.claim_matching import MOST_CLAIMS, bare_figures, details_of
from claimtrack.checking.claim_words import WordCounts, core_wordings
from claimtrack.checking.differences.measures import other_units
from claimtrack.checking.differences.substitutions import other_words
from claimtrack.checking.draft import Draft, Sentence
from claimtrack.checking.draft_figures import counted_figures
from claimtrack.checking.kept_words import CLAIM_WORDS, LOOSE
from claimtrack.checking.quotation_matching import LEAST_ALIKE, fragments
from claimtrack.checking.words import StemmedWord, cut_ending, numbers_in, telling_stems, word_keys, word_runs
from claimtrack.queries.check_data import WantedRecords
from claimtrack.queries.claim_texts import ClaimTexts

LEAST_WORDS = 3
"""Words in a row by which a recorded quotation is known again."""
RAREST = 6
"""Words of a quotation that tell where it may stand."""
BLOCK = 500
"""Sentences of a draft that are compared with all claims at a time."""
MOST_CORES = 2000
"""Claims whose core is looked for in the sentences of a block at most: those of which the block says most."""
_SPARE = 2
"""How many times as many claims are picked as a sentence is taken to repeat: some fall away when read whole."""
_ROUNDING = 1e-9
_Having = dict[str, list[int]]
"""Number in digits -> the claims that have it, in order."""


class LedgerWords:
    """The words of claims and of what is quoted for them, of a story (an id; None: of all), for any number of drafts.

    Whoever asks what a draft wants gives the texts of the same ledger again: they are read while it is read from.
    """

    def __init__(self, texts: ClaimTexts, story: str | None = None) -> None:
        packed = texts.kept(CLAIM_WORDS, story)
        self._ids = sorted(packed)
        """Of many that are alike the first are taken. Elsewhere a claim is told by its place here."""
        self._loose = bytearray()
        self._least_core = bytearray()
        self._numbers: list[str] = []
        wordings: dict[str, list[int]] = defaultdict(list)
        """Stems of a claim, of its question, or of what is quoted for it -> the places of the claims."""
        of_claims: Counter[str] = Counter()
        asked: list[tuple[int, str]] = []
        quotations: list[tuple[int, str]] = []
        self._quoted: list[tuple[int, str]] = []
        for place, id in enumerate(self._ids):
            own, *quoted = packed[id].split("\n")
            marks, stems, numbers, about = own.split("\t")
            self._loose.append(marks[0] == LOOSE)
            self._least_core.append(int(marks[1:]))
            self._numbers.append(numbers)
            wordings[stems].append(place)
            of_claims[stems] += 1
            if about:
                asked.append((place, about))
            for line in quoted:
                stems, keys = line.split("\t")
                self._quoted.append((place, keys))
                if stems.count(" ") + 1 >= LEAST_WORDS:
                    quotations.append((place, stems))
        for place, stems in asked:
            wordings[stems].append(place)
        self._own = [of_claims[stems] for stems in wordings]
        """Wording -> how many of its claims say so themselves; they come first."""
        for place, stems in quotations:
            wordings[stems].append(place)
        self._own += [0] * (len(wordings) - len(self._own))
        self._stems = [tuple(stems.split()) for stems in wordings]
        self._said_by = list(wordings.values())
        self.counts = WordCounts({tuple(stems.split()): claims for stems, claims in of_claims.items()})
        weight = self.counts.weight
        self._weights = [sum(map(weight, stems)) for stems in self._stems]
        self._lightest_first = sorted(range(len(self._stems)), key=self._weights.__getitem__)

    def wanted(self, texts: ClaimTexts, draft: Draft) -> WantedRecords:
        """The records that a draft may be about, and those that tell whether what it says of them is right."""
        places: set[int] = set()
        sources: set[str] = set()
        having = self._having(numbers_in(draft.text))
        sentences = iter(draft.sentences)
        while block := list(islice(sentences, BLOCK)):
            compared = _Block(draft, block)
            places |= self._repeated(texts, compared, having)
            places.update(self._counted(compared, having))
            places.update(self._altered(compared))
            sources |= compared.sources
        quotations = [_words_of(draft.text[start:end]) for start, end in draft.reading.quotations]
        places.update(self._quoted_alike(quotations))
        claims = {self._ids[place] for place in places} | _labelled(texts, draft)
        return WantedRecords(frozenset(claims), frozenset(sources), tuple(dict.fromkeys(filter(None, quotations))))

    def _repeated(self, texts: ClaimTexts, block: _Block, having: _Having) -> set[int]:
        """The claims that sentences may repeat."""
        masks = block.masks
        postings: dict[str, list[int]] = defaultdict(list)
        near: dict[float, list[tuple[int, int]]] = defaultdict(list)
        """How much of a wording the block says -> those wordings, each with how many stems a sentence has at most."""
        weights = {stem: self.counts.weight(stem) for stem in masks}
        for number in self._lightest_first:
            stems = self._stems[number]
            ours = [stem for stem in stems if stem in masks]
            if len(ours) < min(2, len(stems)):
                continue
            for stem in ours:
                postings[stem].append(number)
            if self._own[number] and (together := _together([masks[stem] for stem in ours])) > 1:
                near[sum(map(weights.__getitem__, ours)) / self._weights[number]].append((number, together))
        found: set[int] = set()
        for sentence, present in zip(block.sentences, block.stems, strict=True):
            found.update(self._ranked(block.draft, sentence, present, postings, weights, having))
        counts: Counter[int] = Counter()
        nearest = [place for place in islice(self._with_cores(near), MOST_CORES) if place not in found]
        claims = texts.load([self._ids[place] for place in nearest])
        # What was taken out of the ledger meanwhile is not there any more.
        for place, claim in ((place, claims[id]) for place in nearest if (id := self._ids[place]) in claims):
            for mask in (
                _common([masks.get(stem, 0) for stem in telling_stems(core)]) for core in core_wordings(claim)
            ):
                if mask and counts[mask] < _SPARE * MOST_CLAIMS:
                    counts[mask] += 1
                    found.add(place)
        return found

    def _with_cores(self, near: Mapping[float, Iterable[tuple[int, int]]]) -> Iterator[int]:
        """The claims of these wordings whose core is not too long to be in a sentence, those it says most of first."""
        for part in sorted(near, reverse=True):
            own = (
                place
                for number, together in near[part]
                for place in self._said_by[number][: self._own[number]]
                if together >= self._least_core[place]
            )
            yield from sorted(own)

    def _ranked(
        self,
        draft: Draft,
        sentence: Sentence,
        present: frozenset[str],
        postings: Mapping[str, list[int]],
        weights: Mapping[str, float],
        having: _Having,
    ) -> Iterable[int]:
        """The claims of which a sentence says enough, in one wording or another; of too many the best."""
        shared = sorted((stem for stem in present if stem in postings), key=lambda stem: (-weights[stem], stem))
        rest = sum(weights[stem] for stem in shared)
        seen: set[int] = set()
        wordings: dict[float, list[int]] = defaultdict(list)
        for stem in shared:
            # Of a wording whose rarest common word this is, the sentence says no more than the words from here on.
            most = rest / ENOUGH + _ROUNDING
            rest -= weights[stem]
            for number in postings[stem]:
                if self._weights[number] > most:
                    break
                if number not in seen:
                    seen.add(number)
                    part = sum(weights[one] for one in self._stems[number] if one in present) / self._weights[number]
                    if part >= ENOUGH - _ROUNDING:
                        wordings[round(part, 9)].append(number)
        ours = numbers_in(draft.text[sentence.start : sentence.end])
        best: set[int] = set()
        for part in sorted(wordings, reverse=True):
            alike = set().union(*map(self._said_by.__getitem__, wordings[part])) - best
            room = _SPARE * MOST_CLAIMS - len(best)
            if len(alike) > room:
                common = Counter(place for one in ours for place in having.get(one, ()) if place in alike)
                nearest = heapq.nsmallest(room, common, key=lambda place: (-common[place], place))
                return best.union(nearest, heapq.nsmallest(room - len(nearest), alike - common.keys()))
            best |= alike
        return best

    def _counted(self, block: _Block, having: _Having) -> Iterator[int]:
        """The claims that may give a figure of the draft for what the draft counts."""
        if not block.things:
            return
        same = {place for number in block.numbers for place in having.get(number, ())}
        for number, stems in enumerate(self._stems):
            counts = not block.things.isdisjoint(stems)
            for place in self._said_by[number][: self._own[number]] if counts or "time" in block.things else ():
                if place in same or self._loose[place]:
                    yield place

    def _altered(self, block: _Block) -> Iterator[int]:
        """The claims of which a sentence may tell another outcome."""
        by_step: dict[str, list[tuple[Sentence, StemmedWord, frozenset[str]]]] = defaultdict(list)
        for sentence, present in zip(block.sentences, block.stems, strict=True):
            others = (other_steps(sentence), other_units(sentence.draft, sentence.words), other_words(sentence.words))
            for stem, word in chain.from_iterable(others):
                by_step[stem].append((sentence, word, present))
        for number, stems in enumerate(self._stems) if by_step or block.beside else ():
            for stem in by_step.keys() & stems:
                rest = frozenset(stems) - {stem}
                if any(tells_other_step(*one[:2], rest, one[2], self.counts) for one in by_step[stem]):
                    yield from self._said_by[number]
            if any(beside.issubset(stems) for stem in block.beside.keys() & stems for beside in block.beside[stem]):
                yield from self._said_by[number]

    def _having(self, wanted: frozenset[str]) -> _Having:
        """The claims that have each of these numbers."""
        having: _Having = defaultdict(list)
        for place, numbers in enumerate(self._numbers) if wanted else ():
            for number in wanted.intersection(numbers.split()):
                having[number].append(place)
        return having

    def _quoted_alike(self, quotations: Sequence[Sequence[str]]) -> Iterator[int]:
        """The claims for which something is quoted that shares a run of words with a quotation, or is like one."""
        wanted = frozenset(key for words in quotations for key in words)
        runs = frozenset(run for words in quotations for run in word_runs(words, LEAST_WORDS))
        counts: Counter[str] = Counter()
        near: list[tuple[int, frozenset[str]]] = []
        for place, quoted in self._quoted if wanted else ():
            keys = quoted.split()
            shared = wanted.intersection(keys)
            if not shared:
                continue
            counts.update(shared)
            if len(shared) >= LEAST_WORDS and not runs.isdisjoint(word_runs(keys, LEAST_WORDS)):
                yield place
            else:
                near.append((place, shared))
        rarest = [
            (
                words,
                frozenset(sorted({key for key in words if counts[key]}, key=lambda key: (counts[key], key))[:RAREST]),
            )
            for words in quotations
        ]
        for place, shared in near:
            if any(
                not rare.isdisjoint(shared) and sum(key in shared for key in words) >= LEAST_ALIKE * len(words)
                for words, rare in rarest
            ):
                yield place


def _labelled(texts: ClaimTexts, draft: Draft) -> set[str]:
    """The claims (ids) that call something by a word of a draft."""
    labels = texts.labels()
    if not labels:
        return set()
    ours = {
        cut_ending(word.key.removesuffix("'s").removesuffix("'"))
        for sentence in draft.sentences
        for word in sentence.words
    }
    return {claim for claim, label in labels if all(cut_ending(key) in ours for key in word_keys(label))}


class _Block:
    """Some sentences of a draft, with what is compared.

    `stems` are those of each sentence, `masks` the sentences that have a stem, bit by bit; `things` is what they count,
    `numbers` are theirs in digits, `sources` those of whom a sentence says no more than which figure they gave;
    `beside` are the stems that stand beside a thing that somebody is said to count, or a place or a cause, under one of
    them.
    """

    def __init__(self, draft: Draft, sentences: Sequence[Sentence]) -> None:
        self.draft = draft
        self.sentences = sentences
        self.stems: list[frozenset[str]] = []
        self.masks: dict[str, int] = defaultdict(int)
        self.things: set[str] = set()
        self.numbers: set[str] = set()
        self.sources: set[str] = set()
        self.beside: dict[str, list[frozenset[str]]] = defaultdict(list)
        for bit, sentence in enumerate(sentences):
            stems = sentence.stems
            self.stems.append(stems)
            for stem in stems:
                self.masks[stem] |= 1 << bit
            counted = counted_figures(draft.text, sentence.start, sentence.end)
            self.things.update(one.things[0] for one in counted if one.things)
            if counted:
                self.numbers |= numbers_in(draft.text[sentence.start : sentence.end])
            if sentence.attributions:
                self.sources |= bare_figures(draft, sentence)[0]
                changed = [one.things[:1] for one in counted if one.things]
                changed += map(tuple, details_of(sentence))
                for beside in filter(None, (words_beside(sentence, stems) for stems in changed)):
                    self.beside[min(beside)].append(beside)
        self.masks = dict(self.masks)


def _together(masks: Iterable[int]) -> int:
    """How many of the stems with these masks a sentence has at most: 3 for three and more."""
    once = twice = thrice = 0
    for mask in masks:
        thrice |= twice & mask
        twice |= once & mask
        once |= mask
    return 3 if thrice else 2 if twice else 1 if once else 0


def _common(masks: Iterable[int]) -> int:
    """The sentences that have all the stems with these masks."""
    common = -1
    for mask in masks:
        common &= mask
    return common if common > 0 else 0


def _words_of(quotation: str) -> tuple[str, ...]:
    """The words (folded) of a quotation, what was left out or put in aside."""
    return tuple(key for part in fragments(quotation) for key in part)
