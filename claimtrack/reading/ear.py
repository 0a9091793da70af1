"""Whom a source phrase means, read against the piece so far.

What is not plain from rules stays what the text calls it: a person decides.
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.reading import office
from claimtrack.reading.found import Span
from claimtrack.reading.joint import listed_group
from claimtrack.reading.kinds import carrier_kind
from claimtrack.reading.language import words
from claimtrack.reading.phrase import Phrase, is_message, is_record, is_spokes, phrase
from claimtrack.reading.pronoun import pronoun
from claimtrack.reading.proposal import Speaker
from claimtrack.reading.who import CARRIERS, Memory, Who

_CONDITION = re.compile(r"\bcondition (?:of anonymity|that (?:he|she|they) not be (?:named|identified))", re.IGNORECASE)
_NEAR = 60
"""Characters on either side of a source within which it is said that it wants no name."""
_NAMELESS = re.compile(
    r"\b(?:anonym\w+|unnamed|unidentified"
    r"|(?:not|declin\w+|refus\w+|withh\w+) (?:to )?(?:be(?:ing)? |give (?:his|her|their) )?(?:name|identif|quot)\w*)",
    re.IGNORECASE,
)


def who(memory: Memory, span: Span, sentence: Span) -> Who | None:
    """Whom the phrase in the span means; None when it is nobody (the writer's "we", the reader's "you").

    `sentence` is the sentence that it stands in.
    """
    group = listed_group(memory.text, span)
    if group is not None:
        return Who(Speaker(group[:1].lower() + group[1:], span, naming="group", kind="group"), several=True)
    said = phrase(memory.text, span, memory.names)
    if not said.words.split():
        return None
    found = _who(memory, said, sentence)
    if found is None or found.record or found.speaker.naming not in ("role", "group"):
        return found
    near = (max(sentence[0], span[0] - _NEAR), min(sentence[1], span[1] + _NEAR))
    nameless = said.head in ("source", "sources") or _NAMELESS.search(memory.text, *near)
    nameless = nameless or _CONDITION.search(memory.text, *sentence)
    return replace(found, speaker=replace(found.speaker, naming="anonymous")) if nameless else found


def _who(memory: Memory, said: Phrase, sentence: Span) -> Who | None:
    language = memory.language
    if said.low in words("pronouns", language) and not (said.words.isupper() and len(said.words) > 1):
        return pronoun(memory, said, sentence)
    if said.mention is not None and said.mention.entity.kind == "person":
        return memory.person(said.mention.entity, said.core)
    word = is_spokes(said, language)
    if word is not None:
        return office.spokesman(memory, said, word)
    if said.mention is not None:
        return memory.named(said.mention.entity, said.core)
    carrier = _carrier(memory, said) if said.owner is None and said.of is None else None
    if carrier is not None:
        return carrier
    if is_message(said, language):
        return _message(memory, said)
    if is_record(said, language):
        return office.record(memory, said)
    return office.thing(memory, said)


def _carrier(memory: Memory, said: Phrase) -> Who | None:
    """An agency or outlet with words of its kind beside its name: "state news agency Tarra"."""
    for mention in memory.names.within(*said.core):
        kind: str | None = mention.entity.kind
        if kind not in CARRIERS:
            kind = carrier_kind(memory.text, mention.entity.name, mention.span[1], memory.language)
        if kind:
            return Who(Speaker(mention.entity.name, mention.span, kind=kind))
    return None


def _message(memory: Memory, said: Phrase) -> Who:
    """Whoever put out a statement: whose it is, or the body that spoke last; else the statement itself."""
    span = office.span_of_author(memory, said)
    author = who(memory, span, span) if span is not None else None
    if author is not None:
        return replace(author, message=said.words)
    last = memory.last_body(said.span[0])
    if last is not None and said.article in ("the", "its", "their", "his", "her"):
        return Who(Speaker(last, None, kind="organisation"), message=said.words)
    return office.record(memory, said)
