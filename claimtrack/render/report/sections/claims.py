"""Sections about claims: every claim with its assertions, and the allegations with their replies."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.domain.english import join_list, plural, quoted
from claimtrack.ledger.visibility import EDITIONS
from claimtrack.queries.report.views import Report
from claimtrack.queries.views import Assertion, Claim, ClaimSupport
from claimtrack.render.report.blocks import Block, Fact, Heading, Item, ListEntry, Para
from claimtrack.render.report.wording import (
    answer_words,
    evidence_given,
    evidence_words,
    names,
    once,
    request_words,
    said,
    standing,
    words_of,
)
from claimtrack.render.terminal.width import shown


def allegation_blocks(report: Report) -> Iterator[Block]:
    """Every claim that alleges wrongdoing: the accused, who says it, and what came of asking for a reply."""
    yield Heading("Allegations and replies")
    alleged = [claim for claim in report.claims if claim.allegation]
    if not alleged:
        yield Para("No claim is recorded as alleging wrongdoing.")
    for claim in alleged:
        yield from _allegation(claim)


def _allegation(claim: Claim) -> Iterator[Block]:
    yield ListEntry(f"C{claim.number}", shown(claim.text), standing(claim))
    yield Fact("Accused", names(claim.about, most=20) if claim.about else "NOT RECORDED: nobody is named as accused")
    for row in once(claim.assertions):
        yield Item(said(row, brief=False), mark="·")
    replies = [request for request in claim.requests if request.purpose == "reply"]
    for request in replies:
        yield Fact("Reply", request_words(request))
    if not replies:
        yield Fact("Reply", "NONE SOUGHT, as far as the ledger shows")


def claims_blocks(report: Report) -> Iterator[Block]:
    """Claim by claim: wording, status and why, every assertion as a sentence, and what it rests on."""
    if not report.claims:
        return
    yield Heading("Claim by claim")
    yield Para("Where nothing is said of evidence, the document does not say whether any was given.", quiet=True)
    one_outlet = len({row.name for row in report.carriers if row.role == "publisher"}) < 2
    for claim in report.claims:
        yield from claim_blocks(claim, one_outlet=one_outlet, check=EDITIONS[report.edition].checks)


def claim_blocks(claim: Claim, *, one_outlet: bool, check: bool) -> Iterator[Block]:
    """The card of one claim: `one_outlet` when all that is told came from one; `check` to tell what texts bear out."""
    yield ListEntry(f"C{claim.number}" if claim.number else "", shown(claim.text), standing(claim))
    if claim.question is not None:
        yield Fact("Answers", shown(claim.question))
    if claim.answer is not None:
        yield Fact("Answer", answer_words(claim.answer))
    if claim.allegation:
        against = f"by {names(claim.about)}" if claim.about else "(of whom is not recorded)"
        yield Fact("Alleges", f"wrongdoing {against}")
    for row in once(claim.assertions):
        yield from assertion_blocks(row, check=check)
    if not claim.assertions:
        yield Item("Nobody is recorded as saying it.")
    if claim.status.name != "on-record" and not claim.own_voice and claim.assertions:
        yield Fact("Rests on", support_words(claim.support, one_outlet=one_outlet))
    for evidence in claim.evidence:
        yield Fact("Evidence", evidence_words(evidence))
    for request in claim.requests:
        yield Fact("Asked", request_words(request))
    for judged in claim.assessments:
        who = f" ({shown(judged.by)}, {judged.at[:10]})" if judged.by else ""
        yield Fact("Verdict", f"{judged.verdict}: {shown(judged.why)}{who}")
    for note in claim.notes:
        yield Fact("Note", shown(note))
    if claim.tags:
        yield Fact("Tags", ", ".join(shown(tag) for tag in claim.tags))


def assertion_blocks(row: Assertion, *, check: bool) -> Iterator[Block]:
    """One assertion of a card: the sentence first, then its words and what hangs on it."""
    yield Item(said(row), mark="·")
    if words := words_of(row, check=check):
        yield Fact("Words", words, 2)
    if given := evidence_given(row):
        yield Fact("Evidence", given, 2)
    for evidence in row.evidence:
        yield Fact("Shown", evidence_words(evidence), 2)
    for request in row.requests:
        yield Fact("Asked", request_words(request), 2)
    for judged in row.assessments:
        who = f" ({shown(judged.by)}, {judged.at[:10]})" if judged.by else ""
        yield Fact("Judged", f"{judged.verdict}: {shown(judged.why)}{who}", 2)
    if not row.counts and not row.assessments and row.attribution.stance != "withdraws":
        yield Fact("Standing", "it no longer counts: taken back or said otherwise since", 2)
    for note in row.notes:
        yield Fact("Note", shown(note), 2)
    if row.tags:
        yield Fact("Tags", ", ".join(quoted(tag) for tag in row.tags), 2)


def support_words(row: ClaimSupport, *, one_outlet: bool) -> str:
    """What stands behind a claim, counted, and what is left of it without its weakest carrier."""
    counted = [plural(row.documents, "document"), plural(row.outlets, "outlet")]
    origins = row.origins.replace("origin", "independent origin")
    who = f" ({names(row.bodies)})" if row.bodies else ""
    words = f"{', '.join(counted)}, {origins}{who}"
    if row.carriers:
        words += f", through {names(row.carriers)}"
    if row.cut and row.falls_to is not None and (row.carriers or (row.documents > 1 and not one_outlet)):
        left = "none" if row.falls_to == 0 else str(row.falls_to)
        verb = "withdraws" if len(row.cut) == 1 else "withdraw"
        words += f"; {left} left if {join_list(shown(name) for name in row.cut)} {verb}"
    weak = [shown(text) for text in row.weaknesses]
    return f"{words}. {'; '.join(weak).capitalize() if weak else ''}".rstrip(". ") + "."
