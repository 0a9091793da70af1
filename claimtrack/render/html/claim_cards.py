"""Cards of claims for a page: what the report says of each, with anchors to its sources, its words and its quarrels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from claimtrack.ledger.visibility import EDITIONS, Edition
from claimtrack.queries.report.compose import ReportPage
from claimtrack.queries.report.views import Report
from claimtrack.queries.views import Assertion, Attribution, Claim
from claimtrack.render.attribution_phrases import called
from claimtrack.render.report.blocks import Block, Fact
from claimtrack.render.report.sections.claims import support_words
from claimtrack.render.report.wording import (
    alleged,
    answer_words,
    evidence_given,
    evidence_words,
    names,
    once,
    request_words,
    standing,
    to_public,
    words_of,
)
from claimtrack.render.sentence import sentence
from claimtrack.render.terminal.style import STATUS_MARKS
from claimtrack.render.terminal.width import shown

DIRECT = "a direct quote"
"""What `words_of` says of plain direct speech: the card says so beside the chain."""
KINDS = {"direct": "direct quote", "partial": "quoted in part", "indirect": "indirect speech", "own": "own voice"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain, from the origin outward. `anchor` is that of its source on the page, "" without one."""

    name: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class CardAssertion:
    """One assertion of a card. `place` is the anchor of its words in a text of the page, "" where they are in none.

    `way` is how the words are given, `evidence` what came with them, in words; `own` is an outlet's own voice, `joint`
    names those it was said together with.
    """

    claim: int
    sentence: str
    chain: tuple[Step, ...]
    way: str
    own: bool
    document: int | None
    place: str = ""
    evidence: str = ""
    joint: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """One claim. `anchor` is its permalink.

    `parts` are numbers of disagreements, `sources` and `flags` what to filter by.

    `facts` are names with what there is to say under each; all texts are safe to show.
    """

    number: int
    anchor: str
    text: str
    status: str
    mark: str
    standing: str
    allegation: bool
    before: tuple[tuple[str, str], ...]
    assertions: tuple[CardAssertion, ...]
    after: tuple[tuple[str, str], ...]
    parts: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class Anchors:
    """What can be linked to on a page."""

    sources: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[int, int], str] = field(default_factory=dict)


def anchors(page: ReportPage) -> Anchors:
    """The anchors of sources by id and by name, and of passages by (claim number, place of the assertion)."""
    found = Anchors()
    shown_sources = page.report.sources if EDITIONS[page.report.edition].checks else ()
    for at, source in enumerate(shown_sources, 1):
        found.sources.setdefault(source.name, f"S{at}")
        if source.id:
            found.sources[source.id] = f"S{at}"
    for text in page.texts:
        for paragraph in text.paragraphs:
            for piece in paragraph:
                for claim, place in piece.assertions:
                    found.places.setdefault((claim, place), f"t{text.document}-{claim}-{place}")
    return found


def cards(page: ReportPage, known: Anchors) -> tuple[ClaimCard, ...]:
    """The card of every claim of a page, in the order of the report."""
    report = page.report
    parts: dict[int, list[int]] = defaultdict(list)
    edition = EDITIONS[report.edition]
    for number, row in enumerate(report.disagreements if edition.checks else (), 1):
        for claim in dict.fromkeys(position.claim for position in row.positions):
            parts[claim].append(number)
    flags: dict[int, list[str]] = defaultdict(list)
    for flag in report.flags:
        for claim in flag.claims:
            flags[claim].append(flag.code)
    one_outlet = len({row.name for row in report.carriers if row.role == "publisher"}) < 2
    return tuple(
        card(claim, edition, known, parts.get(claim.number, ()), flags.get(claim.number, ()), one_outlet=one_outlet)
        for claim in report.claims
    )


def card(
    claim: Claim,
    edition: Edition,
    known: Anchors,
    parts: Iterable[int],
    flags: Iterable[str],
    *,
    one_outlet: bool,
) -> ClaimCard:
    """The card of a claim. `parts` are the numbers of its disagreements, `flags` the codes of rules that flag it.

    `one_outlet`: everything in the report was published by one outlet, so that it need not be said of each claim.
    """
    public = not edition.checks
    rows = to_public(claim) if public else once(claim.assertions)
    places = {row.id or str(at): at for at, row in enumerate(claim.assertions)}
    by_row = {id(row): at for at, row in enumerate(claim.assertions)}
    sayings = tuple(
        _saying(claim, row, by_row.get(id(row), places.get(row.id, 0)), known, check=edition.checks) for row in rows
    )
    return ClaimCard(
        number=claim.number,
        anchor=f"claim-{claim.id}",
        text=shown(claim.text),
        status=claim.status.name,
        mark=STATUS_MARKS[claim.status.name],
        standing=standing(claim).partition(": ")[2],
        allegation=claim.allegation,
        before=tuple(_before(claim)),
        assertions=sayings,
        after=tuple(_after(claim, public=public, one_outlet=one_outlet)),
        parts=tuple(parts),
        sources=tuple(dict.fromkeys(step.anchor for one in sayings for step in one.chain if step.anchor)),
        flags=tuple(dict.fromkeys(flags)),
    )


def _before(claim: Claim) -> Iterator[tuple[str, str]]:
    if claim.question is not None:
        yield "Answers", shown(claim.question)
    if claim.answer is not None:
        yield "Answer", answer_words(claim.answer)
    if claim.allegation:
        yield "Alleges", f"wrongdoing {f'by {names(claim.about)}' if claim.about else '(of whom is not recorded)'}"


def _after(claim: Claim, *, public: bool, one_outlet: bool) -> Iterator[tuple[str, str]]:
    if claim.status.name != "on-record" and not claim.own_voice and claim.assertions:
        yield "Rests on", support_words(claim.support, one_outlet=one_outlet)
    for evidence in claim.evidence:
        if not public or evidence.bearing == "supports":
            yield "Evidence", evidence_words(evidence)
    if public:
        yield from _facts(block for block in alleged(claim) if isinstance(block, Fact) and block.name == "Reply")
    else:
        for request in claim.requests:
            yield "Asked", request_words(request)
    for judged in claim.assessments:
        who = f" ({shown(judged.by)}, {judged.at[:10]})" if judged.by else ""
        yield "Verdict", f"{judged.verdict}: {shown(judged.why)}{who}"
    for note in claim.notes:
        yield "Note", shown(note)
    if claim.tags:
        yield "Tags", ", ".join(shown(tag) for tag in claim.tags)


def _facts(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    return ((block.name, block.text) for block in blocks if isinstance(block, Fact))


def _saying(claim: Claim, row: Assertion, place: int, known: Anchors, *, check: bool) -> CardAssertion:
    facts = []
    words = words_of(row, check=check)
    if words and words != DIRECT:
        facts.append(("Words", words))
    given = evidence_given(row)
    if given:
        facts.append(("Evidence", given))
    facts.extend(("Shown", evidence_words(evidence)) for evidence in row.evidence)
    facts.extend(("Asked", request_words(request)) for request in row.requests if check)
    for judged in row.assessments:
        who = f" ({shown(judged.by)}, {judged.at[:10]})" if judged.by else ""
        facts.append(("Judged", f"{judged.verdict}: {shown(judged.why)}{who}"))
    if check and not row.counts and not row.assessments and row.attribution.stance != "withdraws":
        facts.append(("Standing", "it no longer counts: taken back or said otherwise since"))
    facts.extend(("Note", shown(note)) for note in row.notes)
    return CardAssertion(
        claim=claim.number,
        sentence=sentence(row.attribution, brief=check),
        chain=chain(row.attribution, known.sources),
        way=KINDS.get(row.attribution.quote_kind, row.attribution.quote_kind),
        own=row.attribution.quote_kind == "own",
        document=row.document_number,
        place=known.places.get((claim.number, place), ""),
        evidence=given,
        joint=names([name for name in row.attribution.joint if name != row.attribution.hops[0].name]),
        facts=tuple(facts),
    )


def chain(row: Attribution, sources: Mapping[str, str]) -> tuple[Step, ...]:
    """The steps of an assertion from the origin outward, its publisher last; nobody named is a step too."""
    steps = []
    for hop in row.hops:
        if hop.name is None and hop.described_as is None and not hop.hidden:
            steps.append(Step("nobody named"))
            continue
        anchor = sources.get(hop.source or "") or sources.get(hop.name or "", "")
        steps.append(Step(called(hop), anchor))
    if row.publisher is not None and row.publisher not in {hop.name for hop in row.hops}:
        steps.append(Step(shown(row.publisher), sources.get(row.publisher, "")))
    return tuple(steps)


def source_choices(report: Report, made: Iterable[ClaimCard]) -> tuple[tuple[str, str], ...]:
    """The sources that cards can be filtered by: anchor and name, in the order of the report."""
    used = {anchor for card in made for anchor in card.sources}
    return tuple((f"S{at}", shown(source.name)) for at, source in enumerate(report.sources, 1) if f"S{at}" in used)
