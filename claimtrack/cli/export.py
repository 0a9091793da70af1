"""`claimtrack export`: write a bundle, JSON Lines or the whole ledger."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from claimtrack.cli.trouble import say

if TYPE_CHECKING:
    from claimtrack.actions.exporting import Exported
    from claimtrack.cli.session import Session


@click.command(epilog='Example: claimtrack export --story "Kazakhstan unrest" -o unrest.json')
@click.option(
    *("--format", "form"),
    metavar="bundle|lines|ledger",
    help="bundle: one JSON document; lines: JSON Lines; ledger: the whole history, for a colleague's ledger."
    " Else by the ending of -o, else bundle.",
)
@click.option("--story", metavar="STORY", help="Only this story and what it refers to; else the whole ledger.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all; else stdout.")
@click.option("--include-restricted", is_flag=True, help="Also what is off the record or embargoed.")
@click.pass_obj
def command(
    session: Session, form: str | None, story: str | None, output: str | None, include_restricted: bool
) -> None:
    """Write the ledger or a story as a file that `import` takes."""
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
