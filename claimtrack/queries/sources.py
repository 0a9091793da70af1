"""Who is who in a set of claims, as an edition may show them: the hops of chains, origins and bodies.

A source quoted on background is called as described wherever that claim is shown; a confidential one outside the desk.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import fetch, portions
from claimtrack.domain.dates import utc_text
from claimtrack.domain.text import key
from claimtrack.queries.claim_records import Body, ClaimRecords
from claimtrack.queries.passages import check_quote
from claimtrack.queries.views import Attribution, Hop

OF_PEOPLE = ("person", "witness", "account")
"""Kinds of source whose every word is a name; in the name of a body, "Foreign" is none."""

SENTENCE_ENDS = ("", ".", "!", "?", ":", "…")
MARKS = "“”\"'‘’.,;:()!?"


def name_words(people: Iterable[NamedSource]) -> tuple[frozenset[str], frozenset[str]]:
    """The words in the names of people, and those in the names of other sources."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for person in people:
        found[person.kind in OF_PEOPLE].update(map(_bare, person.name.split()))
    return frozenset(found[True]), frozenset(found[False])


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


@dataclass(frozen=True, slots=True)
class NamedSource:
    """What the ledger says of one source after merges (`id` is its face's)."""

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
        self._faces: dict[str, str] = {}
        self._roots: dict[str, list[tuple[str, str, str, int]]] = defaultdict(list)
        wanted = set(sources)
        for portion in portions(sorted(wanted)):
            for row in fetch(
                conn,
                "SELECT source, canonical, top_body, valid_from, valid_to, newest FROM canonical_source"
                " WHERE source IN :ids ORDER BY source, valid_from",
                {"ids": portion},
            ):
                self._faces[row.source] = row.canonical
                self._roots[row.source].append((row.valid_from, row.valid_to, row.top_body, row.newest))
        wanted |= set(self._faces.values()) | {root for rows in self._roots.values() for _, _, root, _ in rows}
        self._speaking = self._direct(conn, {self.face(source) for source in wanted})
        wanted |= {body for rows in self._speaking.values() for _, _, body in rows}
        self.people: dict[str, NamedSource] = {}
        for portion in portions(sorted(wanted)):
            for row in fetch(
                conn,
                "SELECT id, name, qualifier, kind, role, confidential, described_as FROM source WHERE id IN :ids",
                {"ids": portion},
            ):
                self.people[row.id] = NamedSource(
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
            sql = "SELECT DISTINCT source, canonical FROM canonical_source WHERE canonical IN :ids ORDER BY 1, 2"
            merged.update((row.source, row.canonical) for row in fetch(conn, sql, {"ids": portion}))
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
            sql = "SELECT DISTINCT source, canonical FROM canonical_source WHERE source IN :ids ORDER BY 1, 2"
            bodies.update((row.source, row.canonical) for row in fetch(conn, sql, {"ids": portion}))
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

    def person(self, source: str) -> NamedSource | None:
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


BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who stands at the beginning of an assertion. `key` tells it from others; `source` is None where not named.

    `body_key` and `body` are of what it speaks for in the end, else of itself. All None where nobody is named.
    """

    key: str | None
    source: str | None
    name: str | None
    body_key: str | None
    body: str | None


class SourceDirectory:
    """The sources of some claims and what they are called there.

    Embargoes are looked at as of `now` (27-character UTC; None: the present).
    """

    def __init__(
        self, material: ClaimRecords, names: SourceNames, sides: dict[str, tuple[str, ...]], now: str | None = None
    ) -> None:
        self._now = now if now is not None else utc_text(datetime.now(UTC))
        self._material = material
        self._names = names
        self._sides = sides
        self._named = names.words
        self._unnamed: dict[tuple[str, str], str] = {}
        openly: set[tuple[str, str]] = set()
        for claim, assertions in material.assertions_of.items():
            for assertion in assertions:
                body = material.assertions.get(assertion)
                first = body["chain"][0] if body else {}
                if body is None or "source" not in first:
                    continue
                face = names.face(first["source"])
                if body.get("release") == BACKGROUND:
                    self._unnamed.setdefault((claim, face), self._description(first))
                else:
                    openly.add((claim, face))
        for pair in openly:
            self._unnamed.pop(pair, None)

    def _description(self, hop: Body) -> str:
        return str(hop.get("described_as") or self._names.described(hop["source"]))

    def called(self, claim: str, sources: Iterable[str]) -> tuple[str, ...]:
        """What these sources are called where they stand in a claim, each once, in alphabetical order."""
        found = {self._unnamed.get((claim, self._names.face(one))) or self._names.label(one) for one in sources}
        return tuple(sorted(found))

    def origin(self, assertion: str) -> Origin:
        """Who stands at the beginning of an assertion."""
        body = self._material.assertions[assertion]
        first = body["chain"][0]
        if "source" not in first:
            return Origin(None, None, None, None, None)
        face = self._names.face(first["source"])
        if body.get("release") == BACKGROUND:
            words = self._description(first)
            return Origin(f"described {words}", None, words, f"described {words}", words)
        if self._names.hidden(face):
            words = self._description(first)
            return Origin(face, None, words, face, words)
        root = self._names.body(first["source"], self._material.uttered(assertion))
        return Origin(face, face, self._names.label(face), root, self._names.label(root))

    def sides(self, *sources: str | None) -> tuple[str, ...]:
        """The names of the sides any of these sources is on; of who is not named, none."""
        named = [self._names.face(one) for one in sources if one and not self._names.hidden(one)]
        return tuple(sorted({side for one in named for side in self._sides.get(one, ())}))

    def attribution(self, assertion: str) -> Attribution:
        """An assertion as the row that sentences are made of."""
        material, body = self._material, self._material.assertions[assertion]
        claim = material.claims[body["claim"]]
        document = material.documents.get(material.document_of(assertion) or "", {})
        publisher = document.get("publisher")
        quote = body.get("quote")
        until = material.until_lo.get(assertion)
        return Attribution(
            claim=claim["text"],
            claim_kind=claim["kind"],
            hops=tuple(self._hop(assertion, at, hop) for at, hop in enumerate(body["chain"])),
            publisher=self._names.label(publisher) if publisher else None,
            published=document.get("published"),
            stance=body["stance"],
            quote=quote["exact"] if quote else None,
            quote_kind=body.get("quote_kind", "indirect"),
            label=claim.get("answer", {}).get("label"),
            label_words=body.get("label_words"),
            evidence_given=tuple(body.get("evidence_given", ())),
            occasion=body.get("occasion"),
            release=body.get("release"),
            until=body.get("until"),
            joint=self._joint(assertion, body),
            continued="continues" in body,
            embargo_over=body.get("release") == "embargoed" and until is not None and until <= self._now,
            unfound=check_quote(body, document).result == "missing",
            lost="document" in body and not document,
            common=is_common(claim["text"], document.get("text", ""), self._named),
        )

    def _joint(self, assertion: str, body: Body) -> tuple[str, ...]:
        if "joint" not in body:
            return ()
        found = []
        for other in self._material.assertions_of[body["claim"]]:
            beside = self._material.assertions.get(other, {})
            if other != assertion and beside.get("joint") == body["joint"] and "source" in beside["chain"][0]:
                found.append(self.origin(other).name or NOT_NAMED)
        return tuple(sorted(found))

    def _hop(self, assertion: str, at: int, hop: Body) -> Hop:
        body = self._material.assertions[assertion]
        basis, caveats = hop.get("basis", "not-stated"), tuple(hop.get("caveats", ()))
        hedge, said, language = hop.get("hedge"), hop.get("said"), hop.get("language")
        source = hop.get("source")
        if source is None:
            return Hop(
                hop["naming"],
                described_as=hop.get("described_as"),
                basis=basis,
                caveats=caveats,
                hedge=hedge,
                said=said,
                language=language,
                words=hop.get("words"),
            )
        background = at == 0 and body.get("release") == BACKGROUND
        if background or self._names.hidden(source):
            return Hop(
                hop["naming"],
                described_as=self._description(hop),
                hidden=True,
                basis=basis,
                caveats=caveats,
                hedge=hedge,
                said=said,
                language=language,
            )
        face = self._names.face(source)
        person = self._names.person(source)
        instant = self._material.uttered(assertion)
        root = self._names.body(source, instant) if at == 0 else face
        spoken_for = self._names.speaks_for(source, instant) if at == 0 else None
        return Hop(
            hop["naming"],
            source=face,
            name=person.name if person else self._names.label(source),
            kind=person.kind if person else None,
            role=person.role if person else None,
            qualifier=person.qualifier if person else None,
            body=self._names.label(spoken_for) if spoken_for is not None else None,
            side=", ".join(self.sides(face, root)) or None,
            basis=basis,
            hedge=hedge,
            caveats=caveats,
            words=hop.get("words"),
            said=said,
            language=language,
            described_as=hop.get("described_as"),
        )
