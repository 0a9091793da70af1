"""Exporting: the live records of a ledger or story as nested items, in one order, in flat memory.

Pages are read in short transactions, all as one change left the ledger: a writer is not held up and does not show.
What is void or withheld stays in, and so does what belongs to it; references to it go out as they are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical_text, parse
from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.entries.stored import items_of, whole
from claimtrack.ledger.garbage import no_garbage_collection
from claimtrack.ledger.restricted.records import RestrictedRecords, opened
from claimtrack.ledger.restricted.visibility import restricted_records
from claimtrack.ledger.transfer.export_rows import (
    LAST,
    Children,
    Rows,
    assertions_between,
    children,
    claim_behind,
    claims_as_they_lie,
    claims_together,
    has_rows,
    live_rows,
    named,
    page_of_ids,
    rows_as_they_lie,
)
from claimtrack.ledger.transfer.export_scope import ExportScope, scope_of
from claimtrack.schema.nesting import NESTS, in_order

PAGE = 2_000
PAGE_TEXT = 4_000_000
"""Items of a page, and characters of documents' text at which it ends sooner."""

_JUDGING = ("request", "allow", "merge", "publication", "disagreement", "comparison")
TOP_TYPES = ("story", "source", "document", "question", "claim", *_JUDGING)
"""Types that stand by themselves in an export, in order; of requests those that belong to no claim or assertion."""

Body = dict[str, Any]
Lists = dict[str, dict[str, list[str]]]
"""Type of record -> id -> the items of that type that belong to it."""
OpenPage = Callable[[], AbstractContextManager[Connection]]


class Export:
    """One export, to be read once: pairs of type and item (nested, with ids everywhere), by type, then id.

    `texts` gives the items as JSON, fields as in canonical JSON; iteration gives them with fields as in the schema.

    `left_out` counts, by type, what may not leave; `delicate` counts the "background" assertions and "confidential"
    sources that did leave, under those names. Both are complete when the last item is read.
    """

    def __init__(self, ledger: LedgerDatabase, story: str | None, restricted: bool) -> None:
        self.left_out: Counter[str] = Counter()
        self.delicate: Counter[str] = Counter()
        self.change = ledger.last_change()
        """The number of the change that the export shows the ledger after."""
        self._ledger = ledger
        self._scope: ExportScope | None = None
        with ledger.pages(self.change) as page, page() as connection:
            self._restricted = RestrictedRecords({}) if restricted else restricted_records(connection, ledger.now())
            if story is not None:
                self._scope = scope_of(connection, story, self._restricted)
            self._background = _ids(connection, "SELECT id FROM assertion WHERE release = 'background'")
            self._confidential = _ids(connection, "SELECT id FROM source WHERE confidential = 1")
            self._filled = {view for view in RECORD_TYPES if has_rows(connection, view)}
            self._claims_together = claims_together(connection) if story is None else 0
            for record_type, ids in self._restricted.by_type.items():
                inside = ids if self._scope is None else self._scope.holding(connection, ids)
                self.left_out[record_type] += len(inside)
            self._barred = self._restricted.ids
            self._staying = self._barred
            if self._scope is not None:
                sides = connection.execute(text("SELECT id, story FROM side WHERE story IS NOT NULL"))
                self._staying |= {row.id for row in sides if row.story not in self._scope.stories}

    @property
    def restricted(self) -> RestrictedRecords:
        """What does not leave."""
        return self._restricted

    def pages(self) -> AbstractContextManager[OpenPage]:
        """Connections, one after the other, that show the ledger as it is exported."""
        return self._ledger.pages(self.change)

    def __iter__(self) -> Iterator[tuple[str, Body]]:
        for record_type, item in self.texts():
            yield record_type, in_order(record_type, parse(item))

    def texts(self) -> Iterator[tuple[str, str]]:
        """Pairs of type and item as JSON: its id, its fields as in canonical JSON, then what is nested in it."""
        with no_garbage_collection(), self.pages() as page:
            for record_type in TOP_TYPES:
                if record_type in self._filled:
                    together = record_type == "claim" and self._claims_together
                    for items in self._claims(page) if together else self._looked_up(record_type, page):
                        yield from ((record_type, item) for item in items)

    def _looked_up(self, record_type: str, page: OpenPage) -> Iterator[list[str]]:
        """The items of a type, a page at a time."""
        for ids in self._ids(record_type, page):
            with page() as connection:
                items = self._items(record_type, live_rows(connection, ids), partial(children, connection))
            yield items

    def _claims(self, page: OpenPage) -> Iterator[list[str]]:
        """The items of all claims, a page at a time, read together in the order in which they lie."""
        after = ""
        while after != LAST:
            with page() as connection:
                upto = claim_behind(connection, after, self._claims_together)
                claims = self._claims_between(connection, after, upto)
                lists = self._belonging(connection, claims, after, upto)
            after = upto
            # From the last that was read to the first: what belongs to one lies side by side in memory, and is let go.
            yield sorted(_with_nested("claim", (claims.popitem() for _ in range(len(claims))), lists))

    def _claims_between(self, connection: Connection, after: str, upto: str) -> dict[str, str]:
        """The claims behind one id, up to another, by id: their items, without what is nested in these."""
        claims: dict[str, str] = {}
        for rows in claims_as_they_lie(connection, after, upto):
            wanted = set(self._wanted(connection, "claim", [record for record, _ in rows]))
            rows = [row for row in rows if row[0] in wanted]
            claims.update(zip((record for record, _ in rows), self._cut("claim", rows)[1], strict=True))
        return claims

    def _belonging(self, connection: Connection, claims: Mapping[str, str], after: str, upto: str) -> Lists:
        """The items of what belongs to claims, those behind one id, up to another, and to their assertions.

        What is read is cut at once: later it would lie anywhere in memory, and take longer to reach.
        """
        owned = None  # all claims are held
        if after or upto != LAST:
            owned = claims.keys() | assertions_between(connection, after, upto)
        lists: Lists = {}
        # What belongs to assertions comes first, and then these.
        links = {view: link for top in ("assertion", "claim") for view, link in NESTS[top].values()}
        for view, link in links.items():
            if view not in self._filled:
                continue
            by_owner: defaultdict[str, list[str]] = defaultdict(list)
            for rows in rows_as_they_lie(connection, view):
                rows = [row for row in rows if row[0] not in self._staying] if self._staying else rows
                owners, items = self._cut(view, rows, link)
                if view == "assertion":
                    ids = [record for record, _ in rows]
                    if self._background:
                        pairs = zip(ids, owners, strict=True)
                        self.delicate["background"] += sum(
                            record in self._background and owner in claims for record, owner in pairs
                        )
                    items = list(_with_nested(view, zip(ids, items, strict=True), lists))
                for owner, item in zip(owners, items, strict=True):
                    if owned is None or owner in owned:
                        by_owner[owner].append(item)
            lists[view] = by_owner
        return lists

    def _ids(self, record_type: str, open_page: OpenPage) -> Iterator[list[str]]:
        """The ids of a type's items, a page at a time."""
        after = ""
        stories = () if self._scope is None else self._scope.stories
        while True:
            with open_page() as connection:
                rows = page_of_ids(connection, record_type, after, stories, PAGE)
                if not rows:
                    return
                after = rows[-1].id
                wanted = self._wanted(connection, record_type, [row.id for row in rows])
            lengths = {row.id: row.length for row in rows}
            page: list[str] = []
            size = 0
            for record in wanted:
                page.append(record)
                size += lengths[record]
                if size >= PAGE_TEXT:
                    yield page
                    page, size = [], 0
            if page:
                yield page

    def _wanted(self, connection: Connection, record_type: str, ids: list[str]) -> list[str]:
        """Those of a page that are in scope and may leave."""
        names = named(connection, record_type, ids)
        if self._scope is not None and record_type in self._scope.ids:
            ids = [record for record in ids if record in self._scope.ids[record_type]]
        elif self._scope is not None and record_type != "claim":
            held = self._scope.holding(connection, {name for some in names.values() for name in some})
            ids = [record for record in ids if names.get(record) and held.issuperset(names[record])]
        counted = self._restricted.by_type.get(record_type, frozenset())
        ids = [record for record in ids if record not in counted]
        kept = [
            record for record in ids if record not in self._barred and self._barred.isdisjoint(names.get(record, ()))
        ]
        self.left_out[record_type] += len(ids) - len(kept)
        return kept

    def _items(self, record_type: str, rows: Rows, children: Children) -> list[str]:
        """The items of rows that come by id."""
        if self._confidential:
            self.delicate["confidential"] += sum(record in self._confidential for record, _ in rows)
        return self._whole(children, record_type, rows)[1]

    def _whole(
        self, children: Children, record_type: str, rows: Rows, link: str | None = None
    ) -> tuple[list[str], list[str]]:
        """The items of records, with all that is nested in them, behind the ids of what they belong to."""
        if not rows:
            return [], []
        owners, items = self._cut(record_type, rows, link)
        records = [record for record, _ in rows]
        lists: Lists = {}
        for view, of in NESTS[record_type].values():
            if view not in self._filled:
                continue
            below = children(view, of, records)
            if self._staying:
                below = [row for row in below if row[0] not in self._staying]
            if self._background:
                self.delicate["background"] += sum(record in self._background for record, _ in below)
            by_owner = lists[view] = defaultdict(list)
            for owner, item in zip(*self._whole(children, view, below, of), strict=True):
                by_owner[owner].append(item)
        return owners, list(_with_nested(record_type, zip(records, items, strict=True), lists))

    def _cut(self, record_type: str, rows: Rows, link: str | None = None) -> tuple[list[str], list[str]]:
        """What records belong to, and their items, without what is nested in these."""
        return items_of(record_type, self._opened(record_type, rows), link) if rows else ([], [])

    def _opened(self, record_type: str, rows: Rows) -> Rows:
        """The rows without what is restricted in them."""
        hidden = self._restricted
        if not (hidden.texts or hidden.parts or hidden.foreign or (hidden.positions and record_type == "disagreement")):
            return rows
        return [
            (record, canonical_text(opened(parse(whole(body, record, record_type)), hidden))) for record, body in rows
        ]


def _with_nested(record_type: str, items: Iterable[tuple[str, str]], lists: Lists) -> Iterator[str]:
    """Items, given behind their ids, with what is nested in them, which is used up. Sorted, they stand by id."""
    nests = [(f',"{plural}":[', lists[view]) for plural, (view, _) in NESTS[record_type].items() if lists.get(view)]
    for record, item in items:
        nested = [f"{head}{','.join(sorted(some))}]" for head, by_owner in nests if (some := by_owner.pop(record, ()))]
        yield f"{item[:-1]}{''.join(nested)}}}" if nested else item


def _ids(connection: Connection, sql: str) -> set[str]:
    return {row.id for row in connection.execute(text(sql))}


def export_items(ledger: LedgerDatabase, *, story: str | None = None, restricted: bool = False) -> Export:
    """The items of the whole ledger, or of one story (an id) and everything its claims refer to.

    Off-record and embargoed assertions leave only with `restricted`, and so does what is known from them alone.
    """
    return Export(ledger, story, restricted)
