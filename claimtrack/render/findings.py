"""Findings on drafts as text, JSON, SARIF 2.1.0 (OASIS) and commands of GitHub's workflow logs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from claimtrack import __version__
from claimtrack.checking.draft_check import DraftRule
from claimtrack.checking.rules import ALL_DRAFT_RULES
from claimtrack.domain.canonical_json import sha256
from claimtrack.domain.english import capitalized
from claimtrack.domain.text import no_command, safe
from claimtrack.render.data import as_json, as_jsonl
from claimtrack.render.terminal.style import Style
from claimtrack.render.terminal.width import cut, shown, wrapped
from claimtrack.rules.rule import DraftFinding

__all__ = ["FORMATS", "Look", "Render"]


@dataclass(frozen=True, slots=True)
class Look:
    """The width of the terminal in columns, and its style."""

    width: int
    style: Style


def render_github(findings: Sequence[DraftFinding], _look: Look) -> str:
    """A command a line: `::error file=..,line=..,col=..,title=..::message`."""
    return "".join(_command(finding) + "\n" for finding in findings)


def _command(finding: DraftFinding) -> str:
    properties = {"file": finding.file, "line": str(finding.line)}
    if finding.line == finding.end_line:
        # Columns mean nothing to it where a finding runs over several lines.
        properties |= {"col": str(finding.column), "endColumn": str(max(finding.column, finding.end_column - 1))}
    else:
        properties["endLine"] = str(finding.end_line)
    properties["title"] = finding.code
    if finding.file == "-":
        del properties["file"]
    joined = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{finding.severity} {joined}::{_data(_message(finding))}"


def _message(finding: DraftFinding) -> str:
    about = f"\nClaim {finding.claim[:10]}: {finding.claim_text}" if finding.claim is not None else ""
    suggested = f"\n{finding.suggestion}" if finding.suggestion is not None else ""
    return f"{finding.fact}{about}\n{finding.next_step}{suggested}"


def _data(text: str) -> str:
    return safe(text, lines=True).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def render_json_lines(findings: Sequence[DraftFinding], _look: Look) -> str:
    """Every finding a line."""
    return "".join(as_jsonl(findings))


SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "notice": "note"}


def render_sarif(findings: Sequence[DraftFinding], _look: Look) -> str:
    """One log with one run; every rule that found something is there with its manual."""
    occurring = {finding.code for finding in findings}
    rules = [rule for rule in ALL_DRAFT_RULES if rule.code in occurring]
    order = {rule.code: place for place, rule in enumerate(rules)}
    driver = {"name": "claimtrack", "version": __version__, "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, order[finding.code]) for finding in findings],
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: DraftRule) -> dict[str, Any]:
    parts = {name: capitalized(text) for name, text in rule.sections.items()}
    return {
        "id": rule.code,
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": parts["What it flags"]},
        "help": {"text": f"{parts['Why it matters']}\n\n{parts['What to do']}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(finding: DraftFinding, rule: int) -> dict[str, Any]:
    """A finding as a result of SARIF 2.1.0. `rule` is the place of its rule, from 0."""
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
        "message": {"text": _linkless(f"{finding.fact} {finding.next_step}")},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
        # The same words under the same rule are the same finding, wherever in the file they have moved.
        "partialFingerprints": {
            "passage/v1": sha256("\n".join((finding.code, finding.claim or "", finding.passage)).encode())
        },
        "properties": more,
    }


def _linkless(text: str) -> str:
    """A message of SARIF in which `[words](target)` is no link (section 3.11.6): brackets get a backslash."""
    return re.sub(r"([\\\[\]])", r"\\\1", text) if "](" in text else text


ID_SHOWN = 10
INDENT = "    "


def render_text(findings: Sequence[DraftFinding], look: Look) -> str:
    """Every finding as `file:line:column: severity CODE fact`, with its next step below; an empty line between two."""
    return "\n".join("".join(no_command(line) + "\n" for line in _lines(finding, look)) for finding in findings)


def _lines(finding: DraftFinding, look: Look) -> Iterator[str]:
    place = f"{shown(finding.file)}:{finding.line}:{finding.column}:"
    yield f"{place} {look.style.strong(f'{finding.severity} {finding.code}')} {shown(finding.fact)}"
    yield cut(f"{INDENT}the draft: {shown(finding.passage)}", look.width)
    if finding.claim is not None:
        yield cut(f"{INDENT}claim {finding.claim[:ID_SHOWN]}: {shown(finding.claim_text or '')}", look.width)
    yield from wrapped(f"-> {shown(finding.next_step)}", look.width, first=INDENT, rest=INDENT + "   ")
    if finding.suggestion is not None:
        yield from wrapped(f"“{shown(finding.suggestion)}”", look.width, first=INDENT + "   ", rest=INDENT + "   ")


Render = Callable[[Sequence[DraftFinding], Look], str]

FORMATS: dict[str, Render] = {
    "text": render_text,
    "json": lambda findings, _look: as_json(list(findings)),
    "jsonl": render_json_lines,
    "sarif": render_sarif,
    "github": render_github,
}
"""Every form by its name: the choices of `check --format`."""
