"""Passive verbs that report: "was described as", "is expected to", "Asked whether"."""

from __future__ import annotations

from claimtrack.reading.attribution.assembly import made
from claimtrack.reading.cues.verb_groups import FINITE, VerbGroup
from claimtrack.reading.proposals import DetectedAttribution
from claimtrack.reading.syntax.clause_ends import (
    SPEECH_CATEGORIES,
    clause_end,
    is_clause,
    is_time,
    phrase_end,
)
from claimtrack.reading.syntax.complement import Complement
from claimtrack.reading.syntax.preceding_content import content_before
from claimtrack.reading.syntax.preceding_subject import subject_before
from claimtrack.reading.syntax.unit import Unit
from claimtrack.reading.syntax.verb_complement import complement
from claimtrack.reading.tokens import NAME, WORD
from claimtrack.reading.word_lists import words

_NOT_SURE = frozenset(["think", "feel", "report"])
"""Sorts of verbs whose passive tells of somebody what nobody is sure of: "feared dead", not "found dead"."""
_BOUNDS = (("more", "than"), ("fewer", "than"), ("less", "than"), ("at", "least"), ("at", "most"), ("up", "to"))
"""Words before the number of a subject that belong to it."""


def passive(unit: Unit, group: VerbGroup) -> DetectedAttribution | None:
    """As in "is expected to", "was described as": nobody named, unless "by" names somebody."""
    frames = group.entry.frames
    subject = subject_before(unit.tokens, group.start)
    if subject is not None and unit.norm(subject[1] - 1) in ("that", "which", "who"):
        subject = (subject[0], subject[1] - 1)
    if subject is None or subject[0] == subject[1] or unit.trimmed(subject) is None:
        return None
    if unit.norm(subject[0]) == "whose":
        return None  # "Karst Power, whose drug is expected to work": a clause about the firm
    if unit.norm(subject[1] - 1) == "of":
        return None  # "a report, a copy of which was seen by Coast Wire"
    if group.entry.lemma in ("identify", "name") and any(
        unit.tag(k) == "modal" or (unit.norm(k) == "to" and k >= group.start - 1)
        for k in range(group.start - 2, group.head)
    ):
        return None  # "who can only be identified as X", "who asked to be named only by X"
    if unit.norm(subject[1] - 1) == "fact":
        return None  # "They knew, a fact that was reported by Coast Wire"
    at = group.end
    while unit.tag(at) == "adverb":
        at += 1
    end = phrase_end(unit, at) if at < len(unit.tokens) else at
    end = next((k for k in range(at, end) if unit.is_mark(k, ",")), end)
    agent = next((k for k in range(at, min(end, at + 20)) if unit.norm(k) == "by" and not is_time(unit, k + 1)), None)
    if agent is not None and frames & {"n", "as", "l", "q"}:
        by = (agent + 1, _agent_end(unit, group, agent + 1)) if agent + 1 < len(unit.tokens) else None
        if by is not None and by[1] > by[0] and unit.tag(by[0]) in (NAME, "determiner", WORD, "object"):
            if unit.norm(by[1]) == "that" and group.entry.category == "tell" and is_clause(unit, by[1] + 1):
                told = unit.spans((by[1] + 1, clause_end(unit, by[1] + 1)))
                return made(unit, group, by, told, "passive, by")
            reproach = unit.spans((by[1], end)) if by[1] < end else ()
            content = (unit.span_of(subject), *(unit.spans((at, agent)) if agent > at else ()), *reproach)
            return made(unit, group, by, content, "passive, by")
        return None
    norm = unit.norm(at)
    if group.entry.category in ("ask", "tell"):
        right = complement(unit, group)
        heard = right is not None and right.kind in ("clause", "question", "quote")
        return made(unit, group, None, unit.spans(right.content), "passive", right) if right and heard else None
    if "p" in frames and norm == "that" and unit.norm(subject[0]) == "it" and is_clause(unit, at + 1):
        # "It is feared that"
        return made(unit, group, None, unit.spans((at + 1, clause_end(unit, at + 1))), "passive")
    closes = unit.is_mark(at, ".;") or at >= len(unit.tokens)
    if "p" in frames and closes and unit.norm(subject[0]) == "it" and unit.is_mark(subject[0] - 1, ","):
        claimed = content_before(unit, subject[0])  # "It sank in minutes, it is claimed"
        return None if claimed is None else made(unit, group, None, claimed, "passive")
    harmed = norm in words("harm_participles") and group.entry.category in _NOT_SURE  # "are feared dead"
    follows = "p" in frames and (harmed or norm in ("to", "as", "that") or unit.tag(at) == "auxiliary")
    judged = group.entry.category in ("criticise", "praise", "accuse", "label", "think")
    follows = follows or (judged and norm in ("for", "as", "of", "over") and norm in frames | {"as"})
    rest = unit.trimmed((at, end)) if follows else None
    if (unit.norm(subject[0] - 2), unit.norm(subject[0] - 1)) in _BOUNDS:
        subject = (subject[0] - 2, subject[1])  # "More than ten people are feared dead"
    return None if rest is None else made(unit, group, None, (unit.span_of(subject), unit.span_of(rest)), "passive")


def _agent_end(unit: Unit, group: VerbGroup, at: int) -> int:
    """Where the agent of a passive ends: at what is behind it told ("that") or reproached ("of hiding the report")."""
    end = phrase_end(unit, at)
    stops = (
        {"that", "for", "over"}
        | ({"as"} if group.entry.category == "label" else set())
        | ({"of"} if group.entry.category == "accuse" else {"to"})
    )
    return next((k for k in range(at + 1, end) if unit.norm(k) in stops and _tells(unit, k)), end)


def _tells(unit: Unit, at: int) -> bool:
    after = at + 1 + (unit.norm(at + 1) == "not")
    if unit.norm(at) == "to":
        return unit.tag(after) in (WORD, "auxiliary")
    return unit.norm(at) in ("that", "as") or unit.norm(after).endswith("ing")


def asked(unit: Unit, group: VerbGroup, right: Complement | None) -> DetectedAttribution | None:
    """As in "Asked whether she would stay, she laughed": nobody is named who asked."""
    alone = unit.norm(group.start - 1) in ("", "when", "if") and group.entry.category in ("ask", "tell")
    if not alone or group.tense != "past" or right is None or right.kind not in ("clause", "question"):
        return None
    start, end = right.content
    end = next((k for k in range(start + 1, end) if unit.is_mark(k, ",")), end)
    if any(
        one.start > end and one.verb_form == FINITE and one.entry.category in SPEECH_CATEGORIES for one in unit.groups
    ):
        return None  # "Asked whether she would stay, Ana Ruiz said": what she answered is told
    return made(unit, group, None, unit.spans((start, end)), "passive", right)
