"""Any record: `show`, `search`, `void`, `restore`, `withhold` and `undo`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import say
from claimtrack.cli.options import RecordParameter, example, json_option, written_options
from claimtrack.cli.output import (
    columns,
    machine_options,
    print_written,
    put_lines,
    put_one,
    put_rows,
    restricted_option,
    say_left_out,
    short,
)
from claimtrack.domain.english import plural
from claimtrack.errors import BadInput

if TYPE_CHECKING:
    from claimtrack.queries.listings import SearchResult
    from claimtrack.queries.records import RecordPage


@click.command("restore", epilog=example("restore 7hq2"))
@click.argument("records", metavar="RECORD...", type=RecordParameter(), nargs=-1, required=True)
@written_options
@click.pass_obj
def restore_command(context: CliContext, records: tuple[str, ...], why: str | None, as_json: bool) -> None:
    """Bring a voided RECORD back."""
    from claimtrack.actions import versions

    ids = [context.record(record) for record in records]
    print_written(versions.restore(context.ledger, ids, by=context.user, why=why), ids, as_json=as_json)


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
def search_command(
    context: CliContext,
    words: tuple[str, ...],
    types: tuple[str, ...],
    story: str | None,
    limit: int,
    restricted: bool,
    form: str | None,
) -> None:
    """Find the records that hold all the WORDS, whatever their case and accents; texts by the paragraph."""
    from claimtrack.actions.lookup import search_records

    in_story = context.story(story) if story else None
    found = search_records(
        context.ledger, " ".join(words), types=types, story=in_story, limit=limit, restricted=restricted
    )
    if form is not None:
        put_rows(found, form, ("id", "type", "label", "paragraph", "text"))
    else:
        put_lines(line for hit in found for line in _hit_lines(hit))
        if not found:
            say("Nothing holds all these words.")
    say_left_out(found.left_out)
    if found.more:
        say(f"There is more: --limit {limit * 10} shows it.")


def _hit_lines(hit: SearchResult) -> Iterator[str]:
    from claimtrack.render.terminal.width import cut, shown

    yield cut(f"{short(hit.id)}  {hit.type}  {shown(hit.label)}", columns())
    if hit.text is not None:
        yield cut(f"{'':12}paragraph {hit.paragraph}: {shown(hit.text)}", columns())


@click.command(epilog="Example: claimtrack show 4fk5o7sn --as sentence")
@click.argument("record", type=RecordParameter())
@click.option("--as", "shape", type=click.Choice(("sentence",)), help="Only its attributions, a sentence each.")
@restricted_option
@machine_options
@click.pass_obj
def show_command(context: CliContext, record: str, shape: str | None, restricted: bool, form: str | None) -> None:
    """Show RECORD (an id, the beginning of one, or a name) with all that belongs to it."""
    from claimtrack.actions.lookup import show_record, text_coverage
    from claimtrack.render.terminal.proposal import coverage_lines
    from claimtrack.render.terminal.record import record_lines, sentences

    page = show_record(context.ledger, record, story=context.story(), restricted=restricted)
    if shape == "sentence":
        attributions = sentences(page)
        if page.claim is None:
            raise BadInput(f"a {page.type} is no attribution", "Only claims and assertions are told as sentences.")
        if form is None:
            put_lines(attributions)
        else:
            put_one({"id": page.id, "sentences": attributions}, form)
    elif form is not None:
        put_one(_item(page), form)
    else:
        put_lines(record_lines(page, width=columns()))
        covered = text_coverage(context.ledger, page.id) if page.type == "document" else None
        if covered is not None:
            put_lines(coverage_lines(covered, width=columns()))
        if page.type in ("source", "question", "story"):
            say(f"Its claims: claimtrack list --{page.type} {short(page.id)}")
    say_left_out(page.left_out)


def _item(page: RecordPage) -> dict[str, Any]:
    """The record as an export nests it, then its state and, of a claim, its status and what is found on it."""
    item: dict[str, Any] = {"type": page.type, "id": page.id, **(page.item or {})}
    item |= {"record_state": page.state, "first_at": page.first_at, "last_at": page.last_at, "by": page.by}
    if page.type == "claim" and page.claim is not None:
        item |= {"status": page.claim.status, "support": page.claim.support}
        item |= {"disagreements": [one.id for one in page.disagreements], "flags": page.flags}
    return item


@click.command("undo", epilog=example("undo"))
@json_option
@click.pass_obj
def undo_command(context: CliContext, as_json: bool) -> None:
    """Undo your last change: put back what it replaced and void what it made.

    A record that was written again since stops it. Undoing again undoes the change before.
    """
    from claimtrack.actions import versions

    written = versions.undo(context.ledger, by=context.user)
    change, ids = written.value
    message = f"Undid change {change}: {plural(len(ids), 'record')}."
    print_written(written, ids, as_json=as_json, messages=[message], undone=change)


@click.command("void", epilog=example("void 7hq2 --why 'Recorded twice'"))
@click.argument("records", metavar="RECORD...", type=RecordParameter(), nargs=-1, required=True)
@written_options
@click.pass_obj
def void_command(context: CliContext, records: tuple[str, ...], why: str | None, as_json: bool) -> None:
    """Take RECORD out of use. It stays in the history, and 'restore' brings it back."""
    from claimtrack.actions import versions

    ids = [context.record(record) for record in records]
    print_written(versions.void(context.ledger, ids, by=context.user, why=why), ids, as_json=as_json)


@click.command("withhold", epilog=example("withhold 7hq2 --why 'Court order of 3 March'"))
@click.argument("record", type=RecordParameter())
@click.option("--why", metavar="TEXT", required=True, help="Why; this stays readable.")
@json_option
@click.pass_obj
def withhold_command(context: CliContext, record: str, why: str, as_json: bool) -> None:
    """Blank the content of every version of RECORD, for good: a source to protect, a court order.

    Its digests stay, so the chain still verifies, and an import does not bring it back. This cannot be undone. Backups
    and copies of the ledger keep what they have.
    """
    from claimtrack.actions import versions

    withheld = context.record(record)
    written = versions.withhold(context.ledger, withheld, by=context.user, why=why)
    message = "Withheld here. Copies and backups of this ledger still hold it."
    print_written(written, [withheld], as_json=as_json, messages=[message])
