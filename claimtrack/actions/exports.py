"""Exporting: a ledger or a story as a file, or as a site to be read; and the list of formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from claimtrack.errors import BadInput
from claimtrack.safe_files import whole_folder

if TYPE_CHECKING:
    from claimtrack.formats.ledger_history import Line
    from claimtrack.formats.registry import Format, HistoryFormat
    from claimtrack.ledger.database import LedgerDatabase
    from claimtrack.ledger.transfer.export import Export
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
        SiteStaging(beside) as staging,
    ):
        gathered = partial(tell, "gathered") if tell is not None else None
        names = None if edition_named(edition).confidential else ConfidentialNames(ledger)
        site = collect_site(ledger, staging, story=story, edition=edition, restricted=restricted, tell=gathered)
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
        FormatRow(each.name, " and ".join(directions(each)), each.suffixes, each.description, each.keeps, each.loses)
        for each in FORMATS.values()
    )
    documents = (
        FormatRow(each.name, "read", each.suffixes, f"a document: {each.title}", each.keeps, each.loses)
        for each in DOCUMENT_FORMATS.values()
    )
    return [*records, *documents]


def directions(form: Format) -> list[str]:
    """The directions in which files of a format go: "in", "out" or both."""
    reads = form.read is not None or getattr(form, "read_mapped", None) is not None
    return [way for way, does in (("in", reads), ("out", form.write is not None)) if does]


def format_named(name: str, way: str, *, others: Sequence[str] = ()) -> Format:
    """A format by its name or the ending of its files (jsonl: lines). Raises BadInput when none goes that `way`.

    `others` are what might have been named in its place.
    """
    from claimtrack.formats.registry import FORMATS

    known = {each.name: each for each in FORMATS.values() if way in directions(each)}
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


def format_to_write(file: str) -> str:
    """As `format_of_file`, of a file that is to be written. Raises BadInput for an ending that no format has."""
    from claimtrack.formats.registry import FORMATS

    ending = Path(file).suffix.lower()
    known = [suffix for form in FORMATS.values() if form.write for suffix in form.suffixes]
    named = any(char.isalpha() for char in ending)  # not the day of "backup.2026-03-05"
    if named and ending not in known:
        raise BadInput(f"an export is not written as {ending}", f"Endings: {', '.join(known)}; or name a --format.")
    return format_of_file(file)


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

    chosen = format_named(format, "out", others=["site"])
    if isinstance(chosen, HistoryFormat):
        if story is not None:
            raise BadInput("a history is of the whole ledger", "Leave --story away, or give another format.")
        return _export_history(ledger, out, chosen, restricted=restricted)
    from claimtrack.ledger.transfer.export import export_items
    from claimtrack.ledger.transfer.protected_names import ProtectedNames
    from claimtrack.queries.confidential_names import ConfidentialNames, WatchedOutput

    items = export_items(ledger, story=story, restricted=restricted)
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
        for line in export_history(ledger, restricted=restricted):
            if isinstance(line, Header):
                counts.update(change=line.changes, entry=line.entries)
            yield line

    chosen.write(counted(), out)
    return Exported(counts, {})
