"""The section with the figures: a table for each question that asks for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from claimtrack.domain.english import capitalized, date_words, join_list, plural, quoted
from claimtrack.domain.text import key
from claimtrack.ledger.editions import EDITIONS
from claimtrack.queries.report.views import Report
from claimtrack.queries.views import FigureRow, FigureTable
from claimtrack.render.report.blocks import Block, Grid, Heading, Item, Para
from claimtrack.render.report.wording import PLAIN, figure_key, name_list, speaker_list
from claimtrack.render.terminal.width import shown

HEADS = ("claim", "figure", "who counts", "outlet", "when", "later", "conflict")
CONFLICTS = {"certain": "yes", "possible": "possible", None: "no"}
NOT_COMPARED = "figures in different units are not compared"
WHEN_SAID = "give each its hour (answer.for_date), and the later one takes the place of the other"
ID_SHOWN = 10
"""Characters of a claim's id where it has no number."""


def figure_blocks(report: Report) -> Iterator[Block]:
    """The tables of figures of a report; for the public only those that are compared."""
    claims = EDITIONS[report.edition].checks
    tables = [table for table in report.figures if claims or is_side_by_side(table)]
    if tables:
        yield Heading("Figures side by side" if any(map(is_side_by_side, tables)) else "Other figures")
        yield from figure_table_blocks(tables, claims=claims)


def single_figure_blocks(report: Report) -> Iterator[Block]:
    """For the public: the figures that stand beside no other, a line each."""
    tables = [table for table in report.figures if not is_side_by_side(table)]
    if tables:
        yield Heading("Other figures")
        yield Para("No other figure is recorded to compare these with.", quiet=True)
    for table in tables:
        yield from (_single_figure(table, *rows) for rows in _figures_of(table))


def _single_figure(table: FigureTable, *rows: FigureRow, mark: str = "·") -> Item:
    """A figure that stands beside no other, in a line: who gives it, where and when, and what it answers or says."""
    row = rows[0]
    outlets = sorted({outlet for one in rows for outlet in one.outlets})
    outlets = [name_list(outlets)] if outlets else []
    when = [_when(row)] if row.when else []
    aside = [_aside(row)] if _aside(row) else []
    verdict = [row.verdict] if row.verdict else []
    beside = "; ".join((*verdict, *aside, *dict.fromkeys((_who(row), *outlets, *when))))
    return Item(shown(table.text or row.text), strong=f"{_words(rows)}{_unit(row)} ({beside}):", mark=mark)


def figure_table_blocks(tables: Sequence[FigureTable], *, claims: bool = True) -> Iterator[Block]:
    """A table for each question of several figures; then those of one figure, and those tied to none, a line each.

    `claims`: whether the claims are named, by number or id. The public is told no numbers of claims.
    """
    for table in tables:
        if is_side_by_side(table):
            yield from question_blocks(table, claims=claims)
    single = [table for table in tables if table.text is not None and not is_side_by_side(table)]
    untied = [table for table in tables if table.text is None]
    for title, standing, listed in (
        ("Only one figure is recorded", "no other to compare it with", single),
        ("Tied to no question", "compared with no other figure", untied),
    ):
        if listed:
            yield from _title(title, standing)
        for table in listed:
            for rows in _figures_of(table):
                yield _single_figure(table, *rows, mark=_references(rows) if claims else "·")


def is_side_by_side(table: FigureTable) -> bool:
    """Whether a table holds figures that can be compared: several, that answer one question.

    What one source gives in several claims is one figure.
    """
    return table.text is not None and len(_figures_of(table)) > 1


def is_in_conflict(table: FigureTable) -> bool:
    """Whether figures of a table cannot all stand, and nobody has settled it."""
    return is_side_by_side(table) and table.state in ("open", "reopened")


def question_blocks(table: FigureTable, *, ref: str = "", claims: bool = True) -> Iterator[Block]:
    """The figures given to one question, side by side; `ref`: that of the disagreement between them ("P1")."""
    rows = table.rows if claims else tuple(replace(row, superseded_number=0) for row in table.rows)
    whose = _whose(rows)
    groups = _given_alike(rows, whose)
    standing = _standing(table, [group[0] for group in groups])
    if claims and (several := _several_of_one_day(table)):
        standing += f"; several by {name_list(several)} on one day: {WHEN_SAID}"
    yield from _title(f"{ref} {shown(table.text or '')}".strip(), standing)
    yield Grid(HEADS[0 if claims else 1 :], [_cells(*group, whose=whose)[0 if claims else 1 :] for group in groups])


def _several_of_one_day(table: FigureTable) -> list[str]:
    """Who gives several figures of a toll on one day, of which it is not known which came later; no outlet itself."""
    given: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in table.rows:
        of_one = len(row.who) == 1 and row.who[0] not in row.outlets and not row.unnamed
        if table.cumulative and row.conflict and of_one:
            given[row.who[0], _when(row)].add(figure_key(row.words))
    return sorted({who for (who, _), figures in given.items() if len(figures) > 1})


def question_line(table: FigureTable) -> str:
    """The figures given to one question, by date, in a line: each once, with all who give it."""
    several, whose = _differ_in_unit(table.rows), _whose(table.rows)
    figures: dict[tuple[str, ...], list[FigureRow]] = defaultdict(list)
    for row in table.rows:
        figures[figure_key(row.words), key(row.unit)].append(row)
    given = []
    for rows in figures.values():
        speakers: dict[tuple[str, ...], list[FigureRow]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: row.number):
            since = f"; {row.verdict}" if row.verdict else ""
            since += f"; since updated{_by_others(row, whose)}" if row.superseded else ""
            speakers[_speaker_key(row), since].append(row)
        unit = f" {shown(rows[0].unit)}" if several else ""
        told = [_given_by(same, since) for (_, since), same in speakers.items()]
        given.append(f"{_words(rows)}{unit}: {', '.join(told)}")
    remark = f" {capitalized(NOT_COMPARED)}." if several else ""
    remark += f" {capitalized(_days_apart(table))}." if table.days_apart else ""
    return f"{shown(table.text or '')} {'; '.join(given)}.{remark}"


def _given_by(rows: Sequence[FigureRow], since: str) -> str:
    """Who gives a figure, in which claims, and what came of it: "Ola Reim (C7; since updated by Ann Lee)"."""
    who = name_list(rows[0].who, most=3) if rows[0].who else "nobody named"
    return f"{who} ({_references(rows)}{since})"


def _speaker_key(row: FigureRow) -> str:
    """Who gives a figure; of who is not named its claim as well: others may be described alike."""
    return f"{_who(row)} {row.claim if row.unnamed or not row.who else ''}"


def _differ_in_unit(rows: Sequence[FigureRow]) -> bool:
    return len({key(row.unit) for row in rows}) > 1


def _figures_of(table: FigureTable) -> list[list[FigureRow]]:
    """The figures of a table, each with the claims that give it; tied to no question, each claim's is its own."""
    tied = table.text is not None
    return _given_alike(table.rows, _whose(table.rows)) if tied else [[row] for row in table.rows]


def _given_alike(rows: Sequence[FigureRow], whose: Mapping[str, str]) -> list[list[FigureRow]]:
    """The figures in their order, those that are one figure together.

    What the same source gives at the same time is one figure with all its outlets, also where several claims give it.
    Of who is not named it is one for each claim: others may be described alike.
    """
    alike: dict[tuple[str, ...], list[FigureRow]] = defaultdict(list)
    for row in rows:
        _, _, _, _, *standing = _cells(row, whose=whose)
        said = (figure_key(row.words), key(row.unit), _aside(row), row.verdict or "", _speaker_key(row))
        alike[*said, *standing].append(row)
    return list(alike.values())


def _title(text: str, standing: str) -> Iterator[Block]:
    yield Heading(text, 3)
    yield Para(f"{capitalized(standing)}.", quiet=True)


def _standing(table: FigureTable, rows: Sequence[FigureRow]) -> str:
    """What a table comes to, in one line; `rows` are the figures that it is drawn with."""
    words = [plural(len(rows), "figure")]
    if table.cumulative:
        words.append("a toll, which only rises")
    if risen := sum(row.superseded == "update" for row in rows):
        words.append(f"{risen} updated by a later, higher one")
    if revised := sum(row.superseded == "revision" for row in rows):
        words.append(f"{revised} revised by who gave it")
    if _differ_in_unit(rows):
        words.append(NOT_COMPARED)
    clashing = {row.conflict for row in rows}
    if table.state is None:
        beside = len(rows) > 1 and not _differ_in_unit(rows) and not table.days_apart
        if is_compared(table):
            words.append("no conflict: they can stand side by side" if beside else "no conflict")
        words += [_days_apart(table)] if table.days_apart else []
    else:
        strength = "conflict" if "certain" in clashing else "possible conflict"
        words.append(strength if table.state == "open" else f"{strength}, {table.state}")
    return "; ".join(words)


def _days_apart(table: FigureTable) -> str:
    """Why figures that do not meet are no conflict: the days that they are for, or else were said or published on."""
    clocks = frozenset(row.clock or "" for row in table.rows)
    told = {frozenset(["published"]): "published on", frozenset(["said"]): "said on"}.get(clocks, "of")
    some = "some are " if _are_of_same(table, _when) else ""
    return f"{some}{told} different days, so not compared"


def is_compared(table: FigureTable) -> bool:
    """Whether two figures of a table can meet: of one unit, and not each of another day."""
    return _are_of_same(table, lambda row: key(row.unit)) and (not table.days_apart or _are_of_same(table, _when))


def _are_of_same(table: FigureTable, part: Callable[[FigureRow], str]) -> bool:
    """Whether two figures of a table, or its only one, are alike in a part."""
    return len({part(row) for row in table.rows}) < max(len(table.rows), 2)


def _cells(*rows: FigureRow, whose: Mapping[str, str]) -> tuple[str, ...]:
    """The cells of a figure that each of these rows gives; but for claims, words and outlets they are alike."""
    row = rows[0]
    outlets = sorted({outlet for one in rows for outlet in one.outlets})
    return (
        _references(rows),
        _figure(*rows),
        _who(row),
        name_list(outlets) if outlets else "none recorded",
        _when(row),
        _since(row, whose),
        CONFLICTS[row.conflict],
    )


def _figure(*rows: FigureRow) -> str:
    """A figure as said, with its unit, what it means, and what it counts; before these what we found it to be."""
    verdict, aside = rows[0].verdict, _aside(rows[0])
    mark = f" {PLAIN.status(verdict)}" if verdict else ""
    return f"{_words(rows)}{_unit(rows[0])}{mark}{f' ({aside})' if aside else ''}"


def _unit(row: FigureRow) -> str:
    """The unit of a figure behind a space; "" for people."""
    return f" {shown(row.unit)}" if row.unit != "people" else ""


def _words(rows: Sequence[FigureRow]) -> str:
    """The words in which a figure is given, each way once: “14” or “fourteen”."""
    words: dict[str, str] = {}
    for row in rows:
        words.setdefault(key(row.words), quoted(row.words))
    return join_list(words.values(), "or")


def _aside(row: FigureRow) -> str:
    """What a figure means, and what it counts, where and when."""
    of = [row.means or "", row.counting or ""]
    of.append("place and hours not stated" if row.scope == "unstated" else row.scope or "")
    return "; ".join(shown(part) for part in of if part)


def _who(row: FigureRow) -> str:
    return name_list(row.who) if row.who else "nobody named"


def _when(row: FigureRow) -> str:
    if row.when is None:
        return "not known"
    if row.clock == "published":  # the minute of a publication says nothing of when it was so
        return shown(date_words("/".join(end.partition("T")[0] for end in row.when.split("/"))))
    return shown(f"{row.clock} {date_words(row.when)}")


def _since(row: FigureRow, whose: Mapping[str, str]) -> str:
    """Which later figure has taken the place of this one: "update: C6", "C6 by Ola Reim", "revised: C6"."""
    if row.superseded is None:
        return "-"
    later = f"C{row.superseded_number}" if row.superseded_number else quoted(row.superseded_by or "")
    if by := _by_others(row, whose):
        return f"{later}{by}"
    return f"update: {later}" if row.superseded == "update" else f"revised: {later}"


def _whose(rows: Iterable[FigureRow]) -> dict[str, str]:
    """Whose the figure of each claim is, where somebody is named: claim -> who gives it, as a sentence names them."""
    return {row.claim: speaker_list(row.who) for row in rows if row.who}


def _by_others(row: FigureRow, whose: Mapping[str, str]) -> str:
    """Whose the update of a figure is, where others gave it: " by Ola Reim". A revision is by the same source."""
    later = whose.get(row.superseded_claim or "") if row.superseded == "update" else None
    return f" by {later}" if later is not None and later != speaker_list(row.who) else ""


def _references(rows: Sequence[FigureRow]) -> str:
    ordered = sorted(rows, key=lambda row: row.number)
    return ", ".join(f"C{row.number}" if row.number else row.claim[:ID_SHOWN] for row in ordered)
