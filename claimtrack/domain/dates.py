"""Dates and instants as people write them: EDTF level 0, with `~`, `?` and open intervals, and what each means."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from claimtrack.domain.english import MONTHS
from claimtrack.domain.text import UnreadableText

__all__ = [
    "DateError", "When", "before", "from_utc_text", "overlap", "read_when", "read_zone", "utc_text", "whole_days",
    "with_offset",
]  # fmt: skip


_ACCEPTED = (
    "write 2022, 2022-01, 2022-01-06, 2022-01-06T18:00 or 2022-01-06T18:00+06:00, each with ~ "
    "(about) or ? (uncertain) after it; or an interval, 2022-01-05/2022-01-06 or ../2022-01-06"
)


class DateError(UnreadableText):
    """Text that is no date, or a date that never was."""

    def __init__(self, text: str, why: str, accepted: str = _ACCEPTED) -> None:
        super().__init__(text, why, accepted)


#: The smallest step of time here.
MICROSECOND = timedelta(microseconds=1)

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)
_UTC_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", re.ASCII)


def read_zone(name: str) -> tzinfo:
    """The time zone of an IANA name. Raises DateError if there is none."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DateError(
            name, "it is not the name of a time zone", 'write an IANA name, such as "Asia/Almaty"'
        ) from None


def utc_text(moment: datetime) -> str:
    """An aware moment as UTC text of 27 characters, which sorts as the moments do."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"a moment without a time zone: {moment!r}")
    moment = in_utc(moment.replace(tzinfo=None, fold=0), offset)
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_utc_text(text: str) -> datetime:
    """The moment, aware and in UTC, of text made by `utc_text`. Raises DateError for any other."""
    accepted = "write it as 2022-01-06T00:00:00.000000Z"
    if not _UTC_TEXT.fullmatch(text):
        raise DateError(text, "it is not UTC text of 27 characters", accepted)
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise DateError(text, f"there is no such moment: {error}", accepted) from None


def offsets(wall: datetime, zone: tzinfo) -> tuple[timedelta, timedelta]:
    """The zone's offsets before and after, at a time skipped or shown twice; else twice the one.

    Before is the greater at a time shown twice, and the smaller at one skipped.
    """
    both = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    first, second = (offset if offset is not None else timedelta(0) for offset in both)
    return first, second


def day_begins(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day, even where the clocks skip midnight or show it twice."""
    wall = datetime.combine(day, time.min)
    return in_utc(wall, offsets(wall, zone)[0])


def day_ends(day: date, zone: tzinfo) -> datetime:
    """The last microsecond of a day: before the last time that the next midnight is reached."""
    wall = datetime.combine(day, time.max)
    if day == date.max:
        return in_utc(wall, offsets(wall, zone)[1])
    return in_utc(wall, min(offsets(wall + MICROSECOND, zone)))


def in_utc(wall: datetime, offset: timedelta) -> datetime:
    """A clock's time in UTC, cut off where the years 1 and 9999 end."""
    try:
        return (wall - offset).replace(tzinfo=UTC)
    except OverflowError:
        return _EARLIEST if offset > timedelta(0) else _LATEST


#: An end of an interval that is open.
OPEN = ".."

_POINT = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?)?)?)?(?P<mark>[~?]?)"
)


class DatePoint(NamedTuple):
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


def read_point(part: str, zone: tzinfo) -> DatePoint | None:
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
        return DatePoint(earliest, latest, first, last, found["mark"], False, False)
    wall, length = _time_of_day(part, first, found)
    offset = _offset(part, found["offset"]) if found["offset"] else _zone_offset(part, wall, zone)
    return DatePoint(
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
        name = MONTHS[m - 1]
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


_MOST_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class When:
    """A time as written, and the stretch of time that it means.

    `text` is the value as written, without spaces around it. `earliest` and `latest` are aware
    and in UTC, `latest` the last microsecond of the stretch; each is None where the interval is
    open ("..") at that end. What lies outside the years 1 to 9999 in UTC is cut off there.
    `first_day` and `last_day` are calendar days as written, whatever the zone, None where open.
    `has_time` if a time of day is written, and `has_offset` if every such time has its offset.
    `approximate` (~) and `uncertain` (?) widen nothing: they are said, not worked out.
    """

    text: str
    earliest: datetime | None
    latest: datetime | None
    has_time: bool
    has_offset: bool
    uncertain: bool
    approximate: bool
    first_day: date | None
    last_day: date | None


def read_when(text: str, zone: tzinfo) -> When:
    """Read a date, an instant or an interval. Raises DateError for anything else.

    `zone` holds for bare dates and for instants without an offset. Of a time that the clocks of
    the zone showed twice the first is meant; one that they skipped is refused.
    """
    written = text.strip()
    if not written:
        raise DateError(text, "no date is given")
    if len(written) > _MOST_CHARACTERS:
        raise DateError(text, f"it has more than {_MOST_CHARACTERS} characters")
    try:
        points = [read_point(part, zone) for part in _parts(written)]
    except DateError as refused:
        raise DateError(text, refused.why, refused.accepted) from None
    start, end = points[0], points[-1]
    if len(points) == 2 and _ends_before_it_begins(start, end):
        raise DateError(
            text, "the interval ends before it begins", "write the earlier date first: 2022-01-05/2022-01-06"
        )
    closed = [point for point in points if point]
    instants = [point for point in closed if point.has_time]
    return When(
        text=written,
        earliest=start.earliest if start else None,
        latest=end.latest if end else None,
        has_time=bool(instants),
        has_offset=bool(instants) and all(point.has_offset for point in instants),
        uncertain=any(point.mark == "?" for point in closed),
        approximate=any(point.mark == "~" for point in closed),
        first_day=start.first_day if start else None,
        last_day=end.last_day if end else None,
    )


def before(a: When, b: When) -> bool:
    """Tell whether all of `a` is over when `b` begins; two bare dates compare as calendar days."""
    if not a.has_time and not b.has_time:
        return a.last_day is not None and b.first_day is not None and a.last_day < b.first_day
    return a.latest is not None and b.earliest is not None and a.latest < b.earliest


def overlap(a: When, b: When) -> bool:
    """Tell whether some moment, or of two bare dates some calendar day, may lie in both."""
    return not before(a, b) and not before(b, a)


def with_offset(text: str, zone: tzinfo) -> str:
    """The text with the zone's offset at each instant that has none; any other text unchanged.

    Raises DateError as `read_when` does. What comes back means the same in every zone, but for
    bare dates. An offset that is not of whole minutes (local mean times) is written with seconds.
    """
    when = read_when(text, zone)
    if not when.has_time or when.has_offset:
        return text
    return "/".join(point_with_offset(part, zone) for part in _parts(when.text))


@lru_cache(maxsize=4096)
def whole_days(text: str, lo: str | None, hi: str | None) -> tuple[str | None, str | None]:
    """The bounds of a date, each that is an instant moved to the end of its day, as its own offset has days.

    `text` is the date as stored, with offsets; `lo` and `hi` are the 27-character UTC text that bound it, and stay
    where no time of day is written. Raises DateError for what is no date.
    """
    first, last = (_POINT.fullmatch(part) for part in (_parts(text)[0], _parts(text)[-1]))
    if first is not None and first["hour"] is not None:
        lo = utc_text(day_begins(*_day_and_zone(first)))
    if last is not None and last["hour"] is not None:
        hi = utc_text(day_ends(*_day_and_zone(last)))
    return lo, hi


def _day_and_zone(instant: re.Match[str]) -> tuple[date, tzinfo]:
    day = date(int(instant["year"]), int(instant["month"]), int(instant["day"]))
    return day, timezone(_offset(instant[0], instant["offset"] or "Z"))


def _parts(text: str) -> list[str]:
    """The two ends of an interval as written, or the one date."""
    parts = text.split("/")
    if len(parts) > 2:
        raise DateError(text, "it has more than one slash", "write 2022-01-06, with hyphens, year first")
    if len(parts) == 2:
        if "" in parts:
            raise DateError(text, "an end of the interval is missing", "write .. for an open end")
        if parts == [OPEN, OPEN]:
            raise DateError(text, "both ends are open, so it says nothing", "give one end a date")
    elif text == OPEN:
        raise DateError(text, "an open end stands only in an interval", "write ../2022-01-06")
    return parts


def _ends_before_it_begins(start: DatePoint | None, end: DatePoint | None) -> bool:
    if start is None or end is None:
        return False
    if not start.has_time and not end.has_time:
        return end.last_day < start.first_day
    return end.latest < start.earliest
