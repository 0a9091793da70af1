"""What both faces of the review share when a speaker is called otherwise, and the names they offer."""

from __future__ import annotations

from claimtrack.actions.reading import editing
from claimtrack.actions.reading.offer import Offer
from claimtrack.actions.reading.review import Review
from claimtrack.cli.kept import Keeper
from claimtrack.domain.text import key, safe
from claimtrack.render.report.wording import plural


def remember(review: Review, keeper: Keeper, offer: Offer, changed: Offer) -> list[str]:
    """Call a speaker so from now on, where the text's own words were the name. Gives what to say of it."""
    before, after = offer.assertions, changed.assertions
    if len(before) != len(after):
        return []
    told = []
    for old, new in zip(before, after, strict=True):
        called, name = old["chain"][0].get("source"), new["chain"][0].get("source")
        if not called or not name or key(called) == key(name) or new.get("quote_kind") == "own":
            continue
        if editing.stands_for(offer, called, review.article):
            keeper.renamed(called, name)
            if times := review.rename(called, name):
                told.append(f"From here on “{safe(called)}” is {safe(name)}: {plural(times, 'more passage')}.")
    return told


def source_words(review: Review) -> list[str]:
    """Names that may be typed for who says it: of this piece, then of the ledger; then what stands for none."""
    here = [name for offer in review.offers for name in offer.names]
    known = [called for one in review.article.sources for called in (one.name, *one.aliases)]
    return list(dict.fromkeys([*here, *known, editing.OWN, editing.NOBODY]))
