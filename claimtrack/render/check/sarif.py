"""Findings as SARIF 2.1.0 (OASIS), which editors and code hosts read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from claimtrack import __version__
from claimtrack.checking.finding import Finding
from claimtrack.checking.kind import Kind
from claimtrack.checking.registry import ALL_KINDS
from claimtrack.domain.canonical import sha256
from claimtrack.render.check.look import Look
from claimtrack.render.machine import as_json

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "notice": "note"}


def render(found: Sequence[Finding], _look: Look) -> str:
    """One log with one run; every kind of finding that occurs is a rule with its manual."""
    occurring = {finding.code for finding in found}
    kinds = [kind for kind in ALL_KINDS if kind.code in occurring]
    order = {kind.code: place for place, kind in enumerate(kinds)}
    driver = {"name": "claimtrack", "version": __version__, "rules": [_rule(kind) for kind in kinds]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, order[finding.code]) for finding in found],
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(kind: Kind) -> dict[str, Any]:
    parts = {name: told[:1].upper() + told[1:] for name, told in kind.sections.items()}
    return {
        "id": kind.code,
        "shortDescription": {"text": f"{kind.title}."},
        "fullDescription": {"text": parts["What it flags"]},
        "help": {"text": f"{parts['Why it matters']}\n\n{parts['What to do']}"},
        "defaultConfiguration": {"level": LEVELS[kind.severity]},
    }


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    more = {"nextStep": finding.next_step}
    if finding.claim is not None:
        more |= {"claim": finding.claim, "claimText": finding.claim_text or ""}
    if finding.suggestion is not None:
        more["suggestion"] = finding.suggestion
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
        "snippet": {"text": finding.passage},
    }
    uri = "stdin" if finding.file == "-" else quote(finding.file.replace("\\", "/"), safe="/")
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.fact} {finding.next_step}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
        # The same words under the same rule are the same finding, wherever in the file they have moved.
        "partialFingerprints": {
            "passage/v1": sha256("\n".join((finding.code, finding.claim or "", finding.passage)).encode())
        },
        "properties": more,
    }
