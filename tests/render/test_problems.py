"""Problems as lines: few one by one, many by kind, and none of them uncounted."""

import re

from hypothesis import given
from hypothesis import strategies as st

from claimtrack.problem import Problem
from claimtrack.render.problems import MOST_KINDS, MOST_PLACES, problem_lines

POINTERS = st.sampled_from(["", "/kind", "/claims/0/kind", "/claims/7/kind", "/assertions/1/chain/2/said"])
PROBLEMS = st.builds(
    Problem,
    st.just("flood.json"),
    st.none() | st.integers(1, 30),
    POINTERS,
    st.sampled_from(["this word is none of those", "column 3: this is no JSON value", "this is empty"]),
    st.none() | st.sampled_from(['"a"', '"b"']),
    st.none() | st.just("another one"),
    st.sampled_from(["word", "date", "syntax"]),
)


@given(st.lists(PROBLEMS, max_size=40), st.integers(0, 50))
def test_every_problem_is_told_or_counted(problems: list[Problem], most: int) -> None:
    """Up to `most` each has its line; of more, the counts of all kinds add up to them."""
    lines = list(problem_lines(sorted(problems), most))
    if len(problems) <= most:
        assert lines == [problem.text() for problem in sorted(problems)]
        return
    counts = (
        re.match(r"(\d+) times|and \d+ more kinds of fault, (\d+) in all", line) for line in lines if line[:2] != "  "
    )
    counted = sum(int(count[1] or count[2]) if count else 1 for count in counts)
    assert counted == len(problems)


def test_a_kind_has_its_first_places() -> None:
    """With how often it is met, whether values differ, and the first ten lines."""
    said = [Problem("a.jsonl", line, "/kind", "no such word", f'"w{line}"', "event", "word") for line in range(1, 31)]
    assert list(problem_lines(said, 20)) == [
        '30 times, such as: /kind: no such word ("w1") - event',
        "  a.jsonl: lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 20 more",
    ]


def test_items_on_one_line_are_told_by_their_pointers() -> None:
    """As in a bundle that a program wrote."""
    said = [Problem("a.json", 1, f"/claims/{number}/kind", "no such word", '"x"', None, "word") for number in range(3)]
    assert list(problem_lines(said, 0)) == [
        '3 times: /claims/*/kind: no such word ("x")',
        "  a.json: /claims/0/kind, /claims/1/kind, /claims/2/kind",
    ]


def test_however_many_kinds_the_lines_are_few() -> None:
    """Two for each of the most frequent, and one for the rest."""
    said = [Problem("a.jsonl", number, f"/x{number % 50}", "no such field", None) for number in range(1000)]
    lines = list(problem_lines(said, 50))
    assert len(lines) == 2 * MOST_KINDS + 1
    assert lines[-1] == "and 30 more kinds of fault, 600 in all"
    assert all(line.count(",") <= MOST_PLACES for line in lines)
