"""Importing: a file of records or a colleague's ledger, each in one change; what is refused goes to a side file."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from claimtrack.domain.records import ReadNotice
from claimtrack.errors import BadInput, DatabaseTrouble
from claimtrack.ledger.write.write_context import Mode
from claimtrack.safe_files import DATABASE, whole_file, whole_folder

if TYPE_CHECKING:
    from claimtrack.domain.records import FileItem
    from claimtrack.formats.ledger_history import Line
    from claimtrack.formats.registry import Format, HistoryFormat
    from claimtrack.formats.spreadsheet.mapping import TableMapping
    from claimtrack.ledger.database import LedgerDatabase
    from claimtrack.ledger.transfer.export import Export
    from claimtrack.ledger.transfer.importing import ImportReport
    from claimtrack.ledger.transfer.merge import MergeReport
    from claimtrack.problem import Problem
    from claimtrack.queries.confidential_names import StillNamed


@dataclass(frozen=True, slots=True)
class SiteWritten:
    """What a site came to: how many files, claims, documents and sources; `left_out` restricted assertions.

    `still_named` tells the names of confidential sources that stand in it though it is for others than the desk.
    """

    files: int
    claims: int
    documents: int
    sources: int
    left_out: int
    still_named: StillNamed | None = None


def write_site(
    ledger: LedgerDatabase,
    folder: str | Path,
    *,
    story: str,
    edition: str = "desk",
    restricted: bool = False,
    tell: Callable[[str, int, int], None] | None = None,
) -> SiteWritten:
    """Write the pages of a story (an id) for an edition into `folder`; what is restricted only with `restricted`.

    `tell` is told what is being done, how much of it is done, and of how much. Raises BadInput when there is no such
    story or edition, or the folder is not one to write to.
    """
    from claimtrack.ledger.editions import edition_named
    from claimtrack.queries.confidential_names import ConfidentialNames
    from claimtrack.queries.site.collect import collect_site
    from claimtrack.queries.site.staging import SiteStaging
    from claimtrack.render.html.site import site_files
    from claimtrack.render.html.site_pages import MARKER, TOP_NAMES

    with (
        whole_folder(folder, marker=MARKER, known=TOP_NAMES, ledger=ledger.location.path) as (out, beside),
        SiteStaging(beside) as scratch,
    ):
        gathered = partial(tell, "gathered") if tell is not None else None
        names = None if edition_named(edition).confidential else ConfidentialNames(ledger)
        site = collect_site(ledger, scratch, story=story, edition=edition, include_restricted=restricted, tell=gathered)
        for file in site_files(site):
            out.write(file.path, file.text)
            if names is not None:
                names.look(file.text)
            if tell is not None and file.path.startswith("claims/"):
                tell("written", out.count, site.claim_count)
        counts = (out.count, site.claim_count, len(site.document_ids), len(site.source_keys), site.left_out)
        return SiteWritten(*counts, None if names is None else names.found(restricted=restricted))


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export came to. `items` counts what stands by itself, by type; `left_out` what may not leave, by type.

    `background` and `confidential` count the assertions and sources that did leave and ask for care, by name unless
    `unnamed`; `no_place` the records, by type, that the format has no place for. `still_named` tells the names of
    confidential sources that stand in a file that is to give none.
    """

    items: dict[str, int]
    left_out: dict[str, int]
    background: int = 0
    confidential: int = 0
    no_place: Mapping[str, int] = field(default_factory=dict)
    unnamed: bool = False
    still_named: StillNamed | None = None


@dataclass(frozen=True, slots=True)
class FormatRow:
    """A format for a list: what files of it are, and what becomes of what they say."""

    name: str
    direction: str
    """"in", "out" or "in and out"; "read" of the formats of documents."""
    suffixes: tuple[str, ...]
    description: str
    keeps: str
    loses: str


def list_formats() -> list[FormatRow]:
    """Every format of records, then every format of documents, in the order of their registries."""
    from claimtrack.formats.registry import FORMATS
    from claimtrack.reading.documents import DOCUMENT_FORMATS

    records = (
        FormatRow(each.name, " and ".join(_ways(each)), each.suffixes, each.description, each.keeps, each.loses)
        for each in FORMATS.values()
    )
    documents = (
        FormatRow(each.name, "read", each.suffixes, f"a document: {each.title}", each.keeps, each.loses)
        for each in DOCUMENT_FORMATS.values()
    )
    return [*records, *documents]


def _ways(form: Format) -> list[str]:
    reads = form.read is not None or getattr(form, "read_mapped", None) is not None
    return [way for way, does in (("in", reads), ("out", form.write is not None)) if does]


def _format_named(name: str, way: str, *, others: Sequence[str] = ()) -> Format:
    """A format by its name or the ending of its files (jsonl: lines). Raises BadInput when none goes that `way`.

    `others` are what might have been named in its place.
    """
    from claimtrack.formats.registry import FORMATS

    known = {each.name: each for each in FORMATS.values() if way in _ways(each)}
    for each in FORMATS.values():
        if name == each.name or f".{name}" in each.suffixes:
            if each.name in known:
                return each
            done = "read" if way == "out" else "written"
            raise BadInput(f"the format {each.name!r} is only {done}", f"Give one of {', '.join([*known, *others])}.")
    raise BadInput(f"there is no format {name!r}", f"Give one of {', '.join([*known, *others])}.")


def format_of_file(file: str) -> str:
    """The name of the format that the ending of a file's name stands for; "bundle" when it stands for none."""
    from claimtrack.formats.registry import FORMATS

    ending = Path(file).suffix.lower()
    return next((name for name, form in FORMATS.items() if form.write and ending in form.suffixes), "bundle")


def export(
    ledger: LedgerDatabase,
    out: BinaryIO,
    *,
    format: str = "bundle",
    story: str | None = None,
    restricted: bool = False,
    raw: bool = False,
) -> Exported:
    """Write the ledger, or one story (an id) with all that its claims refer to, to `out`.

    Off-record and embargoed records are left out unless `restricted`. A history cannot be cut: it is refused with a
    story, and where it would carry what is restricted. With `raw` the cells of a table that a spreadsheet program would
    take for formulas are left as they are.
    """
    from claimtrack.formats.registry import HistoryFormat

    chosen = _format_named(format, "out", others=["site"])
    if isinstance(chosen, HistoryFormat):
        if story is not None:
            raise BadInput("a history is of the whole ledger", "Leave --story away, or give another format.")
        return _export_history(ledger, out, chosen, restricted=restricted)
    from claimtrack.ledger.transfer.export import export_items
    from claimtrack.ledger.transfer.protected_names import ProtectedNames
    from claimtrack.queries.confidential_names import ConfidentialNames, WatchedOutput

    items = export_items(ledger, story=story, include_restricted=restricted)
    counts: Counter[str] = Counter()

    shown: Iterable[tuple[str, Any]] = ProtectedNames(items) if chosen.hides_names else items
    if chosen.takes_texts:
        shown = items.texts()
    if items.restricted.positions and not chosen.hides_names:
        shown = _with_open_positions(shown, ledger, items)

    def counted() -> Iterator[tuple[str, Any]]:
        for record_type, item in shown:
            counts[record_type] += 1
            yield record_type, item

    write = chosen.write_raw if raw else chosen.write
    if write is None:
        raise BadInput(f"--raw is for tables, and {chosen.name} is none", "Leave it away, or give --format csv.")
    names = ConfidentialNames(ledger) if chosen.hides_names else None
    no_place = write(counted(), cast(BinaryIO, WatchedOutput(out, names)) if names else out) or Counter()
    counts.subtract({record_type: count for record_type, count in no_place.items() if record_type in counts})
    background, confidential = items.delicate["background"], items.delicate["confidential"]
    left_out = dict(items.left_out)
    still_named = names.found(restricted=restricted) if names else None
    return Exported(dict(counts), left_out, background, confidential, no_place, chosen.hides_names, still_named)


def _with_open_positions(
    shown: Iterable[tuple[str, Any]], ledger: LedgerDatabase, items: Export
) -> Iterator[tuple[str, Any]]:
    """Items, or their JSON, with those positions of settled disagreements that what is shown has too.

    So whoever imports them is told, as before, when a position is new.
    """
    from claimtrack.analysis.disagreements.detect import positions_still_held
    from claimtrack.domain.canonical_json import canonical_text, parse
    from claimtrack.schema.nesting import in_order

    held: dict[str, list[str]] | None = None
    for record_type, item in shown:
        if record_type != "disagreement":
            yield record_type, item
            continue
        if held is None:
            with ledger.pages(items.change, restricted=False) as page, page() as connection:
                held = positions_still_held(connection)
        whole = parse(item) if isinstance(item, str) else dict(item)
        if whole["id"] in held:
            whole["positions"] = held[whole["id"]]
        if isinstance(item, str):
            named = canonical_text({"id": whole.pop("id")})
            yield record_type, f"{named[:-1]},{canonical_text(whole)[1:]}"
        else:
            yield record_type, in_order(record_type, whole)


def _export_history(ledger: LedgerDatabase, out: BinaryIO, chosen: HistoryFormat, *, restricted: bool) -> Exported:
    from claimtrack.formats.ledger_history import Header
    from claimtrack.ledger.transfer.export_history import export_history

    counts: dict[str, int] = {}

    def counted() -> Iterator[Line]:
        for line in export_history(ledger, include_restricted=restricted):
            if isinstance(line, Header):
                counts.update(change=line.changes, entry=line.entries)
            yield line

    chosen.write(counted(), out)
    return Exported(counts, {})


Progress = Callable[[str, int, int | None], None]

SNIFFED = 65_536
"""Bytes of a file that its format is told from."""
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file came to: the report of its records (or of the history taken over), and its side file, if any."""

    file: str
    records: ImportReport | None = None
    history: MergeReport | None = None
    refused_to: str | None = None


def import_file(
    ledger: LedgerDatabase,
    file: str,
    *,
    by: str,
    format: str | None = None,
    story: str | None = None,
    replace: bool = False,
    keep: bool = False,
    dry_run: bool = False,
    keep_going: bool = False,
    accept_withheld: bool = False,
    mapping: TableMapping | None = None,
    progress: Progress | None = None,
    content: bytes | None = None,
) -> Imported:
    """Import one file ("-": stdin) in one change: all of it, or nothing; with `keep_going` its good items.

    `content` is read in place of a file, whose name then stands in messages alone. `mapping` says what the columns of a
    table are. `story` (an id) is for items that name none. Where a namesake differs, the file is right with `replace`,
    the ledger with `keep`; else it is a problem. Raises BadInput with every problem found (with `keep_going` only where
    no item is good), and TakesRecordsOut when a history would withhold or void records open here, unless
    `accept_withheld`.
    """
    name = "stdin" if file == STDIN else file
    path = ledger.location.path
    given = content is None and file != STDIN
    if given and path is not None and path.exists() and path.samefile(file):
        raise BadInput(f"{name} is the ledger itself", "Name the file that is to be imported.")
    with opened(file) if content is None else BytesIO(content) as stream:
        chosen = _format(stream, name, format, mapped=mapping is not None)
        from claimtrack.formats.registry import HistoryFormat

        if isinstance(chosen, HistoryFormat):
            if keep_going or replace or keep:
                raise BadInput(
                    f"{name} is a ledger's history, which is taken over as it is or not at all",
                    "Leave --keep-going, --replace and --keep away.",
                )
            from claimtrack.ledger.transfer.merge import import_history

            lines = chosen.read(stream, name)
            report_of_history = import_history(
                ledger, lines, by=by, file=name, dry_run=dry_run, accept_withheld=accept_withheld
            )
            return Imported(name, history=report_of_history)
        from claimtrack.ledger.transfer.importing import import_records

        if mapping is not None and chosen.read_mapped is not None:
            read = chosen.read_mapped(stream, name, mapping)
        elif chosen.read is not None:
            read = chosen.read(stream, name)
        else:
            raise BadInput(f"{name} is a table whose columns are not mapped", "Map them: --map COLUMN=FIELD.")
        told: Counter[str] = Counter()
        report = import_records(
            ledger,
            _without_notices(read, told),
            by=by,
            story=story,
            mode=Mode.REPLACE if replace else Mode.KEEP if keep else Mode.IMPORT,
            dry_run=dry_run,
            keep_going=keep_going,
            progress=progress,
        )
        report.notices[:0] = [words if count == 1 else f"{words} ({count:,} times)" for words, count in told.items()]
        side = None
        lines_of_records = chosen.name != "bundle"
        own = chosen.name in ("bundle", "lines")  # of others nothing can be cut out that makes a file by itself
        if lines_of_records:  # a pointer is then to a field of a line, not to a member of a bundle
            report.refused_members = []
        refused = report.refused_lines if lines_of_records else report.refused_members
        if own and keep_going and not dry_run and refused:
            place = _free_name(Path("stdin" if file == STDIN else file), lines=lines_of_records)
            if _set_aside(stream, place, report, lines=lines_of_records, ledger=ledger.location.path):
                side = str(place)
        if keep_going and not dry_run and report.problems and (not report.counts or (side is None and not report.seq)):
            todo = "" if side is None else f"What was refused is in {side}: mend it and import that."
            raise BadInput("nothing was imported", todo, report.problems)
        return Imported(name, records=report, refused_to=side)


def _without_notices(
    read: Iterable[FileItem | ReadNotice | Problem], told: Counter[str]
) -> Iterator[FileItem | Problem]:
    """What is read, but for notices, which are counted in `told`."""
    for each in read:
        if isinstance(each, ReadNotice):
            told[each.words] += 1
        else:
            yield each


def check_readable(files: Iterable[str]) -> None:
    """Raise DatabaseTrouble for the first of these files that cannot be read, before anything is made for them."""
    for file in files:
        if file != STDIN:
            _open(file).close()


def _open(file: str) -> BinaryIO:
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise DatabaseTrouble(f"{file} cannot be read: {error.strerror}", "Check its name and rights.") from None


@contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """The file, to be read more than once: stdin is kept in a temporary file meanwhile."""
    with nullcontext(sys.stdin.buffer) if file == STDIN else _open(file) as stream:
        if file != STDIN and stream.seekable():
            yield stream
            return
        with TemporaryFile() as kept:
            shutil.copyfileobj(stream, kept)
            kept.seek(0)
            yield kept


def _format(stream: BinaryIO, name: str, given: str | None, *, mapped: bool = False) -> Format:
    start = stream.read(SNIFFED)
    stream.seek(0)
    if start.startswith(DATABASE):
        quoted = "LEDGER" if name == "stdin" else shlex.quote(name)
        raise BadInput(
            f"{name} is a ledger, or another SQLite database, and no file of records",
            f"To merge a ledger: claimtrack --db {quoted} export --format ledger -o merged.ledger, then import that.",
        )
    if given is not None:
        return _format_named(given, "in")
    from claimtrack.formats.registry import FORMATS, sniff
    from claimtrack.packed_xml import is_packed_or_old

    found = sniff(start, name)
    if found is not None and FORMATS[found].read is None:
        raise BadInput(
            f"{name} is {found.upper()}, a format that only goes out", "'claimtrack formats' lists what goes in."
        )
    if found != "xlsx" and is_packed_or_old(start):
        raise BadInput(
            f"{name} is a file of another program, and no table that can be read", "Save it there as .xlsx or .csv."
        )
    if mapped and found not in ("csv", "tsv", "xlsx"):
        found = "json-rows"
    if found is None:
        known = "|".join(each.name for each in FORMATS.values() if "in" in _ways(each))
        raise BadInput(
            f"{name} does not say what it is" if start.strip() else f"{name} is empty",
            f'Name its format: --format {known}. A bundle begins with {{"claimtrack": 1, ...',
        )
    return FORMATS[found]


def _set_aside(stream: BinaryIO, place: Path, report: ImportReport, *, lines: bool, ledger: Path | None) -> bool:
    """Write what was refused to the file `place`, to be mended and imported again; False when there is nothing."""
    from claimtrack.formats.bundle import excerpt

    stream.seek(0)
    kept = b"" if lines else excerpt(stream.read(), report.refused_members)
    if not lines and not kept:
        return False
    with whole_file(place, ledger=ledger) as out:
        out.writelines(_picked(stream, report.refused_lines) if lines else [kept])
    return True


def _free_name(path: Path, *, lines: bool) -> Path:
    ending = path.suffix or (".jsonl" if lines else ".json")
    names = (f"{path.stem}.refused{'' if number == 1 else f'-{number}'}{ending}" for number in count(1))
    return next(place for place in map(path.with_name, names) if not os.path.lexists(place))


def _picked(stream: BinaryIO, numbers: Iterable[int]) -> Iterator[bytes]:
    wanted = frozenset(numbers)
    for number, line in enumerate(stream, 1):
        if number in wanted:
            yield line if line.endswith(b"\n") else line + b"\n"
