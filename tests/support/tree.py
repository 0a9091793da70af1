"""Where the project's files are, and which of them are the project's."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "claimtrack"

# Only for a tree without git (an unpacked sdist): what is never a file of the project.
_MADE = {".git", ".venv", "build", "dist", "__pycache__", ".hypothesis"}


def project_files(under: Path = ROOT) -> list[Path]:
    """Every file of the project at or below a folder, sorted, as absolute paths.

    In a git checkout: what is tracked or would be by `git add`, so that a new file is seen before
    it is committed. Elsewhere: everything but what building and testing make.
    """
    versioned = (ROOT / ".git").exists() and shutil.which("git")
    found = _from_git(under) if versioned else _from_disk(under)
    return sorted(path for path in found if path.is_file())


def python_files(under: Path = PACKAGE) -> list[Path]:
    """The project's Python modules at or below a folder, sorted."""
    return [path for path in project_files(under) if path.suffix == ".py"]


def _from_git(under: Path) -> list[Path]:
    # A checkout may belong to another user than the one who tests it.
    git = ["git", "-c", f"safe.directory={ROOT}"]
    listed = subprocess.run(
        [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", str(under)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return [ROOT / os.fsdecode(name) for name in set(listed.stdout.split(b"\0")) if name]


def _from_disk(under: Path) -> list[Path]:
    found = []
    for folder, folders, names in os.walk(under):
        folders[:] = [name for name in folders if name not in _MADE and not name.endswith("_cache")]
        found += [Path(folder, name) for name in names]
    return found
