"""The attribution report as one HTML file that asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from markupsafe import Markup

from claimtrack.queries.edition import EDITIONS
from claimtrack.queries.report import Page, Report
from claimtrack.queries.report.page import PUBLIC
from claimtrack.render.html.cards import anchors, cards, source_choices
from claimtrack.render.html.environment import drawn, source
from claimtrack.render.html.links import Links, OnePage
from claimtrack.render.html.panels import drawn_blocks, panels
from claimtrack.render.html.pictures import pictures
from claimtrack.render.html.reading import lost, paragraphs
from claimtrack.render.html.references import held_apart
from claimtrack.render.report.sections import SECTIONS

OWN = ("stands", "rests", "parts", "todo", "known", "unknown", "claimed", "claims", "opening", "sources", "documents")
"""Sections of the report that a page draws in its own way; the others are drawn as they are."""


def as_html(page: Page) -> str:
    """The page: it works without scripts, makes no request, and holds nothing that the edition may not show."""
    report = page.report
    words = held_apart(report)
    known = anchors(page)
    made = cards(page, known)
    parts = report.disagreements if EDITIONS[report.edition].checks else ()
    at = OnePage(len(made), len(report.documents), len(parts))
    by_number = {card.number: card for card in made}
    style = Markup(source("page.css") + source("pictures.css"))
    script = Markup(source("page.js"))
    return str(
        drawn(
            "page.html.jinja",
            report=report,
            at=at,
            style=style,
            script=script,
            policy=_policy(style, script),
            panels=list(panels(words, at)),
            pictures=list(pictures(page)),
            cards=made,
            texts=[(text, list(paragraphs(text, by_number, known))) for text in page.texts if text.kept_back != PUBLIC],
            lost={text.document: lost(text, by_number) for text in page.texts},
            rest=list(_rest(words, at)),
            choices=source_choices(report, made),
            statuses=list(dict.fromkeys(card.status for card in made)),
            flags=[(flag.code, flag.title) for flag in report.flags if flag.claims],
            documents={row.number: row for row in report.documents},
        )
    )


def _policy(style: str, script: str) -> str:
    """The Content-Security-Policy: this style and this script, known by their digests, and nothing else."""

    def known(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return (
        f"default-src 'none'; style-src {known(style)}; script-src {known(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _rest(report: Report, at: Links) -> Iterator[tuple[str, Markup]]:
    """The sections that are drawn as the other formats draw them, each with its name."""
    for section in SECTIONS:
        if report.edition in section.editions and section.name not in OWN:
            blocks = list(section.blocks(report))
            if blocks:
                yield section.name, drawn_blocks(blocks, at)
