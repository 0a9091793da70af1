"""What a PostgreSQL connection is made with: TLS to any other machine, unless somebody said otherwise."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from claimtrack.errors import DatabaseTrouble
from claimtrack.ledger.store.engine import Location, explain, make_engine
from claimtrack.ledger.store.tls import required_sslmode

pytest.importorskip("psycopg")


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HOST", "HOSTADDR", "SSLMODE", "REQUIRESSL", "SERVICE", "PORT"):
        monkeypatch.delenv(f"PG{name}", raising=False)
    services = tmp_path / "services.conf"
    services.write_text(
        "[away]\nhost=db.example\n\n[plain]\nhost=db.example\nsslmode=disable\n\n[here]\nhost=localhost\n", "utf-8"
    )
    monkeypatch.setenv("PGSERVICEFILE", str(services))


def sslmode_of(url: str, monkeypatch: pytest.MonkeyPatch) -> str | None:
    """The `sslmode` that would be connected with; None where it is left to libpq."""

    class Caught(Exception):
        pass

    def connect(*_: Any, **options: Any) -> None:
        raise Caught(options.get("sslmode"))

    engine = make_engine(Location.read(url))
    monkeypatch.setattr(engine.dialect, "connect", connect)
    with pytest.raises(Caught) as caught:
        engine.connect()
    found = caught.value.args[0]
    assert found is None or isinstance(found, str)
    return found


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://desk@db.example/claims",
        "postgres://desk:secret@10.0.0.7:5433/claims",
        "postgresql://desk@[2001:db8::1]/claims",
        "postgresql:///claims?host=db.example",
        "postgresql:///claims?host=localhost:5432&host=db.example:5432",
        "postgresql:///claims?host=localhost,db.example",
        "postgresql:///claims?host=/run/postgresql,db.example",
        "postgresql://localhost/claims?hostaddr=192.0.2.1",
        "postgresql:///claims?hostaddr=192.0.2.1",
        "postgresql:///claims?service=away",
        "postgresql://localhost.example/claims",
        "postgresql://127.0.0.1.example/claims",
        "postgresql://0.0.0.0/claims",
        "postgresql://db.example/claims?sslmode=",
    ],
)
def test_another_machine_is_asked_for_tls(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it is named; one host of several is enough."""
    assert sslmode_of(url, monkeypatch) == "require"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///claims",
        "postgresql://desk@localhost/claims",
        "postgresql://desk@LOCALHOST./claims",
        "postgresql://desk@127.0.0.1:5433/claims",
        "postgresql://desk@127.8.9.10/claims",
        "postgresql://desk@[::1]/claims",
        "postgresql:///claims?host=/run/postgresql",
        "postgresql:///claims?host=@abstract",
        "postgresql:///claims?host=localhost:5432&host=127.0.0.1:5433",
        "postgresql://db.example/claims?hostaddr=127.0.0.1",
        "postgresql:///claims?service=here",
        "postgresql:///claims?service=plain",
    ],
)
def test_this_machine_is_not(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets and loopback stay as libpq has them, and so does a service that says what it wants."""
    assert sslmode_of(url, monkeypatch) is None


@pytest.mark.parametrize("mode", ["disable", "prefer", "verify-full"])
def test_what_the_url_says_holds(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also against the environment."""
    monkeypatch.setenv("PGSSLMODE", "require")
    assert sslmode_of(f"postgresql://db.example/claims?sslmode={mode}", monkeypatch) == mode


@pytest.mark.parametrize(
    ("environment", "mode"),
    [
        ({"PGHOST": "db.example"}, "require"),
        ({"PGHOSTADDR": "192.0.2.1"}, "require"),
        ({"PGSERVICE": "away"}, "require"),
        ({"PGHOST": "localhost"}, None),
        ({"PGHOST": "/run/postgresql"}, None),
        ({"PGHOST": "db.example", "PGSSLMODE": "prefer"}, None),
        ({"PGHOST": "db.example", "PGSSLMODE": "verify-full"}, None),
        ({"PGSERVICE": "plain"}, None),
    ],
)
def test_the_environment_counts(environment: dict[str, str], mode: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that only the environment names, and a mode that it sets."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert sslmode_of("postgresql:///claims", monkeypatch) == mode


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking up a service changes nothing for what is connected to next."""
    monkeypatch.setenv("PGSERVICE", "here")
    assert required_sslmode({"service": "away"}) == "require"
    assert required_sslmode({}) is None


def test_a_server_without_tls() -> None:
    """It is said where that is, and how one says that it is meant."""
    refused = Exception("connection failed: server does not support SSL, but SSL was required")
    told = explain(DBAPIError(None, None, refused), Location.read("postgresql://desk:secret@db.example/claims"))
    assert isinstance(told, DatabaseTrouble)
    assert "does not encrypt its connections" in told.what
    assert "sslmode=prefer" in told.todo
    assert "secret" not in told.what
