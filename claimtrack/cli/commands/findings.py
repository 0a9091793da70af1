"""Findings: `flags`, `rule` and `check`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import DONE, say
from claimtrack.cli.options import RecordParameter, RuleCode, example, story_or_all_option
from claimtrack.cli.output import (
    columns,
    counted_severities,
    failing_options,
    machine_options,
    put,
    put_lines,
    put_one,
    put_rows,
    restricted_option,
    say_left_out,
    short,
    status_of_findings,
)
from claimtrack.errors import BadInput

if TYPE_CHECKING:
    from claimtrack.checking.draft_check import DraftCoverage
    from claimtrack.rules.rule import AnyRule, Flag


UTC_LENGTH = 27
"""Characters of an instant as the ledger's own clock writes it."""
FORMATS = ("text", "json", "jsonl", "sarif", "github")
LEDGER_RULE, DRAFT_RULE = RuleCode("ledger"), RuleCode("draft")


@click.command(
    "check",
    epilog=example(
        "check draft.md",
        "check draft.html --story 'Harbour flood' --fail-on error",
        "check page.html --since-publication",
    ),
)
@click.argument("drafts", metavar="DRAFT...", nargs=-1, required=True)
@click.option(
    "--story", metavar="STORY", type=RecordParameter("story"), help="The story; else the one in use, else all."
)
@click.option("--select", metavar="CODE", type=DRAFT_RULE, multiple=True, help="Only this kind of finding; repeat.")
@click.option(
    "--ignore",
    metavar="CODE",
    type=DRAFT_RULE,
    multiple=True,
    help="Not this kind; repeat. 'claimtrack rule' lists them.",
)
@click.option(
    *("--format", "form"), type=click.Choice(FORMATS), default="text", show_default=True, help="How findings are given."
)
@failing_options("finding")
@click.option("--fetch", is_flag=True, help="Fetch a DRAFT that is a web address.")
@click.option("--since-publication", is_flag=True, help="What of a published text has changed since it went out.")
@click.option("--url", metavar="URL", help="With --since-publication: the piece published there.")
@click.option("--at", metavar="WHEN", help="With --since-publication: the piece published then; else the latest.")
@restricted_option
@click.pass_obj
def check_command(
    context: CliContext,
    /,
    drafts: tuple[str, ...],
    story: str | None,
    form: str,
    fetch: bool,
    since_publication: bool,
    url: str | None,
    at: str | None,
    fail_on: str,
    exit_zero: bool,
    **options: Any,
) -> int:
    """Hold each DRAFT against the ledger: text, Markdown, HTML, or whatever 'read' takes ('-' for standard input).

    Every finding is a place, a fact and a next step. 'claimtrack rule CODE' explains a kind of finding.
    """
    from claimtrack.actions.drafts import check_drafts, check_published
    from claimtrack.domain.english import date_words, to_minute
    from claimtrack.render.findings import FORMATS as RENDERERS
    from claimtrack.render.findings import Look
    from claimtrack.render.terminal.style import Style

    if (url or at) and not since_publication:
        raise BadInput("--url and --at name a publication", "Give --since-publication with them.")
    if since_publication and (options["select"] or options["ignore"]):
        raise BadInput("--select and --ignore choose among findings on a draft", "Leave --since-publication away.")
    texts = [(name, _text(name, fetch=fetch)) for name in drafts]
    in_story = context.story(story)
    coverages: list[DraftCoverage] = []
    if since_publication:
        publication, findings = check_published(context.ledger, texts, story=in_story, url=url, at=at)
        when = to_minute(publication.at) if len(publication.at) == UTC_LENGTH else date_words(publication.at)
        say(f"Since {publication.url} was published ({when}, change {publication.change}):")
    else:
        findings = check_drafts(context.ledger, texts, story=in_story, tell=coverages.append, **options)
    put(RENDERERS[form](findings, Look(columns(), Style(context.colored and form == "text"))))
    if form == "text":
        counts = counted_severities(findings)
        say(f"{counts}. 'claimtrack rule CODE' explains a kind of finding." if counts else "Nothing found.")
        for coverage in coverages:
            say(_coverage_words(coverage))
        if coverages and (held_back := coverages[0].held_back):
            texts_are = "1 stored text is" if held_back == 1 else f"{held_back:,} stored texts are"
            say(f"{texts_are} held back, and as if not there: --include-restricted looks into all.")
    return status_of_findings(findings, fail_on, exit_zero=exit_zero)


MOST_LINES = 20
"""Lines of a draft that are named one by one."""


def _coverage_words(coverage: DraftCoverage) -> str:
    """How much of a draft is in the ledger, a sentence or two."""
    from claimtrack.domain.english import join_list, plural

    resting, all_of_them = coverage.resting, plural(coverage.sentences, "sentence")
    if not resting:
        return (
            f"{coverage.name}: of {all_of_them}, none repeats or quotes what the ledger holds."
            " Is it the right story (--story), and is what it says recorded?"
        )
    repeat = "repeats or quotes" if resting == 1 else "repeat or quote"
    words = f"{coverage.name}: of {all_of_them}, {resting:,} {repeat} what the ledger holds."
    if not coverage.lines:
        return words
    shown = [str(line) for line in coverage.lines[:MOST_LINES]]
    more = len(coverage.lines) - len(shown)
    lines = join_list([*shown, f"{more:,} more"] if more else shown)
    return f"{words} Not in it: {'line' if len(coverage.lines) == 1 else 'lines'} {lines}."


def _text(name: str, *, fetch: bool) -> str:
    """The text of a draft. Raises BadInput for what is not text, or holds none."""
    from claimtrack.actions.documents import read_draft_text

    text = read_draft_text(name, fetch=fetch)
    if not text.strip():
        raise BadInput(f"{name} holds no text", "Give the file that has the draft.")
    return text


MOST_RECORDS = 10
"""Records listed under one kind of flag; --json and --csv give all of them."""
FIELDS = ("code", "severity", "record", "type", "fact", "next_step", "group", "related", "allowed")


@click.group(invoke_without_command=True, epilog="Example: claimtrack flags --ignore unverified --fail-on error")
@click.option(
    "--select",
    metavar="CODE",
    type=LEDGER_RULE,
    multiple=True,
    help="Only this rule; repeat. 'claimtrack rule' lists them.",
)
@click.option("--ignore", metavar="CODE", type=LEDGER_RULE, multiple=True, help="Not this rule; repeat.")
@story_or_all_option
@click.option("--allowed", is_flag=True, help="Also those that somebody let pass, with the reason.")
@failing_options("flag")
@restricted_option
@machine_options
@click.pass_context
def flags_command(
    ctx: click.Context, /, story: str | None, fail_on: str, exit_zero: bool, form: str | None, **options: Any
) -> int:
    """What needs attention: each flag a fact and a next step, the most serious first.

    `flags allow CODE RECORD --why W` lets one pass on one record.
    """
    if ctx.invoked_subcommand is not None:
        return DONE
    from claimtrack.actions.findings import list_flags

    context: CliContext = ctx.obj
    flags = list_flags(context.ledger, story=context.story(story), named=form is None, **options)
    if form is not None:
        put_rows(flags, form, FIELDS)
    elif flags:
        put_lines(_lines(flags, flags.names, context.colored))
        say(f"{counted_severities(flags)}. 'claimtrack rule CODE' explains a rule.")
    else:
        say("Nothing needs attention.")
    say_left_out(flags.left_out)
    return status_of_findings([flag for flag in flags if flag.allowed is None], fail_on, exit_zero=exit_zero)


@flags_command.command("allow", epilog='Example: claimtrack flags allow one-origin-only 4fk5o7sn --why "court record"')
@click.argument("code", metavar="CODE", type=LEDGER_RULE)
@click.argument("record", type=RecordParameter())
@click.option("--why", required=True, metavar="WHY", help="Why it may pass: kept, and shown with `flags --allowed`.")
@click.option("--json", "as_json", is_flag=True, help="Give ids and the change as JSON.")
@click.pass_obj
def allow(context: CliContext, code: str, record: str, why: str, as_json: bool) -> None:
    """Let the flag of rule CODE on RECORD pass, and say why."""
    from claimtrack.actions.findings import allow_flag

    written = allow_flag(context.ledger_to_write, code, record, by=context.user, why=why)
    if as_json:
        put_one({"id": written.value.id, "seq": written.seq, "digest": written.digest}, "json")
    else:
        click.echo(written.value.id)
    say("It passes from now on." if written.seq is not None else "It was let pass before; nothing changed.")


def _lines(found: Iterable[Flag], names: Mapping[str, str], colored: bool) -> Iterator[str]:
    from claimtrack.render.terminal.style import Style
    from claimtrack.render.terminal.width import shown, wrapped

    style = Style(colored)
    groups: dict[tuple[str, str, str], dict[str, list[Flag]]] = {}
    """What is to be done -> what was found -> where, each once, whatever stands between."""
    for flag in found:
        groups.setdefault((flag.severity, flag.code, flag.next_step), {}).setdefault(flag.fact, []).append(flag)
    for (severity, code, step), facts in groups.items():
        count = sum(map(len, facts.values()))
        yield f"{style.severity(severity)}  {style.strong(code)}  ({count})"
        more = f"more: claimtrack flags --select {code} --json"
        for fact, flags in islice(facts.items(), MOST_RECORDS):
            yield from wrapped(shown(fact), columns(), first="    ") if len(flags) > 1 else ()
            for flag in flags[:MOST_RECORDS]:
                yield from _line(flag, names, fact=len(flags) == 1)
            if len(flags) > MOST_RECORDS:
                yield f"    and {len(flags) - MOST_RECORDS} {more}"
        if left := sum(map(len, islice(facts.values(), MOST_RECORDS, None))):
            yield f"    and {left} {more}"
        yield from wrapped(f"-> {step}", columns(), first="  ", rest="     ")
        yield ""


def _line(flag: Flag, names: Mapping[str, str], *, fact: bool) -> Iterator[str]:
    from claimtrack.render.terminal.width import cut, shown, wrapped

    name = f": {shown(names[flag.record])}" if flag.record in names else ""
    yield cut(f"    {short(flag.record)}  {flag.type}{name}", columns())
    yield from wrapped(shown(flag.fact), columns(), first=" " * 16) if fact else ()
    if flag.allowed is not None:
        yield from wrapped(f"allowed: {shown(flag.allowed)}", columns(), first=" " * 16)


@click.command(epilog="Example: claimtrack rule nobody-named")
@click.argument("code", metavar="[CODE]", type=RuleCode(), required=False)
@machine_options
def rule_command(code: str | None, form: str | None) -> None:
    """The manual of the rule CODE (of `flags` or of `check`); without CODE, the list of rules."""
    from claimtrack.actions.drafts import find_rule, list_rules

    rules = list_rules() if code is None else [find_rule(code)]
    if form is not None and code:
        put_one(_manual(rules[0]), form)
    elif form is not None:
        put_rows([_manual(rule) for rule in rules], form)
    elif code:
        put(_page(rules[0]))
    else:
        from claimtrack.render.terminal.table import Column, table

        heads = (Column("code", wraps=False, least=24), Column("severity", least=8), Column("what it is"))
        put(table(heads, [(rule.code, rule.severity, rule.title) for rule in rules], width=columns()) + "\n")


def _manual(rule: AnyRule) -> dict[str, str]:
    """A rule for machines: its code, severity and title, and the parts of its manual by name."""
    parts = {name.lower().replace(" ", "_"): text for name, text in rule.sections.items()}
    return {"code": rule.code, "severity": rule.severity, "title": rule.title, **parts}


def _page(rule: AnyRule) -> str:
    from claimtrack.actions.drafts import can_be_allowed
    from claimtrack.render.terminal.width import wrapped

    lines = [f"{rule.code} ({rule.severity})", "", f"{rule.title}."]
    for name, text in rule.sections.items():
        lines += ["", *wrapped(f"{name}: {text}", columns())]
    if can_be_allowed(rule):
        lines += ["", f"To let it pass on one record: claimtrack flags allow {rule.code} RECORD --why WHY"]
    return "\n".join(lines) + "\n"
