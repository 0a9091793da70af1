"""An attribution put together of a verb, its subject, and what stands before and behind it as what it reports."""

from __future__ import annotations

from dataclasses import replace

from claimtrack.reading.cues.verb_groups import PASSIVE, VerbGroup
from claimtrack.reading.proposals import Cue, DetectedAttribution, Spans
from claimtrack.reading.syntax.complement import Complement
from claimtrack.reading.syntax.preceding_subject import subject_before
from claimtrack.reading.syntax.subjects import shared_subject, subject_besides
from claimtrack.reading.syntax.unit import Unit
from claimtrack.reading.tokens import NAME, TokenRange
from claimtrack.reading.word_lists import words


def made(
    unit: Unit, group: VerbGroup, subject: TokenRange | None, content: Spans, rule: str, right: Complement | None = None
) -> DetectedAttribution | None:
    """The attribution that a verb makes of a subject (None: nobody is named) and a content; None without a source."""
    trimmed = unit.trimmed(subject) if subject is not None else None
    if trimmed is not None and trimmed[0] < group.start < trimmed[1]:
        trimmed = unit.trimmed((trimmed[0], group.start))  # "asked Ana Ruiz to warn them"
    if subject is not None and trimmed is None:
        return None
    if trimmed is not None and trimmed[1] - trimmed[0] > 1 and unit.norm(trimmed[1] - 1) in words("reflexive_pronouns"):
        trimmed = (trimmed[0], trimmed[1] - 1)  # "Ana Ruiz herself said"
    if (
        trimmed is not None
        and unit.norm(trimmed[0]) in words("adverbs_of_order")
        and unit.tag(trimmed[0] + 1) in ("determiner", NAME)
    ):
        trimmed = (trimmed[0] + 1, trimmed[1])  # "Earlier the coast guard had said"
    source = unit.spans(trimmed) if trimmed is not None else ()
    addressee = unit.span_of(right.addressee) if right is not None and right.addressee is not None else None
    cue_end = right.cue_end if right is not None else None
    thought = group.verb_form == PASSIVE and "p" in group.entry.frames and group.entry.category in ("feel", "want")
    word = Cue(
        f"{group.entry.lemma} {group.entry.particle}".strip(),
        "think" if thought else group.entry.category,  # "is feared to have": what is thought, and no feeling
        passive=group.verb_form == PASSIVE,
        negated=group.negated,
        tense=group.tense,
    )
    cue = unit.spans((group.start, cue_end or group.end))
    kind = right.kind if right is not None else ""
    return DetectedAttribution(source, cue, content, word, rule, addressee, complement=kind)


def reported(
    unit: Unit, group: VerbGroup, subject: TokenRange, left: Spans, right: Complement | None, rule: str
) -> DetectedAttribution | None:
    """What a subject says: the words on the `left` of the verb and those on its `right`, each if there are any."""
    content = left if right is None else tuple(sorted({*left, unit.span_of(right.content)}))
    return made(unit, group, subject, content, rule, right)


def with_rival(unit: Unit, group: VerbGroup, found: DetectedAttribution | None) -> DetectedAttribution | None:
    """What a verb makes, with who else may be its subject, where that is shared with another verb."""
    if found is None or not found.source or subject_before(unit.tokens, group.start) is not None:
        return found
    subject = shared_subject(unit, group)
    besides = unit.trimmed(subject_besides(unit, group, subject) or (0, 0)) if subject is not None else None
    return found if besides is None else replace(found, rival=unit.span_of(besides))
