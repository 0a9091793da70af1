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
    """The picture of the statuses; none where there are no claims."""
    counts = page.report.statuses
    if not counts:
        return
    drawings = [_drawing(counts, frame) for frame in svg.FRAMES]
    yield svg.chart("status_bar", "statuses", _title(counts), _says(counts), drawings, _table(counts))


def _title(counts: Sequence[StatusCount]) -> str:
    total = sum(len(row.claims) for row in counts)
    largest = max(counts, key=lambda row: len(row.claims))
    if len(counts) == 1:
        return f"{'The one claim is' if total == 1 else f'All {total:,} claims are'} {_word(largest.status)}"
    rest = [f"{len(row.claims):,} {_word(row.status)}" for row in counts if row is not largest]
    verb = "is" if len(largest.claims) == 1 else "are"
    return f"{len(largest.claims):,} of {total:,} claims {verb} {_word(largest.status)}; {join_list(rest)}"


def _says(counts: Sequence[StatusCount]) -> str:
    counts_in_words = [f"{plural(len(row.claims), 'claim')} {_word(row.status)} ({_why(row)})" for row in counts]
    return f"One bar, parted by status: {join_list(counts_in_words)}."


def _word(status: str) -> str:
    return status.replace("-", " ")


def _why(row: StatusCount) -> str:
    if row.status == "on-record":
        return "what matters is who said it"
    words = [(REASON_WORDS.get(reason.reason_code, shown(reason.reason)), len(reason.claims)) for reason in row.reasons]
    if len(words) == 1:
        return words[0][0]
    return " · ".join(f"{count:,} {word}" for word, count in words)


def _table(counts: Sequence[StatusCount]) -> Grid:
    rows = [
        (
            f"{STATUS_MARKS[row.status]} {_word(row.status)}",
            f"{len(reason.claims):,}",
            capitalized(shown(reason.reason)),
            refs(reason.claims, most=len(reason.claims)),
        )
        for row in counts
        for reason in row.reasons
    ]
    return svg.table(("Status", "Claims", "Why", "Which"), rows, right=("Claims",))


def _drawing(counts: Sequence[StatusCount], frame: svg.DrawingFrame) -> svg.Drawing:
    rows = []
    y: float = BAR + 32
    for row in counts:
        rows.append({"status": row.status, "y": y, "words": list(_key(row, y, frame))})
        y += 48 if frame.stacked else 30
    return {"frame": frame, "height": tenth(y - 14), "segments": list(_segments(counts, frame)), "rows": rows}


def _key(row: StatusCount, y: float, frame: svg.DrawingFrame) -> Iterator[svg.DrawnText]:
    yield svg.text(36, y, STATUS_MARKS[row.status], f"strong glyph s-{row.status}", "middle")
    yield svg.text(50, y, _word(row.status), f"strong s-{row.status}")
    right = frame.width if frame.stacked else 226
    yield svg.text(right, y, f"{len(row.claims):,}", "strong", "end")
    if frame.stacked:
        yield svg.text(50, y + 19, svg.fit_text(_why(row), frame.width - 50, svg.SMALL), "quiet")
    else:
        yield svg.text(250, y, svg.fit_text(_why(row), frame.width - 250, svg.SMALL), "quiet")


def _segments(counts: Sequence[StatusCount], frame: svg.DrawingFrame) -> Iterator[dict[str, Any]]:
    """The parts of the bar, each with a label on a plate in its middle where it has room ("" where not)."""
    x = 0.0
    for row, width in zip(counts, segment_widths([len(row.claims) for row in counts], frame.width), strict=True):
        mark, count = STATUS_MARKS[row.status], f"{len(row.claims):,}"
        label = next(
            (text for text in (f"{mark}\u2002{count}", mark) if svg.text_width(text, 15, bold=True) + 14 <= width), ""
        )
        plate = svg.text_width(label, 15, bold=True) + 8 if label else 0
        tooltip = f"{_word(row.status)}: {plural(len(row.claims), 'claim')}"
        yield {
            "status": row.status,
            "x": tenth(x),
            "width": tenth(width),
            "label": label,
            "plate": tenth(plate),
            "middle": tenth(x + width / 2),
            "tooltip": tooltip,
        }
        x += width + GAP


def segment_widths(counts: Sequence[int], room: float) -> list[float]:
    """How the room is shared by counts, the gaps left out: in proportion, but none so narrow that it is not seen."""
    left = room - GAP * (len(counts) - 1)
    small: set[int] = set()
    while True:
        share = (left - ROOM * sum(count in small for count in counts)) / sum(
            count for count in counts if count not in small
        )
        narrow = {count for count in counts if count not in small and share * count < ROOM}
        if not narrow:
            return [ROOM if count in small else share * count for count in counts]
        small |= narrow
