"""The staging of a site: what portions gave, kept on disk until all claims have their numbers.

It is made and read by one process and thrown away: rows are pickled, nothing in it is meant to last. A claim goes by
its `at` (from 1, as it came) until `number` puts all of them in order.
"""

from __future__ import annotations

import json
import pickle
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from claimtrack.analysis.disagreements.positions import Disagreement, Update
from claimtrack.ledger.store.staging import Staging
from claimtrack.queries.claim_views import place_in_documents
from claimtrack.queries.report.page import DocumentText
from claimtrack.queries.report.support import SupportTally
from claimtrack.queries.report.views import ReportAgreement, ReportDisagreement, ReportDocument, ReportUpdate
from claimtrack.queries.views import Claim, FigureRow, FigureTable
from claimtrack.rules.rule import Flag


@dataclass(frozen=True, slots=True)
class ClaimHeading:
    """A claim in a line. `number` is its number in the report, `id` its id, `status` the name of its status."""

    number: int
    id: str
    text: str
    status: str
    allegation: bool


@dataclass(frozen=True, slots=True)
class ClaimWithDisagreements:
    """A claim with all that is said of it, and the numbers of the disagreements it takes part in."""

    claim: Claim
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document with its text (None where none is stored), and the claims that stand in it.

    `quoting` are those of its claims whose words the text is cut at, or that quote words it does not hold.
    """

    document: ReportDocument
    text: DocumentText | None
    quoting: tuple[Claim, ...]
    claims: int


_TABLES = """
CREATE TABLE claim (at INTEGER PRIMARY KEY, id TEXT UNIQUE, number INTEGER, rank INTEGER, own INTEGER,
  document INTEGER, start INTEGER, text TEXT, status TEXT, reason_code TEXT, reason TEXT, kind TEXT, spoken INTEGER,
  verdict TEXT, allegation INTEGER, row BLOB);
CREATE TABLE assertion (id TEXT PRIMARY KEY, at INTEGER) WITHOUT ROWID;
CREATE TABLE standing (document INTEGER, at INTEGER, quoting INTEGER, PRIMARY KEY (document, at)) WITHOUT ROWID;
CREATE TABLE weighed (what TEXT, key TEXT, name TEXT, kind TEXT, source TEXT, PRIMARY KEY (what, key)) WITHOUT ROWID;
CREATE TABLE trait (what TEXT, key TEXT, field TEXT, value TEXT, PRIMARY KEY (what, key, field, value)) WITHOUT ROWID;
CREATE TABLE weight (what TEXT, key TEXT, field TEXT, at INTEGER, PRIMARY KEY (what, key, field, at)) WITHOUT ROWID;
CREATE TABLE disagreement (id TEXT PRIMARY KEY, rank TEXT, settled INTEGER, found BLOB, number INTEGER, row BLOB);
CREATE TABLE part (at INTEGER, number INTEGER, PRIMARY KEY (at, number)) WITHOUT ROWID;
CREATE TABLE renewed (key TEXT PRIMARY KEY, question TEXT, place INTEGER, earlier TEXT, later TEXT, row BLOB);
CREATE TABLE figures (question TEXT PRIMARY KEY, conflict INTEGER, size INTEGER, found BLOB);
CREATE TABLE agreement (at INTEGER PRIMARY KEY, row BLOB);
CREATE TABLE flag (code TEXT, record TEXT, fact TEXT, severity TEXT, kind TEXT, next_step TEXT, claim INTEGER,
  related TEXT, PRIMARY KEY (code, record, fact)) WITHOUT ROWID;
"""

_FIELDS = ("claims", "otherwise", "only", "first_hand", "witnessed", "carries")
_TRAITS = ("voices", "sides")


class SiteStaging(Staging):
    """What the portions of a site's data gave, in a file at `path`, which must not be there yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(_TABLES, path)

    def add_claims(self, claims: Iterable[tuple[Claim, Claim]], rank: Mapping[str, int]) -> None:
        """Keep claims whose `number` is their `at`, each with what is shown of it."""
        with self.transaction():
            for claim, shown in claims:
                self._add_claim(claim, shown, rank[claim.status.name])

    def _add_claim(self, claim: Claim, shown: Claim, rank: int) -> None:
        status, at = claim.status, claim.number
        order = (claim.own_voice, *place_in_documents(claim), claim.text)
        reasons = (status.name, status.reason_code, status.reason)
        rest = (claim.kind, bool(claim.assertions), status.verdict, claim.allegation, packed(shown))
        self.database.execute(
            "INSERT INTO claim VALUES (?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (at, claim.id, rank, *order, *reasons, *rest),
        )
        self.database.executemany(
            "INSERT OR IGNORE INTO assertion VALUES (?, ?)", [(row.id, at) for row in claim.assertions]
        )
        quoting: dict[int, bool] = {}
        for row in claim.assertions:
            if row.document_number is not None:
                cut = row.check.start is not None or row.check.result == "missing"
                quoting[row.document_number] = quoting.get(row.document_number, False) or cut
        self.database.executemany("INSERT INTO standing VALUES (?, ?, ?)", [(n, at, cut) for n, cut in quoting.items()])

    def add_weights(self, what: str, weights: Mapping[str, tuple[str | None, SupportTally]]) -> None:
        """Keep what rests on each of some bodies, carriers or sources: by key, its id and its weight by `at`."""
        with self.transaction():
            for key, (source, weight) in weights.items():
                found = (what, key, weight.name, weight.kind, source)
                self.database.execute("INSERT OR REPLACE INTO weighed VALUES (?, ?, ?, ?, ?)", found)
                for table, fields in (("trait", _TRAITS), ("weight", _FIELDS)):
                    values = [(what, key, field, value) for field in fields for value in getattr(weight, field)]
                    self.database.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?, ?, ?)", values)

    def add_disagreements(self, ranked: Iterable[tuple[str, bool, Disagreement]]) -> None:
        """Keep disagreements with what they are ordered by, and whether they are settled; each once."""
        rows = [(one.id, rank, settled, packed(one)) for rank, settled, one in ranked]
        with self.transaction():
            self.database.executemany("INSERT OR IGNORE INTO disagreement VALUES (?, ?, ?, ?, NULL, NULL)", rows)

    def add_updates(self, placed: Iterable[tuple[int, Update, ReportUpdate]]) -> None:
        """Keep updates, each once, with their places among those of their question; their claims by id."""
        rows = []
        for place, one, row in placed:
            key = json.dumps([one.kind, one.question, one.earlier.key, one.later.key])
            rows.append((key, one.question, place, one.earlier.claim, one.later.claim, packed(row)))
        with self.transaction():
            self.database.executemany("INSERT OR IGNORE INTO renewed VALUES (?, ?, ?, ?, ?, ?)", rows)

    def add_figures(self, tables: Iterable[FigureTable]) -> None:
        """Keep tables of figures, each once, their claims by id; of a question in several portions the first."""
        rows = [(table.question, table.state is not None, len(table.rows), packed(table)) for table in tables]
        with self.transaction():
            self.database.executemany("INSERT OR IGNORE INTO figures VALUES (?, ?, ?, ?)", rows)

    def figures(self, most: int) -> Iterator[FigureTable]:
        """At most so many tables, those with a conflict first, of most figures first; with the claims' numbers."""
        sql = "SELECT found FROM figures ORDER BY conflict DESC, size DESC, question LIMIT ?"
        for (data,) in self.rows(sql, most):
            table: FigureTable = unpacked(data)
            yield replace(table, rows=tuple(map(self._numbered_row, table.rows)))

    def _numbered_row(self, row: FigureRow) -> FigureRow:
        later = self.number_of(row.superseded_claim) if row.superseded_claim is not None else None
        return replace(row, number=self.number_of(row.claim) or 0, superseded_number=later or 0)

    def add_agreements(self, found: Iterable[ReportAgreement]) -> None:
        """Keep the claims on which opposed sides agree, by `at`."""
        rows = [(row.claim, packed(row)) for row in found]
        self.database.executemany("INSERT INTO agreement VALUES (?, ?)", rows)

    def add_flags(self, flags: Iterable[Flag]) -> None:
        """Keep flags, each once."""
        rows = [(f.code, f.record, f.fact, f.severity, f.group, f.next_step, json.dumps(f.related)) for f in flags]
        with self.transaction():
            self.database.executemany("INSERT OR IGNORE INTO flag VALUES (?, ?, ?, ?, ?, ?, NULL, ?)", rows)

    def number(self) -> None:
        """Give every claim its number: by status, own voice last, else as the documents run."""
        with self.transaction():
            self.database.execute(
                "UPDATE claim SET number = ranked.n FROM (SELECT at, ROW_NUMBER() OVER (ORDER BY rank, own, document,"
                " start, text, id) AS n FROM claim) AS ranked WHERE ranked.at = claim.at"
            )
            self.database.execute("CREATE UNIQUE INDEX claim_number ON claim (number)")
            self.database.execute(
                "UPDATE flag SET claim = COALESCE((SELECT number FROM claim WHERE id = record),"
                " (SELECT number FROM assertion a JOIN claim c ON c.at = a.at WHERE a.id = record))"
            )

    def number_disagreements(self, made: Iterable[tuple[str, int, ReportDisagreement]]) -> None:
        """Keep the disagreements that are shown: id, number and row."""
        with self.transaction():
            for one, number, row in made:
                self.database.execute(
                    "UPDATE disagreement SET number = ?, row = ?, found = NULL WHERE id = ?", (number, packed(row), one)
                )
                claims = [(number, claim) for claim in dict.fromkeys(position.claim for position in row.positions)]
                self.database.executemany("INSERT INTO part SELECT at, ? FROM claim WHERE number = ?", claims)

    def claim(self, claim: str) -> Claim | None:
        """The claim of an id, with its number; None when it is not shown."""
        row = self.database.execute("SELECT number, row FROM claim WHERE id = ?", (claim,)).fetchone()
        return None if row is None else numbered(*row)

    def number_of(self, claim: str) -> int | None:
        """The number of the claim of an id; None when it is not shown."""
        found: int | None = self.one("SELECT number FROM claim WHERE id = ?", claim)
        return found

    def briefs(self, among: str, *values: object) -> Iterator[ClaimHeading]:
        """The claims `c` of a FROM clause that ends in a condition, each in a line, in their order."""
        sql = f"SELECT c.number, c.id, c.text, c.status, c.allegation {among} AND c.number > ? ORDER BY c.number"
        for number, claim, text, status, allegation in self.paged(sql, *values):
            yield ClaimHeading(number, claim, text, status, bool(allegation))

    def weights(self, what: str) -> Iterator[tuple[str, str | None, SupportTally]]:
        """What was weighed of a sort: key, id and weight by the claims' numbers."""
        sql = "SELECT key, name, kind, source FROM weighed WHERE what = ? ORDER BY key"
        for key, name, kind, source in self.database.execute(sql, (what,)).fetchall():
            yield key, source, self.weight(what, key, name, kind)

    def weight(self, what: str, key: str, name: str, kind: str | None) -> SupportTally:
        """What was weighed under a key, by the claims' numbers."""
        weight = SupportTally(name, kind)
        traits = "SELECT field, value FROM trait WHERE what = ? AND key = ?"
        claims = "SELECT w.field, c.number FROM weight w JOIN claim c ON c.at = w.at WHERE w.what = ? AND w.key = ?"
        for sql in (traits, claims):
            for field, value in self.database.execute(sql, (what, key)):
                getattr(weight, field).add(value)
        return weight


def packed(value: object) -> bytes:
    """A value of ours as bytes, to be read back by `unpacked`."""
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)


def unpacked(data: bytes) -> Any:
    """What `packed` was given."""
    return pickle.loads(zlib.decompress(data))


def numbered(number: int, data: bytes) -> Claim:
    """A packed claim with its number."""
    claim: Claim = unpacked(data)
    return replace(claim, number=number)
