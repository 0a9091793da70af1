"""The linter, the formatter and the type checker have nothing to say."""

import subprocess
import sys

import pytest

from tests.support.tree import ROOT

TOOLS = {
    "ruff check": ["ruff", "check", "--no-fix", "."],
    "ruff format": ["ruff", "format", "--check", "--diff", "."],
    "mypy": ["mypy", "--strict", "-p", "claimtrack"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_clean(tool: str) -> None:
    """The tool, with the settings of pyproject.toml, ends with status 0."""
    done = subprocess.run(
        [sys.executable, "-m", *TOOLS[tool]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{tool}:\n{done.stdout}{done.stderr}"
