"""New sources that are named very like a known one: asked about on a terminal, announced otherwise."""

from __future__ import annotations

import sys
from collections.abc import Collection
from typing import TYPE_CHECKING

import click

from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import say
from claimtrack.cli.output import short
from claimtrack.domain.naming import has_name
from claimtrack.domain.text import safe

if TYPE_CHECKING:
    from claimtrack.ledger.write.write_context import Outcome

MOST_ASKED = 5
"""New sources of one write that are looked at."""


def ask_about_new_sources(context: CliContext, outcome: Outcome, made: Collection[str] = ("stub", "created")) -> None:
    """Say of each new source of a write whether one of nearly its name is known, and how the two become one.

    On a terminal that is asked, and done at once. Nothing is said of sources without a name of their own, nor of those
    that were not `made` so; one without a capital ("water board") is known too.
    """
    from claimtrack.actions.lookup import namesakes, very_like

    new = [one for one in outcome.records if one.type == "source" and one.what in made]
    for record in [one for one in new if has_name(one.label)][:MOST_ASKED]:
        like = very_like(context.ledger, "source", record.label)
        known = [(like.id, like.called or "")] if like is not None and like.id != record.id else []
        known = known or [one for one in namesakes(context.ledger, record.id) if not has_name(one[1])]
        for other, called in known[:1]:
            _ask_if_one(context, f"{safe(record.label)} is very like", other, called, record.id)


def ask_about_namesakes(context: CliContext, source: str) -> None:
    """Say of a source (its id) that was just given a name which others have that it is, and what tells them apart."""
    from claimtrack.actions.lookup import namesakes

    for known, called in namesakes(context.ledger, source):
        if _ask_if_one(context, "This is called as another source is:", known, called, source):
            continue
        say(f"What tells two of one name apart: claimtrack edit {short(source)} --set qualifier='builder, 58'")


def _ask_if_one(context: CliContext, what: str, known: str, called: str, source: str) -> bool:
    """Ask on a terminal whether a known source and another are one, and merge them; elsewhere say how that is done."""
    from claimtrack.actions.records import merge

    named = f"{what} {safe(called)} ({short(known)})"
    ways = f"claimtrack source merge {short(known)} {short(source)} --why 'One source'"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        say(f"{named}. If they are one: {ways}")
        return False
    if not click.confirm(f"{named}. Are they one?", default=False, err=True):
        return False
    merge(context.ledger, "source", known, source, by=context.user, why="One source")
    say("They are one now. 'claimtrack undo' takes that back.")
    return True
