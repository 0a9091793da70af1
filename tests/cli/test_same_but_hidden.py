"""Two ledgers that differ only in words that an output may not show give the same output, to the byte.

So what is hidden is told by no count, order, length, status or digest either, where `test_random_secrets` sees marked
words alone. A history is written twice, the second time with other words in place of those that
`tests/support/promises.py` hides in all columns of a group. The first history's words are looked for in both ledgers:
a guess that is right is told no more than one that is wrong.

Clock and random bytes are the same in both. What is evened out: the ids of records and of STIX objects, the digests of
changes and entries (which are made with random salts), and when an output was made. Where an id differs, since it is
made of a hidden name or a former wording, lines may stand in another order, since many lists go by ids, and what is
made of ids differs with them: the keys of positions, the digests of bodies.
"""

from __future__ import annotations

import difflib
import itertools
import os
import random
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from claimtrack.formats.stix import object_id
from claimtrack.ledger.database import open_ledger
from tests.support.effort import SOAKED, examples
from tests.support.history_plans import PLANS, Step
from tests.support.ledger_outputs import draft_of, outputs, read, sample
from tests.support.marked_history import MarkedHistory
from tests.support.promises import ASSISTANT, CHECK, DESK, EXPORT, LEGAL, LISTS, ONE, OTHERS, PUBLIC, Promises

MOST = 40 if SOAKED else 4
"""Forms of output that are looked at in a pair of histories."""
GROUPS = {
    "in confidence": (LISTS, ONE, DESK, LEGAL, PUBLIC, EXPORT, OTHERS, CHECK, ASSISTANT),
    "not named": (LEGAL, PUBLIC, OTHERS),
    "kept from assistants": (ASSISTANT,),
}
"""Columns of the table that none of the words that differ may show in."""
DAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
MOMENT = re.compile(r"(?!2026-03-02)\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d[:.\d]*(?:Z| UTC)")
"""When an output was made."""
MADE_OF_IDS = re.compile(r'\b[a-z2-7]{24}\b|(?<="body_digest":")[0-9a-f]{64}')
"""An id, the key of a position, or the digest of a body in an exported history."""


class SameBytes:
    """In place of os.urandom: the same bytes again from each `begin` on."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Start anew."""
        self._source = random.Random(1)

    def __call__(self, count: int) -> bytes:
        """So many bytes."""
        return self._source.randbytes(count)


SAME_BYTES = SameBytes()


@pytest.fixture
def same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No byte is random."""
    monkeypatch.setattr(os, "urandom", SAME_BYTES)
    monkeypatch.setattr(random, "_urandom", SAME_BYTES)


def _written(plan: list[Step], place: str, renamed: dict[str, str]) -> MarkedHistory:
    Path(place).unlink(missing_ok=True)
    SAME_BYTES.begin()
    minutes = itertools.count()
    ledger = open_ledger(place, create=True, clock=lambda: DAY + timedelta(minutes=next(minutes)))
    history = MarkedHistory(ledger, renamed=renamed)
    history.play(plan)
    return history


def _named(history: MarkedHistory) -> tuple[list[tuple[str, str]], list[str]]:
    """Ids and types of the records, and digests of the changes and entries, as they were made."""
    records = Promises(history.ledger, history.typed).records
    with history.ledger.reading() as connection:
        digests = connection.execute(text("SELECT digest FROM change ORDER BY seq")).scalars().all()
        entries = connection.execute(text("SELECT digest FROM entry ORDER BY number")).scalars().all()
    return [(name, one.type) for name, one in records.items()], [*digests, *(bytes(one).hex() for one in entries)]


def _unordered(shown: str) -> list[str]:
    """Lines, and rows of a workbook, without what says where they stand."""
    return sorted(re.sub(r' r="[A-Z]*\d+"', "", line).rstrip(", ") for line in re.split(r"\n|(?=<row )", shown))


def differences(
    first: MarkedHistory, second: MarkedHistory, columns: Collection[str], hidden: list[str], seed: int
) -> tuple[list[str], Counter[str]]:
    """Where outputs of these columns are not the same, and how often each form was looked at."""
    (records, heads), (other_records, other_heads) = _named(first), _named(second)
    assume([kind for _, kind in records] == [kind for _, kind in other_records])
    ids = {name: other for (name, _), (other, _) in zip(records, other_records, strict=True) if name != other}
    evened = {}
    for name, other in ids.items():
        evened |= {f"{other[:2]}/{other}": f"{name[:2]}/{name}", other: name, other[:10]: name[:10]}
        evened |= {object_id("", other): object_id("", name)}
    for head, other in zip(heads, other_heads, strict=True):
        evened |= {other: head, other[:16]: head[:16]}
    evened["two.db"] = "one.db"
    own = dict(records)

    def made(found: re.Match[str]) -> str:
        return found[0] if found[0] in own else "(made of ids)"

    guessed = random.Random(seed).sample(hidden, min(2, len(hidden)))
    Path("draft.txt").write_text(draft_of(()), "utf-8")  # `check` does confirm a guess that a draft makes
    every = [output for output in outputs(records, guessed) if output.column in columns]
    looked_at: Counter[str] = Counter()
    found = []
    for output in sample(every, first.times, seed=seed, most=MOST):
        looked_at[output.form] += 1
        typed = tuple(ids.get(word, word) for word in output.typed)
        shown = []
        for history, asked in ((first, output), (second, replace(output, typed=typed))):
            SAME_BYTES.begin()
            shown.append(MOMENT.sub("(now)", read(history.ledger, asked)))
        for other, name in evened.items():
            shown[1] = shown[1].replace(other, name)
        if ids:
            shown = [MADE_OF_IDS.sub(made, each) for each in shown]
        if shown[0] != shown[1] and not (ids and _unordered(shown[0]) == _unordered(shown[1])):
            lines = difflib.unified_diff(*(each.splitlines() for each in shown), lineterm="", n=0)
            found.append("\n".join([f"{output.told}:", *(line[:400] for line in itertools.islice(lines, 2, 12))]))
    return found, looked_at


@pytest.mark.whole
@pytest.mark.timeout(0 if SOAKED else 900)
@pytest.mark.usefixtures("nobody_there", "same_bytes")
@given(plan=PLANS, seed=st.integers(0, 2**32), group=st.sampled_from(sorted(GROUPS)), longer=st.booleans())
@settings(max_examples=SOAKED or examples(10), derandomize=not SOAKED, suppress_health_check=list(HealthCheck))
def test_what_is_hidden_changes_nothing(
    plan: list[Step], seed: int, group: str, longer: bool, looked_at: Counter[str]
) -> None:
    """Of two histories made by the same steps."""
    first = _written(plan, "one.db", {})
    promises = Promises(first.ledger, first.typed)
    places = list(itertools.product(GROUPS[group], (False, True)))
    hidden = [
        word
        for word in sorted(first.words)
        if not any(promises.may_show(word, place, past=past) for place, past in places)
    ]
    assume(hidden)
    second = _written(plan, "two.db", {word: ("wxwxwx" if longer else "wx") + word[2:] for word in hidden})
    found, looked = differences(first, second, GROUPS[group], hidden, seed)
    looked_at.update(looked)
    looked_at[f"(pairs of histories that differ in what is {group})"] += 1
    assert not found, "\n".join([*first.lines, "", *found])
