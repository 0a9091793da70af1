"""When and on what occasion something was said, from the words round the cue."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from claimtrack.domain.english import MONTHS, WEEKDAYS
from claimtrack.reading.proposals import Spans
from claimtrack.reading.word_lists import lines

_MONTHS = tuple(month[:3].lower() for month in MONTHS)
DAY = f"(?:{'|'.join(WEEKDAYS)})"
"""A pattern of the name of a day of the week."""
MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
"""A pattern of the name of a month, whole or cut short."""
_WEEKDAY = re.compile(
    rf"\b(?P<last>last |the previous )?(?P<day>{DAY})\b(?! (?:times|herald|post))",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?P<word>yesterday|today|tonight|this (?:morning|afternoon|evening)|tomorrow)\b", re.IGNORECASE
)
_DAY_MONTH = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH})\b(?:,? (?P<year>\d{{4}})\b)?", re.IGNORECASE
)
_MONTH_DAY = re.compile(
    rf"\b(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>\d{{4}})\b)?", re.IGNORECASE
)


_LEADS = re.compile(
    r"\s*(?:(?:and|but|however|meanwhile|then)\b,?\s*)?(?:on|in|at|late|early|earlier|last|later|speaking|asked|during|after|before|to|via|through"
    rf"|by|from|the|a|an|his|her|its|their|yesterday|today|tonight|this|{DAY}|\d)\b",
    re.IGNORECASE,
)
_OTHER_CLAUSE = re.compile(
    r"[;:]|,\s+(?:after|when|as|since|because|where|who|which|before|while|with|and)\b"
    r"|\b(?:after|when|since|because|who|which|before|while|as)\b",
    re.IGNORECASE,
)


def beside_cue(text: str, frame: Spans, said_by: Spans) -> Spans:
    """The stretches of the frame that can say when it was said: right behind a source or cue, or led up to one.

    `said_by` are the spans of source and cue. What another clause tells of is left out: "he said, after Monday's fall".
    """
    found = []
    for start, end in frame:
        if any(start == edge for _, edge in said_by):
            cut = _OTHER_CLAUSE.search(text, start, end)
            found.append((start, cut.start() if cut else end))
        elif any(edge == end for edge, _ in said_by) and _LEADS.match(text, start, end):
            cut = re.search(r"\b(?:who|which|when|as|because|while|and|but)\b", text[start + 4 : end])
            if cut is None:
                found.append((start, end))
    return tuple(found)


def date_said(text: str, frame: Spans, published: str | None, *, future: bool = False) -> str | None:
    """The day (ISO) on which it was said, when the words of the frame tell; None when not.

    A weekday, or a day without a year, is the last one on or before the day of publication; with `future` the next
    on or after it. None for those where the day of publication is not known.
    """
    day = _day(published)
    for start, end in frame:
        stretch = _OF_A_RECORD.sub(" ", text[start:end])
        for read in (_weekday, _relative, _dated):
            found = read(stretch, day, future)
            if found is not None:
                return found.isoformat()
    return None


_OF_A_RECORD = re.compile(r"\bdated\s(?:\w+,?\s)?(?:\d{1,2}\s\w+|\w+\s\d{1,2})", re.IGNORECASE)
"""The day that a paper bears, and on which nobody said anything: "a letter dated 12 June"."""


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _weekday(stretch: str, day: date | None, future: bool) -> date | None:
    match = _WEEKDAY.search(stretch)
    if match is None or day is None:
        return None
    wanted = WEEKDAYS.index(match["day"].title())
    if future:
        return day + timedelta((wanted - day.weekday()) % 7)
    back = (day.weekday() - wanted) % 7
    return day - timedelta(7 if back == 0 and match["last"] else back)


def _relative(stretch: str, day: date | None, future: bool) -> date | None:
    match = _RELATIVE.search(stretch)
    if match is None or day is None:
        return None
    word = match["word"].lower()
    if word == "tomorrow":
        return day + timedelta(1) if future else None
    return day - timedelta(1) if word == "yesterday" else day


def _dated(stretch: str, day: date | None, future: bool) -> date | None:
    match = _DAY_MONTH.search(stretch) or _MONTH_DAY.search(stretch)
    if match is None:
        return None
    month = _MONTHS.index(match["month"].lower()[:3]) + 1
    if match["year"]:
        return _date(int(match["year"]), month, int(match["day"]))
    if day is None:
        return None
    for year in (day.year, day.year + 1) if future else (day.year, day.year - 1):
        found = _date(year, month, int(match["day"]))
        if found is not None and (found >= day if future else found <= day):
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_BEFORE_DAY = re.compile(
    r"\s+(?:(?:late|early|earlier|on|last|this)\s+)*"
    rf"(?:{DAY}|yesterday|today|tonight|tomorrow"
    rf"|\d{{1,2}}\s+{MONTH}|{MONTH}\s+\d)"
    r"\b.*$",
    re.IGNORECASE | re.DOTALL,
)


@cache
def _occasion() -> re.Pattern[str]:
    nouns = "|".join(sorted(map(re.escape, lines("occasions")), key=len, reverse=True))
    media = "|".join(sorted(map(re.escape, lines("media_of_speech")), key=len, reverse=True))
    return re.compile(
        r"\b(?:in|at|during|on|via|through|from)\s+(?:an?\s+|the\s+|his\s+|her\s+|its\s+|their\s+|this\s+|what\s+)?"
        rf"(?P<noun>(?:(?!that\b)[\w’'-]+\s+){{0,4}}?(?:{nouns}))\b(?P<tail>(?:\s+[\w’'.-]+){{0,8}})"
        rf"|\b(?P<verb>told|before)\s+(?:an?\s+|the\s+)(?P<told>(?:[\w-]+\s+){{0,2}}?(?:{nouns}))\b"
        rf"|\bon\s+(?P<media>{media})\b",
        re.IGNORECASE,
    )


_TAIL = re.compile(r"^\s+(?:on|to|with|in|at|from|before|for|of)\s+(?:the\s+|an?\s+)?[\w’'.-]+(?:\s+[\w’'.-]+){0,3}")
_STOP = re.compile(
    r"\s+(?:that|which|who|and|but|after|as|where|when|said|says|told|because|while"
    r"|published|broadcast|aired|conducted|recorded)\b.*$",
    re.DOTALL,
)
_WITH = re.compile(r"\s+(?:with|to|for|by|from)\s+")


def occasion(text: str, frame: Spans) -> tuple[str | None, tuple[int, int] | None]:
    """On what it was said ("address on state TV"), without article or day; and the span of whom it was given to.

    The second is what follows "interview with", None when nothing does.
    """
    for start, end in frame:
        for match in _occasion().finditer(text, start, end):
            if match["media"]:
                return match["media"], None
            if match["told"]:
                return match["told"], None
            tail = _STOP.sub("", _BEFORE_DAY.sub("", match["tail"] or ""))
            kept = _TAIL.match(tail)
            said = kept[0] if kept else ""
            to = _WITH.match(said)
            if to is not None:
                at = match.start("tail") + to.end()
                return match["noun"], (at, match.start("tail") + len(said))
            return match["noun"] + said, None
    return None, None
