"""The head of a report: which story, for whom, from which ledger as of when."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.report.rows import Report
from claimtrack.render.report.blocks import Block, Heading, Para
from claimtrack.render.report.sections.section import EVERY, Section
from claimtrack.render.report.wording import plural
from claimtrack.render.when import date_words, moment
from claimtrack.render.width import shown

FOR = {
    "desk": "attribution report for the desk",
    "legal": "attribution report for lawyers",
    "public": "what is known, and who says so",
}


def _blocks(report: Report) -> Iterator[Block]:
    yield Heading(f"{shown(report.story.name)}: {FOR[report.edition]}", 1)
    if report.story.summary:
        yield Para(shown(report.story.summary))
    if report.edition == "public":
        yield Para(f"As of {moment(report.ledger.as_of or report.made_at)}.")
        return
    assertions = sum(len(claim.assertions) for claim in report.claims)
    counted = ", ".join(
        (
            plural(len(report.claims), "claim"),
            plural(assertions, "assertion"),
            plural(len(report.sources), "source"),
            plural(len(report.documents), "document"),
        )
    )
    yield Para(f"{counted}. {_moment(report)}")
    if report.claims:
        yield Para("C, P and D number the claims, disagreements and documents below.", quiet=True)
    if report.since is not None:
        older = plural(report.older, "older claim") if report.older else "nothing"
        yield Para(f"Only what was recorded or changed since {moment(report.since)}: {older} left out.")
    if report.left_out:
        yield Para(
            f"{plural(report.left_out, 'restricted assertion')} left out (off the record or embargoed), and all that "
            "rests on them alone."
        )


def _moment(report: Report) -> str:
    ledger = report.ledger
    if ledger.as_of is not None:
        return f"The ledger as it stood at {moment(ledger.as_of)} (change {ledger.change})."
    started = f" Story since {date_words(report.story.started)}." if report.story.started else ""
    return f"The ledger at {moment(report.made_at)} (change {ledger.change}).{started}"


SECTION = Section("opening", EVERY, _blocks)
