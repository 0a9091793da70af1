"""Finding attributions: every rule on every unit of a text, and what they find in one list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from claimtrack.domain.quotes import quotations
from claimtrack.reading.attribution import nominal, speech_verbs
from claimtrack.reading.attribution.clauses import subject_before
from claimtrack.reading.attribution.complement import phrase_end
from claimtrack.reading.attribution.unit import Scene
from claimtrack.reading.proposals import Attribution, Cue, Span
from claimtrack.reading.sentences import Unit, units
from claimtrack.reading.tokens import NAME, QUOTE
from claimtrack.reading.word_lists import words

NO_CUE = Cue("", "say")
_TOLD = ("said before", "said after", "said after, inverted", "according to, before", "according to, after")
"""Rules of attributions whose speaker speech without a cue may go on from, though none of it was quoted yet."""
_REACH = 1
"""Paragraphs over which speech without a cue is taken to be of the speaker before."""


def link_continuations(text: str, found: list[tuple[Unit, list[Attribution]]]) -> list[Attribution]:
    """All that was found, with what goes on from it."""
    joined: list[Attribution] = []
    last: int | None = None
    last_paragraph = 0
    for at, (unit, several) in enumerate(found):
        if unit.spoken and not several and not _taken(found, at):
            span = _words(unit)
            if last is not None and unit.paragraph - last_paragraph <= _REACH:
                joined.append(Attribution((), (), (span,), NO_CUE, "goes on", continues=last))
                last, last_paragraph = len(joined) - 1, unit.paragraph
            continue
        for each in several:
            joined.append(each)
            if _is_speech(text, each) or _announces(text, unit, each) or each.rule in _TOLD:
                last, last_paragraph = len(joined) - 1, unit.paragraph
    return joined


def _taken(found: list[tuple[Unit, list[Attribution]]], at: int) -> bool:
    """Whether the unit after says who spoke this one, or the one before announced it."""
    unit = found[at][0]
    near = [*(found[at - 1][1] if at else ()), *(found[at + 1][1] if at + 1 < len(found) else ())]
    return any(span[0] < unit.span[1] and unit.span[0] < span[1] for each in near for span in each.content)


def _words(unit: Unit) -> Span:
    quotes = [token for token in unit.tokens if token.sort == QUOTE]
    return quotes[0].start, quotes[-1].end


def _is_speech(text: str, found: Attribution) -> bool:
    return found.rule.startswith(("said", "saying")) and any(
        text[start] in "“\"'‘«„`" or text[end - 1] in "”\"'’»" for start, end in found.content
    )


def _announces(text: str, unit: Unit, found: Attribution) -> bool:
    """Whether a colon at the end of the unit says that speech follows in the next paragraph."""
    return text[unit.span[1] - 1 : unit.span[1]] == ":" and unit.last


_MOST = 4
"""Tokens of a source before a colon: what is longer is no name."""


def find_headlines(scene: Scene) -> Iterator[Attribution]:
    """The attribution of a headline with a colon, the source before it."""
    if scene.unit.paragraph > 0 or not scene.unit.first:
        return
    colons = [at for at in range(len(scene.tokens)) if scene.is_mark(at, ":")]
    if len(colons) != 1:
        return
    at = colons[0]
    known = words("bodies", scene.language) | words("roles", scene.language)
    named = all(
        scene.sort(k) in (NAME, "determiner") or scene.is_mark(k, ".’'") or scene.low(k) in known for k in range(at)
    )
    if named and at and not _is_somebody(scene, at, known):
        return
    if not 0 < at <= _MOST or not named or at + 3 > len(scene.tokens):
        return
    content = scene.trimmed((at + 1, len(scene.tokens)))
    speech = scene.sort(at + 1) == QUOTE
    if content is not None and (speech or content[1] - content[0] >= 4):
        cue = Cue(":", "say")
        yield Attribution((scene.span((0, at)),), (scene.span((at, at + 1)),), (scene.span(content),), cue, "headline")


def _is_somebody(scene: Scene, end: int, known: frozenset[str]) -> bool:
    """Whether the words before a colon name somebody and no topic: an office, a body, or a name given again below."""
    if any(scene.low(k) in known for k in range(end)):
        return True
    last = scene.tokens[end - 1]
    name = scene.text[last.start : last.end]
    return name.isupper() or re.search(rf"\b{re.escape(name)}\b", scene.text[scene.unit.span[1] :]) is not None


def find_hearsay(scene: Scene) -> Iterator[Attribution]:
    """The attributions of a unit to nobody that one of the adverbs of hearsay makes."""
    for at, token in enumerate(scene.tokens):
        if token.low in words("hearsay", scene.language) and token.sort in ("adverb", "word"):
            found = _round(scene, at)
            if found is not None:
                yield found


def _round(scene: Scene, at: int) -> Attribution | None:
    start = at
    while scene.sort(start - 1) in ("auxiliary", "modal"):
        start -= 1
    who = subject_before(scene.tokens, start)
    end = phrase_end(scene, at + 1) if at + 1 < len(scene.tokens) else at
    rest = scene.trimmed((at + 1, end))
    if rest is None:
        return None
    spans = [scene.span(rest)]
    if who is not None and (trimmed := scene.trimmed(who)) is not None:
        spans.insert(0, scene.span(trimmed))
    cue = Cue(scene.low(at), "hearsay")
    return Attribution((), (scene.span((at, at + 1)),), tuple(spans), cue, "hearsay")


Rule = Callable[[Scene], Iterable[Attribution]]

RULES: tuple[Rule, ...] = (
    speech_verbs.find_verbs,
    nominal.find_prepositions,
    find_hearsay,
    nominal.find_nouns,
    nominal.find_adjectives,
    find_headlines,
)
"""The rules that look at one unit. Where two find the same content, the first keeps it."""


def find_attributions(text: str, language: str = "en") -> list[Attribution]:
    """Every attribution on the surface of a text, in the order of their contents. Spans are of code points."""
    marked = quotations(text)
    found: list[tuple[Unit, list[Attribution]]] = []
    all_units = units(text, marked, language)
    for at, unit in enumerate(all_units):
        scene = Scene(
            text,
            unit,
            language,
            all_units[at - 1] if at else None,
            all_units[at + 1] if at + 1 < len(all_units) else None,
        )
        found.append((unit, _outer(list(_distinct(each for rule in RULES for each in rule(scene))))))
    return _in_order(link_continuations(text, found))


def _distinct(found: Iterable[Attribution]) -> Iterator[Attribution]:
    seen: set[object] = set()
    for each in found:
        key = (each.content, each.source)
        if each.content and key not in seen:
            seen.add(key)
            yield each


_SPOKEN = frozenset(["say", "tell", "report", "claim", "confirm", "accuse", "warn", "forecast"])


def _outer(found: list[Attribution]) -> list[Attribution]:
    """Without what somebody is only reported to think or want: "she said they fear" is her word, not theirs."""
    return [
        each
        for each in found
        if (each.word.sort in _SPOKEN and each.rule != "noun") or not any(_holds(other, each) for other in found)
    ]


def _holds(outer: Attribution, inner: Attribution) -> bool:
    return outer is not inner and any(
        start <= inner.cue[0][0] and inner.cue[-1][1] <= end for start, end in outer.content
    )


def _in_order(found: list[Attribution]) -> list[Attribution]:
    """The list by where contents begin, `continues` kept true."""
    order = sorted(range(len(found)), key=lambda at: (found[at].start, found[at].end, at))
    place = {old: new for new, old in enumerate(order)}
    return [
        found[old] if found[old].continues is None else replace(found[old], continues=place[found[old].continues or 0])
        for old in order
    ]
