"""A draft as it is held against the ledger: its sentences, who is named in them, and who is said to have said what."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from claimtrack.checking.speakers import PRONOUNS, PhraseMeaning, SourceMention, SpeakerIndex
from claimtrack.checking.words import QUESTION, SUPPOSITION, StemmedWord, has_phrase, split_words
from claimtrack.reading.input.text_map import PlainText
from claimtrack.reading.proposals import Proposal, Reading, Span, Spans

_LONGEST = 60
_STEP = 40
"""Words of a piece of an overlong sentence, and how far on the next piece begins."""
_NEAR = 6
"""How many sentences of its paragraph, either way, a reader takes with one."""


@dataclass(frozen=True, slots=True)
class DraftAttribution:
    """That somebody is said to have said something. `who` is None where nobody is named (a hedge alone).

    `denies` is whether it reports a denial or a doubt of what its content says. `told` are the words that name the
    source and report, `cue` those that report; `carriers` are those it is said to have been told to, as named here.
    """

    who: PhraseMeaning | None
    content: Spans
    denies: bool
    hedge: str | None
    told: Spans = ()
    cue: Spans = ()
    carriers: tuple[str, ...] = ()

    def covers(self, start: int, end: int) -> bool:
        """Whether its content and a stretch of the text overlap."""
        return any(a < end and start < b for a, b in self.content)


@dataclass(slots=True)
class Sentence:
    """One sentence of the draft, or a piece of one that is very long. Offsets are those of the plain text."""

    number: int
    start: int
    end: int
    paragraph: int
    text: str
    words: list[StemmedWord]
    mentions: list[SourceMention]
    attributions: list[DraftAttribution] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether it asks or supposes rather than states."""
        return QUESTION.search(self.text) is not None or SUPPOSITION.search(self.text) is not None

    @property
    def hedged(self) -> bool:
        """Whether it keeps what it says at a distance."""
        return has_phrase("hedges", self.text) or has_phrase("hearsay_adverbs", self.text)


@dataclass(frozen=True)
class Draft:
    """A draft as read. `name` is what its file is called where it was given."""

    name: str
    plain: PlainText
    reading: Reading
    cast: SpeakerIndex

    @property
    def text(self) -> str:
        """What a reader sees."""
        return self.plain.text

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences in order, with what is attributed in each."""
        found = self._cut()
        starts = [sentence.start for sentence in found]
        speakers: list[PhraseMeaning | None] = []
        last: PhraseMeaning | None = None
        for proposal in self.reading.proposals:
            who = self._who(proposal, found, starts, speakers, last)
            speakers.append(who)
            if who is not None and who.sources:
                last = who
            made = DraftAttribution(
                who,
                proposal.content,
                self._denies(proposal),
                _hedge(proposal),
                (*proposal.source, *proposal.cue),
                proposal.cue,
                tuple(hop.name for chain in proposal.chains for hop in chain[1:] if hop.name),
            )
            spans = [*proposal.content, *proposal.cue, *proposal.source]
            for place in {n for a, b in spans for n in range(_at(starts, a), _at(starts, max(a, b - 1)) + 1)}:
                found[place].attributions.append(made)
        for sentence in found:
            sentence.attributions += _attributed_figures(sentence, self.cast)
        return tuple(found)

    def _cut(self) -> list[Sentence]:
        found: list[Sentence] = []
        paragraph, at = 0, 0
        for start, end in self.reading.sentences:
            paragraph += self.text.count("\n", at, start)
            at = start
            words = split_words(self.text, start, end)
            mentions = self.cast.mentions(self.text, words)
            if len(words) <= _LONGEST:
                found.append(self._sentence(len(found), start, end, paragraph, words, mentions))
                continue
            place = 0
            for first in range(0, len(words), _STEP):
                some = words[first : first + _LONGEST]
                while place < len(mentions) and mentions[place].end <= some[0].start:
                    place += 1
                near = [m for m in mentions[place : place + _LONGEST] if m.start < some[-1].end]
                stop = words[first + _STEP].start if first + _STEP < len(words) else end
                begin = start if not first else some[0].start
                found.append(self._sentence(len(found), begin, max(stop, some[-1].end), paragraph, some, near))
        return found

    def _sentence(
        self, number: int, start: int, end: int, paragraph: int, words: list[StemmedWord], mentions: list[SourceMention]
    ) -> Sentence:
        return Sentence(number, start, end, paragraph, self.text[start:end], words, mentions)

    def _who(
        self,
        proposal: Proposal,
        sentences: list[Sentence],
        starts: list[int],
        speakers: list[PhraseMeaning | None],
        last: PhraseMeaning | None,
    ) -> PhraseMeaning | None:
        """Whom a proposal gives its words to, None where nobody is named."""
        if not proposal.source and proposal.continues is not None and proposal.continues < len(speakers):
            at = proposal.content[0][0]
            before = speakers[proposal.continues]
            near = self._meant("", sentences, _at(starts, at), at, before)
            # Words that go on from an earlier paragraph may as well be of somebody named in their own.
            return (
                before
                if before is None
                else PhraseMeaning(before.words, near.named | before.named, before.by_role, before.sort)
            )
        phrase = " ".join(self.text[start:end] for start, end in proposal.source)
        # The first of a chain spoke; the others passed it on.
        first = [chain[0].name for chain in proposal.chains if chain and chain[0].name]
        names = first or [hop.name for chain in proposal.chains for hop in chain if hop.name]
        if not phrase and not names:
            return None
        named = frozenset().union(*(self._named(span, sentences[_at(starts, span[0])]) for span in proposal.source))
        if named:
            return PhraseMeaning(phrase, named | self.cast.who(phrase).named)
        told = [who for name in names if (who := self.cast.who(name)).sources]
        named = frozenset().union(*(who.named for who in told))
        by_role = frozenset().union(*(who.by_role for who in told))
        called = phrase or names[0]
        if called.strip().lower() in PRONOUNS:
            at = proposal.source[0][0] if proposal.source else proposal.content[0][0]
            meant = self._meant(called, sentences, _at(starts, at), at, last)
            # Two ways of telling whom a pronoun means, neither of them sure: it may be either's.
            return (
                PhraseMeaning(called, named | by_role | meant.sources, sort=meant.sort)
                if meant.sources or told
                else meant
            )
        return PhraseMeaning(called, named, by_role, told[0].sort) if told else self.cast.who(called)

    def _meant(
        self, pronoun: str, sentences: list[Sentence], place: int, at: int, last: PhraseMeaning | None
    ) -> PhraseMeaning:
        """Whom a pronoun may mean: anybody of its kind named before it in its paragraph; else who spoke last."""
        people = pronoun.strip().lower() in ("", "he", "she")
        found: set[str] = set()
        for sentence in sentences[max(0, place - _NEAR) : place + 1]:
            if sentence.paragraph != sentences[place].paragraph:
                continue
            for mention in sentence.mentions:
                if mention.end <= at:
                    found |= {one for one in mention.sources if not people or self.cast.is_person(one)}
        if found:
            return PhraseMeaning(pronoun, frozenset(found))
        return last if last is not None else PhraseMeaning(pronoun, sort="any")

    def _named(self, span: Span, sentence: Sentence) -> frozenset[str]:
        """The sources named on a span of a sentence, of which the span may have only a part ("Today" is no day)."""
        return frozenset().union(*(one.sources for one in sentence.mentions if overlap((one.start, one.end), span)))

    def _denies(self, proposal: Proposal) -> bool:
        cue = " ".join(self.text[start:end] for start, end in proposal.cue)
        return proposal.stance in ("denies", "doubts", "withdraws") or has_phrase("dispute_words", cue)

    @cached_property
    def neighbours(self) -> dict[int, tuple[int, ...]]:
        """Sentence -> those that a reader takes with it: its paragraph, and one before and after."""
        found: dict[int, tuple[int, ...]] = {}
        for sentence in self.sentences:
            near = range(max(0, sentence.number - _NEAR), min(len(self.sentences), sentence.number + _NEAR + 1))
            found[sentence.number] = tuple(
                n for n in near if abs(n - sentence.number) <= 1 or self.sentences[n].paragraph == sentence.paragraph
            )
        return found

    def near(self, sentence: Sentence) -> str:
        """The text of a sentence and of those that a reader takes with it."""
        return "\n".join(self.sentences[n].text for n in self.neighbours[sentence.number])

    def around(self, start: int) -> Sentence | None:
        """The sentence that holds an offset; None where there is none."""
        if not self.sentences:
            return None
        return self.sentences[_at(self._starts, start)]

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]


_PUTS_AT = re.compile(r"\b(he|she|they|it|the [^\W\d_]{2,30}) (?:has |have |had )?puts? ", re.IGNORECASE)
_PUTS = re.compile(r"\s+(?:has |have |had )?(?:puts?|gives?|gave|given|counts?|counted|reckons?)\s", re.IGNORECASE)


def _attributed_figures(sentence: Sentence, cast: SpeakerIndex) -> list[DraftAttribution]:
    """That a source put something at a figure ("the union put the damage at"): no verb of saying, but a saying."""
    found = []
    for mention in sentence.mentions:
        after = _PUTS.match(sentence.text, mention.end - sentence.start)
        if after is not None:
            words = sentence.text[mention.start - sentence.start : mention.end - sentence.start]
            span = (sentence.start + after.end(), sentence.end)
            found.append(DraftAttribution(PhraseMeaning(words, mention.sources), (span,), False, None))
    for pronoun in _PUTS_AT.finditer(sentence.text):
        span = (sentence.start + pronoun.end(), sentence.end)
        found.append(DraftAttribution(cast.who(pronoun[1]), (span,), False, None))
    return found


def _at(starts: list[int], offset: int) -> int:
    return max(0, bisect_right(starts, offset) - 1)


def _hedge(proposal: Proposal) -> str | None:
    return next((hop.hedge for chain in proposal.chains for hop in chain if hop.hedge), None)


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]
