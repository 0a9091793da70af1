"""The sources, and what rests on each."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import Report, SourceRow
from claimtrack.render.report.blocks import Block, Grid, Heading, Item
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import refs
from claimtrack.render.width import shown


def _blocks(report: Report) -> Iterator[Block]:
    if not report.sources:
        return
    yield Heading("Sources, and what rests on each")
    rows = [
        (_who(row), refs(row.origin_of) or "-", refs(row.only) or "-", refs(row.carries) or "-")
        for row in report.sources
    ]
    yield Grid(("source", "said", "rests on it alone", "passed on"), rows)
    for row in report.sources:
        for rating in row.ratings:
            topic = f" on {shown(rating.topic)}" if rating.topic else ""
            by = f" ({shown(rating.by)})" if rating.by else ""
            yield Item(f"rated {rating.letter}{topic}: {shown(rating.why)}{by}", strong=f"{shown(row.name)}:")


def _who(row: SourceRow) -> str:
    about = [text for text in (row.role or (row.kind if row.kind != "unknown" else "kind not recorded"),) if text]
    if row.body:
        about.append(f"for {row.body}")
    about.extend(f"side: {side}" for side in row.sides)
    if row.confidential:
        about.append("CONFIDENTIAL")
    return f"{shown(row.name)} ({'; '.join(shown(text) for text in about)})" if about else shown(row.name)


SECTION = Section("sources", ("desk", "legal"), _blocks)
