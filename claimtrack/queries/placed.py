"""What a ledger has of one document's text already: the assertions that stand in it, by their place."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from claimtrack.analysis.scope import fetch, merged_with
from claimtrack.domain.text import name_fold
from claimtrack.ledger.read import bodies


@dataclass(frozen=True, slots=True)
class Placed:
    """An assertion with a place in the text: `start` to `end` in code points.

    `claim` is the fold of its claim's wording. `origins` are the folds of all names of its first source, empty where
    nobody is named.
    """

    assertion: str
    start: int
    end: int
    claim: str
    origins: frozenset[str]


def placed(conn: Connection, document: str) -> list[Placed]:
    """The live assertions of a document (merged ones count as one) whose words have a place, by that place."""
    ids = merged_with(conn, "document", document)
    rows = fetch(conn, "SELECT id FROM assertion WHERE document IN :ids ORDER BY id", {"ids": ids})
    said = {
        one: body for one, body in bodies(conn, [row.id for row in rows]).items() if "start" in body.get("quote", {})
    }
    firsts = {one: body["chain"][0].get("source") for one, body in said.items()}
    known = bodies(conn, [*firsts.values(), *(body["claim"] for body in said.values())])
    found = []
    for one, body in said.items():
        source = known.get(firsts[one] or "", {})
        names = {name_fold(name) for name in (source.get("name"), *source.get("aliases", ())) if name}
        wording = name_fold(known.get(body["claim"], {}).get("text", ""))
        found.append(Placed(one, body["quote"]["start"], body["quote"]["end"], wording, frozenset(names)))
    return sorted(found, key=lambda each: (each.start, each.end, each.assertion))


@dataclass(frozen=True, slots=True)
class Called:
    """A source of the ledger by one of its names, as it is to be offered to a person who types one."""

    name: str
    id: str
    kind: str
    role: str | None
    aliases: tuple[str, ...] = ()


MOST_SOURCES = 5_000


def sources_called(conn: Connection, story: str | None) -> list[Called]:
    """Sources by name, those that the story cites first; at most MOST_SOURCES. Confidential ones go by code name."""
    cited = fetch(
        conn,
        "SELECT DISTINCT h.source AS id FROM hop h JOIN assertion a ON a.id = h.assertion"
        " JOIN claim c ON c.id = a.claim WHERE c.story = :story AND h.source IS NOT NULL ORDER BY h.source LIMIT :most",
        {"story": story or "", "most": MOST_SOURCES},
    )
    others = fetch(conn, "SELECT id FROM source ORDER BY id LIMIT :most", {"most": MOST_SOURCES})
    ids = list(dict.fromkeys(row.id for row in (*cited, *others)))[:MOST_SOURCES]
    return [
        Called(body["name"], one, body["kind"], body.get("role"), tuple(body.get("aliases", ())))
        for one, body in bodies(conn, ids).items()
    ]


def with_text(conn: Connection, digest: str) -> str | None:
    """The id of the document whose stored text has this SHA-256; None when there is none, or more than one."""
    rows = fetch(conn, "SELECT id FROM document WHERE text_sha256 = :digest ORDER BY id LIMIT 2", {"digest": digest})
    return str(rows[0].id) if len(rows) == 1 else None
