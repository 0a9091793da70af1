"""From offers to the nodes that are recorded: sources first, each once, then the claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claimtrack.actions.reading.offer import Item, Offer
from claimtrack.domain.naming import has_name, kind_of
from claimtrack.domain.nodes import Node, Place
from claimtrack.domain.text import name_fold, tidy
from claimtrack.domain.words import GENERIC_KINDS
from claimtrack.formats.expand import expand
from claimtrack.ledger.change import Change
from claimtrack.ledger.names import Names
from claimtrack.ledger.read import bodies

CLAIMED = ("kind", "answer", "question", "allegation", "about")
"""What a claim says besides its words: that of a claim which is there already stands."""


def place_of(offer: Offer) -> Place:
    """Where a fault of an offer is said to be, when it comes from no file."""
    return Place("proposal", offer.number)


def offer_nodes(
    change: Change,
    offers: Sequence[Offer],
    *,
    story: str | None,
    before: Mapping[str, str],
    places: Mapping[str, Place],
) -> list[Node]:
    """The nodes of these offers, one for each claim at the end, in their order.

    `before` gives the ids of assertions recorded earlier by the key that offers know them by; `places` says by mark
    where an offer was written, if it was.
    """
    names = Names(change.conn)
    names.prefetch(("source", name) for offer in offers for name in _all_names(offer))
    names.prefetch(("claim", offer.item["text"]) for offer in offers)
    keys = {one["key"] for offer in offers for one in offer.assertions if "key" in one}
    together = Counter(one["joint"] for offer in offers for one in offer.assertions if "joint" in one)
    cast = _Cast(change, names, offers, story, places)
    said: dict[str, Item] = {}
    claims: list[Node] = []
    for offer in offers:
        item = _attributed(change, names, offer, story, said)
        item["assertions"] = [
            _assertion(one, cast.chain(offer, one["chain"]), keys, together, before) for one in offer.assertions
        ]
        if "about" in item:
            item["about"] = [cast.spelling(name) for name in item["about"]]
        claims.append(expand("claim", item, places.get(offer.mark) or place_of(offer)))
    return [*cast.nodes(), *claims]


def _assertion(
    one: Item, chain: list[Item], keys: set[str], together: Mapping[str, int], before: Mapping[str, str]
) -> Item:
    made = {**one, "chain": chain}
    goes_on = made.get("continues")
    if goes_on is not None and goes_on not in keys:
        made.pop("continues")
        if goes_on in before:
            made["continues"] = before[goes_on]
    if together.get(made.get("joint", ""), 2) < 2:
        made.pop("joint")
    return made


def _attributed(change: Change, names: Names, offer: Offer, story: str | None, said: dict[str, Item]) -> Item:
    """The claim of an offer; without what it says besides its words, where those are a claim's already."""
    item = {name: value for name, value in offer.item.items() if name != "type"}
    wording = tidy(item["text"])
    known: Mapping[str, Any] | None = said.get(wording)
    if known is None:
        fits = [fit.id for fit in names.fits("claim", wording) if fit.within == item.get("story", story)]
        found = [body for body in bodies(change.conn, fits).values() if tidy(body["text"]) == wording]
        known = found[0] if len(found) == 1 else None
    said.setdefault(wording, item)
    if known is None or offer.edited:
        return item
    return {name: value for name, value in item.items() if name not in CLAIMED or known.get(name) == value}


class _Cast:
    """The sources that offers tell of: one node for each, whatever the number of passages that name it."""

    def __init__(
        self, change: Change, names: Names, offers: Sequence[Offer], story: str | None, places: Mapping[str, Place]
    ) -> None:
        self._change = change
        self._names = names
        self._story = story
        self._places = places
        self._told: dict[tuple[str, str], tuple[Item, Place]] = {}
        self._spellings = self._spelled(offers)

    def _spelled(self, offers: Sequence[Offer]) -> dict[str, str]:
        """What each name is spelled as, by its fold: as in the ledger, as a person typed it, or as it comes first."""
        found: dict[str, str] = {}
        for offer in sorted(offers, key=lambda one: not one.edited):
            for name in _all_names(offer):
                found.setdefault(name_fold(name), name)
        fits = {folded: [fit.id for fit in self._names.fits("source", name)] for folded, name in found.items()}
        known = bodies(self._change.conn, [one for ids in fits.values() for one in ids])
        for folded, ids in fits.items():
            for body in (known[one] for one in ids if one in known):
                same = [name for name in (body["name"], *body.get("aliases", ())) if name_fold(name) == folded]
                if same:
                    found[folded] = same[0]
                    break
        return found

    def spelling(self, name: str) -> str:
        """A name as it is spelled everywhere."""
        return self._spellings.get(name_fold(name), name)

    def chain(self, offer: Offer, chain: Sequence[Item]) -> list[Item]:
        """A chain whose hops refer to the sources told of by their keys."""
        for body in offer.names:
            self._bodies(offer, body)
        made = []
        for hop in chain:
            if "source" not in hop:
                made.append(dict(hop))
                continue
            told = next((one for one in offer.sources if name_fold(one["name"]) == name_fold(hop["source"])), None)
            source = self.spelling(hop["source"]) if told is None else self._key(offer, told)
            made.append({**hop, "source": source})
        return made

    def _bodies(self, offer: Offer, name: str) -> None:
        """Count what is told of the bodies that a source speaks for, which no chain names."""
        for told in offer.sources:
            body = told.get("speaks_for")
            if name_fold(told["name"]) == name_fold(name) and body is not None and name_fold(body) != name_fold(name):
                for other in offer.sources:
                    if name_fold(other["name"]) == name_fold(body):
                        self._key(offer, other)

    def _key(self, offer: Offer, told: Item) -> str:
        which = _which(told)
        known, _ = self._told.setdefault(which, ({}, self._places.get(offer.mark) or place_of(offer)))
        for name, value in told.items():
            known.setdefault(name, value)
        return _node_key(which)

    def nodes(self) -> Iterator[Node]:
        """A node for every source told of."""
        for which, (told, at) in self._told.items():
            node = Node("source", {"name": self.spelling(told["name"])}, at, key=_node_key(which))
            body = told.get("speaks_for")
            more: Item = {name: value for name, value in told.items() if name in ("kind", "role")}
            if body is not None and name_fold(body) != name_fold(told["name"]):
                more["speaks_for"] = [{"source": self.spelling(body)}]
            if _generic(told):
                if "speaks_for" in more:
                    node.fields["speaks_for"] = more.pop("speaks_for")
                node.defaults = {"kind": kind_of(told["name"]), **more}
            else:
                node.defaults = {} if "kind" in more else {"kind": "unknown"}
                node.fields |= {name: value for name, value in more.items() if name not in self._known(told["name"])}
            yield node

    def _known(self, name: str) -> set[str]:
        """The fields that the ledger has of a source: what a text says of them is no reason to change it."""
        ids = self._names.sources(name, story=self._story)
        found = bodies(self._change.conn, ids).get(ids[0], {}) if len(ids) == 1 else {}
        return {field for field, value in found.items() if (field, value) != ("kind", "unknown")}


def _generic(told: Item) -> bool:
    return told.get("kind") in GENERIC_KINDS or not has_name(told["name"])


def _which(told: Item) -> tuple[str, str]:
    """What tells one source from another among those that offers tell of: its name, and of "officials" their body."""
    return name_fold(told["name"]), name_fold(told.get("speaks_for", "")) if _generic(told) else ""


def _all_names(offer: Offer) -> list[str]:
    """Every name an offer has for a source: in its chains, of what is told of them, and whom it accuses."""
    told = (one[field] for one in offer.sources for field in ("name", "speaks_for") if field in one)
    return [*offer.names, *told, *offer.accused]


def _node_key(which: tuple[str, str]) -> str:
    return f"source read as {which[0]}" + (f" of {which[1]}" if which[1] else "")
