"""Prepositions that report: "according to the ministry", "in the view of critics"."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.reading.find.complement import clause_end, parts_here
from claimtrack.reading.find.scene import Scene
from claimtrack.reading.found import Cue, Found
from claimtrack.reading.tokens import QUOTE

WORD = Cue("according to", "report")


def find(scene: Scene) -> Iterator[Found]:
    """The attributions that "according to" makes, before what it reports or after it."""
    for at in range(len(scene.tokens) - 2):
        if scene.low(at) == "according" and scene.low(at + 1) == "to":
            found = _around(scene, at)
            if found is not None:
                yield found


def _around(scene: Scene, at: int) -> Found | None:
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
    return Found((scene.span(source),), (scene.span((at, at + 2)),), (scene.span(content),), WORD, rule)


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
        if scene.is_mark(look, ",") and (parts_here(scene, look + 1) or look == commas[-1] or not opens):
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
