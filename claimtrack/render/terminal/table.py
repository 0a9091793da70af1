"""Tables for the terminal: columns sized to what they hold, within a width, the widest giving way first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimtrack.render.terminal.width import columns, cut, pad, shown, wrapped

WIDTH = 80
GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, whether it stands to the right (numbers), whether long text wraps (else it is cut).

    `least` is the width it keeps when space is short.
    """

    title: str
    right: bool = False
    wraps: bool = True
    least: int = 6


def table(
    heads: Sequence[Column], rows: Sequence[Sequence[str]], *, width: int = WIDTH, indent: int = 0, titles: bool = True
) -> str:
    """The rows under the columns' titles, lines parted by line feeds; "" for no rows. Cells are made safe to show."""
    if not rows:
        return ""
    cells = [[shown(cell) for cell in row] for row in rows]
    named = [head.title if titles else "" for head in heads]
    sizes = _sizes(heads, [named, *cells], width - indent)
    above = _lines(heads, named, sizes, indent) if titles else []
    rule = [" " * indent + (" " * GAP).join("-" * size for size in sizes)] if titles else []
    return "\n".join([*above, *rule, *(line for row in cells for line in _lines(heads, row, sizes, indent))])


def _sizes(heads: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The widths of the columns: where they are too wide together, the widest are narrowed.

    Or one alone, the widest that can be, where that takes fewer lines and breaks no word.
    """
    sizes = [max(columns(row[column]) for row in rows) for column in range(len(heads))]
    over = sum(sizes) + GAP * (len(heads) - 1) - width
    if over <= 0:
        return sizes
    ways = [_all_narrowed(heads, sizes, over)]
    for column in sorted(range(len(heads)), key=lambda column: -sizes[column]):
        less = sizes[column] - over
        words = (word for row in rows for word in row[column].split())
        if heads[column].wraps and less >= heads[column].least and all(columns(word) <= less for word in words):
            ways.append([*sizes[:column], less, *sizes[column + 1 :]])
    return min(ways, key=lambda way: sum(_height(heads, row, way) for row in rows))


def _height(heads: Sequence[Column], row: Sequence[str], sizes: Sequence[int]) -> int:
    """How many lines a row takes."""
    return max(
        len(wrapped(cell, size)) if head.wraps and columns(cell) > size else 1
        for head, cell, size in zip(heads, row, sizes, strict=True)
    )


def _all_narrowed(heads: Sequence[Column], sizes: Sequence[int], over: int) -> list[int]:
    """The widths less `over` columns together, the widest first."""
    sizes = list(sizes)
    while over > 0:
        able = [column for column, head in enumerate(heads) if sizes[column] > head.least]
        if not able:
            break
        widest = max(able, key=lambda column: (sizes[column], column))
        others = sorted((sizes[column] for column in able if column != widest), reverse=True)
        goal = max(heads[widest].least, others[0] if others and others[0] < sizes[widest] else sizes[widest] - 1)
        less = max(min(over, sizes[widest] - goal), 1)
        sizes[widest] -= less
        over -= less
    return sizes


def _lines(heads: Sequence[Column], row: Sequence[str], sizes: Sequence[int], indent: int) -> list[str]:
    pieces = [
        wrapped(cell, size) if head.wraps else [cut(cell, size)]
        for head, cell, size in zip(heads, row, sizes, strict=True)
    ]
    lines = []
    for index in range(max(len(piece) for piece in pieces)):
        line = (" " * GAP).join(
            pad(piece[index] if index < len(piece) else "", size, right=head.right)
            for head, piece, size in zip(heads, pieces, sizes, strict=True)
        )
        lines.append((" " * indent + line).rstrip())
    return lines
