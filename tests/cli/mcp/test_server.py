"""`claimtrack-mcp`: an assistant reads what is open, and proposes; nothing that it does changes the ledger."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

import claimtrack
from claimtrack.actions.ledger import open_to_read
from claimtrack.cli.mcp import server
from claimtrack.cli.mcp.tools import MOST_GIVEN, MOST_PROPOSED, TOOLS, OpenedLedger
from claimtrack.errors import BadInput
from claimtrack.schema.limits import value_faults
from tests.cli.marked import WORD, kind_of, marked
from tests.cli.support import Desk
from tests.support.tree import ROOT

TEXT = "Ines Vale said the gate was shut. “It was shut,” she said.\n"
PROPOSAL = {
    "text": "The gate was shut",
    "assertions": [{"chain": ["Ines Vale"], "quote": {"exact": "the gate was shut"}}],
}


UNRECORDABLE = (
    {"text": "a\x00b"},
    {"text": "\ud800"},
    {"sources": [{"name": "Ines Vale", "role": "x\x00"}]},
    {"about": ["\x00"]},
    {"doubts": {"\ud800": ["x"]}},
    {"proposal": 10**30},
    {"proposal": float("nan")},
    {"answer": {"figure": "a banana"}},
    {"answer": {"figure": "12", "low": "13", "high": "12"}},
)
"""Parts of proposals that no ledger could record."""


@pytest.fixture(autouse=True, scope="module")
def sdk() -> None:
    """What makes a client; it takes a second to load, which only these tests need."""
    pytest.importorskip("mcp")


def quoting(words: str) -> dict[str, Any]:
    """A proposal of these words."""
    return {"text": "It was so", "assertions": [{"chain": ["Ines Vale"], "quote": words}]}


def nested(depth: int) -> list[Any]:
    """A list in a list in a list..."""
    made: list[Any] = []
    for _ in range(depth):
        made = [made]
    return made


class Assistant:
    """A client of the SDK: what its calls give, as texts, and whether they were refused."""

    def __init__(self, client: Any) -> None:
        self.client = client

    async def __call__(self, tool: str, **arguments: Any) -> tuple[list[str], bool]:
        """Call a tool."""
        done = await self.client.call_tool(tool, arguments)
        texts = [content.text for content in done.content]
        assert "Traceback" not in "".join(texts)
        return texts, done.is_error

    async def ok(self, tool: str, **arguments: Any) -> str:
        """Call a tool that must answer; what it gives."""
        texts, refused = await self(tool, **arguments)
        assert not refused, texts
        return texts[0]

    async def refused(self, tool: str, **arguments: Any) -> str:
        """Call a tool that must refuse; why it does."""
        (text,), refused = await self(tool, **arguments)
        assert refused, text
        return str(text)


Story = Callable[[Assistant], Awaitable[None]]


def in_memory(desk: Desk, story: Story, *, restricted: bool = False) -> None:
    """What an assistant does, with a server in this process; the ledger is the same afterwards."""

    async def run() -> None:
        import mcp

        ledger = OpenedLedger(open_to_read(desk.db, restricted=restricted), restricted)
        async with mcp.Client(server.make_server(ledger)) as client:
            await story(Assistant(client))

    before = desk.ok("audit").out
    asyncio.run(run())
    assert desk.ok("audit").out == before


def waiting() -> list[dict[str, Any]]:
    """What is kept of proposals."""
    folder = Path(os.environ["XDG_STATE_HOME"]) / "claimtrack" / "proposed"
    return [json.loads(file.read_text("utf-8")) for file in sorted(folder.rglob("*.json"))]


@pytest.fixture
def gate(bare_desk: Desk) -> Desk:
    """A desk with a story, a document with its text, and two claims."""
    Path("gate.txt").write_text(TEXT, "utf-8")
    bare_desk.ok("story", "add", "Gate")
    bare_desk.ok("document", "add", "gate.txt", "--title", "Gate piece")
    for figure, speaker in (("About 12", "Ines Vale"), ("Some 40", "Board")):
        bare_desk.ok("add", f"{figure} boats sank", "-s", speaker, "--figure", figure, "-Q", "How many boats sank?")
    return bare_desk


def test_a_real_client_reads_proposes_and_is_refused(gate: Desk) -> None:
    """Over standard input and output, as an assistant starts it; by the handshake that most clients make."""

    async def run() -> None:
        import mcp

        code = "from claimtrack.cli.mcp.server import main; raise SystemExit(main())"
        started = mcp.StdioServerParameters(
            command=sys.executable, args=["-c", code, "--db", gate.db], env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        async with mcp.Client(started, mode="legacy") as client:
            assert "never" in (client.instructions or "")
            assistant = Assistant(client)
            listed = (await client.list_tools()).tools
            names = ["search", "show", "list", "figures", "disagreements", "report", "check", "propose"]
            assert [tool.name for tool in listed] == names
            assert [tool.annotations.read_only_hint for tool in listed] == [True] * 7 + [False]
            assert "About 12 boats sank" in await assistant.ok("search", words="boats")
            told = await assistant.ok("propose", document="Gate piece", claims=[PROPOSAL])
            assert "1 proposal kept" in told
            assert "are not in the text" in await assistant.refused(
                "propose", document="Gate piece", claims=[quoting("the gate was open")]
            )

    before = gate.ok("audit").out
    asyncio.run(run())
    assert gate.ok("audit").out == before
    (kept,) = waiting()
    assert kept["line"] == PROPOSAL
    assert kept["by"]
    lines = gate.ok("read", "Gate piece", "--proposed", "--jsonl").out.splitlines()
    assert json.loads(lines[0])["rule"] == f"program: {kept['by']}"


def test_each_tool_gives_what_its_verb_gives(gate: Desk) -> None:
    """To machines; the report as text."""
    claim = gate.all("claim")[0]["id"]

    async def story(assistant: Assistant) -> None:
        assert await assistant.ok("search", words="boats") == gate.ok("search", "boats", "--jsonl").out
        assert await assistant.ok("list") == gate.ok("list", "--jsonl").out
        assert await assistant.ok("list", status="verified") == ""
        one = await assistant.ok("list", source="Board", question="How many boats sank?", kind="figure", story="Gate")
        assert [json.loads(line)["text"] for line in one.splitlines()] == ["Some 40 boats sank"]
        for what in ("story", "source", "document", "question"):
            assert await assistant.ok("list", what=what) == gate.ok(what, "list", "--jsonl").out
        shown = json.loads(await assistant.ok("show", record=claim))
        assert gate.ok("show", claim, "--json").json.items() <= shown.items()
        assert shown["sentences"] == gate.ok("show", claim, "--as", "sentence").out.splitlines()
        assert {"Ines Vale", "Board"} & set(shown["names"].values())
        assert await assistant.ok("figures") == gate.ok("figures", "--jsonl").out
        assert await assistant.ok("disagreements") == gate.ok("disagreements", "--jsonl").out
        report = await assistant.ok("report", edition="public", full=True)
        made = gate.ok("report", "--for", "public", "--full").out
        assert report.splitlines()[4:] == made.splitlines()[4:]
        Path("draft.txt").write_text("Ines Vale said that about 90 boats sank.", "utf-8")
        found = json.loads(await assistant.ok("check", draft=Path("draft.txt").read_text("utf-8")))
        assert found == gate("check", "draft.txt", "--format", "jsonl").json | {"file": "draft"}
        assert (await assistant("check", draft="Nothing of it."))[0] == ["", "There is nothing."]
        assert await assistant.ok("disagreements", settled=True) == await assistant.ok("disagreements") != ""
        at_once = await asyncio.gather(*(assistant.ok(tool) for tool in ("list", "figures", "disagreements") * 3))
        assert len(set(at_once)) == 3

    in_memory(gate, story)


def test_long_answers_come_in_parts(gate: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """At whole lines where one fits; together they are the whole."""
    monkeypatch.setattr(server, "MOST_CHARACTERS", 500)
    claim = gate.all("claim")[0]["id"]

    async def story(assistant: Assistant) -> None:
        for tool, arguments in (("list", {"what": "source"}), ("show", {"record": claim}), ("report", {})):
            parts: list[str] = []
            start = 0
            while True:
                (text, *notes), _ = await assistant(tool, **arguments, start=start)
                assert 0 < len(text) <= 500
                parts.append(text)
                if not notes:
                    break
                start = int(notes[0].rpartition("=")[2].rstrip("."))
                assert start == sum(map(len, parts))
            monkeypatch.setattr(server, "MOST_CHARACTERS", 10**6)
            assert "".join(parts) == await assistant.ok(tool, **arguments)
            monkeypatch.setattr(server, "MOST_CHARACTERS", 500)

    in_memory(gate, story)


def test_what_is_settled_is_given_when_it_is_asked_for(gate: Desk) -> None:
    """A disagreement that somebody dismissed; and who proposes has a name of one short line."""
    (found,) = gate.ok("disagreements", "--json").json
    gate.ok("dismiss", found["id"], "--why", "Other boats")

    async def story(assistant: Assistant) -> None:
        assert await assistant.ok("disagreements") == ""
        assert json.loads(await assistant.ok("disagreements", settled=True))["state"] == "dismissed"

    in_memory(gate, story)
    assert server.proposer("a\nb\x1b" + "c" * 100) == ("a b\\x1b" + "c" * 100)[: server.MOST_OF_NAME]
    assert server.proposer("") == "an assistant"


@pytest.mark.parametrize(
    ("lines", "start", "expected"),
    [
        ([], 0, ("", None)),
        (["ab\n", "cd\n"], 0, ("ab\n", 3)),
        (["ab\n", "cd\n"], 3, ("cd\n", None)),
        (["abcdefgh"], 0, ("abcde", 5)),
        (["abcdefgh"], 5, ("fgh", None)),
        (["ab\n"], 9, ("", None)),
    ],
)
def test_a_part(lines: list[str], start: int, expected: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is longer than a part is cut."""
    monkeypatch.setattr(server, "MOST_CHARACTERS", 5)
    assert server.part(lines, start) == expected


def test_what_cannot_be_is_refused_in_plain_words(gate: Desk) -> None:
    """Wrong arguments, records that are not there, what is too much, and what a database might take for its own."""

    async def story(assistant: Assistant) -> None:
        refused = assistant.refused
        assert "there is no tool 'delete'" in await refused("delete")
        assert "needs 'words'" in await refused("search")
        assert "Did you mean 'words'" in await refused("search", word="x")
        assert "takes no 'restricted'" in await refused("list", restricted=True)
        assert "must be of type string" in await refused("search", words=7)
        assert "must be of type integer" in await refused("search", words="x", start=True)
        assert "must be at least 0" in await refused("search", words="x", start=-1)
        assert "must be one of" in await refused("list", status="sure")
        assert "is too long" in await refused("search", words="x" * 2_000)
        assert "is too long" in await refused("check", draft="x" * (MOST_GIVEN + 1))
        assert "only claims are chosen among" in await refused("list", what="source", story="Gate")
        for tool in ("figures", "disagreements", "report", "list"):
            await refused(tool, story="Nowhere")
        assert "no record" in (await refused("show", record="Nobody")).replace("there is no", "no record")
        assert await assistant.ok("search", words="'; DROP TABLE entry; -- %_") == ""
        assert "'words' of 'search' holds U+0000" in await refused("search", words="boats\x00")
        propose = {"document": "Gate piece"}
        assert "must not be empty" in await refused("propose", **propose, claims=[])
        assert "is too long" in await refused("propose", **propose, claims=[PROPOSAL] * (MOST_PROPOSED + 1))
        assert "deeper than 64" in await refused("propose", **propose, claims=[{"text": nested(100)}])
        assert "must be of type object" in await refused("propose", **propose, claims=["x"])
        assert "more than" in await refused("propose", **propose, claims=[{**PROPOSAL, "text": "x" * MOST_GIVEN}])
        assert "more than once" in await refused("propose", **propose, claims=[quoting("shut")])
        assert "decides nothing" in await refused("propose", **propose, claims=[{**PROPOSAL, "decision": "accept"}])
        await refused("propose", document="Another piece", claims=[PROPOSAL])
        assert not waiting()
        texts, is_error = await assistant("propose", **propose, claims=[PROPOSAL, quoting("the gate was open")])
        assert not is_error
        assert "1 proposal kept" in texts[0]
        assert "are not in the text" in texts[1]

    in_memory(gate, story)


def test_what_no_ledger_can_hold_is_refused(gate: Desk) -> None:
    """By the tools themselves: most of it does not come through a client."""
    ledger, tools = OpenedLedger(open_to_read(gate.db), False), {tool.name: tool for tool in TOOLS}
    for never in UNRECORDABLE:
        arguments = {"document": "Gate piece", "claims": [{**PROPOSAL, **never}]}
        with pytest.raises(BadInput) as refused:
            server.call(ledger, tools["propose"], arguments, "me")
        assert {problem.line for problem in refused.value.problems} == {1}, never
    for tool, argument in (("show", "record"), ("search", "words"), ("check", "draft"), ("propose", "document")):
        given = {"claims": [PROPOSAL]} if tool == "propose" else {}
        with pytest.raises(BadInput, match=f"'{argument}' of '{tool}' holds U\\+D800"):
            server.call(ledger, tools[tool], {**given, argument: "\ud800"}, "me")
    assert not waiting()


@pytest.mark.whole
def test_naughty_strings_are_proposed_and_searched_for(bare_desk: Desk, third_party: Path) -> None:
    """Each stands in a text: it is quoted, kept and reviewed as it is, and looked for without a fault."""
    strings = json.loads((third_party / "data" / "hostile" / "blns" / "blns.json").read_text("utf-8"))
    quotes = [f"{number} is {text} ." for number, text in enumerate(strings) if not value_faults({"text": text})]
    claimtrack.open(bare_desk.db, user="desk").add_document(title="All", text="\n".join(quotes))

    async def story(assistant: Assistant) -> None:
        for at in range(0, len(quotes), MOST_PROPOSED):
            some = [quoting(words) for words in quotes[at : at + MOST_PROPOSED]]
            told, _ = await assistant("propose", document="All", claims=some)
            assert told == [f"{len(some)} proposals kept. A person reviews them with: {told[0].partition(': ')[2]}"]
        for words in quotes[::10]:
            texts, refused = await assistant("search", words=words)
            assert refused == (len(words) > 1_000), texts

    in_memory(bare_desk, story)
    lines = map(json.loads, bare_desk.ok("read", "All", "--proposed", "--jsonl").out.splitlines())
    found = [line["assertions"][0]["quote"]["exact"] for line in lines if line["rule"].startswith("program: ")]
    assert sorted(found) == sorted(quotes)


def calls(desk: Desk) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every tool on a record of each kind, restricted or not; on PostgreSQL, where views take long, on fewer."""
    every = "://" not in desk.db
    for word in ("gave", "night", "said", "crack", "zqoffclaim", "Zqconfname", "Zqbackname")[0 if every else 3 :: 3]:
        yield "search", {"words": word}
    for what in ("claim", "story", "source", "document", "question"):
        yield "list", {"what": what}
    for source in ("Zqconfname", "Ines Vale", "Zqbackname", "Zqoffsource Person")[: None if every else 1]:
        yield "list", {"source": source}
        yield "show", {"record": source}
    yield "show", {"record": "The sluice broke"}
    kinds: Counter[tuple[str, str]] = Counter()
    for record in sorted(desk.bodies("1 = 1"), key=itemgetter("id")):
        mark = next((kind_of(word) for word in WORD.findall(json.dumps(record))), "")
        kinds[record["type"], mark] += 1
        if every and kinds[record["type"], mark] == 1:
            yield "show", {"record": record["id"]}
    yield "figures", {}
    yield "disagreements", {"settled": True}
    for edition in ("desk", "legal", "public")[: None if every else 1]:
        yield "report", {"edition": edition, "full": True}
    yield "check", {"draft": "Ines Vale said the gate was shut. The pumps had failed before. A crack was known."}
    for words in ("It was zqtextquote that night.", "Nothing like it."):
        yield "propose", {"document": "Interview", "claims": [quoting(words)]}


LEAST = {"void"}
"""Kinds of marked words that may be seen: what is void was not said in confidence."""


@pytest.mark.whole
def test_nothing_said_in_confidence_is_shown(any_bare_desk: Desk) -> None:
    """Nor whether it is there: what is refused is refused in the same words. Its owner may choose otherwise."""
    desk = marked(any_bare_desk)
    desk.ok("add", "The sluice broke", "-s", "Ines Vale", "--about", "Zqconfname", "--story", "Harbour flood")
    hidden = {record["id"] for record in desk.all("source") if record["name"] == "Zqconfname"}
    shown: dict[str, str] = {}

    async def look(assistant: Assistant) -> None:
        for tool, arguments in calls(desk):
            texts, _ = await assistant(tool, **arguments)
            told = json.dumps(arguments).casefold()
            given = "\n".join(texts)
            shown[json.dumps([tool, arguments])] = given
            seen = {word for word in WORD.findall(given) if word.casefold() not in told}
            assert {kind_of(word) for word in seen} <= LEAST, (tool, arguments, seen)
            assert not [one for one in hidden if one in given and one not in told], (tool, arguments)

    in_memory(desk, look)
    assert "The gate was shut" in shown[json.dumps(["list", {"what": "claim"}])]
    assert not re.search("left out|in confidence|no longer in the ledger", "\n".join(shown.values()))
    assert not waiting()
    assert len({text for name, text in shown.items() if name.startswith('["propose"')}) == 1

    async def alike(assistant: Assistant) -> None:
        for tool, argument in (("show", "record"), ("list", "source")):
            there = await assistant(tool, **{argument: "Zqconfname"})
            absent = await assistant(tool, **{argument: "Zqconfnone"})
            assert str(there) == str(absent).replace("Zqconfnone", "Zqconfname")
        drafts = ("The {}claim gave way. {} spoke.", "“It was {}quote that night,” somebody said.")
        for draft in drafts:
            found = [await assistant("check", draft=draft.format(mark, mark)) for mark in ("zqoff", "zqnew")]
            assert str(found[0]) == str(found[1]).replace("zqnew", "zqoff")

    in_memory(desk, alike)

    async def owner(assistant: Assistant) -> None:
        listed = await assistant.ok("list")
        assert {kind_of(word) for word in WORD.findall(listed)} >= {"off the record", "embargoed"}
        assert "Zqconfname" in await assistant.ok("show", record="Zqconfname")
        assert "restricted-used" in await assistant.ok("check", draft="The zqoffclaim gave way.")

    in_memory(desk, owner, restricted=True)


def test_what_names_a_confidential_source_is_answered_as_if_it_did_not(any_bare_desk: Desk) -> None:
    """Whatever names it besides: a claim, a publisher, a byline with place and part, a body, a request.

    Nor once it is void, nor once it is withheld.
    """
    desk = any_bare_desk
    at = [(tool, {**arguments, "story": "F"}) for tool, arguments in (("list", {}), ("report", {"full": True}))]
    at += [("list", {"what": what}) for what in ("source", "document")]
    at += [(tool, {}) for tool in ("figures", "disagreements")]
    for record in ("Piece", "The dam broke", "Ben Orr", "Ada Orr", "Guard"):
        at += [("show", {"record": record}), ("search", {"words": record})]
    at.append(("check", {"draft": "Ben Orr said the dam broke. “The dam broke,” Ada Orr said on Monday."}))
    answers: list[str] = []

    async def story(assistant: Assistant) -> None:
        for tool, arguments in at:
            texts, refused = await assistant(tool, **arguments)
            assert not refused, texts
            answers.append("\n".join(texts))

    desk.ok("story", "add", "F")
    desk.ok("source", "add", "Code K", "--kind", "organisation", "--of", "Top Office")
    desk.ok("document", "add", "https://a.example/a", "--title", "Piece")
    desk.ok("add", "The dam broke", "-s", "Ines Vale", "-i", "Piece", "--allegation", "--story", "F")
    desk.ok("add", "It rained", "-s", "Ines Vale", "-i", "Piece", "--story", "F")
    desk.ok("attribute", "It rained", "-s", "Top Office", "--story", "F")
    for name in ("Ben Orr", "Ada Orr", "Guard"):
        desk.ok("source", "add", name, "--kind", "person")
        desk.ok("attribute", "It rained", "-s", name, "--story", "F")
    ids = {body.get("name", body.get("title", body.get("text"))): body["id"] for body in desk.bodies("1 = 1")}
    code = ids["Code K"]
    desk.ok("edit", code, "--set", "confidential=yes")
    in_memory(desk, story)
    before = answers
    for record, field, value in (
        ("Piece", "publisher", code),
        ("Piece", "bylines", json.dumps([{"source": code, "dateline": "Zqtown", "section": "Zqpart"}])),
        ("The dam broke", "about", json.dumps([code])),
        ("Ben Orr", "speaks_for", json.dumps([{"source": code}])),
        ("Ada Orr", "member_of", json.dumps([{"source": code}])),
        ("Guard", "within", code),
    ):
        desk.ok("edit", ids[record], "--set", f"{field}={value}", "--why", "Known")
    desk.ok("ask", ids["The dam broke"], "--whom", code, "--answer", "No.")
    moving = r"change \d+|[0-9T:.-]{16,}Z|[0-9-]{10} [0-9:]{5}"
    for then in ((), (("void", code),), (("restore", code), ("withhold", code, "--yes", "--why", "Asked"))):
        for line in then:
            desk.ok(*line)
        answers = []
        in_memory(desk, story)
        for call, one, other in zip(at, before, answers, strict=True):
            assert re.sub(moving, "", other) == re.sub(moving, "", one), (then, call)


def test_that_something_was_said_in_confidence_is_not_told(gate: Desk) -> None:
    """What is not there is answered as by a ledger without anything in confidence."""
    answers: list[list[str]] = []

    async def story(assistant: Assistant) -> None:
        answers.append([await assistant.refused("show", record=name) for name in ("Nobody", "a" * 24)])
        answers[-1].append(await assistant.refused("list", source="Nobody"))

    in_memory(gate, story)
    gate.ok("add", "The dam fell", "-s", "Tom Ek", "--release", "off-record")
    in_memory(gate, story)
    assert answers[0] == answers[1]


RESTRICTED_SINCE = {
    "off the record": ("attribute", "{claim}", "-s", "Tom Ek", "--release", "off-record"),
    "in the text, off the record": ("add", "A", "-s", "Tom Ek", "-i", "Gate piece", "--release", "off-record"),
    "in the text, on background": ("add", "A", "-s", "Tom Ek", "-i", "Gate piece", "--release", "background"),
    "of a confidential source": ("add", "A", "-s", "Tom Ek", "--story", "Gate"),
}


@pytest.mark.parametrize("how", RESTRICTED_SINCE)
def test_a_report_does_not_tell_that_something_was_said_in_confidence(gate: Desk, how: str) -> None:
    """Of a published story, some words of which stand in its text, and some not: a text held back was never there."""
    claim = json.loads(gate.ok("list", "--json").out)[0]["id"]
    gate.ok("attribute", claim, "-s", "Board", "-i", "Gate piece", "-q", TEXT.split(".")[0])
    gate.ok("attribute", claim, "-s", "Ines Vale", "-i", "Gate piece", "-q", "No such words", "--quote-kind", "direct")
    gate.ok("publish", "Gate", "--url", "https://p.example/1")
    answers: list[str] = []

    async def story(assistant: Assistant) -> None:
        answers.extend([await assistant.ok("report", edition=one, full=True) for one in ("desk", "legal", "public")])

    in_memory(gate, story)
    gate.ok("source", "add", "Tom Ek", *(("--confidential",) if "confidential" in how else ()))
    gate.ok(*(word.format(claim=claim) for word in RESTRICTED_SINCE[how]))
    gate.ok("publish", "Gate", "--url", "https://p.example/2")
    in_memory(gate, story)
    told = "off-record|embargoed|confidential|held back|background"
    if "in the text" in how:
        assert "not stored: quotes cannot be checked" in answers[3]
        told += "|D1, in the stored text|(?i:not in the stored text)|1 of 4 passages"
    assert "of SHA-256" in answers[1]
    for after in answers[3:]:
        assert not re.search(told, after), after


def test_a_ledger_is_served_that_a_writer_left_half_written(gate: Desk) -> None:
    """What it wrote is undone by the journal beside the file, as for every other command."""
    with closing(sqlite3.connect(gate.db, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 5")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE more AS SELECT randomblob(3000) FROM entry a, entry b LIMIT 500")
        for ending in ("", "-journal"):
            shutil.copy(f"{gate.db}{ending}", f"killed.db{ending}")
    assert Path("killed.db-journal").stat().st_size
    assert open_to_read("killed.db").last_change() == gate.head()[0]


def test_the_page_lists_the_tools() -> None:
    """docs/assistants.md has a row for each."""
    page = (ROOT / "docs" / "assistants.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z]+)`", page, re.MULTILINE) == [tool.name for tool in TOOLS]


def test_the_program_says_what_is_wrong(gate: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    """A missing ledger or extra; its help ends with an example; nothing goes to standard output but what was asked."""
    assert server.main(["--db", "nowhere.db"]) == 3
    assert "there is no ledger at nowhere.db" in capsys.readouterr().err
    assert server.main(["--frobnicate"]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert server.main(["--help"]) == 0
    assert "claimtrack-mcp --db claims.db" in capsys.readouterr().out
    monkeypatch.setitem(sys.modules, "mcp.server.lowlevel", None)
    assert server.main(["--db", gate.db]) == 2
    captured = capsys.readouterr()
    assert "pip install 'claimtrack[mcp]'" in captured.err
    assert not captured.out
