"""Whom a pronoun or a description without a name means, from what a piece has said before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from claimtrack.reading.mentions import roles
from claimtrack.reading.mentions.discourse_history import (
    NEAR,
    NOBODY,
    REACH,
    DiscourseHistory,
    PriorSpeaker,
    ResolvedSource,
)
from claimtrack.reading.mentions.names import Entity, Mention
from claimtrack.reading.mentions.sentence_subjects import (
    OF_OTHER_GENDER,
    STOP,
    acting_person,
    acts_on,
    body_at,
    clients_without_name,
    group_before,
    group_in,
    is_client,
    is_named_by,
    is_owned,
    kin_before,
    leads_sentence,
    names_people,
    others_met,
    people_in_object,
    people_met,
    sentence_before,
    unnamed_before,
)
from claimtrack.reading.mentions.source_phrases import SourcePhrase
from claimtrack.reading.proposals import ProposedHop, Span
from claimtrack.reading.word_lists import words

_NOBODY = ("we", "i", "you", "us", "me")
PERSON = {"he": "m", "him": "m", "she": "f", "her": "f"}
"""The pronouns that mean a man or a woman, and which."""


def resolve_pronoun(history: DiscourseHistory, phrase: SourcePhrase, sentence: Span) -> ResolvedSource | None:
    """Whom the pronoun means; None for the writer's "we" and the reader's "you"."""
    lower = phrase.norm
    if lower in _NOBODY:
        return None
    if lower == "who":
        return _relative(history, phrase, sentence)
    said = lower in PERSON and _TAIL.match(history.text, phrase.span[1]) is not None
    said = said and _BEHIND.search(history.text, max(0, phrase.span[0] - 3), phrase.span[0]) is not None
    noun = unnamed_before(history.text, history.names, sentence[0], phrase.span[0])
    if lower in PERSON and not said and noun:
        # in doubt: "The attacker was shot; he had sworn"
        hop = ProposedHop(history.text[slice(*noun)], noun, naming="role", kind="person")
        return ResolvedSource(hop, others=(NOBODY,))
    chosen = _meant(history, lower, phrase, sentence, about=said)
    spoke = next(reversed(history.speakers), None)
    if lower in PERSON and spoke is not None and _may_be_person(history.text, spoke, chosen, phrase.span[0]):
        heard = chosen.hop.name if chosen is not None else None
        begin = (spoke.source.hop.mention or (spoke.at, 0))[0]
        if chosen is not None and heard and _OF_RELATIVE.search(history.text, max(0, begin - 8), begin):
            # "Ana Lint mourned the fire, which Orr blamed on the mill. She"
            return replace(chosen.again(phrase.core), others=(spoke.source.hop.name or NOBODY, NOBODY))
        return replace(spoke.source.again(phrase.core), others=(heard, NOBODY) if heard else (NOBODY,))
    if chosen is None:
        near = _nearby_persons(history, PERSON.get(lower), phrase.span[0]) if lower in PERSON else []
        near = [name for name in [_two_persons(history, sentence)] if name] if lower in ("they", "them") else near
        naming = "group" if lower in ("they", "them") else "role"
        return ResolvedSource(ProposedHop(lower, phrase.core, naming=naming), others=(*near[:3], NOBODY))
    teller = history.teller_of(chosen, phrase.span[0])
    if teller is not None and pronoun_agrees(lower, teller):
        return replace(teller.again(phrase.core), others=(chosen.hop.name or NOBODY,))
    others = _rivals(history, lower, phrase, chosen, sentence)
    if lower in PERSON and not chosen.gender and not others:
        history.learn_gender(chosen, PERSON[lower])
    of_others = lower == "they" and others not in ((), (NOBODY,))
    found = replace(chosen.again(phrase.core), gender=chosen.gender or PERSON.get(lower), others=others)
    return replace(found, may_be_other=of_others)


_OF_RELATIVE = re.compile(r"\b(?:which|whom) $")


def _may_be_person(text: str, spoke: PriorSpeaker, chosen: ResolvedSource | None, at: int) -> bool:
    """Whether "he" at `at` may be who spoke last in the paragraph, whose name tells no person: "Orr left. He said"."""
    hop, name = spoke.source.hop, spoke.source.hop.name or ""
    alone = hop.kind == "unknown" and hop.naming == "named" and name.istitle() and " " not in name
    since = chosen is None or (chosen.hop.mention or (0, 0))[0] < spoke.at
    return alone and since and not spoke.source.several and at - spoke.at < NEAR and "\n" not in text[spoke.at : at]


def last_person(history: DiscourseHistory, phrase: SourcePhrase, sentence: Span) -> ResolvedSource | None:
    """The person whom a description without a name means ("the 61-year-old"); None where nobody fits."""
    heard = next((each for each in reversed(history.speakers[-20:]) if _is_person(each.source)), None)
    heard = heard if heard is not None and phrase.span[0] - heard.at < REACH else None
    topic = _topic(history, None, heard, sentence, phrase.span[0])
    chosen = topic or (heard.source if heard is not None else None)
    return chosen.again(phrase.core) if chosen is not None else None


_OWNED = re.compile(r"(?:(?:one|two|three|some|many|most|several) of )?(?P<whose>his|her) (?!own\b)", re.IGNORECASE)
_OWNERS = {"his": "he", "her": "she"}


def with_owner(
    history: DiscourseHistory, source: ResolvedSource, phrase: SourcePhrase, sentence: Span
) -> ResolvedSource:
    """The source with the person whose it is: "one of her aides" is that of whoever "her" means there."""
    owned = _OWNED.match(history.text, *phrase.span)
    office = phrase.norm == "office"
    if owned is None or (source.is_body and not office) or source.record:
        return source
    lower = _OWNERS[owned["whose"].lower()]
    chosen = _meant(history, lower, phrase, sentence)
    known = chosen is not None and chosen.hop.naming == "named" and chosen.hop.name != source.hop.name
    if office and chosen is not None and chosen.hop.name not in (None, source.hop.name):
        subject = _office_before(history, history.text[sentence[0] : phrase.span[0]])
        if subject not in (None, chosen.hop.name):
            return replace(source, hop=replace(source.hop, name=f"{subject}’s office"))
        rivals = (*_rivals(history, lower, phrase, chosen, sentence), *_beside(history, lower, phrase.span[0]))
        others = tuple(f"{name}’s office" for name in dict.fromkeys(rivals) if name != chosen.hop.name)
        return replace(source, hop=replace(source.hop, name=f"{chosen.hop.name}’s office"), others=others[:3])
    if office:
        return source
    return replace(source, whose=(chosen.hop.name or "") if chosen is not None and known else "", owned_by=lower)


def _beside(history: DiscourseHistory, lower: str, at: int) -> list[str]:
    """Who else "his office" may be of: whoever is named in the paragraph before `at`, or the sentence before it."""
    since = max(0, at - NEAR)
    begin = max(since, min(history.text.rfind("\n", since, at) + 1, sentence_before(history.text, at) or at))
    named = (one for one in persons_before(history, PERSON[lower], at) if one.span[0] >= begin)
    called = (one.entity.called for one in named if not is_client(history.text, one))
    return list(dict.fromkeys([*called, *clients_without_name(history.text, begin, at)]))


def _office_before(history: DiscourseHistory, text: str) -> str | None:
    """Who is meant by an office that a sentence begins with, "The prime minister left": its holder, else the office."""
    first, *behind = text.split(maxsplit=5)[:5] or [""]
    at = next((at for at in range(len(behind)) if roles.role_at(behind, at)), None)
    office = behind[: at + roles.role_at(behind, at)] if at is not None and first.lower() == "the" else []
    if not office or len(roles.role_key(" ".join(office))) < len(office):
        return None  # "The company told its president": the office is in what is said of another
    heard = history.last_with_office(office[-1])
    known = heard is not None and roles.holds_office(roles.role_key(heard.hop.role or ""), tuple(office))
    return heard.hop.name if heard is not None and known else " ".join(office)


def _is_person(source: ResolvedSource) -> bool:
    return source.hop.kind in ("person", "witness") and not source.several


def _nearby_persons(
    history: DiscourseHistory, gender: str | None, at: int, spoke: PriorSpeaker | None = None
) -> list[str]:
    """The persons named shortly before `at`, the nearest first, of that gender as far as is known; no clients.

    None of those of whom only somebody who `spoke` told.
    """
    named = (one for one in persons_before(history, gender, at) if not is_client(history.text, one))
    return list(dict.fromkeys(one.entity.called for one in named if not spoke or not _is_told_of(history, one, spoke)))


def persons_before(history: DiscourseHistory, gender: str | None, at: int) -> Iterator[Mention]:
    """Where persons of that gender, as far as is known, are named shortly before `at`, the nearest first."""
    for mention in history.names.before(at, 12):
        if at - mention.span[1] > NEAR:
            break
        entity = mention.entity
        fits = entity.kind == "person" and (gender is None or entity.gender in (None, gender))
        if fits and not is_owned(history.text, mention, at, gender):
            yield mention


def _rivals(
    history: DiscourseHistory, lower: str, phrase: SourcePhrase, chosen: ResolvedSource, sentence: Span
) -> tuple[str, ...]:
    """Who else "he" or "she" may be: persons named between the one chosen was last named or heard and the pronoun."""
    if lower == "it":
        return _rival_bodies(history, phrase, chosen)
    if lower in ("they", "them"):
        return _rival_groups(history, phrase, chosen, sentence)
    if lower not in PERSON or chosen.hop.name is None:
        return ()
    found = []
    heard: PriorSpeaker | None = None
    for one in history.speakers[-8:]:
        if one.source.hop.name == chosen.hop.name:
            heard = replace(one, content=(*(heard.content if heard is not None else ()), *one.content))
    answers = _ANSWERS.match(history.text, phrase.span[1]) is not None
    for name in _nearby_persons(history, PERSON[lower], phrase.span[0], None if answers else heard):
        if name == chosen.hop.name:
            break
        found.append(name)
    found += _represented(history, lower, phrase.span[0], chosen) if chosen.gender is None else []
    spoke = next(reversed(history.speakers), None)
    if spoke is not None and spoke.source.hop.naming == "role" and phrase.span[0] - spoke.at < 2 * NEAR:
        other = spoke.source.hop.name
        if other and other not in (chosen.hop.name, *found) and pronoun_agrees(lower, spoke.source):
            found.append(other)  # a spokesman who spoke last, though somebody else was named since
    leader = _leader(history, lower, chosen, heard)
    if leader is not None and leader not in (chosen.hop.name, *found):
        found.append(leader)
    since = max(heard.at if heard is not None else 0, phrase.span[0] - NEAR, 0)
    man = acting_person(history.text, PERSON[lower], since, phrase.span[0])
    man = man or kin_before(history.text, PERSON[lower], sentence[0])
    if man is not None and man not in (chosen.hop.name, *found):
        found.append(man)
    return tuple(found[:3])


def _represented(history: DiscourseHistory, lower: str, at: int, chosen: ResolvedSource) -> list[str]:
    """Whom "he" behind a lawyer's words may be: "Tom Abel's lawyer, Jo Orr, said he was ill. He"."""
    heard = next((one for one in reversed(history.speakers[-1:]) if one.source.hop.name == chosen.hop.name), None)
    if heard is None or heard.source.hop.mention is None:
        return []
    begin, called = heard.at, heard.source.hop.mention[1]
    stop = history.text.find(".", called, called + _BESIDE_NAME)
    end = stop if stop >= 0 else called
    near = list(persons_before(history, PERSON[lower], at))
    named = [one for one in near if begin <= one.span[0] < end and one.entity.called != chosen.hop.name]
    text = history.text
    clients = [one.entity.called for one in named if one.owns or _SPEAKS_FOR.search(text, begin, one.span[0])]
    return clients + clients_without_name(text, begin, end)


_BESIDE_NAME = 80
"""Characters behind a speaker's name within which their sentence may tell whose lawyer they are."""
_SPEAKS_FOR = re.compile(
    r"\b(?:lawyer|solicitor|barrister|attorney|counsel|doctor|aide|agent) (?:for|of|to) (?:M[rs]s? )?$"
)


def _leader(history: DiscourseHistory, lower: str, chosen: ResolvedSource, heard: PriorSpeaker | None) -> str | None:
    """Whoever a sentence begins with that names the one chosen later: "Judge Voss jailed Mr Orr", before "he"."""
    at = chosen.hop.mention[0] if chosen.hop.mention is not None else 0
    for mention in history.names.before(at, 4):
        one = mention.entity
        if STOP.search(history.text, mention.span[1], at + 1) is not None:
            return None
        same = one.kind == "person" and one.gender in (None, PERSON[lower]) and one.called != chosen.hop.name
        same = same and not mention.owns and not _is_told_of(history, mention, heard)
        if same and leads_sentence(history.text, mention):
            return None if OF_OTHER_GENDER[lower].search(history.text, mention.span[1], at) else one.called
    return None


_PARAGRAPH = re.compile(r"\n+[^\n]+\n")
"""A whole paragraph, of which "they" behind it may tell."""
_ANSWERS = re.compile(r"\s(?:has |had |later |also )*(?:den(?:y|ies|ied)|admit|reject|dismiss|refus|declin|plead)")
"""Behind "he": what somebody does who is spoken of, no less than who spoke: "Orr said Abel ran it. He denied it"."""


def _rival_groups(
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
    acting = _acting_body(history, sentence, None)
    found = [acting.hop.name if acting is not None else None, _two_persons(history, sentence)]
    mention = chosen.hop.mention or sentence
    if last is None and begin <= mention[0] < sentence[0]:
        found += people_met(history.text, mention[1], sentence[0])
        found += others_met(history.names, mention[1], sentence[0]) if chosen.hop.kind != "group" else []
        spoke = next((one for one in reversed(history.speakers) if pronoun_agrees("they", one.source)), None)
        near = spoke is not None and begin - spoke.at < NEAR and chosen.hop.kind != "group"
        found += [spoke.source.hop.name] if spoke is not None and near else []
    if last is not None and not any(found) and names_people(history.text, begin, sentence[0]):
        return (NOBODY,)
    return tuple(dict.fromkeys(other for other in found if other and other != name))[:3]


def _two_persons(history: DiscourseHistory, sentence: Span) -> str | None:
    """The two persons with whom the sentence before begins, as a person types them: "Tom Ek & Ana Lint"."""
    begin = sentence_before(history.text, sentence[0])
    if begin is None:
        return None
    for one, other in pairwise(history.names.within(begin, sentence[0])[:3]):
        both = one.entity.kind == other.entity.kind == "person" and not other.owns
        between = history.text[one.span[1] : other.span[0] - len(other.title)].strip()
        if both and between == "and" and leads_sentence(history.text, one):
            return f"{one.entity.called} & {other.entity.called}"
    return None


def _rival_bodies(history: DiscourseHistory, phrase: SourcePhrase, chosen: ResolvedSource) -> tuple[str, ...]:
    """Which other body "it" may be: one that spoke with the one chosen, or that a sentence since begins with."""
    at, name = phrase.span[0], chosen.hop.name
    last = next((heard for heard in reversed(history.speakers[-8:]) if heard.source.hop.name == name), None)
    joint = (heard.source for heard in history.speakers[-8:] if last is not None and heard.at == last.at)
    found = [source.hop.name for source in joint if source.is_body and source.hop.name]
    for mention in history.names.before(at, 12):
        entity = mention.entity
        if at - mention.span[1] > NEAR or entity.name == name:
            break
        acts = entity.kind in ("organisation", "government") and not mention.owns
        if acts and not history.is_quoted(mention.span[0]) and leads_sentence(history.text, mention):
            found.append(entity.name)
    return tuple(dict.fromkeys(other for other in found if other != name))[:3]


def pronoun_agrees(lower: str, source: ResolvedSource) -> bool:
    """Whether the pronoun, in lower case, can stand for the source."""
    if lower in PERSON:
        one = source.hop.kind in ("person", "witness") and not source.several
        return one and source.gender in (None, PERSON[lower])
    if lower in ("they", "them"):
        thing = source.record or (source.hop.kind == "unknown" and source.hop.naming == "role")
        return source.several or (source.is_body and not thing)
    return source.is_body and not source.several


def _relative(history: DiscourseHistory, phrase: SourcePhrase, sentence: Span) -> ResolvedSource | None:
    mention = next(iter(history.names.before(phrase.span[0], 1)), None)
    if mention is None or mention.span[0] < sentence[0] or phrase.span[0] - mention.span[1] >= 60:
        return None
    return history.named(mention.entity, mention.span)


_TAIL = re.compile(r"\s(?:had |has |also |later |then )?[a-z]+(?: (?:on )?[A-Z][a-z]+day)?[,.;]")
_BEHIND = re.compile(r",[”\"]? $")


def _meant(
    history: DiscourseHistory, lower: str, phrase: SourcePhrase, sentence: Span, *, about: bool = False
) -> ResolvedSource | None:
    """Whom the pronoun means; `about` where all before it in its sentence is what was said: "Orr was ill, he said"."""
    at = phrase.span[0]
    last = next((heard for heard in reversed(history.speakers[-20:]) if pronoun_agrees(lower, heard.source)), None)
    last = last if last is not None and at - last.at < REACH else None
    if about and last is not None and last.at < sentence[0] and sentence[0] - last.at < NEAR:
        at = sentence[0]
    if lower in PERSON:
        topic = _topic(history, lower, last, sentence, at)
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
    if lower in ("it", "they") and (body := _acting_body(history, sentence, last)) is not None:
        return body
    if last is not None:
        return last.source
    if lower == "it":
        for mention in history.names.before(at, 6):
            if mention.entity.kind in ("organisation", "government", "outlet", "news-agency"):
                return history.named(mention.entity, mention.span)
    return None


def _named_in_paragraph(
    history: DiscourseHistory, lower: str, last: PriorSpeaker | None, at: int
) -> ResolvedSource | None:
    """Who is named before `at` in its paragraph, where the last speaker has no name and spoke before it."""
    begin = history.text.rfind("\n", 0, at) + 1
    if last is None or last.at >= begin or last.source.hop.naming == "named":
        return None
    named = (one for one in persons_before(history, PERSON[lower], at) if one.span[0] >= begin)
    return next((history.person(one.entity, one.span) for one in named if not _is_told_of(history, one, last)), None)


def _acting_group(
    history: DiscourseHistory, sentence: Span, at: int, last: PriorSpeaker | None
) -> ResolvedSource | None:
    """The people whom a sentence or the one before is about, if nobody spoke since: "Cooks tasted it. They found"."""
    acting = group_in(history.text, sentence[0], at) or group_before(history.text, sentence[0])
    if acting is None or (last is not None and last.at >= acting.begin):
        return None
    hop = ProposedHop(acting.name, acting.span, naming="group", kind="group")
    return ResolvedSource(hop, several=True)


def _acting_body(history: DiscourseHistory, sentence: Span, last: PriorSpeaker | None) -> ResolvedSource | None:
    """The body that the sentence just before begins with, if nobody spoke in it: "The water board shut it. It said"."""
    begin = sentence_before(history.text, sentence[0])
    if begin is None or (last is not None and last.at >= begin):
        return None
    named = next((one for one in history.names.within(begin, sentence[0]) if leads_sentence(history.text, one)), None)
    if named is not None:
        acts = named.entity.kind in ("organisation", "government") and not named.owns
        return history.named(named.entity, named.span) if acts else None
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


def _is_told_of(history: DiscourseHistory, mention: Mention, last: PriorSpeaker | None) -> bool:
    """Whether somebody is named in speech, or in what whoever spoke `last` said: no sentence of the piece is theirs."""
    said = last.content if last is not None else ()
    return history.is_quoted(mention.span[0]) or any(start <= mention.span[0] < end for start, end in said)


_WHO_DOES = re.compile(r",? who [^,.;:—“”\"\n]+ ")
"""Between a name and "he": the relative clause in which "he" stands, as in "Tom Abel, who left because he"."""


def _topic(
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
        if _is_told_of(history, mention, last):
            continue
        if entity.kind == "person" and (lower is None or entity.gender in (None, PERSON[lower])):
            if lower is not None and acts_on(history.text, mention.span[1], PERSON[lower]):
                continue
            if lower is not None and is_owned(history.text, mention, at, PERSON[lower]):
                continue
            nearby.append(entity)
            described = lower is not None and _WHO_DOES.fullmatch(history.text, mention.span[1], at) is not None
            if described or leads_sentence(history.text, mention):
                return history.person(entity, mention.span)
    return history.person(nearby[-1], sentence) if nearby and since < 0 else None


_HAS_WORDS = re.compile(
    r"\b(?:statement|message|words|answer|reply|response|advice|warning|verdict|view|explanation|reaction|comment)\b"
)


def or_brought_in(history: DiscourseHistory, source: ResolvedSource, spoke: int, start: int) -> ResolvedSource:
    """Who speaks at `start` without a cue: the source, who spoke up to `spoke`, or whom the sentence before brings in.

    It is in doubt then. Whoever is brought in with words is meant first: "Tom Abel had a statement. “It is late.”"
    """
    begin = sentence_before(history.text, start)
    if begin is None or begin < spoke or source.hop.name is None:
        return source
    people = (one for one in history.names.within(begin, start) if one.entity.kind == "person" and not one.owns)
    other = next((one for one in people if leads_sentence(history.text, one)), None)
    if other is None or other.entity.called == source.hop.name:
        return source
    if _HAS_WORDS.search(history.text, begin, start) is None:
        return replace(source, others=(*source.others, other.entity.called))
    return replace(history.person(other.entity, other.span), others=(source.hop.name,))
