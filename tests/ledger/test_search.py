"""Searching: all the words, however they are written, the same answers in the same order on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from claimtrack.actions.results import MOST_FOUND
from claimtrack.domain.text import terms
from claimtrack.errors import BadInput
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.projection.search_index import instances
from claimtrack.ledger.search import MOST_WORDS, SEARCHED, Hit, search
from tests.ledger.random_changes import nested, typed
from tests.ledger.support import UNREST, bodies, do, new_ledger, take, wiped
from tests.support.effort import FIXTURE, examples


@pytest.fixture
def ledger(db_url: str) -> LedgerDatabase:
    made = new_ledger(db_url)
    take(made, UNREST)
    return made


def find(ledger: LedgerDatabase, words: str, change: int | None = None, **options: Any) -> list[Hit]:
    with ledger.reading(change=change) as connection:
        return search(connection, words, **{"limit": MOST_FOUND, **options})


def labels(ledger: LedgerDatabase, words: str, **options: Any) -> list[tuple[str, str, int]]:
    return [(hit.type, hit.label, hit.part) for hit in find(ledger, words, **options)]


def record(ledger: LedgerDatabase, *nodes: Any, **options: Any) -> list[Any]:
    return do(ledger, lambda change: change.record(list(nodes), **options)).value.top_level_ids


def test_all_words_must_occur(ledger: LedgerDatabase) -> None:
    about = "About ten people were killed straight away"
    said = "Straight away about 10 were killed"
    assert labels(ledger, "straight killed") == [
        ("document", "Russian troops fly in", 2),
        ("claim", about, 0),
        ("assertion", said, 0),
    ]
    assert labels(ledger, "straight killed people") == [("claim", about, 0)]
    assert labels(ledger, "straight nowhere") == []


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_is_split_as_any_text(words: str) -> None:
    """It has a way of its own."""
    assert terms(f"é {words}") == [*terms("é"), *terms(words)]


def test_spelling_is_folded(ledger: LedgerDatabase) -> None:
    for words in ("ALMATY", "almaty", "Álmatý", "(Almaty)", "almaty, almaty"):
        assert labels(ledger, words) == [("story", "Unrest in Almaty", 0)], words


def test_no_word_is_an_instruction(ledger: LedgerDatabase) -> None:
    operators = ("a AND b", "a OR b", "NOT x", "NEAR(a b)", "terms:x", "x*", "^x")
    for words in ('"', "don't", "foo-bar", *operators, "{q}", "'; DROP", "%", "_x"):
        if terms(words):
            assert find(ledger, words) == [], words
        else:
            with pytest.raises(BadInput):
                find(ledger, words)


def test_parts_of_words_are_not_words(ledger: LedgerDatabase) -> None:
    assert labels(ledger, "Alma") == []
    assert labels(ledger, "stories") == []


def test_other_scripts_are_found(ledger: LedgerDatabase) -> None:
    record(
        ledger,
        typed("story", name="Беспорядки в Алматы"),
        typed("story", name="阿拉木图骚乱"),
        typed("story", name="Ўзбекистон"),
    )
    assert [hit.label for hit in find(ledger, "алматы")] == ["Беспорядки в Алматы"]
    assert [hit.label for hit in find(ledger, "拉木")] == ["阿拉木图骚乱"]
    assert find(ledger, "图阿") == []


def test_hits_are_ordered_by_type_then_name_then_id(ledger: LedgerDatabase) -> None:
    names = ["zebra word", "Ähre word", "apple word", "Zebra Word two"]
    record(ledger, *(typed("source", name=name, kind="organisation") for name in names), typed("story", name="word"))
    assert [hit.label for hit in find(ledger, "word")] == [
        "word",
        "apple word",
        "zebra word",
        "Zebra Word two",
        "Ähre word",
    ]


def test_types_narrow_it(ledger: LedgerDatabase) -> None:
    assert {hit.type for hit in find(ledger, "killed", types=["claim", "question"])} == {"claim", "question"}
    with pytest.raises(BadInput, match="not searched"):
        find(ledger, "killed", types=["merge"])


def test_a_story_narrows_it_to_what_belongs_to_it(ledger: LedgerDatabase) -> None:
    story = record(ledger, typed("story", name="Other"))[0]
    said = typed(
        "assertion",
        link="claim",
        chain=[{"source": "AFP"}],
        document="https://example.org/b",
        quote={"exact": "They were killed there"},
    )
    claim = record(ledger, *nested(typed("claim", text="They were killed"), said), story=story)[0]
    record(
        ledger,
        typed("note", target=claim, text="killed, we think"),
        typed("document", title="killed by nobody", url="https://example.org/c"),
    )
    everything = labels(ledger, "killed")
    mine = labels(ledger, "killed", story=story)
    assert mine == [
        ("claim", "They were killed", 0),
        ("assertion", "They were killed there", 0),
        ("note", "killed, we think", 0),
    ]
    first = next(record for record, body in bodies(ledger).items() if body.get("name") == "Unrest in Almaty")
    theirs = labels(ledger, "killed", story=first)
    assert sorted([*mine, *theirs, ("document", "killed by nobody", 0)]) == sorted(everything)
    assert ("source", "AFP", 0) in labels(ledger, "AFP", story=story)
    assert labels(ledger, "Tokayev", story=story) == []


def test_pages_join_without_seam(ledger: LedgerDatabase) -> None:
    record(ledger, *(typed("source", name=f"word {n % 3}", qualifier=f"{n}", kind="organisation") for n in range(20)))
    whole = find(ledger, "word")
    assert len(whole) == 20
    for size in (1, 3, 7):
        paged: list[Hit] = []
        while page := find(ledger, "word", limit=size, after=paged[-1].key if paged else None):
            assert len(page) <= size
            paged += page
        assert paged == whole


def test_what_is_said_of_a_void_record_is_out_with_it(ledger: LedgerDatabase) -> None:
    claim = next(hit.id for hit in find(ledger, "ten people", types=["claim"]))
    note = record(ledger, typed("note", target=claim, text="people saw it"))[0]
    record(ledger, typed("note", target=note, text="which people"))
    found = len(find(ledger, "people"))
    do(ledger, lambda change: change.void(note))
    assert len(find(ledger, "people")) == found - 2
    do(ledger, lambda change: change.restore(note))
    assert len(find(ledger, "people")) == found
    do(ledger, lambda change: change.void(claim))
    assert {hit.type for hit in find(ledger, "people")} <= {"question"}


def test_only_what_is_live_is_found_and_the_past_is_searched_as_it_was(ledger: LedgerDatabase) -> None:
    story = next(hit.id for hit in find(ledger, "Almaty"))
    do(ledger, lambda change: change.edit(story, {"name": "Unrest in Aktau"}))
    assert find(ledger, "Almaty") == []
    assert [hit.id for hit in find(ledger, "Aktau")] == [story]
    assert [hit.label for hit in find(ledger, "Almaty", change=1)] == ["Unrest in Almaty"]
    assert find(ledger, "Aktau", change=1) == []
    do(ledger, lambda change: change.void(story))
    assert find(ledger, "Aktau") == []
    assert [hit.id for hit in find(ledger, "Aktau", change=2)] == [story]
    do(ledger, lambda change: change.restore(story))
    assert [hit.id for hit in find(ledger, "Aktau")] == [story]


@pytest.mark.parametrize("words", ["", "   ", "...", "“”", "—"])
def test_no_word_is_bad_input(ledger: LedgerDatabase, words: str) -> None:
    with pytest.raises(BadInput, match="no word to search for"):
        find(ledger, words)


def test_too_many_words_are_bad_input(ledger: LedgerDatabase) -> None:
    assert find(ledger, " ".join(f"word{n}" for n in range(MOST_WORDS))) == []
    with pytest.raises(BadInput, match="at most"):
        find(ledger, " ".join(f"word{n}" for n in range(MOST_WORDS + 1)))
    with pytest.raises(BadInput, match="at most"):
        find(ledger, "wörd " * 10 + " ".join(f"w{n}" for n in range(500_000)))


def test_a_paragraph_too_long_for_one_row_is_found_once(ledger: LedgerDatabase) -> None:
    long = " ".join(f"w{n}" for n in range(25_000))
    record(ledger, typed("document", title="Long", url="https://example.org/long", text=f"one\n{long}"))
    assert labels(ledger, "w24999") == [("document", "Long", 2)]
    assert labels(ledger, "w1") == [("document", "Long", 2)]


ALPHABET = "aáäАб阿拉ßı'-\" .KΣς"


def test_both_databases_find_the_same(sqlite_url: str, pg_url: str) -> None:
    ledgers = [new_ledger(sqlite_url), new_ledger(pg_url)]

    @settings(max_examples=examples(15), suppress_health_check=FIXTURE)
    @given(
        st.lists(st.text(ALPHABET, max_size=12).map(lambda some: f"a{some}"), min_size=1, max_size=8),
        st.lists(st.text(ALPHABET, max_size=4), max_size=6),
    )
    def holds(names: list[str], queries: list[str]) -> None:
        for ledger in ledgers:
            wiped(ledger)
            record(
                ledger,
                *(
                    typed("document", title=f"t {name}", url=f"https://example.org/{n}", text=name)
                    for n, name in enumerate(names)
                ),
            )
        for words in [*queries, *names, "t"]:
            if terms(words):
                one, other = (find(ledger, words) for ledger in ledgers)
                assert one == other
            else:
                for ledger in ledgers:
                    with pytest.raises(BadInput):
                        find(ledger, words)
        for name in names:
            if terms(name):
                assert find(ledgers[0], name)

    holds()


def test_every_searched_type_is_found(new_db_url: Callable[[], str]) -> None:
    ledger = new_ledger(new_db_url())
    take(ledger, UNREST)
    with ledger.reading() as connection:
        with instances(connection) as rows:
            numbers = {number for _, some in rows for number in some}
        sql = text("SELECT number, type FROM record")
        found = {row.type for row in connection.execute(sql) if row.number in numbers}
    assert found <= set(SEARCHED)
