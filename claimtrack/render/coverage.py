"""What of a document's text was looked at, in lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.coverage import OPEN, Coverage
from claimtrack.render.phrases import quoted
from claimtrack.render.report.wording import plural
from claimtrack.render.width import cut, shown, wrapped

MOST_SHOWN = 200


def coverage_lines(row: Coverage, *, width: int) -> Iterator[str]:
    """How much of the text is attributed, own voice or skipped, and each sentence that nobody looked at yet."""
    counts = [
        plural(row.attributed, "attributed passage"),
        f"{row.own} in its own voice",
        f"{row.skipped} skipped",
        f"{plural(row.open, 'sentence')} not yet looked at",
    ]
    yield from wrapped(f"its text: {', '.join(counts)}.", width)
    if row.unplaced:
        yield f"! {plural(len(row.unplaced), 'assertion')} without a place in it"
    for stretch in row.stretches:
        if stretch.kind == OPEN:
            lines = wrapped(quoted(cut(shown(stretch.text), MOST_SHOWN)), width - 4)
            yield from (f"  {'-' if at == 0 else ' '} {line}" for at, line in enumerate(lines))
