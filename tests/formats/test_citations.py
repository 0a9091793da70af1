"""Documents as citations: CSL-JSON in and out, RIS out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.actions.exports import export
from claimtrack.actions.imports import import_file
from claimtrack.domain.records import FileItem, ReadNotice
from claimtrack.formats import csl_json, ris
from claimtrack.problem import Problem
from tests.ledger.support import new_ledger

ITEMS: list[dict[str, Any]] = [
    {
        "id": "lorne2026flood",
        "type": "article-newspaper",
        "title": "Flood in the harbour",
        "URL": "https://courier.example/flood",
        "container-title": "The Courier",
        "author": [{"family": "Lorne", "given": "Ida"}, {"literal": "River Wire"}],
        "issued": {"date-parts": [["2026", "3", 3]]},
        "accessed": {"date-parts": [[2026, 3, 4]]},
        "language": "en",
        "section": "City",
    },
    {
        "id": 2,
        "type": "book",
        "title": "Gates of Kesra",
        "publisher": "Harbour Press",
        "issued": {"date-parts": [[1998]], "circa": 1},
    },
    {"id": "3", "type": "webpage", "title": "Log", "issued": {"raw": "4 March 2026"}},
    {"id": "4", "type": "report", "title": "Season", "issued": {"season": "2", "literal": "one spring"}},
]


def read(written: Any) -> list[dict[str, Any]]:
    """The documents of a file that nothing is wrong with."""
    found = list(csl_json.read(io.BytesIO(json.dumps(written).encode()), "x.json"))
    assert not [one for one in found if isinstance(one, Problem)]
    return [one.fields for one in found if isinstance(one, FileItem)]


def through(
    tmp_path: Path, name: str, data: bytes, form: str, read_as: str = "csl-json"
) -> tuple[bytes, dict[str, int]]:
    """What a new ledger with what a file holds is exported as, and of how many records nothing is."""
    ledger = new_ledger(str(tmp_path / name))
    file = tmp_path / f"{name}.json"
    file.write_bytes(data)
    import_file(ledger, str(file), by="Ida", format=read_as)
    out = io.BytesIO()
    done = export(ledger, out, format=form)
    return out.getvalue(), dict(done.no_place)


def test_fields() -> None:
    """Each variable that a document has a field for is that field; the rest is kept as found."""
    flood, book, log, season = read(ITEMS)
    rest = json.loads(flood.pop("foreign"))["csl"]
    assert flood == {
        "title": "Flood in the harbour",
        "url": "https://courier.example/flood",
        "publisher": "The Courier",
        "bylines": ["Ida Lorne", "River Wire"],
        "published": "2026-03-03",
        "language": "en",
        "genre": "news",
    }
    assert rest == {name: ITEMS[0][name] for name in ("id", "accessed", "section", "author", "issued")}
    assert (book["publisher"], book["published"]) == ("Harbour Press", "1998~")
    assert json.loads(book["foreign"])["csl"]["type"] == "book"
    assert log["published"] == "2026-03-04"
    assert "published" not in season
    assert json.loads(season["foreign"])["csl"]["issued"] == ITEMS[3]["issued"]


def test_in_out_in(tmp_path: Path) -> None:
    """What went in comes out as it was, and going in again changes nothing."""
    first, _ = through(tmp_path, "a.db", json.dumps(ITEMS).encode(), "csl-json")
    assert sorted(json.loads(first), key=lambda one: one["title"]) == sorted(ITEMS, key=lambda one: one["title"])
    again, _ = through(tmp_path, "b.db", first, "csl-json")
    assert json.loads(again) == json.loads(first)


def test_decimals_are_kept_as_text() -> None:
    """As `formats` says: in what no field has; whole numbers stay numbers."""
    (found,) = read([{"type": "book", "title": "Dams", "volume": 1.5, "issue": 10**20, "edition": 2}])
    assert json.loads(found["foreign"])["csl"] | {"type": "book"} == {
        "type": "book",
        "volume": "1.5",
        "issue": "1" + "0" * 20,
        "edition": 2,
    }


TEXTS = st.text(max_size=8) | st.sampled_from(["en", "e n", "Ida", " a  b ", "https://a.example/", "news", "1"])
NUMBERS = st.integers(-3, 3000)
PART = NUMBERS | st.sampled_from([0, 5, 12, "", "0", "2024", "05"])
DATES = st.fixed_dictionaries(
    {},
    optional={
        "date-parts": st.lists(st.lists(PART, min_size=1, max_size=3), min_size=1, max_size=2),
        "season": TEXTS | NUMBERS,
        "circa": TEXTS | NUMBERS | st.booleans(),
        "literal": TEXTS,
        "raw": TEXTS | st.just("4 March 2026"),
        "edtf": TEXTS | st.just("2024-05~"),
    },
)
NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")
NAMES = st.lists(
    st.fixed_dictionaries({}, optional=dict.fromkeys(NAME_PARTS, TEXTS) | {"comma-suffix": st.booleans()}), max_size=3
)
CSL_ITEMS = st.fixed_dictionaries(
    {"id": TEXTS | NUMBERS, "type": st.sampled_from(["book", "webpage", "document", "report", "post", "speech", "x"])},
    optional={
        **dict.fromkeys(("title", "language", "container-title", "publisher", "genre", "note"), TEXTS),
        "URL": st.sampled_from(["https://a.example/1", "ftp://a.example/", "x"]),
        **dict.fromkeys(("issue", "volume"), TEXTS | NUMBERS),
        **dict.fromkeys(("issued", "accessed"), DATES | TEXTS),
        **dict.fromkeys(("author", "editor"), NAMES),
        "custom": st.dictionaries(TEXTS, TEXTS, max_size=2),
        "categories": st.lists(TEXTS, max_size=2),
    },
)


def records(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """A document and the sources that it names, as they stand in a ledger."""
    named = [*document.get("bylines", ()), *filter(None, [document.get("publisher")])]
    ids = {name: f"source {number}" for number, name in enumerate(named)}
    kept = document | {"id": "x", "bylines": [{"source": ids[name]} for name in document.get("bylines", ())]}
    kept |= {"publisher": ids[document["publisher"]]} if "publisher" in document else {}
    return [*(("source", {"id": ids[name], "name": name}) for name in ids), ("document", kept)]


@given(CSL_ITEMS)
def test_every_value_comes_back(item: dict[str, Any]) -> None:
    """Whatever it is, understood or not; what has neither title nor address is refused."""
    found = list(csl_json.read(io.BytesIO(json.dumps(item).encode()), "x.json"))
    documents = [one.fields for one in found if isinstance(one, FileItem)]
    if not documents:
        assert [one for one in found if isinstance(one, Problem)]
        return
    out = io.BytesIO()
    csl_json.write(records(documents[0]), out)
    assert json.loads(out.getvalue()) == [item]
    ris.write(records(documents[0]), io.BytesIO())


VARIABLES = st.dictionaries(
    st.sampled_from(["id", "type", "title", "author", "issued", "genre", "note"]),
    st.none()
    | st.booleans()
    | st.just(1 << 70)
    | st.just("\ud800")
    | TEXTS
    | NUMBERS
    | NAMES
    | DATES
    | st.lists(TEXTS, max_size=2),
)


@given(VARIABLES | TEXTS)
def test_whatever_foreign_holds_is_written(kept: Any) -> None:
    """A bundle may say anything there: an item has an id and a type all the same."""
    document = {"title": "Flood", "foreign": json.dumps({"csl": kept})}
    out = io.BytesIO()
    csl_json.write(records(document), out)
    (item,) = json.loads(out.getvalue())
    assert isinstance(item["id"], str | int)
    assert not isinstance(item["id"], bool)
    assert isinstance(item["type"], str)
    ris.write(records(document), io.BytesIO())


@pytest.mark.parametrize("unwritable", ["\ud800", 2**64])
def test_what_cannot_be_written_is_left_out_by_itself(unwritable: Any) -> None:
    """A value in others costs neither what stands beside it nor the other variables, and it is counted."""
    kept = {"volume": "7", "note": unwritable, "edition": [2, unwritable], "event": {"\ud800": 1, "place": "Ista"}}
    out = io.BytesIO()
    no_place = csl_json.write(records({"title": "Flood", "foreign": json.dumps({"csl": kept})}), out)
    (item,) = json.loads(out.getvalue())
    given = {"id": "x", "type": "document", "title": "Flood"}
    assert item == given | {"volume": "7", "edition": [2], "event": {"place": "Ista"}}
    assert no_place == {"foreign value": 3}


def test_what_has_changed_since_goes_out_as_it_is() -> None:
    """A field that is not what the kept variable said: the field. So is who is called otherwise."""
    ((_, ida), (_, wire), (_, courier), (_, document)) = records(read(ITEMS[:1])[0])
    ida |= {"name": "a keeper"}
    changed = document | {"published": "2026-03-05", "publisher": "source 9", "genre": "opinion"}
    other = {"id": "source 9", "name": "The Herald"}
    out = io.BytesIO()
    csl_json.write([*(("source", one) for one in (ida, wire, courier, other)), ("document", changed)], out)
    expected = {
        "author": [{"literal": "a keeper"}, {"literal": "River Wire"}],
        "issued": {"date-parts": [[2026, 3, 5]]},
        "genre": "opinion",
    }
    assert json.loads(out.getvalue()) == [ITEMS[0] | expected | {"container-title": "The Herald"}]


def test_what_is_not_understood_is_kept_and_told() -> None:
    """No date is made of a year and a day; a bad language stops nothing."""
    odd = {"type": "book", "title": "x", "language": "e n", "author": "Bob", "issued": {"date-parts": [[2024, 0, 5]]}}
    found = list(csl_json.read(io.BytesIO(json.dumps(odd).encode()), "x.json"))
    told = [one.words for one in found if isinstance(one, ReadNotice)]
    assert told == [f"Kept as found, in 'foreign': {name}" for name in ("language", "author", "issued")]
    (document,) = [one.fields for one in found if isinstance(one, FileItem)]
    assert set(document) == {"title", "foreign"}
    out = io.BytesIO()
    ris.write(records(document), out)
    assert b"AU  - Bob\r\n" in out.getvalue()


def test_what_is_no_citation_is_counted(tmp_path: Path) -> None:
    """Claims have no place among citations; a confidential author is not given away."""
    story = {
        "claimtrack": 1,
        "sources": [{"name": "Ben Orr", "kind": "person", "confidential": True}],
        "documents": [{"title": "Log", "bylines": ["Ben Orr"], "published": "2026-03-03T10:00Z"}],
        "claims": [{"text": "It rained", "assertions": [{"document": "Log", "chain": ["Ben Orr"]}]}],
    }
    for form in ("csl-json", "ris"):
        written, no_place = through(tmp_path, f"{form}.db", json.dumps(story).encode(), form, "bundle")
        assert no_place == {"claim": 1}
        assert b"Ben Orr" not in written


def test_nothing_to_cite(tmp_path: Path) -> None:
    """An empty list is still a list."""
    written, _ = through(tmp_path, "a.db", b'{"claimtrack": 1}', "csl-json", "bundle")
    assert json.loads(written) == []


def test_what_is_no_item_is_told() -> None:
    """One problem each, with its place."""
    found = list(csl_json.read(io.BytesIO(b'[1, {"title": "x"}, {"type": "book", "title": "x"}]'), "x.json"))
    assert [one.pointer for one in found if isinstance(one, Problem)] == ["/0", "/1"]
    assert sum(isinstance(one, FileItem) for one in found) == 1


def test_ris(tmp_path: Path) -> None:
    """A line a value, in the order of the format: the type first, the end last."""
    written, _ = through(tmp_path, "a.db", json.dumps(ITEMS[:1]).encode(), "ris")
    assert written.decode() == (
        "TY  - NEWS\r\nID  - lorne2026flood\r\nAU  - Lorne, Ida\r\nAU  - River Wire\r\nTI  - Flood in the harbour\r\n"
        "T2  - The Courier\r\nLA  - en\r\nUR  - https://courier.example/flood\r\nPY  - 2026\r\nDA  - 2026/03/03/\r\n"
        "ER  - \r\n\r\n"
    )
