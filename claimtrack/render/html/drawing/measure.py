"""How much room words take in a drawing, in its units. Fonts differ: this is what a wide one needs, never less."""

from __future__ import annotations

from claimtrack.render.width import columns, shown

_WIDTHS = {
    **dict.fromkeys("ijlI'|.,:;! ·‘’", 0.34),
    **dict.fromkeys("()[]-rtf/", 0.42),
    **dict.fromkeys("mwMW@%—…", 0.98),
    **dict.fromkeys("ABCDEFGHKNOPQRSTUVXYZ&", 0.76),
}
_ORDINARY, _WIDE = 0.64, 0.5
BOLD = 1.1
"""How much wider bold type is."""


def wide(text: str, size: float, *, bold: bool = False) -> float:
    """The room that a text of this font size takes at most."""
    ems = sum(_WIDTHS.get(character, _ORDINARY) if character.isascii() else _other(character) for character in text)
    return ems * size * (BOLD if bold else 1)


def _other(character: str) -> float:
    return _WIDTHS.get(character, max(columns(character) * _WIDE, _ORDINARY) if columns(character) else 0)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Ledger text on one line, safe to show, cut to the room with an ellipsis in place of what was cut."""
    whole = shown(text)
    if wide(whole, size, bold=bold) <= room:
        return whole
    most = (room - wide("…", size, bold=bold)) / (size * (BOLD if bold else 1))
    used, kept = 0.0, 0
    for kept, character in enumerate(whole):  # noqa: B007 (how far it came is what is wanted)
        used += wide(character, 1)
        if used > most:
            break
    return whole[:kept].rstrip() + "…"


def two_lines(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text as `fit` gives it, but on two lines where one is too short and it can be parted between words."""
    words = shown(text).split(" ")
    first = ""
    for at, word in enumerate(words):
        longer = f"{first} {word}".lstrip()
        if wide(longer, size, bold=bold) > room:
            if first:
                return first, fit(" ".join(words[at:]), room, size, bold=bold)
            break
        first = longer
    return (fit(text, room, size, bold=bold),)


def tenth(number: float) -> float | int:
    """A coordinate to a tenth, whole numbers without a point: what a drawing needs, and no more bytes."""
    near = round(number, 1)
    return int(near) if near == int(near) else near
