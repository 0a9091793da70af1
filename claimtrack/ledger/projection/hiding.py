"""How the views show their tables where something restricted is hidden, as SQL.

They read three temporary tables that `ledger.visibility` fills: `restricted_id`, `restricted_text` and
`restricted_part`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from claimtrack.ledger.projection.project import COLUMNS, ShownAs, owner

_RESTRICTED_ID = "IN (SELECT restricted FROM restricted_id)"
ANSWER, QUESTION, QUOTE, TITLE, PUBLISHER, WITHIN = "answer", "question", "quote", "title", "publisher", "within"
CONTINUES, JOINT, TOP_BODY = "continues", "joint", "top_body"
"""Parts of open records that may be restricted; ANSWER stands among the members of an answer for all of it.

TOP_BODY: whom a source speaks for in the end.
"""
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
_CONDITIONS = {
    "byline": "(document, source) NOT IN (SELECT part_of, part FROM restricted_part)",
    "claim_about": "(claim, source) NOT IN (SELECT part_of, part FROM restricted_part)",
    "membership": "(source, body) NOT IN (SELECT part_of, part FROM restricted_part)",
    "name": f"NOT (kind = 'title' AND record IN (SELECT part_of FROM restricted_part WHERE part = '{TITLE}'))"
    " AND NOT (kind = 'alias' AND record IN (SELECT part_of FROM restricted_part WHERE part = 'aliases'))",
    "synonym": "(question, key) NOT IN (SELECT part_of, part FROM restricted_part)",
    "search_row": "NOT (part > 0 AND record IN (SELECT restricted FROM restricted_text))",
}
"""View -> the condition on its rows beside that on whose they are."""


def _shown_condition(view: str) -> str:
    """The condition on the rows of a view that hides."""
    whose = "source" if view == "canonical_source" else owner(view)
    condition = f"{whose} NOT {_RESTRICTED_ID}"
    return f"{condition} AND {_CONDITIONS[view]}" if view in _CONDITIONS else condition


def _opened(shown: str, column: str) -> str:
    """A column of `record`, `shown` in its place where that is not NULL."""
    either = f"COALESCE({shown}, {_LABELLED[column]})"
    return f"NULLIF({either}, '')" if column == "conflict" else either


def shown_by_subqueries(view: str, *, altered: Collection[str]) -> ShownAs:
    """How a view that hides shows its table on SQLite, which would work out the whole of a view that joins.

    `altered`: the columns of `record` that hold something else than in its table; of the others the indexes are used.
    """
    columns: dict[str, str] = {}
    if view == "canonical_source":  # who was merged into a restricted source goes by a name of its own
        own = "CASE WHEN {0} " + _RESTRICTED_ID + " THEN source ELSE {0} END"
        columns = {name: own.format(name) for name in ("canonical", TOP_BODY)}
        alone = f"source IN (SELECT part_of FROM restricted_part WHERE part = '{TOP_BODY}')"
        columns[TOP_BODY] = f"CASE WHEN {alone} THEN {columns['canonical']} ELSE {columns[TOP_BODY]} END"
    if view == "record":
        columns = {
            name: _opened(f"(SELECT MAX(open_{name}) FROM restricted_part WHERE part_of = id)", name)
            for name in _LABELLED
            if name in altered
        }
    if view in _HIDDEN_WITH:
        gone = f"{owner(view)} IN (SELECT part_of FROM restricted_part WHERE part IN ({{}}))"
        columns = {name: _unless(gone.format(_listed(parts)), name) for name, parts in _HIDDEN_WITH[view].items()}
    return ShownAs(columns, "", _shown_condition(view))


def shown_by_joins(view: str, *, altered: Collection[str]) -> ShownAs:
    """How a view that hides shows its table on PostgreSQL, which may be distributed over nodes; as above."""
    columns: dict[str, str] = {}
    joined = ""
    if view == "canonical_source":
        for name in ("canonical", TOP_BODY):
            joined += f" LEFT JOIN restricted_id {name}_gone ON {name}_gone.restricted = {name}"
            columns[name] = f"CASE WHEN {name}_gone.restricted IS NULL THEN {name} ELSE source END"
        joined += f" LEFT JOIN restricted_part alone ON alone.part_of = source AND alone.part = '{TOP_BODY}'"
        columns[TOP_BODY] = f"CASE WHEN alone.part IS NULL THEN {columns[TOP_BODY]} ELSE {columns['canonical']} END"
    if view == "record":
        opened = ", ".join(f"MAX(open_{name}) AS open_{name}" for name in _LABELLED)
        joined = f" LEFT JOIN (SELECT part_of, {opened} FROM restricted_part GROUP BY part_of) shown ON part_of = id"
        columns = {name: _opened(f"open_{name}", name) for name in _LABELLED if name in altered}
    if view in _HIDDEN_WITH:
        sets = sorted({_listed(parts) for parts in _HIDDEN_WITH[view].values()})
        gone = {one: f"gone_{number}" for number, one in enumerate(sets)}
        counted = ", ".join(f"MAX(CASE WHEN part IN ({one}) THEN 1 END) AS {name}" for one, name in gone.items())
        found = f"(SELECT part_of, {counted} FROM restricted_part GROUP BY part_of) gone"
        joined = f" LEFT JOIN {found} ON part_of = {owner(view)}"
        columns = {name: _unless(f"{gone[_listed(parts)]} = 1", name) for name, parts in _HIDDEN_WITH[view].items()}
    return ShownAs(columns, joined, _shown_condition(view))


def _listed(members: Iterable[str]) -> str:
    return ", ".join(f"'{member}'" for member in sorted(members))


def _unless(gone: str, column: str) -> str:
    """A column of a view, but where a condition says that it is gone."""
    return f"CASE WHEN {gone} THEN {_NOTHING.get(column, 'NULL')} ELSE {column} END"
