"""Units: whether a figure counts things (whole numbers, rounded outward) or measures something."""

from __future__ import annotations

import re

COUNTED_BY_DEFAULT = "people"
"""The unit of a figure that names none, and whose question names none."""

_MEASURES = frozenset([
    "%", "pp", "percent", "per_cent", "degree", "degrees", "°c", "°f", "celsius", "fahrenheit", "km", "kilometre",
    "kilometres", "kilometer", "kilometers", "metre", "metres", "meter", "meters", "mile", "miles", "feet", "foot",
    "inch", "inches", "hectare", "hectares", "acre", "acres", "kg", "kilogram", "kilograms", "gram", "grams",
    "tonne", "tonnes", "ton", "tons", "barrel", "barrels", "litre", "litres", "liter", "liters", "gallon",
    "gallons", "watt", "watts", "kw", "mw", "gw", "kwh", "mwh", "gwh", "twh", "second", "seconds", "minute",
    "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years", "euro", "euros",
    "dollar", "dollars", "pound", "pounds", "rouble", "roubles", "ruble", "rubles", "tenge", "yuan", "yen", "rupee",
    "rupees", "franc", "francs", "peso", "pesos", "lira", "magnitude", "points",
])  # fmt: skip
_CURRENCY = re.compile(r"[A-Z]{3}\Z")


def is_count(unit: str | None) -> bool:
    """Whether figures in `unit` (None = people) are counts."""
    if unit is None:
        return True
    return not (_CURRENCY.match(unit) or unit.casefold().replace(" ", "_") in _MEASURES)
