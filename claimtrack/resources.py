"""Where the files are that ship with the program beside its modules: the schemas and the migrations.

An installed copy carries them inside the package; a checkout has them at its top, beside pyproject.toml. Nothing else
in the program knows which of the two it is running from.
"""

from __future__ import annotations

from pathlib import Path

from claimtrack.errors import ClaimtrackError

_PACKAGE = Path(__file__).resolve().parent


def schemas_folder() -> Path:
    """The folder of the JSON Schemas. Raises ClaimtrackError if the installation lacks it."""
    return _folder("schemas", _PACKAGE)


def migrations_folder() -> Path:
    """The folder of the database migrations. Raises ClaimtrackError if the installation lacks it."""
    return _folder("migrations", _PACKAGE)


def _folder(name: str, package: Path) -> Path:
    packaged = package / f"_{name}"
    if packaged.is_dir():
        return packaged
    root = package.parent
    if (root / "pyproject.toml").is_file() and (root / name).is_dir():
        return root / name
    raise ClaimtrackError(f"This installation of claimtrack lacks its {name} folder.", "Install claimtrack again.")
