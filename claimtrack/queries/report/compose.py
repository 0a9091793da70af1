"""The attribution report as rows: everything one edition shows of a story, composed from the floors below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Required, TypedDict, Unpack

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.comparison import updates
from claimtrack.analysis.scope import fetch, merged_with
from claimtrack.domain.dates import utc_text
from claimtrack.ledger.editions import Edition, edition_named
from claimtrack.ledger.restricted.records import RestrictedRecords
from claimtrack.ledger.restricted.stand_in_ids import with_stand_ins
from claimtrack.ledger.restricted.visibility import hidden_of, hide_restricted
from claimtrack.queries.claim_records import load_claim_records
from claimtrack.queries.claim_views import ClaimBuilder, number_documents, place_in_documents
from claimtrack.queries.figures import figure_tables
from claimtrack.queries.judgement import judge_claims
from claimtrack.queries.report import details
from claimtrack.queries.report.details import ABOUT_HIDDEN, flag_groups, printed_ids
from claimtrack.queries.report.disagreements import report_agreements, report_disagreements, report_updates
from claimtrack.queries.report.page import DocumentText, ReportQuestion, questions, texts
from claimtrack.queries.report.support import report_bodies, report_carriers, report_sources
from claimtrack.queries.report.views import ReasonCount, Report, ReportDocument, StatusCount
from claimtrack.queries.source_names import SourceNames
from claimtrack.queries.sources import SourceDirectory
from claimtrack.queries.unnamed_details import unnamed_details
from claimtrack.queries.views import Claim
from claimtrack.rules.ledger import find_flags
from claimtrack.rules.rule import Flag

STATUS_ORDER = ("verified", "corroborated", "disputed", "unverified", "refuted", "withdrawn", "on-record")
"""The statuses in the order in which a report tells its claims."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report with what only a page shows: the texts of its documents, and the questions its claims answer."""

    report: Report
    texts: tuple[DocumentText, ...]
    questions: tuple[ReportQuestion, ...]


class ReportOptions(TypedDict, total=False):
    """What a report is asked for.

    `story` is an id, `edition` a name of EDITIONS, `now` the present, aware: embargoes end by it. With `since` (a
    27-character UTC instant) only claims recorded or changed from then on are told. `as_of` (the same) is what the
    connection's views are bounded at. Off-record and embargoed assertions, and all that rests on them alone, are left
    out unless `restricted`.
    """

    story: Required[str]
    edition: Required[str]
    now: Required[datetime]
    since: str | None
    restricted: bool
    as_of: str | None


def report(conn: Connection, **options: Unpack[ReportOptions]) -> Report:
    """The report on a story for an edition. Raises BadInput when there is no such story or edition."""
    return _Composition(conn, **options).report()


def report_page(conn: Connection, **options: Unpack[ReportOptions]) -> ReportPage:
    """The report as `report` gives it, with the texts and questions that a page shows beside it."""
    return _Composition(conn, **options).page()


class _Composition:
    """A report in the making: the records of a story as an edition may show them, and the claims made of them."""

    def __init__(
        self,
        conn: Connection,
        *,
        story: str,
        edition: str,
        now: datetime,
        since: str | None = None,
        restricted: bool = False,
        as_of: str | None = None,
    ) -> None:
        self._conn = conn
        self._since, self._as_of = since, as_of
        self._made_at = utc_text(now)
        self._edition = edition_named(edition)
        self._story = details.story_row(conn, story)
        self._stories = merged_with(conn, story)
        # Of the one rule that tells of what is hidden, before it is.
        warnings = find_flags(conn, story=story, select=[ABOUT_HIDDEN]) if self._edition.flags else []
        self._hidden = RestrictedRecords({}) if restricted else hide_restricted(conn, now)
        rows = fetch(conn, "SELECT id FROM claim WHERE story IN :stories ORDER BY id", {"stories": self._stories})
        self._records = load_claim_records(conn, [row.id for row in rows])
        self._unnamed = unnamed_details(conn, self._edition)
        self._records.hide(self._unnamed)
        self._recent = [claim for claim in self._records.claims if self._is_recent(claim)]
        self._flags = list(self._told(warnings))
        if self._edition.flags:
            self._flags += find_flags(conn, claims=self._recent, ignore=[ABOUT_HIDDEN])
        self._builder = self._claim_builder()
        texts = self._hidden.texts | self._unnamed.texts
        numbered = _numbered(self._builder, self._recent)
        self._claims = tuple(without_places(claim, texts, self._edition) for claim in numbered)

    def _is_recent(self, claim: str) -> bool:
        """Whether it was recorded or changed in the time that the report is of."""
        last_at = (self._records.last_at.get(record, "") for record in self._records.ids_of(claim))
        return self._since is None or any(at >= self._since for at in last_at)

    def _told(self, warnings: Iterable[Flag]) -> Iterator[Flag]:
        """The flags about what is hidden beside claims that are told; they name none of it."""
        for flag in warnings:
            if not set(self._recent).isdisjoint(flag.related):
                yield replace(flag, record="") if flag.record in self._hidden.ids else flag

    def _claim_builder(self) -> ClaimBuilder:
        conn, records = self._conn, self._records
        names = SourceNames(conn, records.sources(), confidential=self._edition.confidential)
        sides = details.sides_of_sources(conn, names, self._stories)
        documents = {
            document
            for claim in self._recent
            for assertion in records.assertions_of[claim]
            if (document := records.document_of(assertion)) in records.documents
        }
        return ClaimBuilder(
            records=records,
            names=names,
            directory=SourceDirectory(records, names, sides, self._made_at),
            judgement=judge_claims(conn, records.claims),
            edition=self._edition,
            numbers=number_documents(records, documents),
        )

    def page(self) -> ReportPage:
        """The report with its texts and questions."""
        shown = self.report()
        shown_texts = texts(self._conn, self._builder, self._claims, self._hidden)
        return ReportPage(shown, shown_texts, questions(self._builder, self._claims))

    def report(self) -> Report:
        """The report, with other ids for those that would tell of who is not named."""
        conn, builder, claims, edition = self._conn, self._builder, self._claims, self._edition
        rated = details.ratings_of_sources(conn, builder.names, self._records.sources()) if edition.ratings else {}
        composed = Report(
            edition=edition.name,
            story=self._story,
            ledger=details.ledger_state(conn, self._as_of),
            made_at=self._made_at,
            since=self._since,
            older=len(self._records.claims) - len(self._recent),
            left_out=hidden_of(conn, self._hidden, self._stories) if edition.users else 0,
            statuses=_counted(claims),
            bodies=report_bodies(builder, claims),
            carriers=report_carriers(builder, claims),
            agreements=report_agreements(builder, claims),
            disagreements=report_disagreements(builder, claims),
            updates=report_updates(builder, claims, updates(conn, claims=self._recent)),
            flags=flag_groups(builder, claims, self._flags, self._unnamed.texts),
            claims=claims,
            sources=report_sources(builder, claims, rated),
            documents=self._documents(),
            figures=figure_tables(conn, builder, {claim.id: claim.number for claim in claims if claim.answer}),
        )
        return with_stand_ins(composed, printed_ids(conn, self._unnamed.shown_ids))

    def _documents(self) -> tuple[ReportDocument, ...]:
        """The documents in which something that is told was said, by number."""
        numbers: dict[str, set[int]] = defaultdict(set)
        for claim in self._claims:
            for assertion in claim.assertions:
                numbers[assertion.document or ""].add(claim.number)
        held_back = self._hidden.texts | self._unnamed.texts if self._edition.checks else frozenset()
        claims_of = {document: tuple(sorted(some)) for document, some in numbers.items()}
        documents = details.report_documents(self._builder, claims_of, held_back)
        return tuple(document for document in documents if document.id in claims_of)


def without_places(claim: Claim, documents: Collection[str], edition: Edition) -> Claim:
    """A claim that does not tell where its quotations stand in the texts of these documents.

    In an edition that gives no text's digest it tells it of none: where one had no place, that would tell of a text
    held back.
    """
    assertions = tuple(
        replace(row, check=replace(row.check, start=None, end=None))
        if not edition.checks or row.document in documents
        else row
        for row in claim.assertions
    )
    return replace(claim, assertions=assertions)


def _numbered(builder: ClaimBuilder, claims: Sequence[str]) -> tuple[Claim, ...]:
    """The claims by status, what only an outlet's own voice says last in its status, else as the documents run."""
    ordered = sorted((builder.claim(claim, 0) for claim in claims), key=_place)
    return tuple(replace(claim, number=number) for number, claim in enumerate(ordered, 1))


def _place(claim: Claim) -> tuple[int, bool, int, int, str, str]:
    return STATUS_ORDER.index(claim.status.name), claim.own_voice, *place_in_documents(claim), claim.text, claim.id


def _counted(claims: Sequence[Claim]) -> tuple[StatusCount, ...]:
    return status_counts(
        (claim.status.name, claim.number, claim.status.reason_code, claim.status.reason) for claim in claims
    )


def status_counts(claims: Iterable[tuple[str, int, str, str]]) -> tuple[StatusCount, ...]:
    """The statuses in their order. `claims`: status, number, reason code and reason of each, by number."""
    by_status: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    words: dict[tuple[str, str], str] = {}
    for name, number, code, reason in claims:
        by_status[name][code].append(number)
        words.setdefault((name, code), reason)
    counts = []
    for name in (name for name in STATUS_ORDER if name in by_status):
        codes = sorted(by_status[name].items(), key=lambda item: (-len(item[1]), item[0]))
        reasons = tuple(ReasonCount(code, words[name, code], tuple(numbers)) for code, numbers in codes)
        counts.append(StatusCount(name, tuple(sorted(n for _, numbers in codes for n in numbers)), reasons))
    return tuple(counts)
