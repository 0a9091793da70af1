"""The scale of an axis of figures: linear, or logarithmic where they span more than two orders of magnitude."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from claimtrack.queries.interval import grouped

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
        values = self._decades() if self.log else self._steps()
        every = max(math.ceil((len(values) - 1) / max(most - 1 - self.zero, 1)), 1)
        kept = values[::every]
        return [(value, _label(value)) for value in ([0.0, *kept] if self.zero else kept)]

    def _decades(self) -> list[float]:
        first, last = round(math.log10(self.low)), round(math.log10(self.high))
        return [10.0**power for power in range(first, last + 1)]

    def _steps(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * at for at in range(count + 1)]


def scale(values: Iterable[float], *, most: int = 6) -> Scale:
    """The scale on which these values lie, with about `most` round steps; at least one value is needed."""
    held = sorted(values)
    low, high = held[0], held[-1]
    positive = [value for value in held if value > 0]
    if low >= 0 and positive and high > ORDERS * positive[0]:
        first = math.floor(math.log10(positive[0]) + 1e-9)
        last = math.ceil(math.log10(high) - 1e-9)
        return Scale(10.0**first, 10.0**last, log=True, zero=low == 0)
    if 0 <= low <= high / 2:
        low = 0.0
    whole = all(value == int(value) for value in held)
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
