"""What stays in is kept with the judgement of a ledger where much does: until a change, or the end of an embargo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.actions.ledger import audit
from claimtrack.ledger.database import Access, LedgerDatabase, open_ledger
from claimtrack.ledger.projection.rebuild import rebuild
from claimtrack.ledger.restricted import visibility
from claimtrack.ledger.restricted.records import RestrictedRecords
from claimtrack.ledger.restricted.visibility import find_restricted
from claimtrack.ledger.store.judgement_cache import set_remembering
from claimtrack.ledger.store.shown import show_to_outsider
from tests.ledger.support import do, make_bundle, new_ledger, take
from tests.support.effort import examples
from tests.support.history_plans import PLANS, Step
from tests.support.marked_history import MarkedHistory

NOW, LATER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2150, 1, 1, tzinfo=UTC)
RANDOM = settings(max_examples=examples(12), suppress_health_check=list(HealthCheck))


@contextmanager
def reading(
    ledger: LedgerDatabase, *, remembering: bool, outsider: bool = False, change: int | None = None
) -> Iterator[Connection]:
    """A connection that keeps what it works out, or works all out; for an `outsider` or the desk."""
    with ledger.reading(change=change) as connection:
        set_remembering(connection, remembering)
        show_to_outsider(connection, outsider)
        yield connection


def found(ledger: LedgerDatabase, now: datetime, **how: Any) -> RestrictedRecords:
    with reading(ledger, **how) as connection:
        return find_restricted(connection, now)


def told(hidden: RestrictedRecords) -> RestrictedRecords:
    """The same without parts of which there are none."""
    parts, past = ({record: some for record, some in one.items() if some} for one in (hidden.parts, hidden.past))
    return visibility.replace(hidden, parts=parts, past=past)


@pytest.fixture(autouse=True)
def _few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visibility, "LEAST_KEPT", 1)


@given(plan=PLANS)
@RANDOM
def test_what_is_kept_is_what_is_worked_out(
    empty_ledgers: Callable[[int], list[LedgerDatabase]], plan: list[Step]
) -> None:
    """After every few changes, before and after embargoes end, for the desk and for outsiders; the audit agrees."""
    (ledger,) = empty_ledgers(1)
    history = MarkedHistory(ledger)
    for steps in (plan[:3], plan[3:6], plan[6:]):
        history.play(steps)
        for now in (NOW, LATER, NOW):
            for outsider in (False, True):
                worked_out = found(ledger, now, remembering=False, outsider=outsider)
                for _ in range(2):
                    kept = found(ledger, now, remembering=True, outsider=outsider)
                    assert told(kept) == told(worked_out)
                    assert list(kept.by_type) == list(worked_out.by_type), "in one order"
    assert audit(ledger).clean


def embargoed(url: str) -> LedgerDatabase:
    """A ledger with a claim off the record and one under an embargo."""
    ledger = new_ledger(url)
    said = ({"release": "off-record"}, {"until": "2030-01-01"}, {})
    claims = [{"text": f"Claim {one}", "assertions": [{"chain": [f"S{one}"], **how}]} for one, how in enumerate(said)]
    take(ledger, make_bundle(claims=claims))
    return ledger


def kept(ledger: LedgerDatabase) -> list[tuple[str, str]]:
    """The names of the parts that are kept of what stays in, each with the value."""
    sql = "SELECT p.name, j.value FROM judgement_part p JOIN judgement j ON j.part = p.number ORDER BY p.name"
    with ledger.reading() as connection:
        return [(row.name, row.value) for row in connection.execute(text(sql)) if row.name.startswith("what stays in")]


def test_it_is_kept_until_a_change_or_the_end_of_an_embargo(db_url: str) -> None:
    ledger = embargoed(db_url)
    assert kept(ledger) == []
    before = found(ledger, NOW, remembering=True)
    assert [name for name, _ in kept(ledger)] == ["what stays in"]
    with ledger.maintaining() as connection:  # what is kept is read: nothing else knows of it
        value = before.packed().replace('"texts":[]', '"texts":["forged"]')
        connection.execute(text("UPDATE judgement SET value = :value"), {"value": value})
    assert found(ledger, NOW, remembering=True).texts == frozenset({"forged"})
    assert found(ledger, NOW, remembering=False) == before
    assert found(ledger, LATER, remembering=True).by_type["assertion"] < before.by_type["assertion"]
    assert found(ledger, NOW, remembering=True) == before, "it is of another moment"


def test_a_change_a_rebuild_and_withholding_end_it(db_url: str) -> None:
    ledger = embargoed(db_url)
    first = found(ledger, NOW, remembering=True)
    take(ledger, make_bundle(claims=[{"text": "Claim 0", "assertions": [{"chain": ["Somebody"]}]}]))
    second = found(ledger, NOW, remembering=True)
    assert len(second.by_type["claim"]) == len(first.by_type["claim"]) - 1
    assert kept(ledger) == [("what stays in", second.packed())]
    with ledger.maintaining() as connection:
        rebuild(connection, ledger.zone)
    assert kept(ledger) == []
    found(ledger, NOW, remembering=True)
    (record, *_) = second.by_type["assertion"]
    do(ledger, lambda change: change.withhold(record, why="asked for"))
    assert kept(ledger) == []


def test_the_past_and_writers_neither_keep_nor_use_it(db_url: str) -> None:
    ledger = embargoed(db_url)
    take(ledger, make_bundle(claims=[{"text": "Another"}]))
    with open_ledger(db_url, as_of="2200").reading() as connection:
        find_restricted(connection, NOW)
    with ledger.reading(change=1) as connection:
        find_restricted(connection, NOW)
    do(ledger, lambda change: find_restricted(change.conn, NOW))
    assert kept(ledger) == []
    with ledger.pages(1, restricted=False):
        pass
    assert kept(ledger) == []
    with ledger.pages(2, restricted=False):
        pass
    assert [name for name, _ in kept(ledger)] == ["what stays in"]


def test_outsiders_have_their_own(db_url: str) -> None:
    """Who may not write leaves nothing, and reads what is there for them alone."""
    ledger = embargoed(db_url)
    outside = open_ledger(db_url, access=Access.OPEN_RECORDS)
    with outside.reading():
        assert kept(ledger) == []
    found(ledger, NOW, remembering=True)
    found(ledger, NOW, remembering=True, outsider=True)
    assert [name for name, _ in kept(ledger)] == ["what stays in", "what stays in, for outsiders"]


@pytest.mark.parametrize("outsider", [False, True])
def test_the_audit_names_what_is_kept_otherwise(db_url: str, outsider: bool) -> None:
    ledger = embargoed(db_url)
    now = ledger.now()
    found(ledger, now, remembering=True, outsider=outsider)
    assert audit(ledger).clean
    with ledger.maintaining() as connection:
        connection.execute(text('UPDATE judgement SET value = replace(value, \'"more":[]\', \'"more":["x"]\')'))
    (finding,) = audit(ledger).findings
    assert finding.what == (
        "what is kept of the records that may not be shown is not what the records give: run 'claimtrack db rebuild'"
    )
