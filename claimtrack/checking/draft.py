"""A draft as read for checking: its sentences, who is named in them, and who is said to have said what."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice, pairwise

from claimtrack.checking.speakers import PRONOUNS, PhraseMeaning, SourceMention, SpeakerIndex, end_of_speakers
from claimtrack.checking.words import MODAL, QUESTION, SUPPOSITION, StemmedWord, has_phrase, iter_words
from claimtrack.reading.input.text_map import PlainText
from claimtrack.reading.proposals import Proposal, Reading, Span, Spans

_MOST_WORDS = 60
_STEP = 40
"""Words of a piece of an overlong sentence, and how far on the next piece begins."""
_BLOCK = 100 * _STEP
"""Words of an overlong sentence that are in memory at once."""
_MOST_MARKS = 12
"""Characters in front of a line's first word, such as spaces."""
_LINE_BEGINS = re.compile(r"(?:^|\n)[^\S\n]*$")
_LINE_ENDS = re.compile(r"[^\S\n]{0,12}(?:\n|$)")
_LONGEST_HEADING = 14
"""Words of a line without a full stop that stands by itself, above which it is running text."""
_NEARBY = 6
"""How many sentences of its paragraph, either way, a reader takes with one."""


@dataclass(frozen=True, slots=True)
class DraftAttribution:
    """Somebody is said to have said something. `speaker` is None where nobody is named (a hedge alone).

    `denies` is whether it reports a denial or a doubt of what its content says. `reporting` are the words that name
    the source and report, `cue` those that report; `carriers` are those it is said to have been told to, as named here.
    """

    speaker: PhraseMeaning | None
    content: Spans
    denies: bool
    hedge: str | None
    reporting: Spans = ()
    cue: Spans = ()
    carriers: tuple[str, ...] = ()

    def covers(self, start: int, end: int) -> bool:
        """Whether its content and a stretch of the text overlap."""
        return any(_overlap(span, (start, end)) for span in self.content)


def sources_of(attributions: Iterable[DraftAttribution]) -> frozenset[str]:
    """The sources to whom these attribute something; none where they are not known."""
    return frozenset[str]().union(*(one.speaker.sources for one in attributions if one.speaker is not None))


@dataclass(slots=True)
class Sentence:
    """One sentence of the draft, or a piece of one that is very long. Offsets are those of the plain text."""

    number: int
    start: int
    end: int
    paragraph: int
    draft: str
    """The plain text of the whole draft."""
    words_span: Span
    """From the first to the last of its words."""
    mentions: list[SourceMention]
    attributions: list[DraftAttribution] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text."""
        return self.draft[self.start : self.end]

    @property
    def words(self) -> tuple[StemmedWord, ...]:
        """Its words in order. They are not kept for the sentences of a long draft, which together are much larger."""
        return _words_of(self.draft, *self.words_span)

    @property
    def stems(self) -> frozenset[str]:
        """The stems of its words, and those of the whole name of a person of whom it tells by a part of it.

        "Brandt will resign" tells of Helga Brandt; "..., Brandt said" only who says it.
        """
        stems = {word.stem for word in self.words if word.stem}
        saying = [span for one in self.attributions for span in one.reporting][:_MOST_WORDS]
        for mention in self.mentions:
            if not mention.name <= stems and not any(_overlap((mention.start, mention.end), span) for span in saying):
                stems |= mention.name
        return frozenset(stems)

    def words_of(self, stems: Set[str]) -> list[StemmedWord]:
        """Its words with these stems; where one part between semicolons has all of these that it has, those there."""
        found = [word for word in self.words if word.stem in stems]
        parts = [found[:1]]
        for last, word in pairwise(found):
            if ";" in self.draft[last.end : word.start]:
                parts.append([])
            parts[-1].append(word)
        told = {word.stem for word in found}
        return next((part for part in parts if {word.stem for word in part} == told), found)

    def tells_at(self, place: int) -> bool:
        """Whether what stands at an offset of its text is told, and not a part of who says it, or of where they do."""
        at = (self.start + place, self.start + place + 1)
        some = self.attributions[:_MOST_WORDS]
        if any(_overlap(span, at) for one in some for span in one.reporting[:_MOST_WORDS]):
            return False
        return not some or any(one.covers(*at) for one in some)

    @property
    def asks(self) -> bool:
        """Whether it asks or supposes rather than states."""
        return QUESTION.search(self.text) is not None or SUPPOSITION.search(self.text) is not None

    def asks_beside(self, claim: str) -> bool:
        """Whether it asks, or supposes what a claim that it repeats does not suppose itself: "may have been copied"."""
        if not self.asks or QUESTION.search(self.text) is not None:
            return self.asks
        possible = MODAL.search(claim) is not None
        return any(not (possible and MODAL.match(one[0])) for one in SUPPOSITION.finditer(self.text))

    @property
    def hedged(self) -> bool:
        """Whether it keeps what it says at a distance."""
        return has_phrase("hedges", self.text) or has_phrase("hearsay_adverbs", self.text)


@lru_cache(maxsize=1024)
def _words_of(text: str, start: int, end: int) -> tuple[StemmedWord, ...]:
    return tuple(iter_words(text, start, end))


@dataclass(frozen=True)
class Draft:
    """A draft as read. `name` is what its file is called where it was given."""

    name: str
    plain: PlainText
    reading: Reading
    known: SpeakerIndex

    @property
    def text(self) -> str:
        """What a reader sees."""
        return self.plain.text

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences in order, with what is attributed in each."""
        sentences = self._cut()
        resolver = _SpeakerResolver(self, sentences)
        for proposal in self.reading.proposals:
            attribution = DraftAttribution(
                resolver.resolve(proposal),
                proposal.content,
                self._denies(proposal),
                next((hop.hedge for chain in proposal.chains for hop in chain if hop.hedge), None),
                (*proposal.source, *proposal.cue),
                proposal.cue,
                tuple(hop.name for chain in proposal.chains for hop in chain[1:] if hop.name)
                or resolver.told_to(proposal),
            )
            spans = [*proposal.content, *proposal.cue, *proposal.source]
            numbers = {n for a, b in spans for n in range(resolver.number(a), resolver.number(max(a, b - 1)) + 1)}
            for number in numbers:
                sentences[number].attributions.append(attribution)
        for sentence in sentences:
            sentence.attributions += _attributed_figures(sentence, self.known)
        return tuple(sentences)

    def _cut(self) -> list[Sentence]:
        """The sentences; those that are very long in pieces that overlap."""
        sentences: list[Sentence] = []
        paragraph, last_start = 0, 0

        def add(start: int, end: int, words: list[StemmedWord], mentions: list[SourceMention]) -> None:
            span = (words[0].start, words[-1].end) if words else (start, start)
            sentences.append(Sentence(len(sentences), start, end, paragraph, self.text, span, mentions))

        for start, end in self.reading.sentences:
            paragraph += self.text.count("\n", last_start, start)
            last_start = start
            rest = iter_words(self.text, start, end)
            words = list(islice(rest, _BLOCK + _MOST_WORDS))
            if len(words) <= _MOST_WORDS:
                add(start, end, words, self.known.mentions(self.text, words))
                continue
            while words:
                following = list(islice(rest, _BLOCK))
                mentions = self.known.mentions(self.text, words)
                passed = 0
                for first in range(0, _BLOCK if following else len(words), _STEP):
                    some = words[first : first + _MOST_WORDS]
                    while passed < len(mentions) and mentions[passed].end <= some[0].start:
                        passed += 1
                    inside = [m for m in mentions[passed : passed + _MOST_WORDS] if m.start < some[-1].end]
                    stop = words[first + _STEP].start if first + _STEP < len(words) else end
                    add(start, max(stop, some[-1].end), some, inside)
                    start = stop
                words = [*words[_BLOCK:], *following] if following else []
        return sentences

    def _denies(self, proposal: Proposal) -> bool:
        cue = " ".join(self.text[start:end] for start, end in proposal.cue)
        return proposal.stance in ("denies", "doubts", "withdraws") or has_phrase("dispute_words", cue)

    def is_heading(self, sentence: Sentence) -> bool:
        """Whether a sentence is a headline, a heading, a byline or a caption, and no running text."""
        start, end = sentence.words_span
        part = bisect_right(self._furniture, (start, len(self.text))) - 1
        if part >= 0 and start < self._furniture[part][1]:
            return True
        alone = start - sentence.start <= _MOST_MARKS and _LINE_BEGINS.search(
            self.text, max(0, start - _MOST_MARKS), start
        )
        ends = _LINE_ENDS.match(self.text, end) is not None and len(self.sentences) > 1
        return bool(alone) and ends and len(sentence.words) <= _LONGEST_HEADING

    @cached_property
    def _furniture(self) -> list[Span]:
        """The parts that are no running text, in order."""
        return sorted(part.span for part in self.reading.parts if part.kind != "dateline")

    @cached_property
    def neighbours(self) -> dict[int, tuple[int, ...]]:
        """Sentence -> those that a reader takes with it: its paragraph, and one before and after."""
        neighbours: dict[int, tuple[int, ...]] = {}
        for number, sentence in enumerate(self.sentences):
            nearby = range(max(0, number - _NEARBY), min(len(self.sentences), number + _NEARBY + 1))
            neighbours[number] = tuple(
                n for n in nearby if abs(n - number) <= 1 or self.sentences[n].paragraph == sentence.paragraph
            )
        return neighbours

    def near(self, sentence: Sentence) -> str:
        """The text of a sentence and of those that a reader takes with it."""
        return "\n".join(self.sentences[n].text for n in self.neighbours[sentence.number])

    def around(self, start: int) -> Sentence | None:
        """The sentence that holds an offset; None where there is none."""
        return self.sentences[_sentence_at(self._starts, start)] if self.sentences else None

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def speaker_of(self, start: int, end: int) -> PhraseMeaning | None:
        """Whom the text gives the quotation [start, end) to; None where it does not say."""
        sentence = self.around(start)
        if sentence is None:
            return None
        fitting = [one for one in sentence.attributions if one.speaker is not None and one.covers(start, end)]
        if fitting:
            return fitting[-1].speaker
        named = [mention for mention in sentence.mentions if mention.end <= start or mention.start >= end]
        if len(named) == 1:
            return PhraseMeaning(self.text[named[0].start : named[0].end], named=named[0].sources)
        return None


class _SpeakerResolver:
    """Tells whom the proposals of a draft, taken in their order, give their words to."""

    def __init__(self, draft: Draft, sentences: list[Sentence]) -> None:
        self._text = draft.text
        self._known = draft.known
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]
        self._speakers: list[PhraseMeaning | None] = []
        self._last: PhraseMeaning | None = None

    def number(self, offset: int) -> int:
        """The number of the sentence that holds an offset."""
        return _sentence_at(self._starts, offset)

    def resolve(self, proposal: Proposal) -> PhraseMeaning | None:
        """Whom the next proposal gives its words to, None where nobody is named."""
        speaker = self._speaker(proposal)
        self._speakers.append(speaker)
        if speaker is not None and speaker.sources:
            self._last = speaker
        return speaker

    def told_to(self, proposal: Proposal) -> tuple[str, ...]:
        """The outlets of the ledger that stand right behind the words that report a proposal: "told the Echo"."""
        behind = {
            self._text[mention.start : mention.end]
            for _, end in proposal.cue
            for mention in self._sentences[self.number(end)].mentions
            if mention.start > end and _TELLING.search(self._text, max(0, end - _MOST_MARKS), end)
            if self._text[end : mention.start].strip().lower() in ("", "the")
            and all(map(self._known.is_outlet, mention.sources))
        }
        return tuple(sorted(behind))

    def _speaker(self, proposal: Proposal) -> PhraseMeaning | None:
        continued = proposal.continues
        if not proposal.source and continued is not None and continued < len(self._speakers):
            before = self._speakers[continued]
            if before is None:
                return None
            # Words that go on from an earlier paragraph may as well be of somebody named in their own.
            near = self._pronoun("", proposal.content[0][0], before)
            return PhraseMeaning(before.words, near.named | before.named, before.by_role, before.category)
        phrase = " ".join(self._text[start:end] for start, end in proposal.source)
        # The first of a chain spoke; the others passed it on.
        first = [chain[0] for chain in proposal.chains if chain and chain[0].name]
        hops = first or [hop for chain in proposal.chains for hop in chain if hop.name]
        names = [hop.name_alone for hop in hops]  # "his brother" is not the one he is of
        if not phrase and not names:
            return None
        if named := frozenset[str]().union(*map(self._named_on, proposal.source)):
            return PhraseMeaning(phrase, named | self._known.resolve(phrase).named)
        resolved = [meaning for name in names if (meaning := self._known.resolve(name)).sources]
        named = frozenset[str]().union(*(meaning.named for meaning in resolved))
        by_role = frozenset[str]().union(*(meaning.by_role for meaning in resolved))
        words = phrase or names[0]
        offset = (proposal.source or proposal.content)[0][0]
        if words.strip().lower() not in PRONOUNS:
            if not resolved:
                return self._known.resolve(words)
            # "The company" behind "she told the Courier" is no outlet, where another body was named or spoke.
            if not self._bodies(named | by_role) and self._known.resolve(words).category == "body":
                named |= self._bodies(self._pronoun(words, offset, self._last).sources)
            return PhraseMeaning(words, named, by_role, resolved[0].category)
        meant = self._pronoun(words, offset, self._last)
        if not meant.sources and (not resolved or not self._opens(self.number(offset))):
            return meant
        # Two ways of telling whom a pronoun means, neither of them sure: it may be either's.
        return PhraseMeaning(words, named | by_role | meant.sources, category=meant.category)

    def _pronoun(self, pronoun: str, offset: int, last: PhraseMeaning | None) -> PhraseMeaning:
        """Whom a pronoun may mean: anybody of its kind named before it in its paragraph; else who spoke last."""
        people = pronoun.strip().lower() in ("", "he", "she")
        number = self.number(offset)
        named = {
            source
            for sentence in self._sentences[max(0, number - _NEARBY) : number + 1]
            if sentence.paragraph == self._sentences[number].paragraph
            for mention in sentence.mentions
            if mention.end <= offset
            for source in mention.sources
            if not people or self._known.is_person(source)
        }
        if named:
            return PhraseMeaning(pronoun, frozenset(named))
        # Further on in a paragraph it may be somebody whom the paragraph calls otherwise: "the doctor".
        return last if last is not None and self._opens(number) else PhraseMeaning(pronoun, category="any")

    def _bodies(self, sources: frozenset[str]) -> frozenset[str]:
        """Those of some sources that are bodies, and no outlets."""
        return frozenset(source for source in sources if self._known.is_body(source))

    def _opens(self, number: int) -> bool:
        """Whether a sentence is the first of its paragraph."""
        return number == 0 or self._sentences[number - 1].paragraph != self._sentences[number].paragraph

    def _named_on(self, span: Span) -> frozenset[str]:
        """The sources named on a span, of which the span may have only a part ("Today" is no day)."""
        mentions = self._sentences[self.number(span[0])].mentions
        own = (span[0], span[0] + end_of_speakers(self._text[slice(*span)]))
        return frozenset[str]().union(*(one.sources for one in mentions if _overlap((one.start, one.end), own)))


_TELLING = re.compile(r"\b(?:told|tells|telling)$", re.IGNORECASE)
_PUTS_AT = re.compile(
    r"\b(he|she|they|it|the [^\W\d_]{2,30}) (?:(?:has |have |had )?puts?|sp(?:eaks?|oke) of) ", re.IGNORECASE
)
_PUTS = re.compile(
    r"\s+(?:has |have |had )?(?:now |first |later |still |also |since |then )?"
    r"(?:puts?|gives?|gave|given|counts?|counted|reckons?|sp(?:eaks?|oke) of)\s",
    re.IGNORECASE,
)


def _attributed_figures(sentence: Sentence, known: SpeakerIndex) -> list[DraftAttribution]:
    """That a source put something at a figure ("the union put the damage at"): no verb of saying, but a saying."""
    speakers: list[tuple[PhraseMeaning, int]] = []
    for mention in sentence.mentions:
        after = _PUTS.match(sentence.text, mention.end - sentence.start)
        if after is not None:
            words = sentence.text[mention.start - sentence.start : mention.end - sentence.start]
            speakers.append((PhraseMeaning(words, mention.sources), after.end()))
    speakers += [(known.resolve(match[1]), match.end()) for match in _PUTS_AT.finditer(sentence.text)]
    return [
        DraftAttribution(speaker, ((sentence.start + end, sentence.end),), denies=False, hedge=None)
        for speaker, end in speakers
    ]


def _sentence_at(starts: list[int], offset: int) -> int:
    return max(0, bisect_right(starts, offset) - 1)


def _overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]
