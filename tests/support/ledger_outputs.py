"""Every output of a ledger without --include-restricted: each verb that reads, in each of its formats and editions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from zipfile import ZipFile, is_zipfile

import claimtrack.actions.hypothesis as annotation_server
from claimtrack.cli.commands.reports import EDITIONS
from claimtrack.cli.commands.reports import FORMATS as REPORT_FORMATS
from claimtrack.cli.mcp import server, tools
from claimtrack.errors import ClaimtrackError
from claimtrack.formats.registry import FORMATS, RecordFormat
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.render.findings import FORMATS as CHECK_FORMATS
from tests.cli import program
from tests.support.promises import ASSISTANT, CHECK, EXPORT, LISTS, ONE, OTHERS

FUTURE = "2099-06-01"
"""A day on which no embargo of a date holds."""
_FORMS = ((), ("--json",), ("--jsonl",), ("--csv",))
_LISTED = ("source", "document", "story", "question")
_WRITTEN = "written"
"""The file or folder that an output is written to."""


@dataclass(frozen=True, slots=True)
class Output:
    """An output that a person, a program or an assistant is given."""

    column: str
    """Of the table in docs/safety.md."""
    form: str
    """What it is, whatever it is of."""
    typed: tuple[str, ...]
    """The words after `claimtrack`; for an assistant the tool and its arguments as JSON."""
    as_of: str | None = None

    @property
    def told(self) -> str:
        """What it is, in words."""
        return f"{self.column}{f', as of {self.as_of}' if self.as_of else ''}: {' '.join(self.typed)}"


def outputs(records: Sequence[tuple[str, str]], words: Sequence[str]) -> Iterator[Output]:
    """All outputs as the ledger stands. `records`: ids, each with its type. `words` are looked for."""

    def listed(*typed: str, column: str = LISTS) -> Iterator[Output]:
        for form in _FORMS:
            yield Output(column, " ".join([*typed[:1], *form]), (*typed, *form))

    for verb in ("list", "flags", "disagreements", "figures"):
        yield from listed(verb)
    for each in _LISTED:
        for form in _FORMS:
            yield Output(LISTS, " ".join([each, "list", *form]), (each, "list", *form))
    for each in ("claim", "source"):
        yield Output(ONE, "list --void", ("list", "--void") if each == "claim" else (each, "list", "--void"))
    yield from listed("log", "--limit", "1000", column=ONE)
    for sought in ("gate", "wall fell", "Orr", "note", *words):
        yield from listed("search", sought)
    for typed in ("The gate gave way", "The wall fell", *(f"The {word} gate gave way" for word in words)):
        yield from listed("similar", typed)
    for word in words:
        yield Output(LISTS, "list --tag", ("list", "--tag", word))
        yield Output(LISTS, "list --source", ("list", "--source", f"{word} Orr".title()))
    for record, record_type in records:
        for verb in ("show", "log"):
            yield from listed(verb, record, column=ONE)
        if record_type in _LISTED:
            yield Output(ONE, f"{record_type} show", (record_type, "show", record))
        if record_type == "document":
            yield Output(LISTS, "document drift", ("document", "drift", record))
    for edition in EDITIONS:
        column = f"{edition} report"
        for form in REPORT_FORMATS:
            kind = f"report --for {edition} --format {form}"
            full = ("--full",) if form in ("text", "markdown") else ()
            yield Output(column, kind, ("report", "--story", "Flood", "--for", edition, "--format", form, *full))
        yield Output(column, f"report --for {edition}", ("report", "--story", "Flood", "--for", edition))
        site = ("export", "--format", "site", "--story", "Flood", "--for", edition, "-o", _WRITTEN)
        yield Output(column, f"export --format site --for {edition}", site)
    for name, format_ in FORMATS.items():
        if not isinstance(format_, RecordFormat):
            yield Output(EXPORT, f"export --format {name}", ("export", "--format", name))
        elif format_.write is not None:
            column = OTHERS if format_.hides_names else EXPORT
            typed = ("export", "--format", name, "-o", _WRITTEN)
            yield Output(column, f"export --format {name}", typed)
            yield Output(column, f"export --format {name}", (*typed, "--story", "Flood"))
    for name in CHECK_FORMATS:
        yield Output(CHECK, f"check --format {name}", ("check", "draft.txt", "--story", "Flood", "--format", name))
    for verb in ("audit", "db stats"):
        yield Output(LISTS, verb, tuple(verb.split()))
    yield Output(ASSISTANT, "hypothesis push", ("hypothesis", "push"))
    yield from _of_assistant(records, words)


def _of_assistant(records: Sequence[tuple[str, str]], words: Sequence[str]) -> Iterator[Output]:
    draft = draft_of(words)
    calls: list[tuple[str, dict[str, object]]] = [
        *(("search", {"words": word}) for word in ("gate", "wall", "note", "Orr", *words)),
        *(("list", {"what": what}) for what in ("claim", *_LISTED)),
        ("figures", {}),
        ("disagreements", {"settled": True}),
        ("check", {"draft": draft}),
        *(("report", {"edition": edition, "full": True}) for edition in EDITIONS),
        *(("show", {"record": record}) for record, _ in records),
    ]
    for name, arguments in calls:
        yield Output(ASSISTANT, f"mcp {name}", (name, json.dumps(arguments)))


def draft_of(words: Sequence[str]) -> str:
    """A draft of an article that says much of what histories say, also with these words."""
    said = " ".join(f"The {word} gate gave way. “The {word} wall fell at {word}.”" for word in words)
    return (
        "Somebody said that the gate gave way. “The wall fell at dawn,” a guard said. It is so. About 40 gave way."
        f" About 12 did. {said}"
    )


def sample(every: Sequence[Output], times: Sequence[str], *, seed: int, most: int) -> list[Output]:
    """Some of the outputs, of each form as often as of another, of one of each record two more.

    Half are as of a moment when something was changed.
    """
    chosen = Random(seed)
    by_form: dict[str, list[Output]] = {}
    for output in every:
        by_form.setdefault(output.form, []).append(output)
    forms = chosen.sample(sorted(by_form), min(most, len(by_form)))
    found = []
    for output in (each for form in forms for each in chosen.sample(by_form[form], 3 if len(by_form[form]) > 8 else 1)):
        moment = chosen.choice([None, None, None, FUTURE, chosen.choice(times), chosen.choice(times)])
        found.append(replace(output, as_of=moment) if output.column != ASSISTANT else output)
    return found


def read(ledger: LedgerDatabase, output: Output) -> str:
    """What is shown: all that is printed and written, an error's message too."""
    if output.form.startswith("mcp "):
        name, arguments = output.typed
        return _called(tools.OpenedLedger(ledger.open_records(), restricted=False), name, json.loads(arguments))
    if output.form == "hypothesis push":
        group = annotation_server.HypothesisGroup("a")
        return repr(annotation_server.unposted(ledger, group))
    place = ledger.location.path
    assert place is not None
    head = ("--as-of", output.as_of) if output.as_of else ()
    ran = program.run("--db", str(place), "--user", "desk", *head, *output.typed)
    assert "shows how it is used" not in ran.err, f"{output.typed}: {ran.err}"
    parts = [ran.out, ran.err, f"exit status {ran.status}"]
    written = Path(_WRITTEN)
    if written.is_dir():
        parts += [page.read_text("utf-8") for page in sorted(written.rglob("*")) if page.is_file()]
        shutil.rmtree(written)
    elif written.exists():
        parts += texts_of(written)
        written.unlink()
    return "\n".join(parts)


def texts_of(file: Path) -> list[str]:
    """The text of an exported file, or of each part of a workbook."""
    if not is_zipfile(file):
        return [file.read_text("utf-8")]
    with ZipFile(file) as workbook:
        return [workbook.read(part).decode("utf-8") for part in workbook.namelist()]


def _called(ledger: tools.OpenedLedger, name: str, arguments: dict[str, object]) -> str:
    (tool,) = (tool for tool in tools.TOOLS if tool.name == name)
    try:
        return "\n".join(server.call(ledger, tool, arguments, "a client"))
    except ClaimtrackError as error:
        return f"{error} {error.todo} {error.__dict__}"
