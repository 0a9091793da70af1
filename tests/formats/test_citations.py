"""Documents as citations: CSL-JSON in and out, RIS out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from claimtrack.actions.import_export import export, import_file
from claimtrack.domain.records import FileItem
from claimtrack.formats import csl_json
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
    assert rest == {"id": "lorne2026flood", "accessed": {"date-parts": [[2026, 3, 4]]}, "section": "City"}
    assert (book["publisher"], book["published"]) == ("Harbour Press", "1998~")
    assert json.loads(book["foreign"])["csl"]["type"] == "book"
    assert log["published"] == "2026-03-04"
    assert "published" not in season
    assert json.loads(season["foreign"])["csl"]["issued"] == ITEMS[3]["issued"]


def test_in_out_in(tmp_path: Path) -> None:
    """What went in comes out as it was but for how names and dates are spelled, and going in again changes nothing."""
    first, _ = through(tmp_path, "a.db", json.dumps(ITEMS).encode(), "csl-json")
    written = {one["title"]: one for one in json.loads(first)}
    assert len(written) == 4
    for item in ITEMS:
        out = written[item["title"]]
        for name in set(item) - {"author", "issued", "publisher"}:
            assert out[name] == item[name], name
    assert written["Flood in the harbour"]["issued"] == {"date-parts": [[2026, 3, 3]]}
    assert written["Gates of Kesra"]["issued"] == {"date-parts": [[1998]], "circa": 1}
    again, _ = through(tmp_path, "b.db", first, "csl-json")
    assert json.loads(again) == json.loads(first)


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
        "TY  - NEWS\r\nID  - lorne2026flood\r\nAU  - Ida Lorne\r\nAU  - River Wire\r\nTI  - Flood in the harbour\r\n"
        "T2  - The Courier\r\nLA  - en\r\nUR  - https://courier.example/flood\r\nPY  - 2026\r\nDA  - 2026/03/03/\r\n"
        "ER  - \r\n\r\n"
    )
