"""A story gathered for a site: its claims, documents, sources and disagreements, read a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claimtrack.analysis.scope import fetch, portions
from claimtrack.ledger.ledger import Ledger
from claimtrack.ledger.read import bodies
from claimtrack.queries.cast import Cast
from claimtrack.queries.edition import Edition
from claimtrack.queries.material import Material
from claimtrack.queries.report import sidelines
from claimtrack.queries.report.page import kept_back, passages, text_row
from claimtrack.queries.report.rows import (
    DisagreementRow,
    LedgerRow,
    RatingRow,
    SourceRow,
    StoryRow,
    UpdateRow,
)
from claimtrack.queries.report.veil import veiled
from claimtrack.queries.report.weights import source_row
from claimtrack.queries.rows import ClaimRow
from claimtrack.queries.site.frame import Frame
from claimtrack.queries.site.rows import Brief, DocumentPage, Told
from claimtrack.queries.site.scratch import Scratch, numbered, unpacked

DOCUMENTS = 50
"""How many documents are read at a time."""

_SOURCES = """SELECT s.key, s.name, s.source FROM weighed s WHERE s.what = 'source' ORDER BY
  -(SELECT COUNT(*) FROM weight w WHERE w.what = 'source' AND w.key = s.key AND w.field = 'only'),
  -(SELECT COUNT(*) FROM weight w WHERE w.what = 'source' AND w.key = s.key AND w.field = 'claims'),
  -(SELECT COUNT(*) FROM weight w WHERE w.what = 'source' AND w.key = s.key AND w.field = 'carries'), s.name"""
_RENEWED = "renewed r JOIN claim a ON a.id = r.earlier JOIN claim b ON b.id = r.later"


class Site:
    """What `gather` gives. Numbers are those of the attribution report on the same ledger.

    Everything that is long comes as an iterator, read from the scratch file or the ledger in short transactions.
    """

    def __init__(
        self,
        ledger: Ledger,
        scratch: Scratch,
        frame: Frame,
        *,
        change: int,
        story: StoryRow,
        record: LedgerRow,
        made_at: str,
        include_restricted: bool,
        ratings: dict[str, tuple[RatingRow, ...]],
    ) -> None:
        self.story = story
        self.record = record
        self.made_at = made_at
        self.left_out = len(frame.hidden) if frame.edition.users else 0
        self.claim_count: int = scratch.one("SELECT COUNT(*) FROM claim")
        self.disagreement_count: int = scratch.one("SELECT COUNT(*) FROM disagreement WHERE number IS NOT NULL")
        self.open_count: int = scratch.one("SELECT COUNT(*) FROM disagreement WHERE number IS NOT NULL AND settled = 0")
        self.allegation_count: int = scratch.one("SELECT COUNT(*) FROM claim WHERE allegation = 1")
        self.update_count: int = scratch.one(f"SELECT COUNT(*) FROM {_RENEWED}")
        self._ledger = ledger
        self.scratch = scratch
        self._frame = frame
        self._change = change
        self._restricted = include_restricted
        self._ratings = ratings
        self._cast = Cast(Material(), frame.names, frame.sides, frame.now)
        self.document_ids = tuple(frame.numbers)
        """The ids of the documents, in the order of their numbers."""
        self.source_keys: tuple[tuple[str, str, str | None], ...] = tuple(scratch.rows(_SOURCES))
        """Key, name and id (None where it may not be named) of the sources, in their order."""

    @property
    def edition(self) -> Edition:
        """For whom it is made."""
        return self._frame.edition

    def one_outlet(self) -> bool:
        """Whether everything was published by one outlet, or nothing by any."""
        sql = "SELECT COUNT(DISTINCT name) FROM weighed WHERE what = 'carrier' AND key LIKE '[\"publisher\",%'"
        return int(self.scratch.one(sql)) < 2

    def claim_id(self, number: int) -> str | None:
        """The id of the claim of a number; None when there is none."""
        found: str | None = self.scratch.one("SELECT id FROM claim WHERE number = ?", number)
        return found

    def claim(self, number: int) -> ClaimRow:
        """The claim of a number. Raises KeyError when there is none."""
        data = self.scratch.one("SELECT row FROM claim WHERE number = ?", number)
        if data is None:
            raise KeyError(number)
        return self._shown(numbered(number, data))

    def claims(self) -> Iterator[Told]:
        """Every claim, in the order of the report."""
        for number, at, data in self.scratch.paged(
            "SELECT number, at, row FROM claim WHERE number > ? ORDER BY number"
        ):
            parts = tuple(row[0] for row in self.scratch.rows("SELECT number FROM part WHERE at = ? ORDER BY 1", at))
            yield Told(self._shown(numbered(number, data)), parts)

    def _shown(self, claim: ClaimRow) -> ClaimRow:
        return claim if self.edition.confidential else veiled(claim)

    def readable(self) -> frozenset[int]:
        """The numbers of the documents whose text is shown."""
        return frozenset(number for number, why in self._texts().items() if not why)

    def _texts(self) -> dict[int, str]:
        """Number of a document with a stored text -> why that is not shown, "" where it is."""
        found: dict[int, str] = {}
        with self._ledger.pages(self._change) as page:
            for portion in portions(self.document_ids, 200):
                with page() as conn:
                    sql = "SELECT id FROM document WHERE id IN :ids AND text_length > 0"
                    for row in fetch(conn, sql, {"ids": portion}):
                        found[self._frame.numbers[row.id]] = kept_back(
                            conn, self.edition, row.id, now=self._frame.now, include_restricted=self._restricted
                        )
        return found

    def documents(self) -> Iterator[DocumentPage]:
        """Every document, by number, with its text."""
        why = self._texts()
        with self._ledger.pages(self._change) as page:
            for portion in portions(self.document_ids, DOCUMENTS):
                with page() as conn:
                    found = bodies(conn, portion)
                    sql = "SELECT id, text_sha256, text_length FROM document WHERE id IN :ids"
                    stored = {row.id: (row.text_sha256, row.text_length) for row in fetch(conn, sql, {"ids": portion})}
                for one in portion:
                    number = self._frame.numbers[one]
                    body = found.get(one, {})
                    row = sidelines.document_row(
                        self._frame.names,
                        self.edition,
                        one,
                        body,
                        number=number,
                        stored=stored.get(one, (None, 0)),
                        claims=(),
                    )
                    quoting = tuple(self._quoting(number)) if number in why and not why[number] else ()
                    held = passages(quoting)
                    text = None
                    if number in why:
                        text = text_row(body, number, held.marks[one], held.lost[one], kept_back=why[number])
                    claims = self.scratch.one("SELECT COUNT(*) FROM standing WHERE document = ?", number)
                    yield DocumentPage(row, text, tuple(map(self._shown, quoting)), claims)

    def _quoting(self, document: int) -> Iterator[ClaimRow]:
        sql = (
            "SELECT c.number, c.row FROM standing s JOIN claim c ON c.at = s.at WHERE s.document = ? AND s.quoting = 1"
        )
        for number, data in self.scratch.rows(f"{sql} ORDER BY c.number", document):
            yield numbered(number, data)

    def in_document(self, number: int) -> Iterator[Brief]:
        """The claims that stand in a document, in their order."""
        return self.scratch.briefs("FROM standing s JOIN claim c ON c.at = s.at WHERE s.document = ?", number)

    def sources(self) -> Iterator[SourceRow]:
        """Every source that may be shown, those on whom the most rests first."""
        for key, name, source in self.source_keys:
            weight = self.scratch.weight("source", key, name, None)
            yield source_row(self._frame.names, self._cast, source, weight, self._ratings.get(key, ()))

    def of_source(self, number: int) -> Iterator[Brief]:
        """The claims that have to do with the source of a number (from 1), in their order."""
        key = self.source_keys[number - 1][0]
        return self.scratch.briefs(
            "FROM (SELECT DISTINCT at FROM weight WHERE what = 'source' AND key = ?) w JOIN claim c ON c.at = w.at"
            " WHERE 1 = 1",
            key,
        )

    def allegations(self) -> Iterator[Brief]:
        """The claims that allege wrongdoing, in their order."""
        return self.scratch.briefs("FROM claim c WHERE c.allegation = 1")

    def of_status(self, status: str) -> int:
        """How many claims have a status."""
        return int(self.scratch.one("SELECT COUNT(*) FROM claim WHERE status = ?", status))

    def disagreements(self) -> Iterator[DisagreementRow]:
        """Every disagreement between claims that are shown, in the order of their numbers."""
        sql = "SELECT number, row FROM disagreement WHERE number > ? ORDER BY number"
        return (unpacked(data) for _, data in self.scratch.paged(sql))

    def updates(self) -> Iterator[UpdateRow]:
        """The updates between claims that are shown."""
        for data, earlier, later in self.scratch.rows(
            f"SELECT r.row, a.number, b.number FROM {_RENEWED} ORDER BY r.question, r.place"
        ):
            yield replace(unpacked(data), earlier_claim=earlier, later_claim=later)
