"""Proposals of assistants that wait for a person's review: a file each, in the platform's state folder.

They stand beside the decisions of a review, by ledger and document. A file is written whole or not at all, and the same
proposal twice is one file, so that a server keeps proposals while a person reviews others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from claimtrack.cli.context import user_folder
from claimtrack.domain.canonical_json import canonical_text, sha256
from claimtrack.domain.records import FilePosition
from claimtrack.errors import BadInput
from claimtrack.safe_files import make_private_folder, refuse_ledger_file, write_private

MOST_KEPT = 1_000
"""Proposals of one document that may wait."""


class KeptProposals:
    """The proposals that wait for one document (an id) of one ledger: its id, and the file `database` that it is in."""

    def __init__(self, ledger: str, document: str, *, database: Path | None) -> None:
        self._folder = user_folder("state") / "proposed" / ledger / document
        self._database = database

    @property
    def count(self) -> int:
        """How many wait."""
        return len(list(self._folder.glob("*.json")))

    def keep(self, line: Mapping[str, Any], by: str) -> None:
        """Keep what `by` proposed, spelled as a line of `read --jsonl`. Raises BadInput where too many wait."""
        kept = canonical_text({"by": by, "line": line})
        file = self._folder / f"{sha256(kept.encode())}.json"
        if file.exists():
            return
        refuse_ledger_file(file, self._database)
        make_private_folder(self._folder)
        if self.count >= MOST_KEPT:
            raise BadInput(f"{MOST_KEPT:,} proposals wait for this document", "A person reviews them first.")
        write_private(file, kept)

    def read(self) -> Iterator[tuple[Path, tuple[FilePosition, Any, str]]]:
        """Each file with the line it holds and who proposed it, the oldest first; what is damaged is passed over."""
        try:
            files = sorted(self._folder.glob("*.json"), key=lambda file: (file.stat().st_mtime_ns, file.name))
        except OSError:
            return
        for number, file in enumerate(files, 1):
            try:
                kept = json.loads(file.read_text("utf-8"))
                line, by = kept["line"], str(kept["by"])
            except (OSError, ValueError, KeyError, TypeError):
                continue
            yield file, (FilePosition(by, number), line, by)
