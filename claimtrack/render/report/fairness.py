"""What is fair to those told of: a joint statement once, nothing they never said, allegations with their replies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimtrack.domain.words import DISCOUNTED_VERDICTS
from claimtrack.queries.rows import AssertionRow, ClaimRow, RequestRow
from claimtrack.render.phrases import capital, quoted
from claimtrack.render.report.blocks import Block, Fact
from claimtrack.render.report.wording import names
from claimtrack.render.when import on_date
from claimtrack.render.width import shown

ANSWERS = {
    "replied": "replied",
    "declined": "declined to answer",
    "no-reply": "was asked and did not reply",
    "could-not-reach": "could not be reached for a reply",
}
"""Outcome of asking for a reply -> what every reader is told of it."""


def once(rows: Iterable[AssertionRow]) -> list[AssertionRow]:
    """The assertions with every joint statement once: what each of its parties is recorded as saying is one sentence.

    One that has something of its own hanging on it is kept.
    """
    found: list[AssertionRow] = []
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        told = row.attribution
        parties = frozenset((*told.joint, told.hops[0].name or told.hops[0].described_as))
        same = (parties, row.document_number, told.stance, told.quote, row.counts)
        hanging = row.evidence or row.requests or row.assessments or row.notes or row.tags
        if told.joint and same in seen and not hanging:
            continue
        seen.add(same)
        found.append(row)
    return found


def to_public(claim: ClaimRow) -> list[AssertionRow]:
    """Those of a claim's assertions that a reader is told: not what was judged never to have been said so."""
    return once(
        row
        for row in claim.assertions
        if row.counts or not any(judged.verdict in DISCOUNTED_VERDICTS for judged in row.assessments)
    )


def alleged(claim: ClaimRow) -> Iterator[Block]:
    """That a claim is an allegation, of whom, and how they replied; nothing for one that is none."""
    if claim.allegation:
        against = f" by {names(claim.about)}" if claim.about else ""
        yield Fact("Note", f"this is an allegation of wrongdoing{against}.")
    asked = [*claim.requests, *(request for row in claim.assertions for request in row.requests)]
    for request in asked:
        if request.purpose == "reply" and request.outcome in ANSWERS:
            yield Fact("Reply", reply_words(request))


def reply_words(row: RequestRow) -> str:
    """What came of asking for a reply, as a sentence."""
    when = f" {on_date(row.answered_on)}" if row.answered_on else ""
    words = f"{capital(shown(row.asked))} {ANSWERS[row.outcome]}{when}"
    if row.answer:
        return f"{words}: {quoted(row.answer)}"
    return f"{words}." if row.outcome != "replied" else f"{words}; the reply is not recorded."
