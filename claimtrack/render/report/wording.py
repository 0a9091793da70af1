"""Words that several sections of a report share: references, names, standings, evidence. All of it is safe to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, starmap

from claimtrack.domain.english import capitalized, date_words, end_sentence, join_list, on_date, quoted
from claimtrack.domain.figures import FigureError, read_figure
from claimtrack.domain.naming import name_in_a_sentence
from claimtrack.domain.text import key
from claimtrack.domain.vocabulary import AFFIRMING, UNSOUND_STATES
from claimtrack.queries.report.views import ReportDisagreement, ReportDocument, ReportPosition
from claimtrack.queries.views import (
    Answer,
    Assertion,
    Assessment,
    Claim,
    ClaimStatus,
    Comparison,
    Evidence,
    QuoteCheck,
    Request,
    interval_words,
)
from claimtrack.render.report.blocks import Fact
from claimtrack.render.sentence import (
    EVIDENCE_WORDS,
    label_note,
    words_line,
)
from claimtrack.render.source_names import source_name
from claimtrack.render.terminal.style import Style
from claimtrack.render.terminal.width import shown

PLAIN = Style()

REASON_WORDS = {
    "one-origin": "one origin",
    "no-origin": "nobody named",
    "not-asserted": "nobody says so",
    "untraced": "untraced",
    "one-carrier": "one carrier",
    "one-side": "one side only",
    "one-body": "one body only",
    "shared-evidence": "one report behind it",
    "one-statement": "said together",
    "rated-e": "an origin rated E",
    "not-first-hand": "nobody first-hand",
    "checked-unproven": "checked, unproven",
    "denied": "denied",
    "disagreement": "another answer rules it out",
    "open-disagreement": "an open disagreement",
    "conflicting-evidence": "conflicting evidence",
    "assessors-differ": "assessors differ",
    "independent-origins": "independent origins",
    "opposed-sides": "opposed sides agree",
    "origins-agree": "two origins agree",
    "origins-dependent": "no two origins",
    "assessed": "by an assessor",
    "withdrawn": "taken back",
    "on-record": "on record",
}
"""Reason code -> a word or two for it."""

OWN_VOICE_REASONS = ("untraced", "one-origin")
"""Reasons that are left out for what only an outlet says in its own voice."""

OUTCOMES = {
    "replied": "replied",
    "declined": "declined to answer",
    "no-reply": "did not reply",
    "could-not-reach": "could not be reached",
    "pending": "has not answered yet",
    "not-sought": "NOT ASKED",
}


def refs(numbers: Iterable[int], *, most: int = 12) -> str:
    """Numbers of claims as references, runs drawn together: "C1, C3-C5"; beyond `most` runs, how many more."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [
        f"C{run[0]}-C{run[-1]}" if len(run) > 2 else ", ".join(f"C{number}" for number in run) for run in runs[:most]
    ]
    left = sum(len(run) for run in runs[most:])
    return ", ".join(words) + (f" and {left} more" if left else "")


def name_list(items: Sequence[str], *, most: int = 6) -> str:
    """Names in a list, safe to show; beyond `most`, how many more."""
    first = [shown(item) for item in items[:most]]
    if len(items) > most:
        return f"{', '.join(first)} and {len(items) - most} more"
    return join_list(first)


def speaker_list(names: Sequence[str], *, most: int = 6) -> str:
    """The same of sources in a sentence, with the article that English has before a name: "the Harbour Board"."""
    return name_list([name_in_a_sentence(name) for name in names], most=most)


def status_words(claim: Claim) -> str:
    """A claim's status with its mark, its reason, who denies it and who judged it."""
    status = claim.status
    if status.name == "on-record":
        words = f"{PLAIN.status('on-record').replace('on-record', 'on record')}: a {claim.kind}"
    else:
        reason = "no source but an outlet's own voice" if only_own_voice(claim) else status_reason(status)
        if status.reason_code == "denied" and not is_asserted(claim):
            reason += f", and {REASON_WORDS['not-asserted']}"
        words = f"{PLAIN.status(status.name)}: {reason}"
    return words + denial_words(status)


def is_asserted(claim: Claim) -> bool:
    """Whether anybody is recorded as saying it: a denial alone does not make it a claim of somebody."""
    return any(row.attribution.stance in AFFIRMING for row in claim.assertions)


def only_own_voice(claim: Claim) -> bool:
    """Whether a claim is unverified only because an outlet says it in its own voice and nobody else does."""
    return claim.own_voice and claim.status.name == "unverified" and claim.status.reason_code in OWN_VOICE_REASONS


def status_reason(status: ClaimStatus) -> str:
    """Why a claim has its status, with those who deny, judged or agree."""
    if status.reason_code == "denied":
        return f"denied by {speaker_list(status.by)}"
    if status.reason_code in ("assessed", "assessors-differ", "conflicting-evidence", "checked-unproven"):
        who = f" ({name_list(status.assessors)}, {status.since[:10]})" if status.assessors and status.since else ""
        return f"{shown(status.reason)}{who}"
    if status.reason_code in ("independent-origins", "opposed-sides", "origins-agree") and status.by:
        return f"{shown(status.reason)} ({name_list(status.by)})"
    return shown(status.reason)


def denial_words(status: ClaimStatus) -> str:
    """Who denies a claim since when, where its status does not say so already; it begins with a semicolon."""
    if not status.denials or status.reason_code == "denied":
        return ""
    since = [f" since {date_words(denial.since[:10])}" if denial.since else "" for denial in status.denials]
    names = [shown(name_in_a_sentence(denial.source)) for denial in status.denials]
    denials = [name + words for name, words in zip(names, since, strict=True)]
    return f"; denied by {join_list(denials)}"


OTHERWISE = {
    "denies": "denied by",
    "doubts": "doubted by",
    "neither-confirms-nor-denies": "neither confirmed nor denied by",
    "withdraws": "taken back by",
}
"""Stance of a source that does not stand behind a claim -> what stands before its name."""


def speakers_line(rows: Sequence[Assertion]) -> str:
    """Who says a claim, through whom, and in which documents: "Saule through AFP; denied by Lint, D1, D2".

    `rows` are its assertions.
    """
    return ", ".join(filter(None, (speaker_names(rows), document_list(rows))))


def speaker_names(rows: Sequence[Assertion]) -> str:
    """Who says a claim, and through whom.

    Who denies it, doubts it, takes it back or says neither is named as such; not who once did and does so no more.
    """
    by_stance: dict[str, dict[str, None]] = {stance: {} for stance in ("", *OTHERWISE)}
    for row in rows:
        stance = row.attribution.stance
        if stance in AFFIRMING:
            by_stance[""].setdefault(_speaker(row))
        elif row.counts:
            by_stance[stance].setdefault(_speaker(row))
    groups = [
        (OTHERWISE.get(stance, ""), (speaker_list if stance else name_list)(list(names), most=3))
        for stance, names in by_stance.items()
        if names
    ]
    return "; ".join(" ".join(filter(None, group)) for group in groups) or "nobody is recorded as saying it"


def document_list(rows: Sequence[Assertion]) -> str:
    """The numbers of the documents that assertions are in."""
    documents = list(document_words(rows).values())
    more = [f"and {len(documents) - 4} more"] if len(documents) > 4 else []
    return ", ".join([*documents[:4], *more])


def document_words(rows: Iterable[Assertion]) -> dict[int, str]:
    """The documents that assertions are in, in order: the number of each, and `document_word` of it."""
    words = {row.document_number: document_word(row) for row in rows if row.document_number is not None}
    return dict(sorted(words.items()))


def document_word(row: Assertion) -> str:
    """The number of the document that an assertion is in, and that it no longer stands behind what it says."""
    gone = f" {row.document_state}" if row.document_state in UNSOUND_STATES else ""
    return f"D{row.document_number}{gone}"


def _speaker(row: Assertion) -> str:
    """Who said it first and through whom it came; a publisher is known from its document."""
    names = [source_name(hop) if hop.name or hop.described_as or hop.hidden else "" for hop in row.attribution.hops]
    through = [name for name in names[1:] if name and name != row.attribution.publisher]
    return (names[0] or "nobody named") + (f" through {join_list(through)}" if through else "")


def quotation_words(row: Assertion, *, check: bool) -> str:
    """How an assertion's words are given, whose word its label is, and whether they stand in the stored text."""
    attribution = row.attribution
    words = words_line(attribution)
    direct = attribution.quote_kind == "direct" and not attribution.unfound
    if direct and attribution.stance == "asserts" and words:
        words = "a direct quote"
    return "; ".join(filter(None, (words, label_note(attribution), check_words(row.check) if check else "")))


def check_words(check: QuoteCheck, *, places: bool = False) -> str:
    """What came of holding the words against the stored text; with `places`, where they stand."""
    where = f" at {check.start}-{check.end}" if check.start is not None and places else ""
    return {
        "exact": f"in the stored text{where}" if places else "",
        "elsewhere": "NOT WHERE RECORDED: elsewhere in the stored text" + where,
        "missing": "NOT IN THE STORED TEXT",
        "no-text": "no stored text to check it against",
        "no-words": "no words recorded",
    }[check.result]


def evidence_given(row: Assertion) -> str:
    """What evidence came with an assertion, in words; "" where that is not stated."""
    kinds = row.attribution.evidence_given
    if "none-given" in kinds:
        return "none given, and the report says so"
    if "withheld" in kinds:
        return "withheld"
    return join_list(EVIDENCE_WORDS[kind] for kind in kinds if kind in EVIDENCE_WORDS)


def answer_words(answer: Answer) -> str:
    """A claim's answer: as written, the interval it means, of what, where and when."""
    words = quoted(answer.words)
    means = interval_words(answer.low, answer.high, low_open=answer.low_open, high_open=answer.high_open)
    if means is not None:
        unit = "person" if means == "1" and answer.unit in (None, "people") else shown(answer.unit or "people")
        counted = f", counting {shown(answer.counting)}" if answer.counting else ""
        by = ", as we read it" if answer.bounds_by else ""
        words += f" {unit}{counted}{by}" if means == answer.words else f" = {means} {unit}{counted}{by}"
    if answer.scope:
        words += "; place and hours not stated" if answer.scope == "unstated" else f"; {shown(answer.scope)}"
    if answer.for_date:
        words += f"; for {date_words(answer.for_date)}"
    return words


def bearing_out(row: Claim | Assertion) -> list[Evidence]:
    """The evidence for what we say of a claim: against one that we refuted, else for it."""
    refuted = isinstance(row, Claim) and row.status.name == "refuted"
    return [evidence for evidence in row.evidence if evidence.bearing == ("refutes" if refuted else "supports")]


def evidence_words(row: Evidence) -> str:
    """A piece of evidence in a line."""
    what = row.text or row.url or row.document or ""
    details = [shown(item) for item in (row.kind, row.place, row.credit, row.authenticity) if item]
    if row.captured:
        details.insert(0, f"captured {date_words(row.captured)}")
    url = f" {shown(row.url)}" if row.url and row.text else ""
    return f"{row.bearing}: {shown(what)}{url}" + (f" ({'; '.join(details)})" if details else "")


def request_words(row: Request, *, named: bool = True) -> str:
    """A request and what came of it in a line; `named`: whom was asked."""
    outcome = OUTCOMES.get(row.outcome, row.outcome)
    words = f"{shown(row.asked)} {outcome}" if named else outcome
    how = f" by {shown(row.how)}" if row.how else ""
    asked = [*(["for evidence"] if row.purpose == "evidence" else []), *([date_words(row.on)] if row.on else [])]
    was = [] if row.outcome == "not-sought" else ["asked"]
    details = [" ".join([*was, *asked]) + how] if asked or how else []
    details += [f"due {date_words(row.due)}"] if row.due and row.outcome == "pending" else []
    did = "answered" if row.outcome == "replied" else "said so" if row.outcome == "declined" else "known"
    details += [f"{did} {date_words(row.answered_on)}"] if row.answered_on else []
    words += f" ({'; '.join(details)})" if details else ""
    return words + (f": {quoted(row.answer)}" if row.answer else "")


LABEL_USES = {
    "own": "in its own voice",
    "quoted": "quoted from others",
    "reported": "reported of others",
    "scare": "in quote marks",
}
"""How an outlet gives a label -> what a position says of it."""
STANCES = {"asserts": "asserted by", "denies": "denied by", "doubts": "doubted by"}
"""A stance that is a position -> what stands before those who take it."""


def position_words(row: ReportPosition) -> str:
    """A position in a few words: the answer, what it means, whose it is."""
    who = name_list(row.who, most=4) if row.who else "nobody named"
    if row.way is not None:
        outlet = f"{shown(row.outlet)} gives " if row.outlet else ""
        return f"{outlet}{quoted(row.words)} {LABEL_USES[row.way]}"
    if row.words in STANCES:
        return f"{STANCES[row.words]} {speaker_list(row.who, most=4) or 'nobody named'}"
    means = f" = {row.means}" if row.means is not None and row.means != row.words else ""
    given = quoted(row.words)
    arm = ", the report's word" if row.reported else ""
    return f"{given}{means} ({who}{arm})"


def is_open(row: ReportDisagreement) -> bool:
    """Whether nobody has settled a disagreement, or it was opened again."""
    return row.state in ("open", "reopened")


def positions_words(row: ReportDisagreement, *, most: int = 4, numbered: bool = False) -> str:
    """What a disagreement is about, and its positions side by side in one sentence; `numbered`: with their claims."""
    told_twice = row.recorded and row.subject == " / ".join(position.text for position in row.positions)
    subject = "" if told_twice else shown(row.subject)
    taken = _taken_alike(row)
    positions = " / ".join(
        position_words(position) + (f" {refs(claims)}" if numbered else "") for position, claims in taken[:most]
    )
    more = f" and {len(taken) - most} more" if len(taken) > most else ""
    lead = f"{subject}{'' if subject.endswith(('?', ':')) else ':'} " if subject else ""
    why = f" {end_sentence(capitalized(shown(row.why)))}" if row.recorded and row.why else ""
    return f"{lead}{positions}{more}.{why}"


def _taken_alike(row: ReportDisagreement) -> list[tuple[ReportPosition, set[int]]]:
    """The positions in their order, with their claims: those of the same words are one, of all who take them."""
    alike: dict[tuple[object, ...], list[ReportPosition]] = {}
    for one in row.positions:
        words = figure_key(one.words) if row.kind == "figure" else one.words
        alike.setdefault((words, one.means, one.way, one.outlet, one.reported, bool(one.who)), []).append(one)
    return [
        (
            replace(group[0], who=tuple(sorted({name for one in group for name in one.who}))),
            {one.claim for one in group},
        )
        for group in alike.values()
    ]


def figure_key(words: str) -> str:
    """What is equal for figures that are one number, however it is written: "14" and "fourteen"."""
    try:
        read = read_figure(words, count=False)
    except FigureError:
        return key(words)
    exact = read.low == read.high and not (read.approximate or read.vague)
    return f"{read.low} {read.unit or ''}" if exact else key(words)


def remark_sentences(remarks: Iterable[str]) -> list[str]:
    """Remarks on a disagreement (what differs, what must not be done) as sentences."""
    return [end_sentence(capitalized(shown(remark))) for remark in remarks]


def document_line(row: ReportDocument) -> str:
    """A document in a line: title, publisher, date."""
    title = quoted(row.title) if row.title else "untitled"
    publisher = [shown(row.publisher)] if row.publisher else []
    return ", ".join([title, *publisher, date_words(row.published) if row.published else "undated"])


REPLY_OUTCOMES = {
    "replied": "replied",
    "declined": "declined to answer",
    "no-reply": "was asked and did not reply",
    "could-not-reach": "could not be reached for a reply",
}
"""Outcome of asking for a reply -> what every edition says of it."""


def allegation_facts(claim: Claim) -> Iterator[Fact]:
    """That a claim is an allegation, of whom, and how they replied; nothing for one that is none."""
    if claim.allegation:
        against = f" by {speaker_list(claim.about)}" if claim.about else ""
        yield Fact("Note", f"this is an allegation of wrongdoing{against}.")
    yield from starmap(Fact, _replies(claim))


def _replies(claim: Claim) -> Iterator[tuple[str, str]]:
    for request in chain(claim.requests, *(row.requests for row in claim.assertions)):
        if request.purpose == "reply" and request.outcome in REPLY_OUTCOMES:
            yield "Reply", reply_words(request)


def attached_facts(row: Claim | Assertion, *, public: bool = False) -> Iterator[tuple[str, str]]:
    """What is attached to a claim or assertion: names, and what there is to say under each.

    The public is given only such evidence as bears out what we say of a claim, and of requests only the replies.
    """
    for evidence in bearing_out(row) if public else row.evidence:
        yield "Evidence", evidence_words(evidence)
    if not public:
        yield from (("Asked", request_words(request)) for request in row.requests)
    elif isinstance(row, Claim):
        yield from _replies(row)
    for assessment in row.assessments:
        yield "Verdict", assessment_words(assessment)
    if isinstance(row, Claim):
        yield from (("Compared", comparison_words(comparison)) for comparison in row.comparisons)
    for note in row.notes:
        yield "Note", shown(note)
    if row.tags:
        yield "Tags", ", ".join(shown(tag) for tag in row.tags)


def assessment_words(row: Assessment) -> str:
    """A verdict, why, by whom and when."""
    return f"{row.verdict}: {shown(row.why)}" + (f" ({shown(row.by)}, {row.at[:10]})" if row.by else "")


COMPARISON_WORDS = {
    "same": "says the same as",
    "different": "does not say the same as",
    "unsure": "may say the same as",
}
"""Verdict on two claims -> what is said of either."""


def comparison_words(row: Comparison) -> str:
    """What somebody judged of a claim and another, why, by whom and when."""
    return f"{COMPARISON_WORDS[row.verdict]} {quoted(row.text)}: {_judged_by(row)}"


def comparison_verdict(row: Comparison) -> str:
    """The verdict on two claims, why, by whom and when."""
    return f"{row.verdict}: {_judged_by(row)}"


def _judged_by(row: Comparison) -> str:
    return f"{shown(row.why)} ({shown(row.by)}, {row.at[:10]})"


def reply_words(row: Request) -> str:
    """What came of asking for a reply, as a sentence."""
    when = f" {on_date(row.answered_on)}" if row.answered_on else ""
    words = f"{capitalized(shown(row.asked))} {REPLY_OUTCOMES[row.outcome]}{when}"
    if row.answer:
        return f"{words}: {quoted(row.answer)}"
    return f"{words}." if row.outcome != "replied" else f"{words}; the reply is not recorded."
