"""An attribution before it is recorded: the sentence that the report will have, and what else would be kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claimtrack.domain.text import safe
from claimtrack.problem import Problem
from claimtrack.queries.attribution import AttributionRow
from claimtrack.queries.rows import AnswerRow
from claimtrack.render.report.wording import answer_words
from claimtrack.render.sentence import sentence
from claimtrack.render.when import date_words
from claimtrack.render.width import shown, wrapped

_ANSWER = {"figure": "figure", "label": "label", "when": "time", "where": "place", "yes_no": "answer", "text": "answer"}
_LABEL = {
    "quoted": "the speaker's own word",
    "scare": "the speaker's word, held at arm's length",
    "reported": "the report's word, not shown to be the speaker's",
    "own": "the outlet's own word",
}


def sentences(rows: Sequence[AttributionRow]) -> list[str]:
    """The rows as a report words them, what is said jointly once."""
    return list(dict.fromkeys(sentence(row) for row in rows))


def details(
    claim: Mapping[str, Any],
    answer: AnswerRow | None,
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
    how.extend(one for one in assertion.get("evidence_given", ()) if one != "not-stated")
    how.extend(caveat for one in assertion["chain"] for caveat in one.get("caveats", ()))
    if claim.get("allegation"):
        how.append("alleges wrongdoing" + (f" (by {', '.join(accused)})" if accused else ""))
    yield "kind", ", ".join(shown(one) for one in how)
    if answer is not None:
        words = answer_words(answer)
        if assertion.get("label_words") in _LABEL:
            words += f": {_LABEL[assertion['label_words']]}"
        yield _ANSWER[answer.kind], words
    if question is not None:
        yield "question", shown(question)
    if hop.get("said"):
        yield "said", date_words(hop["said"])


def detail_lines(found: Sequence[tuple[str, str]], *, width: int, indent: str = "    ") -> list[str]:
    """Names and words in two columns; where the terminal is narrow the words stand under one another."""
    column = max((len(name) for name, _ in found), default=0) + 2
    lines: list[str] = []
    for name, words in found:
        lines.extend(wrapped(words, width, first=f"{indent}{name:{column}}", rest=indent + " " * column))
    return lines


def problem_words(problem: Problem) -> str:
    """Why an offer cannot be recorded as it stands, and what would be accepted; safe to show."""
    told = problem.message if problem.value is None else f"{problem.message} ({problem.value})"
    return safe(in_review(told if problem.accepted is None else f"{told} - {problem.accepted}"))


_OPTIONS = {
    "in --counting": "under “counting” (key m)",
    "in --unit": "under “unit” (key m)",
    "or --separate for another claim": "or c for other words, which are another claim",
    "Give --publisher NAME.": "q, and 'claimtrack edit' the document: --set publisher=NAME.",
}
"""What messages say of the command line -> what a person does in a review instead."""


def in_review(words: str) -> str:
    """A message as it is told in a review, which has keys and no options."""
    for option, instead in _OPTIONS.items():
        words = words.replace(option, instead)
    return words
