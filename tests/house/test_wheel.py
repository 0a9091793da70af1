"""What is shipped: the wheel built from the sdist holds every file, and runs on its own."""

import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import claimtrack
from tests.support.tree import PACKAGE, ROOT, project_files

pytestmark = pytest.mark.whole

SHIPPED = {"claimtrack": "claimtrack", "schemas": "claimtrack/_schemas"} | {"migrations": "claimtrack/_migrations"}


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; it must succeed."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: status {done.returncode}\n{done.stdout}{done.stderr}"
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel built from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def sdist(built: Path) -> Path:
    """The source archive."""
    (path,) = built.glob("*.tar.gz")
    return path


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """The wheel."""
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel and what it requires, and nothing else; its bin folder.

    The required distributions are linked from the environment of the tests, so that nothing is
    downloaded; the tools of development and the extras cannot be imported there.
    """
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    where = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home)
    site = Path(where.stdout.strip())
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=home)
    (installed,) = Distribution.discover(name="claimtrack", path=[str(site)])
    for needed in required_by(installed):
        for entry in entries(needed):
            (site / entry).symlink_to(Path(str(needed.locate_file(entry))).resolve())
    return python.parent


def required_by(one: Distribution) -> list[Distribution]:
    """The distributions that one needs without any extra, directly or not."""
    found: dict[tuple[str, frozenset[str]], Distribution] = {}
    waiting: list[tuple[Distribution, frozenset[str]]] = [(one, frozenset())]
    while waiting:
        wanted, extras = waiting.pop()
        for need in map(Requirement, wanted.requires or []):
            key = (re.sub(r"[-_.]+", "-", need.name).lower(), frozenset(need.extras))
            if applies(need, extras) and key not in found:
                found[key] = distribution(need.name)
                waiting.append((found[key], key[1]))
    return list({name: found[name, extras] for name, extras in found}.values())


def applies(need: Requirement, extras: frozenset[str]) -> bool:
    """Whether a requirement counts on this machine, with these extras."""
    marker = need.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras})


def entries(of: Distribution) -> set[str]:
    """The names at the top of site-packages that belong to a distribution."""
    tops = {file.parts[0] for file in of.files or []}
    return tops - {"..", "__pycache__"}


def test_the_wheel_holds_every_file(wheel: Path) -> None:
    """And no other, but for its own description."""
    expected = {
        f"{inside}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, inside in SHIPPED.items()
        for path in project_files(ROOT / folder)
    }
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == expected
    assert "claimtrack/py.typed" in names


def test_the_sdist_holds_every_file(sdist: Path) -> None:
    """What is shipped, the tests, and what is needed to run them."""
    expected = {path.relative_to(ROOT).as_posix() for path in project_files(ROOT / "tests")}
    for folder in SHIPPED:
        expected |= {path.relative_to(ROOT).as_posix() for path in project_files(ROOT / folder)}
    expected |= {"pyproject.toml", "Makefile", "README.md", "LICENSE", "CHANGELOG.md"}
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert expected <= names, sorted(expected - names)


def test_the_installed_program_is_the_wheels(elsewhere: Path, tmp_path: Path) -> None:
    """It runs its own files, has no tool of development, and knows its version."""
    where = run(elsewhere / "python", "-c", "import claimtrack; print(claimtrack.__file__)", cwd=tmp_path)
    assert not Path(where.stdout.strip()).is_relative_to(PACKAGE)
    for absent in ("pytest", "hypothesis", "psycopg", "sqlite_utils", "rfc8785"):
        tried = subprocess.run(
            [elsewhere / "python", "-c", f"import {absent}"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "ModuleNotFoundError" in tried.stderr
    version = run(elsewhere / "claimtrack", "--version", cwd=tmp_path)
    assert claimtrack.__version__ in version.stdout


def test_the_installed_program_runs_the_demo(elsewhere: Path, tmp_path: Path) -> None:
    """The example story, from the first record to the report, and nothing left behind."""
    before = sorted(tmp_path.iterdir())
    shown = run(elsewhere / "claimtrack", "demo", cwd=tmp_path)
    assert shown.stdout.strip()
    assert sorted(tmp_path.iterdir()) == before
