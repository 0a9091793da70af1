"""The documents the report rests on, by the numbers it gives them."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.edition import EDITIONS
from claimtrack.queries.report.rows import DocumentRow, Report
from claimtrack.render.report.blocks import Block, Fact, Heading, Item
from claimtrack.render.report.sections.section import EVERY, Section
from claimtrack.render.report.wording import document_line, plural
from claimtrack.render.when import date_words
from claimtrack.render.width import shown


def _blocks(report: Report) -> Iterator[Block]:
    if not report.documents:
        return
    yield Heading("Documents")
    for row in report.documents:
        yield from _document(row, proofs=EDITIONS[report.edition].checks, addresses=report.edition == "legal")


def _document(row: DocumentRow, *, proofs: bool, addresses: bool) -> Iterator[Block]:
    yield Item(f"{document_line(row)}.", mark=f"[D{row.number}]")
    if row.url:
        yield Fact("At", shown(row.url), 2)
    if row.bylines:
        yield Fact("By", "; ".join(shown(line) for line in row.bylines), 2)
    if row.state is not None and row.state != "live":
        when = f" {date_words(row.state_on)}" if row.state_on else ""
        notice = f": {shown(row.state_notice)}" if row.state_notice else ""
        yield Fact("State", f"{row.state.upper()}{when}{notice}", 2)
    if not proofs:
        return
    for copy in row.copies:
        where = shown(copy.site or copy.url or "place not recorded")
        compared = "compared with the original" if copy.compared else "NOT compared with the original"
        yield Fact("Copy", f"{copy.kind} at {where}, {compared}", 2)
    if addresses:
        for link in row.archive_links:
            yield Fact("Archived", shown(link), 2)
        if row.text_sha256:
            length = plural(row.text_length or 0, "code point")
            yield Fact("Text", f"stored, {length}, of SHA-256", 2)
            yield Fact("", row.text_sha256, 2)
    if row.text_sha256 is None:
        yield Fact("Text", "not stored: quotes cannot be checked against it", 2)


SECTION = Section("documents", EVERY, _blocks)
