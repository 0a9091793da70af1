"""Quotations that go on: speech with no cue of its own, after speech of somebody."""

from __future__ import annotations

from claimtrack.reading.found import Cue, Found, Span
from claimtrack.reading.tokens import QUOTE
from claimtrack.reading.units import Unit

SILENT = Cue("", "say")
_TOLD = ("said before", "said after", "said after, inverted", "according to, before", "according to, after")
"""Rules of attributions whose speaker speech without a cue may go on from, though none of it was quoted yet."""
_REACH = 1
"""Paragraphs over which speech without a cue is taken to be of the speaker before."""


def join(text: str, found: list[tuple[Unit, list[Found]]]) -> list[Found]:
    """All that was found, with what goes on from it."""
    joined: list[Found] = []
    last: int | None = None
    last_paragraph = 0
    for at, (unit, several) in enumerate(found):
        if unit.spoken and not several and not _taken(found, at):
            span = _words(unit)
            if last is not None and unit.paragraph - last_paragraph <= _REACH:
                joined.append(Found((), (), (span,), SILENT, "goes on", continues=last))
                last, last_paragraph = len(joined) - 1, unit.paragraph
            continue
        for each in several:
            joined.append(each)
            if _is_speech(text, each) or _announces(text, unit, each) or each.rule in _TOLD:
                last, last_paragraph = len(joined) - 1, unit.paragraph
    return joined


def _taken(found: list[tuple[Unit, list[Found]]], at: int) -> bool:
    """Whether the unit after says who spoke this one, or the one before announced it."""
    unit = found[at][0]
    near = [*(found[at - 1][1] if at else ()), *(found[at + 1][1] if at + 1 < len(found) else ())]
    return any(span[0] < unit.span[1] and unit.span[0] < span[1] for each in near for span in each.content)


def _words(unit: Unit) -> Span:
    quotes = [token for token in unit.tokens if token.sort == QUOTE]
    return quotes[0].start, quotes[-1].end


def _is_speech(text: str, found: Found) -> bool:
    return found.rule.startswith(("said", "saying")) and any(
        text[start] in "“\"'‘«„`" or text[end - 1] in "”\"'’»" for start, end in found.content
    )


def _announces(text: str, unit: Unit, found: Found) -> bool:
    """Whether a colon at the end of the unit says that speech follows in the next paragraph."""
    return text[unit.span[1] - 1 : unit.span[1]] == ":" and unit.last
