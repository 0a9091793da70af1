"""The rows of an attribution report beside its claims. Values only; field names are exported."""

from __future__ import annotations

from dataclasses import dataclass

from claimtrack.queries.views import Claim, FigureTable


@dataclass(frozen=True, slots=True)
class ReportStory:
    """The story a report is about. `started` is a date as written."""

    id: str
    name: str
    summary: str | None = None
    started: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerState:
    """Which ledger, and up to which change: its number, digest (the head) and instant. `as_of` None: the present."""

    id: str
    change: int
    head: str | None
    changed_at: str | None
    as_of: str | None


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many claims have a status for one reason. `claims` are their numbers."""

    reason_code: str
    reason: str
    claims: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many claims have one status, the most frequent reason first. `claims` are their numbers."""

    status: str
    claims: tuple[int, ...]
    reasons: tuple[ReasonCount, ...]


@dataclass(frozen=True, slots=True)
class ReportBody:
    """A body at the origin of claims, and through whom it speaks (`voices`: names, itself left out).

    `claims` are the numbers of claims it stands behind, `only` those with no other traced origin, `first_hand` those
    it saw, did or holds the records of, `witnessed` those of them it saw. `kind` is the kind of source. `named` is
    False for the row of claims whose origin is not named, `traced` False for an outlet that does not say where it has
    them from.
    """

    name: str
    kind: str | None
    voices: tuple[str, ...]
    sides: tuple[str, ...]
    claims: tuple[int, ...]
    only: tuple[int, ...]
    first_hand: tuple[int, ...]
    witnessed: tuple[int, ...] = ()
    named: bool = True
    traced: bool = True


@dataclass(frozen=True, slots=True)
class ReportCarrier:
    """Somebody through whom claims came. `role` is publisher or carrier.

    `claims` are the numbers of those it carried, `lost` those left without a traced origin if it withdraws.
    """

    name: str
    kind: str | None
    role: str
    claims: tuple[int, ...]
    lost: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportAgreement:
    """A claim on which opposed sides agree: `sides` are their names, `sources` two that say so, each with its side."""

    claim: int
    text: str
    sides: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportPosition:
    """One position in a disagreement. `words` is the answer, stance or quote; `who` names those behind it.

    `means` is the interval of a figure in words, `way` how a label is given (voice), `outlet` where. `new` marks a
    position that was not there when the disagreement was settled.
    """

    claim: int
    text: str
    words: str
    who: tuple[str, ...]
    means: str | None = None
    scope: str | None = None
    counting: str | None = None
    for_date: str | None = None
    label_words: tuple[str, ...] = ()
    outlet: str | None = None
    way: str | None = None
    reported: bool = False
    new: bool = False


@dataclass(frozen=True, slots=True)
class ReportDisagreement:
    """Positions that cannot all stand. `subject` is the question or claim they part on.

    `differs` says what differs beside the answers, `notes` what must not be done with them. `state` is open, reopened,
    resolved or dismissed, `why` the reason given, `settled_for` the number of the claim it was resolved for.
    """

    id: str
    kind: str
    strength: str
    subject: str
    positions: tuple[ReportPosition, ...]
    differs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    state: str = "open"
    recorded: bool = False
    why: str | None = None
    settled_for: int | None = None


@dataclass(frozen=True, slots=True)
class ReportUpdate:
    """A later answer that is no disagreement: `kind` is revision (one origin's) or update (a rising toll)."""

    kind: str
    question: str
    source: str | None
    earlier: str
    later: str
    earlier_claim: int
    later_claim: int


@dataclass(frozen=True, slots=True)
class FlagCount:
    """How many flags of a rule are of one kind."""

    group: str
    count: int


@dataclass(frozen=True, slots=True)
class FlagGroup:
    """The flags of one rule at one severity: how many, on what, and what to do.

    `title` is the rule's; `groups` are the kinds of finding and how many there are of each, the most frequent first;
    `facts` are the first few facts (none in editions that may not show them); `claims` the numbers of the claims they
    are on, `records` the ids of all records they are on
    (in the desk edition).
    """

    code: str
    severity: str
    title: str
    count: int
    groups: tuple[FlagCount, ...]
    facts: tuple[str, ...]
    next_step: str
    claims: tuple[int, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceRating:
    """Somebody's rating of a source: Admiralty letter, reason, topic (None: all topics)."""

    letter: str
    why: str
    topic: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class ReportSource:
    """A source and what rests on it. `id` is None where the source may not be named.

    `origin_of` and `carries` are numbers of claims, `otherwise` those of the first of which it does not say that they
    are so: it denies or doubts them, takes them back, or says neither. `only` are those of which it is the only traced
    origin.
    """

    id: str | None
    name: str
    kind: str | None
    role: str | None = None
    body: str | None = None
    sides: tuple[str, ...] = ()
    confidential: bool = False
    origin_of: tuple[int, ...] = ()
    carries: tuple[int, ...] = ()
    only: tuple[int, ...] = ()
    ratings: tuple[SourceRating, ...] = ()
    otherwise: tuple[int, ...] = ()

    @property
    def said(self) -> tuple[int, ...]:
        """The numbers of the claims that it says are so."""
        return tuple(number for number in self.origin_of if number not in self.otherwise)


@dataclass(frozen=True, slots=True)
class DocumentCopy:
    """A copy of a document elsewhere. `compared`: somebody held it against the original."""

    kind: str
    url: str | None
    site: str | None
    compared: bool


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A document that the report rests on, numbered from 1. Dates are as written.

    `text_stored` is whether its text is stored (None where the edition does not tell), `text_sha256` the digest of that
    and `text_length` its code points (None where none is stored, or it is held back: they would confirm a guess at it).
    """

    id: str
    number: int
    title: str | None
    url: str | None
    publisher: str | None
    published: str | None
    genre: str | None = None
    language: str | None = None
    bylines: tuple[str, ...] = ()
    state: str | None = None
    state_notice: str | None = None
    state_on: str | None = None
    archive_links: tuple[str, ...] = ()
    copies: tuple[DocumentCopy, ...] = ()
    text_stored: bool | None = None
    text_sha256: str | None = None
    text_length: int | None = None
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one edition of an attribution report shows, in the order it is shown.

    `made_at` and `since` are UTC instants; with `since` only claims recorded or changed from then on are there, and
    `older` says how many are not. `left_out` counts the restricted assertions left out (0 in the public edition,
    which does not tell).
    """

    edition: str
    story: ReportStory
    ledger: LedgerState
    made_at: str
    since: str | None
    older: int
    left_out: int
    statuses: tuple[StatusCount, ...]
    bodies: tuple[ReportBody, ...]
    carriers: tuple[ReportCarrier, ...]
    agreements: tuple[ReportAgreement, ...]
    disagreements: tuple[ReportDisagreement, ...]
    updates: tuple[ReportUpdate, ...]
    flags: tuple[FlagGroup, ...]
    claims: tuple[Claim, ...]
    sources: tuple[ReportSource, ...]
    documents: tuple[ReportDocument, ...]
    figures: tuple[FigureTable, ...] = ()
