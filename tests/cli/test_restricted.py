"""What is off the record or embargoed shows in no list, search or log unless it is asked for; a count says so."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.support import Desk

LEFT_OUT = "left out as off the record or embargoed"
SECRET = "Holm knew of the crack"


def whisper(desk: Desk, *options: str) -> str:
    """Something off the record by a source that nothing else names; its claim's id."""
    question = ("--question", "Did Holm know?", "--answer", "yes")
    return desk.ok("add", SECRET, "-s", "Lina Orr", "--release", "off-record", *question, *options).id


@pytest.fixture
def leaky(any_desk: Desk) -> Desk:
    any_desk.ok("add", "The dam holds", "-s", "Ines Vale", "--question", "Does it hold?", "--answer", "yes")
    any_desk.ok("document", "add", "https://leaks.example/crack", "--title", "Crack memo", "--publisher", "Leaks")
    any_desk.ok("use", "https://leaks.example/crack")
    whisper(any_desk)
    return any_desk


@pytest.mark.parametrize("form", [[], ["--csv"], ["--json"], ["--jsonl"]])
@pytest.mark.parametrize(
    ("group", "shown", "hidden", "count"),
    [
        ("source", ["Ines Vale", "The Courier"], ["Lina Orr", "Leaks"], 2),
        ("document", ["Dam at Kesra holds"], ["Crack memo", "Leaks"], 1),
        ("question", ["Does it hold?"], ["Did Holm know?"], 1),
    ],
)
def test_lists_hide_it(
    leaky: Desk, group: str, shown: list[str], hidden: list[str], count: int, form: list[str]
) -> None:
    done = leaky.ok(group, "list", *form)
    assert f"{count} {LEFT_OUT}" in done.err
    assert all(word in done.out for word in shown)
    assert not any(word in done.out for word in hidden)
    asked = leaky.ok(group, "list", "--include-restricted", *form)
    assert all(word in asked.out for word in (*shown, *hidden))
    assert LEFT_OUT not in asked.err


def test_lists_count_and_name_as_if_it_were_not_there(any_desk: Desk) -> None:
    any_desk.ok("add", "The dam holds", "-s", "Ines Vale", "--question", "Does it hold?", "--answer", "yes")
    any_desk.ok("add", "The dam leaks", "-s", "Ines Vale", "--question", "Does it hold?", "--release", "off-record")

    def counts(group: str, field: str, *options: str) -> list[int]:
        return [row[field] for row in any_desk.ok(group, "list", "--json", *options).json if row[field]]

    for group, field in (
        ("source", "assertions"),
        ("document", "assertions"),
        ("question", "claims"),
        ("story", "claims"),
    ):
        assert counts(group, field) == [1]
        assert counts(group, field, "--include-restricted") == [2]


@pytest.mark.parametrize("how", ["undo", "void"])
def test_what_was_void_since_stays_masked(leaky: Desk, how: str) -> None:
    (claim,) = [body["id"] for body in leaky.all("claim") if body["text"] == SECRET]
    (said,) = [body["id"] for body in leaky.all("assertion") if body["claim"] == claim]
    (lina,) = [body["id"] for body in leaky.all("source") if body["name"] == "Lina Orr"]
    leaky.ok("undo") if how == "undo" else leaky.ok("void", said, "--why", "A mistake")
    for record in (claim, said, lina):
        assert "off the record" in leaky.refused("show", record)
        leaky.ok("show", record, "--include-restricted")
        out = leaky.ok("log", record).out
        assert not any(word in out for word in (SECRET, "Lina Orr"))
    for line in (["log"], ["log", "--json"], ["list"], ["source", "list"], ["search", "crack"], ["search", "lina"]):
        out = leaky.ok(*line).out
        assert not any(word in out for word in (SECRET, "Lina Orr", "Did Holm know?", "Crack memo")), line
    assert SECRET in leaky.ok("log", "--include-restricted").out


def test_the_log_hides_what_is_said_of_it(leaky: Desk) -> None:
    (claim,) = [body["id"] for body in leaky.all("claim") if body["text"] == SECRET]
    note = leaky.ok("annotate", claim, "-n", "Holm told her at the weir").id
    for line in (["log"], ["search", "weir"]):
        assert "weir" not in leaky.ok(*line).out
    assert "off the record" in leaky.refused("show", note)
    leaky.ok("undo")
    assert "weir" not in leaky.ok("log").out
    assert "weir" in leaky.ok("log", "--include-restricted").out


@pytest.mark.parametrize("form", [[], ["--csv"], ["--json"]])
def test_search_says_how_much_it_left_out(leaky: Desk, form: list[str]) -> None:
    done = leaky.ok("search", "crack", *form)
    assert SECRET not in done.out
    assert f"2 {LEFT_OUT}" in done.err
    assert f"1 {LEFT_OUT}" in leaky.ok("search", "crack", "--type", "document", *form).err
    assert LEFT_OUT not in leaky.ok("search", "crack", "--include-restricted", *form).err
    assert LEFT_OUT not in leaky.ok("search", "ines", *form).err


def test_a_limit_does_not_change_how_much_it_left_out(leaky: Desk) -> None:
    leaky.ok("add", "A crack is seen", "-s", "Ines Vale")
    leaky.ok("add", "A second crack is seen", "-s", "Ines Vale")
    done = leaky.ok("search", "crack", "--type", "claim", "--limit", "1")
    assert "There is more" in done.err
    assert f"1 {LEFT_OUT}" in done.err


def test_the_log_shows_what_a_record_was_called_then(any_desk: Desk) -> None:
    source = any_desk.ok("source", "add", "Ines Vale").id
    any_desk.ok("edit", source, "--set", "name=Ines Vale-Orr")
    (now, then) = any_desk.ok("log", source, "--json").json
    assert [one["entries"][0]["label"] for one in (now, then)] == ["Ines Vale-Orr", "Ines Vale"]
    any_desk.ok("withhold", source, "--why", "A source to protect")
    assert "Ines" not in any_desk.ok("log").out


def test_rebuilding_leaves_no_trace_of_what_was_deleted(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.db)) as file:
        file.execute("PRAGMA secure_delete = OFF")
        file.execute("CREATE TABLE left_over (words)")
        file.executemany("INSERT INTO left_over VALUES (?)", [("Quillfeather" * 50,)] * 200)
        file.commit()
        file.execute("DROP TABLE left_over")
        file.commit()
    assert b"Quillfeather" in Path(desk.db).read_bytes()
    desk.ok("db", "rebuild")
    assert b"Quillfeather" not in Path(desk.db).read_bytes()


def test_a_difference_does_not_repeat_it(leaky: Desk, tmp_path: Path) -> None:
    """What is added or imported meets something restricted: the message says so, and not what."""
    typed = leaky.refused("add", SECRET, "-s", "Ines Vale", "-Q", "Did Holm know?", "--answer", "no", status=2)
    bundle = tmp_path / "probe.json"
    claim = f'{{"text": "{SECRET}", "question": "Did Holm know?", "answer": {{"yes_no": false}}, "assertions": []}}'
    bundle.write_text(f'{{"claimtrack": 1, "claims": [{claim}]}}', "utf-8")
    imported = leaky.refused("import", str(bundle), status=2)
    for message in (typed, imported):
        assert "the ledger has another answer for this claim, and that may not be shown" in message
        assert '"yes_no":true' not in message
