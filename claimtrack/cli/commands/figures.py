"""`figures`: for each question that asks for a figure, every figure given, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import say
from claimtrack.cli.options import example, story_or_all_option
from claimtrack.cli.output import machine_options, put, put_rows, restricted_option, say_left_out

if TYPE_CHECKING:
    from claimtrack.queries.views import FigureTable

FIELDS = (
    *("question", "text", "cumulative", "state", "claim", "claim_text", "words", "means", "unit", "counting", "scope"),
    *("who", "outlets", "when", "clock", "superseded", "superseded_by", "superseded_claim", "conflict"),
)
"""The columns of the CSV: a line for each figure, with its question repeated on it."""


@click.command("figures", epilog=example("figures --story 'Harbour flood'"))
@story_or_all_option
@restricted_option
@machine_options
@click.pass_obj
def figures_command(context: CliContext, /, story: str | None, restricted: bool, form: str | None) -> None:
    """Figures side by side: who counts, when, what has superseded which, and which conflict.

    One table for each question that asks for a figure.
    """
    from claimtrack.actions.disagreements import list_figures

    tables = list_figures(context.ledger, story=context.story(story), restricted=restricted)
    if form == "csv":
        put_rows(_lines(tables.rows), form, FIELDS)
    elif form is not None:
        put_rows(tables.rows, form)
    elif tables:
        from claimtrack.render.report.sections.figures import figure_table_blocks
        from claimtrack.render.report.text import as_text

        put(as_text(figure_table_blocks(tables.rows)))
    else:
        say("No figure is recorded.")
    say_left_out(tables.left_out)


def _lines(tables: tuple[FigureTable, ...]) -> Iterator[dict[str, Any]]:
    from claimtrack.render.data import to_plain

    for table in tables:
        asked = {name: getattr(table, name) for name in ("question", "text", "cumulative", "state")}
        for row in table.rows:
            yield {**to_plain(row), **asked, "claim_text": row.text}
