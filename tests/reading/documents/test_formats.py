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
        if each.begins is not None:
            assert document_format("unnamed", b"\n" + each.begins) is each
    assert document_format("a.txt", b"<p>") is None
    assert (
        document_format("https://a.example/x", b"PK", DOCUMENT_FORMATS["docx"].media_type) is DOCUMENT_FORMATS["docx"]
    )
