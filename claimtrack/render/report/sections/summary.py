"""Sections that sum up: what is known, claimed and unknown, the statuses, and what to do next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace

from claimtrack.domain.english import capitalized, end_sentence, plural
from claimtrack.queries.report.views import FlagGroup, Report, ReportDisagreement, StatusCount
from claimtrack.queries.views import Claim
from claimtrack.render.report.assertions import assertions_words, reader_assertions
from claimtrack.render.report.blocks import Block, Fact, Grid, Heading, Item, ListEntry, Para
from claimtrack.render.report.sections.figures import is_side_by_side
from claimtrack.render.report.wording import (
    PLAIN,
    REASON_WORDS,
    allegation_facts,
    bearing_out,
    document_words,
    evidence_words,
    only_own_voice,
    positions_words,
    refs,
    remark_sentences,
    speaker_list,
    status_reason,
)
from claimtrack.render.terminal.style import SEVERITY_MARKS
from claimtrack.render.terminal.width import shown


def claimed_blocks(report: Report) -> Iterator[Block]:
    """For the public: what is disputed, taken back, or only claimed."""
    yield from _contested(report, "disputed", "What is disputed")
    yield from _contested(report, "withdrawn", "What was taken back")
    claimed = [claim for claim in report.claims if claim.status.name == "unverified"]
    on_record = [claim for claim in report.claims if claim.status.name == "on-record"]
    by_others, own = [one for one in claimed if not one.own_voice], [one for one in claimed if one.own_voice]
    yield from _claim_items(by_others, "What is claimed, and by whom", "?", "We have not confirmed these.")
    yield from _claim_items(on_record, "What they call for, promise and expect", "·")
    yield from _claim_items(own, "What outlets state themselves", "?", "We have no other source for these.")


def _claim_items(claims: list[Claim], title: str, mark: str, remark: str = "") -> Iterator[Block]:
    shown_claims = [(claim, rows) for claim in claims if (rows := reader_assertions(claim))]
    if shown_claims:
        yield Heading(title)
        if remark:
            yield Para(remark, quiet=True)
    for claim, rows in shown_claims:
        yield from (Item(words, mark=mark) for words in assertions_words(rows, brief=False))
        yield from allegation_facts(claim)


def _contested(report: Report, status: str, title: str) -> Iterator[Block]:
    contested = [claim for claim in report.claims if claim.status.name == status and claim.assertions]
    if contested:
        yield Heading(title)
    answers: dict[str, list[Claim]] = defaultdict(list)
    for claim in contested:
        if claim.status.reason_code == "disagreement" and claim.question is not None:
            answers[claim.question].append(claim)
    for question, claims in answers.items():
        several = len(claims) > 1  # else what rules it out is told elsewhere: as known, or as false
        remark = "These answers rule one another out." if several else "Another answer rules this one out."
        yield ListEntry("≠", shown(question), remark)
        for claim in claims:
            yield from (Item(words, mark="·") for words in assertions_words(reader_assertions(claim), brief=False))
            yield from allegation_facts(claim)
    for claim in contested:
        if claim in answers.get(claim.question or "", ()):
            continue
        mark, why = ("≠", status_reason(claim.status)) if status == "disputed" else ("-", "")
        yield ListEntry(mark, shown(claim.text), why)
        yield from (Item(words, mark="·") for words in assertions_words(reader_assertions(claim)))
        yield from allegation_facts(claim)


def known_blocks(report: Report) -> Iterator[Block]:
    """For the public: what is verified or corroborated, and what was found to be false."""
    if not report.claims:
        yield Para("Nothing is recorded yet.")
        return
    yield Heading("What is known")
    known = [claim for claim in report.claims if claim.status.name in ("verified", "corroborated")]
    for claim in known:
        words = f"{end_sentence(shown(claim.text))}{_denied_by(claim)}{_document_refs(claim)}"
        yield Item(words, strong=_confirmed_by(claim), mark="✓")
        yield from _evidence(claim)
        yield from allegation_facts(claim)
    if not known:
        assessed = any(claim.assessments for claim in report.claims)
        words = "None of what was checked is confirmed." if assessed else "We have not verified any of this yet."
        yield Para(words, quiet=True)
    false = [claim for claim in report.claims if claim.status.name == "refuted"]
    if false:
        yield Heading("What we found to be false")
        for claim in false:
            judged = [assessment for assessment in claim.assessments if assessment.verdict == "refuted"]
            verdicts = " ".join(f"{shown(assessment.why).rstrip('.')}." for assessment in judged)
            assertions = reader_assertions(claim)
            where = "" if assertions else _document_refs(claim)
            yield Item(f"{verdicts}{where}".strip(), strong=f"{shown(claim.text).rstrip('.')}.", mark="✗")
            yield from _evidence(claim)
            yield from (Item(words, mark="·", level=1) for words in assertions_words(assertions))
            yield from allegation_facts(claim)


def _evidence(claim: Claim) -> Iterator[Block]:
    return (Fact("Evidence", evidence_words(evidence)) for evidence in bearing_out(claim))


def _confirmed_by(claim: Claim) -> str:
    """What a claim that stands rests on, as the opening of a sentence: never the claim as a bare fact."""
    if claim.status.name == "verified":
        return "We checked this, and evidence supports it:"
    if claim.status.reason_code == "opposed-sides":
        return f"Said by {speaker_list(claim.status.by)}, of opposed sides:"
    return f"Said by {speaker_list(claim.status.by)}, independently of each other:"


def _denied_by(claim: Claim) -> str:
    denials = claim.status.denials
    return f" {capitalized(speaker_list([denial.source for denial in denials]))} denied it." if denials else ""


def _document_refs(claim: Claim) -> str:
    return "".join(f" [{words}]" for words in document_words(claim.assertions).values())


def status_blocks(report: Report) -> Iterator[Block]:
    """The number of claims of each status, and why they have it: on the first screen of a page."""
    yield Heading("What stands")
    if not report.claims:
        yield Para("No claims are recorded.")
        return
    own = frozenset(claim.number for claim in report.claims if only_own_voice(claim))
    kinds = {claim.number: claim.kind for claim in report.claims}
    rows = []
    for count in report.statuses:
        mark = PLAIN.status(count.status).replace("-", " ")
        why = _on_record_kinds(count, kinds) if count.status == "on-record" else _reasons(count, own)
        rows.append((mark, str(len(count.claims)), why))
    yield Grid(("status", "claims", "why"), rows, right=(1,), titled=False)


def _reasons(count: StatusCount, own: frozenset[int]) -> str:
    split = count.status == "unverified"
    reasons = []
    for reason in count.reasons:
        numbers = [number for number in reason.claims if not (split and number in own)]
        if numbers:
            reasons.append(f"{REASON_WORDS.get(reason.reason_code, reason.reason)}: {refs(numbers, most=5)}")
    voiced = [number for number in count.claims if split and number in own]
    if voiced:
        reasons.append(f"only in an outlet's own voice: {refs(voiced, most=5)}")
    return "; ".join(reasons)


def _on_record_kinds(count: StatusCount, kinds: dict[int, str]) -> str:
    kinds_in_words = []
    for kind in ("position", "call", "pledge", "forecast"):
        numbers = [number for number in count.claims if kinds[number] == kind]
        if numbers:
            kinds_in_words.append(f"{plural(len(numbers), kind)}: {refs(numbers, most=5)}")
    return "who said it is what matters. " + "; ".join(kinds_in_words)


def next_step_blocks(report: Report) -> Iterator[Block]:
    """What the flags say is to be done before publishing, notices in one line."""
    if not report.claims:
        return
    yield Heading("What to do before publishing")
    if not report.flags:
        yield Para("Nothing is flagged.", quiet=True)
    for row in report.flags:
        if row.severity != "notice":
            words = f"{flag_summary(row)}. {end_sentence(shown(row.next_step))}"
            yield Item(words, strong=f"{row.severity}:", mark=SEVERITY_MARKS[row.severity])
    notices = [flag_summary(row) for row in report.flags if row.severity == "notice"]
    if notices:
        yield Item(f"{'; '.join(notices)}.", strong=f"{plural(len(notices), 'notice')}:", mark=SEVERITY_MARKS["notice"])


def flag_summary(row: FlagGroup) -> str:
    """The fact itself where there is one; of several, the rule's title, and which claims: of many, how many as well."""
    words = shown(row.facts[0] if row.count == 1 and row.facts else row.title).rstrip(".")
    if row.count > max(1, len(row.claims)) or row.count > MOST_NAMED:
        groups = [f"{shown(group.group.partition(':')[0])} {group.count}" for group in row.groups]
        words += f" ({row.count}{': ' + ', '.join(groups) if len(groups) > 1 else ''})"
    return f"{words} [{refs(row.claims, most=MOST_NAMED)}]" if row.claims else words


MOST_NAMED = 6
"""Claims that a line about a flag names."""


ABOUT_WORDING = ("voice", "wording", "authenticity", "attribution")
"""Kinds that are about how something is worded, not about what happened."""


def unknown_blocks(report: Report) -> Iterator[Block]:
    """For the public: open disagreements, and what was checked without a result."""
    yield from _unknown(report, report.disagreements)


def unsettled_blocks(report: Report) -> Iterator[Block]:
    """The same without the disagreements that are told, with all that their sides say, as what is disputed."""
    claims = {claim.number: claim for claim in report.claims}
    yield from _unknown(report, [row for row in report.disagreements if not _is_told_as_disputed(row, claims)])


def _unknown(report: Report, disagreements: Iterable[ReportDisagreement]) -> Iterator[Block]:
    claims = {claim.number: claim for claim in report.claims}
    side_by_side = frozenset(table.text for table in report.figures if is_side_by_side(table))
    parted = [blocks for row in disagreements if (blocks := list(unsettled(row, claims, side_by_side)))]
    unproven = [claim for claim in report.claims if claim.status.verdict == "not-enough-evidence"]
    if not (parted or unproven):
        return
    yield Heading("What is not known")
    for blocks in parted:
        yield from blocks
    for claim in unproven:
        yield Item("Checked, and there is not enough evidence to say.", strong=shown(claim.text), mark="?")
        yield from allegation_facts(claim)


def _is_told_as_disputed(row: ReportDisagreement, claims: Mapping[int, Claim]) -> bool:
    """Whether what is disputed tells all sides of a disagreement, of which there is nothing more to say."""
    disputed = all(claims[position.claim].status.name == "disputed" for position in row.positions)
    return disputed and row.strength == "certain" and not (row.recorded or row.differs or row.notes)


def unsettled(
    dispute: ReportDisagreement, claims: Mapping[int, Claim], side_by_side: Set[str | None] = frozenset()
) -> Iterator[Block]:
    """What the public reads of a disagreement; nothing where it is settled, or not about what happened.

    The figures that answer one of the questions `side_by_side` stand in a table above, and are not given again.
    """
    if dispute.state not in ("open", "reopened") or dispute.kind in ABOUT_WORDING:
        return
    standing = {position.claim: claims[position.claim].status.name for position in dispute.positions}
    left = tuple(position for position in dispute.positions if standing[position.claim] != "refuted")
    # Beside what was checked nothing is left where one answer is verified, or all but one are refuted.
    if "verified" not in standing.values() and len(left) > 1:
        tabled = dispute.kind == "figure" and dispute.subject in side_by_side and len(left) == len(dispute.positions)
        words = [shown(dispute.subject) if tabled else positions_words(replace(dispute, positions=left), most=20)]
        these = "The figures above" if tabled else "These"
        words += [f"{these} may not be about the same thing."] if dispute.strength == "possible" else []
        words += [f"{these} rule one another out."] if tabled and dispute.strength == "certain" else []
        remarks = (*remark_sentences(dispute.differs), *remark_sentences(dispute.notes))
        yield Item(" ".join([*words, *remarks]), mark="?")
        for number in dict.fromkeys(position.claim for position in left):
            yield from allegation_facts(claims[number])
