"""The reading view: a document's text in fragments, with what is said of the passages beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claimtrack.queries.report.page import DocumentText, TextPiece
from claimtrack.render.html.claim_cards import Anchors, CardAssertion, ClaimCard


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a paragraph. `anchors` are of the passages that begin here, `ends` the claims whose end here."""

    text: str
    kind: str
    status: str
    mark: str
    claims: tuple[int, ...]
    ends: tuple[int, ...]
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text with what is said of the passages that begin in it."""

    fragments: tuple[Fragment, ...]
    notes: tuple[tuple[ClaimCard, CardAssertion], ...]


def paragraphs(text: DocumentText, made: Mapping[int, ClaimCard], known: Anchors) -> Iterator[Paragraph]:
    """The paragraphs of a text; `made` are the cards of the claims that it is cut at, by number."""
    told: set[tuple[int, int]] = set()
    for pieces in text.paragraphs:
        notes = []
        fragments = []
        for at, piece in enumerate(pieces):
            after = pieces[at + 1].claims if at + 1 < len(pieces) else ()
            ends = tuple(claim for claim in piece.claims if claim not in after)
            new = [each for each in piece.assertions if each not in told]
            told.update(new)
            fragments.append(_fragment(piece, made, ends, tuple(known.places[each] for each in new)))
            for claim, place in new:
                saying = _saying_of(made[claim], known.places[claim, place])
                if saying is not None:
                    notes.append((made[claim], saying))
        yield Paragraph(tuple(fragments), tuple(notes))


def _saying_of(card: ClaimCard, place: str) -> CardAssertion | None:
    return next((saying for saying in card.assertions if saying.place == place), None)


def _fragment(
    piece: TextPiece, made: Mapping[int, ClaimCard], ends: tuple[int, ...], begins: tuple[str, ...]
) -> Fragment:
    first = made[piece.claims[0]] if piece.claims else None
    return Fragment(
        text=piece.text,
        kind=piece.kind,
        status=first.status if first is not None else "",
        mark=first.mark if first is not None else "",
        claims=piece.claims,
        ends=ends,
        anchors=begins,
    )


def lost(text: DocumentText, made: Mapping[int, ClaimCard]) -> list[ClaimCard]:
    """The claims that quote words which are not in a text."""
    return [made[number] for number in dict.fromkeys(claim for claim, _ in text.lost)]
