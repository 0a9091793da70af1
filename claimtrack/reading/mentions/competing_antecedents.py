"""Who else a pronoun may stand for than its best antecedent: with anybody here the source is in doubt."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace
from itertools import pairwise

from claimtrack.reading.mentions.antecedents import PERSON, acting_body, is_told_of, persons_before, pronoun_agrees
from claimtrack.reading.mentions.discourse_history import (
    NEAR,
    NOBODY,
    OWNERS,
    DiscourseHistory,
    PriorSpeaker,
    ResolvedSource,
)
from claimtrack.reading.mentions.sentence_subjects import (
    OF_OTHER_GENDER,
    STOP,
    acting_persons,
    clients_without_name,
    is_client,
    kin_before,
    leads_sentence,
    others_met,
    people_in_object,
    people_met,
    sentence_before,
    somebody_before,
)
from claimtrack.reading.mentions.source_kinds import gender_of_title
from claimtrack.reading.mentions.source_phrases import SourcePhrase
from claimtrack.reading.proposals import Span
from claimtrack.reading.word_lists import one_of


def competing_antecedents(
    history: DiscourseHistory, lower: str, phrase: SourcePhrase, chosen: ResolvedSource, sentence: Span
) -> tuple[str, ...]:
    """Who else than the one `chosen` the pronoun may be, the likeliest first."""
    if lower == "it":
        return _competing_bodies(history, phrase, chosen, sentence)
    if lower in ("they", "them"):
        return _competing_groups(history, phrase, chosen, sentence)
    if lower in PERSON and chosen.hop.name is not None:
        return _competing_persons(history, lower, phrase, chosen, sentence)
    return ()


def _competing_persons(
    history: DiscourseHistory, lower: str, phrase: SourcePhrase, chosen: ResolvedSource, sentence: Span
) -> tuple[str, ...]:
    """Who else "he" or "she" may be: persons named between the one chosen was last named or heard and the pronoun."""
    found = []
    heard: PriorSpeaker | None = None
    for one in history.speakers[-8:]:
        if one.source.hop.name == chosen.hop.name:
            heard = replace(one, content=(*(heard.content if heard is not None else ()), *one.content))
    answers = _ANSWERS.match(history.text, phrase.span[1]) is not None
    for name in nearby_persons(history, PERSON[lower], phrase.span[0], None if answers else heard):
        if name == chosen.hop.name:
            break
        found.append(name)
    clients = _represented(history, lower, phrase.span[0], chosen) if chosen.gender is None else []
    found += clients
    spoke = history.last_speaker
    if spoke is not None and spoke.source.hop.naming == "role" and phrase.span[0] - spoke.at < 2 * NEAR:
        other = spoke.source.hop.name
        if other and other not in (chosen.hop.name, *found) and pronoun_agrees(lower, spoke.source):
            found.append(other)  # a spokesman who spoke last, though somebody else was named since
    leader = _leading_person(history, lower, chosen, heard)
    if leader is not None and leader not in (chosen.hop.name, *found):
        found.append(leader)
    since = max(heard.at if heard is not None else 0, phrase.span[0] - NEAR, 0)
    since = max(since, min((chosen.hop.mention or sentence)[0], sentence[0]))
    man = _acting_person(history, lower, chosen, since, sentence[0])
    man = man or kin_before(history.text, PERSON[lower], sentence[0])
    man = man or _somebody_met(history, lower, since, sentence[0])
    if man is not None and not any(name.endswith(man) for name in (chosen.hop.name or "", *found)):
        found.append(man)
    return tuple(found[:3])


def _acting_person(history: DiscourseHistory, lower: str, chosen: ResolvedSource, since: int, at: int) -> str | None:
    """Somebody without a name with whom a sentence begins between: "A neighbour woke them. He said"; not in speech."""
    found: str | None = None
    for one in acting_persons(history.text, since, at):
        if gender_of_title(one.head) not in (None, PERSON[lower]) or history.is_quoted(one.span[0]):
            continue
        bearer = history.who_is(one.head, one.span[0])
        name = bearer.hop.name if bearer is not None else one.name
        found = name if name != chosen.hop.name and one.head not in (chosen.hop.name or "").split() else found
    return found


def _somebody_met(history: DiscourseHistory, lower: str, since: int, start: int) -> str | None:
    """Somebody without a name to whom something is done in the sentence before: "Police held a man. He said"."""
    begin = sentence_before(history.text, start)
    if begin is None or begin < since or history.is_quoted(begin):
        return None
    return somebody_before(history.text, PERSON[lower], start, begin)


def nearby_persons(
    history: DiscourseHistory, gender: str | None, at: int, spoke: PriorSpeaker | None = None
) -> list[str]:
    """The persons named shortly before `at`, the nearest first, of that gender as far as is known; no clients.

    None of those of whom only somebody who `spoke` told.
    """
    named = (one for one in persons_before(history, gender, at) if not is_client(history.text, one))
    return list(dict.fromkeys(one.entity.called for one in named if not spoke or not is_told_of(history, one, spoke)))


def client_who_answers(
    history: DiscourseHistory, lower: str, phrase: SourcePhrase, chosen: ResolvedSource
) -> str | None:
    """Whose lawyer spoke, where "he" behind it denies something: "His lawyer, Jo Orr, said so. He denies it"."""
    answers = lower in PERSON and chosen.gender is None and _ANSWERS.match(history.text, phrase.span[1])
    client = next(iter(_represented(history, lower, phrase.span[0], chosen)), NOBODY) if answers else NOBODY
    return client if client != NOBODY else None


def _represented(history: DiscourseHistory, lower: str, at: int, chosen: ResolvedSource) -> list[str]:
    """Whom "he" behind a lawyer's words may be: "Tom Abel's lawyer, Jo Orr, said he was ill. He"."""
    heard = history.last_speaker
    if heard is None or heard.source.hop.name != chosen.hop.name or heard.source.hop.mention is None:
        return []
    begin, called = heard.at, heard.source.hop.mention[1]
    stop = history.text.find(".", called, called + _BESIDE_NAME)
    end = stop if stop >= 0 else called
    near = list(persons_before(history, PERSON[lower], at))
    named = [one for one in near if begin <= one.span[0] < end and one.entity.called != chosen.hop.name]
    text = history.text
    clients = [one.entity.called for one in named if one.owns or _SPEAKS_FOR.search(text, begin, one.span[0])]
    spoken_for = _WHOSE.search(text, max(begin, called - _BESIDE_NAME), heard.source.hop.mention[0])
    if spoken_for is not None and OWNERS[spoken_for["whose"].lower()] == lower:
        clients += [one.entity.called for one in persons_before(history, PERSON[lower], begin)][:1]
        clients = clients or [somebody_before(text, PERSON[lower], begin) or NOBODY]
    return clients + clients_without_name(text, begin, end)


_BESIDE_NAME = 80
"""Characters behind a speaker's name within which their sentence may tell whose lawyer they are."""
_WHOSE = re.compile(rf"\b(?P<whose>his|her) (?:[a-z]+ ){{0,2}}?{one_of('lawyers', 'aides')},? $", re.IGNORECASE)
_SPEAKS_FOR = re.compile(rf"\b{one_of('lawyers', 'aides')} (?:for|of|to) (?:M[rs]s? )?$")


def _leading_person(
    history: DiscourseHistory, lower: str, chosen: ResolvedSource, heard: PriorSpeaker | None
) -> str | None:
    """Whoever a sentence begins with that names the one chosen later: "Judge Voss jailed Mr Orr", before "he"."""
    at = chosen.hop.mention[0] if chosen.hop.mention is not None else 0
    for mention in history.names.before(at, 4):
        one = mention.entity
        if STOP.search(history.text, mention.span[1], at + 1) is not None:
            return None
        same = one.kind == "person" and one.gender in (None, PERSON[lower]) and one.called != chosen.hop.name
        told_of = is_told_of(history, mention, heard) and not history.text.endswith(" by ", 0, at)
        same = same and not mention.owns and not told_of  # "Tom Ek was accused by Ana Lint of theft. He"
        if same and leads_sentence(history.text, mention):
            return None if OF_OTHER_GENDER[lower].search(history.text, mention.span[1], at) else one.called
    return None


_ANSWERS = re.compile(r"\s(?:has |had |later |also )*(?:den(?:y|ies|ied)|admit|reject|dismiss|refus|declin|plead)")
"""Behind "he": what somebody does who is spoken of, no less than who spoke: "Orr said Abel ran it. He denied it"."""


def _competing_groups(
    history: DiscourseHistory, phrase: SourcePhrase, chosen: ResolvedSource, sentence: Span
) -> tuple[str, ...]:
    """Who else "they" may be: who does something in the sentence before and did not speak, or who is met there."""
    name = chosen.hop.name
    heard = next((one for one in reversed(history.speakers) if one.source.hop.name == name), None)
    last = heard.at if heard is not None else None
    if last is not None and _PARAGRAPH.search(history.text, last, phrase.span[0]):
        return (NOBODY,)
    begin = sentence_before(history.text, sentence[0])
    if begin is None:
        return ()
    if heard is not None and heard.at >= begin:
        return tuple(people_in_object(history.text, heard.content[-1])) if heard.content else ()
    acting = acting_body(history, sentence, None)
    bodies = " & ".join(_two(history, sentence, _BODIES))
    found = [acting.hop.name if acting is not None else None, two_persons(history, sentence), bodies]
    mention = chosen.hop.mention or sentence
    if last is None and begin <= mention[0] < sentence[0]:
        found += people_met(history.text, mention[1], sentence[0])
        found += others_met(history.names, mention[1], sentence[0]) if chosen.hop.kind != "group" else []
        spoke = next((one for one in reversed(history.speakers) if pronoun_agrees("they", one.source)), None)
        near = spoke is not None and begin - spoke.at < NEAR and chosen.hop.kind != "group"
        found += [spoke.source.hop.name] if spoke is not None and near else []
    if last is not None and not any(found) and people_met(history.text, begin, sentence[0]):
        return (NOBODY,)
    return tuple(dict.fromkeys(other for other in found if other and other != name))[:3]


_BODIES = ("organisation", "government", "military")
_PARAGRAPH = re.compile(r"\n+[^\n]+\n")
"""A whole paragraph, of which "they" behind it may tell."""


def two_persons(history: DiscourseHistory, sentence: Span) -> str | None:
    """The two persons with whom the sentence before begins, as a person types them: "Tom Ek & Ana Lint"."""
    return " & ".join(_two(history, sentence, ("person",))) or None


def _two(history: DiscourseHistory, sentence: Span, kinds: Container[str]) -> tuple[str, ...]:
    """The two of some kinds with whom the sentence before begins: "Tom Ek and Ana Lint", "Karst and the Union"."""
    begin = sentence_before(history.text, sentence[0])
    if begin is None:
        return ()
    for one, other in pairwise(history.names.within(begin, sentence[0])[:3]):
        both = one.entity.kind in kinds and other.entity.kind in kinds and not other.owns
        between = history.text[one.span[1] : other.span[0] - len(other.title)].strip()
        if both and between in ("and", "and the") and leads_sentence(history.text, one):
            return one.entity.called, other.entity.called
    return ()


def _competing_bodies(
    history: DiscourseHistory, phrase: SourcePhrase, chosen: ResolvedSource, sentence: Span
) -> tuple[str, ...]:
    """Which other body "it" may be: one that spoke with the one chosen, or that a sentence since begins with."""
    at, name = phrase.span[0], chosen.hop.name
    last = next((heard for heard in reversed(history.speakers[-8:]) if heard.source.hop.name == name), None)
    joint = (heard.source for heard in history.speakers[-8:] if last is not None and heard.at == last.at)
    found = [source.hop.name for source in joint if source.is_body and source.hop.name]
    spoke = history.last_speaker
    if chosen.record and set(found) <= {name} and spoke is not None and spoke.source.hop.name != name:
        found.append(spoke.source.hop.speaks_for or NOBODY)  # a report, and then somebody else spoke
    found += two if name in (two := _two(history, sentence, _BODIES)) else ()
    for mention in history.names.before(at, 12):
        entity = mention.entity
        if at - mention.span[1] > NEAR or entity.name == name:
            break
        acts = entity.kind in ("organisation", "government") and not mention.owns
        if acts and not history.is_quoted(mention.span[0]) and leads_sentence(history.text, mention):
            found.append(entity.name)
    return tuple(dict.fromkeys(other for other in found if other != name))[:3]
