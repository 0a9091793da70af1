"""The section with what needs a decision: conflicts, figures, allegations, an outlet's own voice, flags."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from claimtrack.domain.english import end_sentence, join_list, plural, quoted
from claimtrack.domain.naming import has_name, is_described, naming_of
from claimtrack.domain.text import folded_whole, holds_words, key
from claimtrack.domain.vocabulary import AFFIRMING, DENYING, SETTLED_STATUSES
from claimtrack.queries.report.views import Report, ReportDisagreement, ReportSource
from claimtrack.queries.views import Assertion, Claim, Hop, Request
from claimtrack.render.report.assertions import assertion_words, joint_once
from claimtrack.render.report.blocks import Block, Fact, Heading, Item, Para
from claimtrack.render.report.sections.claim_lines import claim_line_blocks
from claimtrack.render.report.sections.figures import (
    is_compared,
    is_in_conflict,
    is_side_by_side,
    question_blocks,
    question_line,
)
from claimtrack.render.report.sections.summary import flag_summary
from claimtrack.render.report.wording import (
    OTHERWISE,
    PLAIN,
    document_word,
    is_asserted,
    is_open,
    only_own_voice,
    positions_words,
    refs,
    remark_sentences,
    request_words,
)
from claimtrack.render.sentence import restricted_mark
from claimtrack.render.source_names import source_in_a_sentence, source_name
from claimtrack.render.terminal.style import SEVERITY_MARKS, STRENGTH_MARKS
from claimtrack.render.terminal.width import shown

MOST_ACCUSING = 2
"""How many of those who make an allegation are told, but to lawyers."""
MOST_DENIED = 3
"""How many of the other claims that an accused denies are told."""
TOLD_BY_CLAIMS = frozenset(("no-reply-sought", "unverified", "untraced", "one-origin-only", "nobody-named"))
"""Rules whose findings are told by the allegations, and by the reasons for which claims are unverified."""
TOLD_BY_ALLEGATIONS = frozenset(("no-evidence-given",))
"""Rules whose findings the sentences of allegations tell: "without giving evidence"."""
TOLD_BY_CONFLICTS = frozenset(("word-quoted-and-adopted", "not-the-same-count"))
"""Rules whose findings are told where their claims are in conflict."""


def decision_blocks(report: Report) -> Iterator[Block]:
    """What needs a decision before anything is published."""
    if not report.claims:
        return
    yield Heading("Needs a decision")
    blocks = [*_conflicts(report), *_allegations(report), *_own_voice(report), *_flags(report)]
    yield from blocks or [Para("Nothing: no conflict, no allegation, nothing in an outlet's own voice, no warning.")]


def told_in_decisions(report: Report) -> frozenset[int]:
    """The numbers of the claims that `decision_blocks` tells; what stands or fell has to be told as that, too."""
    told = {row.number for table in report.figures if is_side_by_side(table) for row in table.rows}
    told.update(position.claim for row in report.disagreements if is_open(row) for position in row.positions)
    told -= {claim.number for claim in report.claims if claim.status.name in SETTLED_STATUSES}
    told.update(claim.number for claim in report.claims if claim.allegation or only_own_voice(claim))
    return frozenset(told)


def _conflicts(report: Report) -> Iterator[Block]:
    """Conflicts, certain ones first; of one strength those in a line each before those with a table.

    Then the figures that can be compared and are in no conflict, or in one that was settled: a line for each question.
    """
    tables = [table for table in report.figures if is_in_conflict(table)]
    of_tables: dict[str | None, tuple[str, str, str]] = {table.text: ("possible", "", "") for table in tables}
    beside = [table for table in report.figures if is_side_by_side(table) and not is_in_conflict(table)]
    settled = {
        row.subject: _settled(row, number)
        for number, row in enumerate(report.disagreements, 1)
        if row.kind == "figure" and not is_open(row)
    }
    lines: dict[str, list[Block]] = {"certain": [], "possible": [], "none": []}
    for table in beside:
        strong, why = settled.get(table.text or "", ("no conflict:" if is_compared(table) else "not compared:", ""))
        lines["none"].append(Item(f"{question_line(table)}{why}", strong=strong, mark="="))
    alleged = {claim.number for claim in report.claims if claim.allegation}
    for number, row in enumerate(report.disagreements, 1):
        remarks = " ".join((*remark_sentences(row.differs), *remark_sentences(row.notes)))
        if not is_open(row) or (row.kind == "stance" and _claims_of(row) <= alleged):
            continue  # what is alleged and denied is told with the allegations
        if row.kind == "figure" and row.subject in of_tables:
            of_tables[row.subject] = row.strength, f"P{number}", remarks
        else:
            words = f"{positions_words(row, numbered=True)} {remarks}".rstrip()
            strong = f"P{number} {row.kind}, {row.strength}:"
            lines[row.strength].append(Item(words, strong=strong, mark=STRENGTH_MARKS[row.strength]))
    below_table = False
    for strength, items in lines.items():
        if items and below_table:
            yield Heading("Other answers side by side", 3)
            below_table = False
        yield from items
        for table in tables:
            of_strength, ref, remarks = of_tables[table.text]
            if of_strength == strength:
                below_table = True
                yield from question_blocks(table, ref=ref)
                if remarks:
                    yield Para(remarks, quiet=True)


def _settled(row: ReportDisagreement, number: int) -> tuple[str, str]:
    """How a disagreement was settled, before what it is about, and why, behind that."""
    whose = f" for C{row.settled_for}" if row.settled_for is not None else ""
    return f"P{number} {row.state}{whose}:", f" Why: {end_sentence(shown(row.why))}" if row.why else ""


def _claims_of(row: ReportDisagreement) -> set[int]:
    return {position.claim for position in row.positions}


def _allegations(report: Report) -> Iterator[Block]:
    alleged = [claim for claim in report.claims if claim.allegation]
    if alleged:
        yield Heading("Allegations, and what the accused say", 3)
    called_by_word = _called_by_word(report.sources)
    named = {claim.number: _named(claim, called_by_word) for claim in alleged}
    remarks = []
    if any(named.values()):
        remarks.append("“Named”: no accused is recorded, and the claim's own words name this source.")
    if not all(claim.about or named[claim.number] or _replies(claim) or _answers(claim) for claim in alleged):
        lines = join_list(("“Accused”", *(["“Named”"] if remarks else []), "“Answers”"), "or")
        remarks.append(f"Where no line {lines} follows, no accused is recorded, and we have not asked.")
    if remarks:
        yield Para(" ".join(remarks), quiet=True)
    numbers = {
        next(iter(_claims_of(row))): number
        for number, row in enumerate(report.disagreements, 1)
        if row.kind == "stance" and is_open(row)
    }
    denied = [claim for claim in report.claims if any(row.attribution.stance in DENYING for row in claim.assertions)]
    for claim in alleged:
        most = len(claim.assertions) if report.edition == "legal" else MOST_ACCUSING
        yield from _allegation(claim, named[claim.number], numbers, denied, most=most)


class _Called(NamedTuple):
    """What a claim may call a source, the source's name, and whether it is known as a body."""

    called: str
    name: str
    body: bool


_BODY_KINDS = ("organisation", "government", "military", "outlet", "news-agency")


def _called_by_word(sources: Sequence[ReportSource]) -> dict[str, list[_Called]]:
    """What the words of a claim may call a source, beside its name: by the first word of it, folded.

    Not those who are only described: another of that description may be meant. A person may be called by a surname that
    no other source has; not who is but described, as "lawyer of the Orsa works".
    """
    named = [row.name for row in sources if row.id is not None and naming_of(row.name, row.kind) == "named"]
    bodies = {row.name for row in sources if row.kind in _BODY_KINDS}
    called_so = [row for row in sources if row.name.split() and not is_described(row.name)]
    persons = {row.name for row in called_so if row.kind == "person" and has_name(row.name)}
    surnames = Counter(row.name.split()[-1] for row in called_so)
    by_word: dict[str, list[_Called]] = defaultdict(list)
    for name in named:
        surname = name.split()[-1] if name in persons else ""
        for called in {name, *([surname] if surnames[surname] == 1 else [])}:
            if words := _WORD.findall(folded_whole(called)):
                by_word[words[0]].append(_Called(called, name, name in bodies))
    return by_word


_WORD = re.compile(r"\w+")


def _named(claim: Claim, called_by_word: Mapping[str, Sequence[_Called]]) -> list[str]:
    """The sources that the words of a claim name, where whom it accuses is not recorded; not those who make it.

    A body only where it is said to have done it: police who arrest a man are not accused.
    """
    if claim.about:
        return []
    making = {row.origin_name for row in claim.assertions if row.attribution.stance in AFFIRMING}
    text = folded_whole(claim.text)
    names: dict[str, None] = {}
    for word in dict.fromkeys(_WORD.findall(text)):
        for called, name, body in called_by_word.get(word, ()):
            spelled = called in claim.text or not has_name(called)
            meant = _does if body else holds_words
            if name not in making and spelled and meant(text, folded_whole(called)):
                names[name] = None
    return [name for name in names if not any(name != other and name in other for other in names)]


def _does(text: str, name: str) -> bool:
    """Whether a claim begins with a body's name, or says that something was done by it; not what accuses others."""
    start = len("the ") if text.startswith("the ") else 0
    if text.startswith(name, start) and holds_words(text[start : start + len(name) + 1], name):
        return _AGAINST.match(text, start + len(name)) is None
    at = text.find(f" {name}")
    if at < 0 or not holds_words(text, name):
        return False
    by = _DONE_BY.search(text, 0, at)
    return by is not None and _AGAINST.match(by[1]) is None


_AGAINST = re.compile(
    r"(?:['’]s?)?(?:\W+\w+){0,2}?\W*\b(?:accus|arrest|charg|convict|detain|fin(?:e|ing)|investigat|jail|prosecut|question"
    r"|sanction|sentenc|su(?:e|ing)|suspend)\w*"
)
"""What is done against those who are accused, behind whoever does it."""
_DONE_BY = re.compile(r"(\w+) by(?: the)?$")


def _allegation(
    claim: Claim, named: Sequence[str], disagreements: Mapping[int, int], denied: Sequence[Claim], *, most: int
) -> Iterator[Block]:
    """An allegation: its status, who makes it (at most `most`), and what the accused say and were asked.

    `named`: whom its words name, where no accused is recorded. `disagreements`: claim -> the number of the disagreement
    about whether it is so. `denied`: the claims that somebody denies; where an accused denies not this one but others,
    those are told: an answer is often worded otherwise.
    """
    status = PLAIN.status(claim.status.name)
    status += f", P{disagreements[claim.number]}" if claim.number in disagreements else ""
    asked_about = claim.about or named
    by_accused = {id(row): name for row in claim.assertions if (name := _accused(asked_about, row))}
    answers = [] if claim.about else [row for row in _answers(claim) if id(row) not in by_accused]
    others = [row for row in joint_once(claim.assertions) if id(row) not in by_accused and row not in answers]
    if others and _gives_claim(claim, others[0]):  # one sentence says what is alleged, and who alleges it
        words, others, most = assertion_words(others[0], brief=False), others[1:], most - 1
        yield Item(words, strong=f"C{claim.number} [{status}]", mark="!")
    else:
        nobody = "" if is_asserted(claim) else " Nobody here says so."
        yield Item(f"[{status}]{nobody}", strong=f"C{claim.number} {shown(claim.text)}", mark="!")
    yield from (Item(assertion_words(row), mark="·", level=1) for row in others[:most])
    if len(others) > most:
        yield Item(f"and {len(others) - most} more.", mark="·", level=1)
    replies = _replies(claim)
    asked = _requests_in_words(replies)
    for name in asked_about:
        own = list(dict.fromkeys(_answer(name, row) for row in claim.assertions if by_accused.get(id(row)) == name))
        if not own:
            elsewhere = _other_denials(name, denied)
            replied = any(row.asked == name and row.outcome == "replied" for row in replies)
            own = [] if replied else [f"no word of theirs {'on this ' if elsewhere else ''}is recorded"]
            own += [elsewhere] if elsewhere else []
        called = f"{source_name(Hop(naming='named', name=name))}: " if own else ""
        told = "; ".join((*own, _requests_in_words(replies, name) if called else asked))
        yield Fact("Accused" if claim.about else "Named", end_sentence(f"{called}{told}"), 2)
    if answers or (replies and not asked_about):
        said = [*map(_said_against, answers), "who is accused is not recorded"]
        said += [] if named else [asked]
        yield Fact("Answers", end_sentence("; ".join(said)), 2)


def _requests_in_words(requests: Sequence[Request], beside: str = "") -> str:
    """Who was asked for a reply and what came of it; whom a line is about (`beside`) is not named again."""
    return "; ".join(request_words(one, named=one.asked != beside) for one in requests) or "we have not asked"


def _other_denials(accused: str, denied: Sequence[Claim]) -> str:
    """Which other claims an accused denies: "denies C3 ..."; "" for none."""
    others = []
    for claim in denied:
        said = [row for row in claim.assertions if row.counts and row.attribution.stance in DENYING]
        marks = [restricted_mark(row.attribution) for row in said if _speaks_for(accused, row)]
        if marks:
            words = "" if claim.allegation else f" {quoted(claim.text)}"  # an allegation is told in this section
            others.append(f"{min(marks)}C{claim.number}{words}")
    more = f" and {len(others) - MOST_DENIED} more" if len(others) > MOST_DENIED else ""
    return f"denies {join_list(others[:MOST_DENIED])}{more}" if others else ""


def _gives_claim(claim: Claim, row: Assertion) -> bool:
    """Whether the sentence of an assertion holds the wording of its claim: not where other words are quoted."""
    said = row.attribution
    direct = said.quote is not None and said.quote_kind == "direct" and not said.unfound
    return not (direct and said.stance == "asserts") or key(said.quote or "").strip(".") == key(claim.text).strip(".")


def _replies(claim: Claim) -> list[Request]:
    return [request for request in claim.requests if request.purpose == "reply"]


def _answers(claim: Claim) -> list[Assertion]:
    """What is said against a claim."""
    return [row for row in joint_once(claim.assertions) if row.attribution.stance not in AFFIRMING]


ANSWERS = {
    "asserts": "says so too",
    "denies": "denies",
    "doubts": "doubts it",
    "takes-responsibility": "takes responsibility",
    "neither-confirms-nor-denies": "neither confirms nor denies",
    "corrects": "corrects it",
    "withdraws": "took it back",
}
"""Stance of an accused -> what they do."""


def _accused(names: Sequence[str], row: Assertion) -> str:
    """Which of those accused says this, in person or through somebody; "" where none of them does."""
    return next((name for name in names if _speaks_for(name, row)), "")


def _speaks_for(name: str, row: Assertion) -> bool:
    """Whether somebody says this, in person or through somebody."""
    return name in (row.origin_name, row.attribution.hops[0].body, row.body)


def _answer(accused: str, row: Assertion) -> str:
    """What an accused says: "denies: “Never” (its chair Piers Amdal, D1)"."""
    said = row.attribution
    beside = [document_word(row)] if row.document_number is not None else []
    if row.origin_name is not None and row.origin_name != accused:
        role = said.hops[0].role or ""
        office = next((role.removesuffix(of) for of in _of_body(accused) if role.endswith(of)), None)
        called = [row.origin_name, role] if office is None else [f"its {office} {row.origin_name}"]
        beside.insert(0, shown(", ".join(filter(None, called))))
    return restricted_mark(said) + ANSWERS[said.stance] + _in_words(row) + (f" ({', '.join(beside)})" if beside else "")


def _of_body(name: str) -> list[str]:
    """How a role ends that somebody has in a body: " of the Harbour Board", " for Ista Ferries"."""
    return [f" {of} {article}{name}" for of in ("of", "for", "at") for article in ("", "the ")]


def _said_against(row: Assertion) -> str:
    """Who speaks against a claim, where no accused is recorded: "denied by Port of Veld: “Never” (D1)"."""
    said = row.attribution
    where = f" ({document_word(row)})" if row.document_number is not None else ""
    return (
        f"{restricted_mark(said)}{OTHERWISE[said.stance]} {source_in_a_sentence(said.hops[0])}{_in_words(row)}{where}"
    )


def _in_words(row: Assertion) -> str:
    """The words of an answer, where they are given: ": “Never”"."""
    said = row.attribution
    direct = said.quote is not None and said.quote_kind == "direct" and not said.unfound
    return f": {quoted(said.quote or '')}" if direct else ""


def _own_voice(report: Report) -> Iterator[Block]:
    """What only outlets say, in their own voice; not the figures that the tables give, with the outlet, above."""
    tabled = {row.number for table in report.figures if is_side_by_side(table) for row in table.rows}
    claims = [claim for claim in report.claims if only_own_voice(claim) and not claim.allegation]
    left = [claim for claim in claims if claim.number not in tabled]
    if left:
        above = [claim.number for claim in claims if claim.number in tabled]
        beside = f" (beside the figures of {refs(above)} above)" if above else ""
        yield Heading(f"In an outlet's own voice, with no other source{beside}", 3)
    yield from claim_line_blocks(left)


def _flags(report: Report) -> Iterator[Block]:
    """What else is flagged, a line each: nothing that the rest of the report says."""
    in_conflict = {claim for row in report.disagreements if is_open(row) for claim in _claims_of(row)}
    alleged = {
        claim.number
        for claim in report.claims
        if claim.allegation and (report.edition == "legal" or len(claim.assertions) <= MOST_ACCUSING)
    }
    rows = [
        row
        for row in report.flags
        if row.severity != "notice"
        and row.code not in TOLD_BY_CLAIMS
        and not (row.code in TOLD_BY_ALLEGATIONS and row.claims and alleged.issuperset(row.claims))
        and not (row.code in TOLD_BY_CONFLICTS and in_conflict.issuperset(row.claims))
    ]
    if rows:
        yield Heading(f"{plural(len(rows), 'other warning')}: 'claimtrack flags' says what to do", 3)
    for row in rows:
        yield Item(f"{flag_summary(row)}.", mark=SEVERITY_MARKS[row.severity])
