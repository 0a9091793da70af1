"""Where the pages of a site are: names made from ids and numbers, never from what anybody wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claimtrack.domain.ids import is_id

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
