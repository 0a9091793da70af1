"""Files and folders appear whole or not at all, and nothing of anybody else's is replaced."""

import os
from pathlib import Path

import pytest

from claimtrack import safe_files
from claimtrack.errors import BadInput, DatabaseTrouble
from claimtrack.safe_files import whole_file, whole_folder, write_private

KNOWN = ("mark", "a", "b")


def _write(target: Path, *names: str, fail: bool = False) -> None:
    with whole_folder(target, marker="mark", known=KNOWN, ledger=None) as (folder, beside):
        assert not beside.exists()
        folder.write("mark", "ours\n")
        for name in names:
            folder.write(name, f"{name}\n")
        if fail:
            raise RuntimeError("in the middle")


def _write_while(target: Path, name: str) -> None:
    with whole_folder(target, marker="mark", known=KNOWN, ledger=None) as (folder, _):
        folder.write("mark", "ours\n")
        (target / name).write_text("mine", "utf-8")


def _held(target: Path) -> set[str]:
    return {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}


@pytest.mark.parametrize("exchanged", [True, False])
def test_a_folder_of_ours_is_replaced_whole(tmp_path: Path, exchanged: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one step or in two: nothing of the old is left in it or beside it."""
    if not exchanged:
        monkeypatch.setattr(safe_files, "_exchange", lambda: None)
    target = tmp_path / "site"
    _write(target, "a/deep/1.html", "b")
    assert _held(target) == {"mark", "a/deep/1.html", "b"}
    _write(target, "a/deep/2.html")
    assert _held(target) == {"mark", "a/deep/2.html"}
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


def test_a_file_is_replaced_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with whole_file(target, ledger=None) as out:
        out.write(b"one")
        assert not target.exists()
    assert target.read_bytes() == b"one"
    assert target.stat().st_mode & 0o777 == 0o666 & ~_mask()
    target.chmod(0o640)
    with pytest.raises(RuntimeError, match="in the middle"):
        _break_off(target)
    assert target.read_bytes() == b"one"
    with whole_file(target, ledger=None) as out:
        out.write(b"three")
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"three", 0o640)
    assert list(tmp_path.iterdir()) == [target]


def _break_off(target: Path) -> None:
    with whole_file(target, ledger=None) as out:
        out.write(b"two")
        raise RuntimeError("in the middle")


def test_what_is_no_plain_file_is_written_to_as_it_is(tmp_path: Path) -> None:
    with whole_file(os.devnull, ledger=None) as out:
        out.write(b"gone")
    assert not Path(os.devnull).is_file()
    with pytest.raises(DatabaseTrouble, match="cannot be written"), whole_file(tmp_path / "none" / "out", ledger=None):
        pass


def test_a_private_file_is_its_owners_alone(tmp_path: Path) -> None:
    target = tmp_path / "kept"
    for text in ("one", "two é"):
        write_private(target, text)
        assert (target.read_text("utf-8"), target.stat().st_mode & 0o777) == (text, 0o600)
    assert list(tmp_path.iterdir()) == [target]
