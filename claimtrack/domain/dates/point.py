"""One date or instant as written: a year, a month, a day or a time of day, and its mark.

Nothing is guessed: no month names, no "yesterday", no day-first or month-first forms.
"""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from claimtrack.domain.dates.axis import (
    MICROSECOND,
    day_begins,
    day_ends,
    in_utc,
    offsets,
)
from claimtrack.domain.dates.error import DateError

# fmt: off
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)
# fmt: on

#: An end of an interval that is open.
OPEN = ".."

_POINT = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?)?)?)?(?P<mark>[~?]?)"
)


class Point(NamedTuple):
    """One date or instant: one end of an interval, or both.

    `earliest` and `latest` are aware and in UTC, the days as written; `mark` is "~", "?" or "".
    """

    earliest: datetime
    latest: datetime
    first_day: date
    last_day: date
    mark: str
    has_time: bool
    has_offset: bool


def read_point(part: str, zone: tzinfo) -> Point | None:
    """Read one date or instant; None for an open end. Raises DateError for anything else."""
    if part == OPEN:
        return None
    match = _POINT.fullmatch(part)
    if not match:
        raise _not_a_date(part)
    found = match.groupdict()
    first, last = _days(part, found["year"], found["month"], found["day"])
    if found["hour"] is None:
        earliest, latest = day_begins(first, zone), day_ends(last, zone)
        if latest < earliest:
            raise DateError(
                part,
                f"there was no such day in {zone}: the calendar skipped it",
                "write a day that there was, or an instant with its offset: 2022-01-06T18:00+06:00",
            )
        return Point(earliest, latest, first, last, found["mark"], False, False)
    wall, length = _time_of_day(part, first, found)
    offset = _offset(part, found["offset"]) if found["offset"] else _zone_offset(part, wall, zone)
    return Point(
        in_utc(wall, offset),
        in_utc(wall + (length - MICROSECOND), offset),
        first,
        last,
        found["mark"],
        has_time=True,
        has_offset=found["offset"] is not None,
    )


def point_with_offset(part: str, zone: tzinfo) -> str:
    """The end as written, which `read_point` has read, with its offset if it wants one."""
    match = _POINT.fullmatch(part)
    if not match or match["hour"] is None or match["offset"]:
        return part
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    wall, _ = _time_of_day(part, day, match.groupdict())
    offset = _zone_offset(part, wall, zone)
    written = datetime.combine(date.min, time.min, timezone(offset)).isoformat()[19:]
    at = match.start("mark")
    return f"{part[:at]}{'Z' if not offset else written}{part[at:]}"


def _days(part: str, year: str, month: str | None, day: str | None) -> tuple[date, date]:
    """First and last calendar day of a year, a month or a day."""
    y, m, d = int(year), int(month or 1), int(day or 1)
    if y == 0:
        raise DateError(part, "there is no year 0000", "write a year from 0001 to 9999")
    if not 1 <= m <= 12:
        raise DateError(part, f"there is no month {month}", "write a month from 01 to 12: 2022-01")
    days = monthrange(y, m)[1]
    if not 1 <= d <= days:
        name = _MONTHS[m - 1]
        why = f"there is no day {day} in {name} {y}, which has {days} days"
        raise DateError(part, why, f"write a day that there is, such as {year}-{month}-{days}")
    if day:
        return date(y, m, d), date(y, m, d)
    if month:
        return date(y, m, 1), date(y, m, days)
    return date(y, 1, 1), date(y, 12, 31)


def _time_of_day(part: str, day: date, found: dict[str, str | None]) -> tuple[datetime, timedelta]:
    """The clock's first microsecond within what is written, and how long what is written lasts."""
    hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
    second, fraction = found["second"], found["fraction"]
    if hour > 23:
        raise DateError(part, f"there is no hour {hour}", "write 00 to 23; midnight is T00:00 of the day that begins")
    if minute > 59:
        raise DateError(part, f"there is no minute {minute}", "write 00 to 59: T18:00")
    if second and int(second) > 59:
        raise DateError(part, f"there is no second {second}", "write 00 to 59: T18:00:59")
    micros = int((fraction or "").ljust(6, "0"))
    clock = time(hour, minute, int(second or 0), micros)
    length = timedelta(minutes=1)
    if fraction:
        length = timedelta(microseconds=10 ** (6 - len(fraction)))
    elif second:
        length = timedelta(seconds=1)
    return datetime.combine(day, clock), length


def _offset(part: str, text: str) -> timedelta:
    if text == "Z":
        return timedelta(0)
    hours, minutes, seconds = (int(piece) for piece in [*text[1:].split(":"), "0"][:3])
    if hours > 23 or minutes > 59 or seconds > 59:
        raise DateError(part, f"there is no offset {text}", "write it as +06:00, -05:30 or Z")
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -offset if text[0] == "-" else offset


def _zone_offset(part: str, wall: datetime, zone: tzinfo) -> timedelta:
    """The zone's offset at a time its clocks showed; the first of two."""
    earlier, later = offsets(wall, zone)
    if earlier < later:
        raise DateError(
            part,
            f"the clocks in {zone} skipped that time",
            "write the time that they showed, or add the offset: 2022-01-06T18:00+06:00",
        )
    return earlier


def _not_a_date(part: str) -> DateError:
    """Say what comes nearest: a familiar form of another convention, or none."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?", part, re.ASCII):
        return DateError(part, "months and days have two digits", "write 2022-01-06")
    if re.match(r"[0-9]{8}(?![0-9])", part):
        return DateError(part, "no hyphens stand between year, month and day", "write 2022-01-06")
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ t]", part):
        return DateError(part, "a capital T stands between date and time", "write 2022-01-06T18:00")
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", part):
        return DateError(
            part,
            "the time of day is not written in full",
            "write 2022-01-06T18:00, with seconds (:30) and up to six decimals (.5) if they are "
            "known, and an offset: Z or +06:00",
        )
    if part.endswith(("?~", "~?", "%")):
        return DateError(part, "one mark stands after a date", "write 2022~ or 2022?")
    if re.fullmatch(r"-[0-9]{4,}.*|Y.*|[0-9]{5}(-.*)?", part):
        return DateError(part, "only the years 0001 to 9999 are read", "write 2022")
    return DateError(part, "it is not a date as claimtrack reads them")
