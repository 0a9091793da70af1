"""`claimtrack rule`: the manual of one rule, or the list of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claimtrack.cli.formats_out import columns, machine_options, put, put_one, put_rows

if TYPE_CHECKING:
    from claimtrack.flags.rule import Rule


@click.command(epilog="Example: claimtrack rule nobody-named")
@click.argument("code", required=False)
@machine_options
def command(code: str | None, form: str | None) -> None:
    """The manual of the rule CODE; without CODE, the list of rules."""
    from claimtrack.flags.run import chosen

    rules = chosen((code,) if code else ())
    if form is not None and code:
        put_one(_manual(rules[0]), form)
    elif form is not None:
        put_rows([_manual(rule) for rule in rules], form)
    elif code:
        put(_page(rules[0]))
    else:
        put(_list(rules))


def _manual(rule: Rule) -> dict[str, str]:
    """A rule for machines: its code, severity and title, and the parts of its manual by name."""
    parts = {name.lower().replace(" ", "_"): text for name, text in rule.sections.items()}
    return {"code": rule.code, "severity": rule.severity, "title": rule.title, **parts}


def _page(rule: Rule) -> str:
    from claimtrack.render.width import wrapped

    lines = [f"{rule.code} ({rule.severity})", "", f"{rule.title}."]
    for name, text in rule.sections.items():
        lines += ["", *wrapped(f"{name}: {text}", columns())]
    lines += ["", f"To let it pass on one record: claimtrack flags allow {rule.code} RECORD --why WHY"]
    return "\n".join(lines) + "\n"


def _list(rules: tuple[Rule, ...]) -> str:
    from claimtrack.render.table import Column, table

    heads = (Column("Code", wraps=False, least=24), Column("Severity", least=8), Column("What it is"))
    return table(heads, [(rule.code, rule.severity, rule.title) for rule in rules], width=columns()) + "\n"
