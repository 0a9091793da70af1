"""The flags of a rule as they are kept: by the claim, or the question, that each is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from sys import intern

from sqlalchemy.engine import Connection

from claimtrack.analysis.cached import Part
from claimtrack.analysis.scope import ClaimScope
from claimtrack.domain.canonical_json import canonical_text, parse
from claimtrack.ledger.store.dialect import select_in
from claimtrack.rules.rule import Flag, LedgerRule

_CLAIM_OF = {
    "assertion": "SELECT id, claim FROM assertion WHERE id IN :values",
    "assessment": "SELECT id, target AS claim FROM assessment WHERE id IN :values",
}
"""Type of a flagged record that is neither claim nor question -> the claim that it belongs to."""


def part_of(rule: LedgerRule) -> Part[list[Flag]]:
    """The flags of a rule whose findings are kept, as a part of judgement."""
    return Part(f"flags: {rule.code}", partial(_by_subject, rule), _packed, partial(_unpacked, rule), rule.anew_on)


def _by_subject(rule: LedgerRule, conn: Connection, scope: ClaimScope) -> Mapping[str, list[Flag]]:
    flags = list(rule.findings(conn, scope))
    subjects: dict[str, str] = {}
    for record_type, sql in _CLAIM_OF.items():
        records = [flag.record for flag in flags if flag.type == record_type]
        subjects.update((row.id, row.claim) for row in select_in(conn, sql, records))
    by_subject: dict[str, list[Flag]] = defaultdict(list)
    for flag in flags:
        by_subject[subjects.get(flag.record, flag.record)].append(flag)
    return by_subject


def _packed(flags: Sequence[Flag]) -> str:
    return canonical_text(
        [
            [flag.record, flag.type, flag.fact, flag.next_step, flag.group, flag.severity, *flag.related]
            for flag in flags
        ]
    )


def _unpacked(rule: LedgerRule, _subject: str, value: str) -> list[Flag]:
    flags = []
    for record, record_type, fact, step, group, severity, *related in parse(value):
        flag = Flag(
            record,
            *(intern(record_type), intern(fact), intern(step), intern(group)),  # many flags are in the same words
            tuple(related),
            code=rule.code,
            severity=intern(severity),
        )
        flags.append(flag)
    return flags
