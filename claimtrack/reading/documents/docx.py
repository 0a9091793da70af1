"""DOCX, of Word and as Google Docs and LibreOffice write it: HTML of it (by mammoth), and the text of that.

Comments and tracked changes are counted and told of. The parts of the file are looked through before anything reads
them: one that unpacks to too much, or declares entities, is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from xml.parsers import expat

from claimtrack.domain.english import plural
from claimtrack.errors import BadInput
from claimtrack.reading.documents.document_text import ExtractedText, clean
from claimtrack.reading.input import to_plain_text

MOST_UNPACKED = 256 << 20
"""Bytes that the parts of a file may have together, as it declares them: no part gives more than that."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files of older programs begin, and those with a password."""
_NOTE_MARK = re.compile(r'<sup><a href="#(?:foot|end)note-[^"]*" id="[^"]*">\[\d+\]</a></sup>')
_WAY_BACK = re.compile(r' ?<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')
_TOLD = ("ins", "del", "moveFrom", "moveTo", "comment", "vanish")
_CHUNK = 1 << 16


def read_docx(data: bytes) -> ExtractedText:
    """The text of a DOCX file as it would be with all changes accepted; raises BadInput, or what says it is damaged."""
    import mammoth

    if data.startswith(_OLE):
        raise BadInput("it has a password, or is of an older Word (.doc)", "Save it as .docx, without a password.")
    counts = _look_through(data)
    made = mammoth.convert_to_html(io.BytesIO(data), include_embedded_style_map=False, convert_image=lambda _image: [])
    html = _WAY_BACK.sub("", _NOTE_MARK.sub("", made.value))
    text = clean(to_plain_text(html, "html").text)
    if not text.strip():
        raise BadInput("it holds no text", "Give the file that has the text of the piece.")
    return ExtractedText(text, notices=_notices(counts))


def _look_through(data: bytes) -> Mapping[str, int]:
    """How often what is told of stands in a file. Raises BadInput for one that must not be read."""
    counts: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            most = f"{MOST_UNPACKED >> 20} MiB"
            raise BadInput(f"it unpacks to more than {most}", "Give the text of it, or give it in parts.")
        for part in parts:
            if not part.filename.lower().endswith((".xml", ".rels")):
                continue
            parser = _parser(Counter() if part.filename.endswith("styles.xml") else counts)
            with archive.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk, False)
            parser.Parse(b"", True)
    return counts


def _parser(counts: Counter[str]) -> expat.XMLParserType:
    def start(name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if local in _TOLD and "wordprocessingml" in namespace:
            on = next((value for key, value in attributes.items() if key.endswith(" val")), "1")
            counts[local] += on not in ("0", "false", "off")

    def refuse(*_: object) -> None:
        raise BadInput("it declares a document type, as no word processor does", "Open it, and save it anew.")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _notices(counts: Mapping[str, int]) -> tuple[str, ...]:
    said = []
    added, gone = counts["ins"] + counts["moveTo"], counts["del"] + counts["moveFrom"]
    if added or gone:
        is_added, is_gone = ("is" if number == 1 else "are" for number in (added, gone))
        said.append(
            f"It has tracked changes: {plural(added, 'insertion')} {is_added} read as text,"
            f" {plural(gone, 'deletion')} {is_gone} left out."
        )
    if counts["comment"]:
        said.append(f"Its {plural(counts['comment'], 'comment')} {'is' if counts['comment'] == 1 else 'are'} left out.")
    if counts["vanish"]:
        said.append(f"It has hidden text ({plural(counts['vanish'], 'place')}), which is read as if it were shown.")
    return tuple(said)
