"""`read` without a terminal: proposals out as JSON Lines, decisions in; nothing is recorded that nobody accepted."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimtrack.actions.reading.typed_speakers import NOBODY
from claimtrack.reading import reader
from tests.cli.support import Desk
from tests.support import annotated_reader
from tests.support.articles import PIER

ABOUT = ("--publisher", "The Courier", "--published", "2026-03-02", "--story", "Pier")

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def pier(bare_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with the piece as a file, and a reader that knows it. There is no ledger yet."""
    monkeypatch.setattr(reader, "read", annotated_reader.read)
    Path("pier.txt").write_text(PIER, "utf-8")
    return bare_desk


def proposals(desk: Desk) -> list[dict[str, Any]]:
    """What `--jsonl` gives."""
    return [json.loads(line) for line in desk.ok("read", "pier.txt", *ABOUT, "--jsonl").out.splitlines()]


def claims(desk: Desk) -> list[dict[str, Any]]:
    """The lines of claims."""
    return [line for line in proposals(desk) if line["type"] == "claim"]


def decide(lines: list[dict[str, Any]], *changes: Change, decision: str | None = "accept") -> str:
    """The lines with a decision each, then changed, written to a file; its name."""
    for line in lines:
        if decision is not None:
            line["decision"] = decision
        for change in changes:
            change(line)
    Path("decided.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return "decided.jsonl"


# Proposals out


def test_proposals_are_claims_with_spans(pier: Desk) -> None:
    """Bundle-shaped, anchored in the stored text, with the words that source, cue and content are."""
    lines = claims(pier)
    assert [line["proposal"] for line in lines] == list(range(1, 9))
    (document,) = pier.all("document")
    for line in lines:
        for one in line["assertions"]:
            quote = one["quote"]
            assert document["text"][quote["start"] : quote["end"]] == quote["exact"]
            assert one["document"] == document["id"]
        for spans in line["spans"].values():
            assert all(0 <= start < end <= len(PIER) for start, end in spans)
        assert line["rule"]
    first = lines[0]
    assert [PIER[slice(*span)] for span in first["spans"]["cue"]] == ["blamed"]
    assert first["sources"] == [{"name": "Omar Denn", "kind": "person", "role": "mayor of Kesra"}]
    assert lines[2]["assertions"][0]["continues"] == lines[1]["assertions"][0]["key"]
    assert len({one["joint"] for one in lines[5]["assertions"]}) == 1
    assert lines[1]["assertions"][0]["quote"]["exact"] == "We will rebuild the pier"


def test_a_line_has_the_options_of_its_card(pier: Desk) -> None:
    """Who else may say it, and the claims that may say the same, to one of which it can be attributed."""
    before = claims(pier)
    pier.ok("add", "Dozens of boats were damaged that night", "-s", "Ada Orr", "--figure", "dozens", "--story", "Pier")
    lines = claims(pier)
    (line,) = [one for one in lines if "similar" in one]
    ((claim,), (known,)) = line["similar"], pier.all("claim")
    assert claim == {"id": known["id"], "text": known["text"]}
    assert line["options"]["who"][-1] == NOBODY
    assert [one["options"]["who"] for one in lines] == [one["options"]["who"] for one in before]
    line["same_as"] = line["proposal"]
    assert "no claim of the story" in pier("read", "pier.txt", "--story", "Pier", "--decisions", decide([line])).err
    line["same_as"] = claim["id"]
    pier.ok("read", "pier.txt", "--story", "Pier", "--decisions", decide([line]))
    assert [one["claim"] for one in pier.all("assertion")] == [known["id"]] * 2


def test_the_document_is_stored_and_nothing_else(pier: Desk) -> None:
    """Its story and publisher too; no claim, no assertion; a second time nothing."""
    proposals(pier)
    assert not pier.all("claim")
    before = pier.head()
    proposals(pier)
    assert pier.head() == before
    assert [body["name"] for body in pier.all("story")] == ["Pier"]


def test_who_wrote_it_and_what_is_no_text(pier: Desk) -> None:
    """Lines of the document: bylines that were read, and the parts of the layout as passages to be skipped."""
    first, *_, last = proposals(pier)
    assert (first["type"], first["bylines"]) == ("document", [{"source": "Ida Lorne", "dateline": "Kesra"}])
    assert [skip["exact"] for skip in last["skips"]] == [PIER.split("\n")[0], "By Ida Lorne in Kesra", "Read more"]


def test_a_stored_document_is_read(pier: Desk) -> None:
    """By name, by --document, by being in use; the same text is the same document."""
    lines = claims(pier)
    title = PIER.split("\n")[0]
    assert [json.loads(line) for line in pier.ok("read", title, "--jsonl").out.splitlines()][1:-1] == lines
    assert pier.ok("read", "--document", title, "--jsonl").out.count("\n") == 10
    assert pier.ok("read", "pier.txt", "--jsonl").out.count("\n") == 10
    assert pier.ok("read", "-", "--jsonl", stdin=PIER).out.count("\n") == 10
    pier.ok("use", title)
    assert pier.ok("read", "--jsonl").out.count("\n") == 10
    assert len(pier.all("document")) == 1


def test_a_language_without_rules(pier: Desk) -> None:
    """Nothing is proposed, and it is said; what a person attributes is taken."""
    Path("kk.txt").write_text("Бір сөйлем.\n", "utf-8")
    done = pier.ok("read", "kk.txt", "--language", "kk", "--jsonl")
    assert (done.out, "no rules for reading 'kk'" in done.err) == ("", True)
    line = '{"type":"claim","text":"Т","assertions":[{"chain":"А","quote":{"exact":"Бір","start":0,"end":3}}]'
    pier.ok("read", "kk.txt", "--decisions", "-", stdin=line + ',"decision":"accept"}')
    assert len(pier.all("claim")) == 1


# Decisions in


def test_what_is_accepted_is_recorded(pier: Desk) -> None:
    """In one change, worded and sourced as proposed; undo takes it back."""
    decide(proposals(pier))
    changes, _ = pier.head()
    done = pier.ok("read", "pier.txt", "--decisions", "decided.jsonl")
    assert pier.head()[0] == changes + 1
    assert len(done.ids) == 8
    assert len(pier.all("assertion")) == 9
    names = {body["name"]: body for body in pier.all("source")}
    assert (names["Omar Denn"]["kind"], names["Omar Denn"]["role"]) == ("person", "mayor of Kesra")
    assert names["Sabine"]["kind"] == "witness"
    (document,) = pier.all("document")
    assert document["bylines"] == [{"source": names["Ida Lorne"]["id"], "dateline": "Kesra"}]
    assert [skip["as"] for skip in document["skips"]] == ["boilerplate"] * 3
    (going_on,) = [body for body in pier.all("assertion") if "continues" in body]
    assert pier.body(going_on["continues"])["quote"]["exact"] == "We will rebuild the pier"
    pier.ok("undo")
    assert not pier.all("claim")
    assert [body["name"] for body in pier.all("source")] == ["The Courier"]
    assert "skips" not in pier.all("document")[0]


def test_twice_is_once(pier: Desk) -> None:
    """The same decisions again record nothing, and say so."""
    decide(proposals(pier))
    pier.ok("read", "pier.txt", "--decisions", "decided.jsonl")
    before = pier.head()
    again = pier.ok("read", "pier.txt", "--decisions", "decided.jsonl")
    assert pier.head() == before
    assert "there already" in again.err
    assert again.ids == []
    assert claims(pier) == []
    lines = [json.loads(line) for line in Path("decided.jsonl").read_text("utf-8").splitlines()]
    edited = [{**line, "text": line["text"], "rule": "mine", "proposal": 99} for line in lines if "text" in line]
    Path("edited.jsonl").write_text("".join(json.dumps(line) + "\n" for line in edited), "utf-8")
    other = pier.ok("read", "pier.txt", "--decisions", "edited.jsonl")
    assert "Nothing new was recorded" in other.err
    assert other.ids == []


def test_nothing_is_accepted_without_a_decision(pier: Desk) -> None:
    """Lines as they came, skipped and rejected ones: no change."""
    lines = proposals(pier)
    for decision in (None, "skip", "reject"):
        decide([dict(line) for line in lines], decision=decision)
        before = pier.head()
        pier.ok("read", "pier.txt", "--decisions", "decided.jsonl")
        assert pier.head() == before


def test_edited_lines(pier: Desk) -> None:
    """What a person changed is what is recorded; a chain may be one string; an added claim needs no proposal."""
    line = claims(pier)[3]
    line["text"] = "Boats were damaged in the storm"
    line["assertions"][0]["chain"] = "Chief Ada Orr > River Wire"
    line.pop("sources")
    start = PIER.index("He gave no evidence")
    quote = {"exact": "He gave no evidence", "start": start, "end": start + 19}
    own = {"type": "claim", "text": "Denn gave no evidence", "assertions": [{"chain": "The Courier", "quote": quote}]}
    decide([line, own])
    pier.ok("read", "pier.txt", "--decisions", "decided.jsonl")
    texts = {body["text"]: body["id"] for body in pier.all("claim")}
    assert set(texts) == {"Boats were damaged in the storm", "Denn gave no evidence"}
    names = {body["id"]: body["name"] for body in pier.all("source")}
    chains = [[names[hop["source"]] for hop in body["chain"]] for body in pier.all("assertion")]
    assert sorted(chains) == [["Chief Ada Orr", "River Wire"], ["The Courier"]]
    before = pier.head()
    pier.ok("read", "pier.txt", "--decisions", "decided.jsonl")
    assert pier.head() == before


def test_going_on_from_what_was_rejected(pier: Desk) -> None:
    """It stands by itself; from what was recorded before, it goes on from that."""
    lines = claims(pier)
    decide([lines[2]])
    pier.ok("read", "pier.txt", "--decisions", "decided.jsonl")
    assert "continues" not in pier.all("assertion")[0]
    pier.ok("undo")
    for line in (lines[1], lines[2]):
        decide([line])
        pier.ok("read", "pier.txt", "--decisions", "decided.jsonl")
    (second,) = [body for body in pier.all("assertion") if "continues" in body]
    assert pier.body(second["continues"])["quote"]["exact"] == "We will rebuild the pier"


def test_what_the_ledger_knows_stands(pier: Desk) -> None:
    """A text's word on a source or a claim does not overwrite the ledger's."""
    pier.ok("source", "add", "Omar Denn", "--kind", "government", "--role", "former mayor")
    decide(claims(pier))
    pier.ok("read", "pier.txt", "--decisions", "decided.jsonl")
    (denn,) = [body for body in pier.all("source") if body["name"] == "Omar Denn"]
    assert (denn["kind"], denn["role"]) == ("government", "former mayor")


def test_lines_without_a_decision_are_counted_by_what_they_are(pier: Desk) -> None:
    """Proposals in a count; of the lines of the document what was not noted is said, once."""
    lines = proposals(pier)
    claim = next(number for number, line in enumerate(lines) if line["type"] == "claim")
    decided = [{**line, "decision": "accept"} if number == claim else line for number, line in enumerate(lines)]
    given = "".join(json.dumps(line) + "\n" for line in decided)
    told = pier.ok("read", "pier.txt", "--decisions", "-", stdin=given).err
    open_claims = sum(line["type"] == "claim" for line in lines) - 1
    assert f"{open_claims} proposals without a decision. " in told
    assert told.count("The line of the document has no decision") == 1


def test_a_claim_that_is_there_gets_an_attribution(pier: Desk) -> None:
    """Recorded by hand before, with another kind: it keeps that."""
    proposals(pier)
    pier.ok("add", "The gates had stood open", "-s", "Kay Dorn", "--kind", "cause", "--story", "Pier")
    decide(claims(pier))
    pier.ok("read", "pier.txt", "--decisions", "decided.jsonl")
    (claim,) = [body for body in pier.all("claim") if body["text"] == "The gates had stood open"]
    assert claim["kind"] == "cause"
    assert sum(body["claim"] == claim["id"] for body in pier.all("assertion")) == 3


def test_what_was_recorded_by_hand_is_passed_over(pier: Desk) -> None:
    """The same words by the same source, though the claim is worded otherwise."""
    proposals(pier)
    pier.ok(
        "add", "Boats were hit", "-s", "Police", "-q", "dozens of boats had been damaged", "-i", PIER.split("\n")[0]
    )
    assert 4 not in [line["proposal"] for line in claims(pier)]
    assert "1 in the ledger already" in pier.ran[-1].err


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda line: line.update(decison="accept"), "did you mean decision?"),
        (lambda line: line.update(decision="yes"), "this is no decision"),
        (lambda line: line.update(decision="acept"), "did you mean accept?"),
        (lambda line: line.update(txet="x"), "did you mean text?"),
        (lambda line: line["assertions"][0].update(stanse="denies"), "did you mean stance?"),
        (lambda line: line["assertions"][0]["quote"].update(start=1), "other words stand there"),
        (lambda line: line["assertions"][0].pop("quote"), "where the words stand"),
        (lambda line: line["assertions"][0].update(document="a" * 24), "another document"),
        (lambda line: line.update(assertions=[]), "has an assertion"),
        (lambda line: line.update(spans={"sauce": []}), "did you mean source?"),
        (lambda line: line.update(spans={"source": [[5, 2]]}), "no spans of the text"),
        (lambda line: line.update(spans=[]), "must be an object"),
        (lambda line: line.update(proposal="one"), "whole number"),
        (lambda line: line.update(rule=1), "text in quotes"),
        (lambda line: line.update(sources={"name": "x"}), "must be a list"),
        (lambda line: line.update(sources=[{"name": "x", "kind": "bank"}]), "sources/0/kind"),
        (lambda line: line.update(sources=[{"name": "x", "aliases": ["y"]}]), "has no aliases"),
        (lambda line: line.update(type="story"), "there is no such line"),
        (lambda line: line["assertions"][0].update(chain=[{"naming": "named"}]), "source"),
        (lambda line: line.update(answer={"figure": "many"}), "many"),
    ],
)
def test_a_line_that_is_not_right_is_refused(pier: Desk, change: Change, told: str) -> None:
    """With file and line, and nothing is recorded: not of the good lines either."""
    lines = claims(pier)
    decide(lines)
    change(lines[1])
    Path("bad.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines[:2]), "utf-8")
    err = pier.refused("read", "pier.txt", "--decisions", "bad.jsonl")
    assert told in err
    assert "bad.jsonl:2" in err
    assert not pier.all("claim")


def test_a_document_line_may_say_nothing(pier: Desk) -> None:
    """A list that is null is an empty one."""
    proposals(pier)
    line = {"type": "document", "id": pier.all("document")[0]["id"], "decision": "accept"}
    decide([{**line, "skips": None}, {**line, "bylines": None}])
    pier.ok("read", "pier.txt", "--decisions", "decided.jsonl")
    assert "bylines" not in pier.all("document")[0]


def test_every_fault_is_told(pier: Desk) -> None:
    """Not only the first."""
    proposals(pier)
    Path("bad.jsonl").write_text('{"type": "claim"}\nnonsense\n[]\n\n{"type": "clame"}\n', "utf-8")
    err = pier.refused("read", "pier.txt", "--decisions", "bad.jsonl")
    assert all(f"bad.jsonl:{line}" in err for line in (1, 2, 3, 5))
    pier.refused("read", "pier.txt", "--decisions", "nowhere.jsonl", status=3)


def test_decisions_from_standard_input(pier: Desk) -> None:
    """And what came of it as JSON."""
    decide(claims(pier)[:1])
    done = pier.ok("read", "pier.txt", "--decisions", "-", "--json", stdin=Path("decided.jsonl").read_text("utf-8"))
    assert (len(done.json["ids"]), len(done.json["assertions"])) == (1, 1)
    assert (done.json["change"], done.json["digest"]) == pier.head()


# Usage


def test_without_a_terminal_nothing_is_asked(pier: Desk) -> None:
    """It says what to do, and touches nothing."""
    for more in ((), ("--tui",)):
        err = pier.refused("read", "pier.txt", *ABOUT, *more)
        assert "--jsonl" in err
        assert "--decisions" in err
    assert pier.head() == (0, "")


@pytest.mark.parametrize(
    "options",
    [
        ["nowhere.txt", "--jsonl"],
        ["https://example.org/nowhere", "--jsonl"],
        ["--jsonl"],
        ["empty.txt", "--jsonl"],
        ["pier.txt", "--jsonl", "--tui"],
        ["pier.txt", "--jsonl", "--decisions", "x"],
        ["-", "--decisions", "-"],
        ["pier.txt", "--published", "soon", "--jsonl"],
    ],
)
def test_refusals(pier: Desk, options: list[str]) -> None:
    """One message each, exit status 2."""
    Path("empty.txt").write_text("\n", "utf-8")
    done = pier("read", *options)
    assert (done.status, done.out) == (2, ""), done.err
    assert done.err.startswith("claimtrack: ")
    assert pier.head()[0] == 0


def test_a_story_is_made_in_a_ledger_with_others(pier: Desk) -> None:
    """It is said, and so is one whose name is nearly the same; an id that is not there is refused."""
    proposals(pier)
    (story,) = [one["name"] for one in pier.all("story")]
    done = pier.ok("read", "pier.txt", "--story", f"{story[:-1]}x", "--jsonl")
    assert f"New story: {story[:-1]}x." in done.err
    assert (f"Very like it is '{story}'" in done.err) == (len(story) > 6)
    assert "Very like" not in pier.ok("read", "pier.txt", "--story", "Another thing", "--jsonl").err
    assert len(pier.all("story")) == 3
    assert "there is no story" in pier.refused("read", "pier.txt", "--story", "z" * 24, "--jsonl")


@pytest.mark.parametrize(
    ("text", "about"), [("  \n", ()), ("Ana said a\0b.", ()), ("Ana said so.", ("--published", "soon"))]
)
def test_no_story_is_made_for_what_cannot_be_read(bare_desk: Desk, text: str, about: tuple[str, ...]) -> None:
    """The article is refused first."""
    Path("odd.txt").write_text(text, "utf-8")
    bare_desk.refused("read", "odd.txt", "--story", "Pier", "--jsonl", *about)
    assert bare_desk.head() == (0, "") or not bare_desk.all("story")


@pytest.mark.parametrize("line", [["read", "long.txt", "--jsonl"], ["check", "long.txt"], ["check", "-"]])
def test_a_file_that_is_too_large(desk: Desk, line: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused in one line that says the limit, before anything is stored."""
    monkeypatch.setattr("claimtrack.actions.documents.MOST_READ", 1 << 20)
    text = "It fell. " * 120_000
    Path("long.txt").write_text(text, "utf-8")
    said = desk.refused(*line, stdin=text if "-" in line else "")
    assert "is larger than 1 MiB, the most that is taken at once" in said
