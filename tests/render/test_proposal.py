"""A passage in its context: brackets say what its words are, colour only adds to them, and nothing unsafe is shown."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.queries.views import Attribution, Hop
from claimtrack.reading.sentences import sentences
from claimtrack.render import proposal
from claimtrack.render.proposal import context, marked_lines
from claimtrack.render.sentence import sentence
from claimtrack.render.terminal.width import columns

TEXT = "One began. Police said the gates stood open. Rain fell.\n\nAnother day.\n"
MARKS = [("source", (11, 17)), ("cue", (18, 22)), ("content", (23, 43))]


def test_the_marks() -> None:
    """Round who said it, what reports, what is reported."""
    shown = context(TEXT, sentences(TEXT), [(23, 43)], [(11, 17), (18, 22)])
    assert TEXT[slice(*shown)] == TEXT.split("\n")[0]
    (line,) = marked_lines(TEXT, shown, MARKS, width=100, color=False)
    assert line == "  One began. {Police} <said> [the gates stood open]. Rain fell."


def test_a_long_paragraph_is_cut_to_its_sentences() -> None:
    """To those of the passage and the one before."""
    text = "Before it. " * 80 + TEXT.split("\n")[0] + " After it." * 80
    at = text.index("Police")
    shown = context(text, sentences(text), [(at + 12, at + 32)], [(at, at + 6)])
    assert text[slice(*shown)] == "One began. Police said the gates stood open."


def test_spans_that_lie_in_one_another() -> None:
    """A cue inside the content: the brackets nest."""
    (line,) = marked_lines(
        "He reportedly left.", (0, 19), [("content", (0, 18)), ("cue", (3, 13))], width=80, color=False
    )
    assert line == "  [He <reportedly> left]."


spans = st.tuples(st.sampled_from(["source", "cue", "content"]), st.integers(0, 60), st.integers(1, 20))


@given(text=st.text(min_size=1, max_size=60), marks=st.lists(spans, max_size=4), width=st.integers(20, 60))
def test_any_text_is_shown_safe_and_whole(text: str, marks: list[tuple[str, int, int]], width: int) -> None:
    """No control character reaches the terminal, colours change no character, lines keep to the width."""
    found = [(what, (at, min(at + size, len(text)))) for what, at, size in marks if at < len(text)]
    plain = marked_lines(text, (0, len(text)), found, width=width, color=False)
    coloured = marked_lines(text, (0, len(text)), found, width=width, color=True)
    assert [re.sub("\x1b\\[[0-9;]*m", "", line) for line in coloured] == plain
    assert all(columns(line) <= width for line in plain)
    assert all(character.isprintable() or character in "\u200c\u200d" for line in plain for character in line)


@pytest.mark.parametrize(
    ("recorded", "shown"),
    [
        ("We will rebuild,” he said, “before winter", "“We will rebuild … before winter”"),
        ('We will rebuild," he said, "before winter', "“We will rebuild … before winter”"),
        ("We said “no” and “never” to that", "“no” and “never”"),
        ('We said "no" and "never" to that', '"no" and "never"'),
    ],
)
def test_a_speech_that_is_interrupted(recorded: str, shown: str) -> None:
    """Who said it, in the middle of the recorded words, is no part of what was said; other quote marks are."""
    row = Attribution("It", (Hop("named", name="Ada Orr"),), quote=recorded, quote_kind="direct")
    assert shown in sentence(row)


def test_a_joint_statement_is_shown_once() -> None:
    """Whichever of its speakers has an article before its name in the other's sentence."""
    police = Hop("named", name="Ista police", kind="government", words="Ista police")
    union = Hop("named", name="Ista Union", kind="group", words="Ista Union")
    both = [
        Attribution("The quay fell", (police,), joint=("Ista Union",)),
        Attribution("The quay fell", (union,), joint=("Ista police",)),
    ]
    assert len({sentence(row) for row in both}) == 2
    assert len(proposal.sentences(both)) == 1
    assert len(proposal.sentences([replace(row, joint=()) for row in both])) == 2
