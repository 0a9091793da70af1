"""Importing and exporting many claims takes little memory, however many they are."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.tree import ROOT

pytestmark = pytest.mark.whole

CLAIMS = 20_000
MOST = 300 << 20
"""Bytes that a process may take at its peak."""

PROGRAM = """
import json, resource, sys, time
from claimtrack.formats import jsonl
from claimtrack.ledger.transfer.export import export_items
from claimtrack.ledger.transfer.importing import import_records
from claimtrack.ledger.database import open_ledger

def peak():
    # ru_maxrss outlives exec: it would hold the test runner's own size. VmHWM is this program's alone.
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

ledger = open_ledger(sys.argv[2], create=True)
begun = time.process_time()
with open(sys.argv[1], "rb") as stream:
    report = import_records(ledger, jsonl.read(stream, None), by="desk")
imported = time.process_time()
with open(sys.argv[3], "wb") as out:
    jsonl.write(export_items(ledger).texts(), out)
print(json.dumps({
    "created": report.total("created"),
    "import": round(imported - begun, 1),
    "export": round(time.process_time() - imported, 1),
    "peak": peak(),
}))
"""


def write_claims(path: Path, claims: int) -> None:
    """Claims with an assertion each, as lines, after the assertions' sources: every reference is a name."""
    with path.open("w", encoding="utf-8") as out:
        out.write(json.dumps({"type": "story", "name": "Generated"}) + "\n")
        for number in range(claims):
            assertion = {
                "chain": [{"source": f"Source {number % 50}", "basis": "witnessed"}, f"Agency {number % 5}"],
                "document": f"https://example.org/{number % 400}",
                "quote": {"exact": f"some {number} people in front of the building"},
            }
            claim = {
                "type": "claim",
                "text": f"About {number} people were seen that day",
                "question": f"How many were there in place {number % 200}?",
                "answer": {"figure": f"about {10 + number % 900}", "scope": "unstated"},
                "assertions": [assertion],
            }
            out.write(json.dumps(claim) + "\n")


def test_memory_is_flat(tmp_path: Path) -> None:
    lines, exported = tmp_path / "claims.jsonl", tmp_path / "exported.jsonl"
    write_claims(lines, CLAIMS)
    command = [sys.executable, "-c", PROGRAM, str(lines), str(tmp_path / "claims.db"), str(exported)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    # Both are in KiB on Linux; ru_maxrss is in bytes on macOS.
    peak = told["peak"] * (1 if sys.platform == "darwin" else 1024)
    print(f"{CLAIMS} claims: imported in {told['import']} s, exported in {told['export']} s, {peak >> 20} MiB")
    assert told["created"] == 2 * CLAIMS + 1
    assert exported.read_bytes().count(b'"quote"') == CLAIMS
    assert peak < MOST
