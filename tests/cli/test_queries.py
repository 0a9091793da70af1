"""The reading verbs: what they print, where, and with which exit status."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.support import Desk

READING = (
    ("list",),
    ("search", "gates"),
    ("flags", "--exit-zero"),
    ("rule",),
    ("disagreements",),
    ("log",),
    ("audit",),
    ("db", "stats"),
    ("show", "The gates opened early"),
)
"""Every reading verb that gives rows, on a ledger in which it finds something."""

REFUSED = (
    ("list", "--status", "nonsense"),
    ("list", "--flag", "nonsense"),
    ("list", "--source", "Nobody At All"),
    ("search", "..."),
    ("search", "gates", "--type", "nonsense"),
    ("flags", "--select", "nonsense"),
    ("flags", "allow", "nonsense", "The gates opened early", "--why", "x"),
    ("flags", "allow", "untraced", "nothing of that name", "--why", "x"),
    ("rule", "nonsense"),
    ("log", "nothing of that name"),
    ("log", "--since", "yesterdayish"),
    ("show", "nothing of that name"),
    ("show", "Dam at Kesra", "--as", "sentence"),
    ("audit", "--head", "abc"),
    ("report", "--since", "yesterdayish"),
    ("export", "--format", "nonsense"),
)


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A desk whose ledger holds a claim, a denial of it, two figures that part, and one that is off the record."""
    desk.ok("add", "The gates opened early", "-s", "Sabine", "-b", "witnessed", "--told", "River Wire", "-t", "gates")
    desk.ok("attribute", "The gates opened early", "-s", "Port Authority", "--stance", "denies")
    figures = ("-Q", "How many were hurt?", "--figure")
    desk.ok("add", "About ten were hurt", "-s", "Sabine", *figures, "about 10", "--scope", "the gate")
    desk.ok("add", "Dozens were hurt", "-s", "Police", *figures, "40 to 60", "--scope", "the gate")
    desk.ok("add", "The sluice was sold", "-s", "Lena Oss", "--release", "off-record")
    return desk


@pytest.mark.parametrize("arguments", READING, ids=lambda arguments: arguments[0])
def test_the_same_rows_in_every_form(told: Desk, arguments: tuple[str, ...]) -> None:
    """JSON, JSON Lines and CSV hold the same rows under the same names, and nothing else is on stdout."""
    whole = told.ok(*arguments, "--json").json
    rows = whole if isinstance(whole, list) else [whole]
    lines = [json.loads(line) for line in told.ok(*arguments, "--jsonl").out.splitlines()]
    assert lines == rows
    cells = list(csv.DictReader(io.StringIO(told.ok(*arguments, "--csv").out, newline="")))
    if isinstance(whole, list):
        assert [row.get("id", row.get("code")) for row in cells] == [row.get("id", row.get("code")) for row in rows]
        assert rows
    assert (told.ok(*arguments).out == "") is (arguments == ("audit",))


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_what_makes_no_sense_is_refused(told: Desk, arguments: tuple[str, ...]) -> None:
    """With exit status 2, words on stderr, and nothing on stdout."""
    told.refused(*arguments)


def test_a_missing_ledger_names_what_makes_one(bare_desk: Desk) -> None:
    """Reading never makes a ledger."""
    done = bare_desk("list")
    assert (done.status, done.out) == (3, "")
    assert "claimtrack story add" in done.err
    assert not Path(bare_desk.db).exists()


def test_an_empty_list_is_no_error(desk: Desk) -> None:
    """Words on stderr; machines get an empty list, and CSV its names."""
    assert (desk("list").status, desk.ran[-1].out, desk.ran[-1].err) == (0, "", "No claims.\n")
    assert desk.ok("list", "--json").out == "[]\n"
    assert desk.ok("list", "--jsonl").out == ""
    assert desk.ok("list", "--csv").out.startswith("id,text,kind,status")
    assert desk.ok("search", "nothinglikethis").out == ""
    assert desk.ok("disagreements", "--json").json == []


def test_the_list_as_it_is_printed(told: Desk) -> None:
    """Status, words and who said it; who denies it is not told as if they said it."""
    done = told.ok("list")
    rows = [line.split(None, 1)[1] for line in done.out.splitlines()[2:]]
    assert [" ".join(row.split()) for row in rows] == [
        "? unverified About ten were hurt Sabine",
        "? unverified Dozens were hurt Police",
        "≠ disputed The gates opened early Sabine; Port Authority (denies)",
    ] or done.out.count("≠ disputed") == 3
    assert done.err == "3 claims.\n1 left out as off the record or embargoed; --include-restricted shows all.\n"


def test_what_a_story_leaves_out_is_counted(any_bare_desk: Desk) -> None:
    """With the stories merged with it, at the moment that is shown; whether or not it would fit."""
    desk = any_bare_desk
    for story in ("Flood", "Inundation", "Fire"):
        desk.ok("story", "add", story)
        desk.ok("add", f"{story} was known", "-s", "A clerk", "--release", "off-record", "--story", story)
    desk.ok("add", "Flood was seen", "-s", "A clerk", "--story", "Flood")
    before = desk.ok("log", "--json", "--limit", "1").json[0]["at"]
    desk.ok("story", "merge", "Flood", "Inundation", "--why", "one story")

    def left_out(*line: str) -> list[str]:
        return re.findall("([0-9]+) left out as off the record", desk.ok(*line).err)

    assert left_out("list") == ["3"]
    assert left_out("list", "--story", "Flood") == ["2"]
    assert left_out("list", "--story", "Flood", "--kind", "figure") == ["2"]
    assert left_out("list", "--story", "Fire") == ["1"]
    assert left_out("--as-of", before, "list", "--story", "Flood") == ["1"]
    assert left_out("list", "--include-restricted") == []


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--tag", "GATES"), ["The gates opened early"]),
        (("--source", "Police"), ["Dozens were hurt"]),
        (("--source", "River Wire"), ["The gates opened early"]),
        (("--source", "Port Authority"), ["The gates opened early"]),
        (("--kind", "figure"), ["About ten were hurt", "Dozens were hurt"]),
        (("--question", "How many were hurt?", "--limit", "1"), ["About ten were hurt"]),
        (("--flag", "no-reply-sought"), []),
        (("--status", "withdrawn"), []),
        (("--story", "Dam at Kesra", "--tag", "gates", "--source", "Sabine"), ["The gates opened early"]),
    ],
)
def test_which_claims_are_listed(told: Desk, arguments: tuple[str, ...], found: list[str]) -> None:
    """Every condition given holds."""
    assert [row["text"] for row in told.ok("list", *arguments, "--json").json] == found


def test_the_list_has_every_claim_on_several_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of a few claims make the same list as one."""
    items = [{"text": f"Gate {number} opened", "kind": "event"} for number in range(25)]
    desk.ok("import", "-", stdin=json.dumps({"claimtrack": 1, "claims": items}))
    whole = desk.ok("list", "--json").json
    monkeypatch.setattr("claimtrack.queries.claim_list.FIRST", 2)
    monkeypatch.setattr("claimtrack.queries.claim_list.PAGE", 3)
    assert desk.ok("list", "--json").json == whole
    assert len(whole) == 25


def test_off_the_record_stays_in(told: Desk) -> None:
    """No reading verb tells of it unless asked."""
    secret = ("sluice", "Lena")
    for arguments in (*READING, ("report",), ("export",), ("search", "sluice"), ("flags", "--exit-zero", "--json")):
        done = told.ok(*arguments)
        assert not any(word in done.out + done.err for word in secret), arguments
    assert "off the record" in told.refused("show", "The sluice was sold")
    for arguments in (("list",), ("search", "sluice"), ("show", "The sluice was sold"), ("log",), ("export",)):
        assert "sluice" in told.ok(*arguments, "--include-restricted").out, arguments


def test_as_of_before_anything_was_recorded(told: Desk) -> None:
    """Every verb shows the ledger as it stood."""
    assert told.bare("--db", told.db, "--as-of", "2001", "list", "--json").json == []
    assert told.bare("--db", told.db, "--as-of", "2001", "log", "--json").json == []


def test_a_claim_is_shown_with_what_belongs_to_it(told: Desk) -> None:
    """Its status, each attribution as a sentence, and what is found on it."""
    shown = told.ok("show", "The gates opened early").out
    assert "≠ disputed: denied by the Port Authority" in shown
    assert "- According to River Wire, as reported by The Courier, Sabine, an eyewitness, said this." in shown
    assert "tags      gates" in shown
    said = told.ok("show", "The gates opened early", "--as", "sentence").out.splitlines()
    assert "The Port Authority denied, as reported by The Courier, that the gates opened early." in said
    assert len(said) == 2


def test_show_gives_what_an_export_gives(told: Desk) -> None:
    """The same fields under the same names."""
    claim = told.ok("show", "The gates opened early", "--json").json
    exported = {item["id"]: item for item in told.ok("export").json["claims"]}
    assert exported[claim["id"]].items() <= claim.items()


def test_a_void_record_is_still_shown(told: Desk) -> None:
    """By its id: that it is void, since when, and by whom."""
    claim = told.ok("list", "--tag", "gates", "--json").json[0]["id"]
    told.ok("void", claim, "--why", "a mistake")
    shown = told.ok("show", claim)
    assert shown.out.startswith(f"claim {claim} [void]\n")
    assert "void since" in shown.out


def test_text_that_would_move_the_cursor_is_shown_safe(desk: Desk) -> None:
    """In tables, cards, logs and errors."""
    desk.ok("add", "Red \x1b[31m \u202etxet", "-s", "Sab\x1b[1mine")
    for arguments in (
        ("list",),
        ("log",),
        ("show", "Red \x1b[31m \u202etxet"),
        ("search", "red"),
        ("flags", "--exit-zero"),
    ):
        done = desk.ok(*arguments)
        assert not {"\x1b", "\u202e"} & set(done.out + done.err)
    assert not {"\x1b", "\u202e"} & set(desk.refused("show", "nothing \x1b[31m"))


@pytest.mark.parametrize(
    ("arguments", "status"),
    [((), 1), (("--fail-on", "error"), 0), (("--fail-on", "notice"), 1), (("--exit-zero",), 0), (("--json",), 1)],
)
def test_flags_say_by_their_status_that_there_are_some(told: Desk, arguments: tuple[str, ...], status: int) -> None:
    """Warnings by default; notices and errors when asked for."""
    told.ok("add", "The mayor took money", "-s", "Police", "--allegation", "--about", "Omar Denn")
    assert told("flags", *arguments).status == status


def test_a_flag_that_is_allowed_is_gone(told: Desk) -> None:
    """It is there with --allowed, and no longer counts."""
    claim = told.ok("add", "The mayor took money", "-s", "Police", "--allegation", "--about", "Omar Denn").id
    only = ("flags", "--select", "no-reply-sought")
    assert told(*only).status == 1
    told.ok("flags", "allow", "no-reply-sought", claim, "--why", "he is dead")
    assert told.ok(*only).out == ""
    assert "allowed: he is dead" in told.ok(*only, "--allowed").out
    assert "nothing changed" in told.ok("flags", "allow", "no-reply-sought", claim, "--why", "he is dead").err


def test_every_rule_has_a_manual() -> None:
    """As `claimtrack rule CODE` prints it."""
    from claimtrack.cli.commands.findings import _page
    from claimtrack.rules.ledger import LEDGER_RULES

    for rule in LEDGER_RULES:
        page = _page(rule)
        assert page.startswith(f"{rule.code} ({rule.severity})\n")
        assert all(f"\n{part}: " in page for part in ("What it flags", "Why it matters", "Example", "What to do"))


def test_disagreements_name_both_sides(told: Desk) -> None:
    """With what each figure means, and an id that `resolve` takes."""
    rows = told.ok("disagreements", "--kind", "figure", "--json").json
    assert sorted(position["who"] for position in rows[0]["positions"]) == [["Police"], ["Sabine"]]
    told.ok("resolve", rows[0]["id"], "--why", "the hospital counted eleven")
    assert told.ok("disagreements", "--kind", "figure", "--open").out == ""
    assert "[resolved]" in told.ok("disagreements", "--kind", "figure").out


def test_the_log_of_one_record_tells_what_changed(told: Desk) -> None:
    """Old and new value, and who wrote it why."""
    claim = told.ok("list", "--tag", "gates", "--json").json[0]["id"]
    told.ok("edit", claim, "--set", "kind=pledge", "--why", "it was a promise")
    said = told.ok("log", claim).out
    assert "kind: event -> pledge" in said
    assert "why: it was a promise" in said
    assert len(told.ok("log", claim, "--json").json) == 2


def test_audit_of_an_altered_ledger(told: Desk) -> None:
    """Exit status 1, and the finding on stdout."""
    import sqlite3

    clean = told.ok("audit")
    assert "Everything fits" in clean.err
    head = told.head()[1]
    assert "is change" in told.ok("audit", "--head", head).err
    with sqlite3.connect(told.db) as connection:
        connection.execute("UPDATE change SET why = 'another reason' WHERE seq = 2")
    done = told("audit")
    assert done.status == 1
    assert "change 2" in done.out


def test_a_report_is_written_whole(told: Desk, tmp_path: Path) -> None:
    """To a file by its ending; stdout stays empty, and no other file is left."""
    target = tmp_path / "report.md"
    done = told.ok("report", "-o", str(target))
    assert done.out == ""
    assert target.read_text("utf-8").startswith("# Dam at Kesra")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert told("report", "-o", str(tmp_path / "no" / "such" / "folder")).status == 3
    assert told.ok("report", "--format", "json").json["claimtrack_report"] == 1


def test_keeping_the_ledger(told: Desk, tmp_path: Path) -> None:
    """Its place, a copy of it, and its query tables made anew."""
    assert told.ok("db", "path").out == f"{told.db}\n"
    copy = tmp_path / "copy.db"
    told.ok("db", "backup", str(copy))
    assert told.bare("--db", str(copy), "audit").status == 0
    assert told.head() == Desk(str(copy), tmp_path).head()
    told.refused("db", "backup", str(copy))
    told.ok("db", "backup", str(copy), "--replace")
    before = told.ok("list", "--json").out
    told.ok("db", "rebuild")
    assert told.ok("list", "--json").out == before
    told.ok("db", "upgrade")
    assert told.ok("db", "stats", "--json").json["changes"] == told.head()[0]


def test_a_password_is_never_printed(desk: Desk) -> None:
    """Nor where the ledger cannot be reached."""
    place = "postgresql://reporter:s3cret@127.0.0.1:1/none"
    for arguments in (("db", "path"), ("list",), ("db", "upgrade")):
        done = desk.bare("--db", place, *arguments)
        assert "s3cret" not in done.out + done.err


def test_blank_lines_are_no_paragraphs(desk: Desk, tmp_path: Path) -> None:
    """A hit in a text is the paragraph that a reader counts."""
    (tmp_path / "lock.txt").write_text("The lock\n\nIt broke at noon.\n\n\nA keeper saw it.\n", encoding="utf-8")
    desk.ok("document", "add", str(tmp_path / "lock.txt"))
    (hit,) = json.loads(desk.ok("search", "keeper", "--json").out)
    assert (hit["paragraph"], hit["text"]) == (3, "A keeper saw it.")
    assert "paragraph 3: A keeper saw it." in desk.ok("search", "keeper").out
