"""The parts of a disagreement: positions, incompatibilities, updates. Values, and how a position is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from claimtrack.analysis.origins import CountedAssertion
from claimtrack.domain.english import join_list
from claimtrack.domain.ids import make_id
from claimtrack.ledger.write.identity import disagreement_id

CERTAIN, POSSIBLE = "certain", "possible"


@dataclass(frozen=True, slots=True)
class Position:
    """One answer or stance in a disagreement, and who stands behind it.

    `key` tells it from any other, and changes when its answer does; `words` are the answer as written (of a stance: the
    stance; of a wording: the quote). `assertions` and `sources` (ids after merges) are sorted; a source that is None in
    the data is left out. Figures: `low` and `high` are decimal strings, `high` None when unbounded. `date_lo`,
    `date_hi`: 27-character UTC text of the day it is about, else when it was said, else published. `scope`, `counting`,
    `unit` are the question's own where the answer has none. `reported`: a label known only in its carrier's words.
    `strength` is that of the strongest clash it takes part in. `outlet` is the publisher (voice, wording and reported
    labels), `way` how it gives the label (voice).
    """

    key: str
    claim: str
    words: str
    assertions: tuple[str, ...]
    sources: tuple[str, ...]
    strength: str = POSSIBLE
    low: str | None = None
    high: str | None = None
    date_lo: str | None = None
    date_hi: str | None = None
    for_date: str | None = None
    scope: str | None = None
    counting: str | None = None
    unit: str | None = None
    label_words: tuple[str, ...] = ()
    reported: bool = False
    stance: str | None = None
    outlet: str | None = None
    way: str | None = None
    document: str | None = None


def position_of(claim: str, words: str, held: Sequence[CountedAssertion], *key: str | None, **more: Any) -> Position:
    """A position that these assertions of a claim hold; `key` and the claim tell it from any other.

    `more` are further fields, or other bounds of its date than the assertions give.
    """
    if "date_lo" not in more:
        more["date_lo"] = min((assertion.date_lo for assertion in held if assertion.date_lo), default=None)
        more["date_hi"] = max((assertion.date_hi for assertion in held if assertion.date_hi), default=None)
    return Position(make_id("position", claim, *key), claim, words, *holders_of(held), **more)


def holders_of(held: Sequence[CountedAssertion]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of these assertions and those of the sources that they go back to, each sorted."""
    if len(held) == 1:
        (one,) = held
        return (one.id,), (one.canonical,) if one.canonical else ()
    sources = {assertion.canonical for assertion in held if assertion.canonical}
    return tuple(sorted([assertion.id for assertion in held])), tuple(sorted(sources))


def label_words_of(held: Sequence[CountedAssertion]) -> tuple[str, ...]:
    """Whose word a label is, by these assertions: each way once, sorted."""
    if len(held) == 1:
        return (held[0].label_words,) if held[0].label_words else ()
    return tuple(sorted({assertion.label_words for assertion in held if assertion.label_words}))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Positions that cannot all stand.

    `subject` is the id of the question, claim or evidence it is about (None: a recorded one, about its claims),
    `subject_type` which of these, `text` what it says, `story` the story's id. `differs` says in plain words what
    differs beside the answers themselves, `notes` what must not be done with them. `state` is open, resolved, dismissed
    or reopened; then `new` has the keys of the positions that were not there, or not so, when it was settled. `why` and
    `settled_for` (a claim's id) are those of the record; `recorded`: a person found it, not a rule. `record` is whether
    anything is stored under its id.
    """

    id: str
    kind: str
    strength: str
    subject: str | None
    subject_type: str | None
    text: str
    story: str | None
    positions: tuple[Position, ...]
    differs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    origin: str | None = None
    state: str = "open"
    new: tuple[str, ...] = ()
    recorded: bool = False
    record: bool = False
    why: str | None = None
    settled_for: str | None = None

    @property
    def open(self) -> bool:
        """Whether it is open: never settled, or opened again by a new position."""
        return self.state in ("open", "reopened")

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims it is between, sorted."""
        return tuple(sorted({position.claim for position in self.positions}))


Subject = tuple[str, str, str, str | None]
"""What a disagreement is about: question or claim, its id, its text, its story's id."""


def detected(
    kind: str, strength: str, subject: Subject, positions: Sequence[Position], *, origin: str | None = None, **more: Any
) -> Disagreement:
    """A disagreement found in the data; `origin` is whose words it is about, `more` its further fields."""
    subject_type, record, text, story = subject
    identity = disagreement_id(kind, on=record, origin=origin or "")
    more["origin"] = origin
    return Disagreement(identity, kind, strength, record, subject_type, text, story, tuple(positions), **more)


@dataclass(frozen=True, slots=True)
class Update:
    """A later answer that is no disagreement: `kind` is revision or update.

    A revision is the same origin's at a later date (`origin` its id after merges); an update is a
    rising toll of a cumulative question.
    """

    kind: str
    question: str
    text: str
    origin: str | None
    earlier: Position
    later: Position


class Difference(NamedTuple):
    """What differs between two answers besides what they say; `about` alone says it whole where nothing follows.

    `said` is what they say of it ("cooks for “12”"), `unsaid` the answers that do not say it ("“14”").
    """

    about: str
    said: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()


def difference_texts(differences: Iterable[Difference]) -> tuple[str, ...]:
    """Differences in plain words, with all that is said of one thing in one: not again for each two answers."""
    found: dict[tuple[str, bool], dict[str, None]] = {}
    for about, said, unsaid in differences:
        found.setdefault((about, bool(unsaid)), {}).update(dict.fromkeys(said or unsaid))
    return tuple(
        f"{about} not given for {join_list(parts)}" if missing else ": ".join(filter(None, (about, ", ".join(parts))))
        for (about, missing), parts in found.items()
    )


@dataclass(frozen=True, slots=True)
class Incompatibility:
    """Two answers that cannot both stand: how surely, and what else differs between them."""

    strength: str
    differs: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
