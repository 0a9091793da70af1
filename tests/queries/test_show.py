"""One record with all that belongs to it, and what of a document's text is in the ledger."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from claimtrack.domain.text import safe
from claimtrack.domain.words import RECORD_TYPES
from claimtrack.errors import BadInput
from claimtrack.queries.coverage import Coverage, coverage
from claimtrack.queries.show import Shown, show
from claimtrack.render.machine import as_json
from claimtrack.render.show import show_sentence, show_text
from claimtrack.render.width import columns
from tests.analysis.desk import Desk
from tests.support.tree import ROOT

BUNDLE: dict[str, Any] = json.loads((ROOT / "tests/cases/reports/grain-terminal.json").read_text("utf-8"))


@pytest.fixture
def desk(db_url: str) -> Desk:
    """A ledger with the story in it."""
    desk = Desk(db_url)
    desk.record({name: value for name, value in BUNDLE.items() if name != "claimtrack"})
    return desk


def _show(desk: Desk, record: str) -> Shown:
    with desk.reading() as conn:
        return show(conn, record)


def test_every_record_can_be_shown(desk: Desk) -> None:
    """As text within its lines, as a sentence, and as JSON; with how often it was written."""
    with desk.reading() as conn:
        rows = conn.execute(text("SELECT id, type FROM record ORDER BY id")).all()
        found = [show(conn, row.id) for row in rows]
    assert {row.type for row in rows} <= set(RECORD_TYPES)
    for one in found:
        assert one.versions == 1
        assert json.loads(as_json(one))["id"] == one.id
        for written in (show_text(one), show_sentence(one)):
            assert safe(written, lines=True) == written
        assert all(columns(line) <= 80 or "://" in line for line in show_text(one).split("\n")), one.id


def test_a_claim_is_a_card(desk: Desk) -> None:
    """Its status and why, its assertions as sentences, the documents by number, what hangs on it."""
    found = _show(desk, desk.claim("The dust filters had been switched off"))
    assert found.card is not None
    assert found.card.status.name == "disputed"
    assert [one.label for one in found.documents] == ["Fire guts grain terminal", "Tonight at ten"]
    told = " ".join(show_text(found).split())
    assert "≠ disputed: denied by Lindholm Grain" in told
    assert "Lindholm Grain replied" in told
    assert show_sentence(found).count("\n") == 2


def test_an_assertion_names_its_claim(desk: Desk) -> None:
    """And is one sentence."""
    card = _show(desk, desk.claim("The alarm did not ring")).card
    assert card is not None
    found = _show(desk, card.assertions[0].id)
    assert found.claim is not None
    assert found.claim.label == "The alarm did not ring"
    said = "Marek Dahl, crane driver, an eyewitness, told Nordwire, as reported by The Quay Courier"
    assert show_sentence(found) == f"{said}: “The alarm never rang,”\n"


def test_a_source_has_all_that_rests_on_it(desk: Desk) -> None:
    """What it says and passes on, who speaks for it, what it publishes."""
    body = _show(desk, desk.source("Varde Bay"))
    assert {one.label for one in body.related if one.how == "spoken for by"} == {
        "Fire brigade of Varde Bay",
        "Ingrid Solberg",
        "police",
    }
    wire = _show(desk, desk.source("Nordwire"))
    assert len([one for one in wire.related if one.how == "passes on"]) == 3
    assert [one.label for one in wire.related if one.how == "rated"] == [
        "B: Usually reliable; corrected two tolls last year"
    ]
    outlet = _show(desk, desk.source("The Quay Courier"))
    assert [one.label for one in outlet.related if one.how == "publishes"] == ["Fire guts grain terminal"]


def test_a_voided_and_a_withheld_record(desk: Desk) -> None:
    """The one says what it said and that it is void; of the other nothing is left."""
    with desk.reading() as conn:
        note = conn.execute(text("SELECT id FROM note WHERE text LIKE 'The union%'")).scalar_one()
    desk.ledger.write(lambda change: change.void(note), by="desk", kind="void")
    found = _show(desk, note)
    assert (found.state, found.versions) == ("void", 2)
    assert "(VOID)" in show_text(found)
    assert "treated at home" in show_text(found)
    claim = desk.claim("The alarm did not ring")
    desk.ledger.write(lambda change: change.withhold(claim, why="a court order"), by="desk", kind="withhold")
    gone = _show(desk, claim)
    assert (gone.state, gone.card) == ("withheld", None)
    assert "alarm" not in show_text(gone)


def test_there_is_no_such_record(desk: Desk) -> None:
    """One line."""
    with pytest.raises(BadInput, match="there is no record"):
        _show(desk, "a" * 24)


def _coverage(desk: Desk, title: str) -> Coverage | None:
    with desk.reading() as conn:
        document = conn.execute(text("SELECT id FROM document WHERE title = :title"), {"title": title}).scalar_one()
        return coverage(conn, document)


def test_coverage(desk: Desk) -> None:
    """Every stretch is what the text holds there; attributed, own and open ones add up to its words."""
    found = _coverage(desk, "Fire guts grain terminal")
    assert found is not None
    written = BUNDLE["documents"][0]["text"]
    assert found.length == len(written)
    assert (found.attributed, found.own, found.skipped) == (12, 2, 0)
    end = 0
    for stretch in found.stretches:
        assert stretch.start >= end
        assert written[stretch.start : stretch.end] == stretch.text
        assert not any(character.isalnum() for character in written[end : stretch.start])
        end = stretch.end
    assert all(stretch.assertions for stretch in found.stretches if stretch.kind in ("attributed", "own"))
    assert found.stretches[0].kind == "open"
    assert found.unplaced


def test_skips_are_covered(desk: Desk) -> None:
    """What was skipped is nothing left to look at."""
    before = _coverage(desk, "Fire guts grain terminal")
    assert before is not None
    first = before.stretches[0]
    skip = {"exact": first.text, "start": first.start, "end": first.end, "as": "boilerplate"}
    desk.ledger.write(lambda change: change.edit(before.document, {"skips": [skip]}), by="desk", kind="edit")
    after = _coverage(desk, "Fire guts grain terminal")
    assert after is not None
    assert (after.open, after.skipped) == (before.open - 1, 1)


def test_a_document_without_text_has_none(desk: Desk) -> None:
    """Nothing to cover."""
    assert _coverage(desk, "Tonight at ten") is None
