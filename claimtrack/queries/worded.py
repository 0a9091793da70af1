"""The words of a story's claims and questions, to be offered where something is to be said again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from claimtrack.analysis.scope import fetch
from claimtrack.ledger.read import bodies

MOST = 5_000


@dataclass(frozen=True, slots=True)
class Worded:
    """A claim by its words; `figure` is its lowest and highest number as stored, each None where it has none."""

    id: str
    text: str
    figure: tuple[str | None, str | None]


def claims_worded(conn: Connection, story: str | None) -> list[Worded]:
    """The live claims of a story, by id; at most MOST. None of no story."""
    rows = fetch(conn, "SELECT id FROM claim WHERE story = :story ORDER BY id LIMIT :most", _of(story))
    return [
        Worded(one, body["text"], figure_of(body.get("answer", {})))
        for one, body in bodies(conn, [row.id for row in rows]).items()
    ]


def figure_of(answer: dict[str, str]) -> tuple[str | None, str | None]:
    """What tells one figure of a claim's answer from another."""
    return answer.get("low"), answer.get("high")


def questions_worded(conn: Connection, story: str | None) -> list[str]:
    """The texts of a story's live questions, by id; at most MOST."""
    rows = fetch(conn, "SELECT text FROM question WHERE story = :story ORDER BY id LIMIT :most", _of(story))
    return [row.text for row in rows]


def _of(story: str | None) -> dict[str, str | int]:
    return {"story": story or "", "most": MOST}
