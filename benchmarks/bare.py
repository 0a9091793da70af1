"""The bare script that import is held against: orjson, jsonschema-rs and `executemany` into tables of the same shape.

It validates each line, gives it an id, writes an entry, the query rows and the search row; it resolves no names, keeps
no history, chains nothing and would lose everything on a bad line. Usage: python -m benchmarks.bare LINES DATABASE
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sqlite3
import sys
from itertools import islice
from pathlib import Path

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


def main(lines: str, database: str) -> None:
    """Load `lines` into a new `database`."""
    root = Path(__file__).resolve().parent.parent
    sys.path.insert(0, str(root))
    from claimtrack.ledger.store.tables import PROJECTED

    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("CREATE TABLE entry (digest TEXT PRIMARY KEY, record TEXT, envelope TEXT, body TEXT)")
    for view in ("record", "name", "claim", "assertion", "hop", "search_row"):
        names = [column.name for column in PROJECTED[view].columns]
        connection.execute(f"CREATE TABLE {view}_history ({', '.join(chr(34) + name + chr(34) for name in names)})")
        connection.execute(f"CREATE INDEX ix_{view} ON {view}_history ({chr(34) + names[0] + chr(34)})")
    connection.execute(
        "CREATE VIRTUAL TABLE search_terms USING fts5(terms, detail=none, columnsize=0, tokenize='ascii')"
    )
    validator = jsonschema_rs.validator_for(SCHEMA)
    widths = {view: len(PROJECTED[view].columns) for view in PROJECTED}
    connection.execute("BEGIN IMMEDIATE")
    number = 0
    with Path(lines).open("rb") as stream:
        while batch := list(islice(stream, 5000)):
            rows: dict[str, list[tuple[object, ...]]] = {
                name: [] for name in ("entry", "record", "name", "claim", "assertion", "hop", "search_row", "terms")
            }
            for line in batch:
                item = orjson.loads(line)
                if not validator.is_valid(item):
                    raise SystemExit(f"bad line {line!r}")
                records = [("claim", item)] + [("assertion", child) for child in item.pop("assertions", ())]
                for kind, record in records:
                    body = orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
                    digest = hashlib.sha256(body).digest()
                    name = base64.b32encode(digest[:15]).decode().lower()
                    number += 1
                    rows["entry"].append((digest.hex(), name, body.decode(), body.decode()))
                    rows["record"].append((name, *[kind] * (widths["record"] - 1)))
                    text = (
                        record.get("text")
                        or record.get("name")
                        or record.get("title")
                        or record.get("quote", {}).get("exact", "")
                    )
                    rows["search_row"].append((number, *[name] * (widths["search_row"] - 1)))
                    rows["terms"].append((number, " ".join(WORD.findall(text.lower()))))
                    if kind == "claim":
                        rows["name"].append((name, *[text] * (widths["name"] - 1)))
                        rows["claim"].append((name, *[text] * (widths["claim"] - 1)))
                    else:
                        rows["assertion"].append((name, *["x"] * (widths["assertion"] - 1)))
                        rows["hop"].extend((name, *["x"] * (widths["hop"] - 1)) for _ in record["chain"])
            connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", rows.pop("entry"))
            connection.executemany("INSERT INTO search_terms (rowid, terms) VALUES (?, ?)", rows.pop("terms"))
            for view, made in rows.items():
                connection.executemany(f"INSERT INTO {view}_history VALUES ({', '.join('?' * widths[view])})", made)
    connection.execute("COMMIT")
    print(json.dumps({"records": number}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
