"""Who is said to have done wrong, by the verbs of a clause and by who does them: "said the pair had faked it"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from claimtrack.reading.cues.lexicon import (
    BASE,
    ING,
    PARTICIPLE,
    PAST,
    STATING,
    THIRD,
    base_form,
    inflected,
    lexicon_entries,
    verb_forms,
)
from claimtrack.reading.fields.figures.clause_verbs import WORD, FiniteVerb, finite_verbs, verbs_in_present
from claimtrack.reading.mentions.source_kinds import is_person_noun
from claimtrack.reading.word_lists import lines, one_of, words


class Wrong(NamedTuple):
    """Who is said to have done wrong, as the clause calls them, where its verb stands, and whether they are charged.

    `violent`: it was done to people, as armies and police do it that tell of their own.
    """

    doer: str
    at: int
    charged: bool = False
    violent: bool = False


_TOKEN = re.compile(r"[^\W\d_](?:[\w’'-]|\.(?=\w))*|[$€£]?\d[\w.,-]*|[^\w\s]")
_ENDS = frozenset(';:.!?—–()…“”"')
_BOUNDS = frozenset(["because", "but", "how", "so", "as", "than", "whether", "if", *words("clause_openers")])
_HEAD_ENDS = re.compile(r",|\s(?:who|which|that|in|at|from|of|with|on|near|for|and|or|working|linked|to)\s")
_LEAD = re.compile(
    r"[\W_]*(?:(?:an?|the|this|that|these|those|its|his|her|their|our|and|but|then|now|also)\s)*", re.IGNORECASE
)
_PERSONAL = frozenset(["he", "she", "they", "who"])
_SPEAKERS = frozenset(["i", "we", "my", "our"])
_HELPS = words("forms_of_be") | words("forms_of_have") | words("modals") | {"do", "does", "did", "to", "not", "never"}
_NO = words("words_for_none")
_MAY = frozenset(["could", "may", "might", "must"])
_WISHED = words("modals") - _MAY
_BEFORE_GERUND = frozenset(["by", "for", "of", "after"])
_BEHIND_PARTICIPLE = words("words_behind_participles")
_GOT = frozenset(["get", "gets", "got", "getting"])
_IF = frozenset(["if", "unless"])
_MADE_TO = words("verbs_for_making_do")
_CHARGING = words("verbs_of_charging")
_CHARGES = words("charges")
_SAID = frozenset(form.lemma for form in lexicon_entries() if not form.particle) - {"write"}
_CRIME = frozenset(["with", "on", "for", "over"])
_NO_OBJECTS_BY_NAME = frozenset(["beat", "hit", "strike", "attack"])


@cache
def _forms() -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    """Every form of every verb of the lists, with what it may be a form of."""
    irregular = {line.split()[0]: line.split()[1:] for line in lines("irregular_verbs")}
    found: dict[str, dict[str, set[str]]] = {}
    for verb in _wrongs() | words("plain_verbs") | irregular.keys():
        for word, form in inflected(verb, irregular.get(verb)):
            found.setdefault(word, {}).setdefault(verb, set()).add(form)
    return {word: tuple((verb, frozenset(of)) for verb, of in verbs.items()) for word, verbs in found.items()}


@cache
def _wrongs() -> frozenset[str]:
    """Verbs that tell of a wrong, or of a charge; others do beside a word that makes it one: "sold forged papers"."""
    lists = (
        words("wrongs")
        | words("wrongs_to_people")
        | words("verbs_of_arrest")
        | _CHARGING
        | words("verbs_of_bringing")
        | {"face"}
    )
    return lists | _objects("wrongs_with_objects").keys() | _objects("wrongs_without_objects").keys()


@cache
def _objects(name: str) -> dict[str, frozenset[str]]:
    """Every verb of a list -> the words that may stand behind it."""
    found: dict[str, frozenset[str]] = {}
    for line in lines(name):
        verbs, _, behind = line.partition("|")
        for verb in verbs.split():
            found[verb] = found.get(verb, frozenset()) | frozenset(behind.split())
    return found


_SUSPECTED = re.compile(
    r"(?: [\w.’'-]+){0,8}? (?:(?:on|under) suspicion of|on (?:[\w-]+ ){0,3}charges?\b"
    r"|(?:for|over) (?:[a-z]+ly )?[a-z]+ing\b)"
)
"""For what somebody is held: "arrested on suspicion of arson", "held on theft charges", "detained for selling rum"."""
_CLAUSE_END = re.compile(r"[^\w\s’'-]|\b(?:that|who|which|what|and|but|to|because|by)\b")
_MARK = re.compile(
    rf"\b(?:{one_of('marks_of_wrong')}|in (?:violation|breach) of|on purpose"
    r"|without (?:(?:her|his|their|any) )?(?:consent|permission|knowledge|warning))\b",
    re.IGNORECASE,
)


def wrongs_told(statement: str) -> Iterator[Wrong]:
    """What a statement says that others did wrong, in its order: who, in what they are called."""
    tokens = list(_TOKEN.finditer(statement))
    lower = [token[0].lower().replace("’", "'") for token in tokens]
    marked = _MARK.search(statement) is not None
    for at, word in enumerate(lower):
        known = [one for one in _forms().get(word, ()) if marked or one[0] in _wrongs()]
        if known:
            clause = _Clause(statement, tokens, lower, at)
            yield from (wrong for verb, forms in known if (wrong := clause.wrong(verb, forms)) is not None)


_OPENS = words("prepositions") | words("subordinators")
_STOPS = (_OPENS | words("conjunctions") | words("auxiliaries")) - {"of"}
_MOST = 40
"""Words at most of a clause before its verb, and behind it, that are looked at."""


class _Clause:
    """A verb in its clause: where the clause begins and ends, and its auxiliaries before it."""

    def __init__(self, statement: str, tokens: Sequence[re.Match[str]], lower: Sequence[str], at: int) -> None:
        self.statement, self.tokens, self.lower, self.at = statement, tokens, lower, at
        group = at
        while group and at - group < _MOST and _helps(lower[group - 1]):
            group -= 1
        self.group = group
        start = group
        while start and group - start < _MOST and not self._begins(start):
            start -= 1
        self.start = start
        self.helps = [one for one in lower[group:at] if not one.endswith("ly") and one not in words("adverbs")]

    def _begins(self, at: int) -> bool:
        before = self.lower[at - 1]
        if before == "that":
            return at < 2 or verb_forms().get(self.lower[at - 2]) is not None  # "said that"; not "the bank that"
        cut_short = self.lower[at - 2] if at > 1 else ""
        if before == "." and (cut_short in words("abbreviated_titles") or "." in cut_short or len(cut_short) == 1):
            return False  # "Dr. Ek", "supporters of U.S. President Bo Ek"
        return before in _ENDS or before in _BOUNDS

    def wrong(self, verb: str, forms: frozenset[str]) -> Wrong | None:
        """What the verb says as a form of `verb`: who did wrong, or who is charged."""
        passive = bool(self.helps) and self.helps[-1] in words("forms_of_be") and PARTICIPLE in forms
        if not _NO.isdisjoint(self.lower[self.start : self.at]) or _WISHED & {*self.helps}:
            return None
        if self.start and self.lower[self.start - 1] in _IF:
            return None
        if any(one.endswith("n't") for one in self.helps):
            return None
        if not passive and not self._is_active(verb, forms):
            return None
        if _MAY & {*self.helps} and "have" not in self.helps:
            return None  # "may be charged"
        if passive:
            return self._passive(verb)
        if verb in _CHARGING or verb in words("verbs_of_arrest"):
            accused = self._phrase(self.at + 1, until=_CRIME) if self._is_for_crime(verb) and self._subject() else None
            charged = verb in _CHARGING and verb != "sue"
            return self._wrong(accused, charged=charged) if accused and _is_party(accused, sure=True) else None
        if verb in words("verbs_of_bringing") and self._object_words(6) & _CHARGES:
            return self._against()
        faces = verb == "face" and not _CHARGES.isdisjoint(self._object_words(8))
        violent = verb in words("wrongs_to_people")
        if not words("objects_of_no_wrong").isdisjoint(takewhile(lambda word: word not in _STOPS, self._behind(7))):
            return None  # "stole the show"; not "shot two guards at the scene"
        done = faces or verb in words("wrongs") or (violent and self._befalls_people(verb)) or self._has_object(verb)
        subject = self._subject() if done or (self._is_plain_deed(verb) and self._marked()) else None
        return self._wrong(subject, charged=faces) if subject and _is_party(subject, sure=not violent) else None

    def _wrong(self, doer: str, *, charged: bool = False) -> Wrong:
        violent = any(verb in words("wrongs_to_people") for verb, _ in _forms()[self.lower[self.at]])
        return Wrong(doer, self.tokens[self.at].start(), charged, violent)

    def _is_plain_deed(self, verb: str) -> bool:
        return "to" not in self.helps and verb not in words("stative_verbs") and verb not in _SAID

    def _is_active(self, verb: str, forms: frozenset[str]) -> bool:
        """Whether the verb is one in its clause: not "the stolen car", "documents forged by him", "the killing"."""
        before = self.lower[self.group - 1] if self.group else ""
        last = self.helps[-1] if self.helps else ""
        behind = self.lower[self.at + 1] if self.at + 1 < len(self.lower) else ""
        if last in words("forms_of_be"):
            return ING in forms
        if last in words("forms_of_have"):
            return PARTICIPLE in forms
        if ING in forms:
            return before in _BEFORE_GERUND
        if last == "to":
            return BASE in forms and bool(self._made_to(before))
        if last in ("do", "does", "did"):
            return BASE in forms
        if last or before in words("determiners") or before in words("prepositions") or before in _GOT:
            return False
        if PAST in forms:
            if base_form(before) is not None:
                return False  # "they seized smuggled rum"
            least = self.lower[self.at + 1 : self.at + 3] == ["at", "least"]
            object_behind = least or behind in _objects("wrongs_without_objects").get(verb, ())
            return behind != "by" and (object_behind or PARTICIPLE not in forms or behind not in _BEHIND_PARTICIPLE)
        return self._is_present(forms, before, behind)

    def _is_present(self, forms: frozenset[str], before: str, behind: str) -> bool:
        """Whether a form that may be a noun is the verb: "the bank cheats its customers"; not "two murders"."""
        several = before.endswith("s") or before in ("they", "who", "we", "police", "people")
        agrees = (several and BASE in forms) or (THIRD in forms and (not several or before == "who"))
        objects = words("determiners") | words("object_pronouns")
        followed = behind in objects | _CHARGES or behind[:1].isdigit() or behind in words("number_words")
        followed = followed or any(behind in some for some in _objects("wrongs_without_objects").values())
        earlier = self._words(self.start, self.group)
        return agrees and followed and before.isalpha() and not finite_verbs(earlier)

    def _made_to(self, before: str) -> bool:
        """Whether who "to" stands behind is made to do it, or tries: "ordered workers to hide it"."""
        verbs = _verbs(self._words(self.start, self.group))
        return any(_MADE_TO & {base for base, _ in _forms().get(verb.verb, ())} for verb in verbs)

    def _words(self, start: int, end: int) -> str:
        return self.statement[self.tokens[start].start() : self.tokens[end - 1].end()] if start < end else ""

    def _subject(self) -> str | None:
        """The words for whoever does it: right before it, or before the first verb of its clause."""
        before = self._words(self.start, self.group)
        if not before:
            return None
        prepared = before.lower().split()
        if len(prepared) == 1 and prepared[0] in _BEFORE_GERUND:
            return self._subject_behind()  # "By bribing two clerks, Rossi"
        comma = before.find(",")
        if comma > 0 and prepared[0] in _OPENS:
            before = before[comma + 1 :]
        verbs = _verbs(before)
        if not verbs:
            return _called(before)
        rest = before[verbs[-1].end :].strip(" ,")
        form = verb_forms().get(verbs[-1].verb)
        said = form is not None and any(one.category in STATING and not one.particle for one in form.entries)
        if said and rest and "to" not in self.helps:
            return _called(rest)
        faulted, _, by = rest.removeprefix("out ").rpartition(" ")
        if (
            by in ("for", "of")
            and verbs[-1].verb not in words("forms_of_be")
            and faulted
            and faulted.split()[0].lower() not in words("prepositions")
        ):
            return _called(faulted)  # "criticised the port for hiding it"
        joined = re.split(r"\b(?:and|or)\b|,", rest)
        if len(joined) > 1 and (own := joined[-1].strip()) and not _starts_aside(own):
            return _called(own)
        return _called(before[: verbs[0].start])

    def _subject_behind(self) -> str | None:
        """The words for whoever does it behind the comma of its clause."""
        for at in range(self.at + 1, min(len(self.lower), self.at + _MOST)):
            if self.lower[at] == ",":
                clause = self._words(at + 1, min(len(self.lower), at + 9))
                verbs = _verbs(clause)
                return _called(clause[: verbs[0].start]) if verbs else None
        return None

    def _passive(self, verb: str) -> Wrong | None:
        subject = self._subject()
        if self._is_for_crime(verb):
            return self._wrong(subject, charged=verb in _CHARGING and verb != "sue") if subject else None
        if verb in words("verbs_of_bringing") and not _CHARGES.isdisjoint(self.lower[self.start : self.group]):
            return self._against()
        known = verb in words("wrongs") or verb in words("wrongs_to_people")
        objects = _objects("wrongs_with_objects").get(verb, frozenset())
        known = known or not objects.isdisjoint((subject or "").lower().split()) or self._has_object(verb)
        for at in range(self.at + 1, min(len(self.lower), self.at + _MOST)):
            if self.lower[at] in _ENDS:
                return None
            if self.lower[at] == "by":
                doer = self._phrase(at + 1)
                by_name = verb in _NO_OBJECTS_BY_NAME and doer is not None and doer[:1].isupper()
                sure = verb not in words("wrongs_to_people")
                return self._wrong(doer) if known and doer and not by_name and _is_party(doer, sure=sure) else None
        return None

    def _against(self) -> Wrong | None:
        for at in range(self.at + 1, min(len(self.lower), self.at + _MOST)):
            if self.lower[at] == "against":
                accused = self._phrase(at + 1)
                return self._wrong(accused, charged=True) if accused else None
        return None

    def _phrase(self, start: int, until: frozenset[str] = frozenset()) -> str | None:
        """The words of a noun phrase at a token."""
        end = start
        stops = _STOPS | until
        while end < len(self.lower) and end - start < 8 and self.lower[end] not in stops:
            if self.lower[end] in _ENDS or self.lower[end] == ",":
                break
            end += 1
        return _called(self._words(start, end)) if start < end <= len(self.lower) else None

    def _is_for_crime(self, verb: str) -> bool:
        """Whether what somebody is charged with or held for stands behind the verb."""
        if verb in _CHARGING:
            return not _CRIME.isdisjoint(self._object_words(6))
        behind = self.statement[self.tokens[self.at].end() :]
        return verb in words("verbs_of_arrest") and _SUSPECTED.match(behind) is not None

    def _object_words(self, most: int) -> frozenset[str]:
        return frozenset(self._behind(most))

    def _behind(self, most: int) -> Iterator[str]:
        """The words behind the verb in their order, up to what begins another clause."""
        for word in self.lower[self.at + 1 : self.at + 1 + most]:
            if word in _ENDS or (word in _BOUNDS and word != "as") or word in ("who", "which", "that", "to"):
                return
            yield word

    def _has_object(self, verb: str) -> bool:
        if not _objects("wrongs_with_objects").get(verb, frozenset()).isdisjoint(self._object_words(7)):
            return True
        near = self.lower[self.at + 1 : self.at + (5 if self.lower[self.at] == "made" else 2)]
        known = not _objects("wrongs_without_objects").get(verb, frozenset()).isdisjoint(near)
        return known and self.lower[self.at + 2 : self.at + 3] != ["with"]  # "they covered up with blankets"

    def _marked(self) -> bool:
        behind = self._words(self.at + 1, min(len(self.tokens), self.at + 8))
        near = (self._words(self.group, self.at), _CLAUSE_END.split(behind, maxsplit=1)[0])
        return any(_MARK.search(part) for part in near)

    def _befalls_people(self, verb: str) -> bool:
        """Whether people are the object: "beat him", "shot two guests"; not "beat Norland", "hit the bar"."""
        for at in range(self.at + 1, min(len(self.lower), self.at + 7)):
            word = self.lower[at]
            if word in words("object_pronouns") or word in _ANYBODY or is_person_noun(word):
                return True
            if word == "her" and (
                at + 1 == len(self.lower) or not self.lower[at + 1].isalpha() or self.lower[at + 1] in _STOPS
            ):
                return True
            if word in _ENDS or word == "," or word in words("prepositions"):
                return False
            named = self.tokens[at][0][:1].isupper() and verb not in _NO_OBJECTS_BY_NAME
            if self.tokens[at][0][:1].isupper() and not named:
                return False
            if named or word in words("collective_nouns"):
                return True
        return False


_ANYBODY = words("nouns_for_anybody") | {"people", "crowd", "anyone", "anybody"}


def _verbs(before: str) -> list[FiniteVerb]:
    """The finite verbs of words, in their order."""
    found = {verb.start: verb for verb in (*finite_verbs(before), *verbs_in_present(before))}
    tokens = list(WORD.finditer(before))
    for last, token in pairwise(tokens):
        noun = last[0].lower() in words("determiners") or last[0].lower() in words("prepositions")
        if not noun and base_form(token[0]) is not None and token[0].islower():
            found.setdefault(token.start(), FiniteVerb(token.start(), None, token[0], token.end()))
    return [found[start] for start in sorted(found)]


@cache
def _events() -> frozenset[str]:
    return frozenset(word for line in lines("event_nouns") for word in line.split())


def _starts_aside(words_before: str) -> bool:
    """Whether words before a verb are no subject of its own: "and | for hiding", "and then | hid"."""
    first = words_before.split()[0].lower()
    return first in words("prepositions") or all(_helps(one) for one in words_before.lower().split())


def _helps(word: str) -> bool:
    return word in _HELPS or word.endswith("n't") or (word.endswith("ly") and len(word) > 4) or word in words("adverbs")


def _called(phrase: str) -> str | None:
    """What a phrase calls somebody, without an article; None for nothing."""
    called = phrase.strip(" ,“”\"‘’'")
    return _LEAD.sub("", called, count=1) or None


def _is_party(called: str, *, sure: bool) -> bool:
    """Whether words call somebody who can do wrong; `sure`: whatever they are, besides things that do none."""
    phrase = _HEAD_ENDS.split(called, maxsplit=1)[0].split()
    if not phrase or phrase[0].lower() in _SPEAKERS or phrase[0].lower() in words("indefinite_pronouns"):
        return False
    phrase = [one for one in phrase if one.lower() not in words("reflexive_pronouns")] or phrase
    head = phrase[-1].lower()
    if head in words("doers_of_no_wrong") or any(one.isdigit() for one in head):
        return False
    if head in _events() or head.removesuffix("s") in _events():
        return False
    return sure or head in _PERSONAL or phrase[-1][:1].isupper() or any(map(is_party_noun, phrase))


def is_party_noun(word: str) -> bool:
    """Whether a word tells of people or of a body."""
    lower = word.lower()
    return is_person_noun(lower) or any(lower in words(of) for of in _PARTIES)


_PARTIES = ("body_words", "unnamed_groups", "company_nouns", "collective_nouns", "band_nouns")
