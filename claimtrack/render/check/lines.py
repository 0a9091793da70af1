"""Findings as JSON Lines, one on each."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.checking.finding import Finding
from claimtrack.render.check.look import Look
from claimtrack.render.machine import as_jsonl


def render(found: Sequence[Finding], _look: Look) -> str:
    """Every finding a line."""
    return "".join(as_jsonl(found))
