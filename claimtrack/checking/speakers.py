"""Whom words of a draft mean: the ledger's sources by name, by role, or a word that names nobody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from claimtrack.checking.differences.offices import office_of
from claimtrack.checking.differences.substitutions import are_exclusive
from claimtrack.checking.words import StemmedWord, split_words, word_stems
from claimtrack.domain.vocabulary import CARRIER_KINDS
from claimtrack.queries.check_data import CheckedSource
from claimtrack.reading.word_lists import lines, table

PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "who", "which", "that"])
_PEOPLE = ("person", "witness", "group", "account")
_BODIES = ("organisation", "government", "military")
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class SourceMention:
    """A source named in a text, [start, end) in code points; several ids where a name fits several."""

    start: int
    end: int
    sources: frozenset[str]
    name: frozenset[str] = frozenset()
    """The stems of the whole name, where one person is meant."""


_NOT_NAMED = re.compile(
    r",? (?:who (?:[\w’']+ ){1,4}?(?:(?:be )?(?:named|identified)|(?:a|his|her|their) names?|anonym\w+)"
    r"|(?:who (?:spoke|talked) |speaking |talking )?on (?:the )?condition of anonymity|who spoke anonymously)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""That somebody would not be named, behind what they are called."""


@dataclass(frozen=True, slots=True)
class PhraseMeaning:
    """Whom a phrase means: sources it names, sources whose role it gives, or a category of people.

    `category` is official, witness, body, institution, any (a pronoun or a word for anybody), stranger (a name that the
    ledger does not have) or "" where none of these is known.
    """

    words: str
    named: frozenset[str] = frozenset()
    by_role: frozenset[str] = frozenset()
    category: str = ""

    @property
    def is_pronoun(self) -> bool:
        """Whether it names nobody by itself: a pronoun, or no words at all."""
        return self.words.strip().lower() in ("", *PRONOUNS)

    @property
    def sources(self) -> frozenset[str]:
        """The sources meant: those named, else those of the role."""
        return self.named or self.by_role


class SpeakerIndex:
    """The sources of a ledger by what they may be called. `sources` are by id."""

    def __init__(self, sources: Mapping[str, CheckedSource]) -> None:
        self.sources = sources
        self._names: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._whole_names: dict[str, frozenset[str]] = {}
        self._lower_case: set[tuple[str, ...]] = set()
        self._initials: set[tuple[str, ...]] = set()
        self._roles: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        self._categories = {word: line.split()[0] for line in lines("umbrella_terms") for word in line.split()[1:]}
        self._categories["official"] = "official"
        for source in sources.values():
            for name in source.names:
                self._add_name(source, name)
            if source.role:
                self._add_role(source.id, source.role)
            if source.kind in _BODIES:
                self._add_role(source.id, source.names[0])

    def _add_name(self, source: CheckedSource, name: str) -> None:
        words = split_words(name)
        if len(words) > 1 and words[0].key == "the":
            del words[0]
        if not words:
            return
        whole = tuple(word.key for word in words)[:_MOST_WORDS]
        self._names[whole].add(source.id)
        if name[words[0].start : words[0].end].islower():
            self._lower_case.add(whole)
        initials = "".join(name[word.start] for word in words if name[word.start].isupper())
        if len(initials) > 2 and source.kind not in _PEOPLE:
            self._initials.add((initials.casefold(),))
            self._names[(initials.casefold(),)].add(source.id)
        if source.kind in _BODIES and len(whole) > 2:
            for first in (n for n in range(1, len(whole) - 1) if words[n].stem):  # "of Orlen" is nobody's name
                self._names[whole[first:]].add(source.id)
                if name[words[first].start :].islower():
                    self._lower_case.add(whole[first:])
        elif source.kind not in _BODIES and len(whole) > 1 and name[words[-1].start].isupper():
            self._names[whole[-1:]].add(source.id)

    def _add_role(self, source: str, role: str) -> None:
        head = role.partition(" of ")[0].partition(" for ")[0].partition(",")[0]
        stems = [word.stem for word in split_words(head) if word.stem]
        if stems:
            self._roles[stems[-1]].append((source, frozenset(stems)))

    def mentions(self, text: str, words: Sequence[StemmedWord]) -> list[SourceMention]:
        """The sources named among the words of a text, the longest name first where names overlap."""
        mentions: list[SourceMention] = []
        place = 0
        while place < len(words):
            lengths = range(min(_MOST_WORDS, len(words) - place), 0, -1)
            named = (name for n in lengths if (name := self._name(text, words[place : place + n])) is not None)
            name = next(named, ())
            if name:
                last = words[place + len(name) - 1]
                meant = frozenset(self._names[name])
                mentions.append(SourceMention(words[place].start, last.end, meant, self._whole_name(meant)))
            place += len(name) or 1
        return mentions

    def _whole_name(self, sources: frozenset[str]) -> frozenset[str]:
        if len(sources) != 1:
            return frozenset()
        (source,) = sources
        if source not in self._whole_names:
            person = self.sources[source].kind in _PEOPLE
            self._whole_names[source] = word_stems(self.sources[source].names[0]) if person else frozenset()
        return self._whole_names[source]

    def _name(self, text: str, words: Sequence[StemmedWord]) -> tuple[str, ...] | None:
        """The name that words are, with or without the ending of a possessive; None where they are none."""
        whole = tuple(word.key for word in words)
        bare = tuple(key.removesuffix("'s") for key in whole)
        name = bare if bare in self._names else whole
        if name not in self._names:
            return None
        if name in self._initials and name not in self._lower_case:
            fits = text[words[0].start : words[0].start + len(name[0])].isupper()
        else:
            fits = name in self._lower_case or any(text[word.start].isupper() for word in words)
        return name if fits else None

    def resolve(self, phrase: str) -> PhraseMeaning:
        """Whom a phrase means, such as a source of a sentence: "Helga Brandt, the fire chief", "officials", "she"."""
        words = split_words(phrase[:400])
        end = end_of_speakers(phrase)
        named: set[str] = set()
        for mention in self.mentions(phrase, words):
            if mention.start > end:
                continue
            named |= mention.sources | self._of_role(words, mention)
        if named:
            return PhraseMeaning(phrase, named=frozenset(named))
        own = [word for word in words if word.start <= end]
        return PhraseMeaning(phrase, by_role=self._by_role(phrase, own), category=self._category(phrase, own))

    def _of_role(self, words: Sequence[StemmedWord], mention: SourceMention) -> frozenset[str]:
        """The sources in whose role a name is only a part: those who are "police chief", where police is a source."""
        after = next((word for word in words if word.start >= mention.end), None)
        inside = frozenset(word.stem for word in words if mention.start <= word.start < mention.end and word.stem)
        if after is None or not inside:
            return frozenset()
        return frozenset(source for source, role in self._roles.get(after.stem, ()) if inside <= role)

    def _by_role(self, phrase: str, words: Iterable[StemmedWord]) -> frozenset[str]:
        """The sources whose role the words give; where some give more of it, those alone.

        No body of others than they say: "the bakers' union" is no dockers' union.
        """
        inside = list(words)
        stems = {word.stem for word in inside if word.stem}
        owners = {word.stem for word in inside if word.stem and _OF_SEVERAL.match(phrase, word.start)}
        fits = [
            (len(role & stems), source)
            for stem in stems
            for source, role in self._roles.get(stem, ())
            if not owners or not self.is_body(source) or owners & self._known_stems(source)
        ]
        most = max((count for count, _ in fits), default=0)
        return frozenset(source for count, source in fits if count == most)

    def _category(self, phrase: str, words: Sequence[StemmedWord]) -> str:
        if not words:
            return "any"
        categories = [self._categories[word.key] for word in words if word.key in self._categories]
        if categories:
            return categories[-1] if categories[-1] != "any" or len(categories) == 1 else categories[-2]
        # The first of several words may have its capital from the sentence.
        capital = any(phrase[word.start].isupper() for word in words[len(words) > 1 :])
        return "stranger" if capital else ""

    def roles_of(self, office: frozenset[str]) -> list[str]:
        """The roles of the ledger's people that are of an office, given by its stem."""
        held = (source for stem in office for source, _ in self._roles.get(stem, ()))
        return [role for one in held if self.is_person(one) and (role := self.sources[one].role) is not None]

    def office(self, source: str) -> tuple[str, tuple[str, ...]] | None:
        """A source's role, or a body's name in its place, and its other names and bodies; None where it has no role."""
        known = self.sources[source]
        role = known.role or (known.names[0] if known.kind in _BODIES else None)
        bodies = (name for body in sorted(self.bodies(source)) for name in self.sources[body].names)
        return None if role is None else (role, (*known.names, *bodies))

    def bodies(self, source: str) -> frozenset[str]:
        """The bodies a source speaks for, one after the other."""
        bodies: set[str] = set()
        body = self.sources[source].body
        while body is not None and body in self.sources and body not in bodies:
            bodies.add(body)
            body = self.sources[body].body
        return frozenset(bodies)

    def is_person(self, source: str) -> bool:
        """Whether a source may be one human being, as far as its kind tells."""
        return self.sources[source].kind in (*_PEOPLE, "unknown")

    def is_body(self, source: str) -> bool:
        """Whether a source is an organisation, a government or a military."""
        return self.sources[source].kind in _BODIES

    def is_outlet(self, source: str) -> bool:
        """Whether a source is an outlet or a news agency, which passes on what others say."""
        return source in self.sources and self.sources[source].kind in CARRIER_KINDS

    def shares_name(self, phrase: str, sources: Iterable[str]) -> bool:
        """Whether a phrase is a part of the name of one of these sources, or has all of it.

        "The State Department" is of "State Department spokesman", "police" of "Police"; "policeman" is of no police.
        """
        stems = word_stems(phrase)
        said = phrase.casefold()
        names = (
            word_stems(name)
            for one in sources
            if one in self.sources
            for name in self.sources[one].names
            if not (self.is_person(one) and _is_noun(name)) or name in said
        )
        return bool(stems) and any(name and (name <= stems or stems <= name) for name in names)

    def describes(self, phrase: str, sources: Iterable[str]) -> bool:
        """Whether all that a phrase says of somebody may be said of one of these sources: a role, a kind, a body."""
        stems = {word.stem for word in split_words(phrase) if word.stem and word.key not in self._categories}
        return bool(stems) and any(stems <= self._known_stems(one) for one in sources if one in self.sources)

    def may_be_called(self, phrase: str, descriptions: Iterable[str]) -> bool:
        """Whether a phrase says no other of somebody than one of the descriptions of who is not named.

        It may add that they would not be named: "a pilot, who asked not to be named" for "a pilot".
        """
        stems = word_stems(_NOT_NAMED.sub("", phrase))
        described = (word_stems(_NOT_NAMED.sub("", description)) for description in descriptions)
        bodies = [source for source in self.sources.values() if source.kind in _BODIES and source.role]
        for theirs in described:
            # "An employee of Pass Lifts" is one of the operator, where that is what Pass Lifts is.
            same = (one for one in bodies if office_of(one.role or "") <= theirs)
            names = frozenset[str]().union(*(word_stems(name) for one in same for name in one.names))
            if stems and stems <= theirs | names:
                return True
        return False

    def _known_stems(self, source: str) -> frozenset[str]:
        """The stems of all that is known of a source: its names, its role, its kind, the bodies it speaks for."""
        several = [self.sources[one] for one in (source, *self.bodies(source))]
        texts = [text for one in several for text in (*one.names, one.role or "")]
        return word_stems(" ".join((*texts, self.sources[source].kind)))


_OF_SEVERAL = re.compile(r"[\w-]+s[’'](?=\s)")
"""The plural of those whose body it is."""


def end_of_speakers(phrase: str) -> int:
    """Where the words for those who speak end in a phrase: "employees of the mill" are not the mill."""
    of = _OF.search(phrase)
    before = split_words(phrase[: of.start()])[-1:] if of is not None else []
    return of.start() if of is not None and before and before[0].stem in _WITHOUT_OFFICE else len(phrase)


_OF = re.compile(r"\s(?:of|at|from)\s")
_WITHOUT_OFFICE = word_stems("employee worker staff colleague customer client neighbour critic opponent rival")
"""People who have to do with a body, and do not speak for it."""


def _is_noun(name: str) -> bool:
    """Whether somebody has no name but a noun: "policeman"."""
    return name.islower() and " " not in name


_OFFICIAL = ("government", "military", "organisation")
_OF_A_STATE = ("an", "ish", "ese")
"""Endings of words for what is a state's."""
_COMMON_LETTERS = 4
"""How many first letters a state and what is its have in common."""


def is_other_speaker(
    known: SpeakerIndex, speaker: PhraseMeaning, allowed: frozenset[str], origins: frozenset[str]
) -> bool:
    """Whether those meant can be none of the sources allowed, nor speak for one of the origins."""
    if (
        speaker.sources & allowed
        or known.shares_name(speaker.words, allowed)
        or known.describes(speaker.words, allowed)
        or any(known.describes(known.sources[one].names[0], allowed) for one in speaker.sources)
        or (speaker.is_pronoun and not speaker.sources)
        or any(known.bodies(one) & origins for one in speaker.sources)
    ):
        return False
    if speaker.named or _is_somebody_else(known, speaker.words, origins):
        return True
    sources = [known.sources[one] for one in allowed if one in known.sources]
    kinds = {source.kind for source in sources}
    if speaker.category == "witness":
        return not kinds & {"witness", "group", "unknown", "account"}
    if speaker.category in ("official", "body"):
        if speaker.category == "official" and _of_other_state(known, speaker.words, origins):
            return True
        may_be = {*_OFFICIAL, "unknown"} | ({"person", "group"} if speaker.category == "official" else set())
        return not kinds & may_be and all(source.body is None for source in sources)
    return speaker.category in ("institution", "stranger") or bool(speaker.by_role and speaker.category == "")


def _is_somebody_else(known: SpeakerIndex, phrase: str, origins: frozenset[str]) -> bool:
    """Whether a phrase is for nobody that the origins, who are described, may be: "a doctor" for "nurse"."""
    several = [known.sources[one] for one in origins if one in known.sources]
    return bool(several) and all(
        not one.name_hidden
        and any(are_exclusive(phrase, text) for text in (one.role, *one.names) if text and text[0].islower())
        for one in several
    )


def _of_other_state(known: SpeakerIndex, phrase: str, origins: frozenset[str]) -> bool:
    """Whether officials are said to be of a state of which, as far as their names and roles tell, no origin is.

    "A Varnish official" is no "senior official of Lorvia"; where either says no state, nothing is known.
    """
    ours = [word for word in _capitalised(phrase) if _is_of_state(word)]
    if not ours or not origins:
        return False
    for origin in origins:
        theirs = [word for text in _descriptions(known, origin) for word in _capitalised(text)]
        if not theirs or any(_may_be_same_state(our, their) for our in ours for their in theirs):
            return False
    return True


def _descriptions(known: SpeakerIndex, id: str) -> list[str]:
    """What tells whose a source is: its role, its bodies, and its name where that is a description."""
    if id not in known.sources:
        return []
    source = known.sources[id]
    names = [name for name in source.names if name.rpartition(" ")[2].islower()]
    bodies = [name for body in known.bodies(id) for name in known.sources[body].names]
    return [*names, *bodies, *filter(None, [source.role])]


def _capitalised(text: str) -> list[str]:
    """The words that name something, folded; a first word only where it is a state's."""
    words = [(word, word.key.removesuffix("'s")) for word in split_words(text)]
    return [key for word, key in words if text[word.start].isupper() and (word.start or _is_of_state(key))]


def _is_of_state(key: str) -> bool:
    return key in _states() or key.endswith(_OF_A_STATE)


def _may_be_same_state(one: str, other: str) -> bool:
    # Letters ("UN", "US") may stand for any name.
    if len(one) < _COMMON_LETTERS or len(other) < _COMMON_LETTERS:
        return True
    state = _states().get(one)
    return one[:_COMMON_LETTERS] == other[:_COMMON_LETTERS] or (state is not None and state == _states().get(other))


@cache
def _states() -> dict[str, str]:
    """A state or what is its, folded -> the state."""
    states: dict[str, str] = {}
    for name, cells in table("states").items():
        for word in (name, *(part for cell in cells for part in cell.split(", "))):
            states[word.casefold()] = name
    return states
