"""A pager on a terminal, where the output is longer than the screen; nowhere else."""

import pexpect
import pytest

from tests.cli.support import Desk
from tests.cli.terminal import on_terminal

MARK = "sed s/^/P:/"
"""A pager that leaves its mark on every line."""


@pytest.fixture
def long_desk(desk: Desk) -> Desk:
    """A desk whose list of claims is longer than a screen of ten lines."""
    for number in range(12):
        desk.ok("add", f"Gate {number} stood open", "--reportedly")
    return desk


def shown(desk: Desk, *arguments: str, **environment: str) -> tuple[int, str]:
    """The status and the screen of ten lines after a command."""
    child = on_terminal(desk, *arguments, rows=10, **environment)
    child.expect(pexpect.EOF)
    child.close()
    assert "Traceback" not in child.before
    return child.exitstatus, child.before


@pytest.mark.parametrize("variable", ["PAGER", "CLAIMTRACK_PAGER"])
def test_a_long_list_goes_through_it(long_desk: Desk, variable: str) -> None:
    """The whole of it; what is said on stderr follows when the pager was left."""
    status, screen = shown(long_desk, "list", **{variable: MARK})
    assert status == 0
    assert screen.count("P:") == 14
    assert screen.rstrip().endswith("\n12 claims.")


def test_its_own_variable_comes_first(long_desk: Desk) -> None:
    """As GIT_PAGER does before PAGER; empty or cat, it is none."""
    assert "P:" not in shown(long_desk, "list", PAGER=MARK, CLAIMTRACK_PAGER="")[1]
    assert "P:" not in shown(long_desk, "list", PAGER=MARK, CLAIMTRACK_PAGER="cat")[1]


@pytest.mark.parametrize("arguments", [["--no-pager", "list"], ["story", "list"], ["show", "nothing"]])
def test_what_is_short_or_not_to_be_paged(long_desk: Desk, arguments: list[str]) -> None:
    """It is printed as it is."""
    assert "P:" not in shown(long_desk, *arguments, PAGER=MARK)[1]


def test_leaving_the_pager_changes_no_status(long_desk: Desk) -> None:
    """Findings stay findings, whether they were all read or not; a pager that is not there is none."""
    for pager in (MARK, "true", "no-such-pager"):
        status, screen = shown(long_desk, "flags", PAGER=pager)
        assert status == long_desk("flags").status
        assert "'claimtrack rule CODE'" in screen or pager == "true"


def test_a_group_asks_for_it_too(desk: Desk) -> None:
    """`source list` as `list`; `less` gets the options that git gives it, unless LESS is set."""
    for number in range(12):
        desk.ok("source", "add", f"Engineer {number} Vale")
    assert "P:" in shown(desk, "source", "list", PAGER=MARK)[1]
    ask = """sh -c 'cat >/dev/null; echo "LESS is $LESS"'"""
    assert "LESS is FRX" in shown(desk, "source", "list", PAGER=ask)[1]
    assert "LESS is R" in shown(desk, "source", "list", PAGER=ask, LESS="R")[1]


def test_in_a_pipe_there_is_none(long_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor in a file."""
    monkeypatch.setenv("PAGER", MARK)
    assert "P:" not in long_desk.ok("list").out
