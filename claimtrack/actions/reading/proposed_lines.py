"""Claims that others than the rules propose of an article, a program or an assistant: each spelled as a line of JSON.

What they give are proposals, and a person decides. Words that do not stand in the text as they are given are refused,
and every proposal says who it is of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from claimtrack.actions.reading.article import Article, with_proposals
from claimtrack.actions.reading.decisions import claim_of_line, line_faults
from claimtrack.actions.reading.proposal_items import PROGRAM, ProposedClaim
from claimtrack.domain.anchors import passage
from claimtrack.domain.canonical_json import canonical_text, sha256
from claimtrack.domain.figures import FigureError
from claimtrack.domain.records import FilePosition
from claimtrack.ledger.write.defaults import figure
from claimtrack.problem import Problem
from claimtrack.reading.proposals import Reading
from claimtrack.schema.limits import fault, shown, unknown_field, value_faults

ProposedLine = tuple[FilePosition, Any, str]
"""Where a line stands, what it holds (a Problem where it could not be read), and who proposes it."""


def claims_of_lines(article: Article, lines: Iterable[ProposedLine]) -> list[ProposedClaim | list[Problem]]:
    """Of each line the claim that it proposes, or what is wrong with it.

    A claim's mark tells it from another of the same words: what was decided of one says nothing of the other.
    """
    made: list[ProposedClaim | list[Problem]] = []
    number = 0
    for at, value, name in lines:
        problems = [value] if isinstance(value, Problem) else value_faults(value, at) or list(_refused(value, at))
        if not problems:
            line = _placed(value, article.text, canonical_text({"proposed_by": name}))
            problems = list(_unplaced(line, at, article.text)) or list(line_faults(line, at, article))
            problems = problems or list(_figure_faults(line, at))
        if problems:
            made.append(problems)
            continue
        number += 1
        claim = claim_of_line({**line, "proposal": number}, article)
        mark = f"{claim.mark}-{sha256(canonical_text([name, value]).encode())[:8]}"
        made.append(replace(claim, mark=mark, rule=PROGRAM + name, edited=False, continues=None))
    return made


def with_lines(article: Article, made: Iterable[ProposedClaim | list[Problem]]) -> tuple[Article, list[Problem]]:
    """The article with the claims of `claims_of_lines` in place of those of the rules, and all that is wrong."""
    proposed: list[ProposedClaim] = []
    problems: list[Problem] = []
    for one in made:
        if isinstance(one, ProposedClaim):
            proposed.append(one)
        else:
            problems += one
    return with_proposals(article, proposed), sorted(problems)


def nothing_read(text: str, **_: Any) -> Reading:
    """A text of which nothing is proposed: a reader for `open_article` where others propose."""
    return Reading(text, (), (), (), ())


CLAIM_FIELDS = (
    *("type", "text", "kind", "question", "answer", "about", "allegation", "assertions"),
    *("sources", "doubts", "spans", "rule", "proposal"),
)
ASSERTION_FIELDS = (
    *("chain", "document", "stance", "quote", "quote_kind", "label_words"),
    *("evidence_given", "occasion", "joint"),
)
"""What may be proposed: what a person sees on the card, and so no id, verdict, note, release..."""


def _refused(value: Any, at: FilePosition) -> Iterator[Problem]:
    """What a program may not say: it proposes claims, and decides nothing."""
    if not isinstance(value, dict):
        yield fault(at, "a line must be an object in braces", shown(value), '{"type": "claim", ...}', "type")
    elif value.get("type", "claim") != "claim":
        yield fault(at.below("type"), "a program proposes claims only", shown(value["type"]), "claim", "word")
    elif "decision" in value:
        yield fault(at.below("decision"), "a program decides nothing", shown(value["decision"]), code="decision")
    else:
        yield from _unseen(value, CLAIM_FIELDS, at)
        said = value.get("assertions")
        for index, one in enumerate(said if isinstance(said, list) else ()):
            if isinstance(one, dict):
                yield from _unseen(one, ASSERTION_FIELDS, at.below("assertions", index))


def _unseen(value: Mapping[str, Any], known: Sequence[str], at: FilePosition) -> Iterator[Problem]:
    for name in value.keys() - set(known):
        yield unknown_field("a proposal has", name, value[name], at, known)


def _figure_faults(line: Mapping[str, Any], at: FilePosition) -> Iterator[Problem]:
    """What is wrong with the figure of a sound line, in whatever unit its question asks for it."""
    answer = line.get("answer", {})
    if "figure" in answer:
        try:
            figure(answer, "USD")  # words of a count are read in any unit, a currency sign in that of money alone
        except FigureError as error:
            yield fault(at.below("answer", "figure"), error.why, shown(error.text), error.accepted, "figure")


def _placed(value: Mapping[str, Any], text: str, foreign: str) -> dict[str, Any]:
    """The line with the place of each quotation that stands in the text once, or once between its neighbours.

    Each assertion says in `foreign` who proposed it, and keeps that when it is recorded.
    """
    line = {"type": "claim", **value}
    if isinstance(line.get("assertions"), list):
        line["assertions"] = [
            {**_with_place(one, text), "foreign": foreign} if isinstance(one, dict) else one
            for one in line["assertions"]
        ]
    return line


def _with_place(assertion: dict[str, Any], text: str) -> dict[str, Any]:
    given = assertion.get("quote")
    quote: Any = {"exact": given} if isinstance(given, str) else given
    around = _words_to_find(quote)
    at = text.find(around) if around is not None else -1
    if around is None or at < 0 or text.find(around, at + 1) >= 0:
        return {**assertion, "quote": quote} if isinstance(quote, dict) else assertion
    exact = quote["exact"]
    begin = at + len(str(quote.get("prefix", "")))
    place = passage(text, begin, begin + len(exact))
    found = {"exact": exact, "start": place.start, "end": place.end, "prefix": place.prefix, "suffix": place.suffix}
    return {**assertion, "quote": {name: part for name, part in found.items() if part != ""}}


def _words_to_find(quote: Any) -> str | None:
    """The words of a quotation with those beside it; None where it says itself where they stand, or is none."""
    if not isinstance(quote, dict) or "start" in quote or not isinstance(quote.get("exact"), str) or not quote["exact"]:
        return None
    return "".join(str(quote.get(name, "")) for name in ("prefix", "exact", "suffix"))


def _unplaced(line: Mapping[str, Any], at: FilePosition, text: str) -> Iterator[Problem]:
    """The quotations of a line that stand nowhere in the text, or in several places."""
    assertions = line.get("assertions")
    for index, one in enumerate(assertions if isinstance(assertions, list) else ()):
        words = _words_to_find(one.get("quote") if isinstance(one, dict) else None)
        if words is not None:
            message, accepted = "these words are not in the text", None
            if words in text:
                message = "these words stand in the text more than once"
                accepted = '"prefix" or "suffix": what stands beside those that are meant'
            yield fault(at.below("assertions", index, "quote"), message, shown(words), accepted, "quote")
