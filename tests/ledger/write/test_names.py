"""Two witnesses of one name in two stories are never one by accident."""

import io

from sqlalchemy import text

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
