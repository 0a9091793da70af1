"""Which claims of the ledger a sentence repeats, in its own words or theirs, and how."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimtrack.checking.draft import Draft, DraftAttribution, Sentence
from claimtrack.checking.figures import (
    CountedFigure,
    DraftFigure,
    counted_figures,
    counted_figures_of,
    find_figures,
    is_number_word,
    may_be_same,
    may_count,
)
from claimtrack.checking.words import StemmedWord, has_phrase, is_verb, negations, split_words
from claimtrack.domain.figures import Interval
from claimtrack.queries.check_data import CheckedClaim
from claimtrack.reading.word_lists import words as listed

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


def claim_core(text: str, figure: tuple[int, int] | None) -> str:
    """The words of a claim up to where it tells when, where or why; of one with a figure, the clause that has it.

    `figure` is where its number stands, [start, end) in the text, None where it has none.
    """
    begin, end = _clause(text, figure)
    kept: list[StemmedWord] = []
    told, skipping = False, False
    last = ""
    for word in split_words(text, begin, end):
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


ENOUGH = 0.68
"""How much of what a claim says, by weight of its words, a sentence must say to repeat it."""
WITHOUT_VERB = 0.85
"""The same, of a sentence that has none of the claim's verbs."""
_MOST_POSTINGS = 2000
_MOST_SPANS = 40


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """That a sentence repeats a claim, on the words from `start` to `end`; `score` is how much of it, 0 to 1.

    `figures` are the numbers of the sentence that are about it, `agrees` whether one of them may be the claim's (True
    where either has none). `attributions` are those whose content it lies in.
    """

    holding: CheckedClaim
    sentence: Sentence
    start: int
    end: int
    score: float
    figures: tuple[DraftFigure, ...]
    agrees: bool
    attributions: tuple[DraftAttribution, ...]
    given: bool
    """Whether the sentence gives it to somebody: by an attribution, by naming its source, or by quoting it."""
    turned: bool
    """Whether it says the contrary, or reports a denial."""

    @property
    def given_to(self) -> frozenset[str]:
        """The sources that it is given to by name, role or pronoun; none where they are not known."""
        return frozenset[str]().union(*(one.who.sources for one in self.attributions if one.who is not None))

    @property
    def stated(self) -> bool:
        """Whether the draft says it in its own voice, as a fact."""
        return not (self.given or self.turned or self.sentence.asks)

    @property
    def repeated(self) -> bool:
        """Whether the draft passes it on, as a fact or as somebody's."""
        return not (self.turned or self.sentence.asks)


@dataclass(frozen=True, slots=True)
class _Wording:
    """One wording of a claim: the stems it is known by, and how many of its words turn it round."""

    holding: CheckedClaim
    stems: frozenset[str]
    weight: float
    negated: bool
    must: frozenset[str]
    """Words without which the same words may say the contrary."""
    verbs: frozenset[str]
    lean: bool
    """Whether it is the bare bones of the claim alone."""

    def enough(self, present: set[str]) -> float:
        """How much of it a sentence with these words must say."""
        if self.lean:
            return 1.0 - 1e-9
        return ENOUGH if not self.verbs or self.verbs & present else WITHOUT_VERB


_DIRECTIONS = frozenset(("below", "above", "against", "within", "inside", "outside"))


class Matcher:
    """Finds repeated claims. A word counts the more, the fewer claims have it."""

    def __init__(self, claims: Sequence[CheckedClaim]) -> None:
        told = [(claim, words) for claim in claims for words in _wordings(claim)]
        self._counts = Counter(stem for claim in claims for stem in _stems(split_words(claim.text)))
        self._total = len(claims)
        self._wordings = [self._wording(claim, text) for claim, text in told]
        self._wordings += [self._wording(one, bones, bare=True) for one in claims if (bones := _core_wording(one))]
        self._all: dict[str, frozenset[str]] = defaultdict(frozenset)
        for wording in self._wordings:
            self._all[wording.holding.id] |= wording.stems
        self._first = {wording.holding.id: wording for wording in reversed(self._wordings)}
        self._figures: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            for saying in claim.affirming if claim.figure is not None else ():
                self._figures[saying.origin or ""].add(claim.id)
        self._at: dict[str, list[int]] = defaultdict(list)
        for place, wording in enumerate(self._wordings):
            for stem in wording.stems:
                self._at[stem].append(place)

    def weight(self, stem: str) -> float:
        """How much a word tells: less, the more claims have it."""
        return math.log((self._total + 2) / (self._counts[stem] + 0.5)) + 0.2

    def _wording(self, claim: CheckedClaim, text: str, *, bare: bool = False) -> _Wording:
        words = split_words(text)
        stems = _stems(words)
        verbs = frozenset(word.stem for word in words if word.stem in stems and is_verb(word.key))
        weight = sum(map(self.weight, stems))
        return _Wording(claim, stems, weight, _is_negated(words), stems & _DIRECTIONS, verbs, bare)

    def repeats(self, draft: Draft) -> list[ClaimMatch]:
        """What the sentences of a draft repeat, in order."""
        return [repeat for sentence in draft.sentences for repeat in self.of(draft, sentence)]

    def of(self, draft: Draft, sentence: Sentence) -> list[ClaimMatch]:
        """The claims that one sentence repeats, those left out that a better one says all of."""
        present = {word.stem for word in sentence.words if word.stem}
        scores: dict[int, float] = defaultdict(float)
        shared: Counter[int] = Counter()
        for stem in present:
            for place in self._at.get(stem, ())[:_MOST_POSTINGS]:
                scores[place] += self.weight(stem)
                shared[place] += 1
        best: dict[str, tuple[float, _Wording]] = {}
        for place, score in scores.items():
            wording = self._wordings[place]
            if shared[place] < min(2, len(wording.stems)) or not wording.must <= present:
                continue
            part = score / wording.weight if wording.weight else 0.0
            known = best.get(wording.holding.id)
            if wording.lean and (known is not None or self._more(sentence, wording.holding)):
                continue
            if part >= wording.enough(present) and (known is None or part > known[0]):
                best[wording.holding.id] = part, wording
        found = _best_only(best.values(), present)
        if not found and sentence.attributions:
            return self._bare_figures(draft, sentence)
        figures = find_figures(draft.text, sentence.start, sentence.end) if found else []
        return [self._repeat(draft, sentence, part, wording, figures) for part, wording in found]

    def _bare_figures(self, draft: Draft, sentence: Sentence) -> list[ClaimMatch]:
        """The claims of which a sentence says no more than who gave which figure: "The union says there were 30"."""
        given = frozenset[str]().union(*(one.who.sources for one in sentence.attributions if one.who is not None))
        spans = [span for one in sentence.attributions for span in one.told][:_MOST_SPANS]
        if not given or any(
            word.stem and not is_number_word(word.key) and not any(a <= word.start < b for a, b in spans)
            for word in sentence.words
        ):
            return []
        told = find_figures(draft.text, sentence.start, sentence.end)
        found = []
        for wording in (self._first[id] for source in given for id in sorted(self._figures.get(source, ()))):
            if told and _agrees(wording.holding, told):
                key = tuple(told)
                by = tuple(one for one in sentence.attributions if one.covers(told[0].start, told[-1].end))
                found.append(
                    ClaimMatch(
                        wording.holding, sentence, told[0].start, told[-1].end, ENOUGH, key, True, by, True, False
                    )
                )
        return found

    def _more(self, sentence: Sentence, holding: CheckedClaim) -> bool:
        """Whether a sentence says more than a claim does, beside who says it."""
        spans = [span for one in sentence.attributions for span in one.told]
        spans += [(mention.start, mention.end) for mention in sentence.mentions]
        others = {word.stem for word in sentence.words if word.stem and not is_number_word(word.key)}
        others -= self._all[holding.id]
        told = {word.stem for word in sentence.words if any(a <= word.start < b for a, b in spans[:_MOST_SPANS])}
        return len(others - told) > 1

    def _repeat(
        self, draft: Draft, sentence: Sentence, part: float, wording: _Wording, figures: list[DraftFigure]
    ) -> ClaimMatch:
        holding = wording.holding
        words = [word for word in sentence.words if word.stem in wording.stems]
        start, end = _passage_start(sentence, words[0]), words[-1].end
        about = _figures_of_claim(
            holding, wording, sentence, counted_figures(draft.text, sentence.start, sentence.end, figures)
        )
        key = [(one.start, one.end) for one in about if _agrees(holding, [one])] or [(w.start, w.end) for w in words]
        given_by = tuple(
            attribution
            for attribution in sentence.attributions
            if not _is_subject(attribution, sentence, wording)
            and sum(attribution.covers(*span) for span in key) * 2 >= len(key)
        )
        allowed = frozenset[str]().union(*(saying.sources for saying in holding.affirming))
        named = any(mention.sources & allowed for mention in sentence.mentions) or any(
            one.who is not None and one.who.sources & allowed for one in sentence.attributions
        )
        quoted = any(
            sum(a <= word.start and word.end <= b for word in words) * 2 > len(words)
            for a, b in _quotations_in(draft, sentence)
        )
        inside = [word for word in sentence.words if start <= word.start and word.end <= end]
        turned = _is_negated(inside) != wording.negated or any(one.denies for one in given_by)
        return ClaimMatch(
            holding=holding,
            sentence=sentence,
            start=start,
            end=end,
            score=part,
            figures=tuple(about),
            agrees=_agrees(holding, about),
            attributions=given_by,
            given=bool(given_by) or named or quoted,
            turned=turned,
        )


def _is_subject(attribution: DraftAttribution, sentence: Sentence, wording: _Wording) -> bool:
    """Whether what looks like a source and its verb is a part of the claim: "Insurers are reluctant to pay"."""
    told, cue = (
        [w.stem for w in sentence.words if any(a <= w.start < b for a, b in spans[:_MOST_SPANS])]
        for spans in (attribution.told, attribution.cue)
    )
    return any(cue) and all(stem in wording.stems for stem in told if stem)


def _quotations_in(draft: Draft, sentence: Sentence) -> Iterable[tuple[int, int]]:
    quotations = draft.reading.quotations
    at = bisect_left(quotations, (sentence.start, 0))
    for a, b in quotations[max(0, at - 1) :]:
        if a >= sentence.end:
            return
        yield a, b


def _wordings(claim: CheckedClaim) -> list[str]:
    """The claim's own words, and those in which sources put it when they are a proposition too."""
    found = [claim.text]
    for saying in claim.affirming:
        if saying.quote and len(_stems(split_words(saying.quote))) >= 3:
            found.append(saying.quote)
    return list(dict.fromkeys(found))


def _stems(words: Iterable[StemmedWord]) -> frozenset[str]:
    """What words are about: numbers and words of hearsay left out, which are held against the draft by themselves."""
    return frozenset(
        word.stem
        for word in words
        if word.stem and not is_number_word(word.key) and word.key not in listed("hearsay_adverbs")
    )


def _core_wording(claim: CheckedClaim) -> str | None:
    """The bare bones of a claim's words; None where they are too few, or are all there is."""
    figure = next((c.number for c in counted_figures_of(claim.text) if _agrees(claim, [c.number])), None)
    if claim.figure is not None and figure is None:
        return None
    bones = claim_core(
        claim.text, (figure.start, figure.end) if figure is not None and claim.figure is not None else None
    )
    stems = _stems(split_words(bones))
    enough = len(stems) >= (3 if claim.figure is None else 2)
    return bones if enough and stems < _stems(split_words(claim.text)) else None


def _is_negated(words: Iterable[StemmedWord]) -> bool:
    return negations([word.key for word in words]) % 2 == 1


def _best_only(found: Iterable[tuple[float, _Wording]], present: set[str]) -> list[tuple[float, _Wording]]:
    """Those none of which another says all of, and more."""
    rows = [(part, wording, wording.stems & present) for part, wording in found]
    kept = [
        (part, wording)
        for part, wording, words in rows
        if not any(words < others and part <= other + 1e-9 for other, _, others in rows)
    ]
    return sorted(kept, key=lambda row: (-row[0], row[1].holding.id))


def _passage_start(sentence: Sentence, first: StemmedWord) -> int:
    """Where a passage begins whose first telling word is this: at the article or the number before it."""
    place = sentence.words.index(first)
    while place and (sentence.words[place - 1].key in ("the", "a", "an") or may_count(sentence.words[place - 1].key)):
        place -= 1
    return sentence.words[place].start


def _figures_of_claim(
    holding: CheckedClaim, wording: _Wording, sentence: Sentence, told: list[CountedFigure]
) -> list[DraftFigure]:
    """The numbers of a sentence that count what the claim counts; else those that stand before a word of the claim."""
    if holding.figure is None or not told:
        return []
    things = counted_things(holding)
    if fits := [count.number for count in told if things & set(count.things)]:
        return fits
    # "The 180-metre vessel" says how long it is, and counts nothing else.
    figures = [one.number for one in told if sentence.text[one.number.end - sentence.start :][:1] != "-"]
    near = []
    for figure in figures:
        after = [word for word in sentence.words if word.start >= figure.end][:3]
        # A number that ends a clause ("the police confirmed 96") counts what was counted before it.
        ends = not after or not sentence.text[figure.end - sentence.start :][:1].isspace()
        if ends or any(word.stem in wording.stems for word in after):
            near.append(figure)
    return near or figures


def counted_things(holding: CheckedClaim) -> frozenset[str]:
    """The stems of what the figure of a claim counts or measures."""
    counted = {
        one.things[0] for one in counted_figures_of(holding.text) if one.things and _agrees(holding, [one.number])
    }
    unit = [word.stem for word in split_words(holding.unit or "") if word.stem]
    return frozenset(counted | set(unit[:1]))


def _agrees(holding: CheckedClaim, figures: list[DraftFigure]) -> bool:
    if holding.figure is None or not figures:
        return True
    return any(may_be_same(holding.figure, interval_beside(holding, figure)) for figure in figures)


def interval_beside(holding: CheckedClaim, figure: DraftFigure) -> Interval:
    """The interval of a number of a draft beside a claim: a count where the claim counts."""
    return figure.counted if holding.unit in (None, "people") else figure.measured


NEARLY_ALL = 0.8
"""How much of a claim must be said for its contrary to be one."""
_WITHIN = 3
_NO_NEGATION = frozenset(("only", "just", "yet", "longer", "all", "always", "merely", "even"))
"""Words behind "not" with which it denies something else."""
_NEGATING = frozenset(
    ("fail", "failed", "fails", "failing", "without", "hardly", "barely", "refused", "unless", "until")
)
"""Words that may turn a sentence round as "not" does."""


def is_contrary(repeat: ClaimMatch) -> bool:
    """Whether it does, for certain: a "not" before a verb of the claim that the claim has not, or the other way."""
    if repeat.score < NEARLY_ALL or repeat.sentence.asks or any(one.denies for one in repeat.attributions):
        return False
    if not repeat.agrees or has_phrase("dispute_words", repeat.sentence.text):
        return False
    ours = [word.key for word in repeat.sentence.words]
    texts = [repeat.holding.text, *(saying.quote for saying in repeat.holding.affirming if saying.quote)]
    theirs = [[word.key for word in split_words(text)] for text in texts]
    if _NEGATING & {*ours, *(key for keys in theirs for key in keys)}:
        return False
    told, held = negations(ours), {negations(keys) for keys in theirs}
    if held == {1}:
        return told == 0 and any(_denies(keys) for keys in theirs)
    return held == {0} and told == 1 and _denies(ours)


def _denies(keys: list[str]) -> bool:
    """Whether a "not" stands before a verb, and denies that."""
    for at, key in enumerate(keys):
        if negations([key]) and keys[at + 1 : at + 2] and keys[at + 1] not in _NO_NEGATION:
            return any(is_verb(word) for word in keys[at + 1 : at + 1 + _WITHIN])
    return False
