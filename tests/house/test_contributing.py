"""CONTRIBUTING.md: the map is the folders' own words, and every module and function that it names is there."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.house.test_floors import FLOORS
from tests.support.tree import PACKAGE, ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PATHS = TEXT[TEXT.index("## The path of one `add`") : TEXT.index("## One obvious place")]
NAMED = sorted(set(re.findall(r"`([a-z_]+(?:\.[A-Za-z_]+)+)`", PATHS)))
FOLDERS = sorted(path.parent for path in PACKAGE.rglob("__init__.py"))


def docstring(folder: Path) -> str:
    """The first paragraph of what a folder says of itself."""
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
    return text.partition("\n\n")[0].replace("\n", " ")


def named(dotted: str) -> Any:
    """What a dotted name below `claimtrack` stands for. Raises AttributeError or ModuleNotFoundError."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: Any = import_module(".".join(["claimtrack", *parts[:length]]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part)
        return found
    raise ModuleNotFoundError(dotted)


def test_the_map_is_what_the_folders_say() -> None:
    """Every floor in its order, with the docstring of its folder."""
    rows = re.findall(r"(?m)^\| `(\w+)/` \| (.*) \|$", TEXT)
    floors = [name for floor in FLOORS for name in floor if (PACKAGE / name).is_dir()]
    assert [name for name, _ in rows] == floors
    assert dict(rows) == {name: docstring(PACKAGE / name) for name in floors}


@pytest.mark.parametrize("dotted", NAMED)
def test_what_is_named_is_there(dotted: str) -> None:
    """Each module, class and function of the two paths."""
    assert named(dotted) is not None


def test_a_name_that_is_not_there_is_seen() -> None:
    """The look-up itself fails where it should."""
    assert len(NAMED) > 20
    with pytest.raises(AttributeError):
        named("ledger.write.pipeline.no_such_function")
    with pytest.raises(ModuleNotFoundError):
        named("no_such_folder.module")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_every_folder_says_what_belongs_in_it(folder: Path) -> None:
    """In one line, and what does not."""
    assert len(docstring(folder)) > 40


def test_the_files_of_the_table_are_there() -> None:
    """Paths in the table of obvious places, but for the part that is to be filled in."""
    table = TEXT[TEXT.index("## One obvious place") : TEXT.index("## Rules of the house")]
    for path in re.findall(r"`([a-z]+/[\w/.-]*)", table):
        known = path.partition("<")[0].rstrip("/")
        assert any((base / known).exists() for base in (ROOT, PACKAGE, PACKAGE / "render" / "html")), path
