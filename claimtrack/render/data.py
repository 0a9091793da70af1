"""Rows for machines: JSON, JSON Lines and CSV of frozen rows, under the names of their fields.

JSON holds text exactly, with what cannot be seen escaped. CSV is made safe to show, and no cell of it is a formula.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from claimtrack.domain.text import no_command, safe

_FORMULA = re.compile(r'^(?=[\t\r])|(?:^|(?<=[;\t\r\n]))(?=[ "]*[=+\-@＝＋－＠])')
"""Where a formula would begin. Where a comma is the decimal sign, cells are parted at semicolons, quoted or not."""


def to_plain(value: Any) -> Any:
    """A row as dictionaries, lists and plain values; fields in their order, absent ones as None."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        return [item if type(item) in _PLAIN else to_plain(item) for item in value]
    if (names := _field_names(kind)) is not None:
        return {name: item if type(item := getattr(value, name)) in _PLAIN else to_plain(item) for name in names}
    if isinstance(value, Mapping):
        return {str(name): item if type(item) in _PLAIN else to_plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return [to_plain(item) for item in items]
    return value


_PLAIN = frozenset({str, int, bool, type(None)})


@cache
def _field_names(kind: type) -> tuple[str, ...] | None:
    """The fields of a dataclass, in order; None of any other type."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


def as_json(value: Any, *, indent: int | None = 2) -> str:
    """One JSON document, with a line feed at its end. Control and bidi characters stand in it as escapes."""
    return _escaped(json.dumps(to_plain(value), ensure_ascii=False, indent=indent, allow_nan=False)) + "\n"


def as_jsonl(rows: Iterable[Any]) -> Iterator[str]:
    """A line of JSON for each row, each with its line feed."""
    for row in rows:
        yield as_json(row, indent=None)


def as_csv(rows: Sequence[Any], names: Sequence[str] | None = None) -> str:
    """Comma-separated values (RFC 4180) with a line of field names; lists are joined by "; ".

    `names` gives the columns, for when there may be no rows; else they are those of the first row. What is nested is
    left to JSON: a row's own fields are named "outer.inner".
    """
    flat = [_flat(to_plain(row)) for row in rows]
    heads = list(names) if names is not None else list(dict.fromkeys(name for row in flat for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if heads:
        writer.writerow([cell(head) for head in heads])
    for row in flat:
        writer.writerow([cell(row.get(head)) for head in heads])
    return out.getvalue()


def cell(value: Any) -> str:
    """A value as a cell of CSV: safe to show, and never a formula (an apostrophe is put before one)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        words = "; ".join(cell(item) if not isinstance(item, str) else item for item in value)
    elif isinstance(value, dict):
        words = json.dumps(value, ensure_ascii=False)
    else:
        words = str(value)
    defused = safe(_FORMULA.sub("'", words), lines=True)
    return "\n".join(no_command(line) for line in defused.split("\n"))


def _flat(row: Any, prefix: str = "") -> dict[str, Any]:
    if not isinstance(row, dict):
        return {prefix.rstrip(".") or "value": row}
    columns: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            columns.update(_flat(value, f"{prefix}{name}."))
        else:
            columns[prefix + name] = value
    return columns


def _escaped(text: str) -> str:
    if text.isascii() and "\x7f" not in text:
        return text
    return _NOT_PLAIN.sub(lambda match: match[0] if safe(match[0]) == match[0] else _unit(match[0]), text)


_NOT_PLAIN = re.compile(r"[^\n\x20-\x7e]")


def _unit(character: str) -> str:
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
