"""RIS out: documents as citations for reference managers, a line a value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from claimtrack.formats.csl_json import citations, date_of

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


def _lines(csl: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "TY", _TYPES.get(str(csl["type"]), "GEN")
    yield "ID", csl["id"]
    authors = csl.get("author", ())
    for author in authors if isinstance(authors, list) else [authors] if authors else ():
        yield "AU", _author(author)
    for tag, member in (("TI", "title"), ("T2", "container-title"), ("LA", "language"), ("UR", "URL")):
        if member in csl:
            yield tag, csl[member]
    issued = csl.get("issued")
    if day := _DAY.match(date_of(issued) or ""):
        yield "PY", day[1]
        yield "DA", "/".join(part or "" for part in (*day.groups(), ""))
    elif words := issued.get("raw") or issued.get("literal") if isinstance(issued, dict) else issued:
        yield "DA", words


_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def _author(author: Any) -> Any:
    """A name as it is sorted by, the family's first."""
    if not isinstance(author, dict):
        return author
    family = [author[part] for part in ("non-dropping-particle", "family") if author.get(part)]
    given = [author[part] for part in ("given", "dropping-particle") if author.get(part)]
    parts = (" ".join(map(str, family)), " ".join(map(str, given)), author.get("suffix"))
    return author.get("literal") or ", ".join(str(part) for part in parts if part)
