"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.checking.finding import Finding
from claimtrack.domain.text import safe
from claimtrack.render.check.look import Look


def render(found: Sequence[Finding], _look: Look) -> str:
    """A command a line: `::error file=..,line=..,col=..,title=..::message`."""
    return "".join(_command(finding) + "\n" for finding in found)


def _command(finding: Finding) -> str:
    properties = {"file": finding.file, "line": str(finding.line)}
    if finding.line == finding.end_line:
        # Columns mean nothing to it where a finding runs over several lines.
        properties |= {"col": str(finding.column), "endColumn": str(max(finding.column, finding.end_column - 1))}
    else:
        properties["endLine"] = str(finding.end_line)
    properties["title"] = finding.code
    if finding.file == "-":
        del properties["file"]
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{finding.severity} {told}::{_data(_message(finding))}"


def _message(finding: Finding) -> str:
    about = f"\nClaim {finding.claim[:10]}: {finding.claim_text}" if finding.claim is not None else ""
    suggested = f"\n{finding.suggestion}" if finding.suggestion is not None else ""
    return f"{finding.fact}{about}\n{finding.next_step}{suggested}"


def _data(text: str) -> str:
    return safe(text, lines=True).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
