"""Chains: through whom the words of each attribution came, from who said them first outward."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from claimtrack.domain.text import name_fold
from claimtrack.reading.attribution.clauses import SentenceIndex, extent
from claimtrack.reading.fields.figure import is_person_noun
from claimtrack.reading.fields.occasion import occasion
from claimtrack.reading.mentions import source_resolution
from claimtrack.reading.mentions.coreference import (
    CARRIERS,
    DiscourseHistory,
    PriorSpeaker,
    ResolvedSource,
    with_gender,
)
from claimtrack.reading.mentions.names import NamedEntities
from claimtrack.reading.mentions.source_phrases import joint_sources
from claimtrack.reading.proposals import Attribution, ProposedHop, Span, Spans
from claimtrack.reading.word_lists import words


def innermost_containers(found: Sequence[Attribution]) -> list[int | None]:
    """For each attribution the place of the narrowest whose content holds all of it; None where none does.

    Of two that hold each other the one with the wider content is the outer.
    """
    order = sorted(range(len(found)), key=lambda at: (found[at].start, -found[at].end, at))
    rank = {at: n for n, at in enumerate(order)}
    parents: list[int | None] = [None] * len(found)
    bounds = sorted((extent(found[at]), at) for at in range(len(found)))
    open_: list[int] = []
    waiting = iter(order)
    following = next(waiting, None)
    for (start, end), at in bounds:
        while following is not None and found[following].start <= start:
            open_.append(following)
            following = next(waiting, None)
        open_ = [each for each in open_ if found[each].end > start]
        holds = [
            each for each in open_ if rank[each] < rank[at] and found[each].start <= start <= end <= found[each].end
        ]
        if holds:
            parents[at] = min(holds, key=lambda each: (content_length(found[each]), each))
    return parents


def content_length(found: Attribution) -> int:
    """How many characters lie from the beginning to the end of its content."""
    return found.end - found.start


_SAID = frozenset(["say", "report", "claim", "deny", "confirm", "admit", "pledge", "tell"])


def can_be_source(text: str, found: Attribution, who: ResolvedSource, language: str = "en") -> bool:
    """Whether the source of an attribution can be the source of its words."""
    source = text[found.source[0][0] : found.source[0][1]].strip()
    first = source.split()[0].lower() if source.split() else ""
    if not first or first in words("preposition", language):
        return False
    if who.record or who.message or who.speaker.name is None or who.speaker.naming == "anonymous":
        return True
    if any(c.isupper() for c in who.speaker.name) or first in words("pronouns", language):
        return True
    if found.word.sort in _SAID:
        return True
    core = text[slice(*who.speaker.mention)].lower() if who.speaker.mention else who.speaker.name.lower()
    head = core.split()[-1] if core.split() else ""
    known = words("bodies", language) | words("several", language) | words("speaking_things", language)
    if head in known or head.removesuffix("s") in known:
        return True
    return is_person_noun(head, language) or who.speaker.kind in ("government", "organisation", "military")


_HEARER = re.compile(
    r"\s+(?P<hearer>[^,.;:“”\"]{2,60}?)"
    r"(?=\s+(?:on|in|at|during|that|by|late|early|last|after|before|when|as)\b|\s+\w+day\b|[,.;:]|$)"
)
_JOINED = re.compile(r"[\s,;]+(?:(?:and|but|while)\s+)?")
_CHANNEL = re.compile(
    r"(?:the\s)?(?P<name>(?:Channel|Radio|TV|Television)\s\d+)(?:\s(?:news|tv|television|radio))?", re.I
)
_GOES_ON = frozenset(["add", "continue", "go on", "conclude"])
_REPORTING = frozenset(["say", "report", "tell", "warn", "claim", "confirm", "deny", "admit"])
"""Sorts of words inside whose content somebody else's words are passed on."""
_REACH = 1500
"""Characters over which what somebody goes on to say is taken to have been told to the same hearer."""


@dataclass(slots=True)
class ResolvedAttribution:
    """An attribution with its speakers. `whos` are the joint origins (None for a chain that names nobody).

    `carriers` are the hops after them, `nobody` the hop that stands for an origin nobody names. `continues` is the
    place of an earlier turn. `inner` are the places of attributions reported inside this one.
    """

    found: Attribution
    whos: tuple[ResolvedSource, ...] = ()
    carriers: tuple[ProposedHop, ...] = ()
    nobody: ProposedHop | None = None
    continues: int | None = None
    hedge: str | None = None
    inner: list[int] = field(default_factory=list)
    outer: int | None = None
    occasion: str | None = None

    @property
    def who(self) -> ResolvedSource | None:
        """The first origin; None when nobody is named."""
        return self.whos[0] if self.whos else None

    def chains(self) -> tuple[tuple[ProposedHop, ...], ...]:
        """The chains, one for each joint speaker."""
        if self.nobody is not None:
            return ((self.nobody, *self.carriers),)
        return tuple((who.speaker, *self.carriers) for who in self.whos)


class ChainBuilder:
    """Works out the turns of a text, in the order in which they are spoken."""

    def __init__(
        self,
        text: str,
        found: Sequence[Attribution],
        frames: SentenceIndex,
        names: NamedEntities,
        publisher: str | None,
        skipped: frozenset[int],
        language: str,
    ) -> None:
        """For all that was found in a text; `skipped` are the places of those that are no running text."""
        self.text = text
        self.found = found
        self.skipped = skipped
        self._cues = sorted(span for each in found for span in each.cue)
        self.frames = frames
        self.names = names
        self.language = language
        self.publisher = comparable_name(publisher or "")
        self.memory = DiscourseHistory(text, names, language)
        self.turns: list[ResolvedAttribution | None] = [None] * len(found)
        self.last: int | None = None

    def work(self) -> list[ResolvedAttribution | None]:
        """The turn of each attribution; None for one that proposes nothing."""
        parents = innermost_containers(self.found)
        order = sorted(range(len(self.found)), key=lambda at: (self.found[at].start, -self.found[at].end, at))
        for at in order:
            parent = parents[at]
            while parent is not None and self.turns[parent] is None:
                parent = parents[parent]
            self.turns[at] = self._turn(at, parent)
        self._drop_shells()
        return self.turns

    def _turn(self, at: int, parent: int | None) -> ResolvedAttribution | None:
        found = self.found[at]
        if at in self.skipped:
            return None
        if found.continues is not None:
            return self._going_on(at, found.continues)
        over = self.turns[parent] if parent is not None else None
        if over is not None and over.found.word.sort not in _REPORTING:
            over = parent = None
        if not found.source:
            return self._nobody(found, over)
        whos = self._whos(found)
        if len(whos) == 1:
            whos = (with_gender(self.names, found, whos[0]),)
        if not whos or any(self._is_publisher(who.speaker.name) for who in whos):
            return None
        if over is not None and _same(whos, over.whos):
            return None
        if not can_be_source(self.text, found, whos[0], self.language):
            return None
        turn = ResolvedAttribution(found, whos)
        turn.carriers, turn.occasion = self._told(found)
        told = turn.carriers
        before = self.last
        if over is None:
            self._keep_on(turn, at)
            self.last, told = at, turn.carriers
        else:
            assert parent is not None
            turn.outer = parent
            turn.carriers = (*turn.carriers, *_hops(over))
            over.inner.append(at)
        for who in whos:
            self.memory.heard.append(PriorSpeaker(extent(found)[0], who, told))
        if over is not None:
            self.last = before
        return turn

    def _whos(self, found: Attribution) -> tuple[ResolvedSource, ...]:
        start, end = found.source[0]
        for a, b in found.source[1:]:
            if not any(a <= s < b or end <= s < a for s, _ in (*found.content, *found.cue)):
                end = b
        start = self._after_other_cues(found, start, end)
        if start >= end:
            return ()
        sentence = self.frames.near((start, end))
        whos = [
            source_resolution.resolve_source(self.memory, span, sentence)
            for span in joint_sources(self.text, (start, end), self.names)
        ]
        return tuple(who for who in whos if who is not None)

    def _after_other_cues(self, found: Attribution, start: int, end: int) -> int:
        """Where a source begins once what belongs to another attribution is left away: "officials said, and police"."""
        first = bisect_left(self._cues, (start, 0))
        for a, b in self._cues[first : bisect_left(self._cues, (end, 0))]:
            said_of = re.search(r"\bwho\b", self.text[start:a]) is not None  # "a nurse, who declined to be named,"
            if b <= end and (a, b) not in found.cue and not said_of:
                start = b
        lead = _JOINED.match(self.text, start, end)
        return lead.end() if lead else start

    def _nobody(self, found: Attribution, over: ResolvedAttribution | None) -> ResolvedAttribution | None:
        """The turn of an attribution without a source: hearsay or a passive; none of its own inside another's."""
        hedge = self.text[found.cue[0][0] : found.cue[0][1]].lower() if found.cue else None
        if over is not None:
            if found.word.sort == "hearsay":
                over.hedge = over.hedge or hedge
            return None
        if found.word.sort == "hearsay":
            return ResolvedAttribution(found, nobody=ProposedHop(None, naming="hearsay", hedge=hedge))
        if found.word.passive or found.word.sort in ("label", "think", "forecast"):
            doubts = hedge.split() if hedge and found.word.sort in ("think", "forecast", "claim", "know") else []
            doubt = doubts[-1] if doubts else None
            return ResolvedAttribution(found, nobody=ProposedHop(None, naming="passive", hedge=doubt))
        return ResolvedAttribution(found, nobody=ProposedHop(None, naming="hearsay", hedge=hedge))

    def _going_on(self, at: int, earlier: int) -> ResolvedAttribution | None:
        base = self.turns[earlier]
        if base is None:
            return None
        whos = tuple(replace(who, speaker=replace(who.speaker, mention=None)) for who in base.whos)
        carriers = tuple(replace(hop, mention=None) for hop in base.carriers)
        self.last = at if base.whos else self.last
        return ResolvedAttribution(self.found[at], whos, carriers, base.nobody, continues=earlier)

    def _told(self, found: Attribution) -> tuple[tuple[ProposedHop, ...], str | None]:
        """The carrier that the words were told to, and the occasion."""
        frame = self.frames.frame(found)
        what, given_to = occasion(self.text, frame, self.language)
        hops: list[ProposedHop] = []
        for span in (found.hearer or self._hearer(found, frame), given_to):
            if span is None:
                continue
            hop = self._carrier(span)
            if hop is not None and not hops:
                hops.append(hop)
        if found.hearer is not None and what is None:
            what = self._audience(found.hearer)
        kept = tuple(hop for hop in hops if not self._is_publisher(hop.name))
        return kept, what

    def _hearer(self, found: Attribution, frame: Spans) -> Span | None:
        """Whom it was told, where the speech stands first: “...,” Ana Lint told the Tarra news agency."""
        if found.word.sort != "tell" or not found.cue:
            return None
        for start, end in frame:
            match = _HEARER.match(self.text, start, end) if start == found.cue[-1][1] else None
            if match is not None:
                return match.span("hearer")
        return None

    def _carrier(self, span: Span) -> ProposedHop | None:
        numbered = _CHANNEL.fullmatch(self.text, *span)
        if numbered is not None:
            return ProposedHop(numbered["name"], span, kind="outlet")
        who = source_resolution.resolve_source(self.memory, span, span)
        if who is None or who.speaker.kind not in CARRIERS:
            return None
        return replace(who.speaker, mention=span)

    def _audience(self, span: Span) -> str | None:
        """The occasion that a hearer is: "told a news conference"."""
        said = re.sub(r"^(?:an?|the)\s+", "", self.text[span[0] : span[1]].strip())
        nouns = ("conference", "briefing", "hearing", "rally", "inquiry", "parliament", "summit", "meeting")
        return said if said.split() and any(noun in said.lower().split() for noun in nouns) else None

    def _keep_on(self, turn: ResolvedAttribution, at: int) -> None:
        """Tell that a turn goes on from the one before it, and through whom it then came."""
        who = turn.who
        if who is None or len(turn.whos) > 1:
            return
        last = self.turns[self.last] if self.last is not None else None
        if last is not None and last.who is not None and _same(turn.whos, last.whos):
            source = self.text[turn.found.source[0][0] : turn.found.source[-1][1]].lower()
            near = turn.found.start - last.found.end < _REACH
            goes_on = source in words("pronouns", self.language) or turn.found.word.lemma in _GOES_ON
            if near and goes_on and not turn.carriers:
                turn.continues = self.last
        if turn.carriers:
            return
        for heard in reversed(self.memory.heard[-8:]):
            if heard.who.speaker.name == who.speaker.name:
                if heard.carriers and extent(turn.found)[0] - heard.at < _REACH:
                    turn.carriers = tuple(replace(hop, mention=None) for hop in heard.carriers)
                return

    def _is_publisher(self, name: str | None) -> bool:
        return bool(name and self.publisher and comparable_name(name) == self.publisher)

    def _drop_shells(self) -> None:
        """Drop the turns that only carry another: "the mayor said ..., the Wire reported" is the mayor's.

        What went on from one of them goes on from what it carries.
        """
        moved: dict[int, int] = {}
        for at, turn in enumerate(self.turns):
            if turn is None or not turn.inner:
                continue
            whole = content_length(turn.found)
            for place in turn.inner:
                within = self.turns[place]
                if within is None or not within.found.source:
                    continue
                start, end = extent(within.found)
                if (end - start) * 10 >= whole * 7:
                    self.turns[at] = None
                    moved[at] = place
                    break
        for turn in self.turns if moved else ():
            passed: set[int] = set()
            while turn is not None and turn.continues in moved and turn.continues not in passed:
                passed.add(turn.continues)
                turn.continues = moved[turn.continues]


def comparable_name(name: str) -> str:
    """A name for comparing: folded, without an article and what outlets add to theirs."""
    folded = name_fold(name).removeprefix("the ")
    return re.sub(r"(?:\s+(?:news|online|website|agency))+$|\.(?:com|org|net|co\.uk)$", "", folded)


def _same(some: tuple[ResolvedSource, ...], others: tuple[ResolvedSource, ...]) -> bool:
    return bool(some) and [who.speaker.name for who in some] == [who.speaker.name for who in others]


def _hops(turn: ResolvedAttribution) -> tuple[ProposedHop, ...]:
    """The hops by which what is said inside a turn came: its speaker, then its carriers."""
    if turn.nobody is not None:
        return (turn.nobody, *turn.carriers)
    return (turn.whos[0].speaker, *turn.carriers)
