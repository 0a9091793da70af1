"""What an as-clause reports: "As the paper noted, it fell", "It fell, as the paper noted"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimtrack.reading.cues.verb_groups import FINITE, VerbGroup
from claimtrack.reading.proposals import DetectedAttribution, Spans
from claimtrack.reading.syntax.clause_ends import clause_end, who_said_too
from claimtrack.reading.syntax.preceding_content import content_before
from claimtrack.reading.syntax.unit import Unit
from claimtrack.reading.syntax.verb_complement import complement
from claimtrack.reading.tokens import MARK, TokenRange


def beside_as_clause(unit: Unit, group: VerbGroup, subject: TokenRange) -> Spans | None:
    """The clause beside "as the paper noted", behind it or before; None where there is none."""
    return _after_as_clause(unit, group, subject) or _before_as_clause(unit, group, subject)


def of_those_who_said_too(unit: Unit, found: Sequence[DetectedAttribution]) -> Iterator[DetectedAttribution]:
    """What others said as well, behind what is reported: "The mayor said it was safe, as did the police".

    They may only have done as is told: "Police said he fled, as did his brother".
    """
    told = ((k, who_said_too(unit, k)) for k in range(len(unit.tokens)) if unit.is_mark(k, ","))
    by_comma = {unit.tokens[k].start: (k, others) for k, others in told if others is not None}
    for one in found if by_comma else ():
        comma, others = by_comma.get(one.content[-1][1], (0, None))
        if others is not None and one.source and one.complement == "clause":
            done = _tells_of_deed(unit, one.start, comma)
            yield replace(one, source=unit.spans(others), rival=one.source[0] if done else None)


def _tells_of_deed(unit: Unit, start: int, end: int) -> bool:
    """Whether a verb from the character `start` to the token `end` has no auxiliary: "fled", which "did" may repeat."""
    helps = ("auxiliary", "modal")
    verbs = [k for k in range(end) if unit.tokens[k].start >= start and unit.is_verb(k)]
    helped = [k for k in verbs if unit.tag(k) in helps or unit.tag(unit.back(k - 1, "adverb")) in helps]
    return not helped or len(helped) < len(verbs)


def _after_as_clause(unit: Unit, group: VerbGroup, subject: TokenRange) -> Spans | None:
    """The clause after "As the paper noted," at the beginning of a unit, and after ", but as the paper noted,"."""
    first = unit.back(subject[0] - 2, "conjunction", "adverb") + 1
    joined = first < subject[0] - 1 and unit.is_mark(first - 1, ",")
    leads = all(unit.tag(k) in (MARK, "conjunction", "adverb") for k in range(first))  # "And, as the paper noted,"
    opens = unit.norm(subject[0] - 1) == "as" and (joined or leads)
    commas = (k for k in range(group.end, min(group.end + 12, len(unit.tokens) - 2)) if unit.is_mark(k, ",:"))
    comma = next(commas, None) if opens and "q" in group.entry.frames else None
    content = unit.trimmed((comma + 1, clause_end(unit, comma + 1))) if comma is not None else None
    return None if content is None else unit.spans(content)


def _before_as_clause(unit: Unit, group: VerbGroup, subject: TokenRange) -> Spans | None:
    """The clause before ", as the paper noted"."""
    at = subject[0] - 1
    if unit.norm(at) != "as" or "q" not in group.entry.frames or unit.tag(group.end) not in _ENDS_AS:
        return None
    denied = next((one for one in unit.groups if one.entry.category == "deny" and one.end < at), None)
    right = complement(unit, denied) if denied is not None and denied.verb_form == FINITE else None
    if right is not None and right.kind == "clause":
        told = unit.trimmed((right.content[0], min(right.content[1], at)))
        return None if told is None else unit.spans(told)  # "He denied that it was shut, as relatives have alleged"
    return content_before(unit, at)


_ENDS_AS = (MARK, "", "preposition", "subordinator")
