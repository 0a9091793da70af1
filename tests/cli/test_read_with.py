"""`read --with`: a program of the user's proposes; its words are held against the text, and a person decides."""

import json
import os
import shlex
import signal
import sys
import time
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest

from tests.cli.support import Desk

TEXT = "Ines Vale said the gate was shut. “It was shut,” she said. The board said it was shut.\n"
LINE = {"text": "The gate was shut", "assertions": [{"chain": ["Ines Vale"], "quote": "the gate was shut"}]}


def program(*lines: Any, more: str = "") -> str:
    """A command that checks what it is given, and gives these lines."""
    written = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in lines)
    code = f"import sys\ntext = sys.stdin.buffer.read().decode()\nassert text == {TEXT!r}, text\n"
    code += f"sys.stdout.buffer.write({written.encode()!r})\n{more}"
    Path("propose.py").write_text(code, "utf-8")
    return shlex.join([sys.executable, "propose.py"])


@pytest.fixture
def desk(bare_desk: Desk) -> Desk:
    """A desk with an article as a file."""
    Path("gate.txt").write_text(TEXT, "utf-8")
    return bare_desk


def proposed(desk: Desk, command: str, status: int = 0) -> tuple[list[dict[str, Any]], str]:
    """The lines of claims that are proposed, and what is said."""
    done = desk("read", "gate.txt", "--story", "Gate", "--with", command, "--jsonl")
    assert done.status == status, done.err
    lines = [json.loads(line) for line in done.out.splitlines()]
    return [line for line in lines if line["type"] == "claim"], done.err


def test_what_it_proposes_is_marked_and_recorded_when_accepted(desk: Desk) -> None:
    """In place of what the rules propose; each attribution keeps which program it is of."""
    (line,), _ = proposed(desk, program(LINE))
    assert line["rule"] == f"program: {Path(sys.executable).name}"
    quote = line["assertions"][0]["quote"]
    assert TEXT[quote["start"] : quote["end"]] == quote["exact"] == "the gate was shut"
    assert not desk.all("assertion")
    Path("decided.jsonl").write_text(json.dumps({**line, "decision": "accept"}) + "\n", "utf-8")
    desk.ok("read", "gate.txt", "--story", "Gate", "--decisions", "decided.jsonl")
    (assertion,) = desk.all("assertion")
    assert json.loads(assertion["foreign"]) == {"proposed_by": Path(sys.executable).name}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({**LINE, "assertions": [{"chain": ["Ines Vale"], "quote": "the gate was open"}]}, "are not in the text"),
        ({**LINE, "assertions": [{"chain": ["Ines Vale"], "quote": "was shut"}]}, "more than once"),
        (
            {**LINE, "assertions": [{"chain": ["Ines Vale"], "quote": {"exact": "a gate", "start": 0, "end": 6}}]},
            "other words stand there",
        ),
        ({**LINE, "decision": "accept"}, "a program decides nothing"),
        ({"type": "document", "id": "x"}, "proposes claims only"),
        ({**LINE, "certain": True}, "has no field"),
        ({**LINE, "assessments": [{"verdict": "supported", "why": "So"}]}, "has no field"),
        ({**LINE, "assertions": [{**LINE["assertions"][0], "release": "off-record"}]}, "has no field"),
        ([1], "an object in braces"),
        ("{", "not"),
    ],
)
def test_what_does_not_fit_is_refused_and_the_rest_proposed(desk: Desk, bad: Any, words: str) -> None:
    """Words that do not stand in the text, or nobody can say where; decisions; what is no claim."""
    lines, told = proposed(desk, program(bad, LINE))
    assert len(lines) == 1
    assert words in told
    assert "Some lines of the program are not proposed" in told


def test_words_beside_it_tell_which_passage_is_meant(desk: Desk) -> None:
    """Of words that stand in the text several times."""
    quote = {"exact": "was shut", "prefix": "The board said it ", "suffix": "."}
    (line,), _ = proposed(desk, program({**LINE, "assertions": [{"chain": ["Board"], "quote": quote}]}))
    assert line["assertions"][0]["quote"]["start"] == TEXT.rindex("was shut")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("nowhere-to-be-found", "could not be run"),
        ("'unclosed", "is no command"),
        ("  ", "no command is named"),
    ],
)
def test_what_cannot_be_run_is_told(desk: Desk, command: str, words: str) -> None:
    """And nothing is proposed."""
    lines, told = proposed(desk, command, status=2)
    assert not lines
    assert words in told


def test_a_program_that_fails_or_does_not_stop_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it gave before is not taken; one that reads nothing is no fault."""
    assert "failed with status 3" in proposed(desk, program(LINE, more="sys.exit(3)"), status=2)[1]
    monkeypatch.setattr("claimtrack.actions.reading.program.MOST_BYTES", 1000)
    endless = "sys.excepthook = lambda *_: None\nwhile True: sys.stdout.buffer.write(b'x' * 100)"
    assert "gave more than" in proposed(desk, program(more=endless), status=2)[1]
    Path("deaf.py").write_text("import sys; sys.stdin.close(); print('')", "utf-8")
    assert proposed(desk, shlex.join([sys.executable, "deaf.py"]))[0] == []


def test_its_messages_are_shown_safely(desk: Desk) -> None:
    """As lines, without escape bytes, not without end; of progress that is written over itself the last state."""
    more = "sys.stderr.write('10 %\\r20 %\\r\\x1b[31mhot\\n::error x\\n' + 'y' * 70000 + '\\nz' * 900)"
    (_,), told = proposed(desk, program(LINE, more=more))
    assert "\x1b" not in told
    assert "10 %" not in told
    assert ": \\x1b[31mhot\n" in told
    assert len(told.splitlines()) < 110
    assert told.count("... and more") == 1


CHILD = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(280)"])
with open("child", "w") as file: file.write(str(child.pid))
open("started", "w").close()
"""


@pytest.mark.parametrize("own_session", [True, False])
def test_what_a_program_leaves_running_is_not_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, own_session: bool
) -> None:
    """Though it holds the output open: what the program gave is taken, and the rest told."""
    monkeypatch.setattr("claimtrack.actions.reading.program.HELD_SECONDS", 1)
    code = "import os, time; print(os.getpid(), file=open('pid', 'w'), flush=True); time.sleep(280)"
    more = (
        "import subprocess, os, time\n"
        f"subprocess.Popen([sys.executable, '-c', {code!r}], start_new_session={own_session})\n"
        "while not os.path.exists('pid') or not os.path.getsize('pid'): time.sleep(0.01)"
    )
    began = time.monotonic()
    (_,), told = proposed(desk, program(LINE, more=more))
    assert time.monotonic() - began < 200
    assert "has ended, but something that it started still runs" in told
    os.kill(int(Path("pid").read_text()), signal.SIGKILL)


@pytest.mark.parametrize("wait", ["time.sleep(280)", "sys.stdout.close(); sys.stderr.close(); time.sleep(280)"])
def test_a_program_that_takes_too_long_is_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch, wait: str) -> None:
    """With what it started: the time that it may take begins only then, however slow the machine is."""

    def once_it_started() -> float:
        while not Path("started").exists():
            time.sleep(0.01)
        return time.monotonic()

    monkeypatch.setattr("claimtrack.actions.reading.program.time", SimpleNamespace(monotonic=once_it_started))
    monkeypatch.setattr("claimtrack.actions.reading.program.MOST_SECONDS", 1)
    Path("slow.py").write_text(CHILD + wait, "utf-8")
    began = time.monotonic()
    assert "takes more than 1 second" in proposed(desk, shlex.join([sys.executable, "slow.py"]), status=2)[1]
    assert time.monotonic() - began < 200
    assert Path("started").exists()
    child = int(Path("child").read_text())
    while _running(child) and time.monotonic() - began < 200:
        time.sleep(0.01)
    assert not _running(child)


def _running(process: int) -> bool:
    """Whether a process runs; one that has ended has no arguments left."""
    try:
        return bool(Path(f"/proc/{process}/cmdline").read_bytes())
    except OSError:
        return False


def test_ctrl_c_ends_a_program(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is told as everywhere."""
    path = Path("slow.py")
    path.write_text("import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(60)", "utf-8")

    def interrupted(_thread: Thread, _timeout: float | None = None) -> None:
        while not (Path("pid").exists() and Path("pid").read_text()):
            time.sleep(0.01)
        raise KeyboardInterrupt

    monkeypatch.setattr("claimtrack.actions.reading.program.Thread.join", interrupted)
    done = desk("read", "gate.txt", "--story", "Gate", "--with", shlex.join([sys.executable, "slow.py"]), "--jsonl")
    assert (done.status, "Interrupted" in done.err) == (130, True)
    with pytest.raises(ProcessLookupError):
        os.kill(int(Path("pid").read_text()), 0)


def test_it_proposes_and_does_not_decide(desk: Desk) -> None:
    """Together with decisions it is refused."""
    done = desk("read", "gate.txt", "--with", "cat", "--decisions", "-")
    assert done.status == 2
    assert "--with proposes" in done.err
