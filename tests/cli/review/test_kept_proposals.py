"""`read --proposed`: what assistants proposed waits beside the ledger until a person has decided."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from claimtrack.cli.review import kept_proposals
from claimtrack.cli.review.kept_proposals import KeptProposals
from claimtrack.errors import BadInput, DatabaseTrouble
from claimtrack.ledger.database import open_ledger
from tests.cli import terminal
from tests.cli.support import Desk

TEXT = "Ines Vale said the gate was shut. The board said that the pumps had failed.\n"


def line(text: str, speaker: str, quote: str) -> dict[str, Any]:
    """A proposal as an assistant spells it."""
    return {"text": text, "assertions": [{"chain": [speaker], "quote": {"exact": quote}}]}


SHUT = line("The gate was shut", "Ines Vale", "the gate was shut")
OTHER = line("The gate was shut at night", "Ines Vale", "the gate was shut")
PUMPS = line("The pumps had failed", "Board", "the pumps had failed")
DAM = line("The dam fell", "Ines Vale", "the dam fell")


@pytest.fixture
def desk(bare_desk: Desk) -> Desk:
    """A desk with an article in the ledger."""
    Path("gate.txt").write_text(TEXT, "utf-8")
    bare_desk.ok("story", "add", "Gate")
    bare_desk.ok("document", "add", "gate.txt", "--title", "Gate")
    return bare_desk


def waiting(desk: Desk) -> KeptProposals:
    """The proposals that wait for the article."""
    return KeptProposals(open_ledger(desk.db).id, desk.all("document")[0]["id"], database=Path(desk.db))


def test_they_are_proposed_in_place_of_what_rules_find(desk: Desk) -> None:
    """Each once, the oldest first, marked with who proposed it; what the text no longer holds is told."""
    kept = waiting(desk)
    for proposal, by in ((PUMPS, "helper"), (SHUT, "helper"), (PUMPS, "helper"), (OTHER, "another")):
        kept.keep([proposal], by)
    (folder,) = {file.parent for file, _ in kept.read()}
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in folder.iterdir())
    (folder / "damaged.json").write_text("{", "utf-8")
    (folder / "unreadable.json").mkdir()
    lines = [json.loads(one) for one in desk.ok("read", "Gate", "--proposed", "--jsonl").out.splitlines()]
    found = [(one["text"], one["rule"]) for one in lines if one["type"] == "claim"]
    assert found == [
        (PUMPS["text"], "program: helper"),
        (SHUT["text"], "program: helper"),
        (OTHER["text"], "program: another"),
    ]
    assert "5 proposals of an assistant" in desk.ok("read", "Gate", "--jsonl").err
    kept.keep([DAM], "helper")
    told = desk.ok("read", "Gate", "--proposed", "--jsonl").err
    assert "cannot be recorded with the text as it is now" in told
    assert "these words are not in the text" in told
    assert "this file is damaged" in told
    assert "unreadable" not in told
    for other in (("--with", "cat", "--jsonl"), ("--decisions", "x")):
        assert desk("read", "Gate", "--proposed", *other).status == 2


def test_no_more_wait_than_a_person_can_review(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same again is no more; of several that are too many none is kept."""
    monkeypatch.setattr(kept_proposals, "MOST_KEPT", 2)
    kept = waiting(desk)
    kept.keep([SHUT, SHUT], "helper")
    with pytest.raises(BadInput, match=r"1 proposal wait.* at most 2 may: none of these was kept"):
        kept.keep([SHUT, PUMPS, OTHER], "helper")
    assert kept.count == 1
    kept.keep([SHUT, PUMPS], "helper")
    assert kept.count == 2


@pytest.mark.parametrize("place", ["file", "file/deeper", "/proc/nowhere"])
def test_a_folder_that_cannot_be_made(desk: Desk, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said which, and what can be done."""
    Path("file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(Path(place).absolute()))
    with pytest.raises(DatabaseTrouble, match=r"cannot be kept in .*proposed") as raised:
        waiting(desk).keep([SHUT], "helper")
    assert "XDG_STATE_HOME" in raised.value.todo


def test_what_a_file_of_decisions_settles_waits_no_more(desk: Desk) -> None:
    """Accepted in other words or rejected, in the ledger already, or of words that the text no longer has."""
    for proposal in (SHUT, OTHER, PUMPS):
        waiting(desk).keep([proposal], "helper")
    lines = [json.loads(one) for one in desk.ok("read", "Gate", "--proposed", "--jsonl").out.splitlines()]
    lines[0] |= {"decision": "accept", "text": "Nobody opened the gate"}
    lines[1] |= {"decision": "reject"}
    waiting(desk).keep([DAM], "helper")
    Path("decided.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    told = desk.ok("read", "Gate", "--story", "Gate", "--decisions", "decided.jsonl").err
    assert "these words are not in the text" in told
    assert [claim["text"] for claim in desk.all("claim")] == ["Nobody opened the gate"]
    assert [kept[1] for _, kept in waiting(desk).read()] == [PUMPS]


@pytest.mark.whole
def test_a_person_decides_and_what_is_decided_waits_no_more(desk: Desk) -> None:
    """Of two on the same words one is accepted and one rejected; what is skipped waits on."""
    for proposal in (SHUT, OTHER, PUMPS):
        waiting(desk).keep([proposal], "helper")
    seen = terminal.read(desk, "Gate", "--proposed", "--story", "Gate")
    assert "helper, a program" in seen.wait()
    seen.press("y", "n")
    seen.press("s")
    status, shown = seen.end("y")
    assert status == 0, shown
    (claim,) = desk.all("claim")
    assert claim["text"] == SHUT["text"]
    (assertion,) = desk.all("assertion")
    assert json.loads(assertion["foreign"]) == {"proposed_by": "helper"}
    assert [kept[1] for _, kept in waiting(desk).read()] == [PUMPS]
    waiting(desk).keep([DAM, SHUT], "helper")
    seen = terminal.read(desk, "Gate", "--proposed", "--story", "Gate")
    assert "words are not in the text" in seen.wait()
    seen.press("n")
    status, shown = seen.end("q")
    assert status == 0, shown
    assert waiting(desk).count == 0
