"""A passage of a text in its context, with the words that it rests on marked: who, what reports, what is reported.

The marks are brackets; colour and weight are added to them, and never stand for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimtrack.domain.text import safe
from claimtrack.render.width import wrapped

Span = tuple[int, int]

MARKS = {"source": ("{", "}"), "cue": ("<", ">"), "content": ("[", "]")}
"""What the words are -> the brackets round them."""
LEGEND = "{who} <says> [what]"
_CODES = {"source": "1", "cue": "4", "content": "36"}
_LONG = 600
"""Characters of a paragraph beyond which only the sentences that matter are shown."""


def context(text: str, sentences: Sequence[Span], content: Sequence[Span], beside: Iterable[Span]) -> Span:
    """The stretch to be shown with a passage: its paragraph, or of a long one its sentences and the one before.

    `beside` are spans of who said it and how, shown where they are near.
    """
    start, end = content[0][0], content[-1][1]
    for first, last in beside:
        if start - _LONG < first and last < end + _LONG:
            start, end = min(start, first), max(end, last)
    begin, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    if stop - begin <= max(_LONG, end - start):
        return begin, stop
    near = [at for at, (first, last) in enumerate(sentences) if first < end and start < last]
    if not near:
        return max(begin, start - _LONG // 2), min(stop, end + _LONG // 2)
    before = sentences[max(near[0] - 1, 0)]
    return max(begin, min(before[0], start)), max(sentences[near[-1]][1], end)


def marked_lines(
    text: str, shown: Span, marks: Iterable[tuple[str, Span]], *, width: int, color: bool, indent: str = "  "
) -> list[str]:
    """A stretch of the text in lines, its paragraphs parted, the spans of `marks` (what, span) in brackets."""
    start, stop = shown
    wanted = [(what, first, last) for what, (first, last) in marks if first < stop and start < last]
    found: list[str] = []
    at = start
    for line in text[start:stop].split("\n"):
        if line.strip():
            found.extend(_paragraph(text, (at, at + len(line)), wanted, width, color, indent))
        at += len(line) + 1
    return found


def _paragraph(
    text: str, span: Span, marks: list[tuple[str, int, int]], width: int, color: bool, indent: str
) -> list[str]:
    pieces = _pieces(text, span, marks)
    lines = wrapped("".join(words for words, _ in pieces), width, first=indent, rest=indent)
    return _coloured(lines, pieces, len(indent)) if color else lines


def _pieces(text: str, span: Span, marks: list[tuple[str, int, int]]) -> list[tuple[str, str]]:
    """The paragraph with brackets, safe to show, in pieces, each with the codes it is coloured by."""
    begin, stop = span
    here = [(what, max(first, begin), min(last, stop)) for what, first, last in marks if first < stop and begin < last]
    edges = sorted({begin, stop, *(at for _, first, last in here for at in (first, last))})
    pieces: list[tuple[str, str]] = []
    for at, after in zip(edges, [*edges[1:], stop], strict=True):
        for what, _, last in sorted(here, key=lambda one: -one[1]):
            if last == at:
                pieces.append((MARKS[what][1], ""))
        for what, first, _ in sorted(here, key=lambda one: -one[2]):
            if first == at:
                pieces.append((MARKS[what][0], ""))
        codes = ";".join(_CODES[what] for what in _CODES if any(one == what and a <= at < b for one, a, b in here))
        words = safe("".join(" " if character.isspace() else character for character in text[at:after]))
        pieces.append((words, codes))
    return pieces


def _coloured(lines: list[str], pieces: list[tuple[str, str]], indent: int) -> list[str]:
    """The lines with the codes of their pieces: every character but white space is where it was."""
    codes = iter([code for words, code in pieces for character in words if not character.isspace()])
    coloured = []
    for line in lines:
        out, last = [line[:indent]], ""
        for character in line[indent:]:
            code = last if character.isspace() else next(codes, "")
            if code != last:
                out.append(("\x1b[0m" if last else "") + (f"\x1b[{code}m" if code else ""))
                last = code
            out.append(character)
        coloured.append("".join(out) + ("\x1b[0m" if last else ""))
    return coloured
