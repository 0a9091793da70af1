"""The rule in SQL and the rule in Python are one, and the views that hide show what it lets out."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.dates import from_utc_text
from claimtrack.domain.vocabulary import RELEASES
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.projection.project import COLUMNS
from claimtrack.ledger.projection.rows import earliest
from claimtrack.ledger.restricted import hidden_views, visibility
from claimtrack.ledger.restricted.hidden_views import HiddenFromViews
from claimtrack.ledger.restricted.records import TOP_BODY
from claimtrack.ledger.restricted.visibility import OPEN, RESTRICTED, find_restricted, hide_restricted, is_restricted
from claimtrack.ledger.store.shown import show_to_outsider
from tests.ledger.support import bodies, make_bundle, take
from tests.support.effort import FIXTURE, examples
from tests.support.history_plans import PLANS, Step
from tests.support.marked_history import MarkedHistory

NOWS = ("2021-12-31T23:59:59.999999Z", "2022-03-01T00:00:00.000000Z", "2022-03-01T00:00:00.000001Z")
RELEASED = st.fixed_dictionaries(
    {}, optional={"release": st.sampled_from(RELEASES), "until": st.sampled_from(["2022-01-01", "2022-03-01", "2099"])}
)
Ledgers = Callable[[int], list[LedgerDatabase]]
CLAIMS = st.lists(st.lists(RELEASED, max_size=3), min_size=1, max_size=4)


def filled(ledger: LedgerDatabase, claims: list[list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """A ledger of claims with assertions released so; the live bodies by id."""
    items = [
        {
            "text": f"Claim {number}",
            "assertions": [{"chain": [f"Source {number} {at}"], **one} for at, one in enumerate(some)],
        }
        for number, some in enumerate(claims)
    ]
    take(ledger, make_bundle(claims=items))
    return bodies(ledger)


def ids(connection: Connection, view: str, condition: str = "1 = 1", **values: str) -> set[str]:
    """The ids in a view."""
    return {row.id for row in connection.execute(text(f"SELECT id FROM {view} WHERE {condition}"), values)}


@settings(max_examples=examples(20), suppress_health_check=FIXTURE)
@given(claims=CLAIMS)
def test_sql_python_and_views_agree(empty_ledgers: Ledgers, claims: list[list[dict[str, Any]]]) -> None:
    """Of any releases and embargoes, at instants before, at and after their ends."""
    (ledger,) = empty_ledgers(1)
    known = filled(ledger, claims)
    assertions = {one: body for one, body in known.items() if body["type"] == "assertion"}
    for now in NOWS:
        barred = {
            one
            for one, body in assertions.items()
            if is_restricted(body.get("release"), earliest(body.get("until"), UTC), now)
        }
        spoken = {body["claim"] for body in assertions.values()}
        heard = {body["claim"] for one, body in assertions.items() if one not in barred}
        silent = {one for one, body in known.items() if body["type"] == "claim" and one not in spoken}
        with ledger.reading() as connection:
            assert ids(connection, "assertion", RESTRICTED, now=now) == barred
            assert ids(connection, "assertion", OPEN, now=now) == assertions.keys() - barred
            moment: datetime = from_utc_text(now)
            assert find_restricted(connection, moment).by_type.get("assertion", frozenset()) == barred
            hidden = hide_restricted(connection, moment)
            assert ids(connection, "assertion") == assertions.keys() - barred
            assert ids(connection, "claim") == heard | silent
            assert ids(connection, "record").isdisjoint(hidden.ids)
            named = {hop["source"] for one in assertions.keys() - barred for hop in assertions[one]["chain"]}
            assert ids(connection, "source") == named


def test_what_is_hidden_stays_so_for_one_reading_only(empty_ledgers: Ledgers) -> None:
    """The next reading sees all again, and hiding twice hides the same."""
    (ledger,) = empty_ledgers(1)
    known = filled(ledger, [[{"release": "off-record"}], [{}]])
    with ledger.reading() as connection:
        now = from_utc_text(NOWS[0])
        assert hide_restricted(connection, now) == hide_restricted(connection, now)
        assert len(ids(connection, "claim")) == 1
    with ledger.reading() as connection:
        assert len(ids(connection, "claim")) == 2
        assert len(ids(connection, "record")) == len(known)


@given(plan=PLANS)
@settings(max_examples=examples(12), suppress_health_check=list(HealthCheck))
def test_a_view_that_is_not_made_would_show_the_same(empty_ledgers: Ledgers, plan: list[Step]) -> None:
    """Nor does a column that is shown as it is in its table, or a condition that is left out: now and in the past."""
    (ledger,) = empty_ledgers(1)
    MarkedHistory(ledger).play(plan)
    last = ledger.last_change()
    for change in (None, last // 2 or None, last):
        for outsider in (False, True):
            shown = []
            for whole in (False, True):
                with pytest.MonkeyPatch.context() as patch:
                    if whole:
                        patch.setattr(visibility, "HiddenFromViews", all_hidden)
                        patch.setattr(visibility, "_fill_hidden", never_empty)
                    with ledger.reading(change=change) as connection:
                        show_to_outsider(connection, outsider)
                        hide_restricted(connection, from_utc_text(NOWS[1]))
                        shown.append({view: rows(connection, view) for view in (*COLUMNS, "record_body")})
            assert shown[0] == shown[1]


_fill_hidden = visibility._fill_hidden


def never_empty(connection: Connection, table: str, columns: Any, values: list[Any]) -> None:
    """Make a table that the views read, also where it has no rows."""
    _fill_hidden(connection, table, columns, values or [tuple("" for _ in columns)])


def all_hidden(types: Collection[str], parts: Collection[str], *_: object) -> HiddenFromViews:
    """All that views may ever have to hide, so that each is made with every column and condition."""
    known = {part for view in hidden_views._HIDDEN_WITH.values() for some in view.values() for part in some}
    return HiddenFromViews(
        frozenset({*types, *TYPES}),
        frozenset({*parts, *known, *hidden_views._NAMES_OF_PARTS, TOP_BODY}),
        True,
        frozenset(hidden_views._LABELLED),
        True,
    )


TYPES = ("story", "source", "document", "question", "claim", "assertion", "disagreement", *COLUMNS)


def rows(connection: Connection, view: str) -> list[tuple[Any, ...]]:
    """The rows of a view, in an order."""
    return sorted(map(tuple, connection.execute(text(f'SELECT * FROM "{view}"'))), key=repr)
