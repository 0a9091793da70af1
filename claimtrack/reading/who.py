"""Sources as understood, and whom a piece has let speak so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from claimtrack.reading.bodies import fits
from claimtrack.reading.found import Span
from claimtrack.reading.kinds import is_adjective
from claimtrack.reading.language import words
from claimtrack.reading.names import Entity, Names
from claimtrack.reading.proposal import Speaker

BODIES = ("organisation", "government", "military", "news-agency", "outlet", "unknown")
CARRIERS = ("news-agency", "outlet")
REACH = 4000
"""Characters after which somebody who spoke is no longer who a pronoun or "a spokesman" goes back to."""


@dataclass(frozen=True, slots=True)
class Who:
    """A source as understood. `several` when it is more than one; `sex` f, m or None.

    `record` tells that it is a document or data; `message` is what the source put out, where the text says that a
    statement or post said so.
    """

    speaker: Speaker
    several: bool = False
    sex: str | None = None
    record: bool = False
    message: str | None = None

    @property
    def is_body(self) -> bool:
        """Whether it is no person: a body, a state, an outlet."""
        return self.speaker.kind in BODIES

    def again(self, mention: Span) -> Who:
        """The same source, called by other words."""
        speaker = replace(self.speaker, mention=mention, basis="not-stated", caveats=(), hedge=None)
        return replace(self, speaker=speaker, record=self.record and speaker.kind == "unknown", message=None)


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody who spoke, where, and the carriers that the words came through."""

    at: int
    who: Who
    carriers: tuple[Speaker, ...] = ()


class Memory:
    """A piece from its beginning to where it is read: its names, and who spoke."""

    def __init__(self, text: str, names: Names, language: str = "en") -> None:
        """For a text, with nobody heard yet."""
        self.text = text
        self.names = names
        self.language = language
        self.heard: list[Heard] = []

    def person(self, entity: Entity, mention: Span) -> Who:
        """The person, called so at `mention`."""
        body = self._speaks_for(entity, mention[0]) or entity.body
        return Who(Speaker(entity.name, mention, kind="person", role=entity.role, speaks_for=body), sex=entity.sex)

    def named(self, entity: Entity, mention: Span) -> Who:
        """Whoever or whatever bears the name."""
        one = entity.name.lower().removesuffix("s")
        if one != entity.name.lower() and (
            one in words("adherents", self.language) or is_adjective(one, self.language)
        ):
            return Who(Speaker(entity.name, mention, naming="group", kind="group"), several=True)
        return Who(Speaker(entity.name, mention, kind=entity.kind), sex=entity.sex)

    def _speaks_for(self, entity: Entity, at: int) -> str | None:
        """The body that a named spokesman speaks for."""
        for office in entity.offices:
            for word in sorted(words("spokespeople", self.language), key=len, reverse=True):
                lead, found, rest = office.partition(word)
                if not found:
                    continue
                behind = re.match(r"\s+(?:for|of|at)\s+(?:the\s+)?(.+)", rest)
                body = behind[1] if behind else lead.strip()
                return self.body(body, at) if body else self.last_body(at)
        return None

    def body(self, called: str, at: int) -> str:
        """The name of a body that is called so at `at`: one heard or named before, else the words."""
        bare = re.sub(r"^(?:the|a|an|its|their)\s+", "", called.strip(" ,")).removesuffix("’s").removesuffix("'s")
        known = self.known_body(bare.lower(), at)
        if known is not None:
            return known.speaker.name or bare
        stands_for = words("standing_for_a_body", self.language) | words("company_words", self.language)
        return (self.last_body(at, bare) if bare in stands_for else None) or bare

    def known_body(self, low: str, at: int) -> Who | None:
        """A body heard or named before whose name holds these words, in lower case."""
        written = self._written(low, at)
        for heard in reversed(self.heard[-60:]):
            if written is not None and heard.at < written[0]:
                break
            if heard.who.is_body and heard.who.speaker.name and _holds(heard.who.speaker.name, low):
                return heard.who
        if written is not None:
            return self._of_name(self.text[slice(*written)], written)
        for mention in self.names.before(at, 80):
            entity = mention.entity
            if entity.kind in BODIES and entity.kind != "unknown" and _holds(entity.name, low):
                return self.named(entity, mention.span)
        return None

    def _written(self, low: str, at: int) -> Span | None:
        """Where a body without capitals was last called by these words and one before: "the defence ministry"."""
        if low not in words("bodies", self.language) | words("state_bodies", self.language) | {"coast guard"}:
            return None
        before = re.compile(rf"\bthe\s(?P<name>(?P<which>[^\W\d_][\w-]*)\s{re.escape(low)})\b", re.IGNORECASE)
        known = words("role_modifiers", self.language) - words("bodies", self.language)
        found = None
        for match in before.finditer(self.text, max(0, at - REACH), at):
            which = match["which"]
            if which.lower() in known or which[0].isupper():
                found = match.span("name")
        return found

    def _of_name(self, name: str, span: Span) -> Who:
        """A body by the words it is called: as it was heard of before, else new."""
        for heard in reversed(self.heard[-60:]):
            if heard.who.is_body and heard.who.speaker.name and _holds(heard.who.speaker.name, name.lower()):
                return heard.who
        for mention in self.names.before(span[1], 80):
            if mention.entity.kind in BODIES and _holds(mention.entity.name, name.lower()):
                return self.named(mention.entity, mention.span)
        state = name.split()[-1].lower() in words("state_bodies", self.language)
        return Who(Speaker(name, span, kind="government" if state else "organisation"))

    def last_body(self, at: int, called: str = "") -> str | None:
        """The name of the body that spoke or was spoken for last, or was named last; None without one nearby.

        With `called` it must be one that the word, in lower case, can stand for.
        """
        for heard in reversed(self.heard[-12:]):
            if at - heard.at > REACH:
                break
            speaker = heard.who.speaker
            body = heard.who.is_body and speaker.kind not in CARRIERS and not heard.who.record
            name = speaker.name if body else speaker.speaks_for
            if name and fits(name, called, self.language):
                return name
        for mention in self.names.before(at, 40 if called else 12):
            entity = mention.entity
            if entity.kind == "organisation" and fits(entity.name, called, self.language):
                return entity.name
        return None

    def last_with_office(self, word: str) -> Who | None:
        """The last person who spoke and whose office holds the word."""
        for heard in reversed(self.heard[-12:]):
            speaker = heard.who.speaker
            if speaker.kind in ("person", "witness") and speaker.role and word in speaker.role.lower().split():
                return heard.who
        return None


def _holds(name: str, low: str) -> bool:
    """Whether a body's name holds the words it is called by now: "Interior Ministry of Oressa", "ministry"."""
    parts = {part for part in re.split(r"[\s’'-]+", name.lower()) if part}
    return name.lower() == low or set(low.split()) <= parts
