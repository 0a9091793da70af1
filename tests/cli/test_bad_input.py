"""Bad input by the dozen: one clear line each on stderr, the right exit status, nothing changed, no traceback."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.store import engine
from tests.cli.support import Desk
from tests.support.tree import ROOT

UNKNOWN = "zzzzzzzzzzzzzzzzzzzzzzzz"
HOSTILE = "red\x1b[31m\x07 bell \u202eturned\u202c \x9b2J\x00"
UGLY = ("\x1b", "\x07", "\u202e", "\u202c", "\x9b", "\x00")


# What is typed


@pytest.mark.parametrize(
    "line",
    [
        ["show", UNKNOWN],
        ["edit", UNKNOWN, "--set", "text=x"],
        ["void", UNKNOWN],
        ["restore", UNKNOWN],
        ["withhold", "--yes", UNKNOWN, "--why", "x"],
        ["attribute", UNKNOWN, "-s", "Omar Denn"],
        ["annotate", UNKNOWN, "-n", "x"],
        ["ask", UNKNOWN, "--whom", "The Courier"],
        ["assess", UNKNOWN, "supported", "--why", "x"],
        ["rate", UNKNOWN, "A", "--why", "x"],
        ["resolve", UNKNOWN, "--why", "x"],
        ["dismiss", UNKNOWN, "--why", "x"],
        ["disagree", UNKNOWN, UNKNOWN, "--kind", "cause", "--why", "x"],
        ["add", "A", "-s", UNKNOWN],
        ["add", "A", "-s", "Omar Denn", "--told", UNKNOWN],
        ["add", "A", "-s", "Omar Denn", "-i", UNKNOWN],
        ["add", "A", "-s", "Omar Denn", "--story", UNKNOWN],
        ["use", UNKNOWN],
        ["story", "merge", "Dam at Kesra", UNKNOWN, "--why", "x"],
        ["log", UNKNOWN],
    ],
    ids=" ".join,
)
def test_unknown_ids(desk: Desk, line: list[str]) -> None:
    """It says that there is none."""
    assert UNKNOWN in desk.refused(*line)


@pytest.mark.parametrize("verb", ["show", "void", "edit"])
def test_an_ambiguous_name(desk: Desk, verb: str) -> None:
    """Both are listed with their ids, and told apart."""
    ids = [desk.ok("source", "add", "Sabine Orr", "--qualifier", what).id for what in ("baker", "builder")]
    said = desk.refused(verb, "Sabine Orr", status=4)
    assert all(one in said for one in (*ids, "baker", "builder"))


def test_an_ambiguous_prefix(desk: Desk) -> None:
    """As names are."""
    known = desk.ok("add", "The gates opened early", "-s", "Omar Denn").id
    twin = known[:8] + ("a" if known[8] != "a" else "b") + known[9:]
    with open_ledger(desk.db).maintaining() as connection:
        row = connection.execute(text("SELECT * FROM record_history WHERE id = :id"), {"id": known}).mappings().one()
        names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        other = {**row, "id": twin, "number": row["number"] + 1000, "entry": row["number"]}
        connection.execute(text(f"INSERT INTO record_history ({names}) VALUES ({values})"), other)
    said = desk.refused("void", known[:6], status=4)
    assert known in said
    assert twin in said


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-13-01", "yesterday", "2026-02-30T10:00", "31/12/2026", "", "2026-W60"]
)
@pytest.mark.parametrize(
    "line",
    [
        ["add", "A", "-s", "Omar Denn", "--said-on"],
        ["add", "A", "-s", "Omar Denn", "--release", "embargoed", "--until"],
        ["add", "A", "-s", "Omar Denn", "--figure", "3", "--for-date"],
        ["story", "add", "Other", "--started"],
        ["source", "side", "The Courier", "press", "--since"],
    ],
    ids=lambda line: f"{line[0]} {line[-1]}",
)
def test_impossible_dates(desk: Desk, line: list[str], day: str) -> None:
    """The day is named, and how one is written. An empty one is refused of a claim; of the rest it says nothing."""
    if day == "" and line[0] != "add":
        desk.ok(*line, day)
        assert all("" not in body.values() for body in desk.bodies("1 = 1"))
        return
    assert day in desk.refused(*line, day)


@pytest.mark.parametrize("figure", ["many-ish", "", "lots", "10 to 5", "-3", "NaN", "1e400", "½", "twelvety"])
def test_impossible_figures(desk: Desk, figure: str) -> None:
    """It says what a figure may be; nothing of the line is recorded."""
    said = desk.refused("add", "A", "-s", "Police", "--figure", figure)
    assert figure in said


@pytest.mark.parametrize("words", ["", " ", "\n\t", "\u00a0", "\u200b", "\u200d\u2060"])
def test_empty_text(desk: Desk, words: str) -> None:
    """Nothing to see is nothing said."""
    desk.refused("add", words, "-s", "Omar Denn")
    desk.refused("add", "-", "-s", "Omar Denn", stdin=words)


@pytest.mark.parametrize("option", ["-s", "--told", "-q", "-Q", "--label", "-n", "-t", "--about", "--of"])
def test_empty_options(desk: Desk, option: str) -> None:
    """An empty value is refused: never an empty record."""
    desk.refused("add", "A", "-s", "Omar Denn", option, " ")


def test_five_megabytes_of_text(desk: Desk) -> None:
    """A claim is a proposition; the limit is named, and the five megabytes are not printed back."""
    for words in ("x" * (5 << 20), "word " * (1 << 20)):
        said = desk.refused("add", "-", "-s", "Omar Denn", stdin=words)
        assert "MiB" in said
        assert len(said) < 2000
    said = desk.refused("add", "A", "-s", "Omar Denn", "-n", "x" * (5 << 20))
    assert len(said) < 2000


def test_five_megabytes_as_an_article(desk: Desk) -> None:
    """A document may be as long as that; its words are found."""
    Path("long.txt").write_text("The lake rose. " * 350_000 + "The gates broke.", "utf-8")
    desk.ok("document", "add", "long.txt", "--title", "Long")
    desk.ok("add", "The gates broke", "-s", "Omar Denn", "-i", "Long")
    assert desk.assertion()["quote"]["exact"] == "The gates broke"


def test_characters_that_steer_a_terminal(desk: Desk) -> None:
    """They are stored as typed (all but U+0000) and shown as \\x1b, wherever they come out."""
    desk.refused("add", HOSTILE, "-s", "Omar Denn")
    desk.ok("add", HOSTILE.replace("\0", ""), "-s", HOSTILE.replace("\0", ""), "-n", HOSTILE.replace("\0", ""))
    claim = desk.ran[-1].id
    assert desk.body(claim)["text"] == HOSTILE.replace("\0", "")
    for line in (["list"], ["show", claim], ["report"], ["search", "bell"], ["log"], ["source", "list"], ["flags"]):
        desk(*line)
    for ran in desk.ran:
        assert not [sign for sign in UGLY if sign in ran.out + ran.err]
    assert "\\x1b" in desk.ran[1].err + desk.ok("list").out


@pytest.mark.parametrize("line", [["show"], ["void"], ["use"], ["add", "A", "-s", "Omar Denn", "-i"], ["add"]])
def test_refusals_are_shown_safe(desk: Desk, line: list[str]) -> None:
    """What was typed is echoed without its control characters."""
    done = desk(*line, HOSTILE)
    assert done.status == 2
    assert not [sign for sign in UGLY if sign in done.out + done.err]


def test_notices_are_shown_safe(desk: Desk) -> None:
    """What the program says beside its answers, too."""
    hostile = HOSTILE.replace("\0", "")
    for line in (["add", "A", "-s", "Omar Denn", "-q", hostile], ["annotate", "The Courier", "--untag", hostile]):
        done = desk(*line)
        assert "\\x1b" in done.err
        assert not [sign for sign in UGLY if sign in done.out + done.err]


@pytest.mark.parametrize("words", ["a\0b", "a\udc80b"], ids=["U+0000", "surrogate"])
def test_what_no_database_can_hold(desk: Desk, words: str) -> None:
    """U+0000 and lone surrogates are refused at the door."""
    desk.refused("add", words, "-s", "Omar Denn")
    desk.refused("add", "A", "-s", words)
    desk.refused("add", "A", "-s", "Omar Denn", "-n", words)
    desk.refused("story", "add", words)


def test_standard_input_that_is_no_text(desk: Desk) -> None:
    """Bytes that are not UTF-8."""
    before = desk.head()
    line = [sys.executable, "-m", "claimtrack", "--db", desk.db, "--user", "desk", "add", "-", "-s", "Omar Denn"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(line, input=b"caf\xe9 \xff\xfe", capture_output=True, env=environment, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"claimtrack: ")
    assert b"Traceback" not in done.stderr
    assert b"unexpected error" not in done.stderr
    assert desk.head() == before


def test_arguments_that_are_no_text(desk: Desk) -> None:
    """A shell may pass any bytes."""
    before = desk.head()
    line = [os.fsencode(word) for word in (sys.executable, "-m", "claimtrack", "--db", desk.db, "add")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*line, b"caf\xe9", b"-s", b"\xff"], capture_output=True, env=environment, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"unexpected error" not in done.stderr
    assert desk.head() == before


@pytest.mark.parametrize("when", ["soon", "2026-02-30", "", "12"])
def test_as_of_no_moment(desk: Desk, when: str) -> None:
    """It says how one is written."""
    desk.refused("--as-of", when, "list")


def test_the_past_is_not_written_to(desk: Desk) -> None:
    """--as-of with a writing verb."""
    assert "past" in desk.refused("--as-of", "2030-01-01", "add", "A", "-s", "Omar Denn")


@pytest.mark.parametrize("user", ["", "  ", "a\0b"])
def test_a_writer_without_a_name(desk: Desk, monkeypatch: pytest.MonkeyPatch, user: str) -> None:
    """Somebody wrote it."""
    desk.user = user
    if user == "":  # says nothing: the login name stands in
        desk.ok("add", "A", "-s", "Omar Denn")
        return
    assert "writ" in desk.refused("add", "A", "-s", "Omar Denn")


# Where the ledger should be


def reading_and_writing() -> list[list[str]]:
    """A verb that reads and one that writes."""
    return [["list"], ["add", "A", "-s", "Omar Denn"]]


@pytest.mark.parametrize("line", reading_and_writing(), ids=lambda line: line[0])
def test_a_folder(bare_desk: Desk, line: list[str]) -> None:
    """A database that is a directory."""
    Path("folder").mkdir()
    bare_desk.db = "folder"
    done = bare_desk(*line)
    assert (done.status, done.out) == (3, "")
    assert "folder" in done.err
    assert len(done.err.splitlines()) <= 2


@pytest.mark.parametrize("line", reading_and_writing(), ids=lambda line: line[0])
@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to be looked at" * 40, b"x", b"SQLite format 3\0"]
)
def test_not_a_database(bare_desk: Desk, line: list[str], content: bytes) -> None:
    """It is left as it was."""
    Path(bare_desk.db).write_bytes(content)
    done = bare_desk(*line)
    assert (done.status, done.out) == (3, "")
    assert Path(bare_desk.db).read_bytes() == content
    assert len(done.err.splitlines()) <= 2


@pytest.mark.parametrize("line", reading_and_writing(), ids=lambda line: line[0])
def test_somebody_elses_database(bare_desk: Desk, line: list[str]) -> None:
    """Nothing is made in it."""
    with closing(sqlite3.connect(bare_desk.db)) as other:
        other.execute("CREATE TABLE recipe (id INTEGER)")
        other.commit()
    before = Path(bare_desk.db).read_bytes()
    done = bare_desk(*line)
    assert (done.status, done.out) == (3, "")
    assert "not a claimtrack ledger" in done.err
    assert Path(bare_desk.db).read_bytes() == before


def test_none_yet(bare_desk: Desk) -> None:
    """A read makes none, and names what does."""
    done = bare_desk("list")
    assert (done.status, done.out) == (3, "")
    assert "story add" in done.err
    assert not Path(bare_desk.db).exists()


def test_in_a_folder_that_is_not_there(bare_desk: Desk) -> None:
    """A write makes the ledger, and never its folder: a slip in the path is told."""
    bare_desk.db = "not/there/claims.db"
    done = bare_desk("add", "A", "-s", "Omar Denn")
    assert (done.status, done.out) == (3, "")
    assert "there is no folder" in done.err
    assert not Path("not").exists()


@pytest.mark.parametrize("line", reading_and_writing(), ids=lambda line: line[0])
def test_a_newer_ledger(any_desk: Desk, line: list[str]) -> None:
    """Nothing is read as what it may no longer be."""
    with open_ledger(any_desk.db).maintaining() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_of_the_future'"))
    done = any_desk(*line)
    assert (done.status, done.out) == (3, "")
    assert "newer" in done.err


@pytest.mark.parametrize(
    "db", ["mysql://host/x", "http://example.org/x", "sqlite:x", "postgresql://host:port/x", "a\0b"]
)
def test_no_place_for_a_ledger(bare_desk: Desk, db: str) -> None:
    """A URL of another kind, or none at all."""
    bare_desk.db = db
    done = bare_desk("list")
    assert (done.status, done.out) == (2, "")
    assert "unexpected error" not in done.err


def test_a_server_that_does_not_answer(bare_desk: Desk) -> None:
    """It is told in words, on either verb."""
    bare_desk.db = "postgresql://desk@127.0.0.1:1/claims"
    for line in reading_and_writing():
        done = bare_desk(*line)
        assert (done.status, done.out) == (3, "")
        assert len(done.err.splitlines()) <= 2
        assert "psycopg" not in done.err


@contextmanager
def someone_writing(db: str) -> Iterator[None]:
    """Somebody else in the middle of a write."""
    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        with open_ledger(db).maintaining() as connection:
            connection.execute(text("UPDATE meta SET value = value WHERE name = 'head'"))
            taken.set()
            done.wait(300)

    writer = threading.Thread(target=hold)
    writer.start()
    try:
        assert taken.wait(300)
        yield
    finally:
        done.set()
        writer.join()


def test_locked(any_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer waits and then gives up in words; the ledger is unharmed, and a reader is not held up."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    any_desk.head()
    before = any_desk.head()
    with someone_writing(any_desk.db):
        done = any_desk("add", "A", "-s", "Omar Denn")
        assert (done.status, done.out) == (3, "")
        assert "again" in done.err
        assert any_desk.ok("source", "list").out
    assert any_desk.head() == before
    any_desk.ok("add", "A", "-s", "Omar Denn")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no users to drop to")
def test_read_only(desk: Desk) -> None:
    """A file that may be read and not written: reading goes on, writing says why not."""
    # Not in pytest's own folder: each run that begins closes that to others.
    folder = Path(tempfile.mkdtemp(prefix="claimtrack-shared-"))
    place = folder / "claims.db"
    shutil.copyfile(desk.db, place)
    place.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    folder.chmod(0o555)
    for above in folder.parents:
        if above.stat().st_uid == os.geteuid() and above != Path("/") and not above.stat().st_mode & stat.S_IXOTH:
            above.chmod(above.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    before = place.read_bytes()
    try:
        status, _, err = as_nobody(place, "add", "A", "-s", "Omar Denn")
        assert status == 3, err
        assert err.startswith("claimtrack: ")
        assert "Traceback" not in err
        assert "written" in err or "read-only" in err or "may not" in err
        assert place.read_bytes() == before
        status, out, err = as_nobody(place, "source", "list")
        assert status == 0, err
        assert "The Courier" in out
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def as_nobody(place: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the program in a child process, as nobody when this is root (whom no permission stops)."""
    script = (
        "import contextlib, io, os, shutil, sys, tempfile\n"
        "from claimtrack.cli.main import main\n"
        "place, line = sys.argv[1], sys.argv[2:]\n"
        "warm = shutil.copyfile(place, os.path.join(tempfile.mkdtemp(), 'x.db'))\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):\n"
        "    main(['--db', str(warm), '--user', 'desk', *line])\n"  # what it imports may be closed to nobody
        "if os.geteuid() == 0:\n"
        "    os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "sys.exit(main(['--db', place, '--user', 'desk', *line]))\n"
    )
    line = [sys.executable, "-c", script, str(place), *arguments]
    done = subprocess.run(
        line, cwd="/", env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_read_only_on_postgresql(pg_url: str, bare_desk: Desk) -> None:
    """A role that may only read."""
    bare_desk.db = pg_url
    bare_desk.furnish()
    before = bare_desk.head()
    mark = "&" if "?" in pg_url else "?"
    bare_desk.db = f"{pg_url}{mark}options=-c%20default_transaction_read_only%3Don"
    bare_desk.ok("source", "list")
    done = bare_desk("add", "A", "-s", "Omar Denn")
    assert (done.status, done.out) == (3, "")
    assert len(done.err.splitlines()) <= 2
    bare_desk.db = pg_url
    assert bare_desk.head() == before


def test_a_full_disk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is half written."""
    before = desk.head()
    connect = engine.connect_sqlite

    def small(path: Path, mode: str) -> sqlite3.Connection:
        connection = connect(path, mode)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    with monkeypatch.context() as full:
        full.setattr(engine, "connect_sqlite", small)
        done = desk("annotate", "The Courier", "-n", "x" * 900_000)
    assert (done.status, done.out) == (3, "")
    assert "full" in done.err
    assert desk.head() == before
    assert desk.ok("audit")
