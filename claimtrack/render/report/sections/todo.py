"""What to do before publishing: the flags, grouped by rule, never one for each claim."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import FlagRow, Report
from claimtrack.render.phrases import listed
from claimtrack.render.report.blocks import Block, Heading, Item, Para
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import refs
from claimtrack.render.terminal import SEVERITY_MARKS
from claimtrack.render.width import shown


def _blocks(report: Report) -> Iterator[Block]:
    if not report.claims:
        return
    yield Heading("What to do before publishing")
    if not report.flags:
        yield Para("Nothing is flagged.", quiet=True)
    for row in report.flags:
        yield Item(_told(row), strong=f"{row.severity}:", mark=SEVERITY_MARKS[row.severity])


def _told(row: FlagRow) -> str:
    """The fact itself where there is one; of several, the rule's title, how many, and what they are grouped by."""
    fact = row.facts[0] if row.count == 1 and row.facts else row.title
    words = shown(fact).rstrip(".")
    if row.count > 1:
        words += f" ({row.count}{'' if len(row.groups) < 2 else f': {listed(shown(group) for group in row.groups)}'})"
    where = f" [{refs(row.claims, most=6)}]" if row.claims else ""
    step = shown(row.next_step)
    return f"{words}{where}. {step}" + ("" if step.endswith((".", "!", "?")) else ".")


SECTION = Section("todo", ("desk", "legal"), _blocks)
