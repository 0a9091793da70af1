"""Which claims of the ledger a sentence of a draft repeats, in its own words or theirs, and how."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from claimtrack.checking.altered_events import (
    LEAST_SHARED,
    MOST_SPANS,
    AlteredEvent,
    is_within,
    other_steps,
    other_thing,
    other_whole,
    own_words,
    tells_other_step,
    with_same_count,
    word_of,
    words_beside,
)
from claimtrack.checking.claim_words import (
    RankedClaim,
    WordCounts,
    asked_stems,
    core_wordings,
    counted_things,
    counts_what_is_asked,
    gives_figure,
    gives_share,
    is_called_untrue,
    is_of_past_year,
    may_agree,
    names_something,
    says_denial,
    wordings,
    years_in,
)
from claimtrack.checking.draft import Draft, DraftAttribution, Sentence, sources_of
from claimtrack.checking.draft_figures import (
    CountedFigure,
    DraftFigure,
    counted_figures,
    counted_figures_of,
    counts_all,
    find_figures,
    may_count,
)
from claimtrack.checking.measures import has_other_unit, measures_something_else, other_units
from claimtrack.checking.places import other_place, places_in
from claimtrack.checking.substitutions import other_words, substituted
from claimtrack.checking.words import (
    StemmedWord,
    is_number_word,
    is_verb,
    negations,
    numbers_in,
    split_words,
    telling_stems,
    word_keys,
)
from claimtrack.queries.check_data import CheckedClaim

ENOUGH = 0.68
"""How much of what a claim says, by weight of its words, a sentence must say to repeat it."""
ENOUGH_WITHOUT_VERB = 0.85
"""The same, of a sentence that has none of the claim's verbs."""
_BY_QUESTION = ENOUGH
"""The score of a claim known by its question and its figure, and not by its words."""
_ROUNDING = 1e-9
_MOST_POSTINGS = 2000


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
        return not (self.contrary or self.sentence.asks)

    @property
    def is_stated(self) -> bool:
        """Whether the draft says it in its own voice, as a fact."""
        return self.is_passed_on and not self.attributed


@dataclass(frozen=True, slots=True)
class _Wording:
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


_DIRECTIONS = frozenset(("below", "above", "against", "within", "inside", "outside"))


MOST_CLAIMS = 25
"""Claims that one sentence is taken to repeat at most."""


class ClaimMatcher:
    """Finds repeated claims. A word counts the more, the fewer claims have it."""

    def __init__(self, claims: Sequence[CheckedClaim], counts: WordCounts | None = None) -> None:
        """`counts` are those of all claims where `claims` are some of them."""
        self._counts = WordCounts(Counter(telling_stems(claim.text) for claim in claims)) if counts is None else counts
        self._wordings = [self._wording(claim, text) for claim in claims for text in wordings(claim)]
        self._cores: dict[str, tuple[_Wording, ...]] = {}
        self._claim_stems: dict[str, frozenset[str]] = defaultdict(frozenset)
        for wording in self._wordings:
            self._claim_stems[wording.claim.id] |= wording.stems
        self._first_wording = {wording.claim.id: wording for wording in reversed(self._wordings)}
        self._figures_by_origin: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            for assertion in claim.affirming if claim.figure is not None else ():
                self._figures_by_origin[assertion.origin or ""].add(claim.id)
        self._answers: dict[str, list[_Wording]] = defaultdict(list)
        """A stem of each question for a figure, that which the fewest claims have -> the answers, worded as asked."""
        for claim in claims:
            if claim.asked is not None and claim.figure is not None and (stems := asked_stems(claim.asked)):
                rarest = max(stems, key=lambda stem: (self._counts.weight(stem), stem))
                self._answers[rarest].append(replace(self._wording(claim, claim.asked), stems=frozenset(stems)))
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, wording in enumerate(self._wordings):
            for stem in wording.stems:
                self._postings[stem].append(number)

    def _wording(self, claim: CheckedClaim, text: str) -> _Wording:
        words = split_words(text)
        stems = frozenset(telling_stems(text))
        verbs = frozenset(word.stem for word in words if word.stem in stems and is_verb(word.key))
        weight = sum(map(self._counts.weight, stems))
        return _Wording(claim, stems, weight, _is_negated(words), stems & _DIRECTIONS, verbs)

    def _cores_of(self, claim: CheckedClaim) -> tuple[_Wording, ...]:
        """The cores of a claim as wordings, worked out when they are first looked for."""
        if claim.id not in self._cores:
            self._cores[claim.id] = tuple(self._wording(claim, core) for core in core_wordings(claim))
        return self._cores[claim.id]

    def matches(self, draft: Draft) -> list[ClaimMatch]:
        """The claims that the sentences of a draft repeat, in order."""
        return [match for sentence in draft.sentences for match in self._matches_in(draft, sentence)]

    def altered(self, draft: Draft, matches: Iterable[ClaimMatch]) -> list[AlteredEvent]:
        """Sentences that tell another outcome than a claim does, and repeat no claim that has theirs, in order."""
        repeated: dict[int, set[str]] = defaultdict(set)
        for match in matches:
            repeated[match.sentence.number] |= self._claim_stems[match.claim.id]
        altered: list[AlteredEvent] = []
        for sentence in draft.sentences:
            present = sentence.stems
            seen: set[tuple[str, str]] = set()
            steps = [*other_steps(sentence), *other_units(sentence.draft, sentence.words)]
            others = [*steps, *other_words(sentence.words)]
            said = bool(others) and bool(sentence.attributions)
            counted = counted_figures(draft.text, sentence.start, sentence.end) if said else []
            for stem, word in () if sentence.asks else others:
                if word.stem in repeated[sentence.number]:
                    continue
                for number in self._postings.get(stem, ())[:_MOST_POSTINGS]:
                    wording = self._wordings[number]
                    rest = wording.stems - {stem}
                    if (
                        (word.stem, wording.claim.id) not in seen
                        and has_other_unit(sentence.draft, sentence.words, word, stem, wording.claim.text)
                        and (
                            tells_other_step(sentence, word, rest, present, self._counts)
                            or with_same_count(sentence, word, stem, counted, wording.claim)
                        )
                        and ((stem, word) in steps or _is_substituted(sentence, word, wording.claim))
                    ):
                        seen.add((word.stem, wording.claim.id))
                        text = draft.text[word.start : word.end]
                        if (theirs := word_of(wording.claim, stem)) is not None:
                            altered.append(AlteredEvent(wording.claim, sentence, word.start, word.end, text, theirs))
            if not repeated[sentence.number] and not sentence.asks:
                altered.extend(self._of_other_things(draft, sentence))
                altered.extend(self._in_other_places(sentence))
        return altered

    def _of_other_things(self, draft: Draft, sentence: Sentence) -> Iterator[AlteredEvent]:
        """The claims of the sources of a sentence that count as many of something else, or of more or fewer."""
        ids = {id for source in sources_of(sentence.attributions) for id in self._figures_by_origin.get(source, ())}
        counted = counted_figures(draft.text, sentence.start, sentence.end) if ids else []
        for claim in (self._first_wording[id].claim for id in sorted(ids)):
            if (found := other_thing(sentence, counted, claim) or other_whole(sentence, counted, claim)) is not None:
                word, theirs = found
                ours = draft.text[word.start : word.end]
                yield AlteredEvent(claim, sentence, word.start, word.end, ours, theirs)

    def _in_other_places(self, sentence: Sentence) -> Iterator[AlteredEvent]:
        """The claims of which a sentence that is somebody's says nothing but that it was in another place."""
        for place in places_in(sentence.text) if sentence.attributions else ():
            beside = words_beside(sentence, place.stems)
            rarest = min(beside, key=lambda stem: len(self._postings.get(stem, ())), default="")
            for number in self._postings.get(rarest, ())[:_MOST_POSTINGS]:
                wording = self._wordings[number]
                found = other_place(sentence.text, wording.claim.text) if beside <= wording.stems else None
                if found is not None and wording.stems <= sentence.stems | found[1].stems:
                    start, end = (sentence.start + offset for offset in (found[0].start, found[0].end))
                    theirs = wording.claim.text[found[1].start : found[1].end]
                    yield AlteredEvent(wording.claim, sentence, start, end, sentence.draft[start:end], theirs, True)

    def _matches_in(self, draft: Draft, sentence: Sentence) -> list[ClaimMatch]:
        """The claims that one sentence repeats, those left out that a better one says all of."""
        present = sentence.stems
        scores: dict[int, float] = defaultdict(float)
        shared: Counter[int] = Counter()
        for stem in sorted(present):
            for number in self._postings.get(stem, ())[:_MOST_POSTINGS]:
                scores[number] += self._counts.weight(stem)
                shared[number] += 1
        best: dict[str, tuple[float, _Wording]] = {}
        for number in sorted(scores):  # of a claim's wordings that fit alike, its own
            score, wording = scores[number], self._wordings[number]
            if shared[number] < min(2, len(wording.stems)) or not wording.required <= present:
                continue
            part = score / wording.weight if wording.weight else 0.0
            known = best.get(wording.claim.id)
            if part >= wording.enough(present) and (known is None or part > known[0] + _ROUNDING):
                best[wording.claim.id] = part, wording
        # All the words of a core are words of its claim.
        near = {self._wordings[number].claim.id: self._wordings[number].claim for number, n in shared.items() if n > 1}
        for claim in near.values():
            for core in self._cores_of(claim) if claim.id not in best else ():
                more = len(own_words(sentence) - self._claim_stems[claim.id]) if core.stems <= present else None
                if more is not None and more <= (len(core.stems) > LEAST_SHARED):
                    best[claim.id] = 1.0, core
        years = years_in(word.key for word in sentence.words)
        if years:  # "The bridge was closed in 1987" is not what is to come
            best = {id: fit for id, fit in best.items() if not is_of_past_year(fit[1].claim, years)}
        answers = self._answers_in(draft, sentence, present, best, years)
        best |= {wording.claim.id: (_BY_QUESTION, wording) for wording, gives in answers if not gives}
        fitting = _best_only(leading := _leading(best, draft, sentence), present)
        fitting += _giving_its_figure(leading, fitting, draft, sentence)
        giving = [(_BY_QUESTION, wording) for wording, gives in answers if gives]
        fitting += sorted(giving, key=lambda row: row[1].claim.id)[: MOST_CLAIMS - len(fitting)]
        if not fitting and sentence.attributions:
            return self._bare_figures(draft, sentence)
        figures = find_figures(draft.text, sentence.start, sentence.end) if fitting else []
        said = {word.stem for word in sentence.words}
        return [_match(draft, sentence, *fit, figures) for fit in fitting if not said.isdisjoint(fit[1].stems)]

    def _answers_in(
        self, draft: Draft, sentence: Sentence, present: Set[str], known: Collection[str], years: Set[str]
    ) -> list[tuple[_Wording, bool]]:
        """The claims whose question a sentence answers with a figure, beside those `known`, and whether it is theirs.

        It has all that the question is about. Where that is one or two words and no name ("How many boats sank?"), or
        the sentence names another year, only claims whose figure it gives.
        """
        near = [one for stem in present for one in self._answers.get(stem, ()) if one.stems <= present]
        near = [one for one in near if one.claim.id not in known]
        counted = counted_figures(draft.text, sentence.start, sentence.end) if near else []
        answers: list[tuple[_Wording, bool]] = []
        for wording in near:
            claim, asked = wording.claim, wording.claim.asked or ""
            figures = [
                one.figure
                for one in counted
                if counts_what_is_asked(claim, asked, one) and counts_all(draft.text, one.figure, wording.stems)
            ]
            gives = gives_figure(claim, figures)
            sure = len(wording.stems) > LEAST_SHARED or names_something(asked)
            if gives or (figures and sure and not years - years_in(word_keys(f"{claim.text} {asked}"))):
                answers.append((wording, gives))
        return answers

    def _bare_figures(self, draft: Draft, sentence: Sentence) -> list[ClaimMatch]:
        """The claims of which a sentence says no more than who gave which figure: "The union says there were 30"."""
        sources, figures = bare_figures(draft, sentence)
        if not sources:
            return []
        start, end = figures[0].start, figures[-1].end
        attributions = tuple(one for one in sentence.attributions if one.covers(start, end))
        ids = (id for source in sources for id in sorted(self._figures_by_origin.get(source, ())))
        return [
            ClaimMatch(claim, sentence, start, end, ENOUGH, figures, True, attributions, True, False)
            for claim in (self._first_wording[id].claim for id in ids)
            if may_agree(claim, figures)
        ]


def bare_figures(draft: Draft, sentence: Sentence) -> tuple[frozenset[str], tuple[DraftFigure, ...]]:
    """The sources of a sentence that says no more than who gave which figure, and the figures; else none."""
    sources = sources_of(sentence.attributions)
    spans = [span for one in sentence.attributions for span in one.reporting][:MOST_SPANS]
    if not sources or any(
        word.stem and not is_number_word(word.key) and not is_within(word, spans) for word in sentence.words
    ):
        return frozenset(), ()
    figures = tuple(find_figures(draft.text, sentence.start, sentence.end))
    return (sources, figures) if figures else (frozenset(), ())


def _match(
    draft: Draft, sentence: Sentence, score: float, wording: _Wording, figures: Sequence[DraftFigure]
) -> ClaimMatch:
    claim = wording.claim
    words = sentence.words_of(wording.stems)
    start, end = _passage_start(sentence, words[0]), words[-1].end
    counted = counted_figures(draft.text, sentence.start, sentence.end, figures)
    about = tuple(_figures_of_claim(wording, sentence, counted))
    key = [(one.start, one.end) for one in about if may_agree(claim, [one])] or [(w.start, w.end) for w in words]
    attributions = tuple(
        attribution
        for attribution in sentence.attributions
        if not _is_subject(attribution, sentence, wording) and _is_about(attribution, key)
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
        contrary=_is_negated(inside) != wording.negated
        or any(one.denies for one in attributions)
        or is_called_untrue(sentence.text, start - sentence.start, end - sentence.start)
        or (not says_denial(claim.text) and says_denial(sentence.text, start - sentence.start, end - sentence.start)),
    )


def _is_substituted(sentence: Sentence, word: StemmedWord, claim: CheckedClaim) -> bool:
    """Whether this is the word of a sentence that stands where a claim has another of its kind."""
    found = substituted(sentence.text, claim.text)
    return found is not None and found[0] == sentence.draft[word.start : word.end]


def _is_about(attribution: DraftAttribution, key: Sequence[tuple[int, int]]) -> bool:
    """Whether half of these stretches of a sentence lie in what is attributed; the words for who says it aside."""
    spans = attribution.reporting[:MOST_SPANS]
    said = [span for span in key if not any(start <= span[0] < end for start, end in spans)]
    return sum(attribution.covers(*span) for span in said) * 2 >= len(said) > 0


def _named_beside(sentence: Sentence, wording: _Wording) -> Iterable[frozenset[str]]:
    """The sources named in a sentence; of an allegation or a disputed claim, those that it does not name itself."""
    weighs = wording.claim.allegation or wording.claim.status.name == "disputed"
    for mention in sentence.mentions:
        inside = [word.stem for word in sentence.words if mention.start <= word.start < mention.end and word.stem]
        if not (weighs and wording.stems.issuperset(inside)):
            yield mention.sources


def _is_subject(attribution: DraftAttribution, sentence: Sentence, wording: _Wording) -> bool:
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


def _is_negated(words: Iterable[StemmedWord]) -> bool:
    return negations([word.key for word in words]) % 2 == 1


def _leading(
    best: Mapping[str, tuple[float, _Wording]], draft: Draft, sentence: Sentence
) -> Collection[tuple[float, _Wording]]:
    """At most MOST_CLAIMS of the claims that a sentence repeats: the best, of equal ones those with its numbers."""
    if len(best) <= MOST_CLAIMS:
        return best.values()
    ours = numbers_in(draft.text[sentence.start : sentence.end])
    ranked = (RankedClaim(part, len(ours & numbers_in(one.claim.text)), id) for id, (part, one) in best.items())
    return [best[one.claim] for one in heapq.nsmallest(MOST_CLAIMS, ranked, key=RankedClaim.key)]


def _best_only(candidates: Iterable[tuple[float, _Wording]], present: Set[str]) -> list[tuple[float, _Wording]]:
    """Those none of which another says all of, and more; the best first."""
    rows = [(part, wording, wording.stems & present) for part, wording in candidates]
    kept = [
        (part, wording)
        for part, wording, words in rows
        if not any(words < others and part <= other + _ROUNDING for other, _, others in rows)
    ]
    return sorted(kept, key=lambda row: (-row[0], row[1].claim.id))


def _giving_its_figure(
    candidates: Iterable[tuple[float, _Wording]],
    kept: Sequence[tuple[float, _Wording]],
    draft: Draft,
    sentence: Sentence,
) -> list[tuple[float, _Wording]]:
    """Those not kept whose figure a sentence gives, where an answer to the same question is kept that has another."""
    other = {one.claim.question: one.claim for _, one in kept if one.claim.figure is not None and one.claim.question}
    ids = {one.claim.id for _, one in kept}
    beside = [one for one in candidates if one[1].claim.question in other and one[1].claim.id not in ids]
    figures = find_figures(draft.text, sentence.start, sentence.end) if beside else []
    return [
        one
        for one in sorted(beside, key=lambda row: (-row[0], row[1].claim.id))
        if gives_figure(one[1].claim, figures) and not gives_figure(other[one[1].claim.question or ""], figures)
    ]


def _passage_start(sentence: Sentence, first: StemmedWord) -> int:
    """Where a passage begins whose first telling word is this: at the article or the number before it."""
    place = sentence.words.index(first)
    while place and (sentence.words[place - 1].key in ("the", "a", "an") or may_count(sentence.words[place - 1].key)):
        place -= 1
    return sentence.words[place].start


def _figures_of_claim(wording: _Wording, sentence: Sentence, counted: list[CountedFigure]) -> list[DraftFigure]:
    """The figures of a sentence that count what the claim counts; else those that stand before a word of the claim."""
    if wording.claim.figure is None or not counted:
        return []
    things = counted_things(wording.claim)
    beside = [
        one.figure.counted
        for one in counted_figures_of(wording.claim.text)
        if not may_agree(wording.claim, [one.figure])
    ]
    counted = [one for one in counted if one.figure.counted not in beside] or counted
    counted = [
        one
        for one in counted
        if not (one.things and measures_something_else(one.things[0], things))
        and counts_all(sentence.draft, one.figure, wording.stems)
    ]
    if not gives_share(wording.claim):
        counted = [one for one in counted if not one.figure.is_fraction]
    if fits := [one.figure for one in counted if things & set(one.things)]:
        return fits
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
