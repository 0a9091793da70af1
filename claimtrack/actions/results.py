"""What actions give back: lists of rows, and what a write came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from claimtrack.actions.claims import AddedClaim
    from claimtrack.ledger.database import Written
    from claimtrack.ledger.write.write_context import Outcome

Row = TypeVar("Row", covariant=True)

MOST_CHANGES = 50
MOST_FOUND = 50
MOST_SIMILAR = 10
"""How many changes, records found and similar claims are listed unless another number is asked for."""


@dataclass(frozen=True, slots=True)
class Listing(Sequence[Row], Generic[Row]):
    """Rows in their order, to be used as a list.

    `left_out` counts what is off the record or embargoed and therefore not there; `more` is whether a limit cut rows
    off. `names` says what the records that rows name by id are called, where the rows do not say so themselves.
    """

    rows: tuple[Row, ...] = ()
    left_out: int = 0
    more: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        return self.rows[index]


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What a write came to: `ids` of the records it is about, the main one first.

    `change` is the number of the change that was made and `digest` its SHA-256: both are None when everything was
    recorded already. `assertions` are the ids of the assertions of `add` and `attribute`; `notices` are for a person.
    """

    ids: tuple[str, ...]
    change: int | None
    digest: str | None
    assertions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of the record that was written, the first of `ids`."""
        return self.ids[0]


def write_result(ids: Iterable[str], written: Written[Any], notices: Iterable[str] = ()) -> WriteResult:
    """What a write of records with these ids came to."""
    return WriteResult(tuple(ids), written.seq, written.digest, notices=tuple(notices))


def outcome_result(written: Written[Outcome]) -> WriteResult:
    """What a write came to whose value is the outcome: the ids of all records that it met."""
    return write_result((record.id for record in written.value.records), written, written.value.notices)


def added_result(ids: Iterable[str], written: Written[AddedClaim]) -> WriteResult:
    """What `add` or `attribute` came to, of records with these ids."""
    added = written.value
    notices = tuple(added.outcome.notices)
    return WriteResult(tuple(ids), written.seq, written.digest, added.assertions, notices)
