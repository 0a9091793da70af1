"""`claimtrack check`: a finished draft held against the ledger, before it is published or after."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtrack.cli.errors import DONE, FINDINGS, say
from claimtrack.cli.options import RecordParameter, example
from claimtrack.cli.output import columns, put, restricted_option

if TYPE_CHECKING:
    from claimtrack.checking.rule import DraftFinding, DraftRule
    from claimtrack.cli.context import Session

SEVERITIES = ("error", "warning", "notice")
UTC_LENGTH = 27
"""Characters of an instant as the ledger's own clock writes it."""
FORMATS = ("text", "json", "jsonl", "sarif", "github")


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
@click.option("--select", metavar="CODE", multiple=True, help="Only this kind of finding; repeat.")
@click.option("--ignore", metavar="CODE", multiple=True, help="Not this kind; repeat. 'claimtrack rule' lists them.")
@click.option(
    *("--format", "form"), type=click.Choice(FORMATS), default="text", show_default=True, help="How findings are given."
)
@click.option(
    *("--fail-on", "fail_on"),
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="Exit with status 1 when there is a finding this grave or graver.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with status 0 whatever is found.")
@click.option("--since-publication", is_flag=True, help="What of a published text has changed since it went out.")
@click.option("--url", metavar="URL", help="With --since-publication: the piece published there.")
@click.option("--at", metavar="WHEN", help="With --since-publication: the piece published then; else the latest.")
@restricted_option
@click.pass_obj
def check_command(
    session: Session,
    drafts: tuple[str, ...],
    story: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    fail_on: str,
    exit_zero: bool,
    since_publication: bool,
    url: str | None,
    at: str | None,
    restricted: bool,
) -> int:
    """Hold each DRAFT (text, Markdown or HTML; '-' for standard input) against the ledger.

    Every finding is a place, a fact and a next step. 'claimtrack rule CODE' explains a kind of finding.
    """
    from claimtrack.checking.run import chosen
    from claimtrack.cli.context import story_of
    from claimtrack.errors import BadInput
    from claimtrack.render.findings import FORMATS as RENDERERS
    from claimtrack.render.findings import Look
    from claimtrack.render.terminal.style import Style

    if (url or at) and not since_publication:
        raise BadInput("--url and --at name a publication", "Give --since-publication with them.")
    if since_publication and (select or ignore):
        raise BadInput("--select and --ignore choose among findings on a draft", "Leave --since-publication away.")
    kinds = chosen(select, ignore)
    texts = [(name, _text(name)) for name in drafts]
    meant = story_of(session, story)
    if since_publication:
        found = _since(session, texts, meant, url, at, restricted=restricted)
    else:
        found = _now(session, texts, meant, kinds, restricted=restricted)
    put(RENDERERS[form](found, Look(columns(), Style(session.colored and form == "text"))))
    if form == "text":
        say(_summary(found))
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return FINDINGS if not exit_zero and any(one.severity in grave for one in found) else DONE


def _text(name: str) -> str:
    """The text of a draft. Raises BadInput for what is not text, or holds none."""
    from claimtrack.cli.commands.documents import read_text
    from claimtrack.errors import BadInput

    text = sys.stdin.read().removeprefix("\ufeff") if name == "-" else read_text(Path(name))
    if not text.strip():
        raise BadInput(f"{name} holds no text", "Give the file that has the draft.")
    return text


def _now(
    session: Session, texts: list[tuple[str, str]], story: str | None, kinds: tuple[DraftRule, ...], *, restricted: bool
) -> list[DraftFinding]:
    from claimtrack.checking.run import Checker
    from claimtrack.queries.check_data import load_check_data

    ledger = session.reader()
    with ledger.reading() as connection:
        held = load_check_data(connection, ledger.now(), story)
    checker = Checker(held)
    return [
        finding
        for name, text in texts
        for finding in checker.check(checker.case(name, text), kinds, restricted=restricted)
    ]


def _since(
    session: Session,
    texts: list[tuple[str, str]],
    story: str | None,
    url: str | None,
    at: str | None,
    *,
    restricted: bool,
) -> list[DraftFinding]:
    from claimtrack.checking.since_publication import Since, since
    from claimtrack.domain.english import date_words, to_minute
    from claimtrack.errors import BadInput
    from claimtrack.queries.check_data import load_check_data, publications

    ledger = session.reader()
    with ledger.reading() as connection:
        out = publications(connection, ledger.zone, story=story, url=url, at=at)
        if not out:
            raise BadInput("no such publication is recorded", "'claimtrack publish STORY --url U --at T' records one.")
        now = load_check_data(connection, ledger.now(), out[0].story)
    with ledger.reading(change=out[0].change) as connection:
        then = load_check_data(connection, ledger.now(), out[0].story)
    when = to_minute(out[0].at) if len(out[0].at) == UTC_LENGTH else date_words(out[0].at)
    say(f"Since {out[0].url} was published ({when}, change {out[0].change}):")
    what = Since(then, now)
    checker = what.checker()
    return [one for name, text in texts for one in since(checker.case(name, text), what, restricted=restricted)]


def _summary(found: list[DraftFinding]) -> str:
    from claimtrack.domain.english import plural

    if not found:
        return "Nothing found."
    counts = {name: sum(one.severity == name for one in found) for name in SEVERITIES}
    told = [plural(count, name) for name, count in counts.items() if count]
    return f"{', '.join(told)}. 'claimtrack rule CODE' explains a kind of finding."
