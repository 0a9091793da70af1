"""How the views show their tables where something restricted is hidden, as SQL.

They read three temporary tables that `ledger.restricted.visibility` fills: `restricted_id`, `restricted_text` and
`restricted_part`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from claimtrack.ledger.projection.project import COLUMNS, owner
from claimtrack.ledger.projection.rows import VIEWS
from claimtrack.ledger.restricted.records import (
    ANSWER,
    CONTINUES,
    JOINT,
    PUBLISHER,
    QUESTION,
    QUOTE,
    TITLE,
    TOP_BODY,
    WITHIN,
)
from claimtrack.ledger.restricted.shown_views import ShownAs

_RESTRICTED_ID = "IN (SELECT restricted FROM restricted_id)"
_HIDDEN_WITH = {
    "claim": {
        **{
            name: {ANSWER, "for_date" if name in ("date_lo", "date_hi") else name}
            for name in COLUMNS["claim"][COLUMNS["claim"].index("answer_kind") : -3]
        },
        QUESTION: {QUESTION},
        "allegation": {"allegation"},
    },
    "assertion": {"has_quote": {QUOTE}, "quote_start": {QUOTE}, **{name: {name} for name in (CONTINUES, JOINT)}},
    "document": {
        **{name: {name} for name in (TITLE, PUBLISHER, "genre", "language", "published", "state")},
        **{name: {"published"} for name in ("published_lo", "published_hi")},
        **{name: {"copies"} for name in ("copies", "copies_uncompared")},
    },
    "name": {WITHIN: {WITHIN}},
    "source": {name: {name} for name in ("kind", "role", WITHIN, "described_as")},
    "question": {name: {name} for name in ("exclusive", "cumulative", "unit", "counting", "scope")},
}
"""View -> its columns that show a part, and the parts that each is hidden with."""
_LABELLED = {"body": "body", "label": "COALESCE(label, sort_key)", "sort_key": "sort_key", "conflict": "conflict"}
"""Columns of `record` that are shown otherwise for a record of which a part is restricted, and how they are else.

"" stands for NULL there.
"""
_NUMBERS = ("low_open", "high_open", "approximate", "vague", "allegation", "has_quote")
_NOTHING = dict.fromkeys((*_NUMBERS, "exclusive", "cumulative", "copies", "copies_uncompared"), "0")
_NOTHING["kind"] = "'unknown'"
"""Columns that hold something where there is nothing: as SQL."""
_PARTED = {
    "byline": "(document, source) NOT IN (SELECT part_of, part FROM restricted_part)",
    "claim_about": "(claim, source) NOT IN (SELECT part_of, part FROM restricted_part)",
    "membership": "(source, body) NOT IN (SELECT part_of, part FROM restricted_part)",
    "synonym": "(question, key) NOT IN (SELECT part_of, part FROM restricted_part)",
}
"""View -> the condition on its rows where parts of the record they belong to are restricted."""
_NAMES_OF_PARTS = {
    TITLE: f"NOT (kind = 'title' AND record IN (SELECT part_of FROM restricted_part WHERE part = '{TITLE}'))",
    "aliases": "NOT (kind = 'alias' AND record IN (SELECT part_of FROM restricted_part WHERE part = 'aliases'))",
}
"""Part -> the condition on the rows of `name` where some record has that part restricted."""
_OUTSIDE_TEXTS = "NOT (part > 0 AND record IN (SELECT restricted FROM restricted_text))"
"""The condition on the rows of `search_row` where the whole texts of documents are held back."""
READ_AS = frozenset(("source", "document", "question", "story"))
"""Types of records that `canonical_source` has rows of."""


@dataclass(frozen=True, slots=True)
class HiddenFromViews:
    """What the views are to hide, as far as that tells which of them show anything else than their tables.

    `types` are those of the restricted records, `parts` the parts of open ones that are restricted; `texts`: whether
    the whole text of a document is; `altered`: the columns of `record` that hold something else for an open record;
    `read_as`: whether an open source is read as a restricted one, or speaks for one.
    """

    types: frozenset[str]
    parts: frozenset[str]
    texts: bool
    altered: frozenset[str]
    read_as: bool

    def views(self, *, sqlite: bool) -> dict[str, ShownAs]:
        """The views that show anything else than their tables, each with how it does."""
        holding = {view for one in self.types for view in ("record", *VIEWS.get(one, (one,)))}
        if self.types & READ_AS:
            holding.add("canonical_source")
        if "document" in self.types:
            holding.add("search_row")
        shown_as = _shown_by_subqueries if sqlite else _shown_by_joins
        shown = {view: shown_as(view, self, self._condition(view, holding)) for view in COLUMNS}
        return {view: one for view, one in shown.items() if one != ShownAs()}

    def columns(self, view: str) -> dict[str, set[str]]:
        """The columns of a view that show a part that is restricted, and the parts that each is hidden with."""
        return {name: parts for name, parts in _HIDDEN_WITH.get(view, {}).items() if not parts.isdisjoint(self.parts)}

    def _condition(self, view: str, holding: Collection[str]) -> str:
        """The condition on the rows of a view; `holding` are those that hold rows of restricted records."""
        conditions = []
        if view in holding:
            conditions.append(f"{'source' if view == 'canonical_source' else owner(view)} NOT {_RESTRICTED_ID}")
        if self.parts and view in _PARTED:
            conditions.append(_PARTED[view])
        if view == "name":
            conditions += [condition for part, condition in _NAMES_OF_PARTS.items() if part in self.parts]
        if self.texts and view == "search_row":
            conditions.append(_OUTSIDE_TEXTS)
        return " AND ".join(conditions)


def _opened(shown: str, column: str) -> str:
    """A column of `record`, `shown` in its place where that is not NULL."""
    either = f"COALESCE({shown}, {_LABELLED[column]})"
    return f"NULLIF({either}, '')" if column == "conflict" else either


def _shown_by_subqueries(view: str, hidden: HiddenFromViews, condition: str) -> ShownAs:
    """How a view that hides shows its table on SQLite, which would work out the whole of a view that joins.

    Columns that show nothing else than their table's stay as they are: the indexes of these are used.
    """
    columns: dict[str, str] = {}
    if view == "canonical_source":  # who was merged into a restricted source goes by a name of its own
        if hidden.read_as:
            own = "CASE WHEN {0} " + _RESTRICTED_ID + " THEN source ELSE {0} END"
            columns = {name: own.format(name) for name in ("canonical", TOP_BODY)}
        if TOP_BODY in hidden.parts:
            alone = f"source IN (SELECT part_of FROM restricted_part WHERE part = '{TOP_BODY}')"
            read, body = (columns.get(name, name) for name in ("canonical", TOP_BODY))
            columns[TOP_BODY] = f"CASE WHEN {alone} THEN {read} ELSE {body} END"
    if view == "record":
        columns = {
            name: _opened(f"(SELECT MAX(open_{name}) FROM restricted_part WHERE part_of = id)", name)
            for name in _LABELLED
            if name in hidden.altered
        }
    if gone_with := hidden.columns(view):
        gone = f"{owner(view)} IN (SELECT part_of FROM restricted_part WHERE part IN ({{}}))"
        columns = {name: _unless(gone.format(_listed(parts)), name) for name, parts in gone_with.items()}
    return ShownAs(columns, "", condition)


def _shown_by_joins(view: str, hidden: HiddenFromViews, condition: str) -> ShownAs:
    """How a view that hides shows its table on PostgreSQL, which may be distributed over nodes; as above."""
    columns: dict[str, str] = {}
    joined = ""
    if view == "canonical_source":
        if hidden.read_as:
            for name in ("canonical", TOP_BODY):
                joined += f" LEFT JOIN restricted_id {name}_gone ON {name}_gone.restricted = {name}"
                columns[name] = f"CASE WHEN {name}_gone.restricted IS NULL THEN {name} ELSE source END"
        if TOP_BODY in hidden.parts:
            joined += f" LEFT JOIN restricted_part alone ON alone.part_of = source AND alone.part = '{TOP_BODY}'"
            read, body = (columns.get(name, name) for name in ("canonical", TOP_BODY))
            columns[TOP_BODY] = f"CASE WHEN alone.part IS NULL THEN {body} ELSE {read} END"
    if view == "record" and hidden.altered:
        opened = ", ".join(f"MAX(open_{name}) AS open_{name}" for name in _LABELLED)
        joined = f" LEFT JOIN (SELECT part_of, {opened} FROM restricted_part GROUP BY part_of) shown ON part_of = id"
        columns = {name: _opened(f"open_{name}", name) for name in _LABELLED if name in hidden.altered}
    if gone_with := hidden.columns(view):
        sets = sorted({_listed(parts) for parts in gone_with.values()})
        gone = {one: f"gone_{number}" for number, one in enumerate(sets)}
        counted = ", ".join(f"MAX(CASE WHEN part IN ({one}) THEN 1 END) AS {name}" for one, name in gone.items())
        found = f"(SELECT part_of, {counted} FROM restricted_part GROUP BY part_of) gone"
        joined = f" LEFT JOIN {found} ON part_of = {owner(view)}"
        columns = {name: _unless(f"{gone[_listed(parts)]} = 1", name) for name, parts in gone_with.items()}
    return ShownAs(columns, joined, condition)


def _listed(members: Iterable[str]) -> str:
    return ", ".join(f"'{member}'" for member in sorted(members))


def _unless(gone: str, column: str) -> str:
    """A column of a view, but where a condition says that it is gone."""
    return f"CASE WHEN {gone} THEN {_NOTHING.get(column, 'NULL')} ELSE {column} END"
