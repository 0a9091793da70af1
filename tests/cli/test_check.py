"""`check`: drafts in, findings out; what it refuses, and what its exit status says."""

from pathlib import Path

import pytest

from tests.cli.support import URL, Desk

LOST = "The gates stood open on Monday.\n"


@pytest.fixture
def gates(any_desk: Desk) -> Desk:
    """A desk with one unconfirmed claim."""
    any_desk.ok("add", "The gates stood open on Monday", "-s", "Omar Denn")
    return any_desk


def _write(name: str, text: str) -> str:
    Path(name).write_text(text, "utf-8")
    return name


def test_findings_and_status(gates: Desk) -> None:
    """1 for what is as grave as --fail-on, else 0."""
    draft = _write("draft.txt", LOST)
    assert gates("check", draft).status == 1
    assert gates("check", draft, "--exit-zero").status == 0
    assert gates("check", draft, "--ignore", "attribution-lost").status == 0
    noticed = _write("label.txt", "Omar Denn said the gates stood open on Monday.\n")
    assert gates("check", noticed).status == 0
    assert gates("check", draft, noticed, "--format", "json").json[0]["file"] == draft


def test_a_warning_is_no_error(gates: Desk) -> None:
    """--fail-on error lets a warning pass."""
    gates.ok("add", "A crane fell", "--reportedly")
    draft = _write("draft.txt", "A crane fell.\n")
    assert gates("check", draft).status == 1
    done = gates("check", draft, "--fail-on", "error", "--format", "json")
    assert (done.status, [one["severity"] for one in done.json]) == (0, ["warning"])


def test_standard_input(gates: Desk) -> None:
    """A dash reads it; what it is, is seen from its beginning."""
    assert "-:1:1: error attribution-lost" in gates("check", "-", stdin=LOST).out
    assert "-:1:1: error attribution-lost" in gates("check", "-", stdin="\ufeff" + LOST).out
    page = f"<!doctype html>\n<p>{LOST}</p>"
    assert "-:2:4: error attribution-lost" in gates("check", "-", stdin=page).out


def test_what_rests_on_nothing_is_told(gates: Desk) -> None:
    """By line, the first twenty; and when nothing rests on the ledger, whether it is the right story."""
    others = "\n\n".join(f"Wagon {n} carried the heavy sacks uphill." for n in range(25))
    done = gates("check", _write("draft.txt", f"{LOST}\n{others}\n"))
    assert done.err.splitlines()[-1] == (
        "draft.txt: of 26 sentences, 1 repeats or quotes what the ledger holds. Not in it: lines 3, 5, 7, 9, 11, 13,"
        " 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37, 39, 41 and 5 more."
    )
    assert gates("check", _write("other.txt", others)).err == (
        "Nothing found.\nother.txt: of 25 sentences, none repeats or quotes what the ledger holds. Is it the right"
        " story (--story), and is what it says recorded?\n"
    )
    assert gates("check", "draft.txt", "--format", "json").err == ""


def test_only_the_story_meant(gates: Desk) -> None:
    """Claims of another story are not held against a draft."""
    gates.ok("story", "add", "Another")
    draft = _write("draft.txt", LOST)
    assert gates("check", draft, "--story", "Another").status == 0
    assert gates("check", draft, "--story", "Dam at Kesra").status == 1
    gates.ok("use", "--clear")
    assert gates("check", draft).status == 1


def test_the_ledger_is_not_changed(gates: Desk) -> None:
    """Checking reads."""
    before = gates.head()
    gates("check", _write("draft.txt", LOST))
    assert gates.head() == before


def test_as_of(gates: Desk) -> None:
    """A draft held against the ledger as it stood: before the claim there was nothing to find."""
    draft = _write("draft.txt", LOST)
    assert gates.bare("--db", gates.db, "--as-of", "2020-01-01", "check", draft).status == 0


def test_restricted_records_are_not_told(gates: Desk) -> None:
    """That something restricted is used is said; what it is, only when asked."""
    gates.ok("add", "The dam has a crack", "-s", "Ada Klein", "--release", "off-record", "-i", URL)
    draft = _write("draft.txt", "The dam has a crack.\n")
    (closed,) = gates("check", draft, "--format", "json").json
    assert (closed["code"], closed["claim"], closed["claim_text"]) == ("restricted-used", None, None)
    (told,) = gates("check", draft, "--format", "json", "--include-restricted").json
    assert told["claim_text"] == "The dam has a crack"


def test_refusals(desk: Desk) -> None:
    """What is no text, holds none, or is not there."""
    Path("latin.txt").write_bytes(b"caf\xe9")
    assert "not UTF-8" in desk.refused("check", "latin.txt")
    assert "holds no text" in desk.refused("check", _write("empty.md", " \n"))
    assert "holds no text" in desk.refused("check", "-")
    assert "cannot be read" in desk.refused("check", "none.md", status=3)
    assert "no kind of finding" in desk.refused("check", _write("a.txt", LOST), "--select", "unverified")
    assert "Give --since-publication" in desk.refused("check", "a.txt", "--at", "2026-01-01")
    assert "no such publication" in desk.refused("check", "a.txt", "--since-publication")
    assert "--at 'soon'" in desk.refused("check", "a.txt", "--since-publication", "--at", "soon")
    assert "choose among" in desk.refused("check", "a.txt", "--since-publication", "--ignore", "attribution-lost")


def test_without_a_ledger(bare_desk: Desk) -> None:
    """It says what makes one."""
    assert "no ledger" in bare_desk.refused("check", _write("draft.txt", LOST), status=3)


def test_since_publication(gates: Desk) -> None:
    """The latest piece, or the one that is named by its address and time."""
    draft = _write("draft.txt", "The gates stood open on Monday, Omar Denn said.\n")
    gates.ok("publish", "Dam at Kesra", "--url", "https://courier.example/one", "--at", "2026-03-03")
    gates.ok("publish", "Dam at Kesra", "--url", "https://courier.example/two")
    assert gates("check", draft, "--since-publication").status == 0
    gates.ok("attribute", "The gates stood open on Monday", "-s", "Omar Denn", "--stance", "withdraws")
    done = gates("check", draft, "--since-publication", "--format", "json")
    assert (done.status, [one["code"] for one in done.json]) == (1, ["since-published"])
    assert "https://courier.example/two" in done.err
    assert "has since withdrawn that." in done.json[0]["suggestion"]
    early = gates("check", draft, "--since-publication", "--url", "https://courier.example/one", "--at", "2026-03-03")
    assert (early.status, "https://courier.example/one" in early.err) == (0, True)
