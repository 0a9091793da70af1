"""The pages of claims: one each, and lists of them by status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from markupsafe import Markup

from claimtrack.domain.english import plural
from claimtrack.queries.report.compose import STATUS_ORDER
from claimtrack.queries.report.views import Report, ReportDisagreement, ReportDocument, ReportSource
from claimtrack.queries.site import DocumentPage, Site
from claimtrack.queries.site.overview import overview
from claimtrack.render.html.claim_cards import Anchors, ClaimCard
from claimtrack.render.html.document_text import lost, paragraphs
from claimtrack.render.html.links import held_apart
from claimtrack.render.html.page import drawn_blocks, panels
from claimtrack.render.html.site.writer import (
    IN_LIST,
    IN_PARTS,
    INDEX,
    MARKER,
    STYLE,
    File,
    Here,
    ListedClaim,
    Press,
    further,
    leaf,
    pages_of,
    record_page,
    status_list,
)
from claimtrack.render.html.templates import source
from claimtrack.render.report.blocks import Block, Fact
from claimtrack.render.report.sections import SECTIONS
from claimtrack.render.report.sections.disagreements import disagreement, renewal
from claimtrack.render.report.sections.summary import unsettled
from claimtrack.render.report.wording import refs
from claimtrack.render.terminal.style import STATUS_MARKS

ALLEGATIONS = "allegations"


def counts(press: Press) -> dict[str, int]:
    """How many claims have each status, those without one left out, in the order in which claims are told."""
    return {status: held for status in STATUS_ORDER if (held := press.site.of_status(status))}


def claims(press: Press) -> Iterator[File]:
    """A page for every claim and, since they come by status, the lists of claims of a status on the way."""
    held = counts(press)
    lines: list[ListedClaim] = []
    page, status = 1, ""
    for told in press.site.claims():
        made = press.card(told.claim, told.parts)
        if made.status != status or len(lines) == IN_LIST:
            if lines:
                yield _list(press, status, page, held[status], lines)
            page = page + 1 if made.status == status else 1
            status, lines = made.status, []
        here = press.here(record_page("claims", told.claim.id))
        number = told.claim.number
        yield press.page(
            "claim",
            here,
            f"C{number}: {told.claim.text}",
            card=made,
            record=told.claim.id,
            before=here.claim(number - 1) if number > 1 else "",
            after=here.claim(number + 1),
            listed=here.to(status_list(status, page)),
        )
        lines.append(_line(made))
    if lines:
        yield _list(press, status, page, held[status], lines)
    yield _all(press, held)
    yield from _allegations(press)


def _line(made: ClaimCard) -> ListedClaim:
    note = made.assertions[0].sentence if made.assertions else "Nobody is recorded as saying it."
    more = len(made.assertions) - 1
    note += f" And {more} more." if more > 0 else ""
    return ListedClaim(made.number, made.text, made.status, made.mark, made.allegation, note)


def _list(press: Press, status: str, page: int, count: int, lines: list[ListedClaim]) -> File:
    path = partial(status_list, status)
    here = press.here(path(page))
    title = f"{status.replace('-', ' ').capitalize()}: {plural(count, 'claim')}"
    way = leaf(here, page, pages_of(count, IN_LIST), path)
    return press.page("list", here, title, lines=lines, leaf=way, lead="")


def _all(press: Press, held: dict[str, int]) -> File:
    """Where the lists begin."""
    here = press.here("lists/claims.html")
    lists = [(status, STATUS_MARKS[status], count, here.to(status_list(status))) for status, count in held.items()]
    alleged = press.site.allegation_count
    return press.page(
        "claims",
        here,
        plural(press.site.claim_count, "claim"),
        lists=lists,
        alleged=alleged,
        allegations=here.to(status_list(ALLEGATIONS)) if alleged else "",
    )


def _allegations(press: Press) -> Iterator[File]:
    count = press.site.allegation_count
    if not count:
        return
    lead = "Claims that allege wrongdoing. Each says of whom, and what came of asking them for a reply."
    for here, values in press.listed(press.site.allegations(), count, partial(status_list, ALLEGATIONS)):
        yield press.page("list", here, f"Allegations: {count:,}", lead=lead, **values)


@dataclass(frozen=True, slots=True)
class _Listed:
    row: ReportDocument
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
            title = plural(total, "document")
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
    if report.edition not in SECTIONS["record"].editions:
        return Markup("")
    return drawn_blocks(SECTIONS["record"].blocks(report), here)


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


def parts(press: Press) -> Iterator[File]:
    """The disagreements, and beside them the later answers that are none."""
    total = press.site.disagreement_count
    path = partial(further, "disagreements.html")
    rows = enumerate(press.site.disagreements(), 1)
    of = pages_of(total, IN_PARTS)
    renewed = press.site.update_count if press.checks else 0
    for page in range(1, of + 1 if total else 1):
        here = press.here(path(page))
        drawn = [
            drawn_blocks(_told(press, number, held_apart(row)), here, level=2) for number, row in islice(rows, IN_PARTS)
        ]
        title = f"Where sources part: {plural(total, 'disagreement')}"
        yield press.page(
            "parts",
            here,
            title if press.checks else "What is not known",
            drawn=[one for one in drawn if one],
            leaf=leaf(here, page, of, path),
            aside=(f"{renewed:,} later answers that are no disagreement", here.to("updates.html")) if renewed else (),
        )
    if renewed:
        yield from _updates(press, renewed)


def _told(press: Press, number: int, row: ReportDisagreement) -> Iterable[Block]:
    if press.checks:
        return disagreement(number, row)
    claims = {position.claim: press.site.claim(position.claim) for position in row.positions}
    told = list(unsettled(row, claims))
    return [*told, Fact("Claims", refs(claims))] if told else []


def _updates(press: Press, total: int) -> Iterator[File]:
    path = partial(further, "updates.html")
    rows = press.site.updates()
    of = pages_of(total, IN_LIST)
    for page in range(1, of + 1):
        here = press.here(path(page))
        drawn = [drawn_blocks([renewal(held_apart(row))], here) for row in islice(rows, IN_LIST)]
        yield press.page(
            "parts",
            here,
            "Later answers that are no disagreement",
            drawn=drawn,
            leaf=leaf(here, page, of, path),
            aside=(),
        )


def sources(press: Press) -> Iterator[File]:
    """A page for every source, more where its claims are many, and the lists on the way; none for the public."""
    if not press.checks:
        return
    total = len(press.map.sources)
    of = pages_of(total, IN_LIST)
    path = partial(further, "sources.html")
    held: list[tuple[int, ReportSource]] = []
    page = 1
    for number, row in enumerate(press.site.sources(), 1):
        yield from _sources_pages(press, number, row)
        held.append((number, row))
        if len(held) == IN_LIST or number == total:
            here = press.here(path(page))
            title = f"{plural(total, 'source')}, and what rests on each"
            yield press.page("sources", here, title, rows=held, leaf=leaf(here, page, of, path))
            held, page = [], page + 1


def _sources_pages(press: Press, number: int, row: ReportSource) -> Iterator[File]:
    said, passed, only = frozenset(row.origin_of), frozenset(row.carries), frozenset(row.only)

    def note(claim: int) -> str:
        if claim in said:
            return "said, and nobody else" if claim in only else "said"
        return "passed on"

    count = len(said | passed)
    for here, values in press.listed(press.site.of_source(number), count, partial(press.map.source, number), note=note):
        yield press.page("source", here, row.name, number=number, row=row, **values)


MARK = "This folder was written by 'claimtrack export --format site', and the next one replaces it whole.\n"
"""What the marker of a site says: a folder without it is never replaced."""


def files(site: Site) -> Iterator[File]:
    """Every file of a site; memory stays flat while they are taken one by one."""
    press = Press(site)
    yield File(MARKER, MARK)
    yield File(STYLE, "".join(source(name) for name in ("page.css", "pictures.css", "site/site.css")))
    yield from claims(press)
    yield from documents(press)
    yield from sources(press)
    yield from parts(press)
    yield front(press)
