"""What a site tells of a story, a piece at a time. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from claimtrack.queries.report.page import TextRow
from claimtrack.queries.report.rows import DocumentRow
from claimtrack.queries.rows import ClaimRow


@dataclass(frozen=True, slots=True)
class Brief:
    """A claim in a line. `number` is its number in the report, `id` its id, `status` the name of its status."""

    number: int
    id: str
    text: str
    status: str
    allegation: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with all that is said of it, and the numbers of the disagreements it takes part in."""

    claim: ClaimRow
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document with its text (None where none is stored), and the claims that stand in it.

    `quoting` are those of its claims whose words the text is cut at, or that quote words it does not hold.
    """

    document: DocumentRow
    text: TextRow | None
    quoting: tuple[ClaimRow, ...]
    claims: int
