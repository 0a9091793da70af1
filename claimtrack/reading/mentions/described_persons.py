"""Who "the delivery driver" or "the 33-year-old" is: somebody with a name, where nobody was called so before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from claimtrack.domain.english import takes_the
from claimtrack.reading.mentions import roles
from claimtrack.reading.mentions.competing_antecedents import nearby_persons
from claimtrack.reading.mentions.coreference import last_person
from claimtrack.reading.mentions.discourse_history import NOBODY, REACH, DiscourseHistory, ResolvedSource
from claimtrack.reading.mentions.names import Entity, Mention
from claimtrack.reading.mentions.sentence_subjects import is_owned, leads_sentence
from claimtrack.reading.mentions.source_kinds import gender_of_title, is_person_noun
from claimtrack.reading.mentions.source_phrases import SourcePhrase
from claimtrack.reading.proposals import ProposedHop, Span
from claimtrack.reading.word_lists import words

_MOST = 60
"""Names before a description among which somebody is looked for."""
_RECENT = 8
"""Those who spoke last, one of whom may tell of what a description said."""
_HEADLINE = 300
"""Characters of a headline at most."""
_OFFERED = 3
"""Persons at most who are offered."""


def or_somebody_named(history: DiscourseHistory, phrase: SourcePhrase, found: ResolvedSource) -> ResolvedSource:
    """The description; whoever alone is said to be all of it; or, in doubt, those with a name who may be meant.

    No office of which there is one is in doubt, nor whoever was called so before: "hit a driver. The driver said".
    """
    if not _is_open(phrase, found):
        return found
    if not _is_for_person(phrase):
        return _or_last_speaker(history, phrase, found)
    last = last_person(history, phrase, phrase.span)
    people = _named_before(history, phrase, last)
    such = [one for one in people if one.is_a(phrase.head)]
    again = _called_so_before(history, phrase)
    if again is not None and (again.hop.naming == "named" or not such):
        return _or_told_of_last(again, last)
    if _is_told_of(history, phrase, such):
        return found
    if len(such) == 1 and _has_all(such[0], phrase.norm):
        return history.person(such[0], phrase.core)
    if not people:
        return replace(found, others=_names(_by_one_name(history, phrase)))
    return _one_of_named(history, phrase, found, people, last)


def _is_open(phrase: SourcePhrase, found: ResolvedSource) -> bool:
    """Whether a description was only taken as it stands, is of no office of which there is one, and not owned."""
    new = found.hop.kind == "person" and found.hop.name == phrase.words and not found.others
    office = phrase.head in words("public_offices") or takes_the(phrase.norm)
    return new and not office and _WHOSE.search(phrase.words) is None


def _is_for_person(phrase: SourcePhrase) -> bool:
    """Whether the last word of a description is a noun for people."""
    noun = is_person_noun(phrase.head) or is_person_noun(f"{phrase.head}s") or "-of-" in phrase.head
    return noun and phrase.words.split()[-1].islower()


def _names(people: Sequence[Entity]) -> tuple[str, ...]:
    """The names of those who are offered."""
    return tuple(one.called for one in people)[:_OFFERED]


def _or_told_of_last(again: ResolvedSource, last: ResolvedSource | None) -> ResolvedSource:
    """Whoever was called so before, in doubt where another one with a name was told of last."""
    if last is None or last.hop.naming != "named" or last.hop.name == again.hop.name:
        return again
    return replace(again, others=(*again.others[:_OFFERED], last.hop.name or NOBODY))


def _one_of_named(
    history: DiscourseHistory,
    phrase: SourcePhrase,
    found: ResolvedSource,
    people: Sequence[Entity],
    last: ResolvedSource | None,
) -> ResolvedSource:
    """Whom of the `people` named before a description means, in doubt: the one who was told of last, or is one.

    The description alone where it could be of anybody, and nobody of them was told of last.
    """
    anybody = phrase.head in words("nouns_for_anybody")
    about = next((one for one in people if last is not None and one.called == last.hop.name), None)
    if about is None and (anybody or " " not in phrase.words or len(roles.role_key(phrase.words)) > 1):
        return found
    if about is not None and anybody:
        return replace(found, others=(about.called,))
    such = [one for one in people if one.is_a(phrase.head)]
    first = about or next(iter(such), None)
    if first is None:
        return replace(found, others=_names(people))
    names = dict.fromkeys(one.called for one in (*such, *people) if one is not first)
    return replace(history.person(first, phrase.core), others=(phrase.words, *names)[:_OFFERED])


def _or_last_speaker(history: DiscourseHistory, phrase: SourcePhrase, found: ResolvedSource) -> ResolvedSource:
    """What may be no person: in doubt where somebody with a name spoke just before."""
    heard = history.last_speaker
    if heard is None or phrase.span[0] - heard.at > _BESIDE_SPEECH or heard.source.several:
        return found
    hop = heard.source.hop
    known = hop.kind in ("person", "witness") and hop.naming == "named" and hop.name is not None
    return replace(found, others=(hop.name or NOBODY,)) if known and phrase.words.islower() else found


_BESIDE_SPEECH = 700
"""Characters behind who spoke within which another word may mean them."""
_WHOSE = re.compile(r"[’']s? ")


def _has_all(entity: Entity, description: str) -> bool:
    """Whether all words of a description stand in what somebody is said to be, or only its noun is given."""
    told = set(" ".join(entity.offices).lower().split())
    return " " not in description or set(description.split()) <= told


def _called_so_before(history: DiscourseHistory, phrase: SourcePhrase) -> ResolvedSource | None:
    """Whoever spoke before and was called by the same words then, in doubt as there."""
    for heard in reversed(history.speakers[-_MOST:]):
        hop = heard.source.hop
        same = hop.mention is not None and history.text[slice(*hop.mention)].lower() == phrase.norm
        if same and (hop.naming == "named" or hop.name == phrase.words):
            return replace(heard.source.again(phrase.core), others=heard.source.others)
    return None


def _named_before(history: DiscourseHistory, phrase: SourcePhrase, last: ResolvedSource | None) -> list[Entity]:
    """The persons named before a description who may be so called, the nearest first.

    Of somebody of whom the piece tells no more than a name, only whoever is the `last` whom it is about.
    """
    at, gender = phrase.span[0], gender_of_title(phrase.head.partition("-of-")[0])
    headline = history.text.find("\n", 0, _HEADLINE)
    found: dict[str, Entity] = {}
    times: Counter[str] = Counter()
    for mention in history.names.before(at, _MOST):
        if at - mention.span[1] > REACH:
            break
        one = mention.entity
        if is_owned(history.text, mention, at, "m") or is_owned(history.text, mention, at, "f"):
            continue  # "through her lawyer, Tom Ek, the actress said"
        if one.kind == "person" and (gender is None or one.gender in (None, gender)):
            found.setdefault(one.called, one)
            told = bool(one.offices) or one.gender is not None or _age_given(history.text, mention) is not None
            told = told or (mention.span[0] > headline and leads_sentence(history.text, mention))
            times[one.called] += 2 if told else 1
    for heard in history.speakers[-_RECENT:]:  # "Ana Lint said the driver told her"
        if any(start <= at < end for start, end in heard.content):
            found.pop(heard.source.hop.name or "", None)
    about = last.hop.name if last is not None else None
    return [one for name, one in found.items() if times[name] > 1 or name == about]


def _by_one_name(history: DiscourseHistory, phrase: SourcePhrase) -> list[Entity]:
    """Who may be a person of one name, as singers are, where nobody else is named: named twice, and no place."""
    times: Counter[str] = Counter()
    alone: dict[str, Entity] = {}
    near = (*history.names.before(phrase.span[0], _MOST), *history.names.after(phrase.span[0], _MOST))
    for mention in near:
        one = mention.entity
        if one.kind == "unknown" and one.name.istitle() and one.name not in history.places:
            placed = _PLACED.search(history.text, max(0, mention.span[0] - _SHORT - 4), mention.span[0]) is not None
            times[one.name] += 1 if not placed else -len(near)
            if mention.span[0] < phrase.span[0]:
                alone.setdefault(one.name, one)
    return [one for name, one in alone.items() if times[name] > 1]


_PLACED = re.compile(
    r"\b(?:[Tt]he|[Ii]n|[Aa]t|[Nn]ear|[Tt]hrough|[Aa]cross|[Oo]ver|[Aa]round|into|outside|inside|throughout|[Ff]rom) $"
)
"""Before a place, or an outlet."""


def _is_told_of(history: DiscourseHistory, phrase: SourcePhrase, such: list[Entity]) -> bool:
    """Whether anybody but those with a name who are such was brought in as one: "a driver", "the van's driver"."""
    brought = re.compile(rf"{_BROUGHT_IN}{re.escape(phrase.head)}\b", re.IGNORECASE)
    *told, _ = phrase.norm.split()
    for match in brought.finditer(history.text, max(0, phrase.span[0] - REACH), phrase.span[0]):
        if told and set(told).isdisjoint(match[0].lower().split()):
            continue  # "a cop", and then "the top cop"
        near = history.names.within(match.start() - _BESIDE, match.end() + _BESIDE)
        is_one = _IS.search(history.text, max(0, match.start() - _SHORT), match.start()) is not None
        if not is_one and not any(one.entity in such for one in near):
            return True
    return False


_BROUGHT_IN = r"(?:\b(?:an?|another|one|his|her|their|its)|[’']s) (?:[\w-]+ ){0,3}?"
_IS = re.compile(r"\b(?:is|was|be|been|being|become|became|as|, )\s?$")
"""Before what somebody with a name is: "Ana Lint became a star"."""
_SHORT = 8
_BESIDE = 60
"""Characters round what somebody is called within which their name stands."""


_AGED = re.compile(r"\b(?P<age>\d{1,3}|[a-z]+(?:-[a-z]+)?)-year-old$")


def is_by_age(phrase: SourcePhrase) -> bool:
    """Whether somebody is called by their age: "the 33-year-old"."""
    return phrase.article == "the" and _AGED.search(phrase.norm) is not None


def of_that_age(history: DiscourseHistory, phrase: SourcePhrase, sentence: Span) -> ResolvedSource:
    """Who "the 33-year-old" is: who alone is named with that age; else who spoke or was told of last, in doubt."""
    last = last_person(history, phrase, sentence)
    found = _AGED.search(phrase.norm)
    age = found["age"] if found is not None else ""
    near = [*history.names.before(phrase.span[0], _MOST), *history.names.after(phrase.span[0], _MOST)]
    ages = [(one.entity, _age_given(history.text, one)) for one in near if one.entity.kind == "person"]
    such = {one.called: one for one, given in ages if given == age}
    if len(such) == 1:
        return history.person(next(iter(such.values())), phrase.core)
    others = {one.called for one, given in ages if given is not None}
    name = last.hop.name if last is not None else None
    near_by = [one for one in nearby_persons(history, None, phrase.span[0]) if one not in others]
    near_by = near_by[: near_by.index(name)] if name in near_by else near_by
    brought = re.compile(rf"\b(?:an?|another|one) {age}-year-old\b", re.IGNORECASE)
    unnamed = brought.search(history.text, max(0, phrase.span[0] - REACH), phrase.span[0])
    if last is not None and name not in others and unnamed is None:
        heard = (one.source for one in reversed(history.speakers[-_RECENT:]) if one.source.hop.name == name)
        doubtful = next((one.others for one in heard), ())
        return replace(last, others=(*doubtful, *near_by)[:_OFFERED])
    hop = ProposedHop(phrase.words, phrase.core, naming="role", kind="person")
    near_by = [*near_by, *([name] if name is not None and name not in others else [])]
    return ResolvedSource(hop, others=tuple(near_by)[:_OFFERED] if unnamed is None else ())


_AGE_BEHIND = re.compile(r"(?:,? aged? |, (?:aged? )?| \()(?P<age>\d{1,3})(?=[,.;)])")
_AGE_AHEAD = re.compile(r"\b(?P<age>\d{1,3})-year-old (?:[\w-]+ ){0,4}$")


def _age_given(text: str, mention: Mention) -> str | None:
    """The age that stands at a name; None without one."""
    start, end = mention.span
    found = _AGE_BEHIND.match(text, end) or _AGE_AHEAD.search(text, max(0, start - _BESIDE), start)
    return found["age"] if found is not None else None
