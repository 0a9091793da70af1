"""What is read of a text: attributions as its surface shows them, and proposals as the ledger would record them."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]
"""[start, end) in code points of the text that is read."""

Spans = tuple[Span, ...]
"""Spans in the order of the text; several where other words stand between."""

CITING = ", citing"
"""What the rule of an attribution ends in that cites somebody."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What reports. `lemma` is its entry of the lexicon ("say", "reportedly"), `category` its class there.

    `passive`: "is described as", "was told"; `negated`: "did not say"; `tense` is past, present, perfect, future or
    none (a noun, a preposition).
    """

    lemma: str
    category: str
    passive: bool = False
    negated: bool = False
    tense: str = "none"


@dataclass(frozen=True, slots=True)
class DetectedAttribution:
    """One attribution on the surface of a text.

    `source` is empty where nobody is named, or where the passage goes on from another; `content` never is. `addressee`
    is whom it was told ("Coast Wire" of "told Coast Wire"), `carrier` who passes the words on ("quoted by Coast Wire
    as saying"), `through` who passes on what those do, outward. `rule` names what found it. `continues` is the place,
    in the list it stands in, of the attribution that this one goes on from (None: it stands by itself). `complement`
    is what its words are behind the verb: quote, clause, question, phrase, infinitive, label, object or figure; ""
    where they stand elsewhere. `rival` is who else may be its subject by the grammar of its sentence.
    """

    source: Spans
    cue: Spans
    content: Spans
    word: Cue
    rule: str
    addressee: Span | None = None
    continues: int | None = None
    carrier: Span | None = None
    through: Spans = ()
    complement: str = ""
    rival: Span | None = None

    @property
    def start(self) -> int:
        """Where its content begins."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """Where its content ends."""
        return self.content[-1][1]


@dataclass(frozen=True, slots=True)
class ProposedHop:
    """One hop of a proposed chain.

    `name` is what the source is called in the ledger (None: nobody is named), `mention` the words that name it here
    (None for a hop that is known from elsewhere in the piece). `kind` is a kind of source, `role` what the piece
    calls them ("President of Oressa"), `speaks_for` the name of the body; each None where the text does not tell.
    `whose` is whom "his" or "her" means, with whose name `name` then begins ("Ana Lint’s brother").
    `naming`, `basis` and `caveats` are words of `domain.vocabulary`; `hedge` is the word of doubt as printed.
    """

    name: str | None
    mention: Span | None = None
    naming: str = "named"
    basis: str = "not-stated"
    hedge: str | None = None
    caveats: tuple[str, ...] = ()
    kind: str | None = None
    role: str | None = None
    speaks_for: str | None = None
    whose: str | None = None

    @property
    def name_alone(self) -> str:
        """The name without whose they are ("brother" of "Ana Lint’s brother"), "" where nobody is named."""
        return (self.name or "").removeprefix(f"{self.whose}’s ")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the reader is not sure of in a proposal, so that a person has to choose.

    `field` is a field that a review edits; `options` are what may hold, as a person types them there, the one that is
    proposed first. Who speaks is in doubt where `mentions` gives a source with `others`, or two have one name
    (`actions.reading.namesakes`), or a figure stands in an aside (`own_voice`); release, claim and allegation are in
    `proposer`, the stance of a figure given earlier in `same_counts`, questions in `actions.reading.story_questions`.
    """

    field: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed attribution.

    `source`, `cue` and `content` are spans of the text. `chains` holds one chain for each speaker, from the origin
    outward, the publisher left out; several are a joint statement. `text` is the claim in words that stand alone as
    far as rules can make it so. `kind`, `quote_kind`, `stance`, `label_words` and `evidence_given` are words of
    `domain.vocabulary`. `figure` is the number as said, `counting` whom it counts, `period` the length of time
    that it is of ("since 2020"), all as printed, `for_date` the day up to which it counts, where that is an earlier
    one. `said` is a date (rules 7) or None, `occasion` the words of the text. `continues` is the place of an earlier
    proposal in the list.
    `allegation` tells that it accuses or blames somebody, and `about` whom, as the text calls them.
    `question` is what its figure answers, None where that is not plain. `release` are the terms on which it was said,
    a word of `domain.vocabulary` (None: the piece says none). `doubts` are what the reader is not sure of.
    `rule` names what found it, `sentence` the place of the sentence its content begins in.
    """

    source: Spans
    cue: Spans
    content: Spans
    chains: tuple[tuple[ProposedHop, ...], ...]
    text: str
    rule: str
    sentence: int
    kind: str = "event"
    quote_kind: str = "indirect"
    stance: str = "asserts"
    label: str | None = None
    label_words: str | None = None
    figure: str | None = None
    unit: str | None = None
    counting: str | None = None
    period: str | None = None
    for_date: str | None = None
    evidence_given: tuple[str, ...] = ()
    occasion: str | None = None
    said: str | None = None
    continues: int | None = None
    allegation: bool = False
    about: str | None = None
    question: str | None = None
    release: str | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutPart:
    """A stretch of the piece that is no running text.

    `kind` is headline, heading (of an entry, which tells it again), byline, dateline, caption or boilerplate.

    `name` is who wrote or made it, where the text says so; `place` is a dateline's.
    """

    span: Span
    kind: str
    name: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a text: its sentences and quotations in order, its parts, and the proposals.

    `sentences` and `quotations` are spans (of quotations the words without their marks).
    """

    text: str
    sentences: Spans
    quotations: Spans
    parts: tuple[LayoutPart, ...]
    proposals: tuple[Proposal, ...]
