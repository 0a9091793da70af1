"""What a reader sees of a Markdown file: CommonMark, with front matter, tables, footnotes and strike-through.

Written here, since the libraries for Markdown give lines, at best, and not where each character came from.
"""

from __future__ import annotations

from claimtrack.reading.plain.map import Builder, Plain
from claimtrack.reading.plain.markdown.blocks import Block, blocks
from claimtrack.reading.plain.markdown.inline import Inline

__all__ = ["markdown"]


def markdown(data: str) -> Plain:
    """The text of a Markdown file: a block is a paragraph, a wrapped line runs on, a row of a table is a line."""
    found, labels = blocks(data)
    out = Builder(data)
    inline = Inline(data, labels)
    for block in found:
        begin = block.spans[0][0]
        if block.cell:
            out.tab(begin)
        else:
            out.part(begin)
        if block.verbatim:
            _verbatim(block, out)
        else:
            inline.write(block.spans, out)
    return out.done()


def _verbatim(block: Block, out: Builder) -> None:
    for start, end in block.spans:
        out.copy(start, end)
        out.part(end)
