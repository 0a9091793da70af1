"""What the validator found wrong, as `explanations` reads it: each finding with the part of a schema it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from claimtrack.schema.loader import PREFIX, Schema, schema
from claimtrack.schema.validators import validator


class SchemaFinding:
    """One finding: where in the value and in the schemas, the keyword that is not met, and what its schema says.

    `context` holds the findings of each alternative where none of several fits. Their `relative_path` is counted from
    the value that should fit one of them, and `branch` is the number of the alternative.
    """

    __slots__ = (
        *("branch", "context", "evaluation_path", "instance", "keyword", "keyword_value", "message"),
        *("path", "relative_path", "schema"),
    )

    def __init__(self, found: Any, above: SchemaFinding | None = None, branch: int = 0) -> None:
        """`found` is a `jsonschema_rs.ValidationError`, in the branch of the alternatives that `above` is about."""
        steps = found.schema_path
        home = found.absolute_keyword_location.partition("#")[0].removeprefix(PREFIX)
        self.path: list[str | int] = found.instance_path
        self.evaluation_path: list[str | int] = found.evaluation_path
        self.relative_path = self.path[len(above.path) :] if above else self.path
        self.branch = branch
        self.schema = _part(home, steps[:-1])
        self.keyword: str = steps[-1]
        self.keyword_value: Any = self.schema[self.keyword]
        self.instance: Any = found.instance
        self.message: str = found.message
        alternatives = getattr(found.kind, "context", ())
        self.context = [
            SchemaFinding(inner, self, number) for number, branch in enumerate(alternatives) for inner in branch
        ]


def find_faults(name: str, pointer: str, instance: Any) -> list[SchemaFinding]:
    """What is wrong with `instance` by the part of a schema file at a JSON pointer."""
    return [SchemaFinding(found) for found in validator(name, pointer).iter_errors(instance)]


def _part(home: str, steps: Iterable[str | int]) -> Schema:
    part: Any = schema(home)
    for step in steps:
        part = part[step]
    found: Schema = part
    return found
