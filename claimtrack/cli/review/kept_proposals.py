"""Proposals of assistants that wait for a person's review: a file each, in the platform's state folder.

They stand beside the decisions of a review, by ledger and document. A file is written whole or not at all, and the same
proposal twice is one file, so that a server keeps proposals while a person reviews others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from claimtrack.cli.user_folders import user_folder
from claimtrack.domain.canonical_json import canonical_text, sha256
from claimtrack.domain.english import plural
from claimtrack.domain.records import FilePosition
from claimtrack.errors import BadInput, DatabaseTrouble
from claimtrack.problem import Problem
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

    def keep(self, lines: Iterable[Mapping[str, Any]], by: str) -> None:
        """Keep what `by` proposed, each spelled as a line of `read --jsonl`.

        Raises BadInput, and keeps none, where too many would wait; DatabaseTrouble where nothing can be written.
        """
        texts = [canonical_text({"by": by, "line": line}) for line in lines]
        files = {self._folder / f"{sha256(text.encode())}.json": text for text in texts}
        try:
            new = [file for file in files if not file.exists()]
            if (waiting := self.count) + len(new) > MOST_KEPT:
                what = f"{plural(waiting, 'proposal')} wait for this document, and at most {MOST_KEPT:,} may"
                raise BadInput(f"{what}: none of these was kept", "A person reviews those first.")
            make_private_folder(self._folder)
            for file in new:
                refuse_ledger_file(file, self._database)
                write_private(file, files[file])
        except OSError as error:
            what = f"proposals cannot be kept in {self._folder}: {error.strerror or error}"
            raise DatabaseTrouble(what, "XDG_STATE_HOME can name another place.") from error

    def read(self) -> Iterator[tuple[Path, tuple[FilePosition, Any, str]]]:
        """Each file with the line it holds and who proposed it, the oldest first; of a damaged one a Problem.

        What cannot be read now is passed over.
        """
        try:
            files = sorted(self._folder.glob("*.json"), key=lambda file: (file.stat().st_mtime_ns, file.name))
        except OSError:
            return
        for number, file in enumerate(files, 1):
            try:
                kept = json.loads(file.read_text("utf-8"))
                line, by = kept["line"], str(kept["by"])
            except OSError:
                continue
            except (ValueError, KeyError, TypeError):
                line, by = Problem(file.name, None, "", "this file is damaged", code="json"), ""
            yield file, (FilePosition(by, number), line, by)
