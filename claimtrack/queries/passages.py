"""What of a document's text is in the ledger: attributed passages, own voice, what was skipped, what is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import fetch, merged_with
from claimtrack.domain.anchors import find_passages
from claimtrack.domain.text import name_fold
from claimtrack.ledger.lookup import bodies
from claimtrack.queries.claim_records import Body
from claimtrack.queries.views import QuoteCheck


def check_quote(assertion: Body, document: Body) -> QuoteCheck:
    """An assertion's words held against its document's stored text."""
    quote, text = assertion.get("quote"), document.get("text")
    if quote is None:
        return QuoteCheck("no-words")
    start, end = quote.get("start"), quote.get("end")
    if text is None:
        return QuoteCheck("no-text", start, end)
    if start is not None and end is not None and text[start:end] == quote["exact"]:
        return QuoteCheck("exact", start, end)
    places = find_passages(text, quote["exact"], limit=1)
    if not places:
        return QuoteCheck("missing")
    return QuoteCheck("exact" if start is None else "elsewhere", places[0].start, places[0].end)


OPEN = "open"

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…]+[\"'”’»]*(?=\s)|(?=\n)|\Z)")
"""A sentence, or a line that is none: enough to say of what nothing is recorded."""


@dataclass(frozen=True, slots=True)
class CoverageStretch:
    """A stretch of the text: `start` to `end` in code points.

    `kind` is attributed, own (the outlet's own voice), boilerplate, background, or open where nothing is recorded.
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
    stretches: tuple[CoverageStretch, ...]
    unplaced: tuple[str, ...]


def coverage(conn: Connection, document: str) -> Coverage | None:
    """The coverage of a document's stored text; None when none is stored. Merged documents count as one."""
    body = bodies(conn, [document]).get(document, {})
    text = body.get("text")
    if text is None:
        return None
    ids = merged_with(conn, document)
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


def _stretches(text: str, marks: list[tuple[int, int, str, str]]) -> list[CoverageStretch]:
    """The text cut wherever a mark begins or ends; neighbours with the same marks are one."""
    cuts = sorted({0, len(text), *(edge for start, end, _, _ in marks for edge in (start, end))})
    starts: dict[int, list[tuple[int, int, str, str]]] = {}
    for mark in marks:
        starts.setdefault(mark[0], []).append(mark)
    marked: list[CoverageStretch] = []
    current: list[tuple[int, int, str, str]] = []
    for start, end in pairwise(edge for edge in cuts if 0 <= edge <= len(text)):
        current = [mark for mark in current if mark[1] > start] + starts.get(start, [])
        kinds = {kind for _, _, kind, _ in current}
        kind = next((kind for kind in _WEIGHT if kind in kinds), None)
        if kind is not None:
            ids = tuple(sorted({assertion for _, _, _, assertion in current if assertion}))
            marked.append(CoverageStretch(start, end, kind, text[start:end], ids))
    return sorted([*marked, *_open(text, marked)], key=lambda stretch: stretch.start)


def _open(text: str, marked: list[CoverageStretch]) -> list[CoverageStretch]:
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
            found.append(CoverageStretch(start, start + len(words), OPEN, words))
    return found


@dataclass(frozen=True, slots=True)
class RecordedPassage:
    """An assertion with a place in the text: `start` to `end` in code points.

    `claim` is the fold of its claim's wording. `origins` are the folds of all names of its first source, empty where
    nobody is named.
    """

    assertion: str
    start: int
    end: int
    claim: str
    origins: frozenset[str]


def recorded_passages(conn: Connection, document: str) -> list[RecordedPassage]:
    """The live assertions of a document (merged ones count as one) whose words have a place, by that place."""
    ids = merged_with(conn, document)
    rows = fetch(conn, "SELECT id FROM assertion WHERE document IN :ids ORDER BY id", {"ids": ids})
    said = {
        one: body for one, body in bodies(conn, [row.id for row in rows]).items() if "start" in body.get("quote", {})
    }
    firsts = {one: body["chain"][0].get("source") for one, body in said.items()}
    known = bodies(conn, [*firsts.values(), *(body["claim"] for body in said.values())])
    found = []
    for one, body in said.items():
        source = known.get(firsts[one] or "", {})
        names = {name_fold(name) for name in (source.get("name"), *source.get("aliases", ())) if name}
        wording = name_fold(known.get(body["claim"], {}).get("text", ""))
        found.append(RecordedPassage(one, body["quote"]["start"], body["quote"]["end"], wording, frozenset(names)))
    return sorted(found, key=lambda each: (each.start, each.end, each.assertion))


@dataclass(frozen=True, slots=True)
class SuggestedSource:
    """A source of the ledger by one of its names, as it is to be offered to a person who types one."""

    name: str
    id: str
    kind: str
    role: str | None
    aliases: tuple[str, ...] = ()


MOST_SOURCES = 5_000


def suggested_sources(conn: Connection, story: str | None) -> list[SuggestedSource]:
    """Sources by name, those that the story cites first; at most MOST_SOURCES. Confidential ones go by code name."""
    cited = fetch(
        conn,
        "SELECT DISTINCT h.source AS id FROM hop h"
        " JOIN assertion a ON a.id = h.assertion AND a.claim = h.claim"
        " JOIN claim c ON c.id = a.claim WHERE c.story = :story AND h.source IS NOT NULL ORDER BY h.source LIMIT :most",
        {"story": story or "", "most": MOST_SOURCES},
    )
    others = fetch(conn, "SELECT id FROM source ORDER BY id LIMIT :most", {"most": MOST_SOURCES})
    ids = list(dict.fromkeys(row.id for row in (*cited, *others)))[:MOST_SOURCES]
    return [
        SuggestedSource(body["name"], one, body["kind"], body.get("role"), tuple(body.get("aliases", ())))
        for one, body in bodies(conn, ids).items()
    ]


def document_with_text(conn: Connection, digest: str) -> str | None:
    """The id of the document whose stored text has this SHA-256; None when there is none, or more than one."""
    rows = fetch(conn, "SELECT id FROM document WHERE text_sha256 = :digest ORDER BY id LIMIT 2", {"digest": digest})
    return str(rows[0].id) if len(rows) == 1 else None
