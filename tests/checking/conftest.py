"""Checkers of small ledgers, each made once."""

import json
from typing import Any

import pytest

from claimtrack.checking.run import Checker
from tests.checking.support import Checking, checker, small


@pytest.fixture(scope="module")
def checking(tmp_path_factory: pytest.TempPathFactory) -> Checking:
    """A function that gives a checker of these claims; of the same ones, the same."""
    folder = tmp_path_factory.mktemp("checking")
    made: dict[str, Checker] = {}

    def give(*ledger: Any, **bundle: Any) -> Checker:
        key = json.dumps([ledger, bundle], sort_keys=True)
        if key not in made:
            made[key] = checker(small(str(folder / f"{len(made)}.db"), *ledger, **bundle))
        return made[key]

    return give
