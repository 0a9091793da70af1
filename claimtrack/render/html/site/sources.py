"""The pages of sources: one each, with the claims that have to do with it, and lists of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claimtrack.queries.report.rows import SourceRow
from claimtrack.render.html.site.places import IN_LIST, further, leaf, pages_of
from claimtrack.render.html.site.press import File, Press


def sources(press: Press) -> Iterator[File]:
    """A page for every source, more where its claims are many, and the lists on the way; none for the public."""
    if not press.checks:
        return
    total = len(press.map.sources)
    of = pages_of(total, IN_LIST)
    path = partial(further, "sources.html")
    held: list[tuple[int, SourceRow]] = []
    page = 1
    for number, row in enumerate(press.site.sources(), 1):
        yield from _pages(press, number, row)
        held.append((number, row))
        if len(held) == IN_LIST or number == total:
            here = press.here(path(page))
            title = f"{total:,} source{'' if total == 1 else 's'}, and what rests on each"
            yield press.page("sources", here, title, rows=held, leaf=leaf(here, page, of, path))
            held, page = [], page + 1


def _pages(press: Press, number: int, row: SourceRow) -> Iterator[File]:
    said, passed, only = frozenset(row.origin_of), frozenset(row.carries), frozenset(row.only)

    def note(claim: int) -> str:
        if claim in said:
            return "said, and nobody else" if claim in only else "said"
        return "passed on"

    count = len(said | passed)
    for here, values in press.listed(press.site.of_source(number), count, partial(press.map.source, number), note=note):
        yield press.page("source", here, row.name, number=number, row=row, **values)
