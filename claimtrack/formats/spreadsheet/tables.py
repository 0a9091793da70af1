"""Tables as rows of text: CSV, TSV, XLSX, and JSON that is a list of objects or an object on each line."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from claimtrack.domain.records import FilePosition
from claimtrack.errors import BadInput
from claimtrack.formats.strict_json import decode, read_json
from claimtrack.problem import Problem
from claimtrack.schema.limits import TEXT_BYTES, fault, text_fault

MOST_COLUMNS = 2_000
MOST_UNPACKED = 256 << 20
"""Bytes that the parts of an XLSX may unpack to, all together: beyond, it is refused before anything is unpacked."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its line in the file (in an XLSX its number in the sheet), and column -> text of what is not empty."""

    line: int
    cells: dict[str, str]
    sheet: str | None = None
    """The name of its sheet, where the file has several."""


def read_rows(stream: BinaryIO, file: str | None, form: str, *, header: bool = True) -> Iterator[Row | Problem]:
    """The rows of a table, in order; in place of one that cannot be read what is wrong with it.

    Without a `header` the columns are named by their numbers, from 1.
    """
    if form == "xlsx":
        return _named(_xlsx_rows(stream, file), file, header=header)
    if form == "json-rows":
        return _json_rows(stream.read(), file)
    return _named(_delimited_rows(stream.read(), file, "\t" if form == "tsv" else None), file, header=header)


Cells = tuple[int, list[str], str | None]
"""A line, its cells, and the name of the sheet."""


def _named(rows: Iterator[Cells | Problem], file: str | None, *, header: bool) -> Iterator[Row | Problem]:
    """Rows with the names of their columns, which the first row that is not empty gives, on each sheet."""
    names: list[str] | None = None
    here: str | None = None
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        line, cells, sheet = row
        if sheet != here:
            names, here = None, sheet
        if not any(map(str.strip, cells)):
            continue
        at = FilePosition(file, line)
        if len(cells) > MOST_COLUMNS:
            yield fault(at, f"this row has {len(cells):,} cells", None, f"at most {MOST_COLUMNS:,}", "size")
            return
        if names is None:
            names = cells if header else [str(number) for number in range(1, len(cells) + 1)]
            doubled = next((name for name in names if name and names.count(name) > 1), None)
            if doubled is not None:
                yield fault(at, "two columns have one name", doubled, "a name of its own for each", "duplicate")
                return
            if header:
                continue
        if any(cells[len(names) :]):
            yield fault(at, "this row has more cells than there are columns", None, f"{len(names)} cells", "cells")
            continue
        wrong = next((found for cell in cells if (found := text_fault(cell))), None)
        if wrong:
            yield fault(at, wrong[0].replace("text", "cell"), None, *wrong[1:])
            continue
        yield Row(line, {name: cell for name, cell in zip(names, cells, strict=False) if name and cell}, sheet)


def _delimited_rows(data: bytes, file: str | None, mark: str | None) -> Iterator[Cells | Problem]:
    text, problems = decode(data.removeprefix(b"\xef\xbb\xbf"), file)
    yield from problems
    if text is None:
        return
    if mark is None:
        first = text.partition("\n")[0]
        mark = max(",;\t|", key=first.count)
    csv.field_size_limit(TEXT_BYTES)
    lines = io.StringIO(text, newline="")
    if mark != "\t" or _is_quoted(text):
        reader = csv.reader(lines, delimiter=mark, strict=True)
    else:
        reader = csv.reader(lines, delimiter=mark, quoting=csv.QUOTE_NONE)
    line = 1
    try:
        for cells in reader:
            yield line, cells, None
            line = reader.line_num + 1
    except csv.Error as error:
        at = FilePosition(file, line)
        yield fault(at, f"this row cannot be read: {error}", None, 'cells in " marks, a " in them doubled', "csv")


def _is_quoted(text: str) -> bool:
    """Whether the quote marks of a text with tabs hold cells together: so read, every row has as many."""
    try:
        lengths = {
            len(cells) for cells in csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True) if cells
        }
    except csv.Error:
        return False
    return len(lengths) == 1


def _json_rows(data: bytes, file: str | None) -> Iterator[Row | Problem]:
    value, problems = read_json(data, file, decimals_as_text=True)
    if isinstance(value, list):
        for number, each in enumerate(value, 1):
            yield _json_row(each, file, number)
        return
    if isinstance(value, dict) and b"\n" not in data.strip():
        value = None
    first = data.partition(b"\n")[0].strip()
    if value is not None or (problems and not (first.startswith(b"{") and first.endswith(b"}"))):
        yield from problems
        if not problems:
            yield fault(FilePosition(file, 1), "this is no list of objects", None, '[{"claim": "..."}, ...]', "type")
        return
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            value, problems = read_json(line.strip(), file, number, decimals_as_text=True)
            yield from problems
            if not problems:
                yield _json_row(value, file, number)


def _json_row(value: Any, file: str | None, number: int) -> Row | Problem:
    if not isinstance(value, dict):
        return fault(FilePosition(file, number), "a row must be an object in braces", None, '{"claim": "..."}', "type")
    cells = ((name, _as_text(member)) for name, member in value.items())
    return Row(number, {name: cell for name, cell in cells if cell})


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _xlsx_rows(stream: BinaryIO, file: str | None) -> Iterator[Cells | Problem]:
    """The cells of every sheet as they are shown to a program: of a formula the value that was last worked out."""
    import warnings
    import zipfile

    openpyxl = load_openpyxl()
    at = FilePosition(file)
    try:
        with zipfile.ZipFile(stream) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
            if unpacked > MOST_UNPACKED:
                most = f"at most {MOST_UNPACKED >> 20} MiB"
                yield fault(at, f"it unpacks to {unpacked >> 20:,} MiB", None, most, "size")
                return
            for part in packed.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    with packed.open(part) as opened:
                        if b"<!DOCTYPE" in opened.read(4096):
                            yield fault(at, f"{part.filename} declares a document type", None, "XML without", "xml")
                            return
        stream.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            formulas = openpyxl.load_workbook(stream, read_only=True)
            sheets = [each for each in values.worksheets if each.title in {one.title for one in formulas.worksheets}]
            for sheet in sheets:
                sheet.reset_dimensions()
                other = formulas[sheet.title]
                other.reset_dimensions()
                pairs = zip(sheet.iter_rows(), other.iter_rows(), strict=False)
                for number, (row, written) in enumerate(pairs, 1):
                    unknown = next((w for v, w in zip(row, written, strict=False) if v.value is None and w.value), None)
                    if unknown is not None:
                        place = FilePosition(file, number)
                        told = (
                            f"the value of the formula in {unknown.coordinate} of {sheet.title!r} was never worked out"
                        )
                        yield fault(place, told, None, "save the file once in a spreadsheet program", "formula")
                        continue
                    yield number, [_shown(cell) for cell in row], sheet.title
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        OSError,
        EOFError,
        SyntaxError,
        NotImplementedError,
    ) as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        yield fault(at, f"this is no XLSX that can be read: {reason}", None, "a file saved as .xlsx", "xlsx")


def _shown(cell: Any) -> str:
    """A cell as text: dates as records spell them, whole numbers without a point."""
    from datetime import datetime, time

    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value) if isinstance(value, str) else str(value)


_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """A text for a cell of an XLSX: characters that XML does not hold as `_x000D_`, and what looks like one, too."""
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def load_openpyxl() -> Any:
    """The library for XLSX. Raises BadInput where it is not installed."""
    try:
        import openpyxl
    except ImportError:
        raise BadInput("XLSX needs a library", "Install it: pip install 'claimtrack[sheets]'") from None
    return openpyxl
