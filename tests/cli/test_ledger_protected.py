"""No verb writes over the ledger, its journal, a folder that holds it or another ledger, however that is spelled."""

import json
import os
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from claimtrack.cli.review.saved_decisions import SavedDecisions
from claimtrack.errors import BadInput
from claimtrack.safe_files import refuse_ledger_file
from tests.cli.program import shell
from tests.cli.support import Desk


def itself(ledger: Path) -> Path:
    return ledger


def relative(ledger: Path) -> Path:
    return Path(os.path.relpath(ledger))


def roundabout(ledger: Path) -> Path:
    (ledger.parent / "sub").mkdir()
    return ledger.parent / "sub" / ".." / ledger.name


def symlink(ledger: Path) -> Path:
    link = ledger.with_name("link.db")
    link.symlink_to(ledger)
    return link


def through_a_linked_folder(ledger: Path) -> Path:
    folder = Path("linked-folder").absolute()
    folder.symlink_to(ledger.parent)
    return folder / ledger.name


def hard_link(ledger: Path) -> Path:
    link = ledger.with_name("other.json")
    link.hardlink_to(ledger)
    return link


def journal(ledger: Path) -> Path:
    return ledger.with_name(ledger.name + "-journal")


def link_to_the_journal(ledger: Path) -> Path:
    link = ledger.with_name("harmless.json")
    link.symlink_to(journal(ledger))
    return link


SPELLINGS = (itself, relative, roundabout, symlink, through_a_linked_folder, hard_link, journal, link_to_the_journal)
VERBS = {
    "export": ("export", "-o"),
    "lines": ("export", "--format", "lines", "-o"),
    "history": ("export", "--format", "ledger", "-o"),
    "report": ("report", "-o"),
    "page": ("report", "--format", "html", "-o"),
    "site": ("export", "--format", "site", "-o"),
    "backup": ("db", "backup", "--replace"),
}


@pytest.mark.parametrize("spelled", SPELLINGS)
@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_writes_over_the_ledger(desk: Desk, verb: str, spelled: Callable[[Path], Path]) -> None:
    """It is refused; every byte of the ledger stays, and no journal is left for SQLite to play back."""
    ledger = Path(desk.db)
    place = spelled(ledger)
    before = ledger.read_bytes()
    said = desk.refused(*VERBS[verb], str(place))
    assert str(place) in said
    assert ledger.read_bytes() == before
    assert not journal(ledger).exists()
    desk.ok("audit")


@pytest.mark.parametrize("verb", VERBS)
def test_the_ledger_opened_by_a_link(desk: Desk, verb: str) -> None:
    """What the link leads to is the ledger too."""
    ledger = Path(desk.db)
    desk.db = str(symlink(ledger))
    before = ledger.read_bytes()
    desk.refused(*VERBS[verb], str(ledger))
    desk.refused(*VERBS[verb], str(journal(ledger)))
    assert ledger.read_bytes() == before


def test_a_site_does_not_replace_the_folder_of_the_ledger(desk: Desk) -> None:
    """Even one that looks like a site of ours."""
    site = desk.folder / "site"
    desk.ok("export", "--format", "site", "-o", str(site))
    (site / "claims").mkdir(exist_ok=True)
    inside = site / "claims" / "claims.db"
    Path(desk.db).rename(inside)
    desk.db = str(inside)
    assert "holds the ledger" in desk.refused("export", "--format", "site", "-o", str(site))
    assert inside.exists()


@pytest.mark.parametrize("place", ["claims/claims.db", "claims/ab/notes.txt", "lists/link"])
def test_a_site_is_not_replaced_with_what_is_not_of_it(desk: Desk, place: str) -> None:
    """Whatever stands deep inside it would be lost: another ledger, a text, what a link leads to."""
    site = desk.folder / "site"
    desk.ok("export", "--format", "site", "-o", str(site))
    inside = site / place
    inside.parent.mkdir(parents=True, exist_ok=True)
    if place.endswith("link"):
        inside.symlink_to(desk.folder)
    else:
        inside.write_text("mine", "utf-8")
    assert f"holds {place!r}, which no site of ours has" in desk.refused("export", "--format", "site", "-o", str(site))
    assert inside.exists()
    inside.unlink()
    desk.ok("export", "--format", "site", "-o", str(site))


def test_a_file_of_refused_items_does_not_land_on_the_ledger(bare_desk: Desk) -> None:
    """Its name is one that is not taken: not by the ledger, and not by a link that leads nowhere yet."""
    bare_desk.db = str(bare_desk.folder / "flood.refused.json")
    bundle = {"claimtrack": 1, "sources": [{"name": "Ines"}, {"name": ""}]}
    (bare_desk.folder / "flood.json").write_text(json.dumps(bundle), "utf-8")
    bare_desk.ok("story", "add", "Dam")
    (bare_desk.folder / "flood.refused-2.json").symlink_to(bare_desk.db + "-journal")
    done = bare_desk("import", "flood.json", "--keep-going")
    assert "flood.refused-3.json" in done.err
    bare_desk.ok("audit")


def test_decisions_of_a_review_do_not_land_on_the_ledger(desk: Desk) -> None:
    """A link in their place that leads to the ledger is refused."""
    kept = SavedDecisions("ledger", "document", database=Path(desk.db))
    kept.file.parent.mkdir(parents=True)
    kept.file.symlink_to(desk.db)
    before = Path(desk.db).read_bytes()
    with pytest.raises(BadInput, match="is the ledger itself"):
        kept.renamed("the mayor", "Omar Denn")
    assert Path(desk.db).read_bytes() == before


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_writes_over_another_ledger(desk: Desk, verb: str) -> None:
    """Text takes the place of no database; a backup that of a copy of the same ledger, and of no other."""
    other = Path("other.db")
    Desk(str(other), desk.folder).ok("story", "add", "Another story")
    copy = Path("copy.db")
    desk.ok("db", "backup", str(copy))
    for place, replaced in ((other, False), (copy, verb == "backup")):
        before = place.read_bytes()
        desk.ok("source", "add", f"Ines {place}")
        if replaced:
            desk.ok(*VERBS[verb], str(place))
        elif verb == "site":
            assert "is there, and no folder" in desk.refused(*VERBS[verb], str(place))
        else:
            assert f"{place} is a database, perhaps another ledger" in desk.refused(*VERBS[verb], str(place))
        assert (place.read_bytes() == before) is not replaced


@pytest.mark.parametrize("spelled", [itself, symlink, hard_link, journal])
def test_no_stream_goes_into_the_ledger(desk: Desk, spelled: Callable[[Path], Path]) -> None:
    """What is printed, and what is said, lands neither in the ledger nor in its journal; and nothing is recorded."""
    place = spelled(Path(desk.db))
    before = Path(desk.db).read_bytes()
    verbs = ("export", "list", "source add Zed", "db path", "db rebuild") if spelled is itself else ("export",)
    for verb, stream in product(verbs, (f">> {place}", f"1<> {place}", f"2>> {place}", f">> {place} 2>&1")):
        done = shell(f"claimtrack {verb} {stream}", desk.db)
        assert done.returncode == 2, (verb, stream, done)
        assert (b"standard output goes into" in done.stderr) is ("2>" not in stream)
    assert Path(desk.db).read_bytes() == before
    if journal(Path(desk.db)).exists():
        assert journal(Path(desk.db)).read_bytes() == b""
    desk.ok("audit")


@pytest.mark.parametrize("verb", ["rule", "demo", "--help", "list --help", "--version", "no-such-verb"])
def test_no_stream_goes_into_any_database(desk: Desk, verb: str) -> None:
    """Nor does what a verb prints that opens no ledger, nor anything into another ledger than the one in use."""
    other = desk.folder / "other.db"
    Desk(str(other), desk.folder).ok("story", "add", "Another story")
    before = other.read_bytes()
    for stream in (f">> {other}", f"2>> {other}"):
        done = shell(f"claimtrack {verb} {stream}", desk.db)
        assert (done.returncode, done.stdout) == (2, b"")
        assert (b"standard output goes into a SQLite database" in done.stderr) is stream.startswith(">")
        assert other.read_bytes() == before


def test_a_ledger_that_the_shell_emptied(desk: Desk) -> None:
    """The shell empties the file before the program runs: it is said what happened, and nothing is written there."""
    done = shell(f"claimtrack export > {desk.db}", desk.db)
    assert done.returncode == 2
    assert b"the shell emptied it before claimtrack began: restore a backup" in done.stderr
    assert Path(desk.db).read_bytes() == b""


def test_other_files_are_written(desk: Desk) -> None:
    """A file beside the ledger, one whose name only begins as its, and one that links to something else."""
    ledger = Path(desk.db)
    (ledger.parent / "link.json").symlink_to("elsewhere.json")
    for name in ("claims.json", ledger.name + ".json", "link.json"):
        desk.ok("export", "-o", str(ledger.with_name(name)))
        assert json.loads(ledger.with_name(name).read_text("utf-8"))["claimtrack"] == 1
    assert (ledger.parent / "elsewhere.json").is_file()


def test_a_journal_in_other_letters(tmp_path: Path) -> None:
    """Where letter case does not count it would be the journal: it is refused everywhere."""
    with pytest.raises(BadInput, match="is the ledger's journal"):
        refuse_ledger_file(tmp_path / "CLAIMS.DB-Journal", tmp_path / "claims.db")


def test_a_ledger_on_a_server_protects_no_file(tmp_path: Path) -> None:
    """There is none that could be destroyed."""
    refuse_ledger_file(tmp_path / "claims.db", None)
