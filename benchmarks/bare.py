"""The bare script that import is held against: orjson, jsonschema-rs and `executemany` into tables of a like shape.

It validates each line, flattens it, gives every record an id, and writes an entry, the query rows and the search row,
with an index on every id; it resolves no names, compares nothing, keeps no history, chains nothing and would lose
everything on a bad line. Usage: python -m benchmarks.bare LINES DATABASE
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

SCHEMA = {
    "type": "object",
    "required": ["type"],
    "properties": {
        "type": {"type": "string"},
        "text": {"type": "string", "minLength": 1},
        "kind": {"type": "string"},
        "question": {"type": "string"},
        "answer": {"type": "object", "properties": {"figure": {"type": "string"}}},
        "tags": {"type": "array", "items": {"type": "string", "minLength": 1}},
        "assertions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["chain"],
                "properties": {
                    "chain": {"type": "array", "minItems": 1},
                    "document": {"type": "string"},
                    "quote": {"type": "object", "required": ["exact"]},
                },
            },
        },
    },
}
WORD = re.compile(r"[^\W_]+")
TABLES = {
    "entry": ("digest", "record", "type", "at", "body"),
    "record": ("id", "type", "state", "label", "sort_key", "first_at", "last_at", "by"),
    "name": ("record", "type", "key"),
    "claim": ("id", "text", "kind", "question", "answer", "low", "high"),
    "assertion": ("id", "claim", "document", "origin", "basis", "quote_kind", "quote"),
    "hop": ("assertion", "pos", "source", "basis"),
    "tag": ("id", "target", "name"),
    "other": ("id", "type", "text", "url"),
    "search_row": ("id", "record", "type"),
}
"""Table -> its columns; each has an index on its first column, and on those of INDEXED."""

INDEXED = {
    "entry": ("record",),
    "record": ("sort_key",),
    "name": ("key",),
    "claim": ("question",),
    "assertion": ("claim", "document", "origin"),
    "hop": ("source",),
    "tag": ("target",),
}
NOW = "2026-01-01T00:00:00.000000Z"


def quoted(columns: tuple[str, ...]) -> str:
    """The columns as SQL lists them."""
    return ", ".join(f'"{column}"' for column in columns)


def flat(item: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str, bytes]]:
    """The records of an item: type, body, id, canonical bytes."""
    children = [("assertion", "claim", child) for child in item.pop("assertions", ())]
    children += [("tag", "target", {"name": tag}) for tag in item.pop("tags", ())]
    kind = item.pop("type")
    body = orjson.dumps(item, option=orjson.OPT_SORT_KEYS)
    parent = base64.b32encode(hashlib.sha256(body).digest()[:15]).decode().lower()
    yield kind, item, parent, body
    for child_kind, link, child in children:
        child[link] = parent
        body = orjson.dumps(child, option=orjson.OPT_SORT_KEYS)
        yield child_kind, child, base64.b32encode(hashlib.sha256(body).digest()[:15]).decode().lower(), body


def main(lines: str, database: str) -> None:
    """Load `lines` into a new `database`."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA cache_size = -65536")
    for table, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {table} ({quoted(columns)})")
        for column in (columns[0], *INDEXED.get(table, ())):
            connection.execute(f'CREATE INDEX ix_{table}_{column} ON {table} ("{column}")')
    connection.execute(
        "CREATE VIRTUAL TABLE search_terms USING fts5(terms, detail=none, columnsize=0, tokenize='ascii')"
    )
    validator = jsonschema_rs.validator_for(SCHEMA)
    connection.execute("BEGIN IMMEDIATE")
    number = 0
    with Path(lines).open("rb") as stream:
        while batch := list(islice(stream, 5000)):
            rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
            terms: list[tuple[int, str]] = []
            for line in batch:
                item = orjson.loads(line)
                if not validator.is_valid(item):
                    raise SystemExit(f"bad line {line!r}")
                for kind, record, name, body in flat(item):
                    number += 1
                    text = record.get("text") or record.get("name") or record.get("title") or record["quote"]["exact"]
                    digest = hashlib.sha256(body + name.encode()).hexdigest()
                    folded = text.lower()
                    rows["entry"].append((digest, name, kind, NOW, body.decode()))
                    rows["record"].append((name, kind, "live", text, folded, NOW, NOW, "x"))
                    rows["search_row"].append((number, name, kind))
                    terms.append((number, " ".join(WORD.findall(folded))))
                    if kind == "claim":
                        answer = record["answer"]["figure"]
                        rows["name"].append((name, kind, hashlib.sha256(folded.encode()).hexdigest()[:32]))
                        rows["claim"].append((name, text, record["kind"], record["question"], answer, answer, answer))
                    elif kind == "assertion":
                        first = record["chain"][0]
                        about = (record["claim"], record["document"], first["source"], first["basis"])
                        rows["assertion"].append((name, *about, record["quote_kind"], text))
                        for position, hop in enumerate(record["chain"]):
                            source, basis = (hop, "x") if isinstance(hop, str) else (hop["source"], hop["basis"])
                            rows["hop"].append((name, position, source, basis))
                    elif kind == "tag":
                        rows["tag"].append((name, record["target"], text))
                    else:
                        rows["name"].append((name, kind, hashlib.sha256(folded.encode()).hexdigest()[:32]))
                        rows["other"].append((name, kind, text, record.get("url")))
            connection.executemany("INSERT INTO search_terms (rowid, terms) VALUES (?, ?)", terms)
            for table, values in rows.items():
                connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(TABLES[table]))})", values)
    connection.execute("COMMIT")
    print(json.dumps({"records": number}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
