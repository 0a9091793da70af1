"""Whatever was written, in whatever order: no output shows a word that docs/safety.md says it does not show.

Every run looks at the same few histories, in the formats that differ. `make leaks EXAMPLES=2000` looks at so many
others, in every format.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, is_dataclass
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import claimtrack.actions.hypothesis as annotation_server
from claimtrack.actions import import_export
from claimtrack.actions.findings import list_flags
from claimtrack.actions.ledger import list_changes
from claimtrack.actions.lookup import list_void, similar_claims
from claimtrack.actions.reports import format_report
from claimtrack.cli.mcp import server, tools
from claimtrack.errors import ClaimtrackError
from claimtrack.formats.registry import FORMATS, RecordFormat
from claimtrack.ledger.database import LedgerDatabase, open_ledger
from tests.support.effort import examples
from tests.support.marked_history import PLANS, WORD, MarkedHistory, Step
from tests.support.promises import (
    ASSISTANT,
    CHECK,
    EXPORT,
    LISTS,
    ONE,
    OTHERS,
    Promises,
)

SOAKED = int(os.environ.get("CLAIMTRACK_LEAK_EXAMPLES", "0"))
ID = re.compile(r"\b[a-z2-7]{24}\b")
SAME_AS_OTHERS = ("lines", "csv", "tsv", "xlsx", "ris")
"""Formats that write what a bundle or CSL-JSON does."""
DRAFT = "Somebody said that the gate gave way. “The wall fell at dawn,” a guard said. It is so. About 40 gave way."

Reading = tuple[str, str, Callable[[], Any]]
"""A column of the table, what is read, and how."""


def _called(ledger: tools.OpenedLedger, name: str, **arguments: Any) -> str:
    (tool,) = (tool for tool in tools.TOOLS if tool.name == name)
    return "\n".join(server.call(ledger, tool, arguments, "a client"))


def by_tools(ledger: LedgerDatabase, shown: list[str], every: bool, column: str = "") -> Iterator[Reading]:
    """What the tools of an assistant give, which is what the verbs of their names give to machines."""
    opened = tools.OpenedLedger(ledger, restricted=False)
    calls: list[tuple[str, str, dict[str, Any]]] = [
        *((LISTS, "search", {"words": word}) for word in (("gate", "wall", "note", "Orr") if every else ("Orr",))),
        *((LISTS, "list", {"what": what}) for what in ("claim", "source", "document", "question")),
        (LISTS, "figures", {}),
        (LISTS, "disagreements", {"settled": True}),
        (CHECK, "check", {"draft": DRAFT}),
        *((ONE, "show", {"record": record}) for record in shown),
    ]
    for edition in ("desk", "legal", "public") if every else ("legal",) if column else ():
        calls.append((f"{edition} report", "report", {"edition": edition, "full": True}))
    for place, name, arguments in calls:
        yield column or place, f"{name} {arguments}", partial(_called, opened, name, **arguments)


def by_actions(ledger: LedgerDatabase, story: str, shown: list[str], every: bool) -> Iterator[Reading]:
    """The outputs that no tool gives."""
    yield LISTS, "flags", partial(list_flags, ledger, allowed=True)
    yield LISTS, "similar", partial(similar_claims, ledger, "The gate gave way")
    for kind in ("claim", "source"):
        yield ONE, f"{kind} list --void", partial(list_void, ledger, kind)
    yield ONE, "log", partial(list_changes, ledger, limit=1000)
    for record in shown:
        yield ONE, f"log {record}", partial(list_changes, ledger, record)
    few = ("json",) if ledger.as_of is not None else ("html",)
    for edition in ("desk", "legal", "public"):
        for form in ("html", "json", "markdown", "csv", "text") if every else few:
            yield (
                f"{edition} report",
                f"report --for {edition} --format {form}",
                partial(_report, ledger, story, edition, form),
            )
        if every:
            yield f"{edition} report", f"site {edition}", partial(_site, ledger, story, edition)
    for each in FORMATS.values():
        if isinstance(each, RecordFormat) and each.write is not None and (every or each.name not in SAME_AS_OTHERS):
            column = OTHERS if each.hides_names else EXPORT
            yield column, f"export {each.name}", partial(_exported, ledger, each.name)
    if ledger.as_of is None:
        yield (
            ASSISTANT,
            "hypothesis push",
            partial(annotation_server.unposted, ledger, annotation_server.HypothesisGroup("a")),
        )


def _report(ledger: LedgerDatabase, story: str, edition: str, form: str) -> str:
    return format_report(ledger, story, edition=edition, format=form).text


def _exported(ledger: LedgerDatabase, form: str) -> str:
    out = io.BytesIO()
    import_export.export(ledger, out, format=form)
    if not is_zipfile(out):
        return out.getvalue().decode()
    with ZipFile(out) as workbook:
        return "\n".join(workbook.read(part).decode() for part in workbook.namelist())


def _site(ledger: LedgerDatabase, story: str, edition: str) -> str:
    folder = Path("site")
    import_export.write_site(ledger, folder, story=story, edition=edition)
    pages = [page.read_text("utf-8") for page in sorted(folder.rglob("*")) if page.is_file()]
    shutil.rmtree(folder)
    return "\n".join(pages)


def _text(given: Any) -> str:
    """What was read, as text; a list of dataclasses with its names."""
    if isinstance(given, str):
        return given
    if is_dataclass(given) and not isinstance(given, type):
        return json.dumps(asdict(given), default=str, ensure_ascii=False)
    return str(given)


def leaks(history: MarkedHistory, *, moment: int, every: bool) -> list[str]:
    """What shows that may not, a line each: now, and as of the moment of a change."""
    promises = Promises(history.ledger, history.typed)
    shown = [name for name, one in promises.records.items() if one.type in ("claim", "document")]
    if every:
        shown = [name for name, one in promises.records.items() if one.type != "story"]
    place = history.ledger.location.path
    assert place is not None
    then = history.times[moment % len(history.times)]
    views = [(history.ledger, shown), (open_ledger(place, as_of=then), [])]
    found = []
    readings = [
        *((reading, ledger.as_of is not None) for ledger, some in views for reading in by_tools(ledger, some, every)),
        *(
            (reading, ledger.as_of is not None)
            for ledger, some in views
            for reading in by_actions(ledger, history.story, some, every)
        ),
        *((reading, False) for reading in by_tools(history.ledger.open_records(), shown, every, ASSISTANT)),
    ]
    for (column, name, read), past in readings:
        try:
            told = _text(read())
        except ClaimtrackError as error:
            told = f"{error} {error.todo} {error.__dict__}"
        for word in sorted({found.lower() for found in WORD.findall(told)} & history.words):
            if not promises.may_show(word, column, past=past):
                at = told.lower().index(word)
                around = " ".join(told[max(at - 60, 0) : at + 60].split())
                found.append(f"{column}{f', as of {then}' if past else ''}: {name} shows {word}: ...{around}...")
        hidden = promises.hidden_from_assistants if column == ASSISTANT else promises.hidden
        for record in sorted((set(ID.findall(told)) & hidden) - set(ID.findall(name))):
            at = told.index(record)
            around = " ".join(told[max(at - 60, 0) : at + 60].split())
            found.append(f"{column}: {name} shows the id {record} of a {promises.records[record].type}: ...{around}...")
    return found


@pytest.fixture
def nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group on Hypothesis that has nothing yet."""
    monkeypatch.setattr(annotation_server, "_annotations", lambda _: ([], 0))


@pytest.mark.whole
@pytest.mark.usefixtures("nobody_there")
@given(plan=PLANS, moment=st.integers(0, 20))
@settings(max_examples=SOAKED or examples(15), derandomize=not SOAKED, suppress_health_check=list(HealthCheck))
def test_nothing_shows_that_may_not(plan: list[Step], moment: int) -> None:
    """Every text holds a word of its own."""
    Path("claims.db").unlink(missing_ok=True)
    history = MarkedHistory(open_ledger("claims.db", create=True))
    history.play(plan)
    found = leaks(history, moment=moment, every=SOAKED > 0)
    assert not found, "\n".join([*history.lines, "", *found])
