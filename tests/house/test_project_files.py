"""The files around the code: what the YAML files call is there, and what is imported is what is declared."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from claimtrack.cli.main import VERBS, cli
from tests.support.tree import PACKAGE, ROOT, project_files, python_files

YAML = [path for path in project_files() if path.suffix in {".yml", ".yaml"}]
WORKFLOWS = [path for path in YAML if path.parent == ROOT / ".github" / "workflows"]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT: dict[str, Any] = PYPROJECT["project"]

COMES_WITH = {"referencing": "jsonschema", "rich": "textual", "packaging": "pytest"}
"""What is imported but comes with another distribution, whose own interface hands it out or draws with it."""
NOT_IMPORTED = {"tzdata"}
"""What the program needs without importing it: the data of zoneinfo."""
BY_NAME = {"importlib.import_module", "import_module", "pytest.importorskip"}
"""Calls that import the module they name."""
RUN_NOT_IMPORTED = {
    "mammoth",
    "webvtt-py",
    "build",  # tests/house/test_wheel.py
    "hatchling",  # the build backend of pyproject.toml
    "mypy",
    "pytest-timeout",
    "pytest-xdist",
    "ruff",
    "trafilatura",
    "sqlite-utils",  # benchmarks/__main__.py, in a process of its own
    "types-jsonschema",  # mypy's
}


def load(path: Path) -> Any:
    """What a YAML file holds."""
    return yaml.safe_load(path.read_text("utf-8"))


def values(node: Any, name: str) -> Iterator[Any]:
    """Every value of this key, however deep."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == name:
                yield value
            yield from values(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from values(value, name)


def command(line: str) -> click.Command:
    """The command that a line of `claimtrack` begins with."""
    verb = line.split()[1]
    assert verb in VERBS, line
    found = cli.get_command(click.Context(cli), verb)
    assert found is not None
    return found


def option(verb: click.Command, name: str) -> click.Option:
    """The option of a command, by its long name."""
    (found,) = (param for param in verb.params if isinstance(param, click.Option) and name in param.opts)
    return found


# The YAML files


def test_these_are_the_yaml_files() -> None:
    """The files that this module is about are there."""
    names = {str(path.relative_to(ROOT)) for path in YAML}
    assert names >= {".pre-commit-config.yaml", ".pre-commit-hooks.yaml", "action.yml"}
    assert {path.name for path in WORKFLOWS} == {"test.yml", "publish.yml"}


@pytest.mark.parametrize("path", YAML, ids=lambda path: path.name)
def test_yaml_is_read(path: Path) -> None:
    """Each holds a mapping or a list with something in it."""
    content = load(path)
    assert isinstance(content, dict | list)
    assert len(content) > 0


def test_make_targets_exist() -> None:
    """What is called with `make` has a rule, and is phony; every phony target is explained at the top."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    rules = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert set(phony.split()) == rules
    assert set(re.findall(r"^#   make ([a-z-]+) ", makefile, re.MULTILINE)) == rules
    texts = [run for path in WORKFLOWS for run in values(load(path), "run")]
    texts += [(ROOT / ".ci" / "run").read_text("utf-8"), (ROOT / "CONTRIBUTING.md").read_text("utf-8")]
    called = {name for text in texts for name in re.findall(r"(?:^|[`;&]\s*|exec )make ([a-z-]+)", text, re.MULTILINE)}
    assert called >= {"check", "test"}
    assert called <= rules


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_scripts_of_workflows_exist(path: Path) -> None:
    """Every script of the repository that a step runs is there and may be run."""
    for run in values(load(path), "run"):
        for name in re.findall(r"(?:bash|sh) (\S+)", run):
            assert (ROOT / name).stat().st_mode & 0o111, name


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / "action.yml"], ids=lambda path: path.name)
def test_actions_are_pinned(path: Path) -> None:
    """Every action is used at a released version, never at a branch that moves on."""
    used = list(values(load(path), "uses"))
    assert used
    for name in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@(v\d+(\.\d+)*|release/v\d+|[0-9a-f]{40})", name), name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_versions_of_python_are_those_declared(path: Path) -> None:
    """A workflow runs on versions that pyproject.toml lists."""
    declared = {name.rpartition(" ")[2] for name in PROJECT["classifiers"] if name.startswith("Programming Language")}
    named: set[str] = set()
    for value in values(load(path), "python-version"):
        named.update(value if isinstance(value, list) else [value])
    assert {version for version in named if not version.startswith("$")} <= declared


def test_each_declared_version_is_tested() -> None:
    """Every version of Python that pyproject.toml lists is in the matrix of the tests."""
    declared = {name.rpartition(" ")[2] for name in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", name)}
    (matrix,) = values(load(ROOT / ".github" / "workflows" / "test.yml"), "matrix")
    assert set(matrix["python-version"]) == declared


def test_development_hooks_run_declared_tools() -> None:
    """The hooks of this repository call tools that the group dev installs."""
    entries = list(values(load(ROOT / ".pre-commit-config.yaml"), "entry"))
    assert {entry.split()[0] for entry in entries} == {".venv/bin/ruff", ".venv/bin/mypy"}
    assert {"ruff", "mypy"} <= names_of(PYPROJECT["dependency-groups"]["dev"])


def test_offered_hooks_call_verbs() -> None:
    """The hooks offered to other repositories call a verb of the program."""
    entries = list(values(load(ROOT / ".pre-commit-hooks.yaml"), "entry"))
    assert [command(entry).name for entry in entries] == ["check"]


def test_action_uses_its_inputs() -> None:
    """Every input of the action is used, none is used that is not declared, and each is described."""
    text = (ROOT / "action.yml").read_text("utf-8")
    inputs = load(ROOT / "action.yml")["inputs"]
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(inputs)
    for name, entry in inputs.items():
        assert entry["description"].endswith("."), name
        assert entry["required"] is not ("default" in entry), name


def test_action_calls_the_program_as_it_is() -> None:
    """The options that the action gives to `claimtrack check` are there, with the choices that it names."""
    action = load(ROOT / "action.yml")
    (script,) = (run for run in values(action, "run") if "claimtrack check" in run)
    check = command("claimtrack check")
    options = {name: option(check, name) for name in re.findall(r"(?<![\w-])--[a-z-]+", script)}
    assert set(options) == {"--format", "--fail-on", "--story"}
    choices = options["--fail-on"].type
    assert isinstance(choices, click.Choice)
    assert action["inputs"]["fail-on"]["default"] in choices.choices
    for choice in choices.choices:
        assert choice in action["inputs"]["fail-on"]["description"]
    formats = options["--format"].type
    assert isinstance(formats, click.Choice)
    assert "github" in formats.choices
    for name in {name for env in values(action, "env") for name in env}:
        assert re.search(rf"\$\{{?{name}\b", script) or name in {"CLAIMTRACK_DB", "HERE"}, name


# pyproject.toml


def names_of(requirements: list[str]) -> set[str]:
    """The distributions of these requirements."""
    return {canonicalize_name(Requirement(requirement).name) for requirement in requirements}


@cache
def distributions() -> Mapping[str, list[str]]:
    """Top-level module -> the installed distributions that have it. Looked up once: it reads every record of files."""
    return packages_distributions()


def imported(files: list[Path]) -> set[str]:
    """The distributions that these modules import from, wherever the import stands."""
    roots: set[str] = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                roots.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                roots.add(node.module.partition(".")[0])
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in BY_NAME:
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    roots.add(name.value.partition(".")[0])
    known = distributions()
    ours = {"claimtrack", "tests", "benchmarks", "tools", "migrations", "__future__"}
    return {
        canonicalize_name(known.get(root, [root])[0]) for root in roots if root not in sys.stdlib_module_names | ours
    }


def test_project_says_who_and_what() -> None:
    """What an index shows of the project is declared."""
    assert PROJECT["authors"]
    assert all(set(author) <= {"name", "email"} and author["name"] for author in PROJECT["authors"])
    assert PROJECT["license"] == "Apache-2.0"
    assert (ROOT / PROJECT["readme"]).is_file()
    assert all((ROOT / name).is_file() for name in PROJECT["license-files"])
    assert PYPROJECT["dependency-groups"]["dev"]


def test_what_the_package_imports_is_declared() -> None:
    """No dependency is declared that is not imported, and none imported that is not declared."""
    optional = {name for group in PROJECT["optional-dependencies"].values() for name in names_of(group)}
    declared = names_of(PROJECT["dependencies"]) | optional
    used = imported(python_files(PACKAGE) + python_files(ROOT / "migrations"))
    assert declared - used == NOT_IMPORTED
    assert used - declared <= set(COMES_WITH)


def test_what_development_imports_is_declared() -> None:
    """The same of tests, benchmarks and tools, with the group dev."""
    dev = names_of(PYPROJECT["dependency-groups"]["dev"])
    optional = {name for group in PROJECT["optional-dependencies"].values() for name in names_of(group)}
    used = imported([path for folder in ("tests", "benchmarks", "tools") for path in python_files(ROOT / folder)])
    assert dev - used == RUN_NOT_IMPORTED
    assert used - dev - optional - names_of(PROJECT["dependencies"]) <= set(COMES_WITH)


@pytest.mark.parametrize(("name", "owner"), COMES_WITH.items())
def test_what_is_not_declared_comes_with_another(name: str, owner: str) -> None:
    """The other distribution requires it, always."""
    required = [Requirement(line) for line in requires(owner) or []]
    assert name in {canonicalize_name(one.name) for one in required if not one.marker or "extra" not in str(one.marker)}
