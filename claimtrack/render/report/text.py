"""The report as plain text at 100 columns. Nothing in it needs colour; URLs alone may be longer than a line."""

from __future__ import annotations

from collections.abc import Iterable

from claimtrack.render.report.blocks import Block, Fact, Grid, Heading, Item, ListEntry, Para
from claimtrack.render.terminal.table import Column, table
from claimtrack.render.terminal.width import columns, pad, wrapped

WIDTH = 100
NAME_COLUMNS = 10
"""How much room the name of a fact takes before its text."""


def as_text(blocks: Iterable[Block]) -> str:
    """The blocks as lines of text, a line feed after each."""
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None and _apart(before, block):
            lines.append("")
        lines.extend(_lines(block))
        before = block
    return "\n".join(lines) + "\n"


def _apart(before: Block, block: Block) -> bool:
    if isinstance(before, Heading) and not (before.level == 1 and isinstance(block, Heading)):
        return False
    if isinstance(block, Heading):
        return True
    if isinstance(block, ListEntry):
        return True
    if isinstance(block, (Item, Fact)):
        return isinstance(before, (Para, Grid)) and not (isinstance(before, Para) and before.quiet)
    if isinstance(block, Grid):
        return not (isinstance(before, Para) and before.quiet)
    return not block.quiet


def _lines(block: Block) -> list[str]:
    match block:
        case Heading(text=text, level=1):
            return [*wrapped(text, WIDTH), "=" * WIDTH]
        case Heading(text=text, level=2):
            return [*wrapped(text.upper(), WIDTH), "-" * WIDTH]
        case Heading(text=text):
            return wrapped(text, WIDTH)
        case Para(text=text, quiet=quiet):
            return wrapped(text, WIDTH, first="  " if quiet else "", rest="  " if quiet else "")
        case Item(text=text, strong=strong, mark=mark, level=level):
            opening = "  " * (level + 1) + f"{mark} "
            return wrapped(f"{strong} {text}" if strong and text else strong or text, WIDTH, first=opening)
        case ListEntry(ref=ref, text=text, standing=standing):
            lines = wrapped(text, WIDTH, first=pad(ref, 4) + " ")
            return [*lines, *wrapped(standing, WIDTH, first="     ")] if standing else lines
        case Fact(name=name, text=text, level=level):
            opening = "  " * (level + 1) + pad(f"{name}:" if name else "", NAME_COLUMNS) + " "
            rest = "  " * (level + 1) + " " * (NAME_COLUMNS + 1)
            if columns(opening) > columns(rest):
                rest = "  " * (level + 1) + "  "
            return wrapped(text, WIDTH, first=opening, rest=rest)
        case Grid(heads=heads, rows=rows, right=right, titled=titled):
            grid_columns = [Column(head, right=index in right) for index, head in enumerate(heads)]
            return table(grid_columns, rows, width=WIDTH, indent=2, titles=titled).split("\n")
