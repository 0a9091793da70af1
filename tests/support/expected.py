"""Whether the tests write down what they expect, in place of comparing: then read the difference before keeping it."""

import os

WRITES_CASES = os.environ.get("CLAIMTRACK_WRITE_CASES", "") not in ("", "0")
"""Answers in transcripts and documents, and the proposals of reading cases that have none yet."""
WRITES_SNAPSHOTS = os.environ.get("CLAIMTRACK_WRITE_SNAPSHOTS", "") not in ("", "0")
"""Reports and charts."""
