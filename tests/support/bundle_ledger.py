"""A ledger with a bundle in it: what the tests of judgement are tried on."""

import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from claimtrack.domain.records import FileItem, Record
from claimtrack.formats.bundle import read
from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.write.write_context import Mode
from claimtrack.schema.nesting import records_of
from tests.support.tree import ROOT

CASES = ROOT / "tests" / "cases"


def cases(folder: str) -> list[Path]:
    """The dropped-in files of a folder of cases, by name."""
    return sorted((CASES / folder).glob("*.json"))


class Desk:
    """A fresh ledger, a clock of its own, and short ways to write and to look."""

    def __init__(self, url: str) -> None:
        self._now = datetime(2022, 1, 10, 9, tzinfo=UTC)
        self.ledger = open_ledger(url, create=True, clock=self._clock)

    def _clock(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def record(self, bundle: dict[str, Any], *, mode: Mode = Mode.IMPORT) -> None:
        """Record a bundle as one change."""
        parts = list(read(io.BytesIO(json.dumps({"claimtrack": 1, **bundle}).encode()), "case.json"))
        items = [part for part in parts if isinstance(part, FileItem)]
        assert len(items) == len(parts), parts
        with self.ledger.reading() as conn:
            stories = [row.id for row in conn.execute(text("SELECT id FROM story ORDER BY id"))]
        if "stories" in bundle:
            first = self.ledger.write(
                lambda change: change.record(_flat(item for item in items if item.type == "story"), mode=mode),
                by="desk",
                kind="import",
            )
            stories = [r for r in first.value.top_level_ids if r] or stories
            items = [item for item in items if item.type != "story"]
        story = stories[0] if len(stories) == 1 else None
        self.ledger.write(lambda change: change.record(_flat(items), story=story, mode=mode), by="desk", kind="import")

    def verify(self, claim: str, on: str) -> None:
        """Judge a claim supported on a day, by the evidence recorded under it."""
        target = self.claim(claim)
        with self.reading() as conn:
            evidence = [
                row.id for row in conn.execute(text("SELECT id FROM evidence WHERE target = :id"), {"id": target})
            ]
        verdict = {
            "target": target,
            "verdict": "supported",
            "why": "the tape",
            "by": "desk",
            "on": on,
            "evidence": evidence,
        }
        self.record({"assessments": [verdict]})

    def edit(self, record: str, fields: dict[str, Any]) -> None:
        """Set fields of a record."""
        self.ledger.write(lambda change: change.edit(record, fields), by="desk", kind="edit")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a read transaction."""
        with self.ledger.reading() as conn:
            yield conn

    def labels(self) -> dict[str, str]:
        """Id of a record -> what it is called."""
        with self.reading() as conn:
            return {row.id: row.label for row in conn.execute(text("SELECT id, label FROM record"))}

    def claim(self, words: str) -> str:
        """The id of the claim of this wording."""
        return self._one("claim", words)

    def source(self, name: str) -> str:
        """The id of the source of this name."""
        return self._one("source", name)

    def _one(self, record_type: str, label: str) -> str:
        with self.reading() as conn:
            found = conn.execute(
                text("SELECT id FROM record WHERE type = :type AND label = :label"),
                {"type": record_type, "label": label},
            ).all()
        assert len(found) == 1, (record_type, label, found)
        return str(found[0].id)


def _flat(items: Iterable[FileItem]) -> list[Record]:
    return [record for item in items for record in records_of(item)]
