"""What a reader sees of a file (text, Markdown, HTML), and where each character stands. No sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Literal, get_args

from claimtrack.reading.input.html import read_html
from claimtrack.reading.input.markdown import read_markdown
from claimtrack.reading.input.text_map import PlainText, PlainTextBuilder

_LINE = re.compile(r"\r\n?|\n")
_FIRST_WORD = re.compile(r"\S+")
_WIDEST = 120
_NARROWEST = 40
_FEWEST = 3


def read_text_file(data: str) -> PlainText:
    """The text itself, without a byte order mark. A wrapped line's end is a space, so that a sentence stays whole."""
    out = PlainTextBuilder(data)
    at = 1 if data.startswith("\ufeff") else 0
    wraps = _wraps(data, at)
    if not wraps and "\r" not in data:
        out.copy(at, len(data))
        return out.done()
    for end in _LINE.finditer(data, at):
        out.copy(at, end.start())
        if end.start() in wraps:
            out.put(" ", end.start())
        elif end[0] == "\r":
            out.put("\n", end.start())
        else:
            out.copy(end.end() - 1, end.end())
        at = end.end()
    out.copy(at, len(data))
    return out.done()


def _lines(data: str, start: int) -> Iterator[tuple[int, int]]:
    for end in _LINE.finditer(data, start):
        yield start, end.start()
        start = end.end()
    yield start, len(data)


def _wraps(data: str, start: int) -> frozenset[int]:
    """Where the line ends begin that an editor set: those after which the next line's first word would not have fitted.

    Only in a file all of whose paragraphs are wrapped so, to a usual width.
    """
    width = max(last - first for first, last in _lines(data, start))
    if not _NARROWEST <= width <= _WIDEST:
        return frozenset()
    inner, wraps = 0, []
    for (first, last), following in pairwise(_lines(data, start)):
        word = _FIRST_WORD.match(data, *following)
        if word is None or not data[first:last].strip():
            continue
        inner += 1
        if last - first + 1 + len(word[0]) > width:
            wraps.append(last)
    return frozenset(wraps) if inner >= _FEWEST and len(wraps) >= 0.9 * inner else frozenset()


FileKind = Literal["text", "markdown", "html"]
KINDS: tuple[FileKind, ...] = get_args(FileKind)

_READERS: dict[FileKind, Callable[[str], PlainText]] = {
    "text": read_text_file,
    "markdown": read_markdown,
    "html": read_html,
}
_ENDINGS: dict[str, FileKind] = {
    **dict.fromkeys(("txt", "text", "pdf", "docx", "docm", "srt", "vtt", "eml"), "text"),
    **dict.fromkeys(("md", "markdown", "mdown", "mkd", "mkdn", "qmd"), "markdown"),
    **dict.fromkeys(("html", "htm", "xhtml"), "html"),
}
_LOOKED_AT = 20_000
_HTML = re.compile(
    r"\s*(?:<!doctype html|<\?xml[^>]{0,200}\?>\s*<(?:!doctype )?html|<(?:html|head|body|article|p|div|h1)\b)", re.I
)
_MARKDOWN = re.compile(
    r"^(?:#{1,6} +\S|```|~~~|\[\^?[^\]\n]{1,80}\]: |(?:={3,}|-{3,})[ \t]*$)"
    r"|\]\((?:https?://|/|#)|\*\*\S[^*\n]{0,200}\*\*",
    re.M,
)


def to_plain_text(data: str, kind: FileKind) -> PlainText:
    """What a reader sees of a file of this kind, and where it stands in the file. Takes time linear in its length."""
    return _READERS[kind](data)


def file_kind(name: str, data: str) -> FileKind:
    """The kind of a file: by the ending of its name; of a name that does not tell, by how the file begins."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    beginning = data[:_LOOKED_AT].removeprefix("\ufeff")
    if _HTML.match(beginning):
        return "html"
    return "markdown" if _MARKDOWN.search(beginning) else "text"
