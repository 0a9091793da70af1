"""The attribution report, from its rows: one file a section, one file a format for people, one for data.

A new format is a function of a report and a key in REPORT_FORMATS. A page (`render.html.page`) draws the same blocks.
"""

from __future__ import annotations

from collections.abc import Callable

from claimtrack.queries.report.views import Report
from claimtrack.render.report.data import as_report_csv, as_report_json
from claimtrack.render.report.markdown import as_markdown
from claimtrack.render.report.sections import blocks
from claimtrack.render.report.text import as_text

REPORT_FORMATS: dict[str, Callable[[Report, bool], str]] = {
    "text": lambda report, full: as_text(blocks(report, full=full)),
    "markdown": lambda report, full: as_markdown(blocks(report, full=full)),
    "json": lambda report, _: as_report_json(report),
    "csv": lambda report, _: as_report_csv(report),
}
"""Format -> how a report is written in it; the choices of `report --format`, beside "html"."""


def render_report(report: Report, format: str = "text", *, full: bool = False) -> str:
    """A report in a format of REPORT_FORMATS. It ends in a line feed.

    `full`: text and Markdown tell every claim whole; the other formats always do.
    """
    return REPORT_FORMATS[format](report, full)
