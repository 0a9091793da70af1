"""Reading a text: from the attributions on its surface to the proposals that the ledger would record."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claimtrack.domain.quotes import quotations
from claimtrack.reading.attribution.clauses import SentenceIndex, extent
from claimtrack.reading.attribution.finder import find_attributions
from claimtrack.reading.chain import ChainBuilder, ResolvedAttribution, comparable_name
from claimtrack.reading.cues.lexicon import SpeechAct, speech_act
from claimtrack.reading.fields.basis import (
    basis_of,
    caveat_source,
    caveats,
    evidence_given,
    reports_only_lack_of_evidence,
)
from claimtrack.reading.fields.claim_text import (
    claim_text,
    label_claim_text,
    split_is_and_will,
    split_label_clause,
    without_circumstances,
)
from claimtrack.reading.fields.figure import Quantity, main_quantity, quantities
from claimtrack.reading.fields.kind import accusation, claim_kind
from claimtrack.reading.fields.label import LabelMention, label_of
from claimtrack.reading.fields.occasion import date_said
from claimtrack.reading.fields.quotation import QuotationIndex
from claimtrack.reading.layout import layout_parts
from claimtrack.reading.mentions.coreference import CARRIERS
from claimtrack.reading.mentions.names import NamedEntities
from claimtrack.reading.mentions.source_kinds import carrier_kind
from claimtrack.reading.proposals import Attribution, LayoutPart, Proposal, ProposedHop, Reading, Span, Spans
from claimtrack.reading.sentences import sentences
from claimtrack.reading.word_lists import words

LocatedCaveats = list[tuple[str, Span]]
"""Caveats, each with the span of the words that make it."""


def proposed_chains(
    turn: ResolvedAttribution,
    basis: str,
    hedge: str | None,
    noted: LocatedCaveats,
    names: NamedEntities,
    publisher: str | None,
) -> tuple[tuple[ProposedHop, ...], ...]:
    """The chains of a turn, one for each joint speaker. `basis` and `hedge` are the origin's."""
    made = []
    for chain in turn.chains():
        first = chain[0]
        if turn.nobody is None:
            saw = basis == "witnessed" and first.kind in ("person", None) and first.name
            kind = "witness" if saw else first.kind
            first = replace(first, basis=basis, kind=kind, hedge=hedge or first.hedge)
        made.append(_noted([first, *chain[1:]], noted, names, publisher))
    return tuple(made)


def _noted(
    chain: list[ProposedHop], noted: LocatedCaveats, names: NamedEntities, publisher: str | None
) -> tuple[ProposedHop, ...]:
    """The chain with each caveat on the hop that makes it; on the last where that is the publisher or nobody named."""
    for word, span in noted:
        name = caveat_source(names.text, span, names)
        if name is None or (publisher is not None and comparable_name(name) == comparable_name(publisher)):
            at = len(chain) - 1
        else:
            at = next((n for n, hop in enumerate(chain) if hop.name == name), -1)
        if at < 0 and word == "seen-by-carrier" and name is not None:
            carrier = next((m for m in names.after(span[1] - 1, 1) if m.entity.name == name), None)
            kind = carrier.entity.kind if carrier is not None else None
            if carrier is not None and kind not in CARRIERS:
                kind = carrier_kind(names.text, name, carrier.span[1], names.language)
            if carrier is not None and kind is not None:
                chain.append(ProposedHop(name, carrier.span, kind=kind))
        chain[at] = replace(chain[at], caveats=(*chain[at].caveats, word))
    return tuple(chain)


def hedge_in(text: str, content: Spans, quoted: QuotationIndex, language: str = "en") -> str | None:
    """The word of doubt in reported speech ("had reportedly sunk"), as printed; None without one."""
    for start, end in content:
        for match in re.finditer(r"[^\W\d_]+", text[start:end]):
            word = match[0].lower()
            if word in words("hearsay", language):
                at = start + match.start()
                return word if quoted.round(at, at + 1) is None else None
    return None


_NO_RUNNING_TEXT = ("byline", "boilerplate")
_OPENING, _CLOSING = '“„«"', '”»“"'
_PARTICIPLE_AS = re.compile(r"\s+as\b", re.IGNORECASE)


def enrich(
    text: str,
    sentences: Spans,
    quotations: Spans,
    parts: Sequence[LayoutPart],
    found: Sequence[Attribution],
    published: str | None = None,
    publisher: str | None = None,
    language: str = "en",
) -> tuple[Proposal, ...]:
    """The proposals that what was found in a text comes to, in the order of their contents.

    `quotations` are spans of the words without their marks. `published` is a date (rules 7), `publisher` the outlet
    whose piece it is, which is never a hop; both None when not known.
    """
    return _Enrichment(text, sentences, quotations, parts, found, published, publisher, language).proposals()


@dataclass(frozen=True, slots=True)
class _ClaimPart:
    """What one proposal is about: a content, the words its claim is made of, and whether only a label is meant."""

    content: Spans
    worded: Spans
    is_label: bool = False


class _Enrichment:
    """A piece being read."""

    def __init__(
        self,
        text: str,
        sentences: Spans,
        quotations: Spans,
        parts: Sequence[LayoutPart],
        found: Sequence[Attribution],
        published: str | None,
        publisher: str | None,
        language: str,
    ) -> None:
        self.text = text
        self.language = language
        self.published = published
        self.publisher = publisher
        self.quoted = QuotationIndex(text, quotations)
        datelines = sorted(part.span for part in parts if part.kind == "dateline")
        self.found = [_mended(text, _without_dateline(each, datelines)) for each in found]
        self.source_starts = sorted(start for each in self.found for start, _ in each.source)
        self.frames = SentenceIndex(text, sentences, self.found)
        self.names = NamedEntities(text, language)
        skipped = _skipped(self.found, parts)
        chains = ChainBuilder(text, self.found, self.frames, self.names, publisher, skipped, language)
        self.turns = chains.work()
        self.bases: dict[int, str] = {}
        self.said: dict[int, tuple[str | None, str | None]] = {}

    def proposals(self) -> tuple[Proposal, ...]:
        """Every proposal, in the order of contents."""
        made: list[tuple[int, Proposal]] = []
        for at, turn in enumerate(self.turns):
            if turn is None:
                continue
            made += [(at, proposal) for part in self._parts(turn) if (proposal := self._proposal(at, turn, part))]
        order = sorted(range(len(made)), key=lambda n: (made[n][1].content[0][0], made[n][1].content[-1][1], n))
        first: dict[int, int] = {}
        for place, n in enumerate(order):
            first.setdefault(made[n][0], place)
        return tuple(self._numbered(made[n][1], first, place) for place, n in enumerate(order))

    def _numbered(self, proposal: Proposal, first: dict[int, int], place: int) -> Proposal:
        """The proposal with `continues` as a place in the list of proposals."""
        if proposal.continues is None:
            return proposal
        earlier = first.get(proposal.continues)
        return replace(proposal, continues=earlier if earlier is not None and earlier < place else None)

    # What each proposal is about

    def _parts(self, turn: ResolvedAttribution) -> list[_ClaimPart]:
        content = without_circumstances(self.text, turn.found, self.quoted, self.language)
        named = split_label_clause(self.text, content, self.quoted, self.language)
        if named is not None:
            rest, label, worded = named
            return [_ClaimPart(rest, rest), _ClaimPart(label, worded, is_label=True)]
        both = split_is_and_will(self.text, content, self.quoted)
        if both is not None:
            is_what, will, subject = both
            return [_ClaimPart(is_what, is_what), _ClaimPart(will, (subject, *will))]
        return [_ClaimPart(content, self._worded(turn, content))]

    def _worded(self, turn: ResolvedAttribution, content: Spans) -> Spans:
        """The content as a sentence, where hearsay stands between subject and verb: with all but the cue."""
        cue = turn.found.cue
        if turn.found.word.sort != "hearsay" or not cue or len(content) < 2 or content[-1][0] - content[0][1] > 60:
            return content
        start = self.frames.sentence(self.frames.number(content[0][0]))[0]
        lead = self.text[start : content[0][0]]
        if len(lead) > 80 or re.search(r"[,;:“”\"]|\b(?:and|but)\b", lead):
            start = content[0][0]
        if not start < cue[0][0] <= cue[-1][1] < content[-1][1]:
            return content
        return ((start, cue[0][0]), (cue[-1][1], content[-1][1]))

    # One proposal

    def _proposal(self, at: int, turn: ResolvedAttribution, part: _ClaimPart) -> Proposal | None:
        found, content, language = turn.found, part.content, self.language
        does = speech_act(found.word, self.text[slice(*self.frames.around(found))], self._words(content), language)
        if does is None or reports_only_lack_of_evidence(self.text, found, language):
            return None
        quote_kind = self.quoted.kind(content)
        content = _without_stray_mark(self.text, content) if quote_kind == "direct" else content
        label = label_of(self.text, found, content, self.quoted, language)
        figure = (
            None
            if part.is_label
            else main_quantity([q for span in content for q in quantities(self.text, span, language)])
        )
        said = self._words(part.worded)
        kind = "characterisation" if part.is_label else claim_kind(said, does, turn.who, figure, label, language)
        basis = "not-stated" if part.is_label else self._basis(at, turn, said, kind, does, quote_kind)
        when, occasion = self._said(at, turn)
        frame = self.frames.frame(found)
        following = self._following(found)
        first = bisect_left(self.source_starts, following[0])
        spoken = first < len(self.source_starts) and self.source_starts[first] < following[1]
        noted = caveats(self.text, (*frame, *found.source), (0, 0) if spoken else following, language)
        accuses, whom = (False, None) if part.is_label else accusation(found, content, self.names)
        hedge = turn.hedge or hedge_in(self.text, content, self.quoted, language)
        return Proposal(
            source=found.source,
            cue=found.cue,
            content=content,
            chains=proposed_chains(turn, basis, hedge, noted, self.names, self.publisher),
            text=self._wording(turn, part, quote_kind, label),
            rule=found.rule,
            sentence=self.frames.number(content[0][0]),
            kind=kind,
            quote_kind=quote_kind,
            stance=does.stance,
            evidence_given=self._evidence(turn, frame, content, basis),
            occasion=occasion,
            said=when,
            continues=turn.continues,
            allegation=accuses,
            about=whom,
            **_labelled(label),
            **_counted(figure if kind in ("figure", "forecast") else None),
        )

    def _words(self, spans: Spans) -> str:
        return " ".join(self.text[start:end] for start, end in spans)

    def _wording(self, turn: ResolvedAttribution, part: _ClaimPart, quote_kind: str, label: LabelMention | None) -> str:
        if part.is_label:
            return label_claim_text(self.text, *part.worded)
        return claim_text(self.text, part.worded, turn.found, turn.who, quote_kind, label)

    def _evidence(self, turn: ResolvedAttribution, frame: Spans, content: Spans, basis: str) -> tuple[str, ...]:
        """What was given: said round the cue, cut off from the content's end, or in the sentence after."""
        found = turn.found
        tail = (content[-1][1], max(content[-1][1], found.content[-1][1]))
        given = evidence_given(self.text, (*frame, tail), self._following(found), self.language)
        return given or (("testimony",) if basis == "witnessed" else ())

    def _basis(self, at: int, turn: ResolvedAttribution, said: str, kind: str, does: SpeechAct, quote_kind: str) -> str:
        who = turn.who
        if who is None:
            return "not-stated"
        source = self._words(turn.found.source).lower()
        basis = basis_of(said, who, kind, does.basis, quote_kind, source, self.language)
        earlier = self.bases.get(turn.continues) if turn.continues is not None else None
        if earlier == "witnessed" and kind in ("event", "figure"):
            basis = "witnessed"
        self.bases[at] = basis
        return basis

    def _said(self, at: int, turn: ResolvedAttribution) -> tuple[str | None, str | None]:
        """The day and the occasion; what goes on has those of what it goes on from."""
        if turn.found.continues is not None and turn.continues in self.said:
            self.said[at] = self.said[turn.continues]
        else:
            future = turn.found.word.tense == "future"
            when = date_said(self.text, self.frames.frame(turn.found), self.published, future=future)
            self.said[at] = (when if turn.nobody is None else None, turn.occasion)
        return self.said[at]

    def _following(self, found: Attribution) -> Span:
        """The sentence after the attribution."""
        return self.frames.sentence(self.frames.number(max(0, extent(found)[1] - 1)) + 1)


def _labelled(label: LabelMention | None) -> dict[str, str]:
    return {} if label is None else {"label": label.text, "label_words": label.words}


def _counted(figure: Quantity | None) -> dict[str, str | None]:
    return {} if figure is None else {"figure": figure.words, "unit": figure.unit, "counting": figure.counting}


def _without_stray_mark(text: str, content: Spans) -> Spans:
    """Direct speech without a mark at one end that has none at the other, as speech over two paragraphs leaves it."""
    (start, first), (last, end) = content[0], content[-1]
    opened, closed = text[start] in _OPENING, text[end - 1] in _CLOSING
    if opened == closed or end - start < 3:
        return content
    start, end = start + opened, end - closed
    return ((start, end),) if len(content) == 1 else ((start, first), *content[1:-1], (last, end))


def _mended(text: str, found: Attribution) -> Attribution:
    """An attribution as it is meant: a bare participle before "as" has no source but what it describes."""
    if found.word.sort not in ("label", "think") or found.word.passive or not found.cue or not found.source:
        return found
    start, end = found.cue[-1]
    if found.word.tense == "past" and [text[start:end]] == text[start:end].split() and _PARTICIPLE_AS.match(text, end):
        return replace(found, source=(), word=replace(found.word, passive=True))
    return found


def _without_dateline(found: Attribution, datelines: Sequence[Span]) -> Attribution:
    """An attribution whose spans begin after the dateline that their line begins with."""

    def cut(spans: Spans) -> Spans:
        kept = []
        for start, end in spans:
            at = bisect_right(datelines, (start, len(datelines) and datelines[-1][1])) - 1
            after = datelines[at][1] if at >= 0 and datelines[at][1] > start else start
            kept.append((after, end) if after < end else (start, end))
        return tuple(kept)

    return replace(found, source=cut(found.source), content=cut(found.content)) if datelines else found


def _skipped(found: Sequence[Attribution], parts: Sequence[LayoutPart]) -> frozenset[int]:
    """The places of what stands in no running text."""
    spans = sorted(part.span for part in parts if part.kind in _NO_RUNNING_TEXT)
    skipped = set()
    at = 0
    for n, each in sorted(enumerate(found), key=lambda pair: pair[1].start):
        while at < len(spans) and spans[at][1] <= each.start:
            at += 1
        if at < len(spans) and spans[at][0] <= each.start:
            skipped.add(n)
    return frozenset(skipped)


def read(text: str, *, language: str = "en", published: str | None = None, publisher: str | None = None) -> Reading:
    """What a text says who said. `published` is a date (rules 7), `publisher` the outlet's name, each if known.

    The proposals are in the order of their passages. Nothing is decided: every one is for a person to accept.
    """
    spans = sentences(text)
    quoted = tuple((each.inner_start, each.inner_end) for each in quotations(text))
    layout = layout_parts(text, spans, language)
    proposals = enrich(text, spans, quoted, layout, find_attributions(text, language), published, publisher, language)
    return Reading(text, spans, quoted, layout, proposals)
