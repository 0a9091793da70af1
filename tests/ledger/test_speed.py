"""How fast claims are recorded: printed (`pytest -s`), never asserted. Budgets are measured in benchmarks/."""

import time

from claimtrack.domain.items import Node
from claimtrack.ledger.change import Change
from claimtrack.ledger.write.outcome import Mode
from claimtrack.ledger.write.pipeline import BatchRecorder
from tests.ledger.ledgers import do, new_ledger
from tests.ledger.play import node

CLAIMS = 5_000


def claim(number: int) -> Node:
    said = node(
        "assertion",
        link="claim",
        chain=[{"source": f"Source {number % 50}", "basis": "told"}, {"source": "AFP"}],
        document=f"https://example.org/{number % 100}",
        quote={"exact": f"about {number} were seen at the gate"},
    )
    return node("claim", said, text=f"About {number} were seen at the gate", answer={"figure": f"about {number}"})


def test_recording_five_thousand_claims(sqlite_url: str) -> None:
    ledger = new_ledger(sqlite_url)

    def action(change: Change) -> int:
        recorder = BatchRecorder(change.appender, Mode.IMPORT, None)
        for start in range(0, CLAIMS, 1_000):
            recorder.record([claim(number) for number in range(start, start + 1_000)])
            recorder.forget()
        recorder.conclude()
        assert recorder.outcome.problems == []
        return change.appender.count

    began = time.perf_counter()
    entries = do(ledger, action).value
    seconds = time.perf_counter() - began
    print(f"\n{CLAIMS} claims, {entries} entries in {seconds:.1f} s: {entries / seconds:,.0f} entries a second")
    assert entries > 2 * CLAIMS
