"""Validators, built when first needed and kept: a fast one, and the authority for all that it refuses.

Building one type's validator builds no other's. Both get their schemas from the folder alone: what is not there is not
fetched from anywhere. Both use the same functions for our own formats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from claimtrack.domain.dates import DateError, read_when
from claimtrack.domain.urls import is_web_url
from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.schema.loader import PREFIX, schema, start_of

if TYPE_CHECKING:
    import jsonschema
    import jsonschema_rs
    from referencing import Registry


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
def fast(name: str, pointer: str = "") -> jsonschema_rs.Draft202012Validator:
    """The fast validator of a schema file, or of the part of it at a JSON pointer.

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


@cache
def authority(name: str, pointer: str = "") -> jsonschema.protocols.Validator:
    """The validator whose word counts, and whose findings are explained to people."""
    import jsonschema  # 80 ms, and only for what the fast one refuses
    from jsonschema.validators import extend

    checker = jsonschema.FormatChecker(formats=())
    for format_name, accepts in FORMATS.items():
        checker.checks(format_name)(_of_text(accepts))
    strict = extend(jsonschema.Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    built: jsonschema.protocols.Validator = strict(
        start_of(name, pointer), registry=_registry(), format_checker=checker
    )
    return built


@cache
def _registry() -> Registry[Any]:
    """Every schema, looked through once: a registry that fetches is looked through anew at every `$ref`."""
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    resources = [(f"{PREFIX}{name}", DRAFT202012.create_resource(schema(name))) for name in FILES]
    return Registry[Any]().with_resources(resources).crawl()


def _retrieve(uri: str) -> dict[str, Any]:
    name = uri.removeprefix(PREFIX)
    if not uri.startswith(PREFIX) or name not in FILES:
        raise LookupError(f"{uri} is no schema of claimtrack, and nothing is fetched")
    return schema(name)


def _of_text(accepts: Any) -> Any:
    return lambda value: not isinstance(value, str) or accepts(value)


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[Any]:
    r"""As JSON Schema means it: `$` is the end of the text, where Python would let a line feed follow."""
    from jsonschema import ValidationError

    if not matches(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def matches(pattern: str, instance: Any) -> bool:
    """Whether the authority finds a pattern of JSON Schema in a value; what is no text it does not look at."""
    return not isinstance(instance, str) or _compiled(pattern).search(instance) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)
