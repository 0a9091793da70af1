"""What a program of the user's proposes of an article: it is given the text, and gives a claim on each line as JSON.

It stands where the rules stand: what it gives are proposals, and a person decides. Words that do not stand in the text
as they are given are refused, and every proposal says which program it is of.
"""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from claimtrack.actions.reading.article import Article, with_proposals
from claimtrack.actions.reading.decisions import claim_of_line, line_faults
from claimtrack.actions.reading.proposal_items import PROGRAM, ProposedClaim
from claimtrack.domain.anchors import passage
from claimtrack.domain.canonical_json import canonical_text
from claimtrack.domain.records import FilePosition
from claimtrack.errors import BadInput
from claimtrack.formats.jsonl import values
from claimtrack.problem import Problem
from claimtrack.schema.limits import fault, shown

MOST_BYTES = 16 << 20
"""Of a program that gives more, nothing is taken."""


def propose_with(article: Article, command: str) -> tuple[Article, list[Problem]]:
    """The article with what `command` proposes in place of what the rules do, and what is wrong with the other lines.

    The text is its standard input, in UTF-8; nothing else of the ledger is given to it. A line is as `read --jsonl`
    gives it; of a quotation `exact` is enough where it stands once, else `prefix`, `suffix` or `start` tell which is
    meant. Raises BadInput when the command cannot be run, fails, or gives too much.
    """
    arguments = _arguments(command)
    name = Path(arguments[0]).name
    out = _run(arguments, article.text, name)
    proposed: list[ProposedClaim] = []
    problems: list[Problem] = []
    for number, value in values(BytesIO(out), name):
        found = [value] if isinstance(value, Problem) else list(_refused(value, FilePosition(name, number)))
        if not found:
            line = _placed(value, article.text, canonical_text({"proposed_by": name}))
            found = list(line_faults(line, FilePosition(name, number), article))
            if not found:
                made = claim_of_line({**line, "proposal": len(proposed) + 1}, article)
                proposed.append(replace(made, rule=PROGRAM + name, edited=False, continues=None))
        problems += found
    return with_proposals(article, proposed), sorted(problems)


def _arguments(command: str) -> list[str]:
    try:
        arguments = shlex.split(command)
    except ValueError as error:
        raise BadInput(f"{command!r} is no command: {error}", "Give it as you would type it in a shell.") from None
    if not arguments:
        raise BadInput("no command is named", "Give --with 'PROGRAM ARGUMENTS'.")
    return arguments


def _run(arguments: list[str], text: str, name: str) -> bytes:
    try:
        with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            out = _exchange(process, text.encode())
    except OSError as error:
        raise BadInput(f"{name} could not be run: {error.strerror}", "Nothing was proposed.") from None
    if len(out) > MOST_BYTES:
        raise BadInput(f"{name} gave more than {MOST_BYTES >> 20} MiB", "Nothing of it was taken.")
    if process.returncode:
        raise BadInput(f"{name} failed with status {process.returncode}", "Nothing of it was taken.")
    return out


def _exchange(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    """What the process gives for `data`, up to a byte more than is taken; it is ended when it gives more."""
    from threading import Thread

    def give() -> None:
        assert process.stdin is not None
        try:
            with process.stdin:
                process.stdin.write(data)
        except OSError:  # it ended, or closed its input, without reading all
            pass

    giver = Thread(target=give, daemon=True)
    giver.start()
    assert process.stdout is not None
    out = process.stdout.read(MOST_BYTES + 1)
    if len(out) > MOST_BYTES:
        process.kill()
    giver.join()
    return out


def _refused(value: Any, at: FilePosition) -> Iterator[Problem]:
    """What a program may not say: it proposes claims, and decides nothing."""
    if not isinstance(value, dict):
        yield fault(at, "a line must be an object in braces", shown(value), '{"type": "claim", ...}', "type")
    elif value.get("type", "claim") != "claim":
        yield fault(at.below("type"), "a program proposes claims only", shown(value["type"]), "claim", "word")
    elif "decision" in value:
        yield fault(at.below("decision"), "a program decides nothing", shown(value["decision"]), code="decision")


def _placed(value: Mapping[str, Any], text: str, foreign: str) -> dict[str, Any]:
    """The line with the place of each quotation that stands in the text once, or once between its neighbours.

    Each assertion says in `foreign` who proposed it, and keeps that when it is recorded.
    """
    line = {"type": "claim", **value}
    if isinstance(line.get("assertions"), list):
        line["assertions"] = [
            {**_with_place(one, text), "foreign": foreign} if isinstance(one, dict) else one
            for one in line["assertions"]
        ]
    return line


def _with_place(assertion: dict[str, Any], text: str) -> dict[str, Any]:
    given = assertion.get("quote")
    quote: Any = {"exact": given} if isinstance(given, str) else given
    if not isinstance(quote, dict) or "start" in quote or not isinstance(quote.get("exact"), str):
        return assertion
    exact, prefix, suffix = (str(quote.get(name, "")) for name in ("exact", "prefix", "suffix"))
    around = f"{prefix}{exact}{suffix}"
    at = text.find(around)
    if not exact or at < 0 or text.find(around, at + 1) >= 0:
        return {**assertion, "quote": quote}
    place = passage(text, at + len(prefix), at + len(prefix) + len(exact))
    found = {"exact": exact, "start": place.start, "end": place.end, "prefix": place.prefix, "suffix": place.suffix}
    return {**assertion, "quote": {name: part for name, part in found.items() if part != ""}}
