"""What sources are called: by their face after merges, and not by name where an edition may not name them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from claimtrack.analysis.scope import fetch, portions
from claimtrack.domain.text import key

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

    def face(self, source: str) -> str:
        """The source it is read as after merges."""
        return self._faces.get(source, source)

    def body(self, source: str, instant: str | None) -> str:
        """The body it speaks for in the end, at an instant (27-character UTC, None: now); its face when for none."""
        rows = self._roots.get(source, [])
        if instant is None:
            return next((root for _, _, root, newest in rows if newest), self.face(source))
        return next((root for start, end, root, _ in rows if start <= instant < end), self.face(source))

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
