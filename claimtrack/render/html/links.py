"""Links: where they lead within the one page, or on a site; and references in text ("C7") made into links."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from markupsafe import Markup, escape

T = TypeVar("T")

_MASK = "\u034f"  # COMBINING GRAPHEME JOINER: printable, without width, and kept by every tidying
_IN_REFERENCE = re.compile(r"(?<=[CDP])(?=\d)")
_MASKED = re.compile(rf"(?<=[CDP]){_MASK}(?=\d)")


def mask_references(rows: T) -> T:
    """The same rows, in which no text holds what `link_references` takes for a reference."""
    masked: Any = rows
    if isinstance(rows, str):
        masked = _IN_REFERENCE.sub(_MASK, rows)
    elif isinstance(rows, tuple):
        masked = tuple(map(mask_references, rows))
    elif is_dataclass(rows) and not isinstance(rows, type):
        masked = replace(rows, **{field.name: mask_references(getattr(rows, field.name)) for field in fields(rows)})
    return masked  # type: ignore[no-any-return]


def unmask(text: str) -> Markup:
    """Text made from masked rows, as it was before, escaped."""
    return escape(_MASKED.sub("", text))


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses as a page writes them in `href`, by what they lead to; "" for what is not there.

    `claim`, `document` and `disagreement` take its number in the report, `source` its anchor ("S3"), `card` the anchor
    of a claim (its lasting address), `passage` the number of its document and its own anchor. `to` takes the path of a
    page of the site from the top; `path` is that of this page.
    """

    claim: Callable[[int], str]
    card: Callable[[str], str]
    source: Callable[[str], str]
    document: Callable[[int], str]
    disagreement: Callable[[int], str]
    passage: Callable[[int, str], str]
    to: Callable[[str], str] = str
    path: str = ""


def links_within_page(*, claims: int, documents: int, disagreements: int) -> Links:
    """The links of a report that is one page, with so many claims, documents and disagreements on it."""

    def numbered(letter: str, count: int) -> Callable[[int], str]:
        return lambda number: f"#{letter}{number}" if 0 < number <= count else ""

    def anchored(anchor: str) -> str:
        return f"#{anchor}"

    return Links(
        claim=numbered("C", claims),
        card=anchored,
        source=anchored,
        document=numbered("D", documents),
        disagreement=numbered("P", disagreements),
        passage=lambda _, anchor: f"#{anchor}",
    )


_REFERENCE = re.compile(r"(?<!\w)(?<!\w[-‑])([CDP])(\d{1,6})(?!\w)|(?<=\d-)(C)(\d{1,6})(?!\w)")


def link_references(text: str, links: Links) -> Markup:
    """Text made from masked rows, with links in place of the references in it; everything else is escaped."""
    kinds = {"C": links.claim, "D": links.document, "P": links.disagreement}
    pieces = []
    end = 0
    for match in _REFERENCE.finditer(text):
        pieces.append(unmask(text[end : match.start()]))
        address = kinds[match[1] or match[3]](int(match[2] or match[4]))
        pieces.append(Markup('<a href="{}">{}</a>').format(address, match[0]) if address else escape(match[0]))
        end = match.end()
    pieces.append(unmask(text[end:]))
    return Markup("").join(pieces)
