"""Every format that claimtrack reads and writes, by name. A new one is a module of its own and an entry of `FORMATS`.

What an entry says of its format is what `claimtrack formats` lists and what the table in `docs/files.md` is made of.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from claimtrack.domain.records import FileItem, ReadNotice
from claimtrack.formats import bundle, claim_review, csl_json, jsonl, ledger_history, ris, stix, web_annotation
from claimtrack.formats.spreadsheet import own_tables
from claimtrack.formats.spreadsheet.mapping import TableMapping
from claimtrack.formats.spreadsheet.reader import read_mapped
from claimtrack.problem import Problem


@dataclass(frozen=True, slots=True)
class RecordFormat:
    """A format of records: read as items, names still to be resolved, and written from items; at least one of both."""

    name: str
    description: str
    """What a file of it is, without capital and full stop."""
    suffixes: tuple[str, ...]
    """File name endings that say it, the usual one first; none where other files end so, too."""
    keeps: str
    """What goes in and comes out again, a sentence without capital and full stop."""
    loses: str
    """What does not, and what becomes of it; "nothing" where there is nothing to lose."""
    read: Callable[[BinaryIO, str | None], Iterator[FileItem | ReadNotice | Problem]] | None = None
    """From bytes and the file's name (None when it has none), in the order of the file. None: only written."""
    write: Callable[[Iterable[tuple[str, Any]], BinaryIO], Counter[str] | None] | None = None
    """Items, each with its type, in the order of `RECORD_TYPES` and those of one type together. None: only read.

    Where names are hidden, a source that is a description comes just before what first refers to it.

    Gives how many records of each type it had no place for, where that can be.
    """
    read_mapped: Callable[[BinaryIO, str | None, TableMapping], Iterator[FileItem | ReadNotice | Problem]] | None = None
    """From the rows of a table, by a mapping of its columns. None: files of it are no tables."""
    write_raw: Callable[[Iterable[tuple[str, Mapping[str, Any]]], BinaryIO], Counter[str] | None] | None = None
    """As `write`, with texts that begin as a formula does left as they are. None: it has no formulas."""
    marks: tuple[str, ...] = ()
    """Words of which a file of another program has one near its beginning."""
    takes_texts: bool = False
    """Whether `write` is given each item as JSON."""
    hides_names: bool = False
    """Whether who may not be named is given to `write` as it is described: see `ledger.transfer.protected_names`."""


@dataclass(frozen=True, slots=True)
class HistoryFormat:
    """A format of a ledger's own history: nothing in it is resolved, it is merged."""

    name: str
    description: str
    suffixes: tuple[str, ...]
    keeps: str
    loses: str
    read: Callable[[BinaryIO, str | None], Iterator[ledger_history.Line | Problem]]
    write: Callable[[Iterable[ledger_history.Line], BinaryIO], None]


Format = RecordFormat | HistoryFormat


def _table(name: str, description: str, suffixes: tuple[str, ...], write: Callable[..., Any]) -> RecordFormat:
    return RecordFormat(
        name,
        description,
        suffixes,
        keeps="going out: every record; coming in: what its columns are mapped to, other columns as they are found",
        loses="colours, comments and formulas"
        if name == "xlsx"
        else "nothing that claimtrack wrote; of others the order of columns",
        read=partial(own_tables.read_own, form=name),
        read_mapped=partial(read_mapped, form=name),
        write=write,
        write_raw=partial(write, raw=True),
    )


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        RecordFormat(
            "bundle",
            "one JSON document, as people write it",
            (".json",),
            keeps="every record, with the names and ids that it is known by",
            loses="earlier versions and who wrote them: those are in a history alone",
            read=bundle.read,
            write=bundle.write,
        ),
        RecordFormat(
            "lines",
            "JSON Lines: a record, and what belongs to it, on each line",
            (".jsonl", ".ndjson"),
            keeps="the same as a bundle, for files of any size",
            loses="the same as a bundle",
            read=jsonl.read,
            write=jsonl.write,
            takes_texts=True,
        ),
        RecordFormat(
            "claim-review",
            "ClaimReview of schema.org: JSON-LD, a page that holds it, or an answer of Fact Check Tools",
            (".jsonld",),
            keeps="claim, claimant, appearances, reviewer, rating in words and numbers, dates and addresses",
            loses="going out: claims that nobody judged, chains beyond the claimant, quotations and figures",
            read=claim_review.read,
            write=claim_review.write,
            marks=("ClaimReview", "claimReview"),
            hides_names=True,
        ),
        RecordFormat(
            "web-annotation",
            "W3C Web Annotation: passages marked in web pages, also as Hypothesis exports them",
            (),
            keeps="the words marked, remarks, tags and pages; who said it in a tag `source: Ines > Coast Wire`",
            loses="going out: claims without words in a page, and all of a chain but its names",
            read=web_annotation.read,
            write=web_annotation.write,
            marks=(f'"{web_annotation.CONTEXT}"', '"TextQuoteSelector"'),
            hides_names=True,
        ),
        RecordFormat(
            "csl-json",
            "CSL-JSON: documents as reference managers such as Zotero hold them",
            (".csl",),
            keeps="title, address, publisher, authors, date, language and genre of documents; the rest as found",
            loses="going in: that decimals and very long numbers are numbers (they come out as text);"
            " going out: everything but documents, and their texts",
            read=csl_json.read,
            write=csl_json.write,
            marks=('"container-title"', '"date-parts"'),
            hides_names=True,
        ),
        RecordFormat(
            "ris",
            "RIS: documents as citations",
            (".ris",),
            keeps="title, address, publisher, authors, date and language of documents",
            loses="everything but documents, and their texts",
            write=ris.write,
            marks=("TY  -",),
            hides_names=True,
        ),
        RecordFormat(
            "stix",
            "STIX 2.1: sources as identities, claims as notes, verdicts as opinions, stories as reports",
            (".stix",),
            keeps="names and kinds of sources, claims with who said them in which words, verdicts with their reasons",
            loses="when each was recorded, sources that made no claim, figures, disagreements, evidence",
            write=stix.write,
            marks=('"spec_version"', '"objects"'),
            hides_names=True,
        ),
        _table("csv", "a table with commas", (".csv",), own_tables.write_csv),
        _table("tsv", "a table with tabs", (".tsv", ".tab"), own_tables.write_tsv),
        _table("xlsx", "a workbook of Excel or LibreOffice", (".xlsx",), own_tables.write_xlsx),
        RecordFormat(
            "json-rows",
            "the rows of a table as JSON: a list of objects, or an object on each line",
            (),
            keeps="what its columns are mapped to; other columns as they are found",
            loses="the order of columns",
            read_mapped=partial(read_mapped, form="json-rows"),
        ),
        HistoryFormat(
            "ledger",
            "the whole history, for merging ledgers",
            (".ledger",),
            keeps="every version of every record, who wrote it when, and the digests",
            loses="nothing",
            read=ledger_history.read,
            write=ledger_history.write,
        ),
    )
}
"""Name of a format, as `--format` takes it -> the format."""


def sniff(start: bytes, name: str | None = None) -> str | None:
    """Which format a file is, by its first bytes (a few thousand do), else by its name; None when neither tells."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().decode("utf-8", "replace")
    if text.startswith("{"):
        members = _first_names(text)
        if "claimtrack-ledger" in members:
            return "ledger"
        if "claimtrack" in members:
            return "bundle"
        if "type" in members and not members & {"@context", "objects"}:
            return "lines"
    if text.startswith(("{", "[", "<", "TY  -")):
        for each in FORMATS.values():
            if isinstance(each, RecordFormat) and any(mark in text for mark in each.marks):
                return each.name
    suffix = "." + name.rpartition(".")[2].lower() if name and "." in name else ""
    return next((each.name for each in FORMATS.values() if suffix in each.suffixes), None)


def _first_names(text: str) -> set[str]:
    """The names of the members of the first object, as far as the text goes."""
    found: set[str] = set()
    decoder = json.JSONDecoder()
    pos = 1
    try:
        while True:
            pos = _after(text, pos, " \t\r\n,")
            name, pos = decoder.raw_decode(text, pos)
            if not isinstance(name, str):
                return found
            found.add(name)
            _, pos = decoder.raw_decode(text, _after(text, pos, " \t\r\n:"))
    except (ValueError, RecursionError):
        return found


def _after(text: str, pos: int, passed: str) -> int:
    while text[pos : pos + 1] and text[pos] in passed:
        pos += 1
    return pos
