"""A finding: what was found on a draft, with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass

from claimtrack.checking.kind import Case, Found, Kind
from claimtrack.domain.text import shorten

LONGEST_PASSAGE = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding on a draft. Lines and columns are of the file, from 1, in code points; an end is behind its last.

    `passage` are the draft's words it is about (cut where they are many), `fact` and `next_step` sentences. `claim` and
    `claim_text` are what it is about, None where it is about no claim, or where that may not be told. `related` are ids
    of other records. `suggestion` is a correction that could be printed, None where there is none.
    """

    code: str
    severity: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    passage: str
    fact: str
    next_step: str
    claim: str | None = None
    claim_text: str | None = None
    related: tuple[str, ...] = ()
    suggestion: str | None = None


def located(case: Case, kind: Kind, found: Found, restricted: bool) -> Finding:
    """A finding with its place in the file; what it says of a restricted claim is left out unless it may be told."""
    seen = case.draft.plain
    first, last = seen.source_span(found.start, found.end)
    line, column = seen.place(first)
    end_line, end_column = seen.place(last)
    claim = found.claim
    if claim is not None and claim.restricted and not restricted:
        claim = None
    return Finding(
        code=kind.code,
        severity=found.severity or kind.severity,
        file=case.draft.name,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        passage=shorten(case.draft.text[found.start : found.end], LONGEST_PASSAGE),
        fact=found.fact,
        next_step=found.next_step,
        claim=None if claim is None else claim.id,
        claim_text=None if claim is None else claim.text,
        related=found.related,
        suggestion=found.suggestion,
    )
