"""The registry of formats: complete, consistent, and able to tell a file's format."""

import json
import re
from pathlib import Path

import pytest

from claimtrack.actions.exports import export, list_formats
from claimtrack.actions.imports import import_file
from claimtrack.errors import BadInput
from claimtrack.formats.registry import FORMATS, HistoryFormat, RecordFormat, sniff
from tests.ledger.support import new_ledger
from tests.support.expected import WRITES_CASES
from tests.support.tree import ROOT

PAGE = ROOT / "docs" / "files.md"


def test_names() -> None:
    """Each is registered by its own name, is read or written or both, and says what it keeps and loses."""
    for name, each in FORMATS.items():
        assert each.name == name
        assert isinstance(each, RecordFormat | HistoryFormat)
        assert each.read or each.write or each.read_mapped
        for words in (each.description, each.keeps, each.loses):
            assert words
            assert not words.endswith(".")


def test_the_page_has_a_row_for_each() -> None:
    """Made from the registry with CLAIMTRACK_WRITE_CASES, compared with it without."""
    cells = [
        (f"`{row.name}`", row.direction, ", ".join(row.suffixes), row.description, row.keeps, row.loses)
        for row in list_formats()
    ]
    rows = "".join(f"| {' | '.join(cell)} |\n" for cell in cells)
    page = PAGE.read_text("utf-8")
    table = re.search(r"(?<=\| --- \| --- \| --- \| --- \| --- \| --- \|\n)(?:\|[^\n]*\n)*", page)
    assert table is not None
    if WRITES_CASES:
        PAGE.write_text(page[: table.start()] + rows + page[table.end() :], "utf-8")
    assert WRITES_CASES or table[0] == rows


def test_suffixes_are_told_apart() -> None:
    """No two formats claim one file name ending."""
    suffixes = [suffix for each in FORMATS.values() for suffix in each.suffixes]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize(
    ("start", "name", "found"),
    [
        (b'{"claimtrack": 1', None, "bundle"),
        (b'\xef\xbb\xbf \n{ "stories": [], "claimtrack" : 1', "x.jsonl", "bundle"),
        (b'{"text": "a", "type": "claim"}\n{"claimtrack": 1}', "x.json", "lines"),
        (b'{"claimtrack-ledger":1,"type":"x"}', "x.json", "ledger"),
        (b'{"stories": [', "x.json", "bundle"),
        (b'{"text": "type", "x": ', "x.jsonl", "lines"),
        (b'{"a": ' + b"[" * 5000, "x.ndjson", "lines"),
        (b"", "X.LEDGER", "ledger"),
        (b'{"type": "bundle", "id": "bundle--1", "objects": [{"type"', "x.json", "stix"),
        (b"TY  - NEWS\r\nTI  - Flood", "x.txt", "ris"),
        (b"[1]", "noted", None),
        (b"[1]", None, None),
        (b"", "archive.tar.gz", None),
    ],
)
def test_sniff(start: bytes, name: str | None, found: str | None) -> None:
    """By what the file says, else by what it is called."""
    assert sniff(start, name) == found


def test_a_character_cut_in_two_does_not_matter() -> None:
    """The first bytes may end anywhere."""
    assert sniff('{"claimtrack": 1, "stories": [{"name": "Қ'.encode()[:-1]) == "bundle"


@pytest.mark.parametrize("form", ["stix", "ris"])
def test_what_only_goes_out_is_told_when_it_is_to_come_in(form: str, tmp_path: Path) -> None:
    """By its name or its first words, and nothing else is said of it."""
    ledger = new_ledger(str(tmp_path / "a.db"))
    file = tmp_path / "out.txt"
    claim = {"text": "It rained", "assertions": [{"chain": ["Ines"]}]}
    file.write_text(json.dumps({"claimtrack": 1, "claims": [claim]}), "utf-8")
    import_file(ledger, str(file), by="Ida")
    with file.open("wb") as out:
        export(ledger, out, format=form)
    file = file.rename(tmp_path / f"out.{form}") if form == "ris" else file
    with pytest.raises(BadInput, match="only goes out"):
        import_file(ledger, str(file), by="Ida")
