"""A passage of a text in its context, with the words that it rests on marked: who, what reports, what is reported.

The marks are brackets; colour and weight are added to them, and never stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from claimtrack.domain.english import date_words, plural, quoted
from claimtrack.domain.text import safe
from claimtrack.problem import Problem
from claimtrack.queries.passages import OPEN, Coverage
from claimtrack.queries.views import Answer, Attribution
from claimtrack.render.report.wording import answer_words
from claimtrack.render.sentence import sentence
from claimtrack.render.terminal.width import cut, shown, wrapped

MOST_SHOWN = 200


def coverage_lines(row: Coverage, *, width: int, refused: Sequence[Mapping[str, Any]] = ()) -> Iterator[str]:
    """How much of the text is attributed, own voice or skipped, and each sentence of which nothing is recorded.

    `refused` are assertions that were proposed and just refused: their sentences are counted, and not shown again.
    """
    attributed, left = plural(row.attributed, "attributed passage"), plural(row.open, "sentence")
    nothing = f"nothing recorded of {left}" if row.open else "something recorded of every sentence"
    counts = f"{attributed}, {row.own} in its own voice, {row.skipped} skipped, {nothing}"
    quotes = [said["quote"] for said in refused if "start" in said.get("quote", {})]
    seen = {
        stretch
        for stretch in row.stretches
        if stretch.kind == OPEN and any(one["start"] < stretch.end and stretch.start < one["end"] for one in quotes)
    }
    counts += f" ({len(seen)} refused now)" if seen else ""
    yield from wrapped(f"its text: {counts}.", width)
    if row.unplaced:
        yield f"! {plural(len(row.unplaced), 'assertion')} without a place in it"
    for stretch in row.stretches:
        if stretch.kind == OPEN and stretch not in seen:
            lines = wrapped(quoted(cut(shown(stretch.text), MOST_SHOWN)), width - 4)
            yield from (f"  {'-' if index == 0 else ' '} {line}" for index, line in enumerate(lines))


_ANSWER = {"figure": "figure", "label": "label", "when": "time", "where": "place", "yes_no": "answer", "text": "answer"}
_LABEL = {
    "quoted": "the speaker's own word",
    "scare": "the speaker's word, put in quote marks by the report",
    "reported": "the report's word, not shown to be the speaker's",
    "own": "the outlet's own word",
}


def sentences(rows: Sequence[Attribution]) -> list[str]:
    """The rows as a report words them; what is said jointly once, whichever of the names has an article."""
    said: dict[str, str] = {}
    for row in rows:
        words = sentence(row)
        said.setdefault(re.sub(r"\b[Tt]he ", "", words) if row.joint else words, words)
    return list(said.values())


def details(
    claim: Mapping[str, Any],
    answer: Answer | None,
    assertion: Mapping[str, Any],
    question: str | None,
    accused: Sequence[str] = (),
) -> Iterator[tuple[str, str]]:
    """What would be recorded besides: a name and its words, safe to show. `question` is its text.

    `accused` are the names of those whom it is about.
    """
    how = [claim.get("kind", "event"), assertion.get("quote_kind", "indirect")]
    hop = assertion["chain"][0]
    if hop.get("naming", "named") != "named":
        how.append(hop["naming"])
    if hop.get("basis", "not-stated") != "not-stated":
        how.append(hop["basis"])
    how.extend(item for item in assertion.get("evidence_given", ()) if item != "not-stated")
    how.extend(caveat for item in assertion["chain"] for caveat in item.get("caveats", ()))
    if claim.get("allegation"):
        how.append("alleges wrongdoing" + (f" (by {', '.join(accused)})" if accused else ""))
    yield "kind", ", ".join(shown(item) for item in how)
    if answer is not None:
        words = answer_words(answer)
        if assertion.get("label_words") in _LABEL:
            words += f": {_LABEL[assertion['label_words']]}"
        yield _ANSWER[answer.kind], words
    if question is not None:
        yield "question", shown(question)
    if hop.get("said"):
        yield "said", date_words(hop["said"])
    if assertion.get("release"):
        yield "terms", shown(assertion["release"])


def detail_lines(facts: Sequence[tuple[str, str]], *, width: int) -> list[str]:
    """Names and words in two columns; where the terminal is narrow the words stand under one another."""
    column = max((len(name) for name, _ in facts), default=0) + 2
    lines: list[str] = []
    for name, words in facts:
        lines.extend(wrapped(words, width, first=f"    {name:{column}}", rest=" " * (4 + column)))
    return lines


def problem_words(problem: Problem) -> str:
    """Why a proposed claim cannot be recorded as it stands, and what would be accepted; safe to show."""
    message = problem.message if problem.value is None else f"{problem.message} ({problem.value})"
    return safe(in_review(message if problem.accepted is None else f"{message} - {problem.accepted}"))


_OPTIONS = {
    "in --counting": "under “counting” (key m)",
    "in --unit": "under “unit” (key m)",
    "or --separate for another claim": "or c for other words, which are another claim",
    "Give --publisher NAME.": "q, and 'claimtrack edit' the document: --set publisher=NAME.",
}
"""What messages say of the command line -> what a person does in a review instead."""


def in_review(words: str) -> str:
    """A message as it is worded in a review, which has keys and no options."""
    for option, instead in _OPTIONS.items():
        words = words.replace(option, instead)
    return words


Span = tuple[int, int]

MARKS = {"source": ("{", "}"), "cue": ("<", ">"), "content": ("[", "]")}
"""What the words are -> the brackets round them."""
LEGEND = "{who} <says> [what]"
_CODES = {"source": "1", "cue": "4", "content": "36"}
_LONGEST_PARAGRAPH = 600
"""Characters of a paragraph beyond which only the sentences that matter are shown."""


def context(text: str, sentences: Sequence[Span], content: Sequence[Span], beside: Iterable[Span]) -> Span:
    """The stretch to be shown with a passage: its paragraph, or of a long one its sentences and the one before.

    `beside` are spans of who said it and how, shown where they are near.
    """
    start, end = content[0][0], content[-1][1]
    for first, last in beside:
        if start - _LONGEST_PARAGRAPH < first and last < end + _LONGEST_PARAGRAPH:
            start, end = min(start, first), max(end, last)
    begin, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    if stop - begin <= max(_LONGEST_PARAGRAPH, end - start):
        return begin, stop
    near = [index for index, (first, last) in enumerate(sentences) if first < end and start < last]
    if not near:
        return max(begin, start - _LONGEST_PARAGRAPH // 2), min(stop, end + _LONGEST_PARAGRAPH // 2)
    before = sentences[max(near[0] - 1, 0)]
    return max(begin, min(before[0], start)), max(sentences[near[-1]][1], end)


INDENT = "  "
"""What a line of a marked text begins with."""


def marked_lines(text: str, shown: Span, marks: Iterable[tuple[str, Span]], *, width: int, color: bool) -> list[str]:
    """A stretch of the text in lines, its paragraphs parted, the spans of `marks` (what, span) in brackets."""
    start, stop = shown
    wanted = [(what, first, last) for what, (first, last) in marks if first < stop and start < last]
    lines: list[str] = []
    offset = start
    for line in text[start:stop].split("\n"):
        if line.strip():
            lines.extend(_paragraph(text, (offset, offset + len(line)), wanted, width, color))
        offset += len(line) + 1
    return lines


def _paragraph(text: str, span: Span, marks: list[tuple[str, int, int]], width: int, color: bool) -> list[str]:
    pieces = _pieces(text, span, marks)
    lines = wrapped("".join(words for words, _ in pieces), width, first=INDENT, rest=INDENT)
    return _coloured(lines, pieces) if color else lines


def _pieces(text: str, span: Span, marks: list[tuple[str, int, int]]) -> list[tuple[str, str]]:
    """The paragraph with brackets, safe to show, in pieces, each with the codes it is coloured by."""
    begin, stop = span
    here = [(what, max(first, begin), min(last, stop)) for what, first, last in marks if first < stop and begin < last]
    edges = sorted({begin, stop, *(at for _, first, last in here for at in (first, last))})
    pieces: list[tuple[str, str]] = []
    for at, after in zip(edges, [*edges[1:], stop], strict=True):
        for what, _, last in sorted(here, key=lambda one: -one[1]):
            if last == at:
                pieces.append((MARKS[what][1], ""))
        for what, first, _ in sorted(here, key=lambda one: -one[2]):
            if first == at:
                pieces.append((MARKS[what][0], ""))
        codes = ";".join(_CODES[what] for what in _CODES if any(one == what and a <= at < b for one, a, b in here))
        words = safe("".join(" " if character.isspace() else character for character in text[at:after]))
        pieces.append((words, codes))
    return pieces


def _coloured(lines: list[str], pieces: list[tuple[str, str]]) -> list[str]:
    """The lines with the codes of their pieces: every character but white space is where it was."""
    codes = iter([code for words, code in pieces for character in words if not character.isspace()])
    coloured = []
    for line in lines:
        out, last = [line[: len(INDENT)]], ""
        for character in line[len(INDENT) :]:
            code = last if character.isspace() else next(codes, "")
            if code != last:
                out.append(("\x1b[0m" if last else "") + (f"\x1b[{code}m" if code else ""))
                last = code
            out.append(character)
        coloured.append("".join(out) + ("\x1b[0m" if last else ""))
    return coloured
