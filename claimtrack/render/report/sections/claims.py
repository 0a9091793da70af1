"""Sections about claims: every claim with its assertions, and the allegations with their replies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import starmap

from claimtrack.domain.english import join_list, plural, quoted
from claimtrack.ledger.editions import EDITIONS
from claimtrack.queries.report.views import Report
from claimtrack.queries.views import Assertion, Claim, ClaimSupport
from claimtrack.render.report.assertions import assertion_words, joint_once
from claimtrack.render.report.blocks import Block, Fact, Heading, Item, ListEntry, Para
from claimtrack.render.report.sections.claim_lines import WHOLE_UP_TO, claim_line_blocks
from claimtrack.render.report.sections.decisions import told_in_decisions
from claimtrack.render.report.wording import (
    PLAIN,
    REASON_WORDS,
    answer_words,
    assessment_words,
    attached_facts,
    evidence_given,
    evidence_words,
    is_asserted,
    is_open,
    name_list,
    quotation_words,
    request_words,
    speaker_list,
    status_words,
)
from claimtrack.render.terminal.style import STATUS_MARKS
from claimtrack.render.terminal.width import shown


def claim_list_blocks(report: Report) -> Iterator[Block]:
    """The claims that need no decision, a line each, under their status and its reason."""
    told = told_in_decisions(report)
    cut = len(report.claims) > WHOLE_UP_TO
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in report.claims:
        if claim.number not in told:
            groups[_standing(claim)].append(claim)
    if not report.claims:
        yield Heading("What stands")
        yield Para("No claims are recorded.")
    elif groups:
        yield Heading("What stands, and who says so")
    if groups and cut:
        yield Para("What ends in … is cut to a line: --full prints it whole.", quiet=True)
    for standing, claims in groups.items():
        mark, _, words = standing.partition(" ")
        yield Item("", strong=f"{words} ({len(claims)})", mark=mark)
        yield from claim_line_blocks(claims, cut=cut, level=1, title=words)


def _standing(claim: Claim) -> str:
    """The status of a claim with its reason, as the title of those that have both."""
    if claim.status.name == "on-record":
        return f"{STATUS_MARKS['on-record']} on record"
    reason = REASON_WORDS.get(claim.status.reason_code, shown(claim.status.reason))
    if claim.status.reason_code == "denied" and not is_asserted(claim):
        reason += f", and {REASON_WORDS['not-asserted']}"
    return f"{PLAIN.status(claim.status.name)}: {reason}"


def claims_blocks(report: Report) -> Iterator[Block]:
    """Claim by claim: wording, status and why, every assertion as a sentence, and what it rests on."""
    if not report.claims:
        return
    yield Heading("Claim by claim")
    yield Para("Where nothing is said of evidence, the document does not say whether any was given.", quiet=True)
    alone = one_outlet(report)
    parted: dict[int, list[str]] = defaultdict(list)
    for number, row in enumerate(report.disagreements, 1):
        for claim_number in dict.fromkeys(position.claim for position in row.positions) if is_open(row) else ():
            parted[claim_number].append(f"P{number}")
    for claim in report.claims:
        checks = EDITIONS[report.edition].checks
        yield from _claim(claim, parted.get(claim.number, ()), one_outlet=alone, check=checks)


def one_outlet(report: Report) -> bool:
    """Whether one outlet published everything in a report."""
    return len({row.name for row in report.carriers if row.role == "publisher"}) < 2


def _claim(claim: Claim, parted: Sequence[str], *, one_outlet: bool, check: bool) -> Iterator[Block]:
    """A claim; `parted`: the numbers of the open disagreements that it stands in."""
    where = f" ({join_list(parted)})" if parted and claim.status.reason_code == "disagreement" else ""
    yield ListEntry(f"C{claim.number}" if claim.number else "", shown(claim.text), status_words(claim) + where)
    yield from starmap(Fact, answer_facts(claim))
    for row in joint_once(claim.assertions):
        yield Item(assertion_words(row), mark="·")
        yield from (Fact(name, text, 2) for name, text in assertion_facts(row, check=check))
    if not claim.assertions:
        yield Item("Nobody is recorded as saying it.")
    yield from starmap(Fact, (*support_facts(claim, one_outlet=one_outlet), *attached_facts(claim)))


def answer_facts(claim: Claim) -> Iterator[tuple[str, str]]:
    """What a claim answers, and whom it accuses: names, and what there is to say under each."""
    if claim.question is not None:
        yield "Answers", shown(claim.question)
    if claim.answer is not None:
        yield "Answer", answer_words(claim.answer)
    if claim.allegation:
        whose = f"by {speaker_list(claim.about)}" if claim.about else "(of whom is not recorded)"
        yield "Alleges", f"wrongdoing {whose}"


def assertion_facts(row: Assertion, *, check: bool) -> Iterator[tuple[str, str]]:
    """The words of an assertion and what is attached to it; `check`: also how the words compare, and requests."""
    if words := quotation_words(row, check=check):
        yield "Words", words
    if given := evidence_given(row):
        yield "Evidence", given
    for evidence in row.evidence:
        yield "Shown", evidence_words(evidence)
    for request in row.requests if check else ():
        yield "Asked", request_words(request)
    for assessment in row.assessments:
        yield "Judged", assessment_words(assessment)
    if check and not row.counts and not row.assessments and row.attribution.stance != "withdraws":
        yield "Standing", "it no longer counts: taken back or said otherwise since"
    for note in row.notes:
        yield "Note", shown(note)
    if row.tags:
        yield "Tags", ", ".join(quoted(tag) for tag in row.tags)


def support_facts(claim: Claim, *, one_outlet: bool) -> Iterator[tuple[str, str]]:
    """What a claim rests on, where that matters for its status and is more than its one assertion says."""
    row = claim.support
    plain = (row.documents, row.outlets, row.origins) == (1, 1, "1 origin") and not (row.carriers or row.weaknesses)
    if claim.status.name != "on-record" and not claim.own_voice and claim.assertions and not plain:
        yield "Rests on", support_words(claim.support, one_outlet=one_outlet)


def support_words(row: ClaimSupport, *, one_outlet: bool) -> str:
    """What stands behind a claim, counted, and what is left of it without its weakest carrier."""
    counted = [plural(row.documents, "document"), plural(row.outlets, "outlet")]
    origins = row.origins.replace("origin", "independent origin")
    alike = "; some described alike" if row.origins_low > len(row.bodies) else ""
    who = f" ({name_list(row.bodies)}{alike})" if row.bodies else ""
    words = f"{', '.join(counted)}, {origins}{who}"
    if row.carriers:
        words += f", through {name_list(row.carriers)}"
    if row.cut and row.falls_to is not None and (row.carriers or (row.documents > 1 and not one_outlet)):
        left = "none" if row.falls_to == 0 else str(row.falls_to)
        verb = "withdraws" if len(row.cut) == 1 else "withdraw"
        words += f"; {left} left if {join_list(shown(name) for name in row.cut)} {verb}"
    weak = [shown(text) for text in row.weaknesses]
    return f"{words}. {'; '.join(weak).capitalize() if weak else ''}".rstrip(". ") + "."
