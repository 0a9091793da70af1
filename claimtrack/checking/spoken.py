"""Quotations of a draft that stand in a stored text, with whom either gives them to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimtrack.checking.cast import Cast, Who
from claimtrack.checking.draft import Draft
from claimtrack.checking.stems import keys
from claimtrack.checking.stored import Place, fragments
from claimtrack.reading.plain import plain
from claimtrack.reading.reader import read

if TYPE_CHECKING:
    from claimtrack.checking.kind import Case

LEAST_WORDS = 3
_BEFORE, _AFTER = 1500, 600
"""Code points of a stored text read round a quotation."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words in quote marks, [start, end) in the draft: whom the draft gives them to, and whom the document does.

    `allowed` are the sources to whom they may be given; `shown` is whether it may be told whose they are.
    """

    start: int
    end: int
    ours: Who
    theirs: Who
    allowed: frozenset[str]
    document: str
    shown: bool


def spoken(case: Case) -> Iterator[Spoken]:
    """The quotations of a draft that a stored text has, of which both say whose they are."""
    texts = {stored.id: stored for stored in case.holdings.texts}
    known: dict[tuple[str, int], Draft] = {}
    recorded = _recorded(case) if case.draft.reading.quotations else {}
    for start, end in case.draft.reading.quotations:
        quoted = case.draft.text[start:end]
        if sum(map(len, fragments(quoted))) < LEAST_WORDS:
            continue
        ours = speaker(case.draft, start, end)
        place = case.index.find(quoted) if ours is not None else None
        stored = texts.get(place.document) if place is not None else None
        if ours is None or place is None or stored is None:
            continue
        window, shift = _window(stored.text, place)
        at = place.document, shift
        if at not in known:
            known[at] = _read(window, case.cast)
        theirs = speaker(known[at], place.start - shift, place.end - shift)
        if theirs is not None:
            shown = not stored.restricted and not _veiled(case, theirs) and case.closed.holding(keys(quoted)) is None
            runs = [recorded.get(run, frozenset()) for part in fragments(quoted) for run in _runs(part)]
            allowed = _allowed(case, theirs) | (frozenset.intersection(*runs) if runs else frozenset())
            yield Spoken(start, end, ours, theirs, allowed, place.document, shown)


def _recorded(case: Case) -> dict[tuple[str, ...], frozenset[str]]:
    """Words in a row of recorded quotations -> the sources to whom they may be given."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for holding in case.holdings.claims:
        for saying in holding.affirming:
            for run in _runs(keys(saying.quote or "")):
                found[run] = found.get(run, frozenset()) | saying.sources
    return found


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[n:] for n in range(LEAST_WORDS)), strict=False))


def _veiled(case: Case, who: Who) -> bool:
    return any(case.cast.tellers[one].veiled for one in who.sources if one in case.cast.tellers)


def speaker(draft: Draft, start: int, end: int) -> Who | None:
    """Whom a text gives a quotation to; None where it does not say."""
    sentence = draft.around(start)
    if sentence is None:
        return None
    fits = [one for one in sentence.attributions if one.who is not None and one.covers(start, end)]
    if fits:
        return fits[-1].who
    named = [mention for mention in sentence.mentions if mention.end <= start or mention.start >= end]
    if len(named) == 1:
        return Who(draft.text[named[0].start : named[0].end], named=named[0].sources)
    return None


def _window(text: str, place: Place) -> tuple[str, int]:
    """The paragraphs round a place of a stored text, and where they begin in it."""
    begin = text.rfind("\n", 0, max(0, place.start - _BEFORE)) + 1
    stop = text.find("\n", min(len(text), place.end + _AFTER))
    return text[begin : len(text) if stop < 0 else stop], begin


def _read(text: str, cast: Cast) -> Draft:
    return Draft("", plain(text, "text"), read(text), cast)


def _allowed(case: Case, who: Who) -> frozenset[str]:
    """Those whom a document names, and whom they speak for."""
    known = [one for one in who.sources if one in case.cast.tellers]
    return who.sources.union(*(case.cast.bodies(one) for one in known))
