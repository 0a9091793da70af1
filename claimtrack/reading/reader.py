"""Reading a text: from the attributions on its surface to the proposals that the ledger would record."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from claimtrack.domain import quotes
from claimtrack.reading.attribution.finder import WITHIN_SPEECH, find_attributions
from claimtrack.reading.attribution.labelled_speech import ANSWER, LABELLED
from claimtrack.reading.attribution.letter import SIGNED, signature
from claimtrack.reading.attribution.sentence_index import SentenceIndex, extent
from claimtrack.reading.chain import ChainBuilder, ResolvedAttribution, comparable_name
from claimtrack.reading.cues.lexicon import SpeechAct, speech_act
from claimtrack.reading.denials import answered
from claimtrack.reading.fields.basis import (
    basis_of,
    caveat_source,
    caveats,
    evidence_given,
    reports_only_lack_of_evidence,
)
from claimtrack.reading.fields.claim_text import THAT_NUMBER, claim_text, label_claim_text, other_wording
from claimtrack.reading.fields.clause_parts import split_clauses
from claimtrack.reading.fields.content_parts import split_label_clause, without_circumstances
from claimtrack.reading.fields.event import event_of
from claimtrack.reading.fields.figure import main_quantity
from claimtrack.reading.fields.figure_clauses import main_quantities, some_of_them, split_by_figure
from claimtrack.reading.fields.kind import accusation, claim_kind, judges, seems_to_allege
from claimtrack.reading.fields.label import LabelMention, label_of
from claimtrack.reading.fields.occasion import beside_cue, date_said
from claimtrack.reading.fields.question import answer_in_words, question_of
from claimtrack.reading.fields.quotation import QuotationIndex
from claimtrack.reading.fields.release import other_releases
from claimtrack.reading.layout import layout_parts
from claimtrack.reading.limits import MOST_QUOTATIONS, limited
from claimtrack.reading.mentions.discourse_history import CARRIERS, NOBODY, ResolvedSource
from claimtrack.reading.mentions.names import NamedEntities
from claimtrack.reading.mentions.source_kinds import carrier_kind
from claimtrack.reading.own_voice import figures_in_asides, own_figures
from claimtrack.reading.proposals import (
    Cue,
    DetectedAttribution,
    Doubt,
    LayoutPart,
    Proposal,
    ProposedHop,
    Reading,
    Span,
    Spans,
)
from claimtrack.reading.same_counts import with_earlier_questions
from claimtrack.reading.sentences import sentences
from claimtrack.reading.word_lists import words

SELECTED = "selected"
"""The rule of a passage that a person selected."""
_NO_RUNNING_TEXT = ("byline", "boilerplate", "caption", "heading")
_OPENING, _CLOSING = '“„«"', '”»“"'
_WORD = re.compile(r"[^\W\d_]+")
_RESULTING = re.compile(r"[a-z]+ing\s")
"""How a part of a statement begins that is no clause by itself: "injuring 40"."""
_PARTICIPLE_AS = re.compile(r"\s+as\b", re.IGNORECASE)


def read(
    text: str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    transcript: bool = False,
    sender: str | None = None,
) -> Reading:
    """What a text says who said. `published` is a date (rules 7), `publisher` the outlet's name, each if known.

    Of a `transcript` every paragraph that begins with a name and a colon is speech of whoever is named; of an e-mail
    all that nobody else says is its `sender`'s, if they signed it, and no publisher's. The proposals are in the order
    of their passages. Nothing is decided: every one is for a person to accept.
    Raises BadInput for a text that is more than is read at once.
    """
    spans = sentences(text)
    quotations = limited(quotes.quotations(text), MOST_QUOTATIONS, "quotations")
    quoted = tuple((quotation.inner_start, quotation.inner_end) for quotation in quotations)
    parts = layout_parts(text)
    signed = signature(text, sender) if sender else None
    attributions = find_attributions(text, transcript=transcript, signed=signed)
    publisher = publisher if signed is None else None
    proposals = enrich(text, spans, quoted, parts, attributions, published, publisher)
    return Reading(text, spans, quoted, parts, proposals)


def read_passage(text: str, span: Span) -> Proposal | None:
    """What a passage claims that a person selected; of who says it nothing is read. None where it claims nothing."""
    spans = sentences(text)
    quoted = tuple((quotation.inner_start, quotation.inner_end) for quotation in quotes.quotations(text))
    parts = tuple(part for part in layout_parts(text) if part.kind == "headline")
    selected = DetectedAttribution((), (), (span,), Cue("", "say"), SELECTED)
    return next(iter(enrich(text, spans, quoted, parts, [selected])), None)


def enrich(
    text: str,
    sentence_spans: Spans,
    quoted: Spans,
    parts: Sequence[LayoutPart],
    attributions: Sequence[DetectedAttribution],
    published: str | None = None,
    publisher: str | None = None,
) -> tuple[Proposal, ...]:
    """The proposals that the attributions of a text come to, in the order of their contents.

    `quoted` are spans of quotations without their marks. `published` is a date (rules 7), `publisher` the outlet whose
    piece it is; both None when not known. The outlet is a hop only of the figures that it gives in its own voice.
    """
    datelines = sorted(part.span for part in parts if part.kind == "dateline")
    mended = [_as_passive(text, _after_dateline(attribution, datelines)) for attribution in attributions]
    index = SentenceIndex(text, sentence_spans, mended)
    names = NamedEntities(text)
    outside = _outside_running_text(mended, parts)
    chains = ChainBuilder(text, mended, index, names, publisher, outside)
    event = event_of(text, next((part.span for part in parts if part.kind == "headline"), None))
    proposer = _Proposer(text, mended, index, QuotationIndex(text, quoted), names, published, publisher, event)
    made: list[tuple[int, Proposal]] = []
    for place, resolved in enumerate(chains.resolve()):
        if resolved is not None:
            made += [(place, proposal) for proposal in proposer.proposals(place, resolved)]
    if publisher:
        taken = [span for _, proposal in made for span in (*proposal.content, *proposal.cue)]
        taken += [span for place in outside for span in (*mended[place].content, *mended[place].cue)]
        taken += [attribution.addressee for attribution in mended if attribution.addressee is not None]
        taken += [_without_apposition(text, span) for _, proposal in made for span in proposal.source]
        own = own_figures(text, sentence_spans, taken, parts, proposer.quotations, publisher, proposer.event, published)
        said = [proposal for _, proposal in made]
        own += figures_in_asides(text, said, proposer.quotations, publisher, proposer.event, published)
        made += [(-1 - at, proposal) for at, proposal in enumerate(own)]
    made.sort(key=lambda pair: (pair[1].content[0][0], pair[1].content[-1][1]))
    settled = with_earlier_questions(answered([one for _, one in made], text), text)
    made = list(zip((place for place, _ in made), settled, strict=True))
    first: dict[int, int] = {}
    for number, (place, _) in enumerate(made):
        first.setdefault(place, number)
    return tuple(_renumbered(proposal, first, number) for number, (_, proposal) in enumerate(made))


def _renumbered(proposal: Proposal, first: dict[int, int], number: int) -> Proposal:
    """The proposal with `continues` as a place in the list of proposals."""
    if proposal.continues is None:
        return proposal
    earlier = first.get(proposal.continues)
    return replace(proposal, continues=earlier if earlier is not None and earlier < number else None)


@dataclass(frozen=True, slots=True)
class _ClaimPart:
    """What one proposal is about: a content, the words its claim is made of, and whether only a label is meant."""

    content: Spans
    worded: Spans
    is_label: bool = False


class _Proposer:
    """Makes the proposals of a text's attributions, in the order in which they speak."""

    def __init__(
        self,
        text: str,
        attributions: Sequence[DetectedAttribution],
        sentence_index: SentenceIndex,
        quotations: QuotationIndex,
        names: NamedEntities,
        published: str | None,
        publisher: str | None,
        event: str | None,
    ) -> None:
        self.text = text
        self.published = published
        self.publisher = publisher
        self.quotations = quotations
        self.sentences = sentence_index
        self.names = names
        self.event = event
        self._source_starts = sorted(start for attribution in attributions for start, _ in attribution.source)
        self._bases: dict[int, str] = {}
        self._occasions: dict[int, tuple[str | None, str | None]] = {}

    def proposals(self, place: int, resolved: ResolvedAttribution) -> list[Proposal]:
        """The proposals of the attribution at `place`: one, or one for each claim that its content makes."""
        parts, end = self._parts(resolved), resolved.attribution.end
        tail = (min(end, max(part.content[-1][1] for part in parts)), end)
        made = [self._proposal(place, resolved, part, tail) for part in parts]
        return [proposal for proposal in made if proposal is not None]

    def _parts(self, resolved: ResolvedAttribution) -> list[_ClaimPart]:
        content = without_circumstances(self.text, resolved.attribution, self.quotations)
        content = _with_demonstrative(self.text, content)
        labelled = split_label_clause(self.text, content, self.quotations)
        if labelled is not None:
            rest, label, worded = labelled
            return [_ClaimPart(rest, rest), _ClaimPart(label, worded, is_label=True)]
        hearsay = resolved.attribution.word.category == "hearsay"
        clauses = [(content, content)] if hearsay else split_clauses(self.text, content, self.quotations)
        parts: list[_ClaimPart] = []
        for clause, sentence in clauses:
            for part in split_by_figure(self.text, clause, self.quotations):
                if _is_absolute(self.text, part):
                    parts.append(_ClaimPart(part, sentence))
                elif hearsay:
                    parts.append(_ClaimPart(part, self._worded(resolved.attribution, part)))
                else:
                    parts.append(_ClaimPart(part, sentence if part == clause else part))
        return parts

    def _worded(self, attribution: DetectedAttribution, content: Spans) -> Spans:
        """The content as a sentence, where hearsay stands between subject and verb: with all but the cue."""
        cue = attribution.cue
        if not cue or len(content) < 2 or content[-1][0] - content[0][1] > 60:
            return content
        start = self.sentences.sentence(self.sentences.number(content[0][0]))[0]
        lead = self.text[start : content[0][0]]
        if len(lead) > 80 or re.search(r"[,;:“”\"]|\b(?:and|but)\b", lead):
            start = content[0][0]
        if not start < cue[0][0] <= cue[-1][1] < content[-1][1]:
            return content
        return ((start, cue[0][0]), (cue[-1][1], content[-1][1]))

    def _proposal(self, place: int, resolved: ResolvedAttribution, part: _ClaimPart, tail: Span) -> Proposal | None:
        """The proposal of a part of a content; `tail` is what was cut off from the content's end."""
        text, attribution, content = self.text, resolved.attribution, part.content
        act = speech_act(attribution.word, text[slice(*self.sentences.around(attribution))], self._words(content))
        if act is None or reports_only_lack_of_evidence(text, attribution):
            return None
        if self._words(content).lower() in words("object_pronouns") | {"nothing", "no more", "nothing more"}:
            return None  # "thanked them", "said nothing"
        quote_kind = self.quotations.kind(content)
        if attribution.rule in (LABELLED, ANSWER, SIGNED):
            quote_kind = "direct"
        elif attribution.rule == WITHIN_SPEECH:
            quote_kind = "direct" if text[content[0][0]] in "‘“'" else "indirect"
        content = _without_stray_mark(text, content) if quote_kind == "direct" else content
        label = label_of(text, attribution, content, self.quotations)
        figure, statement = None, self._words(part.worded)
        kind, basis, accuses, accused, doubtful = "characterisation", "not-stated", False, None, False
        if part.is_label and judges(statement, label):
            kind = "position"
        if not part.is_label:
            figure = main_quantity(main_quantities(text, content))
            kind = claim_kind(statement, act, resolved.source, figure, label)
            basis = self._basis(place, resolved, statement, kind, act, quote_kind)
            accuses, accused = accusation(attribution, content, self.names)
            accused = resolved.accused or accused
            alleged = attribution.word.lemma == "allege" and act.stance == "asserts"
            alleged = alleged or attribution.word.lemma == "plead not guilty"
            doubtful = not accuses and (alleged or seems_to_allege(statement, act.stance))
        said, occasion = self._said(place, resolved)
        context, following = self.sentences.context(attribution), self._following(attribution)
        first = bisect_left(self._source_starts, following[0])
        others = first < len(self._source_starts) and self._source_starts[first] < following[1]
        located = caveats(text, (*context, *attribution.source), (0, 0) if others else following)
        hedge = resolved.hedge or _hedge(text, content, self.quotations)
        optional: dict[str, Any] = {}
        doubts = list(_doubts(resolved))
        if label is not None:
            optional |= {"label": label.text, "label_words": label.words}
        if figure is not None and kind in ("figure", "forecast"):
            optional |= {"figure": figure.words, "unit": figure.unit, "counting": figure.counting}
            clause = (content[0][0], content[-1][1])
            speaker = resolved.source.hop.name if resolved.source is not None else None
            optional["question"] = question_of(text, figure, clause, self.event, self.published, speaker)
        stated = self._claim_text(part, resolved.attribution, resolved.source, quote_kind, label, optional)
        if (speaker_meant := other_wording(resolved.source)) is not None:
            other = self._claim_text(part, resolved.attribution, speaker_meant, quote_kind, label, optional)
            doubts += [Doubt("claim", (stated, other))] if other != stated else []
        doubts += [Doubt("allegation", ("yes", "no"))] if doubtful else []
        return Proposal(
            source=attribution.source,
            cue=attribution.cue,
            content=content,
            chains=self._chains(resolved, basis, hedge, located),
            text=stated,
            rule=attribution.rule,
            sentence=self.sentences.number(content[0][0]),
            kind=kind,
            quote_kind=quote_kind,
            stance=act.stance,
            evidence_given=self._evidence(attribution, (*context, tail), basis),
            occasion=occasion,
            said=said,
            continues=resolved.continues,
            allegation=accuses or doubtful,
            about=accused,
            release=resolved.release,
            doubts=tuple(doubts),
            **optional,
        )

    def _claim_text(
        self,
        part: _ClaimPart,
        attribution: DetectedAttribution,
        source: ResolvedSource | None,
        quote_kind: str,
        label: LabelMention | None,
        answer: dict[str, Any],
    ) -> str:
        if part.is_label:
            return label_claim_text(self.text, *part.worded)
        resulting = _RESULTING.match(self.text, part.content[0][0]) is not None
        if answer.get("question") and (resulting or _is_absolute(self.text, part.content)):
            stated = answer_in_words(answer["figure"], answer["question"])
            return stated[:1].upper() + stated[1:]
        some = some_of_them(self._words(part.content), self._words(part.worded)) if quote_kind != "direct" else None
        if some is not None:
            return some[:1].upper() + some[1:]
        return claim_text(self.text, part.worded, attribution, source, quote_kind, label)

    def _words(self, spans: Spans) -> str:
        return " ".join(self.text[start:end] for start, end in spans)

    def _following(self, attribution: DetectedAttribution) -> Span:
        """The sentence after the attribution."""
        return self.sentences.sentence(self.sentences.number(max(0, extent(attribution)[1] - 1)) + 1)

    def _evidence(self, attribution: DetectedAttribution, frame: Spans, basis: str) -> tuple[str, ...]:
        """What was given: said round the cue, cut off from the content's end, or in the sentence after."""
        given = evidence_given(self.text, frame, self._following(attribution))
        return given or (("testimony",) if basis == "witnessed" else ())

    def _basis(
        self, place: int, resolved: ResolvedAttribution, statement: str, kind: str, act: SpeechAct, quote_kind: str
    ) -> str:
        if resolved.source is None:
            return "not-stated"
        phrase = self._words(resolved.attribution.source).lower()
        basis = basis_of(statement, resolved.source, kind, act, quote_kind, phrase)
        earlier = self._bases.get(resolved.continues) if resolved.continues is not None else None
        if earlier == "witnessed" and kind in ("event", "figure"):
            basis = "witnessed"
        self._bases[place] = basis
        return basis

    def _said(self, place: int, resolved: ResolvedAttribution) -> tuple[str | None, str | None]:
        """The day and the occasion; what goes on has those of what it goes on from."""
        attribution = resolved.attribution
        if attribution.continues is not None and resolved.continues in self._occasions:
            self._occasions[place] = self._occasions[resolved.continues]
        else:
            future = attribution.word.tense == "future"
            said_by = [*attribution.source, *attribution.cue]
            said_by += [attribution.addressee] if attribution.addressee is not None else []
            frame = beside_cue(self.text, self.sentences.context(attribution), tuple(said_by))
            day = date_said(self.text, frame, self.published, future=future)
            self._occasions[place] = (day if resolved.unnamed is None else None, resolved.occasion)
        return self._occasions[place]

    def _chains(
        self, resolved: ResolvedAttribution, basis: str, hedge: str | None, located: list[tuple[str, Span]]
    ) -> tuple[tuple[ProposedHop, ...], ...]:
        """The chains of an attribution, one for each joint speaker. `basis` and `hedge` are the origin's."""
        made = []
        for first, *carriers in resolved.chains():
            if resolved.unnamed is None:
                saw = basis == "witnessed" and first.kind in ("person", None) and first.name
                kind = "witness" if saw else first.kind
                first = replace(first, basis=basis, kind=kind, hedge=hedge or first.hedge)
            made.append(self._with_caveats([first, *carriers], located))
        return tuple(made)

    def _with_caveats(self, chain: list[ProposedHop], located: list[tuple[str, Span]]) -> tuple[ProposedHop, ...]:
        """The chain with each caveat (and where it stands) on the hop that makes it.

        It is on the last where that is the publisher or nobody named.
        """
        for caveat, span in located:
            name = caveat_source(self.text, span, self.names)
            publisher = self.publisher is not None and comparable_name(name or "") == comparable_name(self.publisher)
            if name is None or publisher:
                at = len(chain) - 1
            else:
                at = next((n for n, hop in enumerate(chain) if hop.name == name), -1)
            if at < 0 and caveat == "seen-by-carrier" and name is not None:
                carrier = next((m for m in self.names.after(span[1] - 1, 1) if m.entity.name == name), None)
                kind: str | None = carrier.entity.kind if carrier is not None else None
                if carrier is not None and kind not in CARRIERS:
                    kind = carrier_kind(self.text, name, carrier.span[1])
                if carrier is not None and kind is not None:
                    chain.append(ProposedHop(name, carrier.span, kind=kind))
            chain[at] = replace(chain[at], caveats=(*chain[at].caveats, caveat))
        return tuple(chain)


_ABSOLUTE = re.compile(
    r"[\w-]+(?: [\w-]+)? of (?:them|whom)\s(?!.*\b(?:is|are|was|were|has|have|had|[a-z]{3,}ed)\b)", re.DOTALL
)


def _is_absolute(text: str, content: Spans) -> bool:
    """Whether a part of a content has no verb of its own: "six of them in critical condition"."""
    return _ABSOLUTE.match(text[content[0][0] : content[-1][1]]) is not None


def _with_demonstrative(text: str, content: Spans) -> Spans:
    """The content with the "that" of "said that number had fallen" or "That man has left, he said": no conjunction."""
    (start, end), *rest = content
    before = text[max(0, start - 5) : start]
    if before != "That " and (before != "that " or THAT_NUMBER.match(text, start - 5, end) is None):
        return content
    return ((start - 5, end), *rest)


def _without_apposition(text: str, source: Span) -> Span:
    """The words for a source without what the piece tells of it: "Ana Lint, one of 80 who fell,"."""
    cut = re.search(r",|\swho\b", text[slice(*source)])
    return source if cut is None else (source[0], source[0] + cut.start())


def _doubts(resolved: ResolvedAttribution) -> tuple[Doubt, ...]:
    """What is not sure of who said it and on what terms: each of the chains that it may be, as a person types them."""
    doubts = []
    others = list(dict.fromkeys(other for source in resolved.sources for other in source.others))
    if others:
        names = [hop.name or NOBODY for hop in resolved.carriers]
        chains = [" & ".join(source.hop.name or NOBODY for source in resolved.sources), *others]
        doubts.append(Doubt("who", tuple(" > ".join([name, *names]) for name in chains)))
    if resolved.release is not None:
        doubts.append(Doubt("release", (resolved.release, *other_releases(resolved.release))))
    return tuple(doubts)


def _hedge(text: str, content: Spans, quotations: QuotationIndex) -> str | None:
    """The word of doubt in reported speech ("had reportedly sunk"), as printed; None without one."""
    found = (match for span in content for match in _WORD.finditer(text, *span))
    hedge = next((match for match in found if match[0].lower() in words("hearsay_adverbs")), None)
    if hedge is None or quotations.round(hedge.start(), hedge.start() + 1) is not None:
        return None
    return hedge[0].lower()


def _without_stray_mark(text: str, content: Spans) -> Spans:
    """Direct speech without a mark at one end that has none at the other, as speech over two paragraphs leaves it."""
    (start, first), (last, end) = content[0], content[-1]
    opened, closed = text[start] in _OPENING, text[end - 1] in _CLOSING
    if opened == closed or end - start < 3:
        return content
    start, end = start + opened, end - closed
    spans = ((start, end),) if len(content) == 1 else ((start, first), *content[1:-1], (last, end))
    return tuple(span for span in spans if span[0] < span[1])  # one may have been the mark alone


def _as_passive(text: str, attribution: DetectedAttribution) -> DetectedAttribution:
    """An attribution as it is meant: a bare participle before "as" has no source but what it describes."""
    word = attribution.word
    if word.category not in ("label", "think") or word.passive or not attribution.cue or not attribution.source:
        return attribution
    start, end = attribution.cue[-1]
    if word.tense == "past" and [text[start:end]] == text[start:end].split() and _PARTICIPLE_AS.match(text, end):
        return replace(attribution, source=(), word=replace(word, passive=True))
    return attribution


def _after_dateline(attribution: DetectedAttribution, datelines: Sequence[Span]) -> DetectedAttribution:
    """An attribution whose spans begin after the dateline that their line begins with."""

    def cut(spans: Spans) -> Spans:
        kept = []
        for start, end in spans:
            at = bisect_right(datelines, (start, datelines[-1][1])) - 1
            after = datelines[at][1] if at >= 0 and datelines[at][1] > start else start
            kept.append((after, end) if after < end else (start, end))
        return tuple(kept)

    if not datelines:
        return attribution
    return replace(attribution, source=cut(attribution.source), content=cut(attribution.content))


def _outside_running_text(attributions: Sequence[DetectedAttribution], parts: Sequence[LayoutPart]) -> frozenset[int]:
    """The places of attributions that stand in no running text."""
    spans = sorted(part.span for part in parts if part.kind in _NO_RUNNING_TEXT)
    outside = set()
    at = 0
    for place, attribution in sorted(enumerate(attributions), key=lambda pair: pair[1].start):
        while at < len(spans) and spans[at][1] <= attribution.start:
            at += 1
        if at < len(spans) and spans[at][0] <= attribution.start:
            outside.add(place)
    return frozenset(outside)
