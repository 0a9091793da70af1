"""The rows that a finished draft is held against: claims with their assertions, sources, stored texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimtrack.analysis.status import Status
from claimtrack.domain.figures import Interval
from claimtrack.domain.words import AFFIRMING

UNSOUND = ("retracted", "removed")
"""States of a document that no longer stands behind what it said."""


@dataclass(frozen=True, slots=True)
class Teller:
    """A source after merges. `names` are all it goes by, the first what it is called; `body` is whom it speaks for.

    `veiled` is whether its name may not be printed: a confidential source, or one known from restricted records alone;
    `described` is what may stand for it.
    """

    id: str
    names: tuple[str, ...]
    kind: str
    role: str | None
    body: str | None
    veiled: bool
    described: str


@dataclass(frozen=True, slots=True)
class Saying:
    """One assertion of a claim. `origin` is who said it first and `sources` everybody it may be given to, by id.

    `own` is an outlet's own voice or a reporter's own observation. `hedges` are words of doubt as printed; `nobody`
    is whether no source is named. `counts` is False where it was judged misquoted, misattributed or fabricated.
    `state` is the state of its document where one is noted ("retracted"). `described` is what may be printed of an
    origin quoted on background, else None. `said` is the instant it was said, else published (27-character UTC text).
    """

    id: str
    stance: str
    origin: str | None
    root: str | None
    sources: frozenset[str]
    nobody: bool
    own: bool
    first_hand: bool
    hedges: tuple[str, ...]
    unverified: bool
    no_evidence: bool
    label_words: str | None
    quote: str | None
    quote_kind: str
    document: str | None
    state: str | None
    restricted: bool
    described: str | None
    said: str | None
    counts: bool
    carriers: frozenset[str] = frozenset()
    """Those who passed it on, by id, as far as they are named; the publisher of its document left out."""

    @property
    def affirms(self) -> bool:
        """Whether it stands behind the claim."""
        return self.stance in AFFIRMING

    @property
    def sound(self) -> bool:
        """Whether its document still stands behind what it said."""
        return self.state not in UNSOUND


@dataclass(frozen=True, slots=True)
class Holding:
    """One claim. `figure` is the interval of its answer, `label` the word it calls something, `unit` what is measured.

    `restricted` is whether it rests on nothing but what is off the record or embargoed; `unanswered` whether it
    alleges wrongdoing and no reply was sought. `common` is whether its first word is known to be an ordinary one.
    """

    id: str
    text: str
    kind: str
    status: Status
    question: str | None
    asked: str | None
    answer: str | None
    figure: Interval | None
    unit: str | None
    label: str | None
    allegation: bool
    unanswered: bool
    about: frozenset[str]
    restricted: bool
    sayings: tuple[Saying, ...]
    common: bool = False

    @property
    def affirming(self) -> tuple[Saying, ...]:
        """The assertions that stand behind it and count; restricted ones only where there are no others."""
        return tuple(
            saying
            for saying in self.sayings
            if saying.affirms and saying.counts and (self.restricted or not saying.restricted)
        )


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored text. `restricted` is whether it is known from restricted records alone."""

    id: str
    title: str
    text: str
    restricted: bool


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything a draft is held against."""

    claims: tuple[Holding, ...]
    tellers: Mapping[str, Teller]
    texts: tuple[Stored, ...]
