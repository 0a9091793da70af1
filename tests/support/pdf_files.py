"""PDF files as small as can be, for tests: lines of any characters on pages, without a library."""

from collections.abc import Sequence

HEADER = b"%PDF-1.7\n"


def pdf_file(pages: Sequence[Sequence[str]], *, title: str | None = None) -> bytes:
    """A PDF with these lines on its pages, in a font that says which character each of its signs is."""
    signs = sorted({character for page in pages for line in page for character in line})
    codes = {character: f"{number:04x}" for number, character in enumerate(signs, 1)}
    cmap = "".join(f"<{code}> <{character.encode('utf-16-be').hex()}>\n" for character, code in codes.items())
    cmap = f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(codes)} beginbfchar\n{cmap}endbfchar"
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [5 0 R]"
        " /ToUnicode 4 0 R >>",
        _stream(cmap),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 500"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    ]
    for number, page in enumerate(pages):
        shown = "".join(f"<{''.join(codes[character] for character in line)}> Tj T*\n" for line in page)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>",
            _stream(f"BT /F 10 Tf 12 TL 40 800 Td\n{shown}ET"),
        ]
    made = bytearray(HEADER)
    places = []
    for number, written in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{written}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    info = f" /Info << /Title ({title}) >>" if title else ""
    made += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{info} >>\nstartxref\n{len(made)}\n%%EOF\n"
    ).encode()
    return bytes(made)


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
