"""Where the pages of a site are: names made from ids and numbers, never from what anybody wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from claimtrack.domain.ids import is_id
from claimtrack.queries.report.views import LedgerState, ReportStory
from claimtrack.queries.site import ClaimHeading, Site
from claimtrack.queries.views import Claim
from claimtrack.render.html.claim_cards import Anchors, ClaimCard, card
from claimtrack.render.html.templates import drawn
from claimtrack.render.terminal.style import STATUS_MARKS
from claimtrack.render.terminal.width import shown

INDEX, STYLE, MARKER = "index.html", "style.css", "claimtrack-site.txt"
TOP = (
    *(INDEX, STYLE, MARKER, "claims", "lists", "documents", "sources", "documents.html", "sources.html"),
    *("disagreements.html", "updates.html", "disagreements", "updates"),
)
"""Everything that may stand at the top of a site: a folder that holds anything else is nobody's to replace."""

IN_LIST = 200
"""How many claims, documents or sources a page lists."""
IN_PARTS = 50
"""How many disagreements a page tells."""


def record_page(folder: str, record: str, page: int = 1) -> str:
    """The page of a record, by its id: in a folder by its first two letters, so that none grows too big."""
    assert is_id(record), record
    return nth(f"{folder}/{record[:2]}/{record}.html", page)


def nth(path: str, page: int) -> str:
    """The page of a number of a list that begins at `path`: "x.html", "x-2.html"."""
    return path if page == 1 else f"{path.removesuffix('.html')}-{page}.html"


def further(path: str, page: int) -> str:
    """The page of a number of a list at the top: the first there, the others in a folder of its name."""
    return path if page == 1 else f"{path.removesuffix('.html')}/{page}.html"


def status_list(status: str, page: int = 1) -> str:
    """A page of the list of claims of a status."""
    return nth(f"lists/{status}.html", page)


def pages_of(count: int, size: int) -> int:
    """How many pages a list takes: one even when it is empty."""
    return max(1, -(-count // size))


@dataclass(frozen=True, slots=True)
class Map:
    """What there is on a site, to find the page of it.

    `claim_of` gives the id of the claim of a number, None without one; `documents` are ids in the order of their
    numbers; `sources` ids, None for one that may not be named; `parted` is whether disagreements have their pages.
    """

    claim_of: Callable[[int], str | None]
    documents: Sequence[str]
    sources: Sequence[str | None]
    parted: int

    def source(self, number: int, page: int = 1) -> str:
        """The page of a source by its number, which stands for its id where that could betray it."""
        record = self.sources[number - 1]
        return record_page("sources", record, page) if record else nth(f"sources/unnamed/{number}.html", page)

    def document(self, number: int, page: int = 1) -> str:
        """The page of a document by its number."""
        return record_page("documents", self.documents[number - 1], page)


class Here:
    """The links of one page, at `path` from the top: all of them relative, so that the site can be anywhere."""

    def __init__(self, path: str, site: Map) -> None:
        self.path = path
        self.top = "../" * path.count("/")
        self._site = site

    def to(self, path: str) -> str:
        """The way to a page given by its path from the top."""
        return self.top + path

    def claim(self, number: int) -> str:
        """A claim by its number in the report; "" when there is none."""
        record = self._site.claim_of(number)
        return self.to(record_page("claims", record)) if record else ""

    def card(self, anchor: str) -> str:
        """The claim of an anchor: its page is its lasting address."""
        return self.to(record_page("claims", anchor.removeprefix("claim-")))

    def source(self, anchor: str) -> str:
        """A source by its anchor ("S3")."""
        return self.to(self._site.source(int(anchor.removeprefix("S"))))

    def document(self, number: int) -> str:
        """A document by its number; "" when there is none."""
        return self.to(self._site.document(number)) if 0 < number <= len(self._site.documents) else ""

    def part(self, number: int) -> str:
        """A disagreement by its number; "" when there is none."""
        if not 0 < number <= self._site.parted:
            return ""
        return f"{self.to(further('disagreements.html', (number - 1) // IN_PARTS + 1))}#P{number}"

    def place(self, document: int, anchor: str) -> str:
        """A passage on the page of its document."""
        return f"{self.document(document)}#{anchor}"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a list: its number of how many, and the ways to others, each with what it says."""

    page: int
    of: int
    ways: tuple[tuple[str, str], ...]


def leaf(here: Here, page: int, of: int, path: Callable[[int], str]) -> Leaf:
    """The ways from one page of a list to the first, the last and those near it."""
    near = sorted({1, of, *range(max(1, page - 2), min(of, page + 2) + 1)})
    ways = [("Previous", here.to(path(page - 1)))] if page > 1 else []
    ways += [(str(other), "" if other == page else here.to(path(other))) for other in near]
    ways += [("Next", here.to(path(page + 1)))] if page < of else []
    return Leaf(page, of, tuple(ways) if of > 1 else ())


def remembered(find: Callable[[int], str | None]) -> Callable[[int], str | None]:
    """The same, remembering the latest answers."""
    return lru_cache(maxsize=4096)(find)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a site: its path from the top, and what it holds."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of every page says."""

    edition: str
    story: ReportStory
    ledger: LedgerState
    made_at: str
    left_out: int


@dataclass(frozen=True, slots=True)
class ListedClaim:
    """A claim in a list. `mark` is that of its status, `note` what else there is to say of it there."""

    number: int
    text: str
    status: str
    mark: str
    allegation: bool
    note: str = ""


class Press:
    """Makes the pages of one site; `readable` are the numbers of documents whose text is shown."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.checks = site.edition.checks
        self.readable = site.readable()
        self.one_outlet = site.one_outlet()
        self.map = Map(
            claim_of=remembered(site.claim_id),
            documents=site.document_ids,
            sources=tuple(source for _, _, source in site.source_keys),
            parted=site.disagreement_count if self.checks else 0,
        )
        self._head = Head(site.edition.name, site.story, site.record, site.made_at, site.left_out)
        self._sources: dict[str, str] = {}
        for at, (_, name, source) in enumerate(site.source_keys if self.checks else (), 1):
            self._sources.setdefault(name, f"S{at}")
            if source:
                self._sources[source] = f"S{at}"
        self._menu = self._ways()

    def _ways(self) -> tuple[tuple[str, str], ...]:
        """What every page leads to: a name and a path."""
        found = [("Overview", "index.html"), ("Claims", "lists/claims.html")]
        if self.site.disagreement_count:
            found.append(("Where sources part" if self.checks else "What is not known", "disagreements.html"))
        if self.checks and self.map.sources:
            found.append(("Sources", "sources.html"))
        if self.map.documents:
            found.append(("Documents", "documents.html"))
        return tuple(found)

    def page(self, template: str, here: Here, title: str, **values: Any) -> File:
        """A page of a template of `site/`. `title` is what the page is about, not yet made safe to show."""
        text = drawn(
            f"site/{template}.html.jinja", report=self._head, at=here, menu=self._menu, title=shown(title), **values
        )
        return File(here.path, str(text))

    def here(self, path: str) -> Here:
        """The links of the page at a path."""
        return Here(path, self.map)

    def anchors(self, claim: Claim) -> Anchors:
        """What a claim's card can link to: every source, and its passages in the texts that are shown."""
        places = {
            (claim.number, at): f"t{row.document_number}-{claim.number}-{at}"
            for at, row in enumerate(claim.assertions)
            if row.document_number in self.readable and row.check.start is not None and row.check.end is not None
        }
        return Anchors(self._sources, places)

    def card(self, claim: Claim, parts: tuple[int, ...] = ()) -> ClaimCard:
        """The card of a claim."""
        shown_parts = parts if self.checks else ()
        return card(claim, self.site.edition, self.anchors(claim), shown_parts, (), one_outlet=self.one_outlet)

    def listed(
        self,
        briefs: Iterator[ClaimHeading],
        count: int,
        path: Callable[[int], str],
        note: Callable[[int], str] = lambda number: "",
    ) -> Iterator[tuple[Here, dict[str, Any]]]:
        """The pages of a list of claims: where each is, and what its template needs; one even when it is empty."""
        of = pages_of(count, IN_LIST)
        for page in range(1, of + 1):
            here = self.here(path(page))
            lines = [line(brief, note(brief.number)) for brief in islice(briefs, IN_LIST)]
            yield here, {"lines": lines, "leaf": leaf(here, page, of, path)}


def line(brief: ClaimHeading, note: str = "") -> ListedClaim:
    """A claim as a line of a list."""
    return ListedClaim(
        brief.number, shown(brief.text), brief.status, STATUS_MARKS[brief.status], brief.allegation, note
    )


def noted(one: ListedClaim, note: str) -> ListedClaim:
    """The same line with another note."""
    return replace(one, note=note)
