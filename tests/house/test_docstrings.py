"""Everything public in claimtrack says what it is. (How it says it is ruff's to check.)"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.tree import PACKAGE, ROOT, python_files

Function = ast.FunctionDef | ast.AsyncFunctionDef
WRITTEN_ELSEWHERE = {"overload", "override", "setter", "deleter"}


def undocumented(source: str, name: str = "<module>") -> Iterator[tuple[int, str]]:
    """Line and name of everything public without a docstring in a module's source."""
    tree = ast.parse(source, name)
    if not ast.get_docstring(tree):
        yield 1, "the module"
    yield from _in_body(tree.body, "")


def _in_body(body: list[ast.stmt], prefix: str) -> Iterator[tuple[int, str]]:
    for node in body:
        if isinstance(node, ast.If | ast.Try):
            for inner in (node.body, node.orelse, getattr(node, "finalbody", [])):
                yield from _in_body(inner, prefix)
            for handler in getattr(node, "handlers", []):
                yield from _in_body(handler.body, prefix)
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node) and not _is_told_elsewhere(node):
            yield node.lineno, prefix + node.name
        if isinstance(node, ast.ClassDef):
            yield from _in_body(node.body, f"{prefix}{node.name}.")


def _is_told_elsewhere(node: ast.ClassDef | Function) -> bool:
    """An overload, an override, a setter: the docstring stands at what it belongs to."""
    names = {
        decorator.attr if isinstance(decorator, ast.Attribute) else getattr(decorator, "id", "")
        for decorator in node.decorator_list
    }
    return bool(names & WRITTEN_ELSEWHERE)


def test_everything_public_is_documented() -> None:
    """Every public module, class, function and method has a docstring."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path in python_files(PACKAGE)
        if not path.stem.startswith("_") or path.stem.startswith("__")
        for line, what in undocumented(path.read_text("utf-8"), str(path))
    ]
    assert not found, "without a docstring:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("", ["the module"]),
        ("'''M.'''\ndef f(): ...", ["f"]),
        ("'''M.'''\nasync def f(): ...", ["f"]),
        ("'''M.'''\ndef _f(): ...", []),
        ("'''M.'''\nclass A:\n  def m(self): ...\n  def __len__(self): ...", ["A", "A.m"]),
        ("'''M.'''\nclass _A:\n  def m(self): ...", []),
        ("'''M.'''\nif x:\n  def f(): ...\nelse:\n  def g(): ...", ["f", "g"]),
        ("'''M.'''\n@overload\ndef f(): ...", []),
        ("'''M.'''\ndef f():\n  '''F.'''\n  def g(): ...", []),
    ],
)
def test_what_lacks_one_is_seen(source: str, names: list[str]) -> None:
    """The check itself finds what it should."""
    assert [name for _, name in undocumented(source)] == names


def missing_files(source: str, files: list[str]) -> list[str]:
    """What a module calls a file of Python in a folder (`domain/text.py`), and none of `files` ends so."""
    named = re.findall(r"\b[a-z_]+/[a-z_/]+\.py\b", source)
    return [name for name in named if not any(f"/{file}".endswith(f"/{name}") for file in files)]


def test_files_that_are_named_are_there() -> None:
    """What comments and docstrings call a file of the project is one, also after it was moved."""
    paths = python_files(ROOT)
    files = [path.relative_to(ROOT).as_posix() for path in paths]
    found = [
        f"{file}: {name}"
        for path, file in zip(paths, files, strict=True)
        if path != Path(__file__)
        for name in missing_files(path.read_text("utf-8"), files)
    ]
    assert found == []


def test_a_file_that_is_not_there_is_seen() -> None:
    """By its folder and its name."""
    files = ["claimtrack/domain/text.py"]
    assert missing_files("# As in domain/text.py and claimtrack/domain/text.py.", files) == []
    assert missing_files("# As in domain/texts.py and main/text.py.", files) == ["domain/texts.py", "main/text.py"]
