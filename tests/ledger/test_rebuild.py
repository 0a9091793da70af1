"""Rebuilding changes nothing: the projection is the entries' own doing, whatever happened to them."""

from collections.abc import Callable

from hypothesis import HealthCheck, example, given, settings
from sqlalchemy import text

from claimtrack.ledger.audit import audit
from claimtrack.ledger.rebuild import rebuild
from tests.ledger.ledgers import new_ledger, wiped
from tests.ledger.play import Step, differences, play, steps, stored

FIXTURE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def test_rebuild_changes_nothing(db_url: str) -> None:
    ledger = new_ledger(db_url)

    @settings(max_examples=40, suppress_health_check=FIXTURE)
    @given(steps())
    def holds(plan: list[Step]) -> None:
        fresh = wiped(ledger)
        play(fresh, plan)
        before = stored(fresh)
        assert audit(fresh).findings == []
        with fresh.maintaining() as connection:
            rebuild(connection, fresh.zone)
        assert differences(before, stored(fresh)) == {}
        assert audit(fresh).findings == []

    holds()
