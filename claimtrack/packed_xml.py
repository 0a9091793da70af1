"""Files that are XML parts packed in a zip archive (DOCX, XLSX), looked through before a library reads them."""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from typing import BinaryIO
from xml.parsers import expat

from claimtrack.errors import BadInput

MOST_UNPACKED = 256 << 20
"""Bytes that the parts of a file may have together, as it declares them: no part gives more than that."""
MOST_RATIO = 100
SMALL_PART = 1 << 18
"""A part of more bytes than this may be at most MOST_RATIO times as large as it is packed."""
MOST_ELEMENTS = 1_000_000
"""Elements of a part that a library may hold at once."""
DAMAGED = (
    *(LookupError, ValueError, TypeError, AttributeError, RuntimeError, ArithmeticError, EOFError, OSError),
    *(AssertionError, SyntaxError, UserWarning, zipfile.BadZipFile, zlib.error, expat.ExpatError),
)
"""What reading a packed file raises that is not as it should be."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files of older programs begin, and those with a password."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SAVE_ANEW = "Open it, and save it anew."
_CHUNK = 1 << 16

Start = Callable[[str, str, Mapping[str, str]], None]
"""Takes the name of a part, that of an element with its namespace before a space, and the element's attributes."""


def is_packed_or_old(start: bytes) -> bool:
    """Whether a file that begins so is packed, as those of office programs are, or of an older one of these."""
    return start.startswith((b"PK\x03\x04", _OLE))


def look_through(stream: BinaryIO, start: Start | None = None, released: tuple[str, ...] = ()) -> None:
    """Refuse a file that must not be read; `start` is called for each element of its parts.

    Every part is read as XML, whatever it is called, as far as it is XML. `released` are the local names of elements of
    which a library holds one at a time. Raises BadInput, or one of DAMAGED.
    """
    if stream.read(len(_OLE)) == _OLE:
        told = "it has a password, or is of an older program (.doc, .xls)"
        raise BadInput(told, "Save it as .docx or .xlsx, without a password.")
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise BadInput(f"it unpacks to more than {MOST_UNPACKED >> 20} MiB", "Give it in parts.")
        twice = next((name for name, count in Counter(part.filename for part in parts).items() if count > 1), None)
        if twice is not None:
            raise BadInput(f"two of its parts are called {twice}", _SAVE_ANEW)
        for part in parts:
            if part.compress_type not in _METHODS:
                raise BadInput(f"its part {part.filename} is packed as no word processor does", _SAVE_ANEW)
            if part.file_size > max(SMALL_PART, part.compress_size * MOST_RATIO):
                told = f"its part {part.filename} unpacks to more than {MOST_RATIO} times its size"
                raise BadInput(told, _SAVE_ANEW)
            parser = _parser(part.filename, start, released)
            with archive.open(part) as opened:
                try:
                    while chunk := opened.read(_CHUNK):
                        parser.Parse(chunk, False)
                    parser.Parse(b"", True)
                except expat.ExpatError:
                    continue  # no XML, or damaged: so it is for the library, which stops at the same place
    stream.seek(0)


def _parser(part: str, start: Start | None, released: tuple[str, ...]) -> expat.XMLParserType:
    held = 0

    def element(name: str, attributes: dict[str, str]) -> None:
        nonlocal held
        held = 0 if name.rpartition(" ")[2] in released else held + 1
        if held > MOST_ELEMENTS:
            raise BadInput(f"its part {part} holds more than {MOST_ELEMENTS:,} elements", "Give it in parts.")
        if start is not None:
            start(part, name, attributes)

    def document_type(_name: str, _system: str | None, _public: str | None, has_declarations: int) -> None:
        if has_declarations:
            raise BadInput(f"its part {part} declares a document type", _SAVE_ANEW)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = element
    parser.StartDoctypeDeclHandler = document_type
    return parser
