"""`claimtrack report`: the attribution report of a story."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtrack.cli.errors import say
from claimtrack.cli.options import RecordParameter, example, written_options
from claimtrack.cli.output import beginning, put, say_left_out
from claimtrack.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.cli.context import Session


@click.command(
    "publish", epilog=example("publish 'Harbour flood' --url https://example.org/flood --at 2026-03-03T18:00+01:00")
)
@click.argument("story", type=RecordParameter("story"))
@click.option("--url", metavar="URL", required=True, help="Where the piece was published.")
@click.option("--at", metavar="WHEN", help="When: a date (its end) or an instant; now unless given.")
@written_options
@click.pass_obj
def publish_command(session: Session, /, story: str, url: str, at: str | None, why: str | None, as_json: bool) -> None:
    """Record that a piece on STORY was published, and pin what the ledger held then.

    'claimtrack check DRAFT --since-publication' then shows what of it has changed since.
    """
    from claimtrack.actions.publications import publish
    from claimtrack.cli import context
    from claimtrack.cli.output import outcome_words, tell

    ledger = session.reader()
    written = publish(ledger, context.record(session, story, "story"), url=url, at=at, by=session.user, why=why)
    made = written.value
    words = outcome_words(made.outcome)
    if written.seq is None:
        words.append("It was recorded before; nothing changed.")
    elif made.change is None:
        words.append("The ledger held nothing at that time: there is no head to pin.")
    else:
        words.append(f"Pinned to change {made.change}, whose digest is {made.head}.")
    tell(written, [made.id], as_json=as_json, words=words, head=made.head)


EDITIONS = ("desk", "legal", "public")
ENDINGS = {
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".json": "json",
    ".csv": "csv",
}
FORMATS = ("text", "markdown", "html", "json", "csv")


@click.command(epilog="Example: claimtrack report --for public -o attribution.html --open")
@click.option("--story", metavar="STORY", help="The story; else the one in use.")
@click.option("--since", metavar="WHEN", help="Only claims recorded or changed from this date or instant on.")
@click.option(
    *("--for", "edition"),
    type=click.Choice(EDITIONS),
    default="desk",
    show_default=True,
    help="desk: all of it; legal: no confidential names or ratings; public: what readers may see.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="Else by the ending of -o, else text.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all; else stdout.")
@click.option("--open", "opened", is_flag=True, help="Write a page and show it in your browser.")
@click.option("--include-restricted", "restricted", is_flag=True, help="Also what is off the record or embargoed.")
@click.pass_obj
def report_command(
    session: Session,
    story: str | None,
    since: str | None,
    edition: str,
    form: str | None,
    output: str | None,
    opened: bool,
    restricted: bool,
) -> None:
    """The attribution report: who said what, on whose authority, with what evidence, and where sources part."""
    from claimtrack.cli.context import require_story
    from claimtrack.queries.report.compose import ReportPage, report, report_page
    from claimtrack.queries.report.views import Report
    from claimtrack.render.report import render_report
    from claimtrack.safe_files import whole_file

    chosen = form or ("html" if opened else _by_ending(output))
    if opened:
        output = _place_to_open(chosen, output)
    ledger = session.reader()
    meant = require_story(session, story)
    begin = beginning(since, ledger.zone) if since else None
    # Only a page needs the texts of the documents: every other format is made from the report alone.
    compose: Callable[..., ReportPage | Report] = report_page if chosen == "html" else report
    with ledger.reading() as connection:
        composed = compose(
            connection,
            story=meant,
            edition=edition,
            now=ledger.now(),
            since=begin,
            include_restricted=restricted,
            as_of=ledger.as_of,
        )
    text = render_report(composed, chosen)
    if output is None or output == "-":
        put(text)
    else:
        with whole_file(output) as out:
            out.write(text.encode())
        say(f"Wrote {output}.")
    if opened:
        click.launch(Path(output or "").resolve().as_uri())
    left_out = (composed.report if isinstance(composed, ReportPage) else composed).left_out
    if left_out:
        say_left_out(left_out)


def _place_to_open(form: str, output: str | None) -> str:
    """The file of a page that is to be opened: the one named, else a new one that is kept."""
    if form != "html":
        raise BadInput(f"--open shows a page, and {form} is none", "Leave --format away, or --open.")
    if output is not None and output != "-":
        return output
    descriptor, name = tempfile.mkstemp(prefix="claimtrack-", suffix=".html")
    os.close(descriptor)
    return name


def _by_ending(output: str | None) -> str:
    return next((form for ending, form in ENDINGS.items() if (output or "").lower().endswith(ending)), "text")
