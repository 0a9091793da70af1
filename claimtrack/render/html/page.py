"""The attribution report as one HTML file that asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from claimtrack.queries.report import Page, Report
from claimtrack.queries.report.page import PieceRow, TextRow
from claimtrack.render.html.cards import Anchors, Card, Saying, anchors, cards, source_choices
from claimtrack.render.html.environment import drawn, environment
from claimtrack.render.html.links import Links, OnePage, linked
from claimtrack.render.html.pictures import pictures
from claimtrack.render.report.blocks import Block, Entry, Fact, Grid, Heading, Item, Para
from claimtrack.render.report.sections import SECTIONS

OWN = ("stands", "rests", "parts", "todo", "known", "unknown", "claimed", "claims", "opening", "sources", "documents")
"""Sections of the report that a page draws in its own way; the others are drawn as they are."""

PANELS = {
    "desk": ("stands", "rests", "parts", "todo"),
    "legal": ("stands", "rests", "parts", "todo"),
    "public": ("known", "unknown"),
}
"""Edition -> the sections of the first screen."""

FIRST = 4
"""How much of a panel is seen before one asks for more."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the first screen: its title, what is seen at once, and what is seen when asked for."""

    id: str
    title: str
    first: tuple[Markup, ...]
    more: tuple[Markup, ...]
    grid: Markup | None = None


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
    notes: tuple[tuple[Card, Saying], ...]


def as_html(page: Page) -> str:
    """The page: it works without scripts, makes no request, and holds nothing that the edition may not show."""
    report = page.report
    known = anchors(page)
    made = cards(page, known)
    at = OnePage(len(made))
    style = Markup(_source("page.css") + _source("pictures.css"))
    script = Markup(_source("page.js"))
    return str(
        drawn(
            "page.html.jinja",
            report=report,
            at=at,
            style=style,
            script=script,
            policy=_policy(style, script),
            panels=list(_panels(report, at)),
            pictures=list(pictures(page)),
            cards=made,
            texts=[(text, list(_paragraphs(text, made, known))) for text in page.texts],
            lost=_lost(page.texts, made),
            rest=list(_rest(report, at)),
            choices=source_choices(report, made),
            statuses=list(dict.fromkeys(card.status for card in made)),
            flags=[(flag.code, flag.title) for flag in report.flags if flag.claims],
            documents={row.number: row for row in report.documents},
            FIRST=FIRST,
        )
    )


def _source(name: str) -> str:
    loader = environment().loader
    assert loader is not None
    return loader.get_source(environment(), name)[0]


def _policy(style: str, script: str) -> str:
    """The Content-Security-Policy: this style and this script, known by their digests, and nothing else."""

    def known(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return (
        f"default-src 'none'; style-src {known(style)}; script-src {known(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _panels(report: Report, at: Links) -> Iterator[Panel]:
    named = {section.name: section for section in SECTIONS}
    for name in PANELS[report.edition]:
        blocks = list(named[name].blocks(report))
        title = next((block.text for block in blocks if isinstance(block, Heading)), "")
        grid = next((block for block in blocks if isinstance(block, Grid)), None)
        lines = list(_grouped(block for block in blocks if not isinstance(block, (Heading, Grid))))
        if title:
            drawn_grid = _drawn([grid], at) if grid is not None else None
            shown = tuple(_drawn(group, at) for group in lines)
            yield Panel(name, title, shown[:FIRST], shown[FIRST:], drawn_grid)


def _grouped(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Blocks with what hangs on each: a fact, or a deeper item, belongs to what is before it."""
    group: list[Block] = []
    for block in blocks:
        hangs = isinstance(block, Fact) or (isinstance(block, Item) and block.level > 0)
        if group and not hangs:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _rest(report: Report, at: Links) -> Iterator[tuple[str, Markup]]:
    """The sections that are drawn as the other formats draw them, each with its name."""
    for section in SECTIONS:
        if report.edition in section.editions and section.name not in OWN:
            blocks = list(section.blocks(report))
            if blocks:
                yield section.name, _drawn(blocks, at)


def _drawn(blocks: Iterable[Block], at: Links) -> Markup:
    kinds = [(type(block).__name__.lower(), block) for block in blocks]
    return drawn("blocks.html.jinja", blocks=kinds, link=lambda text: linked(text, at))


def _paragraphs(text: TextRow, made: tuple[Card, ...], known: Anchors) -> Iterator[Paragraph]:
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
                saying = _saying_of(made[claim - 1], known.places[claim, place])
                if saying is not None:
                    notes.append((made[claim - 1], saying))
        yield Paragraph(tuple(fragments), tuple(notes))


def _saying_of(card: Card, place: str) -> Saying | None:
    return next((saying for saying in card.sayings if saying.place == place), None)


def _fragment(piece: PieceRow, made: tuple[Card, ...], ends: tuple[int, ...], begins: tuple[str, ...]) -> Fragment:
    first = made[piece.claims[0] - 1] if piece.claims else None
    return Fragment(
        text=piece.text,
        kind=piece.kind,
        status=first.status if first is not None else "",
        mark=first.mark if first is not None else "",
        claims=piece.claims,
        ends=ends,
        anchors=begins,
    )


def _lost(texts: tuple[TextRow, ...], made: tuple[Card, ...]) -> dict[int, list[Card]]:
    """Document number -> the claims that quote words which are not in its text."""
    return {
        text.document: [made[number - 1] for number in dict.fromkeys(claim for claim, _ in text.lost)]
        for text in texts
        if text.lost
    }


__all__ = ["Entry", "Para", "as_html", "linked"]
