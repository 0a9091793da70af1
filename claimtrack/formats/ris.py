"""RIS out: documents as citations for reference managers, a line a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from claimtrack.formats.csl_json import citations

_TYPES = {
    "article-newspaper": "NEWS",
    "report": "RPRT",
    "legal_case": "CASE",
    "broadcast": "MPCT",
    "post": "BLOG",
    "webpage": "ELEC",
}
"""CSL type -> RIS type; GEN for all others."""


def write(items: Iterable[tuple[str, Mapping[str, Any]]], out: BinaryIO) -> Counter[str]:
    """A citation for each document. Gives how many records of each other type have no place in it."""
    no_place = Counter[str]()
    for csl in citations(items, no_place):
        lines = (f"{tag}  - {' '.join(str(value).split())}\r\n" for tag, value in _lines(csl))
        out.write(("".join(lines) + "ER  - \r\n\r\n").encode())
    return no_place


def _lines(csl: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(csl["type"], "GEN")
    yield "ID", csl["id"]
    for author in csl.get("author", ()):
        yield "AU", author.get("literal") or ", ".join(author[part] for part in ("family", "given") if author.get(part))
    for tag, member in (("TI", "title"), ("T2", "container-title"), ("LA", "language"), ("UR", "URL")):
        if member in csl:
            yield tag, csl[member]
    issued = csl.get("issued", {})
    if parts := issued.get("date-parts"):
        first = [f"{number:02}" for number in parts[0]]
        yield "PY", first[0]
        yield "DA", "/".join(first + [""] * (4 - len(first)))
    elif issued.get("raw"):
        yield "DA", issued["raw"]
