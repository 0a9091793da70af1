"""Programs of a like job on the same claims: `python -m benchmarks.peers stix2|followthemoney store|read LINES FOLDER`.

Each claim becomes an object of theirs with who said it, validated by their own rules and stored; then all are read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any


def claims(lines: str) -> Iterator[dict[str, Any]]:
    """The claims of the file."""
    with Path(lines).open(encoding="utf-8") as stream:
        yield from (item for item in map(json.loads, stream) if item["type"] == "claim")


def stix2(library: Any, step: str, lines: str, folder: str) -> int:
    """A note by the source on each claim, in the file store of stix2."""
    store = library.FileSystemStore(folder, allow_custom=False)
    if step == "read":
        return len(store.query([]))
    sources: dict[str, Any] = {}
    count = 0
    for item in claims(lines):
        said_by = item["assertions"][0]["chain"][0]["source"]
        if said_by not in sources:
            sources[said_by] = library.Identity(name=said_by, identity_class="unknown")
            store.add(sources[said_by])
        about = library.Report(
            name=item["question"],
            published="2026-01-01T00:00:00Z",
            object_refs=[sources[said_by].id],
            labels=item["tags"],
        )
        store.add(about)
        store.add(library.Note(content=item["text"], authors=[said_by], object_refs=[about.id]))
        count += 1
    return count


def followthemoney(library: Any, step: str, lines: str, folder: str) -> int:
    """An entity for each claim and source, taken apart into statements, one a row of CSV."""
    model, statement = library.model, import_module(f"{library.__name__}.statement")
    path = Path(folder) / "statements.csv"
    if step == "read":
        with path.open("rb") as stream:
            return sum(1 for _ in statement.read_statements(stream, "csv"))

    def statements() -> Iterator[Any]:
        for item in claims(lines):
            about = {"description": [item["text"]], "notes": [item["question"]], "keywords": item["tags"]}
            said_by = item["assertions"][0]["chain"][0]["source"]
            for schema, name, values in (("LegalEntity", said_by, {}), ("Note", item["text"], about)):
                entity = model.make_entity(schema)
                entity.make_id(name)
                entity.add("name", name)
                for key, texts in values.items():
                    entity.add(key, texts)
                entity.schema.validate(entity.to_dict())
                yield from statement.Statement.from_entity(entity, dataset="bench")

    with path.open("wb") as stream:
        statement.write_statements(stream, "csv", statements())
    return path.stat().st_size


if __name__ == "__main__":
    _, peer, *arguments = sys.argv
    print({"stix2": stix2, "followthemoney": followthemoney}[peer](import_module(peer), *arguments))
