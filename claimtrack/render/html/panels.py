"""The first screen of a page: what stands, on whom it rests, where sources part, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from claimtrack.queries.report.rows import Report
from claimtrack.render.html.environment import drawn
from claimtrack.render.html.links import Links, linked
from claimtrack.render.html.references import plain
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
    named = {section.name: section for section in SECTIONS}
    for name in PANELS[report.edition]:
        blocks = list(named[name].blocks(report))
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
    kinds = [(type(block).__name__.lower(), block) for block in blocks]
    return drawn("blocks.html.jinja", blocks=kinds, level=level, link=lambda text: linked(text, at), plain=plain)
