"""Tables, wrapping and colour on the terminal."""

import subprocess
import sys
import unicodedata

import pytest
import wcwidth
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain.vocabulary import SEVERITIES, STATUSES, STRENGTHS
from claimtrack.render.terminal import width as width_module
from claimtrack.render.terminal.style import Style
from claimtrack.render.terminal.table import Column, table
from claimtrack.render.terminal.width import columns, cut, pad, shown, wrapped

HEADS = [Column("id", wraps=False), Column("claim", least=10), Column("n", right=True, least=1)]


def test_wide_characters_take_two_columns() -> None:
    """A column is as wide as it looks."""
    assert columns("漢字") == 4
    assert columns("e\u0301") == 1
    found = table(HEADS, [("a", "漢字", "1"), ("b", "x", "22")]).split("\n")
    assert [columns(line) for line in found] == [13, 13, 13, 13]
    assert found[2:] == ["a   漢字    1", "b   x      22"]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("👩\u200d🚒", 2),  # joined emoji are one
        ("👍🏽", 2),  # a skin tone is no emoji of its own
        ("🇰🇿🇷🇺", 4),  # a flag is two letters
        ("❤", 1),
        ("❤\ufe0f", 2),  # as an emoji
        ("1\ufe0f\u20e3", 2),
        ("\u1112\u1161\u11ab", 2),  # Hangul in letters
        ("a\u200bb", 2),  # a space without width
        ("नि", 2),
        ("Orsa’s “Dam” … – ✓ ≠ Ωд", 23),
    ],
)
def test_characters_of_several_code_points(text: str, width: int) -> None:
    """What is shown as one character is counted as one, and never cut in two."""
    assert columns(text) == width
    assert pad(text, width + 2) == text + "  "
    assert wrapped(f"{text} {text}", width) == wrapped(text, width) * 2
    assert cut(text, width) == text
    assert columns(cut(f"{text}{text}", width + 1)) <= width + 1


def test_a_long_word_is_broken_between_characters() -> None:
    """Not between an emoji and what belongs to it; one that is too wide stands alone."""
    assert wrapped("👩\u200d🚒" * 9, 8) == ["👩\u200d🚒" * 4, "👩\u200d🚒" * 4, "👩\u200d🚒"]
    assert cut("👩\u200d🚒" * 3, 4) == "👩\u200d🚒…"
    assert wrapped("\u1112" * 99, 8) == ["\u1112" * 99]  # one character, as Unicode parts them


def test_latin_text_is_measured_without_tables() -> None:
    """What we print ourselves, and text of most of Europe, needs no library; its width is the library's."""
    script = (
        "import sys\n"
        "from claimtrack.render.terminal.width import columns, cut, wrapped\n"
        "text = 'Orsa’s “Dam” … – ✓ ≠ → ◆ Ωд Żółć'\n"
        "print(columns(text) == len(text), cut(text, 9), columns(wrapped(text * 9, 20)[0]), 'wcwidth' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["True", "Orsa’s", "“…", "20", "False"]
    narrow = [chr(code) for code in range(0x20, 0x3000) if width_module._NARROW.fullmatch(chr(code))]
    assert len(narrow) > 1000
    assert [c for c in narrow if wcwidth.width(c) != 1 and unicodedata.category(c) != "Cn"] == []


def test_one_column_is_narrowed_alone_where_that_takes_fewer_lines() -> None:
    """Not where a word of it would have to be broken: then the widest are narrowed together."""
    heads = [Column("who", least=4), Column("where", least=4)]
    rows = [("Ola Reim and his aunt", "the quays"), ("the mayor", "the harbour of Veld")]
    lines = table(heads, rows, width=34).split("\n")
    assert lines[2:] == ["Ola Reim and   the quays", "his aunt", "the mayor      the harbour of Veld"]
    rows[0] = ("Ola-Reim-and-his-aunt", "the quays of the city")
    lines = table(heads, rows, width=34).split("\n")
    assert len(lines) == 6


@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=200), st.integers().map(str)), max_size=6))
def test_no_line_is_too_long(rows: list[tuple[str, str, str]]) -> None:
    """Whatever stands in the cells, every line fits, and a URL alone may not be broken."""
    for line in table(HEADS, rows).split("\n"):
        assert columns(line) <= 80 or "://" in line


@given(st.text(max_size=300), st.integers(10, 100))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    """The lines hold the words in order, each line within the width."""
    safe = shown(text)
    lines = wrapped(safe, width, first="- ")
    assert "".join("".join(line.split()) for line in lines)[1:] == "".join(safe.split())
    assert all(columns(line) <= width or "://" in line for line in lines)


def test_a_url_is_never_broken() -> None:
    """It can still be clicked."""
    url = "https://example.org/" + "x" * 100
    assert wrapped(f"see {url} there", 40) == ["see", url, "there"]


@pytest.mark.parametrize(
    ("text", "width", "found"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("漢字漢", 4, "漢…"), ("a", 0, "")]
)
def test_cutting(text: str, width: int, found: str) -> None:
    """What is cut says so, and fits."""
    assert [cut(one, 1) for one in ("ab", "漢", "a")] == ["…", "…", "a"]
    assert cut(text, width) == found
    assert columns(found) <= width


def test_padding() -> None:
    """By columns, on either side."""
    assert pad("漢", 4) == "漢  "
    assert pad("7", 3, right=True) == "  7"


def test_colour_never_stands_alone() -> None:
    """Without colour the same symbol and word are there; each status has a symbol of its own."""
    for name in STATUSES:
        assert name in Style(color=True).status(name)
        assert "\x1b" not in Style().status(name)
        assert Style().status(name) in Style(color=True).status(name)
    assert len({Style().status(name)[0] for name in STATUSES}) == len(STATUSES)
    for name in SEVERITIES:
        assert name in Style().severity(name)
    for name in STRENGTHS:
        assert name in Style().strength(name)
