"""What to do before publishing: the flags, grouped by rule, never one for each claim."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import FlagRow, Report
from claimtrack.render.report.blocks import Block, Heading, Item, Para
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import plural, refs
from claimtrack.render.terminal import SEVERITY_MARKS
from claimtrack.render.width import shown


def _blocks(report: Report) -> Iterator[Block]:
    if not report.claims:
        return
    yield Heading("What to do before publishing")
    if not report.flags:
        yield Para("Nothing is flagged.", quiet=True)
    for row in report.flags:
        if row.severity != "notice":
            yield Item(_told(row), strong=f"{row.severity}:", mark=SEVERITY_MARKS[row.severity])
    notices = [_summed(row) for row in report.flags if row.severity == "notice"]
    if notices:
        yield Item(f"{'; '.join(notices)}.", strong=f"{plural(len(notices), 'notice')}:", mark=SEVERITY_MARKS["notice"])


def _told(row: FlagRow) -> str:
    """The fact itself where there is one; of several, the rule's title, how many, and what they are grouped by."""
    step = shown(row.next_step)
    return f"{_summed(row)}. {step}" + ("" if step.endswith((".", "!", "?")) else ".")


def _summed(row: FlagRow) -> str:
    words = shown(row.facts[0] if row.count == 1 and row.facts else row.title).rstrip(".")
    if row.count > 1:
        groups = [f"{shown(group.group.partition(':')[0])} {group.count}" for group in row.groups]
        words += f" ({row.count}{': ' + ', '.join(groups) if len(groups) > 1 else ''})"
    return f"{words} [{refs(row.claims, most=6)}]" if row.claims else words


SECTION = Section("todo", ("desk", "legal"), _blocks)
