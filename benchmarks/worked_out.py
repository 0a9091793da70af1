"""Work out a part of judgement for a whole ledger, and keep nothing: `python -m benchmarks.worked_out LEDGER PART`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection

from sqlalchemy import Connection

from claimtrack.analysis.disagreements.detect import DETECTED
from claimtrack.analysis.scope import ClaimScope
from claimtrack.analysis.status import STATUSES
from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.garbage import no_garbage_collection

PARTS: dict[str, Callable[[Connection, ClaimScope], Collection[str]]] = {
    "nothing": lambda connection, scope: (),
    "statuses": STATUSES.work_out,
    "disagreements": DETECTED.work_out,
}
"""What can be worked out; `nothing` is what starting and opening the ledger takes."""


def main() -> None:
    """Do it, and say of how many claims and questions something was found."""
    location, name = sys.argv[1:]
    with open_ledger(location).reading() as connection, no_garbage_collection():
        print(len(PARTS[name](connection, ClaimScope())))


if __name__ == "__main__":
    main()
