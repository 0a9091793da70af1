"""The registry of formats of documents."""

from claimtrack.reading.documents import DOCUMENT_FORMATS, document_format
from claimtrack.reading.input import file_kind


def test_each_is_told_by_the_name_of_its_file() -> None:
    """A format by its ending, in whatever case; its text is read as text, and not as Markdown that it looks like."""
    for name, each in DOCUMENT_FORMATS.items():
        assert each.name == name
        for suffix in each.suffixes:
            found = document_format(f"A{suffix.upper()}", b"")
            assert found == (each if each.read is not None else None)
            assert file_kind(f"a{suffix}", "# A") == (name if each.read is None else "text")
    assert document_format("a.txt", b"<p>") is None
    assert (
        document_format("https://a.example/x", b"PK", DOCUMENT_FORMATS["docx"].media_type) is DOCUMENT_FORMATS["docx"]
    )


def test_each_is_told_by_how_it_begins() -> None:
    """As its standard says; a text that only begins with the same word is a text."""
    cue = "\n\n1\n00:01.000 --> 00:02.000\nIt held.\n"
    assert document_format("a", b"\n%PDF-1.4") is DOCUMENT_FORMATS["pdf"]
    for begins in ("WEBVTT", "\ufeffWEBVTT", "WEBVTT a hearing", "WEBVTT\t", f"WEBVTT\n\nNOTE {'a' * 5000}"):
        for text in (begins + cue, (begins + cue).replace("\n", "\r\n"), (begins + cue).replace("\n", "\r")):
            assert document_format("a", text.encode()) is DOCUMENT_FORMATS["webvtt"]
    for text in (
        "WEBVTT",
        "WEBVTT is a format.\n\nIt has cues: a --> b\n",
        f"WEBVTTs{cue}",
        f" WEBVTT{cue}",
        f"A{cue}",
    ):
        assert document_format("a", text.encode()) is None
