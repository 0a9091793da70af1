"""Whole files, as a reporter meets them: each file of cases/files beside the text of everything said about it.

`name.json` is read as a bundle, `name.jsonl` as lines and `name.ledger` as a ledger. `name.json.txt` beside it holds a
line for each problem, in the order they are told, and last how many items were read in spite of them.
"""

from pathlib import Path

import pytest

from claimtrack.domain.text import safe
from claimtrack.formats.registry import FORMATS, sniff
from claimtrack.problem import Problem
from tests.support.tree import ROOT

CASES = ROOT / "tests" / "cases" / "files"
FILES = sorted(path for path in CASES.iterdir() if path.suffix != ".txt")


def told(path: Path) -> str:
    """What is said about a file."""
    name = next(each.name for each in FORMATS.values() if path.suffix in each.suffixes)
    with path.open("rb") as stream:
        found = list(FORMATS[name].read(stream, path.name))
    problems = [safe(each.text()) for each in found if isinstance(each, Problem)]
    return "\n".join([*problems, f"read: {len(found) - len(problems)}"]) + "\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file(path: Path) -> None:
    """Exactly this is said."""
    assert told(path) == path.with_name(path.name + ".txt").read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_sniffed(path: Path) -> None:
    """Its format is seen from its first bytes, or from its name when it is too damaged for that."""
    wanted = next(each.name for each in FORMATS.values() if path.suffix in each.suffixes)
    with path.open("rb") as stream:
        assert sniff(stream.read(4096), path.name) == wanted


def test_nothing_is_left_over() -> None:
    """Every text belongs to a file."""
    assert {path.stem for path in CASES.glob("*.txt")} == {path.name for path in FILES}
