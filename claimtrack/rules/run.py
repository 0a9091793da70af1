"""Running the rules: every finding a flag, those that were allowed marked or left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import fetch, scopes
from claimtrack.errors import BadInput
from claimtrack.rules.ledger import LEDGER_RULES
from claimtrack.rules.rule import SEVERITIES, Finding, Rule


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding of a rule on a record, worded as a fact and a next step.

    `code` and `severity` are the rule's (or the finding's own severity); `record` is an id, `type`
    its type, `related` ids of others; `group` gathers flags of one kind. `allowed` is why somebody
    let it pass, None when nobody did.
    """

    code: str
    severity: str
    record: str
    type: str
    fact: str
    next_step: str
    group: str
    related: tuple[str, ...] = ()
    allowed: str | None = None


def chosen(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules of these codes (none: all), without those ignored. Raises BadInput for no code."""
    codes = {rule.code for rule in LEDGER_RULES}
    wanted, unwanted = tuple(select), frozenset(ignore)
    for code in (*wanted, *sorted(unwanted)):
        if code not in codes:
            near = get_close_matches(code, sorted(codes), 1)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise BadInput(f"there is no rule {code!r}", f"{hint}'claimtrack rule' lists them.")
    return tuple(rule for rule in LEDGER_RULES if (not wanted or rule.code in wanted) and rule.code not in unwanted)


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

    Of the rules in `select` (none: all) without those in `ignore`. Those that somebody allowed are
    there only with `allowed`. The gravest first, then in the order of RULES, group and record.
    """
    rules = chosen(select, ignore)
    passes = _allowances(conn, rules)
    found: dict[tuple[str, str, str], Flag] = {}
    for scope in scopes(conn, story=story, claims=claims):
        for rule in rules:
            for finding in rule.find(conn, scope):
                why = passes.get((rule.code, finding.record))
                if why is None or allowed:
                    flag = _flag(rule, finding, why)
                    found.setdefault((flag.code, flag.record, flag.fact), flag)
    order = {rule.code: at for at, rule in enumerate(LEDGER_RULES)}
    return sorted(
        found.values(),
        key=lambda f: (SEVERITIES.index(f.severity), order[f.code], f.group, f.record, f.fact),
    )


def _allowances(conn: Connection, rules: Iterable[Rule]) -> dict[tuple[str, str], str]:
    """Rule and record -> why it was let pass."""
    codes = tuple(rule.code for rule in rules)
    if not codes:
        return {}
    rows = fetch(conn, "SELECT rule, target, why FROM allow WHERE rule IN :codes ORDER BY id", {"codes": codes})
    return {(row.rule, row.target): row.why for row in rows}


def _flag(rule: Rule, finding: Finding, why: str | None) -> Flag:
    return Flag(
        rule.code,
        finding.severity or rule.severity,
        finding.record,
        finding.type,
        finding.fact,
        finding.next_step,
        finding.group,
        finding.related,
        why,
    )
