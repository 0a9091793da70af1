"""The schemas as the reference implementation of JSON Schema for Python reads them: ours must say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from claimtrack.schema.loader import PREFIX, schema, start_of
from claimtrack.schema.validators import FILES, FORMATS


@cache
def reference_validator(name: str, pointer: str = "") -> jsonschema.protocols.Validator:
    """The validator of a schema file, or of the part of it at a JSON pointer."""
    checker = jsonschema.FormatChecker(formats=())
    for format_name in FORMATS:
        checker.checks(format_name)(_of_text(format_name))
    strict = extend(jsonschema.Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    resources = [(f"{PREFIX}{file}", DRAFT202012.create_resource(schema(file))) for file in FILES]
    registry = Registry[Any]().with_resources(resources).crawl()
    built: jsonschema.protocols.Validator = strict(start_of(name, pointer), registry=registry, format_checker=checker)
    return built


def _of_text(format_name: str) -> Any:
    return lambda value: not isinstance(value, str) or FORMATS[format_name](value)


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[Any]:
    r"""As JSON Schema means it: `$` is the end of the text, where Python would let a line feed follow."""
    meant = pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern
    if isinstance(instance, str) and re.search(meant, instance) is None:
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")
