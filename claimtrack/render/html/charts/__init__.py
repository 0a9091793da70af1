"""The pictures of a page, one file each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from claimtrack.queries.report.compose import ReportPage
from claimtrack.render.html.charts import figures, labels, network, statuses, tolls
from claimtrack.render.html.charts.frames import Picture

PICTURES: tuple[Callable[[ReportPage], Iterator[Picture]], ...] = (
    statuses.draw,
    figures.draw,
    tolls.draw,
    network.draw,
    labels.draw,
)
"""Every picture, in the order in which a page shows them; each gives nothing where it has nothing to show."""


def pictures(page: ReportPage) -> Iterator[Picture]:
    """The pictures of a page."""
    for draw in PICTURES:
        yield from draw(page)
