"""How the views show their tables where something restricted is hidden, as SQL.

They read three temporary tables that `ledger.visibility` fills: `restricted_id`, `restricted_text` and
`restricted_answer`.
"""

from __future__ import annotations

from collections.abc import Iterable

from claimtrack.ledger.projection.project import COLUMNS, ShownAs, owner

_RESTRICTED_ID = "IN (SELECT restricted FROM restricted_id)"
ANSWER = "answer"
"""Stands among the restricted members of an answer for all of it."""
_ANSWERED = {
    name: {ANSWER, "for_date" if name in ("date_lo", "date_hi") else name}
    for name in COLUMNS["claim"][COLUMNS["claim"].index("answer_kind") : -2]
}
"""Column of `claim` -> the members of an answer that it is hidden with."""


def _shown_condition(view: str) -> str:
    """The condition on the rows of a view that hides."""
    condition = f"{owner(view)} NOT {_RESTRICTED_ID}"
    if view == "canonical_source":
        return f"source NOT {_RESTRICTED_ID}"
    if view == "search_row":
        return f"{condition} AND NOT (part > 0 AND record IN (SELECT restricted FROM restricted_text))"
    return condition


def shown_by_subqueries(view: str) -> ShownAs:
    """How a view that hides shows its table on SQLite, which would work out the whole of a view that joins."""
    columns: dict[str, str] = {}
    if view == "canonical_source":  # who was merged into a restricted source goes by a name of its own
        own = "CASE WHEN {0} " + _RESTRICTED_ID + " THEN source ELSE {0} END"
        columns = {name: own.format(name) for name in ("canonical", "top_body")}
    if view == "record":
        columns = {"body": "COALESCE((SELECT MAX(open) FROM restricted_answer WHERE answering = id), body)"}
    if view == "claim":
        gone = "id IN (SELECT answering FROM restricted_answer WHERE member IN ({}))"
        columns = {name: _unless(gone.format(_listed(members)), name) for name, members in _ANSWERED.items()}
    return ShownAs(columns, "", _shown_condition(view))


def shown_by_joins(view: str) -> ShownAs:
    """How a view that hides shows its table on PostgreSQL, which may be distributed over nodes."""
    columns: dict[str, str] = {}
    joined = ""
    if view == "canonical_source":
        for name in ("canonical", "top_body"):
            joined += f" LEFT JOIN restricted_id {name}_gone ON {name}_gone.restricted = {name}"
            columns[name] = f"CASE WHEN {name}_gone.restricted IS NULL THEN {name} ELSE source END"
    if view == "record":
        opened = "SELECT answering, MAX(open) AS open FROM restricted_answer GROUP BY answering"
        joined, columns = f" LEFT JOIN ({opened}) shown ON answering = id", {"body": "COALESCE(open, body)"}
    if view == "claim":
        sets = sorted({_listed(members) for members in _ANSWERED.values()})
        gone = {one: f"gone_{number}" for number, one in enumerate(sets)}
        counted = ", ".join(f"MAX(CASE WHEN member IN ({one}) THEN 1 END) AS {name}" for one, name in gone.items())
        joined = (
            f" LEFT JOIN (SELECT answering, {counted} FROM restricted_answer GROUP BY answering) gone ON answering = id"
        )
        columns = {name: _unless(f"{gone[_listed(members)]} = 1", name) for name, members in _ANSWERED.items()}
    return ShownAs(columns, joined, _shown_condition(view))


def _listed(members: Iterable[str]) -> str:
    return ", ".join(f"'{member}'" for member in sorted(members))


def _unless(gone: str, column: str) -> str:
    """A column of `claim`, but where a condition says that it is gone."""
    nothing = "0" if column in ("low_open", "high_open", "approximate", "vague") else "NULL"
    return f"CASE WHEN {gone} THEN {nothing} ELSE {column} END"
