"""`hypothesis`: annotations of a group in and out, by the API of Hypothesis."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import say
from claimtrack.cli.options import example, story_option, story_or_all_option
from claimtrack.cli.output import put, say_still_named
from claimtrack.domain.english import plural
from claimtrack.domain.text import safe, shorten
from claimtrack.errors import BadInput, NeedsPerson

if TYPE_CHECKING:
    from claimtrack.actions.hypothesis import HypothesisGroup

TOKEN, SERVER = "HYPOTHESIS_TOKEN", "HYPOTHESIS_SERVER"
group_option = click.option(
    "--group", metavar="ID", required=True, help="The group: the letters after /groups/ in its address."
)
server_option = click.option(
    "--server", metavar="URL", help=f"A server of your own; else {SERVER}, else https://api.hypothes.is."
)


@click.group("hypothesis", epilog=example("hypothesis pull --group q7Ab3cDe --story 'Harbour flood'"))
def hypothesis_command() -> None:
    """Take in what a group of Hypothesis has annotated, or post passages of the ledger to it.

    The token of your account stands in HYPOTHESIS_TOKEN; it is neither kept nor shown.
    """


@hypothesis_command.command("pull", epilog=example("hypothesis pull --group q7Ab3cDe --story 'Harbour flood'"))
@group_option
@server_option
@story_option
@click.option("--dry-run", is_flag=True, help="Check and tell what would change; change nothing.")
@click.pass_obj
def pull_command(context: CliContext, group: str, server: str | None, story: str | None, dry_run: bool) -> None:
    """Take in what a group has annotated, as one change: marked words are claims, with remarks and tags.

    A tag 'source: Ines > Coast Wire' says who said the words. What was taken in before stays as it is, whatever the
    group makes of it: new remarks, tags and passages are added.
    """
    from claimtrack.actions.hypothesis import pull
    from claimtrack.cli.commands.imports import say_imported

    asked = _group(group, server)
    ledger = context.ledger_to_write
    pulled = pull(ledger, asked, by=context.user, story=context.story(story), dry_run=dry_run)
    if pulled.not_given:
        say(f"The server counts {plural(pulled.not_given, 'annotation')} more than it gave. Try again later.")
    if pulled.ours:
        say(f"Passed over {plural(pulled.ours, 'annotation')} that 'hypothesis push' posted from this ledger.")
    if pulled.imported is None:
        say("Nothing new.")
    else:
        say_imported(context, pulled.imported)


@hypothesis_command.command("push", epilog=example("hypothesis push --group q7Ab3cDe --story 'Harbour flood'"))
@group_option
@server_option
@story_or_all_option
@click.option("--yes", is_flag=True, help="Post without asking.")
@click.pass_obj
def push_command(context: CliContext, group: str, server: str | None, story: str | None, yes: bool) -> None:
    """Post the quotations of the ledger that a group does not have yet, each with its claim, its source and its tags.

    They are listed first. Nothing is posted that is now off the record, embargoed, on background or of a confidential
    source, and no note.
    """
    from claimtrack.actions.hypothesis import names_in, post, unposted

    asked = _group(group, server, needs_token=True)
    found = unposted(context.ledger, asked, story=context.story(story))
    for passage in found.passages:
        put(f"{safe(shorten(passage.words, 100))}\n")
        put(f"  {safe(' · '.join([shorten(passage.claim, 100), *passage.tags, passage.url]))}\n")
    say_still_named(names_in(context.ledger, found.passages), "these annotations")
    if found.posted:
        say(f"{plural(found.posted, 'annotation')} of yours {'is' if found.posted == 1 else 'are'} there already.")
    if found.kept_back:
        say(f"Kept back, as on background or of a confidential source: {plural(found.kept_back, 'attribution')}.")
    if not found.passages:
        say("There is nothing to post.")
        return
    count = plural(len(found.passages), "annotation")
    if not yes:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise BadInput(f"{count} would be posted, and there is no terminal to ask on", "Give --yes if it is meant.")
        if not click.confirm(f"Post {count} for all in group {safe(group)} to read?", default=False, err=True):
            raise NeedsPerson("nothing was posted")
    say(f"Posted {plural(post(asked, found.passages), 'annotation')} to group {group}.")


def _group(group: str, server: str | None, *, needs_token: bool = False) -> HypothesisGroup:
    from claimtrack.actions import hypothesis

    token = os.environ.get(TOKEN, "").strip() or None
    if token is None and needs_token:
        raise BadInput(f"{TOKEN} is not set", "Make a token in your account at hypothes.is, and set it to that.")
    return hypothesis.HypothesisGroup(group, token, server or os.environ.get(SERVER) or hypothesis.SERVER)
