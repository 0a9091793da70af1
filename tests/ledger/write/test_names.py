"""Two witnesses of one name in two stories are never one by accident; by what they are told apart may be a name."""

import io

import pytest
from sqlalchemy import text

from claimtrack.errors import BadInput
from claimtrack.formats import jsonl
from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.transfer.importing import import_records

FIRST = b"""{"type":"story","name":"Flood"}
{"type":"claim","text":"The gates stood open","assertions":[{"chain":[{"source":"Saule","basis":"witnessed"}]}]}
"""
SECOND = b"""{"type":"story","name":"Fire"}
{"type":"source","name":"Saule","kind":"witness"}
{"type":"claim","text":"The roof fell","assertions":[{"chain":["Saule"]}]}
"""


def test_a_witness_of_another_story_is_another(db_url: str) -> None:
    ledger = open_ledger(db_url, create=True)
    for file in (FIRST, SECOND, SECOND):
        import_records(ledger, jsonl.read(io.BytesIO(file), "file"), by="desk")
    with ledger.reading() as connection:
        origins = connection.execute(text("SELECT COUNT(DISTINCT origin) FROM assertion")).scalar_one()
    assert origins == 2


def test_what_a_source_is_told_apart_by_may_be_a_name(db_url: str) -> None:
    """Of a body or a story of the ledger or the same file, in any order; nothing is made of a name mistyped."""
    ledger = open_ledger(db_url, create=True)
    names = ("Harbour Board", "Flood", "Harbour Bord")
    officials = [f'{{"type":"source","name":"officials","kind":"group","within":"{name}"}}' for name in names]
    bodies = ['{"type":"source","name":"Harbour Board","kind":"organisation"}', '{"type":"story","name":"Flood"}']
    for lines in ([*officials[:2], *bodies], officials[:2]):
        done = import_records(ledger, jsonl.read(io.BytesIO("\n".join(lines).encode()), "file"), by="desk")
        assert not done.problems
    with ledger.reading() as connection:
        officials_there = connection.execute(text("SELECT COUNT(*) FROM source WHERE name = 'officials'")).scalar_one()
    assert officials_there == 2
    with pytest.raises(BadInput) as refused:
        import_records(ledger, jsonl.read(io.BytesIO(officials[2].encode()), "file"), by="desk")
    assert [problem.message for problem in refused.value.problems] == ["there is no source or story of this name"]
