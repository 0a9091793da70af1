"""Looking into the database: the views for people say in words what the ledger holds, on both databases."""

import json
import sqlite3
from contextlib import closing
from typing import Any

from sqlalchemy import text

from tests.support.bundle_ledger import Desk
from tests.support.tree import ROOT

BUNDLE: dict[str, Any] = json.loads((ROOT / "tests/cases/reports/grain-terminal.json").read_text("utf-8"))


def _desk(url: str) -> Desk:
    desk = Desk(url)
    desk.record({name: value for name, value in BUNDLE.items() if name != "claimtrack"})
    return desk


def _rows(desk: Desk, sql: str) -> list[dict[str, Any]]:
    """What another program reads: on SQLite, with sqlite3 as it comes."""
    path = desk.ledger.location.path
    if path is None:
        with desk.reading() as conn:
            return [dict(row._mapping) for row in conn.execute(text(sql))]
    with closing(sqlite3.connect(path)) as conn:
        conn.row_factory = sqlite3.Row
        return [dict(row) for row in conn.execute(sql)]


def test_chains_read_as_words(db_url: str) -> None:
    """From the origin outward, the publisher last and never twice, nobody named said so."""
    rows = _rows(_desk(db_url), "SELECT claim, chain, words FROM attributions ORDER BY claim, id")
    chains = {row["claim"]: row["chain"] for row in rows}
    assert chains["The alarm did not ring"] == "Marek Dahl (crane driver) → Nordwire → The Quay Courier"
    assert "nobody named → The Quay Courier" in chains.values()
    assert "The Quay Courier" in chains.values()
    assert any(row["words"] and row["words"] in BUNDLE["documents"][0]["text"] for row in rows)


def test_every_record_has_its_row_and_its_words(db_url: str) -> None:
    """One row a thing; counts are of what is there; whom a source speaks for is a name."""
    desk = _desk(db_url)
    pairs = {"claims": "claim", "attributions": "assertion", "sources": "source", "documents": "document"}
    pairs |= {"questions": "question", "verdicts": "assessment", "requests": "request", "changes": "change"}
    pairs |= {"versions": "entry", "disagreements": "disagreement", "source_names": "source"}
    for view, table in pairs.items():
        counts = _rows(desk, f"SELECT (SELECT COUNT(*) FROM {view}) AS a, (SELECT COUNT(*) FROM {table}) AS b")
        assert counts[0]["a"] == counts[0]["b"], view
    sources = {row["name"]: row for row in _rows(desk, "SELECT * FROM sources")}
    assert sources["Ingrid Solberg"]["speaks_for"] == "Varde Bay (city)"
    assert sources["Inspector K"]["confidential"] == "yes"
    claims = _rows(desk, "SELECT SUM(attributions) AS n FROM claims")
    assert claims[0]["n"] == _rows(desk, "SELECT COUNT(*) AS n FROM assertion")[0]["n"]


def test_they_show_what_is_current(db_url: str) -> None:
    """An edit shows, a void record does not, a merged source is called as the first."""
    desk = _desk(db_url)
    alarm = desk.claim("The alarm did not ring")
    desk.edit(alarm, {"text": "No alarm rang"})
    assert [row["claim"] for row in _rows(desk, "SELECT claim FROM claims WHERE claim LIKE '%alarm%'")] == [
        "No alarm rang"
    ]
    before = len(_rows(desk, "SELECT id FROM attributions"))
    said = _rows(desk, f"SELECT id FROM attributions WHERE claim_id = '{alarm}'")
    desk.ledger.write(lambda change: change.void(said[0]["id"]), by="desk", kind="void")
    assert len(_rows(desk, "SELECT id FROM attributions")) == before - 1
    assert _rows(desk, "SELECT op FROM versions WHERE op = 'void'") != []
