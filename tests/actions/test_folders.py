"""A folder appears whole or not at all, and nothing of anybody else's is replaced."""

import os
from pathlib import Path

import pytest

from claimtrack.actions import site
from claimtrack.actions.site import whole_folder
from claimtrack.errors import BadInput, DatabaseTrouble

KNOWN = ("mark", "a", "b")


def _write(target: Path, *names: str, fail: bool = False) -> None:
    with whole_folder(target, marker="mark", known=KNOWN) as (folder, beside):
        assert not beside.exists()
        folder.write("mark", "ours\n")
        for name in names:
            folder.write(name, f"{name}\n")
        if fail:
            raise RuntimeError("in the middle")


def _write_while(target: Path, name: str) -> None:
    with whole_folder(target, marker="mark", known=KNOWN) as (folder, _):
        folder.write("mark", "ours\n")
        (target / name).write_text("mine", "utf-8")


def _held(target: Path) -> set[str]:
    return {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}


@pytest.mark.parametrize("exchanged", [True, False])
def test_a_folder_of_ours_is_replaced_whole(tmp_path: Path, exchanged: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one step or in two: nothing of the old is left in it or beside it."""
    if not exchanged:
        monkeypatch.setattr(site, "_exchange", lambda: None)
    target = tmp_path / "site"
    _write(target, "a/deep/1", "b")
    assert _held(target) == {"mark", "a/deep/1", "b"}
    _write(target, "a/deep/2")
    assert _held(target) == {"mark", "a/deep/2"}
    assert list(tmp_path.iterdir()) == [target]
    assert target.stat().st_mode & 0o777 == 0o777 & ~_mask()


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    """It is nobody's loss."""
    (tmp_path / "site").mkdir()
    _write(tmp_path / "site", "a")
    assert _held(tmp_path / "site") == {"mark", "a"}


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    """The old folder, or none, and nothing beside it."""
    target = tmp_path / "site"
    with pytest.raises(RuntimeError, match="in the middle"):
        _write(target, "a", fail=True)
    assert list(tmp_path.iterdir()) == []
    _write(target, "a")
    with pytest.raises(RuntimeError, match="in the middle"):
        _write(target, "b", fail=True)
    assert _held(target) == {"mark", "a"}
    assert list(tmp_path.iterdir()) == [target]


def test_what_is_not_ours_is_refused(tmp_path: Path) -> None:
    """A folder without the mark, one with somebody's file in it, a file; before anything is made."""
    target = tmp_path / "site"
    target.mkdir()
    (target / "notes").write_text("mine", "utf-8")
    with pytest.raises(BadInput, match="is not empty, and no site of ours"):
        _write(target, "a")
    (target / "mark").write_text("ours", "utf-8")
    with pytest.raises(BadInput, match="holds 'notes', which no site of ours has"):
        _write(target, "a")
    assert (target / "notes").read_text("utf-8") == "mine"
    file = tmp_path / "file"
    file.write_text("mine", "utf-8")
    with pytest.raises(BadInput, match="is there, and no folder"):
        _write(file, "a")
    assert sorted(tmp_path.iterdir()) == [file, target]


def test_what_somebody_puts_there_meanwhile_is_kept(tmp_path: Path) -> None:
    """It is looked at again at the end."""
    target = tmp_path / "site"
    _write(target, "a")
    with pytest.raises(BadInput, match="holds 'notes'"):
        _write_while(target, "notes")
    assert _held(target) == {"mark", "a", "notes"}


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    """What it leads to is replaced."""
    _write(tmp_path / "real", "a")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    _write(tmp_path / "link", "b")
    assert (tmp_path / "link").is_symlink()
    assert _held(tmp_path / "real") == {"mark", "b"}


def test_a_place_that_is_not_there_is_trouble(tmp_path: Path) -> None:
    """One line, and what to do."""
    with pytest.raises(DatabaseTrouble, match="cannot be written"):
        _write(tmp_path / "no" / "site", "a")
