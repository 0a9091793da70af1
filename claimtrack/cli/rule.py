"""`claimtrack rule`: the manual of one rule or of one kind of finding on drafts, or the list of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from claimtrack.cli.formats_out import columns, machine_options, put, put_one, put_rows

if TYPE_CHECKING:
    from claimtrack.checking.kind import Kind
    from claimtrack.flags.rule import Rule


@click.command(epilog="Example: claimtrack rule nobody-named")
@click.argument("code", required=False)
@machine_options
def command(code: str | None, form: str | None) -> None:
    """The manual of the rule CODE (of `flags` or of `check`); without CODE, the list of rules."""
    known = _known()
    if code is not None and code not in known:
        raise _unknown(code, known)
    rules = list(known.values()) if code is None else [known[code]]
    if form is not None and code:
        put_one(_manual(rules[0]), form)
    elif form is not None:
        put_rows([_manual(rule) for rule in rules], form)
    elif code:
        put(_page(rules[0]))
    else:
        put(_list(rules))


def _known() -> dict[str, Rule | Kind]:
    """Every rule by its code: first those of records, then those of drafts."""
    from claimtrack.checking.registry import ALL_KINDS
    from claimtrack.flags.rules import RULES

    return {rule.code: rule for rule in (*RULES, *ALL_KINDS)}


def _unknown(code: str, known: Iterable[str]) -> Exception:
    from difflib import get_close_matches

    from claimtrack.errors import BadInput

    near = get_close_matches(code, sorted(known), 1)
    hint = f"Did you mean {near[0]}? " if near else ""
    return BadInput(f"there is no rule {code!r}", f"{hint}'claimtrack rule' lists them.")


def _manual(rule: Rule | Kind) -> dict[str, str]:
    """A rule for machines: its code, severity and title, and the parts of its manual by name."""
    parts = {name.lower().replace(" ", "_"): text for name, text in rule.sections.items()}
    return {"code": rule.code, "severity": rule.severity, "title": rule.title, **parts}


def _page(rule: Rule | Kind) -> str:
    from claimtrack.flags.rule import Rule
    from claimtrack.render.width import wrapped

    lines = [f"{rule.code} ({rule.severity})", "", f"{rule.title}."]
    for name, text in rule.sections.items():
        lines += ["", *wrapped(f"{name}: {text}", columns())]
    if isinstance(rule, Rule):
        lines += ["", f"To let it pass on one record: claimtrack flags allow {rule.code} RECORD --why WHY"]
    return "\n".join(lines) + "\n"


def _list(rules: list[Rule | Kind]) -> str:
    from claimtrack.render.table import Column, table

    heads = (Column("Code", wraps=False, least=24), Column("Severity", least=8), Column("What it is"))
    return table(heads, [(rule.code, rule.severity, rule.title) for rule in rules], width=columns()) + "\n"
