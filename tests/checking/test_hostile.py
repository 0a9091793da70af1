"""Drafts that break programs: no crash, places that are in the file, and time linear in the length."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.checking.run import Checker
from tests.checking.support import DRAFTS, checker, desk_of

WORDS = (
    "“ ” \" ' ‘ ’ « » ... … [ ] ? . , : ; said Kestrel Brandt the depot held 40 tonnes of solvent fire began boiler "
    "room minister knew January wreckers reportedly denied not about 200 families moved harbour quarter اب\u202e \0"
)
PIECES = st.sampled_from([*WORDS.split(), "\n"])
REPEATED = {
    "one line": "The depot held 40 tonnes of solvent and the fire began in the boiler room ",
    "no punctuation": "about 200 families were moved ",
    "open quotes": "“The depot held ",
    "straight quotes": 'said "we pulled people out ',
    "close quotes": "” said he ",
    "ellipses": "“we … pulled … ",
    "one quotation of ellipses": "people … ",
    "brackets": "“[people] ",
    "figures": "40 tonnes 200 families 12 ",
    "names": "Kestrel Brandt Rell Osei ",
    "labels": "wreckers wreckers ",
    "denials": "denied not never ",
    "right to left": "قال \u202eالوزير ",
    "nul": "\0",
    "sentences": "The fire began in the boiler room. ",
    "lines": "The fire began in the boiler room\n",
    "questions": "Who said? ",
    "semicolons": "he said; ",
}


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """A checker of the depot's ledger."""
    return checker(desk_of(DRAFTS / "depot", str(tmp_path_factory.mktemp("hostile") / "claims.db")))


def _holds(depot: Checker, text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for kind in ("text", "markdown", "html"):
        for one in depot.check(depot.read("x", text, kind)):  # type: ignore[arg-type]
            assert 1 <= one.line <= one.end_line <= len(lines)
            assert 1 <= one.column <= len(lines[one.line - 1]) + 1
            assert 1 <= one.end_column <= len(lines[one.end_line - 1]) + 1
            assert one.fact
            assert one.next_step


@given(st.lists(PIECES).map(" ".join))
def test_any_words_in_any_order(depot: Checker, text: str) -> None:
    """Everything found has a place in the file."""
    _holds(depot, text)


@given(st.text())
def test_any_text(depot: Checker, text: str) -> None:
    """Whatever it is."""
    _holds(depot, text)


def test_strings_that_break_programs(depot: Checker, third_party: Path) -> None:
    """Each of the big list of naughty strings, alone and quoted."""
    for text in json.loads((third_party / "data/hostile/blns/blns.json").read_text("utf-8")):
        _holds(depot, text)
        _holds(depot, f"“{text}” Kestrel said. {text} The fire began in the boiler room.")


@pytest.mark.parametrize("name", REPEATED)
def test_linear(depot: Checker, name: str) -> None:
    """Eight times the text takes nowhere near 64 times the time."""
    piece = REPEATED[name]
    small, large = (piece * (size // len(piece)) for size in (8_000, 64_000))
    assert _seconds(depot, large) < 30 * _seconds(depot, small) + 0.5


def _seconds(depot: Checker, text: str) -> float:
    begin = time.process_time()
    depot.check(depot.read("x", text, "text"))
    return time.process_time() - begin
