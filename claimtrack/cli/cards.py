"""A card of the review as lines for the terminal: the passage in its context, the sentence, what else, and the keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.editing import told_of
from claimtrack.actions.reading.near import nearest_claim
from claimtrack.actions.reading.offer import Offer
from claimtrack.actions.reading.recording import Outlook
from claimtrack.actions.reading.review import Card, Review
from claimtrack.domain.text import safe, tidy
from claimtrack.render.offered import detail_lines, details, problem_words, sentences
from claimtrack.render.passage import MARKS, context, marked_lines
from claimtrack.render.report.wording import plural
from claimtrack.render.width import shown, wrapped

if TYPE_CHECKING:
    from claimtrack.render.terminal import Style

NARROWEST = 24
WIDEST = 100

DONE = {"accept": "✓ accepted", "reject": "✗ no", "skip": "- skipped for now"}


def card_lines(review: Review, card: Card, *, width: int, style: Style) -> Iterator[str]:
    """The card of one or several offers."""
    width = max(width, NARROWEST)
    yield style.faint(_heading(review, card, width))
    yield from passage_lines(review.article, card, width=width, color=style.color)
    yield ""
    met = {one.name for offer in review.having("accept") for one in review.outlook(offer).new}
    for offer in card.offers:
        outlook = review.outlook(offer)
        fresh = replace(outlook, new=tuple(one for one in outlook.new if one.name not in met))
        met |= {one.name for one in outlook.new}
        refused = review.decisions.get(offer.mark) == "reject"
        yield from offer_lines(review.article, offer, fresh, width=width, style=style, refused=refused)
    if (before := review.decided(card)) is not None:
        yield f"  {DONE[before]} before; o leaves it so"


def passage_lines(article: Article, card: Card, *, width: int, color: bool) -> list[str]:
    """The words that a card rests on, in their context."""
    content = [span for offer in card.offers for span in offer.content]
    beside = [span for offer in card.offers for span in (*offer.source, *offer.cue)]
    marks = [(what, span) for offer in card.offers for what in MARKS for span in getattr(offer, what)]
    shown = context(article.text, article.sentences, sorted(content), beside)
    return marked_lines(article.text, shown, marks, width=width, color=color)


def offer_lines(
    article: Article, offer: Offer, outlook: Outlook, *, width: int, style: Style, refused: bool = False
) -> Iterator[str]:
    """The sentence of an offer and what would be recorded with it; or why it cannot be."""
    for words in sentences(outlook.rows):
        yield from (style.strong(line) for line in wrapped(words, width, first="✗ " if refused else "→ ", rest="  "))
    if outlook.problems:
        yield from wrapped(f"the claim: {safe(tidy(offer.item['text']))}", width, first="  ", rest="  ")
        for problem in dict.fromkeys(problem_words(one) for one in outlook.problems):
            yield from wrapped(problem, width, first="! ", rest="  ")
    elif outlook.assertions:
        yield from detail_lines(list(_details(article, offer, outlook)), width=width)


def _details(article: Article, offer: Offer, outlook: Outlook) -> Iterator[tuple[str, str]]:
    question = offer.item.get("question")
    yield from details(outlook.claim, outlook.answer, outlook.assertions[0], question, offer.accused)
    if outlook.new:
        yield "new", "; ".join(new_words(one.name, one.kind, one.role, one.body) for one in outlook.new)
    if outlook.known:
        yield "known", "the claim is in the ledger: it gets a further attribution"
    if near := nearest_claim(article, outlook):
        yield "near", f"{shown(near.text)} [{near.id[:8]}]; = attributes this passage to that claim instead"
    if there := len(article.overlapping(offer)):
        yield (
            "covered",
            f"{plural(there, 'attribution')} of the ledger {'has' if there == 1 else 'have'} some of these words",
        )


def new_words(name: str, kind: str, role: str | None, body: str | None) -> str:
    """A source that is new, with what is told of it; safe to show."""
    return safe(tidy(f"{name} ({told_of(name, kind, role, body)})"))


def _heading(review: Review, card: Card, width: int) -> str:
    first = next(at for at, offer in enumerate(review.offers, 1) if offer is card.offers[0])
    last = first + len(card.offers) - 1
    place = f"{first}" if first == last else f"{first} to {last}"
    told = f"{place} of {len(review.offers)}  "
    more = [f"{len(review.having('accept'))} accepted"]
    if no := len(review.having("reject")):
        more.append(f"{no} no")
    if skipped := len(review.having("skip")):
        more.append(f"{skipped} skipped")
    line = f"── {told}({', '.join(more)}) "
    return line + "─" * max(width - len(line), 0)


def keys_line(card: Card, *, faulty: bool) -> str:
    """The keys that a card takes."""
    several = len(card.offers) > 1
    keys = [] if faulty else [f"y yes{' to all' if several else ''}"]
    keys += ["n no", "e edit"]
    if several or card.joint:
        keys.append("t take apart")
    return " · ".join([*keys, "s skip", "b back", "+ add", "q quit", "?"])
