"""Validators, built when first needed and kept, and the formats of our own that they know.

Building one type's validator builds no other's. They get their schemas from the folder alone: what is not there is not
fetched from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from claimtrack.domain.dates import DateError, read_when
from claimtrack.domain.urls import is_web_url
from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.schema.loader import PREFIX, schema, start_of

if TYPE_CHECKING:
    import jsonschema_rs


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


FILES = ("common", *RECORD_TYPES, "bundle", "ledger")
"""The schemas that `$ref` may lead to."""


@cache
def validator(name: str, pointer: str = "") -> jsonschema_rs.Draft202012Validator:
    """The validator of a schema file, or of the part of it at a JSON pointer.

    Raises ClaimtrackError if a schema is not there or damaged.
    """
    import jsonschema_rs  # 25 ms, and not every command checks a record

    try:
        return jsonschema_rs.Draft202012Validator(
            start_of(name, pointer),
            formats=FORMATS,
            validate_formats=True,
            ignore_unknown_formats=False,
            retriever=_retrieve,
        )
    except jsonschema_rs.ValidationError:
        for file in FILES:  # it holds what reading one of them raised as text alone
            schema(file)
        raise


def _retrieve(uri: str) -> dict[str, Any]:
    name = uri.removeprefix(PREFIX)
    if not uri.startswith(PREFIX) or name not in FILES:
        raise LookupError(f"{uri} is no schema of claimtrack, and nothing is fetched")
    return schema(name)
