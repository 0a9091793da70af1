"""Sources without a name of their own: spokesmen, offices, bodies, documents, groups."""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.domain.naming import is_institution, is_plural, naming_of
from claimtrack.reading import titles
from claimtrack.reading.found import Span
from claimtrack.reading.kinds import sex_of
from claimtrack.reading.language import words
from claimtrack.reading.names import Entity
from claimtrack.reading.phrase import Phrase
from claimtrack.reading.proposal import Speaker
from claimtrack.reading.quantity import is_person_noun
from claimtrack.reading.who import Memory, Who

_SEVERAL_SPOKESMEN = ("spokespeople", "spokesmen", "spokeswomen")
_SEEN = re.compile(r"\b(?:seen|obtained|reviewed|viewed|read|heard|examined)\b")
_NEAR = 400
"""Mentions on either side among which the holder of an office is looked for."""


def spokesman(memory: Memory, said: Phrase, word: str) -> Who:
    """Whoever speaks for a body: the one the words name, else the body that spoke last."""
    at = said.span[0]
    of = said.of or said.owner
    body = memory.body(memory.text[slice(*of)], at) if of is not None else None
    lead = said.words[: len(said.words) - len(word)].strip()
    rank = words("role_modifiers", memory.language) - words("bodies", memory.language)
    if lead and lead.lower() not in rank:
        if said.of is None:
            body = memory.body(lead, at) + (f" of {body}" if body else "")
    elif body is None and said.article in ("the", "", "this"):
        again = memory.last_with_office(word)
        if again is not None:
            return again.again(said.core)
    body = body or memory.last_body(at)
    several = word in _SEVERAL_SPOKESMEN
    speaker = Speaker(
        f"{body} {word}" if body else word,
        said.core,
        naming="group" if several else "role",
        kind="group" if several else "person",
        role=word,
        speaks_for=body,
    )
    return Who(speaker, several=several, sex=sex_of(word, memory.language))


def record(memory: Memory, said: Phrase) -> Who:
    """A document or data; the body whose it is where the words say so."""
    span = said.owner
    between = memory.text[said.core[1] : said.of[0]] if said.of is not None else ""
    if re.search(r"\b(?:by|from)\s+(?:the\s+)?$", between) and not _SEEN.search(between):
        span = said.of
    inside = memory.names.within(*span) if span is not None else []
    if inside and inside[0].entity.kind != "unknown":
        return replace(memory.named(inside[0].entity, inside[0].span), record=True)
    name = _lowered(memory, said)
    return Who(Speaker(name, said.core, naming=naming_of(name, "unknown"), kind="unknown"), record=True)


def thing(memory: Memory, said: Phrase) -> Who:
    """A body, an office, a group: what a phrase without a name means."""
    firm = said.head in words("company_words", memory.language) and not is_person_noun(said.head, memory.language)
    if is_institution(said.head) or firm or said.head in words("bodies", memory.language):
        return _institution(memory, said)
    one = not is_plural(said.low)
    office = titles.office(said.words, memory.language)
    if office and one and (said.article in ("the", "") or said.owner is not None):
        bearer = _bearer(memory, office, said)
        if bearer is not None:
            return memory.person(bearer, said.core)
    if said.article == "the" and one:
        again = memory.last_with_office(said.head)
        if again is not None and again.speaker.role not in (None, said.head):
            return again.again(said.core)
    return _generic(memory, said)


def _institution(memory: Memory, said: Phrase) -> Who:
    state = said.head in words("state_bodies", memory.language)
    kind = "government" if state else "organisation"
    kind = "military" if said.head in ("army", "military", "navy") else kind
    several = said.head in ("police", "authorities")
    if said.owner is not None:
        owner = memory.text[slice(*said.owner)]
        span = (said.owner[0], said.core[1])
        name = f"{_titled(said.words)} of {owner}"
        return Who(Speaker(name, span, kind=kind, speaks_for=owner if state else None), several=several)
    if said.article == "the" and len(said.words.split()) < 3 and said.words.islower():
        known = memory.known_body(said.low, said.span[0])
        if known is not None:
            return known.again(said.core)
        stands_for = words("standing_for_a_body", memory.language) | words("company_words", memory.language)
        alone = said.of is None and " " not in said.words
        last = memory.last_body(said.span[0], said.head) if alone and said.head in stands_for else None
        if last is not None:
            return Who(Speaker(last, said.core, kind=kind), several=several)
    name = _lowered(memory, said)
    if said.of is not None and re.fullmatch(r" of (?:the )?", memory.text[said.core[1] : said.of[0]]):
        name += memory.text[said.core[1] : said.of[1]]
    return Who(Speaker(name, said.core, naming=naming_of(name, kind), kind=kind), several=several)


def _bearer(memory: Memory, office: tuple[str, ...], said: Phrase) -> Entity | None:
    """The person who holds the office, named anywhere in the piece: the nearest before, else the first after."""
    places = {word.lower() for word in said.words.split() if word[:1].isupper() and not titles.has_role(word)}
    if said.owner is not None:
        places.add(memory.text[slice(*said.owner)].lower())
    for mention in (*memory.names.before(said.span[0], _NEAR), *memory.names.after(said.span[0], _NEAR)):
        for held in mention.entity.offices if mention.entity.kind == "person" else ():
            if _same(office, titles.office(held, memory.language)) and places <= _all_words(held):
                return mention.entity
    return None


def _same(asked: tuple[str, ...], held: tuple[str, ...]) -> bool:
    """Whether the office asked for is the one held, as far as it goes: "minister" is, of a trade minister."""
    if not held or asked[-1] != held[-1]:
        return False
    rest = set(held) - set(asked)
    return set(asked) <= set(held) and not rest & {"deputy", "vice", "former", "ex", "acting", "assistant", "late"}


def _heard_before(memory: Memory, said: Phrase) -> Who | None:
    """Whoever without a name spoke before and is meant again: "the official", "one of the officials"."""
    lead = memory.text[said.span[0] : said.core[0]].lower()
    one_of = lead.startswith("one of ")
    if " " in said.words or not (one_of or (said.article in ("the", "this") and said.of is None)):
        return None
    for heard in reversed(memory.heard[-6:]):
        speaker = heard.who.speaker
        if speaker.kind not in ("person", "group", "witness") or speaker.naming not in ("role", "group", "anonymous"):
            continue
        last = re.split(r"\s(?:of|in|at|from|for|with)\s|,", (speaker.name or "").lower())[0].split()[-1:]
        if one_of and last == [said.head] and heard.who.several:
            name = f"one of the {said.words}"
            return Who(replace(speaker, name=name, kind="person", naming=_one(speaker.naming), mention=said.core))
        if not one_of and last == [said.head] and " " in (speaker.name or ""):
            return heard.who.again(said.core)
    return None


def _one(naming: str) -> str:
    return "role" if naming == "group" else naming


def _generic(memory: Memory, said: Phrase) -> Who:
    before = _heard_before(memory, said)
    if before is not None:
        return before
    whole = memory.text[said.core[0] : said.span[1]] if said.of is not None else said.words
    whole = re.split(r",|\s(?:who|which|whose)\b", whole)[0].strip()
    several = is_plural(said.low) or said.low in words("several", memory.language) or _are_men(said.head)
    bare = _lowered(memory, said)
    if said.owner is not None:
        whole = f"{said.words} of {memory.text[slice(*said.owner)]}"
    elif bare != said.words:
        whole = bare + whole[len(said.words) :]
    head = said.words.split()[-1]
    naming = "group" if several else naming_of(head if head.islower() else bare)
    if naming == "named" and head.islower():
        naming = "role"
    return Who(Speaker(whole, said.core, naming=naming, kind="group" if several else "person"), several=several)


def _are_men(head: str) -> bool:
    """Whether a noun is a plural of people as "fishermen" is."""
    return head.endswith("men") and len(head) > 5 and is_person_noun(head)


def _lowered(memory: Memory, said: Phrase) -> str:
    """The words with a small letter in front, where only a sentence's beginning gave them a capital."""
    rest = said.words[1:]
    first = said.words.split()[0]
    if memory.text[max(0, said.core[0] - 2) : said.core[0]].strip() not in ("", *".!?…:“‘\"'\n-–—("):
        return said.words
    known = titles.states(memory.language).keys() | words("adherents", memory.language)
    named = first.lower() in known or any(
        mention.span[0] == said.core[0] and mention.entity.kind != "unknown"
        for mention in memory.names.within(*said.core)
    )
    return said.words if named or rest != rest.lower() else said.words.lower()


def _all_words(title: str) -> set[str]:
    return {re.sub(r"[’']s?$", "", word.strip(",.")).lower() for word in title.split()}


def _titled(phrase: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in phrase.split())


def span_of_author(memory: Memory, said: Phrase) -> Span | None:
    """Where the words say whose a statement is: "the ministry’s statement", "a letter from the Coast Institute"."""
    if said.owner is not None:
        return said.owner
    if said.of is None or _SEEN.search(memory.text, said.core[1], said.of[0]):
        return None
    return said.of if memory.names.within(*said.of) else None
