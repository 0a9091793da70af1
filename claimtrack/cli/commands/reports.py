"""The attribution report of a story, and its publication: `report` and `publish`."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import say
from claimtrack.cli.options import RecordParameter, example, written_options
from claimtrack.cli.output import outcome_messages, print_written, put, restricted_option, say_left_out, say_still_named
from claimtrack.errors import BadInput


@click.command(
    "publish", epilog=example("publish 'Harbour flood' --url https://example.org/flood --at 2026-03-03T18:00+01:00")
)
@click.argument("story", type=RecordParameter("story"))
@click.option("--url", metavar="URL", required=True, help="Where the piece was published.")
@click.option("--at", metavar="WHEN", help="When: a date (its end) or an instant; now unless given.")
@written_options
@click.pass_obj
def publish_command(
    context: CliContext, /, story: str, url: str, at: str | None, why: str | None, as_json: bool
) -> None:
    """Record that a piece on STORY was published, and pin what the ledger held then.

    'claimtrack check DRAFT --since-publication' then shows what of it has changed since.
    """
    from claimtrack.actions.reports import publish

    in_story = context.record(story, "story")
    written = publish(context.ledger, in_story, url=url, at=at, by=context.user, why=why)
    publication = written.value
    pinned = f"Pinned to change {publication.change}, whose digest is {publication.head}."
    if written.seq is None:
        pinned = "It was recorded before; nothing changed."
    elif publication.change is None:
        pinned = "The ledger held nothing at that time: there is no head to pin."
    messages = [*outcome_messages(publication.outcome), pinned]
    print_written(written, [publication.id], as_json=as_json, messages=messages, head=publication.head)


EDITIONS = ("desk", "legal", "public")
FORMATS = ("text", "markdown", "html", "json", "csv")
ENDINGS = {"htm": "html", "md": "markdown", **{form: form for form in FORMATS[1:]}}
"""The ending of a file's name -> the format of what is written to it."""
OTHER_KINDS = frozenset(("pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods"))
"""Endings of files that a report is never written as."""


@click.command(epilog="Example: claimtrack report --for public -o attribution.html --open")
@click.option("--story", metavar="STORY", type=RecordParameter("story"), help="The story; else the one in use.")
@click.option("--since", metavar="WHEN", help="Only claims recorded or changed from this date or instant on.")
@click.option(
    *("--for", "edition"),
    type=click.Choice(EDITIONS),
    default="desk",
    show_default=True,
    help="desk: all of it; legal: no confidential names or ratings; public: what readers may see.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="Else by the ending of -o, else text.")
@click.option("--full", is_flag=True, help="Text and Markdown: also every claim, disagreement and source whole.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all; else stdout.")
@click.option("--open", "opened", is_flag=True, help="Write a page and show it in your browser.")
@restricted_option
@click.pass_obj
def report_command(
    context: CliContext, /, story: str | None, form: str | None, output: str | None, opened: bool, **options: Any
) -> None:
    """The attribution report: who said what, on whose authority, with what evidence, and where sources part.

    Its numbers are addresses until the next one: 'claimtrack show C7', 'edit C7', 'resolve P2'.
    """
    from claimtrack.actions.reports import format_report
    from claimtrack.cli import report_numbers
    from claimtrack.safe_files import refuse_ledger_file, whole_file

    chosen = form or ("html" if opened else ENDINGS.get(_ending(output), "text"))
    _refuse_other_kinds(output)
    if opened:
        output = _place_to_open(chosen, output)
    file = output if output != "-" else None
    if file is not None:
        refuse_ledger_file(file, context.ledger.location.path)
    in_story = context.required_story(story)
    report = format_report(context.ledger, in_story, format=chosen, **options)
    if file is None:
        put(report.text)
    else:
        with whole_file(file, ledger=context.ledger.location.path) as out:
            out.write(report.text.encode())
        say(f"Wrote {file}.")
    if opened:
        click.launch(Path(output or "").resolve().as_uri())
    with suppress(OSError, BadInput):  # a report is none the worse where its numbers cannot be kept
        report_numbers.save(context.ledger.id, report.numbers)
    say_left_out(report.left_out)
    say_still_named(report.still_named, "this report")


def _place_to_open(form: str, output: str | None) -> str:
    """The file of a page that is to be opened: the one named, else a new one that is kept."""
    if form != "html":
        raise BadInput(f"--open shows a page, and {form} is none", "Leave --format away, or --open.")
    if output is not None and output != "-":
        return output
    descriptor, name = tempfile.mkstemp(prefix="claimtrack-", suffix=".html")
    os.close(descriptor)
    return name


def _ending(output: str | None) -> str:
    return Path(output or "").suffix.removeprefix(".").lower()


def _refuse_other_kinds(output: str | None) -> None:
    ending = _ending(output)
    if ending in OTHER_KINDS:
        raise BadInput(
            f"a report is not written as .{ending}",
            f"Formats: {', '.join(FORMATS)} (.txt, .md, .html, .json, .csv). A browser prints the page (.html) to PDF.",
        )
