"""The record itself: which ledger, up to which change, and the head that proves it."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import Report
from claimtrack.render.report.blocks import Block, Fact, Heading, Para
from claimtrack.render.report.sections.section import Section
from claimtrack.render.when import moment
from claimtrack.render.width import shown


def _blocks(report: Report) -> Iterator[Block]:
    ledger = report.ledger
    yield Heading("The record")
    yield Fact("Ledger", shown(ledger.id))
    yield Fact("As of", moment(ledger.as_of) if ledger.as_of else f"the present, {moment(report.made_at)}")
    at = f", made {moment(ledger.changed_at)}" if ledger.changed_at else ""
    yield Fact("Change", f"{ledger.change}{at}")
    yield Fact("Head", shown(ledger.head) if ledger.head else "none: nothing was recorded yet")
    if ledger.head:
        yield Para(
            "The ledger is tamper-evident: every change carries the digest of the one before it. Whoever kept this "
            "head can show later, with 'claimtrack audit --head' and the digest, that nothing up to it was altered."
        )
    if ledger.as_of:
        yield Para("The data are those of that moment; they are judged by the rules of today.")


SECTION = Section("record", ("legal",), _blocks)
