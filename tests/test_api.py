"""The Python API beyond what its page shows: what is refused, what is left out, and what the past gives."""

import json
from pathlib import Path
from typing import NoReturn

import pytest

import claimtrack


@pytest.fixture
def ledger(tmp_path: Path) -> claimtrack.Ledger:
    """A ledger with a story, a claim, and a claim known only off the record."""
    made = claimtrack.open(tmp_path / "claims.db", user="ana")
    made.add_story("Harbour flood")
    made.add("The lock broke", said_by=["Ines", "Marta Lund"], told="AFP", tags="lock")
    made.add("The board knew of it", said_by="Ines", release="off-record")
    return made


def test_what_is_off_the_record_is_left_out_and_counted(ledger: claimtrack.Ledger) -> None:
    """Unless it is asked for."""
    shown = ledger.claims()
    assert ([claim.text for claim in shown], shown.left_out) == (["The lock broke"], 1)
    every = ledger.claims(restricted=True)
    assert ([claim.text for claim in every], every.left_out) == (["The board knew of it", "The lock broke"], 0)
    assert [row.id for row in ledger.search("board knew")] == []
    with pytest.raises(claimtrack.BadInput, match="off the record"):
        ledger.show(every[0].id)
    assert ledger.show(every[0].id, restricted=True).claim is not None


def test_without_a_login_name_somebody_must_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said so, and no ledger is made."""

    def nobody() -> NoReturn:
        raise OSError("No username set in the environment")

    monkeypatch.setattr("getpass.getuser", nobody)
    with pytest.raises(claimtrack.ClaimtrackError, match="nobody is named as the writer"):
        claimtrack.open(tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()
    assert claimtrack.open(tmp_path / "new.db", user="ana").user == "ana"


def test_a_history_that_takes_records_out_raises_an_error_of_its_own(ledger: claimtrack.Ledger, tmp_path: Path) -> None:
    """And is taken over when that is accepted."""
    copy = tmp_path / "copy.db"
    copy.write_bytes((tmp_path / "claims.db").read_bytes())
    other = claimtrack.open(copy, user="ben")
    claim = other.find("The lock broke", "claim")
    other.withhold(claim, why="An order")
    with (tmp_path / "history.jsonl").open("wb") as out:
        other.export(out, format="ledger", restricted=True)
    with pytest.raises(claimtrack.TakesRecordsOut):
        ledger.import_file(tmp_path / "history.jsonl")
    ledger.import_file(tmp_path / "history.jsonl", accept_withheld=True)
    assert [one.text for one in ledger.claims()] == []


def test_a_file_that_differs_from_the_ledger(ledger: claimtrack.Ledger, tmp_path: Path) -> None:
    """One of the two is preferred, or it is a problem; nothing else can be."""
    file = tmp_path / "story.json"
    claim = {"text": "The lock broke", "story": "Harbour flood", "kind": "cause"}
    file.write_text(json.dumps({"claimtrack": 1, "claims": [claim]}), "utf-8")
    with pytest.raises(claimtrack.BadInput):
        ledger.import_file(file)
    with pytest.raises(claimtrack.BadInput, match="the file or the ledger"):
        ledger.import_file(file, prefer="both")  # type: ignore[typeddict-item]
    with pytest.raises(TypeError, match="dryrun"):
        ledger.import_file(file, prefer="file", dryrun=True)  # type: ignore[call-arg]
    ledger.import_file(file, prefer="ledger")
    assert [one.kind for one in ledger.claims()] == ["event"]
    ledger.import_file(file, prefer="file", story="Harbour flood")
    assert [one.kind for one in ledger.claims()] == ["cause"]


def test_a_joint_statement_has_an_assertion_each(ledger: claimtrack.Ledger) -> None:
    """Several names are several assertions, carried by the same."""
    page = ledger.show("The lock broke")
    assert page.claim is not None
    chains = [[hop.name for hop in one.attribution.hops] for one in page.claim.assertions]
    assert sorted(chains) == [["Ines", "AFP"], ["Marta Lund", "AFP"]]
    assert page.claim.tags == ("lock",)


def test_names_are_found_or_refused(ledger: claimtrack.Ledger) -> None:
    """By name, id or beginning; what is not there, and what is of another type, is refused."""
    ines = ledger.find("ines", "source")
    assert ledger.find(ines[:8]) == ines
    with pytest.raises(claimtrack.BadInput, match="no source 'Nobody'"):
        ledger.rate("Nobody", "B", why="x")
    with pytest.raises(claimtrack.BadInput, match="where a claim or assertion belongs"):
        ledger.ask(ines, "AFP")
    ledger.add_source("Ines", qualifier="pilot")
    with pytest.raises(claimtrack.NeedsPerson) as caught:
        ledger.rate("Ines", "B", why="x")
    assert len(caught.value.fits) == 2


def test_what_is_undone_or_voided_can_come_back(ledger: claimtrack.Ledger) -> None:
    """Each is a change of its own."""
    claim = ledger.find("The lock broke", "claim")
    assert ledger.edit(claim, {"text": "The lock burst"}).ids == (claim,)
    assert ledger.undo().ids == (claim,)
    assert ledger.void(claim).change == 6
    with pytest.raises(claimtrack.BadInput, match="void already"):
        ledger.void(claim)
    assert ledger.restore(claim[:10]).ids == (claim,)
    assert [change.kind for change in ledger.log(claim, limit=2)] == ["restore", "void"]
    assert ledger.log(claim, limit=2).more


def test_the_past_is_read_only(ledger: claimtrack.Ledger, tmp_path: Path) -> None:
    """And holds what it held."""
    past = claimtrack.open(tmp_path / "claims.db", as_of="2000-01-01", user="ana")
    assert not past.claims(restricted=True)
    with pytest.raises(claimtrack.BadInput, match="past cannot be written"):
        past.add_story("Another")
    with pytest.raises(claimtrack.DatabaseTrouble, match="no ledger"):
        claimtrack.open(tmp_path / "none.db", create=False)
