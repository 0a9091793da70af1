"""The floors of the house: who may import whom, wherever the import stands.

A module imports from its own floor and from those before it in `FLOORS`; `reading` from fewer. Nor
do the modules and folders within one folder import one another in a circle. A library is used only on the floors that
own it, and one that is not named here is no dependency.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.tree import PACKAGE, ROOT, python_files

GROUND = ("errors", "packed_xml", "problem", "resources", "safe_files")
FLOORS = (
    GROUND,
    ("domain",),
    ("schema",),
    ("formats",),
    ("ledger",),
    ("analysis",),
    ("rules",),
    ("queries",),
    ("reading",),
    ("checking",),
    ("render",),
    ("actions",),
    ("api",),
    ("cli",),
)
CALLED_BY_CLI = {*GROUND, "domain", "render", "actions", "cli"}
"""What the command line imports when it runs; for types it may name what it likes. Of queries, the views too."""
NARROWER = {"reading": {*GROUND, "domain", "reading"}}
STDLIB_ONLY = {*GROUND, "domain", "reading"}  # and the libraries that name them below

SQL = {"ledger", "analysis", "rules", "queries"}
ANYWHERE = {name for floor in FLOORS for name in floor} - STDLIB_ONLY
OWNERS = {
    "alembic": {"ledger"},
    "click": {"cli"},
    "idna": {"domain"},
    "jinja2": {"render"},
    "mammoth": {"reading"},
    "markupsafe": {"render"},
    "mcp": {"cli"},
    "jsonschema": {"schema"},
    "jsonschema_rs": {"schema"},
    "openpyxl": {"formats"},
    "orjson": ANYWHERE | {"domain"},
    "platformdirs": ANYWHERE,
    "psycopg": {"ledger"},
    "pypdf": {"reading"},
    "pyromark": {"reading"},
    "referencing": {"schema"},
    "sqlalchemy": SQL,
    "prompt_toolkit": {"cli"},
    "rich": {"cli"},  # comes with textual, which draws with it
    "textual": {"cli"},
    "trafilatura": {"reading"},
    "wcwidth": {"render"},
    "webvtt": {"reading"},
}


class Import(NamedTuple):
    """One imported module: its full dotted name, the line that imports it, and whether it is for types only."""

    name: str
    line: int
    typing: bool = False


@cache
def imports(source: str, module: str, is_package: bool) -> list[Import]:
    """Every import in a module's source: inside functions, relative, and by name at run time."""
    return list(_imports(source, module, is_package))


def _imports(source: str, module: str, is_package: bool) -> Iterator[Import]:
    package = module if is_package else module.rpartition(".")[0]
    every = list(ast.walk(ast.parse(source, module)))
    typing = {
        inner
        for node in every
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in every:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, node in typing)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *filter(None, [base])])
            for alias in node.names:
                yield Import(f"{base}.{alias.name}", node.lineno, node in typing)
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                name = first.value
                yield Import(f"{package}{name}" if name.startswith(".") else name, node.lineno)


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def allowed(floor: str) -> set[str]:
    """The floors from which a floor may import, itself among them."""
    if floor in NARROWER:
        return NARROWER[floor]
    within: set[str] = set()
    for names in FLOORS:
        within.update(names)
        if floor in names:
            return within
    raise AssertionError(f"claimtrack.{floor} is on no floor: give it a place in FLOORS")


def breaches(source: str, module: str, is_package: bool = False) -> list[str]:
    """What a module of claimtrack imports that it may not, a line each."""
    parts = module.split(".")
    floor = parts[1] if len(parts) > 1 else ""
    if floor == "__main__":
        floor = "cli"
    # claimtrack/__init__.py stands under everything: it names the public API, and loads none of it.
    may = allowed(floor) if floor else set()
    found = []
    for name, line, typing in imports(source, module, is_package):
        if typing and not floor:
            continue
        root, _, rest = name.partition(".")
        wanted = rest.partition(".")[0]
        if root == "claimtrack":
            # `from claimtrack import __version__` is no floor's.
            views = name.startswith("claimtrack.queries.views.")
            calls = floor != "cli" or typing or wanted in CALLED_BY_CLI or views
            if wanted.startswith("__") or (wanted in may and calls):
                continue
            found.append(f"{module}:{line} imports {name}")
        elif root not in sys.stdlib_module_names and floor not in OWNERS.get(root, set()):
            found.append(f"{module}:{line} imports {name}, which is not for {floor or 'the root'}")
    return found


def prints(source: str, module: str) -> list[str]:
    """Where a module calls print, a line each."""
    return [
        f"{module}:{node.lineno} prints"
        for node in ast.walk(ast.parse(source, module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id == "print"
    ]


def dotted(path: Path) -> str:
    """The module's name of a file below the repository's root."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_imports_go_down() -> None:
    """No module of claimtrack imports what stands above it, or another floor's library."""
    found = [
        breach
        for path in python_files(PACKAGE)
        for breach in breaches(path.read_text("utf-8"), dotted(path), path.stem == "__init__")
    ]
    assert not found, "\n".join(found)


@cache
def needed() -> dict[str, set[str]]:
    """Each module, and the modules of claimtrack that it imports when it runs, wherever the import stands."""
    sources = {dotted(path): path for path in python_files(PACKAGE)}
    found: dict[str, set[str]] = {}
    for module, path in sources.items():
        names = [
            one.name for one in imports(path.read_text("utf-8"), module, path.stem == "__init__") if not one.typing
        ]
        known = {name if name in sources else name.rpartition(".")[0] for name in names}
        found[module] = (known & sources.keys()) - {module, "claimtrack"}
    return found


def between_parts(folder: str, modules: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Each part (module or folder) of a folder, and the other parts of it that it imports."""
    parts: dict[str, set[str]] = defaultdict(set)
    for module, others in modules.items():
        if module.startswith(f"{folder}."):
            part, *_ = module.removeprefix(f"{folder}.").split(".")
            inside = (other.removeprefix(f"{folder}.") for other in others if other.startswith(f"{folder}."))
            parts[part] |= {other.partition(".")[0] for other in inside} - {part}
    return parts


def in_circles(parts: Mapping[str, set[str]]) -> set[str]:
    """The parts that reach themselves by what they import."""
    circular = set()
    for part in parts:
        reached, todo = set(), [*parts[part]]
        while todo:
            if (other := todo.pop()) not in reached:
                reached.add(other)
                todo += parts.get(other, ())
        circular |= {part} & reached
    return circular


@pytest.mark.parametrize("folder", sorted({dotted(path.parent) for path in python_files(PACKAGE)}))
def test_imports_within_a_folder_go_one_way(folder: str) -> None:
    """What is imported stands below: no two parts of a folder stand on each other."""
    assert in_circles(between_parts(folder, needed())) == set()


def test_a_circle_is_seen() -> None:
    """Through a third part, and through a folder below."""
    modules = {"a.b": {"a.c.d"}, "a.c.d": set(), "a.c.e": {"a.f"}, "a.f": {"a.b"}, "a.g": {"a.b"}}
    assert in_circles(between_parts("a", modules)) == {"b", "c", "f"}
    assert in_circles(between_parts("a", {**modules, "a.f": set()})) == set()


def test_migrations_stand_alone() -> None:
    """A migration is as it was written, whatever becomes of claimtrack's modules."""
    found = [
        f"{dotted(path)}:{line} imports {name}"
        for path in python_files(ROOT / "migrations" / "versions")
        for name, line, _ in imports(path.read_text("utf-8"), dotted(path), False)
        if name.partition(".")[0] not in {"alembic", "sqlalchemy", *sys.stdlib_module_names}
    ]
    assert not found, "\n".join(found)


def test_only_the_command_line_prints() -> None:
    """Below the command line, what there is to say is returned."""
    found = [
        line
        for path in python_files(PACKAGE)
        if path.relative_to(PACKAGE).parts[0] != "cli"
        if "print" in (source := path.read_text("utf-8"))
        for line in prints(source, dotted(path))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("claimtrack", "from claimtrack.actions import add"),
        ("claimtrack", "import click"),
        ("claimtrack.errors", "from claimtrack.domain import ids"),
        ("claimtrack.domain.ids", "import platformdirs"),
        ("claimtrack.reading.cues", "import orjson"),
        ("claimtrack.domain.ids", "from ..ledger import engine"),
        ("claimtrack.domain.ids", "from .. import ledger"),
        ("claimtrack.formats.jsonl", "import sqlalchemy as sa"),
        ("claimtrack.formats.jsonl", "def later():\n    from claimtrack.ledger import append"),
        ("claimtrack.ledger.append", "import importlib\nimportlib.import_module('click')"),
        ("claimtrack.ledger.append", "import jsonschema.validators"),
        ("claimtrack.analysis.origins", "from alembic import op"),
        ("claimtrack.queries.claims", "import claimtrack.render"),
        ("claimtrack.reading.cues", "from claimtrack.formats import jsonl"),
        ("claimtrack.render.text", "import click"),
        ("claimtrack.actions.claims", "from sqlalchemy.orm import Session"),
        ("claimtrack.actions.claims", "from claimtrack.cli import main"),
        ("claimtrack.cli.add", "import hypothesis"),
        ("claimtrack.cli.add", "from claimtrack.ledger import lookup"),
        ("claimtrack.cli.add", "def later():\n    from claimtrack.queries import records"),
        ("claimtrack.actions.claims", "from claimtrack.api.ledger import Ledger"),
    ],
)
def test_a_breach_is_seen(module: str, source: str) -> None:
    """Each of these is refused."""
    assert len(breaches(source, module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("claimtrack.__main__", "from claimtrack.cli.main import main"),
        ("claimtrack.problem", "from .errors import ClaimtrackError"),
        ("claimtrack.ledger.append", "from claimtrack import __version__, errors, formats"),
        ("claimtrack.ledger.migrate", "import alembic.command\nimport sqlalchemy"),
        (
            "claimtrack.rules.ledger.untraced",
            "from ..rule import Rule\nfrom ...ledger import tables",
        ),
        ("claimtrack.reading.cues", "import re\nfrom claimtrack.domain import words"),
        ("claimtrack.cli.add", "import click\nfrom claimtrack.actions import claims"),
        ("claimtrack.cli.add", "if TYPE_CHECKING:\n    from claimtrack.ledger.database import LedgerDatabase"),
        ("claimtrack", "if TYPE_CHECKING:\n    from claimtrack.api.ledger import Ledger"),
    ],
)
def test_what_is_allowed_passes(module: str, source: str) -> None:
    """Each of these is as it should be."""
    assert breaches(source, module) == []


def test_a_package_resolves_its_own_dots() -> None:
    """In `ledger/__init__.py` one dot is `ledger` itself."""
    assert [name for name, _, _ in imports("from . import a", "claimtrack.ledger", True)] == ["claimtrack.ledger.a"]


def test_unknown_floors_are_refused() -> None:
    """A new top-level module must be given its place."""
    with pytest.raises(AssertionError, match="on no floor"):
        breaches("import os", "claimtrack.attic")
