"""The decisions of a person or an editor on what was proposed: JSON Lines, read strictly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.editing import attributed_to
from claimtrack.actions.reading.near_claims import near_claims
from claimtrack.actions.reading.options import proposal_options
from claimtrack.actions.reading.proposal_items import BY_HAND, PROGRAM, Item, ProposedClaim, mark_of
from claimtrack.actions.reading.recording import DocumentAdditions, Preview
from claimtrack.domain.english import join_list
from claimtrack.domain.records import FilePosition
from claimtrack.formats.jsonl import values
from claimtrack.problem import Problem
from claimtrack.reading.proposals import Doubt, Spans
from claimtrack.schema.limits import accepted_words, fault, shown, unknown_field
from claimtrack.schema.loader import fields, schema
from claimtrack.schema.nesting import NESTS, hops
from claimtrack.schema.validation import check_item

ALSO = ("spans", "rule", "proposal", "mark", "decision", "sources", "doubts", "options", "similar", "same_as")
"""What a line holds besides the claim. `sources` say what the text tells of those that the chains name.

`options` are what a person may choose for a field instead, `similar` the claims of the story that may say the same.
Whoever accepts a line may say in `same_as` which claim (an id) it says the same as: it is attributed to that one.

`doubts` says of each field that the reader is not sure of what may hold; who accepts a line takes it out. `mark` tells
what others than the rules proposed from all else, so that it is known whatever was edited.
"""
SPANS = ("source", "cue", "content")


def proposal_lines(article: Article, seen: Mapping[str, Preview]) -> Iterator[Item]:
    """Everything proposed of an article, a line each, with the options that a card has.

    What the ledger has already is left out. `seen` are the previews by mark, of which only those are needed whose story
    has claims.
    """
    if article.bylines:
        yield {"type": "document", "id": article.document, "bylines": list(article.bylines), "rule": "byline"}
    for at, proposed in enumerate(article.proposed):
        if proposed.mark not in article.recorded:
            similar = near_claims(article, seen.get(proposed.mark, Preview()))
            told = {"similar": [{"id": one.id, "text": one.text} for one in similar]} if similar else {}
            yield {**claim_line(proposed), "options": proposal_options(article, at), **told}
    if skips := passages_to_skip(article):
        yield {"type": "document", "id": article.document, "skips": skips, "rule": "layout"}


def claim_line(proposed: ProposedClaim) -> Item:
    """One proposed claim as a line."""
    spans = {name: [list(span) for span in getattr(proposed, name)] for name in SPANS}
    line: Item = {**proposed.item}
    if proposed.sources:
        line["sources"] = [dict(one) for one in proposed.sources]
    if proposed.doubts:
        line["doubts"] = {doubt.field: list(doubt.options) for doubt in proposed.doubts}
    line |= {"spans": spans, "rule": proposed.rule, "proposal": proposed.number}
    return {**line, "mark": proposed.mark} if proposed.rule.startswith(PROGRAM) else line


def passages_to_skip(article: Article) -> list[Item]:
    """The parts of the layout as passages to be skipped; those that hold words of a proposed claim are none."""
    busy = [(proposed.start, proposed.end) for proposed in article.proposed]
    busy += [(one.start, one.end) for one in article.covered]
    found = []
    for part in article.parts:
        start, end = part.span
        if not any(first < end and start < last for first, last in busy):
            found.append({"exact": article.text[start:end], "start": start, "end": end, "as": "boilerplate"})
    return found


def claim_of_line(line: Mapping[str, Any], article: Article) -> ProposedClaim:
    """The proposed claim that a sound line holds. The proposal it was made from tells whether it was edited."""
    item = {name: value for name, value in line.items() if name not in ALSO}
    item["assertions"] = [
        _assertion(one, article.document, f"line {line.get('proposal', 0)}.{at}")
        for at, one in enumerate(item["assertions"])
    ]
    quote = item["assertions"][0]["quote"]
    spans: dict[str, Spans] = {
        name: tuple((first, last) for first, last in line.get("spans", {}).get(name, ())) for name in SPANS
    }
    known = {one.number: one for one in article.proposed}.get(line.get("proposal", 0))
    same = known is not None and (known.start, known.end) == (quote["start"], quote["end"])
    return ProposedClaim(
        number=line.get("proposal", 0),
        mark=known.mark if known is not None and same else mark_of(article.text, quote["start"], quote["end"]),
        item=item,
        sources=tuple(dict(one) for one in line.get("sources", ())),
        source=spans["source"],
        cue=spans["cue"],
        content=spans["content"] or ((quote["start"], quote["end"]),),
        rule=line.get("rule", BY_HAND),
        continues=known.continues if known is not None and same else None,
        edited=known is None or not same or item != known.item,
        doubts=tuple(Doubt(field, tuple(options)) for field, options in line.get("doubts", {}).items()),
    )


def _assertion(one: Mapping[str, Any], document: str, named: str) -> Item:
    chain = hops(one["chain"]) if isinstance(one["chain"], str) else one["chain"]
    spelled = [{"source": hop} if isinstance(hop, str) else dict(hop) for hop in chain]
    return {"key": named, **one, "document": document, "chain": spelled}


DECISIONS = ("accept", "reject", "skip")
_TYPES = ("claim", "document")
_OF_DOCUMENT = ("type", "id", "bylines", "skips", "spans", "rule", "proposal", "decision")
_TOLD = ("name", "kind", "role", "speaks_for")


@dataclass(slots=True)
class DecisionsRead:
    """What a file of decisions came to. `places` says by mark on which line a proposed claim stands.

    `marks` are those that the lines say which accept or reject. `undecided` counts proposed claims;
    `document_undecided` is said of what the line of the document proposes.
    """

    accepted: list[ProposedClaim] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    undecided: int = 0
    document_undecided: bool = False
    said: DocumentAdditions = field(default_factory=DocumentAdditions)
    places: dict[str, FilePosition] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_decisions(stream: BinaryIO, file: str, article: Article) -> DecisionsRead:
    """The decisions of a file; every fault is found. Lines without a decision are counted and left alone."""
    decided = DecisionsRead()
    met: dict[str, int] = {}
    for number, value in values(stream, file):
        if isinstance(value, Problem):
            decided.problems.append(value)
            continue
        at = FilePosition(file, number)
        problems = list(line_faults(value, at, article))
        if problems:
            decided.problems.extend(problems)
            continue
        _decide(decided, value, at, article, met)
    decided.problems.sort()
    return decided


def _decide(
    decided: DecisionsRead, value: Mapping[str, Any], at: FilePosition, article: Article, met: dict[str, int]
) -> None:
    decision = value.get("decision")
    if value["type"] == "document":
        if decision == "accept":
            bylines, skips = value.get("bylines") or (), value.get("skips") or ()
            decided.said = DocumentAdditions((*decided.said.bylines, *bylines), (*decided.said.skips, *skips))
        elif decision is None and (value.get("bylines") or value.get("skips")):
            decided.document_undecided = True
        return
    proposed = claim_of_line(value, article)
    same = next((claim for claim in article.claims if claim.id == value.get("same_as")), None)
    proposed = replace(attributed_to(proposed, same), doubts=proposed.doubts) if same is not None else proposed
    if "mark" in value and decision in ("accept", "reject"):
        decided.marks.add(value["mark"])
    if decision == "accept":
        met[proposed.mark] = met.get(proposed.mark, 0) + 1
        again = met[proposed.mark]
        mark = proposed.mark if again == 1 else f"{proposed.mark}+{again}"
        decided.accepted.append(replace(proposed, mark=mark))
        decided.places[mark] = at
    elif decision == "reject":
        decided.rejected.append(proposed.mark)
    else:
        decided.undecided += 1


def line_faults(value: Any, at: FilePosition, article: Article) -> Iterator[Problem]:
    """What is wrong with a line, in no order; its words must stand in the article's text where it says."""
    if not isinstance(value, dict):
        yield fault(at, "a line must be an object in braces", shown(value), '{"type": "claim", ...}', "type")
        return
    if value.get("type") not in _TYPES:
        yield fault(
            at.below("type"), "there is no such line", shown(value.get("type")), join_list(_TYPES, "or"), "word"
        )
        return
    which = str(value["type"])
    known = (*fields(which, schema(which)), *NESTS[which], "key", *ALSO) if which == "claim" else _OF_DOCUMENT
    for name in value:
        if name not in known:
            yield unknown_field("a line of decisions has", name, value[name], at, known)
    decision = value.get("decision")
    if "decision" in value and decision not in DECISIONS:
        accepted = accepted_words(decision, DECISIONS)
        yield fault(at.below("decision"), "this is no decision", shown(decision), accepted, "word")
    item = {name: part for name, part in value.items() if name in known and name not in ALSO}
    if isinstance(value.get("proposal", 0), bool) or not isinstance(value.get("proposal", 0), int):
        yield fault(at.below("proposal"), "this must be a whole number", shown(value["proposal"]), None, "type")
    for name in ("rule", "mark"):
        if not isinstance(value.get(name, ""), str):
            yield fault(at.below(name), "this must be text in quotes", shown(value[name]), None, "type")
    if "same_as" in value and value["same_as"] not in {claim.id for claim in article.claims}:
        yield fault(at.below("same_as"), "this is no claim of the story", shown(value["same_as"]), "an id", "claim")
    yield from _span_faults(value.get("spans", {}), at.below("spans"), len(article.text))
    yield from _source_faults(value.get("sources", []), at.below("sources"))
    yield from _doubt_faults(value.get("doubts", {}), at.below("doubts"), accepted=decision == "accept")
    found = check_item(which, item, at)
    yield from found
    if not found:
        yield from _claim_faults(item, at, article) if which == "claim" else _document_faults(value, at, article)


def _span_faults(spans: Any, at: FilePosition, length: int) -> Iterator[Problem]:
    accepted = '{"source": [[start, end], ...], "cue": [...], "content": [...]}, code points of the text'
    if not isinstance(spans, dict):
        yield fault(at, "this must be an object in braces", shown(spans), accepted, "type")
        return
    for name, some in spans.items():
        if name not in SPANS:
            yield unknown_field("spans have", name, some, at, SPANS)
        elif not isinstance(some, list) or not all(_is_span(one, length) for one in some):
            yield fault(at.below(name), "these are no spans of the text", shown(some), accepted, "span")


def _is_span(one: Any, length: int) -> bool:
    if not isinstance(one, list) or len(one) != 2 or any(isinstance(at, bool) or not isinstance(at, int) for at in one):
        return False
    return bool(0 <= one[0] < one[1] <= length)


_IN_DOUBT = {
    "who": "who says it",
    "allegation": "whether it alleges wrongdoing",
    "denies": "which claim it denies",
    "question": "which question it answers",
}
"""A field -> what is in doubt with it, in words."""


def _doubt_faults(doubts: Any, at: FilePosition, *, accepted: bool) -> Iterator[Problem]:
    hint = '{"who": ["Ana Lint", "Tom Ek"]}: a field, and what may hold'
    if not isinstance(doubts, dict) or not all(
        isinstance(options, list) and all(isinstance(option, str) for option in options) for options in doubts.values()
    ):
        yield fault(at, "these are no doubts", shown(doubts), hint, "type")
        return
    for name, options in doubts.items() if accepted else ():
        todo = 'put right what is wrong, then take it out of "doubts"'
        message = f"it is accepted, but it is in doubt {_IN_DOUBT.get(name, f'what its {name} is')}"
        yield fault(at.below(name), message, join_list([shown(option) for option in options], "or"), todo, "doubt")


def _source_faults(sources: Any, at: FilePosition) -> Iterator[Problem]:
    if not isinstance(sources, list):
        yield fault(at, "this must be a list in brackets", shown(sources), '[{"name": "AFP", ...}]', "type")
        return
    for index, one in enumerate(sources):
        here = at.below(index)
        found = check_item("source", {"kind": "unknown", **one} if isinstance(one, dict) else one, here)
        yield from found
        if found:
            continue
        for name in one:
            if name not in _TOLD:
                hint = f"here may stand {join_list(_TOLD, 'or')}; 'claimtrack source add' says more"
                yield fault(here.below(name), f"a source told of here has no {name}", None, hint, "unknown-field")
        if not isinstance(one.get("speaks_for", ""), str):
            yield fault(here.below("speaks_for"), "this must be the name of one body", None, None, "type")


def _claim_faults(item: Mapping[str, Any], at: FilePosition, article: Article) -> Iterator[Problem]:
    assertions = item.get("assertions", [])
    if not assertions:
        yield fault(at, "a claim that was read has an assertion", None, '"assertions": [{"chain": ...}]', "missing")
    for index, one in enumerate(assertions):
        here = at.below("assertions", index)
        document = one.get("document")
        if document is not None and document not in (article.document, article.title):
            accepted = f"{article.document}, the document that is read"
            yield fault(here.below("document"), "this is another document", shown(document), accepted, "document")
        quote = one.get("quote")
        if not isinstance(quote, dict) or "start" not in quote:
            accepted = '{"exact": words, "start": first, "end": after the last}, code points of the text'
            yield fault(here.below("quote"), "this does not say where the words stand", None, accepted, "missing")
        elif article.text[quote["start"] : quote["end"]] != quote["exact"]:
            there = shown(article.text[quote["start"] : quote["end"]])
            yield fault(here.below("quote"), "other words stand there", shown(quote["exact"]), there, "quote")


def _document_faults(value: Mapping[str, Any], at: FilePosition, article: Article) -> Iterator[Problem]:
    if value.get("id") != article.document:
        yield fault(at.below("id"), "this is another document", shown(value.get("id")), article.document, "document")
    for index, one in enumerate(value.get("skips") or ()):
        if article.text[one["start"] : one["end"]] != one["exact"]:
            yield fault(at.below("skips", index), "other words stand there", shown(one["exact"]), None, "quote")
