"""What may not leave: whatever is known only from what is off the record or embargoed, however it is tied to it."""

from typing import Any

import pytest
from sqlalchemy import text

from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.restricted.records import RestrictedRecords
from claimtrack.ledger.restricted.visibility import OPEN, RESTRICTED, find_restricted
from claimtrack.ledger.transfer.export import export_items
from claimtrack.ledger.write.write_context import Mode
from tests.ledger.support import bodies, do, make_bundle, new_ledger, take

WEB = make_bundle(
    sources=[
        {"name": "Secret Mouth", "kind": "person", "speaks_for": "Secret Body"},
        {"name": "Open Mouth", "kind": "person"},
        {"name": "Open Press", "kind": "outlet"},
    ],
    documents=[
        {"url": "https://a.example/secret", "publisher": "Secret Press", "bylines": ["Secret Writer"]},
        {"url": "https://a.example/proof", "publisher": "Secret Archive"},
        {"url": "https://a.example/open", "publisher": "Open Press", "bylines": ["Open Writer"]},
    ],
    claims=[
        {
            "text": "A secret claim",
            "about": ["Secret Subject", "Open Subject"],
            "assertions": [
                {"chain": "Secret Mouth > Open Press", "document": "https://a.example/secret", "release": "off-record"}
            ],
            "evidence": [{"bearing": "supports", "document": "https://a.example/proof"}],
            "requests": [{"asked": "Secret Asked"}],
        },
        {
            "text": "An open claim",
            "about": ["Open Subject"],
            "assertions": [{"chain": ["Open Mouth"], "document": "https://a.example/open"}],
        },
    ],
)


@pytest.fixture
def ledger(db_url: str) -> LedgerDatabase:
    return new_ledger(db_url)


def restricted(ledger: LedgerDatabase) -> RestrictedRecords:
    with ledger.reading() as connection:
        return find_restricted(connection, ledger.now())


def found(ledger: LedgerDatabase, name: str, value: str) -> str:
    (only,) = [record for record, body in bodies(ledger).items() if body.get(name) == value]
    return only


def test_whoever_only_restricted_records_name_stays_in(ledger: LedgerDatabase) -> None:
    take(ledger, WEB)
    out = export_items(ledger)
    data = repr(list(out))
    assert "ecret" not in data
    for word in ("Open Mouth", "Open Press", "Open Writer", "Open Subject", "An open claim"):
        assert word in data
    assert +out.left_out == {"claim": 1, "assertion": 1, "source": 7, "document": 2}


def test_what_something_else_names_is_let_out_with_all_it_names(ledger: LedgerDatabase) -> None:
    take(ledger, WEB)
    said = {"chain": ["Open Mouth"], "document": "https://a.example/secret"}
    take(ledger, make_bundle(claims=[{"text": "Another claim", "assertions": [said]}]))
    data = repr(list(export_items(ledger)))
    assert all(word in data for word in ("Secret Press", "Secret Writer"))
    assert not any(word in data for word in ("Secret Mouth", "Secret Body", "Secret Subject", "Secret Archive"))


def void_all(change: Change, *records: str) -> None:
    for record in records:
        change.void(record)


UNTIL = [
    ({"until": "2022-03-01"}, True),
    ({"until": "2022-03-01", "release": "official-statement"}, True),
    ({"until": "2022-03-01", "release": "embargoed"}, True),
    ({"release": "embargoed"}, True),
    ({"release": "embargoed", "until": "2021-03-01"}, False),
    ({"release": "off-record", "until": "2021-03-01"}, True),
    ({"release": "on-record", "until": "2021-03-01"}, False),
    ({"release": "on-record"}, False),
    ({}, False),
]


@pytest.mark.parametrize("void", [False, True])
@pytest.mark.parametrize(("said", "kept"), UNTIL)
def test_an_until_is_an_embargo_whatever_the_release(
    ledger: LedgerDatabase, said: dict[str, Any], kept: bool, void: bool
) -> None:
    take(ledger, make_bundle(claims=[{"text": "It ends", "assertions": [{"chain": ["Holm"], **said}]}]))
    claim, source = found(ledger, "text", "It ends"), found(ledger, "name", "Holm")
    (assertion,) = [record for record, body in bodies(ledger).items() if body["type"] == "assertion"]
    if void:
        do(ledger, lambda change: void_all(change, assertion, claim, source))
    now = restricted(ledger)
    assert now.ids == (frozenset({claim, source, assertion}) if kept else frozenset())
    assert now.holds("claim", claim) is (kept and not void)
    if not void:
        with ledger.reading() as connection:
            at = {"now": "2022-01-08T00:00:00.000000Z"}
            for condition, holds in ((RESTRICTED, kept), (OPEN, not kept)):
                rows = connection.execute(text(f"SELECT id FROM assertion WHERE {condition}"), at).all()
                assert len(rows) == holds


def test_a_claim_stays_in_when_what_it_was_known_from_is_void(ledger: LedgerDatabase) -> None:
    take(ledger, WEB)
    (secret,) = [record for record, body in bodies(ledger).items() if body.get("release")]
    before = restricted(ledger)
    do(ledger, lambda change: change.void(secret))
    after = restricted(ledger)
    assert after.ids == before.ids
    assert after.by_type["assertion"] == frozenset()
    out = export_items(ledger)
    assert "ecret" not in repr(list(out))
    do(ledger, lambda change: change.restore(secret))
    do(ledger, lambda change: change.edit(secret, {"release": "on-record"}))
    assert restricted(ledger).ids == frozenset()


def test_what_is_said_of_it_stays_in(ledger: LedgerDatabase) -> None:
    take(ledger, WEB)
    notes = [
        {"type": "note", "target": found(ledger, "text", "A secret claim"), "text": "secret note"},
        {"type": "note", "target": found(ledger, "text", "An open claim"), "text": "open note"},
        {"type": "rating", "source": found(ledger, "name", "Secret Mouth"), "letter": "A", "why": "secret why"},
    ]
    take(ledger, notes)
    kept = restricted(ledger)
    for name, value in (("text", "secret note"), ("why", "secret why")):
        assert found(ledger, name, value) in kept.more
    assert found(ledger, "text", "open note") not in kept.ids
    assert "secret" not in repr(list(export_items(ledger)))


def test_what_was_open_then_and_is_void_now_opens_nothing(ledger: LedgerDatabase) -> None:
    """As of a change at which an open assertion told the claim too, and as of now."""
    claim = {"text": "It was wet", "assertions": [{"chain": ["Secret Mouth"], "release": "off-record"}]}
    take(ledger, make_bundle(claims=[claim]))
    take(ledger, make_bundle(claims=[{"text": "It was wet", "assertions": [{"chain": ["Open Mouth"]}]}]))
    record = found(ledger, "text", "It was wet")
    for change in (None, 2):
        with ledger.reading(change=change) as connection:
            assert record not in find_restricted(connection, ledger.now()).ids
    (told,) = [one for one, body in bodies(ledger).items() if body["type"] == "assertion" and "release" not in body]
    do(ledger, lambda change: change.void(told))
    for change, assertions in ((None, 1), (3, 1), (2, 2)):
        with ledger.reading(change=change) as connection:
            assert record in find_restricted(connection, ledger.now()).ids
            shown = connection.execute(text("SELECT COUNT(*) FROM assertion")).scalar_one()
            assert shown == assertions, "the views of that change stand again"


def test_the_text_of_a_merged_document_is_held_back(ledger: LedgerDatabase) -> None:
    """Of the two that are one, and of a third merged with the second; and only where the passage is restricted."""
    places = [f"https://a.example/{number}" for number in range(4)]
    said = {"chain": ["Holm"], "document": places[0], "release": "off-record"}
    texts = [{"url": place, "text": f"Holm said it at {place}."} for place in places]
    take(ledger, make_bundle(documents=texts))
    take(ledger, make_bundle(claims=[{"text": "It is", "assertions": [said]}]))
    documents = [found(ledger, "url", place) for place in places]
    for kept, merged in ((0, 1), (2, 1)):
        both = {"kept": documents[kept], "merged": documents[merged]}
        take(ledger, [{"type": "merge", "kind": "document", "why": "One text", **both}])
    assert restricted(ledger).texts == frozenset(documents[:3])


def test_a_figure_that_only_a_restricted_assertion_gave_is_held_back(ledger: LedgerDatabase) -> None:
    """It stays in with the assertion; once somebody writes another into the claim, that one is open."""
    claim = {"text": "Some fell", "question": "How many fell?", "answer": {"figure": "12"}}
    take(ledger, make_bundle(claims=[{"text": "Some fell", "assertions": [{"chain": ["Open Mouth"]}]}]))
    take(
        ledger,
        make_bundle(claims=[{**claim, "assertions": [{"chain": ["Secret Mouth"], "release": "off-record"}]}]),
        mode=Mode.REPLACE,
    )
    record = found(ledger, "text", "Some fell")
    assert restricted(ledger).parts == {record: frozenset({"answer", "question"})}
    assert "'12'" not in repr(list(export_items(ledger)))
    do(ledger, lambda change: change.edit(record, {"answer": {"figure": "13"}}))
    assert restricted(ledger).parts == {record: frozenset({"question"})}
    assert "'13'" in repr(list(export_items(ledger)))
