"""One record for the terminal: what it says, what hangs on it, where it stands. Text at 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from claimtrack.queries.coverage import Coverage
from claimtrack.queries.show import Shown
from claimtrack.render.phrases import quoted
from claimtrack.render.report.blocks import Block, Entry, Fact, Heading, Item, Para
from claimtrack.render.report.sections.claims import assertion_blocks, claim_blocks
from claimtrack.render.report.text import as_text
from claimtrack.render.report.wording import plural
from claimtrack.render.sentence import label_note, sentence
from claimtrack.render.when import moment
from claimtrack.render.width import cut, shown

MOST = 20
"""Related records shown of one kind."""
ID_SHOWN = 10
TOLD_ELSEWHERE = ("id", "type", "text", "chain", "quote", "claim", "answer", "question", "kind")
"""Fields of claims and assertions that the card and the sentence tell."""


def show_text(row: Shown) -> str:
    """The record as text, ending in a line feed."""
    return as_text(_blocks(row))


def show_sentence(row: Shown) -> str:
    """An assertion as one sentence, a claim as one for each assertion, other records as what they are called."""
    if row.assertion is not None:
        return sentence(row.assertion.attribution) + "\n"
    if row.card is not None:
        return "".join(sentence(said.attribution) + "\n" for said in row.card.assertions)
    return shown(row.label) + "\n"


def _blocks(row: Shown) -> Iterator[Block]:
    state = "" if row.state == "live" else f" ({row.state.upper()})"
    yield Heading(f"{row.type} {row.id}{state}", 1)
    if row.card is not None:
        yield from claim_blocks(row.card, one_outlet=False, check=True)
        for number, document in enumerate(row.documents, 1):
            yield Item(shown(document.label), strong=document.id[:ID_SHOWN], mark=f"[D{number}]")
    elif row.assertion is not None:
        if row.claim is not None:
            yield Para(f"Of the claim {row.claim.id[:ID_SHOWN]}: {shown(row.claim.label)}")
        yield Item(sentence(row.assertion.attribution), mark="·")
        yield from list(assertion_blocks(row.assertion, check=True))[1:]
        if note := label_note(row.assertion.attribution):
            yield Fact("Label", note)
    elif row.type == "claim":
        yield Entry("", shown(row.label))
    skipped = TOLD_ELSEWHERE if row.card is not None or row.assertion is not None else ("id", "type")
    for name, value in row.body.items():
        if name not in skipped:
            yield Fact(name, _value(name, value, row.names))
    if row.covered is not None:
        yield from _covered(row.covered)
    for how, held in groupby(row.related, key=lambda other: other.how):
        others = list(held)
        yield Heading(f"{how[:1].upper()}{how[1:]}:", 3)
        for other in others[:MOST]:
            yield Item(shown(other.label), strong=other.id[:ID_SHOWN])
        if len(others) > MOST:
            yield Item(f"and {len(others) - MOST:,} more")
    yield Para(_history(row))


def _history(row: Shown) -> str:
    words = f"Recorded {moment(row.first_at)}"
    if row.versions > 1:
        words += f", last written {moment(row.last_at)} ({plural(row.versions, 'version')})"
    words += f", by {shown(row.by)}."
    if row.merged:
        words += f" Merged with {', '.join(one[:ID_SHOWN] for one in row.merged)}."
    if row.conflict:
        words += f" Edited by two people at once: {', '.join(row.conflict)}. The next edit settles it."
    return words


def _value(name: str, value: Any, names: Mapping[str, str]) -> str:
    if name == "text" and isinstance(value, str) and len(value) > 400:
        return f"{plural(len(value), 'code point')}: {quoted(cut(shown(value), 120))}"
    if isinstance(value, str):
        return f"{shown(names[value])} [{value[:ID_SHOWN]}]" if value in names else shown(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_value("", item, names) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{inner} {_value(inner, item, names)}" for inner, item in value.items())
    return str(value)


def _covered(row: Coverage) -> Iterator[Block]:
    counts = [
        plural(row.attributed, "attributed passage"),
        f"{row.own} in its own voice",
        f"{row.skipped} skipped",
        f"{row.open} not yet looked at",
    ]
    yield Para(f"Its text ({plural(row.length, 'code point')}): {', '.join(counts)}.")
    if row.unplaced:
        yield Item(f"{plural(len(row.unplaced), 'assertion')} without a place in it.", mark="!")
    for stretch in row.stretches:
        if stretch.kind == "open":
            yield Item(quoted(cut(shown(stretch.text), 200)), strong="not yet looked at:")
