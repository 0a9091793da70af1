"""The names in a text: persons with their offices, bodies with their letters, states, outlets.

A name that a text gives in several ways ("Ilmar Voss", "Voss"; "Coast Guard Union (CGU)", "CGU") is one entity here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from claimtrack.reading.cues.lexicon import THIRD, verb_forms
from claimtrack.reading.limits import MOST_NAMES, limited
from claimtrack.reading.mentions import roles
from claimtrack.reading.mentions.capital_runs import SAINTS, CapitalRun, CapitalWord, capital_runs
from claimtrack.reading.mentions.letters import initials, initials_of_office
from claimtrack.reading.mentions.source_kinds import (
    gender_of_title,
    is_adjective,
    is_company_name,
    is_office_and_surname,
    is_person_noun,
    is_state,
    kind_of_name,
)
from claimtrack.reading.proposals import Span
from claimtrack.reading.word_lists import lines, table, words

_WORD = re.compile(r"\b[^\W\d_]+\b")
_LETTERS = re.compile(r"\s\((?:the\s)?([^\W\d_][^\W_]{1,9})\)")


@dataclass(slots=True)
class Entity:
    """Somebody or something with a name. `offices` are what it is, as printed; `letters` its abbreviation.

    `body` is the company that a person runs ("Karst Power's chief executive"). Of two people of one name the one who is
    named later, from `since` on, has a `qualifier`, what the piece says they are; `bearers` are all of the name.
    """

    name: str
    kind: str
    offices: list[str] = field(default_factory=list)
    letters: str | None = None
    gender: str | None = None
    body: str | None = None
    qualifier: str | None = None
    since: int = 0
    bearers: list[Entity] = field(default_factory=list)

    @property
    def called(self) -> str:
        """Its name, with what tells it from another of that name: "Tomas Reyl (fishmonger)"."""
        return f"{self.name} ({self.qualifier})" if self.qualifier else self.name

    @property
    def role(self) -> str | None:
        """The office the ledger should show, the fullest that the piece gives; None without one."""
        return max(self.offices, key=len, default=None)


class Mention(NamedTuple):
    """A place where an entity is named: the span of its name, without title, article or possessive ending.

    `title` is the office before it ("" without one); `owns` tells of a possessive ending; `whole` of a name given in
    full.
    """

    span: Span
    entity: Entity
    title: str
    owns: bool


class _Single(NamedTuple):
    word: CapitalWord
    title: str
    opens: bool


_TAIL = re.compile(
    r"(?: (?:ambulance|fire|police|rescue|transport|health|university|general|prison|probation|coast))?"
    r" (?:police|service|hospital|brigade|council|university|trust|union|authority|guard|department)\b"
)
"""Small words that end a body's name in the house style of some papers: "Ista ambulance service"."""


def _is_written_so(text: str, start: int) -> bool:
    """Whether a name is one with its small words: of a saint, or after "the" and of two words at least."""
    return text.startswith(SAINTS, start) or text[max(0, start - 4) : start].lower() == "the "


_TELLING = ("ous", "ful", "less", "ed", "ing", "-rich", "-torn", "-hit")
"""How words end that only tell of the state behind them, as a sentence begins."""
_TRADE = re.compile(r"\b(?:group|charity|firm|company|network|website|magazine|band|watchdog|agency|think-tank) $")
"""What a body is called right before its name."""
_SAID = re.compile(r"\b[Tt]he ([^\W\d_]+) (?:said|says|told|added|denied|confirmed|warned|replied|claimed|wrote)\b")
"""Whoever a piece calls by one word where they speak: "the tehsildar said"."""
_SURNAME = re.compile(
    r"(?:^|[,.;:”\"’]\s|(?<![\w’'-])[a-z][\w’'-]*\s)([A-Z][a-z]+) (?:said|says|told|added|wrote|asked)\b", re.MULTILINE
)
"""A word with a capital that speaks by itself: a surname, where it ends a name."""
_HAS_KIN = re.compile(
    r", whose (?:[\w-]+ )?(?:wife|husband|partner|mother|father|parents|son|daughter|children|brother|sister|family)\b"
)
"""What follows a name that only a person can have."""
_YOUNGER = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii"])
"""What stands behind a surname and is none."""
_PLACED = re.compile(r"\b(?:in|at|from) the $")
"""What stands before a place, of which no apposition tells what it is: "in the Commons, the union's leader said"."""
_KIN = re.compile(r"\b(?:wife|husband|widow|widower|son|daughter|brother|sister|mother|father|grandson|cousin)\b")
MOST_BEARERS = 4
"""People of one name that are told apart."""
_NEAR = 20
"""Mentions of a surname before a place among which one of a gender is looked for."""
_OFTEN = 5
"""Times that a word stands in a piece, for each time with a surname, from which on it is no first name."""


def _without_lead(run: CapitalRun) -> CapitalRun:
    """A run without what belongs to no name in it: "Friends of" of "Friends of Mr Lint", one of "Karst Karst"."""
    for at, word in enumerate(run.words[1:-1], 1):
        polite = run.words[at + 1].word.lower().rstrip(".") in words("honorifics") - {"st"}
        if word.word == "of" and polite:
            run = CapitalRun(run.words[at + 1 :], opens=False)
            break
    half = len(run.words) // 2
    if half and [word.word for word in run.words[:half]] == [word.word for word in run.words[half:]]:
        return CapitalRun(run.words[half:], run.opens)  # a caption's credit, then its text: "Karst Karst has two mills"
    return run


def _is_kin(entity: Entity) -> bool:
    """Whether somebody is only told of as somebody else's: "Debra Medlow, the senator's wife"."""
    return any(_KIN.search(office) for office in entity.offices)


class NamedEntities:
    """The entities of a text and where they are named."""

    def __init__(self, text: str) -> None:
        """Read the names of the text. Raises BadInput where there are more than are read at once."""
        self.text = text
        self.mentions: list[Mention] = []
        self.entities: list[Entity] = []
        self._known: dict[str, Entity] = {}
        self._parts: dict[str, list[Mention]] = {}
        self._ends: dict[str, Entity] = {}
        """A body's name without the state before it, in lower case -> the body."""
        self._initials: dict[str, Entity] | None = None
        self._by_surname: set[str] = set()
        """The full names of those who were called by their surname alone."""
        self._counts = Counter(match[0] for match in _WORD.finditer(text))
        self._speakers = {match[1].lower() for match in _SAID.finditer(text)}
        self._surnames = {match[1] for match in _SURNAME.finditer(text)}
        self._unlisted_offices: set[str] = set()
        self._office_names = {word for word in self._surnames if is_office_and_surname(text, word)}
        """The surnames that are also words for an office: "King"."""
        self._headline_end = text.find("\n") if "\n" in text else 0
        """Where the first line ends, if others follow."""
        runs = limited(capital_runs(text, self._counts), MOST_NAMES, "names")
        singles = [single for run in runs for single in self._read(run)]
        self._settle(singles)
        self.mentions.sort(key=lambda mention: mention.span)
        self._employ()
        self._starts = [mention.span[0] for mention in self.mentions]

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions inside the span, in order."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return [mention for mention in self.mentions[first:last] if mention.span[1] <= end]

    def before(self, at: int, most: int = 40) -> list[Mention]:
        """The mentions before `at`, the nearest first, at most so many."""
        last = bisect_left(self._starts, at)
        return self.mentions[max(0, last - most) : last][::-1]

    def after(self, at: int, most: int = 40) -> list[Mention]:
        """The mentions from `at` on, the nearest first, at most so many."""
        first = bisect_left(self._starts, at)
        return self.mentions[first : first + most]

    def _read(self, run: CapitalRun) -> list[_Single]:
        """Record what the run names; a single word waits until every full name is known."""
        run = _without_lead(run)
        if self._ends_in_person(run):
            self._name(run.words[:3], "")
            run = CapitalRun(run.words[3:], opens=False)
        verb = self._headline_verb(run) if run.words[0].start < self._headline_end else 0
        if verb:
            parts = run.words[:verb], run.words[verb + 1 :]
            return [single for part in parts if part for single in self._read(CapitalRun(part, run.opens))]
        cut = 0 if "&" in self.text[run.words[0].start : run.words[:2][-1].start] else self._title_end(run)
        named = run.words[cut:]
        if cut and named and named[0].word == "of":
            # "Mayor of Ista Ana Lint": the last two words are the name, if more than a place follows
            rest = named[1:]
            if len(rest) > 2 and rest[-1].word.lower() in words("body_words"):
                self._name(rest, "")  # "Members of Ista Angling Club"
                return []
            place = len(rest) - 2 if len(rest) > 2 and rest[-2].word[0].isupper() else len(rest)
            cut, named = cut + 1 + place, rest[place:]
        if not named and len(run.words) == 1 and run.words[0].word.isupper():
            return [_Single(run.words[0], "", run.opens)]  # "the CM"
        if not named or not named[0].word[0].isupper():
            return []
        title = " ".join(word.word for word in run.words[:cut])
        if title and self._is_honorific(title):
            office = roles.role_before(self.text, run.words[0].start)
            title = f"{office} {title}" if office else title
        named = self._without_attribute(named, run, title)
        if not title and self._has_office_before(named):
            title, named = named[0].word, named[1:]
        honoured = len(named) > 1 and named[-1].word in words("letters_after_names")
        named = named[:-1] if honoured else named  # "Ana Lint KC"
        title = title or roles.role_before(self.text, named[0].start)
        if len(named) == 1:
            return [_Single(named[0], title, run.opens and named[0] is run.words[0])]
        self._name(named, title, person=honoured)
        return []

    def _title_end(self, run: CapitalRun) -> int:
        """How many words of a run are an office: 2 of "Prime Minister Ana Lint", 0 of "Ista General Hospital"."""
        lower = [word.word.lower() for word in run.words]
        if run.words[-1].word in self._office_names:
            return roles.title_end(lower[:-2])
        cut = roles.title_end(lower)
        if cut == len(lower):
            # "Coast Guard Commander" is an office; "Office of the Prosecutor General" and "General Motors" are not.
            cut = 0 if len(lower) > 1 and lower[0] in words("body_words") else cut
        if cut and len(run.words) > cut and run.words[cut - 1].owns:
            return 0  # "the Nurses' Federation of Ista"
        first = run.words[0].start
        if cut and lower[-1] in words("body_words") and self.text[max(0, first - 4) : first].lower() == "the ":
            return 0  # "the Justice Morlan Commission"
        if cut and _TRADE.search(self.text, max(0, first - 30), first):
            return 0  # "campaign group Witness Line"
        if cut > 1 and lower[cut:] in (["hospital"], ["infirmary"], ["university"], ["assembly"], ["council"]):
            return 0  # "Ista General Hospital"
        if "and" in lower and (lower[-1] in words("body_words") or lower[-2:] == ["safety", "executive"]):
            return 0  # "Transport and Dock Workers' Union"
        return cut

    def _without_attribute(
        self, named: tuple[CapitalWord, ...], run: CapitalRun, title: str
    ) -> tuple[CapitalWord, ...]:
        """A name behind no title without a word in front that only tells of it: "Russian RIA", "Mountainous Nepal"."""
        if title:
            return named
        if len(named) > 1 and self._is_origin(named):
            named = named[1:]
        told_of = run.opens and len(named) == 2 and named[0].word.lower().endswith(_TELLING)
        return self._without_credit(named[1:] if told_of and is_state(named[1].word) else named)

    def _ends_in_person(self, run: CapitalRun) -> bool:
        """Whether a name stands right behind a ministry: "minister in the Ministry of Finance Ana Lint"."""
        lower = [word.word.lower() for word in run.words]
        ministry = len(lower) > 4 and lower[0] in ("ministry", "department") and lower[1] == "of"
        if not ministry or "and" in lower or self._counts[run.words[-1].word] < 2:
            return False
        return any(lower[2] in line.split() for line in lines("office_fields"))

    def _headline_verb(self, run: CapitalRun) -> int:
        """The place of a verb in a run of a headline whose words all have capitals: "Karst Denies Leak"; 0 without one.

        A verb is no verb if the piece has it again: it is a name then.
        """
        for at, word in enumerate(run.words[1:], 1):
            form = verb_forms().get(word.word.lower())
            if form is not None and THIRD in form.forms and not word.owns and self._counts[word.word] == 1:
                return at
        return 0

    def _is_origin(self, named: tuple[CapitalWord, ...]) -> bool:
        """Whether the first word only says whose the rest is ("Russian RIA", but not "Russian Defence Ministry")."""
        first, *rest = (word.word for word in named)
        if not is_adjective(first):
            return False
        alone = self.text[named[1].start : named[-1].end]
        known = (alone.isupper() and len(rest) == 1) or alone in table("known_carriers")
        body = any(word.lower() in words("body_words") for word in rest)
        surname = (
            len(rest) == 2 and not body and self._counts[rest[1]] > self._counts[rest[0]]
        )  # "German Ana Lint ... Lint said"
        return "-" in first or known or surname

    def _has_office_before(self, named: tuple[CapitalWord, ...]) -> bool:
        """Whether the first word before a person's name is what they are: of a piece that has "the tehsildar said"."""
        first = named[0].word
        trade = len(named) > 2 and first.lower() in words("person_nouns")  # "Baker Ana Lint"
        if len(named) < 2 or named[0].owns or named[1].word.islower():
            return False
        if not trade and first.lower() not in self._speakers:
            return False
        if len(named) == 2:
            return first in self._unlisted_offices
        if kind_of_name(self.text, [word.word for word in named], "", None) == "person":
            self._unlisted_offices.add(first)
        return first in self._unlisted_offices

    def _without_credit(self, named: tuple[CapitalWord, ...]) -> tuple[CapitalWord, ...]:
        """A name that begins a line without the letters of an agency in front, which a photo's credit left there."""
        first, *rest = named
        opens = first.start == 0 or self.text[first.start - 1] == "\n"
        if not rest or not opens or first.word not in words("picture_agencies"):
            return named
        return tuple(rest) if all(self._counts[word.word] > 1 for word in rest) else named

    def _name(self, named: tuple[CapitalWord, ...], title: str, *, person: bool = False) -> None:
        start, end = named[0].start, named[-1].end
        tail = _TAIL.match(self.text, end) if len(named) > 1 and not named[-1].owns and not title else None
        if tail is not None and (is_adjective(named[0].word) or _is_written_so(self.text, start)):
            end = tail.end()  # "Oressan Transport police"
        name = self.text[start:end]
        parts = name.split()
        kind = "person" if person or self._is_surname(parts) else kind_of_name(self.text, parts, title, end)
        offices = self._offices(title)
        if kind in ("person", "unknown"):
            placed = _PLACED.search(self.text, max(0, start - 12), start) is not None
            said, about = roles.role_after(self.text, end) if not placed else (None, False)
            ahead = roles.role_before_comma(self.text, start)
            offices += [office for office in (said, ahead) if office]
            if about or ahead or _HAS_KIN.match(self.text, end):
                kind = "person"
        cells = table("abbreviated_names").get(name)
        entity = self._longer(name) or self._entity(cells[0] if cells else name, kind)
        if entity.kind == "person" and len(parts) > 1:
            entity = self._bearer_meant(entity, (start, end), offices)
        self._mention((start, end), entity, title, named[-1].owns, offices)
        self._introduce(entity, end)

    def _is_surname(self, parts: list[str]) -> bool:
        """Whether a name of a person ends as a company's would: "Ana Power", of a piece with "Power said"."""
        nouns = words("body_words") | words("company_nouns")
        return (
            len(parts) == 2 and is_company_name(parts) and parts[1] in self._surnames - {each.title() for each in nouns}
        )

    def _longer(self, name: str) -> Entity | None:
        """The body named before of whose name this is the end: "the Red Cross", of the Oressan Red Cross."""
        if " " not in name or name.lower() in self._known:
            return None
        return self._ends.get(name.lower())

    def _entity(self, name: str, kind: str) -> Entity:
        entity = self._known.get(name.lower())
        if entity is None:
            entity = self._known[name.lower()] = Entity(name, kind)
            self.entities.append(entity)
            first, _, rest = name.lower().partition(" ")
            if kind != "person" and " " in rest and is_adjective(first):
                self._ends.setdefault(rest, entity)
        elif entity.kind == "unknown":
            entity.kind = kind
        return entity

    def _bearer_meant(self, entity: Entity, span: Span, offices: list[str]) -> Entity:
        """Which person of a name it is: who is what the words say, else who was named so last.

        Somebody new where one of that name is something else and the words introduce somebody: ", 44, a fishmonger".
        """
        bearers = entity.bearers or [entity]
        of_office = [one for one in bearers if roles.may_be_one(one.offices, offices)]
        if offices and not of_office and len(bearers) < MOST_BEARERS and roles.introduces(self.text, span[1]):
            other = Entity(entity.name, "person", qualifier=offices[-1], since=span[0])
            self.entities.append(other)
            bearers = [*bearers, other]
            for one in bearers:
                one.bearers = bearers
            return other
        if len(bearers) == 1 or (offices and len(of_office) == 1):
            return (of_office or bearers)[0]
        return self._bearer(entity.name.lower().split()[-1], span[0]) or entity

    def _mention(self, span: Span, entity: Entity, title: str, owns: bool, offices: list[str]) -> None:
        entity.offices += [office for office in offices if office not in entity.offices]
        for office in (title, *offices):
            entity.gender = entity.gender or gender_of_title(office)
        mention = Mention(span, entity, title, owns)
        self.mentions.append(mention)
        if entity.kind == "person" and " " in entity.name and " " in self.text[span[0] : span[1]]:
            parts = [part for part in entity.name.lower().split() if part not in _YOUNGER]
            for part in {parts[0], parts[-1]}:
                self._parts.setdefault(part, []).append(mention)

    def _employ(self) -> None:
        """Record whose executive a person is: "Karst Power's chief executive, Ana Lint"; "..., chairman of Karst"."""
        heads = "|".join(re.escape(each) for each in lines("executive_roles"))
        owned = re.compile(rf"(?:[’']s?)?\s(?:{heads}),?\s")
        of = re.compile(rf",\s(?:the\s)?(?:{heads})\s(?:of|at)\s(?:the\s)?")
        for one, other in pairwise(self.mentions):
            between = self.text[one.span[1] : other.span[0]]
            body, person = (one, other) if owned.fullmatch(between) else (other, one)
            if person.entity.kind != "person" or body.entity.kind not in ("organisation", "unknown", "outlet"):
                continue
            if body is one or of.fullmatch(between):
                person.entity.body = person.entity.body or body.entity.name
                offices = (re.sub(r"^\S+[’']s?\s", "", office) for office in person.entity.offices)
                person.entity.offices = [*dict.fromkeys(offices)]

    def _introduce(self, entity: Entity, end: int) -> None:
        """Take the letters in brackets behind a name as another name of it: "Coast Guard Union (CGU)"."""
        match = _LETTERS.match(self.text, end)
        if match is None or not any(c.isupper() for c in match[1][1:]):
            return
        if match[1].upper() in {each.upper() for each in initials(entity.name)} or entity.kind not in (
            "person",
            "government",
        ):
            entity.letters = match[1]
            entity.kind = "organisation" if entity.kind in ("person", "unknown") else entity.kind
            self._known[match[1].lower()] = entity

    def _settle(self, singles: list[_Single]) -> None:
        """Settle the single words: surnames, letters, states, names of one word."""
        said = Counter((word.word, gender) for word, title, _ in singles if (gender := gender_of_title(title)))
        for word, title, opens in singles:
            span, gender = (word.start, word.end), gender_of_title(title)
            known: Entity | None = self._known.get(word.word.lower()) or self._spelled_out(word)
            if known is None or known.kind in ("unknown", "person"):
                known = self._bearer(word.word.lower(), word.start, gender) or known
            if known is not None and gender is not None and self._is_other(known, word.word, gender, said):
                known = self._entity(f"{title.split()[-1]} {word.word}", "person")  # Mrs Ek, beside Mr Tom Ek
            if known is not None and (" " in known.name or known.letters == word.word):
                ahead = roles.role_before_comma(self.text, word.start)
                if known.name.lower().endswith(f" {word.word.lower()}"):
                    self._by_surname.add(known.name)
                self._mention(span, known, title, word.owns, self._offices(title) + ([ahead] if ahead else []))
            elif title or word.word in table("known_carriers") or not self._is_common_here(word.word, opens=opens):
                self._name((word,), title)

    def _is_other(self, bearer: Entity, surname: str, gender: str, said: Counter[tuple[str, str]]) -> bool:
        """Whether somebody with a title of a `gender` is not the bearer of the surname, but one that nobody names.

        Where it is not known what the only bearer is, the first title is theirs, if the other is not `said` far more.
        """
        if bearer.gender is None and all(one.entity is bearer for one in self._parts.get(surname.lower(), [])[:_NEAR]):
            return said[(surname, "m" if gender == "f" else "f")] > 2 * said[(surname, gender)]
        return bearer.gender not in (None, gender)

    def _is_common_here(self, word: str, *, opens: bool) -> bool:
        """Whether a word is no name: in capitals ("A MUM has", "the CEO"), or with one as it opens a sentence."""
        told = word.isupper() and (word.lower() in words("person_nouns") or roles.has_role(word))
        return told or (opens and self._is_common(word.lower()))

    def _is_common(self, lower: str) -> bool:
        """Whether a word that a sentence begins with is a common noun: one that the text has in small letters too."""
        return lower in self._counts or is_person_noun(lower)

    def _spelled_out(self, word: CapitalWord) -> Entity | None:
        """Who or what alone has these initials: "CGU", of the Coast Guard Union; "the CM", of a chief minister."""
        letters = word.word
        if not 1 < len(letters) < 9 or sum(char.isupper() for char in letters) < 2:
            return None
        if self._initials is None:
            found: dict[str, list[Entity]] = {}
            for entity in self.entities:
                person = entity.kind == "person"
                several = [initials_of_office(each) for each in entity.offices] if person else [initials(entity.name)]
                for each in set[str]().union(*several):
                    found.setdefault(each, []).append(entity)
            self._initials = {each: several[0] for each, several in found.items() if len(several) == 1}
        one = self._initials.get(letters)
        if one is None or one.kind == "person":
            return one if self.text[max(0, word.start - 4) : word.start].lower() == "the " else None
        one.letters = one.letters or letters
        one.kind = "organisation" if one.kind == "unknown" else one.kind
        self._known[letters.lower()] = one
        return one

    def _bearer(self, part: str, at: int, gender: str | None = None) -> Entity | None:
        """Whoever bears the name: the last one named before `at`, else the first after; of a gender if one is."""
        mentions = self._parts.get(part, [])
        first = mentions[0].entity.name.split()[0] if mentions else ""
        if first.lower() == part and self._counts[first] > _OFTEN * len(mentions):
            return None  # no first name, which seldom stands alone so often: of "the Karst Twitter account"
        earlier = bisect_left(mentions, at, key=lambda mention: mention.span[0])
        near = [*mentions[max(0, earlier - _NEAR) : earlier][::-1], *mentions[earlier : earlier + 1]]
        fitting = [one.entity for one in near if gender is None or one.entity.gender in (None, gender)]
        if gender is not None:  # "Mrs Ek" is Ana Ek before she is the first word of "Ek and Sons"
            fitting.sort(key=lambda entity: entity.name.lower().split()[-1] != part)
        else:  # whom the piece calls so, and not his wife, whom it names in full
            fitting.sort(key=lambda entity: (_is_kin(entity), entity.name not in self._by_surname))
        return fitting[0] if fitting else (near[0].entity if near else None)

    def _offices(self, title: str) -> list[str]:
        """The office that a title names; none for one that is only polite."""
        found = title.split()
        while found and self._is_honorific(found[-1]):
            found.pop()
        return [" ".join(found)] if found else []

    def _is_honorific(self, title: str) -> bool:
        return title.rstrip(".").lower() in words("honorifics")
