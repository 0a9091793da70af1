"""The report as Markdown (CommonMark, with tables as GitHub draws them). Text of the ledger is never markup in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from claimtrack.render.report.blocks import Block, Fact, Grid, Heading, Item, ListEntry, Para

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&$])")
_LINK = re.compile(
    r"(?:(?<![a-z0-9+._-])[a-z0-9+._-]*(?::/|@|(?<=www)\.|(?<=[a-z0-9])\.[a-z]{2})|@(?=[^\s|])|#(?=[0-9]))[^\s|]*",
    re.IGNORECASE | re.ASCII,
)
"""What readers of Markdown turn into links by themselves: addresses of pages and of people, and numbers of issues."""
_AFTER_LINK = ".,;:!?)]\"'”’»"
_OPENING = re.compile(r"^(?:([-+=:])|(\d+)([.)]))")


def as_markdown(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown, ending in a line feed."""
    pieces: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None:
            one_list = isinstance(before, (Item, Fact)) and isinstance(block, (Item, Fact))
            pieces.append("\n" if one_list else "\n\n")
        pieces.append(_drawn(block))
        before = block
    return "".join(pieces) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, wherever it stands on a line."""
    line = " ".join(text.split("\n"))
    pieces: list[str] = []
    end = 0
    for link in _LINK.finditer(line):
        words = link[0].rstrip(_AFTER_LINK)
        pieces += _MARKUP.sub(r"\\\1", line[end : link.start()]), _code(words)
        end = link.start() + len(words)
    plain = "".join(pieces) + _MARKUP.sub(r"\\\1", line[end:])
    return _OPENING.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", plain)


def _code(text: str) -> str:
    """Text as a code span, in which nothing becomes a link."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def _drawn(block: Block) -> str:
    match block:
        case Heading(text=text, level=level):
            return f"{'#' * level} {escaped(text)}"
        case Para(text=text, quiet=quiet):
            return f"*{escaped(text)}*" if quiet and text.strip() else escaped(text)
        case Item(text=text, strong=strong, mark=mark, level=level):
            sign = "" if mark in ("-", "·") else f"{escaped(mark)} "
            words = f"**{escaped(strong)}** {escaped(text)}".rstrip() if strong else escaped(text)
            return f"{'  ' * level}- {sign}{words}"
        case ListEntry(ref=ref, text=text, standing=standing):
            head = f"### {escaped(ref)} {escaped(text)}"
            return f"{head}\n\n{escaped(standing)}" if standing else head
        case Fact(name=name, text=text, level=level):
            label = f"*{escaped(name)}:* " if name else ""
            return f"{'  ' * max(level - 1, 0)}- {label}{escaped(text)}"
        case Grid(heads=heads, rows=rows, right=right):
            lines = [_row(heads), _row(["--:" if column in right else "---" for column in range(len(heads))], raw=True)]
            return "\n".join([*lines, *(_row(row) for row in rows)])


def _row(cells: Iterable[str], *, raw: bool = False) -> str:
    return "| " + " | ".join(cell if raw else escaped(cell) for cell in cells) + " |"
