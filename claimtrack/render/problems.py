"""Problems with user data as lines for people: each with its place, or, of very many, each kind with its count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimtrack.problem import Problem

MOST_KINDS = 20
"""Kinds of fault that are told; beyond, only how many there are."""
MOST_PLACES = 10
"""Places that are told of each."""

_INDEX = re.compile(r"/[0-9]+(?=/|$)")
_COLUMN = re.compile(r"^column [0-9]+: ")
_OF_ONE_RECORD = frozenset({"differs", "ambiguous", "reworded", "places", "ring", "void", "date", "figure"})
"""Codes of problems whose message speaks of the record or value at fault: they are of one kind whatever it says."""


def problem_lines(problems: Sequence[Problem], most: int) -> Iterator[str]:
    """A line for each of sorted problems; of more than `most`, two lines for each kind, the most frequent first."""
    if len(problems) <= most:
        yield from (problem.text() for problem in problems)
        return
    kinds: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(_kind(problem), []).append(problem)
    ordered = sorted(kinds.values(), key=len, reverse=True)
    for alike in ordered[:MOST_KINDS]:
        yield from _kind_lines(alike)
    rest = ordered[MOST_KINDS:]
    if rest:
        yield f"and {len(rest):,} more kinds of fault, {sum(map(len, rest)):,} in all"


def _kind(problem: Problem) -> tuple[str, str, str]:
    message = "" if problem.code in _OF_ONE_RECORD else _COLUMN.sub("", problem.message)
    return problem.code, _shape(problem.pointer), message


def _shape(pointer: str) -> str:
    """A pointer with a star for the number of every item of a list on its way."""
    return _INDEX.sub("/*", pointer)


def _kind_lines(alike: Sequence[Problem]) -> Iterator[str]:
    first = alike[0]
    if len(alike) == 1:
        yield first.text()
        return
    same = {(_COLUMN.sub("", each.message), each.value) for each in alike}
    message = _COLUMN.sub("", first.message)
    told = replace(first, file=None, line=None, pointer=_shape(first.pointer), message=message).text()
    yield f"{len(alike):,} times{'' if len(same) == 1 else ', such as'}: {told}"
    yield f"  {_places(alike)}"


def _places(alike: Sequence[Problem]) -> str:
    """Where the first of some problems stand: the lines, or the pointers where all stand on one."""
    places = list(dict.fromkeys(str(each.line) for each in alike if each.line is not None))
    named = "lines "
    if len(places) < 2:
        places = list(dict.fromkeys(each.pointer or "/" for each in alike))
        named = ""
    left = len(places) - MOST_PLACES
    file = f"{alike[0].file}: " if alike[0].file is not None else ""
    return file + named + ", ".join(places[:MOST_PLACES]) + (f" and {left:,} more" if left > 0 else "")
