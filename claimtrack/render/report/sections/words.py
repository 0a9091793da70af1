"""The exact words relied on, each with the place where it stands in the stored text, or that it does not."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import Report
from claimtrack.queries.rows import AssertionRow
from claimtrack.render.phrases import quoted
from claimtrack.render.report.blocks import Block, Fact, Heading, Item, Para
from claimtrack.render.report.sections.section import Section
from claimtrack.render.report.wording import checked, plural, refs
from claimtrack.render.sentence import label_note

RESULTS = ("missing", "elsewhere", "no-text", "no-words")
SUMS = {
    "missing": "not in the stored text",
    "elsewhere": "not where recorded",
    "no-text": "no text stored to check against",
    "no-words": "no words recorded",
}
KINDS = {
    "direct": "direct quote",
    "partial": "partly quoted",
    "indirect": "indirect, the report's words",
    "own": "the report's own voice",
}


def _blocks(report: Report) -> Iterator[Block]:
    rows = [(claim.number, row) for claim in report.claims for row in claim.assertions]
    if not rows:
        return
    yield Heading("Exact words, checked")
    exact = sum(row.check.result == "exact" for _, row in rows)
    yield Para(
        f"{exact} of {plural(len(rows), 'passage')} {'stands' if exact == 1 else 'stand'} word for word in the stored "
        "text. Places are counted in code points from the beginning of the text."
    )
    for result in RESULTS:
        found = [number for number, row in rows if row.check.result == result]
        if found:
            yield Item(f"{refs(found)}.", strong=f"{SUMS[result]}:".capitalize(), mark="!")
    for number, row in rows:
        if row.attribution.quote is not None:
            yield from _passage(number, row)


def _passage(number: int, row: AssertionRow) -> Iterator[Block]:
    where = f"D{row.document_number}" if row.document_number is not None else "no document"
    yield Item(quoted(row.attribution.quote or ""), strong=f"C{number}", mark="·")
    pieces = [KINDS[row.attribution.quote_kind], f"{where}, {checked(row.check, places=True)}"]
    pieces.append(label_note(row.attribution))
    yield Fact("Given", "; ".join(piece for piece in pieces if piece), 2)


SECTION = Section("words", ("legal",), _blocks)
