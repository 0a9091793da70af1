"""The story at a glance: its claims by status as one bar, and why they stand where they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from claimtrack.domain.english import capitalized, join_list, plural
from claimtrack.queries.report.compose import ReportPage
from claimtrack.queries.report.views import StatusCount
from claimtrack.render.html.charts import svg
from claimtrack.render.html.charts.svg import tenth
from claimtrack.render.report.blocks import Grid
from claimtrack.render.report.wording import REASON_WORDS, refs
from claimtrack.render.terminal.style import STATUS_MARKS
from claimtrack.render.terminal.width import shown

BAR, GAP, ROOM = 46, 2, 4
"""Height of the bar, space between its segments, and the least width of one: a single claim in thousands is seen."""


def draw(page: ReportPage) -> Iterator[svg.Chart]:
    """The picture of the statuses; none where all claims have the same."""
    counts = page.report.statuses
    if len(counts) < 2:
        return
    drawings = [_drawing(counts, frame) for frame in svg.FRAMES]
    counted = [f"{plural(len(row.claims), 'claim')} {_word(row.status)} ({_why(row)})" for row in counts]
    says = f"One bar, parted by status: {join_list(counted)}."
    yield svg.chart("status_bar", "statuses", _title(counts), says, drawings, _table(counts))


def _title(counts: Sequence[StatusCount]) -> str:
    total = sum(len(row.claims) for row in counts)
    largest = max(counts, key=lambda row: len(row.claims))
    rest = [f"{len(row.claims):,} {_word(row.status)}" for row in counts if row is not largest]
    verb = "is" if len(largest.claims) == 1 else "are"
    return f"{len(largest.claims):,} of {total:,} claims {verb} {_word(largest.status)}; {join_list(rest)}"


def _word(status: str) -> str:
    return status.replace("-", " ")


def _why(row: StatusCount) -> str:
    if row.status == "on-record":
        return "what matters is who said it"
    words = [REASON_WORDS.get(reason.reason_code, shown(reason.reason)) for reason in row.reasons]
    counted = (f"{len(reason.claims):,} {word}" for reason, word in zip(row.reasons, words, strict=True))
    return words[0] if len(words) == 1 else " · ".join(counted)


def _table(counts: Sequence[StatusCount]) -> Grid:
    rows = []
    for row in counts:
        status = f"{STATUS_MARKS[row.status]} {_word(row.status)}"
        for reason in row.reasons:
            which = refs(reason.claims, most=len(reason.claims))
            rows.append((status, f"{len(reason.claims):,}", capitalized(shown(reason.reason)), which))
    return svg.table(("Status", "Claims", "Why", "Which"), rows, right=("Claims",))


def _drawing(counts: Sequence[StatusCount], frame: svg.DrawingFrame) -> svg.Drawing:
    rows = []
    step = 60 if frame.stacked else 30
    for place, row in enumerate(counts):
        y = BAR + 32 + step * place
        rows.append({"status": row.status, "y": y, "words": list(_key(row, y, frame))})
    height = BAR + 18 + step * len(counts)
    return {"frame": frame, "height": height, "segments": list(_segments(counts, frame)), "rows": rows}


def _key(row: StatusCount, y: float, frame: svg.DrawingFrame) -> Iterator[svg.DrawnText]:
    yield svg.text(36, y, STATUS_MARKS[row.status], f"strong glyph s-{row.status}", "middle")
    yield svg.text(50, y, _word(row.status), f"strong s-{row.status}")
    right = frame.width if frame.stacked else 226
    yield svg.text(right, y, f"{len(row.claims):,}", "strong", "end")
    x, down = (50, 19) if frame.stacked else (250, 0)
    for line in svg.fit_two_lines(_why(row), frame.width - x, svg.SMALL):
        yield svg.text(x, y + down, line, "quiet")
        down += 15


def _segments(counts: Sequence[StatusCount], frame: svg.DrawingFrame) -> Iterator[dict[str, Any]]:
    """The parts of the bar, each with a label on a plate in its middle where it has room ("" where not)."""
    x = 0.0
    for row, width in zip(counts, segment_widths([len(row.claims) for row in counts], frame.width), strict=True):
        mark, count = STATUS_MARKS[row.status], f"{len(row.claims):,}"
        rooms = {text: svg.text_width(text, 15, bold=True) + 8 for text in (f"{mark}\u2002{count}", mark)}
        label, plate = next(((text, room) for text, room in rooms.items() if room + 6 <= width), ("", 0))
        tooltip = f"{_word(row.status)}: {plural(len(row.claims), 'claim')}"
        places = {"x": x, "width": width, "plate": plate, "middle": x + width / 2}
        places = {name: tenth(place) for name, place in places.items()}
        yield {"status": row.status, "label": label, "tooltip": tooltip, **places}
        x += width + GAP


def segment_widths(counts: Sequence[int], room: float) -> list[float]:
    """How the room is shared by counts, the gaps left out: in proportion, but none so narrow that it is not seen."""
    left = room - GAP * (len(counts) - 1)
    small: set[int] = set()
    while True:
        wide = [count for count in counts if count not in small]
        share = (left - ROOM * (len(counts) - len(wide))) / sum(wide)
        narrow = {count for count in wide if share * count < ROOM}
        if not narrow:
            return [ROOM if count in small else share * count for count in counts]
        small |= narrow
