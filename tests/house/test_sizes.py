"""A module is one noun or one verb: none is longer than 500 lines, and a class has its name for itself."""

import ast
from collections import defaultdict

from tests.support.tree import PACKAGE, ROOT, python_files

MOST_LINES = 500


def test_no_module_is_too_long() -> None:
    """Past 300 lines, look for the second noun; past 500, part them."""
    sizes = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in python_files(PACKAGE)}
    for name, lines in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        print(f"{lines:5} {name}")
    too_long = [f"{lines} lines: {name}" for name, lines in sizes.items() if lines > MOST_LINES]
    assert not too_long, "\n".join(too_long)


def test_class_names_are_unique() -> None:
    """One name means one thing in the whole package; a class that is a module's own may be called as another's."""
    named: dict[str, list[str]] = defaultdict(list)
    for path in python_files(PACKAGE):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                named[node.name].append(str(path.relative_to(ROOT)))
    assert {name: places for name, places in named.items() if len(places) > 1} == {}
