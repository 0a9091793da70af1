"""`undo`: your last change."""

from __future__ import annotations

import click

from claimtrack.cli.options import example, json_option
from claimtrack.cli.session import Session


@click.command("undo", epilog=example("undo"))
@json_option
@click.pass_obj
def command(session: Session, as_json: bool) -> None:
    """Undo your last change: put back what it replaced and void what it made.

    A record that was written again since stops it. Undoing again undoes the change before.
    """
    from claimtrack.actions import versions
    from claimtrack.cli.told import tell

    written = versions.undo(session.reader(), by=session.user)
    target, ids = written.value
    tell(
        written,
        ids,
        as_json=as_json,
        words=[f"Undid change {target}: {len(ids)} record{'s' if len(ids) > 1 else ''}."],
        undone=target,
    )
