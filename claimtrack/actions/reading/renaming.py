"""A speaker called otherwise: in the chains of an offer, in what is told of its sources, and in its claim's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from claimtrack.actions.reading.offer import Item, Offer
from claimtrack.domain.text import name_fold


def renamed(offer: Offer, called: str, name: str, text: str) -> Offer:
    """The offer with a source called otherwise; itself when it names no such source. `text` is the article's."""
    if name_fold(called) not in {name_fold(one) for one in (*offer.names, *offer.accused)} or called == name:
        return offer
    assertions = [{**one, "chain": [_hop(hop, called, name) for hop in one["chain"]]} for one in offer.assertions]
    item = {**offer.item, "text": reworded(offer.item["text"], called, name, text), "assertions": assertions}
    if offer.accused:
        item["about"] = [name if name_fold(one) == name_fold(called) else one for one in offer.accused]
    return replace(offer, item=item, sources=tuple(called_otherwise(offer.sources, called, name)))


def _hop(hop: Item, called: str, name: str) -> Item:
    return {**hop, "source": name} if name_fold(hop.get("source", "")) == name_fold(called) else hop


def same_source(called: str, name: str) -> bool:
    """Whether two names are of one source: alike but for their spelling, or the whole name of which one is the end.

    Anybody else starts with nothing of what was told of the one called so before.
    """
    before, after = name_fold(called), name_fold(name)
    return before == after or (called[:1].isupper() and after.endswith(" " + before))


def called_otherwise(sources: Iterable[Item], called: str, name: str) -> list[Item]:
    """What is told of sources where one is called otherwise: it stays theirs unless they are somebody else."""
    found = []
    for one in sources:
        if name_fold(one["name"]) != name_fold(called):
            found.append(one)
        elif same_source(called, name):
            found.append({**one, "name": name})
    return found


def reworded(claim: str, called: str, name: str, text: str) -> str:
    """A claim that begins with what a speaker was called, beginning with what they are called now; else as it was.

    "The" stays before a name that the article's `text` gives so.
    """
    for article in ("", "The "):
        begin = article + called
        if name_fold(claim[: len(begin)]) != name_fold(begin) or claim[len(begin) : len(begin) + 1].isalnum():
            continue
        the = "The " if article and (name[:1].islower() or f"the {name_fold(name)}" in name_fold(text)) else ""
        return f"{the}{name if the else name[:1].upper() + name[1:]}{claim[len(begin) :]}"
    return claim
