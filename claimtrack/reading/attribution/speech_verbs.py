"""Verbs that report: "she said", "the ministry denied that", "told AFP", saying, asked to, is expected to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claimtrack.reading.attribution.clauses import TokenRange, looks_like_past_verb, subject_before
from claimtrack.reading.attribution.complement import (
    Complement,
    attribution_begins,
    clause_end,
    complement,
    is_clause,
    phrase_end,
)
from claimtrack.reading.attribution.unit import Scene
from claimtrack.reading.cues.verb_groups import FINITE, INFINITIVE, PARTICIPIAL, PASSIVE, VerbGroup
from claimtrack.reading.proposals import Attribution, Cue, Span, Spans
from claimtrack.reading.tokens import MARK, NAME, QUOTE, WORD
from claimtrack.reading.word_lists import words

_TELLING = frozenset(["say", "tell", "report", "claim", "warn", "accuse"])
_BESIDE = frozenset(["as", "while", "amid"])
LOOSE = frozenset(["object", "phrase", "label"])
"""Complements that are no clause: only some verbs report with them."""


def find_verbs(scene: Scene) -> Iterator[Attribution]:
    """The attributions that the verbs of a unit make, in the order of the verbs."""
    for group in scene.groups:
        found = _of_group(scene, group)
        if found is not None:
            yield found


def _of_group(scene: Scene, group: VerbGroup) -> Attribution | None:
    if group.manner == PASSIVE:
        return _passive(scene, group)
    if group.manner == FINITE:
        who = subject_before(scene.tokens, group.start) or _shared_subject(scene, group)
        right = complement(scene, group, relative=who is not None and scene.low(who[1] - 1) == "who")
        if who is not None and _is_expletive(scene, who):
            return None
        if who is not None and right is not None and right.sort == "object" and scene.low(who[1] - 1) == "which":
            return None  # "a report, which cited papers": nothing is said of the papers
        if who is None:
            return _inverted(scene, group)
        if "q" in group.entry.frames:
            who = _with_name(scene, who)
            after_speech = _follows_speech(scene, who[0])
            if right is None or after_speech or _is_tail(scene, group, right):
                more = right if right is not None and right.sort == "quote" else None
                if more is None and not after_speech:
                    more = _clause_goes_on(scene, group)
                full = more is not None and more.sort == "clause" and _left(scene, who[0]) is not None
                if full and more is not None and scene.low(more.content[0]) in _BESIDE:
                    more = None  # "Two were lost, he said, as boats joined the search": the report's own words
                alone = right is None and group.entry.sort in ("say", "report", "claim")
                left = _left(scene, who[0], short=more is not None or alone)
                speech_only = not group.entry.frames & {"c", "h"} and not after_speech
                if left is not None and not speech_only and scene.sort(who[0]) != "preposition":
                    return _found(scene, group, who, left, more, "said after")
        if right is not None:
            inner = scene.group_at.get(right.content[0]) if right.sort == "infinitive" else None
            further = complement(scene, inner) if inner is not None and group.entry.sort == "refuse" else None
            if inner is not None and further is not None:
                return _found(scene, group, who, (), replace(further, cue_end=inner.end), "said before")
            return _found(scene, group, who, (), right, "said before")
        if "q" in group.entry.frames and (announced := _announced(scene)):
            return _found(scene, group, who, announced, None, "said before, next paragraph")
        if "q" in group.entry.frames and (spoken := _spoken_before(scene, who[0])):
            return _found(scene, group, who, spoken, None, "said after speech")
        return None
    right = complement(scene, group)
    return None if right is None else _dependent(scene, group, right)


def _dependent(scene: Scene, group: VerbGroup, right: Complement) -> Attribution | None:
    """A participle or infinitive: its subject is that of the verb before it."""
    if group.manner == INFINITIVE and (right.sort in LOOSE or _is_refused(scene, group)):
        return None
    if group.manner == PARTICIPIAL and not scene.is_mark(group.start - 1, ","):
        noun = group.entry.lemma in words("verb_or_noun", scene.language)
        if right.sort in LOOSE or (right.sort == "clause" and noun):
            return None
    who = _subject_of_clause(scene, group)
    if who is None:
        return None
    return _found(scene, group, who, (), right, "saying" if group.manner == PARTICIPIAL else "to say")


def _is_refused(scene: Scene, group: VerbGroup) -> bool:
    """Whether it is what somebody declined to say: one attribution, which the verb before makes."""
    return any(one.end == group.start and one.entry.sort == "refuse" for one in scene.groups)


def _subject_of_clause(scene: Scene, group: VerbGroup) -> TokenRange | None:
    """The subject of the clause that a participle or infinitive belongs to: of the nearest verb before it."""
    before = [one for one in scene.groups if one.start < group.start and one.manner == FINITE][-3:]
    before.sort(key=lambda one: (one.entry.sort not in _TELLING, -one.start))
    for one in before:
        who = subject_before(scene.tokens, one.start)
        if who is not None:
            return who
        inverted = _after(scene, one)
        if inverted is not None:
            return inverted
    for at in range(group.start - 1, max(-1, group.start - 40), -1):
        if scene.sort(at) in ("auxiliary", "modal"):
            return subject_before(scene.tokens, at)
        if scene.sort(at) == WORD and scene.low(at).endswith("ed") and at > 0:
            return subject_before(scene.tokens, at)
    first = 0
    while scene.sort(first) in ("adverb", "conjunction"):
        first += 1
    if scene.sort(first) in (NAME, "determiner", "subject"):
        end = first + 1
        while scene.sort(end) == NAME:
            end += 1
        if end <= group.start:
            return first, min(end + (1 if scene.sort(first) == "determiner" else 0), group.start)
    return None


def _shared_subject(scene: Scene, group: VerbGroup) -> TokenRange | None:
    """The subject of "X did this and said that": the one of the first verb of the clause."""
    at = group.start
    if scene.sort(at - 1) != "conjunction":
        return None
    start = at - 1
    while start > 0 and not scene.is_mark(start - 1, ";:—") and not scene.is_speech(start - 1):
        start -= 1
    while scene.sort(start) in ("conjunction", "adverb", MARK):
        start += 1
    for look in range(start + 1, at - 1):
        if (
            scene.sort(look) in ("auxiliary", "modal")
            or look in scene.group_at
            or looks_like_past_verb(scene.tokens[look])
        ):
            found = subject_before(scene.tokens, look)
            if found is not None:
                return found
    end = start
    while scene.sort(end) in (NAME, "determiner", "subject"):
        end += 1
    return (start, end) if end > start else None


def _with_name(scene: Scene, who: TokenRange) -> TokenRange:
    """The subject with the name before it, where the comma behind its apposition was left out."""
    at = who[0] - 1
    if not scene.is_mark(at, ",") or scene.sort(who[0]) != "determiner":
        return who
    start = at
    while scene.sort(start - 1) == NAME:
        start -= 1
    return (start, who[1]) if start < at and scene.is_speech(start - 1) else who


def _follows_speech(scene: Scene, at: int) -> bool:
    return scene.is_speech(at - 1) or (scene.is_mark(at - 1, ",") and scene.is_speech(at - 2))


def _clause_goes_on(scene: Scene, group: VerbGroup) -> Complement | None:
    """The rest of a clause that the attribution interrupts: "The bridge, she said, is closed"."""
    at = group.end
    if scene.sort(at) in ("preposition", "adverb", "object", NAME):
        while at < min(group.end + 12, len(scene.tokens)) and not scene.is_mark(at, ","):
            at += 1
    if not scene.is_mark(at, ",") or at + 2 >= len(scene.tokens) or attribution_begins(scene, at + 1):
        return None
    rest = scene.trimmed((at + 1, clause_end(scene, at + 1)))
    return None if rest is None else Complement(rest, "clause")


def _inverted(scene: Scene, group: VerbGroup) -> Attribution | None:
    """As in "said Ana Ruiz, the mayor": the subject follows, what was said stands before."""
    if "q" not in group.entry.frames:
        return None
    who = _after(scene, group)
    if who is None:
        return None
    more = _speech_after(scene, who[1])
    left = _left(scene, group.start, short=more is not None)
    return None if left is None else _found(scene, group, who, left, more, "said after, inverted")


def _after(scene: Scene, group: VerbGroup) -> TokenRange | None:
    at = group.end
    if scene.sort(at) not in (NAME, "determiner", "object", "subject", WORD):
        return None
    end = at + 1
    while end < len(scene.tokens):
        if scene.is_speech(end) or scene.is_mark(end, ";:!?—"):
            break
        if scene.is_mark(end, ".") and end == len(scene.tokens) - 1:
            break
        if scene.is_mark(end, ",") and (
            attribution_begins(scene, end + 1) or scene.sort(end + 1) in (QUOTE, "conjunction")
        ):
            break
        if scene.sort(end) == "conjunction" and scene.group_at.get(end + 1) is not None:
            break
        end += 1
    return (at, end) if end - at < 60 else (at, at + 60)


def _speech_after(scene: Scene, at: int) -> Complement | None:
    if scene.is_mark(at, ",") and scene.is_speech(at + 1):
        return Complement((at + 1, at + 2), "quote")
    return Complement((at, at + 1), "quote") if scene.is_speech(at) else None


def _left(scene: Scene, at: int, *, short: bool = False) -> Spans | None:
    """What stands before a subject or verb at `at`, parted by a comma or a closing quote mark.

    With `short` it need be no clause: the clause goes on after the attribution.
    """
    while at > 0 and scene.sort(at - 1) in ("conjunction", "adverb"):
        at -= 1
    if at <= 0:
        return None
    if scene.sort(at - 1) == QUOTE and scene.is_speech(at - 1):
        return _speech_before(scene, at)
    if not scene.is_mark(at - 1, ",—–?!"):
        return None
    if at >= 2 and scene.sort(at - 2) == QUOTE and scene.is_speech(at - 2):
        return _speech_before(scene, at - 1)
    start = _clause_start(scene, at - 1)
    trimmed = scene.trimmed((start, at - 1))
    if trimmed is None or not (short or _has_verb(scene, trimmed)):
        return None
    return (scene.span(trimmed),)


def _speech_before(scene: Scene, at: int) -> Spans:
    """The quotation that ends before `at`, with the words of the clause that it stands in."""
    start = at - 1
    while start > 0 and not scene.is_mark(start - 1, ";:") and not _is_other(scene, start - 1):
        start -= 1
    trimmed = scene.trimmed((start, at)) or (at - 1, at)
    lead = trimmed[0]
    if scene.tokens[lead].sort != QUOTE and not is_clause(scene, lead):
        lead = next(scene.quotes(trimmed), lead)
    return (scene.span((lead, trimmed[1])),)


def _is_other(scene: Scene, at: int) -> bool:
    """Whether the token at `at` is of another attribution in the same unit."""
    return any(one.head == at and one.entry.frames & {"q"} for one in scene.groups)


def _clause_start(scene: Scene, end: int) -> int:
    start = 0
    for one in scene.groups:
        if one.end < end and one.manner == FINITE and one.entry.sort == "say" and scene.is_mark(one.end, ","):
            start = one.end + 1
    for at in range(end - 1, start, -1):
        if scene.is_mark(at, ";"):
            return at + 1
    return start


def _has_verb(scene: Scene, within: TokenRange) -> bool:
    return any(
        scene.sort(at) in ("auxiliary", "modal", "subject") or is_clause(scene, at, within[1]) for at in range(*within)
    ) and (within[1] - within[0] >= 3)


def _spoken_before(scene: Scene, at: int) -> Spans | None:
    """The quotation of the unit before, where this one says only who spoke: “Go.” Ana Ruiz said."""
    if scene.before is None or not scene.before.spoken or scene.before.paragraph != scene.unit.paragraph or at > 0:
        return None
    return tuple((token.start, token.end) for token in scene.before.tokens if token.sort == QUOTE)


def _announced(scene: Scene) -> Spans | None:
    """Speech of the next paragraph, where this one ends in a colon."""
    if not scene.is_mark(len(scene.tokens) - 1, ":") or scene.after is None or scene.after.tokens[0].sort != QUOTE:
        return None
    first = scene.after.tokens[0]
    return ((first.start, first.end),)


def _is_tail(scene: Scene, group: VerbGroup, right: Complement) -> bool:
    """Whether what follows the verb is more of what was said: “A,” she said, “B.”."""
    if right.sort != "quote" or not scene.is_mark(group.end, ","):
        return False
    inner = scene.tokens[right.content[0]].inner
    return inner is not None and not scene.text[inner[0]].isupper()


def _is_expletive(scene: Scene, who: TokenRange) -> bool:
    """Whether a subject is the reader, or no one: "you", "there"."""
    return who[1] - who[0] == 1 and scene.low(who[0]) in ("you", "there", "which", "that", "what")


def _passive(scene: Scene, group: VerbGroup) -> Attribution | None:
    """As in "is expected to", "was described as": nobody named, unless "by" names somebody."""
    frames = group.entry.frames
    who = subject_before(scene.tokens, group.start)
    if who is None or scene.low(who[1] - 1) in ("that", "which"):
        return None
    at = group.end
    while scene.sort(at) == "adverb":
        at += 1
    low = scene.low(at)
    end = phrase_end(scene, at) if at < len(scene.tokens) else at
    end = next((k for k in range(at, end) if scene.is_mark(k, ",")), end)
    agent = next((k for k in range(at, min(end, at + 20)) if scene.low(k) == "by"), None)
    if agent is not None and frames & {"n", "as", "l", "q"}:
        by = (agent + 1, phrase_end(scene, agent + 1)) if agent + 1 < len(scene.tokens) else None
        if by is not None and by[1] > by[0] and scene.sort(by[0]) in (NAME, "determiner", WORD, "object"):
            content = (scene.span(who), *((scene.span((at, agent)),) if agent > at else ()))
            return _made(scene, group, by, content, "passive, by", None)
        return None
    if "p" not in frames:
        return None
    if low in ("to", "as", "that") or scene.sort(at) in ("auxiliary",):
        rest = scene.trimmed((at, end))
        if rest is None:
            return None
        return _made(scene, group, None, (scene.span(who), scene.span(rest)), "passive", None)
    return None


def _found(
    scene: Scene, group: VerbGroup, who: TokenRange, left: Spans, right: Complement | None, rule: str
) -> Attribution | None:
    content = (*left, *((scene.span(right.content),) if right is not None else ()))
    if right is not None and left:
        content = tuple(sorted(set(content)))
    hearer = scene.span(right.hearer) if right is not None and right.hearer is not None else None
    cue_end = right.cue_end if right is not None else None
    return _made(scene, group, who, content, rule, hearer, cue_end)


def _made(
    scene: Scene,
    group: VerbGroup,
    who: TokenRange | None,
    content: Spans,
    rule: str,
    hearer: Span | None,
    cue_end: int | None = None,
) -> Attribution | None:
    source: Spans = ()
    if who is not None:
        trimmed = scene.trimmed(who)
        if trimmed is None:
            return None
        source = (scene.span(trimmed),)
    word = Cue(
        f"{group.entry.lemma} {group.entry.particle}".strip(),
        group.entry.sort,
        passive=group.manner == PASSIVE,
        negated=group.negated,
        tense=group.tense,
    )
    return Attribution(source, (scene.span((group.start, cue_end or group.end)),), content, word, rule, hearer)
