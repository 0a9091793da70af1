"""The attribution report as one HTML file that asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from claimtrack.ledger.visibility import EDITIONS
from claimtrack.queries.report.compose import ReportPage
from claimtrack.queries.report.page import NO_WHOLE_TEXTS
from claimtrack.queries.report.views import Report
from claimtrack.render.html.charts import pictures
from claimtrack.render.html.claim_cards import anchors, cards, source_choices
from claimtrack.render.html.document_text import lost, paragraphs
from claimtrack.render.html.links import Links, OnePage, held_apart, linked, plain
from claimtrack.render.html.templates import drawn, source
from claimtrack.render.report.blocks import Block, Fact, Grid, Heading, Item
from claimtrack.render.report.sections import SECTIONS

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


def panels(report: Report, at: Links) -> Iterator[Panel]:
    """The panels of an edition's first screen that have anything to say, of a report whose words are held apart."""
    for name in PANELS[report.edition]:
        blocks = list(SECTIONS[name].blocks(report))
        title = next((block.text for block in blocks if isinstance(block, Heading)), "")
        grid = next((block for block in blocks if isinstance(block, Grid)), None)
        lines = list(_grouped(block for block in blocks if not isinstance(block, (Heading, Grid))))
        if title:
            drawn_grid = drawn_blocks([grid], at) if grid is not None else None
            shown = tuple(drawn_blocks(group, at) for group in lines)
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


def drawn_blocks(blocks: Iterable[Block], at: Links, *, level: int = 3) -> Markup:
    """Blocks made of rows held apart, as markup, their references made links; `level` is that of an entry's heading."""
    kinds = [(type(block).__name__, block) for block in blocks]
    return drawn("blocks.html.jinja", blocks=kinds, level=level, link=lambda text: linked(text, at), plain=plain)


OWN = ("stands", "rests", "parts", "todo", "known", "unknown", "claimed", "claims", "opening", "sources", "documents")
"""Sections of the report that a page draws in its own way; the others are drawn as they are."""


def as_html(page: ReportPage) -> str:
    """The page: it works without scripts, makes no request, and holds nothing that the edition may not show."""
    report = page.report
    words = held_apart(report)
    known = anchors(page)
    made = cards(page, known)
    parts = report.disagreements if EDITIONS[report.edition].checks else ()
    at = OnePage(len(made), len(report.documents), len(parts))
    by_number = {card.number: card for card in made}
    style = Markup(source("page.css") + source("pictures.css"))
    script = Markup(source("page.js"))
    return str(
        drawn(
            "page.html.jinja",
            report=report,
            at=at,
            style=style,
            script=script,
            policy=_policy(style, script),
            panels=list(panels(words, at)),
            pictures=list(pictures(page)),
            cards=made,
            texts=[
                (text, list(paragraphs(text, by_number, known)))
                for text in page.texts
                if text.kept_back != NO_WHOLE_TEXTS
            ],
            lost={text.document: lost(text, by_number) for text in page.texts},
            rest=list(_rest(words, at)),
            choices=source_choices(report, made),
            statuses=list(dict.fromkeys(card.status for card in made)),
            flags=[(flag.code, flag.title) for flag in report.flags if flag.claims],
            documents={row.number: row for row in report.documents},
        )
    )


def _policy(style: str, script: str) -> str:
    """The Content-Security-Policy: this style and this script, known by their digests, and nothing else."""

    def known(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return (
        f"default-src 'none'; style-src {known(style)}; script-src {known(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _rest(report: Report, at: Links) -> Iterator[tuple[str, Markup]]:
    """The sections that are drawn as the other formats draw them, each with its name."""
    for name, section in SECTIONS.items():
        if report.edition in section.editions and name not in OWN:
            blocks = list(section.blocks(report))
            if blocks:
                yield name, drawn_blocks(blocks, at)
