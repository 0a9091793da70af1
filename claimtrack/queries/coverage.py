"""What of a document's text is in the ledger: attributed passages, own voice, what was skipped, what is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection

from claimtrack.analysis.scope import fetch, merged_with
from claimtrack.ledger.read import bodies

OPEN = "open"

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…]+[\"'”’»]*(?=\s)|(?=\n)|\Z)")
"""A sentence, or a line that is none: enough to say what nobody looked at."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text: `start` to `end` in code points.

    `kind` is attributed, own (the outlet's own voice), boilerplate, background, or open where nobody looked yet.
    `assertions` are the ids of those whose words it holds.
    """

    start: int
    end: int
    kind: str
    text: str
    assertions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """A document's text in stretches, in order.

    A sentence of which no part is marked is open; what is left of a sentence that holds a mark is no stretch. `length`
    is in code points; the counts are of stretches. `unplaced` are assertions whose words have no place in the text.
    """

    document: str
    length: int
    attributed: int
    own: int
    skipped: int
    open: int
    stretches: tuple[Stretch, ...]
    unplaced: tuple[str, ...]


def coverage(conn: Connection, document: str) -> Coverage | None:
    """The coverage of a document's stored text; None when none is stored. Merged documents count as one."""
    body = bodies(conn, [document]).get(document, {})
    text = body.get("text")
    if text is None:
        return None
    ids = merged_with(conn, "document", document)
    rows = fetch(conn, "SELECT id FROM assertion WHERE document IN :ids ORDER BY id", {"ids": ids})
    marks: list[tuple[int, int, str, str]] = []
    unplaced = []
    for assertion, said in bodies(conn, [row.id for row in rows]).items():
        quote = said.get("quote", {})
        start, end = quote.get("start"), quote.get("end")
        if start is None or end is None or text[start:end] != quote["exact"]:
            unplaced.append(assertion)
        else:
            marks.append((start, end, "own" if said.get("quote_kind") == "own" else "attributed", assertion))
    marks.extend((skip["start"], skip["end"], skip["as"], "") for skip in body.get("skips", ()))
    stretches = _stretches(text, marks)
    kinds = [stretch.kind for stretch in stretches]
    return Coverage(
        document=document,
        length=len(text),
        attributed=kinds.count("attributed"),
        own=kinds.count("own"),
        skipped=kinds.count("boilerplate") + kinds.count("background"),
        open=kinds.count(OPEN),
        stretches=tuple(stretches),
        unplaced=tuple(unplaced),
    )


_WEIGHT = ("attributed", "own", "background", "boilerplate")
"""What a stretch is where marks overlap: the first of these."""


def _stretches(text: str, marks: list[tuple[int, int, str, str]]) -> list[Stretch]:
    """The text cut wherever a mark begins or ends; neighbours with the same marks are one."""
    cuts = sorted({0, len(text), *(at for start, end, _, _ in marks for at in (start, end))})
    edges = [at for at in cuts if 0 <= at <= len(text)]
    starts: dict[int, list[tuple[int, int, str, str]]] = {}
    for mark in marks:
        starts.setdefault(mark[0], []).append(mark)
    found: list[Stretch] = []
    held: list[tuple[int, int, str, str]] = []
    for start, end in pairwise(edges):
        held = [mark for mark in held if mark[1] > start] + starts.get(start, [])
        kinds = {mark[2] for mark in held}
        kind = next((one for one in _WEIGHT if one in kinds), None)
        if kind is not None:
            ids = tuple(sorted({mark[3] for mark in held if mark[3]}))
            found.append(Stretch(start, end, kind, text[start:end], ids))
    return sorted([*found, *_open(text, found)], key=lambda stretch: stretch.start)


def _open(text: str, marked: list[Stretch]) -> list[Stretch]:
    """The sentences that no mark touches, lines without a full stop among them; both lists are in order."""
    found = []
    at = 0
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while at < len(marked) and marked[at].end <= start:
            at += 1
        touched = at < len(marked) and marked[at].start < end
        words = match[0].strip()
        if not touched and any(character.isalnum() for character in words):
            start += len(match[0]) - len(match[0].lstrip())
            found.append(Stretch(start, start + len(words), OPEN, words))
    return found
