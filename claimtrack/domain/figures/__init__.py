"""Figures as said ("about 10", "dozens", "2,298") and the intervals they mean: grammar 1.

The grammar proposes and never guesses: what has two readings, or none, is refused with a word on
what would be accepted. What it derived is stored with the number of the grammar that derived it.
"""

from claimtrack.domain.figures.interval import FigureError, Interval, Numbers, interval, meet, numbers, widened
from claimtrack.domain.figures.read_figure import GRAMMAR, read_figure, without_increment

__all__ = [
    "GRAMMAR", "FigureError", "Interval", "Numbers", "interval", "meet", "numbers", "read_figure",
    "widened", "without_increment",
]  # fmt: skip
