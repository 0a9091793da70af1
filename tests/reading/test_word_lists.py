"""The lists of words: each says what it lists, is used, and holds no word twice."""

import re

import pytest

from claimtrack.reading.word_lists import lines
from tests.support.tree import PACKAGE, python_files

LISTS = sorted((PACKAGE / "reading" / "word_lists" / "en").glob("*.txt"), key=lambda path: path.stem)
CODE = "\n".join(path.read_text("utf-8") for path in python_files(PACKAGE))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list(path) -> None:  # type: ignore[no-untyped-def]
    """Its head says what it lists; the code asks for it by name; no line stands twice."""
    first, second, *_ = path.read_text("utf-8").splitlines()
    head = second if first == "# by line" else first
    assert re.match(r"# [A-Z].+", head)
    assert re.search(rf"[\"']{path.stem}[\"']", CODE)
    assert len(lines(path.stem)) == len(set(lines(path.stem)))
