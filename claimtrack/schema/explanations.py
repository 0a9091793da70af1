"""What a validator found, as problems that a person can act on: where, what stands there, what would be accepted.

Of alternatives only the one that was meant is explained, never the whole cascade.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from claimtrack.domain.english import join_list, with_article
from claimtrack.domain.records import FilePosition
from claimtrack.problem import Problem
from claimtrack.schema.limits import accepted_fields, accepted_words, fault, shown
from claimtrack.schema.loader import FORBIDDEN, Schema, field, fields, start_of
from claimtrack.schema.nesting import NESTS
from claimtrack.schema.validators import date_fault

Finding = Any
"""A jsonschema.ValidationError: its types leave open whether any of its members is there, and here all are."""

_TYPES = {
    "string": "text in quotes",
    "object": "an object in braces",
    "array": "a list in brackets",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}
_TYPE_OF = {plural: nested.type for lists in NESTS.values() for plural, nested in lists.items()}
_LEAF = ("pattern", "minLength", "maxLength", "format")


class Explainer:
    """Explains findings about one instance, a `what`. `name` and `pointer` say which part of a schema was applied."""

    def __init__(self, what: str, name: str, pointer: str, at: FilePosition) -> None:
        self.what = what
        self.name = name
        self.pointer = pointer
        self.at = at

    def problems(self, errors: Iterable[Finding]) -> list[Problem]:
        """Every fault once, in the order of the input."""
        return sorted({problem for error in errors for problem in self._one(error)})

    def _one(self, error: Finding) -> Iterator[Problem]:
        """The problems that a finding of the validator comes to, by its keyword."""
        path = list(error.absolute_path)
        keyword = error.validator
        value = error.instance
        if keyword in ("anyOf", "oneOf"):
            yield from self._alternatives(error, path)
        elif keyword == "additionalProperties":
            yield from self._unknown(error, path)
        elif keyword == "required":
            yield from self._missing(error, path)
        elif keyword == "dependentRequired":
            for owner, wanted in error.validator_value.items():
                for name in wanted if owner in value else ():
                    if name not in value:
                        message = f"{owner} belongs to {name}, and there is none"
                        yield self._problem([*path, owner], message, value[owner], None, "stray")
        elif keyword == "enum":
            if isinstance(value, str):
                yield self._word(path, value, error.validator_value)
        elif keyword == "const":
            yield self._problem(path, "this cannot stand here", value, shown(error.validator_value), "const")
        elif keyword == "type":
            yield self._kind(path, value, [error.validator_value])
        elif keyword == "minItems":
            message = "this list is empty" if not value else f"this list needs at least {error.validator_value} items"
            yield self._problem(path, message, value, self._meaning(path), "empty")
        elif keyword in ("minimum", "maximum"):
            bound = "less" if keyword == "minimum" else "more"
            yield self._problem(
                path, f"this is {bound} than {error.validator_value}", value, self._meaning(path), "range"
            )
        elif keyword in _LEAF:
            yield self._leaf(error, path)
        elif keyword == "not" and error.validator_value == {}:
            message = "this belongs to what it stands in, which needs no naming"
            yield self._problem(path, message, value, "leave it out", "nested")
        else:
            yield self._problem(path, error.message, value, self._meaning(path), "invalid")

    def _alternatives(self, error: Finding, path: list[Any]) -> Iterator[Problem]:
        """The problems of a value that fits none of several schemas: those of the one that is meant, by its type."""
        if all(set(branch) == {"required"} for branch in error.validator_value):
            if isinstance(error.instance, dict):  # of anything else its type is the fault
                yield self._one_of(error, path)
            return
        branches = groupby(error.context, key=lambda inner: inner.relative_schema_path[0])
        by_branch = [list(group) for _, group in branches]
        meant = [branch for branch in by_branch if not any(_wrong_kind(inner, error.instance) for inner in branch)]
        if meant:
            for inner in meant[0]:
                yield from self._one(inner)
            return
        found = [
            inner for branch in by_branch for inner in branch if inner.validator == "type" and not inner.relative_path
        ]
        yield self._kind(path, error.instance, [inner.validator_value for inner in found])

    def _one_of(self, error: Finding, path: list[Any]) -> Problem:
        names = [name for branch in error.validator_value for name in branch["required"]]
        if error.validator == "anyOf":
            message = f"{self._holder(path)} needs {join_list(names, 'or')}"
            return self._problem(path, message, None, "at least one of them", "missing")
        given = [name for name in names if name in error.instance]
        words = f"has {' and '.join(given)}" if given else "says nothing"
        return self._problem(
            path, f"{self._holder(path)} {words}", None, f"exactly one of {join_list(names, 'or')}", "one-of"
        )

    def _unknown(self, error: Finding, path: list[Any]) -> Iterator[Problem]:
        known = error.schema["properties"] if isinstance(error.schema, dict) else {}
        here = tuple(name for name, part in known.items() if part != FORBIDDEN)
        for name in error.instance:
            if name not in known:
                accepted = _instead_of(self.name, self.pointer, _anywhere(path), name, here)
                message = f"{self._holder(path)} has no field {shown(name, 40)}"
                yield self._problem([*path, name], message, error.instance[name], accepted, "unknown-field")

    def _missing(self, error: Finding, path: list[Any]) -> Iterator[Problem]:
        known = _fields_at(self.name, self.pointer, _anywhere(path))
        for name in error.validator_value:
            if name in error.instance:
                continue
            words = known.get(name, {}).get("description")
            if "then" in error.absolute_schema_path:
                yield self._problem(path, f"with naming named, {name} must be given", None, words, "missing")
            else:
                yield self._problem(path, f"{self._holder(path)} needs {name}", None, words, "missing")

    def _word(self, path: list[Any], value: str, words: Sequence[str]) -> Problem:
        message = f"this word is none of those for {self._title(path)}"
        return self._problem(path, message, value, accepted_words(value, words), "word")

    def _leaf(self, error: Finding, path: list[Any]) -> Problem:
        value = error.instance
        assert isinstance(error.schema, dict)
        words = error.schema.get("description") or self._meaning(path)
        if error.schema.get("format") == "claimtrack-date" and (wrong := date_fault(value)):
            return self._problem(path, wrong[0], value, wrong[1], "date")
        if not value.strip():
            return self._problem(path, "there is nothing here to read", value, words, "empty")
        title = error.schema.get("title", "")
        message = f"this is not {title}" if title[:1].islower() else "this does not have the right form"
        return self._problem(path, message, value, words, "form")

    def _problem(self, path: Sequence[Any], message: str, value: Any, accepted: str | None, code: str) -> Problem:
        return fault(self.at.below(*path), message, None if value is None else shown(value), accepted, code)

    def _holder(self, path: Sequence[Any]) -> str:
        """What lacks something or has too much: the field that holds it, or the kind of record that it is."""
        names = [step for step in path if isinstance(step, str)]
        if names and names[-1] not in _TYPE_OF:
            return names[-1]
        what = _TYPE_OF[names[-1]] if names else self.what
        return with_article(what)

    def _title(self, path: Sequence[Any]) -> str:
        return next(str(step) for step in reversed(path) if isinstance(step, str)).replace("_", " ")

    def _meaning(self, path: Sequence[Any]) -> str | None:
        """The description of the field at `path`, or of the nearest one above it that has one."""
        return _meaning_of(self.name, self.pointer, _anywhere(path))

    def _kind(self, path: Sequence[Any], value: Any, wanted: Sequence[str | Sequence[str]]) -> Problem:
        kinds = [kind for each in wanted for kind in ([each] if isinstance(each, str) else each) if kind != "null"]
        message = f"this must be {join_list((_TYPES[kind] for kind in dict.fromkeys(kinds)), 'or')}"
        return self._problem(path, message, value, self._meaning(path), "type")


_Path = tuple[str | int, ...]


def _anywhere(path: Iterable[str | int]) -> _Path:
    """A path to the first item of each list on the way: of all items the same is said."""
    return tuple(0 if isinstance(step, int) else step for step in path)


@lru_cache(maxsize=1024)
def _instead_of(name: str, pointer: str, path: _Path, unknown: str, here: tuple[str, ...]) -> str:
    """What would be accepted in place of an unknown field; `here` are the fields that there are at `path`."""
    return _one_deeper(name, pointer, path, unknown, here) or accepted_fields(unknown, here)


def _one_deeper(name: str, pointer: str, path: _Path, unknown: str, here: tuple[str, ...]) -> str | None:
    """Where a field belongs that stands one level too high; None when it is of nothing below.

    Of nested items only assertions are looked into: a note or tag has fields of the same names as much else.
    """
    inside = [outer for outer in here if outer not in _TYPE_OF]
    for outer in [*inside, *(["assertions"] if "assertions" in here else [])]:
        for step, example in (((outer, 0, unknown), '[{"%s": ...}]'), ((outer, unknown), '{"%s": ...}')):
            part = field(name, start_of(name, pointer), [*path, *step])
            if part is not None and part != FORBIDDEN:
                return f'it belongs in {outer}: "{outer}": {example % unknown}'
    return None


@lru_cache(maxsize=1024)
def _fields_at(name: str, pointer: str, path: _Path) -> dict[str, Schema]:
    return fields(name, field(name, start_of(name, pointer), path) or {})


@lru_cache(maxsize=1024)
def _meaning_of(name: str, pointer: str, path: _Path) -> str | None:
    for end in range(len(path), 0, -1):
        found = field(name, start_of(name, pointer), path[:end])
        if found and "description" in found:
            return str(found["description"])
    return None


def _wrong_kind(inner: Finding, instance: Any) -> bool:
    """Whether a finding says that the instance itself is of another kind than this alternative is for."""
    return not inner.relative_path and (
        inner.validator == "type" or (inner.validator == "const" and not isinstance(instance, str))
    )
