"""Every transcript of tests/cases/cli is answered as it is written down, on both databases: status, stdout, stderr."""

from pathlib import Path

import pytest

from claimtrack.cli.main import VERBS
from tests.cli.transcript import File, Step, parse, play
from tests.support.expected import WRITES_CASES
from tests.support.tree import ROOT

CASES = sorted((ROOT / "tests" / "cases" / "cli").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_it_is_answered_so(case: Path, db_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With CLAIMTRACK_WRITE_CASES the answers are written down instead."""
    monkeypatch.setenv("CLAIMTRACK_DB", db_url)
    monkeypatch.setenv("CLAIMTRACK_USER", "desk")
    text = case.read_text("utf-8")
    told = play(text, db_url)
    if WRITES_CASES:
        case.write_text(told, "utf-8")
    assert told == text


def test_every_verb_has_a_transcript() -> None:
    """Named after it; `demo` and `edit` in an editor have tests of their own."""
    assert {path.stem for path in CASES} >= VERBS.keys() - {"demo"}


def test_the_reader_of_transcripts() -> None:
    """What it takes for a command, a file, an answer."""
    found = parse("# remark\n@ a.json\n| {}\n\n$ claimtrack show x\n< in\n  out\n!\n= 2\n")
    assert found == ["# remark", File("a.json", ["{}"]), "", Step("claimtrack show x", ["in"], ["  out", "!", "= 2"])]
