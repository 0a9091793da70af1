"""The kinds of file that can be read, and telling which one a file is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, get_args

from claimtrack.reading.plain.html_page import html_page
from claimtrack.reading.plain.map import Plain
from claimtrack.reading.plain.markdown import markdown
from claimtrack.reading.plain.plain_text import plain_text

Kind = Literal["text", "markdown", "html"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_READERS: dict[Kind, Callable[[str], Plain]] = {"text": plain_text, "markdown": markdown, "html": html_page}
_ENDINGS: dict[str, Kind] = {
    **dict.fromkeys(("txt", "text"), "text"),
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


def plain(data: str, kind: Kind) -> Plain:
    """What a reader sees of a file of this kind, and where it stands in the file. Takes time linear in its length."""
    return _READERS[kind](data)


def kind_of(name: str, data: str) -> Kind:
    """The kind of a file: by the ending of its name; of a name that does not tell, by how the file begins."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    beginning = data[:_LOOKED_AT].removeprefix("\ufeff")
    if _HTML.match(beginning):
        return "html"
    return "markdown" if _MARKDOWN.search(beginning) else "text"
