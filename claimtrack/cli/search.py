"""`claimtrack search`: find records by their words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from claimtrack.cli.formats_out import (
    columns,
    machine_options,
    put_lines,
    put_rows,
    restricted_option,
    say_left_out,
    short,
)
from claimtrack.cli.trouble import say

if TYPE_CHECKING:
    from claimtrack.cli.session import Session
    from claimtrack.queries.found import Found

LIMIT = 50


@click.command(epilog="Example: claimtrack search barracks --type document")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--type", "types", metavar="TYPE", multiple=True, help="Only records of this type, such as claim; repeat."
)
@click.option("--story", metavar="STORY", help="Only what belongs to this story; else the whole ledger.")
@click.option(
    "--limit", type=click.IntRange(1), default=LIMIT, show_default=True, metavar="N", help="At most this many."
)
@restricted_option
@machine_options
@click.pass_obj
def command(
    session: Session,
    words: tuple[str, ...],
    types: tuple[str, ...],
    story: str | None,
    limit: int,
    restricted: bool,
    form: str | None,
) -> None:
    """Find the records that hold all the WORDS, whatever their case and accents; texts by the paragraph."""
    from claimtrack.cli.using import story_of
    from claimtrack.queries.found import find_words

    ledger = session.reader()
    meant = story_of(session, story) if story else None
    with ledger.reading() as connection:
        found, more, left_out = find_words(
            connection,
            " ".join(words),
            types=types,
            story=meant,
            limit=limit,
            embargoed_at=None if restricted else ledger.now(),
        )
    if form is not None:
        put_rows(found, form, ("id", "type", "label", "paragraph", "text"))
    else:
        put_lines(line for hit in found for line in _words(hit))
        if not found:
            say("Nothing holds all these words.")
    say_left_out(left_out)
    if more:
        say(f"There is more: --limit {limit * 10} shows it.")


def _words(hit: Found) -> Iterator[str]:
    from claimtrack.render.width import cut, shown

    yield cut(f"{short(hit.id)}  {hit.type}  {shown(hit.label)}", columns())
    if hit.text is not None:
        yield cut(f"{'':12}paragraph {hit.paragraph}: {shown(hit.text)}", columns())
