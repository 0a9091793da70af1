"""What the fast validator found wrong, as the explanations read it: quicker by far than asking the authority again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from claimtrack.schema.loader import PREFIX, Schema, schema
from claimtrack.schema.validators import fast, matches

Kind = tuple[Any, ...]
"""What findings have in common that are explained alike: where in the schemas they, and those below them, stand."""


class FastFinding:
    """One finding, with those members of a `jsonschema.ValidationError` that `explanations` reads."""

    __slots__ = (
        *("absolute_path", "absolute_schema_path", "context", "instance", "kind", "message", "relative_path"),
        *("relative_schema_path", "schema", "validator", "validator_value"),
    )

    def __init__(self, found: Any, above: FastFinding | None = None, branch: int = 0) -> None:
        """`found` is a `jsonschema_rs.ValidationError`, in the branch of the alternatives that `above` is about."""
        steps = found.schema_path
        home = found.absolute_keyword_location.partition("#")[0].removeprefix(PREFIX)
        self.absolute_path: list[str | int] = found.instance_path
        self.absolute_schema_path: list[str | int] = found.evaluation_path
        self.relative_path = self.absolute_path[len(above.absolute_path) :] if above else self.absolute_path
        self.relative_schema_path = [branch] if above else self.absolute_schema_path
        self.schema = _part(home, steps[:-1])
        self.validator: str = steps[-1]
        self.validator_value: Any = self.schema[self.validator]
        self.instance: Any = found.instance
        self.message: str = found.message
        alternatives = getattr(found.kind, "context", ())
        self.context = [
            FastFinding(inner, self, number) for number, branch in enumerate(alternatives) for inner in branch
        ]
        self.kind: Kind = (home, *steps, *(inner.kind for inner in self.context))

    def is_sure(self) -> bool:
        """Whether the authority says the same: it has other regular expressions, so those are matched as it does."""
        if self.validator == "pattern" and matches(self.validator_value, self.instance):
            return False
        return all(inner.is_sure() for inner in self.context)


def fast_findings(name: str, pointer: str, instance: Any) -> list[FastFinding]:
    """What the fast validator finds wrong with `instance` by the part of a schema file at a JSON pointer."""
    return [FastFinding(found) for found in fast(name, pointer).iter_errors(instance)]


def kind_of(findings: Iterable[FastFinding]) -> frozenset[Kind]:
    """The kind of fault that these findings amount to, wherever in an item and with whatever values."""
    return frozenset(finding.kind for finding in findings)


def _part(home: str, steps: Iterable[str | int]) -> Schema:
    part: Any = schema(home)
    for step in steps:
        part = part[step]
    found: Schema = part
    return found
