"""The encodings that text is read in: those of the WHATWG Encoding Standard, by its labels, and no other."""

import codecs
import encodings
import pkgutil

import pytest

from claimtrack.reading.documents.text_encoding import codec_for, decoded, decoded_page

LABELS = {
    "utf-8": "UTF-8 utf8 unicode-1-1-utf-8",
    "cp1252": "ascii us-ascii ISO-8859-1 latin1 l1 windows-1252 x-cp1252 cp1252",
    "cp1254": "iso-8859-9 latin5 windows-1254",
    "cp1251": "windows-1251 x-cp1251",
    "koi8-r": "koi koi8 koi8-r",
    "koi8-u": "koi8-u koi8-ru",
    "cp874": "tis-620 iso-8859-11 windows-874 dos-874",
    "gb18030": "gb2312 gbk x-gbk gb18030 chinese",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5",
    "cp932": "shift_jis shift-jis sjis x-sjis ms932 windows-31j",
    "euc_jp": "euc-jp x-euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "cp949": "euc-kr ks_c_5601-1987 korean windows-949",
    "iso8859-8": "iso-8859-8 iso-8859-8-i logical hebrew",
    "iso8859-2": "iso-8859-2 latin2 iso88592",
    "cp866": "ibm866 866",
    "mac-roman": "macintosh x-mac-roman",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
}


def test_labels() -> None:
    """Each stands for the codec that browsers read it with."""
    found = {label: codec_for(label) for labels in LABELS.values() for label in labels.split()}
    assert found == {label: codec for codec, labels in LABELS.items() for label in labels.split()}


def test_codecs_that_are_no_encoding_of_the_web() -> None:
    """Of all that Python knows, only these decode: nothing slow, and nothing that makes other text of bytes."""
    taken = set()
    for module in pkgutil.iter_modules(encodings.__path__):
        if (codec := codec_for(module.name)) is not None:
            taken.add(codec)
            assert codecs.lookup(codec)._is_text_encoding
    assert not taken & {"punycode", "unicode-escape", "raw-unicode-escape", "idna", "utf-7", "hz", "cp037", "utf-32"}
    for named in ("rot13", "base64", "zlib", "punycode", "unicode_escape", "../x", "", "\0", "x" * 999, None):
        assert codec_for(named) is None
        assert decoded("\\u0041 Dämme".encode(), named) == "\\u0041 Dämme"


@pytest.mark.parametrize(
    ("data", "named", "text"),
    [
        (b"D\xe4mme", "latin1", "Dämme"),
        (b"\xef\xbb\xbfD\xc3\xa4mme", "latin1", "Dämme"),
        ("Dämme".encode("utf-16"), "latin1", "Dämme"),
        (codecs.BOM_UTF16_BE + "Dämme".encode("utf-16-be"), None, "Dämme"),
        (b"D\xe4mme \x93x\x94", "iso-8859-1", "Dämme “x”"),
        (b"<meta charset=koi8-r>\xc4\xc1", None, "<meta charset=koi8-r>да"),
        (b"<meta charset=koi8-r>\xc4\xc1", "windows-1251", "<meta charset=koi8-r>ДБ"),
        (b"<meta charset=koi8-r>\xc4\xc1", "x-none", "<meta charset=koi8-r>да"),
        ("<meta charset=utf-16>Dämme".encode(), None, "<meta charset=utf-16>Dämme"),
        ("<meta charset=utf-16le>Dämme".encode(), None, "<meta charset=utf-16le>Dämme"),
        ("<meta charset=punycode>Dämme-".encode(), "idna", "<meta charset=punycode>Dämme-"),
    ],
)
def test_pages(data: bytes, named: str | None, text: str) -> None:
    """A byte-order mark goes before the server's word, that before the page's; UTF-16 in the page is UTF-8."""
    assert decoded_page(data, named) == text
