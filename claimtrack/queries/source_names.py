"""What sources are called in one reading, whom they speak for, and the words in their names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy.engine import Connection

from claimtrack.domain.text import key
from claimtrack.ledger.restricted.unnamed import confidential_sources
from claimtrack.ledger.store.dialect import select_in

OF_PEOPLE = ("person", "witness", "account")
"""Kinds of source whose every word is a name; in the name of a body, "Foreign" is none."""

SENTENCE_ENDS = ("", ".", "!", "?", ":", "…")
MARKS = "“”\"'‘’.,;:()!?"


def name_words(people: Iterable[NamedSource]) -> tuple[frozenset[str], frozenset[str]]:
    """The words in the names of people, and those in the names of other sources."""
    of_people: set[str] = set()
    of_bodies: set[str] = set()
    for person in people:
        (of_people if person.kind in OF_PEOPLE else of_bodies).update(map(_bare, person.name.split()))
    return frozenset(of_people), frozenset(of_bodies)


def is_common(claim: str, text: str, named: tuple[frozenset[str], frozenset[str]]) -> bool | None:
    """True where it stands in small letters in the text, False for a name, None where neither shows.

    `named` is as `name_words` gives it.
    """
    first = _bare(claim.split(" ", 1)[0])
    if not first or first == first.lower():
        return None
    of_people, of_bodies = named
    if first in of_people:
        return False
    small, large = _words(text)
    if first.lower() in small:
        return True
    return False if first in large or first in of_bodies else None


def _bare(word: str) -> str:
    return word.strip(MARKS).removesuffix("'s").removesuffix("’s")


@lru_cache(maxsize=32)
def _words(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a text that begin with a small letter; those with a capital in the middle of a sentence."""
    small: set[str] = set()
    large: set[str] = set()
    pieces = text.split()
    for before, piece in zip(["", *pieces], pieces, strict=False):
        word = _bare(piece)
        if word[:1].islower():
            small.add(word)
        elif word[:1].isupper() and piece[:1] == word[:1] and before.rstrip("”’)\"'")[-1:] not in SENTENCE_ENDS:
            large.add(word)
    return frozenset(small), frozenset(large)


NOT_NAMED = "a source whose name is withheld"
NO_SOURCE = "a source no longer in the ledger"
_DESCRIBED = (
    "SELECT c.canonical, MIN(s.described_as) AS described_as FROM source s JOIN canonical_source c ON c.source = s.id"
    " WHERE s.confidential = 1 AND c.canonical IN :values GROUP BY c.canonical"
)
"""How confidential ones that were merged into these sources are described."""


@dataclass(frozen=True, slots=True)
class NamedSource:
    """What the ledger says of one source after merges (`id` is the canonical one).

    `confidential`: it is, or one merged with it, void or not; or that one is withheld.
    """

    id: str
    name: str
    qualifier: str | None
    kind: str
    role: str | None
    confidential: bool
    described_as: str | None


class SourceNames:
    """The sources of one reading, loaded at once. With `confidential` False those are called as described."""

    def __init__(self, conn: Connection, sources: Iterable[str], *, confidential: bool) -> None:
        self._named = confidential
        self._canonical: dict[str, str] = {}
        self._top_bodies: dict[str, list[tuple[str, str, str, int]]] = defaultdict(list)
        wanted = set(sources)
        sql = (
            "SELECT source, canonical, top_body, valid_from, valid_to, newest FROM canonical_source"
            " WHERE source IN :values ORDER BY source, valid_from"
        )
        for row in select_in(conn, sql, sorted(wanted)):
            self._canonical[row.source] = row.canonical
            self._top_bodies[row.source].append((row.valid_from, row.valid_to, row.top_body, row.newest))
        wanted.update(self._canonical.values())
        wanted.update(top_body for rows in self._top_bodies.values() for _, _, top_body, _ in rows)
        self._speaking = self._direct(conn, {self.canonical(source) for source in wanted})
        further = {body for rows in self._speaking.values() for _, _, body in rows} - wanted
        wanted |= further
        while further and not confidential:  # whoever stands between a source and its body in the end may be unnamed
            speaking = self._direct(conn, further)
            self._speaking.update(speaking)
            further = {body for rows in speaking.values() for _, _, body in rows} - wanted
            wanted |= further
        described = {row.canonical: row.described_as for row in select_in(conn, _DESCRIBED, sorted(wanted))}
        unnamed = confidential_sources(conn)
        sql = "SELECT id, name, qualifier, kind, role, described_as FROM source WHERE id IN :values"
        self.people = {
            row.id: NamedSource(
                row.id,
                row.name,
                row.qualifier,
                row.kind,
                row.role,
                row.id in unnamed,
                row.described_as or described.get(row.id),
            )
            for row in select_in(conn, sql, sorted(wanted))
        }
        canonicals = {self.canonical(source) for source in wanted} & self.people.keys()
        shown = (self.people[source] for source in canonicals if not self.hidden(source))
        self._common = Counter(key(person.name) for person in shown)

    @staticmethod
    def _direct(conn: Connection, sources: set[str]) -> dict[str, list[tuple[str, str, str]]]:
        """Canonical source -> (valid_from, valid_to, canonical body) of each body it speaks for directly, by time.

        Those of sources merged into it are its own. No two overlap: the earlier goes on to its end, as top bodies do.
        """
        sql = "SELECT DISTINCT source, canonical FROM canonical_source WHERE {} IN :values ORDER BY 1, 2"
        merged = {source: source for source in sources}
        merged.update((row.source, row.canonical) for row in select_in(conn, sql.format("canonical"), sorted(sources)))
        memberships = list(
            select_in(
                conn,
                "SELECT m.source, m.body, m.valid_from, m.valid_to, r.last_at FROM membership m"
                " JOIN record r ON r.id = m.source WHERE m.kind = 'speaks_for' AND m.source IN :values"
                " ORDER BY m.valid_from, r.last_at, m.body, m.source, m.valid_to",
                sorted(merged),
            )
        )
        bodies = {row.body: row.body for row in memberships}
        bodies.update((row.source, row.canonical) for row in select_in(conn, sql.format("source"), sorted(bodies)))
        direct: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        memberships.sort(key=lambda row: (row.valid_from, row.last_at, bodies[row.body]))
        for row in memberships:
            source, body = merged[row.source], bodies[row.body]
            start = max(row.valid_from, direct[source][-1][1]) if direct[source] else row.valid_from
            if body != source and start < row.valid_to:
                direct[source].append((start, row.valid_to, body))
        return direct

    @cached_property
    def words(self) -> tuple[frozenset[str], frozenset[str]]:
        """The words in the names of people, and those in the names of other sources."""
        return name_words(self.people.values())

    def canonical(self, source: str) -> str:
        """The source it is read as after merges."""
        return self._canonical.get(source, source)

    def body(self, source: str, instant: str | None) -> str:
        """The body it speaks for in the end, at an instant (27-character UTC, None: now); itself when for none.

        Where one on the way there, or itself, is not named, that one: the body it speaks for would tell who it is.
        """
        body = self.top_body(source, instant)
        one: str | None = None if self._named else self.canonical(source)
        passed: set[str] = set()
        while one is not None and one not in (body, *passed):
            if self.hidden(one):
                return one
            passed.add(one)
            one = self._speaks_for(one, instant)
        return body

    def top_body(self, source: str, instant: str | None) -> str:
        """As `body`, whoever is named: what sources are judged by."""
        rows = self._top_bodies.get(source, [])
        if instant is None:
            return next((top_body for _, _, top_body, newest in rows if newest), self.canonical(source))
        return next((top_body for start, end, top_body, _ in rows if start <= instant < end), self.canonical(source))

    def speaks_for(self, source: str, instant: str | None) -> str | None:
        """The body it speaks for directly at an instant (27-character UTC, None: the latest); None when for itself."""
        canonical = self.canonical(source)
        if self.body(source, instant) == canonical:
            return None
        return self._speaks_for(canonical, instant)

    def _speaks_for(self, canonical: str, instant: str | None) -> str | None:
        rows = self._speaking.get(canonical, [])
        if instant is None:
            return rows[-1][2] if rows else None
        return next((body for start, end, body in rows if start <= instant < end), None)

    def person(self, source: str) -> NamedSource | None:
        """What is known of a source after merges; None when it is not in the ledger any more."""
        return self.people.get(self.canonical(source))

    def hidden(self, source: str) -> bool:
        """Whether its name may not be shown: it is confidential, or not in the ledger any more."""
        person = self.person(source)
        return not self._named and (person is None or person.confidential)

    def described(self, source: str) -> str:
        """What stands for its name where that is not shown."""
        person = self.person(source)
        return NO_SOURCE if person is None else person.described_as or NOT_NAMED

    def label(self, source: str) -> str:
        """What it is called in a list: its name, with the qualifier or role where another has the same name."""
        person = self.person(source)
        if person is None:
            return NO_SOURCE
        if self.hidden(source):
            return self.described(source)
        apart = person.qualifier or person.role
        return f"{person.name} ({apart})" if apart and self._common[key(person.name)] > 1 else person.name
