"""Dates in English, from dates as they are written in the ledger. What has no plain reading is given as written."""

from __future__ import annotations

import re

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_POINT = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?([~?]?)", re.ASCII
)


def date_words(written: str) -> str:
    """A date, instant or interval in words: "5 January 2022", "January 2022", "5 January 2022 to 6 January 2022"."""
    start, slash, end = written.partition("/")
    if not slash:
        return _point(start)
    if start == "..":
        return f"until {_point(end)}"
    if end == "..":
        return f"since {_point(start)}"
    return f"{_point(start)} to {_point(end)}"


def on_date(written: str) -> str:
    """The same with its preposition: "on 5 January 2022", "in January 2022", "between ... and ..."."""
    start, slash, end = written.partition("/")
    if slash and ".." not in (start, end):
        return f"between {_point(start)} and {_point(end)}"
    if slash:
        return date_words(written)
    found = _POINT.fullmatch(written)
    return f"{'on' if found is None or found[3] else 'in'} {_point(written)}"


def moment(instant: str) -> str:
    """A 27-character UTC instant to the minute: "2022-01-06 18:00 UTC"."""
    return f"{instant[:10]} {instant[11:16]} UTC"


def _point(written: str) -> str:
    found = _POINT.fullmatch(written)
    if found is None or (found[2] and not 1 <= int(found[2]) <= 12):
        return written
    year, month, day, clock, offset, mark = found.groups()
    words = year
    if month:
        words = f"{MONTHS[int(month) - 1]} {year}"
    if day:
        words = f"{int(day)} {words}"
    if clock:
        words = f"{words}, {clock}"
    if offset:
        words += " UTC" if offset == "Z" else f" (UTC{offset})"
    if mark == "~":
        return f"about {words}"
    return f"{words} (uncertain)" if mark else words
