"""Transcripts: what a person types and what the program answers, as files of tests/cases/cli.

A transcript is read line by line:

    $ claimtrack add 'The bridge is closed' -s Ana     what is typed; ID1 stands for the first id met, and so on
      ID3                                              stdout, each line after two spaces; an empty one is ~
    ! Ana said that the bridge is closed.              stderr
    = 2                                                the exit status, when it is not 0
    < words                                            what is typed into the program, before its answer
    @ file.json                                        a file that is there, its lines after '|'
    | {"claimtrack": 1}
    # a remark; empty lines part

A new transcript holds only what is typed; CLAIMTRACK_WRITE_CASES=1 fills in the answers, to be read before they are
kept. Ids, digests, instants, the day of a judgement and the ledger's place are written as ID1, DIGEST, TIME, TODAY and
LEDGER; the first ten characters of an id as `ID1~`, filled up to ten.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from claimtrack.ledger.store.engine import Location
from tests.cli.program import Ran, run

SHORT = 10
_ID = re.compile(r"(?<![a-z0-9])[a-z2-7]{24}(?![a-z0-9])")
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_SHORT_DIGEST = re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{16}\b")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?( UTC|Z)?")


@dataclass
class Step:
    """One command of a transcript: what is typed, what it reads, and the answer on record."""

    typed: str
    stdin: list[str] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)


@dataclass
class File:
    """A file that a transcript needs."""

    name: str
    content: list[str] = field(default_factory=list)


def parse(text: str) -> list[Step | File | str]:
    """The parts of a transcript in order; remarks and empty lines as they are."""
    parts: list[Step | File | str] = []
    for line in text.splitlines():
        last = parts[-1] if parts else None
        if line.startswith("$ "):
            parts.append(Step(line[2:]))
        elif line.startswith("@ "):
            parts.append(File(line[2:]))
        elif line.startswith("|") and isinstance(last, File):
            last.content.append(line[2:])
        elif line.startswith("<") and isinstance(last, Step):
            last.stdin.append(line[2:])
        elif line.startswith(("  ", "!", "=")) and isinstance(last, Step):
            last.answer.append(line)
        else:
            assert not line or line.startswith("#"), f"not a line of a transcript: {line!r}"
            parts.append(line)
    return parts


def play(text: str, url: str) -> str:
    """The transcript with the answers that the program gives now, on the ledger at `url`."""
    known: dict[str, str] = {}
    shown = Location.read(url).shown
    told: list[str] = []
    for part in parse(text):
        if isinstance(part, str):
            told.append(part)
        elif isinstance(part, File):
            Path(part.name).write_text("".join(f"{line}\n" for line in part.content), "utf-8")
            told += [f"@ {part.name}", *(f"| {line}".rstrip() for line in part.content)]
        else:
            ran = run(*_arguments(part.typed, known), stdin="".join(f"{line}\n" for line in part.stdin))
            told += [f"$ {part.typed}", *(f"< {line}".rstrip() for line in part.stdin)]
            told += _answer(ran, known, [url, shown])
    return "\n".join(told) + "\n"


def _arguments(typed: str, known: dict[str, str]) -> list[str]:
    names = {name: record for record, name in known.items()}
    words = shlex.split(typed)
    assert words[0] == "claimtrack"
    return [re.sub(r"\bID\d+\b", lambda found: names[found[0]], word) for word in words[1:]]


def _answer(ran: Ran, known: dict[str, str], places: list[str]) -> list[str]:
    out = [f"  {line or '~'}" for line in ran.out.splitlines()]
    err = [f"! {line}".rstrip() for line in ran.err.splitlines()]
    status = [f"= {ran.status}"] if ran.status else []
    return [_plain(line, known, places) for line in (*out, *err)] + status


def _plain(line: str, known: dict[str, str], places: list[str]) -> str:
    for place in places:
        line = line.replace(place, "LEDGER")
    for found in _ID.findall(line):
        known.setdefault(found, f"ID{len(known) + 1}")
    line = _ID.sub(lambda found: known[found[0]], line)
    for record, name in known.items():
        line = line.replace(record[:SHORT], f"{name}~".ljust(SHORT))
    line = _DIGEST.sub("DIGEST", line)
    line = _SHORT_DIGEST.sub("DIGEST", line)
    line = _INSTANT.sub("TIME", line)
    line = line.replace(f"{datetime.now(UTC):%Y-%m-%d})", "TODAY)")  # when somebody judged
    return _MOMENT.sub("TIME", line).rstrip()
