"""Sources without a name of their own: spokesmen, offices, bodies, documents, groups."""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.domain.naming import is_institution, is_plural, naming_of
from claimtrack.reading.fields.figure import is_person_noun
from claimtrack.reading.mentions import roles
from claimtrack.reading.mentions.coreference import CARRIERS, DiscourseHistory, ResolvedSource, resolve_pronoun
from claimtrack.reading.mentions.names import Entity
from claimtrack.reading.mentions.source_kinds import carrier_kind, gender_of_title
from claimtrack.reading.mentions.source_phrases import (
    SourcePhrase,
    is_message,
    is_record,
    listed_group,
    parse_source_phrase,
    spokesperson_word,
)
from claimtrack.reading.proposals import ProposedHop, Span
from claimtrack.reading.word_lists import words

_SEVERAL_SPOKESMEN = ("spokespeople", "spokesmen", "spokeswomen")
_SEEN = re.compile(r"\b(?:seen|obtained|reviewed|viewed|read|heard|examined)\b")
_NEAR = 400
"""Mentions on either side among which the holder of an office is looked for."""


def resolve_spokesperson(memory: DiscourseHistory, said: SourcePhrase, word: str) -> ResolvedSource:
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
    speaker = ProposedHop(
        f"{body} {word}" if body else word,
        said.core,
        naming="group" if several else "role",
        kind="group" if several else "person",
        role=word,
        speaks_for=body,
    )
    return ResolvedSource(speaker, several=several, sex=gender_of_title(word, memory.language))


def resolve_record(memory: DiscourseHistory, said: SourcePhrase) -> ResolvedSource:
    """A document or data; the body whose it is where the words say so."""
    span = said.owner
    between = memory.text[said.core[1] : said.of[0]] if said.of is not None else ""
    if re.search(r"\b(?:by|from)\s+(?:the\s+)?$", between) and not _SEEN.search(between):
        span = said.of
    inside = memory.names.within(*span) if span is not None else []
    if inside and inside[0].entity.kind != "unknown":
        return replace(memory.named(inside[0].entity, inside[0].span), record=True)
    name = _lowered(memory, said)
    return ResolvedSource(ProposedHop(name, said.core, naming=naming_of(name, "unknown"), kind="unknown"), record=True)


def resolve_description(memory: DiscourseHistory, said: SourcePhrase) -> ResolvedSource:
    """A body, an office, a group: what a phrase without a name means."""
    firm = said.head in words("company_words", memory.language) and not is_person_noun(said.head, memory.language)
    if is_institution(said.head) or firm or said.head in words("bodies", memory.language):
        return _institution(memory, said)
    one = not is_plural(said.low)
    office = roles.role_key(said.words, memory.language)
    if office and one and (said.article in ("the", "") or said.owner is not None):
        bearer = _bearer(memory, office, said)
        if bearer is not None:
            return memory.person(bearer, said.core)
    if said.article == "the" and one:
        again = memory.last_with_office(said.head)
        if again is not None and again.speaker.role not in (None, said.head):
            return again.again(said.core)
    return _generic(memory, said)


def _institution(memory: DiscourseHistory, said: SourcePhrase) -> ResolvedSource:
    state = said.head in words("state_bodies", memory.language)
    kind = "government" if state else "organisation"
    kind = "military" if said.head in ("army", "military", "navy") else kind
    several = said.head in ("police", "authorities")
    if said.owner is not None:
        owner = memory.text[slice(*said.owner)]
        span = (said.owner[0], said.core[1])
        name = f"{_titled(said.words)} of {owner}"
        return ResolvedSource(ProposedHop(name, span, kind=kind, speaks_for=owner if state else None), several=several)
    if said.article == "the" and len(said.words.split()) < 3 and said.words.islower():
        known = memory.known_body(said.low, said.span[0])
        if known is not None:
            return known.again(said.core)
        stands_for = words("standing_for_a_body", memory.language) | words("company_words", memory.language)
        alone = said.of is None and " " not in said.words
        last = memory.last_body(said.span[0], said.head) if alone and said.head in stands_for else None
        if last is not None:
            return ResolvedSource(ProposedHop(last, said.core, kind=kind), several=several)
    name = _lowered(memory, said)
    if said.of is not None and re.fullmatch(r" of (?:the )?", memory.text[said.core[1] : said.of[0]]):
        name += memory.text[said.core[1] : said.of[1]]
    return ResolvedSource(ProposedHop(name, said.core, naming=naming_of(name, kind), kind=kind), several=several)


def _bearer(memory: DiscourseHistory, office: tuple[str, ...], said: SourcePhrase) -> Entity | None:
    """The person who holds the office, named anywhere in the piece: the nearest before, else the first after."""
    places = {word.lower() for word in said.words.split() if word[:1].isupper() and not roles.has_role(word)}
    if said.owner is not None:
        places.add(memory.text[slice(*said.owner)].lower())
    for mention in (*memory.names.before(said.span[0], _NEAR), *memory.names.after(said.span[0], _NEAR)):
        for held in mention.entity.offices if mention.entity.kind == "person" else ():
            if _same(office, roles.role_key(held, memory.language)) and places <= _all_words(held):
                return mention.entity
    return None


def _same(asked: tuple[str, ...], held: tuple[str, ...]) -> bool:
    """Whether the office asked for is the one held, as far as it goes: "minister" is, of a trade minister."""
    if not held or asked[-1] != held[-1]:
        return False
    rest = set(held) - set(asked)
    return set(asked) <= set(held) and not rest & {"deputy", "vice", "former", "ex", "acting", "assistant", "late"}


def _heard_before(memory: DiscourseHistory, said: SourcePhrase) -> ResolvedSource | None:
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
            return ResolvedSource(
                replace(speaker, name=name, kind="person", naming=_one(speaker.naming), mention=said.core)
            )
        if not one_of and last == [said.head] and " " in (speaker.name or ""):
            return heard.who.again(said.core)
    return None


def _one(naming: str) -> str:
    return "role" if naming == "group" else naming


def _generic(memory: DiscourseHistory, said: SourcePhrase) -> ResolvedSource:
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
    return ResolvedSource(
        ProposedHop(whole, said.core, naming=naming, kind="group" if several else "person"), several=several
    )


def _are_men(head: str) -> bool:
    """Whether a noun is a plural of people as "fishermen" is."""
    return head.endswith("men") and len(head) > 5 and is_person_noun(head)


def _lowered(memory: DiscourseHistory, said: SourcePhrase) -> str:
    """The words with a small letter in front, where only a sentence's beginning gave them a capital."""
    rest = said.words[1:]
    first = said.words.split()[0]
    if memory.text[max(0, said.core[0] - 2) : said.core[0]].strip() not in ("", *".!?…:“‘\"'\n-–—("):
        return said.words
    known = roles.states_by_word(memory.language).keys() | words("adherents", memory.language)
    named = first.lower() in known or any(
        mention.span[0] == said.core[0] and mention.entity.kind != "unknown"
        for mention in memory.names.within(*said.core)
    )
    return said.words if named or rest != rest.lower() else said.words.lower()


def _all_words(title: str) -> set[str]:
    return {re.sub(r"[’']s?$", "", word.strip(",.")).lower() for word in title.split()}


def _titled(phrase: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in phrase.split())


def author_span(memory: DiscourseHistory, said: SourcePhrase) -> Span | None:
    """Where the words say whose a statement is: "the ministry’s statement", "a letter from the Coast Institute"."""
    if said.owner is not None:
        return said.owner
    if said.of is None or _SEEN.search(memory.text, said.core[1], said.of[0]):
        return None
    return said.of if memory.names.within(*said.of) else None


_CONDITION = re.compile(r"\bcondition (?:of anonymity|that (?:he|she|they) not be (?:named|identified))", re.IGNORECASE)
_NEAR_SOURCE = 60
"""Characters on either side of a source within which it is said that it wants no name."""
_NAMELESS = re.compile(
    r"\b(?:anonym\w+|unnamed|unidentified"
    r"|(?:not|declin\w+|refus\w+|withh\w+) (?:to )?(?:be(?:ing)? |give (?:his|her|their) )?(?:name|identif|quot)\w*)",
    re.IGNORECASE,
)


def resolve_source(memory: DiscourseHistory, span: Span, sentence: Span) -> ResolvedSource | None:
    """Whom the phrase in the span means; None when it is nobody (the writer's "we", the reader's "you").

    `sentence` is the sentence that it stands in.
    """
    group = listed_group(memory.text, span)
    if group is not None:
        return ResolvedSource(
            ProposedHop(group[:1].lower() + group[1:], span, naming="group", kind="group"), several=True
        )
    said = parse_source_phrase(memory.text, span, memory.names)
    if not said.words.split():
        return None
    found = _who(memory, said, sentence)
    if found is None or found.record or found.speaker.naming not in ("role", "group"):
        return found
    near = (max(sentence[0], span[0] - _NEAR_SOURCE), min(sentence[1], span[1] + _NEAR_SOURCE))
    nameless = said.head in ("source", "sources") or _NAMELESS.search(memory.text, *near)
    nameless = nameless or _CONDITION.search(memory.text, *sentence)
    return replace(found, speaker=replace(found.speaker, naming="anonymous")) if nameless else found


def _who(memory: DiscourseHistory, said: SourcePhrase, sentence: Span) -> ResolvedSource | None:
    language = memory.language
    if said.low in words("pronouns", language) and not (said.words.isupper() and len(said.words) > 1):
        return resolve_pronoun(memory, said, sentence)
    if said.mention is not None and said.mention.entity.kind == "person":
        return memory.person(said.mention.entity, said.core)
    word = spokesperson_word(said, language)
    if word is not None:
        return resolve_spokesperson(memory, said, word)
    if said.mention is not None:
        return memory.named(said.mention.entity, said.core)
    carrier = _carrier(memory, said) if said.owner is None and said.of is None else None
    if carrier is not None:
        return carrier
    if is_message(said, language):
        return _message(memory, said)
    if is_record(said, language):
        return resolve_record(memory, said)
    return resolve_description(memory, said)


def _carrier(memory: DiscourseHistory, said: SourcePhrase) -> ResolvedSource | None:
    """An agency or outlet with words of its kind beside its name: "state news agency Tarra"."""
    for mention in memory.names.within(*said.core):
        kind: str | None = mention.entity.kind
        if kind not in CARRIERS:
            kind = carrier_kind(memory.text, mention.entity.name, mention.span[1], memory.language)
        if kind:
            return ResolvedSource(ProposedHop(mention.entity.name, mention.span, kind=kind))
    return None


def _message(memory: DiscourseHistory, said: SourcePhrase) -> ResolvedSource:
    """Whoever put out a statement: whose it is, or the body that spoke last; else the statement itself."""
    span = author_span(memory, said)
    author = resolve_source(memory, span, span) if span is not None else None
    if author is not None:
        return replace(author, message=said.words)
    last = memory.last_body(said.span[0])
    if last is not None and said.article in ("the", "its", "their", "his", "her"):
        return ResolvedSource(ProposedHop(last, None, kind="organisation"), message=said.words)
    return resolve_record(memory, said)
