"""What the pages of a site are made with: their addresses and links, pagers, lists, and cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from claimtrack.domain.ids import is_id
from claimtrack.queries.site.site import Site
from claimtrack.queries.site.staging import ClaimHeading
from claimtrack.queries.views import Claim
from claimtrack.render.html.claim_cards import ClaimCard, PageAnchors, claim_card, passage_anchor, source_anchors
from claimtrack.render.html.links import Links
from claimtrack.render.html.templates import render_template
from claimtrack.render.terminal.width import shown

INDEX, STYLE, MARKER = "index.html", "style.css", "claimtrack-site.txt"
TOP_NAMES = (
    *(INDEX, STYLE, MARKER, "claims", "lists", "documents", "sources", "documents.html", "sources.html"),
    *("disagreements.html", "updates.html", "disagreements", "updates"),
)
"""Everything that may stand at the top of a site: a folder that holds anything else is nobody's to replace."""

LINES_A_PAGE = 200
"""How many claims, documents or sources a page lists."""
DISAGREEMENTS_A_PAGE = 50
"""How many disagreements a page tells."""


def record_page(folder: str, record: str, page: int = 1) -> str:
    """The page of a record, by its id: in a folder by its first two letters, so that none grows too big."""
    assert is_id(record), record
    return numbered_page(f"{folder}/{record[:2]}/{record}.html", page)


def numbered_page(path: str, page: int) -> str:
    """The page of a number of a list that begins at `path`: "x.html", "x-2.html"."""
    return path if page == 1 else f"{path.removesuffix('.html')}-{page}.html"


def folder_page(path: str, page: int) -> str:
    """The page of a number of a list at the top: the first there, the others in a folder of its name."""
    return path if page == 1 else f"{path.removesuffix('.html')}/{page}.html"


def status_list(status: str, page: int = 1) -> str:
    """A page of the list of claims of a status."""
    return numbered_page(f"lists/{status}.html", page)


def pages_of(count: int, size: int) -> int:
    """How many pages a list takes: one even when it is empty."""
    return max(1, -(-count // size))


def pager(links: Links, page: int, pages: int, path: Callable[[int], str]) -> list[tuple[str, str]]:
    """The links from a page of a list to the first, the last and those near it: a name, and an address ("" for itself).

    `path` gives the path of the page of a number. A list of one page has no links.
    """
    near = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    before = [("Previous", links.to(path(page - 1)))] if page > 1 else []
    after = [("Next", links.to(path(page + 1)))] if page < pages else []
    numbers = [(str(other), "" if other == page else links.to(path(other))) for other in near]
    return [*before, *numbers, *after] if pages > 1 else []


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of a site: its path from the top, and what it holds."""

    path: str
    text: str


class SiteBuilder:
    """Makes the pages of one site; `readable` are the numbers of documents whose text is shown."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.checks = site.edition.checks
        self.readable = site.readable()
        self.one_outlet = site.one_outlet()
        self._claim_id = lru_cache(maxsize=4096)(site.claim_id)
        self._head = {name: getattr(site, name) for name in ("story", "made_at", "left_out")}
        self._head |= {"edition": site.edition.name, "ledger": site.record}
        self._sources = source_anchors((name, id) for _, name, id in (site.source_keys if self.checks else ()))
        parting = "Where sources part" if self.checks else "What is not known"
        entries = (
            ("Overview", "index.html", True),
            ("Claims", "lists/claims.html", True),
            (parting, "disagreements.html", site.disagreement_count),
            ("Sources", "sources.html", self.checks and site.source_keys),
            ("Documents", "documents.html", site.document_ids),
        )
        self._menu = [(name, path) for name, path, there in entries if there]

    def source_page(self, number: int, page: int = 1) -> str:
        """The page of a source by its number, which stands for its id where that could betray it."""
        record = self.site.source_keys[number - 1][2]
        return record_page("sources", record, page) if record else numbered_page(f"sources/unnamed/{number}.html", page)

    def document_page(self, number: int, page: int = 1) -> str:
        """The page of a document by its number."""
        return record_page("documents", self.site.document_ids[number - 1], page)

    def page(self, template: str, links: Links, title: str, **values: Any) -> SiteFile:
        """A page of a template of `site/`. `title` is what the page is about, not yet made safe to show."""
        text = render_template(
            f"site/{template}.html.jinja", report=self._head, links=links, menu=self._menu, title=shown(title), **values
        )
        return SiteFile(links.path, str(text))

    def list_page(
        self, template: str, path: Callable[[int], str], page: int, pages: int, title: str, **values: Any
    ) -> SiteFile:
        """The page of a number of a list of so many pages, whose paths `path` gives."""
        links = self.links(path(page))
        return self.page(template, links, title, pages=pager(links, page, pages, path), **values)

    def links(self, path: str) -> Links:
        """The links of the page at `path` from the top: all of them relative, so that the site can be anywhere."""
        top = "../" * path.count("/")
        disagreements = self.site.disagreement_count if self.checks else 0

        def claim(number: int) -> str:
            record = self._claim_id(number)
            return top + record_page("claims", record) if record else ""

        def document(number: int) -> str:
            return top + self.document_page(number) if 0 < number <= len(self.site.document_ids) else ""

        def disagreement(number: int) -> str:
            page = (number - 1) // DISAGREEMENTS_A_PAGE + 1
            address = f"{top}{folder_page('disagreements.html', page)}#P{number}"
            return address if 0 < number <= disagreements else ""

        return Links(
            claim=claim,
            card=lambda anchor: top + record_page("claims", anchor.removeprefix("claim-")),
            source=lambda anchor: top + self.source_page(int(anchor.removeprefix("S"))),
            document=document,
            disagreement=disagreement,
            passage=lambda number, anchor: f"{document(number)}#{anchor}",
            to=lambda target: top + target,
            path=path,
        )

    def anchors(self, claim: Claim) -> PageAnchors:
        """What a claim's card can link to: every source, and its passages in the texts that are shown."""
        places = {
            (claim.number, place): passage_anchor(row.document_number, claim.number, place)
            for place, row in enumerate(claim.assertions)
            if row.document_number in self.readable and row.check.start is not None and row.check.end is not None
        }
        return PageAnchors(self._sources, places)

    def card(self, claim: Claim, disagreements: tuple[int, ...] = ()) -> ClaimCard:
        """The card of a claim."""
        shown_ones = disagreements if self.checks else ()
        return claim_card(claim, self.site.edition, self.anchors(claim), shown_ones, (), one_outlet=self.one_outlet)

    def claim_list(
        self,
        template: str,
        title: str,
        claims: Iterator[ClaimHeading],
        count: int,
        path: Callable[[int], str],
        note: Callable[[int], str] = lambda number: "",
        **values: Any,
    ) -> Iterator[SiteFile]:
        """The pages of a list of `count` claims, one even when it is empty; `note` is of the claim of a number."""
        pages = pages_of(count, LINES_A_PAGE)
        for page in range(1, pages + 1):
            lines = [(claim, note(claim.number)) for claim in islice(claims, LINES_A_PAGE)]
            yield self.list_page(template, path, page, pages, title, lines=lines, first=page == 1, **values)
