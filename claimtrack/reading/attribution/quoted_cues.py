"""Verbs that report and stand in quote marks themselves: the firm “categorically denies” that it hid the report."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.reading.attribution.assembly import made
from claimtrack.reading.cues.lexicon import PAST, THIRD, verb_forms
from claimtrack.reading.cues.verb_groups import FINITE, VerbGroup
from claimtrack.reading.proposals import DetectedAttribution
from claimtrack.reading.syntax.preceding_subject import subject_before
from claimtrack.reading.syntax.unit import Unit
from claimtrack.reading.syntax.verb_complement import complement
from claimtrack.reading.tokens import QUOTE
from claimtrack.reading.word_lists import words

_MOST = 3
"""Words at most of a quotation that is no more than a verb and its adverbs."""


def find_quoted_cues(unit: Unit) -> Iterator[DetectedAttribution | None]:
    """The attributions of a unit whose verb stands in quote marks."""
    for at, token in enumerate(unit.tokens):
        group = _group(unit, at) if token.tag == QUOTE and not token.speech else None
        subject = subject_before(unit.tokens, at) if group is not None else None
        right = complement(unit, group, subject) if group is not None and subject is not None else None
        if group is not None and right is not None:
            yield made(unit, group, subject, unit.spans(right.content), "said before", right)


def _group(unit: Unit, at: int) -> VerbGroup | None:
    """The verb that a quotation consists of, with adverbs alone before it; None where it is anything else."""
    inner = unit.tokens[at].inner
    quoted = unit.text[slice(*inner)].lower().split() if inner is not None else []
    *adverbs, verb = quoted or [""]
    known = verb_forms().get(verb)
    plain = all(word.endswith("ly") or word in words("adverbs") for word in adverbs) and len(adverbs) < _MOST
    if known is None or not plain or not known.forms & {THIRD, PAST}:
        return None
    entry = next((one for one in known.entries if not one.particle), None)
    tense = "present" if THIRD in known.forms else "past"
    negated = "not" in adverbs or "never" in adverbs
    return None if entry is None else VerbGroup(at, at + 1, at, entry, FINITE, negated, tense)
