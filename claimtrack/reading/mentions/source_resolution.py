"""Sources without a name of their own: spokesmen, offices, bodies, documents, groups."""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.domain.naming import has_name, is_institution, is_plural, naming_of
from claimtrack.reading.mentions import roles
from claimtrack.reading.mentions.authors import author_span, made_by
from claimtrack.reading.mentions.coreference import last_person, resolve_pronoun, with_owner
from claimtrack.reading.mentions.described_persons import is_by_age, of_that_age
from claimtrack.reading.mentions.discourse_history import CARRIERS, NOBODY, OWNERS, DiscourseHistory, ResolvedSource
from claimtrack.reading.mentions.names import Entity
from claimtrack.reading.mentions.nominal_anaphora import is_somebody_on_guard, or_last_speaker, outlet_meant, text_meant
from claimtrack.reading.mentions.own_names import named_by_themselves, named_by_title
from claimtrack.reading.mentions.sentence_subjects import body_at
from claimtrack.reading.mentions.source_kinds import carrier_kind, counts_people, gender_of_title, is_person_noun
from claimtrack.reading.mentions.source_phrases import (
    SourcePhrase,
    is_the_body,
    listed_group,
    parse_source_phrase,
    spokesperson_word,
)
from claimtrack.reading.proposals import ProposedHop, Span
from claimtrack.reading.word_lists import one_of, words

_SEVERAL_SPOKESMEN = ("spokespeople", "spokesmen", "spokeswomen")
_NEAR = 400
"""Mentions on either side among which the holder of an office is looked for."""


_IN_PLACE = re.compile(r"\s(?:in|at|near)\s(?:the\s)?")


def resolve_spokesperson(history: DiscourseHistory, phrase: SourcePhrase, word: str, sentence: Span) -> ResolvedSource:
    """Whoever speaks for a body: the one the words name or the sentence is about, else the body that spoke last."""
    at = phrase.span[0]
    of = phrase.of or phrase.owner
    lead = phrase.words[: len(phrase.words) - len(word)].strip()
    if phrase.of is not None and lead and is_institution(lead.split()[-1].lower()):
        placed = _IN_PLACE.fullmatch(history.text, phrase.core[1], phrase.of[0]) is not None
        of = None if placed else of  # "a police spokesman in Lomar"
    body = history.body(history.text[slice(*of)], at) if of is not None else None
    rank = words("role_modifiers") - words("body_words")
    if lead and lead.lower() not in rank:
        if of is None or phrase.of is None:
            body = history.body(lead, at) + (f" of {body}" if body else "")
    elif body is None and phrase.article in ("the", "", "this"):
        again = history.last_with_office(word)
        if again is not None:
            return again.again(phrase.core)
    last = history.last_body(at)
    opening = body_at(history.text, sentence[0]) if body is None and sentence[0] < at else None
    body = body or (history.body(history.text[slice(*opening)].lower(), at) if opening else last)
    several = word in _SEVERAL_SPOKESMEN
    speaker = ProposedHop(
        f"{body} {word}" if body else word,
        phrase.core,
        naming="group" if several else "role",
        kind="group" if several else "person",
        role=word,
        speaks_for=body,
    )
    others = (f"{last} {word}",) if opening and last is not None and last.lower() != (body or "").lower() else ()
    return ResolvedSource(speaker, several=several, gender=gender_of_title(word), others=others)


def resolve_record(history: DiscourseHistory, phrase: SourcePhrase) -> ResolvedSource:
    """A document or data; the body whose it is where the words say so."""
    span = phrase.owner
    if phrase.of is not None and (maker := made_by(history, phrase.of)) is not None:
        phrase = replace(phrase, of=maker)
    between = history.text[phrase.core[1] : phrase.of[0]] if phrase.of is not None else ""
    asked = phrase.head.removesuffix("s") in ("poll", "survey", "census") and between.strip() == "of"  # of 900 Danes
    if re.search(r"\b(?:by|from|of)\s+(?:the\s+)?$", between) and not asked:
        span = phrase.of
    inside = history.names.within(*span) if span is not None else []
    if inside and (inside[0].entity.kind != "unknown" or re.search(r"\bby\s+(?:the\s+)?$", between)):
        return replace(history.named(inside[0].entity, inside[0].span), record=True)
    author = parse_source_phrase(history.text, span, history.names) if span is not None else None
    people = author is not None and author.article == "the" and (is_plural(author.norm) or is_person_noun(author.head))
    if span is not None and people and re.search(r"\bby\s+(?:the\s+)?$", between):
        by = resolve_source(history, span, span)
        if by is not None:
            return replace(by, record=True)  # "a count by the mayor"
    if author is not None and is_the_body(author):
        return replace(_institution(history, author), record=True)  # "data of the labour ministry"
    name = _lowered(history, phrase)
    return ResolvedSource(
        ProposedHop(name, phrase.core, naming=naming_of(name, "unknown"), kind="unknown"), record=True
    )


_ONE_OF = re.compile(r"one\sof\s", re.IGNORECASE)
_WHO = re.compile(r",?\swho\b")
_STATE_OF_MIND = re.compile(
    r"(?:[a-z]+ly )?(?!(?:retired|injured|wounded|elected|accused|trained|hired)\b)[a-z]+(?:ed|en|ing) "
)
"""Words before a noun that tell how somebody feels, and not which one it is."""


def resolve_description(history: DiscourseHistory, phrase: SourcePhrase) -> ResolvedSource:
    """A body, an office, a group: what a phrase without a name means."""
    person = is_person_noun(phrase.head) or _WHO.match(history.text, phrase.core[1])
    firm = phrase.head in words("company_nouns") and not person
    body = phrase.head in words("body_words") | words("body_nouns") and not is_somebody_on_guard(history, phrase)
    if is_institution(phrase.head) or firm or body:
        return _institution(history, phrase)
    one = not is_plural(phrase.norm)
    office = roles.role_key(phrase.words)
    if office and one and (phrase.article in ("the", "") or phrase.owner is not None):
        bearer = _bearer(history, office, phrase)
        if bearer is not None:
            return history.person(bearer, phrase.core)
    if phrase.article == "the" and one:
        again = history.last_with_office(phrase.head)
        held = again.hop.role if again is not None else None
        # "the prime minister" is no minister of another field
        same = len(office) < 2 or roles.holds_office(roles.role_key(held or ""), office)
        if again is not None and held not in (None, phrase.head) and same:
            return again.again(phrase.core)
    found = _generic(history, phrase)
    if phrase.article == "the" and one and person and _STATE_OF_MIND.match(phrase.norm):
        last = last_person(history, phrase, phrase.span)
        if last is not None and last.hop.name and last.hop.naming == "named":
            return replace(found, others=(last.hop.name,))  # "the shaken father": who spoke last, or somebody else
    return or_last_speaker(history, phrase, found)


_FORCES = ("army", "military", "navy")


def _institution(history: DiscourseHistory, phrase: SourcePhrase) -> ResolvedSource:
    state = phrase.head in words("state_bodies")
    kind = "military" if phrase.head in _FORCES else "government" if state else "organisation"
    several = phrase.head in ("police", "authorities")
    if phrase.owner is not None:
        owner = history.text[slice(*phrase.owner)]
        span = (phrase.owner[0], phrase.core[1])
        canonical = state and phrase.head not in _FORCES
        name = f"{_titled(phrase.words)} of {owner}" if canonical else history.text[slice(*span)]
        return ResolvedSource(ProposedHop(name, span, kind=kind, speaks_for=owner if state else None), several=several)
    if phrase.article == "the" and len(phrase.words.split()) < 3 and phrase.words.islower():
        stands_for = phrase.head in words("body_nouns") | words("company_nouns")
        alone = stands_for and phrase.of is None and " " not in phrase.words
        known = history.known_body(phrase.norm, phrase.span[0])
        # "Mining firm denies spill", in the headline: the words in small letters are no name
        unnamed = known is None or phrase.norm in (known.hop.name or "").split()
        last = history.last_body(phrase.span[0], phrase.head) if alone and unnamed else None
        trade = phrase.head in words("company_nouns") and known is not None
        by_word = history.last_body(phrase.span[0], phrase.head) if trade and alone and not unnamed else None
        if known is not None and by_word not in (None, known.hop.name) and not _is_near(history, phrase, known):
            # "the company", where the Abel Company was named long before and another firm spoke since
            other = ResolvedSource(ProposedHop(by_word, phrase.core, kind=kind), others=(known.hop.name or NOBODY,))
            return replace(other, several=several)
        firm = phrase.head in words("company_nouns") or (last is not None and phrase.head in last.lower().split())
        if last is not None and (known is None or (firm and has_name(last))):
            known = ResolvedSource(ProposedHop(last, phrase.core, kind=kind), several=several)
        maybe = history.possible_body(phrase.span[0], phrase.head) if known is None and alone else None
        if maybe is not None:
            return ResolvedSource(ProposedHop(maybe, phrase.core, kind=kind), several=several, others=(phrase.norm,))
        if known is not None:
            others = history.rival_bodies(phrase.span[0], known.hop.name or "", phrase.head) if alone else ()
            return replace(known.again(phrase.core), others=others)
    name = _lowered(history, phrase)
    if phrase.of is not None and re.fullmatch(r" of (?:the )?", history.text[phrase.core[1] : phrase.of[0]]):
        name += history.text[phrase.core[1] : phrase.of[1]]
    return ResolvedSource(ProposedHop(name, phrase.core, naming=naming_of(name, kind), kind=kind), several=several)


_RECENT = 600
"""Characters before "the company" within which a company with that word in its name was named."""


def _is_near(history: DiscourseHistory, phrase: SourcePhrase, known: ResolvedSource) -> bool:
    """Whether a body was named or heard shortly before a phrase."""
    at = phrase.span[0]
    spoke = any(heard.source.hop.name == known.hop.name and at - heard.at < _RECENT for heard in history.speakers[-12:])
    named = history.names.within(max(0, at - _RECENT), at)
    return spoke or any(mention.entity.name == known.hop.name for mention in named)


def _bearer(history: DiscourseHistory, office: tuple[str, ...], phrase: SourcePhrase) -> Entity | None:
    """The person who holds the office, named anywhere in the piece: the nearest before, else the first after."""
    places = {word.lower() for word in phrase.words.split() if word[:1].isupper() and not roles.has_role(word)}
    if phrase.owner is not None:
        places.add(history.text[slice(*phrase.owner)].lower())
    for mention in (*history.names.before(phrase.span[0], _NEAR), *history.names.after(phrase.span[0], _NEAR)):
        for held in mention.entity.offices if mention.entity.kind == "person" else ():
            if roles.holds_office(roles.role_key(held), office) and places <= _all_words(held):
                return mention.entity
    return None


def _heard_before(history: DiscourseHistory, phrase: SourcePhrase) -> ResolvedSource | None:
    """Whoever without a name spoke before and is meant again: "the official", "one of the officials"."""
    lead = history.text[phrase.span[0] : phrase.core[0]].lower()
    one_of = lead.startswith("one of ")
    if " " in phrase.words or not (one_of or (phrase.article in ("the", "this") and phrase.of is None)):
        return None
    for heard in reversed(history.speakers[-6:]):
        speaker = heard.source.hop
        if speaker.kind not in ("person", "group", "witness") or speaker.naming not in ("role", "group", "anonymous"):
            continue
        called = _ONE_OF.sub("", (speaker.name or "").lower(), count=1)
        last = re.split(r"\s(?:of|in|at|from|for|with)\s|,", called)[0].split()[-1:]
        if (
            not one_of
            and called != (speaker.name or "").lower()
            and last in ([f"{phrase.head}s"], [f"{phrase.head[:-1]}ies"])
        ):
            return heard.source.again(phrase.core)  # "one of her aides", and then "the aide"
        if one_of and last == [phrase.head] and heard.source.several:
            name, naming = f"one of the {phrase.words}", "role" if speaker.naming == "group" else speaker.naming
            return ResolvedSource(replace(speaker, name=name, kind="person", naming=naming, mention=phrase.core))
        if not one_of and last == [phrase.head] and " " in (speaker.name or ""):
            return heard.source.again(phrase.core)
    return None


def _generic(history: DiscourseHistory, phrase: SourcePhrase) -> ResolvedSource:
    if (before := _heard_before(history, phrase)) is not None:
        return before
    counts = counts_people(history.text, phrase.span[0])
    whole = history.text[phrase.core[0] : phrase.span[1]] if phrase.of is not None or counts else phrase.words
    whole = re.split(r",(?!\d)|(?<!\bthose)\s(?:who|which|whose)\b", whole)[0].strip()
    men = phrase.head.endswith("men") and len(phrase.head) > 5 and is_person_noun(phrase.head)  # "fishermen"
    counted = counts and phrase.norm not in ("one", "another")
    several = men or counted or is_plural(phrase.norm) or phrase.norm in words("unnamed_groups")
    several = several or phrase.head in words("collective_nouns")
    bare = _lowered(history, phrase)
    if _ONE_OF.match(history.text, phrase.span[0]) and several:
        whole, several = history.text[phrase.span[0] : phrase.core[1]], False
        whole = whole[:1].lower() + whole[1:]
    elif phrase.owner is not None:
        whole = history.text[phrase.owner[0] : phrase.core[1]]
    elif bare != phrase.words:
        whole = bare + whole[len(phrase.words) :]
    head = phrase.words.split()[-1]
    unsaid = (NOBODY,) if phrase.norm in ("one", "another") else ()
    naming = "group" if several else naming_of(head if head.islower() else bare)
    if (naming == "named" and head.islower()) or whole.startswith("one of "):
        naming = "role"
    thing = words("not_person_nouns") | (words("speaking_nouns") | words("workplaces") - words("roles"))
    made = phrase.head.endswith(("tion", "sion", "ment")) and not is_person_noun(phrase.head)  # a presentation
    kind = "group" if several else "unknown" if made or phrase.head in thing else "person"
    hop = ProposedHop(whole, phrase.core, naming=naming, kind=kind)
    gender = None if several else gender_of_title(phrase.head)
    return ResolvedSource(hop, several=several, gender=gender, others=unsaid)


def _lowered(history: DiscourseHistory, phrase: SourcePhrase) -> str:
    """The words with a small letter in front, where only a sentence's beginning gave them a capital."""
    if phrase.words.isupper() and phrase.words.lower() in words("person_nouns"):
        return phrase.words.lower()  # "A MUM has told"
    if re.match(r"No\.? \d", phrase.words):
        return phrase.words  # "No 10"
    rest = phrase.words[1:]
    first = phrase.words.split()[0]
    if history.text[max(0, phrase.core[0] - 2) : phrase.core[0]].strip() not in ("", *".!?…:“‘\"'\n-–—("):
        return phrase.words
    known = roles.states_by_word().keys() | words("adherents")
    at = (one for one in history.names.within(*phrase.core) if one.span[0] == phrase.core[0])
    named = first in history.places or first.lower() in known or any(one.entity.kind != "unknown" for one in at)
    named = named and not (first.lower() in words("body_words") and first.lower() in history.small_words)
    named = named or (rest != first[1:] and _may_be_place(history, first, phrase.head))
    return phrase.words if named or rest != rest.lower() else phrase.words.lower()


def _may_be_place(history: DiscourseHistory, first: str, head: str) -> bool:
    """Whether a word with a capital may name the place of a body: "Kesra police", not "Riot police", "Local police"."""
    if first.lower() in history.small_words or first.lower() in _PLAIN or first.lower().endswith(_OF_ADJECTIVES):
        return False
    return first in history.capitals or head in words("body_words") - words("company_nouns")


_PLAIN = frozenset(["riot", "traffic", "transit", "welfare"]).union(
    *map(words, ("role_modifiers", "adjectives_before_nouns", "workplaces", "place_words", "body_words", "quantifiers"))
)
"""Words before what a body or somebody is that are no place's name."""
_OF_ADJECTIVES = ("ed", "ing", "al", "ern", "ic", "ior", "ary", "ous", "ive")


def _all_words(title: str) -> set[str]:
    return {re.sub(r"[’']s?$", "", word.strip(",.")).lower() for word in title.split()}


def _titled(phrase: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in phrase.split())


_CONDITION = re.compile(r"\bcondition (?:of anonymity|that (?:he|she|they) not be (?:named|identified))", re.IGNORECASE)
_NEAR_SOURCE = 60
"""Characters on either side of a source within which it is said that it wants no name."""
_SAID_BEFORE = re.compile(r".*\b(?:said|says|told|added)\b", re.DOTALL)
_NAMELESS = re.compile(
    r"\b(?:anonym\w+|unnamed|unidentified|familiar with|briefed on|privy to|with (?:direct )?knowledge of"
    r"|(?:not(?: wan\w+| wish\w*)?|declin\w+|refus\w+|withh\w+) (?:to )?(?:be(?:ing)? |give (?:his|her|their) )?"
    r"(?:name|identif|quot)\w*)",
    re.IGNORECASE,
)


def resolve_source(history: DiscourseHistory, span: Span, sentence: Span) -> ResolvedSource | None:
    """Whom the phrase in the span means; None when it is nobody (the writer's "we", the reader's "you").

    `sentence` is the sentence that it stands in.
    """
    group = listed_group(history.text, span)
    if group is not None:
        hop = ProposedHop(group[:1].lower() + group[1:], span, naming="group", kind="group")
        return ResolvedSource(hop, several=True)
    said = parse_source_phrase(history.text, span, history.names)
    if not said.words.split():
        return None
    found = _who(history, said, sentence)
    found = with_owner(history, found, said, sentence) if found is not None else None
    if found is None or found.record or found.hop.naming not in ("role", "group"):
        return found
    near = (max(sentence[0], span[0] - _NEAR_SOURCE), min(sentence[1], span[1] + _NEAR_SOURCE))
    if (before := _SAID_BEFORE.search(history.text, near[0], span[0])) is not None:
        near = (before.end(), near[1])  # "a person briefed on it said the minister had"
    nameless = said.head in ("source", "sources") or _NAMELESS.search(history.text, *near) is not None
    nameless |= _CONDITION.search(history.text, *sentence) is not None
    return replace(found, hop=replace(found.hop, naming="anonymous")) if nameless else found


def _who(history: DiscourseHistory, phrase: SourcePhrase, sentence: Span) -> ResolvedSource | None:
    whole = history.text[phrase.core[0] : phrase.span[1]].lower()
    if _BROADCASTER.fullmatch(whole):
        return ResolvedSource(ProposedHop(whole, phrase.core, naming="role", kind="outlet"))
    if (person := named_by_themselves(history, phrase)) is not None:
        return person
    if phrase.norm == "them" and _ONE_OF.match(history.text, phrase.span[0]):
        return _one_of_them(history, phrase, sentence)
    if phrase.norm in ("one", "another") and phrase.of is None:
        one = _one_of_them(history, replace(phrase, words="they"), sentence)
        name = one.hop.name or "" if one is not None and one.hop.naming != "named" else ""
        people = name.startswith("one of ") and any(map(is_person_noun, name.split()))
        if one is not None and people:  # "Divers said ... . One said", and "Another said"
            return replace(one, hop=replace(one.hop, name=phrase.norm + name.removeprefix("one")))
    if phrase.norm in OWNERS:
        phrase = replace(phrase, words=OWNERS[phrase.norm])
    if phrase.norm in words("pronouns") and not (phrase.words.isupper() and len(phrase.words) > 1):
        return text_meant(history, phrase, sentence) or resolve_pronoun(history, phrase, sentence)
    if phrase.mention is not None and phrase.mention.entity.kind == "person":
        return history.person_named(phrase.mention, phrase.core)
    if phrase.article == "the" and (titled := named_by_title(history, phrase)) is not None:
        return titled
    if is_by_age(phrase):
        return of_that_age(history, phrase, sentence)
    word = spokesperson_word(phrase)
    if word is not None:
        return resolve_spokesperson(history, phrase, word, sentence)
    if phrase.mention is not None and not counts_people(history.text, phrase.span[0]):
        return _body_of_state(history, phrase) or history.named(phrase.mention.entity, phrase.core)
    if (published := _piece_named_before(history, phrase)) is not None:
        return published
    if (outlet := outlet_meant(history, phrase)) is not None:
        return outlet
    carrier = _carrier(history, phrase) if phrase.owner is None and phrase.of is None else None
    if carrier is not None:
        return carrier
    if phrase.head in words("message_nouns"):
        return _message(history, phrase)
    if phrase.head in words("record_nouns"):
        return resolve_record(history, phrase)
    if _is_no_phrase(history, phrase):
        return None
    return resolve_description(history, phrase)


def _body_of_state(history: DiscourseHistory, phrase: SourcePhrase) -> ResolvedSource | None:
    """A state's body whose name has that of no state in it: "Oressa’s Air Force", and "the Air Force" behind it."""
    if phrase.head not in words("body_words") or len(phrase.words.split()) > 2:
        return None
    if phrase.owner is not None:
        state = history.text[slice(*phrase.owner)].lower() in roles.states_by_word()
        return _institution(history, phrase) if state else None
    return history.heard_of_state(phrase.words, phrase.core)


_BROADCASTER = re.compile(
    r"(?:state|national|local|public|regional) (?:radio|television|tv|broadcaster|newspaper|news agency)"
)
_SO_MANY = re.compile(rf"(?:{one_of('number_words')}|\d+|some|many)\s")


def _one_of_them(history: DiscourseHistory, phrase: SourcePhrase, sentence: Span) -> ResolvedSource | None:
    """Whom "one of them" means: one of those who spoke before; in doubt where nobody did."""
    several = resolve_pronoun(history, phrase, sentence)
    if several is None or not several.several or several.hop.name is None:
        return several
    name = f"one of the {_SO_MANY.sub('', several.hop.name)}"
    naming = "role" if several.hop.naming == "group" else several.hop.naming
    return replace(several, hop=replace(several.hop, name=name, kind="person", naming=naming), several=False)


def _is_no_phrase(history: DiscourseHistory, phrase: SourcePhrase) -> bool:
    """Whether words cannot be a source as they stand: small letters without an article that name nobody."""
    if (
        phrase.norm in ("somebody", "someone")
        or counts_people(history.text, phrase.span[0])
        or phrase.article
        or phrase.owner is not None
        or phrase.words != phrase.norm
        or is_plural(phrase.norm)
    ):
        return False
    known = ("body_words", "unnamed_groups", "speaking_nouns", "company_nouns")
    head = phrase.head
    *before, _ = phrase.norm.split()
    if before and is_person_noun(before[-1]) and is_plural(before[-1]):
        return False  # "officials briefed on the inquiry"
    return not (is_person_noun(head) or is_institution(head) or any(head in words(name) for name in known))


def _carrier(history: DiscourseHistory, phrase: SourcePhrase) -> ResolvedSource | None:
    """An agency or outlet with words of its kind beside its name: "state news agency Tarra"."""
    for mention in history.names.within(*phrase.core):
        kind: str | None = mention.entity.kind
        if kind not in CARRIERS:
            kind = carrier_kind(history.text, mention.entity.name, mention.span[1])
        if kind:
            return ResolvedSource(ProposedHop(mention.entity.name, mention.span, kind=kind))
    return None


_PIECES = words("nouns_for_articles")
_PUBLISHED_IN = re.compile(r"\b(?:in|by|from)\s(?:the\s)?$", re.IGNORECASE)
_POINTED_AT = re.compile(r"\b(?:that|this)\s$", re.IGNORECASE)
_JUST_BEFORE = 160
"""Characters before "that article" within which whose it is was named."""


def _piece_named_before(history: DiscourseHistory, phrase: SourcePhrase) -> ResolvedSource | None:
    """Whose piece "that article" is, in doubt: of the outlet that the words before name; "an article in the Post"."""
    inside = history.names.within(*phrase.of) if phrase.of is not None and phrase.head in _PIECES - {"report"} else []
    if inside:
        return history.named(inside[0].entity, inside[0].span)
    pointed = _POINTED_AT.search(history.text, max(0, phrase.core[0] - 6), phrase.core[0])
    if pointed is None or phrase.norm not in _PIECES or phrase.of is not None:
        return None
    last = next(iter(history.names.before(phrase.span[0], 1)), None)
    if last is None or phrase.span[0] - last.span[1] > _JUST_BEFORE or last.entity.kind in ("person", "government"):
        return None
    if last.entity.kind not in CARRIERS and not _PUBLISHED_IN.search(
        history.text, max(0, last.span[0] - 10), last.span[0]
    ):
        return None
    return replace(history.named(last.entity, phrase.core), others=(phrase.words, NOBODY))


def _body_before(history: DiscourseHistory, phrase: SourcePhrase) -> ResolvedSource | None:
    """The body whose statement it is, where its word stands before: "an earlier police statement"."""
    start, end = phrase.core[0], phrase.core[1] - len(phrase.head)
    while (first := history.text[start:end].split(" ", 1))[0].lower() in words("statement_adjectives"):
        start += len(first[0]) + 1
    if start >= end:
        return None
    named = history.names.within(start, end)
    if named:
        whole = named[0].span[0] == start and named[0].span[1] + 1 == end
        return history.named(named[0].entity, named[0].span) if whole else None
    body = replace(parse_source_phrase(history.text, (start, end), history.names), article="the")
    return _institution(history, body) if is_the_body(body) else None


_THROUGH = re.compile(r"\s(?:through|via)\s(?P<whose>his|her|its|their)\s")


def _message(history: DiscourseHistory, phrase: SourcePhrase) -> ResolvedSource:
    """Whoever put out a statement: whose it is, or the body that spoke last; else the statement itself."""
    through = _THROUGH.search(history.text, *phrase.span)
    if through is not None:  # "a statement issued through his lawyer"
        whose = replace(phrase, words=OWNERS[through["whose"].lower()])
        speaker = resolve_pronoun(history, whose, phrase.span)
        if speaker is not None:
            return replace(speaker, message=phrase.words)
    span = author_span(history, phrase)
    author = resolve_source(history, span, span) if span is not None else _body_before(history, phrase)
    if author is not None:
        return replace(author, message=phrase.words)
    spoke = history.last_speaker.source if history.last_speaker is not None else None
    if phrase.article in ("the", "this") and phrase.of is None:
        for heard in reversed(history.speakers[-12:]):
            if (heard.source.message or "").split()[-1:] == [phrase.head]:
                return replace(heard.source.again(phrase.core), message=phrase.words)  # the letter of which it told
    alone = phrase.article == "a" and phrase.span[1] == phrase.core[1] and " " not in phrase.words
    if alone and spoke is not None and spoke.is_body and not spoke.record:
        # "The board ... . “We are sorry,” a statement said"
        return replace(spoke.again(phrase.core), message=phrase.words)
    last = history.last_body(phrase.span[0])
    if last is not None and phrase.article in ("the", "its", "their", "his", "her"):
        other = spoke.hop.name if spoke is not None and last not in (spoke.hop.name, spoke.hop.speaks_for) else None
        hop = ProposedHop(last, None, kind="organisation")
        return ResolvedSource(hop, message=phrase.words, others=(other,) if other else ())
    return resolve_record(history, phrase)
