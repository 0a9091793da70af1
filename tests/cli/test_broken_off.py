"""A command that breaks off says what is in the ledger: never that nothing was changed when something was."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from claimtrack.cli.errors import status_of
from tests.cli.support import Desk
from tests.support.tree import ROOT

ADD = ("add", "The gates opened", "-s", "Omar Denn")
RECORDED = "What was recorded before that stays: change {}, in 'claimtrack log'."


def shell(desk: Desk, line: tuple[str, ...], redirection: str) -> tuple[int, str]:
    """Run a command in a shell with a redirection; its status, and what it wrote on stderr."""
    words = [sys.executable, "-m", "claimtrack", "--db", desk.db, "--user", "desk", *line]
    done = subprocess.run(
        ["/bin/sh", "-c", f"{shlex.join(words)} {redirection}"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode, done.stderr.decode()


def test_a_full_standard_output(any_desk: Desk) -> None:
    """It was recorded, and that is said; a reading verb says the first line alone."""
    changes, _ = any_desk.head()
    status, said = shell(any_desk, ADD, ">/dev/full")
    assert any_desk.head()[0] == changes + 1
    assert (status, said.splitlines()[-1]) == (3, RECORDED.format(changes + 1))
    assert said.splitlines()[-2] == "claimtrack: No space left on device"
    assert shell(any_desk, ("list", "--json"), ">/dev/full") == (3, "claimtrack: No space left on device\n")


def test_a_closed_standard_output(desk: Desk) -> None:
    """It is met before anything is done."""
    before = desk.head()
    status, said = shell(desk, ADD, ">&-")
    assert (status, said) == (
        3,
        "claimtrack: standard output is closed, so nothing was done. Send it to /dev/null if it is not wanted.\n",
    )
    assert desk.head() == before


def test_a_closed_standard_error(desk: Desk) -> None:
    """What is said is lost, what was asked for is done."""
    changes, _ = desk.head()
    assert shell(desk, ADD, "2>&-") == (0, "")
    assert desk.head()[0] == changes + 1


def test_a_name_that_is_no_utf8(desk: Desk) -> None:
    """It is printed as an escape, so that nothing fails after the file was imported."""
    name = os.fsdecode(b"\xff.json")
    Path(name).write_text('{"claimtrack": 1, "sources": [{"name": "Ines", "kind": "witness"}]}', "utf-8")
    changes, _ = desk.head()
    done = desk("import", name, "--json")
    assert desk.head()[0] == changes + 1
    assert done.status == 0
    assert done.json[0]["file"] == name


@pytest.mark.parametrize("text", ["\udc80", "é"])
def test_what_cannot_be_printed(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """When something was recorded, it is not said that nothing was."""
    status_of(UnicodeEncodeError("ascii", text, 0, 1, "x"), debug=False, recorded="Change 7 stays.")
    said = capsys.readouterr().err
    assert "nothing was" not in said
    assert said.endswith("Change 7 stays.\n")


def test_interrupted_between_two_files(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first was recorded."""
    for name in ("Ines", "Jon"):
        Path(f"{name}.json").write_text(
            f'{{"claimtrack": 1, "sources": [{{"name": "{name}", "kind": "witness"}}]}}', "utf-8"
        )

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("claimtrack.cli.commands.imports.say_imported", interrupt)
    changes, _ = desk.head()
    done = desk("import", "Ines.json", "Jon.json")
    assert (done.status, done.err.strip()) == (130, f"Interrupted. {RECORDED.format(changes + 1)}")
    assert desk.head()[0] == changes + 1


def test_the_second_of_two_files_is_refused(desk: Desk) -> None:
    """That nothing was imported is said of it alone."""
    Path("good.json").write_text('{"claimtrack": 1, "sources": [{"name": "Ines", "kind": "witness"}]}', "utf-8")
    Path("bad.json").write_text('{"claimtrack": 1, "sources": [{"name": "", "kind": "witness"}]}', "utf-8")
    changes, _ = desk.head()
    done = desk("import", "good.json", "bad.json")
    assert done.status == 2
    assert done.err.endswith(RECORDED.format(changes + 1) + "\n")
    assert desk.head()[0] == changes + 1


def test_an_unexpected_error(capsys: pytest.CaptureFixture[str]) -> None:
    """That nothing was changed is said when nothing was."""
    assert status_of(ValueError("odd"), debug=False) == 3
    assert "Nothing was changed." in capsys.readouterr().err
    assert status_of(ValueError("odd"), debug=False, recorded="Change 7 stays.") == 3
    said = capsys.readouterr().err
    assert "Nothing was changed." not in said
    assert said.endswith("Change 7 stays.\n")
