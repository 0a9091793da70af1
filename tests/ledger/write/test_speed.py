"""How fast claims are recorded: printed (`pytest -s`), never asserted. Budgets are measured in benchmarks/."""

import time

import pytest

from claimtrack.domain.records import Record
from claimtrack.ledger.change import Change
from claimtrack.ledger.write.pipeline import conclude, record_batch
from claimtrack.ledger.write.write_context import Mode, WriteContext
from tests.ledger.random_changes import nested, typed
from tests.ledger.support import do, new_ledger

pytestmark = pytest.mark.whole

CLAIMS = 5_000


def claim_of(number: int) -> list[Record]:
    said = typed(
        "assertion",
        link="claim",
        chain=[{"source": f"Source {number % 50}", "basis": "told"}, {"source": "AFP"}],
        document=f"https://example.org/{number % 100}",
        quote={"exact": f"about {number} were seen at the gate"},
    )
    return nested(
        typed("claim", text=f"About {number} were seen at the gate", answer={"figure": f"about {number}"}), said
    )


def test_recording_five_thousand_claims(sqlite_url: str) -> None:
    ledger = new_ledger(sqlite_url)

    def action(change: Change) -> int:
        context = WriteContext(change.appender, Mode.IMPORT, None)
        for start in range(0, CLAIMS, 1_000):
            record_batch(context, [record for number in range(start, start + 1_000) for record in claim_of(number)])
            context.forget()
        conclude(context)
        assert context.outcome.problems == []
        return change.appender.count

    began = time.perf_counter()
    entries = do(ledger, action).value
    seconds = time.perf_counter() - began
    print(f"\n{CLAIMS} claims, {entries} entries in {seconds:.1f} s: {entries / seconds:,.0f} entries a second")
    assert entries > 2 * CLAIMS
