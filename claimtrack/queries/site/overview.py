"""The overview of a story gathered for a site: a report with its counts, but only as many claims as it shows."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from claimtrack.queries.report.compose import STATUS_ORDER
from claimtrack.queries.report.context import MOST_FACTS
from claimtrack.queries.report.support import SupportTally, body_rows, carrier_rows
from claimtrack.queries.report.views import (
    FlagCount,
    FlagGroup,
    ReasonCount,
    Report,
    ReportAgreement,
    ReportDisagreement,
    StatusCount,
)
from claimtrack.queries.site.site import Site
from claimtrack.queries.site.staging import SiteStaging, unpacked
from claimtrack.queries.views import Assertion, Attribution, Claim, ClaimStatus, ClaimSupport, QuoteCheck
from claimtrack.rules.ledger import LEDGER_RULES
from claimtrack.rules.rule import SEVERITIES

KNOWN = ("verified", "corroborated", "refuted")
"""The statuses whose claims a first screen for readers tells in full."""

_BARE = ClaimSupport()
_SAID = Assertion("", Attribution("", ()), None, None, None, None, None, False, True, QuoteCheck("no-words"), "")
"""Stands for whatever is said of a claim of which only that it is said is told."""


def overview(site: Site, *, most: int) -> Report:
    """The report as its first screen needs it.

    Of open disagreements and of agreements there are at most `most`. For the desk and the lawyers every claim is there
    by number, status, kind and voice alone; for the public at most `most` of each of KNOWN, and those that the
    disagreements are about, in full.
    """
    scratch, edition = site.scratch, site.edition
    parted = [row for row in _first(scratch, most) if row.state in ("open", "reopened")]
    desk = edition.checks
    return Report(
        edition=edition.name,
        story=site.story,
        ledger=site.record,
        made_at=site.made_at,
        since=None,
        older=0,
        left_out=site.left_out,
        statuses=tuple(_statuses(scratch)),
        bodies=body_rows(_weighed(scratch, "body")) if desk else (),
        carriers=carrier_rows(_weighed(scratch, "carrier")) if desk else (),
        agreements=tuple(_agreements(scratch, most)) if desk else (),
        disagreements=tuple(parted),
        updates=(),
        flags=tuple(_flags(scratch, facts=edition.confidential)),
        claims=tuple(_bare(scratch)) if desk else _full(site, parted, most),
        sources=(),
        documents=(),
    )


def _weighed(scratch: SiteStaging, what: str) -> dict[Any, SupportTally]:
    return {tuple(json.loads(key)): weight for key, _, weight in scratch.weights(what)}


def _first(scratch: SiteStaging, most: int) -> Iterator[ReportDisagreement]:
    sql = "SELECT row FROM disagreement WHERE number IS NOT NULL ORDER BY number LIMIT ?"
    return (unpacked(data) for (data,) in scratch.rows(sql, most))


def _agreements(scratch: SiteStaging, most: int) -> Iterator[ReportAgreement]:
    sql = "SELECT c.number, g.row FROM agreement g JOIN claim c ON c.at = g.at ORDER BY c.number LIMIT ?"
    return (replace(unpacked(data), claim=number) for number, data in scratch.rows(sql, most))


def _statuses(scratch: SiteStaging) -> Iterator[StatusCount]:
    for name in STATUS_ORDER:
        reasons: dict[str, list[int]] = defaultdict(list)
        words: dict[str, str] = {}
        sql = "SELECT number, reason_code, reason FROM claim WHERE status = ? ORDER BY number"
        for number, code, reason in scratch.rows(sql, name):
            reasons[code].append(number)
            words.setdefault(code, reason)
        if reasons:
            ordered = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
            yield StatusCount(
                name,
                tuple(sorted(number for numbers in reasons.values() for number in numbers)),
                tuple(ReasonCount(code, words[code], tuple(numbers)) for code, numbers in ordered),
            )


def _bare(scratch: SiteStaging) -> Iterator[Claim]:
    """Every claim with no more than its number, kind, status and voice, and whether anybody says it."""
    known: dict[tuple[str, str], ClaimStatus] = {}
    sql = "SELECT number, kind, status, reason_code, own, spoken FROM claim ORDER BY number"
    for number, kind, status, code, own, spoken in scratch.rows(sql):
        row = known.setdefault((status, code), ClaimStatus(status, code, ""))
        yield Claim("", number, "", kind, row, _BARE, (_SAID,) if spoken else (), own_voice=bool(own))


def _full(site: Site, parted: list[ReportDisagreement], most: int) -> tuple[Claim, ...]:
    numbers = {position.claim for row in parted for position in row.positions}
    for status in KNOWN:
        sql = "SELECT number FROM claim WHERE status = ? ORDER BY number LIMIT ?"
        numbers.update(row[0] for row in site.scratch.rows(sql, status, most))
    sql = "SELECT number FROM claim WHERE verdict = 'not-enough-evidence' ORDER BY number LIMIT ?"
    numbers.update(row[0] for row in site.scratch.rows(sql, most))
    return tuple(site.claim(number) for number in sorted(numbers))


def _flags(scratch: SiteStaging, *, facts: bool) -> Iterator[FlagGroup]:
    """The flags, one row for each rule and severity, the gravest first, then in the rules' own order."""
    order = {rule.code: at for at, rule in enumerate(LEDGER_RULES)}
    titles = {rule.code: rule.title for rule in LEDGER_RULES}
    found = list(scratch.rows("SELECT DISTINCT severity, code FROM flag"))
    for severity, code in sorted(found, key=lambda pair: (SEVERITIES.index(pair[0]), order[pair[1]])):
        groups: Counter[str] = Counter()
        numbers: set[int] = set()
        related: set[str] = set()
        first: list[str] = []
        step = ""
        sql = "SELECT kind, fact, next_step, claim, related FROM flag WHERE severity = ? AND code = ?"
        for kind, fact, next_step, claim, others in scratch.rows(f"{sql} ORDER BY kind, record, fact", severity, code):
            groups[kind] += 1
            step = step or next_step
            if claim is not None:
                numbers.add(claim)
            elif not numbers:
                related.update(json.loads(others))
            if len(first) < MOST_FACTS:
                first.append(fact)
        if not numbers:
            numbers = {number for one in related if (number := scratch.number_of(one)) is not None}
        yield FlagGroup(
            code=code,
            severity=severity,
            title=titles[code],
            count=groups.total(),
            groups=tuple(FlagCount(*pair) for pair in sorted(groups.items(), key=lambda pair: (-pair[1], pair[0]))),
            facts=tuple(first) if facts else (),
            next_step=step,
            claims=tuple(sorted(numbers)),
            records=(),
        )
