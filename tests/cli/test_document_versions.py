"""The same document again: its text is a new version, and its quotations are found again."""

from pathlib import Path

import pytest

from tests.cli.support import Desk

URL = "https://courier.example/dam"
BEFORE = """\
Dam at Kesra

The mayor said on Sunday that nobody was hurt in the lower town. Police said dozens of houses stood under water.

Engineers said the gates had been open since noon on Monday. Nobody else spoke.

“We will rebuild,” said the mayor.
"""
AFTER = """\
Dam at Kesra

The mayor said on Sunday that four people were hurt in the lower town. Police said dozens of houses stood  under water.

“We will rebuild,” said the mayor.
"""
QUOTES = {
    "Dam at Kesra": "as before",
    "nobody was hurt": "changed",
    "dozens of houses stood under water": "moved",
    "the gates had been open since noon": "gone",
    "“We will rebuild,”": "moved",
}


@pytest.fixture
def dam(bare_desk: Desk) -> Desk:
    """A document with a quotation of each fate."""
    Path("dam.txt").write_text(BEFORE, "utf-8")
    bare_desk.ok("document", "add", "dam.txt", "--url", URL)
    for words in QUOTES:
        bare_desk.ok("add", f"They say: {words}", "-s", "Police", "-q", words, "-i", URL)
    bare_desk.ok("document", "skip", URL, "Nobody else spoke.", "--as", "boilerplate")
    Path("dam.txt").write_text(AFTER, "utf-8")
    return bare_desk


def drifts(desk: Desk) -> dict[str, str]:
    """What became of each quotation."""
    return {row["exact"]: row["drift"] for row in desk.ok("document", "drift", URL, "--json").json}


def test_what_became_of_the_quotations(dam: Desk) -> None:
    """One change; each is where its words are now, or nowhere, and says so."""
    seq = dam.head()[0]
    done = dam.ok("document", "add", "dam.txt", "--url", URL)
    assert dam.head()[0] == seq + 1
    assert "Of 5 quotations: 1 as before, 2 moved, 1 changed, 1 gone; 'claimtrack document drift'" in done.err
    body = dam.body(done.id)
    assert body["text"] == AFTER
    assert "skips" not in body
    quotes = {each["quote"]["exact"]: each["quote"] for each in dam.all("assertion")}
    for words, quote in quotes.items():
        if "start" in quote:
            assert AFTER[quote["start"] : quote["end"]] == words
            assert AFTER[: quote["start"]].endswith(quote.get("prefix", ""))
    assert {words for words, quote in quotes.items() if "start" not in quote} == {
        "nobody was hurt",
        "the gates had been open since noon",
    }
    assert drifts(dam) == {words.replace("stood under", "stood  under"): drift for words, drift in QUOTES.items()}
    assert [row["now"] for row in dam.ok("document", "drift", URL, "--json").json if row["now"]] == [
        "four people were hurt"
    ]
    assert "four people were hurt" in dam.ok("document", "drift", URL).out
    dam.ok("audit")


def test_the_same_again_is_nothing_new(dam: Desk) -> None:
    """Neither the text that is stored, nor one that it replaced, unless the line says which document it is."""
    dam.ok("document", "add", "dam.txt", "--url", URL)
    head = dam.head()
    assert "Nothing new" in dam.ok("document", "add", "dam.txt", "--url", URL).err
    Path("old.txt").write_text(BEFORE, "utf-8")
    assert "--again DOC" in dam.ok("document", "add", "old.txt", "--url", URL).err
    assert dam.head() == head
    dam.ok("document", "add", "old.txt", "--again", URL)
    assert set(drifts(dam).values()) == {"as before"}


def test_an_edited_text(dam: Desk) -> None:
    """As any other new version."""
    (document,) = dam.all("document")
    dam.ok("edit", document["id"], "--set", "text=@dam.txt")
    assert sorted(drifts(dam).values()) == sorted(QUOTES.values())


def test_no_text_no_drift(bare_desk: Desk) -> None:
    """A document without a text is refused; one without quotations has none to tell of."""
    bare_desk.ok("document", "add", URL)
    assert "no stored text" in bare_desk.refused("document", "drift", URL)
    Path("dam.txt").write_text(BEFORE, "utf-8")
    bare_desk.ok("document", "add", "dam.txt", "--url", URL)
    assert "No quotation" in bare_desk.ok("document", "drift", URL).err
