"""The user's own folders, and what is in use: story and document (`claimtrack use`), by the id of the ledger."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from claimtrack.errors import BadInput
from claimtrack.safe_files import make_private_folder, write_private


def user_folder(kind: Literal["config", "data", "state"]) -> Path:
    """Our folder of this kind in the user's home. Raises BadInput when nobody can say where that is."""
    import platformdirs

    try:
        folder = Path(getattr(platformdirs, f"user_{kind}_dir")("claimtrack", appauthor=False))
    except RuntimeError:
        folder = Path("~")
    if folder.parts[0] == "~":
        raise BadInput("your home folder is not known: HOME is not set", "Set HOME, or name the ledger: --db FILE.")
    return folder


def fetched_folder() -> Path:
    """Where the bytes of pages that were fetched are kept."""
    return user_folder("data") / "fetched"


@dataclass(frozen=True, slots=True)
class InUse:
    """Ids of the story and document in use; None where none is set."""

    story: str | None = None
    document: str | None = None


def _folder() -> Path:
    return user_folder("config") / "use"


def read_in_use(ledger: str) -> InUse:
    """What is in use for the ledger with this id; nothing when its note cannot be read."""
    import json

    try:
        kept = json.loads((_folder() / f"{ledger}.json").read_text("utf-8"))
    except (OSError, ValueError, BadInput):
        return InUse()
    ids = [kept.get(name) if isinstance(kept, dict) else None for name in ("story", "document")]
    return InUse(*(record if isinstance(record, str) else None for record in ids))


def write_in_use(ledger: str, in_use: InUse) -> None:
    """Remember what is in use, whole or not at all; when nothing is, nothing is kept."""
    import json

    folder = _folder()
    if in_use == InUse():
        (folder / f"{ledger}.json").unlink(missing_ok=True)
        return
    make_private_folder(folder)
    write_private(folder / f"{ledger}.json", json.dumps(asdict(in_use)))
