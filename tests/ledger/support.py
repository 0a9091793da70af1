"""What tests of ledgers share: ledgers with clocks of their own, files in memory, comparisons."""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from claimtrack.domain.canonical_json import digest, parse
from claimtrack.domain.ids import random_id
from claimtrack.formats import bundle, jsonl, ledger_history
from claimtrack.ledger.audit import AuditReport
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, Written, open_ledger
from claimtrack.ledger.projection.project import COLUMNS
from claimtrack.ledger.store.dialect import is_sqlite, run_all
from claimtrack.ledger.transfer.export import export_items
from claimtrack.ledger.transfer.export_history import export_history
from claimtrack.ledger.transfer.importing import ImportReport, import_records
from claimtrack.ledger.transfer.merge import MergeReport, import_history
from tests.support.tables import metadata

FORMATS: dict[str, Any] = {"bundle": bundle, "lines": jsonl}
START = datetime(2022, 1, 7, 12, tzinfo=UTC)


class Clock:
    """A clock that moves a second at every look. `ahead` seconds differ it from others."""

    def __init__(self, ahead: int = 0) -> None:
        self.now = START + timedelta(seconds=ahead)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def new_ledger(url: str, ahead: int = 0) -> LedgerDatabase:
    """A fresh ledger."""
    return open_ledger(url, create=True, clock=Clock(ahead), accept_clock=True)


def wiped(ledger: LedgerDatabase, ahead: int = 0) -> LedgerDatabase:
    """The same database as an empty ledger of another id: quicker than a new one.

    PostgreSQL would make the files of all tables anew for TRUNCATE, and plan anew what it had planned.
    """
    with ledger._engine.begin() as connection:
        run_all(connection, [f"DELETE FROM {name}" for name in metadata.tables if name != "meta"])
        clear = "INSERT INTO search_terms (search_terms) VALUES ('delete-all')"
        connection.execute(text(clear if is_sqlite(connection) else "DELETE FROM search_terms"))
        connection.execute(text("UPDATE meta SET value = '' WHERE name = 'head'"))
        connection.execute(text("UPDATE meta SET value = :id WHERE name = 'ledger'"), {"id": random_id()})
    ledger._clock = Clock(ahead)
    return ledger


def reopened(ledger: LedgerDatabase, **options: Any) -> LedgerDatabase:
    """The same ledger, opened with other options."""
    url = ledger.location.url
    where = str(ledger.location.path) if url is None else url.render_as_string(hide_password=False)
    return open_ledger(where.replace("+psycopg", ""), clock=Clock(), **options)


def make_bundle(**lists: Any) -> dict[str, Any]:
    """A bundle with these lists."""
    return {"claimtrack": 1, **lists}


def take(ledger: LedgerDatabase, written: Any, **options: Any) -> ImportReport:
    """Import a bundle (a dict, text or bytes), or lines (a list of dicts, or bytes that hold no bundle)."""
    name = "lines" if isinstance(written, list) else "bundle"
    if isinstance(written, list):
        data = b"".join(json.dumps(each).encode() + b"\n" for each in written)
    elif isinstance(written, dict):
        data = json.dumps(written).encode()
    else:
        data = written.encode() if isinstance(written, str) else written
        name = "bundle" if b'"claimtrack"' in data[:20] else "lines"
    file = "file.json" if name == "bundle" else "file.jsonl"
    return import_records(ledger, FORMATS[name].read(io.BytesIO(data), file), **{"by": "desk", **options})


def dump(ledger: LedgerDatabase, name: str, **options: Any) -> bytes:
    """The ledger as a file of this format."""
    out = io.BytesIO()
    if name == "ledger":
        ledger_history.write(export_history(ledger, **{"restricted": True, **options}), out)
    else:
        items = export_items(ledger, **{"restricted": True, **options})
        FORMATS[name].write(items.texts() if name == "lines" else items, out)
    return out.getvalue()


def merge(ledger: LedgerDatabase, other: LedgerDatabase | bytes, **options: Any) -> MergeReport:
    """Take another ledger's history over."""
    data = other if isinstance(other, bytes) else dump(other, "ledger")
    given = {"accept_withheld": True, **options}
    return import_history(ledger, ledger_history.read(io.BytesIO(data), "other"), by="desk", file="other", **given)


def do(ledger: LedgerDatabase, action: Callable[[Change], Any], by: str = "desk") -> Written[Any]:
    """Run one change."""
    return ledger.write(action, by=by, kind="edit")


def bodies(ledger: LedgerDatabase) -> dict[str, dict[str, Any]]:
    """The bodies of all live records, by id."""
    with ledger.reading() as connection:
        rows = connection.execute(text("SELECT id, body FROM record_body WHERE state = 'live'")).all()
    return {row.id: parse(row.body) for row in rows}


def record_digests(ledger: LedgerDatabase) -> dict[str, str]:
    """The record digests of all live records, by id."""
    return {record: digest(body) for record, body in bodies(ledger).items()}


def entry_digests(ledger: LedgerDatabase) -> set[str]:
    """The digests of all entries."""
    with ledger.reading() as connection:
        return {row.digest.hex() for row in connection.execute(text("SELECT digest FROM entry"))}


def contents(ledger: LedgerDatabase) -> dict[str, Counter[tuple[Any, ...]]]:
    """All the query tables show now: view -> its rows, each as often as it is there, and the bodies of the records."""
    found: dict[str, Counter[tuple[Any, ...]]] = {}
    with ledger.reading() as connection:
        for view, columns in COLUMNS.items():
            numbers = {("search_row", "id"), *(("record", name) for name in ("number", "entry", "heads"))}
            named = [f'"{name}"' for name in columns[:-2] if (view, name) not in numbers]
            found[view] = Counter(
                tuple(row) for row in connection.execute(text(f"SELECT {', '.join(named)} FROM {view}"))
            )
        rows = connection.execute(text("SELECT id, state, body FROM record_body"))
        found["bodies"] = Counter(tuple(row) for row in rows)
        rows = connection.execute(
            text("SELECT r.id, r.heads, e.digest FROM record r JOIN entry e ON e.number = r.number")
        )
        found["heads"] = Counter((row.id, row.heads or row.digest.hex()) for row in rows)
    return found


def count(ledger: LedgerDatabase, table: str) -> int:
    """How many rows a table or view has."""
    with ledger.reading() as connection:
        return int(connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one())


def texts(problems: Iterable[Any]) -> str:
    """Problems as they are printed, a line each."""
    return "".join(problem.text() + "\n" for problem in problems)


def forge(ledger: LedgerDatabase, *statements: str, **values: Any) -> None:
    """Run statements on the database behind the ledger's back."""
    with ledger.maintaining() as connection:
        for sql in statements:
            connection.execute(text(sql), values)


def what(report: AuditReport) -> str:
    """The findings of an audit, a line each."""
    return "\n".join(finding.what for finding in report.findings)


UNREST = make_bundle(
    stories=[{"name": "Unrest in Almaty"}],
    sources=[
        {"name": "Kassym-Jomart Tokayev", "kind": "person", "role": "president", "speaks_for": "Kazakhstan (state)"},
        {"name": "Kazakhstan", "qualifier": "state", "kind": "government", "aliases": "Kazakh authorities"},
        {"name": "AFP", "kind": "news-agency", "ratings": [{"letter": "B", "why": "seldom wrong", "on": "2022-01-07"}]},
        {"name": "BBC News", "kind": "outlet"},
        {"name": "Saule", "qualifier": "builder", "kind": "witness", "sides": [{"name": "protesters"}]},
        {"name": "officials", "kind": "group", "speaks_for": "Kazakhstan (state)"},
    ],
    documents=[
        {
            "title": "Russian troops fly in",
            "url": "https://example.org/a",
            "publisher": "BBC News",
            "published": "2022-01-06",
            "bylines": ["A. Reporter"],
            "text": "He blamed foreign-trained “terrorists”.\n“Straight away about 10 were killed,” Saule told AFP.",
            "archive_links": ["https://archive.example/1"],
        }
    ],
    questions=[
        {"text": "What is behind the unrest?", "answer_kind": "cause"},
        {"text": "How many were killed?", "answer_kind": "figure", "cumulative": False},
    ],
    claims=[
        {
            "text": "Foreign-trained terrorists are to blame",
            "question": "What is behind the unrest?",
            "answer": {"text": "foreign-trained terrorists"},
            "about": ["unnamed foreigners"],
            "assertions": [
                {
                    "key": "blame",
                    "chain": ["Kassym-Jomart Tokayev"],
                    "document": "https://example.org/a",
                    "quote": {"exact": 'foreign-trained "terrorists"'},
                    "evidence_given": "none-given",
                    "notes": ["check the recording"],
                }
            ],
            "requests": [{"asked": "officials", "how": "by telephone", "on": "2022-01-06", "outcome": "no-reply"}],
            "tags": ["blame"],
        },
        {
            "text": "About ten people were killed straight away",
            "question": "How many were killed?",
            "answer": {"figure": "about 10", "scope": "unstated"},
            "assertions": [
                {
                    "chain": [{"source": "Saule", "basis": "witnessed"}, "AFP", "BBC News"],
                    "document": "Russian troops fly in",
                    "quote": {"exact": "Straight away about 10 were killed"},
                    "continues": "blame",
                },
                {"chain": "officials > AFP", "document": "https://example.org/a", "stance": "doubts"},
            ],
            "evidence": [{"bearing": "supports", "url": "https://example.org/video", "kind": "video"}],
            "assessments": [{"verdict": "not-enough-evidence", "why": "one witness", "by": "desk", "on": "2022-01-07"}],
        },
    ],
    comparisons=[
        {
            "claims": ["Foreign-trained terrorists are to blame", "About ten people were killed straight away"],
            "verdict": "different",
            "why": "Of two nights",
        }
    ],
    disagreements=[
        {
            "kind": "cause",
            "claims": ["Foreign-trained terrorists are to blame", "About ten people were killed straight away"],
            "recorded": True,
            "state": "open",
            "why": "they cannot both be the reason",
            "notes": ["look again"],
        }
    ],
)
"""A small file, written as a person would, with something of most things."""
