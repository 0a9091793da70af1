"""Coverage: of which sentences of a document nothing is recorded, whatever was marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain.records import FilePosition, Record
from claimtrack.ledger.database import open_ledger
from claimtrack.queries.passages import _open, _stretches, coverage

TEXT = "Headline of it\n\nThe dam broke. The mayor said “we were warned”. Nobody asked him.\nRead more\n"


def test_a_sentence_with_a_mark_is_looked_at(db_url: str) -> None:
    """An attributed phrase covers its sentence, a skip covers its line, the rest is open."""
    ledger = open_ledger(db_url, create=True)
    claim = Record("claim", {"text": "They were warned"}, FilePosition())
    said = Record(
        "assertion",
        {"chain": [{"source": "Mayor"}], "document": "https://example.org/d", "quote": {"exact": '"we were warned"'}},
        FilePosition(),
        claim,
        "claim",
    )
    own = Record(
        "assertion",
        {"chain": [{"source": "Mayor"}], "document": "https://example.org/d", "quote": {"exact": "not in it"}},
        FilePosition(),
        claim,
        "claim",
    )
    skips = [{"exact": "Read more", "start": TEXT.index("Read"), "end": TEXT.index("Read") + 9, "as": "boilerplate"}]
    nodes = [
        Record("document", {"url": "https://example.org/d", "text": TEXT, "skips": skips}, FilePosition()),
        *(claim, said, own),
    ]
    document = ledger.write(lambda change: change.record(nodes), by="me", kind="add").value.top_level_ids[0]
    assert document is not None
    with ledger.reading() as connection:
        row = coverage(connection, document)
    assert row is not None
    assert (row.attributed, row.own, row.skipped, len(row.unplaced)) == (1, 0, 1, 1)
    assert [stretch.text for stretch in row.stretches if stretch.kind == "open"] == [
        "Headline of it",
        "The dam broke.",
        "Nobody asked him.",
    ]


@given(
    st.text(alphabet="ab .!?\n”'", max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(1, 9)), max_size=4)
)
def test_stretches_are_where_they_say(text: str, spans: list[tuple[int, int]]) -> None:
    """Every stretch is `text[start:end]`; open ones and marked ones never overlap."""
    marks = [(a, min(a + n, len(text)), "own", str(a)) for a, n in spans if a < len(text)]
    found = _stretches(text, marks)
    assert all(text[stretch.start : stretch.end] == stretch.text for stretch in found)
    for one in found:
        for other in found:
            if one is not other:
                assert one.end <= other.start or other.end <= one.start
    assert "".join(c for c in text if c.isalnum()) == "".join(
        c for stretch in _open(text, []) for c in stretch.text if c.isalnum()
    )
