"""`claimtrack flags`: what needs attention and why; and `flags allow`, which lets one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import click

from claimtrack.cli.errors import DONE, FINDINGS, say
from claimtrack.cli.options import RecordParameter
from claimtrack.cli.output import columns, machine_options, put, put_lines, put_one, put_rows, restricted_option, short

if TYPE_CHECKING:
    from claimtrack.checking.rule import DraftRule
    from claimtrack.cli.context import Session
    from claimtrack.rules.rule import Rule
    from claimtrack.rules.run import Flag


SEVERITIES = ("error", "warning", "notice")
MOST_RECORDS = 10
"""Records listed under one kind of flag; --json and --csv give all of them."""
VEILED = "It is about something off the record or embargoed: --include-restricted tells."
FIELDS = ("code", "severity", "record", "type", "fact", "next_step", "group", "related", "allowed")


@click.group(invoke_without_command=True, epilog="Example: claimtrack flags --ignore unverified --fail-on error")
@click.option("--select", metavar="CODE", multiple=True, help="Only this rule; repeat. 'claimtrack rule' lists them.")
@click.option("--ignore", metavar="CODE", multiple=True, help="Not this rule; repeat.")
@click.option("--story", metavar="STORY", help="The story; else the one in use, else the whole ledger.")
@click.option("--allowed", is_flag=True, help="Also those that somebody let pass, with the reason.")
@click.option(
    *("--fail-on", "fail_on"),
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="Exit with status 1 when there is a flag this grave or graver.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with status 0 whatever is found.")
@restricted_option
@machine_options
@click.pass_context
def flags_command(
    ctx: click.Context,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    story: str | None,
    allowed: bool,
    fail_on: str,
    exit_zero: bool,
    restricted: bool,
    form: str | None,
) -> int:
    """What needs attention: each flag a fact and a next step, the gravest first.

    `flags allow CODE RECORD --why W` lets one pass on one record.
    """
    if ctx.invoked_subcommand is not None:
        return DONE
    from claimtrack.cli.context import story_of
    from claimtrack.ledger.visibility import find_restricted
    from claimtrack.queries.records import labels
    from claimtrack.rules.run import find_flags

    session: Session = ctx.obj
    ledger = session.reader()
    meant = story_of(session, story)
    with ledger.reading() as connection:
        found = find_flags(connection, story=meant, select=select, ignore=ignore, allowed=allowed)
        barred = frozenset() if restricted else find_restricted(connection, ledger.now()).ids
        names = {} if form else labels(connection, {flag.record for flag in found} - barred)
    found = [_veiled(flag) if barred.intersection((flag.record, *flag.related)) else flag for flag in found]
    if form is not None:
        put_rows(found, form, FIELDS)
    elif found:
        put_lines(line for line in _words(found, names, session.colored))
        say(_summary(found))
    else:
        say("Nothing needs attention.")
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    fails = any(flag.severity in grave and flag.allowed is None for flag in found)
    return FINDINGS if fails and not exit_zero else DONE


@flags_command.command("allow", epilog='Example: claimtrack flags allow one-origin-only 4fk5o7sn --why "court record"')
@click.argument("code")
@click.argument("record", type=RecordParameter())
@click.option("--why", required=True, metavar="WHY", help="Why it may pass: kept, and shown with `flags --allowed`.")
@click.option("--json", "as_json", is_flag=True, help="Give ids and the change as JSON.")
@click.pass_obj
def allow(session: Session, code: str, record: str, why: str, as_json: bool) -> None:
    """Let the flag of rule CODE on RECORD pass, and say why."""
    from claimtrack.actions.maintenance import allow_flag

    written = allow_flag(session.writer(), code, record, why, by=session.user)
    if as_json:
        from claimtrack.cli.output import put_one

        put_one({"id": written.value.id, "seq": written.seq, "digest": written.digest}, "json")
    else:
        click.echo(written.value.id)
    say("It passes from now on." if written.seq is not None else "It was let pass before; nothing changed.")


def _veiled(flag: Flag) -> Flag:
    """The flag without what it says: that it is there, and what to do, is told all the same."""
    return replace(flag, fact=VEILED, group=flag.code, related=())


def _words(found: list[Flag], names: Mapping[str, str], colored: bool) -> Iterator[str]:
    """The flags under their rule and group, the next step once."""
    from claimtrack.render.terminal.style import Style
    from claimtrack.render.terminal.width import wrapped

    style = Style(colored)
    for (severity, code, step), some in groupby(found, key=lambda flag: (flag.severity, flag.code, flag.next_step)):
        flags = list(some)
        yield f"{style.severity(severity)}  {style.strong(code)}  ({len(flags)})"
        for flag in flags[:MOST_RECORDS]:
            yield from _line(flag, names)
        if len(flags) > MOST_RECORDS:
            yield f"    and {len(flags) - MOST_RECORDS} more: claimtrack flags --select {code} --json"
        yield from wrapped(f"-> {step}", columns(), first="  ", rest="     ")
        yield ""


def _line(flag: Flag, names: Mapping[str, str]) -> Iterator[str]:
    from claimtrack.render.terminal.width import cut, shown, wrapped

    name = f": {shown(names[flag.record])}" if flag.record in names else ""
    yield cut(f"    {short(flag.record)}  {flag.type}{name}", columns())
    yield from wrapped(shown(flag.fact), columns(), first=" " * 16)
    if flag.allowed is not None:
        yield from wrapped(f"allowed: {shown(flag.allowed)}", columns(), first=" " * 16)


def _summary(found: list[Flag]) -> str:
    from claimtrack.domain.english import plural

    counts = {name: sum(flag.severity == name for flag in found) for name in SEVERITIES}
    told = [plural(count, name) for name, count in counts.items() if count]
    return f"{', '.join(told)}. 'claimtrack rule CODE' explains a rule."


@click.command(epilog="Example: claimtrack rule nobody-named")
@click.argument("code", required=False)
@machine_options
def rule_command(code: str | None, form: str | None) -> None:
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


def _known() -> dict[str, Rule | DraftRule]:
    """Every rule by its code: first those of records, then those of drafts."""
    from claimtrack.checking.since_publication import ALL_DRAFT_RULES
    from claimtrack.rules.ledger import LEDGER_RULES

    return {rule.code: rule for rule in (*LEDGER_RULES, *ALL_DRAFT_RULES)}


def _unknown(code: str, known: Iterable[str]) -> Exception:
    from difflib import get_close_matches

    from claimtrack.errors import BadInput

    near = get_close_matches(code, sorted(known), 1)
    hint = f"Did you mean {near[0]}? " if near else ""
    return BadInput(f"there is no rule {code!r}", f"{hint}'claimtrack rule' lists them.")


def _manual(rule: Rule | DraftRule) -> dict[str, str]:
    """A rule for machines: its code, severity and title, and the parts of its manual by name."""
    parts = {name.lower().replace(" ", "_"): text for name, text in rule.sections.items()}
    return {"code": rule.code, "severity": rule.severity, "title": rule.title, **parts}


def _page(rule: Rule | DraftRule) -> str:
    from claimtrack.render.terminal.width import wrapped
    from claimtrack.rules.rule import Rule

    lines = [f"{rule.code} ({rule.severity})", "", f"{rule.title}."]
    for name, text in rule.sections.items():
        lines += ["", *wrapped(f"{name}: {text}", columns())]
    if isinstance(rule, Rule):
        lines += ["", f"To let it pass on one record: claimtrack flags allow {rule.code} RECORD --why WHY"]
    return "\n".join(lines) + "\n"


def _list(rules: list[Rule | DraftRule]) -> str:
    from claimtrack.render.terminal.table import Column, table

    heads = (Column("Code", wraps=False, least=24), Column("Severity", least=8), Column("What it is"))
    return table(heads, [(rule.code, rule.severity, rule.title) for rule in rules], width=columns()) + "\n"
