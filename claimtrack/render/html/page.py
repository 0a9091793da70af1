"""The attribution report as one HTML file that loads nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from markupsafe import Markup

from claimtrack.ledger.editions import EDITIONS
from claimtrack.queries.report.compose import ReportPage
from claimtrack.queries.report.page import NO_WHOLE_TEXTS, DocumentText
from claimtrack.queries.report.views import Report
from claimtrack.render.html.charts import charts
from claimtrack.render.html.claim_cards import (
    CardAssertion,
    ClaimCard,
    PageAnchors,
    claim_cards,
    page_anchors,
    source_choices,
)
from claimtrack.render.html.links import Links, link_references, links_within_page, mask_references, unmask
from claimtrack.render.html.templates import render_template, template_source
from claimtrack.render.report.blocks import Block, Fact, Grid, Heading, Item
from claimtrack.render.report.sections import SECTIONS
from claimtrack.render.report.sections.figures import is_side_by_side


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a paragraph. `anchors` are of the passages that begin here, `ends` the claims whose end here."""

    text: str
    kind: str
    status: str
    claims: tuple[int, ...]
    ends: tuple[int, ...]
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text with what is said of the passages that begin in it."""

    fragments: tuple[Fragment, ...]
    notes: tuple[tuple[ClaimCard, CardAssertion], ...]


def text_paragraphs(text: DocumentText, cards: Mapping[int, ClaimCard], anchors: PageAnchors) -> Iterator[Paragraph]:
    """The paragraphs of a text; `cards` are those of the claims that it is cut at, by number."""
    seen: set[tuple[int, int]] = set()
    for pieces in text.paragraphs:
        fragments, notes = [], []
        for piece, after in zip_longest(pieces, pieces[1:]):
            new = [key for key in piece.assertions if key not in seen]
            seen.update(new)
            status = cards[piece.claims[0]].status if piece.claims else ""
            ends = tuple(claim for claim in piece.claims if after is None or claim not in after.claims)
            places = tuple(anchors.places[key] for key in new)
            fragments.append(Fragment(piece.text, piece.kind, status, piece.claims, ends, places))
            for claim, place in new:
                card, anchor = cards[claim], anchors.places[claim, place]
                notes.extend([(card, row) for row in card.assertions if row.place == anchor][:1])
        yield Paragraph(tuple(fragments), tuple(notes))


def claims_not_in_text(text: DocumentText, cards: Mapping[int, ClaimCard]) -> list[ClaimCard]:
    """The claims that quote words which are not in a text."""
    return [cards[number] for number in dict.fromkeys(claim for claim, _ in text.lost)]


PANELS = {
    "desk": ("parts", "todo", "stands", "rests"),
    "legal": ("parts", "todo", "stands", "rests"),
    "public": ("known", "unknown"),
}
"""Edition -> the sections of the first screen of a site: what needs a decision first."""
TOLD_BY_DECISIONS = frozenset(("parts", "todo"))
"""Panels that a page leaves out, since what needs a decision stands above them."""

MOST_AT_ONCE = 4
"""How much of a panel is seen before one asks for more."""


@dataclass(frozen=True, slots=True)
class SummaryPanel:
    """One part of the first screen: its title, what is seen at once, and what is seen when asked for."""

    id: str
    title: str
    first: tuple[Markup, ...]
    more: tuple[Markup, ...]
    grid: Markup | None = None


def summary_panels(report: Report, links: Links) -> Iterator[SummaryPanel]:
    """The panels of an edition's first screen that have anything to say, of a report with masked references.

    A section with several headings has a panel for each: what was found false is not told as known.
    """
    for name in PANELS[report.edition]:
        blocks = list(SECTIONS[name].blocks(report))
        starts = [number for number, block in enumerate(blocks) if isinstance(block, Heading)]
        for number, (start, end) in enumerate(pairwise([*starts, len(blocks)]), 1):
            heading, *inside = blocks[start:end]
            assert isinstance(heading, Heading)
            grid = next((block for block in inside if isinstance(block, Grid)), None)
            lines = _block_groups(block for block in inside if not isinstance(block, Grid))
            table = render_blocks([grid], links) if grid is not None else None
            shown = tuple(render_blocks(group, links) for group in lines)
            id = name if number == 1 else f"{name}-{number}"
            yield SummaryPanel(id, heading.text, shown[:MOST_AT_ONCE], shown[MOST_AT_ONCE:], table)


def _block_groups(blocks: Iterable[Block]) -> list[list[Block]]:
    """Blocks with what hangs on each: a fact, or a deeper item, belongs to what is before it."""
    groups: list[list[Block]] = []
    for block in blocks:
        if groups and (isinstance(block, Fact) or (isinstance(block, Item) and block.level > 0)):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def render_blocks(blocks: Iterable[Block], links: Links, *, level: int = 3, fold: bool = False) -> Markup:
    """Blocks made of masked rows, as markup with links for references; `level` is that of the heading of an entry.

    With `fold` what is told of a disagreement is folded away below its heading.
    """
    kinds = [(type(block).__name__, block) for block in blocks]
    return render_template(
        "blocks.html.jinja",
        blocks=kinds,
        level=level,
        fold=fold,
        link=lambda text: link_references(text, links),
        plain=unmask,
    )


OTHER_SECTIONS = {
    "desk": ("figures", "disagreements"),
    "legal": ("figures", "words", "disagreements", "record"),
    "public": ("single",),
}
"""Edition -> the sections of the report that are drawn as they are; the others a page draws in its own way."""


def as_html(page: ReportPage) -> str:
    """The page: it works without scripts, makes no request, and holds nothing that the edition may not show."""
    report = page.report
    masked = mask_references(report)
    anchors = page_anchors(page)
    cards = claim_cards(page, anchors)
    disagreements = report.disagreements if EDITIONS[report.edition].checks else ()
    links = links_within_page(claims=len(cards), documents=len(report.documents), disagreements=len(disagreements))
    by_number = {card.number: card for card in cards}
    first = "decide" if EDITIONS[report.edition].checks else "figures"
    style = Markup(template_source("page.css") + template_source("charts.css"))
    script = Markup(template_source("page.js"))
    return str(
        render_template(
            "page.html.jinja",
            report=report,
            links=links,
            style=style,
            script=script,
            policy=_policy(style, script),
            first=first,
            first_drawn=render_blocks(SECTIONS[first].blocks(masked), links),
            panels=[panel for panel in summary_panels(masked, links) if panel.id not in TOLD_BY_DECISIONS],
            pictures=list(charts(page)),
            cards=cards,
            texts=[
                (text, list(text_paragraphs(text, by_number, anchors)))
                for text in page.texts
                if text.kept_back != NO_WHOLE_TEXTS
            ],
            lost={text.document: claims_not_in_text(text, by_number) for text in page.texts},
            rest=list(_other_sections(masked, links)),
            choices=source_choices(report, cards),
            statuses=list(dict.fromkeys(card.status for card in cards)),
            flags=list({flag.code: flag.title for flag in report.flags if flag.claims}.items()),
            documents={row.number: row for row in report.documents},
        )
    )


def _policy(style: str, script: str) -> str:
    """The Content-Security-Policy: this style and this script, known by their digests, and nothing else."""

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return (
        f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _other_sections(report: Report, links: Links) -> Iterator[tuple[str, Markup]]:
    if EDITIONS[report.edition].checks:  # what can be compared stands with the decisions, and in the pictures
        report = replace(report, figures=tuple(table for table in report.figures if not is_side_by_side(table)))
    for name in OTHER_SECTIONS[report.edition]:
        if blocks := list(SECTIONS[name].blocks(report)):
            yield name, render_blocks(blocks, links, fold=True)
