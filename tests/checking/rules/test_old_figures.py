"""A figure that its source updated or took back, told as the last one; and one with a bound that nobody gave."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checking.support import Checking, found, said


def _said_on(day: str, source: str = "Lena Orr") -> dict[str, Any]:
    return {**said({"source": source, "said": day}), "quote_kind": "indirect"}


def _count(text: str, figure: str, day: str, source: str = "Lena Orr", **answer: Any) -> dict[str, Any]:
    return {
        "text": text,
        "kind": "figure",
        "question": "How many sailors were hurt in the storm?",
        "answer": {"figure": figure, **answer},
        "assertions": [_said_on(day, source)],
    }


FIVE = _count("Five sailors were hurt in the storm", "five", "2026-03-02")
NINE = _count("Nine sailors were hurt in the storm", "nine", "2026-03-03")
UNDATED = [{"chain": ["Lena Orr"]}]
NO_DAY = {**FIVE, "text": "Some nine sailors were hurt", "answer": {"figure": "9"}, "assertions": UNDATED}
FIVE_STILL = _count("Five sailors were hurt", "five", "2026-03-03", "Ivo Brandt")
NINE_AT_SEA = _count("Nine sailors were hurt in the storm", "nine", "2026-03-03", scope="at sea")


@pytest.mark.parametrize(
    ("claims", "draft", "finds"),
    [
        ([FIVE, NINE], "Five sailors were hurt in the storm, Lena Orr said.", ["ground-moved"]),
        ([FIVE, NINE], "Five sailors were hurt in the storm, Lena Orr says. On Monday she had said five.", [
            "ground-moved"
        ]),
        ([FIVE, NINE], "Nine sailors were hurt in the storm, Lena Orr said.", []),
        ([FIVE, NINE], "At first Lena Orr said that five sailors were hurt in the storm.", []),
        ([FIVE, NINE], "Lena Orr had said that five sailors were hurt in the storm.", []),
        ([FIVE, NINE], "On Monday Lena Orr said that five sailors were hurt in the storm.", []),
        ([FIVE, NINE], "Five sailors were hurt in the storm, Lena Orr said. A day on, Orr spoke of nine.", []),
        ([FIVE, NINE], "The count of sailors hurt in the storm went from five to nine, Lena Orr said.", []),
        ([FIVE, NINE, FIVE_STILL], "Five sailors were hurt in the storm, Lena Orr said.", []),
        ([FIVE, NINE_AT_SEA], "Five sailors were hurt in the storm, Lena Orr said.", []),
        ([FIVE], "Five sailors were hurt in the storm, Lena Orr said.", []),
        ([FIVE, NO_DAY], "Nine sailors were hurt, Lena Orr said.", []),
    ],
)  # fmt: skip
def test_an_old_figure(checking: Checking, claims: list[dict[str, Any]], draft: str, finds: list[str]) -> None:
    """A figure of which its source gave another later is told with its day, or as an earlier one, or not at all."""
    assert [one.code for one in found(checking(claims), draft)] == finds


TAKEN_BACK = {**FIVE, "assertions": [_said_on("2026-03-02"), {**_said_on("2026-03-03"), "stance": "withdraws"}]}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Five sailors were hurt in the storm, Lena Orr says. She later corrected that.", ["ground-moved"]),
        ("Five sailors were hurt in the storm, Lena Orr said. She later corrected that.", []),
        ("Five sailors were hurt in the storm, Lena Orr says, and was wrong.", []),
    ],
)
def test_a_withdrawn_figure_told_as_what_its_source_says(checking: Checking, draft: str, finds: list[str]) -> None:
    """What stands beside "says" does not undo it; beside "said" it does."""
    assert [one.code for one in found(checking([TAKEN_BACK]), draft)] == finds


DEAD = {"kind": "figure", "question": "How many people were killed?"}
LEAST = {**DEAD, "text": "At least nine people were killed", "answer": {"figure": "At least nine"}}
LEAST |= {"assertions": [_said_on("2026-03-02")]}
TOLL_BACK = {**DEAD, "text": "The death toll rose to 13 after a woman died", "answer": {"figure": "13"}}
TOLL_BACK |= {"assertions": [_said_on("2026-03-03"), {**_said_on("2026-03-04"), "stance": "withdraws"}]}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Lena Orr first spoke of at least nine dead.", []),
        ("At least nine people are dead, Lena Orr said.", []),
        ("The death toll rose to 13, Lena Orr said.", ["ground-moved"]),
    ],
)
def test_a_bound_that_holds_true_of_what_was_taken_back(checking: Checking, draft: str, finds: list[str]) -> None:
    """It is what was said before, which stands: what was taken back is not told with it."""
    assert [one.code for one in found(checking([TOLL_BACK, LEAST]), draft)] == finds


CORRECTED = {**NINE, "assertions": [{**_said_on("2026-03-03"), "stance": "corrects"}]}


@pytest.mark.parametrize("later", [CORRECTED, NINE])
@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("The count of sailors hurt in the storm is nine now, down from five, Lena Orr said.", []),
        ("Five sailors were hurt in the storm, Lena Orr said.", ["ground-moved"]),
    ],
)
def test_a_withdrawn_figure_beside_the_later_one(
    checking: Checking, later: dict[str, Any], draft: str, finds: list[str]
) -> None:
    """The figure that its source gave in place of it tells that it is gone; where it is missing, it is named."""
    findings = found(checking([TAKEN_BACK, later]), draft)
    assert [one.code for one in findings] == finds
    assert all(one.fact.endswith("Lena Orr took it back and gave “nine” instead.") for one in findings)


def test_a_withdrawn_figure_is_none_that_the_ledger_has(checking: Checking) -> None:
    """A third figure is held against what came in its place, and against the withdrawn one only where it is alone."""
    draft = "Forty sailors were hurt in the storm, Lena Orr said."
    for claims, has in (([TAKEN_BACK, NINE], "“nine” (Lena Orr)"), ([TAKEN_BACK], "“five” (Lena Orr)")):
        (finding,) = found(checking(claims), draft)
        assert finding.fact == f"No source gave “Forty” for this: the ledger has {has}."


LEAST_FIVE = {**FIVE, "text": "At least five sailors were hurt in the storm", "answer": {"figure": "at least five"}}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("At least five sailors were hurt in the storm, Lena Orr said.", ["ground-moved"]),
        ("At least five sailors were hurt in the storm, Lena Orr said on Monday.", []),
        ("At least five sailors were hurt in the storm, Lena Orr said; a day on, she spoke of nine.", []),
        ("At least eight sailors were hurt in the storm, Lena Orr said.", []),
        ("Nine sailors were hurt in the storm, Lena Orr said.", []),
    ],
)
def test_an_old_least(checking: Checking, draft: str, finds: list[str]) -> None:
    """It may hold still, and is an old figure, where its source gave a number later."""
    assert [one.code for one in found(checking([LEAST_FIVE, NINE]), draft)] == finds


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("At least nine sailors were hurt in the storm, Lena Orr said.", ["figure-outside"]),
        ("Up to nine sailors were hurt in the storm, Lena Orr said.", ["figure-outside"]),
        ("At least eight sailors were hurt in the storm, Lena Orr said.", []),
        ("More than eight sailors were hurt in the storm, Lena Orr said.", []),
        ("About nine sailors were hurt in the storm, Lena Orr said.", []),
    ],
)
def test_a_bound_that_nobody_gave(checking: Checking, draft: str, finds: list[str]) -> None:
    """The number of a source is not given as a bound in its name; a rounder bound is the writer's."""
    findings = found(checking([NINE]), draft)
    assert [one.code for one in findings] == finds
    assert all(one.severity == "warning" for one in findings)


ROTTEN = {
    "text": "60 percent of the piles of the dock are rotten",
    "kind": "figure",
    "question": "What share of the piles of the dock are rotten?",
    "answer": {"figure": "60 percent", "unit": "%"},
    "assertions": [said("Lena Orr")],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Three in five of the piles of the dock are rotten, Lena Orr said.", []),
        ("Six in every ten of the piles of the dock are rotten, Lena Orr said.", []),
        ("Three in four of the piles of the dock are rotten, Lena Orr said.", ["figure-outside"]),
        ("One in five of the piles of the dock are rotten, Lena Orr said.", ["figure-outside"]),
    ],
)
def test_a_share_in_words(checking: Checking, draft: str, finds: list[str]) -> None:
    """ "Three in five" is 60 percent, and neither three nor five."""
    assert [one.code for one in found(checking([ROTTEN]), draft)] == finds


ASKED = {
    "text": "Ivo Brandt demands 8 percent more rent",
    "kind": "figure",
    "question": "How much more rent does Ivo Brandt demand?",
    "answer": {"figure": "8 percent", "unit": "%"},
    "assertions": [said("Ivo Brandt")],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Ivo Brandt had wanted 8 percent, and gets 6 percent more rent, Lena Orr said.", []),
        ("Ivo Brandt demands 6 percent more rent.", ["figure-outside"]),
    ],
)
def test_a_figure_beside_the_one_given(checking: Checking, draft: str, finds: list[str]) -> None:
    """Where a sentence that tells a part of a claim gives its figure, another figure is of something else."""
    codes = [one.code for one in found(checking([ASKED]), draft)]
    assert [code for code in codes if code == "figure-outside"] == finds


LISTED = {
    "text": "The port had a loss of 4 million in 2029, 5 million in 2030 and 3 million in 2031",
    "kind": "figure",
    "question": "How big was the loss of the port in 2029?",
    "answer": {"figure": "4 million"},
    "assertions": [said("Ivo Brandt")],
}
SPENT = {
    "text": "The clinics have 12 doctors, 40 nurses and two porters in Arna",
    "assertions": [said("Ivo Brandt")],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("The port had a loss of 4 million in 2029, 6 million in 2030 and 3 million in 2031, Ivo Brandt said.", ["6"]),
        ("A loss of 4 million in 2029, 5 million in 2030 and 2 million in 2031, the port had, said Ivo Brandt.", ["2"]),
        ("The clinics have 12 doctors, 41 nurses and two porters in Arna, Ivo Brandt said.", ["41"]),
        ("The clinics have 12 doctors, 40 nurses and three porters in Arna, Ivo Brandt said.", ["three"]),
        ("The clinics have 12 doctors, 40 nurses and three beds in Arna, Ivo Brandt said.", []),
        ("The port had a loss of 4 million in 2029, 5 million in 2030 and 3 million in 2031, Ivo Brandt said.", []),
        ("The port had a loss of 3 million in 2031, 5 million in 2030 and 4 million in 2029, Ivo Brandt said.", []),
        ("The port had a loss of 4 million in 2029 and 3 million in 2031, Ivo Brandt said.", []),
    ],
)
def test_one_number_of_a_list(checking: Checking, draft: str, finds: list[str]) -> None:
    """Also one that is not the figure of the claim; what stands in another order is not told by its place."""
    outside = [one for one in found(checking([LISTED, SPENT]), draft) if one.code == "figure-outside"]
    assert [one.fact.strip("“").partition("”")[0].split()[0] for one in outside] == finds


BOARD = _count("At least 30 sailors were hurt", "at least 30", "2026-03-02", "Harbour Board")
MINISTER = _count("20 sailors were hurt in the storm on Monday night", "20", "2026-03-02", "Ivo Brandt")


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("At least 30 sailors were hurt in the storm on Monday night, Ivo Brandt said.", ["attribution-changed"]),
        ("At least 30 sailors were hurt in the storm on Monday night, the board said.", []),
        ("20 sailors were hurt in the storm on Monday night, Ivo Brandt said.", []),
    ],
)
def test_a_figure_of_one_in_the_words_of_another(checking: Checking, draft: str, finds: list[str]) -> None:
    """Whose a figure is counts, though another's claim has more of the sentence's words."""
    codes = [one.code for one in found(checking([BOARD, MINISTER]), draft)]
    assert [code for code in codes if code != "ground-moved"] == finds  # that the two disagree is said besides
