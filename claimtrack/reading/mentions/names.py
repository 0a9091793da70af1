"""The names in a text: persons with their offices, bodies with their letters, states, outlets.

A name that a text gives in several ways ("Ilmar Voss", "Voss"; "Coast Guard Union (CGU)", "CGU") is one entity here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from claimtrack.reading.fields.figure import is_person_noun
from claimtrack.reading.mentions import roles
from claimtrack.reading.mentions.source_kinds import gender_of_title, is_adjective, kind_of_name
from claimtrack.reading.proposals import Span
from claimtrack.reading.word_lists import lines, table, words

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’&][^\W_]+)*")
_GAP = re.compile(r"[ \u00a0]|\. ")
_BEGINS = frozenset('.!?…:;\n“"‘(«—–-')
_INNER = frozenset(["of", "for", "on", "the", "and"])
_LONGEST = 9


class CapitalWord(NamedTuple):
    """A word of the text: where it stands, as printed without a possessive ending, and whether it had one."""

    start: int
    end: int
    word: str
    owns: bool


class CapitalRun(NamedTuple):
    """Words with capitals that stand together; `opens` when the first begins a sentence (its capital says nothing)."""

    words: tuple[CapitalWord, ...]
    opens: bool


def split_words(text: str, start: int = 0, end: int | None = None) -> Iterator[CapitalWord]:
    """The words of a text in order."""
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word = match[0]
        if word[-2:] in ("'s", "’s"):
            yield CapitalWord(match.start(), match.end() - 2, word[:-2], True)
        else:
            owned = text[match.end() : match.end() + 1] in ("'", "’") and word.endswith("s")
            owned = owned and text[match.end() + 1 : match.end() + 2] == " "
            yield CapitalWord(match.start(), match.end(), word, owned)


def capital_runs(text: str) -> Iterator[CapitalRun]:
    """The runs of a text in order: "President Ilmar Voss", "Ministry of Trade", "CSTO"."""
    bodies = words("body_words") | words("roles")
    links = words("name_links")
    run: list[CapitalWord] = []
    between: list[CapitalWord] = []
    opens = True
    last = 0
    for token in split_words(text):
        gap = text[last : token.start]
        joined = bool(run) and _GAP.fullmatch(gap) is not None and not (between or run)[-1].owns
        joined = joined or (bool(run) and not between and _is_club(run[-1], token, gap, bodies))
        if joined and gap[-1:] != " " and gap != "\u00a0":
            joined = _cut_short(run[-1].word)
        begins = last == 0 or any(c in _BEGINS for c in gap)
        last = token.end
        if token.owns:
            last += len(text[token.end : token.end + 2]) if text[token.end + 1 : token.end + 2] == "s" else 0
        if is_capital(token.word):
            if joined and len(run) < _LONGEST and _may_join(run, between, bodies, links):
                run += [*between, token]
            else:
                if run:
                    yield CapitalRun(tuple(run), opens)
                run, opens = [token], begins
            between = []
        elif joined and token.word in links | _INNER and len(between) < 2:
            between.append(token)
        else:
            if run:
                yield CapitalRun(tuple(run), opens)
            run, between = [], []
    if run:
        yield CapitalRun(tuple(run), opens)


def _is_club(before: CapitalWord, token: CapitalWord, gap: str, bodies: frozenset[str]) -> bool:
    """Whether a plural with an apostrophe belongs to a body's name: "Seafarers' Union"."""
    return before.owns and gap in ("' ", "’ ") and token.word[0].isupper() and token.word.lower() in bodies


def is_capital(word: str) -> bool:
    """Whether the word may belong to a name: a capital, and no word that has one only at a sentence's beginning."""
    lower = word.lower()
    known = lower in words("not_names") or lower in words("calendar_names")
    return word[0].isupper() and (not known or (len(word) > 1 and word.isupper()))


def _cut_short(word: str) -> bool:
    """Whether a full stop after the word may stand within a name: "J. Voss", "Gen. Voss"."""
    return len(word) == 1 or word.lower() in words("abbreviated_titles")


def _may_join(
    run: list[CapitalWord], between: list[CapitalWord], bodies: frozenset[str], links: frozenset[str]
) -> bool:
    if not between or all(word.word in links for word in between):
        return True
    inner = [word.word for word in between]
    linked = any(word.word in ("of", "for", "on") for word in run)
    if inner[0] == "and":
        return linked
    last = run[-1].word.lower()
    return linked or last in bodies or last.removesuffix("s") in bodies or last.replace("ies", "y") in bodies


_LETTERS = re.compile(r"\s\((?:the\s)?([^\W\d_][^\W_]{1,9})\)")
_SMALL = re.compile(r"\b[^\W\d_]+\b")


@dataclass(slots=True)
class Entity:
    """Somebody or something with a name. `offices` are what it is, as printed; `letters` its abbreviation.

    `body` is the company that a person runs ("Karst Power's chief executive").
    """

    name: str
    kind: str
    offices: list[str] = field(default_factory=list)
    letters: str | None = None
    gender: str | None = None
    body: str | None = None

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


class NamedEntities:
    """The entities of a text and where they are named."""

    def __init__(self, text: str) -> None:
        """Read the names of the text."""
        self.text = text
        self.mentions: list[Mention] = []
        self.entities: list[Entity] = []
        self._known: dict[str, Entity] = {}
        self._parts: dict[str, list[Mention]] = {}
        singles = [single for run in capital_runs(text) for single in self._read(run)]
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
        lower = [word.word.lower() for word in run.words]
        cut = roles.title_end(lower)
        if cut == len(lower):
            # "Coast Guard Commander" is an office; "Office of the Prosecutor General" and "General Motors" are not.
            cut = 0 if len(lower) > 1 and lower[0] in words("body_words") else cut
        named = run.words[cut:]
        if not named or not named[0].word[0].isupper():
            return []
        title = " ".join(word.word for word in run.words[:cut])
        if title and self._is_honorific(title):
            office = roles.role_before(self.text, run.words[0].start)
            title = f"{office} {title}" if office else title
        if not title and len(named) > 1 and self._is_origin(named):
            named = named[1:]
        if not title:
            title = roles.role_before(self.text, named[0].start)
        if len(named) == 1:
            return [_Single(named[0], title, run.opens and named[0] is run.words[0])]
        self._name(named, title)
        return []

    def _is_origin(self, named: tuple[CapitalWord, ...]) -> bool:
        """Whether the first word only says whose the rest is ("Russian RIA", but not "Russian Defence Ministry")."""
        first, *rest = (word.word for word in named)
        return is_adjective(first) and ("-" in first or not any(word.lower() in words("body_words") for word in rest))

    def _name(self, named: tuple[CapitalWord, ...], title: str) -> None:
        start, end = named[0].start, named[-1].end
        name = self.text[start:end]
        parts = name.split()
        kind = kind_of_name(self.text, parts, title, end)
        offices = self._offices(title)
        if kind in ("person", "unknown"):
            said, about = roles.role_after(self.text, end)
            ahead = roles.role_before_comma(self.text, start)
            offices += [office for office in (said, ahead) if office]
            if about or ahead:
                kind = "person"
        cells = table("abbreviated_names").get(name)
        entity = self._entity(cells[0] if cells else name, kind)
        self._mention((start, end), entity, title, named[-1].owns, offices)
        self._introduce(entity, end)

    def _entity(self, name: str, kind: str) -> Entity:
        entity = self._known.get(name.lower())
        if entity is None:
            entity = self._known[name.lower()] = Entity(name, kind)
            self.entities.append(entity)
        elif entity.kind == "unknown":
            entity.kind = kind
        return entity

    def _mention(self, span: Span, entity: Entity, title: str, owns: bool, offices: list[str]) -> None:
        entity.offices += [office for office in offices if office not in entity.offices]
        for office in (title, *offices):
            entity.gender = entity.gender or gender_of_title(office)
        mention = Mention(span, entity, title, owns)
        self.mentions.append(mention)
        if entity.kind == "person" and " " in entity.name and " " in self.text[span[0] : span[1]]:
            parts = entity.name.lower().split()
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
        initials = "".join(word[0] for word in re.split(r"[\s-]", entity.name) if word[:1].isupper())
        if match[1].upper() == initials.upper() or entity.kind not in ("person", "government"):
            entity.letters = match[1]
            entity.kind = "organisation" if entity.kind in ("person", "unknown") else entity.kind
            self._known[match[1].lower()] = entity

    def _settle(self, singles: list[_Single]) -> None:
        """Settle the single words: surnames, letters, states, names of one word."""
        small = set(_SMALL.findall(self.text))
        for word, title, opens in singles:
            span = (word.start, word.end)
            known = self._known.get(word.word.lower())
            if known is None or known.kind in ("unknown", "person"):
                known = self._bearer(word.word.lower(), word.start) or known
            if known is not None and (" " in known.name or known.letters == word.word):
                self._mention(span, known, title, word.owns, self._offices(title))
            elif title or not (opens and (word.word.lower() in small or is_person_noun(word.word.lower()))):
                self._name((word,), title)

    def _bearer(self, part: str, at: int) -> Entity | None:
        """Whoever bears the name: the last one named before `at`, else the first after."""
        mentions = self._parts.get(part, [])
        earlier = bisect_left(mentions, at, key=lambda mention: mention.span[0])
        return mentions[max(0, earlier - 1)].entity if mentions else None

    def _offices(self, title: str) -> list[str]:
        """The office that a title names; none for one that is only polite."""
        found = title.split()
        while found and self._is_honorific(found[-1]):
            found.pop()
        return [" ".join(found)] if found else []

    def _is_honorific(self, title: str) -> bool:
        return title.rstrip(".").lower() in words("honorifics")
