"""DOCX, of Word and as Google Docs and LibreOffice write it: HTML of it (by mammoth), and the text of that.

Comments and tracked changes are counted and told of.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping

from claimtrack.domain.english import plural
from claimtrack.errors import BadInput
from claimtrack.packed_xml import look_through
from claimtrack.reading.documents.document_text import ExtractedText, clean
from claimtrack.reading.input import to_plain_text

_NOTE_MARK = re.compile(r'<sup><a href="#(?:foot|end)note-[^"]*" id="[^"]*">\[\d+\]</a></sup>')
_WAY_BACK = re.compile(r' ?<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')
_CELL_ENDS = re.compile(r"(<t[dh](?: [^<>]*)?>)<p>|</p>(?=</t[dh]>)")
"""Where the paragraph of a cell begins and ends: a row is a line, whose cells are parted by tabs."""
_TOLD = ("ins", "del", "moveFrom", "moveTo", "comment", "vanish")


def read_docx(data: bytes) -> ExtractedText:
    """The text of a DOCX file as it would be with all changes accepted; raises BadInput, or what says it is damaged."""
    import mammoth

    counts = _counts(data)
    made = mammoth.convert_to_html(io.BytesIO(data), include_embedded_style_map=False, convert_image=lambda _image: [])
    html = _CELL_ENDS.sub(r"\1", _WAY_BACK.sub("", _NOTE_MARK.sub("", made.value)))
    text = clean(to_plain_text(html, "html").text)
    if not text.strip():
        raise BadInput("it holds no text", "Give the file that has the text of the piece.")
    return ExtractedText(text, notices=_notices(counts))


def _counts(data: bytes) -> Mapping[str, int]:
    """How often what is told of stands in a file. Raises BadInput for one that must not be read."""
    counts: Counter[str] = Counter()

    def start(part: str, name: str, attributes: Mapping[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if local in _TOLD and "wordprocessingml" in namespace and not part.endswith("styles.xml"):
            on = next((value for key, value in attributes.items() if key.endswith(" val")), "1")
            counts[local] += on not in ("0", "false", "off")

    look_through(io.BytesIO(data), start)
    return counts


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
