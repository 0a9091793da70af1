"""The press: what all pages of a site are made with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from claimtrack.queries.report.rows import LedgerRow, StoryRow
from claimtrack.queries.rows import ClaimRow
from claimtrack.queries.site import Brief, Site
from claimtrack.render.html.cards import Anchors, Card, card
from claimtrack.render.html.environment import drawn
from claimtrack.render.html.site.places import IN_LIST, Here, Map, leaf, pages_of, remembered
from claimtrack.render.terminal import STATUS_MARKS
from claimtrack.render.width import shown


@dataclass(frozen=True, slots=True)
class File:
    """A file of a site: its path from the top, and what it holds."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of every page says."""

    edition: str
    story: StoryRow
    ledger: LedgerRow
    made_at: str
    left_out: int


@dataclass(frozen=True, slots=True)
class Line:
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

    def anchors(self, claim: ClaimRow) -> Anchors:
        """What a claim's card can link to: every source, and its passages in the texts that are shown."""
        places = {
            (claim.number, at): f"t{row.document_number}-{claim.number}-{at}"
            for at, row in enumerate(claim.assertions)
            if row.document_number in self.readable and row.check.start is not None and row.check.end is not None
        }
        return Anchors(self._sources, places)

    def card(self, claim: ClaimRow, parts: tuple[int, ...] = ()) -> Card:
        """The card of a claim."""
        shown_parts = parts if self.checks else ()
        return card(claim, self.site.edition, self.anchors(claim), shown_parts, (), one_outlet=self.one_outlet)

    def listed(
        self,
        briefs: Iterator[Brief],
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


def line(brief: Brief, note: str = "") -> Line:
    """A claim as a line of a list."""
    return Line(brief.number, shown(brief.text), brief.status, STATUS_MARKS[brief.status], brief.allegation, note)


def noted(one: Line, note: str) -> Line:
    """The same line with another note."""
    return replace(one, note=note)
