"""Whom words of a draft mean: the ledger's sources by name, by role, or a word that names nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from claimtrack.checking.words import StemmedWord, split_words, word_stems
from claimtrack.queries.check_data import CheckedSource
from claimtrack.reading.word_lists import lines, table

PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "who", "which", "that"])
_PEOPLE = ("person", "witness", "group", "account")
_BODIES = ("organisation", "government", "military")
_LONGEST_NAME = 8


@dataclass(frozen=True, slots=True)
class SourceMention:
    """A source named in a text, [start, end) in code points; several ids where a name fits several."""

    start: int
    end: int
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class PhraseMeaning:
    """Whom a phrase means: sources it names, sources whose role it gives, or a sort of people.

    `sort` is official, witness, body, institution, any (a pronoun or a word for anybody), stranger (a name that the
    ledger does not have) or "" where none of these is known.
    """

    words: str
    named: frozenset[str] = frozenset()
    by_role: frozenset[str] = frozenset()
    sort: str = ""

    @property
    def is_pronoun(self) -> bool:
        """Whether it names nobody by itself: a pronoun, or no words at all."""
        return self.words.strip().lower() in ("", *PRONOUNS)

    @property
    def sources(self) -> frozenset[str]:
        """The sources meant: those named, else those of the role."""
        return self.named or self.by_role


class SpeakerIndex:
    """The sources of a ledger by what they may be called."""

    def __init__(self, sources: Mapping[str, CheckedSource]) -> None:
        self.sources = sources
        self._names: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._plain: set[tuple[str, ...]] = set()
        self._initials: set[tuple[str, ...]] = set()
        self._roles: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        self._sorts = {word: line.split()[0] for line in lines("umbrella_terms") for word in line.split()[1:]}
        self._sorts["official"] = "official"
        for teller in sources.values():
            for name in teller.names:
                self._take_name(teller, name)
            if teller.role:
                self._take_role(teller.id, teller.role)
            if teller.kind in _BODIES:
                self._take_role(teller.id, teller.names[0])

    def _take_name(self, teller: CheckedSource, name: str) -> None:
        words = _bare(split_words(name))
        if not words:
            return
        whole = tuple(word.key for word in words)[:_LONGEST_NAME]
        self._names[whole].add(teller.id)
        if name[words[0].start : words[0].end].islower():
            self._plain.add(whole)
        initials = "".join(name[word.start] for word in words if name[word.start].isupper())
        if len(initials) > 2 and teller.kind not in _PEOPLE:
            self._initials.add((initials.casefold(),))
            self._names[(initials.casefold(),)].add(teller.id)
        if teller.kind in _BODIES and len(whole) > 2:
            for first in range(1, len(whole) - 1):
                self._names[whole[first:]].add(teller.id)
        elif teller.kind not in _BODIES and len(whole) > 1 and name[words[-1].start].isupper():
            self._names[whole[-1:]].add(teller.id)

    def _take_role(self, source: str, role: str) -> None:
        head = role.partition(" of ")[0].partition(" for ")[0].partition(",")[0]
        told = [word.stem for word in split_words(head) if word.stem]
        if told:
            self._roles[told[-1]].append((source, frozenset(told)))

    def mentions(self, text: str, words: Sequence[StemmedWord]) -> list[SourceMention]:
        """The sources named among the words of a text, the longest name first where names overlap."""
        found: list[SourceMention] = []
        at = 0
        while at < len(words):
            taken = next(
                (n for n in range(min(_LONGEST_NAME, len(words) - at), 0, -1) if self._fits(text, words, at, n)), 0
            )
            if taken:
                name = tuple(_unowned(word.key) for word in words[at : at + taken])
                sources = self._names.get(name) or self._names[tuple(w.key for w in words[at : at + taken])]
                found.append(SourceMention(words[at].start, words[at + taken - 1].end, frozenset(sources)))
            at += taken or 1
        return found

    def _fits(self, text: str, words: Sequence[StemmedWord], at: int, taken: int) -> bool:
        whole = tuple(word.key for word in words[at : at + taken])
        bare = tuple(map(_unowned, whole))
        name = bare if bare in self._names else whole
        if name not in self._names:
            return False
        if name in self._initials and name not in self._plain:
            return text[words[at].start : words[at].start + len(name[0])].isupper()
        return name in self._plain or any(text[word.start].isupper() for word in words[at : at + taken])

    def who(self, phrase: str) -> PhraseMeaning:
        """Whom a phrase means, such as a source of a sentence: "Helga Brandt, the fire chief", "officials", "she"."""
        words = split_words(phrase[:400])
        named: set[str] = set()
        for mention in self.mentions(phrase, words):
            named |= mention.sources | self._of_role(words, mention)
        if named:
            return PhraseMeaning(phrase, named=frozenset(named))
        sort = self._sort(phrase, words)
        return PhraseMeaning(phrase, by_role=self._by_role(words), sort=sort)

    def _of_role(self, words: Sequence[StemmedWord], mention: SourceMention) -> frozenset[str]:
        """The sources in whose role a name is only a part: those who are "police chief", where police is a source."""
        at = next((n for n, word in enumerate(words) if word.start >= mention.end), len(words))
        inside = frozenset(word.stem for word in words[:at] if word.start >= mention.start and word.stem)
        if at == len(words) or not inside:
            return frozenset()
        return frozenset(source for source, role in self._roles.get(words[at].stem, ()) if inside <= role)

    def _by_role(self, words: Iterable[StemmedWord]) -> frozenset[str]:
        """The sources whose role the words give; where some give more of it, those alone."""
        told = {word.stem for word in words if word.stem}
        fits = [(len(role & told), source) for stem in told for source, role in self._roles.get(stem, ())]
        most = max((count for count, _ in fits), default=0)
        return frozenset(source for count, source in fits if count == most)

    def bodies(self, source: str) -> frozenset[str]:
        """The bodies a source speaks for, one after the other."""
        found: set[str] = set()
        body = self.sources[source].body
        while body is not None and body in self.sources and body not in found:
            found.add(body)
            body = self.sources[body].body
        return frozenset(found)

    def is_person(self, source: str) -> bool:
        """Whether a source may be one human being, as far as its kind tells."""
        return self.sources[source].kind in (*_PEOPLE, "unknown")

    def alike(self, phrase: str, sources: Iterable[str]) -> bool:
        """Whether a phrase is a part of the name of one of these sources, or has all of it.

        "The State Department" is of "State Department spokesman", "police" of "Police".
        """
        told = word_stems(phrase)
        names = (word_stems(name) for one in sources if one in self.sources for name in self.sources[one].names)
        return bool(told) and any(name and (name <= told or told <= name) for name in names)

    def fits(self, phrase: str, sources: Iterable[str]) -> bool:
        """Whether all that a phrase says of somebody may be said of one of these sources: a role, a kind, a body."""
        told = {word.stem for word in split_words(phrase) if word.stem and word.key not in self._sorts}
        said = any(word.key in self._sorts or word.stem for word in split_words(phrase))
        return said and any(bool(told) and told <= self._known(one) for one in sources if one in self.sources)

    def _known(self, source: str) -> frozenset[str]:
        """The stems of all that is known of a source: its names, its role, its kind, the bodies it speaks for."""
        of = (source, *self.bodies(source))
        texts = (text for one in of for text in (*self.sources[one].names, self.sources[one].role or ""))
        return word_stems(" ".join((*texts, self.sources[source].kind)))

    def _sort(self, phrase: str, words: Sequence[StemmedWord]) -> str:
        if not words:
            return "any"
        sorts = [self._sorts[word.key] for word in words if word.key in self._sorts]
        if sorts:
            return sorts[-1] if sorts[-1] != "any" or len(sorts) == 1 else sorts[-2]
        if any(phrase[word.start].isupper() for word in words[1:]) or (
            len(words) == 1 and phrase[words[0].start].isupper()
        ):
            return "stranger"
        return ""


def _bare(words: list[StemmedWord]) -> list[StemmedWord]:
    return words[1:] if len(words) > 1 and words[0].key == "the" else words


def _unowned(key: str) -> str:
    """A word without the ending of a possessive."""
    return key[:-2] if key.endswith("'s") else key


OFFICIAL = ("government", "military", "organisation")
_THEIRS = ("an", "ish", "ese")
"""Endings of words for what is a state's."""
_ALIKE = 4
"""How many first letters a state and what is its have in common."""


def is_other_speaker(cast: SpeakerIndex, who: PhraseMeaning, allowed: frozenset[str], origins: frozenset[str]) -> bool:
    """Whether those meant can be none of the sources allowed, nor speak for one of the origins."""
    if who.sources & allowed or cast.alike(who.words, allowed) or cast.fits(who.words, allowed):
        return False
    if who.is_pronoun and not who.sources:
        return False
    if any(cast.bodies(one) & origins for one in who.sources):
        return False
    if who.named:
        return True
    kinds = {cast.sources[one].kind for one in allowed if one in cast.sources}
    if who.sort == "official":
        if _of_another_state(cast, who.words, origins):
            return True
        return not kinds & {*OFFICIAL, "person", "group", "unknown"} and not _speaks(cast, allowed)
    if who.sort == "witness":
        return not kinds & {"witness", "group", "unknown", "account"}
    if who.sort == "body":
        return not kinds & {*OFFICIAL, "unknown"} and not _speaks(cast, allowed)
    if who.sort in ("institution", "stranger"):
        return True
    return bool(who.by_role) and who.sort == ""


def _speaks(cast: SpeakerIndex, allowed: frozenset[str]) -> bool:
    return any(cast.sources[one].body is not None for one in allowed if one in cast.sources)


def _of_another_state(cast: SpeakerIndex, phrase: str, origins: frozenset[str]) -> bool:
    """Whether officials are said to be of a state of which, as far as their names and roles tell, the sources are not.

    "A Varnish official" is no "senior official of Lorvia"; where either says no state, nothing is known.
    """
    ours = [word for word in _capitals(phrase) if word in _states() or word.endswith(_THEIRS)]
    if not ours or not origins:
        return False
    for origin in origins:
        theirs = [word for text in _descriptions(cast, origin) for word in _capitals(text)]
        if not theirs or any(_related(our, their) for our in ours for their in theirs):
            return False
    return True


def _descriptions(cast: SpeakerIndex, source: str) -> list[str]:
    """What tells whose a source is: its role, its bodies, and its name where that is a description."""
    if source not in cast.sources:
        return []
    teller = cast.sources[source]
    plain = [name for name in teller.names if name.rpartition(" ")[2].islower()]
    bodies = [name for body in cast.bodies(source) for name in cast.sources[body].names]
    return [*plain, *bodies, *filter(None, [teller.role])]


def _capitals(text: str) -> list[str]:
    """The words that name something, folded; a first word only where it is a state's."""
    words = [(word, word.key.removesuffix("'s")) for word in split_words(text)]
    return [key for word, key in words if text[word.start].isupper() and (word.start or _is_states(key))]


def _is_states(key: str) -> bool:
    return key in _states() or key.endswith(_THEIRS)


def _related(one: str, other: str) -> bool:
    # Letters ("UN", "US") may stand for any name.
    if len(one) < _ALIKE or len(other) < _ALIKE:
        return True
    row = _states().get(one)
    return one[:_ALIKE] == other[:_ALIKE] or (row is not None and row == _states().get(other))


@cache
def _states() -> dict[str, str]:
    """A state or what is its, folded -> the state."""
    found: dict[str, str] = {}
    for name, cells in table("states").items():
        for word in (name, *(part for cell in cells for part in cell.split(", "))):
            found[word.casefold()] = name
    return found
