"""A unit under the eye of the rules: its tokens, its verbs, and spans made of ranges of tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from claimtrack.reading.attribution.clauses import TokenRange
from claimtrack.reading.cues.verb_groups import VerbGroup, verb_groups
from claimtrack.reading.proposals import Span
from claimtrack.reading.sentences import Unit
from claimtrack.reading.tokens import MARK, QUOTE, Token


@dataclass
class Scene:
    """One unit of a text, with what the rules ask of it. `before` is the unit before it in the text, if any."""

    text: str
    unit: Unit
    language: str
    before: Unit | None = None
    after: Unit | None = None

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the unit."""
        return self.unit.tokens

    @cached_property
    def groups(self) -> list[VerbGroup]:
        """The verb groups that may report, in order."""
        return verb_groups(self.tokens, self.language)

    @cached_property
    def group_at(self) -> dict[int, VerbGroup]:
        """First token of a verb group -> the group."""
        return {group.start: group for group in self.groups}

    def low(self, at: int) -> str:
        """The token at `at` in lower case; "" past either end."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def sort(self, at: int) -> str:
        """The sort of the token at `at`; "" past either end."""
        return self.tokens[at].sort if 0 <= at < len(self.tokens) else ""

    def is_mark(self, at: int, marks: str) -> bool:
        """Whether the token at `at` is one of these marks."""
        return self.sort(at) == MARK and self.low(at) in marks

    def is_speech(self, at: int) -> bool:
        """Whether the token at `at` is a quotation that reads as speech."""
        return 0 <= at < len(self.tokens) and self.tokens[at].speech

    def span(self, within: TokenRange) -> Span:
        """The span of a range of tokens."""
        return self.tokens[within[0]].start, self.tokens[within[1] - 1].end

    def trimmed(self, within: TokenRange) -> TokenRange | None:
        """The range without marks and joining words at its ends; None when nothing is left."""
        start, end = within
        while start < end and (self.is_mark(start, ",;:.—–-…!?)") or self.low(start) == "that"):
            start += 1
        while end > start and (self.is_mark(end - 1, ",;:—–-(….!?") or self.low(end - 1) in ("and", "but", "that")):
            end -= 1
        return (start, end) if start < end else None

    def quotes(self, within: TokenRange) -> Iterator[int]:
        """The places of quotations in a range of tokens."""
        return (at for at in range(*within) if self.tokens[at].sort == QUOTE)
