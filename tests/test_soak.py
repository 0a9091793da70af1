"""Damaged files of every format, and the tool that makes them: what it found once is fed again in every run."""

from pathlib import Path

import pytest

from claimtrack.actions import imports
from tests.support.tree import ROOT
from tools import soak

CASES = ROOT / "tests" / "cases" / "soak"
KEPT = sorted(CASES.glob("*/*"))
NUMBERS = range(4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the ledgers and the inputs lie."""
    made = tmp_path_factory.mktemp("soak")
    soak.make_ledgers(made)
    return made


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_once(path: Path, folder: Path) -> None:
    """Every kept file, in every way that its format is taken."""
    one = soak.Soak(path.parent.name, folder)
    assert path.suffix == one.suffix
    for way in soak.WAYS.get(one.name) or soak.WAYS[one.verb]:
        outcome = one.take(path.read_bytes(), way, audited=one.verb == "import")
        assert outcome.fault is None, outcome.errors


@pytest.mark.whole
@pytest.mark.parametrize("name", soak.FORMATS)
def test_a_few_inputs_of_each_format(name: str, folder: Path) -> None:
    """The same seed makes the same inputs, and none of them is more than the program expects."""
    one = soak.Soak(name, folder)
    for number in NUMBERS:
        data, way = one.input(3, number)
        assert (data, way) == one.input(3, number)
        outcome = one.take(data, way)
        assert outcome.fault is None, outcome.errors


def test_a_fault_is_found_and_made_smaller(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody catches is named, and the input keeps only what it needs to come up."""
    one = soak.Soak("bundle", folder)
    taken = imports.opened

    def opened(name: str) -> object:
        if b"fatal" in Path(name).read_bytes():
            raise ZeroDivisionError
        return taken(name)

    monkeypatch.setattr(imports, "opened", opened)
    data = b'{"claimtrack": 1, "claims": [{"text": "a fatal word"}]}'
    outcome = one.take(data, [])
    assert outcome.fault == "an unexpected error: ZeroDivisionError"
    assert one.smaller(data, [], outcome.fault, audited=False) == b"fatal"
    assert one.take(b"{}", []).fault is None
