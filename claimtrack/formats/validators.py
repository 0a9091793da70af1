"""Validators, built when first needed and kept: a fast one that says yes, and the authority, asked about every no.

Building one type's validator builds no other's. Both get their schemas from the folder alone: what is not there is not
fetched from anywhere. Both use the same functions for our own formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from claimtrack.domain.words import RECORD_TYPES
from claimtrack.formats import checks
from claimtrack.formats.schemas import PREFIX, schema

if TYPE_CHECKING:
    import jsonschema
    import jsonschema_rs
    from referencing import Resource

FILES = ("common", *RECORD_TYPES, "bundle", "ledger")
"""The schemas that `$ref` may lead to."""


@cache
def fast(name: str, pointer: str = "") -> jsonschema_rs.Draft202012Validator:
    """The fast validator of a schema file, or of the part of it at a JSON pointer."""
    import jsonschema_rs  # 25 ms, and not every command checks a record

    return jsonschema_rs.Draft202012Validator(
        _start(name, pointer),
        formats=checks.FORMATS,
        validate_formats=True,
        ignore_unknown_formats=False,
        retriever=_retrieve,
    )


@cache
def authority(name: str, pointer: str = "") -> jsonschema.protocols.Validator:
    """The validator whose word counts, and whose findings are explained to people."""
    import jsonschema  # 80 ms, and only for what the fast one refuses
    from jsonschema.validators import extend
    from referencing import Registry

    def found(uri: str) -> Resource[Any]:
        from referencing.jsonschema import DRAFT202012

        return DRAFT202012.create_resource(_retrieve(uri))

    checker = jsonschema.FormatChecker(formats=())
    for format_name, accepts in checks.FORMATS.items():
        checker.checks(format_name)(_of_text(accepts))
    strict = extend(jsonschema.Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    registry: Registry[Any] = Registry(retrieve=found)  # type: ignore[call-arg]
    built: jsonschema.protocols.Validator = strict(_start(name, pointer), registry=registry, format_checker=checker)
    return built


def _start(name: str, pointer: str) -> dict[str, Any]:
    return {"$ref": f"{PREFIX}{name}#{pointer}"} if pointer else schema(name)


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

    if isinstance(instance, str) and not _compiled(pattern).search(instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)
