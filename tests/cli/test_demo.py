"""The demo: an example story, recorded through the command line itself."""

import os
import shlex
from pathlib import Path

import pytest

from claimtrack.cli.commands import demo
from tests.cli.program import Ran, done, process, run

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def shown() -> Ran:
    """What `claimtrack demo` prints, from a process of its own."""
    return process("demo")


def test_every_line_is_shown_as_typed(shown: Ran) -> None:
    """On stderr, with what it answers; it can be typed again as it stands."""
    assert shown.status == 0
    typed = [line for line, arguments in demo.lines() if arguments]
    assert len(typed) > 30
    assert [line for line in shown.err.splitlines() if line.startswith("$ ")] == [
        *(f"$ {line}" for line in typed),
        "$ claimtrack report",
    ]
    assert all(shlex.split(line)[0] == "claimtrack" for line in typed)


@pytest.mark.parametrize(
    "words",
    [
        "Ilmar Voss, President of Oressa, said, without giving evidence",
        "[≠ disputed, P1]",
        "4 on record",
        "About 1,200 soldiers were sent to Port Sael (D1)",
        "Marta (side: strikers): 2 claims, the only origin of 1; the only eyewitness to C1, C7.",
        "“about 10” may lie inside “dozens”: not to be\n    added",
        "opposed sides agree (1)",
        "The Sael Courier gives\n    “rioters” in its own voice",
        "The union lays the fire to the belt",
        "In an outlet's own voice, with no other source C10 The gates of the port were chained shut",
        "Both sides should show restraint (Norrland and Belmark, D1)",
    ],
)
def test_the_report_shows_what_the_story_is_for(shown: Ran, words: str) -> None:
    """Each main thing that the program tells apart."""
    assert " ".join(words.split()) in " ".join(shown.out.split())


def test_nothing_in_it_needs_mending() -> None:
    """No quote is missing from the text, and no error is flagged."""
    ledger, folder = Path("demo.db").absolute(), Path("desk")
    folder.mkdir()
    assert demo.record(ledger, folder) == 0
    assert done("--db", str(ledger), "flags", "--fail-on", "error", "--select", "quote-not-in-text") == ""
    assert done("--db", str(ledger), "audit") == ""


def test_it_is_kept_where_asked() -> None:
    """In a new file; never in one that is there. What is in use goes on being so."""
    kept = run("demo", "--keep", "kept.db", "--quiet")
    assert kept.status == 0
    assert "claimtrack --db kept.db list" in kept.err
    assert "Port Sael" in done("--db", "kept.db", "story", "list")
    again = run("demo", "--keep", "kept.db")
    assert (again.status, again.out) == (2, "")
    assert "kept.db is there already" in again.err
    assert "Soldiers guard" in run("--db", "kept.db", "use").err


def test_it_is_not_kept_on_a_server() -> None:
    """A URL is no file name, and its password is not repeated."""
    refused = run("demo", "--keep", "postgresql://ana:secret@localhost/claims")
    assert (refused.status, refused.out) == (2, "")
    assert "not on a server" in refused.err
    assert "secret" not in refused.err


def test_nothing_is_left_behind(clean_env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No ledger, no article, nothing in use; and what the environment names is another ledger's."""
    monkeypatch.setenv("CLAIMTRACK_STORY", "of another ledger")
    ran = run("demo", "-q")
    assert ran.status == 0
    assert "$ claimtrack" not in ran.err
    assert os.environ["CLAIMTRACK_STORY"] == "of another ledger"
    assert [path for path in clean_env.rglob("*") if path.is_file()] == []


def test_a_line_that_fails_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its status and its message, also when quiet."""
    monkeypatch.setattr(demo, "lines", lambda: iter([("claimtrack add x", ["add", "x"])]))
    ran = run("demo", "-q")
    assert (ran.status, ran.out) == (2, "")
    assert "nobody is said to have said it" in ran.err
