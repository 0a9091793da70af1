"""Which claims of the ledger a sentence of a draft repeats, in its own words or theirs, and how."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from claimtrack.checking.altered_events import (
    LEAST_SHARED,
    MOST_SPANS,
    AlteredEvent,
    Detail,
    is_within,
    names_told,
    other_steps,
    other_thing,
    other_whole,
    own_words,
    tells_other_step,
    with_same_count,
    word_of,
    words_beside,
)
from claimtrack.checking.claim_match import ENOUGH, ClaimMatch, ClaimWording, is_negated, match_claim
from claimtrack.checking.claim_words import (
    RankedClaim,
    WordCounts,
    asked_stems,
    core_wordings,
    counts_what_is_asked,
    gives_figure,
    is_of_past_year,
    may_agree,
    names_something,
    what_is_to_come,
    wordings,
    years_in,
)
from claimtrack.checking.differences.causes import Cause, causes_in, other_cause
from claimtrack.checking.differences.measures import has_other_unit, other_units
from claimtrack.checking.differences.names import Name, other_name
from claimtrack.checking.differences.places import NamedPlace, other_place, places_in
from claimtrack.checking.differences.substitutions import other_words, substituted
from claimtrack.checking.draft import Draft, Sentence, sources_of
from claimtrack.checking.draft_figures import (
    DraftFigure,
    counted_figures,
    counts_all,
    find_figures,
)
from claimtrack.checking.words import (
    StemmedWord,
    is_number_word,
    is_verb,
    numbers_in,
    split_words,
    telling_stems,
    word_keys,
)
from claimtrack.queries.check_data import CheckedClaim

_BY_QUESTION = ENOUGH
"""The score of a claim known by its question and its figure, and not by its words."""
_ROUNDING = 1e-9
_MOST_POSTINGS = 2000


_DIRECTIONS = frozenset(("below", "above", "against", "within", "inside", "outside"))


MOST_CLAIMS = 25
"""Claims that one sentence is taken to repeat at most."""


class ClaimMatcher:
    """Finds repeated claims. A word counts the more, the fewer claims have it."""

    def __init__(self, claims: Sequence[CheckedClaim], counts: WordCounts | None = None) -> None:
        """`counts` are those of all claims where `claims` are some of them."""
        self._counts = WordCounts(Counter(telling_stems(claim.text) for claim in claims)) if counts is None else counts
        self._wordings = [self._wording(claim, text) for claim in claims for text in wordings(claim)]
        self._cores: dict[str, tuple[ClaimWording, ...]] = {}
        self._claim_stems: dict[str, frozenset[str]] = defaultdict(frozenset)
        for wording in self._wordings:
            self._claim_stems[wording.claim.id] |= wording.stems
        self._first_wording = {wording.claim.id: wording for wording in reversed(self._wordings)}
        self._figures_by_origin: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            for assertion in claim.affirming if claim.figure is not None else ():
                self._figures_by_origin[assertion.origin or ""].add(claim.id)
        self._answers: dict[str, list[ClaimWording]] = defaultdict(list)
        """A stem of each question for a figure, that which the fewest claims have -> the answers, worded as asked."""
        for claim in claims:
            if claim.asked is not None and claim.figure is not None and (stems := asked_stems(claim.asked)):
                rarest = max(stems, key=lambda stem: (self._counts.weight(stem), stem))
                self._answers[rarest].append(replace(self._wording(claim, claim.asked), stems=frozenset(stems)))
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, wording in enumerate(self._wordings):
            for stem in wording.stems:
                self._postings[stem].append(number)

    def _wording(self, claim: CheckedClaim, text: str) -> ClaimWording:
        words = split_words(text)
        stems = frozenset(telling_stems(text))
        verbs = frozenset(word.stem for word in words if word.stem in stems and is_verb(word.key))
        weight = sum(map(self._counts.weight, stems))
        return ClaimWording(claim, stems, weight, is_negated(words), stems & _DIRECTIONS, verbs)

    def _cores_of(self, claim: CheckedClaim) -> tuple[ClaimWording, ...]:
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
        confirmed: set[int] = set()
        for match in matches:
            repeated[match.sentence.number] |= self._claim_stems[match.claim.id]
            confirmed |= set() if match.contrary else {match.sentence.number}
        altered: list[AlteredEvent] = []
        for sentence in draft.sentences:
            present = sentence.stems
            seen: set[tuple[str, str]] = set()
            steps = [*other_steps(sentence), *other_units(sentence.draft, sentence.words)]
            others = [*steps, *other_words(sentence.words)]
            to_come = what_is_to_come(sentence.text) if steps else ()  # what is considered will be decided on
            said = bool(others) and bool(sentence.attributions)
            counted = counted_figures(draft.text, sentence.start, sentence.end) if said else []
            figures = find_figures(draft.text, sentence.start, sentence.end) if others else []
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
                        and not _counts_others(figures, wording.claim)
                    ):
                        seen.add((word.stem, wording.claim.id))
                        text = draft.text[word.start : word.end]
                        theirs = word_of(wording.claim, stem)
                        if theirs is not None and not (theirs.endswith("ing") and word.stem in to_come):
                            altered.append(AlteredEvent(wording.claim, sentence, word.start, word.end, text, theirs))
            if not repeated[sentence.number] and not sentence.asks:
                altered.extend(self._of_other_things(draft, sentence))
            if sentence.number not in confirmed and not sentence.asks:
                altered.extend(self._with_other_details(sentence))
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

    def _with_other_details(self, sentence: Sentence) -> Iterator[AlteredEvent]:
        """The claims of which a sentence that is somebody's says nothing but that it had another place or cause."""
        for stems in details_of(sentence) if sentence.attributions else ():
            beside = words_beside(sentence, stems)
            rarest = min(beside, key=lambda stem: len(self._postings.get(stem, ())), default="")
            for number in self._postings.get(rarest, ())[:_MOST_POSTINGS]:
                wording = self._wordings[number]
                if beside <= wording.stems and is_negated(sentence.words) == wording.negated:
                    yield from _other_details(sentence, stems, wording)

    def _matches_in(self, draft: Draft, sentence: Sentence) -> list[ClaimMatch]:
        """The claims that one sentence repeats, those left out that a better one says all of."""
        present = sentence.stems
        scores: dict[int, float] = defaultdict(float)
        shared: Counter[int] = Counter()
        for stem in sorted(present):
            for number in self._postings.get(stem, ())[:_MOST_POSTINGS]:
                scores[number] += self._counts.weight(stem)
                shared[number] += 1
        said_by = sources_of(sentence.attributions)
        given = find_figures(draft.text, sentence.start, sentence.end) if said_by and scores else []
        best: dict[str, tuple[float, ClaimWording]] = {}
        for number in sorted(scores):  # of a claim's wordings that fit alike, its own
            score, wording = scores[number], self._wordings[number]
            if shared[number] < min(2, len(wording.stems)) or not wording.required <= present:
                continue
            part = score / wording.weight if wording.weight else 0.0
            known = best.get(wording.claim.id)
            if known is not None and part <= known[0] + _ROUNDING:
                continue
            fits = part >= wording.enough(present)
            if not fits and part >= ENOUGH and given:  # whose figure it is, and which, may stand for the verb
                fits = not said_by.isdisjoint(wording.claim.sources) and gives_figure(wording.claim, given)
            if fits:
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
        return [match_claim(draft, sentence, *fit, figures) for fit in fitting if not said.isdisjoint(fit[1].stems)]

    def _answers_in(
        self, draft: Draft, sentence: Sentence, present: Set[str], known: Collection[str], years: Set[str]
    ) -> list[tuple[ClaimWording, bool]]:
        """The claims whose question a sentence answers with a figure, beside those `known`, and whether it is theirs.

        It has all that the question is about. Where that is one or two words and no name ("How many boats sank?"), or
        the sentence names another year, only claims whose figure it gives.
        """
        near = [one for stem in present for one in self._answers.get(stem, ()) if one.stems <= present]
        near = [one for one in near if one.claim.id not in known]
        counted = counted_figures(draft.text, sentence.start, sentence.end) if near else []
        answers: list[tuple[ClaimWording, bool]] = []
        for wording in near:
            claim, asked = wording.claim, wording.claim.asked or ""
            figures = [
                one.figure
                for one in counted
                if counts_what_is_asked(claim, asked, one) and counts_all(draft.text, one.figure, wording.stems)
            ]
            gives = gives_figure(claim, figures)
            sure = (
                len(wording.stems) > LEAST_SHARED or names_something(asked) or _has_its_number(sentence, claim, figures)
            )
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


def _has_its_number(sentence: Sentence, claim: CheckedClaim, figures: Iterable[DraftFigure]) -> bool:
    """Whether a sentence gives a source of a claim with the number of its figure, though the bound may be another."""
    known = claim.figure
    if known is None or not sources_of(sentence.attributions) & claim.sources:
        return False
    ends = {known.low, known.high} - {None, "0"}
    return any(not ends.isdisjoint((one.counted.low, one.counted.high)) for one in figures)


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


def details_of(sentence: Sentence) -> Iterator[frozenset[str]]:
    """The stems of each place that a sentence names, of each cause that it gives, and of each name with its title."""
    yield from (place.stems for place in places_in(sentence.text))
    yield from (cause.stems for cause in causes_in(sentence.text))
    yield from (name.stems for name in names_told(sentence))


def _other_details(sentence: Sentence, stems: frozenset[str], wording: ClaimWording) -> Iterator[AlteredEvent]:
    """That a claim has another place or cause than the one of these stems in a sentence, and has no more to say."""
    text, claim = sentence.text, wording.claim
    details: tuple[tuple[Detail, tuple[NamedPlace | Cause | Name, NamedPlace | Cause | Name] | None], ...] = (
        ("place", other_place(text, claim.text)),
        ("cause", other_cause(text, claim.text)),
        ("name", other_name(names_told(sentence), text, claim.text)),
    )
    for detail, found in details:
        if found is not None and found[0].stems == stems and wording.stems <= sentence.stems | found[1].stems:
            start, end = (sentence.start + offset for offset in (found[0].start, found[0].end))
            instead = claim.text[found[1].start : found[1].end]
            yield AlteredEvent(claim, sentence, start, end, sentence.draft[start:end], instead, detail)
            return


def _counts_others(figures: Sequence[DraftFigure], claim: CheckedClaim) -> bool:
    """Whether a sentence counts otherwise than a claim: then what befell those whom it counts is another matter."""
    return claim.figure is not None and bool(figures) and not gives_figure(claim, figures)


def _is_substituted(sentence: Sentence, word: StemmedWord, claim: CheckedClaim) -> bool:
    """Whether this is the word of a sentence that stands where a claim has another of its kind."""
    found = substituted(sentence.text, claim.text)
    return found is not None and found[0] == sentence.draft[word.start : word.end]


def _leading(
    best: Mapping[str, tuple[float, ClaimWording]], draft: Draft, sentence: Sentence
) -> Collection[tuple[float, ClaimWording]]:
    """At most MOST_CLAIMS of the claims that a sentence repeats: the best, of equal ones those with its numbers."""
    if len(best) <= MOST_CLAIMS:
        return best.values()
    ours = numbers_in(draft.text[sentence.start : sentence.end])
    ranked = (RankedClaim(part, len(ours & numbers_in(one.claim.text)), id) for id, (part, one) in best.items())
    return [best[one.claim] for one in heapq.nsmallest(MOST_CLAIMS, ranked, key=RankedClaim.key)]


def _best_only(candidates: Iterable[tuple[float, ClaimWording]], present: Set[str]) -> list[tuple[float, ClaimWording]]:
    """Those none of which another says all of, and more; the best first."""
    rows = [(part, wording, wording.stems & present) for part, wording in candidates]
    kept = [
        (part, wording)
        for part, wording, words in rows
        if not any(words < others and part <= other + _ROUNDING for other, _, others in rows)
    ]
    return sorted(kept, key=lambda row: (-row[0], row[1].claim.id))


def _giving_its_figure(
    candidates: Iterable[tuple[float, ClaimWording]],
    kept: Sequence[tuple[float, ClaimWording]],
    draft: Draft,
    sentence: Sentence,
) -> list[tuple[float, ClaimWording]]:
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
