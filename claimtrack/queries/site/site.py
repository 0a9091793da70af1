"""A story gathered for a site: its claims, documents, sources and disagreements, read a few at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import bindparam, text
from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import PORTION, READ_AS, composed, fetch, portions
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.editions import Edition
from claimtrack.ledger.lookup import bodies
from claimtrack.ledger.restricted.records import RestrictedRecords
from claimtrack.ledger.restricted.stand_in_ids import with_stand_ins
from claimtrack.ledger.restricted.visibility import hidden_of
from claimtrack.queries.claim_records import ClaimRecords
from claimtrack.queries.report import details
from claimtrack.queries.report.page import passages, text_row, why_withheld
from claimtrack.queries.report.support import report_source
from claimtrack.queries.report.views import (
    LedgerState,
    ReportDisagreement,
    ReportSource,
    ReportStory,
    ReportUpdate,
    SourceRating,
)
from claimtrack.queries.site.staging import (
    ClaimHeading,
    ClaimWithDisagreements,
    DocumentPage,
    SiteStaging,
    numbered,
    unpacked,
)
from claimtrack.queries.source_names import SourceNames
from claimtrack.queries.sources import SourceDirectory
from claimtrack.queries.unnamed_details import UnnamedDetails, unnamed_details
from claimtrack.queries.views import Claim, FigureTable

SIZE = 300
"""How many claims make a portion; more where so many answer one question, whose answers are judged together."""


@dataclass(frozen=True, slots=True)
class SiteContext:
    """What every portion is made with.

    `stories` are the story and those merged into it; `hidden` what is left out, `left_out` how many assertions of
    them; `sources` are all that the story names; `numbers` those of documents, by id after merges. `ids` are those
    that are printed as others. `now` is a 27-character UTC instant.
    """

    edition: Edition
    stories: tuple[str, ...]
    now: str
    hidden: RestrictedRecords
    left_out: int
    sources: frozenset[str]
    names: SourceNames
    sides: dict[str, tuple[str, ...]]
    numbers: dict[str, int]
    ids: Mapping[str, str]
    unnamed: UnnamedDetails


def site_context(
    conn: Connection, edition: Edition, stories: tuple[str, ...], *, now: str, hidden: RestrictedRecords
) -> SiteContext:
    """What every portion of a story is made with, from a few queries over all of it."""
    sources = _sources(conn, stories)
    names = SourceNames(conn, sources, confidential=edition.confidential)
    unnamed = unnamed_details(conn, edition)
    return SiteContext(
        edition=edition,
        stories=stories,
        now=now,
        hidden=hidden,
        left_out=hidden_of(conn, hidden, stories),
        sources=frozenset(sources),
        names=names,
        sides=details.sides_of_sources(conn, names, stories),
        numbers=_numbers(conn, stories, unnamed.shown_ids),
        ids=details.printed_ids(conn, unnamed.shown_ids),
        unnamed=unnamed,
    )


_CITED = """SELECT a.document FROM claim c JOIN assertion a ON a.claim = c.id
  WHERE c.story IN :stories AND a.document IS NOT NULL
  UNION SELECT e.document FROM claim c JOIN evidence e ON e.target = c.id
  WHERE c.story IN :stories AND e.document IS NOT NULL
  UNION SELECT e.document FROM claim c JOIN assertion a ON a.claim = c.id JOIN evidence e ON e.target = a.id
  WHERE c.story IN :stories AND e.document IS NOT NULL"""

_SOURCES = (
    """SELECT DISTINCT h.source AS id FROM claim c JOIN assertion a ON a.claim = c.id
  JOIN hop h ON h.assertion = a.id AND h.claim = c.id
  WHERE c.story IN :stories AND h.source IS NOT NULL""",
    "SELECT DISTINCT b.source AS id FROM claim c JOIN claim_about b ON b.claim = c.id WHERE c.story IN :stories",
    "SELECT DISTINCT r.asked AS id FROM claim c JOIN request r ON r.target = c.id WHERE c.story IN :stories",
    """SELECT DISTINCT r.asked AS id FROM claim c JOIN assertion a ON a.claim = c.id JOIN request r ON r.target = a.id
  WHERE c.story IN :stories""",
)
_PUBLISHING = (
    "SELECT publisher AS id FROM document WHERE id IN :ids AND publisher IS NOT NULL",
    "SELECT source AS id FROM byline WHERE document IN :ids",
)


def _sources(conn: Connection, stories: tuple[str, ...]) -> set[str]:
    """The ids of all sources that anything of a story names: what names are told apart by."""
    found = {row.id for sql in _SOURCES for row in fetch(conn, sql, {"stories": stories})}
    sql = composed(
        (READ_AS, f"cited AS ({_CITED})"),
        "SELECT DISTINCT COALESCE(f.canonical, x.document) AS id FROM cited x"
        " LEFT JOIN read_as f ON f.id = x.document ORDER BY 1",
    )
    for portion in portions(row.id for row in fetch(conn, sql, {"stories": stories})):
        for publishing in _PUBLISHING:
            found.update(row.id for row in fetch(conn, publishing, {"ids": portion}))
    return found


_PLACED = """SELECT DISTINCT COALESCE(f.canonical, a.document) AS id FROM claim c JOIN assertion a ON a.claim = c.id
LEFT JOIN read_as f ON f.id = a.document
WHERE c.story IN :stories AND a.document IS NOT NULL"""


def _numbers(conn: Connection, stories: tuple[str, ...], shown_ids: Mapping[str, str]) -> dict[str, int]:
    """A number from 1 for each document that an assertion stands in, the earliest published first."""
    placed = [row.id for row in fetch(conn, composed([READ_AS], _PLACED), {"stories": stories})]
    keys = []
    for portion in portions(sorted(placed)):
        rows = fetch(conn, "SELECT id, title, published_lo FROM document WHERE id IN :ids", {"ids": portion})
        keys += [(row.published_lo or "~", row.title or "", shown_ids.get(row.id, row.id), row.id) for row in rows]
    return {one: number for number, (*_, one) in enumerate(sorted(keys), 1)}


_ORDERED = """SELECT c.id,
       CASE WHEN c.answer_kind = 'label' THEN 'label' ELSE COALESCE(f.canonical, c.question, '') END AS question,
       COALESCE(MIN(a.document), '') AS document
FROM claim c LEFT JOIN read_as f ON f.id = c.question LEFT JOIN assertion a ON a.claim = c.id
WHERE c.story IN :stories GROUP BY c.id, c.answer_kind, f.canonical, c.question ORDER BY 2, 3, 1"""


def claim_portions(conn: Connection, stories: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The ids of a story's claims in portions: the answers of a question together, else by document.

    All labels are together: how an outlet uses a word is looked at over all questions. Beyond PORTION nothing is.
    """
    found: list[tuple[str, ...]] = []
    held: list[str] = []
    for question, rows in groupby(_ordered(conn, stories), key=lambda row: row[1]):
        group = [row[0] for row in rows]
        for piece in portions(group, PORTION if question else SIZE):
            if held and len(held) + len(piece) > SIZE:
                found.append(tuple(held))
                held = []
            held.extend(piece)
    return [*found, tuple(held)] if held else found


def _ordered(conn: Connection, stories: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    statement = text(composed([READ_AS], _ORDERED)).bindparams(bindparam("stories", expanding=True))
    for row in conn.execute(statement, {"stories": list(stories)}):
        yield row.id, row.question


DOCUMENTS = 50
"""How many documents are read at a time."""

_SITE_SOURCES = """SELECT s.key, s.name, s.source FROM weighed s WHERE s.what = 'source' ORDER BY
  -(SELECT COUNT(*) FROM weight w WHERE w.what = 'source' AND w.key = s.key AND w.field = 'only'),
  -(SELECT COUNT(*) FROM weight w WHERE w.what = 'source' AND w.key = s.key AND w.field = 'claims'),
  -(SELECT COUNT(*) FROM weight w WHERE w.what = 'source' AND w.key = s.key AND w.field = 'carries'), s.name"""
_RENEWED = "renewed r JOIN claim a ON a.id = r.earlier JOIN claim b ON b.id = r.later"


class Site:
    """What `collect_site` gives. Numbers are those of the attribution report on the same ledger.

    Everything that is long comes as an iterator, read from the staging or the ledger in short transactions.
    """

    def __init__(
        self,
        ledger: LedgerDatabase,
        staging: SiteStaging,
        context: SiteContext,
        *,
        change: int,
        story: ReportStory,
        record: LedgerState,
        made_at: str,
        restricted: bool,
        ratings: dict[str, tuple[SourceRating, ...]],
    ) -> None:
        self.story = story
        self.record = record
        self.made_at = made_at
        self.left_out = context.left_out if context.edition.users else 0
        self.claim_count: int = staging.one("SELECT COUNT(*) FROM claim")
        self.disagreement_count: int = staging.one("SELECT COUNT(*) FROM disagreement WHERE number IS NOT NULL")
        self.open_count: int = staging.one("SELECT COUNT(*) FROM disagreement WHERE number IS NOT NULL AND settled = 0")
        self.allegation_count: int = staging.one("SELECT COUNT(*) FROM claim WHERE allegation = 1")
        self.update_count: int = staging.one(f"SELECT COUNT(*) FROM {_RENEWED}")
        self._ledger = ledger
        self.staging = staging
        self._context = context
        self._change = change
        self._restricted = restricted
        self._ratings = ratings
        self._directory = SourceDirectory(ClaimRecords(), context.names, context.sides, context.now)
        self.document_ids = tuple(context.ids.get(one, one) for one in context.numbers)
        """The ids of the documents as they are shown, in the order of their numbers."""
        rows = staging.rows(_SITE_SOURCES)
        self.source_keys: tuple[tuple[str, str, str | None], ...] = tuple(
            (source_key, name, context.ids.get(source, source)) for source_key, name, source in rows
        )
        """Key, name and id as shown (None where it may not be named) of the sources, in their order."""

    @property
    def edition(self) -> Edition:
        """For whom it is made."""
        return self._context.edition

    def one_outlet(self) -> bool:
        """Whether everything was published by one outlet, or nothing by any."""
        sql = "SELECT COUNT(DISTINCT name) FROM weighed WHERE what = 'carrier' AND key LIKE '[\"publisher\",%'"
        return int(self.staging.one(sql)) < 2

    def claim_id(self, number: int) -> str | None:
        """The id of the claim of a number; None when there is none."""
        found: str | None = self.staging.one("SELECT id FROM claim WHERE number = ?", number)
        return found

    def claim(self, number: int) -> Claim:
        """The claim of a number. Raises KeyError when there is none."""
        data = self.staging.one("SELECT row FROM claim WHERE number = ?", number)
        if data is None:
            raise KeyError(number)
        return self._shown(numbered(number, data))

    def claims(self) -> Iterator[ClaimWithDisagreements]:
        """Every claim, in the order of the report."""
        sql = "SELECT number, at, row FROM claim WHERE number > ? ORDER BY number"
        for number, at, data in self.staging.paged(sql):
            parts = tuple(row[0] for row in self.staging.rows("SELECT number FROM part WHERE at = ? ORDER BY 1", at))
            yield ClaimWithDisagreements(self._shown(numbered(number, data)), parts)

    def _shown(self, claim: Claim) -> Claim:
        return with_stand_ins(claim, self._context.ids)

    def readable(self) -> frozenset[int]:
        """The numbers of the documents whose text is shown."""
        return frozenset(number for number, why in self._texts().items() if not why)

    def _texts(self) -> dict[int, str]:
        """Number of a document with a stored text -> why that is not shown, "" where it is."""
        found: dict[int, str] = {}
        with self._ledger.pages(self._change, restricted=self._restricted) as page:
            for portion in portions(self._context.numbers, 200):
                with page() as conn:
                    sql = "SELECT id FROM document WHERE id IN :ids AND text_length > 0"
                    for row in fetch(conn, sql, {"ids": portion}):
                        why = why_withheld(self.edition, row.id, self._context.hidden, self._context.unnamed.texts)
                        found[self._context.numbers[row.id]] = why
        return found

    def documents(self) -> Iterator[DocumentPage]:
        """Every document, by number, with its text."""
        why = self._texts()
        with self._ledger.pages(self._change, restricted=self._restricted) as page:
            for portion in portions(self._context.numbers, DOCUMENTS):
                with page() as conn:
                    found = bodies(conn, portion)
                    sql = "SELECT id, text_sha256, text_length FROM document WHERE id IN :ids"
                    stored = {row.id: (row.text_sha256, row.text_length) for row in fetch(conn, sql, {"ids": portion})}
                for one in portion:
                    number = self._context.numbers[one]
                    body = found.get(one, {})
                    if one in self._context.unnamed.titles:
                        body.pop("title", None)
                    row = details.report_document(
                        self._context.names,
                        self.edition,
                        one,
                        body,
                        number=number,
                        stored=stored.get(one, (None, 0)),
                        held_back=bool(why.get(number)),
                        claims=(),
                    )
                    quoting = tuple(self._quoting(number)) if number in why and not why[number] else ()
                    held = passages(quoting)
                    text = None
                    if number in why:
                        text = text_row(body, number, held.marks[one], held.lost[one], kept_back=why[number])
                    claims = self.staging.one("SELECT COUNT(*) FROM standing WHERE document = ?", number)
                    row = with_stand_ins(row, self._context.ids)
                    yield DocumentPage(row, text, tuple(map(self._shown, quoting)), claims)

    def _quoting(self, document: int) -> Iterator[Claim]:
        sql = (
            "SELECT c.number, c.row FROM standing s JOIN claim c ON c.at = s.at WHERE s.document = ? AND s.quoting = 1"
        )
        for number, data in self.staging.rows(f"{sql} ORDER BY c.number", document):
            yield numbered(number, data)

    def in_document(self, number: int) -> Iterator[ClaimHeading]:
        """The claims that stand in a document, in their order."""
        return self.staging.briefs("FROM standing s JOIN claim c ON c.at = s.at WHERE s.document = ?", number)

    def sources(self) -> Iterator[ReportSource]:
        """Every source that may be shown, those on whom the most rests first."""
        for key, name, source in self.staging.rows(_SITE_SOURCES):
            weight = self.staging.weight("source", key, name, None)
            row = report_source(self._context.names, self._directory, source, weight, self._ratings.get(key, ()))
            yield with_stand_ins(row, self._context.ids)

    def of_source(self, number: int) -> Iterator[ClaimHeading]:
        """The claims that have to do with the source of a number (from 1), in their order."""
        key = self.source_keys[number - 1][0]
        return self.staging.briefs(
            "FROM (SELECT DISTINCT at FROM weight WHERE what = 'source' AND key = ?) w JOIN claim c ON c.at = w.at"
            " WHERE 1 = 1",
            key,
        )

    def allegations(self) -> Iterator[ClaimHeading]:
        """The claims that allege wrongdoing, in their order."""
        return self.staging.briefs("FROM claim c WHERE c.allegation = 1")

    def of_status(self, status: str) -> int:
        """How many claims have a status."""
        return int(self.staging.one("SELECT COUNT(*) FROM claim WHERE status = ?", status))

    def disagreements(self) -> Iterator[ReportDisagreement]:
        """Every disagreement between claims that are shown, in the order of their numbers."""
        sql = "SELECT number, row FROM disagreement WHERE number > ? ORDER BY number"
        return (unpacked(data) for _, data in self.staging.paged(sql))

    def figures(self, most: int) -> tuple[FigureTable, ...]:
        """At most so many tables of figures that need a decision, those with a conflict first."""
        return tuple(with_stand_ins(table, self._context.ids) for table in self.staging.figures(most))

    def updates(self) -> Iterator[ReportUpdate]:
        """The updates between claims that are shown."""
        sql = f"SELECT r.row, a.number, b.number FROM {_RENEWED} ORDER BY r.question, r.place"
        for data, earlier, later in self.staging.rows(sql):
            yield replace(unpacked(data), earlier_claim=earlier, later_claim=later)
