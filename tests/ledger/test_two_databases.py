"""Two databases, one meaning: the same actions give the same history and the same rows, to the byte."""

import random
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from sqlalchemy import text

from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.entries import envelope
from tests.ledger.random_changes import Step, core, differences, play, shown, steps, stored
from tests.ledger.support import UNREST, new_ledger, take, wiped
from tests.support.effort import FIXTURE, examples


def same_dice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Salts that are drawn alike for each ledger."""
    dice = random.Random(5)
    monkeypatch.setattr(envelope, "os", SimpleNamespace(urandom=dice.randbytes))


def same_id(ledger: LedgerDatabase) -> None:
    with ledger.maintaining() as connection:
        connection.execute(text("UPDATE meta SET value = 'one' WHERE name = 'ledger'"))


def test_the_same_actions_give_the_same_ledger(sqlite_url: str, pg_url: str) -> None:
    ledgers = [new_ledger(sqlite_url), new_ledger(pg_url)]

    @settings(max_examples=examples(12), suppress_health_check=FIXTURE)
    @given(steps(most=12))
    def holds(plan: list[Step]) -> None:
        made: list[Any] = []
        for ledger in ledgers:
            wiped(ledger)
            same_id(ledger)
            with pytest.MonkeyPatch.context() as monkeypatch:
                same_dice(monkeypatch)
                done = play(ledger, plan)
            made.append((done, core(ledger), stored(ledger), shown(ledger)))
        one, other = made
        assert one[0] == other[0]
        assert one[1] == other[1]
        assert differences(one[2], other[2]) == {}
        assert differences(one[3], other[3]) == {}

    holds()


def test_the_same_file_gives_the_same_ledger(sqlite_url: str, pg_url: str) -> None:
    made = []
    for url in (sqlite_url, pg_url):
        ledger = new_ledger(url)
        same_id(ledger)
        with pytest.MonkeyPatch.context() as monkeypatch:
            same_dice(monkeypatch)
            take(ledger, UNREST)
        made.append((core(ledger), stored(ledger)))
    assert made[0][0] == made[1][0]
    assert differences(made[0][1], made[1][1]) == {}
