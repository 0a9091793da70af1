"""Exporting: the same bytes whenever, nothing lost on the way round, nothing restricted let out."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.errors import BadInput
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.transfer import export, export_history, export_rows
from claimtrack.ledger.transfer.export import export_items
from tests.ledger.random_ledgers import ACTS, BUNDLES, Act, act, grow, quick
from tests.ledger.support import (
    UNREST,
    bodies,
    do,
    dump,
    entry_digests,
    make_bundle,
    merge,
    new_ledger,
    record_digests,
    reopened,
    take,
    wiped,
)

A = "https://example.org/a"
OFF_THE_RECORD = make_bundle(
    documents=[{"title": "The gate gave way", "text": "The gate gave way"}],
    claims=[
        {"text": "one", "assertions": [{"chain": ["Ann"], "document": "The gate gave way"}]},
        {"text": "two", "assertions": [{"chain": ["Bob"], "document": "The gate gave way", "release": "off-record"}]},
    ],
)
"""Of a document that is on no page, and that an assertion off the record stands in."""


@pytest.fixture
def ledger(empty_ledgers: Callable[[int], list[LedgerDatabase]]) -> LedgerDatabase:
    return empty_ledgers(1)[0]


@pytest.fixture
def sqlite_ledger(sqlite_url: str) -> LedgerDatabase:
    return new_ledger(sqlite_url)


def test_round_trips_keep_every_record(empty_ledgers: Callable[[int], list[LedgerDatabase]]) -> None:
    """Export, a fresh ledger, export: equal records, equal bytes; and back again nothing is news."""
    ledger, other = empty_ledgers(2)

    @quick(ledger, 15)
    @given(st.lists(BUNDLES, min_size=1, max_size=2), st.lists(ACTS, max_size=3))
    @example([UNREST], [])
    def check(written: list[dict[str, Any]], acts: list[Act]) -> None:
        wiped(ledger)
        for each in written:
            grow(ledger, each)
        for each_act in acts:
            act(ledger, each_act)
        for name in ("bundle", "lines"):
            wiped(other)
            data = dump(ledger, name)
            if b'"id"' in data:
                take(other, data)
            wanted = exported(ledger)
            assert record_digests(other) == wanted
            assert dump(other, name) == data
            if b'"id"' in data:
                assert take(ledger, data).seq is None

    check()


def test_what_may_leave_can_be_taken_in(empty_ledgers: Callable[[int], list[LedgerDatabase]]) -> None:
    """What is exported without what was said in confidence opens in a fresh ledger, and is the same there."""
    ledger, other = empty_ledgers(2)

    @quick(ledger, 25)
    @given(st.lists(BUNDLES, min_size=1, max_size=2), st.lists(ACTS, max_size=3), st.sampled_from(["bundle", "lines"]))
    @example([OFF_THE_RECORD], [], "bundle")
    def check(written: list[dict[str, Any]], acts: list[Act], name: str) -> None:
        wiped(ledger)
        for each in written:
            grow(ledger, each)
        for each_act in acts:
            act(ledger, each_act)
        wiped(other)
        data = dump(ledger, name, restricted=False)
        if b'"id"' in data:
            take(other, data)
        assert dump(other, name) == data

    check()


def test_an_edit_leaves_what_a_document_is_known_by(sqlite_ledger: LedgerDatabase) -> None:
    """A document without address, text and title comes from a file that may not say them, and from no edit."""
    take(sqlite_ledger, OFF_THE_RECORD)
    (record,) = (name for name, body in bodies(sqlite_ledger).items() if body["type"] == "document")
    do(sqlite_ledger, lambda change: change.edit(record, {"title": None}))
    with pytest.raises(BadInput) as refused:
        do(sqlite_ledger, lambda change: change.edit(record, {"text": None}))
    assert [problem.message for problem in refused.value.problems] == ["a document needs url, text or title"]
    with pytest.raises(BadInput):
        take(sqlite_ledger, [{"type": "document", "publisher": "The Courier"}])


def test_a_figure_outlives_its_questions_unit(empty_ledgers: Callable[[int], list[LedgerDatabase]]) -> None:
    """Bounds worked out for people are what they were, whatever the question counts now."""
    ledger, other = empty_ledgers(2)
    take(ledger, UNREST)
    for record, body in bodies(ledger).items():
        if body.get("answer_kind") == "figure":
            do(ledger, lambda change, record=record: change.edit(record, {"unit": "USD"}))
    data = dump(ledger, "lines")
    take(other, data)
    assert record_digests(other) == record_digests(ledger)
    assert take(ledger, data).seq is None


def exported(ledger: LedgerDatabase) -> dict[str, str]:
    """The digests of the live records, but for those that belong to a void or withheld one."""
    known = bodies(ledger)
    owners = {"assertion": "claim", "rating": "source", "side": "source"}

    def stands(body: dict[str, Any]) -> bool:
        owner = body.get(owners.get(body["type"], "target")) if body["type"] != "disagreement" else None
        return owner is None or (owner in known and stands(known[owner]))

    return {record: made for record, made in record_digests(ledger).items() if stands(known[record])}


def test_pages_do_not_matter(ledger: LedgerDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    take(ledger, UNREST)
    whole = {name: dump(ledger, name) for name in ("bundle", "lines", "ledger")}
    monkeypatch.setattr(export, "PAGE", 1)
    monkeypatch.setattr(export, "PAGE_TEXT", 1)
    monkeypatch.setattr(export_history, "CHANGES_A_PAGE", 2)
    assert {name: dump(ledger, name) for name in whole} == whole


def test_records_are_the_same_however_they_are_read(sqlite_ledger: LedgerDatabase) -> None:
    """Each looked up, all together, and in rounds of a claim each: whatever was edited, void or off the record."""

    @quick(sqlite_ledger, 15)
    @given(st.lists(BUNDLES, min_size=1, max_size=2), st.lists(ACTS, max_size=3), st.booleans())
    @example([UNREST], [], True)
    @example([RESTRICTED], [], False)
    def check(written: list[dict[str, Any]], acts: list[Act], restricted: bool) -> None:
        wiped(sqlite_ledger)
        for each in written:
            grow(sqlite_ledger, each)
        moment = sqlite_ledger.now()
        for each_act in acts:
            act(sqlite_ledger, each_act)
        for shown in (sqlite_ledger, reopened(sqlite_ledger, as_of=moment.isoformat())):
            found = set()
            for together, rounds in ((1, 0), (1 << 40, 1), (1, 1 << 40)):
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(export_rows, "TOGETHER", together)
                    patch.setattr(export_rows, "ROUNDS", rounds)
                    items = export_items(shown, restricted=restricted)
                    found.add((tuple(items.texts()), str(sorted(items.left_out.items())), str(items.delicate)))
            assert len(found) == 1

    check()


def test_a_writer_is_neither_held_up_nor_seen(ledger: LedgerDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    take(ledger, UNREST)
    whole = dump(ledger, "lines")
    monkeypatch.setattr(export, "PAGE", 1)
    found: list[Any] = []
    for number, each in enumerate(export_items(ledger)):
        found.append(each)
        take(ledger, make_bundle(stories=[{"name": f"story {number}"}]))
        record = max(bodies(ledger))
        do(ledger, lambda change, record=record: change.void(record))
    assert len(found) == whole.count(b"\n")
    lines: list[Any] = []
    history = iter(export_history.export_history(ledger))
    for line in history:
        lines.append(line)
        if len(lines) < 3:
            take(ledger, make_bundle(stories=[{"name": f"late {len(lines)}"}]))
    assert lines[0].entries + lines[0].changes + 1 == len(lines)


def test_an_export_of_the_past_is_the_export_of_then(ledger: LedgerDatabase) -> None:
    take(ledger, UNREST)
    then = {name: dump(ledger, name) for name in ("bundle", "lines", "ledger")}
    moment = ledger.now()
    for record, body in list(bodies(ledger).items()):
        if body["type"] == "claim":
            do(ledger, lambda change, record=record: change.edit(record, {"text": "something else " + record}))
    past = reopened(ledger, as_of=moment.isoformat())
    assert {name: dump(past, name) for name in then} == then
    assert dump(ledger, "lines") != then["lines"]


RESTRICTED = make_bundle(
    stories=[{"name": "S"}],
    sources=[{"name": "Deep", "kind": "person"}, {"name": "Open", "kind": "person"}],
    questions=[{"text": "Secret question?", "answer_kind": "yes-no"}],
    claims=[
        {
            "text": "secret claim",
            "question": "Secret question?",
            "answer": {"yes_no": True},
            "assertions": [{"chain": ["Deep"], "document": "https://example.org/secret", "release": "off-record"}],
            "notes": ["a secret note"],
        },
        {
            "text": "open claim",
            "assertions": [
                {"chain": ["Open"], "document": A},
                {"chain": ["Deep", "Open"], "document": A, "release": "off-record", "occasion": "a secret dinner"},
                {"chain": ["Later"], "document": A, "release": "embargoed", "until": "2022-02-01"},
                {"chain": ["Past"], "document": A, "release": "embargoed", "until": "2022-01-01"},
                {"chain": ["Always"], "document": A, "release": "embargoed"},
                {"chain": [{"source": "Shy", "described_as": "an aide"}], "document": A, "release": "background"},
            ],
        },
    ],
    disagreements=[
        {"kind": "actor", "claims": ["secret claim", "open claim"], "recorded": True, "state": "open", "why": "secret"}
    ],
)


def test_what_is_restricted_stays_in(ledger: LedgerDatabase) -> None:
    story = take(ledger, RESTRICTED).story
    for options in ({}, {"story": story}):
        out = export_items(ledger, **options)
        data = repr(list(out))
        for word in ("secret", "Secret", "Deep", "Later", "Always"):
            assert word not in data
        assert all(word in data for word in ("Open", "Past", "Shy", "open claim"))
        wanted = {"assertion": 4, "claim": 1, "question": 1, "disagreement": 1}
        assert +out.left_out == (wanted if options else {**wanted, "source": 3, "document": 1})
        assert out.delicate == {"background": 1}
        everything = export_items(ledger, restricted=True, **options)
        assert {body["name"] for kind, body in everything if kind == "source"} == {
            *("Deep", "Open", "Later", "Past", "Always", "Shy")
        }
        assert not +everything.left_out


def test_a_history_with_something_restricted_leaves_whole_or_not(ledger: LedgerDatabase) -> None:
    take(ledger, UNREST)
    assert dump(ledger, "ledger", restricted=False)
    take(ledger, RESTRICTED)
    with pytest.raises(BadInput, match="this ledger holds 4 off-record or embargoed assertions"):
        dump(ledger, "ledger", restricted=False)
    for record, body in bodies(ledger).items():
        if body.get("release") == "off-record":
            do(ledger, lambda change, record=record: change.void(record))
    with pytest.raises(BadInput, match="holds 4"):
        dump(ledger, "ledger", restricted=False)
    for record, body in bodies(ledger).items():
        if body.get("release") == "embargoed":
            do(ledger, lambda change, record=record: change.edit(record, {"release": "on-record", "until": None}))
    with pytest.raises(BadInput, match="holds 2"):
        dump(ledger, "ledger", restricted=False)


def test_a_story_carries_all_its_claims_refer_to(empty_ledgers: Callable[[int], list[LedgerDatabase]]) -> None:
    ledger, other = empty_ledgers(2)
    story = take(ledger, UNREST).story
    take(
        ledger,
        make_bundle(
            stories=[{"name": "Elsewhere"}],
            sources=[{"name": "Stranger", "kind": "person"}, {"name": "Tokayev", "kind": "person"}],
            claims=[
                {
                    "text": "not of this story",
                    "assertions": [{"chain": ["AFP"], "document": "https://example.org/other"}],
                    "notes": ["of the other"],
                }
            ],
            merges=[{"kind": "source", "kept": "Kassym-Jomart Tokayev", "merged": "Tokayev", "why": "the same man"}],
            sides=[{"source": "AFP", "name": "press", "story": "Elsewhere"}],
        ),
    )
    data = dump(ledger, "lines", story=story)
    for word in (b"Stranger", b"Elsewhere", b"not of this story", b"of the other", b"example.org/other", b"press"):
        assert word not in data
    take(other, data)
    assert dump(other, "lines") == data
    kept, wanted = record_digests(other), record_digests(ledger)
    assert {record: wanted[record] for record in kept} == kept
    named = {body.get("name") for body in bodies(other).values()}
    assert {"Kazakhstan", "A. Reporter", "unnamed foreigners", "officials", "Tokayev", "protesters"} <= named
    types = {body["type"] for body in bodies(other).values()}
    assert {"merge", "disagreement", "rating", "request", "evidence", "assessment", "question"} <= types


def test_from_one_engine_to_the_other_and_back(sqlite_url: str, pg_url: str, tmp_path: Any) -> None:
    first, between, last = new_ledger(sqlite_url), new_ledger(pg_url), new_ledger(str(tmp_path / "last.db"))
    take(first, UNREST)
    for each in ((first, between), (between, last)):
        take(each[1], dump(each[0], "bundle"))
    assert record_digests(first) == record_digests(between) == record_digests(last)
    assert dump(first, "lines") == dump(between, "lines") == dump(last, "lines")
    for ledger in (between, last):
        wiped(ledger)
    merge(between, first)
    merge(last, between)
    assert entry_digests(first) == entry_digests(between) == entry_digests(last)


def test_an_empty_ledger(sqlite_ledger: LedgerDatabase) -> None:
    assert list(export_items(wiped(sqlite_ledger))) == []
