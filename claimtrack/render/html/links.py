"""Where links go: within the one page, or from one page of a site to another."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, Protocol, TypeVar

from markupsafe import Markup, escape

T = TypeVar("T")

_APART = "\u034f"  # COMBINING GRAPHEME JOINER: printable, without width, and kept by every tidying
_LOOKS_LIKE_ONE = re.compile(r"(?<=[CDP])(?=\d)")
_PUT_TOGETHER = re.compile(rf"(?<=[CDP]){_APART}(?=\d)")


def held_apart(rows: T) -> T:
    """The same rows, in which no text holds what `linked` takes for a reference."""
    made: T = _held_apart(rows)
    return made


def _held_apart(value: Any) -> Any:
    if isinstance(value, str):
        return _LOOKS_LIKE_ONE.sub(_APART, value)
    if isinstance(value, tuple):
        return tuple(_held_apart(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _held_apart(getattr(value, field.name)) for field in fields(value)})
    return value


def plain(text: str) -> Markup:
    """Words made from rows held apart, put together again and escaped."""
    return escape(_PUT_TOGETHER.sub("", text))


class Links(Protocol):
    """Addresses of what a page refers to, as it writes them in `href`; "" for what is not there."""

    def claim(self, number: int) -> str:
        """A claim by its number in the report."""

    def card(self, anchor: str) -> str:
        """The lasting address of the claim of this anchor, from where it stands itself."""

    def source(self, anchor: str) -> str:
        """A source by its anchor ("S3")."""

    def document(self, number: int) -> str:
        """A document by its number."""

    def part(self, number: int) -> str:
        """A disagreement by its number."""

    def place(self, document: int, anchor: str) -> str:
        """A passage, by the number of the document and the passage's anchor."""


class OnePage:
    """Everything is on the page itself: so many claims, documents and disagreements."""

    def __init__(self, claims: int, documents: int, parts: int) -> None:
        self._claims, self._documents, self._parts = claims, documents, parts

    def claim(self, number: int) -> str:
        """A claim by its number in the report."""
        return f"#C{number}" if 0 < number <= self._claims else ""

    def card(self, anchor: str) -> str:
        """The lasting address of the claim of this anchor."""
        return f"#{anchor}"

    def source(self, anchor: str) -> str:
        """A source by its anchor."""
        return f"#{anchor}"

    def document(self, number: int) -> str:
        """A document by its number."""
        return f"#D{number}" if 0 < number <= self._documents else ""

    def part(self, number: int) -> str:
        """A disagreement by its number."""
        return f"#P{number}" if 0 < number <= self._parts else ""

    def place(self, document: int, anchor: str) -> str:
        """A passage by its anchor."""
        del document
        return f"#{anchor}"


_REFERENCE = re.compile(r"(?<!\w)(?<!\w[-‑])([CDP])(\d{1,6})(?!\w)|(?<=\d-)(C)(\d{1,6})(?!\w)")


def linked(text: str, at: Links) -> Markup:
    """Words made from rows held apart, with references to what is there made links; everything else is escaped."""
    kinds = {"C": at.claim, "D": at.document, "P": at.part}
    made = []
    done = 0
    for found in _REFERENCE.finditer(text):
        made.append(plain(text[done : found.start()]))
        where = kinds[found[1] or found[3]](int(found[2] or found[4]))
        made.append(Markup('<a href="{}">{}</a>').format(where, found[0]) if where else escape(found[0]))
        done = found.end()
    made.append(plain(text[done:]))
    return Markup("").join(made)
