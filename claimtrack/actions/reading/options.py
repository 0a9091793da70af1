"""What a person may choose for a field of a proposed claim instead of typing it, the nearest in the piece first."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.editing import FIELDS, NO_FIGURE, NO_QUESTION, NOBODY, OWN, chains_typed
from claimtrack.actions.reading.proposal_items import ProposedClaim
from claimtrack.domain.english import capitalized, lowercase_first
from claimtrack.domain.text import tidy
from claimtrack.reading.fields.event import events_named
from claimtrack.reading.fields.figure import quantities
from claimtrack.reading.fields.question import question_in_words, with_event
from claimtrack.reading.mentions.coreference import CARRIERS
from claimtrack.reading.mentions.names import NamedEntities

MOST_OPTIONS = 9
"""Options of a field: each has one figure for its number."""
_MOST_SPEAKERS, _MOST_CARRIERS, _MOST_EVENTS, _MOST_CUTS, _MOST_SAID, _MOST_MEANT = 4, 1, 2, 5, 3, 3
_OFTEN = 3
_PEOPLE = ("person", "witness")
_NEAR = 1_000
"""Characters at least on either side of a passage in which whoever the piece names may be who says it."""


def field_options(name: str, claim: ProposedClaim, claims: Sequence[ProposedClaim], article: Article) -> list[str]:
    """What may be chosen for a field (a name of FIELDS) of one of the `claims` of an article; [] for free text."""
    if name == "claim":
        return _wordings(claim, claims, article)
    if name == "who":
        return speaker_options(chains_typed(claim), claim.start, claims, article)
    if name == "question":
        return _questions(claim, claims, article)
    if name == "figure":
        return _figures(claim, article)
    if name == "passage":
        return _passages(claim, article)
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


def _named_before(article: Article, at: int, *, person: bool) -> list[str]:
    """Whoever the piece names before a place, the nearest first: people, or else bodies and things."""
    known = dict(_named_near(article, at))
    before = sorted((one for one in _named_about(article.text, at // _NEAR) if one[0] < at), reverse=True)
    return [*dict.fromkeys(name for _, name, _ in before if name in known and person == (known[name] in _PEOPLE))]


@lru_cache(maxsize=4)
def _named_about(text: str, part: int) -> list[tuple[int, str, str]]:
    """Whoever is named in a part of a text of _NEAR characters, before or after it: where, by which name, and kind."""
    start = max(0, (part - 1) * _NEAR)
    mentions = NamedEntities(text[start : (part + 2) * _NEAR]).mentions
    return [(start + mention.span[0], mention.entity.called, mention.entity.kind) for mention in mentions]


_events_named = lru_cache(maxsize=4)(events_named)


_CUT = re.compile(r"[,;:.]\s|\s(?=(?:and|but|which|who|when|while|where|as|after|since|because)\s)|\s[–—-]\s")
_GOES_ON = re.compile(r"[\s,;”\"’']*[^,;.]*")
_MARKS = "”\"’'"
_ONE_WORD = re.compile(r"(?P<word>He|She|It|They|This|That|These|Those)(?= )")
_OWNER = re.compile(r"(?:His|Her|Its|Their)(?= )")
_SAID_BEFORE = re.compile(
    r"(?:It|This|That|(?:(?:The|These|Those|This|That|Such|Any|All)(?: [\w-]+)?) "
    r"(?:accusation|allegation|claim|charge|report|suggestion|criticism|account|statement|rumour|rumor)s?)"
)
"""A claim that is no more than a name for what somebody said before."""


def _wordings(claim: ProposedClaim, claims: Sequence[ProposedClaim], article: Article) -> list[str]:
    """What a word that goes back to something stands for; the claim cut short at each joint, the longest first.

    As its sentence goes on; in the words of the passage.
    """
    stated, text = str(claim.item["text"]), article.text
    shorter = _cuts(stated)
    longer = [tidy(stated + one.lstrip(_MARKS)).rstrip(f" .,:;{_MARKS}") for one in _rests(claim, article)]
    passage = capitalized(tidy(text[claim.start : claim.end]))
    found = dict.fromkeys([*_gone_back_to(claim, claims, article), *longer, *shorter[:_MOST_CUTS], passage])
    return [one for one in found if one != stated and " " in one][:MOST_OPTIONS]


def _cuts(words: str) -> list[str]:
    """Words cut short at each joint, the longest first."""
    return [words[: match.start()] for match in _CUT.finditer(words)][::-1]


def _rests(claim: ProposedClaim, article: Article) -> list[str]:
    """What follows the words of a claim: up to the next mark, and up to the end of the sentence or who says it."""
    place = bisect_right(article.sentences, claim.start, key=itemgetter(0)) - 1
    end = claim.end
    if place >= 0 and claim.start < article.sentences[place][1]:
        end = article.sentences[place][1]
    stop = min([end, *(start for start, _ in (*claim.source, *claim.cue) if start >= claim.end)])
    rest = article.text[claim.end : stop]
    next_part = _GOES_ON.match(rest)
    return [next_part[0] if next_part is not None else "", rest]


def _gone_back_to(claim: ProposedClaim, claims: Sequence[ProposedClaim], article: Article) -> list[str]:
    """The claim with who or what a pronoun that begins it may mean; what was said before, where it only names that."""
    stated = str(claim.item["text"])
    before = [one for one in claims if one.start < claim.start and claim.start - one.start < _NEAR]
    said = list(dict.fromkeys(str(one.item["text"]) for one in reversed(before)))[:_MOST_SAID]
    if _SAID_BEFORE.fullmatch(stated):
        return said
    word, owner = _ONE_WORD.match(stated), _OWNER.match(stated)
    begins = word or owner
    if begins is None:
        return []
    person = begins[0] in ("He", "She", "His", "Her")
    names = [name for name in _named_before(article, claim.start, person=person) if name not in claim.names[:1]]
    names = names[:_MOST_MEANT]
    ends = stated[begins.end() :]
    if owner is not None:
        return [f"{capitalized(name)}’{'' if name.endswith('s') else 's'}{ends}" for name in names]
    that = said[:1] if begins[0] in ("It", "This", "That") else []
    return [f"That {lowercase_first(one, article.text)}{ends}" for one in that] + [
        f"{capitalized(name)}{ends}" for name in names
    ]


def _figures(claim: ProposedClaim, article: Article) -> list[str]:
    """The other figures of the passage and its sentence; then none."""
    value = FIELDS["figure"].get(claim)
    places = [
        (claim.start, claim.end),
        *(one for one in article.sentences if one[0] < claim.end and claim.start < one[1]),
    ]
    found = dict.fromkeys(one.words for place in places for one in quantities(article.text, place))
    return [*[one for one in found if one != value][: MOST_OPTIONS - 1], *([NO_FIGURE] if value else [])]


def _passages(claim: ProposedClaim, article: Article) -> list[str]:
    """The passage as its sentence goes on, and cut short at each joint, the longest first."""
    words = article.text[claim.start : claim.end]
    found = dict.fromkeys([*(words + rest.rstrip(" .,:;") for rest in _rests(claim, article)), *_cuts(words)])
    return [one for one in (tidy(one) for one in found) if one != tidy(words)][:MOST_OPTIONS]


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
