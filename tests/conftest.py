"""Fixtures that every test may use, and the rule on skipping.

Databases (a test that takes one of the last two runs on SQLite and on PostgreSQL):

- `sqlite_url`, `pg_url`: one fresh database, as `--db` takes it (a path not yet there; a URL)
- `db_url`: the same on either engine;  `new_db_url()`: as many of them as a test wants

Every test runs in an empty folder, home and environment of its own (`clean_env`).
With CLAIMTRACK_TEST_NO_SKIP=1 a skipped test is a failed one, but for those that need other people's data or a Citus.

`--quick` is for the minute before a commit (`make check`): no PostgreSQL, no browser, no test marked `whole`, and a
tenth of the examples of hypothesis. What it leaves out is counted as deselected.
"""

import gc
import os
import sys
import time
from collections.abc import Callable, Generator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy.engine import make_url

from claimtrack.cli.main import MOST_UNSEEN
from claimtrack.ledger.store import engine, migrations
from tests.support.effort import QUICK, USUAL
from tests.support.kept_files import KeptFiles, kept_files
from tests.support.quick_ledgers import QuickLedgers, prepare_tables
from tests.support.tree import ROOT

# Or every command that the tests start compiles the program anew, and every worker all tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

ENGINES = {"sqlite": "sqlite_url", "postgres": "pg_url"}
BROWSER = ROOT / "tests" / "browser"
THIRD_PARTY = ROOT.parent / "shared"
THIRD_PARTY_ABSENT = "third-party data absent"

try:
    from tests.support.kept_databases import KeptDatabases
    from tests.support.postgres import Databases, Provider, Schemas
except ModuleNotFoundError as missing:
    if missing.name != "psycopg":
        raise
    NO_DRIVER = "psycopg is not installed (pip install -e '.[postgres]')"
else:
    NO_DRIVER = ""

hypothesis.settings.register_profile(
    "claimtrack",
    deadline=None,
    print_blob=True,
    max_examples=USUAL,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],  # measured in seconds, however busy the machine is
)
hypothesis.settings.register_profile("quick", hypothesis.settings.get_profile("claimtrack"), max_examples=QUICK)
hypothesis.settings.load_profile("claimtrack")

CITUS_ABSENT = "no Citus"

provider_key = pytest.StashKey["Provider"]()
citus_key = pytest.StashKey[str]()
no_skip_key = pytest.StashKey[bool]()


# The quick run


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--quick`."""
    parser.addoption(
        "--quick",
        action="store_true",
        help="leave out PostgreSQL, the browser and what is marked whole; fewer examples",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out of a quick run what is only in the whole one."""
    if not config.getoption("--quick"):
        return
    left_out = {item for item in items if _only_in_whole_run(item)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _only_in_whole_run(item: pytest.Item) -> bool:
    if item.get_closest_marker("whole") or item.path.is_relative_to(BROWSER):
        return True
    callspec = getattr(item, "callspec", None)
    engines = callspec.params.values() if callspec else ()
    return "pg_server" in getattr(item, "fixturenames", ()) or any(value == "postgres" for value in engines)


# The run: one PostgreSQL server for all workers, started by the process that controls them.


def pytest_configure(config: pytest.Config) -> None:
    """Read the switches before any test clears the environment, and before any module of tests is imported."""
    config.addinivalue_line("markers", "whole: only in the whole run; `--quick` leaves it out")
    if config.getoption("--quick"):
        hypothesis.settings.load_profile("quick")
    config.stash[no_skip_key] = os.environ.get("CLAIMTRACK_TEST_NO_SKIP", "") not in ("", "0")
    config.stash[citus_key] = os.environ.get("CLAIMTRACK_TEST_CITUS", "")
    if NO_DRIVER:
        return
    from_controller: dict[str, Any] | None = getattr(config, "workerinput", None)
    if from_controller is None:
        provider = Provider(given=os.environ.get("CLAIMTRACK_TEST_PG") or None)
    else:
        provider = Provider(from_controller["pg_url"], from_controller["pg_reason"])
    config.stash[provider_key] = provider


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where the server is (pytest-xdist)."""
    node.workerinput["pg_url"] = node.workerinput["pg_reason"] = None
    if provider := node.config.stash.get(provider_key, None):
        node.workerinput["pg_url"] = provider.url()
        node.workerinput["pg_reason"] = provider.reason


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, if it was started here."""
    if provider := config.stash.get(provider_key, None):
        provider.stop()


def pytest_collection_finish() -> None:
    """Look for garbage as seldom as the program does, and never among the tests themselves."""
    gc.freeze()
    gc.set_threshold(MOST_UNSEEN)


# Skips: aloud, and none where CLAIMTRACK_TEST_NO_SKIP is set.


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that was skipped where no test may be."""
    report = yield
    if not hasattr(report, "wasxfail"):
        _refuse_skip(item.config, report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module that was skipped where no test may be."""
    report = yield
    _refuse_skip(collector.config, report)
    return report


def _refuse_skip(config: pytest.Config, report: pytest.TestReport | pytest.CollectReport) -> None:
    if not report.skipped or not config.stash[no_skip_key]:
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    reason = reason.removeprefix("Skipped: ")
    if reason.startswith(THIRD_PARTY_ABSENT) and not THIRD_PARTY.is_dir():
        return
    if reason.startswith(CITUS_ABSENT) and not config.stash[citus_key]:
        return
    report.outcome = "failed"
    report.longrepr = f"skipped, and CLAIMTRACK_TEST_NO_SKIP is set: {reason}"


# Fixtures


@pytest.fixture(autouse=True, scope="session")
def quick_ledgers() -> Iterator[None]:
    """Ledgers are made as the migrations make them, but without alembic after the first."""
    quick = QuickLedgers()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "upgrade", quick.upgrade)
        patch.setattr(migrations, "create", quick.create)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_waiting_for_the_disk() -> Iterator[None]:
    """In this process nothing waits for the disk: a power cut is no test's subject. Commands started apart do wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "SYNCHRONOUS", "OFF")
        patch.setattr(os, "fsync", lambda _: None)
        patch.setattr(os, "sync", lambda: None, raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def keeping_files() -> Iterator[KeptFiles]:
    """Connections to SQLite files are kept from one command of a test to the next."""
    with kept_files() as kept:
        yield kept


@pytest.fixture(autouse=True)
def kept_in_one_test(keeping_files: KeptFiles) -> Iterator[None]:
    """No connection is kept for the next test."""
    yield
    keeping_files.close_all()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders that are not there yet, one after the other, in one of their own: to number each, pytest reads all."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count(1))


@pytest.fixture(autouse=True)
def clean_env(monkeypatch: pytest.MonkeyPatch, homes: Iterator[Path]) -> Path:
    """An empty home, working folder and environment; the path of the home."""
    home = next(homes)
    desk = home / "desk"
    desk.mkdir(parents=True)
    for name in list(os.environ):
        if name.startswith(("CLAIMTRACK_", "PG", "XDG_")):
            monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR", "EDITOR", "VISUAL", "PAGER", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.chdir(desk)
    return home


@pytest.fixture(scope="session")
def third_party() -> Path:
    """The folder of other people's data beside the checkout; without it the test is skipped."""
    if not THIRD_PARTY.is_dir():
        pytest.skip(f"{THIRD_PARTY_ABSENT}: there is no folder 'shared' beside the checkout")
    return THIRD_PARTY


@pytest.fixture(scope="session")
def pg_server(pytestconfig: pytest.Config) -> str:
    """The URL of a PostgreSQL server, of a role that may create databases; else skipped."""
    if NO_DRIVER:
        pytest.skip(f"no PostgreSQL: {NO_DRIVER}")
    provider = pytestconfig.stash[provider_key]
    if (url := provider.url()) is None:
        pytest.skip(f"no PostgreSQL: {provider.reason}; CLAIMTRACK_TEST_PG may name one")
    return url


@pytest.fixture(scope="session")
def pg_template(pg_server: str) -> Iterator[str]:
    """The name of the database that new ones are copies of: an empty one with a ledger's tables ready beside it."""
    databases = Databases(pg_server)
    url = databases.new()
    prepare_tables(url)
    yield str(make_url(url).database)
    databases.drop()


@pytest.fixture(scope="session")
def pg_databases(pg_server: str, pg_template: str) -> Iterator["KeptDatabases"]:
    """PostgreSQL databases that tests use one after the other."""
    databases = KeptDatabases(Databases(pg_server, pg_template))
    yield databases
    databases.drop()


@pytest.fixture
def new_pg_url(pg_databases: "KeptDatabases") -> Iterator[Callable[[], str]]:
    """A function that gives the URL of a fresh, empty PostgreSQL database; this process keeps connections."""
    with pg_databases.connections.keeping():
        yield pg_databases.new
    pg_databases.take_back()


@pytest.fixture
def new_citus_url(pytestconfig: pytest.Config) -> Iterator[Callable[[], str]]:
    """A function that gives a place for a new ledger in the Citus of CLAIMTRACK_TEST_CITUS; else skipped."""
    url = pytestconfig.stash[citus_key]
    if not url:
        pytest.skip(f"{CITUS_ABSENT}: CLAIMTRACK_TEST_CITUS may name a database on the coordinator of one")
    schemas = Schemas(url)
    yield schemas.new
    schemas.drop()


@pytest.fixture
def new_sqlite_url(tmp_path: Path) -> Callable[[], str]:
    """A function that gives the path of a SQLite file that is not there yet."""
    numbers = count(1)
    return lambda: str(tmp_path / f"claims-{next(numbers)}.db")


@pytest.fixture
def pg_url(new_pg_url: Callable[[], str]) -> str:
    """The URL of a fresh, empty PostgreSQL database."""
    return new_pg_url()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The path of a SQLite file that is not there yet."""
    return str(tmp_path / "claims.db")


@pytest.fixture(params=ENGINES)
def db_url(request: pytest.FixtureRequest) -> str:
    """A fresh database, once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(ENGINES[request.param])
    return url


@pytest.fixture(params=ENGINES)
def new_db_url(request: pytest.FixtureRequest) -> Callable[[], str]:
    """A function that makes fresh databases, once on SQLite and once on PostgreSQL."""
    new: Callable[[], str] = request.getfixturevalue(f"new_{ENGINES[request.param]}")
    return new
