"""Stories, sources, documents and questions, as a program records them."""

import pytest

from claimtrack.actions import records, speakers, versions
from claimtrack.errors import BadInput
from tests.actions.conftest import Twice


def add(ledger: Twice, record_type: str, **fields: object) -> str:
    """Add one and give its id."""
    found = records.add(ledger, record_type, fields, by="desk").value.top_level_ids[-1]
    assert found
    return found


def test_what_is_none_or_empty_says_nothing(ledger: Twice) -> None:
    """And the same again is no change."""
    record = add(ledger, "source", name="Harbour Board", kind="organisation", role=None, aliases=[], url="")
    assert ledger.body(record) == {
        "type": "source",
        "id": record,
        "name": "Harbour Board",
        "kind": "organisation",
    }
    assert records.add(ledger, "source", {"name": "Harbour  Board"}, by="desk").seq is None


def test_what_cannot_be_is_refused_whole(ledger: Twice) -> None:
    """With every fault; nothing is recorded."""
    fields = {"name": "Harbour flood", "started": "2026-02-30", "colour": "red"}
    with pytest.raises(BadInput) as refused:
        records.add(ledger, "story", fields, by="desk")
    assert {problem.pointer for problem in refused.value.problems} == {"/started", "/colour"}
    assert ledger.last_change() == 0


def test_merging_keeps_one_face_until_it_is_voided(ledger: Twice) -> None:
    """And a thing is not merged with itself."""
    kept, merged = (add(ledger, "source", name=name, kind="organisation") for name in ("Harbour Board", "HB"))
    with pytest.raises(BadInput, match="one record already"):
        records.merge(ledger, "source", kept, kept, by="desk", why="x")
    found = records.merge(ledger, "source", kept, merged, by="desk", why="its letterhead").value.top_level_ids[0]
    assert found
    versions.void(ledger, [found], by="desk")
    assert ledger.body(merged)["name"] == "HB"


def test_a_passage_is_skipped_wherever_it_stands(ledger: Twice) -> None:
    """Once, however often it is said; a passage that is not there is refused with the nearest."""
    text = "Read more about this\nThe lock broke.\nRead more about this\n"
    record = add(ledger, "document", title="A", text=text)
    for _ in range(2):
        span = records.skip(ledger, record, "read  more about this", how="boilerplate", by="desk").value
        assert span == (0, 20)
    assert [skip["start"] for skip in ledger.body(record)["skips"]] == [0, 37]
    with pytest.raises(BadInput, match="not in the text") as refused:
        records.skip(ledger, record, "Read more of this", how="boilerplate", by="desk")
    assert "Read more about this" in refused.value.todo
    with pytest.raises(BadInput, match="no stored text"):
        records.skip(ledger, add(ledger, "document", title="B"), "x", how="background", by="desk")


def test_synonyms_grow_into_one_group(ledger: Twice) -> None:
    """Two groups that share a word, whatever its case, are one."""
    question = add(ledger, "question", text="What were they called?", answer_kind="label")
    records.same(ledger, question, ["looters", "thieves"], by="desk")
    records.same(ledger, question, ["helpers", "volunteers"], by="desk")
    assert records.same(ledger, question, ["Thieves", "robbers"], by="desk").value == ["looters", "thieves", "robbers"]
    assert ledger.body(question)["synonyms"] == [["helpers", "volunteers"], ["looters", "thieves", "robbers"]]


@pytest.mark.parametrize(
    ("name", "kind"), [("officials", "group"), ("spokesman", "person"), ("police", "organisation"), ("Ines", "unknown")]
)
def test_the_kind_of_a_mere_name(name: str, kind: str) -> None:
    """By its words; a name with a capital may be anything."""
    assert speakers.kind_guess(name) == kind
