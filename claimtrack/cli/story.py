"""`story`: the investigations that claims are gathered under."""

from __future__ import annotations

import click

from claimtrack.cli.groups import added, list_command, merge_command, show_command
from claimtrack.cli.options import example, written_options
from claimtrack.cli.session import Session


@click.group("story", epilog=example("story add 'Harbour flood'"))
def command() -> None:
    """Stories: the investigations that claims are gathered under."""


@command.command("add", epilog=example("story add 'Harbour flood' --started 2026-03-01"))
@click.argument("name")
@click.option("--summary", metavar="TEXT", help="What it is about.")
@click.option("--started", metavar="DATE", help="When it began.")
@written_options
@click.pass_obj
def add(session: Session, name: str, summary: str | None, started: str | None, why: str | None, as_json: bool) -> None:
    """Record a story. The first one makes the ledger."""
    from claimtrack.actions import things

    fields = {"name": name, "summary": summary, "started": started}
    added(things.add(session.writer(), "story", fields, by=session.user, why=why), as_json=as_json)


command.add_command(list_command("story", {"name": ("story", 20), "claims": ("claims", 6)}))
command.add_command(show_command("story", "'Harbour flood'"))
command.add_command(merge_command("story", "'Harbour flood' 'Harbor flood' --why 'Two spellings'"))
