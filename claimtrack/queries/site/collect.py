"""Gathering a story for a site: a portion of claims at a time, read in short transactions, into a staging."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.comparison import updates
from claimtrack.analysis.disagreements.detect import sort_key_of
from claimtrack.analysis.disagreements.positions import Disagreement, Update
from claimtrack.analysis.scope import merged_with
from claimtrack.domain.dates import utc_text
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.editions import edition_named
from claimtrack.ledger.restricted.records import RestrictedRecords
from claimtrack.ledger.restricted.visibility import hide_restricted
from claimtrack.queries.claim_records import load_claim_records
from claimtrack.queries.claim_views import ClaimBuilder
from claimtrack.queries.figures import figure_tables, needs_decision
from claimtrack.queries.judgement import judge_claims
from claimtrack.queries.report import details
from claimtrack.queries.report.compose import STATUS_ORDER, status_counts, without_places
from claimtrack.queries.report.details import ABOUT_HIDDEN, MOST_FACTS, RULE_TITLES, flag_counts, rule_order, told_flags
from claimtrack.queries.report.disagreements import is_settled, report_agreements, report_disagreement, update_row
from claimtrack.queries.report.support import (
    SupportTally,
    body_rows,
    carrier_rows,
    tally_bodies,
    tally_carriers,
    tally_sources,
)
from claimtrack.queries.report.views import FlagGroup, Report, ReportAgreement, ReportDisagreement, ReportUpdate
from claimtrack.queries.site.site import Site, SiteContext, claim_portions, site_context
from claimtrack.queries.site.staging import SiteStaging, unpacked
from claimtrack.queries.sources import SourceDirectory
from claimtrack.queries.views import Assertion, Attribution, Claim, ClaimStatus, ClaimSupport, QuoteCheck
from claimtrack.rules.ledger import find_flags
from claimtrack.rules.rule import Flag

MOST_FIGURES = 100
"""Figures of the longest table that a first screen shows."""

Telling = Callable[[int, int], None]
"""Is told how many claims of how many are gathered."""


def collect_site(
    ledger: LedgerDatabase,
    staging: SiteStaging,
    *,
    story: str,
    edition: str,
    restricted: bool = False,
    tell: Telling | None = None,
) -> Site:
    """Everything that an edition shows of a story (an id), as `queries.report` has it, on disk and not in memory.

    The ledger is read as its last change left it, whoever writes meanwhile. Raises BadInput when there is no such story
    or edition.
    """
    kind = edition_named(edition)
    made_at = utc_text(ledger.now())
    change = ledger.last_change()
    warnings: list[Flag] = []
    if kind.flags:
        with ledger.pages(change) as whole, whole() as conn:
            # Of the one rule that tells of what is hidden, before it is.
            warnings = find_flags(conn, story=story, select=[ABOUT_HIDDEN])
    with ledger.pages(change, restricted=restricted) as page:
        with page() as conn:
            hidden = RestrictedRecords({}) if restricted else hide_restricted(conn, ledger.now())
            row = details.story_row(conn, story)
            stories = merged_with(conn, story)
            site = site_context(conn, kind, stories, now=made_at, hidden=hidden)
            record = details.ledger_state(conn, ledger.as_of, change=change)
            rated = details.ratings_of_sources(conn, site.names, set(site.sources)) if kind.ratings else {}
            waiting = claim_portions(conn, stories)
        total, numbers = sum(map(len, waiting)), count(1)
        staging.add_flags(flag for flag in warnings if hidden.ids.isdisjoint(flag.related))
        done = 0
        for claims in waiting:
            with page() as conn:
                _collect_portion(conn, staging, site, claims, numbers)
            done += len(claims)
            if tell is not None:
                tell(done, total)
    staging.number()
    staging.number_disagreements(_disagreements(staging, site))
    return Site(
        ledger,
        staging,
        site,
        change=change,
        story=row,
        record=record,
        made_at=made_at,
        restricted=restricted,
        ratings=rated,
    )


def _collect_portion(
    conn: Connection, staging: SiteStaging, site: SiteContext, claims: Sequence[str], numbers: Iterator[int]
) -> None:
    """Keep all of a portion of claims; their numbers are their places in the staging."""
    records = load_claim_records(conn, claims)
    records.hide(site.unnamed)
    shown = list(records.claims)
    builder = ClaimBuilder(
        records=records,
        names=site.names,
        directory=SourceDirectory(records, site.names, site.sides, site.now),
        judgement=judge_claims(conn, shown),
        edition=site.edition,
        numbers=site.numbers,
    )
    views = tuple(builder.claim(claim, next(numbers)) for claim in shown)
    held_back = site.hidden.texts | site.unnamed.texts
    told = ((claim, without_places(claim, held_back, site.edition)) for claim in views)
    staging.add_claims(told, {name: rank for rank, name in enumerate(STATUS_ORDER)})
    staging.add_weights("body", _keyed(tally_bodies(builder, views)))
    staging.add_weights("carrier", _keyed(tally_carriers(builder, views)))
    staging.add_weights("source", tally_sources(builder, views))
    staging.add_disagreements((_rank(one), is_settled(one.state), one) for one in builder.judgement.disagreements)
    staging.add_agreements(report_agreements(builder, views))
    staging.add_figures(
        table
        for table in figure_tables(conn, builder, {claim.id: claim.number for claim in views if claim.answer})
        if needs_decision(table) and len(table.rows) <= MOST_FIGURES
    )
    staging.add_updates(_updates(conn, builder, views))
    if site.edition.flags:
        staging.add_flags(
            told_flags(builder, find_flags(conn, claims=shown, ignore=[ABOUT_HIDDEN]), site.unnamed.texts)
        )


def _keyed(weights: dict[Any, SupportTally]) -> dict[str, tuple[str | None, SupportTally]]:
    return {json.dumps(key): (None, weight) for key, weight in weights.items()}


def _updates(conn: Connection, builder: ClaimBuilder, views: Sequence[Claim]) -> list[tuple[int, Update, ReportUpdate]]:
    """The updates whose later claim is in this portion: there its source is called as it is where it stands."""
    here = {claim.id for claim in views}
    rows = []
    places: Counter[str] = Counter()
    for update in updates(conn, claims=sorted(here)):
        places[update.question] += 1
        if update.later.claim in here:
            rows.append((places[update.question], update, update_row(builder, update, {})))
    return rows


def _rank(one: Disagreement) -> str:
    """The place of a disagreement as text that sorts like it."""
    uncertain, order, kind, record = sort_key_of(one)
    return f"{uncertain:d} {order:03} {kind} {record}"


def _disagreements(staging: SiteStaging, site: SiteContext) -> Iterator[tuple[str, int, ReportDisagreement]]:
    """The disagreements that are left between the claims shown, in their order, numbered from 1."""
    number = 0
    for (one,) in list(staging.rows("SELECT id FROM disagreement ORDER BY settled, rank")):
        found: Disagreement = unpacked(staging.one("SELECT found FROM disagreement WHERE id = ?", one))
        known = {claim: staging.claim(claim) for claim in {*found.claims, found.settled_for or ""}}
        shown = {claim: view for claim, view in known.items() if view is not None}
        row = report_disagreement(site.names, site.edition, found, shown)
        if row is not None:
            number += 1
            yield one, number, row


KNOWN = ("verified", "corroborated", "refuted")
"""The statuses whose claims a first screen for readers tells in full."""

_BARE = ClaimSupport()
_SAID = Assertion("", Attribution("", ()), None, None, None, None, None, False, True, QuoteCheck("no-words"), "")
"""Stands for whatever is said of a claim of which only that it is said is told."""


def overview(site: Site, *, most: int) -> Report:
    """The report as its first screen needs it.

    Of open disagreements, of agreements and of tables of figures that need a decision there are at most `most`. For the
    desk and the lawyers every claim is there by number, status, kind and voice alone; for the public at most `most` of
    each of KNOWN, and those that the disagreements are about, in full.
    """
    staging, edition = site.staging, site.edition
    sql = "SELECT row FROM disagreement WHERE number IS NOT NULL ORDER BY number LIMIT ?"
    first: list[ReportDisagreement] = [unpacked(data) for (data,) in staging.rows(sql, most)]
    parted = [row for row in first if row.state in ("open", "reopened")]
    desk = edition.checks
    return Report(
        edition=edition.name,
        story=site.story,
        ledger=site.record,
        made_at=site.made_at,
        since=None,
        older=0,
        left_out=site.left_out,
        statuses=status_counts(staging.rows("SELECT status, number, reason_code, reason FROM claim ORDER BY number")),
        bodies=body_rows(_weighed(staging, "body")) if desk else (),
        carriers=carrier_rows(_weighed(staging, "carrier")) if desk else (),
        agreements=tuple(_agreements(staging, most)) if desk else (),
        disagreements=tuple(parted),
        updates=(),
        flags=tuple(_flags(staging, facts=edition.confidential)),
        claims=tuple(_bare(staging)) if desk else _full(site, parted, most),
        sources=(),
        documents=(),
        figures=site.figures(most),
    )


def _weighed(staging: SiteStaging, what: str) -> dict[Any, SupportTally]:
    return {tuple(json.loads(key)): weight for key, _, weight in staging.weights(what)}


def _agreements(staging: SiteStaging, most: int) -> Iterator[ReportAgreement]:
    sql = "SELECT c.number, g.row FROM agreement g JOIN claim c ON c.at = g.at ORDER BY c.number LIMIT ?"
    return (replace(unpacked(data), claim=number) for number, data in staging.rows(sql, most))


def _bare(staging: SiteStaging) -> Iterator[Claim]:
    """Every claim with no more than its number, kind, status and voice, and whether anybody says it."""
    known: dict[tuple[str, str], ClaimStatus] = {}
    sql = "SELECT number, kind, status, reason_code, own, spoken FROM claim ORDER BY number"
    for number, kind, status, code, own, spoken in staging.rows(sql):
        row = known.setdefault((status, code), ClaimStatus(status, code, ""))
        yield Claim("", number, "", kind, row, _BARE, (_SAID,) if spoken else (), own_voice=bool(own))


def _full(site: Site, parted: list[ReportDisagreement], most: int) -> tuple[Claim, ...]:
    numbers = {position.claim for row in parted for position in row.positions}
    for field, value in (*(("status", status) for status in KNOWN), ("verdict", "not-enough-evidence")):
        sql = f"SELECT number FROM claim WHERE {field} = ? ORDER BY number LIMIT ?"
        numbers.update(row[0] for row in site.staging.rows(sql, value, most))
    return tuple(site.claim(number) for number in sorted(numbers))


def _flags(staging: SiteStaging, *, facts: bool) -> Iterator[FlagGroup]:
    """The flags, one row for each rule and severity, the most serious first, then in the rules' own order."""
    pairs = sorted(staging.rows("SELECT DISTINCT severity, code FROM flag"), key=lambda pair: rule_order(*pair))
    for severity, code in pairs:
        groups: Counter[str] = Counter()
        numbers: set[int] = set()
        related: set[str] = set()
        first: list[str] = []
        step = ""
        sql = "SELECT kind, fact, next_step, claim, related FROM flag WHERE severity = ? AND code = ?"
        for kind, fact, next_step, claim, others in staging.rows(f"{sql} ORDER BY kind, record, fact", severity, code):
            groups[kind] += 1
            step = step or next_step
            if claim is not None:
                numbers.add(claim)
            elif not numbers:
                related.update(json.loads(others))
            if len(first) < MOST_FACTS:
                first.append(fact)
        if not numbers:
            numbers = {number for one in related if (number := staging.number_of(one)) is not None}
        yield FlagGroup(
            code=code,
            severity=severity,
            title=RULE_TITLES[code],
            count=groups.total(),
            groups=flag_counts(groups),
            facts=tuple(first) if facts else (),
            next_step=step,
            claims=tuple(sorted(numbers)),
            records=(),
        )
