"""What is suggested while a line is typed."""

import pytest

from claimtrack.cli.suggestions import Suggestions

TEXT = """\
Police said 2,093 boats sank at 7.40 on Sunday, and that “the gates stood open.” The mayor’s wife saw it.

In 1998 nine boats sank in the bay.

Bays are deep.
"""


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("police s", ["police said 2,093 boats sank at 7.40 on Sunday"]),
        ("Police said 2,093 boats sank at 7.40 on Sunday", None),
        ("Many boats s", ["Many boats sank at 7.40 on Sunday", "Many boats sank in the bay"]),
        ("the gates stood open", ["the gates stood open.” The mayor’s wife saw it"]),
        ("The mayor's w", ["The mayor's wife saw it"]),
        ("the mayor’s wife saw it", []),
        ("boats sank in the bay", []),
        ("oat", []),
        ("boat ", []),
        ("x", []),
        ("zz", []),
    ],
)
def test_the_words_of_the_text(typed: str, suggested: list[str] | None) -> None:
    """To the end of the clause, behind as many words as stand there in a row; into no other paragraph."""
    found = Suggestions(text=TEXT).after(typed)
    if suggested is None:
        suggested = [f"{typed}, and that “the gates stood open"]
    assert found == suggested


def test_names_come_first() -> None:
    """The words of the text only where no name begins so; a name that is whole suggests nothing."""
    suggestions = Suggestions(("Police of Ista", "Ada Orr"), TEXT)
    assert suggestions.after("Poli") == ["Police of Ista"]
    assert suggestions.after("Ada Orr > Poli") == ["Ada Orr > Police of Ista"]
    assert suggestions.after("Ada Orr") == []
    assert suggestions.after("may") == ["mayor’s wife saw it"]


def test_what_is_not_safe_to_show_is_not_suggested() -> None:
    """No word that a terminal would obey."""
    assert Suggestions(("Po\x1b[2Jlice",), "The gates\u202e stood open").after("The g") == []
    assert Suggestions(("Po\x1b[2Jlice",)).after("Po") == []


@pytest.mark.parametrize(("digit", "begins"), [("2", True), ("7", True), ("1", False), ("9", False), ("0", False)])
def test_a_digit_that_begins_a_number(digit: str, begins: bool) -> None:
    """Of the sentences near: 2,093 and 7.40, no year, no digit within a number."""
    assert Suggestions(near=TEXT).begins_number(digit) is begins
    assert not Suggestions(text=TEXT).begins_number(digit)
