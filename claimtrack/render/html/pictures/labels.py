"""What people and things are called, by outlet: as its own word, as somebody else's, or at arm's length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimtrack.queries.report import Page
from claimtrack.render.html.drawing.frame import FRAMES, SMALL, Frame, Words
from claimtrack.render.html.drawing.measure import fit, tenth, two_lines, wide
from claimtrack.render.html.drawing.phrases import brief, counted, spelled, table
from claimtrack.render.html.drawing.usage import OWN, WAYS, Use, outlets, torn, uses
from claimtrack.render.html.environment import drawn
from claimtrack.render.html.picture import Picture
from claimtrack.render.phrases import capital, listed, quoted
from claimtrack.render.report.blocks import Grid
from claimtrack.render.report.wording import plural, refs

ID = "labels"
MOST, MOST_OUTLETS, MOST_TOLD = 40, 5, 3
"""Labels and outlets of a drawing, and words named in a title or text; the others are in the table."""

LABELS, PAIR, GROUP = 206, 36, 26
TORN = "torn"


@dataclass(frozen=True, slots=True)
class Sign:
    """How often a label is given in one way: its sign at `x`, and the count beside it."""

    way: str
    x: float
    y: float
    count: Words


@dataclass(frozen=True, slots=True)
class Cell:
    """How one outlet gives one label; `torn` cells have a frame and a mark."""

    x: float
    y: float
    width: float
    torn: bool
    signs: tuple[Sign, ...]
    whole: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing of the picture. `rules` are the heights of lines between labels, `key` the signs with their words."""

    frame: Frame
    height: float
    words: tuple[Words, ...]
    rules: tuple[float, ...]
    cells: tuple[Cell, ...]
    key: tuple[Sign, ...]


def draw(page: Page) -> Iterator[Picture]:
    """The labels of a page; none where there is no label."""
    found = uses(page)
    if not found:
        return
    who = outlets(found)
    title, says = _title(found, who), _says(found, who)
    drawings = [_drawing(found[:MOST], who[:MOST_OUTLETS], frame) for frame in FRAMES]
    svg = drawn("pictures/labels.svg.jinja", id=ID, title=title, says=says, drawings=drawings)
    left = [plural(len(found) - MOST, "more label")] if len(found) > MOST else []
    left += [plural(len(who) - MOST_OUTLETS, "more outlet")] if len(who) > MOST_OUTLETS else []
    note = f"{listed(left)} in the table only." if left else ""
    yield Picture(ID, title, says, svg, _table(found, who), note)


def _title(found: Sequence[Use], who: Sequence[str]) -> str:
    both = list(torn(found))
    if len(both) == 1:
        use, outlet = both[0]
        return f"{brief(outlet)} gives {quoted(brief(use.label))} as its own word in one place and not in another"
    if both:
        words = list(dict.fromkeys(quoted(brief(use.label)) for use, _ in both))
        more = f" and {len(words) - MOST_TOLD} more" if len(words) > MOST_TOLD else ""
        return f"Words that are an outlet's own in one place and not in another: {listed(words[:MOST_TOLD])}{more}"
    own = sum(any(ways[OWN] for ways in use.ways.values()) for use in found)
    told = f"{spelled(own)} of them in an outlet's own voice" if own else "none of them in an outlet's own voice"
    return f"{capital(counted(len(found), 'label'))} in {counted(len(who), 'outlet')}, {told}"


def _says(found: Sequence[Use], who: Sequence[str]) -> str:
    told = [f"Whose word each label is, for {plural(len(who), 'outlet')}."]
    both = list(torn(found))
    told += [f"{outlet} gives {quoted(use.label)} {_ways(use, outlet)} (marked ≠)." for use, outlet in both[:MOST_TOLD]]
    if len(both) > MOST_TOLD:
        told.append(f"Marked ≠ too: {len(both) - MOST_TOLD} more.")
    return " ".join(told)


def _ways(use: Use, outlet: str) -> str:
    times = {1: "once", 2: "twice"}
    ways = use.ways[outlet]
    return listed(f"{times.get(ways[way], f'{ways[way]:,} times')} {words}" for way, words in WAYS.items() if ways[way])


def _table(found: Sequence[Use], who: Sequence[str]) -> Grid:
    rows = []
    for use in found:
        for outlet in who:
            ways = use.ways.get(outlet)
            if ways is not None:
                counts = [f"{ways[way]:,}" if ways[way] else "" for way in WAYS]
                mark = "≠ its own word and not" if use.torn(outlet) else ""
                claims = refs(use.claims, most=len(use.claims))
                rows.append((use.question, quoted(use.label), outlet, *counts, mark, claims))
    heads = ("Question", "Label", "Outlet", *(capital(words) for words in WAYS.values()), "Mark", "Claims")
    return table(heads, rows, right=tuple(capital(words) for words in WAYS.values()))


def _drawing(found: Sequence[Use], who: Sequence[str], frame: Frame) -> Drawing:
    column = (frame.width - LABELS) / len(who)
    words: list[Words] = []
    rules: list[float] = []
    cells: list[Cell] = []
    mark = any(torn(found))
    key = list(_key(frame, mark=mark))
    y = key[-1].y + 10
    if not frame.stacked:
        for place, outlet in enumerate(who):
            for line, name in enumerate(two_lines(outlet, column - 12, 13.5, bold=True)):
                words.append(Words(tenth(LABELS + column * place), tenth(y + 24 + 16 * line), name, "name"))
        y += 42
    question = None
    for use in found:
        if use.question != question:
            question = use.question
            y += GROUP
            words.append(Words(0, tenth(y), fit(question, frame.width, SMALL), "quiet"))
            y += 8
        if frame.stacked:
            y += 24
            words.append(Words(0, tenth(y), fit(quoted(use.label), frame.width, 15, bold=True), "strong"))
            for outlet in (one for one in who if one in use.ways):
                y += 27
                words.append(Words(0, tenth(y), fit(outlet, frame.width - 3 * PAIR - 44, SMALL), "plain"))
                cells.append(_cell(use, outlet, frame.width - 3 * PAIR - 30, y - 5, 3 * PAIR + 30))
            y += 10
        else:
            y += 24
            words.append(Words(0, tenth(y), fit(quoted(use.label), LABELS - 14, 15, bold=True), "strong"))
            for place, outlet in enumerate(who):
                if outlet in use.ways:
                    cells.append(_cell(use, outlet, LABELS + column * place, y - 5, min(column - 8, 3 * PAIR + 30)))
            y += 10
        rules.append(tenth(y))
    return Drawing(frame, tenth(y + 4), tuple(words), tuple(rules), tuple(cells), tuple(key))


def _key(frame: Frame, *, mark: bool) -> Iterator[Sign]:
    """The signs with their words: below one another, or side by side where there is room."""
    told = {**WAYS, TORN: "its own word in one place, not in another"} if mark else WAYS
    x, y = 9.0, 12.0
    for way, words in told.items():
        room = wide(words, SMALL) + 40
        if x > 9 and (frame.stacked or x + room > frame.width):
            x, y = 9.0, y + 22
        yield Sign(way, tenth(x), y, Words(tenth(x + 14), tenth(y + 4.5), words, "quiet"))
        x += room


def _cell(use: Use, outlet: str, x: float, y: float, width: float) -> Cell:
    signs = []
    at = x + 12
    for way in WAYS:
        count = use.ways[outlet][way]
        if count:
            signs.append(Sign(way, tenth(at), tenth(y), Words(tenth(at + 10), tenth(y + 5), f"{count:,}", "plain")))
            at += PAIR
    whole = f"{outlet} gives {quoted(use.label)} {_ways(use, outlet)}"
    return Cell(tenth(x), tenth(y), tenth(width), use.torn(outlet), tuple(signs), whole)
