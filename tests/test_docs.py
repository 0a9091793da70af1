"""README and docs: every command of a console block is run in order, and what it prints is what the page says."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pexpect
import pytest

from claimtrack.cli.main import main
from tests.cli.terminal import QUESTION, TIMEOUT
from tests.support.expected import WRITES_CASES
from tests.support.tree import ROOT

README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "docs").glob("*.md")))
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
READING = ROOT / "docs" / "reading-an-article.md"
_TIMES = (
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"), "TIME"),
    (re.compile(r"\b20\d\d-\d\d-\d\d\)"), "DAY)"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "DIGEST"),
)
_DATED = re.compile(r"\A[a-z2-7]{24}\Z")
_FOR_A_SHELL = re.compile(r"[|<>;&$`*?~]")
_CONSOLE = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_AFTER = re.compile(r"<!-- after: (\S+) -->")
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def steps(page: Path) -> list[tuple[str, str]]:
    """The commands of a page's console blocks, each with what it is said to print."""
    found: list[tuple[str, str]] = []
    for block in _CONSOLE.findall(page.read_text("utf-8")):
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


def run_steps(page: Path, folder: Path, *, typed: bool = False) -> Iterator[tuple[str, str, str]]:
    """Run a page's commands in a folder: (command, what the page says, what was printed). `cat FILE` makes the file.

    Those in which a shell has more to do than to part words are run by one; `typed`: all of them.
    """
    for command, output in steps(page):
        if command.startswith("cat "):
            (folder / command.split()[1]).write_text(output + "\n", "utf-8")
            continue
        assert command.startswith("claimtrack ")
        by_shell = typed or _FOR_A_SHELL.search(command)
        yield command, output, _by_shell(command, folder) if by_shell else _in_this_process(command, folder)


def _by_shell(command: str, folder: Path) -> str:
    """What a command prints that is typed into a shell."""
    line = command.replace("claimtrack ", f'"{sys.executable}" -m claimtrack ', 1)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    done = subprocess.run(
        line, shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.stdout


def _in_this_process(command: str, folder: Path) -> str:
    """The same without a shell, and without starting a Python for it."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True)
    with chdir(folder), redirect_stdout(printed), redirect_stderr(printed):
        main(shlex.split(command)[1:])
    printed.seek(0)
    return printed.read()


@pytest.mark.parametrize(
    "page", [page for page in PAGES if "```console" in page.read_text("utf-8")], ids=lambda p: p.stem
)
def test_commands_print_what_the_page_says(page: Path, tmp_path: Path) -> None:
    """A newcomer who types what a page shows sees what it shows; a page may go on from the ledger of another."""
    (tmp_path / "claimtrack.toml").write_text('db = "claims.db"\nuser = "ana"\n', "utf-8")
    text = page.read_text("utf-8")
    if before := _AFTER.search(text):
        for _ in run_steps(ROOT / before[1], tmp_path):
            pass
    seen: list[str] = []
    shown: list[str] = []
    for command, output, printed in run_steps(page, tmp_path, typed=page == README):
        dated = command.startswith(("claimtrack assess", "claimtrack publish"))
        seen += [f"$ {command}", plain(printed, dated=dated)]
        shown += [f"$ {command}", plain(output, dated=dated)]
        if WRITES_CASES and seen[-1] != shown[-1]:
            text = text.replace(f"$ {command}\n{output}\n", f"$ {command}\n{printed.strip(chr(10))}\n")
    if WRITES_CASES:
        page.write_text(text, "utf-8")
    assert seen
    assert WRITES_CASES or "\n".join(seen) == "\n".join(shown)


CARD = re.compile(r"(<!-- review: [^\n]*-->\n```text\n\$ [^\n]*\n)(.*?)(```)", re.DOTALL)


def test_the_card_is_what_the_review_shows(tmp_path: Path) -> None:
    """On a terminal of 80 columns; CLAIMTRACK_WRITE_CASES=1 writes down what it shows."""
    article = dict(steps(README))["cat article.txt"]
    (tmp_path / "article.txt").write_text(article + "\n", "utf-8")
    text = READING.read_text("utf-8")
    block = CARD.search(text)
    assert block is not None
    command = shlex.split(block[1].split("$ ", 1)[1])
    line = ["-m", "claimtrack", "--db", "x.db", "--user", "ana", *command[1:]]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "TERM": "xterm"}
    child = pexpect.spawn(
        sys.executable, line, cwd=tmp_path, env=environment, encoding="utf-8", timeout=TIMEOUT, dimensions=(40, 81)
    )
    while True:
        child.expect(QUESTION)
        shown = (child.before + child.after).replace("\r", "").rstrip()
        if "[dozens of boats" in shown:
            break
        child.send("s")
    child.send("q")
    child.close(force=True)
    card = shown[shown.index("── ") :].rstrip() + "\n"
    if WRITES_CASES:
        READING.write_text(text[: block.start(2)] + card + text[block.end(2) :], "utf-8")
    assert WRITES_CASES or block[2] == card


def test_the_sample_bundle_is_taken(tmp_path: Path) -> None:
    """The bundle that docs/files.md shows can be imported."""
    bundle = re.search(r"```json\n(.*?)```", (ROOT / "docs" / "files.md").read_text("utf-8"), re.DOTALL)
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


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link of a page to another file of the project."""
    for target in _LINK.findall(_CODE.sub("", page.read_text("utf-8"))):
        if not target.startswith(("http:", "https:", "#")):
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_every_page_can_be_reached_from_the_readme() -> None:
    """A page that nothing links to is not found."""
    linked = {README.parent / target for target in _LINK.findall(README.read_text("utf-8"))}
    assert set(PAGES) - {README} <= linked


def test_the_readme_is_short() -> None:
    """About 200 lines: the rest belongs on the pages."""
    assert len(README.read_text("utf-8").splitlines()) <= 210


def test_pictures_are_there() -> None:
    """Each is a file of the project, small, and said in words for those who do not see it."""
    found = [
        (words, page.parent / path)
        for page in PAGES
        for words, path in re.findall(r"!\[(.*?)\]\((.*?)\)", page.read_text("utf-8"))
    ]
    assert len(found) >= 2
    for words, path in found:
        assert len(words) > 40
        data = path.read_bytes()
        assert data.startswith(b"\x89PNG\r\n")
        assert len(data) < 300_000


def test_the_two_commands_are_there() -> None:
    """The README opens with the two commands, and the Makefile has them."""
    text = README.read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command in ("demo", "test"):
        assert f"make {command}" in text.split("##")[0]
        assert re.search(rf"(?m)^{command}:", makefile)
