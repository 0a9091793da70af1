"""`check`: a finished draft held against the ledger, before it is published or after."""

from __future__ import annotations

from typing import Any

import click

from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import say
from claimtrack.cli.options import RecordParameter, example
from claimtrack.cli.output import (
    columns,
    counted_severities,
    failing_options,
    put,
    restricted_option,
    status_of_findings,
)
from claimtrack.errors import BadInput

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
@failing_options("finding")
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
    since_publication: bool,
    url: str | None,
    at: str | None,
    fail_on: str,
    exit_zero: bool,
    **options: Any,
) -> int:
    """Hold each DRAFT (text, Markdown or HTML; '-' for standard input) against the ledger.

    Every finding is a place, a fact and a next step. 'claimtrack rule CODE' explains a kind of finding.
    """
    from claimtrack.actions.findings import check_drafts, check_published
    from claimtrack.domain.english import date_words, to_minute
    from claimtrack.render.findings import FORMATS as RENDERERS
    from claimtrack.render.findings import Look
    from claimtrack.render.terminal.style import Style

    if (url or at) and not since_publication:
        raise BadInput("--url and --at name a publication", "Give --since-publication with them.")
    if since_publication and (options["select"] or options["ignore"]):
        raise BadInput("--select and --ignore choose among findings on a draft", "Leave --since-publication away.")
    texts = [(name, _text(name)) for name in drafts]
    in_story = context.story(story)
    if since_publication:
        publication, findings = check_published(context.ledger, texts, story=in_story, url=url, at=at)
        when = to_minute(publication.at) if len(publication.at) == UTC_LENGTH else date_words(publication.at)
        say(f"Since {publication.url} was published ({when}, change {publication.change}):")
    else:
        findings = check_drafts(context.ledger, texts, story=in_story, **options)
    put(RENDERERS[form](findings, Look(columns(), Style(context.colored and form == "text"))))
    if form == "text":
        counts = counted_severities(findings)
        say(f"{counts}. 'claimtrack rule CODE' explains a kind of finding." if counts else "Nothing found.")
    return status_of_findings(findings, fail_on, exit_zero=exit_zero)


def _text(name: str) -> str:
    """The text of a draft. Raises BadInput for what is not text, or holds none."""
    from claimtrack.actions.documents import read_text

    text = read_text(name)
    if not text.strip():
        raise BadInput(f"{name} holds no text", "Give the file that has the draft.")
    return text
