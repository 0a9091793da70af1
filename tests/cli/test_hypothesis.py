"""`hypothesis pull` and `push`, against a server on loopback that answers as the API of Hypothesis does."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from claimtrack.actions import hypothesis
from tests.cli.support import Desk
from tests.support.web_server import web_server

GROUP, TOKEN = "q7Ab3cDe", "6879-SECRET"
PAGE = "https://gazette.example/gates"


def marked(number: int, words: str, *tags: str, text: str = "") -> dict[str, Any]:
    """An annotation as Hypothesis gives it."""
    return {
        "id": f"a{number}",
        "updated": "2026-03-01T12:00:00.000000+00:00",
        "uri": PAGE,
        "user": "acct:ida@notes.example",
        "text": text,
        "tags": list(tags),
        "target": [{"source": PAGE, "selector": [{"type": "TextQuoteSelector", "exact": words}]}],
    }


@dataclass
class Api:
    """The annotations of one group, and what is asked of them."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    tokens: set[str | None] = field(default_factory=set)
    fails_after: int = 1000
    """Annotations from which on nothing is taken."""
    lost: frozenset[str] = frozenset()
    """The ids of annotations that are counted and not given: a page with one is shorter."""

    def __call__(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        self.tokens.add(headers.get("Authorization"))
        query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        if method == "POST":
            given = json.loads(body)
            if len(self.rows) >= self.fails_after:
                return 500, {}, json.dumps({"status": "failure", "reason": "full \x1b[31m"}).encode()
            assert (path, given["group"], given["permissions"]) == (
                "/api/annotations",
                GROUP,
                {"read": [f"group:{GROUP}"]},
            )
            number = len(self.rows)
            self.rows.append({**given, "id": f"p{number}", "updated": f"2026-03-02T12:00:{number:02}.000000+00:00"})
            return 200, {}, json.dumps(self.rows[-1]).encode()
        assert urlsplit(path).path == "/api/search"
        assert (query["group"], query["order"]) == (GROUP, "asc")
        rows = sorted(self.rows, key=itemgetter(query["sort"]))
        later = [row for row in rows if row[query["sort"]] > query.get("search_after", "")]
        page = [row for row in later[: int(query["limit"])] if row["id"] not in self.lost]
        answer = {"total": len(self.rows), "rows": page}
        return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """The server, whose address and token the environment gives."""
    found = Api()
    with web_server() as site:
        site.answer = found
        monkeypatch.setenv("HYPOTHESIS_SERVER", site.url(""))
        monkeypatch.setenv("HYPOTHESIS_TOKEN", TOKEN)
        yield found


def test_what_a_group_has_marked_comes_in(any_bare_desk: Desk, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it, page after page, as one change; again it is nothing new. The token goes to the server alone."""
    desk = any_bare_desk
    monkeypatch.setattr(hypothesis, "_PAGE", 2)
    api.rows = [marked(n, f"the gates stood open, {n}", "source: Ben Orr", text="Ask") for n in range(5)]
    assert "dry run" in desk.ok("hypothesis", "pull", "--group", GROUP, "--dry-run").err
    assert not desk.all("claim")
    api.lost = frozenset(["a1"])
    told = desk.ok("hypothesis", "pull", "--group", GROUP).err
    assert "counts 1 annotation more than it gave" in told
    assert f"group {GROUP}: created: 1 document, 4 claims" in told
    api.lost = frozenset()
    desk.ok("hypothesis", "pull", "--group", GROUP)
    assert sorted(one["text"] for one in desk.all("claim")) == [f"the gates stood open, {n}" for n in range(5)]
    assert [one["name"] for one in desk.all("source")] == ["Ben Orr"]
    assert "Nothing new" in desk.ok("hypothesis", "pull", "--group", GROUP).err
    assert api.tokens == {f"Bearer {TOKEN}"}
    assert not [ran for ran in desk.ran if "SECRET" in ran.out + ran.err]
    monkeypatch.delenv("HYPOTHESIS_TOKEN")
    desk.ok("hypothesis", "pull", "--group", GROUP)
    assert None in api.tokens


def page_note(number: int, text: str, *tags: str) -> dict[str, Any]:
    """An annotation of a page as a whole, or a reply to another."""
    return {**marked(number, "", *tags, text=text), "user": f"acct:{number}@notes.example", "target": []}


def test_what_a_group_changes_does_not_stop_what_is_new(any_bare_desk: Desk, api: Api) -> None:
    """What is recorded stays; remarks, tags and passages are added, whoever else said the same, or what cannot be."""
    desk = any_bare_desk
    words = "the gates stood open"
    first = {**marked(1, words, "gates", text="Ask"), "document": {"title": ["Gates"]}}
    api.rows = [first, page_note(2, "Agreed", "odd"), page_note(3, "Agreed"), page_note(4, "", "Odd")]
    told = desk.ok("hypothesis", "pull", "--group", GROUP).err
    assert "says the same of a page" in told
    (assertion,) = desk.all("assertion")
    for body in ("River Wire", "Coast Wire"):
        desk.ok("source", "add", "Ida Lorne", "--kind", "person", "--qualifier", body)
    api.rows[0] = {
        **first,
        "text": "Ask again",
        "tags": ["gates", "more"],
        "updated": "2026-04-01T12:00:00.000000+00:00",
        "user_info": {"display_name": "Ida"},
        "document": {"title": ["Gates, changed"]},
    }
    api.rows += [
        {**marked(5, words), "target": [{"selector": [{"exact": words, "prefix": "At night "}]}]},
        marked(6, words, "source: Ben Orr"),
        page_note(10, " Agreed", "ODD"),
        marked(7, "at dusk", "source: Ida Lorne"),
    ]
    told = desk.ok("hypothesis", "pull", "--group", GROUP).err
    assert "kept (left as they were, though the file differs): " in told
    assert "refused for these problems" in told
    assert assertion in desk.all("assertion")
    assert [one["title"] for one in desk.all("document")] == ["Gates"]
    assert {one["text"] for one in desk.all("note")} == {"Agreed", "Ask", "Ask again"}
    assert {one["name"] for one in desk.all("tag")} == {"gates", "more", "odd"}
    assert "Ben Orr" in [one["name"] for one in desk.all("source")]
    desk.ok("edit", desk.all("claim")[0]["id"], "--set", "text=The gates were open")
    api.rows += [{**marked(8, words), "uri": "https://other.example/"}, marked(9, "the pumps failed")]
    desk.ok("hypothesis", "pull", "--group", GROUP)
    assert {one["text"] for one in desk.all("claim")} == {"The gates were open", "the pumps failed"}


def _recorded(desk: Desk) -> None:
    """Quotations that may be posted, and others that may not."""
    desk.ok("document", "add", PAGE, "--title", "Gates")
    desk.ok("source", "add", "Zora Hid", "--kind", "person", "--confidential", "--described-as", "an engineer")
    for claim, *more in (
        ("The gates stood open", "-s", "Ben Orr", "-t", "gates", "-n", "Ring him"),
        ("The pumps failed", "-s", "Ben Orr"),
        ("The board knew", "-s", "Zora Hid"),
        ("The board lied", "-s", "Ben Orr", "--release", "background", "--described-as", "a clerk"),
        ("The board hid it", "-s", "Ben Orr", "--release", "off-record"),
    ):
        desk.ok("add", claim, *more, "-i", PAGE, "-q", f"so {claim.lower()} that night")


def test_what_a_group_does_not_have_is_posted(bare_desk: Desk, api: Api) -> None:
    """Once, when it is confirmed: neither a confidential source nor background, off-record words or a note."""
    desk = bare_desk
    _recorded(desk)
    api.rows, api.lost = [marked(0, "of somebody")], frozenset(["a0"])
    told = desk.refused("hypothesis", "push", "--group", GROUP, "--yes", status=3)
    assert "counts 1 annotation more than it gave" in told
    api.rows = []
    refused = desk("hypothesis", "push", "--group", GROUP)
    assert (refused.status, api.rows) == (2, [])
    assert "2 annotations would be posted" in refused.err
    assert "so the gates stood open that night\n  The gates stood open · gates · source: Ben Orr" in refused.out
    told = desk.ok("hypothesis", "push", "--group", GROUP, "--yes").err
    assert "Kept back, as on background or of a confidential source: 2 attributions." in told
    assert f"Posted 2 annotations to group {GROUP}." in told
    texts = json.dumps(api.rows)
    assert not [word for word in ("Zora", "engineer", "clerk", "knew", "lied", "hid it", "Ring") if word in texts]
    first = next(row for row in api.rows if row["text"] == "The gates stood open")
    assert (first["uri"], first["tags"][:2]) == (PAGE, ["gates", "source: Ben Orr"])
    assert first["target"][0]["selector"][0]["exact"] == "so the gates stood open that night"
    again = desk.ok("hypothesis", "push", "--group", GROUP, "--yes").err
    assert "2 annotations of yours are there already." in again
    assert "There is nothing to post." in again
    desk.ok("void", "The pumps failed", "--why", "Wrong")
    claims = len(desk.all("claim"))
    told = desk.ok("hypothesis", "pull", "--group", GROUP).err
    assert told == "Passed over 2 annotations that 'hypothesis push' posted from this ledger.\nNothing new.\n"
    assert len(desk.all("claim")) == claims


def test_who_is_protected_by_other_records_is_not_posted(any_bare_desk: Desk, api: Api) -> None:
    """Merged with a confidential source, void but confidential; nor is the past, when they were not."""
    desk = any_bare_desk
    desk.ok("document", "add", PAGE, "--title", "Gates")
    for claim, name in (("merged", "Zora One"), ("void", "Zora Void"), ("later", "Zora Later"), ("open", "Ben Orr")):
        desk.ok("add", f"It was {claim}", "-s", name, "-i", PAGE, "-q", f"so it was {claim} that night")
    desk.ok("source", "add", "Zora Two", "--kind", "person", "--confidential", "--described-as", "an engineer")
    desk.ok("source", "merge", "Zora Two", "Zora One", "--why", "One person")
    for name in ("Zora Void", "Zora Later"):
        desk.ok("edit", name, "--set", "confidential=true", "--set", "described_as=an engineer")
    desk.ok("void", "Zora Void", "--why", "Gone")
    told = desk("--as-of", "2100-01-01", "hypothesis", "push", "--group", GROUP, "--yes")
    assert (told.status, api.rows) == (2, [])
    assert "Leave --as-of away" in told.err
    told = desk.ok("hypothesis", "push", "--group", GROUP, "--yes")
    assert "confidential source: 3 attributions" in told.err
    assert [row["text"] for row in api.rows] == ["It was open"]
    assert "Zora" not in told.out + json.dumps(api.rows)


def test_posting_that_breaks_off_goes_on(bare_desk: Desk, api: Api) -> None:
    """What was posted is said, and the same command posts the rest."""
    _recorded(bare_desk)
    api.fails_after = 1
    done = bare_desk("hypothesis", "push", "--group", GROUP, "--yes")
    told = done.err
    assert (done.status, len(api.rows)) == (3, 1)
    assert f"says 500 of group '{GROUP}': full \\x1b[31m" in told
    assert "1 annotation was posted before" in told
    api.fails_after = 1000
    assert "Posted 1 annotation" in bare_desk.ok("hypothesis", "push", "--group", GROUP, "--yes").err
    assert len({row["tags"][-1] for row in api.rows}) == len(api.rows) == 2


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        ((401, {}, b"{}"), 2, "does not take the token"),
        ((404, {}, b"<html>"), 3, "says 404"),
        ((301, {"Location": "http://127.0.0.1:1/"}, b""), 3, "says 301"),
        ((200, {}, b"<html>"), 3, "does not answer as Hypothesis does"),
        ((200, {}, b'{"rows": [1]}'), 3, "does not answer as Hypothesis does"),
        ((200, {}, b"[]"), 3, "does not answer as Hypothesis does"),
    ],
)
def test_what_is_no_answer(
    bare_desk: Desk, monkeypatch: pytest.MonkeyPatch, answer: tuple[int, dict[str, str], bytes], status: int, words: str
) -> None:
    """A line says so; nothing is recorded, and the token goes nowhere else."""
    with web_server() as site:
        site.answer = lambda *_: answer
        monkeypatch.setenv("HYPOTHESIS_TOKEN", TOKEN)
        told = bare_desk.refused("hypothesis", "pull", "--group", GROUP, "--server", site.url(""), status=status)
    assert words in told
    assert len(site.asked) == 1
    assert not bare_desk.all("claim")


@pytest.mark.parametrize("start", ["http://", "https://", "htp://", ""])
@pytest.mark.parametrize("rest", ["ida:SECRET@notes.example", "notes.example?key=SECRET"])
def test_a_password_in_the_address_of_a_server_is_not_shown(bare_desk: Desk, start: str, rest: str) -> None:
    """No such server is asked."""
    server = start + rest
    told = bare_desk.refused("hypothesis", "pull", "--group", GROUP, "--server", server)
    assert "a user, a password or a query" in told
    assert "SECRET" not in told


@pytest.mark.parametrize("token", ["SECRET\n.x", "SECRET x", "SECRETé"])
def test_a_token_that_is_none_is_not_shown(bare_desk: Desk, monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    """The message says what is wrong with it."""
    monkeypatch.setenv("HYPOTHESIS_TOKEN", token)
    told = bare_desk.refused("hypothesis", "pull", "--group", GROUP)
    assert "HYPOTHESIS_TOKEN" in told
    assert "SECRET" not in told


def test_a_server_inside_is_asked_only_when_it_is_named(bare_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual address is asked at public addresses alone."""
    with web_server() as site:
        monkeypatch.setattr(hypothesis, "SERVER", site.url(""))
        assert "no address of the public internet" in bare_desk.refused("hypothesis", "pull", "--group", GROUP)
        assert not site.asked
