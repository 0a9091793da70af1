"""The checks behind our own JSON Schema formats: the same functions serve both validators, so that these agree.

They are written here because stock format checks differ between libraries, and accept what no ledger should.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC
from functools import lru_cache

from claimtrack.domain.dates import DateError, read_when
from claimtrack.domain.urls import is_web_url

_LANGUAGE = re.compile(
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})"
    r"(?:-[A-Za-z]{4})?"
    r"(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
    r"(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*"
    r"(?:-[xX](?:-[A-Za-z0-9]{1,8})+)?"
    r"|[xX](?:-[A-Za-z0-9]{1,8})+"
)


@lru_cache(maxsize=4096)
def date_fault(text: str) -> tuple[str, str] | None:
    """Why `text` is no date as records hold them, and what would be accepted; None when it is one."""
    if text != text.strip():
        return "there is white space round this date", "the date alone"
    try:
        read_when(text, UTC)
    except DateError as error:
        return error.why, error.accepted
    return None


def is_date(text: str) -> bool:
    """Whether `text` is a date, an instant or an interval that claimtrack reads, without white space round it."""
    return date_fault(text) is None


def is_language(text: str) -> bool:
    """Whether `text` is a well-formed language tag of BCP 47 (RFC 5646, without the irregular ones of old)."""
    return len(text) <= 100 and _LANGUAGE.fullmatch(text) is not None


FORMATS: dict[str, Callable[[str], bool]] = {
    "claimtrack-date": is_date,
    "claimtrack-language": is_language,
    "claimtrack-url": is_web_url,
}
"""Name of a format in the schemas -> the function that decides."""
