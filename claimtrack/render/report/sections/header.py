"""The first and the last section of a report: its title, and the ledger it is from."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.domain.english import date_words, plural, to_minute
from claimtrack.queries.report.views import Report
from claimtrack.render.report.blocks import Block, Fact, Heading, Para
from claimtrack.render.terminal.width import shown

FOR = {
    "desk": "attribution report for the desk",
    "legal": "attribution report for lawyers",
    "public": "what is known, and who says so",
}


def title_blocks(report: Report) -> Iterator[Block]:
    """The title: which story, for whom, from which ledger as of when."""
    yield Heading(f"{shown(report.story.name)}: {FOR[report.edition]}", 1)
    if report.story.summary:
        yield Para(shown(report.story.summary))
    if report.edition == "public":
        yield Para(f"As of {to_minute(report.ledger.as_of or report.made_at)}.")
        return
    statuses = ", ".join(f"{len(row.claims)} {row.status.replace('-', ' ')}" for row in report.statuses)
    counted = [plural(len(report.sources), "source")]
    counted += [f"{plural(len(report.documents), 'document')} (D)"] if report.documents else []
    counted += [f"{plural(len(report.disagreements), 'disagreement')} (P)"] if report.disagreements else []
    claims = f"{plural(len(report.claims), 'claim')}{f' (C): {statuses}' if statuses else ''}"
    yield Para(f"{claims}; {', '.join(counted)}.")
    yield Para(_moment(report), quiet=True)
    if report.since is not None:
        older = plural(report.older, "older claim") if report.older else "nothing"
        yield Para(f"Only what was recorded or changed since {to_minute(report.since)}: {older} left out.")
    if report.left_out:
        yield Para(
            f"{plural(report.left_out, 'restricted assertion')} left out (off the record or embargoed), and all that "
            f"rests on {'it' if report.left_out == 1 else 'them'} alone."
        )


def _moment(report: Report) -> str:
    ledger = report.ledger
    if ledger.as_of is not None:
        return f"The ledger as it stood at {to_minute(ledger.as_of)} (change {ledger.change})."
    started = f" Story since {date_words(report.story.started)}." if report.story.started else ""
    return f"The ledger at {to_minute(report.made_at)} (change {ledger.change}).{started}"


def ledger_blocks(report: Report) -> Iterator[Block]:
    """The ledger that the report is from: its head, by which it can be checked later."""
    ledger = report.ledger
    yield Heading("The record")
    yield Fact("Ledger", shown(ledger.id))
    yield Fact("As of", to_minute(ledger.as_of) if ledger.as_of else f"the present, {to_minute(report.made_at)}")
    made_at = f", made {to_minute(ledger.changed_at)}" if ledger.changed_at else ""
    yield Fact("Change", f"{ledger.change}{made_at}")
    yield Fact("Head", shown(ledger.head) if ledger.head else "none: nothing was recorded yet")
    if ledger.head:
        yield Para(
            "The ledger is tamper-evident: every change carries the digest of the one before it. Whoever kept this "
            "head can show later, with 'claimtrack audit --head' and the digest, that nothing up to it was altered."
        )
    if ledger.as_of:
        yield Para("The data are those of that moment; they are judged by the rules of today.")
