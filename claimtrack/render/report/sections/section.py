"""What a section of the report is: a name, the editions it is in, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from claimtrack.queries.report.views import Report
from claimtrack.render.report.blocks import Block

EVERY = ("desk", "legal", "public")


@dataclass(frozen=True, slots=True)
class Section:
    """One section. `blocks` gives what it shows of a report; nothing, and the section is not there."""

    name: str
    editions: tuple[str, ...]
    blocks: Callable[[Report], Iterator[Block]]
