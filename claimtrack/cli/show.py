"""`claimtrack show`: one record with all that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli.formats_out import (
    columns,
    machine_options,
    put_lines,
    put_one,
    restricted_option,
    say_left_out,
    short,
)
from claimtrack.cli.record import Record
from claimtrack.cli.trouble import say
from claimtrack.errors import BadInput

if TYPE_CHECKING:
    from claimtrack.cli.session import Session
    from claimtrack.queries.record_page import RecordPage


@click.command(epilog="Example: claimtrack show 4fk5o7sn --as sentence")
@click.argument("record", type=Record())
@click.option("--as", "shape", type=click.Choice(("sentence",)), help="Only its attributions, a sentence each.")
@restricted_option
@machine_options
@click.pass_obj
def command(session: Session, record: str, shape: str | None, restricted: bool, form: str | None) -> None:
    """Show RECORD (an id, the beginning of one, or a name) with all that belongs to it."""
    from claimtrack.cli.using import story_of
    from claimtrack.ledger import read
    from claimtrack.queries.coverage import coverage
    from claimtrack.queries.record_page import record_page
    from claimtrack.render.coverage import coverage_lines
    from claimtrack.render.page import page_lines, sentences

    ledger = session.reader()
    story = story_of(session, None)
    with ledger.reading() as connection:
        found = read.find(connection, record, story=story)
        page = record_page(connection, found, embargoed_at=None if restricted else ledger.now())
        covered = coverage(connection, found) if page.type == "document" else None
    if shape == "sentence":
        said = sentences(page)
        if page.claim is None:
            raise BadInput(f"a {page.type} is no attribution", "Only claims and assertions are told as sentences.")
        if form is None:
            put_lines(said)
        else:
            put_one({"id": page.id, "sentences": said}, form)
    elif form is not None:
        put_one(_item(page), form)
    else:
        put_lines(page_lines(page, width=columns()))
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
