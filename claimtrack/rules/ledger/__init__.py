"""The rules for the ledger, one file each, in the order in which their flags are shown, and how they are run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.cached import Part, recall
from claimtrack.analysis.disagreements.detect import DETECTED
from claimtrack.analysis.scope import fetch, scopes
from claimtrack.analysis.status import STATUSES
from claimtrack.domain.vocabulary import SEVERITIES
from claimtrack.rules.cached import part_of
from claimtrack.rules.ledger import (
    concurrent_edit,
    copy_not_compared,
    figure_updated,
    label_not_the_speakers,
    no_evidence_given,
    no_reply_sought,
    nobody_named,
    not_the_same_count,
    one_origin_only,
    only_one_side_counts,
    quote_not_in_text,
    quoteless_twin,
    report_retracted,
    restricted_in_output,
    ring_of_bodies,
    untraced,
    unverified,
    verdict_without_evidence,
    void_and_edited,
    word_quoted_and_adopted,
)
from claimtrack.rules.rule import Flag, LedgerRule, choose

LEDGER_RULES: tuple[LedgerRule, ...] = (
    restricted_in_output.RULE,
    quote_not_in_text.RULE,
    report_retracted.RULE,
    no_reply_sought.RULE,
    nobody_named.RULE,
    untraced.RULE,
    no_evidence_given.RULE,
    label_not_the_speakers.RULE,
    word_quoted_and_adopted.RULE,
    not_the_same_count.RULE,
    only_one_side_counts.RULE,
    verdict_without_evidence.RULE,
    concurrent_edit.RULE,
    void_and_edited.RULE,
    ring_of_bodies.RULE,
    figure_updated.RULE,
    one_origin_only.RULE,
    copy_not_compared.RULE,
    quoteless_twin.RULE,
    unverified.RULE,
)
"""Every rule of the ledger."""
_TOLD_BY = {rule.code: rule.told_by for rule in LEDGER_RULES}


def find_flags(
    conn: Connection,
    *,
    story: str | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    claims: Iterable[str] | None = None,
    allowed: bool = False,
) -> list[Flag]:
    """The flags on a story, on the claims named, or (neither given) on the whole ledger.

    Of the rules in `select` (none: all) without those in `ignore`. Those that somebody allowed are there only with
    `allowed`, and none that says no more than that of another of these rules on the same record (`Rule.told_by`). The
    most serious first, then in the order of LEDGER_RULES, group and record.
    """
    rules = choose(LEDGER_RULES, select, ignore)
    reasons = _allowances(conn, rules)
    portions = list(scopes(conn, story=story, claims=claims))
    flags: list[Flag] = []
    severities: dict[tuple[str, str], str] = {}
    found: Iterable[Flag]
    for rule in rules:
        if rule.cached and claims is None:
            found = chain.from_iterable(recall(conn, part_of(rule), story=story).values())
        else:
            found = chain.from_iterable(rule.findings(conn, scope) for scope in portions)
        told: set[tuple[str, str]] = set()
        for flag in found:
            severities[rule.code, flag.record] = flag.severity
            why = reasons.get((rule.code, flag.record))
            if (flag.record, flag.fact) not in told and (allowed or why is None):
                flags.append(flag if why is None else replace(flag, allowed=why))
            told.add((flag.record, flag.fact))
    return in_order(flag for flag in flags if not _is_told(flag, severities))


def _is_told(flag: Flag, severities: Mapping[tuple[str, str], str]) -> bool:
    """Whether another rule's finding stands for a flag; `severities` are those found, by rule and record."""
    by = _TOLD_BY[flag.code].get(flag.group)
    severity = severities.get((by, flag.record)) if by is not None else None
    return severity is not None and SEVERITIES.index(severity) <= SEVERITIES.index(flag.severity)


def kept_judgement() -> Iterator[Part[Any]]:
    """The parts of judgement that are kept of a large ledger: statuses, disagreements and the flags of most rules."""
    yield STATUSES
    yield DETECTED
    yield from (part_of(rule) for rule in LEDGER_RULES if rule.cached)


def in_order(flags: Iterable[Flag]) -> list[Flag]:
    """Flags as they are listed: the most serious first, then in the order of LEDGER_RULES, group and record."""
    order = {rule.code: number for number, rule in enumerate(LEDGER_RULES)}
    return sorted(flags, key=lambda f: (SEVERITIES.index(f.severity), order[f.code], f.group, f.record, f.fact))


def _allowances(conn: Connection, rules: Iterable[LedgerRule]) -> dict[tuple[str, str], str]:
    """Rule and record -> why somebody allowed it."""
    codes = tuple(rule.code for rule in rules)
    if not codes:
        return {}
    rows = fetch(conn, "SELECT rule, target, why FROM allow WHERE rule IN :codes ORDER BY id", {"codes": codes})
    return {(row.rule, row.target): row.why for row in rows}
