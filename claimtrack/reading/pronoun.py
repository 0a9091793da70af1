"""Whom a pronoun means: the last who spoke and whom it fits, unless somebody else was the talk since."""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.reading.found import Found, Span
from claimtrack.reading.names import Entity, Names
from claimtrack.reading.phrase import Phrase
from claimtrack.reading.proposal import Speaker
from claimtrack.reading.who import REACH, Memory, Who

_NOBODY = ("we", "i", "you", "us", "me")
_PERSON = {"he": "m", "him": "m", "she": "f", "her": "f"}
_SHE_OR_HE = re.compile(r"(she|he)\b", re.IGNORECASE)
_NEAR = 400
"""Characters before a sentence within which somebody is still what it is about."""


def pronoun(memory: Memory, said: Phrase, sentence: Span) -> Who | None:
    """Whom the pronoun means; None for the writer's "we" and the reader's "you"."""
    low = said.low
    if low in _NOBODY:
        return None
    if low == "who":
        return _relative(memory, said, sentence)
    chosen = _meant(memory, low, said, sentence)
    if chosen is None:
        return Who(Speaker(low, said.core, naming="group" if low in ("they", "them") else "role"))
    return chosen.again(said.core)


def fits(low: str, who: Who) -> bool:
    """Whether the pronoun, in lower case, can stand for the source."""
    if low in _PERSON:
        one = who.speaker.kind in ("person", "witness") and not who.several
        return one and who.sex in (None, _PERSON[low])
    if low in ("they", "them"):
        return who.several or who.is_body
    return who.is_body and not who.several


def with_sex(names: Names, found: Found, who: Who) -> Who:
    """The source as a woman or a man, where what somebody with a name says begins with "she" or "he"."""
    first = _SHE_OR_HE.match(names.text, *found.content[0])
    mention = who.speaker.mention
    if first is None or mention is None or who.sex or who.several or who.speaker.kind not in ("person", "unknown"):
        return who
    named = next((m for m in names.within(*mention) if m.entity.name == who.speaker.name), None)
    if named is None or found.content[0][0] < found.source[0][1]:
        return who
    named.entity.sex = "f" if first[1].lower() == "she" else "m"
    named.entity.kind = "person"
    return replace(who, sex=named.entity.sex, speaker=replace(who.speaker, kind="person"))


def _relative(memory: Memory, said: Phrase, sentence: Span) -> Who | None:
    for mention in memory.names.before(said.span[0], 1):
        if mention.span[0] >= sentence[0] and said.span[0] - mention.span[1] < 60:
            return memory.named(mention.entity, mention.span)
    return None


def _meant(memory: Memory, low: str, said: Phrase, sentence: Span) -> Who | None:
    at = said.span[0]
    last = next((heard for heard in reversed(memory.heard[-20:]) if fits(low, heard.who)), None)
    last = last if last is not None and at - last.at < REACH else None
    if low in _PERSON:
        topic = _topic(memory, low, last.at if last is not None else -1, sentence)
        if topic is not None:
            return topic
    if last is not None:
        return last.who
    if low == "it":
        for mention in memory.names.before(at, 6):
            if mention.entity.kind in ("organisation", "government", "outlet", "news-agency"):
                return memory.named(mention.entity, mention.span)
    return None


def _topic(memory: Memory, low: str, since: int, sentence: Span) -> Who | None:
    """The person with whom a sentence nearby begins, if named after whoever fits last spoke (at `since`; -1: nobody).

    Where nobody spoke, anybody named nearby.
    """
    nearby: list[Entity] = []
    for mention in memory.names.before(sentence[1], 20):
        if mention.span[0] <= since or sentence[0] - mention.span[0] > _NEAR:
            break
        entity = mention.entity
        if entity.kind == "person" and fits(low, Who(Speaker(entity.name, kind="person"), sex=entity.sex)):
            nearby.append(entity)
            if mention.span[0] - _begins(memory.text, mention.span[0]) - len(mention.title) < 8:
                return memory.person(entity, mention.span)
    return memory.person(nearby[-1], sentence) if nearby and since < 0 else None


def _begins(text: str, at: int) -> int:
    """Where the sentence round `at` begins, near enough."""
    found = max(text.rfind(mark, max(0, at - 200), at) for mark in (". ", "\n", "” ", "? ", "! "))
    return found + 1 if found >= 0 else max(0, at - 200)
