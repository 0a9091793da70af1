"""What holds for every portion of a story: who is who, which documents there are, and what may not leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, bindparam, text

from claimtrack.analysis.scope import PORTION, composed, face_ctes, fetch, portions
from claimtrack.ledger.restricted import OPEN, RESTRICTED
from claimtrack.queries.edition import Edition
from claimtrack.queries.names import Names
from claimtrack.queries.report import sidelines

SIZE = 300
"""How many claims make a portion; more where so many answer one question, whose answers are judged together."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every portion is made with.

    `stories` are the story and those merged into it; `hidden` assertions that are left out, `gone` the claims that rest
    on nothing else; `sources` are all that the story names; `numbers` those of documents, by id after merges. `now` is
    a 27-character UTC instant.
    """

    edition: Edition
    stories: tuple[str, ...]
    now: str
    hidden: frozenset[str]
    gone: frozenset[str]
    sources: frozenset[str]
    names: Names
    sides: dict[str, tuple[str, ...]]
    numbers: dict[str, int]


def frame(conn: Connection, edition: Edition, stories: tuple[str, ...], *, now: str, include_restricted: bool) -> Frame:
    """The frame of a story, from a few queries over all of it."""
    hidden, gone = (frozenset[str](), frozenset[str]()) if include_restricted else _restricted(conn, stories, now)
    sources = _sources(conn, stories)
    names = Names(conn, sources, confidential=edition.confidential)
    return Frame(
        edition=edition,
        stories=stories,
        now=now,
        hidden=hidden,
        gone=gone,
        sources=frozenset(sources),
        names=names,
        sides=sidelines.sides(conn, names, stories),
        numbers=_numbers(conn, stories, None if include_restricted else now),
    )


def _restricted(conn: Connection, stories: tuple[str, ...], now: str) -> tuple[frozenset[str], frozenset[str]]:
    """The assertions of a story that may not leave, and the claims that have no other."""
    rows = fetch(
        conn,
        "SELECT a.id, a.claim FROM claim c JOIN assertion a ON a.claim = c.id"
        f" WHERE c.story IN :stories AND {RESTRICTED} ORDER BY a.id",
        {"stories": stories, "now": now},
    )
    hidden = frozenset(row.id for row in rows)
    gone = {row.claim for row in rows}
    for portion in portions(sorted(gone)):
        spoken = fetch(conn, "SELECT id, claim FROM assertion WHERE claim IN :ids", {"ids": portion})
        gone -= {row.claim for row in spoken if row.id not in hidden}
    return hidden, frozenset(gone)


_CITED = """SELECT a.document FROM claim c JOIN assertion a ON a.claim = c.id
  WHERE c.story IN :stories AND a.document IS NOT NULL
  UNION SELECT e.document FROM claim c JOIN evidence e ON e.target = c.id
  WHERE c.story IN :stories AND e.document IS NOT NULL
  UNION SELECT e.document FROM claim c JOIN assertion a ON a.claim = c.id JOIN evidence e ON e.target = a.id
  WHERE c.story IN :stories AND e.document IS NOT NULL"""

_SOURCES = (
    """SELECT DISTINCT h.source AS id FROM claim c JOIN assertion a ON a.claim = c.id JOIN hop h ON h.assertion = a.id
  WHERE c.story IN :stories AND h.source IS NOT NULL""",
    "SELECT DISTINCT b.source AS id FROM claim c JOIN claim_about b ON b.claim = c.id WHERE c.story IN :stories",
    "SELECT DISTINCT r.asked AS id FROM claim c JOIN request r ON r.target = c.id WHERE c.story IN :stories",
    """SELECT DISTINCT r.asked AS id FROM claim c JOIN assertion a ON a.claim = c.id JOIN request r ON r.target = a.id
  WHERE c.story IN :stories""",
)
_PUBLISHING = (
    "SELECT publisher AS id FROM document WHERE id IN :ids AND publisher IS NOT NULL",
    "SELECT source AS id FROM byline WHERE document IN :ids",
)


def _sources(conn: Connection, stories: tuple[str, ...]) -> set[str]:
    """The ids of all sources that anything of a story names: what names are told apart by."""
    found = {row.id for sql in _SOURCES for row in fetch(conn, sql, {"stories": stories})}
    sql = composed(
        (*face_ctes("document"), f"cited AS ({_CITED})"),
        "SELECT DISTINCT COALESCE(f.face, x.document) AS id FROM cited x"
        " LEFT JOIN document_face f ON f.id = x.document ORDER BY 1",
    )
    for portion in portions(row.id for row in fetch(conn, sql, {"stories": stories})):
        for publishing in _PUBLISHING:
            found.update(row.id for row in fetch(conn, publishing, {"ids": portion}))
    return found


_PLACED = """SELECT DISTINCT COALESCE(f.face, a.document) AS id FROM claim c JOIN assertion a ON a.claim = c.id
LEFT JOIN document_face f ON f.id = a.document
WHERE c.story IN :stories AND a.document IS NOT NULL"""


def _numbers(conn: Connection, stories: tuple[str, ...], now: str | None) -> dict[str, int]:
    """A number from 1 for each document that a shown assertion stands in, the earliest published first.

    `now`: only assertions that may leave then; None: all of them.
    """
    sql = composed(face_ctes("document"), _PLACED if now is None else f"{_PLACED} AND {OPEN}")
    values = {"stories": stories} if now is None else {"stories": stories, "now": now}
    placed = [row.id for row in fetch(conn, sql, values)]
    keys = []
    for portion in portions(sorted(placed)):
        rows = fetch(conn, "SELECT id, title, published_lo FROM document WHERE id IN :ids", {"ids": portion})
        keys += [(row.published_lo or "~", row.title or "", row.id) for row in rows]
    return {one: number for number, (_, _, one) in enumerate(sorted(keys), 1)}


_ORDERED = """SELECT c.id,
       CASE WHEN c.answer_kind = 'label' THEN 'label' ELSE COALESCE(f.face, c.question, '') END AS question,
       COALESCE((SELECT MIN(a.document) FROM assertion a WHERE a.claim = c.id), '') AS document
FROM claim c LEFT JOIN question_face f ON f.id = c.question
WHERE c.story IN :stories ORDER BY 2, 3, 1"""


def claim_portions(conn: Connection, stories: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The ids of a story's claims in portions: the answers of a question together, else by document.

    All labels are together: how an outlet uses a word is looked at over all questions. Beyond PORTION nothing is.
    """
    found: list[tuple[str, ...]] = []
    held: list[str] = []
    for question, rows in groupby(_ordered(conn, stories), key=lambda row: row[1]):
        group = [row[0] for row in rows]
        pieces = portions(group, PORTION if question else SIZE)
        for piece in pieces:
            if held and len(held) + len(piece) > SIZE:
                found.append(tuple(held))
                held = []
            held.extend(piece)
    return [*found, tuple(held)] if held else found


def _ordered(conn: Connection, stories: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    statement = text(composed(face_ctes("question"), _ORDERED)).bindparams(bindparam("stories", expanding=True))
    for row in conn.execute(statement, {"stories": list(stories)}):
        yield row.id, row.question
