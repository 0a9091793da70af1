"""What is off the record or embargoed shows in no list, search or log unless it is asked for; a count says so."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.support import Desk

LEFT_OUT = "left out as off the record or embargoed"
ABSENT = "zzzzzzzzzzzzzzzzzzzzzzzz"
"""An id that no record has."""


def assert_hidden(desk: Desk, verb: str, record: str) -> None:
    """A record is refused as one that is not there is; its words are in no message."""
    said = desk.refused(verb, record)
    assert said == desk.refused(verb, ABSENT).replace(ABSENT, record)
    assert SECRET not in said


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


@pytest.mark.parametrize(
    ("group", "shown", "hidden", "count"),
    [
        ("source", ["Ines Vale", "The Courier"], ["Lina Orr", "Leaks"], 2),
        ("document", ["Dam at Kesra holds"], ["Crack memo", "Leaks"], 1),
        ("question", ["Does it hold?"], ["Did Holm know?"], 1),
    ],
)
def test_lists_hide_it(leaky: Desk, group: str, shown: list[str], hidden: list[str], count: int) -> None:
    """In every form."""
    for form in ([], ["--csv"], ["--json"], ["--jsonl"]):
        done = leaky.ok(group, "list", *form)
        assert f"{count} {LEFT_OUT}" in done.err, form
        assert all(word in done.out for word in shown), form
        assert not any(word in done.out for word in hidden), form
        asked = leaky.ok(group, "list", "--include-restricted", *form)
        assert all(word in asked.out for word in (*shown, *hidden)), form
        assert LEFT_OUT not in asked.err, form


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
        assert_hidden(leaky, "show", record)
        leaky.ok("show", record, "--include-restricted")
        assert_hidden(leaky, "log", record)
        assert SECRET in leaky.ok("log", claim, "--include-restricted").out
    for line in (["log"], ["log", "--json"], ["list"], ["source", "list"], ["search", "crack"], ["search", "lina"]):
        out = leaky.ok(*line).out
        assert not any(word in out for word in (SECRET, "Lina Orr", "Did Holm know?", "Crack memo")), line
    assert SECRET in leaky.ok("log", "--include-restricted").out


def test_the_log_hides_what_is_said_of_it(leaky: Desk) -> None:
    (claim,) = [body["id"] for body in leaky.all("claim") if body["text"] == SECRET]
    note = leaky.ok("annotate", claim, "-n", "Holm told her at the weir").id
    for line in (["log"], ["search", "weir"]):
        assert "weir" not in leaky.ok(*line).out
    assert_hidden(leaky, "show", note)
    leaky.ok("undo")
    assert "weir" not in leaky.ok("log").out
    assert "weir" in leaky.ok("log", "--include-restricted").out


def test_search_says_how_much_it_did_not_search(leaky: Desk) -> None:
    """Whatever the words: else the count would tell that a guess is right."""
    for form in ([], ["--csv"], ["--json"]):
        done = leaky.ok("search", "crack", *form)
        assert SECRET not in done.out, form
        assert f"6 {LEFT_OUT}" in done.err, form
        for words in ("ines", "lina orr", "nothing-of-this"):
            assert f"6 {LEFT_OUT}" in leaky.ok("search", words, *form).err, (form, words)
        assert f"1 {LEFT_OUT}" in leaky.ok("search", "crack", "--type", "document", *form).err, form
        assert LEFT_OUT not in leaky.ok("search", "crack", "--include-restricted", *form).err, form


def test_a_list_counts_what_it_left_out_whatever_is_asked_for(leaky: Desk) -> None:
    """Of the story it lists."""
    for asked in ([], ["--tag", "x"], ["--kind", "cause"], ["--source", "Ines Vale"], ["--question", "Does it hold?"]):
        assert f"1 {LEFT_OUT}" in leaky.ok("list", *asked).err
    leaky.ok("story", "add", "Another")
    assert LEFT_OUT not in leaky.ok("list", "--story", "Another").err


def test_a_name_that_only_restricted_records_have_is_no_name(leaky: Desk) -> None:
    """What is typed whole is found no more than what is not there: by its name, and by an id made from a guess."""
    ids = {body.get("name") or body.get("text") or body.get("title"): body["id"] for body in leaky.bodies("1 = 1")}
    kinds = {"Lina Orr": "source", "Did Holm know?": "question", "Crack memo": "document", SECRET: "claim"}
    for name, kind in kinds.items():
        for typed, missing in ((name, "Nobody At All"), (ids[name], "a" * 24), (ids[name][:8], "a" * 8)):
            for verb in (["show"], ["log"], *([[kind, "show"]] if kind != "claim" else [])):
                said = [leaky.refused(*verb, one).replace(one, "...") for one in (typed, missing)]
                assert said[0] == said[1]
            if kind in ("source", "question"):
                said = [leaky.refused("list", f"--{kind}", one).replace(one, "...") for one in (typed, missing)]
                assert said[0] == said[1]
        for verb in ("show", "log"):
            leaky.ok(verb, name, "--include-restricted")


def test_its_id_where_a_record_of_another_type_belongs_is_no_id(leaky: Desk) -> None:
    """The message would say what it is; that of an open record does."""
    ids = {body["name"]: body["id"] for body in leaky.all("source")}
    ids |= {body["text"]: body["id"] for body in leaky.all("claim")}
    for line in (["list"], ["flags"], ["export"]):
        said = {name: leaky.refused(*line, "--story", ids[name]) for name in ("Lina Orr", SECRET, "Ines Vale")}
        absent = leaky.refused(*line, "--story", ABSENT)
        assert {said[name].replace(ids[name], ABSENT) for name in ("Lina Orr", SECRET)} == {absent}, line
        assert "is a source, where a story belongs" in said["Ines Vale"], line
    assert leaky.refused("list", "--source", ids[SECRET]) == leaky.refused("list", "--source", ABSENT).replace(
        ABSENT, ids[SECRET]
    )


def test_the_log_prints_no_id_of_it(leaky: Desk) -> None:
    """Nor where an open record named it once."""
    (lina,) = [body["id"] for body in leaky.all("source") if body["name"] == "Lina Orr"]
    (ines,) = [body["id"] for body in leaky.all("source") if body["name"] == "Ines Vale"]
    leaky.ok("edit", ines, "--set", f'member_of=[{{"source": "{lina}"}}]')
    assert lina[:10] in leaky.ok("log", ines).out
    leaky.ok("edit", ines, "--unset", "member_of")
    restricted = {body["id"] for body in leaky.bodies("1 = 1") if body.get("name") in ("Lina Orr", "Leaks")}
    restricted |= {body["id"] for body in leaky.all("claim") if body["text"] == SECRET}
    for line in (["log"], ["log", ines]):
        for form in ([], ["--json"], ["--csv"]):
            out = leaky.ok(*line, *form).out
            assert not any(record[:10] in out for record in restricted)
    assert "(off the record or embargoed)" in leaky.ok("log", ines, "--json").out


def test_a_choice_between_namesakes_tells_nothing_of_it(leaky: Desk) -> None:
    """Where a name or the beginning of an id fits a restricted record too, a writer is told that there is one."""
    whisper(leaky)
    leaky.ok("add", "The lake is full", "-s", "Lina Orr (engineer, 41)", "--release", "off-record")
    for line in (["rate", "Lina Orr", "B", "--why", "x"], ["add", "It broke", "-s", "Lina Orr"]):
        said = leaky.refused(*line, status=4)
        assert "one that is off the record or embargoed" in said
        assert "41" not in said


def test_an_answer_of_another_kind_does_not_tell_what_a_hidden_question_asks(leaky: Desk) -> None:
    """Of an open question it is told."""
    said = leaky.refused("add", "Ten", "-s", "Ines Vale", "-Q", "Did Holm know?", "--figure", "10")
    assert "that may not be shown" in said
    assert "yes" not in said
    assert "asks for a yes-no" in leaky.refused("add", "Ten", "-s", "Ines", "-Q", "Does it hold?", "--figure", "10")


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
    any_desk.ok("withhold", "--yes", source, "--why", "A source to protect")
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


def test_no_beginning_and_no_near_name_gives_it_away(leaky: Desk) -> None:
    """Nor where a verb writes: a guess is answered as if nothing of the kind were there."""
    for verb in (
        ["show"],
        ["source", "show"],
        ["edit", "--set", "kind=person"],
        ["void"],
        ["withhold", "--yes", "--why", "x"],
    ):
        for right, wrong in (("Lina Or", "Quin Zy"), ("Lina Ora", "Quin Zya"), ("Did Holm", "Zzz Xxxx")):
            said = leaky.refused(*verb, right)
            assert said == leaky.refused(*verb, wrong).replace(wrong, right)
            assert "Lina Orr" not in said
    assert "'Ines Vale'" in leaky.refused("source", "show", "Ines Vail")
    assert leaky.ok("show", "Ines V").out.startswith("source")


def test_a_void_one_is_brought_back_by_its_whole_text_only(leaky: Desk) -> None:
    """The beginning of it would be a guess."""
    leaky.ok("void", SECRET)
    assert SECRET not in leaky.refused("restore", SECRET[:9])
    leaky.ok("restore", SECRET)


def test_void_ones_are_listed_only_when_asked_for(leaky: Desk) -> None:
    """A list of what is void leaves out what is restricted, and counts it."""
    leaky.ok("void", SECRET)
    leaky.ok("void", "The dam holds")
    done = leaky.ok("list", "--void")
    assert "The dam holds" in done.out
    assert SECRET not in done.out
    assert f"1 {LEFT_OUT}" in done.err
    assert SECRET in leaky.ok("list", "--void", "--include-restricted").out


def test_no_history_of_the_past_leaves_with_what_went_off_the_record_since(any_desk: Desk) -> None:
    """A history is refused as of a moment when it was open, and as of one when only its text was recorded."""
    Path("piece.txt").write_text("The sluice is rusting, he said.", "utf-8")
    any_desk.ok("document", "add", "piece.txt", "--url", "https://a.example/piece")
    before = any_desk.ok("log", "--json").json[0]["at"]
    any_desk.ok("add", SECRET, "-s", "Lina Orr", "--in", "https://a.example/piece", "-q", "The sluice is rusting")
    said = any_desk.assertion()
    then = any_desk.ok("log", "--json").json[0]["at"]
    history = ("export", "--format", "ledger")
    assert SECRET in any_desk.ok("--as-of", then, *history).out
    assert "rusting" in any_desk.ok("--as-of", before, *history).out
    any_desk.ok("edit", said["id"], "--set", "release=off-record")
    for moment in (before, then):
        assert "holds 1 off-record" in any_desk.refused("--as-of", moment, *history)
        assert "rusting" in any_desk.ok("--as-of", moment, *history, "--include-restricted").out
