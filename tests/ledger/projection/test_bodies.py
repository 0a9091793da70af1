"""Top bodies: whom a source speaks for in the end, when, after merges; rings refused, or cut where a merge made one."""

import sys
from typing import Any

import pytest
from sqlalchemy import text

from claimtrack.domain.records import Record
from claimtrack.errors import BadInput, NeedsPerson
from claimtrack.ledger.audit import audit
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.write.write_context import Mode
from tests.ledger.random_changes import core, nested, typed
from tests.ledger.support import bodies, do, merge, new_ledger

END = "~"


@pytest.fixture
def ledger(db_url: str) -> LedgerDatabase:
    return new_ledger(db_url)


def add(ledger: LedgerDatabase, *nodes: Record, **options: Any) -> list[str]:
    return do(ledger, lambda change: change.record(list(nodes), **options)).value.top_level_ids


def source(name: str, *speaks_for: str | dict[str, str], **fields: Any) -> Record:
    if speaks_for:
        fields["speaks_for"] = [{"source": one} if isinstance(one, str) else one for one in speaks_for]
    return typed("source", **{"name": name, "kind": "organisation", **fields})


def unite(ledger: LedgerDatabase, kept: str, merged: str) -> str:
    return add(ledger, typed("merge", kind="source", kept=kept, merged=merged, why="one and the same"))[0]


def top_bodies(ledger: LedgerDatabase, change: int | None = None) -> dict[str, list[tuple[str, str, str, str, int]]]:
    """Name -> (canonical, top body, from, to, newest) by time; sources that stand for themselves are left out."""
    sql = (
        "SELECT s.label AS source, f.label AS canonical, r.label AS top_body, valid_from, valid_to, newest"
        " FROM canonical_source x"
        " JOIN record s ON s.id = x.source JOIN record f ON f.id = x.canonical JOIN record r ON r.id = x.top_body"
        " ORDER BY s.label, valid_from"
    )
    found: dict[str, list[tuple[str, str, str, str, int]]] = {}
    with ledger.reading(change=change) as connection:
        for name, *rest in connection.execute(text(sql)):
            found.setdefault(name, []).append(tuple(rest))
    return found


def day(text: str, last: bool = False) -> str:
    return f"{text}T{'23:59:59.999999' if last else '00:00:00.000000'}Z"


def test_the_body_above_all_is_the_top_body_of_all_below_it(ledger: LedgerDatabase) -> None:
    add(ledger, source("Aigul", "Ministry"), source("Ministry", "State"), source("State"), source("Alone"))
    assert top_bodies(ledger) == {
        "Aigul": [("Aigul", "State", "", END, 1)],
        "Ministry": [("Ministry", "State", "", END, 1)],
    }


def test_a_new_top_reaches_those_below(ledger: LedgerDatabase) -> None:
    add(ledger, source("Aigul", "Ministry"), source("Ministry"), source("State"))
    ministry = add(ledger, source("Ministry", "State"))[0]
    assert top_bodies(ledger)["Aigul"] == [("Aigul", "State", "", END, 1)]
    do(ledger, lambda change: change.edit(str(ministry), {"speaks_for": None}))
    assert top_bodies(ledger) == {"Aigul": [("Aigul", "Ministry", "", END, 1)]}
    do(ledger, lambda change: change.void(str(ministry)))
    assert top_bodies(ledger) == {"Aigul": [("Aigul", "Ministry", "", END, 1)]}


def test_a_line_of_bodies_may_be_longer_than_calls_can_be_nested(ledger: LedgerDatabase) -> None:
    count = sys.getrecursionlimit() + 1
    add(ledger, source("Body 0"), *(source(f"Body {number}", f"Body {number - 1}") for number in range(1, count)))
    found = top_bodies(ledger)
    assert len(found) == count - 1
    assert found[f"Body {count - 1}"] == [(f"Body {count - 1}", "Body 0", "", END, 1)]
    assert audit(ledger).findings == []


def test_who_speaks_for_whom_has_dates(ledger: LedgerDatabase) -> None:
    add(ledger, source("State"), source("Party"), source("Ministry", {"source": "State", "since": "2020-01-01"}))
    add(
        ledger,
        source(
            "Aigul",
            {"source": "Party", "until": "2019-06-30"},
            {"source": "Ministry", "since": "2019-07-01", "until": "2021-12-31"},
        ),
    )
    assert top_bodies(ledger)["Aigul"] == [
        ("Aigul", "Party", "", day("2019-06-30", True), 0),
        ("Aigul", "Ministry", day("2019-07-01"), day("2020-01-01"), 0),
        ("Aigul", "State", day("2020-01-01"), day("2021-12-31", True), 1),
    ]


def test_no_two_rows_of_a_source_hold_at_one_instant(ledger: LedgerDatabase) -> None:
    add(
        ledger,
        source("A"),
        source("B"),
        source("X", {"source": "A", "since": "2020"}, {"source": "B", "since": "2021"}),
    )
    assert top_bodies(ledger)["X"] == [("X", "A", day("2020-01-01"), END, 1)]


def test_where_dates_overlap_the_earlier_body_stands_until_its_end(ledger: LedgerDatabase) -> None:
    add(ledger, source("A"), source("B"))
    add(
        ledger,
        source(
            "X",
            {"source": "B", "since": "2020-06", "until": "2022-12-31"},
            {"source": "A", "since": "2020-01-01", "until": "2021-12-31"},
        ),
    )
    assert top_bodies(ledger)["X"] == [
        ("X", "A", day("2020-01-01"), day("2021-12-31", True), 0),
        ("X", "B", day("2021-12-31", True), day("2022-12-31", True), 1),
    ]


def test_merged_sources_have_one_canonical_source_and_top_body(ledger: LedgerDatabase) -> None:
    add(
        ledger,
        source("State"),
        source("MFA", "State"),
        source("Foreign Ministry"),
        source("Spokesman", "Foreign Ministry"),
    )
    made = unite(ledger, "Foreign Ministry", "MFA")
    canonical = "Foreign Ministry"
    assert top_bodies(ledger) == {
        "MFA": [(canonical, "State", "", END, 1)],
        "Foreign Ministry": [(canonical, "State", "", END, 1)],
        "Spokesman": [("Spokesman", "State", "", END, 1)],
    }
    do(ledger, lambda change: change.void(made))
    assert top_bodies(ledger) == {
        "MFA": [("MFA", "State", "", END, 1)],
        "Spokesman": [("Spokesman", "Foreign Ministry", "", END, 1)],
    }
    do(ledger, lambda change: change.restore(made))
    assert top_bodies(ledger)["Spokesman"] == [("Spokesman", "State", "", END, 1)]
    assert audit(ledger).findings == []


def test_the_latest_merge_gives_the_canonical_source(ledger: LedgerDatabase) -> None:
    add(ledger, source("A"), source("B"), source("C"))
    unite(ledger, "A", "B")
    assert {name: rows[0][0] for name, rows in top_bodies(ledger).items()} == {"B": "A"}
    unite(ledger, "C", "B")
    assert {name: rows[0][0] for name, rows in top_bodies(ledger).items()} == {"A": "C", "B": "C"}


@pytest.mark.parametrize(
    "ring",
    [
        [source("A", "A")],
        [source("A", "B"), source("B", "A")],
        [source("A", "B"), source("B", "C"), source("C", "D"), source("D", "A"), source("E")],
    ],
)
def test_a_ring_is_refused_when_it_is_written(ledger: LedgerDatabase, ring: list[Record]) -> None:
    add(ledger, source("Other"))
    before = core(ledger)
    with pytest.raises(BadInput) as refused:
        add(ledger, *ring)
    assert "ring" in refused.value.problems[0].message
    assert core(ledger) == before


def test_an_edit_that_closes_a_ring_is_refused(ledger: LedgerDatabase) -> None:
    ids = add(ledger, source("C"), source("B", "C"), source("A", "B"))
    before = core(ledger)
    with pytest.raises(BadInput, match=r"ring: .*speaks for"):
        do(ledger, lambda change: change.edit(str(ids[0]), {"speaks_for": [{"source": ids[2]}]}))
    assert core(ledger) == before


def test_a_ring_born_of_a_merge_is_cut_at_its_earliest_edge(ledger: LedgerDatabase) -> None:
    add(ledger, source("D"), source("C", "D"))
    add(ledger, source("B"), source("A", "B"))
    unite(ledger, "A", "D")
    assert top_bodies(ledger)["C"] == [("C", "B", "", END, 1)]
    unite(ledger, "C", "B")
    after = top_bodies(ledger)
    assert {name: rows[0][1] for name, rows in after.items()} == {"A": "C", "B": "C", "D": "C"}
    assert audit(ledger).findings == []


def test_a_restore_may_not_close_a_ring(ledger: LedgerDatabase) -> None:
    ids = add(ledger, source("B"), source("A", "B"))
    do(ledger, lambda change: change.void(str(ids[1])))
    do(ledger, lambda change: change.edit(str(ids[0]), {"speaks_for": [{"source": ids[1]}]}))
    before = core(ledger)
    with pytest.raises(BadInput, match="ring"):
        do(ledger, lambda change: change.restore(str(ids[1])))
    assert core(ledger) == before


def test_what_is_changed_and_put_back_in_one_change_leaves_one_row(ledger: LedgerDatabase) -> None:
    ids = add(ledger, source("State"), source("Party"), source("Aigul", "State"))

    def action(change: Any) -> None:
        change.edit(str(ids[2]), {"speaks_for": [{"source": ids[1]}]})
        change.edit(str(ids[2]), {"speaks_for": [{"source": ids[0]}]})

    do(ledger, action)
    with ledger.reading() as connection:
        rows = connection.execute(text("SELECT since, until FROM canonical_source_history")).all()
    assert [tuple(row) for row in rows] == [(1, 0)]
    assert audit(ledger).findings == []


def test_withholding_takes_top_bodies_out_of_the_past(ledger: LedgerDatabase) -> None:
    ids = add(ledger, source("State"), source("Ministry", "State"), source("Aigul", "Ministry"))
    add(ledger, source("Bulat", "Aigul"))
    do(ledger, lambda change: change.withhold(str(ids[1]), why="an order"))
    expected = {"Aigul": [("Aigul", "withheld", "", END, 1)]}
    assert top_bodies(ledger, 1) == expected
    assert top_bodies(ledger) == {**expected, "Bulat": [("Bulat", "withheld", "", END, 1)]}
    assert audit(ledger).findings == []


def test_two_witnesses_of_one_name_are_two(ledger: LedgerDatabase) -> None:
    story = [typed("story", name="Almaty"), typed("story", name="Aktau")]
    first, second = (str(one) for one in add(ledger, *story))
    for one in (first, second):
        said = typed(
            "assertion",
            link="claim",
            chain=[{"source": "Saule", "basis": "witnessed"}],
            document="https://example.org/a",
        )
        add(ledger, *nested(typed("claim", text="They fired"), said), story=one)
    saules = [body for body in bodies(ledger).values() if body.get("name") == "Saule"]
    assert sorted(body["within"] for body in saules) == sorted([first, second])
    assert {body["kind"] for body in saules} == {"witness"}


def test_two_saules_in_two_ledgers_stay_two(new_db_url: Any) -> None:
    one, other = new_ledger(new_db_url()), new_ledger(new_db_url(), ahead=5)
    for ledger, town in ((one, "Almaty"), (other, "Aktau")):
        story = add(ledger, typed("story", name=town))[0]
        add(ledger, typed("source", name="Saule", kind="witness"), story=story, mode=Mode.ADD)
    merge(one, other)
    saules = [body for body in bodies(one).values() if body.get("name") == "Saule"]
    assert len({body["within"] for body in saules}) == 2


def test_officials_of_two_bodies_are_two(ledger: LedgerDatabase) -> None:
    add(ledger, source("Kazakhstan"), source("Russia"))
    found = [
        add(ledger, typed("source", name="officials", kind="group", speaks_for=[{"source": body}]))[0]
        for body in ("Kazakhstan", "Russia", "Kazakhstan")
    ]
    assert found[0] == found[2] != found[1]


def test_a_name_that_fits_two_is_not_guessed(ledger: LedgerDatabase) -> None:
    add(ledger, source("Reuters", aliases=["The Agency"]), source("AFP", aliases=["The Agency"]))
    with pytest.raises(NeedsPerson, match="fits 2 sources"):
        add(
            ledger,
            *nested(
                typed("claim", text="They fired"),
                typed("assertion", link="claim", chain=[{"source": "The Agency"}]),
            ),
        )


def test_nothing_is_merged_with_itself(ledger: LedgerDatabase) -> None:
    add(ledger, source("A", aliases=["B"]))
    with pytest.raises(BadInput) as refused:
        unite(ledger, "A", "B")
    assert "the same record" in refused.value.problems[0].message
