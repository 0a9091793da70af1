"""The README's tour: every command in it is run in order, and what it prints is what the README says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pexpect

from tests.support.tree import ROOT

README = ROOT / "README.md"
WRITES = os.environ.get("CLAIMTRACK_WRITE_CASES", "") not in ("", "0")
_TIMES = (
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"), "TIME"),
    (re.compile(r"\b20\d\d-\d\d-\d\d\)"), "DAY)"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "DIGEST"),
)
_DATED = re.compile(r"\A[a-z2-7]{24}\Z")


def steps() -> list[tuple[str, str]]:
    """The commands of the README's console blocks, each with what it is said to print."""
    found: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", README.read_text("utf-8"), re.DOTALL):
        for piece in re.split(r"(?m)^\$ ", block)[1:]:
            command, _, output = piece.partition("\n")
            found.append((command, output.strip("\n")))
    return found


def plain(text: str, *, dated: bool) -> str:
    """Output without what changes from day to day; `dated`: the id printed holds the time of day."""
    for pattern, word in _TIMES:
        text = pattern.sub(word, text)
    lines = ["ID" if dated and _DATED.match(line) else line for line in text.strip("\n").split("\n")]
    return "\n".join(lines)


def test_the_tour_prints_what_the_readme_says(tmp_path: Path) -> None:
    """A newcomer who types the tour sees the tour."""
    (tmp_path / "claimtrack.toml").write_text('db = "claims.db"\nuser = "ana"\n', "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    seen: list[str] = []
    told: list[str] = []
    for command, output in steps():
        if command.startswith("cat "):
            (tmp_path / command.split()[1]).write_text(output + "\n", "utf-8")
            continue
        assert command.startswith("claimtrack ")
        line = command.replace("claimtrack ", f'"{sys.executable}" -m claimtrack ', 1)
        done = subprocess.run(
            line, shell=True, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        dated = command.startswith(("claimtrack assess", "claimtrack publish"))
        seen += [f"$ {command}", plain(done.stdout, dated=dated)]
        told += [f"$ {command}", plain(output, dated=dated)]
    assert len(seen) > 20
    assert "\n".join(seen) == "\n".join(told)


CARD = re.compile(r"(<!-- review: [^\n]*-->\n```text\n\$ [^\n]*\n)(.*?)(```)", re.DOTALL)


def test_the_card_is_what_the_review_shows(tmp_path: Path) -> None:
    """On a terminal of 80 columns; CLAIMTRACK_WRITE_CASES=1 writes down what it shows."""
    article = dict(steps())["cat article.txt"]
    (tmp_path / "article.txt").write_text(article + "\n", "utf-8")
    text = README.read_text("utf-8")
    block = CARD.search(text)
    assert block is not None
    command = shlex.split(block[1].split("$ ", 1)[1])
    line = ["-m", "claimtrack", "--db", "x.db", "--user", "ana", *command[1:]]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "TERM": "xterm"}
    child = pexpect.spawn(
        sys.executable, line, cwd=tmp_path, env=environment, encoding="utf-8", timeout=60, dimensions=(40, 81)
    )
    while True:
        child.expect(r" > (?=\Z)")
        shown = child.before.replace("\r", "") + " >"
        if "[dozens of boats" in shown:
            break
        child.send("s")
    child.send("q")
    child.close(force=True)
    card = shown[shown.index("── ") :].rstrip() + "\n"
    if WRITES:
        README.write_text(text[: block.start(2)] + card + text[block.end(2) :], "utf-8")
    assert WRITES or block[2] == card


def test_the_sample_bundle_is_taken(tmp_path: Path) -> None:
    """The bundle that the README shows can be imported."""
    bundle = re.search(r"```json\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert bundle is not None
    (tmp_path / "sample.json").write_text(bundle[1], "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "claimtrack", "--db", "x.db", "--user", "ana", "import", "sample.json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "1 claim" in done.stdout + done.stderr


def test_its_pictures_are_there() -> None:
    """Each is a file of the project, small, and said in words for those who do not see it."""
    found = re.findall(r"!\[(.*?)\]\((.*?)\)", README.read_text("utf-8"))
    assert found
    for words, path in found:
        assert len(words) > 40
        data = (ROOT / path).read_bytes()
        assert data.startswith(b"\x89PNG\r\n")
        assert len(data) < 300_000


def test_the_two_commands_are_there() -> None:
    """The README opens with the two commands, and the Makefile has them."""
    text = README.read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command in ("demo", "test"):
        assert f"make {command}" in text.split("##")[0]
        assert re.search(rf"(?m)^{command}:", makefile)
