"""The minutes of the entries of a page that goes on through a day, as the time of the figures that stand in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from claimtrack.reading.proposals import Proposal

_ENTRY = re.compile(
    r"^\[?(?P<hour>[01]?\d|2[0-3])(?::|\.(?!\d\d (?![ap]\.?m)(?-i:[a-z])))(?P<minute>[0-5]\d)\]?"
    r"(?:\s?(?P<half>[ap])\.?m\.?)?"
    r"(?P<zone>\s?(?:GMT|UTC))?(?=\s*$|\s+(?:[|–—-]\s*)?[^\W\d_])",
    re.IGNORECASE | re.MULTILINE,
)
"""The time that an entry begins with, as no figure does that goes on in small letters: "3.45 million".

Of the zones that a time may be given in only this one is told by its letters.
"""


def with_entry_times(proposals: Sequence[Proposal], text: str, published: str | None) -> list[Proposal]:
    """The proposals, with the minute of its entry on each figure that the page gives otherwise in another entry.

    Only where the times go one way through the page, as those of one day do, and it is known which day that was.
    """
    day = (published or "")[:10]
    entries = [(match.start(), _minute(match), match["zone"]) for match in _ENTRY.finditer(text)]
    minutes = [minute for _, minute, _ in entries]
    if len(day) < 10 or len(set(minutes)) < 2 or minutes not in (sorted(minutes), sorted(minutes, reverse=True)):
        return list(proposals)
    starts = [start for start, *_ in entries]
    given: dict[str, dict[int, set[str]]] = {}
    for one in proposals:
        at = bisect_right(starts, one.content[0][0]) - 1
        if one.question is not None and one.figure is not None:
            given.setdefault(one.question, {}).setdefault(minutes[at] if at >= 0 else -1, set()).add(one.figure)
    found = []
    for one in proposals:
        at = bisect_right(starts, one.content[0][0]) - 1
        by_minute = given.get(one.question or "", {}) if one.figure is not None and at >= 0 else {}
        if one.for_date is None and len(set().union(*by_minute.values())) > 1 and len(by_minute) > 1:
            zone = "+00:00" if entries[at][2] else ""
            one = replace(one, for_date=f"{day}T{minutes[at] // 60:02}:{minutes[at] % 60:02}{zone}")
        found.append(one)
    return found


def _minute(match: re.Match[str]) -> int:
    """The minute of the day that an entry's time says."""
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return hour * 60 + int(match["minute"])
