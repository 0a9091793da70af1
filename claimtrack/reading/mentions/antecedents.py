"""Whom a pronoun most likely stands for: who spoke last, or whom its sentence or the one before is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimtrack.reading.mentions.discourse_history import NEAR, REACH, DiscourseHistory, PriorSpeaker, ResolvedSource
from claimtrack.reading.mentions.names import Entity, Mention
from claimtrack.reading.mentions.sentence_subjects import (
    acts_on,
    body_at,
    group_before,
    group_in,
    is_client,
    is_named_by,
    is_owned,
    leads_sentence,
    sentence_before,
)
from claimtrack.reading.mentions.source_phrases import SourcePhrase
from claimtrack.reading.proposals import ProposedHop, Span
from claimtrack.reading.word_lists import one_of, words

PERSON = {"he": "m", "him": "m", "she": "f", "her": "f"}
"""The pronouns that mean a man or a woman, and which."""


def pronoun_agrees(lower: str, source: ResolvedSource) -> bool:
    """Whether the pronoun, in lower case, can stand for the source."""
    if lower in PERSON:
        one = source.hop.kind in ("person", "witness") and not source.several
        return one and source.gender in (None, PERSON[lower])
    if lower in ("they", "them"):
        thing = source.record or (source.hop.kind == "unknown" and source.hop.naming == "role")
        return source.several or (source.is_body and not thing)
    return source.is_body and not source.several


def persons_before(history: DiscourseHistory, gender: str | None, at: int) -> Iterator[Mention]:
    """Where persons of that gender, as far as is known, are named shortly before `at`, the nearest first."""
    for mention in history.names.before(at, 12):
        if at - mention.span[1] > NEAR:
            break
        entity = mention.entity
        fits = entity.kind == "person" and (gender is None or entity.gender in (None, gender))
        if fits and not is_owned(history.text, mention, at, gender):
            yield mention


def is_told_of(history: DiscourseHistory, mention: Mention, last: PriorSpeaker | None) -> bool:
    """Whether somebody is named in speech, or in what whoever spoke `last` said: no sentence of the piece is theirs."""
    said = last.content if last is not None else ()
    return history.is_quoted(mention.span[0]) or any(start <= mention.span[0] < end for start, end in said)


def best_antecedent(
    history: DiscourseHistory, lower: str, phrase: SourcePhrase, sentence: Span, *, about: bool = False
) -> ResolvedSource | None:
    """Whom the pronoun means; `about` where all before it in its sentence is what was said: "Orr was ill, he said"."""
    at = phrase.span[0]
    last = next((heard for heard in reversed(history.speakers[-20:]) if pronoun_agrees(lower, heard.source)), None)
    last = last if last is not None and at - last.at < REACH else None
    if about and last is not None and last.at < sentence[0] and sentence[0] - last.at < NEAR:
        at = sentence[0]
    if lower in PERSON:
        topic = topic_person(history, lower, last, sentence, at)
        if topic is not None and (topic.gender is not None or last is None):
            return topic
        known = _known_gender(history, lower, last, sentence, at)
        if topic is not None and known is not None and (known.hop.mention or (0,)) < (topic.hop.mention or (0,)):
            known = None  # a sentence is about somebody who was named since
        named = known.hop.mention if known is not None else None
        if last is not None and is_named_by(history.text, last.content, last.source.hop.mention, named, lower):
            return last.source  # in doubt, as one named since
        if known is not None or topic is not None:
            return known or topic
        if (other := _named_in_paragraph(history, lower, last, at)) is not None:
            return other
    if lower in ("they", "them") and (group := _acting_group(history, sentence, at, last)) is not None:
        return group
    if lower in ("it", "they") and (body := acting_body(history, sentence, last)) is not None:
        return body
    spoke = history.last_speaker
    if lower == "it" and spoke is not None and at - spoke.at < NEAR and _may_be_firm(spoke.source):
        return spoke.source
    if last is not None:
        return last.source
    if lower == "it":
        for mention in history.names.before(at, 6):
            if history.is_written_to(mention):
                continue
            if mention.entity.kind in ("organisation", "government", "outlet", "news-agency"):
                return history.named(mention.entity, mention.span)
    return None


def _may_be_firm(source: ResolvedSource) -> bool:
    """Whether a name of one word, said to be what firms are as well, may be a firm's: "the owner, Karst"."""
    hop = source.hop
    single = hop.kind == "person" and hop.naming == "named" and " " not in (hop.name or " ") and source.gender is None
    return single and not words("company_nouns").isdisjoint((hop.role or "").lower().split()[-1:])


def _named_in_paragraph(
    history: DiscourseHistory, lower: str, last: PriorSpeaker | None, at: int
) -> ResolvedSource | None:
    """Who is named before `at` in its paragraph, where the last speaker has no name and spoke before it."""
    if last is None or last.source.hop.naming == "named":
        return None
    begin = history.text.rfind("\n", last.at, at) + 1
    if not begin:
        return None
    named = (one for one in persons_before(history, PERSON[lower], at) if one.span[0] >= begin)
    return next((history.person(one.entity, one.span) for one in named if not is_told_of(history, one, last)), None)


def _acting_group(
    history: DiscourseHistory, sentence: Span, at: int, last: PriorSpeaker | None
) -> ResolvedSource | None:
    """The people whom a sentence or the one before is about, if nobody spoke since: "Cooks tasted it. They found"."""
    acting = group_in(history.text, sentence[0], at) or group_before(history.text, sentence[0])
    if acting is None or (last is not None and last.at >= acting.begin):
        return None
    hop = ProposedHop(acting.name, acting.span, naming="group", kind="group")
    return ResolvedSource(hop, several=True)


def acting_body(history: DiscourseHistory, sentence: Span, last: PriorSpeaker | None) -> ResolvedSource | None:
    """The body that the sentence just before begins with, if nobody spoke in it: "The water board shut it. It said"."""
    begin = sentence_before(history.text, sentence[0])
    if begin is None or (last is not None and last.at >= begin):
        return None
    named = next((one for one in history.names.within(begin, sentence[0]) if leads_sentence(history.text, one)), None)
    if named is not None:
        acts = named.entity.kind in ("organisation", "government") and not named.owns
        return history.named(named.entity, named.span) if acts else None
    return unnamed_body(history, begin)


def unnamed_body(history: DiscourseHistory, begin: int) -> ResolvedSource | None:
    """The body without a name that a sentence at `begin` begins with: "The water board shut it"; None of any other."""
    span = body_at(history.text, begin)
    if span is None:
        return None
    name = history.text[slice(*span)].lower()
    kind = "government" if name.split()[-1] in words("state_bodies") else "organisation"
    return ResolvedSource(ProposedHop(name, span, kind=kind), several=name == "police")


def _known_gender(
    history: DiscourseHistory, lower: str, last: PriorSpeaker | None, sentence: Span, at: int
) -> ResolvedSource | None:
    """A woman or man named nearby and since the last speaker, who may be neither: "met his aunt, Jana. She"."""
    since = last.at if last is not None else at - NEAR
    for mention in history.names.before(at, 12):
        if mention.span[0] <= since or at - mention.span[1] > NEAR:
            break
        known = mention.entity.kind == "person" and mention.entity.gender == PERSON[lower]
        if known and _is_another(history.text, lower, sentence[0], mention.span[0]):
            continue
        if known and not history.is_quoted(mention.span[0]) and not is_client(history.text, mention):
            return history.person(mention.entity, mention.span)
    return None


def _is_another(text: str, lower: str, start: int, named: int) -> bool:
    """Whether a name in a sentence is not whom "he" means, who stands before it: "If he met Mr Abel, he"."""
    return re.search(rf"\b{lower}\b", text[start:named], re.IGNORECASE) is not None


_OF_PREPOSITION = re.compile(rf"\b{one_of('prepositions')} $")
_WHO_DOES = re.compile(r",? who [^,.;:—“”\"\n]+ ")
"""Between a name and "he": the relative clause in which "he" stands, as in "Tom Abel, who left because he"."""


def topic_person(
    history: DiscourseHistory, lower: str | None, last: PriorSpeaker | None, sentence: Span, at: int
) -> ResolvedSource | None:
    """The person with whom a sentence nearby begins, if named after whoever fits spoke `last`.

    Where nobody spoke, anybody named nearby.
    """
    since = last.at if last is not None else -1
    nearby: list[Entity] = []
    for mention in history.names.before(at, 20):
        if mention.span[0] <= since or sentence[0] - mention.span[0] > NEAR:
            break
        entity = mention.entity
        if is_told_of(history, mention, last):
            continue
        if entity.kind == "person" and (lower is None or entity.gender in (None, PERSON[lower])):
            if lower is not None and acts_on(history.text, mention.span[1], PERSON[lower]):
                continue
            if lower is not None and is_owned(history.text, mention, at, PERSON[lower]):
                continue
            titled = mention.span[0] - len(mention.title) - bool(mention.title)
            if lower is None or _OF_PREPOSITION.search(history.text, max(0, titled - 12), titled) is None:
                nearby.append(entity)  # not "amid attacks from Mr Lint"
            described = lower is not None and _WHO_DOES.fullmatch(history.text, mention.span[1], at) is not None
            if described or leads_sentence(history.text, mention):
                return history.person(entity, mention.span)
    return history.person(nearby[-1], sentence) if nearby and since < 0 else None
