"""The charts of a page, one file each, with their geometry. What is charted is decided in `queries.report`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from claimtrack.queries.report.compose import ReportPage
from claimtrack.render.html.charts import intervals, labels, network, status_bar, timeline
from claimtrack.render.html.charts.svg import Chart

CHARTS: tuple[Callable[[ReportPage], Iterator[Chart]], ...] = (
    status_bar.draw,
    intervals.draw,
    timeline.draw,
    network.draw,
    labels.draw,
)
"""Every picture, in the order in which a page shows them; each gives nothing where it has nothing to show."""


def charts(page: ReportPage) -> Iterator[Chart]:
    """The pictures of a page."""
    for draw in CHARTS:
        yield from draw(page)
