"""Chains: through whom the words of each attribution came, from who said them first outward."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from claimtrack.domain.naming import is_plural
from claimtrack.domain.text import name_fold
from claimtrack.reading.attribution.containers import content_length, innermost_containers, outermost_first
from claimtrack.reading.attribution.finder import WITHIN_SPEECH
from claimtrack.reading.attribution.labelled_speech import ANSWER, LABELLED
from claimtrack.reading.attribution.sentence_index import SentenceIndex, extent, is_denied, is_relative
from claimtrack.reading.carriers import carriers_and_occasion, is_elsewhere
from claimtrack.reading.cues.lexicon import speech_act
from claimtrack.reading.fields.allegation import NO_ACCUSATION, Accusation, accusation, accused_source
from claimtrack.reading.fields.release import release_of
from claimtrack.reading.mentions.antecedents import PERSON, pronoun_agrees
from claimtrack.reading.mentions.coreference import or_brought_in
from claimtrack.reading.mentions.discourse_history import (
    CARRIERS,
    NOBODY,
    REACH,
    DiscourseHistory,
    PriorSpeaker,
    ResolvedSource,
)
from claimtrack.reading.mentions.names import NamedEntities
from claimtrack.reading.mentions.possible_sources import can_be_source
from claimtrack.reading.mentions.pronouns_in_speech import with_gender
from claimtrack.reading.mentions.source_kinds import is_person_noun
from claimtrack.reading.mentions.source_phrases import joint_sources
from claimtrack.reading.mentions.source_resolution import resolve_source
from claimtrack.reading.proposals import CITING, DetectedAttribution, ProposedHop, Span
from claimtrack.reading.word_lists import words

_JOINED = re.compile(r"[\s,;]+(?:(?:and|but|while|by)\s+)?")
_OF_PARTICIPLE = re.compile(r" (?:on|in|by|at|to) (?:(?!\b(?:and|but)\b)[^,])+")
_DESCRIBED = re.compile(r"\b(?:[Tt]he|a|[Mm]y|[Hh]is|[Hh]er|[Oo]ur) (?P<noun>(?:[a-z]+ )?[a-z]+)\b")
_NEAR_SPEECH = 260
_PRESS = (["media"], ["press"], ["newspapers"], ["papers"], ["outlets"], ["channels"], ["websites"])
"""The last word of what several outlets are called without their names."""
_CONTINUING = frozenset(["add", "continue", "go on", "conclude"])
_INTERVIEWERS = frozenset(["reporter", "journalist", "interviewer", "presenter", "moderator", "correspondent"])
_REPORTING = frozenset(["say", "report", "tell", "warn", "claim", "confirm", "deny", "admit"])
"""Categories of cues inside whose content somebody else's words are passed on."""
_CONTRACTED = re.compile(r"(?P<pronoun>I|you|he|she|it|we|they|who)['’](?:ve|d|ll|re|s|m)", re.IGNORECASE)
_REACH = 1500
"""Characters over which what somebody goes on to say is taken to have been told to the same addressee."""


@dataclass(slots=True)
class ResolvedAttribution:
    """An attribution with its speakers. `sources` are the joint origins (none for a chain that names nobody).

    `carriers` are the hops after them, `unnamed` the hop that stands for an origin nobody names. `continues` is the
    place of an earlier one, `inner` are those of what is reported inside this one. `release` are the terms on which it
    was said, None where the piece is silent; `accusation` tells whom it accuses.
    """

    attribution: DetectedAttribution
    sources: tuple[ResolvedSource, ...] = ()
    carriers: tuple[ProposedHop, ...] = ()
    unnamed: ProposedHop | None = None
    continues: int | None = None
    inner: list[int] = field(default_factory=list)
    occasion: str | None = None
    release: str | None = None
    accusation: Accusation = NO_ACCUSATION

    @property
    def source(self) -> ResolvedSource | None:
        """The first origin; None when nobody is named."""
        return self.sources[0] if self.sources else None

    def chains(self) -> tuple[tuple[ProposedHop, ...], ...]:
        """The chains, one for each joint speaker."""
        origins = (self.unnamed,) if self.unnamed is not None else tuple(source.hop for source in self.sources)
        return tuple((origin, *self.carriers) for origin in origins)


class ChainBuilder:
    """Resolves the sources of a text's attributions, in the order in which they speak."""

    def __init__(
        self,
        text: str,
        attributions: Sequence[DetectedAttribution],
        sentences: SentenceIndex,
        names: NamedEntities,
        publisher: str | None,
        skipped: frozenset[int],
    ) -> None:
        """For all attributions of a text; `skipped` are the places of those that are no running text."""
        self.text = text
        self.attributions = attributions
        self.sentences = sentences
        self.names = names
        self._skipped = skipped
        self._cues = sorted(span for attribution in attributions for span in attribution.cue)
        self._publisher = comparable_name(publisher or "")
        self._history = DiscourseHistory(text, names)
        self._resolved: list[ResolvedAttribution | None] = [None] * len(attributions)
        self._last: int | None = None
        self._question: DetectedAttribution | None = None
        """The place of the attribution outside all others that spoke last."""
        self._releases: dict[str, str] = {}
        """The terms on which those without a name of their own spoke before."""

    def resolve(self) -> list[ResolvedAttribution | None]:
        """Each attribution with its chains; None for one that proposes nothing."""
        containers = innermost_containers(self.attributions)
        for place in outermost_first(self.attributions):
            container = containers[place]
            while container is not None and self._resolved[container] is None:
                container = containers[container]
            accused = accusation(self._history, self.attributions[place])
            resolved = self._resolved[place] = self._resolve(place, container)
            if resolved is not None:
                resolved.accusation = accused
        self._drop_mere_carriers()
        return self._resolved

    def _resolve(self, place: int, container: int | None) -> ResolvedAttribution | None:
        attribution = self.attributions[place]
        if place in self._skipped:
            return None
        if attribution.continues is not None:
            return self._continuation(place, attribution.continues)
        outer = self._resolved[container] if container is not None else None
        if outer is not None and outer.attribution.word.category not in _REPORTING:
            outer = None
        unsaid = attribution.word.negated and speech_act(attribution.word, "", "") is None
        if outer is not None and (unsaid or is_denied(self.text, attribution, outer.attribution)):
            return None  # "The mayor said officials should not comment": hers alone
        if not attribution.source:
            return self._without_source(attribution, outer)
        attribution = self._cited(attribution)
        sources = self._speakers(attribution)
        question = attribution.word.category == "ask" and not attribution.word.passive
        self._question = attribution if question else None
        if not sources or any(self._is_outlet(source.hop) for source in sources):
            return None
        if question and sources[0].hop.name in _INTERVIEWERS and self.text[attribution.end - 2] == "?":
            return None  # "A reporter asked her, “Why?”": nobody claims it
        if outer is not None and self._is_own_words(attribution, sources, outer):
            return None
        if not can_be_source(self.text, attribution, sources[0]):
            return None
        return self._spoken(place, attribution, sources, outer)

    def _speakers(self, attribution: DetectedAttribution) -> tuple[ResolvedSource, ...]:
        """Whom the words for the source mean, as women or men as far as their own words tell."""
        sources = self._sources(attribution)
        if len(sources) == 1:
            sources = (self._who_denies(attribution, with_gender(self._history, attribution, sources[0])),)
        if attribution.rule == WITHIN_SPEECH:
            sources = tuple(self._within_speech(attribution, source) for source in sources)
        return sources

    def _is_own_words(
        self, attribution: DetectedAttribution, sources: tuple[ResolvedSource, ...], outer: ResolvedAttribution
    ) -> bool:
        """Whether a speaker only tells what they say themselves: "Flyair said it would respond"."""
        start = attribution.source[0][0]
        it = start == outer.attribution.start and self.text[start : start + 3].lower() == "it "
        return it or _same_sources(sources, outer.sources)

    def _spoken(
        self,
        place: int,
        attribution: DetectedAttribution,
        sources: tuple[ResolvedSource, ...],
        outer: ResolvedAttribution | None,
    ) -> ResolvedAttribution:
        """What these sources said, with the carriers it came through; they are heard of from here on."""
        resolved = ResolvedAttribution(attribution, sources)
        near = self.sentences.context(attribution)
        through, resolved.occasion = carriers_and_occasion(self._history, attribution, near, sources[0])
        resolved.carriers = tuple(hop for hop in through if not is_called(hop.name, self._publisher))
        if attribution.carrier is not None:
            resolved.carriers = self._passed_on_by(attribution.carrier)
        told_to = resolved.carriers
        if outer is None:
            self._continue_last(resolved)
            self._last, told_to = place, resolved.carriers
        else:
            known = {hop.name for hop in resolved.carriers}
            resolved.carriers += tuple(hop for hop in outer.chains()[0] if hop.name not in known)
            outer.inner.append(place)
        resolved.release = self._release(resolved, outer)
        asked = attribution.word.category == "ask" and attribution.word.passive  # "Asked by Ana Ruiz why, she replied"
        for source in sources if attribution.rule != WITHIN_SPEECH and not asked else ():
            at, content = extent(attribution)[0], attribution.content
            teller = outer.source if outer is not None else None
            self._history.speakers.append(PriorSpeaker(at, source, told_to, content, teller))
        return resolved

    def _who_denies(self, attribution: DetectedAttribution, source: ResolvedSource) -> ResolvedSource:
        """The source; whoever was accused, where "he" of ", which he denied" was taken for the accuser."""
        last = self._resolved[self._last] if self._last is not None else None
        pronoun = self.text[slice(*attribution.source[0])].lower() in ("he", "she", "they")
        if last is None or not last.accusation.accuses or not pronoun or not _same_sources((source,), last.sources):
            return source
        return accused_source(self._history, last.attribution, attribution) or source

    def _sources(self, attribution: DetectedAttribution) -> tuple[ResolvedSource, ...]:
        start, end = attribution.source[0]
        for a, b in attribution.source[1:]:
            if not any(a <= s < b or end <= s < a for s, _ in (*attribution.content, *attribution.cue)):
                end = b
        end = self._before_participle(start, end)
        start = self._after_other_cues(attribution, start, end)
        contracted = _CONTRACTED.fullmatch(self.text, start, end)
        end = contracted.end("pronoun") if contracted is not None else end
        if start >= end:
            return ()
        if attribution.rule == ANSWER:
            return self._interviewed((start, end))
        if attribution.rule == LABELLED and (capitals := self._in_capitals((start, end))) is not None:
            return (capitals,)
        sentence = self.sentences.near((start, end))
        spans = joint_sources(self.text, (start, end), self.names)
        if attribution.word.lemma in _CONTINUING and (same := self._same_speaker(spans)) is not None:
            return (same,)
        if (
            attribution.word.lemma in ("reply", "respond", "answer")
            and (asked := self._who_was_asked(spans)) is not None
        ):
            return (asked,)
        sources = [resolve_source(self._history, span, sentence) for span in spans]
        known = tuple(source for source in sources if source is not None)
        last = self._history.last_speaker
        said = attribution.word.lemma in _CONTINUING or attribution.complement in ("quote", "clause")
        if known or not said or last is None or spans[0][0] - last.at >= REACH:
            return known
        return (replace(last.source.again(spans[0]), others=(self.text[slice(*spans[0])], NOBODY)),)

    def _interviewed(self, label: Span) -> tuple[ResolvedSource, ...]:
        """Who answers as "A": whoever answered before, else the person named first; in doubt if there are others."""
        last = self._history.last_speaker
        if last is not None and (called := last.source.hop.mention) is not None and self.text[slice(*called)] == "A":
            return (replace(last.source, hop=replace(last.source.hop, mention=label)),)
        before = self.names.before(label[0])[::-1]
        people = {one.entity.name: one.entity for one in before if one.entity.kind == "person"}
        sources = [self._history.person(person, label) for person in people.values()]
        others = tuple(name for name in people if name != sources[0].hop.name) if sources else ()
        return tuple(replace(source, others=others) for source in sources[:1])

    def _in_capitals(self, label: Span) -> ResolvedSource | None:
        """Whoever a label in capitals names: a name from before, else a new one; None for other labels."""
        called, _, role = self.text[slice(*label)].partition(",")
        if not called.isupper():
            return None
        last = called.split()[-1].lower()
        for prior in self._history.speakers[::-1]:
            if prior.source.hop.kind == "person" and (prior.source.hop.name or "").lower().endswith(last):
                return prior.source.again(label)
        for mention in self.names.before(label[0]):
            entity = mention.entity
            if entity.kind == "person" and not entity.name.isupper() and entity.name.lower().endswith(last):
                return self._history.person(entity, label)
        return ResolvedSource(ProposedHop(called.title(), label, kind="person", role=role.strip().lower() or None))

    def _cited(self, attribution: DetectedAttribution) -> DetectedAttribution:
        """An attribution that cites somebody: whoever is cited said it if an outlet cites them, else who cites them."""
        if attribution.carrier is None or not attribution.rule.endswith(CITING):
            return attribution
        who = resolve_source(self._history, attribution.carrier, self.sentences.near(attribution.carrier))
        press = who is not None and (who.hop.name or "").split()[-1:] in _PRESS
        if who is None or press or who.hop.kind in (*CARRIERS, "unknown"):
            return attribution
        return replace(attribution, source=(attribution.carrier,), carrier=None)

    def _within_speech(self, attribution: DetectedAttribution, source: ResolvedSource) -> ResolvedSource:
        """Whom a speaker quotes: a pronoun is whoever the words just before describe, and is in doubt."""
        start, end = attribution.source[0]
        pronoun = self.text[start:end].lower()
        if pronoun not in words("pronouns"):
            return source
        paragraph = self.text.rfind("\n", 0, start) + 1
        described = _DESCRIBED.finditer(self.text, max(paragraph, start - _NEAR_SPEECH), start)
        heads = [word for match in described for word in match["noun"].split() if _is_one_person(word)]
        name = heads[-1] if heads else pronoun
        hop = ProposedHop(name, (start, end), naming="role", kind="person")
        return ResolvedSource(hop, others=(NOBODY,))

    def _same_speaker(self, spans: Sequence[Span]) -> ResolvedSource | None:
        """Whoever spoke last, where "he added" or, of who speaks for a body, "they added" goes on from them."""
        last = self._history.last_speaker
        pronoun = self.text[slice(*spans[0])].lower() if len(spans) == 1 else ""
        if last is None or pronoun not in ("they", *PERSON):
            return None
        if pronoun != "they":
            near = pronoun_agrees(pronoun, last.source) and spans[0][0] - last.at < _NEAR_SPEECH
            teller = self._history.teller_of(last.source, spans[0][0])
            alone = teller is None or not pronoun_agrees(pronoun, teller)
            return last.source.again(spans[0]) if near and alone else None
        hop = last.source.hop
        unnamed = hop.naming == "anonymous" and hop.kind == "person"  # "a source said ..., they added"
        spokesman = hop.naming == "role" and hop.speaks_for is not None
        spokesman = (spokesman or unnamed) and spans[0][0] - last.at < _REACH
        return last.source.again(spans[0]) if spokesman else None

    def _who_was_asked(self, spans: Sequence[Span]) -> ResolvedSource | None:
        """Whom the question just before was put to, where "she replied" answers it."""
        question = self._question
        if question is None or question.addressee is None or len(spans) > 1:
            return None
        pronoun = self.text[slice(*spans[0])].lower()
        asked = resolve_source(self._history, question.addressee, self.sentences.near(question.addressee))
        near = spans[0][0] - question.end < _REACH and pronoun in PERSON
        return asked.again(spans[0]) if near and asked is not None and pronoun_agrees(pronoun, asked) else None

    def _before_participle(self, start: int, end: int) -> int:
        """Where a source ends before a participle that reports something itself: "a statement confirming the sale"."""
        first = bisect_left(self._cues, (start + 1, 0))
        for a, b in self._cues[first : bisect_left(self._cues, (end, 0))]:
            if self.text[a:b].endswith("ing") and self.text[a - 2] not in ",;" and b <= end:
                return a - 1
        return end

    def _after_other_cues(self, attribution: DetectedAttribution, start: int, end: int) -> int:
        """Where a source begins once what belongs to another attribution is left away: "officials said, and police"."""
        first = bisect_left(self._cues, (start, 0))
        for a, b in self._cues[first : bisect_left(self._cues, (end, 0))]:
            # "a nurse, who declined to be named,"
            relative = re.search(r"\b(?:who(?:m|se)?|which)\b", self.text[start:a]) is not None
            # "Ana Ruiz, referring to the ferry,"
            aside = a > start and re.match(r", [a-z]+ing\b", self.text[a - 2 : b]) is not None
            # "a video posted on the site by the group"
            participle = relative or aside or _OF_PARTICIPLE.fullmatch(self.text, b, end) is not None
            # "a cook accused of theft"
            participle = participle or (self.text.startswith((" of ", " for "), b) and self.text[a:b] in _ACCUSED)
            if b <= end and (a, b) not in attribution.cue and not participle:
                start = b
        lead = _JOINED.match(self.text, start, end)
        return lead.end() if lead else start

    def _without_source(
        self, attribution: DetectedAttribution, outer: ResolvedAttribution | None
    ) -> ResolvedAttribution | None:
        """An attribution without a source: hearsay or a passive; none of its own inside another's."""
        hedge = self.text[slice(*attribution.cue[0])].lower() if attribution.cue else None
        category = attribution.word.category
        if outer is not None:
            return None
        if (
            category == "ask"
            and attribution.word.passive
            and self.text[attribution.end - 2 : attribution.end - 1] == "?"
        ):
            return None  # "He was asked, “Why?”": by nobody who is named, and nobody claims it
        naming = "hearsay"
        if category != "hearsay" and (attribution.word.passive or category in ("label", "think", "forecast")):
            naming = "passive"
            doubts = hedge.split() if hedge and category in ("think", "forecast", "claim", "know") else []
            hedge = doubts[-1] if doubts else None
        return ResolvedAttribution(attribution, unnamed=ProposedHop(None, naming=naming, hedge=hedge))

    def _continuation(self, place: int, earlier: int) -> ResolvedAttribution | None:
        if earlier in self._skipped and self._last is not None:
            earlier = self._last  # a caption stands between
        base = self._resolved[earlier]
        if base is None:
            return None
        sources = tuple(replace(source, hop=replace(source.hop, mention=None)) for source in base.sources)
        end, start = self.attributions[earlier].end, self.attributions[place].start
        sources = tuple(or_brought_in(self._history, source, end, start) for source in sources)
        carriers = tuple(replace(hop, mention=None) for hop in base.carriers)
        self._last = place if base.sources else self._last
        return ResolvedAttribution(
            self.attributions[place], sources, carriers, base.unnamed, continues=earlier, release=base.release
        )

    def _release(self, resolved: ResolvedAttribution, outer: ResolvedAttribution | None) -> str | None:
        """The terms on which it was said: by its own words, or as of what it goes on from or is told in.

        Somebody without a name who spoke on such terms does so in the rest of the piece.
        """
        attribution, source = resolved.attribution, resolved.source
        found = release_of(self.text, (*attribution.source, *self.sentences.context(attribution)))
        earlier = self._resolved[resolved.continues] if resolved.continues is not None else outer
        found = found or (earlier.release if earlier is not None else None)
        hop = source.hop if source is not None else None
        if hop is None or hop.name is None or hop.naming == "named":
            return found
        return self._releases.setdefault(hop.name, found) if found else self._releases.get(hop.name)

    def _passed_on_by(self, span: Span) -> tuple[ProposedHop, ...]:
        """Who passes the words on, by the words that say so; nobody where that is the outlet itself."""
        source = resolve_source(self._history, span, self.sentences.near(span))
        if source is None or is_called(source.hop.name, self._publisher):
            return ()
        kind = source.hop.kind if source.hop.kind not in (None, "unknown") else "outlet"
        return (replace(source.hop, mention=span, kind=kind),)

    def _continue_last(self, resolved: ResolvedAttribution) -> None:
        """Record that an attribution goes on from the one before it, and through whom it then came."""
        source = resolved.source
        if source is None or len(resolved.sources) > 1:
            return
        attribution = resolved.attribution
        last = self._resolved[self._last] if self._last is not None else None
        if last is not None and last.source is not None and _same_sources(resolved.sources, last.sources):
            phrase = self.text[attribution.source[0][0] : attribution.source[-1][1]].lower()
            near = attribution.start - last.attribution.end < _REACH
            goes_on = phrase in words("pronouns") or attribution.word.lemma in _CONTINUING
            if near and goes_on and not resolved.carriers:
                resolved.continues = self._last
        if resolved.carriers:
            return
        for prior in reversed(self._history.speakers[-8:]):
            if prior.source.hop.name == source.hop.name:
                start = attribution.source[0][0]
                near, begins = start - prior.at < _REACH, self.sentences.near((start, start + 1))[0]
                if prior.carriers and near and not is_elsewhere(self._history, prior, begins, start):
                    resolved.carriers = tuple(replace(hop, mention=None) for hop in prior.carriers)
                return

    def _is_outlet(self, hop: ProposedHop) -> bool:
        """Whether a source is the outlet: by its name, or, of what is no body or person, by its end."""
        whole = self._publisher != "" and comparable_name(hop.name or "") == self._publisher
        return whole or (hop.kind in (*CARRIERS, "unknown", None) and is_called(hop.name, self._publisher))

    def _drop_mere_carriers(self) -> None:
        """Drop what only carries another: "the mayor said ..., the Wire reported" is the mayor's.

        What went on from one of them goes on from what it carries.
        """
        carried: dict[int, int] = {}
        for place, resolved in enumerate(self._resolved):
            for inner in resolved.inner if resolved is not None else ():
                within = self._resolved[inner]
                if resolved is None or within is None or not within.attribution.source:
                    continue
                if within.attribution.rule == WITHIN_SPEECH or is_relative(self.text, within.attribution):
                    continue
                start, end = extent(within.attribution)
                if not _passes_on_all(resolved.attribution, within.attribution):
                    continue
                rest = self.text[end : resolved.attribution.end]  # "he said in an address on Friday, by a transcript"
                if _CIRCUMSTANCE.fullmatch(rest) and not any(
                    end <= a < b for a, b in self._cues if b <= end + len(rest)
                ):
                    end = resolved.attribution.end
                if (end - start) * 10 >= content_length(resolved.attribution) * 7:
                    self._resolved[place] = None
                    carried[place] = inner
                    break
        for resolved in self._resolved if carried else ():
            passed: set[int] = set()
            while resolved is not None and resolved.continues in carried and resolved.continues not in passed:
                passed.add(resolved.continues)
                resolved.continues = carried[resolved.continues]


_ACCUSED = ("accused", "blamed")
"""Verbs that are participles where nobody stands behind them who is accused."""


def _is_one_person(word: str) -> bool:
    return is_person_noun(word) and not is_plural(word)


_CIRCUMSTANCE = re.compile(r" (?:in|at|on|during|to|late|earlier)\b[^,;:.“”\"]{0,80},?")
"""What stands behind a cue and only tells where and when something was said."""
_LEAD = 40
"""Characters at most that stand in what is passed on before whoever said it: "on Monday the mayor said"."""


def _passes_on_all(outer: DetectedAttribution, inner: DetectedAttribution) -> bool:
    """Whether what an attribution reports is no more than what another says: a statement, told by a verb of its own."""
    said = inner.word.category in _REPORTING and inner.rule not in _NO_STATEMENTS
    return said and extent(inner)[0] - outer.start <= _LEAD


_NO_STATEMENTS = frozenset(["noun", "adjective", "saying", "to say", "passive"])
"""Rules of attributions that stand inside a clause, which says more than they do."""


def comparable_name(name: str) -> str:
    """A name for comparing: folded, without an article and what outlets add to theirs."""
    folded = name_fold(name).removeprefix("the ")
    return re.sub(r"(?:\s+(?:news|online|website|agency))+$|\.(?:com|org|net|co\.uk)$", "", folded)


def is_called(name: str | None, publisher: str | None) -> bool:
    """Whether a publisher may be meant by a name, its own or the end of it: "seen by the Post", of the Ista Post.

    Not by a place in its name: "Oressa", of the Times of Oressa.
    """
    called, whole = comparable_name(name or ""), comparable_name(publisher or "")
    before = whole.removesuffix(f" {called}").split() if called and whole.endswith(f" {called}") else []
    return called == whole != "" or (bool(before) and before[-1] not in {"of"} | words("station_names"))


def _same_sources(some: tuple[ResolvedSource, ...], others: tuple[ResolvedSource, ...]) -> bool:
    return bool(some) and [source.hop.name for source in some] == [source.hop.name for source in others]
