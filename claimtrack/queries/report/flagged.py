"""The flags of a report: one row for each rule and severity, never one for each claim."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from claimtrack.flags.rule import SEVERITIES
from claimtrack.flags.rules import RULES
from claimtrack.flags.run import Flag
from claimtrack.queries.cards import Dealer
from claimtrack.queries.report.rows import FlagRow, GroupCount
from claimtrack.queries.rows import ClaimRow

MOST_FACTS = 20
ABOUT_HIDDEN = "restricted-in-output"
"""The one rule that tells of records a report leaves out: it names none of them."""


def flagged(dealer: Dealer, claims: Sequence[ClaimRow], flags: Iterable[Flag]) -> tuple[FlagRow, ...]:
    """The flags that concern what the report shows, the gravest first, then in the rules' own order."""
    numbers = {claim.id: claim.number for claim in claims}
    owner = {row.id: claim.number for claim in claims for row in claim.assertions}
    gone = dealer.hidden | (set(dealer.material.claims) - set(numbers))
    found: dict[tuple[str, str], list[Flag]] = defaultdict(list)
    for flag in flags:
        if flag.record not in gone or flag.code == ABOUT_HIDDEN:
            found[flag.severity, flag.code].append(flag)
    order = {rule.code: at for at, rule in enumerate(RULES)}
    titles = {rule.code: rule.title for rule in RULES}
    rows = []
    for (severity, code), held in found.items():
        concerned = {numbers.get(flag.record, owner.get(flag.record)) for flag in held}
        if concerned == {None}:
            concerned = {numbers.get(one) for flag in held for one in flag.related}
        groups = Counter(flag.group for flag in held)
        rows.append(
            FlagRow(
                code=code,
                severity=severity,
                title=titles[code],
                count=len(held),
                groups=tuple(
                    GroupCount(*pair) for pair in sorted(groups.items(), key=lambda pair: (-pair[1], pair[0]))
                ),
                facts=tuple(flag.fact for flag in held[:MOST_FACTS]) if dealer.edition.confidential else (),
                next_step=held[0].next_step,
                claims=tuple(sorted(number for number in concerned if number is not None)),
                records=tuple(sorted({flag.record for flag in held if flag.record not in gone}))
                if dealer.edition.confidential
                else (),
            )
        )
    return tuple(sorted(rows, key=lambda row: (SEVERITIES.index(row.severity), order[row.code])))
