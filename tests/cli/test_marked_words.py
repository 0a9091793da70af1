"""A word of its own stands in every text of restricted records; no output that may not show it holds it.

What may be shown where is VISIBLE, which docs/safety.md gives as a table. The verbs are those of the command line: one
without a line in READING or WRITING fails.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pytest

from claimtrack.cli.main import cli
from claimtrack.formats.registry import FORMATS, HistoryFormat, RecordFormat
from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.restricted.visibility import find_restricted
from tests.cli.marked import STORY, WORD, kind_of, marked, turned
from tests.cli.support import Desk
from tests.support.ledger_outputs import texts_of
from tests.support.tree import ROOT
from tests.support.web_server import web_server

pytestmark = pytest.mark.whole

COLUMNS = (
    *("lists and search", "show and log", "desk report", "legal report", "public report"),
    *("export", "other programs' formats", "check"),
)
VISIBLE = {
    "off the record": ("no", "no", "no", "no", "no", "no", "no", "no"),
    "embargoed": ("no", "no", "no", "no", "no", "no", "no", "no"),
    "a detail of an open record that only such an assertion gave": ("no", "no", "no", "no", "no", "no", "no", "no"),
    "the whole text of a document with such a passage": ("no", "no", "no", "no", "no", "no", "no", "no"),
    "the reason given for writing such a record": ("no", "no", "no", "no", "no", "no", "no", "no"),
    "void": ("no", "yes", "no", "no", "no", "no", "no", "no"),
    "withheld": ("no", "no", "no", "no", "no", "no", "no", "no"),
    "a confidential source": ("yes", "yes", "yes", "no", "no", "yes", "no", "no"),
    "who spoke on background": ("yes", "yes", "no", "no", "no", "yes", "no", "no"),
}
"""Kind of material -> whether each of COLUMNS shows it without --include-restricted."""


def verbs(command: click.Command = cli, path: str = "") -> Iterator[str]:
    """Every verb that the program knows, with its group."""
    if not isinstance(command, click.Group):
        yield path
        return
    context = click.Context(command)
    if command.invoke_without_command:
        yield path
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from verbs(found, f"{path} {name}".strip())


JSON = ("--json",)
FORMS = ((), JSON, ("--jsonl",), ("--csv",))
REPORTS = ("html", "json", "text", "markdown", "csv")
CHECKS = ("text", "json", "jsonl", "github", "sarif")
EXPORTS = {
    form.name: (form.hides_names, form.takes_texts)
    for form in FORMATS.values()
    if isinstance(form, RecordFormat) and form.write
}
"""The formats that records are exported in, and all by which they differ in what the ledger is asked."""
UNLIKE = tuple({asked: name for name, asked in reversed(EXPORTS.items())}.values())
"""One of these formats for each thing that the ledger is asked."""
EVERY = (CHECKS, tuple(EXPORTS))
ALL, FIRST = (FORMS, REPORTS, *EVERY), (FORMS[:2], REPORTS[:2], *EVERY)
FEW = ((JSON,), REPORTS[:2], CHECKS[:2], UNLIKE)
"""Forms that are looked at of lists, of reports, of checks and of exports."""
GROUPS = ("source", "document", "story", "question")
READING = {
    *("list", "show", "search", "flags", "disagreements", "figures", "similar", "rule", "report", "check", "export"),
    *("log", "audit", "completion", "formats"),
    *(
        "document drift",
        "db stats",
        "db path",
        "db backup",
        "hypothesis push",
        *(f"{group} {verb}" for group in GROUPS for verb in ("list", "show")),
    ),
}
"""The verbs that only read."""
ELSEWHERE = {"demo"}
"""The verbs that read and write no ledger of the person's."""
TERMINAL, ONE = "lists and search", "show and log"
ID = re.compile(r"\b[a-z2-7]{24}\b")
EXPORTED = "exported"
"""The file that exports are written to."""
Forms = tuple[Sequence[tuple[str, ...]], Sequence[str], Sequence[str], Sequence[str]]
"""Options of lists, and formats of reports, of checks and of exports."""
Line = tuple[str, str, tuple[str, ...], int]
"""A column of VISIBLE, a verb, what is typed after it, and the exit status."""


MOST = 2
"""Records of a type, restricted or not, that are shown where not all of them are."""


def reading_lines(desk: Desk, forms: Forms, *, every: bool) -> Iterator[Line]:
    """Every reading verb in these forms, on a few records of each type; with `every`, on all that are open."""
    records, restricted = _records(desk)
    listed, reported, checked, exported = forms
    for form in listed:
        yield TERMINAL, "list", form, 0
        for group in GROUPS:
            yield TERMINAL, f"{group} list", form, 0
        yield TERMINAL, "flags", form, 0
        yield TERMINAL, "disagreements", form, 0
        yield TERMINAL, "figures", form, 0
        for typed in ("The pumps had failed before", "It was so that night", "The zqoffclaim gave way"):
            yield TERMINAL, "similar", (typed, *form), 0
        yield ONE, "log", ("--limit", "1000", *form), 0
        yield TERMINAL, "db stats", form, 0
        yield TERMINAL, "audit", form, 0
        yield TERMINAL, "rule", form, 0
        for word in ("gave", "night", "said", "crack"):
            yield TERMINAL, "search", (word, *form), 0
    for tag in ("zqofftag", "zqnothing"):
        yield TERMINAL, "list", ("--tag", tag), 0
    for name in ("Zqoffsource Person", "Zqnothing Person"):
        yield TERMINAL, "list", ("--source", name), 2
        yield TERMINAL, "search", (*name.split(),), 0
        yield TERMINAL, "source show", (name,), 2
        yield ONE, "show", (name,), 2
        yield ONE, "log", (name,), 2
    for body in desk.all("document"):
        if "text" in body:
            for form in listed:
                yield TERMINAL, "document drift", (body["id"], *form), 2 if body["id"] in restricted else 0
    kinds: Counter[tuple[str, bool]] = Counter()
    for record, record_type in sorted(records.items()):
        hidden = record in restricted
        kinds[record_type, hidden] += 1
        number = kinds[record_type, hidden]
        if number > MOST and (hidden or not every):
            continue
        for form in listed if number == 1 else (JSON,):
            yield ONE, "show", (record, *form), 2 if hidden else 0
            yield ONE, "log", (record, *form), 2 if hidden else 0
        if record_type in GROUPS:
            yield ONE, f"{record_type} show", (record,), 2 if hidden else 0
    for edition in ("desk", "legal", "public"):
        for format_ in reported:
            yield f"{edition} report", "report", (*STORY, "--for", edition, "--format", format_), 0
        yield f"{edition} report", "report", (*STORY, "--for", edition, "--full"), 0
        folder = f"site-{edition}"
        yield f"{edition} report", "export", ("--format", "site", *STORY, "--for", edition, "-o", folder), 0
    for form in FORMATS.values():
        if isinstance(form, HistoryFormat):
            yield "export", "export", ("--format", form.name), 2
        elif form.name in exported:
            column = "other programs' formats" if form.hides_names else "export"
            yield column, "export", ("--format", form.name, "-o", EXPORTED), 0
            yield column, "export", ("--format", form.name, *STORY, "-o", EXPORTED), 0
    with _hypothesis():
        yield "public report", "hypothesis push", ("--group", "a", "--yes", *STORY), 0
    near = "Ines Vale said: “It was so that night.” She said: “Then so was said.” Then: “It was not.”"
    Path("draft.txt").write_text(f"Ines Vale said the gate was shut. The pumps had failed before.\n\n{near}\n", "utf-8")
    for format_ in checked:
        yield "check", "check", ("draft.txt", *STORY, "--format", format_), 1
    yield TERMINAL, "db path", (), 0
    yield TERMINAL, "completion", ("bash",), 0
    yield TERMINAL, "formats", (), 0
    yield TERMINAL, "db backup", ("copy.db", "--replace"), 2 if "://" in desk.db else 0


@contextmanager
def _hypothesis() -> Iterator[None]:
    """A server whose groups are empty, and take everything."""
    with web_server() as site, pytest.MonkeyPatch.context() as patch:
        site.answer = lambda *_: (200, {}, b'{"rows": []}')
        patch.setenv("HYPOTHESIS_SERVER", site.url(""))
        patch.setenv("HYPOTHESIS_TOKEN", "token")
        yield


def _records(desk: Desk) -> tuple[dict[str, str], frozenset[str]]:
    """The types of all records by id, and the ids of those that are restricted now."""
    from sqlalchemy import text

    ledger = open_ledger(desk.db)
    with ledger.reading() as connection:
        found = {row.id: row.type for row in connection.execute(text("SELECT id, type FROM record"))}
        return found, find_restricted(connection, ledger.now()).ids


def printed(desk: Desk, line: Line, head: tuple[str, ...]) -> str:
    """What a line printed, and what it wrote where it wrote pages; the line must end with its status."""
    _, verb, more, status = line
    if head and verb == "hypothesis push":  # the past is not posted
        status = 2
    done = desk(*head, *verb.split(), *more)
    assert done.status == status, f"{verb} {' '.join(more)}: {done.status}\n{done.out[-500:]}{done.err}"
    pages = sorted(Path(more[-1]).rglob("*.html")) if "site" in more else ()
    parts = [done.out, done.err, *(page.read_text("utf-8") for page in pages)]
    if more[-1:] == (EXPORTED,):
        parts += texts_of(Path(EXPORTED))
    text = "\n".join(parts)
    if "site" in more:
        shutil.rmtree(more[-1])
    return text


def show_only_what_may(
    desk: Desk, head: tuple[str, ...] = (), *, forms: Forms, also: tuple[str, ...] = (), every: bool = False
) -> None:
    """Type every reading line; what VISIBLE says is seen, and nothing else but what is `also` open by then."""
    seen: dict[tuple[str, str], set[str]] = {}
    _, restricted = _records(desk)
    typed = set()
    for line in reading_lines(desk, forms, every=every):
        typed.add(line[1])
        text = printed(desk, line, head)
        for word in set(WORD.findall(text)) - set(WORD.findall(" ".join(line[2]))):
            seen.setdefault((kind_of(word), line[0]), set()).add(word)
        assert not restricted.intersection(ID.findall(text)) - set(line[2]), f"{line}: an id of what is restricted"
    assert typed == READING
    leaks = {
        place: words
        for place, words in seen.items()
        if place[0] not in also and VISIBLE[place[0]][COLUMNS.index(place[1])] == "no"
    }
    assert not leaks, "\n".join(f"{place}: {sorted(words)}" for place, words in sorted(leaks.items()))
    wanted = {
        (kind, column)
        for kind, row in VISIBLE.items()
        for column, may in zip(COLUMNS, row, strict=True)
        if may == "yes"
    }
    assert wanted <= seen.keys()
    assert {kind for kind, _ in seen} >= set(also)


def test_no_reading_verb_shows_what_it_may_not(any_bare_desk: Desk) -> None:
    """In every format and edition, of every record: on one of the databases, the other being asked the same."""
    everything = not any_bare_desk.on_postgresql
    show_only_what_may(marked(any_bare_desk), forms=ALL if everything else FEW, every=everything)


def test_no_embargo_ends_by_looking_at_the_future(any_bare_desk: Desk) -> None:
    """As of a day when every embargo is over. Of which moment a ledger is read, no form of output knows."""
    forms = FEW if any_bare_desk.on_postgresql else FIRST
    show_only_what_may(marked(any_bare_desk), ("--as-of", "2099-06-01"), forms=forms)


def test_the_past_shows_nothing_that_is_restricted_now(any_bare_desk: Desk) -> None:
    """As of a moment when all of it was open, or was what has been released since; void was not void."""
    forms = FEW if any_bare_desk.on_postgresql else FIRST
    instant = turned(any_bare_desk)
    show_only_what_may(any_bare_desk, ("--as-of", instant), forms=forms, also=("void", "released since"))


def test_the_example_is_a_ledger_of_its_own(bare_desk: Desk) -> None:
    """The verb that reads and writes another ledger than the person's shows nothing of that."""
    desk = marked(bare_desk)
    for verb in ELSEWHERE:
        done = desk.ok(verb)
        assert done.out
        assert not WORD.search(done.out + done.err)


TOLD = ("edit", "attribute", "add", "use", "question same")
"""The verbs that say of a record named to them what it holds: who may write a ledger may read it."""
ARTICLE = "Ines Vale said on Monday that the gate was shut. The pumps had failed before, she said.\n"


def writing_lines(ids: dict[str, str]) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Every writing verb, first on open records, then on restricted ones; `ids` by name. The order counts."""
    why = ("--why", "Checked")
    yield "story add", ("Second story",), 0
    yield "use", (ids["open document"], *STORY), 0
    yield "use", (ids["document"],), 0
    yield "use", ("--clear",), 0
    yield "read", ("article.txt", *STORY, "--jsonl"), 0
    yield "read", ("--document", ids["mixed document"], *STORY, "--jsonl"), 0
    yield "source add", ("Ben Orr", "--role", "clerk", *STORY), 0
    yield "source add", ("Zqoffsource Person", "--kind", "witness", *STORY), 0
    yield "source add", ("Zqoffsource Person", "--kind", "outlet", *STORY), 0
    yield "source add", ("Zqoffsource Person", "--role", "clerk", *STORY), 0
    yield "source add", ("Zqoffsource Person", "--role", "pilot", *STORY), 2
    yield "document add", ("https://a.example/new", "--title", "New"), 0
    yield "document add", ("https://a.example/zqoffurl", "--title", "Another"), 2
    yield "document add", ("https://a.example/mixed", "--title", "Another"), 2
    yield "question add", ("What fell?", "--kind", "cause", *STORY), 0
    yield "question add", ("Was it zqoffquestion?", "--kind", "place", *STORY), 2
    yield "question add", ("Was it zqoffquestion?", "--kind", "cause", *STORY), 0
    yield "question same", (ids["open question"], "one", "two", *STORY), 0
    yield "question same", (ids["question"], "one", "two", *STORY), 0
    for record, status in ((ids["open source"], 0), (ids["source"], 0), ("Zqoffsource Person", 0)):
        yield "source side", (record, "residents", *STORY), status
    for typed, status in (("The pumps had failed before", 0), ("The zqoffclaim gave way", 0)):
        yield "add", (typed, "-s", "Ben Orr", *STORY), status
    yield "add", ("It was so", "-s", "Ben Orr", "-Q", "Was it zqoffquestion?", "--figure", "3", *STORY), 2
    yield "add", ("It was so", "-s", "Ben Orr", "-Q", "Was it zqoffquestion?", "--answer", "x", *STORY), 0
    yield "add", ("About 12 boats sank", "-s", "Ben Orr", "--figure", "13", *STORY), 2
    for claim in ("open claim", "claim", "embargoed claim"):
        yield "attribute", (ids[claim], "-s", "Ben Orr", "--stance", "doubts"), 0
        yield "annotate", (ids[claim], "-n", "A note", "-t", "mine", "--supports", "A map"), 0
        yield "ask", (ids[claim], "--whom", ids["source"], "--answer", "No."), 0
        yield "assess", (ids[claim], "conflicting-evidence", *why), 0
        yield "edit", (ids[claim], "--set", "allegation=yes", *why), 0
        yield "flags allow", ("unverified", ids[claim], *why), 0
    yield "attribute", (ids["claim"], "-s", "Zqoffsource Person", "-i", ids["document"]), 0
    yield "edit", (ids["assertion"], "--set", "occasion=another", *why), 0
    yield "edit", (ids["embargoed assertion"], "--set", "until=2099-02-02", *why), 0
    for source in ("open source", "source"):
        yield "rate", (ids[source], "B", *why), 0
    yield "disagree", (ids["open claim"], ids["claim"], "-k", "label", *why), 0
    for claim in ("claim", "embargoed claim"):
        yield "compare", (ids["open claim"], ids[claim], "same", *why), 0
    yield "resolve", (ids["disagreement"], *why), 0
    yield "dismiss", (ids["disagreement"], *why), 0
    yield "resolve", ("zqoffnothing", *why), 2
    yield "document skip", (ids["open text"], "The gate was shut.", "--as", "background"), 0
    yield "document skip", (ids["mixed document"], "Nothing that stands there", "--as", "background"), 2
    yield "document archive", (ids["mixed document"], "--url", "https://archive.example/mixed"), 0
    Path("again.txt").write_text("Another text.", "utf-8")
    yield "document add", ("again.txt", "--again", ids["mixed document"]), 0
    yield "source merge", (ids["source"], "Ben Orr", *why), 0
    yield "document merge", ("https://a.example/new", ids["document"], *why), 0
    yield "question merge", (ids["question"], "What fell?", *why), 0
    yield "story merge", ("Harbour flood", "Second story", *why), 0
    yield "publish", ("Harbour flood", "--url", "https://a.example/out", "--at", "2026-03-02T10:00Z"), 0
    yield "import", ("open.json",), 0
    yield "import", ("other.json",), 2
    yield "import", ("other.json", "--keep"), 0
    yield "import", ("other.json", "--replace", "--json"), 0
    with _hypothesis():
        yield "hypothesis pull", ("--group", "a", *STORY), 0
    yield "void", (ids["claim"], ids["open claim"], *why), 0
    yield "restore", (ids["claim"], ids["open claim"]), 0
    yield "undo", (), 0
    yield "undo", ("--json",), 0
    yield "withhold", (ids["embargoed claim"], "--yes", *why), 2
    yield "withhold", (ids["disagreement"], "--yes", *why), 0
    yield "db rebuild", (), 0
    yield "db upgrade", (), 0


def _named(desk: Desk) -> dict[str, str]:
    """The ids of records to write to, by what they are."""
    claims = {body["text"]: body["id"] for body in desk.all("claim")}
    said = {body["claim"]: body["id"] for body in desk.all("assertion")}
    sources = {body["name"]: body["id"] for body in desk.all("source")}
    documents = {body.get("url"): body["id"] for body in desk.all("document")}
    questions = {body["text"]: body["id"] for body in desk.all("question")}
    hidden, embargoed = claims["The zqoffclaim gave way"], claims["The zqembclaim gave way"]
    return {
        "open claim": claims["The gate was shut"],
        "claim": hidden,
        "embargoed claim": embargoed,
        "assertion": said[hidden],
        "embargoed assertion": said[embargoed],
        "open source": sources["Ines Vale"],
        "source": sources["Zqoffsource Person"],
        "open document": documents["https://a.example/open"],
        "document": documents["https://a.example/zqoffurl"],
        "mixed document": documents["https://a.example/mixed"],
        "open text": documents["https://a.example/plain"],
        "open question": questions["How many boats sank?"],
        "question": questions["Was it zqoffquestion?"],
    }


def test_no_writing_verb_tells_of_other_records(any_bare_desk: Desk) -> None:
    """What is typed may be repeated; of a record named, a verb of TOLD tells what it holds; nothing else is told.

    `void`, and `undo` after it, tell of what is voided: a claim that an open attribution has opened by then.
    """
    desk = marked(any_bare_desk)
    Path("plain.txt").write_text("The gate was shut. All was well.\n", "utf-8")
    Path("article.txt").write_text(ARTICLE, "utf-8")
    desk.ok("document", "add", "plain.txt", "--url", "https://a.example/plain")
    claims: list[dict[str, Any]] = [{"text": "The tide was high", "assertions": [{"chain": ["Ines Vale"]}]}]
    story = [{"name": "Harbour flood"}]
    Path("open.json").write_text(json.dumps({"claimtrack": 1, "stories": story, "claims": claims}), "utf-8")
    claims = [{"text": "The zqoffclaim gave way", "kind": "event", "answer": {"text": "other"}, "assertions": []}]
    Path("other.json").write_text(json.dumps({"claimtrack": 1, "stories": story, "claims": claims}), "utf-8")
    ids = _named(desk)
    ids["disagreement"] = desk.ok("disagree", ids["claim"], ids["embargoed claim"], "-k", "label", "--why", "So").id
    ran = set()
    before: list[str] = []
    for verb, more, status in writing_lines(ids):
        named = [body for one in more for body in desk.bodies("id = :id", id=one)]
        publishers = [
            body for one in named if "publisher" in one for body in desk.bodies("id = :id", id=one["publisher"])
        ]
        bodies = [json.dumps(body) for body in (*named, *publishers)]
        if verb == "void":
            before = bodies if all(desk("show", one).status == 0 for one in more[:2]) else []
        done = desk(*verb.split(), *more)
        line = f"{verb} {' '.join(more)}"
        assert done.status == status, f"{line}: {done.status}\n{done.out}{done.err}"
        typed = " ".join([*more, Path("other.json").read_text("utf-8") if "other.json" in more else ""])
        told = " ".join([typed, *(bodies if verb in TOLD else before if verb in ("void", "undo") else ())]).casefold()
        words = {word for word in WORD.findall(done.out + done.err) if word.casefold() not in told}
        assert not {word for word in words if kind_of(word) in RESTRICTED}, line
        ran.add(verb)
    refused = desk("db", "distribute")  # neither of the databases here is on several machines
    assert refused.status in (2, 3)
    assert not {word for word in WORD.findall(refused.out + refused.err) if kind_of(word) in RESTRICTED}
    assert ran | READING | ELSEWHERE | {"db distribute"} == set(verbs())


RESTRICTED = tuple(VISIBLE)[:5]
"""The kinds of material that are off the record or embargoed, or known from such alone."""


def test_what_went_off_the_record_since_shows_at_no_earlier_moment(any_desk: Desk) -> None:
    """The data are those of then, what may be shown of them is judged by the records of now; and a release counts."""
    any_desk.ok("add", "The dam holds", "-s", "Ines Vale")
    any_desk.ok("add", "The zqoffclaim broke", "-s", "Lina Orr")
    said = any_desk.assertion()
    before = any_desk.ok("log", "--json").json[0]["at"]
    lines = [["list"], ["search", "broke"], ["disagreements"], ["source", "list"]]
    lines += [["report", "--for", edition] for edition in ("desk", "legal", "public")]

    def shown() -> list[str]:
        return [any_desk.ok("--as-of", before, *line).out for line in lines]

    def tells(words: str) -> list[bool]:
        return [words in out for out in shown()]

    reports = [True] * 3
    assert tells("zqoffclaim") == [True, True, False, False, *reports]
    any_desk.ok("edit", said["id"], "--set", "release=off-record")
    after = shown()
    assert not [out for out in after if "zqoffclaim" in out or "Lina Orr" in out]
    assert ["dam holds" in out for out in after] == [True, False, False, False, *reports]
    any_desk.ok("edit", said["id"], "--set", "release=on-record")
    assert tells("zqoffclaim") == [True, True, False, False, *reports]


def test_who_may_not_be_named_now_is_named_at_no_earlier_moment(any_desk: Desk) -> None:
    """A source that is confidential since, and one who spoke on background as is noted since; and back again."""
    any_desk.ok("add", "The dam holds", "-s", "Zqconfer Person")
    any_desk.ok("add", "The lake is full", "-s", "Zqbacker Person")
    said = any_desk.assertion()
    (source,) = [body["id"] for body in any_desk.all("source") if body["name"] == "Zqconfer Person"]
    before = any_desk.ok("log", "--json").json[0]["at"]

    def shown() -> list[set[str]]:
        reports = [any_desk.ok("--as-of", before, "report", "--for", edition).out for edition in ("legal", "public")]
        return [set(WORD.findall(report)) for report in reports]

    any_desk.ok("source", "add", "Another")
    assert shown() == [{"Zqconfer", "Zqbacker"}] * 2
    any_desk.ok("edit", source, "--set", "confidential=yes")
    any_desk.ok("edit", said["id"], "--set", "release=background")
    assert shown() == [set()] * 2
    any_desk.ok("edit", source, "--set", "confidential=no")
    any_desk.ok("edit", said["id"], "--set", "release=on-record")
    assert shown() == [{"Zqconfer", "Zqbacker"}] * 2


def test_the_dry_run_of_an_import_names_nothing_restricted(any_bare_desk: Desk) -> None:
    """The list of what the ledger has and the file has not."""
    item = {"text": "The pumps had failed before", "assertions": [{"chain": ["Omar Denn"]}]}
    bundle = {"claimtrack": 1, "stories": [{"name": "Harbour flood"}], "claims": [item]}
    Path("again.json").write_text(json.dumps(bundle), "utf-8")
    done = marked(any_bare_desk)("import", "again.json", "--dry-run")
    assert "the file has not" in done.out + done.err
    assert not re.search("zqoff|zqtext", done.out + done.err, re.IGNORECASE)


def test_completion_offers_nothing_restricted(any_bare_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids are offered with what their records are called."""
    from click.shell_completion import ShellComplete

    monkeypatch.setenv("CLAIMTRACK_DB", marked(any_bare_desk).db)
    complete = ShellComplete(cli, {}, "claimtrack", "_CLAIMTRACK_COMPLETE")
    offered = [
        f"{item.value} {item.help}"
        for beginning in "abcdefghijklmnopqrstuvwxyz234567"
        for item in complete.get_completions(["show"], beginning)
    ]
    assert any("The gate was shut" in line for line in offered)
    assert not any(re.search("zqoff|zqemb", line, re.IGNORECASE) for line in offered)
    assert os.environ["CLAIMTRACK_DB"] == any_bare_desk.db


def test_the_page_gives_the_same_table() -> None:
    """docs/safety.md says what this file tests."""
    lines = [line for line in (ROOT / "docs" / "safety.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    head, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert head[1:] == list(COLUMNS)
    assert {kind: tuple(cells) for kind, *cells in rows if set(kind) != {"-"}} == VISIBLE
