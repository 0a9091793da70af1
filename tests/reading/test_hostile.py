"""Reading whatever comes: offsets are always right, nothing crashes, and time grows with the text and no faster."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimtrack.domain.quotes import quotations
from claimtrack.reading.attribution.finder import find_attributions
from claimtrack.reading.proposals import Span
from claimtrack.reading.reader import read
from claimtrack.reading.sentences import sentences
from tests.support.effort import examples

WORDS = st.sampled_from(
    [
        *("said", "says", "told", "that", "according", "to", "the", "mayor", "Ana", "Ruiz", "and", "but", "who", "by"),
        *("reportedly", "was", "described", "as", "claim", "confident", "adding", "his", "police", "20", "dozens"),
        *("“", "”", '"', "'", "''", "«", "»", "‘", "’", ",", ".", ":", ";", "—", "(", ")", "?", "…", "\n", "\n\n"),
        *("U.S.", "Mr.", "\0", "\u202e", "مجلس", "東京。", "\U0001f30a", "\ud800"),
    ]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.lists(WORDS, max_size=30).map("".join), st.text())


def check(text: str) -> None:
    """Every span of a reading lies in its text and holds something."""
    reading = read(text)
    for span in (*reading.sentences, *spans_of(text)):
        assert 0 <= span[0] < span[1] <= len(text)
    for proposal in reading.proposals:
        for start, end in (*proposal.source, *proposal.cue, *proposal.content):
            assert 0 <= start < end <= len(text)
        assert proposal.content
        assert proposal.chains
        assert proposal.continues is None or 0 <= proposal.continues < len(reading.proposals)
        assert 0 <= proposal.sentence < len(reading.sentences)


def spans_of(text: str) -> Iterator[Span]:
    """Every span of what is found on the surface."""
    for found in find_attributions(text):
        yield from (*found.source, *found.cue, *found.content)
        if found.addressee is not None:
            yield found.addressee


@settings(max_examples=examples(400))
@given(TEXTS)
@example("“A,” she said. “B.")
@example("said said said")
def test_offsets_are_right_whatever_the_text(text: str) -> None:
    """`text[start:end]` is always words of the text."""
    check(text)


@given(TEXTS)
def test_sentences_hold_every_word_once(text: str) -> None:
    """In order, without overlap, and nothing but white space between them."""
    at = 0
    for start, end in sentences(text):
        assert not text[at:start].strip()
        assert at <= start < end
        at = end
    assert not text[at:].strip()


@given(TEXTS)
def test_quotations_are_in_order_and_within_a_line(text: str) -> None:
    """Outermost ones only: none begins before the one before it has ended."""
    at = 0
    for each in quotations(text):
        assert at <= each.start <= each.inner_start <= each.inner_end <= each.end
        assert "\n" not in text[each.start : each.end]
        at = each.end


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda n: "The mayor said that it fell, and police said they saw “rioters”. " * n, id="one line"),
        pytest.param(lambda n: "The mayor said that it fell and police said they saw it " * n, id="no full stop"),
        pytest.param(lambda n: "“ she said " * n, id="unclosed"),
        pytest.param(lambda n: "'a said " * n, id="single marks"),
        pytest.param(lambda n: "a, said, " * n, id="commas"),
        pytest.param(lambda n: "according to " * n, id="according"),
        pytest.param(lambda n: "قال الرئيس إن الجسر مغلق " * n, id="right to left"),
        pytest.param(lambda n: "“We saw it,” Ana said.\n\n“It fell.”\n\n" * n, id="goes on"),
        pytest.param(lambda n: "claim that he claim that " * n, id="nested"),
    ],
)
def test_time_grows_with_the_text(make: Callable[[int], str]) -> None:
    """Eight times the text takes about eight times as long: as a ratio within one run, with room for a busy machine."""
    small, large = make(150), make(1200)
    spent = []
    for text in (small, large):
        best = min(_seconds(text) for _ in range(3))
        spent.append(best)
    assert spent[1] < spent[0] * 8 * 2.5 + 0.05


def _seconds(text: str) -> float:
    started = time.process_time()
    check(text)
    return time.process_time() - started


def test_the_naughty_strings(third_party: Path) -> None:
    """Every string of the list, by itself and as speech."""
    strings = json.loads((third_party / "data" / "hostile" / "blns" / "blns.json").read_text("utf-8"))
    assert len(strings) > 500
    for one in strings:
        check(one)
        check(f"“{one}” Ana Ruiz said, adding that {one} was told to {one}.")
