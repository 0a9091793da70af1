"""Auditing: any byte changed, and anything removed, inserted or moved, is named; what is whole is found clean."""

import hashlib
import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from claimtrack.domain.canonical_json import canonical, canonical_text, parse
from claimtrack.errors import BadInput
from claimtrack.ledger import audit as auditing
from claimtrack.ledger.audit import audit
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.entries.envelope import change_digest
from claimtrack.ledger.entries.stored import SELECT, body_of, envelope_of
from claimtrack.ledger.projection.project import COLUMNS, owner
from claimtrack.ledger.projection.search_index import texts_of
from claimtrack.ledger.store.dialect import delete_terms, insert_terms
from claimtrack.ledger.store.tables import PROJECTED
from tests.ledger.random_changes import Step, act, core, examples, play, start, steps
from tests.ledger.support import UNREST, do, forge, merge, new_ledger, take, what, wiped
from tests.support.effort import FIXTURE

PLAN: list[Step] = [
    ("claim", 1, 1),
    ("speaks", 0, 1),
    ("edit", 1, 3),
    ("aside", 1, 2),
    ("withhold", 3, 0),
    ("void", 4, 0),
    ("merges", 1, 2),
    ("note", 1, 2),
]
CHANGE_TEXTS = ("digest", "prev", "ledger", "at", "by", "why", "kind")
ENTRY_COLUMNS = ("digest", "type", "record", "op", "at", "more", "salt", "body")
ONE = 1 << 24
"""What the numbers of two changes are apart, and so the number of the first entry."""


@pytest.fixture
def ledger(db_url: str) -> LedgerDatabase:
    made = new_ledger(db_url)
    play(made, PLAN)
    return made


def restore(ledger: LedgerDatabase, was: dict[str, list[tuple[Any, ...]]]) -> None:
    """Put the history back as it was."""
    with ledger.maintaining() as connection:
        for table, rows in was.items():
            connection.execute(text(f"DELETE FROM {table}"))
            width = len(rows[0])
            marks = ", ".join(["?" if connection.dialect.name == "sqlite" else "%s"] * width)
            connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", rows)


def test_whatever_happens_through_the_door_audits_clean(db_url: str) -> None:
    ledger = new_ledger(db_url)

    @settings(max_examples=examples(db_url, 30, 5), suppress_health_check=FIXTURE)
    @given(steps())
    def holds(plan: list[Step]) -> None:
        fresh = wiped(ledger)
        done = play(fresh, plan)
        report = audit(fresh)
        assert report.findings == []
        rows = core(fresh)
        assert (report.changes, report.entries) == (len(done), len(rows["entry"]))
        assert (report.head, report.at) == rows["change"][-1][1:5:3]

    holds()


def test_an_empty_ledger_is_clean(db_url: str) -> None:
    report = audit(new_ledger(db_url))
    assert (report.clean, report.changes, report.entries, report.head, report.at) == (True, 0, 0, "", None)


def test_any_changed_byte_is_named(ledger: LedgerDatabase) -> None:
    was = core(ledger)
    with ledger.reading() as connection:
        names = {
            table: list(connection.execute(text(f"SELECT * FROM {table} WHERE 1 = 0")).keys())
            for table in ("change", "entry")
        }

    columns = [("change", name) for name in CHANGE_TEXTS] + [("entry", name) for name in ENTRY_COLUMNS]
    columns = [(table, name) for table, name in columns if any(row[names[table].index(name)] for row in was[table])]
    assert ("entry", "more") in columns

    @settings(max_examples=examples(ledger.shown, 120, 40), suppress_health_check=FIXTURE)
    @given(st.sampled_from(columns), st.integers(0, 999), st.integers(0, 9999), st.sampled_from("0aZ é\x7f"))
    def holds(place: tuple[str, str], row_at: int, at: int, put: str) -> None:
        table, column = place
        rows = [row for row in was[table] if row[names[table].index(column)]]
        row = rows[row_at % len(rows)]
        value = row[names[table].index(column)]
        at %= len(value)
        changed = value[:at] + (put.encode() if isinstance(value, bytes) else put) + value[at + 1 :]
        if changed == value:
            changed = value[:at] + value[at + 1 :]
        key = "seq" if table == "change" else "number"
        forge(ledger, f'UPDATE {table} SET "{column}" = :value WHERE {key} = :key', value=changed, key=row[0])
        seq, pos = (row[0], 0) if table == "change" else divmod(row[0], ONE)
        try:
            report = audit(ledger)
            assert report.count > 0
            named = next(one for one in report.findings if one.what.startswith(f"change {seq}"))
            shown = "" if table == "change" else f"entry {pos} "
            assert shown in named.what
            if "withhold" not in row:
                assert report.findings[0] == named
        finally:
            restore(ledger, was)

    holds()
    assert audit(ledger).clean


def test_a_position_left_out_is_named(ledger: LedgerDatabase) -> None:
    forge(ledger, "UPDATE entry SET number = number + 44 WHERE number = :number", number=ONE + 6)
    assert audit(ledger).findings[0].what.endswith("it stands at position 50, where 6 belongs")


@pytest.mark.parametrize("column", ["seq", "entries"])
def test_any_changed_number_of_a_change_is_named(ledger: LedgerDatabase, column: str) -> None:
    was = core(ledger)
    for seq in range(1, len(was["change"]) + 1):
        forge(ledger, f"UPDATE change SET {column} = {column} + 50 WHERE seq = :seq", seq=seq)
        assert not audit(ledger).clean
        restore(ledger, was)


def test_what_is_removed_is_named(ledger: LedgerDatabase) -> None:
    was = core(ledger)
    for row in was["entry"]:
        forge(ledger, "DELETE FROM entry WHERE number = :number", number=row[0])
        report = audit(ledger)
        seq = row[0] // ONE
        if row[4] == "withhold":
            assert "its content is gone, though nobody withheld the record" in report.findings[0].what
        else:
            assert report.findings[0].change == seq
        assert f"change {seq}: " in what(report)
        restore(ledger, was)
    last = len(was["change"])
    for seq in range(1, last + 1):
        forge(ledger, "DELETE FROM change WHERE seq = :seq", "DELETE FROM entry WHERE number >> 24 = :seq", seq=seq)
        said = what(audit(ledger))
        if seq == last:
            assert "changes after it are missing" in said
        else:
            assert f"change {seq + 1}: change {seq} is missing before it" in said
        restore(ledger, was)
        forge(ledger, "DELETE FROM change WHERE seq = :seq", seq=seq)
        assert "belongs to a change that is not there" in what(audit(ledger))
        restore(ledger, was)


def test_what_is_moved_is_named(ledger: LedgerDatabase) -> None:
    was = core(ledger)
    forge(
        ledger,
        "UPDATE entry SET number = number + 999 WHERE number = :first",
        "UPDATE entry SET number = number - 1 WHERE number = :first + 1",
        "UPDATE entry SET number = number - 998 WHERE number = :first + 999",
        first=ONE,
    )
    assert audit(ledger).findings[0].what == "change 1: what it says and its entries do not give its digest"
    restore(ledger, was)
    forge(
        ledger,
        "UPDATE entry SET number = number + :there WHERE number >> 24 = 2",
        "UPDATE entry SET number = number - :one WHERE number >> 24 = 3",
        "UPDATE entry SET number = number - :back WHERE number >> 24 = 999",
        one=ONE,
        there=ONE * 997,
        back=ONE * 996,
    )
    assert audit(ledger).findings[0].what.startswith("change 2")
    restore(ledger, was)
    forge(
        ledger,
        "UPDATE change SET seq = 999 WHERE seq = 2",
        "UPDATE change SET seq = 2 WHERE seq = 3",
        "UPDATE change SET seq = 3 WHERE seq = 999",
    )
    assert audit(ledger).findings[0].what.startswith("change 2: it does not follow the change before it")


def test_what_is_inserted_is_named(ledger: LedgerDatabase) -> None:
    was = core(ledger)
    copied = (
        "INSERT INTO entry SELECT number + :more, :digest, type, record, op, at, more, salt, body FROM entry"
        " WHERE number >> 24 = 1 AND number % 16777216 = 0"
    )
    forge(ledger, copied, more=len([row for row in was["entry"] if row[0] // ONE == 1]), digest=bytes(32))
    report = audit(ledger)
    assert "do not give its digest" in report.findings[0].what
    assert "entries and says it has" in what(report)
    restore(ledger, was)
    forge(ledger, copied, more=ONE * 500, digest=bytes(32))
    assert "belongs to a change that is not there" in what(audit(ledger))


def test_a_forged_entry_with_digests_of_its_own_breaks_its_change(ledger: LedgerDatabase) -> None:
    with ledger.reading() as connection:
        row = connection.execute(text(f"{SELECT} WHERE e.number >> 24 = 2 ORDER BY e.number LIMIT 1")).one()
    said = {**envelope_of(row, body_of(row)), "by": "somebody else"}
    forge(
        ledger,
        "UPDATE entry SET more = :more, digest = :digest WHERE number = :number",
        more=canonical_text({**parse(row.more or "{}"), "by": "somebody else"}),
        digest=hashlib.sha256(canonical(said)).digest(),
        number=row.number,
    )
    said = what(audit(ledger))
    assert "change 2: what it says and its entries do not give its digest" in said


@pytest.mark.parametrize("knew", ["2", "-2", '"1"'])
def test_what_a_writer_cannot_have_known_is_named(ledger: LedgerDatabase, knew: str) -> None:
    """Of an entry, a change of this ledger that is not before its own: it would open what was written in confidence."""
    forge(ledger, f"UPDATE entry SET more = :more WHERE number = {ONE * 2} AND more IS NULL", more=f'{{"knew":{knew}}}')
    assert "it is not stored as claimtrack stores it" in what(audit(ledger))


def test_a_whole_chain_forged_anew_no_longer_holds_a_head_kept_elsewhere(ledger: LedgerDatabase) -> None:
    heads = [row[1] for row in core(ledger)["change"]]
    for seq, head in enumerate(heads, 1):
        report = audit(ledger, head=head.upper())
        assert report.clean
        assert report.head_found is not None
        assert report.head_found.seq == seq
    prev = ""
    with ledger.maintaining() as connection:
        for row in connection.execute(text("SELECT * FROM change ORDER BY seq")).all():
            digests = connection.execute(
                text("SELECT digest FROM entry WHERE number >> 24 = :seq ORDER BY number"), {"seq": row.seq}
            )
            names = ("seq", "ledger", "at", "by", "why", "merged")
            fields = {**{name: getattr(row, name) for name in names}, "kind": "nothing", "prev": prev}
            digest = change_digest(fields, [one.digest.hex() for one in digests])
            connection.execute(
                text("UPDATE change SET digest = :digest, prev = :prev, kind = 'nothing' WHERE seq = :seq"),
                {"digest": digest, "prev": prev, "seq": row.seq},
            )
            prev = digest
        connection.execute(text("UPDATE meta SET value = :head WHERE name = 'head'"), {"head": prev})
    assert audit(ledger).clean
    for head in heads:
        report = audit(ledger, head=head)
        assert report.findings[0].what == f"the head {head} is not in the history of this ledger"
        assert report.head_found is None


def test_a_head_that_a_change_only_states_proves_nothing(new_db_url: Any) -> None:
    ledger, other = new_ledger(new_db_url()), new_ledger(new_db_url(), ahead=9)
    start(ledger)
    take(other, UNREST)
    head = audit(other).head
    assert audit(ledger, head=head).head_found is None
    merge(ledger, other)
    assert audit(ledger).clean
    report = audit(ledger, head=head)
    assert report.head_found is None
    assert [finding.what for finding in report.findings] == [
        f"the head {head} is not in the history of this ledger; change 2 only says that it took over a ledger with"
        " this head, which proves nothing: audit that ledger"
    ]


def test_a_history_cut_off_does_not_hold_its_old_head_by_stating_it(ledger: LedgerDatabase) -> None:
    old = audit(ledger).head
    change = core(ledger)["change"][-3]
    digests = [row[1].hex() for row in core(ledger)["entry"] if row[0] // ONE == change[0]]
    merged = {"ledger": change[3], "head": old, "count": len(digests)}
    names = ("seq", "digest", "prev", "ledger", "at", "by", "why", "kind")
    fields = {name: value for name, value in zip(names, change, strict=False) if name != "digest"}
    forge(
        ledger,
        "DELETE FROM change WHERE seq > :seq",
        "DELETE FROM entry WHERE number >> 24 > :seq",
        "UPDATE change SET digest = :digest, merged = :merged WHERE seq = :seq",
        "UPDATE meta SET value = :digest WHERE name = 'head'",
        seq=change[0],
        digest=change_digest({**fields, "merged": merged}, digests),
        merged=canonical_text(merged),
    )
    report = audit(ledger, head=old, projection=False)
    assert report.head_found is None
    assert report.count == 1
    assert "proves nothing" in report.findings[0].what


def test_a_digest_that_does_not_fit_its_change_proves_no_head(ledger: LedgerDatabase) -> None:
    """A change that bears the digest asked for, and was made to say something else."""
    old = audit(ledger).head
    forge(ledger, "UPDATE change SET why = 'another' WHERE seq = (SELECT MAX(seq) FROM change)")
    report = audit(ledger, head=old)
    assert report.head_found is None
    assert any(finding.what.startswith(f"the head {old} is not in the history") for finding in report.findings)


@pytest.mark.parametrize("head", ["", "abc", "g" * 64, "0" * 63, "0" * 65])
def test_what_is_no_head_is_refused(sqlite_url: str, head: str) -> None:
    with pytest.raises(BadInput, match="no head"):
        audit(new_ledger(sqlite_url), head=head)


def test_content_that_is_gone_without_a_withholding_is_named(ledger: LedgerDatabase) -> None:
    forge(ledger, "UPDATE entry SET body = NULL, salt = NULL WHERE number >> 24 = 1 AND type = 'document'")
    assert "its content is gone, though nobody withheld the record" in audit(ledger).findings[0].what


def test_a_body_or_a_salt_alone_is_named(ledger: LedgerDatabase) -> None:
    forge(ledger, "UPDATE entry SET salt = NULL WHERE number >> 24 = 1 AND type = 'document'")
    assert "only one of its body and its salt" in audit(ledger).findings[0].what


def test_content_left_of_a_withheld_record_is_named(ledger: LedgerDatabase) -> None:
    was = core(ledger)
    record = next(row[3] for row in was["entry"] if row[2] == "document")
    kept = next(row for row in was["entry"] if row[3] == record)
    do(ledger, lambda change: change.withhold(record, why="order"))
    assert audit(ledger).clean
    forge(
        ledger,
        "UPDATE entry SET body = :body, salt = :salt WHERE digest = :digest",
        body=kept[8],
        salt=kept[7],
        digest=kept[1],
    )
    assert "its content is still there, though the record is withheld" in audit(ledger).findings[0].what


def test_another_ledger_id_and_another_head_are_named(ledger: LedgerDatabase) -> None:
    was = core(ledger)
    forge(ledger, "UPDATE meta SET value = 'another' WHERE name = 'ledger'")
    assert audit(ledger).findings[0].what.startswith("change 1: it names another ledger")
    restore(ledger, was)
    forge(ledger, "UPDATE meta SET value = 'another' WHERE name = 'head'")
    assert "changes after it are missing" in what(audit(ledger))
    forge(ledger, "DELETE FROM change", "DELETE FROM entry")
    assert "no change at all" in what(audit(ledger))


def test_only_the_first_are_listed_and_all_counted(ledger: LedgerDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "MOST_FINDINGS", 2)
    forge(ledger, "UPDATE change SET kind = 'nothing'")
    report = audit(ledger)
    assert [finding.change for finding in report.findings] == [1, 2]
    assert report.count == report.changes


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_do_not_matter(ledger: LedgerDatabase, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    whole = audit(ledger)
    monkeypatch.setattr(auditing, "CHANGES", size)
    monkeypatch.setattr(auditing, "ENTRIES", size)
    assert audit(ledger) == whole
    with ledger.reading() as connection:
        assert audit(connection, zone=ledger.zone) == whole
    forge(ledger, "DELETE FROM entry WHERE number = :number", number=2 * ONE)
    assert audit(ledger).findings[0].change == 2


def test_a_projection_that_differs_is_named(ledger: LedgerDatabase) -> None:
    take(ledger, UNREST)
    do(ledger, lambda change: act(change, ("merges", 1, 2)))
    for view, columns in COLUMNS.items():
        named = ", ".join(f'"{name}"' for name in columns)
        numbers = {column.rstrip("#!") for column in PROJECTED[view].columns if "#" in column}
        values = ", ".join("1" if name in numbers else "'made-up'" for name in columns)
        for forged in (
            f'UPDATE "{view}_history" SET since = since - 1',
            f'DELETE FROM "{view}_history" WHERE since > 1',
            f'INSERT INTO "{view}_history" ({named}) VALUES ({values})',
        ):
            with suppress(ZeroDivisionError), ledger.maintaining() as connection:
                done = connection.execute(text(forged)).rowcount
                said = audit(connection).findings
                assert bool(said) == bool(done), forged
                assert all(one.what.startswith("projection differs: run claimtrack db rebuild (") for one in said)
                assert any(view.removesuffix("_row") in one.what for one in said) == bool(done), forged
                raise ZeroDivisionError


def test_a_row_that_a_record_has_besides_is_named_once(ledger: LedgerDatabase) -> None:
    take(ledger, UNREST)
    besides = {
        view: f"SELECT * FROM {view}_history ORDER BY {owner(view)} LIMIT 1"
        for view in ("record", "claim", "hop", "tag")
    }
    besides["claim_about"] = "SELECT id, id, since, until FROM claim_history ORDER BY id LIMIT 1"
    for view, one in besides.items():
        with suppress(ZeroDivisionError), ledger.maintaining() as connection:
            named = ", ".join(f'"{name}"' for name in COLUMNS[view])
            if view == "record":
                one = one.replace("*", named.replace('"number"', '"number" + 5000'))
            connection.execute(text(f'INSERT INTO "{view}_history" ({named}) {one}'))
            report = audit(connection)
            assert (report.count, what(report).count(f"({view} rows of ")) == (1, 1), view
            raise ZeroDivisionError
    assert audit(ledger).clean


def test_search_terms_that_differ_are_named(ledger: LedgerDatabase) -> None:
    with ledger.reading() as connection:
        number, body = connection.execute(
            text(
                "SELECT r.number, b.body FROM record r JOIN record_body b ON b.id = r.id WHERE r.type = 'claim' LIMIT 1"
            )
        ).one()
    terms = next(iter(texts_of(parse(body))))[1]
    with ledger.maintaining() as connection:
        delete_terms(connection, [(number, terms)])
    assert "search rows of claim" in what(audit(ledger))
    with ledger.maintaining() as connection:
        insert_terms(connection, [(number, [*terms, "more"])])
    assert "search rows of claim" in what(audit(ledger))
    with ledger.maintaining() as connection:
        delete_terms(connection, [(number, [*terms, "more"])])
        insert_terms(connection, [(number, terms), (number + 1000, ["more"])])
    assert f"text {number + 1000} in the search index, which belongs to no record" in what(audit(ledger))


def test_a_damaged_file_is_named_not_fallen_over(sqlite_url: str) -> None:
    ledger = new_ledger(sqlite_url)
    start(ledger)
    number = "WHERE number = (1 << 24) +"
    forge(ledger, f"UPDATE entry SET body = CAST(x'7bff7d' AS TEXT), more = '[]' {number} 1")
    forge(
        ledger, f"UPDATE entry SET more = CAST(x'ff00' AS TEXT) {number} 2", f"UPDATE entry SET digest = 1 {number} 3"
    )
    report = audit(ledger)
    assert re.match(
        r"change 1, entry 1 \(source \w{24}, digest \w{64}\): what it says cannot be read", report.findings[0].what
    )
    forge(ledger, "UPDATE change SET why = CAST(x'ff' AS TEXT), merged = '{' WHERE seq = 1")
    assert "change 1: what it says and its entries do not give its digest" in what(audit(ledger))


def test_the_projection_is_not_asked_when_the_history_does_not_fit(ledger: LedgerDatabase) -> None:
    forge(ledger, "DELETE FROM claim_history", "UPDATE change SET \"by\" = 'x' WHERE seq = 1")
    assert "projection" not in what(audit(ledger))


@pytest.mark.parametrize("seq", [0, -1])
def test_what_stands_before_the_first_change_is_named(ledger: LedgerDatabase, seq: int) -> None:
    copied = "SELECT :number, :digest, type, record, op, at, more, salt, body FROM entry WHERE number = :first"
    forge(ledger, f"INSERT INTO entry {copied}", number=ONE * seq, digest=bytes(32), first=ONE)
    named = f"change {seq}: a row of the table entry is numbered {seq}, and the first change is 1 (digest {'0' * 64})"
    assert what(audit(ledger)) == named
    forge(
        ledger,
        "DELETE FROM entry WHERE number >> 24 < 1",
        f'INSERT INTO change SELECT {seq}, digest, prev, ledger, at, "by", why, kind, merged, entries FROM change'
        " WHERE seq = 1",
    )
    assert [finding.what.split(" (")[0] for finding in audit(ledger).findings] == [
        f"change {seq}: a row of the table change is numbered {seq}, and the first change is 1"
    ]


@pytest.mark.parametrize("table", ["entry", "hop_history", "search_row_history"])
def test_a_row_copied_to_another_place_is_named(db_url: str, table: str) -> None:
    ledger = new_ledger(db_url)
    take(ledger, UNREST)
    place = {"search_row_history": "id", "entry": "number"}.get(table, "pos")
    with ledger.reading() as connection:
        columns = list(connection.execute(text(f"SELECT * FROM {table} WHERE 1 = 0")).keys())
    taken = ", ".join(f"{name} + 4000" if name == place else f'"{name}"' for name in columns)
    named = ", ".join(f'"{name}"' for name in columns)
    one = f"{place} = (SELECT MIN({place}) FROM {table})"
    forge(ledger, f"INSERT INTO {table} ({named}) SELECT {taken} FROM {table} WHERE {one}")
    said = what(audit(ledger))
    assert {
        "entry": "it stands at position 4000",
        "hop_history": "hop rows of assertion",
        "search_row_history": "search rows of",
    }[table] in said
