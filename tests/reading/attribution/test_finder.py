"""What is found on the surface of a text. Every file of tests/cases/attributions holds pieces with what is in them."""

import re
from collections.abc import Iterator

import pytest

from claimtrack.reading.attribution.finder import find_attributions
from claimtrack.reading.proposals import DetectedAttribution, Spans
from tests.support.tree import ROOT

FILES = sorted((ROOT / "tests" / "cases" / "attributions").glob("*.txt"))


def pieces() -> Iterator[tuple[str, str, list[str]]]:
    """Each piece: the name of its file, its text, and the lines that say what is in it."""
    for file in FILES:
        for block in re.split(r"\n\s*\n", file.read_text("utf-8").strip()):
            lines = [line for line in block.splitlines() if not line.startswith("#")]
            text = "\n".join(line for line in lines if not line.startswith("  "))
            if text:
                yield file.stem, text, [line.strip() for line in lines if line.startswith("  ")]


def shown(text: str, found: DetectedAttribution) -> str:
    """An attribution as a line of the files."""

    def words(spans: Spans) -> str:
        return " // ".join(text[start:end] for start, end in spans) or "-"

    source = "^" if found.continues is not None else words(found.source)
    return f"{source} | {words(found.cue)} | {words(found.content)}"


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=f"{n}: {t[:40]}") for n, t, e in pieces()])
def test_what_is_found(text: str, expected: list[str]) -> None:
    """As the file says, in the order of the text, and nothing else."""
    assert [shown(text, each) for each in find_attributions(text)] == expected


def test_there_are_pieces_of_every_kind() -> None:
    """The files were read, those in which nothing is found too."""
    counts = {file.stem: sum(name == file.stem for name, _, _ in pieces()) for file in FILES}
    assert counts == {"nothing": 13, "others": 11, "verbs": 75}


def test_what_goes_on_names_what_it_goes_on_from() -> None:
    """By its place in the list, also where other attributions stand between."""
    found = find_attributions("“We saw it,” Ana said. “It fell.” The mayor said the bridge was closed.")
    assert [each.continues for each in found] == [None, 0, None]


def test_whom_it_was_told() -> None:
    """The addressee is kept: it may be a carrier."""
    text = "Ines told the Coast Wire agency that she saw the gates."
    (found,) = find_attributions(text)
    assert found.addressee is not None
    assert text[slice(*found.addressee)] == "the Coast Wire agency"


@pytest.mark.parametrize(
    ("text", "category", "passive", "negated", "tense"),
    [
        ("The ministry denied that anybody was hurt.", "deny", False, False, "past"),
        ("The ministry has not said that anybody was hurt.", "say", False, True, "perfect"),
        ("The ministry will say that nobody was hurt.", "say", False, False, "future"),
        ("The island is described as a fortress.", "label", True, False, "present"),
        ("The fleet reportedly numbers 40 ships.", "hearsay", False, False, "none"),
    ],
)
def test_how_the_cue_stands(text: str, category: str, passive: bool, negated: bool, tense: str) -> None:
    """Its category, voice, negation and tense."""
    (found,) = find_attributions(text)
    assert (found.word.category, found.word.passive, found.word.negated, found.word.tense) == (
        category,
        passive,
        negated,
        tense,
    )
