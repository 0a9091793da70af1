"""How the package is built, in figures: `python tools/structure.py`. For the table in CONTRIBUTING.md.

Counts modules, lines, repeated names and modules with one importer from the source; then traces one `add`, one import
and one report, and counts the files of the package in which each called a function and how often it changed file.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "claimtrack"
BUNDLE = {
    "claimtrack": 1,
    "stories": [{"name": "Harbour flood"}],
    "sources": [{"name": "Coast Wire", "kind": "news-agency"}],
    "claims": [{"text": "About ten boats sank", "assertions": [{"chain": ["Ines", "Coast Wire"]}]}],
}


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def importers(paths: Mapping[str, Path]) -> dict[str, set[str]]:
    """Module -> the modules of the package that import it, wherever the import stands."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, path in paths.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    found[whole if whole in paths else node.module].add(name)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    found[alias.name].add(name)
    return {name: found[name] - {name} for name in paths}


def static_figures() -> dict[str, int]:
    """What the source alone tells."""
    paths = modules()
    imported = importers(paths)
    folders = Counter(path.parent for path in paths.values() if path.stem != "__init__")
    stems = Counter(path.stem for path in paths.values() if path.stem != "__init__")
    classes: Counter[str] = Counter()
    for path in paths.values():
        tree = ast.parse(path.read_text("utf-8"))
        classes.update(node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name[0] != "_")
    init = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    public = [
        len(node.value.elts)
        for node in ast.walk(init)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List | ast.Tuple)
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)
    ]
    return {
        "modules": len(paths),
        "lines": sum(len(path.read_text("utf-8").splitlines()) for path in paths.values()),
        "most modules in a folder": max(folders.values()),
        "module names used more than once": sum(count > 1 for count in stems.values()),
        "class names used more than once": sum(count > 1 for count in classes.values()),
        "modules with one importer": sum(len(found) == 1 for found in imported.values()),
        "public names": public[0] if public else 0,
    }


class FileTrace:
    """Counts the files of the package in which functions are called, and the changes from one file to another."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.changes = 0
        self._last = ""
        self._prefix = str(PACKAGE) + os.sep

    def __call__(self, frame: FrameType, event: str, _value: Any) -> None:
        """Note one call."""
        file = frame.f_code.co_filename
        if event != "call" or frame.f_code.co_name == "<module>" or not file.startswith(self._prefix):
            return
        self.files.add(file)
        self.changes += file != self._last
        self._last = file


def traced(run: Callable[[], object]) -> tuple[int, int]:
    """How many files of the package `run` passes, and how often it goes from one to another."""
    trace = FileTrace()
    sys.setprofile(trace)
    try:
        run()
    finally:
        sys.setprofile(None)
    return len(trace.files), trace.changes


def traced_figures() -> dict[str, tuple[int, int]]:
    """One `add`, one import and one report by the command line, in a temporary folder: (files, changes of file)."""
    from claimtrack.cli.main import main

    found = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HOME=folder, XDG_CONFIG_HOME=folder, XDG_DATA_HOME=folder)
        bundle = Path(folder) / "bundle.json"
        bundle.write_text(json.dumps(BUNDLE), "utf-8")
        common = ["--db", f"{folder}/claims.db", "--user", "ana"]

        def typed(*words: str) -> Callable[[], object]:
            def run() -> None:
                with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                    status = main([*common, *words])
                if status:
                    raise RuntimeError(f"{words[0]} ended with status {status}")

            return run

        add = ("add", "The gates were opened early", "-s", "Port Authority", "--told", "Dam Wire", "--story", "Dam")
        typed("story", "add", "Dam")()
        found["add"] = traced(typed(*add))
        found["report of one claim"] = traced(typed("report", "--story", "Dam"))
        found["import of one claim"] = traced(typed("import", str(bundle)))
    return found


def rows() -> list[tuple[str, str]]:
    """Every figure with its name, as text."""
    found = [(name, f"{value:,}") for name, value in static_figures().items()]
    for name, (files, changes) in traced_figures().items():
        found.append((f"files passed by {name} (changes of file)", f"{files} ({changes:,})"))
    return found


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    print("| figure | value |\n| --- | --- |")
    for title, figure in rows():
        print(f"| {title} | {figure} |")
