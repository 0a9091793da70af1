"""What drafts are matched by: stems, numbers, names, stored words."""

from __future__ import annotations

import pytest

from claimtrack.checking.claim_words import claim_core
from claimtrack.checking.draft_figures import find_figures, may_be_same
from claimtrack.checking.quotation_matching import TextIndex, fragments
from claimtrack.checking.speakers import SpeakerIndex
from claimtrack.checking.words import (
    has_phrase,
    is_loosely_counted,
    numbers_in,
    split_words,
    telling_stems,
    word_stems,
)
from claimtrack.domain.figures import read_figure
from claimtrack.queries.check_data import CheckedSource


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The gates were opened", "opening the gate"),
        ("two boats sank", "a boat is sinking, sunk"),
        ("families carried away", "The family carries"),
        ("nine people died", "nine people were killed"),
        ("the blaze began", "The fires started"),
        ("Halloran's depot", "the depot of Halloran"),
        ("switched off", "switching off"),
        ("children", "a child"),
    ],
)
def test_one_thing_said_in_two_ways(one: str, other: str) -> None:
    """Number, tense, irregular forms and everyday synonyms are one stem."""
    assert word_stems(one) & word_stems(other) >= (word_stems(one) - word_stems("two nine a opening away"))


@pytest.mark.parametrize(
    ("text", "numbers", "loosely"),
    [
        ("Twelve boats sank", [], True),
        ("dozens of boats", [], True),
        ("a dozen boats", [], True),
        ("At least 12 boats", ["12"], True),
        ("Zoë’s twenty boats", [], True),
        ("12 boats, one of 1,200 tonnes", ["1", "12", "200"], False),
        ("Several boats of class B12", ["12"], False),
        ("٣ boats near Zoë’s 2nd pier", ["2", "٣"], False),
    ],
)
def test_numbers_in_digits_and_in_letters(text: str, numbers: list[str], loosely: bool) -> None:
    """Numbers in digits, inside words too; and whether there may be one that is told otherwise."""
    assert (sorted(numbers_in(text)), is_loosely_counted(text)) == (numbers, loosely)


@pytest.mark.parametrize(("one", "other"), [("the port", "a report"), ("police", "policy"), ("gate", "gas")])
def test_two_words_are_two(one: str, other: str) -> None:
    """Words that only look alike are not taken for one."""
    assert not word_stems(one) & word_stems(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Some 900 people, more than 1,200 in all", ["Some 900", "more than 1,200"]),
        ("Hundreds of people and half a dozen boats", ["Hundreds of", "half a dozen"]),
        ("between 10 and 12 men, three or four women", ["between 10 and 12", "three or four"]),
        ("3.5 million crowns, 12% of them", ["3.5 million", "12%"]),
        ("3 billion crowns, some 2 bn of it new", ["3 billion", "some 2 bn"]),
        ("On 3 March 2026 a 31-year-old, aged 31, at 6 pm in 1998", []),
        ("One by one they came; no one saw the 2024 report", []),
        ("12 years old, two years ago", ["two"]),
        ("Nearly half a million came, and a million left", ["Nearly half a million", "a million"]),
        ("A million and a half came, one in a million left", []),
    ],
)
def test_numbers(text: str, found: list[str]) -> None:
    """The longest figure that the grammar reads; no dates, ages or times of day."""
    assert [one.words for one in find_figures(text, 0, len(text))] == found
    assert all(text[one.start : one.end] == one.words for one in find_figures(text, 0, len(text)))


@pytest.mark.parametrize(
    ("recorded", "given", "passes"),
    [
        ("up to five", "up to fifty", False),
        ("as many as 40", "up to 40", True),
        ("six", "as many as 400", False),
        ("27", "up to 30", True),
        ("at least eleven", "at least six", False),
        ("at least 240", "more than 200", True),
        ("62", "more than 80", False),
        ("62", "more than 60", True),
        ("62", "about 60", True),
        ("dozens", "at least 20", True),
        ("at least eleven", "fourteen", False),
        ("at least eleven", "at least twelve", False),
        ("at least eleven", "more than eleven", True),
        ("at least eleven", "eleven", True),
        ("at least 60", "hundreds", False),
        ("about 80", "83", False),
        ("about 80", "80", True),
        ("about 2", "2", True),
        ("at least 3 billion", "3 billion", True),
        ("nearly 80", "78", False),
        ("up to 30", "22", False),
        ("five to seven", "six", False),
        ("60 to 80", "at least 60", True),
        ("60 to 80", "at least 80", False),
        ("60 to 80", "up to 80", True),
        ("60 to 80", "up to 70", False),
        ("about 200", "more than 150", True),
        ("about 200", "at least 200", True),
        ("about 200", "at least 210", False),
        ("3.2 million", "3.2m", True),
        ("6 million", "5 million", False),
        ("6 million", "seven million", False),
        ("6 million", "some 5 million", True),
        ("6 million", "6.2 million", True),
        ("6.2 million", "6 million", True),
        ("2.7 million", "2.6 million", False),
        ("2.7 million", "2.8 million", False),
        ("2.7 million", "2.74 million", True),
        ("2.7 million", "three million", True),
        ("2.7 million", "two million", False),
        ("2,740,000", "2.7 million", True),
        ("about 6 million", "5 million", False),
        ("nearly 6 million", "6 million", True),
        ("5 to 6 million", "5 million", True),
        ("four thousand", "five thousand", False),
        ("at least 6 million", "6 million", True),
        ("at least 6 million", "7 million", False),
    ],
)
def test_bounds(recorded: str, given: str, passes: bool) -> None:
    """A figure may be given rounder or as a weaker bound, and is none that merely lies inside the other."""
    (figure,) = find_figures(given, 0, len(given))
    assert may_be_same(read_figure(recorded), figure) is passes


@pytest.mark.parametrize(
    ("text", "figure", "bones"),
    [
        ("The toll of the storm on the coast rose to nine on Sunday", "nine", "The toll of the storm rose to nine"),
        ("Two men were held over what she called sabotage", "Two", "Two men were held"),
        ("62 of its members were hurt, 11 of them badly", "62", "62 of its members were hurt"),
        ("The gate was left open since May", None, "The gate was left open"),
    ],
)
def test_the_bones_of_a_claim(text: str, figure: str | None, bones: str) -> None:
    """Who did what, and the figure; not where, when or why."""
    at = text.index(figure) if figure else 0
    assert claim_core(text, (at, at + len(figure)) if figure else None) == bones


SOURCES = {
    one.id: one
    for one in (
        CheckedSource("a", ("Ana Ruiz", "Ruiz"), "person", "mayor of Ista", "t", False, "a woman"),
        CheckedSource("b", ("Ben Ruiz",), "person", "head of the Harbour Board", "h", False, "a man"),
        CheckedSource("h", ("Ista Harbour Board", "the board"), "organisation", None, None, False, "a body"),
        CheckedSource("m", ("Mila",), "witness", "sailor", None, False, "a sailor"),
        CheckedSource("t", ("Ista",), "government", None, None, False, "a town"),
        CheckedSource("w", ("Wren",), "person", None, None, True, "a member of the crew"),
    )
}


@pytest.mark.parametrize(
    ("phrase", "named", "by_role", "sort"),
    [
        ("Ana Ruiz, the mayor", "a", "", ""),
        ("the Harbour Board", "h", "", ""),
        ("a spokesman for the board", "h", "", ""),
        ("Ruiz", "ab", "", ""),
        ("the mayor", "", "a", ""),
        ("a sailor", "", "m", ""),
        ("Mila's brother", "m", "", ""),
        ("the wren", "", "", ""),
        ("officials", "", "", "official"),
        ("two eyewitnesses", "", "", "witness"),
        ("police", "", "", "institution"),
        ("she", "", "", "any"),
        ("Carla Nim", "", "", "stranger"),
        ("", "", "", "any"),
    ],
)
def test_whom_words_mean(phrase: str, named: str, by_role: str, sort: str) -> None:
    """A name, an alias, part of a body's name, a role; else what sort of people."""
    who = SpeakerIndex(SOURCES).resolve(phrase)
    assert (who.named, who.by_role, who.category if not who.sources else "") == (set(named), set(by_role), sort)


def test_parts_of_names_and_initials() -> None:
    """A body by its initials, in capitals; a phrase that is part of a name, or has all of it."""
    body = CheckedSource("i", ("International Harbour Observatory spokesman",), "unknown", None, None, False, "a body")
    known = SpeakerIndex({**SOURCES, "i": body})
    assert known.resolve("the IHO").named == {"i"}
    assert known.resolve("iho").named == frozenset()
    assert known.shares_name("the Harbour Observatory", ["i"])
    assert known.shares_name("the town of Ista", ["t"])
    assert not known.shares_name("the harbour master", ["i"])
    assert not known.shares_name("she", ["i"])


def test_mentions_are_where_they_stand() -> None:
    """The longest name first, possessives too; a name in small letters only where the ledger writes it so."""
    text = "Ista Harbour Board met. Wren sang to Ana Ruiz's dog and the board; a wren sang back."
    found = SpeakerIndex(SOURCES).mentions(text, split_words(text))
    assert [(text[one.start : one.end], set(one.sources)) for one in found] == [
        ("Ista Harbour Board", {"h"}),
        ("Wren", {"w"}),
        ("Ana Ruiz's", {"a"}),
        ("board", {"h"}),
    ]


def test_fragments() -> None:
    """A quotation is parted where words were left out; a letter in brackets is a letter, [sic] is nothing."""
    assert fragments("[W]e go … now [they] run [sic], ...") == [["we", "go"], ["now"], ["run"]]
    assert fragments("… . .") == []


TEXTS = [
    ("d1", "One", "“We go,” Ana said, “and we shall not come back.”\n\nThe board met.", True),
    ("d2", "Two", "Nothing of that sort happened on the quay.", False),
]


@pytest.mark.parametrize(
    ("quoted", "stands"),
    [
        ("we go, Ana said", True),
        ("We go and we shall not come back", True),
        ("We go … come back", True),
        ("come back … We go", False),
        ("nothing of that sort", True),
        ("we shall not go back", False),
        ("met. Nothing of that", False),
    ],
)
def test_stored_words(quoted: str, stands: bool) -> None:
    """As the text runs, or as the speech runs through its interruptions; in one document."""
    assert (TextIndex(TEXTS).find(quoted) is not None) is stands


def test_the_nearest_is_of_what_may_be_shown() -> None:
    """What differs is told word by word; a text that may not be shown is never the nearest."""
    index = TextIndex(TEXTS)
    near = index.nearest("We go, and we shall never come back")
    assert near is not None
    assert near.differences == (("not", "never"),)
    assert index.nearest("Nothing of this sort happened on the quay") is None
    assert not TextIndex([])


@pytest.mark.parametrize(
    ("name", "text", "holding"),
    [
        ("no_evidence_phrases", "He didn’t give evidence.", True),
        ("no_evidence_phrases", "The evidence was clear.", False),
        ("unverified_phrases", "It couldn't be independently\nverified.", True),
        ("dispute_words", "The ministry DENIED it.", True),
        ("dispute_words", "An undeniable success.", False),
        ("hedges", "He is said to be ill.", True),
    ],
)
def test_phrases(name: str, text: str, holding: bool) -> None:
    """Whole phrases, whatever their case, apostrophes and white space."""
    assert has_phrase(name, text) is holding


def test_letters_alone_tell_nothing() -> None:
    """Of "p.m." no more than of numbers."""
    assert telling_stems("At 10:24 p.m. in hall B") == ("hall",)
