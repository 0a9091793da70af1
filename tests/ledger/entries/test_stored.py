"""A stored body is shorter than the body, and gives it back, in Python and in SQL."""

import sqlite3
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain.canonical_json import canonical_text
from claimtrack.ledger.entries.stored import BODY, ID, SHARED, TYPE, quotations, short, whole
from tests.formats.strategies import any_record, records

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


@given(records("assertion"), st.text() | _TEXTS, st.sampled_from(["", "quote", "quote_kind"]), st.booleans())
def test_the_words_that_an_assertion_quotes(body: dict[str, Any], words: str, foreign: str, stored: bool) -> None:
    """Cut out of the stored body they are those that are parsed, whatever they are and whatever is kept beside them."""
    body = {**body, "quote": {**body.get("quote", {}), "exact": words}}
    if foreign:
        body["foreign"] = {"of": {foreign: {"exact": "another"}}}
    row = _row(body, stored)
    assert list(quotations([row, row])) == [(body["claim"], words)] * 2


@given(records("assertion"), st.sampled_from(["", "quote", "other"]), st.booleans())
def test_an_assertion_that_quotes_nothing(body: dict[str, Any], foreign: str, stored: bool) -> None:
    body = {name: value for name, value in body.items() if name != "quote"}
    if foreign:
        body["foreign"] = {"of": {foreign: {"exact": "another"}}}
    assert list(quotations([_row(body, stored)])) == []


def _row(body: dict[str, Any], stored: bool) -> tuple[str, str]:
    """The id of an assertion, and its body as it is stored, or whole."""
    text = canonical_text(body)
    return body["id"], short(text, body["id"], "assertion") if stored else text


def test_what_stands_for_something_stands_for_one_thing_and_never_in_json() -> None:
    characters = [ID, TYPE, *(character for shared in SHARED.values() for character in shared)]
    assert len(set(characters)) == len(characters)
    assert all(len(character) == 1 and character < " " for character in characters)
    assert not set(characters) & set("\0\t\n\r")
