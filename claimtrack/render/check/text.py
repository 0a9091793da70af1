"""Findings for people: the place, the fact, the draft's words, the claim, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimtrack.checking.finding import Finding
from claimtrack.render.check.look import Look
from claimtrack.render.width import cut, shown, wrapped

ID_SHOWN = 10
_INDENT = "    "


def render(found: Sequence[Finding], look: Look) -> str:
    """Every finding as `file:line:column: severity CODE fact`, with its next step below; an empty line between two."""
    return "\n".join("\n".join(_one(finding, look)) + "\n" for finding in found)


def _one(finding: Finding, look: Look) -> Iterator[str]:
    place = f"{shown(finding.file)}:{finding.line}:{finding.column}:"
    yield f"{place} {look.style.strong(f'{finding.severity} {finding.code}')} {shown(finding.fact)}"
    yield cut(f"{_INDENT}the draft: {shown(finding.passage)}", look.width)
    if finding.claim is not None:
        yield cut(f"{_INDENT}claim {finding.claim[:ID_SHOWN]}: {shown(finding.claim_text or '')}", look.width)
    yield from wrapped(f"-> {shown(finding.next_step)}", look.width, first=_INDENT, rest=_INDENT + "   ")
    if finding.suggestion is not None:
        yield from wrapped(f"“{shown(finding.suggestion)}”", look.width, first=_INDENT + "   ", rest=_INDENT + "   ")
