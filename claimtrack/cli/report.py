"""`claimtrack report`: the attribution report of a story."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtrack.cli.formats_out import beginning, put, say_left_out
from claimtrack.cli.trouble import say
from claimtrack.errors import BadInput

if TYPE_CHECKING:
    from claimtrack.cli.session import Session

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
def command(
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
    from claimtrack.actions.exporting import whole_file
    from claimtrack.cli.using import require_story
    from claimtrack.queries.report import page
    from claimtrack.render.report import render_page

    chosen = form or ("html" if opened else _by_ending(output))
    if opened:
        output = _place_to_open(chosen, output)
    ledger = session.reader()
    meant = require_story(session, story)
    begin = beginning(since, ledger.zone) if since else None
    with ledger.reading() as connection:
        shown = page(
            connection,
            story=meant,
            edition=edition,
            now=ledger.now(),
            since=begin,
            include_restricted=restricted,
            as_of=ledger.as_of,
        )
    text = render_page(shown, chosen)
    if output is None or output == "-":
        put(text)
    else:
        with whole_file(output) as out:
            out.write(text.encode())
        say(f"Wrote {output}.")
    if opened:
        click.launch(Path(output or "").resolve().as_uri())
    if shown.report.left_out:
        say_left_out(shown.report.left_out)


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
