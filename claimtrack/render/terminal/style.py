"""Marks and colours of the terminal. Colour never stands alone: a symbol and a word say the same.

Whether there is colour is the caller's to decide; without it every function gives plain text.
"""

from __future__ import annotations

from dataclasses import dataclass

STATUS_MARKS = {
    "verified": "✓",
    "corroborated": "+",
    "disputed": "≠",
    "unverified": "?",
    "refuted": "✗",
    "withdrawn": "-",
    "on-record": "•",
}
"""Status -> the symbol that stands before its word."""

SEVERITY_MARKS = {"error": "✗", "warning": "!", "notice": "·"}
STRENGTH_MARKS = {"certain": "≠", "possible": "~"}

_RED, _GREEN, _YELLOW, _MAGENTA, _CYAN, _BOLD, _FAINT = "31", "32", "33", "35", "36", "1", "2"
_COLOURS = {
    **dict.fromkeys(("verified", "corroborated"), _GREEN),
    **dict.fromkeys(("disputed", "refuted", "error", "certain"), _RED),
    **dict.fromkeys(("unverified", "warning", "possible"), _YELLOW),
    **dict.fromkeys(("on-record", "notice"), _CYAN),
    "withdrawn": _MAGENTA,
}


@dataclass(frozen=True, slots=True)
class Style:
    """How words are marked on a terminal, with `color` or without."""

    color: bool = False

    def status(self, name: str) -> str:
        """A status: symbol and word."""
        return self._coloured(f"{STATUS_MARKS.get(name, '?')} {name}", _COLOURS.get(name))

    def severity(self, name: str) -> str:
        """A flag's severity: symbol and word."""
        return self._coloured(f"{SEVERITY_MARKS.get(name, '·')} {name}", _COLOURS.get(name))

    def strength(self, name: str) -> str:
        """A disagreement's strength: symbol and word."""
        return self._coloured(f"{STRENGTH_MARKS.get(name, '~')} {name}", _COLOURS.get(name))

    def strong(self, text: str) -> str:
        """Text that stands out; `text` must be safe to show already."""
        return self._coloured(text, _BOLD)

    def faint(self, text: str) -> str:
        """Text that stands back; `text` must be safe to show already."""
        return self._coloured(text, _FAINT)

    def _coloured(self, text: str, code: str | None) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and code else text
