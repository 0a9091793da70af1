"""Completion in a shell: verbs, words, and ids with what the record says."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from claimtrack.cli.main import cli
from tests.cli.program import done, process
from tests.support.tree import ROOT


def offered(*typed: str) -> dict[str, str | None]:
    """What a shell is offered for the last word of a line: value -> help."""
    shell = ShellComplete(cli, {}, "claimtrack", "_CLAIMTRACK_COMPLETE")
    return {item.value: item.help for item in shell.get_completions(list(typed[:-1]), typed[-1])}


@pytest.fixture
def claim(monkeypatch: pytest.MonkeyPatch, db_url: str) -> str:
    """The id of a claim in a ledger that the environment names."""
    return _recorded(monkeypatch, db_url)


@pytest.fixture
def claim_for_shells(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> str:
    """The same on SQLite alone: a shell has to do with the answers, which the tests above ask of each database."""
    return _recorded(monkeypatch, sqlite_url)


def _recorded(monkeypatch: pytest.MonkeyPatch, db: str) -> str:
    monkeypatch.setenv("CLAIMTRACK_DB", db)
    done("story", "add", "Harbour flood")
    return done("add", "The \x1b[31mlock broke", "-s", "Ines")


def test_an_id_is_offered_with_the_claims_text(claim: str) -> None:
    """By its beginning or by none; the text is safe to show."""
    assert offered("attribute", "") == {claim: r"The \x1b[31mlock broke"}
    assert offered("show", claim[:2])[claim] == r"The \x1b[31mlock broke"
    assert offered("show", "0") == {}


def test_only_what_the_place_takes_is_offered(claim: str) -> None:
    """A story where a story is wanted, also after an option; nothing for what is made anew."""
    assert offered("use", "--story", "") == {"Harbour flood": "story"}
    assert offered("list", "--source", "") == {"Ines": "source"}
    assert offered("source", "show", "") == {"Ines": "source"}
    assert offered("rate", claim[:4]) == {}


def test_codes_of_rules_are_offered() -> None:
    """With what each says; where only rules on records, or on drafts, can stand, those alone."""
    assert offered("flags", "--select", "one-") == {"one-origin-only": "A claim rests on one origin"}
    assert list(offered("flags", "allow", "quoteless")) == ["quoteless-twin"]
    assert list(offered("list", "--flag", "untr")) == ["untraced"]
    assert offered("check", "--ignore", "one-") == {}
    assert list(offered("rule", "quote-")) == ["quote-not-in-text", "quote-not-verbatim"]


def test_stories_are_offered_wherever_one_is_named(claim: str) -> None:
    """After `--story` of every verb that has it."""
    for verb in ("report", "list", "search", "flags", "disagreements", "export", "import", "check", "add", "use"):
        assert list(offered(verb, "--story", "")) == ["Harbour flood"], verb


def test_names_are_offered_by_their_beginning(claim: str) -> None:
    """Whatever the case; none that a shell would take apart, that is of two records, or that is restricted."""
    done("source", "add", "Harbour Board", "--kind", "organisation")
    done("source", "add", "Harbour: old", "--kind", "organisation")
    done("add", "It was known", "-s", "Harbour master of Orsa", "--release", "off-record")
    done("add", "A", "-s", "spokesman", "--of", "Interior Ministry")
    done("add", "B", "-s", "spokesman", "--of", "Health Ministry")
    done("source", "add", "Harbour, west", "--kind", "organisation")
    done("source", "add", "Harbour\\old", "--kind", "organisation")
    names = ("Harbour Board", "Harbour, west", "Harbour: old")
    assert offered("source", "show", "harb") == dict.fromkeys(names, "source")
    assert {"Harbour Board", "Harbour flood"} <= offered("show", "Har").keys()
    assert offered("source", "show", "spokes") == {}
    assert offered("attribute", "Har") == {}


def test_words_and_verbs_are_offered(claim: str) -> None:
    """Those that begin as typed."""
    assert list(offered("add", "x", "-b", "w")) == ["witnessed"]
    assert {"report", "restore", "resolve"} <= offered("re").keys()


def test_no_ledger_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell has no place for one."""
    monkeypatch.setenv("CLAIMTRACK_DB", "nowhere.db")
    assert offered("show", "") == {}


def test_a_shell_is_answered(claim: str) -> None:
    """By the variable that shells set; nothing else is printed."""
    typed = {"COMP_WORDS": f"claimtrack show {claim[:3]}", "COMP_CWORD": "2"}
    ran = process(_CLAIMTRACK_COMPLETE="bash_complete", **typed)
    assert (ran.status, ran.out, ran.err) == (0, f"plain,{claim}\n", "")


def test_files_and_documents_are_offered(claim: str) -> None:
    """What `read` takes: the shell looks for files itself, and stored documents are offered beside them."""
    document = done("document", "add", "https://example.org/a", "--title", "Lock broken")
    assert offered("read", "") == {"Lock broken": "document", "": None}
    assert offered("read", document[:5]) == {document: "Lock broken", document[:5]: None}
    ran = process(_CLAIMTRACK_COMPLETE="bash_complete", COMP_WORDS="claimtrack read arti", COMP_CWORD="2")
    assert ran.out == "file,arti\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_of_that_shell(shell: str) -> None:
    """Where the shell is there it reads the script; how to install it stands in its first line."""
    script = done("completion", shell)
    assert script.startswith("# ")
    assert f"claimtrack completion {shell}" in script.splitlines()[0]
    if shutil.which(shell) is not None:
        checked = subprocess.run([shell, "-n"], input=script, text=True, capture_output=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, "")


COMPLETING = {
    "bash": """eval "$SCRIPT"
        COMP_WORDS=(claimtrack "$@"); COMP_CWORD=$#; _claimtrack_completion claimtrack; echo "${COMPREPLY[*]}" """,
    "zsh": r"""compdef() { :; }
        _describe() { print -rl -- "${completions_with_descriptions[@]}" | sed -E 's/([^\\]):.*/\1/'; }
        eval "$SCRIPT"
        words=(claimtrack "$@"); CURRENT=$(( $# + 1 )); _claimtrack_completion""",
    "fish": """echo "$SCRIPT" | source
        complete -C "claimtrack $argv" | string replace -r '\\t.*' ''""",
}
"""Shell -> a program for it that completes the words it is given, by the function that the printed script defines."""


def _in_shell(
    shell: str, folder: Path, program: str, *words: str, script: str = ""
) -> subprocess.CompletedProcess[str]:
    """A program of a shell, run with claimtrack of this tree on its path, and with a `script` as SCRIPT."""
    command = folder / "claimtrack"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claimtrack "$@"\n', "utf-8")
    command.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "SCRIPT": script}
    return subprocess.run([shell, "-c", program, *words], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("shell", [shell for shell in COMPLETING if shutil.which(shell)])
def test_a_shell_completes_with_it(claim_for_shells: str, tmp_path: Path, shell: str) -> None:
    """A verb, an id from the ledger, names with spaces, a comma, a colon: of the shells that are on this machine."""
    done("story", "add", "Fire, and flood")
    done("story", "add", "Dam: day 2")
    name = [] if shell == "fish" else [shell]
    script = done("completion", shell)
    spaced = {"bash": r"Harbour\ flood"}.get(shell, "Harbour flood")
    comma = {"bash": r"Fire\,\ and\ flood"}.get(shell, "Fire, and flood")
    colon = {"bash": r"Dam\:\ day\ 2", "zsh": r"Dam\: day 2"}.get(shell, "Dam: day 2")
    for words, answer in (
        (["restor"], "restore"),
        (["show", claim_for_shells[:5]], claim_for_shells),
        (["use", "--story", "Harb"], spaced),
        (["use", "--story", '"Harbour f'], "Harbour flood"),
        (["use", "--story", "Fir"], comma),
        (["use", "--story", '"Fire, a'], "Fire, and flood"),
        (["use", "--story", "Da"], colon),
        (["use", "--story", '"Dam: d'], "Dam: day 2" if shell != "zsh" else colon),
    ):
        ran = _in_shell(shell, tmp_path, COMPLETING[shell], *name, *words, script=script)
        assert (ran.stdout.strip(), ran.stderr) == (answer, "")
    if shell == "fish":  # which shows a description beside the answer, to its end, whatever commas it has
        done("add", "A crane fell, then another, then a third", "-s", "Ines")
        shown = _in_shell(shell, tmp_path, "claimtrack completion fish | source; complete -C 'claimtrack show '")
        assert "\tA crane fell, then another, then a third\n" in shown.stdout


def test_fish_parts_an_answer_at_its_first_comma(claim_for_shells: str) -> None:
    """So that no comma of a name or a description ends it."""
    done("story", "add", "Fire, and flood")
    typed = {"COMP_WORDS": "claimtrack use --story Fir", "COMP_CWORD": "Fir"}
    ran = process(_CLAIMTRACK_COMPLETE="fish_complete", **typed)
    assert (ran.status, ran.out, ran.err) == (0, "plain,Fire, and flood\tstory\n", "")
    assert 'string split -m 1 "," $completion' in process(_CLAIMTRACK_COMPLETE="fish_source").out
