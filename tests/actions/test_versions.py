"""New versions of records, as a program makes them."""

import pytest

from claimtrack.actions import records, versions
from claimtrack.errors import BadInput, NeedsPerson
from claimtrack.ledger import lookup
from tests.actions.conftest import Twice


@pytest.fixture
def source(ledger: Twice) -> str:
    """The id of a source, made by the desk."""
    found = records.add(ledger, "source", {"name": "Ines", "kind": "person"}, by="desk").value.top_level_ids[0]
    assert found
    return found


def test_an_edit_tells_old_and_new(ledger: Twice, source: str) -> None:
    """None clears; what is the same is no change."""
    assert versions.edit(ledger, source, {"role": "fisher"}, by="desk").value.changes == {"role": (None, "fisher")}
    assert versions.edit(ledger, source, {"role": "fisher"}, by="desk").seq is None
    assert versions.edit(ledger, source, {"role": None}, by="desk").value.changes == {"role": ("fisher", None)}


def test_a_source_renamed_is_found_by_its_old_name(ledger: Twice, source: str) -> None:
    """Which is an alias from then on; renamed back, it is none."""
    versions.edit(ledger, source, {"name": "Ines Duarte"}, by="desk")
    with ledger.reading() as connection:
        assert lookup.match(connection, "ines", ("source",)).id == source
    versions.edit(ledger, source, {"name": "Ines"}, by="desk")
    assert ledger.body(source)["aliases"] == ["Ines Duarte"]


def test_void_restore_and_withhold(ledger: Twice, source: str) -> None:
    """Each once; what is withheld stays so."""
    versions.void(ledger, [source], by="desk")
    with pytest.raises(BadInput, match="void already"):
        versions.void(ledger, [source], by="desk")
    versions.restore(ledger, [source], by="desk")
    with pytest.raises(BadInput, match="nothing to restore"):
        versions.restore(ledger, [source], by="desk")
    versions.withhold(ledger, source, by="desk", why="a court order")
    for action in (versions.restore, versions.void):
        with pytest.raises(BadInput):
            action(ledger, [source], by="desk")


def test_undo_goes_back_one_by_one(ledger: Twice, source: str) -> None:
    """Over the writer's own changes; not over what another wrote since."""
    versions.edit(ledger, source, {"role": "fisher"}, by="desk")
    first = versions.undo(ledger, by="desk").value
    assert (first.change, first.ids, [one.changes for one in first.records]) == (
        2,
        [source],
        [{"role": ("fisher", None)}],
    )
    assert "role" not in ledger.body(source)
    second = versions.undo(ledger, by="desk").value
    assert (second.change, second.ids) == (1, [source])
    with pytest.raises(BadInput, match="no change of desk"):
        versions.undo(ledger, by="desk")


def test_undo_stops_where_another_wrote_since(ledger: Twice, source: str) -> None:
    """That needs a person."""
    versions.edit(ledger, source, {"role": "fisher"}, by="another")
    with pytest.raises(NeedsPerson) as stopped:
        versions.undo(ledger, by="desk")
    assert any(source in line for line in stopped.value.fits)
    assert ledger.body(source)["role"] == "fisher"


def test_an_edit_tells_what_it_made_of_names(ledger: Twice) -> None:
    """Also where the text of a document changes with them."""
    fields = {"title": "Harbour under water", "text": "The wall fell."}
    document = records.add(ledger, "document", fields, by="desk").value.top_level_ids[0]
    assert document
    for given in ({"publisher": "The Tern"}, {"publisher": "The Plover", "text": "The quay fell."}):
        made = versions.edit(ledger, document, given, by="desk").value.made
        assert [(one.type, one.label) for one in made.records] == [("source", given["publisher"])]
