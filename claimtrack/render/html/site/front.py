"""The first page of a site: the same first screen as the report's, and the ways to all the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from claimtrack.queries.report.rows import Report
from claimtrack.queries.site.overview import overview
from claimtrack.render.html.panels import drawn_blocks, panels
from claimtrack.render.html.references import held_apart
from claimtrack.render.html.site.claims import ALLEGATIONS, counts
from claimtrack.render.html.site.places import INDEX, Here, status_list
from claimtrack.render.html.site.press import File, Press
from claimtrack.render.report.sections import record
from claimtrack.render.report.wording import plural
from claimtrack.render.terminal import STATUS_MARKS

MOST = 8
"""How many disagreements, or claims of a status, the first page tells."""


def front(press: Press) -> File:
    """The first page."""
    site = press.site
    here = press.here(INDEX)
    report = _held_apart(overview(site, most=MOST), bare=press.checks)
    lists = [(name, STATUS_MARKS[name], count, status_list(name)) for name, count in counts(press).items()]
    return press.page(
        "index",
        here,
        site.story.name,
        panels=[(panel, list(_more(press, panel.id, here))) for panel in panels(report, here)],
        lists=lists,
        allegations=(site.allegation_count, status_list(ALLEGATIONS)) if site.allegation_count else (),
        claims=site.claim_count,
        sources=len(press.map.sources) if press.checks else 0,
        documents=len(press.map.documents),
        record=_record(report, here),
    )


def _held_apart(report: Report, *, bare: bool) -> Report:
    """The report with its own references told from words like them; `bare` claims hold no words."""
    if not bare:
        return held_apart(report)
    return replace(held_apart(replace(report, claims=())), claims=report.claims)


def _record(report: Report, here: Here) -> Markup:
    if report.edition not in record.SECTION.editions:
        return Markup("")
    return drawn_blocks(record.SECTION.blocks(report), here)


def _more(press: Press, panel: str, here: Here) -> Iterator[tuple[str, str]]:
    """Where the rest of a panel is: what the way says, and the way."""
    site = press.site
    if panel == "parts" and site.disagreement_count:
        yield (
            f"All {site.disagreement_count:,} disagreements, {site.open_count:,} of them open",
            here.to("disagreements.html"),
        )
    elif panel == "unknown" and site.disagreement_count:
        yield "All that is not known", here.to("disagreements.html")
    elif panel == "rests" and press.map.sources:
        yield f"All {len(press.map.sources):,} sources", here.to("sources.html")
    elif panel == "known":
        for status in ("verified", "corroborated", "refuted"):
            count = site.of_status(status)
            if count:
                yield f"{plural(count, 'claim')} {status}", here.to(status_list(status))
