"""The attribution report as rows: everything one edition shows of a story, composed from the floors below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.comparison import updates
from claimtrack.analysis.scope import fetch, merged_with
from claimtrack.domain.dates import utc_text
from claimtrack.ledger.editions import Edition, edition_named
from claimtrack.ledger.restricted_records import RestrictedRecords
from claimtrack.ledger.stand_in_ids import with_stand_ins
from claimtrack.ledger.store.shown import is_outsider
from claimtrack.ledger.visibility import hidden_of, hide_restricted
from claimtrack.queries.claim_records import ClaimRecords, load_claim_records
from claimtrack.queries.claim_views import ClaimBuilder, number_documents, place_in_documents
from claimtrack.queries.figures import figure_tables
from claimtrack.queries.judgement import judge_claims
from claimtrack.queries.report import details
from claimtrack.queries.report.details import ABOUT_HIDDEN, flag_groups, printed_ids
from claimtrack.queries.report.disagreements import report_agreements, report_disagreements, report_updates
from claimtrack.queries.report.page import DocumentText, ReportQuestion, questions, texts
from claimtrack.queries.report.support import report_bodies, report_carriers, report_sources
from claimtrack.queries.report.views import ReasonCount, Report, StatusCount
from claimtrack.queries.source_names import SourceNames
from claimtrack.queries.sources import SourceDirectory
from claimtrack.queries.unnamed_details import unnamed_details
from claimtrack.queries.views import Claim
from claimtrack.rules.ledger import find_flags

__all__ = ["Report", "ReportPage", "report", "report_page"]

STATUS_ORDER = ("verified", "corroborated", "disputed", "unverified", "refuted", "withdrawn", "on-record")
"""The statuses in the order in which a report tells its claims."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report with what only a page shows: the texts of its documents, and the questions its claims answer."""

    report: Report
    texts: tuple[DocumentText, ...]
    questions: tuple[ReportQuestion, ...]


def report(
    conn: Connection,
    *,
    story: str,
    edition: str,
    now: datetime,
    since: str | None = None,
    include_restricted: bool = False,
    as_of: str | None = None,
) -> Report:
    """The report on a story (an id) for an edition of EDITIONS.

    `now` is the present, aware: embargoes end by it. With `since` (a 27-character UTC instant) only claims recorded or
    changed from then on are told. `as_of` (the same) is what the connection's views are bounded at. Off-record and
    embargoed assertions, and all that rests on them alone, are left out unless `include_restricted`. Raises BadInput
    when there is no such story or edition.
    """
    builder, rows = _composed(conn, story, edition, now, since, include_restricted, as_of)
    return with_stand_ins(rows, printed_ids(conn, builder.material.shown_ids))


def report_page(
    conn: Connection,
    *,
    story: str,
    edition: str,
    now: datetime,
    since: str | None = None,
    include_restricted: bool = False,
    as_of: str | None = None,
) -> ReportPage:
    """The report as `report` gives it, with the texts and questions that a page shows beside it."""
    builder, rows = _composed(conn, story, edition, now, since, include_restricted, as_of)
    hidden = RestrictedRecords({}) if include_restricted else hide_restricted(conn, now)
    shown = with_stand_ins(rows, printed_ids(conn, builder.material.shown_ids))
    return ReportPage(shown, texts(conn, builder, rows.claims, hidden), questions(builder, rows.claims))


def _composed(
    conn: Connection,
    story: str,
    edition: str,
    now: datetime,
    since: str | None,
    include_restricted: bool,
    as_of: str | None,
) -> tuple[ClaimBuilder, Report]:
    kind = edition_named(edition)
    row = details.story_row(conn, story)
    made_at = utc_text(now)
    stories = merged_with(conn, story)
    warnings = find_flags(conn, story=story, select=[ABOUT_HIDDEN]) if kind.flags else []
    hidden = RestrictedRecords({}) if include_restricted else hide_restricted(conn, now)
    rows = fetch(conn, "SELECT id FROM claim WHERE story IN :stories ORDER BY id", {"stories": stories})
    material = load_claim_records(conn, [row.id for row in rows])
    unnamed = unnamed_details(conn, kind)
    material.hide(unnamed)
    recent = [
        claim
        for claim in material.claims
        if since is None or any(material.last_at.get(record, "") >= since for record in material.records(claim))
    ]
    flags = []
    if kind.flags:
        # Of the one rule that tells of what is hidden, the flags are from before it was; they name none of it.
        flags = [flag for flag in warnings if not set(recent).isdisjoint(flag.related)]
        flags = [replace(flag, record="") if flag.record in hidden.ids else flag for flag in flags]
        flags += find_flags(conn, claims=recent, ignore=[ABOUT_HIDDEN])
    builder = _claim_builder(conn, material, kind, stories, recent, made_at)
    claims = tuple(without_places(claim, hidden.texts | unnamed.texts) for claim in _cards(builder, recent))
    claims_of: dict[str, set[int]] = defaultdict(set)
    for claim in claims:
        for assertion in claim.assertions:
            claims_of[assertion.document or ""].add(claim.number)
    rated = details.ratings_of_sources(conn, builder.names, material.sources()) if kind.ratings else {}
    numbers = {document: tuple(sorted(claims)) for document, claims in claims_of.items()}
    held_back = hidden.texts | unnamed.texts if kind.checks else frozenset()
    if is_outsider(conn):  # who must not know that there is such a text
        material.digests = {one: stored for one, stored in material.digests.items() if one not in held_back}
    documents = details.report_documents(builder, numbers, held_back)
    composed = Report(
        edition=kind.name,
        story=row,
        ledger=details.ledger_state(conn, as_of),
        made_at=made_at,
        since=since,
        older=len(material.claims) - len(recent),
        left_out=hidden_of(conn, hidden, stories) if kind.users else 0,
        statuses=_counted(claims),
        bodies=report_bodies(builder, claims),
        carriers=report_carriers(builder, claims),
        agreements=report_agreements(builder, claims),
        disagreements=report_disagreements(builder, claims),
        updates=report_updates(builder, claims, updates(conn, claims=recent)),
        flags=flag_groups(builder, claims, flags, unnamed.texts),
        claims=claims,
        sources=report_sources(builder, claims, rated),
        documents=tuple(document for document in documents if document.id in claims_of),
        figures=figure_tables(conn, builder, {claim.id: claim.number for claim in claims if claim.answer}),
    )
    return builder, composed


def without_places(claim: Claim, documents: Collection[str]) -> Claim:
    """A claim that does not tell where its quotations stand in the texts of these documents."""
    assertions = tuple(
        replace(row, check=replace(row.check, start=None, end=None)) if row.document in documents else row
        for row in claim.assertions
    )
    return replace(claim, assertions=assertions)


def _claim_builder(
    conn: Connection,
    material: ClaimRecords,
    kind: Edition,
    stories: tuple[str, ...],
    shown: Sequence[str],
    now: str,
) -> ClaimBuilder:
    names = SourceNames(conn, material.sources(), confidential=kind.confidential)
    documents = {
        document
        for claim in shown
        for assertion in material.assertions_of[claim]
        if (document := material.document_of(assertion)) in material.documents
    }
    return ClaimBuilder(
        material=material,
        names=names,
        directory=SourceDirectory(material, names, details.sides_of_sources(conn, names, stories), now),
        judgement=judge_claims(conn, material.claims),
        edition=kind,
        numbers=number_documents(material, documents),
    )


def _cards(builder: ClaimBuilder, claims: Sequence[str]) -> tuple[Claim, ...]:
    """The cards by status, what only an outlet's own voice says last in its status, else as the documents run."""
    drawn = sorted((builder.card(claim, 0) for claim in claims), key=_place)
    return tuple(replace(card, number=number) for number, card in enumerate(drawn, 1))


def _place(card: Claim) -> tuple[int, bool, int, int, str, str]:
    return STATUS_ORDER.index(card.status.name), card.own_voice, *place_in_documents(card), card.text, card.id


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
