"""What a person may choose for a field of a proposed claim instead of typing it, the nearest in the piece first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.editing import FIELDS, NO_QUESTION, NOBODY, OWN, chains_typed
from claimtrack.actions.reading.proposal_items import ProposedClaim
from claimtrack.reading.fields.event import events_named
from claimtrack.reading.fields.figure import quantities
from claimtrack.reading.fields.question import question_in_words, with_event
from claimtrack.reading.mentions.names import NamedEntities

MOST_OPTIONS = 9
"""Options of a field: each has one figure for its number."""
_MOST_NAMES, _MOST_EVENTS = 5, 2
_NEAR = 1_000
"""Characters on either side of a passage in which whoever the piece names may be who says it."""


def field_options(name: str, claim: ProposedClaim, claims: Sequence[ProposedClaim], article: Article) -> list[str]:
    """What may be chosen for a field (a name of FIELDS) of one of the `claims` of an article; [] for free text."""
    if name == "who":
        return speaker_options(chains_typed(claim), claim.start, claims, article)
    if name == "question":
        return _questions(claim, claims, article)
    return list(FIELDS[name].words[:MOST_OPTIONS])


def speaker_options(typed: str, at: int, claims: Iterable[ProposedClaim], article: Article) -> list[str]:
    """Who else may say what stands at a place, as a person types it: `typed` turned round, those named near, nobody.

    Whoever takes the place of the first of a chain has the same carriers.
    """
    chain = typed.split(" > ")
    turned = [" > ".join(chain[::-1]), chain[0]] if len(chain) > 1 else []
    speaking = [name for claim in sorted(claims, key=lambda one: abs(one.start - at)) for name in claim.names]
    near = NamedEntities(article.text[max(0, at - _NEAR) : at + _NEAR])
    others = Counter(mention.entity.name for mention in near.mentions)
    names = [*list(dict.fromkeys(speaking))[:_MOST_NAMES], *(name for name, _ in others.most_common())]
    said_by = [name for name in names if name != article.publisher]
    made = [" > ".join([name, *(one for one in chain[1:] if one != name)]) for name in said_by]
    last = [*([OWN] if article.publisher else []), NOBODY]
    found = [one for one in dict.fromkeys([*turned, *made]) if one != typed]
    return [*found[: MOST_OPTIONS - len(last)], *(one for one in last if one != typed)]


def _questions(claim: ProposedClaim, claims: Sequence[ProposedClaim], article: Article) -> list[str]:
    """The question in the words of the passage, those of the story and the review, of another event; then none."""
    asked = str(claim.item.get("question", ""))
    figure = claim.item.get("answer", {}).get("figure")
    span = claim.start, claim.end
    own = [question_in_words(article.text, one, span) for one in quantities(article.text, span) if one.words == figure]
    moved = [with_event(asked, event) for event in events_named(article.text)[:_MOST_EVENTS]] if asked else []
    known = dict.fromkeys(
        [*article.questions, *(str(one.item["question"]) for one in claims if "question" in one.item)]
    )
    words = set(asked.lower().split())
    nearest = sorted(known, key=lambda one: -len(words & set(one.lower().split())))
    found = dict.fromkeys([*(one for one in own if one), *nearest[:4], *moved, *nearest[4:]])
    return [*[one for one in found if one != asked][: MOST_OPTIONS - 1], *([NO_QUESTION] if asked else [])]
