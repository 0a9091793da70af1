"""Standard streams that are closed or full, a user without a home, and names that a terminal or a log would obey."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from claimtrack.cli import context, user_folders
from claimtrack.errors import BadInput
from tests.cli.program import process, shell, wait_until_full
from tests.cli.support import Desk
from tests.cli.test_pager import shown
from tests.support.tree import ROOT

COMMAND = "::error file=README.md,line=1::forged"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("claimtrack source list >&-", 3),
        ("claimtrack source list --json >&-", 3),
        ("claimtrack --help >&-", 3),
        ("claimtrack db path >&- 2>&-", 3),
        ("claimtrack export <&- >&- 2>&-", 3),
        ("claimtrack search nothing-of-this >&-", 3),
        ("claimtrack import - <&-", 2),
        ("claimtrack check - <&-", 2),
        ("claimtrack read - <&-", 2),
        ("claimtrack add - -s Ana <&-", 2),
        ("claimtrack nothing 2>&-", 2),
        ("claimtrack source list >/dev/full", 3),
        ("claimtrack export >/dev/full", 3),
        ("claimtrack nothing 2>/dev/full", 2),
        ("claimtrack --help >/dev/full", 3),
    ],
)
def test_streams_that_are_closed_or_full(desk: Desk, line: str, status: int) -> None:
    """The status is as it would be, but for a closed or full stdout; what is said is no fault of the program."""
    done = shell(line, desk.db)
    assert done.returncode == status, done.stderr
    assert b"unexpected error" not in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_write_whose_messages_are_lost_is_done(desk: Desk) -> None:
    """With stderr closed or full; with stdout closed nothing is done. Nothing printed lands in the ledger."""
    for name, closed, status in [
        ("A", "<&- 2>&-", 0),
        ("B", "2>/dev/full", 0),
        ("C", ">&-", 3),
        ("D", "<&- >&- 2>&-", 3),
    ]:
        done = shell(f"claimtrack source add 'Source {name}' {closed}", desk.db)
        assert done.returncode == status, done.stderr
    names = {body["name"] for body in desk.all("source")}
    assert {"Source A", "Source B"} <= names
    assert not {"Source C", "Source D"} & names
    assert desk.ok("audit")


def test_the_home_folder_is_not_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without HOME, for a user the system does not know: said so, and no folder named ~ is made."""

    def nobody(_user: int) -> NoReturn:
        raise KeyError

    monkeypatch.setattr("pwd.getpwuid", nobody)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(BadInput, match="HOME"):
        context.read_settings(db=None, user="desk", environment={}, folder=tmp_path)
    assert user_folders.read_in_use("a") == user_folders.InUse()
    with pytest.raises(BadInput, match="HOME"):
        user_folders.write_in_use("a", user_folders.InUse("b"))


def test_a_home_folder_that_is_not_there(bare_desk: Desk) -> None:
    """`~nobody` of a user the system does not know is bad input."""
    ran = process("--db", "~no-such-user-here/claims.db", "list")
    assert (ran.status, ran.out) == (2, "")
    assert "unexpected" not in ran.err


@pytest.mark.parametrize("name", [f"x\n{COMMAND}.json", f"x\r{COMMAND}.json", COMMAND])
def test_no_file_name_is_a_command_to_a_log(desk: Desk, name: str) -> None:
    """No line on stderr begins with `::`, whatever a file is called."""
    folder = Path(name).parent
    folder.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(f'{{"claimtrack": 1, "claims": [{{"text": "a", "x": 1}}, 5], "{COMMAND}": []}}', "utf-8")
    for line in (
        ["import", name],
        ["import", name, "--dry-run"],
        ["check", name],
        ["read", name],
        ["import", "n" + name],
    ):
        done = desk(*line)
        assert not any(text.lstrip().startswith("::") for text in (done.out + done.err).splitlines()), done


def test_no_key_of_json_is_a_command_to_a_log(desk: Desk) -> None:
    """A key with a line break in it is shown on one line."""
    for key in (rf"\n{COMMAND}", COMMAND):
        said = desk.refused("import", "-", "--format", "bundle", stdin=f'{{"claimtrack": 1, "{key}": 1}}')
        assert not any(line.lstrip().startswith("::") for line in said.splitlines()), said
        said = desk.refused("import", "-", "--format", "lines", stdin=f'{{"type": "claim", "text": "a", "{key}": 1.5}}')
        assert not any(line.lstrip().startswith("::") for line in said.splitlines()), said


def test_the_path_of_the_ledger_is_shown_safe(bare_desk: Desk) -> None:
    """What a terminal would obey stands in `db path` as an escape."""
    bare_desk.db = f"a\x1b[31m\n{COMMAND}.db"
    done = bare_desk.ok("db", "path")
    assert done.out.splitlines() == [done.out.rstrip("\n")]
    assert r"a\x1b[31m\x0a" in done.out
    assert "\x1b" not in done.err


def test_a_program_that_was_stopped_goes_on_writing(desk: Desk) -> None:
    """By Ctrl-Z, say, in the middle of a long text: also where Python buffers nothing, it is written to its end."""
    Path("long.txt").write_text("one word " * 20_000, "utf-8")
    document = desk.ok("document", "add", "long.txt", "--title", "Long").id
    line = [sys.executable, "-m", "claimtrack", "--db", desk.db, "show", document, "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(line, stdout=subprocess.PIPE, env=environment) as child:
        wait_until_full(child)
        child.send_signal(signal.SIGSTOP)
        os.waitpid(child.pid, os.WUNTRACED)
        child.send_signal(signal.SIGCONT)
        assert child.stdout is not None
        assert json.load(child.stdout)["text"].count("one word") == 20_000
    assert child.returncode == 0


def test_a_long_message_is_wrapped_on_a_terminal(desk: Desk) -> None:
    """Between words, at its width; elsewhere it is one line, as a log wants it."""
    who = [f"Harbour Board of Northern Ista {number}" for number in range(6)]
    told = "New sources: Harbour Board of Northern Ista 0, "
    status, screen = shown(desk, "add", "The gates stood open", *(part for name in who for part in ("-s", name)))
    lines = screen.replace("\r", "").split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith(told))
    assert status == 0
    assert not lines[first].endswith("more about one.")
    assert max(map(len, lines[first:])) <= 100
    assert " ".join(lines[first:]).count("Harbour Board of Northern Ista") == 6
    assert desk.ok("add", "It rained", "-s", "Ann Lee", "-s", "Ben Orr").err.count("\n") < 4
