"""What a person may choose for a field of a proposed claim instead of typing it, the nearest in the piece first."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.editing import FIELDS, NO_FIGURE, NO_QUESTION
from claimtrack.actions.reading.proposal_items import ProposedClaim
from claimtrack.actions.reading.typed_speakers import NOBODY, OWN, chains_typed
from claimtrack.domain.english import capitalized, lowercase_first
from claimtrack.domain.text import tidy
from claimtrack.reading.cues.lexicon import verb_forms
from claimtrack.reading.fields.event import events_named
from claimtrack.reading.fields.figures.figure import quantities
from claimtrack.reading.fields.figures.question import answer_in_words, asks_what_befell, event_asked, with_event
from claimtrack.reading.fields.figures.question_words import question_in_words
from claimtrack.reading.mentions.discourse_history import CARRIERS
from claimtrack.reading.mentions.names import NamedEntities
from claimtrack.reading.mentions.source_kinds import is_adjective
from claimtrack.reading.word_lists import one_of, words

MOST_OPTIONS = 9
"""Options of a field: each has one figure for its number."""
_MOST_SPEAKERS, _MOST_CARRIERS = 4, 1
"""Of whoever may say it: other speakers, and other carriers, before the rest."""
_MOST_FULLER = 2
"""Fuller names of whoever says it."""
_MOST_EVENTS = 2
_MOST_CUTS = 5
_MOST_SAID, _MOST_THAT, _MOST_MEANT = 3, 2, 3
"""What was said before that "the accusation" or "it" may mean, and whoever "he" may mean."""
_OFTEN = 3
"""Times that a piece has a single word which is then taken for a name."""
_LONGEST_WORD = 40
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
    """What a card lists for the claim at a place among those proposed: who says it, its wording, what it answers."""
    claim, near = article.proposed[at], article.proposed[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
    found = {name: field_options(name, claim, near, article) for name in ("who", "claim", "question")}
    return {name: options for name, options in found.items() if options}


def speaker_options(typed: str, at: int, claims: Iterable[ProposedClaim], article: Article) -> list[str]:
    """Who else may say what stands at a place, as a person types it: `typed` turned round, those named near, nobody.

    Whoever takes the place of the first of a chain has the same carriers.
    """
    chain = [] if typed in ("", OWN) else typed.split(" > ")
    turned = [" > ".join(chain[::-1]), chain[0], chain[-1]] if len(chain) > 1 else []
    said = sorted(
        (claim for claim in claims if claim.assertions[0].get("quote_kind") != "own"),
        key=lambda claim: abs(claim.start - at),
    )
    near = _named_near(article, at)
    kinds = {one.name: one.kind for one in article.sources}
    others = [name for name, kind in near if kinds.get(name, kind) in CARRIERS and name not in chain and chain]
    carriers = [" > ".join([*(chain[:-1] or chain), name]) for name in others if name != article.publisher]
    speakers = [*_first_speakers(said), *(name for name, _ in near)]
    through = [
        " > ".join([one, *(name for name in chain[1:] if name not in one.split(" > "))])
        for one in speakers
        if one not in (article.publisher, NOBODY)
    ]
    longer = [" > ".join([one, *chain[1:]]) for one in _fuller_names(chain[0], kinds)] if chain else []
    last = [*([OWN] if article.publisher else []), NOBODY]
    found = dict.fromkeys([*turned, *longer, *through[:_MOST_SPEAKERS], *carriers[:_MOST_CARRIERS], *through])
    return [*[one for one in found if one != typed][: MOST_OPTIONS - len(last)], *(one for one in last if one != typed)]


def _fuller_names(name: str, known: Iterable[str]) -> list[str]:
    """Those of the names known that hold another one whole, the shortest first: "Ista Harbour Board"."""
    called = f" {name.lower()} "
    longer = [one for one in known if called in f" {one.lower()} " and len(one) > len(name)]
    return sorted(longer, key=lambda one: (len(one), one))[:_MOST_FULLER]


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

    A single word of no known kind may be the first of a sentence: only where the piece or the ledger has it often. What
    may as well be a place or a headline is nobody, unless it does something somewhere.
    """
    nearest = sorted(_named_about(article.text, at // _NEAR), key=lambda named: abs(named.start - at))
    known = {one.name for one in article.sources}
    acting = {named.name for named in nearest if named.acts}
    return [
        (name, kind)
        for name, kind in dict.fromkeys((named.name, named.kind) for named in nearest)
        if name in known
        or (kind != "unknown" and not (name.isupper() and " " in name))
        or (" " in name and name in acting)
        or (" " not in name and article.text.count(name) >= _OFTEN and not is_adjective(name))
    ]


def _named_before(article: Article, at: int, *, person: bool) -> list[str]:
    """Whoever the piece names before a place, the nearest first: people, or else bodies and things."""
    known = dict(_named_near(article, at))
    before = [named for named in _named_about(article.text, at // _NEAR) if named.start < at][::-1]
    return [*dict.fromkeys(one.name for one in before if one.name in known and person == (one.kind in _PEOPLE))]


class _Named(NamedTuple):
    """A name where it stands, and whether it does something there, as somebody does who may say something."""

    start: int
    name: str
    kind: str
    acts: bool


_WHERE = re.compile(
    r"\b(?:in|at|near|to|from|on|of|above|below|outside|across|through|around|over)\s(?:the\s)?$", re.IGNORECASE
)
_TOLD = re.compile(r"\b(?:told|citing|by|according to)\s(?:the\s)?$", re.IGNORECASE)
_NEXT_WORD = re.compile(r",?\s(?P<word>[a-z]+)\b")


def _does(text: str, end: int) -> bool:
    """Whether a verb, or a relative pronoun, follows a name that ends there."""
    follows = _NEXT_WORD.match(text, end)
    word = follows["word"] if follows is not None else ""
    return word.endswith("ed") or word in words("auxiliaries") | {"which", "who", "whose"} or word in verb_forms()


@lru_cache(maxsize=4)
def _named_about(text: str, part: int) -> list[_Named]:
    """Whoever is named in a part of a text of _NEAR characters, before or after it, in order."""
    first, last = max(0, (part - 1) * _NEAR), (part + 2) * _NEAR
    start = max(text.rfind(" ", max(0, first - _LONGEST_WORD), first) + 1, first - _LONGEST_WORD, 0)
    end = text.find(" ", last, last + _LONGEST_WORD)
    within = text[start : end if end >= 0 else last + _LONGEST_WORD]
    found = []
    for mention in NamedEntities(within).mentions:
        before = within[max(0, mention.span[0] - 20) : mention.span[0]]
        does = _does(within, mention.span[1]) and _WHERE.search(before) is None
        acts = does or _TOLD.search(before) is not None
        found.append(_Named(start + mention.span[0], mention.entity.called, mention.entity.kind, acts))
    return found


_events_named = lru_cache(maxsize=4)(events_named)


_CUT = re.compile(r"[,;:.]\s|\s(?=(?:and|but|which|who|when|while|where|as|after|since|because)\s)|\s[–—-]\s")
_GOES_ON = re.compile(r"[\s,;”\"’']*[^,;.]*")
_MARKS = "”\"’'"
_ROUND = "“”‘’\"'"
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|should|must|can|could|may|might|did|do|does|[a-z]{2,}ed)\b|[’']s\b"
)
_ONE_WORD = re.compile(r"(?P<word>He|She|It|They|This|That|These|Those)(?= )")
_OWNER = re.compile(r"(?:His|Her|Its|Their)(?= )")
_SAID_BEFORE = re.compile(
    r"(?:It|This|That|(?:(?:The|These|Those|This|That|Such|Any|All)(?: [\w-]+)?) "
    rf"(?:statements?|{one_of('claim_nouns', 'criticism_nouns', 'version_nouns', 'report_nouns')}))"
    r"(?: (?:is|are) right)?"
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
    meant = [*_gone_back_to(claim, claims, article), *_with_whoever_says_it(claim, article)]
    words_of = {stated.strip(_ROUND): stated}
    for one in (*_as_answer(claim), *meant, *longer, *shorter[:_MOST_CUTS], passage):
        words_of.setdefault(one.strip(_ROUND), one)
    return [one for one in words_of.values() if one != stated and " " in one][:MOST_OPTIONS]


def _as_answer(claim: ProposedClaim) -> list[str]:
    """The figure as the answer to its question: "More than 50 people were hurt in the storm"."""
    figure, question = claim.item.get("answer", {}).get("figure"), claim.item.get("question")
    if not figure or not question or not asks_what_befell(question):
        return []
    return [capitalized(answer_in_words(figure, question))]


def _with_whoever_says_it(claim: ProposedClaim, article: Article) -> list[str]:
    """The words from whoever says it on, where those of the claim are no clause: "The union complained of “delays”"."""
    spans = [*claim.source, *claim.cue]
    first = min((start for start, _ in spans), default=claim.start)
    if first >= claim.start or _CLAUSE.search(str(claim.item["text"])) or not (claim.names and claim.source):
        return []
    source = claim.source[0]
    who = article.text[slice(*source)]
    who = claim.names[0] if who.lower() in words("subject_pronouns") else who
    return [
        capitalized(tidy(f"{article.text[first : source[0]]}{who}{article.text[source[1] : claim.content[-1][1]]}"))
    ]


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
    named = _named_before(article, claim.start, person=person)
    names = [name for name in named if name in claim.names[:1]] + [
        name for name in named if name not in claim.names[:1]
    ]
    names = names[:_MOST_MEANT]
    ends = stated[begins.end() :]
    if owner is not None:
        return [f"{capitalized(name)}’{'' if name.endswith('s') else 's'}{ends}" for name in names]
    that = said[:_MOST_THAT] if begins[0] in ("It", "This", "That") else []
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
    own = [question_in_words(article.text, one, span, article.text) for one in counted if one.words == figure]
    events = [*_of_story(article), *_events_named(article.text)[:_MOST_EVENTS]] if asked else []
    moved = [with_event(asked, event) for event in events]
    known = dict.fromkeys(
        [*article.questions, *(str(one.item["question"]) for one in claims if "question" in one.item)]
    )
    words = set(asked.lower().split())
    nearest = sorted(known, key=lambda one: -len(words & set(one.lower().split())))
    of_story = moved[:1] if event_asked(asked) is None else []
    found = dict.fromkeys([*of_story, *(one for one in own if one), *nearest[:4], *moved, *nearest[4:]])
    return [*[one for one in found if one != asked][: MOST_OPTIONS - 1], *([NO_QUESTION] if asked else [])]


def _of_story(article: Article) -> list[str]:
    """The event that the story is called by, as a question names it."""
    title = (article.event or "").strip()
    if not title:
        return []
    return [title if title.lower().startswith("the ") else f"the {lowercase_first(title, article.text)}"]
