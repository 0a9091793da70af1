"""The page on the Python API: every example is run, and the names that it is about are there."""

import doctest
from pathlib import Path

import pytest

import claimtrack
from tests.support.tree import ROOT

PAGE = ROOT / "docs" / "python.md"


def test_the_examples_give_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run from the first to the last in an empty folder."""
    monkeypatch.chdir(tmp_path)
    flags = doctest.NORMALIZE_WHITESPACE
    done = doctest.testfile(str(PAGE), module_relative=False, optionflags=flags, verbose=False)
    assert done.attempted > 30
    assert done.failed == 0


def test_every_public_name_is_there_and_documented() -> None:
    """Loaded by its name, from one home, with words on what it is."""
    for name in claimtrack.__all__:
        assert getattr(claimtrack, name).__doc__, name
    assert set(claimtrack._MODULES) == set(claimtrack.__all__)
    assert set(claimtrack.__all__) <= set(dir(claimtrack))


def test_no_other_name_is_given() -> None:
    """A misspelt name is an AttributeError, as of any module."""
    with pytest.raises(AttributeError, match="no attribute 'Legder'"):
        _ = claimtrack.Legder
