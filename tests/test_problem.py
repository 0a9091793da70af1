"""Problems: one line each, sorted in the order of the input."""

import random

from claimtrack.problem import Problem


def test_text_has_every_part() -> None:
    """Place, pointer, message, value and what would be accepted, in that order."""
    problem = Problem("a.json", 3, "/claims/0/kind", "this word is not known", '"x"', "one of a, b", "word")
    assert problem.text() == 'a.json:3: /claims/0/kind: this word is not known ("x") - one of a, b'


def test_text_leaves_out_what_there_is_none_of() -> None:
    """No empty brackets and colons."""
    assert Problem(None, None, "", "it is empty").text() == "it is empty"
    assert Problem("a.json", None, "", "it is empty").text() == "a.json: it is empty"
    assert Problem(None, None, "/x", "it is empty", accepted="a word").text() == "/x: it is empty - a word"


def test_order_is_that_of_the_input() -> None:
    """By file, line and pointer, none first; lines as numbers."""
    problems = [
        Problem(None, None, "", "m"),
        Problem(None, None, "/a", "m"),
        Problem("a", None, "", "m"),
        Problem("a", 2, "/b", "m"),
        Problem("a", 2, "/b", "m", "v"),
        Problem("a", 2, "/b", "n"),
        Problem("a", 10, "/a", "m"),
        Problem("b", 1, "", "m"),
    ]
    mixed = problems[:]
    random.Random(1).shuffle(mixed)
    assert sorted(mixed) == problems


def test_equal_problems_are_one() -> None:
    """Values: they can stand in a set."""
    assert len({Problem("a", 1, "", "m"), Problem("a", 1, "", "m")}) == 1
