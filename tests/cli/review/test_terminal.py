"""The review of `read` on a real terminal: one key a card, edits, going back, quitting and coming again."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.cli import terminal
from tests.cli.support import Desk
from tests.support.articles import CRANE, PIER, SLEPT
from tests.support.long_article import FERRY

pytestmark = pytest.mark.whole

ABOUT = ("--publisher", "The Courier", "--published", "2026-03-02", "--story", "Pier")


@pytest.fixture
def pier(bare_desk: Desk) -> Desk:
    """A desk with the piece as a file. There is no ledger yet."""
    Path("pier.txt").write_text(PIER, "utf-8")
    return bare_desk


def texts(desk: Desk) -> list[str]:
    """The wording of every claim."""
    return sorted(body["text"] for body in desk.all("claim"))


def kept() -> list[dict[str, str]]:
    """The lines of decisions that are kept on disk."""
    folder = Path(os.environ["XDG_STATE_HOME"]) / "claimtrack" / "read"
    return [json.loads(line) for file in folder.rglob("*.jsonl") for line in file.read_text("utf-8").splitlines()]


def test_from_nothing_to_a_ledger(pier: Desk) -> None:
    """A key a card, a group counting as one; all of it is one change, and undo takes that back."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    first = seen.wait()
    assert "{The mayor of Kesra, Omar Denn}, <blamed> [“wreckers” from abroad" in first
    assert "→ Omar Denn, mayor of Kesra, said, without giving evidence, as reported by The Courier" in first
    assert "Omar Denn (person, mayor of Kesra)" in first
    group = seen.press("y")
    assert "2 to 3 of 8" in group
    assert group.count("→ ") == 2
    assert "went on" in group
    figure = seen.press("y")
    assert "“dozens” = 24 to 99 boats" in figure
    seen.press("y", "y", "y", "y")
    end = seen.press("n")
    assert "7 accepted, 1 left out, 0 skipped" in end
    assert "Written by Ida Lorne in Kesra" in end
    skipped = seen.press("y")
    assert "  - Read more" in skipped
    assert "Ida Lorne" not in skipped.partition("no running text")[2], "who wrote it was asked about just before"
    last = seen.press("y")
    assert "Record 8 attributions, who wrote it and what is skipped as one change?" in re.sub(r"\s+", " ", last)
    before = pier.head()[0]
    status, shown = seen.end("y")
    assert status == 0
    assert "Recorded 8 attributions of 7 claims as one change" in shown
    assert "its text: 7 attributed passages, 0 in its own voice, 3 skipped" in shown
    assert pier.head()[0] == before + 1
    assert len(pier.all("assertion")) == 8
    assert pier.all("document")[0]["bylines"]
    assert seen.typed == 10
    pier.ok("undo")
    assert not pier.all("claim")


def test_what_is_in_doubt_is_chosen(bare_desk: Desk) -> None:
    """Each doubt is marked on the card with its options; y is not taken before they are chosen by number."""
    Path("crane.txt").write_text(CRANE, "utf-8")
    seen = terminal.read(bare_desk, "crane.txt", *ABOUT)
    first = seen.wait()
    assert "? who says it: 1 Omar Denn · 2 Tom Ek" in first
    assert "? alleges wrongdoing: 3 yes · 4 no" in first
    assert "y yes" not in first
    assert "1 to 4 choose" in first
    assert "in doubt" in seen.press("y")
    second = seen.press("2")
    assert "→ Tom Ek said" in second
    assert "? alleges wrongdoing: 3 yes · 4 no" in second  # a number stays what it was
    assert "3 to 4 choose" in second
    assert "? who" not in second
    assert "No such key" in seen.press("2")
    third = seen.press("4")
    assert "alleges wrongdoing" not in third
    assert "y yes" in third
    seen.press("y")
    seen.end("y")
    (claim,) = bare_desk.all("claim")
    assert "allegation" not in claim


def test_nothing_decided_is_nothing_recorded(pier: Desk) -> None:
    """Quit at once, by q or by the end of input: only the document is there."""
    for key in ("q", "\x04"):
        seen = terminal.read(pier, "pier.txt", *ABOUT)
        seen.wait()
        status, shown = seen.end(key)
        assert (status, "Nothing was recorded." in shown) == (0, True)
        assert not pier.all("claim")
        assert not kept()


def test_quit_and_come_back(pier: Desk) -> None:
    """What was decided is kept; the review goes on where one stopped, and accepts nothing by itself."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.press("y", "y", "n")
    assert "accepted so far" in seen.press("q")
    status, shown = seen.end("n")
    assert (status, "goes on from there" in shown) == (0, True)
    assert not pier.all("claim")
    again = terminal.read(pier, "pier.txt")
    assert "5 of 8  (3 accepted, 1 no)" in again.wait()
    again.press("y", "q")
    assert again.end("y")[0] == 0
    assert len(texts(pier)) == 4
    third = terminal.read(pier, "pier.txt")
    shown = third.wait()
    assert "4 in the ledger already" in third.screens[0]
    assert "2 of 4  (0 accepted, 1 no)" in shown
    third.leave()
    afresh = terminal.read(pier, "pier.txt", "--afresh")
    assert "1 of 4  (0 accepted)" in afresh.wait()
    afresh.leave()


def test_what_was_undone_is_asked_again(pier: Desk) -> None:
    """What was kept as accepted is dropped once it is recorded."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.press("y", "q")
    seen.end("y")
    pier.ok("undo")
    again = terminal.read(pier, "pier.txt")
    shown = again.wait()
    assert "1 of 8  (0 accepted)" in shown
    assert "the claim was void, as after undo: it is brought back" in " ".join(shown.split())
    again.press("y", "q")
    again.end("y")
    assert len(pier.all("assertion")) == 1


def test_back_and_otherwise(pier: Desk) -> None:
    """A decision is shown when one comes back to it, and may be changed."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    assert "This is the first." in seen.press("b")
    seen.press("y")
    assert "✓ accepted before" in seen.press("b")
    assert "2 to 3 of 8  (0 accepted, 1 no)" in seen.press("n")
    seen.leave()


def test_one_goes_on_in_order_after_going_back(pier: Desk) -> None:
    """Past what is decided, card by card where it is decided anew; passed over, on to the next that is not decided.

    What was refused is shown as it would be.
    """
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    assert "No such key" in seen.press("o")
    seen.press("y", "n", "y", "y")
    assert "4 of 8" in seen.press("b", "b")
    shown = seen.press("b")
    assert "2 to 3 of 8" in shown
    assert shown.count("✗ Omar Denn") == 2
    assert "✗ no before" in shown
    assert "4 of 8  (5 accepted)" in seen.press("y")
    assert "6 of 8" in seen.press("o")
    seen.leave()


def test_other_keys_answer_no_question(pier: Desk) -> None:
    """Each says so and asks again, at the end too."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    assert "No such key." in (shown := seen.press("\r"))
    assert "x0" not in shown
    assert "No such key." in seen.press("e", "z")
    assert "Nothing changed." in seen.press("\x04")
    assert "Nothing stands together here" in seen.press("t")
    seen.press("n", "n", "n", "n", "n", "n", "n")
    assert "No such key." in seen.press("x")
    assert "No such key." in seen.press("y", "x")
    assert "No such key." in seen.press("y", "x")
    seen.end("q")


def test_interrupted(pier: Desk) -> None:
    """Ctrl-C ends it with status 130; decisions are kept, and nothing is recorded."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.press("y")
    status, shown = seen.end("\x03")
    assert status == 130
    assert "1 decision kept" in shown
    assert not pier.all("claim")
    again = terminal.read(pier, "pier.txt")
    assert "2 to 3 of 8  (1 accepted)" in again.wait()
    again.leave()


def test_a_killed_review_loses_nothing(pier: Desk) -> None:
    """Every key is on disk before the next one is asked for; a line cut short is passed over."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.press("y", "n")
    seen.child.kill(9)
    seen.child.close()
    (file,) = (Path(os.environ["XDG_STATE_HOME"]) / "claimtrack" / "read").rglob("*.jsonl")
    with file.open("a", encoding="utf-8") as out:
        out.write('{"mark": "2-')
    again = terminal.read(pier, "pier.txt")
    assert "4 of 8  (1 accepted, 2 no)" in again.wait()
    again.leave()


def test_words_that_were_not_proposed(pier: Desk) -> None:
    """Named by their first words and Tab, said by whom: the next card, decided and kept as any other."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.send("+")
    seen.child.expect_exact("words of the text:")
    seen.child.send("He gave\t\r")
    shown = seen.type("who says it: ", "Ada Orr > River Wire", clear=False)
    assert "2 of 9" in shown
    assert "→ Ada Orr told River Wire, as reported by The Courier, that he gave no evidence" in " ".join(shown.split())
    seen.press("y", "q")
    seen.end("n")
    again = terminal.read(pier, "pier.txt")
    assert "1 of 9  (1 accepted)" in again.wait()
    again.send("+")
    assert "not in the text" in again.type("words of the text: ", "nowhere in it")
    again.press("n", "q")
    again.end("y")
    assert [body["quote"]["exact"] for body in pier.all("assertion")] == ["He gave no evidence"]


def test_nothing_proposed_and_one_added(bare_desk: Desk) -> None:
    """A piece of which nothing is proposed can be attributed all the same, from the end."""
    Path("odd.txt").write_text("Plain words\n\nThe sea was calm.\n", "utf-8")
    seen = terminal.read(bare_desk, "odd.txt")
    assert "There is nothing to record." in seen.wait()
    seen.send("+")
    seen.child.expect_exact("words of the text:")
    seen.child.send("The sea was calm\r")
    assert "→ Ada Orr said that the sea was calm" in seen.type("who says it: ", "Ada Orr", clear=False)
    assert "Record 1 attribution" in seen.press("y")
    assert seen.end("y")[0] == 0
    assert texts(bare_desk) == ["The sea was calm"]


# Editing


def test_a_speaker_who_is_called_otherwise(pier: Desk) -> None:
    """Once corrected, the name holds for the rest of the piece, and when one comes back."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.send("ew")
    shown = seen.type("who says it: ", "Omar Dennis")
    assert "From here on “Omar Denn” is Omar Dennis: 3 more passages." in shown
    assert "→ Omar Dennis said" in shown
    assert "→ Omar Dennis said" in seen.press("y")
    seen.press("q")
    seen.end("n")
    again = terminal.read(pier, "pier.txt")
    assert "→ Omar Dennis said" in again.wait()
    again.press("y", "q")
    again.end("y")
    assert {body["name"] for body in pier.all("source")} & {"Omar Denn", "Omar Dennis"} == {"Omar Dennis"}


def test_an_edit_can_be_left(pier: Desk) -> None:
    """By q, Escape or Enter where a key is asked for; by Ctrl-D or Enter in a line, which says so."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    first = seen.wait()
    for leave in ("q", "\x1b", "\r"):
        assert "q back" in seen.press("e")
        assert "Nothing changed." in seen.press(leave)
    for leave in ("x\x1b[D\x04", "\r", "\x04"):
        seen.send("w")
        seen.child.expect_exact("Enter keeps what stands there")
        seen.child.expect("who says it: [^\r]*Omar Denn")
        seen.send(leave)
        assert "No such key" not in seen.wait()
    seen.send("w")
    assert "a source is missing" in seen.type("who says it: ", "")
    (sentence,) = (line for line in first.splitlines() if "→" in line)
    assert sentence in seen.press("y", "b")
    seen.leave()


def test_another_speaker_has_nothing_of_the_old_one(pier: Desk) -> None:
    """Neither role nor kind; a claim that began with the old name begins with the new one; accepted ones are told."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.press("y", "n")
    seen.send("c")
    seen.type("the claim: ", "Police saw dozens of damaged boats")
    seen.send("w")
    shown = " ".join(seen.type("who says it: ", "Ada Orr").split())
    assert "The claim begins with the new name too: Ada Orr saw dozens of damaged boats" in shown
    assert "What was told of Police is not told of Ada Orr: d says what they are." in shown
    seen.send("d")
    assert "It changes" not in seen.type("Ada Orr is: ", "person, harbour master")
    seen.send("w")
    shown = seen.type("who says it: ", "omar denn")
    assert "It changes what was accepted too" not in shown
    seen.send("d")
    shown = seen.type("is: ", "person, deputy mayor")
    assert "It changes what was accepted too: 1." in shown
    shown = seen.press("b", "b")
    assert "→ Omar Denn, deputy mayor, said" in shown
    seen.leave()


def test_edits(pier: Desk) -> None:
    """The claim, its kind by a beginning, a figure, a chain with carriers, any other field; then it is decided.

    What is typed is in place of what stood there, whether something is listed to choose or not.
    """
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.press("n", "n")
    seen.send("c")
    assert "that boats were hit" in seen.type("the claim: ", "Boats were hit", clear=False)
    seen.send("f")
    assert "“about 30” = 27 to 33 boats" in seen.type("figure as said: ", "about 30", clear=False)
    seen.send("k")
    seen.type("kind of claim: ", "fig", clear=False)
    seen.send("w")
    shown = seen.type("who says it: ", "Police & Coast Guard > River Wire")
    assert "Coast Guard and Police" in shown
    seen.send("m")
    seen.child.expect_exact(")\x1b")
    seen.send("stance\r")
    assert "denied" in seen.type("stance: ", "den")
    seen.press("y", "q")
    assert seen.end("y")[0] == 0
    (claim,) = pier.all("claim")
    assert (claim["text"], claim["answer"]["low"]) == ("Boats were hit", "27")
    first, second = pier.all("assertion")
    assert first["joint"] == second["joint"]
    assert {first["stance"], second["stance"]} == {"denies"}


def test_an_accusation(pier: Desk) -> None:
    """One key says that it is one, or not; of whom is another field. The card shows it, the claim has it."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    assert "alleges wrongdoing" in seen.press("g").partition("→")[2]
    assert "alleges wrongdoing" not in seen.press("g").partition("→")[2]
    seen.press("g")
    seen.send("m")
    seen.child.expect_exact(")\x1b")
    seen.send("about\r")
    assert "alleges wrongdoing (by Harbour Board)" in seen.type("about): ", "harbour\t")
    seen.press("y", "q")
    seen.end("y")
    (claim,) = pier.all("claim")
    assert claim["allegation"] is True
    assert [pier.body(one)["name"] for one in claim["about"]] == ["Harbour Board"]


def test_an_edit_that_cannot_be_recorded(pier: Desk) -> None:
    """It is said why, yes is not taken, and the next edit mends it."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.press("n", "n")
    seen.send("f")
    shown = seen.type("figure as said: ", "many")
    assert "! " in shown
    assert "y yes" not in shown
    assert "cannot be recorded as it stands" in seen.press("y")
    seen.send("k")
    assert "none of these" in seen.type("kind of claim: ", "nonsense")
    seen.send("f")
    assert "y yes" in seen.type("figure as said: ", "dozens")
    seen.leave()


def test_new_sources_are_told_of(pier: Desk) -> None:
    """Kind, role and body of all new sources of a card, a line each; it holds wherever they are named."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.send("d")
    seen.child.expect_exact("1 person, mayor of Kesra (now)")
    seen.child.expect_exact("2 organisation, mayor of Kesra")
    shown = seen.type("Omar Denn is: ", "government, head of works, for Kesra Council")
    assert "Omar Denn (government, head of works, for Kesra Council)" in shown
    assert "Omar Denn, head of works" in seen.press("y")
    seen.press("q")
    seen.end("y")
    (denn,) = [body for body in pier.all("source") if body["name"] == "Omar Denn"]
    assert (denn["kind"], denn["role"]) == ("government", "head of works")
    assert pier.body(denn["speaks_for"][0]["source"])["name"] == "Kesra Council"


def test_names_are_completed(pier: Desk) -> None:
    """Tab: sources of the ledger by any word of their name, and those of the piece."""
    pier.ok("source", "add", "Coast Guard of Kesra", "--kind", "organisation")
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.send("w")
    seen.child.expect_exact("who says it:")
    seen.child.send("\x15Coast\t\r")
    assert "→ The Coast Guard of Kesra said" in seen.wait()
    seen.leave()


def test_a_line_that_is_left(pier: Desk) -> None:
    """Ctrl-D leaves it as it was, whatever stands in it; the card is still there."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    for typed in ("\x15\x04", "\x04", "\x01more \x04"):
        seen.send("c")
        seen.child.expect_exact("the claim:")
        seen.child.send(typed)
        assert "y yes" in seen.wait()
    seen.leave()
    assert not kept()


def test_a_role_that_is_none(pier: Desk) -> None:
    """A sentence is no role: what would be recorded is shown, and asked."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.send("d")
    shown = seen.type("Omar Denn is: ", "person, he has been the mayor since spring.")
    assert "the role: “he has been the mayor since spring.”" in shown
    assert "Nothing changed." in seen.press("n")
    seen.leave()


def test_the_passage_moves_with_its_words(pier: Desk) -> None:
    """The brackets are where the words are that would be recorded."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.press("n", "n")
    seen.send("p")
    assert "[boats had been damaged]" in seen.type("words of the text: ", "boats had been damaged")
    seen.leave()


def test_what_was_just_typed_is_completed(pier: Desk) -> None:
    """Questions of this review, and names as they were corrected instead of what was read."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.send("a")
    seen.type("question it answers: ", "Who broke the old pier?")
    seen.send("w")
    seen.type("who says it: ", "Omar Dennis")
    seen.press("n")
    assert "which of them?" in seen.press("a")
    seen.send("1")
    seen.child.expect_exact("question it answers:")
    seen.child.send("Who\t\r")
    assert "Who broke the old pier?" in seen.wait()
    seen.send("w")
    seen.child.expect_exact("who says it:")
    seen.child.send("\x15Omar\t\r")
    assert "Nothing changed." in seen.wait()
    seen.leave()


def test_taken_apart(pier: Desk) -> None:
    """Passages of one speaker, and the speakers of a joint statement, each decided by itself; kept over a pause."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.press("y")
    assert "2 of 8" in seen.press("t")
    seen.press("n")
    shown = seen.press("y")
    assert "4 of 8  (2 accepted, 1 no)" in shown
    seen.press("n", "n")
    shown = seen.press("t")
    assert "→ The Harbour Board said" in shown
    seen.press("y")
    seen.press("q")
    seen.end("n")
    again = terminal.read(pier, "pier.txt")
    assert "→ The Fishers' Union said" in again.wait()
    again.press("n", "q")
    again.end("y")
    boards = [body for body in pier.all("assertion") if body["quote"]["exact"] == "the gates had stood open"]
    assert len(boards) == 1
    assert "joint" not in boards[0]
    (second,) = [body for body in pier.all("assertion") if body["quote"]["exact"].endswith("winter.")]
    assert "continues" not in second


def test_skipped_ones_come_again(pier: Desk) -> None:
    """At the end, if one wants; and the next time. Who wrote it and what is no text is asked once."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    assert "Written by" in seen.press("s", "n", "n", "n", "n", "n", "y")
    assert "1 of 8" in seen.press("n", "n", "s")
    end = seen.press("s")
    assert "1 skipped" in end
    assert "Written by" not in end
    assert "Written by" in seen.press("b", "y")
    assert "Record" in seen.press("n", "n")
    seen.press("s")
    seen.press("q")
    seen.end("n")
    again = terminal.read(pier, "pier.txt")
    assert "1 of 8" in again.wait()
    again.leave()


def test_twenty_five_attributions_on_deadline(bare_desk: Desk) -> None:
    """A piece that was read with faults is recorded rightly: a key for each passage or group, and few for the rest."""
    Path("ferry.txt").write_text(FERRY, "utf-8")
    seen = terminal.read(bare_desk, "ferry.txt", "--publisher", "The Herald", "--story", "Ferry")
    shown = seen.wait()
    while "[the log had been seized]" not in shown:
        assert "y yes" in shown
        shown = seen.press("n" if "[a long wait]" in shown else "y")
    seen.send("w")
    shown = seen.type("who says it: ", "spokesw\t")
    assert "→ A spokeswoman" in shown
    assert "cowboys" in seen.press("y")
    seen.send("w")
    shown = seen.type("who says it: ", "Lise Holt")
    assert "From here on “mayor of Tarn” is Lise Holt: 1 more passage." in shown
    while "the end" not in shown:
        shown = seen.press("n" if "[{The evening}" in shown else "y")
    seen.press("y", "y")
    status, shown = seen.end("y")
    assert status == 0
    said = bare_desk.all("assertion")
    assert "Recorded 27 attributions of 26 claims as one change" in shown
    assert len(said) == 27
    assert len(bare_desk.all("claim")) == 26
    names = {body["id"]: body["name"] for body in bare_desk.all("source")}
    by = {body["quote"]["exact"]: names.get(body["chain"][0].get("source", "")) for body in said}
    assert by["the log had been seized"] == "spokeswoman"
    assert by["the town would sue"] == "Lise Holt"
    assert seen.typed < 75, seen.typed


# What it is shown on


def test_known_sources(pier: Desk) -> None:
    """An alias is the ledger's source; the end of a name is the one person of the ledger who has it."""
    pier.ok("source", "add", "Kesra Police Force", "--kind", "organisation", "--alias", "Police")
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    shown = seen.press("n", "n")
    assert "→ The Kesra Police Force said" in shown
    assert "new " not in shown.partition("→")[2]
    seen.leave()


def test_what_the_ledger_covers_is_said(pier: Desk) -> None:
    """Words that an attribution of the ledger has too."""
    pier.ok("read", "pier.txt", *ABOUT, "--jsonl")
    pier.ok(
        "add", "Boats were hit", "-s", "Ada Orr", "-q", "boats had been", "-i", PIER.split("\n")[0], "--story", "Pier"
    )
    seen = terminal.read(pier, "pier.txt")
    seen.wait()
    assert "1 attribution of the ledger has some of these words" in seen.press("n", "n")
    seen.leave()


def test_without_tricks(pier: Desk) -> None:
    """TERM=dumb: a key is the first letter of a line, and no escape sequence is written."""
    seen = terminal.read(pier, "pier.txt", *ABOUT, TERM="dumb")
    seen.wait()
    seen.press("y\r", "y\r", "n\r", "q\r")
    assert seen.end("y\r")[0] == 0
    assert "\x1b" not in seen.seen
    assert len(texts(pier)) == 3


def test_no_color(pier: Desk) -> None:
    """NO_COLOR: no colour, and the marks are there all the same."""
    seen = terminal.read(pier, "pier.txt", *ABOUT, NO_COLOR="1")
    assert "<blamed>" in seen.wait()
    assert "\x1b[3" not in seen.seen
    seen.leave()


@pytest.mark.parametrize("columns", [12, 24, 40])
def test_a_narrow_terminal(pier: Desk, columns: int) -> None:
    """Everything is wrapped; nothing breaks."""
    seen = terminal.read(pier, "pier.txt", *ABOUT, columns=columns)
    shown = seen.wait()
    assert "“wreckers”" in shown
    assert max(map(len, shown.splitlines()[-12:])) <= max(columns, 24)
    seen.press("?", "n")
    seen.leave()


def test_help_and_unknown_keys(pier: Desk) -> None:
    """? lists the keys; another key, an arrow, decides nothing."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    assert "take apart" in seen.press("?")
    assert "No such key" in seen.press("x")
    seen.press("\x1b[A", "é")
    assert not kept()
    seen.leave()


def test_a_key_typed_too_early_decides_nothing(pier: Desk) -> None:
    """What was typed before a card was shown is dropped: nothing is accepted unseen."""
    os.mkfifo("later.txt")
    seen = terminal.read_piped(pier, "later.txt", *ABOUT)
    seen.child.send("yyyyyyyy")
    Path("later.txt").write_text(PIER, "utf-8")  # until here it waits for the text
    shown = seen.wait()
    assert "1 of 8  (0 accepted)" in shown
    seen.leave()
    assert not kept()


HOSTILE = "Odd pier\n\n\x1b[2J\x1b]0;owned\x07Police\u202e said \u2066the \u200bgates stood \x1b[31mopen.\n"


def test_hostile_text_is_shown_safe(bare_desk: Desk) -> None:
    """Escape sequences and bidi characters are spelled out, in the passage and in the sentence."""
    Path("odd.txt").write_text(HOSTILE, "utf-8")
    seen = terminal.read(bare_desk, "odd.txt", TERM="dumb")
    shown = seen.wait()
    assert "\\x1b[2J" in shown
    assert "\\u202e" in shown
    assert not re.search(r"[\x1b\x07\u202e\u2066\u200b]", seen.seen)
    seen.end("q\r")
    for kind in ("dumb", "xterm"):
        again = terminal.read(bare_desk, "odd.txt", TERM=kind)
        again.wait()
        again.send("w\r" if kind == "dumb" else "w")
        again.child.expect("who says it: ." if kind == "dumb" else "who says it: ")
        again.child.expect_exact("\\x1b[2J")
        again.send("\r")
        assert "Nothing changed." in again.wait()
        assert not re.search(r"\x1b\[2J|[\x07\u202e\u2066\u200b]", again.seen)
        again.send("q\r" if kind == "dumb" else "q")
        again.end()


def test_the_article_from_standard_input(pier: Desk) -> None:
    """Keys come from the terminal all the same."""
    seen = terminal.read_piped(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.press("y", "q")
    assert seen.end("y")[0] == 0
    assert len(texts(pier)) == 1


def test_on_postgres_too(any_desk: Desk) -> None:
    """Looking at what recording would come to leaves no trace on either database."""
    Path("pier.txt").write_text(PIER, "utf-8")
    before = any_desk.head()[0]
    seen = terminal.read(any_desk, "pier.txt", "--publisher", "The Courier")
    seen.wait()
    seen.press("y", "n", "y", "y", "y", "y", "n", "n", "n")
    assert any_desk.head()[0] == before + 1
    seen.end("y")
    assert any_desk.head()[0] == before + 2
    assert len(any_desk.all("claim")) == 5


def test_a_claim_that_is_near(pier: Desk) -> None:
    """One of the story in nearly the same words, with the same figure, is pointed out; one key attributes to it."""
    pier.ok("read", "pier.txt", *ABOUT, "--jsonl")
    for text, figure in (("Dozens of boats were damaged", "dozens"), ("About 12 boats were damaged", "about 12")):
        more = ("--counting", "boats", "--story", "Pier")
        pier.ok("add", text, "-s", "Ada Orr", "-q", "dozens", "-i", PIER.split("\n")[0], "--figure", figure, *more)
    seen = terminal.read(pier, "pier.txt", "--story", "Pier")
    assert "No such key" in (seen.wait() and seen.press("="))
    shown = " ".join(seen.press("n", "n").split())
    assert "instead: = 1 Dozens of boats were damaged [" in shown
    assert "the claim is in the ledger: it gets a further attribution" in " ".join(seen.press("=").split())
    seen.press("y", "q")
    seen.end("y")
    assert texts(pier) == ["About 12 boats were damaged", "Dozens of boats were damaged"]
    assert len(pier.all("assertion")) == 3


def test_claims_that_may_say_the_same_are_listed(pier: Desk) -> None:
    """The nearest first, with the same figure; the number of one attributes the passage to it, and `=` to none."""
    pier.ok("read", "pier.txt", *ABOUT, "--jsonl")
    for text, figure in (
        ("Dozens of boats were damaged at berth nine that night", "dozens"),
        ("Dozens of boats were damaged that night", "dozens"),
        ("Scores of boats were damaged", "scores"),
    ):
        pier.ok("add", text, "-s", "Ada Orr", "--figure", figure, "--counting", "boats", "--story", "Pier")
    seen = terminal.read(pier, "pier.txt", "--story", "Pier")
    seen.wait()
    shown = " ".join(seen.press("n", "n").split())
    assert "= 1 Dozens of boats were damaged that night [" in shown
    assert "= 2 Dozens of boats were damaged at berth nine that night [" in shown
    assert "No such key" in seen.press("3")
    assert "gets a further attribution" in " ".join(seen.press("2").split())
    seen.press("y", "q")
    seen.end("y")
    (known,) = [one["id"] for one in pier.all("claim") if "berth" in one["text"]]
    assert [one["claim"] for one in pier.all("assertion")].count(known) == 2


def test_who_and_what_is_asked_are_picked(pier: Desk) -> None:
    """Of all passages of a card. A number takes what stands near: a speaker, a sentence left out, a question, none."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.press("n")
    seen.send("w")
    group = seen.type("who says it: ", "Ada Orr", clear=False)
    assert "→ Ada Orr said" in group
    assert "→ Ada Orr went on" in group
    seen.press("n")
    seen.send("w")
    seen.child.expect_exact("who says it:")
    number = re.search(r"(\d) Sabine", seen.child.before)
    assert number is not None
    assert "→ Sabine, fisher, told River Wire" in seen.press(number[1])
    seen.send("a")
    seen.type("question it answers: ", "How many boats were hit in the Kesra storm?")
    seen.send("a")
    seen.child.expect_exact("question it answers:")
    number = re.search(r"(\d) no question", seen.child.before)
    assert number is not None
    assert "    question" not in seen.press(number[1])
    seen.send("+")
    seen.child.expect_exact("words of the text:")
    number = re.search(r"(\d) He gave no evidence", seen.child.before)
    assert number is not None
    seen.send(number[1])
    seen.child.expect_exact("who says it:")
    number = re.search(r"(\d) own voice", seen.child.before)
    assert number is not None
    assert "→ The Courier states in its own voice that he gave no evidence" in seen.press(number[1])
    seen.leave()


def test_what_was_changed_goes_on_to_the_next_card(pier: Desk) -> None:
    """Of a card that one went back to, y leads to the very next, decided or not, and o to where one was."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.press("y", "y", "y", "b", "b", "b")
    seen.send("c")
    seen.type("the claim: ", "Wreckers broke the pier")
    assert "2 to 3 of 8" in seen.press("y")
    assert "4 of 8" in seen.press("y")
    assert "5 of 8" in seen.press("o")
    seen.leave()


def test_after_what_was_added_one_is_where_one_was(pier: Desk) -> None:
    """Also from the end, with all behind one decided, and where one had gone back before."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    assert "the end" in seen.press("y", "y", "y", "b", "y", "y", "y", "y", "y")
    assert "Record" in seen.press("n", "n")
    seen.send("+")
    seen.child.expect_exact("words of the text:")
    seen.send("He gave no\t\r")
    assert "2 of 9" in seen.type("who says it: ", "Ada Orr", clear=False)
    assert "Record" in seen.press("y")
    seen.end("q")


# Lines


def line(seen: terminal.Terminal, key: str, prompt: str, typed: str) -> str:
    """Press a key, then keys into the line that it begins; what is shown up to the next question."""
    seen.send(key)
    seen.child.expect_exact(prompt.rstrip())
    seen.send(typed)
    return " ".join(seen.wait().split())


LEFT, RIGHT, HOME, END, DELETE, WORD_LEFT, ALT_BACKSPACE = (
    "\x1b[D", "\x1b[C", "\x1b[H", "\x1b[F", "\x1b[3~", "\x1b[1;5D", "\x1b\x7f",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("Boats were hit", "Boats were hit"),
        (HOME + DELETE * 6 + "Some", "Some of boats had been damaged"),
        (END + ALT_BACKSPACE + "hit", "Dozens of boats had been hit"),
        ("\x17hit", "Dozens of boats had been hit"),
        (WORD_LEFT + WORD_LEFT + "not ", "Dozens of boats had not been damaged"),
        (LEFT + "\x0b", "Dozens of boats had been damage"),
        (" at night", "Dozens of boats had been damaged at night"),
        ("\x7f" * 7 + "hit", "Dozens of boats had been hit"),
        ("\x01All in all, d" + DELETE, "All in all, dozens of boats had been damaged"),
        ("Xx" + LEFT + "\x15", "x"),
        ("boats had\t", "boats had been damaged"),
        ("Doz" + RIGHT, "Dozens of boats had been damaged"),
        ("Doz\x1bf\x1bf", "Dozens of"),
        (
            " at night" + HOME + "At the gates h\t, ",
            "At the gates had stood open, Dozens of boats had been damaged at night",
        ),
        ("Ä“öé”", "Ä“öé”"),
        ("\x1b[200~Boats\u202e were\r\n hit\x07\x1b[201~", "Boats were hit"),
    ],
)
def test_a_line_is_edited(pier: Desk, typed: str, stands: str) -> None:
    """As shells edit one, from what stood there or anew; Tab and an arrow take what the text has behind it."""
    seen = terminal.read(pier, "pier.txt", *ABOUT)
    seen.wait()
    seen.press("n", "n")
    assert "Dozens of boats" in line(seen, "c", "the claim: ", "\x15Dozens of boats had been damaged\r")
    line(seen, "c", "the claim: ", f"{typed}\r")
    seen.press("y", "q")
    seen.end("y")
    assert texts(pier) == [stands]


def test_the_words_of_the_text_are_suggested(pier: Desk) -> None:
    """Faintly behind what is typed, to the end of the clause; without colour in brackets. Enter does not take them."""
    for colour, suggested in (
        ("", r"The gate\x1b\[0;2ms had stood open\x1b"),
        ("1", r"The gate\[s had stood open\]"),
    ):
        seen = terminal.read(pier, "pier.txt", "--afresh", **({"NO_COLOR": colour} if colour else {}))
        seen.wait()
        seen.send("c")
        seen.child.expect_exact("the claim:")
        seen.send("The gate\x0c")  # drawn anew
        seen.child.expect(suggested)
        assert "the claim: The gate ──" in line(seen, "", "", "\r")
        seen.leave()


def test_a_long_line_is_edited(pier: Desk) -> None:
    """One of several rows, wide characters in it, is drawn where it is: what stands above stays."""
    seen = terminal.read(pier, "pier.txt", *ABOUT, columns=30)
    seen.wait()
    words = "漢字 " * 12 + "end"
    shown = line(seen, "c", "the claim: ", words + HOME + "A" + END + "!\r")
    assert "A漢字" in shown.replace(" ", "")
    assert "end!" in shown
    seen.press("y", "q")
    seen.end("y")
    assert texts(pier) == [f"A{words}!"]


def test_a_claim_that_begins_with_a_digit(bare_desk: Desk) -> None:
    """Where the sentence has a number that begins so, a digit is typed: Enter takes what is listed so."""
    Path("quay.txt").write_text("Quay\n\nThe quay was old, said Ada Orr, when 12 people were rescued.\n", "utf-8")
    for typed, text in (
        ("12 people were rescued\r", "12 people were rescued"),
        ("1\r", None),
        ("2", None),
        (" twice\r", "rescued twice"),
    ):
        seen = terminal.read(bare_desk, "quay.txt", "--afresh")
        seen.wait()
        seen.send("+")
        seen.child.expect_exact("words of the text:")
        seen.send("2")
        seen.type("who says it: ", "Police", clear=False)
        seen.send("c")
        seen.child.expect_exact("the claim:")
        listed = dict(re.findall(r"  (\d) ([^\r\n]+)", seen.child.before))
        seen.send(typed)
        shown = " ".join(seen.wait().split())
        assert (text or listed[typed[0]].strip())[1:] in shown
        seen.leave()


def test_a_claim_that_is_two(bare_desk: Desk) -> None:
    """With t and a number, one claim becomes two of the same speaker, each in just its own words, and so it is kept."""
    Path("ferry.txt").write_text(SLEPT, "utf-8")
    seen = terminal.read(bare_desk, "ferry.txt", *ABOUT)
    assert "1 of 1" in seen.wait()
    seen.send("t")
    seen.child.expect_exact("the second claim begins with:")
    assert "1 and the captain had slept at the wheel" in seen.child.before
    first = " ".join(seen.press("1").split())
    assert "1 of 2" in first
    assert "[the ferry was carrying “far too many people”] and the captain" in first
    assert "→ Omar Denn, mayor of Kesra, said, as reported by The Courier, that the ferry was carrying “far" in first
    second = " ".join(seen.press("y").split())
    assert "2 of 2" in second
    assert "and [the captain had slept at the wheel]." in second
    assert "→ Omar Denn, mayor of Kesra, said, as reported by The Courier, that the captain had slept" in second
    assert "kind event, indirect" in second
    seen.press("q")
    assert seen.end("n")[0] == 0
    again = terminal.read(bare_desk, "ferry.txt")
    assert "2 of 2" in again.wait()
    again.press("y")
    assert again.end("y")[0] == 0
    assert texts(bare_desk) == [
        "The captain had slept at the wheel",
        "The ferry was carrying “far too many people”",
    ]


def test_a_passage_parted_nowhere(bare_desk: Desk) -> None:
    """Words that are not in the passage part nothing, and neither does leaving the line."""
    Path("ferry.txt").write_text(SLEPT, "utf-8")
    seen = terminal.read(bare_desk, "ferry.txt", *ABOUT)
    seen.wait()
    seen.send("t")
    assert "No words of this passage." in seen.type("the second claim begins with:", "It left at noon")
    seen.send("t")
    assert "1 of 2" in seen.type("the second claim begins with:", "the captain had")
    seen.leave()
