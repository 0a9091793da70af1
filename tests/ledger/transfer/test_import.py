"""Importing: what is new is added, what is there is left alone, and a file with a fault changes nothing."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimtrack.domain.records import FileItem, FilePosition
from claimtrack.errors import BadInput
from claimtrack.formats import bundle
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.transfer import importing
from claimtrack.ledger.transfer.importing import import_records
from claimtrack.ledger.write.write_context import Mode
from tests.ledger.support import (
    UNREST,
    bodies,
    count,
    do,
    dump,
    make_bundle,
    new_ledger,
    record_digests,
    take,
    texts,
    wiped,
)
from tests.support.tree import ROOT

CASES = ROOT / "tests" / "cases" / "import"
STORY = {"type": "story", "name": "S"}


@pytest.fixture
def ledger(empty_ledgers: Callable[[int], list[LedgerDatabase]]) -> LedgerDatabase:
    return empty_ledgers(1)[0]


@pytest.fixture
def sqlite_ledger(sqlite_url: str) -> LedgerDatabase:
    return new_ledger(sqlite_url)


def one(ledger: LedgerDatabase, record_type: str, **wanted: Any) -> dict[str, Any]:
    """The one live record of this type with these fields."""
    found = [
        body
        for body in bodies(ledger).values()
        if body["type"] == record_type and all(body.get(name) == value for name, value in wanted.items())
    ]
    assert len(found) == 1, found
    return found[0]


def test_a_second_import_changes_nothing(ledger: LedgerDatabase) -> None:
    first = take(ledger, UNREST)
    before = record_digests(ledger)
    assert first.seq == 1
    assert first.total("created") == 25
    assert first.counts[("stub", "source")] == 2
    again = take(ledger, UNREST)
    assert again.seq is None
    assert again.digest is None
    assert again.total("unchanged", "not-news") == again.total(*{what for what, _ in again.counts})
    assert record_digests(ledger) == before


def test_an_old_export_undoes_nothing(ledger: LedgerDatabase) -> None:
    take(ledger, UNREST)
    old = {name: dump(ledger, name) for name in ("bundle", "lines")}
    claim = one(ledger, "claim", text="Foreign-trained terrorists are to blame")
    tag, source, document = (one(ledger, name) for name in ("tag", "evidence", "document"))
    saule = one(ledger, "source", name="Saule")

    def edits(change: Change) -> None:
        change.edit(claim["id"], {"text": "Foreigners are to blame", "allegation": True, "question": None})
        change.edit(document["id"], {"archive_links": None, "title": "Troops"})
        change.void(tag["id"])
        change.withhold(saule["id"], why="her safety")

    do(ledger, edits)
    do(ledger, lambda change: change.void(source["id"]))
    before = record_digests(ledger)
    for data in old.values():
        report = take(ledger, data)
        assert report.seq is None, report.records
        assert report.counts[("void", "tag")] == report.counts[("void", "source")] == 1
        assert report.total("not-news") == 3
    assert record_digests(ledger) == before
    assert '"name":"Saule"' not in dump(ledger, "lines").decode()


def test_the_order_of_the_lines_does_not_matter(empty_ledgers: Callable[[int], list[LedgerDatabase]]) -> None:
    items: list[dict[str, Any]] = [
        {"type": record_type, **item}
        for plural, record_type in (
            ("stories", "story"),
            ("sources", "source"),
            ("documents", "document"),
            ("questions", "question"),
            ("claims", "claim"),
            ("disagreements", "disagreement"),
        )
        for item in UNREST[plural]
    ]
    one_way, other_way = empty_ledgers(2)
    take(one_way, items)
    take(other_way, items[::-1])
    assert record_digests(one_way) == record_digests(other_way)


@pytest.mark.parametrize("batch", [1, 3])
def test_batches_do_not_matter(
    empty_ledgers: Callable[[int], list[LedgerDatabase]], monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    whole, parts = empty_ledgers(2)
    take(whole, UNREST)
    monkeypatch.setattr(importing, "BATCH_ITEMS", batch)
    for written in (UNREST, dump(whole, "lines"), dump(whole, "bundle")):
        take(wiped(parts), written)
        assert record_digests(parts) == record_digests(whole)


def test_an_assertion_goes_on_from_one_that_comes_later(
    sqlite_ledger: LedgerDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH_ITEMS", 1)
    chain = {"chain": ["Ann"], "document": "https://example.org/a"}
    take(
        sqlite_ledger,
        make_bundle(
            claims=[
                {"text": "first", "assertions": [{**chain, "key": "a", "continues": "b"}]},
                {"text": "second", "assertions": [{**chain, "key": "b", "continues": "c"}]},
                {"text": "third", "assertions": [{**chain, "key": "c"}]},
            ]
        ),
    )
    first, second, third = (
        next(
            b for b in bodies(sqlite_ledger).values() if b.get("claim") == one(sqlite_ledger, "claim", text=text)["id"]
        )
        for text in ("first", "second", "third")
    )
    assert (first["continues"], second["continues"]) == (second["id"], third["id"])
    with pytest.raises(BadInput) as caught:
        take(sqlite_ledger, make_bundle(claims=[{"text": "x", "assertions": [{**chain, "continues": "nowhere"}]}]))
    assert "there is no assertion with this id or key (nowhere)" in texts(caught.value.problems)


def test_the_files_only_story_holds_what_names_none(ledger: LedgerDatabase) -> None:
    given = take(ledger, make_bundle(stories=[{"name": "given"}])).story
    other = {"type": "story", "name": "other"}
    take(ledger, [{"type": "claim", "text": "a"}], story=given)
    take(ledger, [{"type": "claim", "text": "b"}, other], story=given)
    take(ledger, [{"type": "claim", "text": "c"}, other, STORY], story=given)
    take(ledger, [{"type": "claim", "text": "d"}, other, STORY])
    take(ledger, [{"type": "claim", "text": "e", "story": "given"}, STORY])
    names = {body["id"]: body["name"] for body in bodies(ledger).values() if body["type"] == "story"}
    stories = {body["text"]: names.get(body.get("story", "")) for body in bodies(ledger).values() if "text" in body}
    assert stories == {"a": "given", "b": "other", "c": "given", "d": None, "e": "given"}


def test_what_is_not_in_a_differing_answer_is_told(ledger: LedgerDatabase) -> None:
    asked = {"text": "Ten died", "question": "How many died?"}
    take(ledger, make_bundle(claims=[{**asked, "answer": {"figure": "10", "scope": "the quay"}}]))
    with pytest.raises(BadInput) as caught:
        take(ledger, make_bundle(claims=[{**asked, "answer": {"figure": "10"}}]))
    assert "the ledger has another answer for 'Ten died': scope the quay (nothing)" in texts(caught.value.problems)


def test_a_different_value_needs_an_id_or_a_decision(ledger: LedgerDatabase) -> None:
    take(ledger, make_bundle(sources=[{"name": "Ann", "kind": "person", "role": "clerk"}]))
    other = make_bundle(sources=[{"name": "Ann", "kind": "person", "role": "judge", "url": "https://example.org/ann"}])
    with pytest.raises(BadInput) as caught:
        take(ledger, other)
    assert texts(caught.value.problems) == (
        "file.json:1: /sources/0/role: the ledger has another role for 'Ann': clerk (judge)"
        " - --replace (the file is right), --keep (the ledger is),"
        f" or the id {one(ledger, 'source')['id']} to mean an edit\n"
    )
    assert "url" not in one(ledger, "source")
    kept = take(ledger, other, mode=Mode.KEEP)
    assert kept.counts[("kept", "source")] == 1
    assert kept.counts[("filled", "source")] == 1
    assert one(ledger, "source")["role"] == "clerk"
    replaced = take(ledger, other, mode=Mode.REPLACE)
    assert replaced.records[0].changes == {"role": ("clerk", "judge")}
    assert one(ledger, "source")["role"] == "judge"
    back = take(ledger, other["sources"] and [{"type": "source", "name": "Ann", "kind": "person", "role": "clerk"}])
    assert back.seq is None
    assert back.counts[("not-news", "source")] == 1


def test_an_id_makes_an_edit_and_null_clears(ledger: LedgerDatabase) -> None:
    take(ledger, make_bundle(sources=[{"name": "Ann", "kind": "person", "role": "clerk", "aliases": ["A."]}]))
    ann = one(ledger, "source")["id"]
    report = take(ledger, make_bundle(sources=[{"id": ann, "role": None, "kind": "witness", "aliases": ["Annie"]}]))
    assert report.records[0].changes == {
        "role": ("clerk", None),
        "kind": ("person", "witness"),
        "aliases": (["A."], ["A.", "Annie"]),
    }
    assert "role" not in one(ledger, "source")


def test_a_dry_run_shows_all_and_changes_nothing(ledger: LedgerDatabase) -> None:
    take(ledger, UNREST)
    before = record_digests(ledger)
    claim = one(ledger, "claim", text="Foreign-trained terrorists are to blame")
    report = take(
        ledger,
        make_bundle(
            stories=UNREST["stories"],
            claims=[
                {"id": claim["id"], "text": "Foreigners are to blame"},
                {"text": "new", "assertions": [{"chain": ["Nobody Before"], "document": "https://example.org/new"}]},
            ],
        ),
        dry_run=True,
    )
    assert report.dry_run
    assert report.seq is None
    assert [(met.what, met.type, met.label) for met in report.records] == [
        ("unchanged", "story", "Unrest in Almaty"),
        ("edited", "claim", "Foreigners are to blame"),
        ("created", "claim", "new"),
        ("stub", "document", "https://example.org/new"),
        ("stub", "source", "Nobody Before"),
        ("created", "assertion", report.records[-1].label),
    ]
    assert report.records[1].changes == {"text": ("Foreign-trained terrorists are to blame", "Foreigners are to blame")}
    assert sorted(each.type for each in report.absent) == ["assertion", "request", "tag"]
    assert report.absent_count == 3
    assert record_digests(ledger) == before
    assert count(ledger, "change") == 1


def test_a_dry_run_of_what_is_there_finds_nothing_missing(sqlite_ledger: LedgerDatabase) -> None:
    take(sqlite_ledger, UNREST)
    assert take(sqlite_ledger, UNREST, dry_run=True).absent == []
    assert take(sqlite_ledger, dump(sqlite_ledger, "lines"), dry_run=True).absent == []


def test_a_dry_run_of_a_claim_in_two_items_finds_nothing_missing(sqlite_ledger: LedgerDatabase) -> None:
    """What the first item brings is no record that the ledger had and the file has not."""
    items = [{"text": "Smoke rose", "assertions": [{"chain": [name]}]} for name in ("Ann", "Ben")]
    assert take(sqlite_ledger, make_bundle(claims=items), dry_run=True).absent == []


def test_keeping_on_takes_whole_items_and_tells_the_others(ledger: LedgerDatabase) -> None:
    hop = {"chain": ["Ann"], "document": "https://example.org/a"}
    lines = [
        STORY,
        {"type": "claim", "text": "good", "assertions": [hop]},
        {"type": "claim", "text": "bad kind", "kind": "rumour"},
        {"type": "claim", "text": "half bad", "assertions": [hop, {**hop, "continues": "no key"}]},
        {"type": "note", "target": "half bad", "text": "on what was refused"},
        {"type": "note", "target": "good", "text": "on what was taken"},
    ]
    with pytest.raises(BadInput):
        take(ledger, lines)
    assert count(ledger, "entry") == 0
    report = take(ledger, lines, keep_going=True)
    assert report.refused_lines == [3, 4, 5]
    assert {body["text"] for body in bodies(ledger).values() if body["type"] == "claim"} == {"good"}
    assert one(ledger, "note")["text"] == "on what was taken"
    assert len(report.problems) == 3
    assert report.seq == 1


def test_keeping_on_in_a_bundle_names_the_members(sqlite_ledger: LedgerDatabase) -> None:
    written = make_bundle(
        sources=[{"name": "Ann", "kind": "person"}, {"name": "Bob", "kind": "robot"}],
        claims=[{"text": "x", "assertions": [{"chain": ["Ann"], "document": "no such title"}]}, {"text": "y"}],
    )
    report = take(sqlite_ledger, json.dumps(written, indent=1), keep_going=True)
    assert report.refused_members == ["/claims/0", "/sources/1"]
    assert {body["type"] for body in bodies(sqlite_ledger).values()} == {"source", "claim"}


def test_keeping_on_stops_when_the_story_itself_is_bad(sqlite_ledger: LedgerDatabase) -> None:
    take(sqlite_ledger, [{"type": "story", "name": "S", "summary": "one"}])
    for story in ({"name": "S", "summary": "another"}, {"name": ""}):
        with pytest.raises(BadInput):
            take(sqlite_ledger, make_bundle(stories=[story], claims=[{"text": "x"}]), keep_going=True)
    assert count(sqlite_ledger, "claim") == 0


def test_two_named_alike_are_told_apart_or_refused(ledger: LedgerDatabase) -> None:
    take(
        ledger,
        make_bundle(
            sources=[{"name": "John", "qualifier": "miner", "kind": "person"}, {"name": "John", "kind": "person"}]
        ),
    )
    hop = {"document": "https://example.org/a"}
    take(ledger, make_bundle(claims=[{"text": "x", "assertions": [{**hop, "chain": ["John (miner)"]}]}]))
    assert one(ledger, "assertion")["chain"][0]["source"] == one(ledger, "source", qualifier="miner")["id"]
    assert count(ledger, "source") == 2
    with pytest.raises(BadInput) as caught:
        take(ledger, make_bundle(claims=[{"text": "x", "assertions": [{**hop, "chain": ["John"]}]}]))
    assert "this name fits 2 sources" in texts(caught.value.problems)


def test_a_name_that_looks_like_an_id_is_a_name(sqlite_ledger: LedgerDatabase) -> None:
    name = "internationalmediasupport"[:24]
    take(sqlite_ledger, make_bundle(sources=[{"name": name, "kind": "organisation"}]))
    assert one(sqlite_ledger, "source")["name"] == name


def test_what_a_file_refers_to_by_id_must_be_there(ledger: LedgerDatabase) -> None:
    missing = "a" * 24
    hop = {"document": "https://example.org/a"}
    written = make_bundle(
        claims=[
            {"text": "x", "question": missing, "assertions": [{**hop, "chain": [missing]}]},
            {"text": "y", "assessments": [{"verdict": "supported", "why": "w", "evidence": [missing]}]},
        ],
        notes=[{"target": missing, "text": "n"}],
    )
    with pytest.raises(BadInput) as caught:
        take(ledger, written)
    assert texts(caught.value.problems) == (
        f"file.json:1: /claims/0/assertions/0/chain/0/source: there is no source with this id ({missing})\n"
        f"file.json:1: /claims/0/question: there is no question with this id ({missing})\n"
        f"file.json:1: /claims/1/assessments/0/evidence/0: there is no evidence with this id ({missing})\n"
        f"file.json:1: /notes/0/target: there is no record with this id ({missing})\n"
    )


def test_progress_is_told(sqlite_ledger: LedgerDatabase) -> None:
    heard: list[tuple[str, int, int | None]] = []
    data = io.BytesIO(json.dumps(UNREST).encode())
    import_records(sqlite_ledger, bundle.read(data, None), by="desk", progress=lambda *told: heard.append(told))
    assert heard[0] == ("reading", 14, 14)
    assert heard[-1] == ("recording", 14, 14)


def test_reading_is_done_before_the_lock_is_taken(sqlite_ledger: LedgerDatabase) -> None:
    """A slow reader holds nobody up: another writes while the file is read."""

    def slow() -> Any:
        for item in bundle.read(io.BytesIO(json.dumps(UNREST).encode()), None):
            assert isinstance(item, FileItem)
            if item.type == "story":
                take(sqlite_ledger, make_bundle(stories=[{"name": "meanwhile"}]))
            yield item

    assert import_records(sqlite_ledger, slow(), by="desk").seq == 2


@pytest.mark.parametrize(
    "case", [each for each in sorted(CASES.iterdir()) if each.suffix != ".txt"], ids=lambda each: each.name
)
def test_a_bad_file_is_told_and_changes_nothing(sqlite_ledger: LedgerDatabase, case: Path) -> None:
    """Each file of tests/cases/import has the problems of the .txt beside it; the ledger holds the small file."""
    take(sqlite_ledger, UNREST)
    read = importing_format(case)(io.BytesIO(case.read_bytes()), case.name)
    with pytest.raises(BadInput) as caught:
        import_records(sqlite_ledger, read, by="desk")
    expected = case.with_name(case.name + ".txt")
    assert texts(caught.value.problems) == expected.read_text("utf-8")
    assert count(sqlite_ledger, "change") == 1


def importing_format(case: Path) -> Callable[[Any, str], Any]:
    from claimtrack.formats.registry import FORMATS

    return FORMATS["bundle" if case.suffix == ".json" else "lines"].read  # type: ignore[return-value]


def test_what_is_staged_does_not_wait_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Items of more than a size are written to a temporary database, and all come back by rank in their order."""
    monkeypatch.setattr(importing, "BATCH_BYTES", 1)
    monkeypatch.setattr(importing, "HELD_BYTES", importing.ITEM_BYTES + 20)
    items = [
        FileItem(record_type, {"name": str(number)}, FilePosition("f", number))
        for number, record_type in enumerate(("source", "story", "source"), 1)
    ]
    with importing.ItemStaging() as staging:
        written = []
        for item in items:
            staging.add(item)
            written.append(staging.one("SELECT COUNT(*) FROM item"))
        assert written == [0, 2, 3]
        batches = list(staging.batches("source"))
        assert [item.position for batch in batches for item in batch] == [FilePosition("f", 1), FilePosition("f", 3)]
        assert [len(batch) for batch in batches] == [1, 1]
