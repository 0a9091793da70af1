"""An attribution as the surface of a text shows it: which words name the source, which report, which are reported."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]
"""[start, end) in code points of the text that is read."""

Spans = tuple[Span, ...]
"""Spans in the order of the text; several where other words stand between."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What reports. `lemma` is its entry of the lexicon ("say", "according to", "reportedly"), `sort` its class there.

    `passive`: "is described as", "was told"; `negated`: "did not say"; `tense` is past, present, perfect, future or
    none (a noun, a preposition).
    """

    lemma: str
    sort: str
    passive: bool = False
    negated: bool = False
    tense: str = "none"


@dataclass(frozen=True, slots=True)
class CueMatch:
    """One attribution on the surface of a text.

    `source` is empty where nobody is named, or where the passage goes on from another; `content` never is. `hearer`
    is whom it was told ("AFP news agency" of "told AFP news agency"). `continues` is the place, in the list it stands
    in, of the attribution that this one goes on from (None: it stands by itself). `rule` names what found it.
    """

    source: Spans
    cue: Spans
    content: Spans
    word: Cue
    rule: str
    hearer: Span | None = None
    continues: int | None = None

    @property
    def start(self) -> int:
        """Where its content begins."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """Where its content ends."""
        return self.content[-1][1]
