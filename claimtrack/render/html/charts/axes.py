"""The axis of time: where moments lie between the first and the last, and dates to write below it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise

from claimtrack.domain.dates import DateError, read_when
from claimtrack.domain.english import MONTHS
from claimtrack.queries.views import grouped

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


def day_of(written: str) -> tuple[datetime, datetime] | None:
    """The first and the last second of a day written without an hour; None for any other date."""
    try:
        when = read_when(written, UTC)
    except DateError:
        return None
    if when.has_time or when.earliest is None or when.latest is None or when.latest - when.earliest > _DAY:
        return None
    return whole_day(when.earliest)


def whole_day(moment: datetime) -> tuple[datetime, datetime]:
    """The first and the last second of the day of a moment."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0), moment.replace(hour=23, minute=59, second=59)


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
                yield "hour", [day + step * count for count in range(96 // hours) if self._has(day + step * count)]
        if span <= 400 * _DAY:
            for days in _DAYS:
                noons = (_noon(day, days * count) for count in range(int(span / _DAY) // days + 2))
                yield "day", [noon for noon in noons if noon is not None and self._has_day(noon)]
        if span <= 9000 * _DAY:
            for months in _MONTHS:
                begun = range(self.first.year, self.last.year + 1)
                firsts = (datetime(year, month, 1, tzinfo=UTC) for year in begun for month in range(1, 13, months))
                yield "month", [month for month in firsts if self._has(month)]
        for years in _YEARS:
            begun = range(-(-self.first.year // years) * years, self.last.year + 1, years)
            yield "year", [datetime(year, 1, 1, tzinfo=UTC) for year in begun if year > 0]

    def _has(self, moment: datetime) -> bool:
        """Whether a moment lies on the axis or hardly outside it."""
        span = self.last - self.first
        return self.first - moment <= span / 50 and moment - self.last <= span / 50

    def _has_day(self, noon: datetime) -> bool:
        """Whether the noon of a day lies on the axis or hardly before it, or the axis ends on its morning."""
        return self.first - noon <= (self.last - self.first) / 50 and noon - self.last <= _DAY / 2


def days(moments: Iterable[datetime]) -> Days:
    """The axis of these moments; at least one is needed."""
    ordered = sorted(moments)
    return Days(ordered[0], ordered[-1])


def _noon(day: datetime, after: int) -> datetime | None:
    try:
        return day + timedelta(days=after, hours=12)
    except OverflowError:
        return None


def _labelled(style: str, moments: list[datetime]) -> list[tuple[datetime, str]]:
    labels: list[tuple[datetime, str]] = []
    for before, moment in zip([None, *moments], moments, strict=False):
        new_year = before is None or before.year != moment.year
        new_day = before is None or before.date() != moment.date()
        month = MONTHS[moment.month - 1][:3]
        label = str(moment.year)
        if style == "month":
            label = f"{month} {moment.year}" if new_year else month
        elif style == "day":
            label = f"{moment.day} {month}" + (f" {moment.year}" if new_year else "")
        elif style == "hour":
            label = f"{moment:%H:%M}" + (f", {moment.day} {month}" if new_day else "")
        labels.append((moment, label))
    return labels


ORDERS = 100
"""How many times the smallest the largest may be on a linear axis."""

_ZERO = 0.08
"""The share of a logarithmic axis that lies between zero and its first decade."""

_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))


@dataclass(frozen=True, slots=True)
class Scale:
    """Where figures lie between the two ends of an axis. `zero`: a logarithmic axis that begins with a place for 0."""

    low: float
    high: float
    log: bool = False
    zero: bool = False
    step: float = 1.0

    def at(self, value: float) -> float:
        """The place of a value, 0 at the left end and 1 at the right; what lies outside is at the nearer end."""
        if not self.log:
            return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)
        begin = _ZERO if self.zero else 0.0
        if value <= 0:
            return 0.0
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return begin + (1 - begin) * min(max(share, 0.0), 1.0)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """At most `most` round values with their labels, in order; both ends of the axis are among them if they fit."""
        if self.log:
            first, last = round(math.log10(self.low)), round(math.log10(self.high))
            values = [10.0**power for power in range(first, last + 1)]
        else:
            steps = round((self.high - self.low) / self.step)
            values = [self.low + self.step * count for count in range(steps + 1)]
        every = max(math.ceil((len(values) - 1) / max(most - 1 - self.zero, 1)), 1)
        kept = values[::every]
        return [(value, _label(value)) for value in ([0.0, *kept] if self.zero else kept)]


def scale(values: Iterable[float], *, most: int = 6) -> Scale:
    """The scale on which these values lie, with about `most` round steps; at least one value is needed."""
    ordered = sorted(values)
    low, high = ordered[0], ordered[-1]
    positive = [value for value in ordered if value > 0]
    if low >= 0 and positive and high > ORDERS * positive[0]:
        first = math.floor(math.log10(positive[0]) + 1e-9)
        last = math.ceil(math.log10(high) - 1e-9)
        first, last = first - (10.0**first > positive[0]), last + (10.0**last < high)
        return Scale(10.0**first, 10.0**last, log=True, zero=low == 0)
    if 0 <= low <= high / 2:
        low = 0.0
    whole = all(value == int(value) for value in ordered)
    step = _round_step((high - low) / most, at_least=1.0 if whole else 0.0, near=max(abs(low), abs(high)))
    first_step, last_step = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if first_step == last_step:
        first_step, last_step = max(first_step - 1, 0) if low >= 0 else first_step - 1, last_step + 1
    return Scale(first_step * step, last_step * step, step=step)


def _round_step(wanted: float, *, at_least: float, near: float) -> float:
    """1, 2 or 5 times a power of ten, not less than wanted, and not so small that it is lost beside the values."""
    wanted = max(wanted or near / 10, at_least, near * 1e-6) or 1.0
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= wanted * (1 - 1e-9))


def _label(value: float) -> str:
    for size, letters in _SCALES:
        short = f"{value / size:.4g}"
        if abs(value) >= size and float(short) * size == value:
            return short + letters
    return grouped(f"{value:.9f}".rstrip("0").rstrip("."))


def spread(wanted: Sequence[float], rooms: Sequence[float]) -> list[float]:
    """The places nearest to those wanted (by least squares) that keep their order and their room.

    A place takes half of its room on either side. The list is in the order in which places stand.
    """
    before = list(accumulate(((one + other) / 2 for one, other in pairwise(rooms)), initial=0.0))[: len(rooms)]
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, before, strict=True):
        total, count = want - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            last = blocks.pop()
            total, count = total + last[0], count + last[1]
        blocks.append((total, count))
    starts = [total / count for total, count in blocks for _ in range(count)]
    return [start + offset for start, offset in zip(starts, before, strict=True)]
