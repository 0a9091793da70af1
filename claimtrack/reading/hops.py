"""The hops of a proposal's chains, with what the text says of how each knows and what it could check."""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.reading.chain import Turn, core_name
from claimtrack.reading.found import Span, Spans
from claimtrack.reading.kinds import carrier_kind
from claimtrack.reading.language import words
from claimtrack.reading.names import Names
from claimtrack.reading.proof import who_says
from claimtrack.reading.proposal import Speaker
from claimtrack.reading.quoted import Quoted
from claimtrack.reading.who import CARRIERS

Noted = list[tuple[str, Span]]
"""Caveats, each with the span of the words that make it."""


def hops(
    turn: Turn, basis: str, hedge: str | None, noted: Noted, names: Names, publisher: str | None
) -> tuple[tuple[Speaker, ...], ...]:
    """The chains of a turn, one for each joint speaker. `basis` and `hedge` are the origin's."""
    made = []
    for chain in turn.chains():
        first = chain[0]
        if turn.nobody is None:
            saw = basis == "witnessed" and first.kind in ("person", None) and first.name
            kind = "witness" if saw else first.kind
            first = replace(first, basis=basis, kind=kind, hedge=hedge or first.hedge)
        made.append(_noted([first, *chain[1:]], noted, names, publisher))
    return tuple(made)


def _noted(chain: list[Speaker], noted: Noted, names: Names, publisher: str | None) -> tuple[Speaker, ...]:
    """The chain with each caveat on the hop that makes it; on the last where that is the publisher or nobody named."""
    for word, span in noted:
        name = who_says(names.text, span, names)
        if name is None or (publisher is not None and core_name(name) == core_name(publisher)):
            at = len(chain) - 1
        else:
            at = next((n for n, hop in enumerate(chain) if hop.name == name), -1)
        if at < 0 and word == "seen-by-carrier" and name is not None:
            carrier = next((m for m in names.after(span[1] - 1, 1) if m.entity.name == name), None)
            kind = carrier.entity.kind if carrier is not None else None
            if carrier is not None and kind not in CARRIERS:
                kind = carrier_kind(names.text, name, carrier.span[1], names.language)
            if carrier is not None and kind is not None:
                chain.append(Speaker(name, carrier.span, kind=kind))
        chain[at] = replace(chain[at], caveats=(*chain[at].caveats, word))
    return tuple(chain)


def hedge_in(text: str, content: Spans, quoted: Quoted, language: str = "en") -> str | None:
    """The word of doubt in reported speech ("had reportedly sunk"), as printed; None without one."""
    for start, end in content:
        for match in re.finditer(r"[^\W\d_]+", text[start:end]):
            word = match[0].lower()
            if word in words("hearsay", language):
                at = start + match.start()
                return word if quoted.round(at, at + 1) is None else None
    return None
