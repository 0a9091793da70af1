"""`source`: who can say something or carry it."""

from __future__ import annotations

from typing import Any

import click

from claimtrack.cli.commands.groups import added, list_command, merge_command, show_command
from claimtrack.cli.context import CliContext
from claimtrack.cli.options import RecordParameter, example, story_option, word_option, written_options
from claimtrack.domain import vocabulary
from claimtrack.errors import BadInput


@click.group("source", epilog=example("source add 'Coast Wire' --kind news-agency"))
def source_command() -> None:
    """Sources: anyone who can say something or carry it."""


@source_command.command(
    "add",
    epilog=example(
        "source add 'Harbour Board' --kind organisation --alias HB",
        "source add spokesman --kind person --of 'Harbour Board' --since 2024",
    ),
)
@click.argument("name")
@word_option("-k", "--kind", words=vocabulary.SOURCE_KINDS, help="What it is; 'unknown' for now if not given.")
@click.option("--qualifier", metavar="TEXT", help="What tells it from a namesake: 'builder, 58'.")
@click.option("--role", metavar="TEXT", help="'Mayor of Ista'.")
@click.option("--alias", "aliases", metavar="NAME", multiple=True, help="Another name it goes by.")
@click.option("--of", "--speaks-for", "of", metavar="BODY", help="The body it speaks for: one origin with it.")
@click.option("--member-of", metavar="BODY", multiple=True, help="What it belongs to without speaking for it.")
@click.option("--since", metavar="DATE", help="Since when it speaks for the body.")
@click.option("--until", metavar="DATE", help="Until when.")
@click.option("--confidential", is_flag=True, help="NAME is a code name; the real one has no place in a ledger.")
@click.option("--described-as", metavar="TEXT", help="What may be printed of it.")
@click.option("--url", metavar="URL", help="Its own page.")
@story_option
@written_options
@click.pass_obj
def add(context: CliContext, /, name: str, story: str | None, why: str | None, as_json: bool, **options: Any) -> None:
    """Record a source. A name that is there already gets what is new about it."""
    from claimtrack.actions import records
    from claimtrack.actions.speakers import kind_guess
    from claimtrack.cli.new_sources import ask_about_new_sources

    if (options["since"] or options["until"]) and not options["of"]:
        raise BadInput("--since and --until say how long it speaks for a body", "Give --of with the body.")
    ledger = context.ledger_to_write
    fields = {key: options[key] for key in ("kind", "qualifier", "role", "described_as", "url")}
    body = {"source": options["of"], "since": options["since"], "until": options["until"]}
    fields |= {
        "name": name,
        "aliases": list(options["aliases"]),
        "speaks_for": [{key: value for key, value in body.items() if value}] if options["of"] else None,
        "member_of": [{"source": member} for member in options["member_of"]],
        "confidential": options["confidential"] or None,
    }
    defaults = {"kind": kind_guess(name)}
    written = records.add(
        ledger, "source", fields, by=context.user, story=context.story(story), defaults=defaults, why=why
    )
    added(written, as_json=as_json)
    if not as_json:
        ask_about_new_sources(context, written.value)


@source_command.command(
    "side", epilog=example("source side 'Harbour Board' authorities", "source side Ines residents --since 2026-03-01")
)
@click.argument("source", type=RecordParameter("source"))
@click.argument("name", metavar="SIDE")
@click.option("--since", metavar="DATE", help="Since when.")
@click.option("--until", metavar="DATE", help="Until when.")
@story_option
@written_options
@click.pass_obj
def side(
    context: CliContext,
    /,
    source: str,
    name: str,
    story: str | None,
    why: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Say which side of the story SOURCE is on. Two sources of one side do not corroborate each other."""
    from claimtrack.actions import records

    ledger = context.ledger_to_write
    where = context.required_story(story)
    found = context.record(source, "source", story=where)
    fields = {"source": found, "story": where, "name": name, **options}
    added(records.add(ledger, "side", fields, by=context.user, why=why), as_json=as_json)


source_command.add_command(
    list_command(
        "source",
        {
            "name": ("source", 16),
            "qualifier": ("qualifier", 9),
            "kind": ("kind", 12),
            "role": ("role", 8),
            "body": ("speaks for", 10),
            "assertions": ("says", 4),
        },
    )
)
source_command.add_command(show_command("source", "'Harbour Board'"))
source_command.add_command(merge_command("source", "'Harbour Board' HB --why 'Its own letterhead'"))
