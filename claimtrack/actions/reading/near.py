"""A claim of the story that says nearly what an offer says in other words, so that it need not be there twice."""

from __future__ import annotations

import re

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.nodes import CLAIMED
from claimtrack.actions.reading.offer import Offer, with_item
from claimtrack.actions.reading.recording import Outlook
from claimtrack.checking.stems import stems
from claimtrack.queries.worded import Worded, figure_of

SHARED = 0.8
"""The part of their words that two claims share at least."""
_LEAST, _LEAST_WITH_FIGURE = 3, 2
_NOT = re.compile(r"\b(?:not?|never|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE)


def nearest_claim(article: Article, outlook: Outlook) -> Worded | None:
    """The claim that is nearest to what an outlook would record; None where it is there already, or none is near.

    Near are claims that share most of their words, have the same figure and deny as much.
    """
    if outlook.known or not outlook.claim:
        return None
    text, figure = outlook.claim["text"], figure_of(outlook.claim.get("answer", {}))
    words, least = stems(text), _LEAST_WITH_FIGURE if any(figure) else _LEAST
    denied = len(_NOT.findall(text))
    found: tuple[float, Worded] | None = None
    for claim in article.claims:
        if claim.figure != figure or len(_NOT.findall(claim.text)) != denied:
            continue
        others = stems(claim.text)
        share = len(words & others) / max(len(words), len(others), 1)
        if share >= max(SHARED, found[0] if found else 0) and len(words & others) >= least:
            found = share, claim
    return found[1] if found else None


def attributed_to(offer: Offer, claim: Worded) -> Offer:
    """The offer as a further attribution of a claim of the ledger, which stays as it is."""
    item = {name: value for name, value in offer.item.items() if name not in CLAIMED}
    return with_item(offer, {**item, "text": claim.text})
