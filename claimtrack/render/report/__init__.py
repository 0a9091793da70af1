"""The attribution report, from its rows: one file a section, one file a format for people, one for data.

A new format is a function of a report and a key in RENDERERS. A page of HTML (`render/html`) draws the same blocks.
"""

from __future__ import annotations

from collections.abc import Callable

from claimtrack.queries.report.compose import Page
from claimtrack.queries.report.views import Report
from claimtrack.render.report.data import as_report_csv, as_report_json
from claimtrack.render.report.markdown import as_markdown
from claimtrack.render.report.sections import blocks
from claimtrack.render.report.text import as_text

RENDERERS: dict[str, Callable[[Report], str]] = {
    "text": lambda report: as_text(blocks(report)),
    "markdown": lambda report: as_markdown(blocks(report)),
    "json": as_report_json,
    "csv": as_report_csv,
}
"""Format -> how a report is written in it: the choices of `report --format`."""


PAGE_FORMATS = ("html",)
"""Formats that show what only a page holds."""


def render_page(page: Page, format: str = "text") -> str:
    """A page in a format of RENDERERS, or as HTML. It ends in a line feed."""
    if format in PAGE_FORMATS:
        from claimtrack.render.html import as_html

        return as_html(page)
    return render_report(page.report, format)


def render_report(report: Report, format: str = "text") -> str:
    """The report in a format of RENDERERS. It ends in a line feed."""
    return RENDERERS[format](report)
