"""`export --format site`: a story as a folder of pages, and what is said of it."""

import errno
import json
import os
from pathlib import Path

import pytest

from claimtrack.safe_files import NewFolder
from tests.cli.program import shell
from tests.cli.support import Desk

BUNDLE = {
    "claimtrack": 1,
    "stories": [{"name": "Flood"}],
    "claims": [
        {"text": "The wall broke", "assertions": [{"chain": ["Ines", "Coast Wire"]}]},
        {"text": "The keeper slept", "assertions": [{"chain": ["Ines"], "release": "off-record"}]},
    ],
}


@pytest.fixture
def flood(bare_desk: Desk) -> Desk:
    """A desk with a small story in its ledger."""
    path = bare_desk.folder / "flood.json"
    path.write_text(json.dumps(BUNDLE), "utf-8")
    bare_desk.ok("import", str(path))
    return bare_desk


def _held(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_site_is_written(flood: Desk, tmp_path: Path) -> None:
    """Data in the folder, words on stderr; what may not leave is counted, and left out unless it is asked for."""
    site = tmp_path / "site"
    done = flood.ok("export", "--format", "site", "--story", "Flood", "-o", str(site))
    assert done.out == ""
    assert f"Wrote {site}: 1 claim, 2 sources." in done.err
    assert "1 left out as off the record or embargoed" in done.err
    assert "The wall broke" in _held(site)
    assert "The keeper slept" not in _held(site)
    again = flood.ok("export", "--format", "site", "--story", "Flood", "--include-restricted", "-o", str(site))
    assert "left out" not in again.err
    assert "The keeper slept" in _held(site)
    flood.ok("export", "--format", "site", "--story", "Flood", "--for", "public", "-o", str(site))
    assert "The keeper slept" not in _held(site)
    assert not (site / "sources").exists()


def test_the_past_can_be_a_site(flood: Desk, tmp_path: Path) -> None:
    """`--as-of` holds for it as for every reading verb."""
    done = flood(
        "--as-of", "2001-01-01", "export", "--format", "site", "--story", "Flood", "-o", str(tmp_path / "site")
    )
    assert done.status == 2
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("--format", "site", "--story", "Flood"), "a site is a folder of pages"),
        (("--format", "site", "--story", "Flood", "-o", "-"), "a site is a folder of pages"),
        (("--format", "site", "--story", "Drought", "-o", "x"), "Drought"),
        (("--for", "public"), "--for is for a site"),
        (("--format", "site", "--for", "press", "-o", "x"), "--for"),
    ],
)
def test_what_cannot_be_is_refused(flood: Desk, line: tuple[str, ...], told: str) -> None:
    """Status 2, one message, nothing written."""
    done = flood("export", *line)
    assert (done.status, done.out) == (2, "")
    assert told in done.err
    assert not Path("x").exists()


def test_a_folder_of_somebodys_is_left_alone(flood: Desk, tmp_path: Path) -> None:
    """Status 2, and what to do."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine", "utf-8")
    done = flood("export", "--format", "site", "--story", "Flood", "-o", str(mine))
    assert done.status == 2
    assert "no site of ours" in done.err
    assert [path.name for path in mine.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("written", [0, 3])
def test_a_disk_that_is_full_leaves_what_was_there(
    flood: Desk, tmp_path: Path, there: bool, written: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first page or a later one: it is said, and nothing half written is left."""
    site = tmp_path / "new" / "site"
    site.parent.mkdir()
    line = ("export", "--format", "site", "--story", "Flood", "-o", str(site))
    if there:
        flood.ok(*line)
        flood.ok("add", "The bridge fell", "-s", "Ines", "--story", "Flood")
    before = _held(site)
    write = NewFolder.write

    def fails(folder: NewFolder, path: str, text: str) -> None:
        if folder.count == written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(folder, path, text)

    monkeypatch.setattr(NewFolder, "write", fails)
    done = flood(*line)
    assert (done.status, done.out) == (3, "")
    assert done.err == f"claimtrack: {site} cannot be written: No space left on device.\nGive another place.\n"
    assert _held(site) == before
    assert list(site.parent.iterdir()) == ([site] if there else [])


@pytest.mark.parametrize("blocks", [0, 4, 100])
def test_a_file_that_may_not_grow(flood: Desk, tmp_path: Path, blocks: int) -> None:
    """The system's own limit on a file, met by the file the pages are gathered in."""
    alone = "export PYTHONDONTWRITEBYTECODE=1"  # no compiled module is cut off for those who come after
    done = shell(
        f"{alone}; ulimit -f {blocks}; claimtrack export --format site --story Flood -o {tmp_path}/site", flood.db
    )
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (3, b"")
    assert said.startswith("claimtrack: a temporary file cannot be written: "), said
    assert said.endswith("Free some space, or name a place on another disk.\n")
    assert not (tmp_path / "site").exists()
    assert not list(tmp_path.glob(".site*"))
