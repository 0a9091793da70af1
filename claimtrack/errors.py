"""What stops the tool. Each error says what is wrong and what to do; one place catches them and sets the exit status.

What is wrong with a user's *data* is not an error but a value: see problem.py. `BadInput` carries such values when they
are the reason for stopping.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimtrack.problem import Problem


class ClaimtrackError(Exception):
    """Base of every error the tool stops with.

    `what` is wrong, and `todo`, what to do about it ("" when nothing helps).
    """

    exit_status = 2

    def __init__(self, what: str, todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo


class BadInput(ClaimtrackError):
    """Usage or data that cannot be accepted (exit 2). `problems` holds every fault found, in the order of the input."""

    def __init__(self, what: str, todo: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(what, todo)
        self.problems = tuple(problems)


class DatabaseTrouble(ClaimtrackError):
    """The ledger's database or a file cannot be opened, read or written (exit 3)."""

    exit_status = 3


class CommitInDoubt(DatabaseTrouble):
    """The database did not answer a COMMIT: what was to be recorded may have been, or not (exit 3)."""

    def __init__(self) -> None:
        super().__init__(
            "the database did not answer whether this was recorded",
            "'claimtrack log' shows the last changes: look there before you repeat it.",
        )


class NeedsPerson(ClaimtrackError):
    """A conflict only a person can settle: two records fit, or a wording changed (exit 4).

    `fits` lists what there is.
    """

    exit_status = 4

    def __init__(self, what: str, todo: str = "", fits: Sequence[str] = ()) -> None:
        super().__init__(what, todo)
        self.fits = tuple(fits)


class TakesRecordsOut(NeedsPerson):
    """A colleague's history would withhold or void records that are open here: somebody must accept that (exit 4)."""
