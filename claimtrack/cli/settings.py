"""Settings: where the ledger is, who writes, which zone; from the command line, the environment and claimtrack.toml."""

from __future__ import annotations

import difflib
import getpass
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimtrack.errors import BadInput

FILE = "claimtrack.toml"
KEYS = ("db", "user", "zone")
"""What claimtrack.toml may hold: the ledger, the writer's name, and the IANA zone in which bare dates are days."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for this run. `db_from` says where the ledger's place was taken from."""

    db: str
    db_from: str
    user: str
    zone: str | None


def read_settings(*, db: str | None, user: str | None, environment: Mapping[str, str], folder: Path) -> Settings:
    """Settings by precedence: option, environment, the nearest claimtrack.toml upward from `folder`, the default."""
    found, file = _file(folder)
    if db:
        place, origin = db, "--db"
    elif environment.get("CLAIMTRACK_DB"):
        place, origin = environment["CLAIMTRACK_DB"], "CLAIMTRACK_DB"
    elif found.get("db"):
        assert file is not None
        place, origin = _beside(found["db"], file), str(file)
    else:
        place, origin = str(_default()), "the default"
    name = user or environment.get("CLAIMTRACK_USER") or found.get("user") or _login(environment)
    if not name.isprintable() and name.strip():
        raise BadInput(
            "the name of who writes holds characters that cannot be printed", "Give another with --user NAME."
        )
    return Settings(place, origin, name, found.get("zone"))


def _file(folder: Path) -> tuple[dict[str, str], Path | None]:
    for place in (folder, *folder.parents):
        file = place / FILE
        if file.is_file():
            return _read(file), file
    return {}, None


def _read(file: Path) -> dict[str, str]:
    try:
        found: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadInput(f"{file} cannot be read: {error}", 'It holds lines such as: db = "claims.db"') from None
    for key, value in found.items():
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1, 0.5)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise BadInput(f"{file} has an unknown key {key!r}", f"{hint}It may hold: {', '.join(KEYS)}.")
        if not isinstance(value, str) or not value.strip():
            raise BadInput(f"{file}: {key} must be text in quote marks", f'Write: {key} = "..."')
    return found


def _beside(db: str, file: Path) -> str:
    """A relative path in claimtrack.toml is beside that file."""
    return db if "://" in db else str(file.parent / Path(db).expanduser())


def _default() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("claimtrack", appauthor=False)) / "claims.db"


def _login(environment: Mapping[str, str]) -> str:
    for name in ("LOGNAME", "USER", "USERNAME"):
        if environment.get(name):
            return environment[name]
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
