"""DOCX: the text, what is told of comments and changes, and files that must not be read."""

import io
import zipfile

import pytest

from claimtrack.errors import BadInput
from claimtrack.reading.documents import DOCUMENT_FORMATS, read_document
from claimtrack.reading.documents.docx import read_docx
from tests.support.docx_files import docx_file, paragraph, part, run

CHANGED = paragraph(
    "The dam ",
    f"<w:del>{run('has ').replace('w:t', 'w:delText')}</w:del>",
    "held",
    f"<w:ins>{run(' for now')}</w:ins>",
    '<w:r><w:commentReference w:id="1"/></w:r>',
    ".",
    '<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve"> Nobody saw it.</w:t></w:r>',
)
COMMENTS = part(f'<w:comment w:id="1">{paragraph("Really?")}</w:comment>', "comments")
PLAIN = docx_file(paragraph("The dam held."))


def with_dtd(declared: str, encoding: str = "utf-8") -> bytes:
    """A file whose main part declares entities, and uses one."""
    text = part(f"<w:body>{paragraph('<w:r><w:t>&a;</w:t></w:r>')}</w:body>").replace("UTF-8", encoding)
    text = text.replace("?>", f"?><!DOCTYPE x [{declared}]>", 1)
    return docx_file("", {"word/document.xml": text.encode(encoding)})


def renamed(data: bytes) -> bytes:
    """The file with its main part under a name that is none of XML."""
    main = b"word/document.xml", b"word/document.bin"
    parts = {"_rels/.rels": b"", "word/document.xml": b"", "word/document.bin": b""}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts["_rels/.rels"] = archive.read("_rels/.rels").replace(*main)
        parts["word/document.bin"] = archive.read("word/document.xml")
    return docx_file("", parts)


def test_a_row_of_a_table_is_a_line() -> None:
    """Its cells are parted by tabs, also one over two columns; a cell of two paragraphs is two lines."""

    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    wide = f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("all day")}'
    table = row(*map(paragraph, ("Place", "Dead", "Who"))) + row(paragraph("Marn"), wide)
    table += row(paragraph("Tolm"), paragraph("4") + paragraph("or 5"), paragraph("Ines"))
    assert read_docx(docx_file(f"<w:tbl>{table}</w:tbl>{paragraph('It rained.')}")).text == (
        "Place\tDead\tWho\nMarn\tall day\nTolm\t4\nor 5\tInes\nIt rained."
    )


def test_comments_and_changes_are_told() -> None:
    """What was inserted is text, what was deleted is not; each is counted, as comments and hidden words are."""
    found = read_document("a.docx", docx_file(CHANGED, {"word/comments.xml": COMMENTS}), DOCUMENT_FORMATS["docx"])
    assert found.text == "The dam held for now. Nobody saw it."
    assert found.notices == (
        "It has tracked changes: 1 insertion is read as text, 1 deletion is left out.",
        "Its 1 comment is left out.",
        "It has hidden text (1 place), which is read as if it were shown.",
    )
    assert read_docx(renamed(docx_file(CHANGED))).notices[:1] == found.notices[:1]
    assert not read_docx(PLAIN).notices


def test_a_file_cannot_hide_its_paragraphs() -> None:
    """A style map that the file brings along is not obeyed."""
    assert read_docx(docx_file(paragraph("It held."), {"mammoth/style-map": "p => !"})).text == "It held."


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (docx_file(paragraph(" ")), "it holds no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "it has a password, or is of an older program (.doc, .xls)"),
        (PLAIN[:-40], "it is damaged, or no DOCX"),
        (b"PK", "it is damaged, or no DOCX"),
        (docx_file("<w:p>"), "it is damaged, or no DOCX"),
        (docx_file("<w:smartTag>" * 5_000 + "</w:smartTag>" * 5_000), "it is damaged, or no DOCX"),
        (with_dtd('<!ENTITY a SYSTEM "file:///etc/passwd">'), "its part word/document.xml declares a document type"),
        (with_dtd('<!ENTITY b "bb"><!ENTITY a "&b;&b;&b;">'), "its part word/document.xml declares a document type"),
        (renamed(with_dtd('<!ENTITY a "b">')), "its part word/document.bin declares a document type"),
        (with_dtd('<!ENTITY a "b">', "utf-16"), "its part word/document.xml declares a document type"),
    ],
)
def test_what_cannot_be_read(data: bytes, words: str) -> None:
    """A line each."""
    with pytest.raises(BadInput) as told:
        read_document("a.docx", data, DOCUMENT_FORMATS["docx"])
    assert told.value.what.startswith(f"a.docx: {words}")


def test_what_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the size that it declares; one that declares less than there is has a wrong checksum."""
    monkeypatch.setattr("claimtrack.packed_xml.MOST_UNPACKED", 10_000)
    packed = docx_file(paragraph("Dam. " * 4_000))
    with pytest.raises(BadInput, match="unpacks to more than"):
        read_docx(packed)
    size = len(part(f"<w:body>{paragraph('Dam. ' * 4_000)}</w:body>")).to_bytes(4, "little")
    assert packed.count(size) == 2
    with pytest.raises(BadInput, match="is damaged"):
        read_document("a.docx", packed.replace(size, (700).to_bytes(4, "little")), DOCUMENT_FORMATS["docx"])
