"""Offers as JSON Lines for editors and pipes: bundle-shaped claims with the spans of the text they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.offer import BY_HAND, Item, Offer, mark_of
from claimtrack.formats.shape import hops
from claimtrack.reading.found import Spans

ALSO = ("spans", "rule", "proposal", "decision", "sources")
"""What a line holds besides the claim. `sources` say what the text tells of those that the chains name."""
SPANS = ("source", "cue", "content")


def offer_lines(article: Article) -> Iterator[Item]:
    """Everything offered of an article, a line each: what the ledger has already is left out."""
    if article.bylines:
        yield {"type": "document", "id": article.document, "bylines": list(article.bylines), "rule": "byline"}
    for offer in article.offers:
        if offer.mark not in article.recorded:
            yield offer_line(offer)
    if skips := skips_of(article):
        yield {"type": "document", "id": article.document, "skips": skips, "rule": "layout"}


def offer_line(offer: Offer) -> Item:
    """One offer as a line."""
    spans = {name: [list(span) for span in getattr(offer, name)] for name in SPANS}
    line: Item = {**offer.item}
    if offer.sources:
        line["sources"] = [dict(one) for one in offer.sources]
    return {**line, "spans": spans, "rule": offer.rule, "proposal": offer.number}


def skips_of(article: Article) -> list[Item]:
    """The parts of the layout as passages to be skipped; those that hold words of an offer are none."""
    busy = [(offer.start, offer.end) for offer in article.offers]
    busy += [(one.start, one.end) for one in article.covered]
    found = []
    for part in article.parts:
        start, end = part.span
        if not any(first < end and start < last for first, last in busy):
            found.append({"exact": article.text[start:end], "start": start, "end": end, "as": "boilerplate"})
    return found


def offer_of_line(line: Mapping[str, Any], article: Article) -> Offer:
    """The offer that a sound line holds. The proposal it was made from tells whether it was edited."""
    item = {name: value for name, value in line.items() if name not in ALSO}
    item["assertions"] = [
        _assertion(one, article.document, f"line {line.get('proposal', 0)}.{at}")
        for at, one in enumerate(item["assertions"])
    ]
    quote = item["assertions"][0]["quote"]
    spans: dict[str, Spans] = {
        name: tuple((first, last) for first, last in line.get("spans", {}).get(name, ())) for name in SPANS
    }
    known = {one.number: one for one in article.offers}.get(line.get("proposal", 0))
    same = known is not None and (known.start, known.end) == (quote["start"], quote["end"])
    return Offer(
        number=line.get("proposal", 0),
        mark=known.mark if known is not None and same else mark_of(article.text, quote["start"], quote["end"]),
        item=item,
        sources=tuple(dict(one) for one in line.get("sources", ())),
        source=spans["source"],
        cue=spans["cue"],
        content=spans["content"] or ((quote["start"], quote["end"]),),
        rule=line.get("rule", BY_HAND),
        continues=known.continues if known is not None and same else None,
        edited=known is None or not same or item != known.item,
    )


def _assertion(one: Mapping[str, Any], document: str, named: str) -> Item:
    chain = hops(one["chain"]) if isinstance(one["chain"], str) else one["chain"]
    spelled = [{"source": hop} if isinstance(hop, str) else dict(hop) for hop in chain]
    return {"key": named, **one, "document": document, "chain": spelled}
