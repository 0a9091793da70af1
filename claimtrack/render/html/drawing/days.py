"""The axis of time: where moments lie between the first and the last, and dates to write below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from claimtrack.domain.dates import DateError, read_when
from claimtrack.render.when import MONTHS

_DAY = timedelta(days=1)
_HOURS = (1, 2, 3, 6, 12)
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6)
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_MARGIN = 0.04


def moment_of(written: str | None) -> datetime | None:
    """The middle of the stretch that a date as written means; of a stretch open at one end, its other end."""
    try:
        when = read_when(written or "", UTC)
    except DateError:
        return None
    if when.earliest is None or when.latest is None:
        return when.earliest or when.latest
    return when.earliest + (when.latest - when.earliest) / 2


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of time as an axis, with a margin at both ends."""

    first: datetime
    last: datetime

    def at(self, moment: datetime) -> float:
        """The place of a moment, 0 at the left end and 1 at the right."""
        span = self.last - self.first
        share = (moment - self.first) / span if span else 0.5
        return _MARGIN + (1 - 2 * _MARGIN) * min(max(share, 0.0), 1.0)

    def ticks(self, most: int) -> list[tuple[datetime, str]]:
        """At most `most` round dates with their labels; the first, and the first of every year or day, in full.

        Where no two round dates fit: the two ends, to the minute.
        """
        for style, moments in self._candidates():
            if 1 < len(moments) <= most:
                return _labelled(style, moments)
        return _labelled("hour", list(dict.fromkeys((self.first, self.last))))

    def _candidates(self) -> Iterator[tuple[str, list[datetime]]]:
        # A step of time is tried only where it can give few enough dates: never a million hours.
        span = self.last - self.first
        day = self.first.replace(hour=0, minute=0, second=0, microsecond=0)
        if span <= 3 * _DAY:
            for hours in _HOURS if span < _DAY else ():
                step = timedelta(hours=hours)
                yield "hour", [day + step * at for at in range(96 // hours) if self._has(day + step * at)]
        if span <= 400 * _DAY:
            for days in _DAYS:
                noons = (_noon(day, days * at) for at in range(int(span / _DAY) // days + 2))
                yield "day", [noon for noon in noons if noon is not None and self._has(noon, _DAY / 2)]
        if span <= 9000 * _DAY:
            for months in _MONTHS:
                yield "month", [one for one in self._months(months) if self._has(one)]
        for years in _YEARS:
            begun = range(-(-self.first.year // years) * years, self.last.year + 1, years)
            yield "year", [datetime(year, 1, 1, tzinfo=UTC) for year in begun if year > 0]

    def _has(self, moment: datetime, beyond: timedelta = timedelta(0)) -> bool:
        """Whether a moment lies on the axis or hardly outside it; up to `beyond` after its end."""
        span = self.last - self.first
        return self.first - moment <= span / 50 and moment - self.last <= span / 50 + beyond

    def _months(self, step: int) -> Iterator[datetime]:
        for year in range(self.first.year, self.last.year + 1):
            for month in range(1, 13, step):
                yield datetime(year, month, 1, tzinfo=UTC)


def days(moments: Iterable[datetime]) -> Days:
    """The axis of these moments; at least one is needed."""
    held = sorted(moments)
    return Days(held[0], held[-1])


def _noon(day: datetime, after: int) -> datetime | None:
    try:
        return day + timedelta(days=after, hours=12)
    except OverflowError:
        return None


def _labelled(style: str, moments: list[datetime]) -> list[tuple[datetime, str]]:
    found: list[tuple[datetime, str]] = []
    before: datetime | None = None
    for one in moments:
        new_year = before is None or before.year != one.year
        new_day = new_year or before is None or before.date() != one.date()
        label = str(one.year)
        if style == "month":
            label = f"{MONTHS[one.month - 1][:3]} {one.year}" if new_year else MONTHS[one.month - 1][:3]
        elif style == "day":
            label = f"{one.day} {MONTHS[one.month - 1][:3]}" + (f" {one.year}" if new_year else "")
        elif style == "hour":
            label = f"{one:%H:%M}" + (f", {one.day} {MONTHS[one.month - 1][:3]}" if new_day else "")
        found.append((one, label))
        before = one
    return found
