"""One sentence of a draft that repeats one claim: on which words, with which figures, and to whom it is given."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from claimtrack.checking.altered_events import MOST_SPANS, is_within
from claimtrack.checking.claim_words import counted_things, gives_share, is_called_untrue, may_agree, says_denial
from claimtrack.checking.differences.measures import measures_something_else
from claimtrack.checking.draft import Draft, DraftAttribution, Sentence, sources_of
from claimtrack.checking.draft_figures import (
    CountedFigure,
    DraftFigure,
    counted_figures,
    counted_figures_of,
    counts_all,
    counts_what_was_named,
    may_count,
)
from claimtrack.checking.words import StemmedWord, negations
from claimtrack.queries.check_data import CheckedClaim

ENOUGH = 0.68
"""How much of what a claim says, by weight of its words, a sentence must say to repeat it."""
ENOUGH_WITHOUT_VERB = 0.85
"""The same, of a sentence that has none of the claim's verbs."""


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """A sentence that repeats a claim, on the words from `start` to `end`; `score` is how much of it, 0 to 1.

    `figures` are the numbers of the sentence that are about it, `agrees` whether one of them may be the claim's (True
    where either has none). `attributions` are those whose content it lies in.
    """

    claim: CheckedClaim
    sentence: Sentence
    start: int
    end: int
    score: float
    figures: tuple[DraftFigure, ...]
    agrees: bool
    attributions: tuple[DraftAttribution, ...]
    attributed: bool
    """Whether the sentence gives it to somebody: by an attribution, by naming its source, or by quoting it."""
    contrary: bool
    """Whether it says the contrary, or reports a denial."""

    @property
    def attributed_to(self) -> frozenset[str]:
        """The sources that it is given to by name, role or pronoun; none where they are not known."""
        return sources_of(self.attributions)

    @property
    def is_passed_on(self) -> bool:
        """Whether the draft passes it on, as a fact or as somebody's."""
        return not (self.contrary or self.sentence.asks_beside(self.claim.text))

    @property
    def is_stated(self) -> bool:
        """Whether the draft says it in its own voice, as a fact."""
        return self.is_passed_on and not self.attributed


@dataclass(frozen=True, slots=True)
class ClaimWording:
    """One wording of a claim: its stems, their weight together, and whether an odd number of words negates it."""

    claim: CheckedClaim
    stems: frozenset[str]
    weight: float
    negated: bool
    required: frozenset[str]
    """Stems without which the same words may say the contrary."""
    verbs: frozenset[str]

    def enough(self, present: Set[str]) -> float:
        """How much of it a sentence with these stems must say."""
        return ENOUGH if not self.verbs or self.verbs & present else ENOUGH_WITHOUT_VERB


def match_claim(
    draft: Draft, sentence: Sentence, score: float, wording: ClaimWording, figures: Sequence[DraftFigure]
) -> ClaimMatch:
    """How a sentence repeats a claim that has one of its wordings in it; `figures` are those of the sentence."""
    claim = wording.claim
    words = sentence.words_of(wording.stems)
    start, end = _passage_start(sentence, words[0]), words[-1].end
    counted = counted_figures(draft.text, sentence.start, sentence.end, figures)
    about = tuple(_figures_of_claim(wording, sentence, counted))
    key = [(one.start, one.end) for one in about if may_agree(claim, [one])] or [(w.start, w.end) for w in words]
    attributions = tuple(
        attribution
        for attribution in sentence.attributions
        if not _is_subject(attribution, sentence, wording) and _is_about(attribution, sentence, key)
    )
    named = sources_of(sentence.attributions).union(*_named_beside(sentence, wording))
    quoted = any(
        sum(a <= word.start and word.end <= b for word in words) * 2 > len(words)
        for a, b in _quotations_in(draft, sentence)
    )
    inside = [word for word in sentence.words if start <= word.start and word.end <= end]
    return ClaimMatch(
        claim=claim,
        sentence=sentence,
        start=start,
        end=end,
        score=score,
        figures=about,
        agrees=may_agree(claim, about),
        attributions=attributions,
        attributed=bool(attributions) or bool(named & claim.sources) or quoted,
        contrary=is_negated(inside) != wording.negated
        or any(one.denies for one in attributions)
        or is_called_untrue(sentence.text, start - sentence.start, end - sentence.start)
        or (not says_denial(claim.text) and says_denial(sentence.text, start - sentence.start, end - sentence.start)),
    )


_OPENING = re.compile(r"(?:in|at|over|with|within|during|for|by|on) [^,;:.]{1,80},\s", re.IGNORECASE)
"""What a clause opens with that goes on behind who says it: "In nine cases, he said, the boats were old"."""


def _is_about(attribution: DraftAttribution, sentence: Sentence, key: Sequence[tuple[int, int]]) -> bool:
    """Whether half of these stretches of a sentence lie in what is attributed; the words for who says it aside."""
    spans = attribution.reporting[:MOST_SPANS]
    said = [span for span in key if not any(start <= span[0] < end for start, end in spans)]
    first = min((start for start, _ in spans), default=sentence.start)
    opens = first < min(start for start, _ in attribution.content) if attribution.content else False
    opening = first if opens and _OPENING.fullmatch(sentence.draft, sentence.start, first) else sentence.start
    return sum(end <= opening or attribution.covers(start, end) for start, end in said) * 2 >= len(said) > 0


def _named_beside(sentence: Sentence, wording: ClaimWording) -> Iterable[frozenset[str]]:
    """The sources named in a sentence; of an allegation or a disputed claim, those that it does not name itself."""
    weighs = wording.claim.allegation or wording.claim.status.name == "disputed"
    for mention in sentence.mentions:
        inside = [word.stem for word in sentence.words if mention.start <= word.start < mention.end and word.stem]
        if not (weighs and wording.stems.issuperset(inside)):
            yield mention.sources


def _is_subject(attribution: DraftAttribution, sentence: Sentence, wording: ClaimWording) -> bool:
    """Whether what looks like a source and its verb is a part of the claim: "Insurers are reluctant to pay"."""
    reporting, cue = (
        [word.stem for word in sentence.words if is_within(word, spans[:MOST_SPANS])]
        for spans in (attribution.reporting, attribution.cue)
    )
    if not any(cue) or not all(stem in wording.stems for stem in cue if stem):
        return False
    # "The minister, Cora Lindt, named" of a claim that Cora Lindt named.
    named = [one.name for one in sentence.mentions if one.name and is_within(one, attribution.reporting)]
    return all(stem in wording.stems for stem in reporting if stem) or any(name <= wording.stems for name in named)


def _quotations_in(draft: Draft, sentence: Sentence) -> Iterable[tuple[int, int]]:
    quotations = draft.reading.quotations
    first = max(0, bisect_left(quotations, (sentence.start, 0)) - 1)
    for start, end in quotations[first:]:
        if start >= sentence.end:
            return
        yield start, end


def is_negated(words: Iterable[StemmedWord]) -> bool:
    """Whether an odd number of some words negates what they say."""
    return negations([word.key for word in words]) % 2 == 1


def _passage_start(sentence: Sentence, first: StemmedWord) -> int:
    """Where a passage begins whose first telling word is this: at the article or the number before it."""
    place = sentence.words.index(first)
    while place and (sentence.words[place - 1].key in ("the", "a", "an") or may_count(sentence.words[place - 1].key)):
        place -= 1
    return sentence.words[place].start


def _figures_of_claim(wording: ClaimWording, sentence: Sentence, counted: list[CountedFigure]) -> list[DraftFigure]:
    """The figures of a sentence that count what the claim counts; else those that stand before a word of the claim."""
    if wording.claim.figure is None or not counted:
        return []
    things = counted_things(wording.claim)
    recorded = counted_figures_of(wording.claim.text)
    beside = [one.figure.counted for one in recorded if not may_agree(wording.claim, [one.figure])]
    counted = [one for one in counted if one.figure.counted not in beside] or counted
    of_part = any(not counts_all(wording.claim.text, one.figure, wording.stems) for one in recorded)
    counted = [
        one
        for one in counted
        if not (one.things and measures_something_else(one.things[0], things))
        and (of_part or counts_all(sentence.draft, one.figure, wording.stems))
    ]
    if not gives_share(wording.claim):
        counted = [one for one in counted if not one.figure.is_fraction]
    if of_part:
        # "16 were hurt, four of whom died": of those who died of the hurt, four are told of.
        named = [one for one in counted if counts_what_was_named(sentence.draft, one.figure)]
        if of_them := [one.figure for one in named if not wording.stems.isdisjoint(one.things)]:
            return of_them
    if fits := [one for one in counted if things & set(one.things)]:
        # "61 people were treated and 41 sent home": of who were sent home, 41 is said, though 61 counts people.
        told = wording.stems - things
        beside_them = [one.figure for one in counted if one.things and one.things[0] in told]
        theirs = any(told.intersection(one.things) for one in fits)
        return [one.figure for one in fits] if theirs or not beside_them else beside_them
    # "The 180-metre vessel" says how long it is, and counts nothing else.
    figures = [one.figure for one in counted if sentence.text[one.figure.end - sentence.start :][:1] != "-"]
    near = []
    for figure in figures:
        after = [word for word in sentence.words if word.start >= figure.end][:3]
        # A number that ends a clause ("the police confirmed 96") counts what was counted before it.
        ends = not after or not sentence.text[figure.end - sentence.start :][:1].isspace()
        if ends or any(word.stem in wording.stems for word in after):
            near.append(figure)
    return near or figures
