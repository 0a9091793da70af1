"""Merging: in any order equal entries and equal records; nothing altered gets in; nothing withheld comes back."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import text

from claimtrack.domain.canonical_json import canonical, digest, parse, salted_digest, sha256
from claimtrack.errors import BadInput
from claimtrack.formats import ledger_history
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.entries.envelope import change_digest, envelope, make_entry
from tests.ledger.random_ledgers import ACTS, BUNDLES, Act, act, grow, quick
from tests.ledger.support import (
    UNREST,
    bodies,
    contents,
    count,
    do,
    dump,
    entry_digests,
    make_bundle,
    merge,
    new_ledger,
    take,
    texts,
    wiped,
)

ANN = make_bundle(sources=[{"name": "Ann", "kind": "person", "role": "clerk", "aliases": ["A."]}])


@pytest.fixture
def pair(empty_ledgers: Callable[[int], list[LedgerDatabase]]) -> list[LedgerDatabase]:
    """Two ledgers; the clock of the second is a minute ahead."""
    return empty_ledgers(2)


def only(ledger: LedgerDatabase, record_type: str) -> str:
    (found,) = (record for record, body in bodies(ledger).items() if body["type"] == record_type)
    return found


def conflict(ledger: LedgerDatabase, record: str) -> Any:
    with ledger.reading() as connection:
        found = connection.execute(text("SELECT conflict FROM record WHERE id = :id"), {"id": record}).scalar_one()
    return None if found is None else parse(found)


def state(ledger: LedgerDatabase, record: str) -> str:
    with ledger.reading() as connection:
        return str(connection.execute(text("SELECT state FROM record WHERE id = :id"), {"id": record}).scalar_one())


STEP = st.one_of(
    st.tuples(st.just("grow"), st.integers(0, 2), BUNDLES),
    st.tuples(st.just("act"), st.integers(0, 2), ACTS),
    st.tuples(st.just("act"), st.integers(0, 2), ACTS),
    st.tuples(st.just("merge"), st.integers(0, 2), st.integers(1, 2)),
)


def test_any_order_of_merging_gives_equal_ledgers(empty_ledgers: Callable[[int], list[LedgerDatabase]]) -> None:
    """Three desks work, withhold and merge in part; then whoever takes over from whom, all hold the same."""
    *desks, fresh = empty_ledgers(4)

    @quick(fresh, 15)
    @given(
        st.lists(STEP, max_size=8), st.sampled_from(list(permutations(range(3)))), st.tuples(*[st.integers(-2, 2)] * 3)
    )
    @example(
        [
            ("grow", 0, UNREST),
            ("merge", 1, 2),
            ("merge", 2, 1),
            ("act", 0, ("edit", 3, 0, "red")),
            ("act", 1, ("edit", 3, 0, "blue")),
            ("act", 2, ("void", 3, 0, "blue")),
            ("merge", 0, 2),
            ("act", 1, ("withhold", 5, 0, "blue")),
            ("act", 0, ("edit", 5, 0, "green")),
        ],
        (2, 0, 1),
        (0, 0, 0),
    )
    def check(steps: list[tuple[str, int, Any]], order: tuple[int, ...], ahead: tuple[int, ...]) -> None:
        for desk, seconds in zip(desks, ahead, strict=True):
            wiped(desk, seconds)
        for verb, number, what in steps:
            desk = desks[number]
            if verb == "grow":
                grow(desk, what)
            elif verb == "act":
                act(desk, what)
            else:
                merge(desk, desks[(number + what) % 3])
        files = [dump(desk, "ledger") for desk in desks]
        wiped(fresh)
        for number in order:
            merge(fresh, files[number])
        for number, desk in enumerate(desks):
            for other in range(3):
                if other != number:
                    merge(desk, files[other])
        wanted = contents(fresh)
        for desk in desks:
            assert entry_digests(desk) == entry_digests(fresh)
            assert contents(desk) == wanted
            assert merge(desk, fresh).seq is None
        assert_withheld_everywhere([*desks, fresh])

    check()


def assert_withheld_everywhere(ledgers: list[LedgerDatabase]) -> None:
    """No entry of a withheld record has content, and every other has."""
    sql = (
        "SELECT COUNT(*) FROM entry e JOIN record r ON r.id = e.record"
        " WHERE (r.state = 'withheld') <> (e.body IS NULL) OR (e.body IS NULL) <> (e.salt IS NULL)"
    )
    for ledger in ledgers:
        with ledger.reading() as connection:
            assert connection.execute(text(sql)).scalar_one() == 0


def test_one_change_says_what_was_taken_over(pair: list[LedgerDatabase]) -> None:
    ours, theirs = pair
    take(ours, ANN)
    take(theirs, UNREST)
    head = dump(theirs, "ledger").splitlines()[0]
    report = merge(ours, theirs, why="the other desk's")
    assert (report.seq, report.known, report.created, report.changed) == (2, 0, report.entries, 0)
    assert report.entries == count(theirs, "entry")
    with ours.reading() as connection:
        row = connection.execute(text("SELECT * FROM change WHERE seq = 2")).one()
        sql = text("SELECT digest FROM entry WHERE number >> 24 = 2 ORDER BY number")
        digests = [digest.hex() for digest in connection.execute(sql).scalars()]
    assert (row.kind, row.by, row.why, row.entries) == ("import", "desk", "the other desk's", report.entries)
    merged = {"ledger": theirs.id, "head": json.loads(head)["head"], "count": report.entries}
    assert parse(row.merged) == merged
    fields = {name: getattr(row, name) for name in ("seq", "ledger", "at", "by", "why", "kind", "prev")}
    assert change_digest({**fields, "merged": merged}, digests) == row.digest == report.digest
    again = merge(ours, theirs)
    assert (again.seq, again.entries, again.known) == (None, 0, report.entries)
    assert count(ours, "change") == 2


def test_a_dry_run_tells_and_takes_nothing(pair: list[LedgerDatabase]) -> None:
    ours, theirs = pair
    take(theirs, UNREST)
    report = merge(ours, theirs, dry_run=True)
    assert (report.dry_run, report.seq, report.created) == (True, None, count(theirs, "record"))
    assert count(ours, "entry") == 0
    assert merge(ours, theirs).entries == report.entries


def test_a_conflict_is_settled_shown_and_cleared_by_the_next_edit(pair: list[LedgerDatabase]) -> None:
    ours, theirs = pair
    take(ours, ANN)
    merge(theirs, ours)
    ann = only(ours, "source")
    do(ours, lambda change: change.edit(ann, {"role": "judge", "aliases": ["A.", "Annie"]}))
    do(
        theirs,
        lambda change: change.edit(ann, {"role": "mayor", "aliases": ["A.", "Nan"], "url": "https://example.org"}),
    )
    report = merge(ours, theirs)
    merge(theirs, ours)
    assert report.conflict_count == 1
    assert report.conflicts[0].fields == {"role": ["mayor", "judge"]}
    for ledger in pair:
        body = bodies(ledger)[ann]
        assert (body["role"], body["aliases"]) == ("mayor", ["A.", "Annie", "Nan"])
        assert body["url"] == "https://example.org"
        assert conflict(ledger, ann) == {"role": ["mayor", "judge"]}
    do(ours, lambda change: change.edit(ann, {"role": "judge"}))
    merge(theirs, ours)
    for ledger in pair:
        assert conflict(ledger, ann) is None
        assert bodies(ledger)[ann]["role"] == "judge"
    do(theirs, lambda change: change.edit(ann, {"role": "poet"}))
    assert merge(ours, theirs).conflicts == []


def test_keeping_the_standing_value_clears_a_conflict_too(pair: list[LedgerDatabase]) -> None:
    ours, theirs = pair
    take(ours, ANN)
    merge(theirs, ours)
    ann = only(ours, "source")
    do(ours, lambda change: change.edit(ann, {"role": "judge"}))
    do(theirs, lambda change: change.edit(ann, {"role": "mayor"}))
    merge(ours, theirs)
    do(ours, lambda change: change.edit(ann, {"role": "mayor"}))
    assert conflict(ours, ann) is None


def test_a_void_stands_beside_an_edit_until_somebody_who_knew_restores(pair: list[LedgerDatabase]) -> None:
    ours, theirs = pair
    take(ours, ANN)
    merge(theirs, ours)
    ann = only(ours, "source")
    do(ours, lambda change: change.void(ann))
    do(theirs, lambda change: change.edit(ann, {"role": "mayor"}))
    merge(ours, theirs)
    merge(theirs, ours)
    for ledger in pair:
        assert state(ledger, ann) == "void"
        assert "void" in conflict(ledger, ann)
    do(theirs, lambda change: change.restore(ann))
    merge(ours, theirs)
    for ledger in pair:
        assert state(ledger, ann) == "live"
        assert conflict(ledger, ann) is None
        assert bodies(ledger)[ann]["role"] == "mayor"


def test_what_is_withheld_stays_so_whoever_has_it_still(pair: list[LedgerDatabase]) -> None:
    ours, theirs = pair
    take(ours, ANN)
    before = dump(ours, "ledger")
    merge(theirs, ours)
    ann = only(ours, "source")
    do(theirs, lambda change: change.edit(ann, {"role": "a secret role"}))
    do(ours, lambda change: change.withhold(ann, why="a court order"))
    assert merge(ours, theirs).withheld == [ann]
    assert b"secret" not in dump(ours, "ledger")
    assert merge(theirs, ours).withheld == [ann]
    assert b"secret" not in dump(theirs, "ledger")
    for ledger in pair:
        assert state(ledger, ann) == "withheld"
        assert merge(ledger, before).seq is None
        assert_withheld_everywhere([ledger])
        assert count(ledger, "source") == 0


def test_two_saules_in_two_ledgers_stay_two(pair: list[LedgerDatabase]) -> None:
    for ledger, story in zip(pair, ("North", "South"), strict=True):
        hop = {"chain": [{"source": "Saule", "basis": "witnessed"}], "document": "https://example.org/" + story}
        saule = {"name": "Saule", "kind": "witness"}
        take(
            ledger, make_bundle(stories=[{"name": story}], sources=[saule], claims=[{"text": "x", "assertions": [hop]}])
        )
    ours, theirs = pair
    merge(ours, theirs)
    merge(theirs, ours)
    for ledger in pair:
        assert sorted(body.get("name", "") for body in bodies(ledger).values() if body["type"] == "source") == [
            "Saule",
            "Saule",
        ]
        assert len({body["chain"][0]["source"] for body in bodies(ledger).values() if "chain" in body}) == 2


def test_a_ring_born_of_a_merge_is_taken_and_cut(pair: list[LedgerDatabase]) -> None:
    ours, theirs = pair
    two = make_bundle(sources=[{"name": "A", "kind": "organisation"}, {"name": "B", "kind": "organisation"}])
    take(ours, two)
    merge(theirs, ours)
    ids = {body["name"]: record for record, body in bodies(ours).items()}
    do(ours, lambda change: change.edit(ids["A"], {"speaks_for": [{"source": ids["B"]}]}))
    do(theirs, lambda change: change.edit(ids["B"], {"speaks_for": [{"source": ids["A"]}]}))
    merge(ours, theirs)
    merge(theirs, ours)
    for ledger in pair:
        with ledger.reading() as connection:
            roots = {
                row.source: row.top_body
                for row in connection.execute(text("SELECT source, top_body FROM canonical_source"))
            }
        assert roots == {ids["B"]: ids["A"]}


def test_an_empty_history_brings_nothing(pair: list[LedgerDatabase]) -> None:
    ours, theirs = pair
    assert merge(ours, theirs).seq is None


# What was altered.


def altered(ledger: LedgerDatabase, change: Callable[[list[Any]], Any]) -> bytes:
    """The ledger's history after `change` had its way with the lines."""
    lines = [json.loads(line) for line in dump(ledger, "ledger").splitlines()]
    lines = change(lines) or lines
    return b"".join(canonical(line) + b"\n" for line in lines)


def rehashed(lines: list[Any]) -> list[Any]:
    """Lines whose digests all fit again, as a forger with a computer would make them."""
    digests: dict[str, str] = {}
    prev = ""
    for at, line in enumerate(lines):
        if "change" not in line:
            continue
        made = []
        for each in lines[at + 1 : at + 1 + line["entries"]]:
            envelope = each["entry"]
            old = digest(envelope)
            envelope["prev"] = sorted(digests.get(one, one) for one in envelope["prev"])
            if each["body"] is not None:
                envelope["body_digest"] = salted_digest(each["salt"], canonical(each["body"]))
            digests[old] = sha256(canonical(envelope))
            made.append(digests[old])
        line["change"]["prev"] = prev
        prev = line["digest"] = change_digest(line["change"], made)
    lines[0]["head"] = prev
    return lines


def entry(lines: list[Any], number: int) -> Any:
    return [line for line in lines if "entry" in line][number]


def swap(lines: list[Any]) -> None:
    at = [number for number, line in enumerate(lines) if "entry" in line]
    lines[at[0]], lines[at[1]] = lines[at[1]], lines[at[0]]


FORGERIES: dict[str, tuple[Callable[[list[Any]], Any], str]] = {
    "a body": (lambda lines: entry(lines, 0)["body"].update(name="X"), "this body was altered"),
    "an envelope": (
        lambda lines: entry(lines, 0)["entry"].update(by="X"),
        "change 1 or one of its entries was altered",
    ),
    "a change": (lambda lines: lines[1]["change"].update(by="X"), "change 1 or one of its entries was altered"),
    "the order": (swap, "change 1 or one of its entries was altered"),
    "an entry left out": (lambda lines: [*lines[:2], *lines[3:]], "before this, entries of change 1 are missing: 1"),
    "a change left out": (
        lambda lines: [line for line in lines if line is not lines[1]],
        "change 2 comes after change 0",
    ),
    "the end cut off": (lambda lines: lines[:-1], "the header says 3 entries, and there are 2"),
    "the head": (lambda lines: lines[0].update(head="0" * 64), "the last change is not the head that the header names"),
    "the ledger": (lambda lines: lines[0].update(ledger="a" * 24), "this change is of another ledger than the header"),
    "an entry twice": (
        lambda lines: [*lines[:2], lines[2], lines[2], *lines[3:]],
        "this entry belongs to no change",
    ),
    "no header": (lambda lines: lines[1:], "the header is missing"),
    "a body left out": (
        lambda lines: rehashed([entry(lines, 0).update(body=None, salt=None), *lines][1:]),
        "its content is missing, though its record is not withheld",
    ),
    "a body of another record": (
        lambda lines: rehashed([entry(lines, 0)["body"].update(id="a" * 24), *lines][1:]),
        "the body's id is not its envelope's",
    ),
    "an invalid body": (
        lambda lines: rehashed([entry(lines, 0)["body"].update(kind="robot"), *lines][1:]),
        "this word is none of those for kind",
    ),
    "a change that is not told": (
        lambda lines: rehashed([entry(lines, 1)["body"].update(name="X"), *lines][1:]),
        "it changes name and does not say so",
    ),
    "a void that edits": (
        lambda lines: rehashed([entry(lines, 2)["body"].update(role="X"), *lines][1:]),
        "a void keeps what the record said, and this one does not",
    ),
    "a void that changes a field": (
        lambda lines: rehashed([entry(lines, 2)["entry"].update(changed=["role"]), *lines][1:]),
        "a void changes no field",
    ),
    "a restore of what is live": (
        lambda lines: rehashed([entry(lines, 2)["entry"].update(op="restore"), *lines][1:]),
        "a restore of a record that was live",
    ),
    "an edit that replaces what nobody has": (
        lambda lines: rehashed([entry(lines, 1)["entry"].update(prev=["0" * 64]), *lines][1:]),
        "it replaces an entry that is neither here nor in the file: 000",
    ),
    "an edit before its time": (
        lambda lines: rehashed([entry(lines, 1)["entry"].update(at="2020-01-01T00:00:00.000000Z"), *lines][1:]),
        "it is dated before what it replaces",
    ),
    "an impossible time": (
        lambda lines: rehashed([entry(lines, 2)["entry"].update(at="2099-99-99T00:00:00.000000Z"), *lines][1:]),
        "2099-99-99T00:00:00.000000Z is no instant",
    ),
    "a time that goes back": (
        lambda lines: rehashed([lines[3]["change"].update(at="2020-01-01T00:00:00.000000Z"), *lines][1:]),
        "change 2 is dated before the change before it",
    ),
    "another type": (
        lambda lines: rehashed(
            [
                entry(lines, 1)["entry"].update(type="story"),
                entry(lines, 1)["body"].update(type="story"),
                *lines,
            ][2:]
        ),
        "this is a story, and another version of the same record is a source",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_nothing_altered_gets_in(sqlite_url: str, tmp_path: Any, name: str) -> None:
    theirs, ours = new_ledger(sqlite_url), new_ledger(str(tmp_path / "ours.db"))
    take(theirs, make_bundle(sources=[{"name": "Ann", "kind": "person"}]))
    ann = only(theirs, "source")
    do(theirs, lambda change: change.edit(ann, {"role": "clerk"}))
    do(theirs, lambda change: change.void(ann))
    assert merge(ours, altered(theirs, lambda lines: rehashed(lines)), dry_run=True).entries == 3
    change, message = FORGERIES[name]
    with pytest.raises(BadInput) as caught:
        merge(ours, altered(theirs, change))
    told = texts(caught.value.problems)
    assert message in told
    assert told.startswith("other:")
    assert count(ours, "entry") == 0


def test_versions_are_taken_whatever_program_made_them(sqlite_url: str, tmp_path: Any) -> None:
    """An entry made by hand that keeps the rules is accepted: what is checked is the rules, not who wrote it."""
    theirs, ours = new_ledger(sqlite_url), new_ledger(str(tmp_path / "ours.db"))
    take(theirs, make_bundle(sources=[{"name": "Ann", "kind": "person"}]))
    take(ours, make_bundle(sources=[{"name": "Bob", "kind": "person"}]))
    read = list(ledger_history.read(io.BytesIO(dump(theirs, "ledger")), None))
    first = read[2]
    assert isinstance(first, ledger_history.EntryLine)
    assert first.body is not None
    body = {**first.body, "role": "clerk"}
    at = "2022-01-08T00:00:00.000000Z"
    made = make_entry(op="set", body=body, prev=[first.digest], changed=["role"], at=at, by="me", why=None)
    second = ledger_history.EntryLine(
        envelope(
            "set",
            str(body["type"]),
            str(body["id"]),
            [first.digest],
            ["role"],
            at,
            "me",
            None,
            made.body_digest,
        ),
        (made.salt or b"").hex(),
        body,
    )
    change = read[1]
    header = read[0]
    assert isinstance(change, ledger_history.ChangeLine)
    assert isinstance(header, ledger_history.Header)
    head = change_digest(change.fields, [first.digest, second.digest])
    out = io.BytesIO()
    lines = [
        ledger_history.Header(header.ledger, 1, 2, head),
        ledger_history.ChangeLine(change.fields, head, 2),
        first,
        second,
    ]
    ledger_history.write(lines, out)
    assert merge(ours, out.getvalue()).entries == 2
    assert bodies(ours)[str(first.body["id"])]["role"] == "clerk"


def test_acts_are_real(sqlite_url: str) -> None:
    """The random acts of the property above do what they say: else it would prove nothing."""
    ledger = new_ledger(sqlite_url)
    take(ledger, UNREST)
    todo: list[Act] = [(verb, 3, 1, "red") for verb in ("edit", "void", "restore", "withhold")]
    for each in todo:
        act(ledger, each)
    with ledger.reading() as connection:
        rows = connection.execute(text("SELECT op FROM entry WHERE number >> 24 > 1 ORDER BY number")).scalars().all()
    assert rows == ["set", "void", "restore", "withhold"]


@pytest.mark.parametrize(("ahead", "taken"), [(timedelta(hours=23), True), (timedelta(hours=25), False)])
def test_what_lies_more_than_a_day_ahead_is_refused_by_name(new_db_url: Any, ahead: timedelta, taken: bool) -> None:
    here, other = new_ledger(new_db_url()), new_ledger(new_db_url(), ahead=int(ahead.total_seconds()))
    take(here, UNREST)
    take(other, ANN)
    before = count(here, "entry")
    if taken:
        assert merge(here, other).entries == 1
        return
    with pytest.raises(BadInput) as refused:
        merge(here, other)
    (digest,) = entry_digests(other)
    (problem,) = refused.value.problems
    assert f"entry {digest} is dated 2022-01-08T13:00:0" in problem.message
    assert "more than a day ahead of this computer's 2022-01-07T12:00:0" in problem.message
    assert problem.value == only(other, "source")
    assert count(here, "entry") == before


def test_an_entry_of_the_last_instant_is_refused(new_db_url: Any) -> None:
    here, other = new_ledger(new_db_url()), new_ledger(new_db_url())
    other._clock = lambda: datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    take(other, ANN)
    with pytest.raises(BadInput) as refused:
        merge(here, other)
    assert "is dated 9999-12-31T23:59:59.999999Z" in refused.value.problems[0].message
    assert count(here, "entry") == 0
