"""A review of what is offered: what was decided so far, where one stands, and what a decision brings with it.

It knows no terminal: the line-by-line review and the one on the whole screen are two faces of it. Nothing is accepted
but by `accept`, and nothing is written to the ledger here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.editing import renamed, with_source
from claimtrack.actions.reading.proposal_items import BY_HAND, ProposedClaim, split_joint, with_item
from claimtrack.actions.reading.recording import CLAIMED, Preview
from claimtrack.checking.words import word_stems
from claimtrack.domain.text import key, name_fold
from claimtrack.queries.records import SuggestedClaim, figure_of

SHARED = 0.8
"""The part of their words that two claims share at least."""
_LEAST, _LEAST_WITH_FIGURE = 3, 2
_NOT = re.compile(r"\b(?:not?|never|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE)


def nearest_claim(article: Article, outlook: Preview) -> SuggestedClaim | None:
    """The claim that is nearest to what an outlook would record; None where it is there already, or none is near.

    Near are claims that share most of their words, have the same figure and deny as much.
    """
    if outlook.known or not outlook.claim:
        return None
    text, figure = outlook.claim["text"], figure_of(outlook.claim.get("answer", {}))
    words, least = word_stems(text), _LEAST_WITH_FIGURE if any(figure) else _LEAST
    denied = len(_NOT.findall(text))
    found: tuple[float, SuggestedClaim] | None = None
    for claim in article.claims:
        if claim.figure != figure or len(_NOT.findall(claim.text)) != denied:
            continue
        others = word_stems(claim.text)
        share = len(words & others) / max(len(words), len(others), 1)
        if share >= max(SHARED, found[0] if found else 0) and len(words & others) >= least:
            found = share, claim
    return found[1] if found else None


def attributed_to(offer: ProposedClaim, claim: SuggestedClaim) -> ProposedClaim:
    """The offer as a further attribution of a claim of the ledger, which stays as it is."""
    item = {name: value for name, value in offer.item.items() if name not in CLAIMED}
    return with_item(offer, {**item, "text": claim.text})


ACCEPT, REJECT, SKIP = "accept", "reject", "skip"
GROUP = 4
"""The most passages that are decided by one key, so that all of them are seen at once."""

Previewer = Callable[[Sequence[ProposedClaim]], Mapping[str, Preview]]
"""Finds what recording offers would come to, by mark."""


@dataclass(frozen=True, slots=True)
class SavedReview:
    """What was decided before, as it was kept: decisions and edited offers by mark; marks taken apart.

    `names` are corrections of what speakers are called, `described` what was told of new sources, by name.
    """

    decisions: Mapping[str, str]
    edited: Mapping[str, ProposedClaim]
    apart: frozenset[str]
    names: Mapping[str, str]
    described: Mapping[str, str]


NOTHING_SAVED = SavedReview({}, {}, frozenset(), {}, {})


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """What is decided by one key: one offer, or several that are one speaker going on."""

    offers: tuple[ProposedClaim, ...]

    @property
    def joint(self) -> bool:
        """Whether several sources say it together."""
        return any(len(offer.assertions) > 1 for offer in self.offers)


class Review:
    """The review of one article. `look` is asked whenever what is offered has changed."""

    def __init__(self, article: Article, look: Previewer, kept: SavedReview = NOTHING_SAVED) -> None:
        self.article = article
        self.decisions: dict[str, str] = {}
        self.names: dict[str, str] = {}
        """What a speaker is called in the text (its fold) -> what it is called from now on."""
        self.cards: list[ReviewCard] = []
        self.at = 0
        self._look = look
        self._outlooks: dict[str, Preview] | None = None
        self._apart = set(kept.apart)
        self._loose: set[str] = set()
        self._offers: list[ProposedClaim] = []
        for offer in article.offers:
            if offer.mark not in article.recorded:
                self._offers.extend(split_joint(offer) if offer.mark in kept.apart else [offer])
        for called, name in kept.names.items():
            self.rename(called, name)
        self._offers = [kept.edited.get(offer.mark, offer) for offer in self._offers]
        for called, name in kept.names.items():
            if name_fold(called) == name_fold(name):
                self.rename(called, name)
        known = {offer.mark for offer in self._offers}
        self._offers += [offer for mark, offer in kept.edited.items() if mark not in known and offer.rule == BY_HAND]
        for name, typed in kept.described.items():
            self.describe(name, typed)
        self._offers.sort(key=lambda offer: (offer.start, offer.end))
        self.decisions.update(
            (offer.mark, kept.decisions[offer.mark]) for offer in self._offers if offer.mark in kept.decisions
        )
        self.cards = self._deal()
        self.at = self._next(0)

    # Where one stands

    @property
    def card(self) -> ReviewCard | None:
        """The card to be decided; None at the end."""
        return self.cards[self.at] if self.at < len(self.cards) else None

    @property
    def start(self) -> int:
        """Where in the text one stands; its length at the end."""
        return self.cards[self.at].offers[0].start if self.at < len(self.cards) else len(self.article.text)

    @property
    def offers(self) -> Sequence[ProposedClaim]:
        """Every offer, in the order of the text, as it stands now."""
        return self._offers

    def decided(self, card: ReviewCard) -> str | None:
        """What was decided of a card; None where nothing was, or not of all of it."""
        found = {self.decisions.get(offer.mark) for offer in card.offers}
        return found.pop() if len(found) == 1 else None

    def outlook(self, offer: ProposedClaim) -> Preview:
        """What recording it would come to, together with all that was not rejected; also where it was itself."""
        if self._outlooks is None:
            self._outlooks = dict(self._look(self._unrefused()))
        if offer.mark not in self._outlooks:
            self._outlooks[offer.mark] = self._look(self._unrefused(offer.mark)).get(offer.mark, Preview())
        return self._outlooks[offer.mark]

    def _unrefused(self, but: str | None = None) -> list[ProposedClaim]:
        """All that was not rejected, and the offer of the mark `but`."""
        return [one for one in self._offers if one.mark == but or self.decisions.get(one.mark) != REJECT]

    def having(self, decision: str | None) -> list[ProposedClaim]:
        """The offers of which this was decided (None: nothing yet)."""
        return [offer for offer in self._offers if self.decisions.get(offer.mark) == decision]

    def faulty(self, card: ReviewCard) -> bool:
        """Whether something of a card cannot be recorded as it stands."""
        return any(self.outlook(offer).problems for offer in card.offers)

    # What is done

    def decide(self, decision: str) -> ReviewCard:
        """Decide the card one stands at, and go on. Gives what was decided.

        One goes on to the next that is not decided; of one that was decided before, to the very next.
        """
        card = self.cards[self.at]
        again = all(offer.mark in self.decisions for offer in card.offers)
        followed = {offer.continues for offer in self._offers}
        for offer in card.offers:
            before = self.decisions.get(offer.mark)
            self.decisions[offer.mark] = decision
            if before == REJECT != decision or (decision == REJECT != before and offer.number in followed):
                self._outlooks = None
        self.at = self.at + 1 if again else self._next(self.at + 1)
        return card

    def pass_over(self) -> bool:
        """Go on from a card that was decided, leaving it so; False where it was not."""
        card = self.card
        if card is None or any(offer.mark not in self.decisions for offer in card.offers):
            return False
        self.at += 1
        return True

    def back(self) -> bool:
        """Go to the card before, decided or not; False at the first."""
        if self.at == 0:
            return False
        self.at -= 1
        return True

    def go(self, at: int) -> None:
        """Stand at a card by its place from 0."""
        self.at = max(0, min(at, len(self.cards)))

    def again(self) -> bool:
        """Go through what was skipped once more; False when nothing was."""
        skipped = self.having(SKIP)
        for offer in skipped:
            del self.decisions[offer.mark]
        self.at = self._next(0)
        return bool(skipped)

    def take_apart(self) -> list[str]:
        """Part the card one stands at: passages first, then speakers. Gives the marks of joint statements parted."""
        card = self.cards[self.at]
        parted: list[str] = []
        if len(card.offers) > 1:
            self._loose |= {offer.mark for offer in card.offers}
        elif card.joint:
            (offer,) = card.offers
            self._offers = [part for one in self._offers for part in (split_joint(one) if one is offer else [one])]
            self._apart.add(offer.mark)
            self.decisions.pop(offer.mark, None)
            parted.append(offer.mark)
            self._outlooks = None
        first = card.offers[0]
        self.cards = self._deal()
        self.at = next(
            at for at, one in enumerate(self.cards) if any(offer.start >= first.start for offer in one.offers)
        )
        return parted

    def change(self, offer: ProposedClaim, changed: ProposedClaim) -> None:
        """Put an offer as a person changed it in place of what it was; it is to be decided anew."""
        self._offers = [changed if one.mark == offer.mark else one for one in self._offers]
        self.decisions.pop(offer.mark, None)
        self._refresh()

    @property
    def next_number(self) -> int:
        """The number of the next offer that is made by hand."""
        return max([len(self.article.offers), *(offer.number for offer in self._offers)]) + 1

    def add(self, offer: ProposedClaim, decision: str | None = None) -> None:
        """Add what a person attributed by hand, decided or to be decided, and stand at it."""
        self._offers = [one for one in self._offers if one.mark != offer.mark]
        self._offers = sorted([*self._offers, offer], key=lambda one: (one.start, one.end))
        if decision is not None:
            self.decisions[offer.mark] = decision
        self._refresh()
        self.at = next(at for at, card in enumerate(self.cards) if offer in card.offers)

    def rename(self, called: str, name: str) -> int:
        """From now on call a speaker `name` wherever the text was read to call them `called`; how often that was.

        What was decided stays as it was seen, but for another spelling of the same name.
        """
        before = self._offers
        settled = () if name_fold(called) == name_fold(name) else (ACCEPT, REJECT)
        self._offers = [
            offer if self.decisions.get(offer.mark) in settled else renamed(offer, called, name, self.article.text)
            for offer in self._offers
        ]
        self.names[name_fold(called)] = name
        self._refresh()
        return sum(1 for old, new in zip(before, self._offers, strict=True) if old is not new)

    def describe(self, name: str, typed: str) -> None:
        """Tell what a new source is, wherever it is named: "person, mayor of Ista, for Ista Council"."""
        self._offers = [
            with_source(offer, name, typed) if name_fold(name) in _named(offer) else offer for offer in self._offers
        ]
        self._refresh()

    # How it is done

    def _refresh(self) -> None:
        self._outlooks = None
        self.cards = self._deal()

    def _next(self, at: int) -> int:
        """The first card from `at` on of which something is not decided yet."""
        while at < len(self.cards) and all(offer.mark in self.decisions for offer in self.cards[at].offers):
            at += 1
        return at

    def _deal(self) -> list[ReviewCard]:
        """Cards: an offer that goes on from the one before it stands with it, unless taken apart."""
        cards: list[list[ProposedClaim]] = []
        for offer in self._offers:
            last = cards[-1] if cards else []
            goes_on = bool(last) and offer.continues is not None and offer.continues == last[-1].number
            if goes_on and len(last) < GROUP and not {offer.mark, last[-1].mark} & self._loose:
                last.append(offer)
            else:
                cards.append([offer])
        return [ReviewCard(tuple(one)) for one in cards]


def _named(offer: ProposedClaim) -> set[str]:
    """The folds of all sources that an offer names, the bodies that they speak for among them."""
    return {name_fold(name) for name in offer.names} | {
        name_fold(one["speaks_for"]) for one in offer.sources if "speaks_for" in one
    }


def known_names(article: Article, offers: Iterable[ProposedClaim]) -> dict[str, str]:
    """Speakers called by the end of a name ("Denn") that one person of the ledger has ("Omar Denn"), by what they are.

    Only where the ledger has nobody called so, and only one who is.
    """
    whole = {key(name) for one in article.sources for name in (one.name, *one.aliases)}
    people = [one.name for one in article.sources if one.kind in ("person", "unknown", "witness")]
    found: dict[str, str] = {}
    for called in dict.fromkeys(name for offer in offers for name in offer.names):
        if key(called) in whole or not called[:1].isupper():
            continue
        fits = [name for name in people if key(name).endswith(" " + key(called))]
        if len(fits) == 1:
            found[called] = fits[0]
    return found
