"""The UTC axis: what the clocks of a zone showed, and moments as text that sorts.

Moments that lie outside the years 1 to 9999 in UTC are cut off at the end of those years.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from claimtrack.domain.dates.error import DateError

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
