"""`export` and `formats`: what goes out, and in which forms."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from claimtrack.cli.commands.reports import EDITIONS
from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import say
from claimtrack.cli.options import RecordParameter
from claimtrack.cli.output import (
    Progress,
    columns,
    machine_options,
    put,
    put_rows,
    restricted_option,
    say_left_out,
    say_still_named,
)
from claimtrack.domain.english import join_list, plural
from claimtrack.errors import BadInput
from claimtrack.safe_files import whole_file

if TYPE_CHECKING:
    from claimtrack.actions.exports import Exported


@click.command(epilog='Example: claimtrack export --story "Kazakhstan unrest" -o unrest.json')
@click.option(
    *("--format", "form"),
    metavar="bundle|lines|ledger|site|...",
    help="bundle: one JSON document; lines: JSON Lines; ledger: the whole history, for a colleague's ledger;"
    " site: a story as a folder of pages; others: see 'claimtrack formats'. Else by the ending of -o, else bundle.",
)
@click.option(
    "--story",
    metavar="STORY",
    type=RecordParameter("story"),
    help="Only this story and what it refers to; else the whole ledger.",
)
@click.option(
    *("--for", "edition"),
    type=click.Choice(EDITIONS),
    help="Of a site: desk (else), all of it; legal: no confidential names or ratings; public: what readers may see.",
)
@click.option(
    *("-o", "--output"), metavar="FILE", help="Write to FILE (a site: the folder), whole or not at all; else stdout."
)
@click.option("--raw", is_flag=True, help="Of a table: leave texts that begin as a formula does as they are.")
@restricted_option
@click.pass_obj
def export_command(
    context: CliContext,
    form: str | None,
    story: str | None,
    edition: str | None,
    output: str | None,
    raw: bool,
    restricted: bool,
) -> None:
    """Write the ledger or a story as a file that `import` takes, or a story as a site to be read."""
    if form == "site":
        _site(context, story, edition or "desk", output, restricted)
        return
    if edition is not None:
        raise BadInput("--for is for a site: a file that 'import' takes is whole", "Give --format site, or leave it.")
    from claimtrack.actions.exports import export, format_to_write

    ledger = context.ledger
    in_story = context.story(story) if story else None
    if output is None or output == "-":
        chosen = form or "bundle"
        exported = export(ledger, sys.stdout.buffer, format=chosen, story=in_story, restricted=restricted, raw=raw)
        sys.stdout.buffer.flush()
    else:
        with whole_file(output, ledger=ledger.location.path) as out:
            chosen = form or format_to_write(output)
            exported = export(ledger, out, format=chosen, story=in_story, restricted=restricted, raw=raw)
    _say_exported(exported, output)


def _site(context: CliContext, story: str | None, edition: str, output: str | None, restricted: bool) -> None:
    from claimtrack.actions.exports import write_site

    if output is None or output == "-":
        raise BadInput("a site is a folder of pages", "Say where it is to be: -o FOLDER.")
    ledger = context.ledger
    meant = context.required_story(story)
    with Progress(output, "claims") as progress:
        done = write_site(ledger, output, story=meant, edition=edition, restricted=restricted, tell=progress)
    say(f"Wrote {output}: {_counted({'claim': done.claims, 'document': done.documents, 'source': done.sources})}.")
    say_left_out(done.left_out)
    say_still_named(done.still_named, "this site")


def _say_exported(done: Exported, output: str | None) -> None:
    say(f"Exported {_counted(done.items) or 'nothing'}{f' to {output}' if output else ''}.")
    if any(done.left_out.values()):
        say(f"Left out as off the record or embargoed: {_counted(done.left_out)}. --include-restricted takes all.")
    if any(done.no_place.values()):
        say(f"The format has no place for: {_counted(done.no_place)}.")
    if done.background or done.confidential:
        background = plural(done.background, "assertion on background", "assertions on background")
        parts = [background] if done.background else []
        parts += [plural(done.confidential, "confidential source")] if done.confidential else []
        told = "without the names; words, dates and addresses may still tell who it is" if done.unnamed else "by name"
        say(f"With care: it holds {join_list(parts)}, {told}.")
    say_still_named(done.still_named, "this file")


def _counted(counts: Mapping[str, int]) -> str:
    from claimtrack.domain.vocabulary import PLURALS

    named = {"entry": ("entry", "entries"), "evidence": ("piece of evidence", "pieces of evidence")}
    return ", ".join(
        plural(count, *named.get(name, (name, PLURALS.get(name)))) for name, count in counts.items() if count
    )


@click.command(epilog="Example: claimtrack formats")
@machine_options
def formats_command(form: str | None) -> None:
    """List the formats that `import` reads and `export` writes, and those of documents, with what each keeps and loses.

    Documents are what `read`, `check` and `document add` take.
    """
    from claimtrack.actions.exports import list_formats

    rows = list_formats()
    if form is not None:
        put_rows(rows, form)
        return
    from claimtrack.render.terminal.width import wrapped

    for row in rows:
        put(f"{row.name} ({', '.join([row.direction, *row.suffixes])})\n")
        for line in (row.description, f"Keeps {row.keeps}.", f"Loses {row.loses}."):
            put("\n".join(wrapped(line, columns(), first="  ")) + "\n")
