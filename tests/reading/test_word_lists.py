"""The lists of words: each says what it lists, is used, and holds no word twice."""

import re

import pytest

from claimtrack.reading.word_lists import lines, one_of, words
from tests.support.tree import PACKAGE, python_files

LISTS = sorted((PACKAGE / "reading" / "word_lists" / "en").glob("*.txt"), key=lambda path: path.stem)
TEXTS = [path.read_text("utf-8") for path in LISTS]
INCLUDED = {
    name for text in TEXTS for pair in re.findall(r"^\+ (.+)$|\{([a-z_]+)\}", text, re.MULTILINE) for name in pair
}
CODE = "\n".join(path.read_text("utf-8") for path in python_files(PACKAGE))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list(path) -> None:  # type: ignore[no-untyped-def]
    """Its head says what it lists; the code or another list asks for it by name; it has no word twice, nor of a list
    that it includes.
    """
    first, second, *_ = text = path.read_text("utf-8").splitlines()
    by_line = first == "# by line"
    assert re.match(r"# [A-Z].+", second if by_line else first)
    assert path.stem in INCLUDED or re.search(rf"[\"']{path.stem}[\"']", CODE)
    own = [line for line in text if line.strip() and not line.startswith(("#", "+ "))]
    own = own if by_line else " ".join(own).split()
    included = [lines(line.removeprefix("+ ")) for line in text if line.startswith("+ ")]
    assert len(own) == len(set(own))
    assert not set(own) & {word for others in included for word in others}
    assert set(own) < words(path.stem) if included else set(own) == words(path.stem)


def test_no_list_holds_all_of_another_in_so_many_words() -> None:
    """It includes the other by its name, so that both are mended at once."""
    written = {path.stem: path.read_text("utf-8") for path in LISTS}
    plain = {stem: words(stem) for stem, text in written.items() if " => " not in text and " | " not in text}
    held = [
        f"{stem} holds all of {other}"
        for stem, inside in plain.items()
        for other, all_of_it in plain.items()
        if len(all_of_it) > FEW and all_of_it < inside and not includes(stem, other, written)
    ]
    assert not held


FEW = 8
"""Words up to which two lists may hold the same ones by chance."""


def includes(stem: str, other: str, written: dict[str, str]) -> bool:
    """Whether a list includes another, or one that does."""
    inner = re.findall(r"^\+ (.+)$", written[stem], re.MULTILINE)
    return other in inner or any(includes(one, other, written) for one in inner)


def test_one_of_takes_the_longer_word() -> None:
    """Of two words of which one begins with the other, the pattern finds the longer."""
    assert re.match(one_of("claim_nouns"), "claims")[0] == "claims"  # type: ignore[index]
