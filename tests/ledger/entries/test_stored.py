"""A stored body is shorter than the body, and gives it back, in Python and in SQL."""

import sqlite3
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain.canonical_json import canonical_text
from claimtrack.ledger.entries.stored import BODY, ID, SHARED, TYPE, short, whole
from tests.formats.strategies import any_record

_TEXTS = st.sampled_from([text for shared in SHARED.values() for text in shared.values()])


@given(any_record(), st.lists(_TEXTS, max_size=8).map("".join), st.sampled_from(["name", "text"]))
def test_a_stored_body_gives_the_body_back(body: dict[str, Any], words: str, field: str) -> None:
    """Whatever the texts are: those, too, that have in them what stored bodies are shortened by."""
    body = {**body, field: words}
    text = canonical_text(body)
    stored = short(text, body["id"], body["type"])
    assert len(stored) < len(text)
    assert whole(stored, body["id"], body["type"]) == text
    row = (stored, body["id"], body["type"])
    sql = f"SELECT {BODY} FROM (SELECT ? AS body, ? AS record, ? AS type) e"
    assert sqlite3.connect(":memory:").execute(sql, row).fetchone() == (text,)


def test_what_stands_for_something_stands_for_one_thing_and_never_in_json() -> None:
    characters = [ID, TYPE, *(character for shared in SHARED.values() for character in shared)]
    assert len(set(characters)) == len(characters)
    assert all(len(character) == 1 and character < " " for character in characters)
    assert not set(characters) & set("\0\t\n\r")
