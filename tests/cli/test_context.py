"""Settings: where the ledger is, who writes, which zone; colour; and that a password is never printed."""

import os
import stat
from pathlib import Path

import pytest

from claimtrack.cli.context import CliContext, read_settings
from claimtrack.errors import BadInput
from claimtrack.ledger.store.engine import Location
from tests.cli import program
from tests.cli.support import Desk

PASSWORD = "correct-horse-7"
NEARLY = (
    f"postgresql:desk:{PASSWORD}@host/claims",
    f"postgresql:/desk:{PASSWORD}@host/claims",
    f"postgres:/{PASSWORD}@host/claims",
    f"postgresql//desk:{PASSWORD}@host/claims",
    f"postgresql+psycopg:desk:{PASSWORD}@host/claims",
    f"postgesql:/desk:{PASSWORD}@host/claims",
    f"//desk:{PASSWORD}@host/claims",
    f"desk:{PASSWORD}@host/claims",
    f"desk:{PASSWORD}@postgresql://host/claims",
    f"folder/postgresql://desk:{PASSWORD}@host/claims",
    f"host=localhost password={PASSWORD} dbname=claims",
    f"dbname=claims password = {PASSWORD}",
    f"sqlite:///{PASSWORD}.db",
    f"sqlite:{PASSWORD}.db",
    "postgresql://",
)
"""What somebody types who means a URL: no path, whatever stands in it."""


def settings(folder: Path, environment: dict[str, str], **given: str | None) -> tuple[str, str, str]:
    """The ledger's place, the writer, and the zone ("" for none)."""
    found = read_settings(
        db=given.get("db"), user=given.get("user"), environment={"LOGNAME": "login", **environment}, folder=folder
    )
    return found.db, found.user, found.zone or ""


def test_precedence(tmp_path: Path) -> None:
    """Option, environment, the nearest claimtrack.toml upward, the default."""
    desk = tmp_path / "news" / "desk"
    desk.mkdir(parents=True)
    (tmp_path / "claimtrack.toml").write_text('db = "far.db"\nuser = "far"\nzone = "Asia/Almaty"\n', "utf-8")
    environment = {"CLAIMTRACK_DB": "env.db", "CLAIMTRACK_USER": "env"}
    assert settings(desk, environment, db="opt.db", user="opt") == ("opt.db", "opt", "Asia/Almaty")
    assert settings(desk, environment) == ("env.db", "env", "Asia/Almaty")
    assert settings(desk, {}) == (str(tmp_path / "far.db"), "far", "Asia/Almaty")
    (tmp_path / "news" / "claimtrack.toml").write_text('db = "near.db"\n', "utf-8")
    assert settings(desk, {}) == (str(tmp_path / "news" / "near.db"), "login", "")


def test_without_any(tmp_path: Path) -> None:
    """claims.db in the platform's data folder, by the login name."""
    place, user, zone = settings(tmp_path, {})
    assert Path(place) == Path(os.environ["XDG_DATA_HOME"]) / "claimtrack" / "claims.db"
    assert (user, zone) == ("login", "")


def test_the_default_folders_are_private(desk: Desk) -> None:
    """The first write makes the data folder, which like the notes of what is in use is its owner's alone."""
    assert desk.bare("--user", "desk", "story", "add", "Dam").status == 0
    data = Path(os.environ["XDG_DATA_HOME"]) / "claimtrack"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (data, data / "claims.db")] == [0o700, 0o600]
    assert desk.bare("use", "--story", "Dam").status == 0
    notes = Path(os.environ["XDG_CONFIG_HOME"]) / "claimtrack" / "use"
    for note in notes.iterdir():
        note.unlink()
    notes.rmdir()
    assert desk.bare("use", "--story", "Dam").status == 0
    assert [stat.S_IMODE(path.stat().st_mode) for path in (notes, *notes.iterdir())] == [0o700, 0o600]


def test_a_folder_that_is_named_is_not_made(bare_desk: Desk) -> None:
    """By --db, by a variable or by a file: a mistyped path is an error that says what to do."""
    bare_desk.db = str(bare_desk.folder / "none" / "claims.db")
    said = bare_desk.refused("story", "add", "Dam", status=3)
    assert "there is no folder" in said
    assert "Make the folder first" in said
    assert not (bare_desk.folder / "none").exists()


def test_an_empty_variable_says_nothing(tmp_path: Path) -> None:
    """As if it were not set."""
    (tmp_path / "claimtrack.toml").write_text('db = "/far.db"\n', "utf-8")
    assert settings(tmp_path, {"CLAIMTRACK_DB": "", "CLAIMTRACK_USER": ""})[:2] == ("/far.db", "login")


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://desk:{PASSWORD}@host/claims",
        f"postgres:desk:{PASSWORD}@host/x",
        f" PostgreSQL+psycopg://desk:{PASSWORD}@host/x",
        "postgresql:///claims?host=host",
        "postgres://",
        "host=host dbname=claims",
        "service=desk",
    ],
)
def test_a_server_is_not_used_because_a_file_names_it(tmp_path: Path, url: str) -> None:
    """Whoever wrote the file would get what is recorded. It is no path either; and who names it gets it."""
    (tmp_path / "claimtrack.toml").write_text(f'db = "{url}"\nuser = "ana"\n', "utf-8")
    with pytest.raises(BadInput, match="names a database server") as refused:
        settings(tmp_path, {})
    assert PASSWORD not in refused.value.what + refused.value.todo
    assert settings(tmp_path, {"CLAIMTRACK_DB": url})[:2] == (url, "ana")
    assert settings(tmp_path, {}, db=url)[:2] == (url, "ana")


def _give_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file or link be another user's: as root by giving it away, else by being somebody else."""
    if os.getuid() == 0:
        os.chown(path, 4321, -1, follow_symlinks=False)
    else:
        monkeypatch.setattr("os.getuid", lambda: 4321)


@pytest.mark.parametrize("linked", [False, True])
def test_a_file_of_another_user_is_not_obeyed(tmp_path: Path, linked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor a link that another user made; nothing in it counts, neither the ledger nor the writer's name."""
    file = tmp_path / "claimtrack.toml"
    (tmp_path / "ours.toml" if linked else file).write_text('db = "theirs.db"\nuser = "forged"\n', "utf-8")
    if linked:
        file.symlink_to(tmp_path / "ours.toml")
    assert settings(tmp_path, {})[1] == "forged"
    _give_away(file, monkeypatch)
    with pytest.raises(BadInput, match="belongs to another user"):
        settings(tmp_path, {})
    assert settings(tmp_path, {}, db="mine.db") == ("mine.db", "login", "")
    assert settings(tmp_path, {"CLAIMTRACK_DB": "mine.db"}) == ("mine.db", "login", "")


def test_a_file_of_root_is_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever keeps the machine may set it up."""
    (tmp_path / "claimtrack.toml").write_text('user = "set"\n', "utf-8")
    monkeypatch.setattr("os.getuid", lambda: 4321)
    stat_of = os.stat

    def stat_as_of_root(path: Path, **how: bool) -> os.stat_result:
        found = stat_of(path, **how)
        return os.stat_result((*found[:4], 0, *found[5:]))

    monkeypatch.setattr(os, "stat", stat_as_of_root)
    assert settings(tmp_path, {})[1] == "set"


@pytest.mark.parametrize("linked", [False, True])
def test_a_file_that_everybody_may_write_to_is_not_obeyed(tmp_path: Path, linked: bool) -> None:
    """Whoever owns it, nobody knows who wrote what it says. That its folder is open to all changes nothing."""
    file, real = tmp_path / "claimtrack.toml", tmp_path / "ours.toml"
    (real if linked else file).write_text('user = "forged"\n', "utf-8")
    if linked:
        file.symlink_to(real)
    tmp_path.chmod(0o777)
    file.chmod(0o664)
    assert settings(tmp_path, {})[1] == "forged"
    file.chmod(0o666)
    with pytest.raises(BadInput, match="may be written to by everybody"):
        settings(tmp_path, {})
    assert settings(tmp_path, {}, db="mine.db") == ("mine.db", "login", "")


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    """A pipe of that name holds nobody up, and a folder of that name says nothing."""
    os.mkfifo(tmp_path / "claimtrack.toml")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "claimtrack.toml").mkdir()
    assert settings(tmp_path / "inner", {})[1] == "login"


def test_a_file_that_is_exchanged_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was looked at is what is read, or nothing is."""
    file, other = tmp_path / "claimtrack.toml", tmp_path / "other.toml"
    file.write_text('user = "ana"\n', "utf-8")
    other.write_text('user = "forged"\n', "utf-8")
    open_of = Path.open
    monkeypatch.setattr(Path, "open", lambda path, *how: open_of(other if path == file else path, *how))
    with pytest.raises(BadInput, match="was replaced"):
        settings(tmp_path, {})


def test_a_folder_above_that_may_not_be_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is passed over, and the command runs."""
    stat_of = os.stat

    def stat_refused(path: Path, **how: bool) -> os.stat_result:
        if Path(path) == tmp_path / "claimtrack.toml":
            raise PermissionError(13, "Permission denied", str(path))
        return stat_of(path, **how)

    monkeypatch.setattr(os, "stat", stat_refused)
    (tmp_path / "inner").mkdir()
    assert settings(tmp_path / "inner", {})[1] == "login"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('database = "x"', "unknown key 'database'"),
        ('usr = "x"', "Did you mean user?"),
        ("db = 3", "must be text"),
        ('db = ""', "must be text"),
        ("[db]", "must be text"),
        ("db =", "cannot be read"),
        ("db = \udcff", "cannot be read"),
    ],
)
def test_a_faulty_file(tmp_path: Path, content: str, told: str) -> None:
    """It names the file, and what it may hold."""
    file = tmp_path / "claimtrack.toml"
    file.write_text(content, "utf-8", errors="surrogateescape")
    with pytest.raises(BadInput) as refused:
        settings(tmp_path, {})
    words = f"{refused.value.what} {refused.value.todo}"
    assert told in words
    assert str(file) in words


def test_a_faulty_file_through_the_program(desk: Desk) -> None:
    """Exit 2 and one line, whatever the verb; --help needs no settings."""
    Path("claimtrack.toml").write_text('colour = "red"\n', "utf-8")
    assert "unknown key 'colour'" in desk.refused("list")
    assert desk.ok("add", "--help").out
    Path("claimtrack.toml").write_text('zone = "Mars/Olympus"\n', "utf-8")
    assert "Mars/Olympus" in desk.refused("list")


def test_the_writer(bare_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """--user, else CLAIMTRACK_USER, else the file; nobody at all is refused."""
    Path("claimtrack.toml").write_text('user = "file"\n', "utf-8")
    bare_desk.user = None
    bare_desk.ok("story", "add", "A")
    monkeypatch.setenv("CLAIMTRACK_USER", "variable")
    bare_desk.ok("story", "add", "B")
    bare_desk.user = "option"
    bare_desk.ok("story", "add", "C")
    assert [change["by"] for change in bare_desk.ok("log", "--json").json if change.get("by")] in (
        ["file", "variable", "option"],
        ["option", "variable", "file"],
    )


def test_the_zone(bare_desk: Desk) -> None:
    """A time of day without an offset is one of the configured zone."""
    Path("claimtrack.toml").write_text('zone = "Asia/Almaty"\n', "utf-8")
    document = bare_desk.ok("document", "add", "https://example.org/a", "--published", "2022-01-06T10:00").id
    assert bare_desk.body(document)["published"] in ("2022-01-06T10:00+06:00", "2022-01-06T10:00:00+06:00")


def test_the_nearest_file_names_the_ledger(bare_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path is beside the file, wherever one stands."""
    Path("claimtrack.toml").write_text('db = "ours.db"\n', "utf-8")
    deeper = Path("a") / "b"
    deeper.mkdir(parents=True)
    here = Path.cwd()
    monkeypatch.chdir(deeper)
    assert bare_desk.bare("--user", "desk", "story", "add", "Dam").status == 0
    assert (here / "ours.db").is_file()


REACHABLE = (
    f"postgresql://desk:{PASSWORD}@127.0.0.1:1/claims",
    f"postgres://desk:{PASSWORD}@127.0.0.1:1/claims",
    f"POSTGRESQL://desk:{PASSWORD}@127.0.0.1:1/claims",
    f" postgresql://desk:{PASSWORD}@127.0.0.1:1/claims",
    f"postgresql://desk@127.0.0.1:1/claims?password={PASSWORD}",
    f"postgresql://127.0.0.1:1/claims?user=desk&password={PASSWORD}",
    f"postgresql+asyncpg://desk:{PASSWORD}@127.0.0.1:1/claims",
)
REFUSED = (
    f"postgresql://desk:{PASSWORD}@127.0.0.1:port/claims",
    f"mysql://desk:{PASSWORD}@127.0.0.1:1/claims",
    *NEARLY,
)
LINES = (["story", "add", "Dam"], ["list"], ["db", "path"])


@pytest.mark.parametrize("url", [*REACHABLE, *REFUSED])
@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_a_password_is_never_printed(url: str, debug: list[str]) -> None:
    """Not even in the URL that cannot be reached or read; and no file is made of what was meant as a URL."""
    before = set(Path.cwd().iterdir())
    for line in LINES:
        done = program.run(*debug, "--db", url, "--user", "desk", *line)
        assert PASSWORD not in done.out + done.err
        assert done.status == (2 if url in REFUSED else 0 if line == ["db", "path"] else 3)
    assert set(Path.cwd().iterdir()) == before


@pytest.mark.parametrize("name", ["./a:b@c.db", "a@b.db", "C:/desk@home/x.db", "postgres/claims.db", "x=1.db"])
def test_a_file_name_is_not_taken_for_a_url(name: str) -> None:
    """What only looks a little like one is a path."""
    assert Location.read(name).path == Path(name)


def test_a_password_that_works_is_not_printed_either(pg_url: str, bare_desk: Desk) -> None:
    """db path shows the URL without it."""
    bare_desk.db = pg_url.replace("://", "://", 1)
    bare_desk.ok("story", "add", "Dam")
    shown = bare_desk.ok("db", "path")
    before, at, _ = pg_url.partition("://")[2].partition("@")
    if at and ":" in before:
        assert before.split(":", 1)[1] not in shown.out + shown.err


class Terminal:
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


@pytest.mark.parametrize(
    ("color", "environment", "colored"),
    [
        ("auto", {}, True),
        ("auto", {"NO_COLOR": "1"}, False),
        ("auto", {"NO_COLOR": ""}, True),
        ("auto", {"TERM": "dumb"}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {}, False),
    ],
)
def test_colour(color: str, environment: dict[str, str], colored: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR is honoured when it is not empty; --color goes before it."""
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert CliContext(color=color).colored is colored


def test_no_colour_off_a_terminal(desk: Desk) -> None:
    """Unless it is asked for."""
    desk.ok("add", "A", "-s", "Omar Denn")
    assert "\x1b" not in desk.ok("list").out + desk.ok("report").out
    plain = desk.bare("--color", "never", "--db", desk.db, "report")
    assert "\x1b" not in plain.out
