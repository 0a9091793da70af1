"""Exporting: the live records of a ledger or story as nested items, in one order, in flat memory.

Pages are read in short transactions, all as one change left the ledger: a writer is not held up and does not show.
What is void or withheld stays in, and so does what belongs to it; references to it go out as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical import parse
from claimtrack.domain.words import RECORD_TYPES
from claimtrack.formats.nest import nest
from claimtrack.formats.shape import NESTS
from claimtrack.ledger.dialect import select_in
from claimtrack.ledger.ledger import Ledger
from claimtrack.ledger.restricted import Restricted, find_restricted
from claimtrack.ledger.scope import Scope, scope_of

PAGE = 2_000
PAGE_TEXT = 4_000_000
"""Items of a page, and characters of documents' text at which it ends sooner."""

_JUDGING = ("request", "allow", "merge", "publication", "disagreement")
STANDING = ("story", "source", "document", "question", "claim", *_JUDGING)
"""Types that stand by themselves in an export, in order; of requests those that belong to no claim or assertion."""

Body = dict[str, Any]
Reading = Callable[[], AbstractContextManager[Connection]]


class Export:
    """One export, to be iterated once: pairs of type and item (nested, with ids everywhere), by type, then id.

    `left_out` counts, by type, what may not leave; `delicate` counts the "background" assertions and "confidential"
    sources that did leave, under those names. Both are complete when the iteration is.
    """

    def __init__(self, ledger: Ledger, story: str | None, include_restricted: bool, types: Collection[str]) -> None:
        self.left_out: Counter[str] = Counter()
        self.delicate: Counter[str] = Counter()
        self.change = ledger.last_change()
        """The number of the change that the export shows the ledger after."""
        self._ledger = ledger
        self._types = [record_type for record_type in STANDING if record_type in types]
        self._scope: Scope | None = None
        with ledger.pages(self.change) as page, page() as connection:
            self._restricted = Restricted({}) if include_restricted else find_restricted(connection, ledger.now())
            if story is not None:
                self._scope = scope_of(connection, story, self._restricted)
            self._filled = {view for view in RECORD_TYPES if _any(connection, view)}
            for record_type, ids in self._restricted.by_type.items():
                inside = ids if self._scope is None else self._scope.holding(connection, ids)
                self.left_out[record_type] += len(inside)
        self._barred = self._restricted.ids

    def __iter__(self) -> Iterator[tuple[str, Body]]:
        with self._ledger.pages(self.change) as page:
            for record_type in self._types:
                if record_type in self._filled:
                    for ids in self._ids(record_type, page):
                        with page() as connection:
                            items = self._items(connection, record_type, ids)
                        yield from ((record_type, item) for item in items)

    def _ids(self, record_type: str, reading: Reading) -> Iterator[list[str]]:
        """The ids of a type's items, a page at a time."""
        after = ""
        while True:
            with reading() as connection:
                rows = _page(connection, record_type, after, self._scope)
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
        names = _named(connection, record_type, ids)
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

    def _items(self, connection: Connection, record_type: str, ids: list[str]) -> list[Body]:
        records = _bodies(connection, ids)
        below = self._below(connection, record_type, [record for record in ids if record in records])
        for body in records.values():
            if body.get("confidential"):
                self.delicate["confidential"] += 1
        return [nest(records[record], below.get(record, ())) for record in ids if record in records]

    def _below(self, connection: Connection, record_type: str, ids: list[str]) -> dict[str, list[Body]]:
        """All that is nested in these records, at any depth, by the id of the outermost."""
        found: dict[str, list[Body]] = {}
        root = {record: record for record in ids}
        level = {record_type: ids}
        while level:
            deeper: dict[str, list[str]] = {}
            for view, link in sorted({nested for parent in level for nested in NESTS[parent].values()}):
                if view not in self._filled:
                    continue
                bearing = [parent for parent in level if (view, link) in NESTS[parent].values()]
                parents = [one for parent in bearing for one in level[parent]]
                for parent, body in _children(connection, view, link, parents):
                    if not self._leaves(view, body):
                        continue
                    root[body["id"]] = root[parent]
                    found.setdefault(root[parent], []).append(body)
                    deeper.setdefault(view, []).append(body["id"])
            level = deeper
        return found

    def _leaves(self, record_type: str, body: Body) -> bool:
        if body["id"] in self._barred:
            return False
        if record_type == "side" and self._scope is not None:
            return body.get("story") is None or body["story"] in self._scope.stories
        if body.get("release") == "background":
            self.delicate["background"] += 1
        return True


def export_items(
    ledger: Ledger,
    *,
    story: str | None = None,
    include_restricted: bool = False,
    types: Collection[str] = STANDING,
) -> Export:
    """The items of the whole ledger, or of one story (an id) and everything its claims refer to; of `types` only.

    Off-record and embargoed assertions leave only with `include_restricted`, and so does what is known from them alone.
    """
    return Export(ledger, story, include_restricted, types)


def _any(connection: Connection, view: str) -> bool:
    return connection.execute(text(f"SELECT id FROM {view} LIMIT 1")).first() is not None


def _page(connection: Connection, record_type: str, after: str, scope: Scope | None) -> Sequence[Any]:
    length = "v.text_length" if record_type == "document" else "0"
    sql = f"SELECT v.id, {length} AS length FROM {record_type} v"
    where = " WHERE v.id > :after"
    values: dict[str, Any] = {"after": after}
    if record_type == "request":
        sql += " JOIN record t ON t.id = v.target AND t.state = 'live' AND t.type NOT IN ('claim', 'assertion')"
    if record_type == "claim" and scope is not None:
        names = [f"story{number}" for number in range(len(scope.stories))]
        where += " AND v.story IN (" + ", ".join(f":{name}" for name in names) + ")"
        values.update(zip(names, scope.stories, strict=True))
    return connection.execute(text(f"{sql}{where} ORDER BY v.id LIMIT {PAGE}"), values).all()


_NAMES = {
    "request": ("SELECT id, target AS named FROM request WHERE id IN :values",),
    "allow": ("SELECT id, target AS named FROM allow WHERE id IN :values",),
    "merge": (
        "SELECT id, kept AS named FROM merge WHERE id IN :values",
        "SELECT id, merged AS named FROM merge WHERE id IN :values",
    ),
    "publication": ("SELECT id, story AS named FROM publication WHERE id IN :values",),
    "disagreement": (
        "SELECT id, subject AS named FROM disagreement WHERE id IN :values",
        "SELECT disagreement AS id, claim AS named FROM disagreement_claim WHERE disagreement IN :values",
    ),
}
"""Type -> what its records are about: all of it must be in scope, and may leave, for them to leave."""


def _named(connection: Connection, record_type: str, ids: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for sql in _NAMES.get(record_type, ()):
        for row in select_in(connection, sql, ids):
            if row.named is not None:
                found.setdefault(row.id, set()).add(row.named)
    return found


def _bodies(connection: Connection, ids: Iterable[str]) -> dict[str, Body]:
    sql = "SELECT id, body FROM record_body WHERE state = 'live' AND id IN :values"
    return {row.id: parse(row.body) for row in select_in(connection, sql, ids)}


def _children(connection: Connection, view: str, link: str, parents: Iterable[str]) -> Iterator[tuple[str, Body]]:
    sql = f"SELECT v.{link} AS parent, r.body FROM {view} v JOIN record_body r ON r.id = v.id WHERE v.{link} IN :values"
    for row in select_in(connection, sql, parents):
        if row.body is not None:
            yield row.parent, parse(row.body)
