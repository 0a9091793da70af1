"""What a kind of finding is: a code, how grave it is, a manual, and how it looks for them in a draft."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from claimtrack.checking.changed_claims import ChangedClaim, RestrictedWords, changed_claims
from claimtrack.checking.claim_matching import ClaimMatch
from claimtrack.checking.draft import Draft
from claimtrack.checking.quotation_matching import TextIndex
from claimtrack.checking.speakers import SpeakerIndex
from claimtrack.domain.english import join_list
from claimtrack.domain.text import shorten
from claimtrack.queries.check_data import CheckData, CheckedClaim
from claimtrack.rules.rule import sections_of, title_of


@dataclass(frozen=True, slots=True)
class DraftMatch:
    """What a kind found on a stretch [start, end) of the draft's plain text.

    `fact` and `next_step` are sentences. `claim` is the claim it is about, None where it is about none. `related` are
    ids of other records.
    """

    start: int
    end: int
    fact: str
    next_step: str
    claim: CheckedClaim | None = None
    related: tuple[str, ...] = ()
    severity: str | None = None
    """Overrides the kind's."""
    suggestion: str | None = None
    """A correction that could be printed."""


@dataclass(frozen=True)
class Case:
    """A draft and what it is held against. `repeats` are the claims that its sentences repeat, in order.

    `closed` are the words of restricted assertions.
    """

    draft: Draft
    holdings: CheckData
    cast: SpeakerIndex
    repeats: tuple[ClaimMatch, ...]
    index: TextIndex
    closed: RestrictedWords

    @cached_property
    def moved(self) -> dict[str, ChangedClaim]:
        """The claims whose ground has moved, by id."""
        return {one.claim: one for one in changed_claims(self.holdings)}

    @cached_property
    def _answers(self) -> dict[str, list[CheckedClaim]]:
        found: dict[str, list[CheckedClaim]] = {}
        for holding in self.holdings.claims:
            if holding.question is not None and not holding.restricted:
                found.setdefault(holding.question, []).append(holding)
        return found

    def answers(self, question: str) -> list[CheckedClaim]:
        """The claims that answer a question, restricted ones left out."""
        return self._answers.get(question, [])

    def called(self, sources: Iterable[str]) -> str:
        """Sources as they may be printed, for a sentence."""
        known = (self.cast.sources[one] for one in sources if one in self.cast.sources)
        return joined(one.described if one.name_hidden else one.names[0] for one in known)

    def origins(self, holding: CheckedClaim) -> str:
        """Who said a claim first, as they may be printed, for a sentence."""
        told = (
            saying.described or self.called(filter(None, [saying.origin]))
            for saying in holding.affirming
            if saying.origin is not None or saying.described is not None
        )
        return joined(told)

    def open_repeats(self) -> tuple[ClaimMatch, ...]:
        """Those of claims that may be used: not restricted ones."""
        return self._open

    @cached_property
    def _open(self) -> tuple[ClaimMatch, ...]:
        return tuple(repeat for repeat in self.repeats if not repeat.holding.restricted)

    @cached_property
    def repeats_in(self) -> dict[int, list[ClaimMatch]]:
        """The open repeats by the number of their sentence."""
        found: dict[int, list[ClaimMatch]] = {}
        for repeat in self._open:
            found.setdefault(repeat.sentence.number, []).append(repeat)
        return found


def joined(names: Iterable[str]) -> str:
    """Names in a sentence: "A, B and C", each once; "nobody who is named" of none."""
    return join_list(sorted(set(names))) or "nobody who is named"


Find = Callable[[Case], Iterable[DraftMatch]]


@dataclass(frozen=True, slots=True)
class DraftRule:
    """One kind of finding: its code (the file's name with hyphens), severity, manual, and how it finds."""

    code: str
    severity: str
    manual: str
    find: Find

    @property
    def title(self) -> str:
        """The manual's first line."""
        return title_of(self.manual)

    @property
    def sections(self) -> dict[str, str]:
        """The manual's parts by name."""
        return sections_of(self.manual)


def kind(module: str, doc: str | None, severity: str, find: Find) -> DraftRule:
    """The kind of a module: `kind(__name__, __doc__, "warning", ...)`."""
    return DraftRule(module.rpartition(".")[2].replace("_", "-"), severity, inspect.cleandoc(doc or ""), find)


LONGEST_PASSAGE = 200


@dataclass(frozen=True, slots=True)
class DraftFinding:
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


def located(case: Case, kind: DraftRule, found: DraftMatch, restricted: bool) -> DraftFinding:
    """A finding with its place in the file; what it says of a restricted claim is left out unless it may be told."""
    seen = case.draft.plain
    first, last = seen.source_span(found.start, found.end)
    line, column = seen.place(first)
    end_line, end_column = seen.place(last)
    claim = found.claim
    if claim is not None and claim.restricted and not restricted:
        claim = None
    return DraftFinding(
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
