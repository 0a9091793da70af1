"""Findings on drafts in every form that they can be printed in: one file a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from claimtrack.checking.finding import Finding
from claimtrack.render.check import github, lines, sarif, text
from claimtrack.render.check.look import Look
from claimtrack.render.machine import as_json

Render = Callable[[Sequence[Finding], Look], str]

FORMATS: dict[str, Render] = {
    "text": text.render,
    "json": lambda found, _look: as_json(list(found)),
    "jsonl": lines.render,
    "sarif": sarif.render,
    "github": github.render,
}
"""Every form by its name: the choices of `check --format`."""

__all__ = ["FORMATS", "Look", "Render"]
