"""What a person may choose for a field of a proposed claim instead of typing it, the nearest in the piece first."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.editing import FIELDS, NO_QUESTION, NOBODY, OWN, chains_typed
from claimtrack.actions.reading.proposal_items import ProposedClaim
from claimtrack.domain.english import capitalized
from claimtrack.domain.text import tidy
from claimtrack.reading.fields.event import events_named
from claimtrack.reading.fields.figure import quantities
from claimtrack.reading.fields.question import question_in_words, with_event
from claimtrack.reading.mentions.coreference import CARRIERS
from claimtrack.reading.mentions.names import NamedEntities

MOST_OPTIONS = 9
"""Options of a field: each has one figure for its number."""
_MOST_SPEAKERS, _MOST_CARRIERS, _MOST_EVENTS, _MOST_CUTS = 4, 1, 2, 5
_OFTEN = 3
_NEAR = 1_000
"""Characters at least on either side of a passage in which whoever the piece names may be who says it."""


def field_options(name: str, claim: ProposedClaim, claims: Sequence[ProposedClaim], article: Article) -> list[str]:
    """What may be chosen for a field (a name of FIELDS) of one of the `claims` of an article; [] for free text."""
    if name == "claim":
        return _wordings(claim, article)
    if name == "who":
        return speaker_options(chains_typed(claim), claim.start, claims, article)
    if name == "question":
        return _questions(claim, claims, article)
    value = FIELDS[name].get(claim)
    return [word for word in FIELDS[name].words if word != value][:MOST_OPTIONS]


NEIGHBOURS = 50
"""Claims before one, and after it, whose speakers and questions may be its own where all claims are told at once."""


def proposal_options(article: Article, at: int) -> dict[str, list[str]]:
    """What a card offers for the claim at a place among those proposed: who says it, its wording, what it answers."""
    claim, near = article.proposed[at], article.proposed[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
    found = {name: field_options(name, claim, near, article) for name in ("who", "claim", "question")}
    return {name: options for name, options in found.items() if options}


def speaker_options(typed: str, at: int, claims: Iterable[ProposedClaim], article: Article) -> list[str]:
    """Who else may say what stands at a place, as a person types it: `typed` turned round, those named near, nobody.

    Whoever takes the place of the first of a chain has the same carriers.
    """
    chain = typed.split(" > ") if typed else []
    turned = [" > ".join(chain[::-1]), chain[0]] if len(chain) > 1 else []
    said = sorted(
        (claim for claim in claims if claim.assertions[0].get("quote_kind") != "own"),
        key=lambda claim: abs(claim.start - at),
    )
    near = _named_near(article, at)
    carriers = [f"{typed} > {name}" for name, kind in near if chain and kind in CARRIERS and name not in chain]
    speakers = [*_first_speakers(said), *(name for name, _ in near)]
    others = [
        " > ".join([one, *(name for name in chain[1:] if name not in one.split(" > "))])
        for one in speakers
        if one not in (article.publisher, NOBODY)
    ]
    last = [*([OWN] if article.publisher else []), NOBODY]
    found = dict.fromkeys([*turned, *others[:_MOST_SPEAKERS], *carriers[:_MOST_CARRIERS], *others])
    return [*[one for one in found if one != typed][: MOST_OPTIONS - len(last)], *(one for one in last if one != typed)]


def _first_speakers(claims: Iterable[ProposedClaim]) -> Iterable[str]:
    """Who says the first of some claims, each once."""
    found: dict[str, None] = {}
    for claim in claims:
        found.setdefault(chains_typed(claim))
        if len(found) == _MOST_SPEAKERS:
            break
    return found


def _named_near(article: Article, at: int) -> list[tuple[str, str]]:
    """Whoever the piece names near a place, with their kind, the nearest first.

    A single word of no known kind may be the first of a sentence: only where the piece or the ledger has it often.
    """
    nearest = sorted(_named_about(article.text, at // _NEAR), key=lambda named: abs(named[0] - at))
    named = dict.fromkeys((name, kind) for _, name, kind in nearest)
    known = {one.name for one in article.sources}
    return [
        (name, kind)
        for name, kind in named
        if kind != "unknown" or " " in name or name in known or article.text.count(name) >= _OFTEN
    ]


@lru_cache(maxsize=4)
def _named_about(text: str, part: int) -> list[tuple[int, str, str]]:
    """Whoever is named in a part of a text of _NEAR characters, before or after it: where, by which name, and kind."""
    start = max(0, (part - 1) * _NEAR)
    mentions = NamedEntities(text[start : (part + 2) * _NEAR]).mentions
    return [(start + mention.span[0], mention.entity.called, mention.entity.kind) for mention in mentions]


_events_named = lru_cache(maxsize=4)(events_named)


_CUT = re.compile(r"[,;.]\s|\s(?=(?:and|but|which|who|when|while|where|as|after|since|because)\s)|\s[–—-]\s")
_GOES_ON = re.compile(r"[\s,;”\"’']*[^,;.]*")
_MARKS = "”\"’'"


def _wordings(claim: ProposedClaim, article: Article) -> list[str]:
    """The claim cut short at each joint, the longest first; as its sentence goes on; in the words of the passage."""
    stated, text = str(claim.item["text"]), article.text
    shorter = [stated[: match.start()] for match in _CUT.finditer(stated)][::-1]
    place = bisect_right(article.sentences, claim.start, key=itemgetter(0)) - 1
    end = claim.end
    if place >= 0 and claim.start < article.sentences[place][1]:
        end = article.sentences[place][1]
    stop = min([end, *(start for start, _ in (*claim.source, *claim.cue) if start >= claim.end)])
    rest = text[claim.end : stop]
    next_part = _GOES_ON.match(rest)
    rests = [next_part[0] if next_part is not None else "", rest]
    longer = [tidy(stated + one.lstrip(_MARKS)).rstrip(f" .,;{_MARKS}") for one in rests]
    passage = capitalized(tidy(text[claim.start : claim.end]))
    found = dict.fromkeys([*longer, *shorter[:_MOST_CUTS], passage])
    return [one for one in found if one != stated and " " in one]


def _questions(claim: ProposedClaim, claims: Sequence[ProposedClaim], article: Article) -> list[str]:
    """The question in the words of the passage, those of the story and the review, of another event; then none."""
    asked = str(claim.item.get("question", ""))
    figure = claim.item.get("answer", {}).get("figure")
    span = claim.start, claim.end
    counted = quantities(article.text, span) if figure is not None else []
    own = [question_in_words(article.text, one, span) for one in counted if one.words == figure]
    moved = [with_event(asked, event) for event in _events_named(article.text)[:_MOST_EVENTS]] if asked else []
    known = dict.fromkeys(
        [*article.questions, *(str(one.item["question"]) for one in claims if "question" in one.item)]
    )
    words = set(asked.lower().split())
    nearest = sorted(known, key=lambda one: -len(words & set(one.lower().split())))
    found = dict.fromkeys([*(one for one in own if one), *nearest[:4], *moved, *nearest[4:]])
    return [*[one for one in found if one != asked][: MOST_OPTIONS - 1], *([NO_QUESTION] if asked else [])]
