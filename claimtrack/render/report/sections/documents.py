"""Sections about documents: a list of them, and the exact words relied on."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.domain.english import date_words, plural, quoted
from claimtrack.ledger.visibility import EDITIONS
from claimtrack.queries.report.views import Report, ReportDocument
from claimtrack.queries.views import Assertion
from claimtrack.render.report.blocks import Block, Fact, Heading, Item, Para
from claimtrack.render.report.wording import check_words, document_line, refs
from claimtrack.render.sentence import label_note
from claimtrack.render.terminal.width import shown


def document_blocks(report: Report) -> Iterator[Block]:
    """The documents: title, publisher, date, address, state, and what is stored of each."""
    if not report.documents:
        return
    yield Heading("Documents")
    for row in report.documents:
        yield from _document(row, proofs=EDITIONS[report.edition].checks, addresses=report.edition == "legal")


def _document(row: ReportDocument, *, proofs: bool, addresses: bool) -> Iterator[Block]:
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


def exact_words_blocks(report: Report) -> Iterator[Block]:
    """The exact words relied on: where each passage stands in the stored text, or that it does not."""
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
        numbers = [number for number, row in rows if row.check.result == result]
        if numbers:
            yield Item(f"{refs(numbers)}.", strong=f"{SUMS[result]}:".capitalize(), mark="!")
    for number, row in rows:
        if row.attribution.quote is not None:
            yield from _passage(number, row)


def _passage(number: int, row: Assertion) -> Iterator[Block]:
    where = f"D{row.document_number}" if row.document_number is not None else "no document"
    yield Item(quoted(row.attribution.quote or ""), strong=f"C{number}", mark="·")
    pieces = [KINDS[row.attribution.quote_kind], f"{where}, {check_words(row.check, places=True)}"]
    pieces.append(label_note(row.attribution))
    yield Fact("Given", "; ".join(piece for piece in pieces if piece), 2)
