"""Claims of the story that may say the same as one that is proposed."""

from __future__ import annotations

import re
from collections.abc import Callable

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.recording import Preview
from claimtrack.checking.words import word_stems
from claimtrack.domain.vocabulary import DENYING
from claimtrack.queries.records import SuggestedClaim, figure_of

SHARED = 0.8
"""The part of their words that two claims share at least that say nearly the same."""
LISTED, MOST_NEAR = 0.5, 3
"""The same of claims that may say the same, and how many of them are listed."""
_LEAST, _LEAST_WITH_FIGURE = 3, 2
_NOT = re.compile(r"\b(?:not?|never|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE)


def nearest_claim(article: Article, preview: Preview) -> SuggestedClaim | None:
    """The claim that says nearly the same as what a preview would record; None where it is there already, or none does.

    It shares most of its words, has the same figure and denies as much.
    """
    return next((claim for share, claim in _near(article, preview, of=max) if share >= SHARED), None)


def near_claims(article: Article, preview: Preview) -> list[SuggestedClaim]:
    """The claims that may say the same, at most MOST_NEAR, the nearest first: they share half of their words.

    Of what is denied it is half of the words of the shorter: somebody said it before, and often named whom it is about
    ("the owner of the works") otherwise ("the company").
    """
    denied = any(row.stance in DENYING for row in preview.rows)
    return [claim for _, claim in _near(article, preview, of=min if denied else max)[:MOST_NEAR]]


def _near(article: Article, preview: Preview, of: Callable[[int, int], int]) -> list[tuple[float, SuggestedClaim]]:
    """The claims with what they share of the words of the longer of the two (`of`: max) or the shorter (min)."""
    if preview.known or not preview.claim:
        return []
    text, figure = preview.claim["text"], figure_of(preview.claim.get("answer", {}))
    words, least = word_stems(text), _LEAST_WITH_FIGURE if any(figure) else _LEAST
    denied = len(_NOT.findall(text))
    found = []
    for claim in article.claims:
        if claim.figure == figure and len(_NOT.findall(claim.text)) == denied:
            others = word_stems(claim.text)
            share = len(words & others) / max(of(len(words), len(others)), 1)
            if share >= LISTED and len(words & others) >= least:
                found.append((share, claim))
    return sorted(found, key=lambda one: -one[0])
