"""What a page shows beside the report: the documents' texts with the passages in them, and the questions.

A text is there only where the edition may show all of it: never in the public edition, and never where the document
holds something restricted that is left out, or a source who is not named there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy.engine import Connection

from claimtrack.ledger.editions import Edition
from claimtrack.ledger.restricted.records import RestrictedRecords
from claimtrack.ledger.restricted.unnamed import unnamed_texts
from claimtrack.queries.claim_records import Body
from claimtrack.queries.claim_views import ClaimBuilder
from claimtrack.queries.views import Claim

OWN, ATTRIBUTED = "own", "attributed"


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of a text: `start` to `end` in code points. `claims` are the numbers of claims whose words it holds.

    `kind` is attributed, own (the outlet's own voice), boilerplate or background; "" for text that nobody marked.
    `assertions` are places in the claims' assertions, as (claim number, place from 0), in the order of `claims`.
    """

    start: int
    end: int
    text: str
    kind: str
    claims: tuple[int, ...] = ()
    assertions: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document's text, cut wherever a passage begins or ends. `document` is its number.

    `paragraphs` are the lines that hold anything. `lost` are the assertions (claim number, place) whose words do not
    stand in the text. `kept_back` is why the text is not shown, "" where it is; `language` a BCP 47 tag or None.
    """

    document: int
    language: str | None
    paragraphs: tuple[tuple[TextPiece, ...], ...] = ()
    lost: tuple[tuple[int, int], ...] = ()
    kept_back: str = ""


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """A question that claims of the report answer. `kind` is its answer kind, `claims` are their numbers, in order.

    `cumulative`: a later figure takes in the earlier ones (a toll). `exclusive`: only one answer can be right.
    """

    id: str
    text: str
    kind: str
    cumulative: bool
    exclusive: bool
    claims: tuple[int, ...]


def questions(builder: ClaimBuilder, claims: tuple[Claim, ...]) -> tuple[ReportQuestion, ...]:
    """The questions of these claims, in the order in which they are first answered."""
    numbers: dict[str, list[int]] = defaultdict(list)
    bodies: dict[str, Body] = {}
    for claim in claims:
        if body := builder.records.question_of(claim.id):
            numbers[body["id"]].append(claim.number)
            bodies[body["id"]] = body
    return tuple(
        ReportQuestion(
            id=question,
            text=body["text"],
            kind=body["answer_kind"],
            cumulative=body.get("cumulative", False),
            exclusive=body.get("exclusive", True),
            claims=tuple(numbers[question]),
        )
        for question, body in bodies.items()
    )


NO_WHOLE_TEXTS = "this edition shows no whole texts"
PART_RESTRICTED = "part of it is restricted"
SOURCE_NOT_NAMED = "a source of it is not named in this edition"


@dataclass(frozen=True, slots=True)
class PassageMark:
    """A passage of a text: of a claim's assertion, or (claim 0) a skipped one. In code points."""

    start: int
    end: int
    kind: str
    claim: int = 0
    place: int = 0


@dataclass(slots=True)
class ClaimPassages:
    """The passages of documents: those that stand in their text, and (claim number, place) of those that do not."""

    marks: dict[str, list[PassageMark]] = field(default_factory=lambda: defaultdict(list))
    lost: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))


def passages(claims: Iterable[Claim]) -> ClaimPassages:
    """The passages that these claims' assertions stand in, by document."""
    found = ClaimPassages()
    for claim in claims:
        for place, row in enumerate(claim.assertions):
            if row.document is None:
                continue
            if row.check.start is not None and row.check.end is not None:
                kind = OWN if row.attribution.quote_kind == "own" else ATTRIBUTED
                found.marks[row.document].append(PassageMark(row.check.start, row.check.end, kind, claim.number, place))
            elif row.check.result == "missing":
                found.lost[row.document].append((claim.number, place))
    return found


def texts(
    conn: Connection, builder: ClaimBuilder, claims: tuple[Claim, ...], hidden: RestrictedRecords
) -> tuple[DocumentText, ...]:
    """The stored texts of the documents of these claims, by number; documents without a stored text are left out."""
    placed = passages(claims)
    unnamed = unnamed_texts(conn, confidential=not builder.edition.confidential)
    rows = []
    for document, number in sorted(builder.numbers.items(), key=lambda item: item[1]):
        body = builder.records.documents.get(document, {})
        if body.get("text"):
            why = why_withheld(builder.edition, document, hidden, unnamed)
            rows.append(text_row(body, number, placed.marks[document], placed.lost[document], kept_back=why))
    return tuple(rows)


def text_row(
    body: Body, number: int, marks: Sequence[PassageMark], lost: Sequence[tuple[int, int]], *, kept_back: str
) -> DocumentText:
    """A document's stored text cut at its passages, or why it is not shown."""
    if kept_back:
        return DocumentText(number, body.get("language"), kept_back=kept_back)
    skips = [PassageMark(skip["start"], skip["end"], skip["as"]) for skip in body.get("skips", ())]
    return DocumentText(number, body.get("language"), _paragraphs(body["text"], [*marks, *skips]), tuple(lost))


def why_withheld(edition: Edition, document: str, hidden: RestrictedRecords, unnamed: Collection[str]) -> str:
    """Why a document's whole text is not shown: what any story holds of it counts, not only this one.

    `unnamed` are the documents that hold words of somebody who is not named in this edition.
    """
    if not edition.checks:
        return NO_WHOLE_TEXTS
    if document in hidden.texts:
        return PART_RESTRICTED
    return SOURCE_NOT_NAMED if document in unnamed else ""


_WEIGHT = (ATTRIBUTED, OWN, "background", "boilerplate")


def _paragraphs(text: str, marks: list[PassageMark]) -> tuple[tuple[TextPiece, ...], ...]:
    found = []
    at = 0
    waiting = sorted(marks, key=lambda mark: (mark.start, mark.end, mark.claim, mark.place))
    held: list[PassageMark] = []
    for line in text.split("\n"):
        end = at + len(line)
        while waiting and waiting[0].start < end:
            held.append(waiting.pop(0))
        held = [mark for mark in held if mark.end > at]
        if line.strip():
            found.append(_pieces(text, at, end, held))
        at = end + 1
    return tuple(found)


def _pieces(text: str, start: int, end: int, marks: list[PassageMark]) -> tuple[TextPiece, ...]:
    bounds = (at for mark in marks for at in (mark.start, mark.end))
    cuts = sorted({start, end, *(at for at in bounds if start < at < end)})
    pieces = []
    for left, right in pairwise(cuts):
        held = [mark for mark in marks if mark.start <= left and right <= mark.end]
        kinds = {mark.kind for mark in held}
        said = [mark for mark in held if mark.claim]
        pieces.append(
            TextPiece(
                start=left,
                end=right,
                text=text[left:right],
                kind=next((kind for kind in _WEIGHT if kind in kinds), ""),
                claims=tuple(dict.fromkeys(mark.claim for mark in said)),
                assertions=tuple((mark.claim, mark.place) for mark in said),
            )
        )
    return tuple(pieces)
