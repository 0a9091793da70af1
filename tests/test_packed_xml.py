"""Packed files that must not be read, whatever library would read them."""

import io
import zipfile
from typing import Any

import pytest

from claimtrack import packed_xml
from claimtrack.errors import BadInput
from claimtrack.packed_xml import look_through


def packed(*parts: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    """An archive with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return out


DECLARED = '<!DOCTYPE x [<!ATTLIST x y CDATA "z">]><x/>'


@pytest.mark.parametrize(
    ("stream", "told"),
    [
        (packed(("a.bin", DECLARED.encode())), "a.bin declares a document type"),
        (packed(("a", b" " * 100_000 + DECLARED.encode())), "a declares a document type"),
        (packed(("a.png", DECLARED.encode("utf-16"))), "a.png declares a document type"),
        (packed(("a.png", DECLARED.encode("utf-8-sig"))), "a.png declares a document type"),
        (packed(("a.xml", b"<a/>"), method=zipfile.ZIP_LZMA), "a.xml is packed as no"),
        (packed(("a.xml", b"<a>" * 800)), "a.xml holds more than 700 elements"),
        (packed(("a.bin", bytes(2 << 20))), "a.bin unpacks to more than 100 times its size"),
    ],
)
def test_what_is_refused(stream: Any, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a part is called, wherever in it that stands."""
    monkeypatch.setattr(packed_xml, "MOST_ELEMENTS", 700)
    with pytest.raises(BadInput, match=told):
        look_through(stream)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name() -> None:
    """Of which another program may read the other."""
    with pytest.raises(BadInput, match="two of its parts are called a"):
        look_through(packed(("a", b"<a/>"), ("a", b"<b/>")))


def test_what_is_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures, a document type without declarations, what is released row by row; each element is given."""
    monkeypatch.setattr(packed_xml, "MOST_ELEMENTS", 2)
    met: list[tuple[str, str]] = []
    rows = b"<t>" + b"<row><c/></row>" * 3 + b"</t>"
    stream = packed(("a.png", b"\x89PNG\r\n"), ("a.svg", b"<!DOCTYPE svg PUBLIC 'a' 'b'><svg/>"), ("a.xml", rows))
    look_through(stream, lambda part, name, _attributes: met.append((part, name)), released=("row",))
    assert met == [("a.svg", "svg"), ("a.xml", "t"), *[("a.xml", "row"), ("a.xml", "c")] * 3]
