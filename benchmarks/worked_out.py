"""Work out a part of judgement for a whole ledger, and keep nothing: `python -m benchmarks.worked_out LEDGER PART`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from claimtrack.analysis.disagreements.detect import DETECTED
from claimtrack.analysis.scope import ClaimScope
from claimtrack.analysis.status import STATUSES
from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.garbage import no_garbage_collection
from claimtrack.ledger.store.judgement_cache import set_remembering
from claimtrack.rules.ledger import LEDGER_RULES

PARTS: dict[str, Callable[[Connection, ClaimScope], Iterable[object]]] = {
    "nothing": lambda connection, scope: (),
    "statuses": STATUSES.work_out,
    "disagreements": DETECTED.work_out,
    **{rule.code: rule.findings for rule in LEDGER_RULES},
}
"""What can be worked out, of a rule its flags; `nothing` is what starting and opening the ledger takes."""


def main() -> None:
    """Do it, and say of how many claims or questions something was found, or how many flags."""
    location, name = sys.argv[1:]
    with open_ledger(location).reading() as connection, no_garbage_collection():
        set_remembering(connection, False)
        print(sum(1 for _ in PARTS[name](connection, ClaimScope())))


if __name__ == "__main__":
    main()
