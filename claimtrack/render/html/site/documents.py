"""The pages of documents: one each, with its text where that may be shown, and lists of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from claimtrack.queries.report.rows import DocumentRow
from claimtrack.queries.site import DocumentPage
from claimtrack.render.html.cards import Anchors
from claimtrack.render.html.reading import lost, paragraphs
from claimtrack.render.html.site.places import IN_LIST, further, leaf, pages_of
from claimtrack.render.html.site.press import File, Press


@dataclass(frozen=True, slots=True)
class _Listed:
    row: DocumentRow
    claims: int


def documents(press: Press) -> Iterator[File]:
    """A page for every document, more where its claims are many, and the lists on the way."""
    total = len(press.map.documents)
    of = pages_of(total, IN_LIST)
    path = partial(further, "documents.html")
    held: list[_Listed] = []
    page = 1
    for found in press.site.documents():
        yield from _pages(press, found)
        held.append(_Listed(found.document, found.claims))
        if len(held) == IN_LIST or found.document.number == total:
            here = press.here(path(page))
            title = f"{total:,} document{'' if total == 1 else 's'}"
            yield press.page("documents", here, title, rows=held, leaf=leaf(here, page, of, path))
            held, page = [], page + 1


def _pages(press: Press, found: DocumentPage) -> Iterator[File]:
    row = found.document
    title = row.title or f"Document {row.number}"
    path = partial(press.map.document, row.number)
    shown: dict[str, Any] = {"paragraphs": [], "lost": []}
    if found.text is not None:
        made = {claim.number: press.card(claim) for claim in found.quoting}
        known = Anchors()
        for claim in found.quoting:
            known.places.update(press.anchors(claim).places)
        shown = {"paragraphs": list(paragraphs(found.text, made, known)), "lost": lost(found.text, made)}
    pages = press.listed(press.site.in_document(row.number), found.claims, path)
    for page, (here, values) in enumerate(pages, 1):
        text = found.text if page == 1 else None
        yield press.page("document", here, title, row=row, text=text, claims=found.claims, **shown, **values)
