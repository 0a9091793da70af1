"""`use`: the default story and document."""

from __future__ import annotations

import click

from claimtrack.cli.options import example
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session


@click.command("use", epilog=example("use https://example.org/a --story 'Harbour flood'"))
@click.argument("document", type=Record("document"), required=False)
@click.option("--story", metavar="STORY", type=Record("story"), help="The story that claims belong to from now on.")
@click.option("--clear", is_flag=True, help="Forget both.")
@click.pass_obj
def command(session: Session, document: str | None, story: str | None, clear: bool) -> None:
    """Set the story and the document for what follows, or show them.

    Kept for this ledger in your configuration folder. CLAIMTRACK_STORY and CLAIMTRACK_DOCUMENT go before it, --story
    and --in before those. An import never uses them.
    """
    from claimtrack.cli import using
    from claimtrack.cli.told import placed
    from claimtrack.cli.trouble import say

    ledger = session.reader()
    before = using.read_used(ledger.id)
    used = using.Used() if clear else before
    if story is not None:
        used = using.Used(using.record(session, story, "story"), used.document)
    if document is not None:
        used = using.Used(used.story, using.record(session, document, "document"))
    if used != before:
        using.write_used(ledger.id, used)
    for line in placed(session, used.story, used.document) or ["No story or document is in use."]:
        say(line)
