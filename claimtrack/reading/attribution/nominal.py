"""Nouns that report: "his claim that", "the ministry's denial of", "support for the plan among voters"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from claimtrack.reading.attribution.clauses import TokenRange, looks_like_past_verb, subject_before
from claimtrack.reading.attribution.complement import attribution_begins, clause_end, is_clause, phrase_end
from claimtrack.reading.attribution.unit import Scene
from claimtrack.reading.cues.verb_groups import FINITE, PASSIVE
from claimtrack.reading.proposals import Attribution, Cue, Spans
from claimtrack.reading.tokens import NAME, QUOTE, WORD
from claimtrack.reading.word_lists import lines

ACCORDING_TO = Cue("according to", "report")


def find_prepositions(scene: Scene) -> Iterator[Attribution]:
    """The attributions that "according to" makes, before what it reports or after it."""
    for at in range(len(scene.tokens) - 2):
        if scene.low(at) == "according" and scene.low(at + 1) == "to":
            found = _around(scene, at)
            if found is not None:
                yield found


def _around(scene: Scene, at: int) -> Attribution | None:
    opens = all(scene.sort(k) in ("conjunction", "adverb", "mark") for k in range(at))
    end = _source_end(scene, at + 2, opens)
    source = scene.trimmed((at + 2, end))
    if source is None:
        return None
    if opens:
        content = scene.trimmed((end, clause_end(scene, end))) if end < len(scene.tokens) else None
    else:
        content = scene.trimmed((_start(scene, at), at))
        if content is None and end < len(scene.tokens):
            content = scene.trimmed((end, clause_end(scene, end)))
    if content is None:
        return None
    rule = "according to, before" if opens else "according to, after"
    return Attribution((scene.span(source),), (scene.span((at, at + 2)),), (scene.span(content),), ACCORDING_TO, rule)


def _source_end(scene: Scene, at: int, opens: bool) -> int:
    """Where the source ends: at a comma that is not of its apposition, a quotation or the end."""
    commas = [k for k in range(at, min(len(scene.tokens), at + 40)) if scene.is_mark(k, ",")]
    if opens and commas:
        # "According to Ana Ruiz, the mayor, the bridge is closed": the last comma before a clause begins
        for comma in commas:
            if scene.sort(comma + 1) in ("determiner", "number") and comma != commas[-1]:
                nearer = commas[commas.index(comma) + 1]
                if nearer - comma < 9 and not any(
                    scene.sort(k) in ("auxiliary", "modal") or k in scene.group_at for k in range(comma, nearer)
                ):
                    continue
            return comma
    for look in range(at, min(len(scene.tokens), at + 40)):
        if scene.sort(look) == QUOTE or scene.is_mark(look, ".;!?—"):
            return look
        if scene.is_mark(look, ",") and (attribution_begins(scene, look + 1) or look == commas[-1] or not opens):
            return look
    return min(len(scene.tokens), at + 40)


def _start(scene: Scene, at: int) -> int:
    """Where the clause before "according to" begins."""
    for look in range(at - 2, -1, -1):
        if scene.is_mark(look, ";"):
            return look + 1
        if scene.is_mark(look, ",") and scene.low(look + 1) in ("but", "while", "and") and at - look > 8:
            return look + 1
    return 0


_COPULAS = frozenset(["is", "are", "was", "were", "been", "be", "am"])
_LINKING = ("feel", "feels", "felt", "remain", "remains", "remained", "become", "became", "seem", "seems", "seemed")
_QUESTION = frozenset(["whether", "if", "how", "why", "what", "who", "when", "where"])


@cache
def _adjectives(language: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Every adjective -> its sort and what may follow."""
    split = (line.split() for line in lines("adjectives", language))
    return {adjective: (sort, frozenset(frames)) for adjective, sort, *frames in split}


def find_adjectives(scene: Scene) -> Iterator[Attribution]:
    """The attributions that adjectives of a unit make."""
    known = _adjectives(scene.language)
    for at, token in enumerate(scene.tokens):
        if token.low in known and token.sort in (WORD, "adverb"):
            found = _at(scene, at, token.low, *known[token.low])
            if found is not None:
                yield found


def _at(scene: Scene, at: int, adjective: str, sort: str, frames: frozenset[str]) -> Attribution | None:
    start = at
    while start > 0 and (scene.sort(start - 1) in ("adverb", "auxiliary", "modal") or scene.low(start - 1) in _LINKING):
        start -= 1
    links = (scene.low(k).removesuffix("n't") for k in range(start, at))
    if not any(link in _COPULAS or link in _LINKING for link in links):
        return None
    who = subject_before(scene.tokens, start)
    if who is None or scene.low(who[0]) in ("it", "there", "that", "which"):
        return None
    after, low = at + 1, scene.low(at + 1)
    content: TokenRange | None = None
    cue_end = at + 1
    if low == "that" and "c" in frames:
        content = (after + 1, clause_end(scene, after + 1))
    elif (low in _QUESTION and "w" in frames) or (low == "to" and "t" in frames and scene.sort(after + 1) == WORD):
        content = (after, clause_end(scene, after))
    elif low in frames and len(low) > 1 and after + 1 < len(scene.tokens):
        content, cue_end = (after + 1, phrase_end(scene, after + 1)), at + 2
    elif "c" in frames and scene.sort(after) in ("subject", "determiner", "name") and is_clause(scene, after):
        content = (after, clause_end(scene, after))
    trimmed = scene.trimmed(content) if content is not None and content[1] > content[0] else None
    source = scene.trimmed(who)
    if trimmed is None or source is None:
        return None
    cue = Cue(adjective, sort, negated=any("n't" in scene.low(k) or scene.low(k) == "not" for k in range(start, at)))
    return Attribution((scene.span(source),), (scene.span((start, cue_end)),), (scene.span(trimmed),), cue, "adjective")


_POSSESSIVE = frozenset(["his", "her", "its", "their", "whose"])


@cache
def _nouns(language: str) -> dict[str, tuple[str, str, frozenset[str]]]:
    """Every form of every noun -> the noun, its sort and what may follow."""
    found: dict[str, tuple[str, str, frozenset[str]]] = {}
    for line in lines("nouns", language):
        noun, sort, *frames = line.split()
        plural = noun + "es" if noun.endswith(("s", "h")) else noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
        for form in (noun, plural):
            found[form] = (noun, sort, frozenset(frames))
    return found


def find_nouns(scene: Scene) -> Iterator[Attribution]:
    """The attributions that nouns of a unit make."""
    known = _nouns(scene.language)
    verbs = {group.head for group in scene.groups}
    for at, token in enumerate(scene.tokens):
        if token.sort in (WORD, NAME) and token.low in known and at not in verbs:
            found = _nouns_at(scene, at, *known[token.low])
            if found is not None:
                yield found


def _nouns_at(scene: Scene, at: int, noun: str, sort: str, frames: frozenset[str]) -> Attribution | None:
    owner = _owner(scene, at)
    if owner is None and scene.low(at - 1) in ("a", "an"):
        return None
    after = at + 1
    by: TokenRange | None = None
    if scene.low(after) in ("by", "from", "among") and owner is None:
        by = _agent(scene, after + 1)
        if by is not None:
            after = by[1]
    source = owner or by
    low = scene.low(after)
    content: TokenRange | None = None
    cue_end = at + 1
    if low == "that" and "c" in frames and is_clause(scene, after + 1):
        content = (after + 1, clause_end(scene, after + 1))
    elif source is not None and low == "to" and "t" in frames and scene.sort(after + 1) == WORD:
        content = (after, phrase_end(scene, after + 1))
    elif source is not None and low in frames and low not in ("c", "t") and after + 1 < len(scene.tokens):
        content = (after + 1, _before_verb(scene, after + 1, phrase_end(scene, after + 1)))
        cue_end = after + 1 if by is None else at + 1
    trimmed = scene.trimmed(content) if content is not None and content[1] > content[0] else None
    if trimmed is None:
        return None
    spans: Spans = (scene.span(source),) if source is not None else ()
    return Attribution(spans, (scene.span((at, cue_end)),), (scene.span(trimmed),), Cue(noun, sort), "noun")


def _before_verb(scene: Scene, at: int, end: int) -> int:
    """Where a noun phrase ends at the latest: before the verb of the clause that it is the subject of."""
    for look in range(at + 1, end):
        group = scene.group_at.get(look)
        finite = group is not None and group.manner in (FINITE, PASSIVE)
        if scene.sort(look) in ("auxiliary", "modal") or finite or looks_like_past_verb(scene.tokens[look]):
            return look
    return end


def _owner(scene: Scene, at: int) -> TokenRange | None:
    """Whose it is: "his", "the ministry's", with adjectives between passed over."""
    for look in range(at - 1, max(-1, at - 4), -1):
        low = scene.low(look)
        if low in _POSSESSIVE:
            return look, look + 1
        if low.endswith(("'s", "s'")) and scene.sort(look) in (NAME, WORD):
            start = look
            while start > 0 and scene.sort(start - 1) in (NAME, WORD) and look - start < 5:
                if scene.sort(start - 1) == WORD and scene.sort(start) == NAME and scene.sort(look) == NAME:
                    break
                start -= 1
            if start > 0 and scene.sort(start - 1) == "determiner":
                start -= 1
            return start, look + 1
        if scene.sort(look) not in (WORD, "adverb"):
            return None
    return None


def _agent(scene: Scene, at: int) -> TokenRange | None:
    end = at
    while end < len(scene.tokens) and end - at < 10 and scene.sort(end) in (NAME, WORD, "determiner", "number"):
        end += 1
    return (at, end) if end > at else None
