"""What the readers of other programs' formats share: dates, verdicts, leftovers, and records named more than once."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from claimtrack.domain.canonical_json import canonical_text
from claimtrack.domain.dates import DateError, read_when
from claimtrack.domain.records import FileItem, FilePosition, ReadNotice
from claimtrack.domain.text import key, shorten, tidy
from claimtrack.problem import Problem
from claimtrack.schema.validation import check_item

_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})[T ]+(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)"
    r" ?(?P<zone>Z|UTC|GMT|[+-][0-9]{1,2}(?::?[0-9]{2})?)?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"(?P<a>[0-9]{1,4})(?P<mark>[-/.])(?P<b>[0-9]{1,2})(?P=mark)(?P<c>[0-9]{1,4})(?:[T ](?P<time>[0-9:.]{4,15}))?"
)
_WORDED = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%d. %B %Y", "%Y/%m/%d", "%Y%m%d")
_ORDERS = {"dmy": "cba", "mdy": "cab", "ymd": "abc"}


def read_date(text: str, order: str | None = None) -> str | None:
    """A date or instant in another program's spelling, as a record has it; None where it cannot be said which it is.

    `order` ("dmy", "mdy" or "ymd") says how dates of numbers alone are written; without it only those are read of which
    one reading makes a date. A year of two digits is one of 2000 to 2069 or 1970 to 1999.
    """
    text = text.strip()
    if found := _MOMENT.fullmatch(text):
        year, month, day = found["day"].split("-")
        clock = found["time"] if found["time"].index(":") == 2 else f"0{found['time']}"
        clock, _, fraction = clock.partition(".")
        clock += f".{fraction[:6]}" if fraction else ""
        return _date(f"{year}-{month:0>2}-{day:0>2}T{clock}{_zone(found['zone'] or '')}")
    if found := _NUMBERS.fullmatch(text):
        return _date_of_numbers(found, order)
    for pattern in _WORDED:
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    return _date(text)


def date_orders(text: str) -> frozenset[str]:
    """The orders in which a date of numbers alone makes a date: of all in a column, one order is left as a rule."""
    found = _NUMBERS.fullmatch(text.strip())
    if found is None:
        return frozenset(_ORDERS)
    return frozenset(order for order in _ORDERS if _ordered(found, order) is not None)


def _date_of_numbers(found: re.Match[str], order: str | None) -> str | None:
    if order is None:
        readings = {_ordered(found, each) for each in _ORDERS} - {None}
        day = readings.pop() if len(readings) == 1 else None
    else:
        day = _ordered(found, order)
    return None if day is None else _date(f"{day}T{found['time']}" if found["time"] else day)


def _ordered(found: re.Match[str], order: str) -> str | None:
    year, month, day = (found[part] for part in _ORDERS[order])
    if len(year) not in (2, 4) or len(day) > 2 or len(month) > 2:
        return None
    if len(year) == 2:
        year = ("20" if year < "70" else "19") + year
    return _date(f"{year}-{month:0>2}-{day:0>2}")


def _zone(text: str) -> str:
    if text.upper() in ("Z", "UTC", "GMT"):
        return "Z"
    if not text:
        return ""
    hours, minutes = (
        text[1:].split(":") if ":" in text else (text[1:-2], text[-2:]) if len(text) > 3 else (text[1:], "0")
    )
    return f"{text[0]}{hours:0>2}:{minutes:0>2}"


def _date(text: str) -> str | None:
    try:
        return read_when(text, UTC).text
    except DateError:
        return None


_VERDICT_WORDS = {
    "supported": "true, correct, accurate, supported, verified, confirmed, verdadeiro, verdadero, cierto, vrai,"
    " richtig, wahr, صحيح, حقيقي",
    "refuted": "false, incorrect, inaccurate, refuted, debunked, fake, untrue, not true, totally false,"
    " completely false, hoax, pants fire, pants on fire, fake news,"
    " falso, falsa, falsch, faux, زائف, كاذب, خاطئ, خطأ, غير صحيح",
    "not-enough-evidence": "not enough evidence, no evidence, insufficient evidence, unproven, unverified, unconfirmed,"
    " unsubstantiated, unsupported",
    "conflicting-evidence": "conflicting evidence, conflicting evidence/cherrypicking",
    "missing-context": "missing context, needs context, lacks context, out of context, sem contexto, fora de contexto",
    "outdated": "outdated",
    "not-checkable": "not checkable, unverifiable",
}
VERDICTS = {word: verdict for verdict, words in _VERDICT_WORDS.items() for word in words.split(", ")}
"""A rating in words, in lower case and without hyphens -> the verdict that it surely is. "Mostly true" is none."""


def verdict_of(words: str) -> str | None:
    """The verdict that a rating in words surely is; None for steps between two, and for words not known here."""
    return VERDICTS.get(key(words).replace("-", " ").replace("_", " ").strip(" .!"))


def unmapped(words: str) -> ReadNotice:
    """What is said of a rating that is no verdict here."""
    return ReadNotice(f"Kept in its own words, and no verdict made of it: {shorten(words, 60)!r}")


def foreign_text(leftovers: Any) -> str:
    """What no field has, as the field `foreign` keeps it."""
    return canonical_text(leftovers)


FOREIGN_VALUE = "foreign value"
"""What a value that no file may have is counted as, among what a format has no place for."""
_DEEPEST = 200
"""Levels of lists and objects that are written within one another."""


def leftovers_of(item: Mapping[str, Any], no_place: Counter[str]) -> Any:
    """What `foreign` of an item holds; None when there is none, or it is not JSON.

    A value that no file may have is left out, and counted in `no_place`: a number beyond 64 bits, half a pair of
    surrogates, a list too deep in others.
    """
    try:
        leftovers = json.loads(item.get("foreign") or "null")
    except ValueError:
        return None
    except RecursionError:
        no_place[FOREIGN_VALUE] += 1
        return None
    try:
        orjson.dumps(leftovers)
    except orjson.JSONEncodeError:
        return next(_written(leftovers, no_place, 1), None)
    return leftovers


def _written(value: Any, no_place: Counter[str], depth: int) -> Iterator[Any]:
    """The value without what cannot be written in it; none where it cannot be written itself."""
    if depth < _DEEPEST and isinstance(value, list):
        yield [each for one in value for each in _written(one, no_place, depth + 1)]
        return
    if depth < _DEEPEST and isinstance(value, dict):
        kept = [(name, list(_written(each, no_place, depth + 1))) for name, each in value.items()]
        named = [(name, *each) for name, each in kept if each and list(_written(name, no_place, depth))]
        yield dict(named)
        return
    try:
        orjson.dumps(value)
    except orjson.JSONEncodeError:
        no_place[FOREIGN_VALUE] += 1
        return
    yield value


class Mentions:
    """The records that a file names more than once: of each field, what is said first stands."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, ...], dict[str, Any]] = {}
        self._spellings: dict[str, str] = {}

    def is_respelled(self, name: str) -> bool:
        """Whether a source's name will not be found again letter by letter: one that was spelled otherwise before.

        So it is of one with its qualifier in brackets, too.
        """
        return self._spellings.setdefault(key(name), name) != name or name.endswith(")") or tidy(name) != name

    def settle(self, name: tuple[str, ...], fields: Mapping[str, Any]) -> tuple[dict[str, Any], list[ReadNotice]]:
        """The fields as they were said first of this name, and a notice of each that was given otherwise now."""
        said = self._said.setdefault(name, {})
        differing = [field for field, value in fields.items() if said.setdefault(field, value) != value]
        told = [ReadNotice(f"Left out, as the file says otherwise before: {name[0]}.{field}") for field in differing]
        return {field: said[field] for field in fields}, told

    def say(self, name: tuple[str, ...], field: str, value: Any) -> None:
        """Take a value for what the file said first, whatever it was before."""
        self._said.setdefault(name, {})[field] = value


def checked(record_type: str, item: dict[str, Any], at: FilePosition) -> Iterator[FileItem | Problem]:
    """The item, or what is wrong with it."""
    problems = check_item(record_type, item, at)
    if problems:
        yield from problems
    else:
        yield FileItem(record_type, item, at)
