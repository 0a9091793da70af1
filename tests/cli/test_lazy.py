"""Quick starts: what is loaded, and when."""

import subprocess
import sys

import pytest

from claimtrack.cli.main import VERBS
from tests.support.tree import ROOT

HEAVY = ("sqlalchemy", "alembic", "jsonschema", "jsonschema_rs", "jinja2", "orjson", "platformdirs", "psycopg")


def loaded(*arguments: str) -> set[str]:
    """The modules that a run of the program imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "claimtrack", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["add", "--help"], ["report", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    """Neither the database, nor schemas, nor templates."""
    modules = loaded(*arguments)
    assert "click" in modules
    assert not {module.partition(".")[0] for module in modules} & set(HEAVY)


def test_help_loads_no_verb() -> None:
    """Their lines stand in one dict. Nor what only some of them use of the standard library."""
    verbs = {f"claimtrack.cli.commands.{module}" for module, _, _ in VERBS.values()}
    assert not loaded("--help") & (verbs | {"difflib", "hashlib", "json", "tempfile", "tomllib"})


def test_a_write_loads_no_migrations_and_no_templates() -> None:
    """Nor does the first one, which makes the ledger; jsonschema only tells what is wrong."""
    script = (
        "import sys, tempfile, os\n"
        "from claimtrack.cli.main import main\n"
        "place = os.path.join(tempfile.mkdtemp(), 'x.db')\n"
        "main(['--db', place, '--user', 'u', 'story', 'add', 'Dam'])\n"
        "assert main(['--db', place, '--user', 'u', 'add', 'The gates opened', '-s', 'Ana']) == 0\n"
        "print(sorted({n.partition('.')[0] for n in sys.modules} & {'alembic', 'jinja2', 'jsonschema'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_ledger_in_a_file_loads_nothing_of_postgresql() -> None:
    """Neither its dialect, which SQLAlchemy loads for any index with a condition, nor its driver."""
    script = (
        "import sys\n"
        "import claimtrack.ledger.database, claimtrack.queries.claim_list\n"
        "print(sorted({'sqlalchemy.dialects.postgresql', 'psycopg'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
