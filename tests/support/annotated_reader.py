"""A reader that knows two pieces by heart: what a review shows does not change whenever a rule of reading does.

`install` puts it in the place of the real one, for a program that runs in a process of its own:
`python -m tests.support.annotated_reader ARGUMENTS` is `claimtrack ARGUMENTS` with it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from claimtrack.domain.anchors import find_passages, propose_quote_kind
from claimtrack.reading import reader
from claimtrack.reading.proposals import LayoutPart, Proposal, ProposedHop, Reading, Span
from claimtrack.reading.sentences import sentences


@dataclass(frozen=True)
class Said:
    """A passage by its words: who (as the text calls them), the cue, the content; each found after the one before."""

    who: str
    cue: str
    content: str
    speakers: tuple[tuple[ProposedHop, ...], ...]
    text: str | None = None
    more: tuple[tuple[str, Any], ...] = ()


def said(
    who: str, cue: str, content: str, *speakers: ProposedHop | tuple[ProposedHop, ...], text: str = "", **more: Any
) -> Said:
    """A passage that speakers (each alone, or with those who carried it) say."""
    chains = tuple(one if isinstance(one, tuple) else (one,) for one in speakers)
    return Said(who, cue, content, chains, text or None, tuple(more.items()))


def reading(text: str, passages: Sequence[Said], parts: Sequence[tuple[str, str, str | None, str | None]]) -> Reading:
    """The reading of a text of which this is known."""
    at = 0
    spans = sentences(text)
    made: list[Proposal] = []
    for one in passages:
        content = _find(text, one.content, at)
        source = [_near(text, one.who, content)] if one.who else []
        cue = [_near(text, one.cue, content)] if one.cue else []
        proposal = Proposal(
            source=tuple(source),
            cue=tuple(cue),
            content=(content,),
            chains=one.speakers,
            text=one.text or one.content.strip("“”"),
            rule="known",
            sentence=next(n for n, (_, last) in enumerate(spans) if last > content[0]),
            quote_kind=propose_quote_kind(text, *content),
        )
        made.append(replace(proposal, **dict(one.more)))
        at = content[0]
    known = [LayoutPart(_find(text, words, 0), kind, name, place) for words, kind, name, place in parts]
    return Reading(text, spans, (), tuple(known), tuple(made))


def _find(text: str, words: str, at: int) -> Span:
    start = text.index(words, at)
    return start, start + len(words)


def _near(text: str, words: str, content: Span) -> Span:
    places = find_passages(text, words)
    place = min(places, key=lambda one: min(abs(one.end - content[0]), abs(one.start - content[1])))
    return place.start, place.end


def read(text: str, **_about: object) -> Reading:
    """The reading of a piece that is known, by its first line; of any other one without proposals.

    What the real reader takes besides, of the document, makes no difference.
    """
    from tests.support import articles

    known = articles.KNOWN.get(text.split("\n")[0])
    return known(text) if known else Reading(text, sentences(text), (), (), ())


def install() -> None:
    """Put it in the place of the real reader."""
    reader.read = read


if __name__ == "__main__":
    from claimtrack.cli.main import main

    install()
    sys.exit(main())
