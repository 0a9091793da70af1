"""A time as written, and the stretch of time it means: one date or instant, or an interval."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from claimtrack.domain.dates.error import DateError
from claimtrack.domain.dates.point import OPEN, Point, point_with_offset, read_point

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
            text,
            "the interval ends before it begins",
            "write the earlier date first: 2022-01-05/2022-01-06",
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


def _ends_before_it_begins(start: Point | None, end: Point | None) -> bool:
    if start is None or end is None:
        return False
    if not start.has_time and not end.has_time:
        return end.last_day < start.first_day
    return end.latest < start.earliest
