"""`claimtrack export`: write a bundle, JSON Lines, the whole ledger, or a story as a site."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from claimtrack.cli.formats_out import say_left_out
from claimtrack.cli.report import EDITIONS
from claimtrack.cli.trouble import say
from claimtrack.errors import BadInput

if TYPE_CHECKING:
    from claimtrack.actions.exporting import Exported
    from claimtrack.cli.session import Session


@click.command(epilog='Example: claimtrack export --story "Kazakhstan unrest" -o unrest.json')
@click.option(
    *("--format", "form"),
    metavar="bundle|lines|ledger|site",
    help="bundle: one JSON document; lines: JSON Lines; ledger: the whole history, for a colleague's ledger;"
    " site: a story as a folder of pages. Else by the ending of -o, else bundle.",
)
@click.option("--story", metavar="STORY", help="Only this story and what it refers to; else the whole ledger.")
@click.option(
    *("--for", "edition"),
    type=click.Choice(EDITIONS),
    help="Of a site: desk (else), all of it; legal: no confidential names or ratings; public: what readers may see.",
)
@click.option(
    *("-o", "--output"), metavar="FILE", help="Write to FILE (a site: the folder), whole or not at all; else stdout."
)
@click.option("--include-restricted", is_flag=True, help="Also what is off the record or embargoed.")
@click.pass_obj
def command(
    session: Session,
    form: str | None,
    story: str | None,
    edition: str | None,
    output: str | None,
    include_restricted: bool,
) -> None:
    """Write the ledger or a story as a file that `import` takes, or a story as a site to be read."""
    if form == "site":
        _site(session, story, edition or "desk", output, include_restricted)
        return
    if edition is not None:
        raise BadInput("--for is for a site: a file that 'import' takes is whole", "Give --format site, or leave it.")
    from claimtrack.actions.exporting import export, whole_file
    from claimtrack.cli.using import story_of

    ledger = session.reader()
    meant = story_of(session, story) if story else None
    chosen = form or _by_ending(output)
    if output is None or output == "-":
        done = export(ledger, sys.stdout.buffer, format=chosen, story=meant, restricted=include_restricted)
        sys.stdout.buffer.flush()
    else:
        with whole_file(output) as out:
            done = export(ledger, out, format=chosen, story=meant, restricted=include_restricted)
    _tell(done, output)


def _site(session: Session, story: str | None, edition: str, output: str | None, restricted: bool) -> None:
    from claimtrack.actions.site import write_site
    from claimtrack.cli.progress import Progress
    from claimtrack.cli.using import require_story

    if output is None or output == "-":
        raise BadInput("a site is a folder of pages", "Say where it is to be: -o FOLDER.")
    ledger = session.reader()
    meant = require_story(session, story)
    with Progress(output, "claims") as progress:
        done = write_site(ledger, output, story=meant, edition=edition, restricted=restricted, tell=progress)
    say(f"Wrote {output}: {_counted({'claim': done.claims, 'document': done.documents, 'source': done.sources})}.")
    if done.left_out:
        say_left_out(done.left_out)


def _by_ending(output: str | None) -> str:
    from claimtrack.formats.registry import FORMATS

    ending = PurePath(output or "").suffix.lower()
    return next((name for name, each in FORMATS.items() if ending in each.suffixes), "bundle")


def _tell(done: Exported, output: str | None) -> None:
    say(f"Exported {_counted(done.items) or 'nothing'}{f' to {output}' if output else ''}.")
    if any(done.left_out.values()):
        say(f"Left out as off the record or embargoed: {_counted(done.left_out)}. --include-restricted takes all.")
    if done.background or done.confidential:
        told = {"assertion on background": done.background, "confidential source": done.confidential}
        parts = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in told.items() if count]
        say(f"With care: it holds {' and '.join(parts)}, by name.")


def _counted(counts: Mapping[str, int]) -> str:
    from claimtrack.domain.words import PLURALS

    plurals = {**PLURALS, "entry": "entries", "evidence": "pieces of evidence"}
    return ", ".join(
        f"{count:,} {'piece of evidence' if name == 'evidence' else name}"
        if count == 1
        else f"{count:,} {plurals.get(name, name + 's')}"
        for name, count in counts.items()
        if count
    )
