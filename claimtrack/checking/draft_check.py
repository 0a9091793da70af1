"""A draft beside what it is checked against: the claims that it repeats, and what has become of them since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, TypeVar

from claimtrack.checking.altered_events import MOST_SPANS, AlteredEvent, is_within
from claimtrack.checking.claim_match import ClaimMatch
from claimtrack.checking.claim_words import gives_figure, says_untrue
from claimtrack.checking.draft import Draft, DraftAttribution, Sentence, sources_of
from claimtrack.checking.draft_figures import find_figures
from claimtrack.checking.quotation_matching import NearestPassage, RestrictedWords, TextIndex, fragments
from claimtrack.checking.speakers import SpeakerIndex
from claimtrack.checking.words import QUESTION, disputes, negations, word_keys, word_runs, word_stems
from claimtrack.domain.english import join_list
from claimtrack.domain.figures import meet
from claimtrack.domain.naming import name_in_a_sentence as called
from claimtrack.domain.text import shorten
from claimtrack.queries.check_data import CheckData, CheckedClaim, KnownAssertion, StoredText
from claimtrack.reading.word_lists import lines, words
from claimtrack.rules.rule import DraftFinding, Rule

LONGEST_PASSAGE = 200
WITHDRAWN, REFUTED, CORRECTED, RETRACTED, DISPUTED = "withdrawn", "refuted", "corrected", "retracted", "disputed"


@dataclass(frozen=True, slots=True)
class ChangedClaim:
    """A claim that does not stand as it was said.

    `change` is WITHDRAWN, REFUTED, CORRECTED, RETRACTED or DISPUTED; `by` are the ids of the sources who withdrew,
    denied or corrected it. `correction` is the claim that corrects it, or gives the figure in its place, None where
    none does; `why` is the reason of its status in words.
    """

    claim: str
    change: str
    by: tuple[str, ...]
    why: str
    correction: CheckedClaim | None = None


LEAST_TELLING = 3
"""Telling words that a sentence has at least to count as one that should rest on something."""


LEAVES_OPEN = {"neither-confirms-nor-denies": "would neither confirm nor deny", "doubts": "doubts"}
"""Stance of a source that stands behind no claim and denies none -> what it does."""
LEAST_OF_DENIAL = 2
"""Words in a row by which the words of a denial are known again, where they are given to who denies."""


@dataclass(frozen=True, slots=True)
class DraftCoverage:
    """How many sentences of a draft rest on the ledger, of how many, and the lines (from 1, in order) of the others.

    A sentence rests on it that repeats a claim or alters one, or quotes words of a stored text or of a recorded
    quotation, or words like them. Headlines, headings, questions and sentences of fewer than LEAST_TELLING telling
    words are not counted. `held_back` counts the stored texts that it was not held against, as something restricted
    stands in them.
    """

    name: str
    resting: int
    sentences: int
    lines: tuple[int, ...]
    held_back: int = 0


T = TypeVar("T")


@dataclass(frozen=True)
class DraftCheck:
    """A draft and what it is checked against.

    `all_matches` are the claims that its sentences repeat, in order, `all_altered` those of which they tell another
    outcome. Of a published piece `published` is what the
    ledger held when it went out, and `removed` the ids of claims that were in it then and are not any more.
    """

    draft: Draft
    data: CheckData
    speakers: SpeakerIndex
    all_matches: tuple[ClaimMatch, ...]
    texts: TextIndex
    restricted_words: RestrictedWords
    all_altered: tuple[AlteredEvent, ...] = ()
    published: CheckData | None = None
    removed: frozenset[str] = frozenset()
    _nearest: dict[str, NearestPassage | None] = field(default_factory=dict, repr=False, compare=False)
    _worked_out: dict[tuple[str, Callable[..., Any]], Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def matches(self) -> tuple[ClaimMatch, ...]:
        """Those of claims that may be used: not restricted ones."""
        return tuple(match for match in self.all_matches if not match.claim.restricted)

    @cached_property
    def matches_in(self) -> dict[int, list[ClaimMatch]]:
        """The same by the number of their sentence."""
        matches: dict[int, list[ClaimMatch]] = defaultdict(list)
        for match in self.matches:
            matches[match.sentence.number].append(match)
        return dict(matches)

    @cached_property
    def answers(self) -> dict[str, list[CheckedClaim]]:
        """Question -> the claims that answer it, restricted ones left out."""
        return claims_by_question(self.data)

    @cached_property
    def changed(self) -> dict[str, ChangedClaim]:
        """The claims that do not stand as they were said, by id."""
        return changed_claims(self.data)

    def nearest(self, quoted: str) -> NearestPassage | None:
        """The passage of a stored text that is most like words of a quotation; it is looked for once."""
        if quoted not in self._nearest:
            self._nearest[quoted] = self.texts.nearest(quoted)
        return self._nearest[quoted]

    @cached_property
    def stored(self) -> dict[str, StoredText]:
        """The stored texts by the ids of their documents."""
        return {text.id: text for text in self.data.texts}

    def documents_of(self, claim: CheckedClaim) -> list[StoredText]:
        """The stored texts that a claim is affirmed in."""
        ids = sorted({one.document for one in claim.affirming if one.document is not None})
        return [self.stored[one] for one in ids if one in self.stored]

    def of_text(self, text: StoredText, work: Callable[[StoredText], T]) -> T:
        """What `work` makes of a stored text: once, however many claims are affirmed in it."""
        key = text.id, work
        if key not in self._worked_out:
            self._worked_out[key] = work(text)
        made: T = self._worked_out[key]
        return made

    def superseding(self, claim: CheckedClaim) -> CheckedClaim | None:
        """The claim with the figure that the same source gave last for the same, where it cannot be this one."""
        return superseding(claim, self._kept_answers(claim))

    def raising(self, claim: CheckedClaim) -> CheckedClaim | None:
        """The same, where this one was a least ("at least 11"), and the last is a number above it."""
        latest = latest_answer(claim, self._kept_answers(claim))
        if latest is None or latest.figure is None or claim.figure is None or claim.figure.high is not None:
            return None
        exact = latest.figure.low == latest.figure.high
        return latest if exact and Decimal(latest.figure.low) > Decimal(claim.figure.low) else None

    def _kept_answers(self, claim: CheckedClaim) -> Iterable[CheckedClaim]:
        return (one for one in self.answers.get(claim.question or "", ()) if one.id not in self.removed)

    def says(self, attributions: Iterable[DraftAttribution]) -> list[DraftAttribution]:
        """Those that say who said something, and not what happened: "approved" may be the outcome of a debate."""
        starts = [event.start for event in self.all_altered]
        return [one for one in attributions if not any(a <= start < b for a, b in one.cue for start in starts)]

    @cached_property
    def coverage(self) -> DraftCoverage:
        """How much of the draft rests on the ledger; on restricted records nothing does."""
        resting = {*self.matches_in, *(one.sentence.number for one in self.all_altered if not one.claim.restricted)}
        for start, end in self.draft.reading.quotations:
            sentence = self.draft.around(start)
            if sentence is not None and sentence.number not in resting:
                quoted = self.draft.text[start:end]
                long_enough = sum(map(len, fragments(quoted))) >= LEAST_TELLING
                if long_enough and (self.texts.find(quoted) is not None or self.nearest(quoted) is not None):
                    resting.add(sentence.number)
        plain = self.draft.plain
        counted = [
            one
            for one in self.draft.sentences
            if not QUESTION.search(one.text)
            and not self.draft.is_heading(one)
            and len({word.stem for word in one.words} - {""}) >= LEAST_TELLING
        ]
        others = {plain.place(plain.source_span(*one.words_span)[0])[0] for one in counted if one.number not in resting}
        rests = sum(one.number in resting for one in counted)
        return DraftCoverage(self.draft.name, rests, len(counted), tuple(sorted(others)), self.data.held_back)

    def finding(
        self,
        start: int,
        end: int,
        fact: str,
        next_step: str,
        claim: CheckedClaim | None = None,
        related: tuple[str, ...] = (),
        severity: str = "",
        suggestion: str | None = None,
    ) -> DraftFinding:
        """A finding on the stretch [start, end) of the draft's plain text, with its place in the file."""
        plain = self.draft.plain
        first, last = plain.source_span(start, end)
        return DraftFinding(
            self.draft.name,
            *plain.place(first),
            *plain.place(last),
            shorten(self.draft.text[start:end], LONGEST_PASSAGE),
            fact,
            next_step,
            None if claim is None else claim.id,
            None if claim is None else claim.text,
            related,
            suggestion,
            severity=severity,
        )

    def names_of(self, sources: Iterable[str]) -> str:
        """Sources as they may be printed, for a sentence: "A, B and C", each once; "nobody who is named" of none."""
        known = (self.speakers.sources[id] for id in sources if id in self.speakers.sources)
        return _joined(
            called(source.described) if source.name_hidden else called(source.names[0], source.kind) for source in known
        )

    def origins_of(self, claim: CheckedClaim) -> str:
        """Who said a claim first, as they may be printed, for a sentence."""
        return _joined(
            called(assertion.described) if assertion.described else self.names_of(filter(None, [assertion.origin]))
            for assertion in claim.affirming
            if assertion.origin is not None or assertion.described is not None
        )

    def deniers_of(self, claim: CheckedClaim) -> str:
        """Who denies a claim that nobody makes, as they may be printed: "denied by the Harbour Board"."""
        denied = [one for one in claim.assertions if one.stance == "denies" and one.counts and not one.restricted]
        names = [called(one.described) if one.described else self.names_of([one.origin or ""]) for one in denied]
        return f"denied by {_joined(names)}" if names else _joined(names)

    def descriptions(self, assertions: Iterable[KnownAssertion]) -> list[str]:
        """How those may be called who said something first and may not be named."""
        found = []
        for one in assertions:
            source = self.speakers.sources.get(one.origin or "")
            if one.described is not None:
                found.append(one.described)
            elif source is not None and source.name_hidden:
                found.append(source.described)
        return found

    def describe(self, changed: ChangedClaim) -> str:
        """What became of a claim, a sentence."""
        by = self.names_of(changed.by) if changed.by else ""
        if changed.change == WITHDRAWN:
            instead = "" if changed.correction is None else f" and gave “{changed.correction.answer}” instead"
            return f"This was withdrawn: {by or 'whoever said it'} took it back{instead}."
        if changed.change == REFUTED:
            return "This was checked and refuted."
        if changed.change == CORRECTED and changed.correction is not None:
            return f"This was corrected by {by or 'its source'}: {changed.correction.text}."
        if changed.change == RETRACTED:
            return "What reported this was retracted or removed."
        return f"This is disputed: {by} denies it." if by else f"This is disputed: {changed.why}."

    def nobody_says(self, claim: CheckedClaim) -> str | None:
        """That nobody says a claim, and who doubts it or leaves it open, a part of a sentence.

        None where somebody says it, or denies it, or nobody is known to leave it open.
        """
        if claim.affirming or claim.id in self.changed or claim.status.name != "unverified":
            return None
        told: list[str] = []
        for stance, does in LEAVES_OPEN.items():
            said = [one for one in claim.assertions if one.stance == stance and one.counts and not one.restricted]
            if said:
                names = (
                    called(one.described) if one.described else self.names_of(filter(None, [one.origin]))
                    for one in said
                )
                told.append(f"{_joined(names)} {does}")
        return f"nobody says it in the ledger: {join_list(told)} it." if told else None

    def reports_change(self, match: ClaimMatch, *, beside: bool = True) -> bool:
        """Whether the draft says that a claim has changed: in its sentence, or `beside` it where no other claim is."""
        own = match.sentence.number
        return self._is_denied_beside(match) or any(
            self._tells_dispute(match.claim, self.draft.sentences[number])
            and (number == own or self._may_concern(match, number))
            for number in (self.draft.neighbours[own] if beside else (own,))
        )

    def _is_denied_beside(self, match: ClaimMatch) -> bool:
        """Whether the sentence of a claim goes on with something negated that is given to who denies the claim."""
        deniers = {one.origin for one in match.claim.assertions if one.stance == "denies" and not one.restricted}
        return any(
            one not in match.attributions
            and not deniers.isdisjoint(sources_of([one]))
            and any(negations(word_keys(self.draft.text[start:end])) for start, end in one.content)
            for one in match.sentence.attributions
        )

    def _tells_dispute(self, claim: CheckedClaim, sentence: Sentence) -> bool:
        """Whether a sentence says that something is contested, or has the words of somebody who denies a claim."""
        if disputes(sentence.text, claim.text) or says_untrue(sentence.text):
            return True
        saying = [span for one in sentence.attributions for span in one.reporting][:MOST_SPANS]
        keys = [word.key for word in sentence.words if not is_within(word, saying)]
        said_by = sources_of(sentence.attributions)
        for denial in claim.assertions:
            if denial.stance == "denies" and not denial.restricted and denial.quote and said_by & denial.sources:
                runs = set(word_runs(word_keys(denial.quote), LEAST_OF_DENIAL))
                if not runs.isdisjoint(word_runs(keys, LEAST_OF_DENIAL)):
                    return True
        return False

    def gives_other_answer(self, match: ClaimMatch) -> bool:
        """Whether the draft gives, there or beside it, another answer to the question of a claim."""
        claim = match.claim
        if claim.question is None:
            return False
        nearby = self.draft.neighbours[match.sentence.number]
        others = (other for number in nearby for other in self.matches_in.get(number, ()))
        if any(o.claim.question == claim.question and o.claim.id != claim.id and o.agrees for o in others):
            return True
        return any(self._gives_other_figure(self.draft.sentences[number], match) for number in nearby)

    def _gives_other_figure(self, sentence: Sentence, match: ClaimMatch) -> bool:
        """Whether a sentence gives another answer's figure, in a breath with this one or with its source's name."""
        claim = match.claim
        if claim.figure is None:
            return False
        figures = find_figures(self.draft.text, sentence.start, sentence.end)
        figures = [figure for figure in figures if not gives_figure(claim, [figure])]
        named = frozenset[str]().union(*(mention.sources for mention in sentence.mentions))
        return any(
            gives_figure(other, figures)
            and (sentence is match.sentence or any(assertion.sources & named for assertion in other.affirming))
            for other in self.answers.get(claim.question or "", ())
        )

    def _may_concern(self, match: ClaimMatch, number: int) -> bool:
        """Whether a sentence may be about a claim that another one repeats.

        It repeats that too, or one that answers the same question. Where it repeats none, it stands in the same
        paragraph, or has a word or a source of the claim, or refers to what was said: "That was wrong", "the claim".
        """
        claim, sentence = match.claim, self.draft.sentences[number]
        others = [match.claim for match in self.matches_in.get(number, ())]
        if others:
            return any(
                other.id == claim.id or (other.question is not None and other.question == claim.question)
                for other in others
            )
        if sentence.paragraph == match.sentence.paragraph or sentence.stems & word_stems(claim.text):
            return True
        sources = frozenset[str]().union(*(one.sources for one in claim.assertions))
        if any(one.sources & sources for one in sentence.mentions):
            return True
        keys = [word.key for word in sentence.words]
        return bool(keys) and (keys[0] in words("pronouns") or not _referring().isdisjoint(keys))


@cache
def _referring() -> frozenset[str]:
    """Words that refer to what was said, or stands there: "this", "the accusation"."""
    return frozenset(("this", "that", "these", "those", *(line.split()[0] for line in lines("reporting_nouns"))))


DraftRule = Rule[[DraftCheck], DraftFinding]


def _joined(names: Iterable[str]) -> str:
    return join_list(sorted(set(names), key=lambda name: name.removeprefix("the "))) or "nobody who is named"


def claims_by_question(data: CheckData) -> dict[str, list[CheckedClaim]]:
    """Question -> the claims that answer it, restricted ones left out."""
    claims: dict[str, list[CheckedClaim]] = defaultdict(list)
    for claim in data.claims:
        if claim.question is not None and not claim.restricted:
            claims[claim.question].append(claim)
    return dict(claims)


def superseding(claim: CheckedClaim, answers: Iterable[CheckedClaim]) -> CheckedClaim | None:
    """Of the `answers` to its question, that with the last figure which a source of a claim gave later for the same.

    None where there is none, where the two figures may be one, or where the day of the claim is not known.
    """
    latest = latest_answer(claim, answers)
    if latest is None or latest.figure is None or claim.figure is None or meet(latest.figure, claim.figure):
        return None
    return latest


def latest_answer(claim: CheckedClaim, answers: Iterable[CheckedClaim]) -> CheckedClaim | None:
    """The same, though the two figures may be one: "19" after "at least 11"."""
    if claim.question is None or claim.figure is None:
        return None
    bodies = {assertion.top_body for assertion in claim.affirming if assertion.top_body}
    last, latest = max((assertion.said or "" for assertion in claim.affirming), default=""), None
    if not last:
        return None
    for other in answers:
        alike = other.question == claim.question and (other.unit, other.counts) == (claim.unit, claim.counts)
        if other.id == claim.id or not alike or other.figure is None or other.restricted:
            continue
        said = max((one.said or "" for one in other.affirming if one.top_body in bodies), default="")
        if said > last:
            last, latest = said, other
    return latest


def changed_claims(data: CheckData) -> dict[str, ChangedClaim]:
    """The claims that do not stand as they were said, by id; restricted ones left out."""
    answers = claims_by_question(data)
    claims = (claim for claim in data.claims if not claim.restricted)
    changes = (_change_of(claim, answers.get(claim.question or "", [])) for claim in claims)
    return {change.claim: change for change in changes if change is not None}


def _change_of(claim: CheckedClaim, answers: list[CheckedClaim]) -> ChangedClaim | None:
    status = claim.status
    if status.name in (WITHDRAWN, REFUTED):
        instead = next((one for one in answers if one.id != claim.id and _correctors(one, claim)), None)
        given = instead or (superseding(claim, answers) if status.name == WITHDRAWN else None)
        return ChangedClaim(claim.id, status.name, status.by, status.reason_text, given)
    for other in answers:
        if other.id != claim.id and (by := _correctors(other, claim)):
            return ChangedClaim(claim.id, CORRECTED, by, "its source corrected it", other)
    if claim.affirming and not any(assertion.sound for assertion in claim.affirming):
        return ChangedClaim(claim.id, RETRACTED, (), "what reported it was retracted or removed")
    # What a source corrected differs from its correction: that is no dispute.
    settled = status.reason_code == "disagreement" and any(_correctors(claim, other) for other in answers)
    if status.name == DISPUTED and not settled:
        return ChangedClaim(claim.id, DISPUTED, status.by, status.reason_text)
    return None


def _correctors(correction: CheckedClaim, claim: CheckedClaim) -> tuple[str, ...]:
    """The origins of a claim, if every one of them has corrected itself in `correction`; else none."""
    correcting = {assertion.top_body for assertion in correction.affirming if assertion.stance == "corrects"}
    affirming = claim.affirming
    if any(assertion.stance == "corrects" or assertion.top_body not in correcting - {None} for assertion in affirming):
        return ()
    return tuple(sorted({assertion.origin for assertion in affirming if assertion.origin}))
