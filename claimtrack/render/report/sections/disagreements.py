"""Sections about disagreements: the open ones in short, and all of them with positions side by side."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.domain.english import date_words, plural, quoted
from claimtrack.queries.report.views import Report, ReportDisagreement, ReportPosition, ReportUpdate
from claimtrack.render.report.blocks import Block, Fact, Grid, Heading, Item, ListEntry, Para
from claimtrack.render.report.wording import LABEL_USES, name_list, positions_words, remark_sentences, speaker_list
from claimtrack.render.terminal.style import STRENGTH_MARKS
from claimtrack.render.terminal.width import shown

HEADS = ("claim", "position", "whose", "of what, where and when")


def disagreement_blocks(report: Report) -> Iterator[Block]:
    """All disagreements, positions side by side, and later answers that are no disagreement."""
    if not (report.disagreements or report.updates):
        return
    yield Heading("Disagreements")
    for number, row in enumerate(report.disagreements, 1):
        yield from disagreement(number, row)
    yield from map(update_item, report.updates)


def update_item(row: ReportUpdate) -> Item:
    """A later answer that is no disagreement."""
    what = "Revision" if row.kind == "revision" else "Update"
    by = f" by {speaker_list([row.source])}" if row.source else ""
    return Item(
        f"{shown(row.question)} {quoted(row.earlier)} (C{row.earlier_claim}) became "
        f"{quoted(row.later)} (C{row.later_claim}){by}: no disagreement.",
        strong=f"{what}:",
    )


def disagreement(number: int, row: ReportDisagreement) -> Iterator[Block]:
    """One disagreement, its positions side by side."""
    yield ListEntry(f"P{number}", shown(row.subject), _state_words(row))
    rows = [_position(position) for position in row.positions]
    shown_columns = 4 if any(of for *_, of in rows) else 3
    yield Grid(HEADS[:shown_columns], [tuple(cell or "not given" for cell in cells[:shown_columns]) for cells in rows])
    for differs in remark_sentences(row.differs):
        yield Fact("Differs", differs)
    for note in remark_sentences(row.notes):
        yield Fact("Mind", note)


def _state_words(row: ReportDisagreement) -> str:
    how_found = "recorded by a person" if row.recorded else "detected"
    state = "" if row.state == "open" else f"; {row.state}"
    words = f"{STRENGTH_MARKS[row.strength]} {row.strength}: {row.kind}, {how_found}{state}"
    if row.settled_for is not None:
        words += f" for C{row.settled_for}"
    return words + (f": {shown(row.why)}" if row.why else "")


def _position(row: ReportPosition) -> tuple[str, str, str, str]:
    """The cells of a position; the last is empty where nothing is said of what, where and when."""
    answer = row.words if row.words in ("asserts", "denies", "doubts") else quoted(row.words)
    if row.means is not None and row.means != row.words:
        answer += f" = {row.means}"
    if row.way is not None:
        answer += f", {LABEL_USES[row.way]}"
    elif row.reported:
        answer += ", in the report's word"
    who = name_list(row.who) if row.who else "nobody named"
    if row.outlet is not None:
        who = f"{shown(row.outlet)} (of {who})" if row.who and row.way != "own" else shown(row.outlet)
    scope = "place and hours not stated" if row.scope == "unstated" else row.scope
    of = [shown(text) for text in (row.counting, scope) if text]
    if row.for_date:
        of.append(date_words(row.for_date))
    if row.new:
        of.append("NEW since it was settled")
    return f"C{row.claim}", answer, who, "; ".join(of)


MOST = 8


def open_disagreement_blocks(report: Report) -> Iterator[Block]:
    """The open disagreements in a line each, and where opposed sides agree."""
    if not report.claims:
        return
    yield Heading("Where sources part")
    for agreed in report.agreements:
        agreement = f"C{agreed.claim} {shown(agreed.text).rstrip('.')}: {name_list(agreed.sources)}."
        yield Item(agreement, strong="Opposed sides agree:", mark="=")
    open_rows = [row for row in report.disagreements if row.state in ("open", "reopened")]
    for row in open_rows[:MOST]:
        words = " ".join([positions_words(row), *remark_sentences(row.differs), *remark_sentences(row.notes)])
        yield Item(words, strong=f"{row.strength}, {row.kind}:", mark=STRENGTH_MARKS[row.strength])
    if len(open_rows) > MOST:
        yield Item(f"{plural(len(open_rows) - MOST, 'more disagreement')}: see below.")
    if not open_rows:
        yield Para("No open disagreement.", quiet=True)
