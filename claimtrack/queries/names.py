"""What sources are called: by their face after merges, and not by name where an edition may not name them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from claimtrack.analysis.scope import fetch, portions
from claimtrack.domain.text import key
from claimtrack.queries.first_word import name_words

NOT_NAMED = "a source whose name is withheld"


@dataclass(frozen=True, slots=True)
class Person:
    """What the ledger says of one source after merges (`id` is its face's)."""

    id: str
    name: str
    qualifier: str | None
    kind: str
    role: str | None
    confidential: bool
    described_as: str | None


class Names:
    """The sources of one reading, loaded at once. With `confidential` False those are called as described."""

    def __init__(self, conn: Connection, sources: Iterable[str], *, confidential: bool) -> None:
        self._named = confidential
        self._faces: dict[str, str] = {}
        self._roots: dict[str, list[tuple[str, str, str, int]]] = defaultdict(list)
        wanted = set(sources)
        for portion in portions(sorted(wanted)):
            for row in fetch(
                conn,
                "SELECT source, face, root, valid_from, valid_to, newest FROM source_root WHERE source IN :ids"
                " ORDER BY source, valid_from",
                {"ids": portion},
            ):
                self._faces[row.source] = row.face
                self._roots[row.source].append((row.valid_from, row.valid_to, row.root, row.newest))
        wanted |= set(self._faces.values()) | {root for rows in self._roots.values() for _, _, root, _ in rows}
        self._speaking = self._direct(conn, {self.face(source) for source in wanted})
        wanted |= {body for rows in self._speaking.values() for _, _, body in rows}
        self.people: dict[str, Person] = {}
        for portion in portions(sorted(wanted)):
            for row in fetch(
                conn,
                "SELECT id, name, qualifier, kind, role, confidential, described_as FROM source WHERE id IN :ids",
                {"ids": portion},
            ):
                self.people[row.id] = Person(
                    row.id, row.name, row.qualifier, row.kind, row.role, bool(row.confidential), row.described_as
                )
        faces = {self.face(source) for source in wanted}
        self._common = Counter(key(self.people[face].name) for face in faces if face in self.people)

    def _direct(self, conn: Connection, faces: set[str]) -> dict[str, list[tuple[str, str, str]]]:
        """Face -> (valid_from, valid_to, face of the body) it speaks for, merged sources' bodies among them, by time.

        No two of a face overlap: the earlier goes on to its end, as it does for the roots.
        """
        merged = {face: face for face in faces}
        for portion in portions(sorted(faces)):
            sql = "SELECT DISTINCT source, face FROM source_root WHERE face IN :ids ORDER BY source, face"
            merged.update((row.source, row.face) for row in fetch(conn, sql, {"ids": portion}))
        edges: list[Any] = []
        for portion in portions(sorted(merged)):
            edges += fetch(
                conn,
                "SELECT m.source, m.body, m.valid_from, m.valid_to, r.last_at FROM membership m"
                " JOIN record r ON r.id = m.source WHERE m.kind = 'speaks_for' AND m.source IN :ids"
                " ORDER BY m.valid_from, r.last_at, m.body, m.source, m.valid_to",
                {"ids": portion},
            )
        bodies = {row.body: row.body for row in edges}
        for portion in portions(sorted(bodies)):
            sql = "SELECT DISTINCT source, face FROM source_root WHERE source IN :ids ORDER BY source, face"
            bodies.update((row.source, row.face) for row in fetch(conn, sql, {"ids": portion}))
        found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        edges.sort(key=lambda row: (row.valid_from, row.last_at, bodies[row.body]))
        for row in edges:
            face, body = merged[row.source], bodies[row.body]
            start = max(row.valid_from, found[face][-1][1]) if found[face] else row.valid_from
            if body != face and start < row.valid_to:
                found[face].append((start, row.valid_to, body))
        return found

    @cached_property
    def words(self) -> tuple[frozenset[str], frozenset[str]]:
        """The words in the names of people, and those in the names of other sources."""
        return name_words(self.people.values())

    def face(self, source: str) -> str:
        """The source it is read as after merges."""
        return self._faces.get(source, source)

    def body(self, source: str, instant: str | None) -> str:
        """The body it speaks for in the end, at an instant (27-character UTC, None: now); its face when for none."""
        rows = self._roots.get(source, [])
        if instant is None:
            return next((root for _, _, root, newest in rows if newest), self.face(source))
        return next((root for start, end, root, _ in rows if start <= instant < end), self.face(source))

    def speaks_for(self, source: str, instant: str | None) -> str | None:
        """The body it speaks for directly at an instant (27-character UTC, None: the latest); None when for itself."""
        face = self.face(source)
        if self.body(source, instant) == face:
            return None
        rows = self._speaking.get(face, [])
        if instant is None:
            return rows[-1][2] if rows else None
        return next((body for start, end, body in rows if start <= instant < end), None)

    def person(self, source: str) -> Person | None:
        """What is known of a source after merges; None when it is not in the ledger any more."""
        return self.people.get(self.face(source))

    def hidden(self, source: str) -> bool:
        """Whether its name may not be shown."""
        person = self.person(source)
        return person is not None and person.confidential and not self._named

    def described(self, source: str) -> str:
        """What stands for its name where that is not shown."""
        person = self.person(source)
        return (person.described_as if person else None) or NOT_NAMED

    def label(self, source: str) -> str:
        """What it is called in a list: its name, with the qualifier where another has the same name."""
        person = self.person(source)
        if person is None:
            return "a source no longer in the ledger"
        if self.hidden(source):
            return self.described(source)
        if person.qualifier and self._common[key(person.name)] > 1:
            return f"{person.name} ({person.qualifier})"
        return person.name
