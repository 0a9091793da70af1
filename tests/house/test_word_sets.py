"""English words in the code of the reader: vocabulary stands in the word lists, so that sets in code become fewer."""

import ast
import re
from collections.abc import Callable

import pytest

from tests.support.tree import PACKAGE, python_files

MANY = 5
"""Words from which on several of them are a list."""
MOST_SETS = 85
MOST_ALTERNATIONS = 328
"""What there is of each: who takes one away lowers the number, and nobody raises it."""
_WORD = re.compile(r"[a-z’']+(?:[ -][a-z’']+)*")
_ALTERNATION = re.compile(rf"[a-z’']+(?:\|[a-z’']+){{{MANY - 1},}}")


def word_sets(source: str) -> list[int]:
    """The lines of code at which a set, list or tuple of many words begins."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Set | ast.Tuple | ast.List):
            words = [each.value for each in node.elts if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if len(words) >= MANY and all(map(_WORD.fullmatch, words)):
                found.append(node.lineno)
    return found


def alternations(source: str) -> list[int]:
    """The lines at which a pattern has many words, one or the other of which it finds: `(?:in|on|at|by|for)`."""
    texts = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return [each.lineno for each in texts if isinstance(each.value, str) for _ in _ALTERNATION.finditer(each.value)]


@pytest.mark.parametrize(("find", "most"), [(word_sets, MOST_SETS), (alternations, MOST_ALTERNATIONS)])
def test_words_stand_in_lists(find: Callable[[str], list[int]], most: int) -> None:
    """A new list of words is a file in `reading/word_lists/en/`, which code takes by `words`, a pattern by `one_of`."""
    reading = PACKAGE / "reading"
    found = {str(path.relative_to(reading)): find(path.read_text("utf-8")) for path in python_files(reading)}
    places = [f"{name}:{line}" for name, lines in sorted(found.items()) for line in lines]
    assert len(places) <= most, f"{len(places)} of them: " + " ".join(places)


def test_they_are_seen() -> None:
    """Sets of any kind and parts of patterns are; few words, other text and what calls lists are not."""
    seen = 'A = frozenset(["in", "on", "at", "by", "no one"])\nB = re.compile(r"\\b(?:in|on|at|by|for)\\b")\n'
    passed = 'A = ("in", "on")\nB = words("prepositions")\nC = ("A", "B", "C", "D", "E")\nD = r"a|b|c|d"\n'
    assert word_sets(seen) == [1]
    assert alternations(seen) == [2]
    assert word_sets(passed) == alternations(passed) == []
