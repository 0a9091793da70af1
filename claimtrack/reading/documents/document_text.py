"""What a file of some other program holds: its text, where its parts begin, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The text of a document, as it is stored.

    `fragments` say where its parts begin, in order: an offset in code points, and the part as a web address names it
    (`page=3`, `t=12.5`). `fields` are those of a document record that the file states. `notices` are sentences for
    whoever gave the file: what is in it beside the text, and was not taken.
    """

    text: str
    fragments: tuple[tuple[int, str], ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


def clean(text: str) -> str:
    """Text that a ledger can hold: line feeds at line ends, no control characters, no halves of characters."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROL.sub("", _LINE_END.sub("\n", whole))
