"""The registry of formats: complete, consistent, and able to tell a file's format."""

import pytest

from claimtrack.formats.registry import FORMATS, HistoryFormat, RecordFormat, sniff


def test_names() -> None:
    """Each is registered by its own name, and described for `--help`."""
    for name, each in FORMATS.items():
        assert each.name == name
        assert each.description
        assert isinstance(each, RecordFormat | HistoryFormat)


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
