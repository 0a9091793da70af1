"""The text of bytes in an encoding that a server, page or e-mail names: one of the WHATWG Encoding Standard, or UTF-8.

Python knows other codecs, which no browser takes for an encoding of text: some are slow, some make other text of it.
"""

from __future__ import annotations

import codecs
import re

_TAKEN = {
    *("utf-8", "utf-16-le", "utf-16-be", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"),
    *("big5hkscs", "gb18030", "euc_jp", "iso2022_jp", "cp866", "cp874", "cp932", "cp949"),
    *(f"cp{number}" for number in range(1250, 1259)),
    *(f"iso8859-{number}" for number in (*range(2, 9), 10, 13, 14, 15, 16)),
}
"""The codecs that text is read in, as Python calls them."""
_READ_AS = {
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso8859-11": "cp874",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "utf-16": "utf-16-le",
}
"""A codec that a label names -> the larger one that browsers read it with."""
_LABELS = {
    "cn-big5": "big5",
    "dos-874": "cp874",
    "gb_2312-80": "gbk",
    "iso-8859-6-e": "iso8859-6",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "ks_c_5601-1989": "cp949",
    "ksc_5601": "cp949",
    "logical": "iso8859-8",
    "mac": "mac-roman",
    "unicode-1-1-utf-8": "utf-8",
    "visual": "iso8859-8",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gbk",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-roman": "mac-roman",
    "x-mac-ukrainian": "mac-cyrillic",
    "x-sjis": "cp932",
    "x-x-big5": "big5",
}
"""Labels of the standard that Python does not know -> a codec; `codec_for` knows `x-cp1252` and `iso88592`, too."""
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META_CHARSET = re.compile(rb"<meta[^>]{1,200}charset=[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


def codec_for(label: str | None) -> str | None:
    """Python's codec for an encoding as it is named; None for one that browsers do not know either."""
    label = re.sub(r"\Aiso8859(?=\d)", "iso8859-", (label or "").strip().lower())
    try:
        codec = codecs.lookup(_LABELS.get(label, label.removeprefix("x-"))).name
    except (LookupError, ValueError):
        return None
    codec = _READ_AS.get(codec, codec)
    return codec if codec in _TAKEN else None


def decoded(data: bytes, named: str | None) -> str:
    """Text in the encoding of its byte-order mark, else in the named one, else in UTF-8; what is none is U+FFFD."""
    marked = next((codec for mark, codec in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    return data.decode(marked or codec_for(named) or "utf-8", "replace")


def decoded_page(data: bytes, named: str | None) -> str:
    """A web page as text: the encoding that its server names goes before the one that stands in it.

    UTF-16 that is named in the page is UTF-8, or its name could not be read.
    """
    if codec_for(named) is None and (meta := _META_CHARSET.search(data[:4096])):
        named = meta[1].decode()
        if (codec_for(named) or "").startswith("utf-16"):
            named = "utf-8"
    return decoded(data, named)
