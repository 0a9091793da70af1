"""A story as a small static site, for ledgers too big for one page: the files of all its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import Any

from claimtrack.domain.english import plural
from claimtrack.queries.report.compose import STATUS_ORDER
from claimtrack.queries.report.views import ReportDisagreement, ReportDocument, ReportSource
from claimtrack.queries.site.collect import overview
from claimtrack.queries.site.site import Site
from claimtrack.queries.site.staging import ClaimHeading, DocumentPage
from claimtrack.queries.views import Claim
from claimtrack.render.html.claim_cards import ClaimCard, PageAnchors
from claimtrack.render.html.links import Links, mask_references
from claimtrack.render.html.page import claims_not_in_text, render_blocks, summary_panels, text_paragraphs
from claimtrack.render.html.site_pages import (
    DISAGREEMENTS_A_PAGE,
    INDEX,
    LINES_A_PAGE,
    MARKER,
    STYLE,
    TOP_NAMES,
    SiteBuilder,
    SiteFile,
    folder_page,
    pages_of,
    record_page,
    status_list,
)
from claimtrack.render.html.templates import template_source
from claimtrack.render.report.blocks import Block, Fact
from claimtrack.render.report.sections import SECTIONS
from claimtrack.render.report.sections.disagreements import disagreement, update_item
from claimtrack.render.report.sections.summary import unsettled
from claimtrack.render.report.wording import refs
from claimtrack.render.terminal.style import STATUS_MARKS

__all__ = ["MARKER", "TOP_NAMES", "SiteFile", "site_files"]


ALLEGATIONS = "allegations"
ListedClaims = list[tuple[ClaimHeading, str]]
"""The claims of a page of a list, each with what else there is to say of it there."""


def status_counts(builder: SiteBuilder) -> dict[str, int]:
    """How many claims have each status, those without one left out, in the order of the report."""
    return {status: count for status in STATUS_ORDER if (count := builder.site.of_status(status))}


def claim_pages(builder: SiteBuilder) -> Iterator[SiteFile]:
    """A page for every claim and, since they come by status, the lists of claims of a status in between."""
    counts = status_counts(builder)
    lines: ListedClaims = []
    page, status = 1, ""
    for entry in builder.site.claims():
        card = builder.card(entry.claim, entry.parts)
        if card.status != status or len(lines) == LINES_A_PAGE:
            if lines:
                yield _status_list(builder, status, page, counts[status], lines)
            page = page + 1 if card.status == status else 1
            status, lines = card.status, []
        links = builder.links(record_page("claims", entry.claim.id))
        number = entry.claim.number
        yield builder.page(
            "claim",
            links,
            f"C{number}: {entry.claim.text}",
            card=card,
            record=entry.claim.id,
            before=links.claim(number - 1) if number > 1 else "",
            after=links.claim(number + 1),
            listed=links.to(status_list(status, page)),
        )
        lines.append(_claim_line(entry.claim, card))
    if lines:
        yield _status_list(builder, status, page, counts[status], lines)
    yield _status_lists(builder, counts)
    yield from _allegations(builder)


def _claim_line(claim: Claim, card: ClaimCard) -> tuple[ClaimHeading, str]:
    note = card.assertions[0].sentence if card.assertions else "Nobody is recorded as saying it."
    more = len(card.assertions) - 1
    note += f" And {more} more." if more > 0 else ""
    return ClaimHeading(claim.number, claim.id, claim.text, card.status, claim.allegation), note


def _status_list(builder: SiteBuilder, status: str, page: int, count: int, lines: ListedClaims) -> SiteFile:
    title = f"{status.replace('-', ' ').capitalize()}: {plural(count, 'claim')}"
    pages = pages_of(count, LINES_A_PAGE)
    return builder.list_page("list", partial(status_list, status), page, pages, title, lines=lines, lead="")


def _status_lists(builder: SiteBuilder, counts: dict[str, int]) -> SiteFile:
    links = builder.links("lists/claims.html")
    lists = [(status, STATUS_MARKS[status], count, links.to(status_list(status))) for status, count in counts.items()]
    alleged = builder.site.allegation_count
    return builder.page(
        "claims",
        links,
        plural(builder.site.claim_count, "claim"),
        lists=lists,
        alleged=alleged,
        allegations=links.to(status_list(ALLEGATIONS)) if alleged else "",
    )


def _allegations(builder: SiteBuilder) -> Iterator[SiteFile]:
    count = builder.site.allegation_count
    if not count:
        return
    lead = "Claims that allege wrongdoing. Each says of whom, and what came of asking them for a reply."
    claims, path = builder.site.allegations(), partial(status_list, ALLEGATIONS)
    yield from builder.claim_list("list", f"Allegations: {count:,}", claims, count, path, lead=lead)


def document_pages(builder: SiteBuilder) -> Iterator[SiteFile]:
    """A page for every document, more where its claims are many, and lists of them."""
    total = len(builder.site.document_ids)
    documents = builder.site.documents()
    for page in range(1, pages_of(total, LINES_A_PAGE) + 1 if total else 1):
        rows: list[tuple[ReportDocument, int]] = []
        for document in islice(documents, LINES_A_PAGE):
            yield from _document_pages(builder, document)
            rows.append((document.document, document.claims))
        yield _table_of(builder, "documents", page, total, plural(total, "document"), rows)


def _table_of(builder: SiteBuilder, what: str, page: int, total: int, title: str, rows: Sequence[Any]) -> SiteFile:
    path = partial(folder_page, f"{what}.html")
    return builder.list_page(what, path, page, pages_of(total, LINES_A_PAGE), title, rows=rows)


def _document_pages(builder: SiteBuilder, document: DocumentPage) -> Iterator[SiteFile]:
    """The pages of a document: the first has its text, all of them list claims."""
    row, paragraphs, lost = document.document, [], []
    if document.text is not None:
        cards = {claim.number: builder.card(claim) for claim in document.quoting}
        places = [builder.anchors(claim).places for claim in document.quoting]
        anchors = PageAnchors(places=dict(chain.from_iterable(each.items() for each in places)))
        paragraphs = list(text_paragraphs(document.text, cards, anchors))
        lost = claims_not_in_text(document.text, cards)
    yield from builder.claim_list(
        "document",
        row.title or f"Document {row.number}",
        builder.site.in_document(row.number),
        document.claims,
        partial(builder.document_page, row.number),
        row=row,
        text=document.text,
        paragraphs=paragraphs,
        lost=lost,
        claims_in_it=document.claims,
    )


MOST = 8
"""How many disagreements, or claims of a status, the first page tells."""


def index_page(builder: SiteBuilder) -> SiteFile:
    """The first page."""
    site = builder.site
    links = builder.links(INDEX)
    whole = overview(site, most=MOST)
    # For the desk and the lawyers its claims are bare: they hold no text to mask.
    masked = mask_references(replace(whole, claims=()) if builder.checks else whole)
    report = replace(masked, claims=whole.claims) if builder.checks else masked
    record = SECTIONS["record"]
    lists = [(name, STATUS_MARKS[name], count, status_list(name)) for name, count in status_counts(builder).items()]
    return builder.page(
        "index",
        links,
        site.story.name,
        panels=[(panel, list(_panel_links(builder, panel.id, links))) for panel in summary_panels(report, links)],
        figures=render_blocks(SECTIONS["figures"].blocks(report), links),
        lists=lists,
        allegations=(site.allegation_count, status_list(ALLEGATIONS)) if site.allegation_count else (),
        claims=site.claim_count,
        sources=len(builder.site.source_keys) if builder.checks else 0,
        documents=len(builder.site.document_ids),
        record=render_blocks(record.blocks(report), links) if report.edition in record.editions else "",
    )


def _panel_links(builder: SiteBuilder, panel: str, links: Links) -> Iterator[tuple[str, str]]:
    """Links to the rest of a panel: what a link says, and its address."""
    site = builder.site
    if panel == "parts" and site.disagreement_count:
        yield (
            f"{plural(site.disagreement_count, 'disagreement')}, {site.open_count:,} open",
            links.to("disagreements.html"),
        )
    elif panel == "unknown" and site.disagreement_count:
        yield "All that is not known", links.to("disagreements.html")
    elif panel == "rests" and builder.site.source_keys:
        yield f"{plural(len(builder.site.source_keys), 'source')} in all", links.to("sources.html")
    elif panel == "known":
        for status in ("verified", "corroborated", "refuted"):
            if count := site.of_status(status):
                yield f"{plural(count, 'claim')} {status}", links.to(status_list(status))


def disagreement_pages(builder: SiteBuilder) -> Iterator[SiteFile]:
    """The disagreements, and beside them the later answers that are none."""
    total = builder.site.disagreement_count
    path = partial(folder_page, "disagreements.html")
    rows = enumerate(builder.site.disagreements(), 1)
    pages = pages_of(total, DISAGREEMENTS_A_PAGE)
    updates = builder.site.update_count if builder.checks else 0
    title = f"Where sources part: {plural(total, 'disagreement')}" if builder.checks else "What is not known"
    for page in range(1, pages + 1 if total else 1):
        links = builder.links(path(page))
        drawn = [
            render_blocks(_disagreement_blocks(builder, number, mask_references(row)), links, level=2)
            for number, row in islice(rows, DISAGREEMENTS_A_PAGE)
        ]
        more = (f"{updates:,} later answers that are no disagreement", links.to("updates.html")) if updates else ()
        entries = [markup for markup in drawn if markup]
        yield builder.list_page("disagreements", path, page, pages, title, drawn=entries, aside=more)
    if updates:
        yield from _update_pages(builder, updates)


def _disagreement_blocks(builder: SiteBuilder, number: int, row: ReportDisagreement) -> Iterable[Block]:
    if builder.checks:
        return disagreement(number, row)
    claims = {position.claim: builder.site.claim(position.claim) for position in row.positions}
    blocks = list(unsettled(row, claims))
    return [*blocks, Fact("Claims", refs(claims))] if blocks else []


def _update_pages(builder: SiteBuilder, total: int) -> Iterator[SiteFile]:
    path, title = partial(folder_page, "updates.html"), "Later answers that are no disagreement"
    rows, pages = builder.site.updates(), pages_of(total, LINES_A_PAGE)
    for page in range(1, pages + 1):
        links = builder.links(path(page))
        drawn = [render_blocks([update_item(mask_references(row))], links) for row in islice(rows, LINES_A_PAGE)]
        yield builder.list_page("disagreements", path, page, pages, title, drawn=drawn, aside=())


def source_pages(builder: SiteBuilder) -> Iterator[SiteFile]:
    """A page for every source, more where its claims are many, and lists of them; none for the public."""
    if not builder.checks:
        return
    total = len(builder.site.source_keys)
    sources = enumerate(builder.site.sources(), 1)
    for page in range(1, pages_of(total, LINES_A_PAGE) + 1 if total else 1):
        rows = list(islice(sources, LINES_A_PAGE))
        for number, row in rows:
            yield from _pages_of_source(builder, number, row)
        yield _table_of(builder, "sources", page, total, f"{plural(total, 'source')}, and what rests on each", rows)


def _pages_of_source(builder: SiteBuilder, number: int, row: ReportSource) -> Iterator[SiteFile]:
    said, passed, only = frozenset(row.origin_of), frozenset(row.carries), frozenset(row.only)
    otherwise = frozenset(row.otherwise)

    def note(claim: int) -> str:
        if claim in otherwise:
            return "denied or doubted, taken back, or neither"
        return "passed on" if claim not in said else "said, and nobody else" if claim in only else "said"

    claims, path = builder.site.of_source(number), partial(builder.source_page, number)
    yield from builder.claim_list("source", row.name, claims, len(said | passed), path, note, number=number, row=row)


MARKER_TEXT = "This folder was written by 'claimtrack export --format site', and the next one replaces it whole.\n"
"""What the marker of a site says: a folder without it is never replaced."""


def site_files(site: Site) -> Iterator[SiteFile]:
    """Every file of a site; memory stays flat while they are taken one by one."""
    builder = SiteBuilder(site)
    yield SiteFile(MARKER, MARKER_TEXT)
    yield SiteFile(STYLE, "".join(template_source(name) for name in ("page.css", "charts.css", "site/site.css")))
    for pages in (claim_pages, document_pages, source_pages, disagreement_pages):
        yield from pages(builder)
    yield index_page(builder)
