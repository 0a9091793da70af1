"""What people and things are called, by outlet: as its own word, as somebody else's, or in quote marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimtrack.domain.english import capitalized, join_list, number_word, plural, plural_in_words, quoted
from claimtrack.domain.text import key
from claimtrack.queries.report.compose import ReportPage
from claimtrack.queries.views import Assertion
from claimtrack.render.html.charts import svg
from claimtrack.render.html.charts.svg import tenth
from claimtrack.render.report.assertions import reader_assertions
from claimtrack.render.report.blocks import Grid
from claimtrack.render.report.wording import refs
from claimtrack.render.terminal.width import shown

OWN, ATTRIBUTED, SCARE = "own", "attributed", "scare"
USE_WORDS = {OWN: "in its own voice", ATTRIBUTED: "as somebody else's word", SCARE: "in quote marks"}
"""How an outlet gives a label, in words: the order in which they are drawn."""

NO_OUTLET = "no outlet recorded"
NO_QUESTION = "Labels that answer no question"


@dataclass(slots=True)
class LabelUse:
    """One label: how often each outlet (in the order in which they come) gives it as what, and in which claims."""

    question: str
    label: str
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    claims: set[int] = field(default_factory=set)

    def torn(self, outlet: str) -> bool:
        """Whether an outlet gives it as its own word in one place and not in another."""
        by_kind = self.counts.get(outlet, Counter())
        return by_kind[OWN] > 0 and by_kind.total() > by_kind[OWN]


def label_uses(page: ReportPage) -> list[LabelUse]:
    """The labels of a page, those of one question together, in the order in which they are first given."""
    order = {question.text: place for place, question in enumerate(page.questions)}
    by_label: dict[tuple[str, str], LabelUse] = {}
    for claim in page.report.claims:
        if claim.answer is None or claim.answer.kind != "label":
            continue
        for row in reader_assertions(claim):
            if row.attribution.stance == "asserts" and row.counts:
                question = claim.question or ""
                heading = shown(question) if question else NO_QUESTION
                use = by_label.setdefault((question, key(claim.answer.words)), LabelUse(heading, claim.answer.words))
                use.claims.add(claim.number)
                outlet = shown(row.attribution.publisher) if row.attribution.publisher else NO_OUTLET
                use.counts.setdefault(outlet, Counter())[_use_of(row)] += 1
    ranked = sorted(by_label.items(), key=lambda item: (not item[0][0], order.get(item[0][0], len(order)), item[0][0]))
    return [use for _, use in ranked]


def _use_of(row: Assertion) -> str:
    words = row.attribution.label_words or (OWN if row.attribution.quote_kind == "own" else "reported")
    return {"own": OWN, "scare": SCARE}.get(words, ATTRIBUTED)


def outlets_by_use(uses: Sequence[LabelUse]) -> list[str]:
    """The outlets, the one with the most uses first."""
    total = Counter(outlet for use in uses for outlet, by_kind in use.counts.items() for _ in by_kind.elements())
    return sorted(total, key=lambda outlet: (-total[outlet], outlet))


def inconsistent_uses(uses: Sequence[LabelUse]) -> Iterator[tuple[LabelUse, str]]:
    """Labels with the outlets that give them as their own word in one place and not in another."""
    return ((use, outlet) for use in uses for outlet in use.counts if use.torn(outlet))


MOST, MOST_OUTLETS, MOST_NAMED = 40, 5, 3
"""Labels and outlets of a drawing, and words named in a title or text; the others are in the table."""

LABELS, CELL, PAIR, GROUP = 206, 160, 36, 26
"""Room for labels, and more where they need it and each outlet has the room of a cell; of a count; above a question."""
INCONSISTENT = "torn"


def draw(page: ReportPage) -> Iterator[svg.Chart]:
    """The labels of a page; none where there is one, in one outlet, or that no outlet gives in two ways."""
    uses = label_uses(page)
    outlets = outlets_by_use(uses)
    if len(uses) < 2 and (len(outlets) < 2 or not any(inconsistent_uses(uses))):
        return
    drawings = [_drawing(uses[:MOST], outlets[:MOST_OUTLETS], frame) for frame in svg.FRAMES]
    left = [plural(len(uses) - MOST, "more label")] if len(uses) > MOST else []
    left += [plural(len(outlets) - MOST_OUTLETS, "more outlet")] if len(outlets) > MOST_OUTLETS else []
    note = f"{join_list(left)} in the table only." if left else ""
    title, says = _title(uses, outlets), _says(uses, outlets)
    yield svg.chart("labels", "labels", title, says, drawings, _table(uses, outlets), note)


def _title(uses: Sequence[LabelUse], outlets: Sequence[str]) -> str:
    both = list(inconsistent_uses(uses))
    if len(both) == 1:
        use, outlet = both[0]
        label = quoted(svg.short_name(use.label))
        return f"{svg.short_name(outlet)} gives {label} as its own word in one place and not in another"
    if both:
        words = list(dict.fromkeys(quoted(svg.short_name(use.label)) for use, _ in both))
        more = f" and {len(words) - MOST_NAMED} more" if len(words) > MOST_NAMED else ""
        return f"Words that are an outlet's own in one place and not in another: {join_list(words[:MOST_NAMED])}{more}"
    own = sum(any(by_kind[OWN] for by_kind in use.counts.values()) for use in uses)
    share = f"{number_word(own)} of them in an outlet's own voice" if own else "none of them in an outlet's own voice"
    return f"{capitalized(plural_in_words(len(uses), 'label'))} in {plural_in_words(len(outlets), 'outlet')}, {share}"


def _says(uses: Sequence[LabelUse], outlets: Sequence[str]) -> str:
    sentences = [f"Whose word each label is, for {plural(len(outlets), 'outlet')}."]
    both = list(inconsistent_uses(uses))
    sentences += [
        f"{outlet} gives {quoted(use.label)} {_use_counts(use, outlet)} (marked ≠)."
        for use, outlet in both[:MOST_NAMED]
    ]
    if len(both) > MOST_NAMED:
        sentences.append(f"Marked ≠ too: {len(both) - MOST_NAMED} more.")
    return " ".join(sentences)


def _use_counts(use: LabelUse, outlet: str) -> str:
    times = {1: "once", 2: "twice"}
    by_kind = use.counts[outlet]
    return join_list(
        f"{times.get(by_kind[kind], f'{by_kind[kind]:,} times')} {words}"
        for kind, words in USE_WORDS.items()
        if by_kind[kind]
    )


def _table(uses: Sequence[LabelUse], outlets: Sequence[str]) -> Grid:
    rows = []
    for use in uses:
        for outlet in (outlet for outlet in outlets if outlet in use.counts):
            counts = [f"{use.counts[outlet][kind]:,}" if use.counts[outlet][kind] else "" for kind in USE_WORDS]
            mark = "≠ its own word and not" if use.torn(outlet) else ""
            claims = refs(use.claims, most=len(use.claims))
            rows.append((use.question, quoted(use.label), outlet, *counts, mark, claims))
    numbers = [capitalized(words) for words in USE_WORDS.values()]
    return svg.table(("Question", "Label", "Outlet", *numbers, "Mark", "Claims"), rows, right=numbers)


def _drawing(uses: Sequence[LabelUse], outlets: Sequence[str], frame: svg.DrawingFrame) -> svg.Drawing:
    longest = max(svg.text_width(quoted(use.label), 15, bold=True) for use in uses) + 14
    left = max(LABELS, min(longest, frame.width - CELL * len(outlets)))
    column = (frame.width - left) / len(outlets)
    words: list[svg.DrawnText] = []
    rules: list[float] = []
    cells: list[dict[str, Any]] = []
    mark = any(inconsistent_uses(uses))
    key = list(_key(frame, mark=mark))
    y: float = key[-1]["y"] + 10
    if not frame.stacked:
        for place, outlet in enumerate(outlets):
            for line, name in enumerate(svg.fit_two_lines(outlet, column - 12, 13.5, bold=True)):
                words.append(svg.text(left + column * place, y + 24 + 16 * line, name, "name"))
        y += 42
    question = None
    for use in uses:
        if use.question != question:
            question = use.question
            y += GROUP
            words.append(svg.text(0, y, svg.fit_text(question, frame.width, svg.SMALL), "quiet"))
            y += 8
        y += 24
        room = frame.width if frame.stacked else left - 14
        words.append(svg.text(0, y, svg.fit_text(quoted(use.label), room, 15, bold=True), "strong"))
        for place, outlet in enumerate(outlets):
            if outlet in use.counts and frame.stacked:
                y += 27
                words.append(svg.text(0, y, svg.fit_text(outlet, frame.width - 3 * PAIR - 44, svg.SMALL), "plain"))
                cells.append(_cell(use, outlet, frame.width - 3 * PAIR - 30, y - 5, 3 * PAIR + 30))
            elif outlet in use.counts:
                cells.append(_cell(use, outlet, left + column * place, y - 5, min(column - 8, 3 * PAIR + 30)))
        y += 10
        rules.append(tenth(y))
    return {"frame": frame, "height": tenth(y + 4), "words": words, "rules": rules, "cells": cells, "key": key}


def _key(frame: svg.DrawingFrame, *, mark: bool) -> Iterator[dict[str, Any]]:
    kinds = {**USE_WORDS, INCONSISTENT: "its own word in one place, not in another"} if mark else USE_WORDS
    x, y = 9.0, 12.0
    for kind, words in kinds.items():
        room = svg.text_width(words, svg.SMALL) + 40
        if x > 9 and (frame.stacked or x + room > frame.width):
            x, y = 9.0, y + 22
        yield {"kind": kind, "x": tenth(x), "y": y, "count": svg.text(x + 14, y + 4.5, words, "quiet")}
        x += room


def _cell(use: LabelUse, outlet: str, x: float, y: float, width: float) -> dict[str, Any]:
    """How one outlet gives one label: a sign and a count for each kind; `torn` cells have a frame and a mark."""
    signs = []
    sign_x = x + 12
    for kind in USE_WORDS:
        if count := use.counts[outlet][kind]:
            words = svg.text(sign_x + 10, y + 5, f"{count:,}", "plain")
            signs.append({"kind": kind, "x": tenth(sign_x), "y": tenth(y), "count": words})
            sign_x += PAIR
    whole = f"{outlet} gives {quoted(use.label)} {_use_counts(use, outlet)}"
    place = {"x": tenth(x), "y": tenth(y), "width": tenth(width)}
    return {**place, "torn": use.torn(outlet), "signs": signs, "whole": whole}
