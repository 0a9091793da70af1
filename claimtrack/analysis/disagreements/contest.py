"""Contests: which of the answers held to one question cannot all stand, found without comparing every two of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from operator import itemgetter
from typing import NamedTuple

from claimtrack.analysis.disagreements import figures
from claimtrack.analysis.disagreements.answers import AnswerGiven, QuestionAsked, clash
from claimtrack.analysis.disagreements.positions import CERTAIN, Incompatibility, difference_texts
from claimtrack.analysis.origins import Days, before
from claimtrack.ledger.write.identity import disagreement_id

MOST = 400
"""How many different answers to one question are held against each other pair by pair; of more
than that, those at either end (the lowest highs and the highest lows) are."""

FEW = 12
"""Of as many answers or fewer every two are compared: to look for those alike would take longer."""

SEVERAL_WORDS = ("label", "cause", "motive")
"""Kinds of question to which one speaker may well give two answers at a time."""


@dataclass(frozen=True, slots=True)
class Contest:
    """The answers held to a question of which some clash, in the order of their claims.

    `strengths`: claim -> strength of the strongest clash it takes part in. `differs` and `notes` are in the order of
    the first two answers that each is about.
    """

    question: QuestionAsked
    held: tuple[AnswerGiven, ...]
    strengths: dict[str, str]
    differs: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the disagreement that it comes to."""
        return disagreement_id(self.question.kind, on=self.question.id)

    @property
    def certain(self) -> tuple[str, ...]:
        """The claims that take part in a certain clash."""
        return tuple(claim for claim, strength in self.strengths.items() if strength == CERTAIN)


def contest(question: QuestionAsked) -> Contest | None:
    """How the answers to a question clash; None when all of them can stand together."""
    answers = question.answers
    if question.kind == "label":
        answers = [without_scare_quotes(answer) for answer in answers]
    held = tuple([answer for answer in answers if answer.assertions])
    strengths, found = _of_few(question, held) if len(held) <= FEW else _of_many(question, held)
    if not strengths:
        return None
    differs = difference_texts(difference for incompatible in found for difference in incompatible.differs)
    notes = dict.fromkeys(text for incompatible in found for text in incompatible.notes)
    return Contest(question, held, strengths, differs, tuple(notes))


Clashes = tuple[dict[str, str], list[Incompatibility]]
"""The claims whose answers clash, with the strength of the strongest clash of each; and the clashes by their answers.

Of those that say the same of what differs the first is there at least.
"""


def _of_few(question: QuestionAsked, held: Sequence[AnswerGiven]) -> Clashes:
    """How a few answers clash, every two of them compared."""
    of_one = question.kind not in SEVERAL_WORDS
    compare = figures.clash if question.kind == "figure" else clash
    strengths: dict[str, str] = {}
    found = []
    for a, b in combinations(held, 2):
        incompatible = compare(question, a, b)
        if incompatible is None:
            continue
        body, other = a.assertions[0].top_body, b.assertions[0].top_body
        if body == other is not None and not _held_by_others(a, _sayings(a), b, _sayings(b), of_one=of_one):
            continue
        found.append(incompatible)
        for claim in (a.claim, b.claim):
            if strengths.get(claim) != CERTAIN:
                strengths[claim] = incompatible.strength
    return strengths, found


def _of_many(question: QuestionAsked, held: Sequence[AnswerGiven]) -> Clashes:
    """How many answers clash: those alike are compared once, and figures only where they may be of the same time."""
    groups = _outermost(_grouped(question, held))
    compare = _Comparison(question, groups)
    of_one = question.kind not in SEVERAL_WORDS
    found: list[tuple[int, int, Incompatibility]] = []
    for a, b in _pairs(question, groups):
        incompatible = compare(a, b)
        if incompatible is None:
            continue
        against = _Against(a, b, of_one)
        against.mark(incompatible.strength)
        if incompatible.differs or incompatible.notes:
            if (places := against.first()) is not None:
                found.append((*places, incompatible))
            if (places := _Against(b, a, of_one).first()) is not None:
                found.append((*places, compare(b, a) or incompatible))
    strengths = {
        held[place].claim: holders.strength
        for group in groups
        for holders in group.holders
        if holders.strength
        for place in holders.places
    }
    found.sort(key=itemgetter(0, 1))
    return strengths, [incompatible for *_, incompatible in found]


def without_scare_quotes(answer: AnswerGiven) -> AnswerGiven:
    """A label's answer as a position: scare quotes in an outlet's own voice are no position."""
    kept = [
        assertion for assertion in answer.assertions if not (assertion.own_voice and assertion.label_words == "scare")
    ]
    return answer._replace(assertions=kept)


Sayings = frozenset[tuple[str | None, Days]]
"""Of the assertions behind an answer: the body that says each, and when."""


def _sayings(answer: AnswerGiven) -> Sayings:
    return frozenset([(assertion.top_body, assertion.days) for assertion in answer.assertions])


def _held_by_others(a: AnswerGiven, x: Sayings, b: AnswerGiven, y: Sayings, *, of_one: bool) -> bool:
    """Whether somebody holds the answer `a` against somebody else's `b`, and not only one, later.

    `of_one`: answers that one origin gives at the same time count as well.
    """
    for body, days in x:
        for other, other_days in y:
            if body is None or body != other:
                return True
            if of_one and not (_apart(days, other_days) or _apart((a.lo, a.hi), (b.lo, b.hi))):
                return True
    return False


def _apart(a: Days, b: Days) -> bool:
    """Whether one lies wholly before the other."""
    return before(a[1], b[0]) or before(b[1], a[0])


@dataclass(slots=True)
class _Holders:
    """Answers alike that the same bodies hold at the same times: `places` are theirs among those held, ascending."""

    sayings: Sayings
    places: list[int]
    strength: str = ""


@dataclass(slots=True)
class _AlikeAnswers:
    """Answers alike in all that is compared, by who holds them; `answer` is the first of them.

    `value` is the same for groups that differ in nothing but the time they are of. `low` and `high` bound a figure.
    """

    answer: AnswerGiven
    value: int
    low: Decimal
    high: Decimal
    holders: list[_Holders] = field(default_factory=list)


def _grouped(question: QuestionAsked, held: Sequence[AnswerGiven]) -> list[_AlikeAnswers]:
    values: dict[tuple[object, ...], int] = {}
    groups: dict[tuple[object, ...], _AlikeAnswers] = {}
    holders_of: dict[tuple[object, ...], _Holders] = {}
    for place, answer in enumerate(held):
        said = answer.said, question.kind == "label" and answer.reported
        value = values.setdefault(said, len(values))
        compared = (value, answer.lo, answer.hi)
        sayings = _sayings(answer)
        holders = holders_of.get((compared, sayings))
        if holders is None:
            holders = holders_of[compared, sayings] = _Holders(sayings, [])
            group = groups.get(compared)
            if group is None:
                bounds = figures.bounds(answer.low, answer.high)
                group = groups[compared] = _AlikeAnswers(answer, value, bounds.low, bounds.high)
            group.holders.append(holders)
        holders.places.append(place)
    return list(groups.values())


class _Comparison:
    """Whether two groups clash: those that differ from others in time alone, and stand alike in it, are told once."""

    def __init__(self, question: QuestionAsked, groups: Sequence[_AlikeAnswers]) -> None:
        self._question = question
        self._compare = figures.clash if question.kind == "figure" else clash
        self._repeated = len({group.value for group in groups}) < len(groups)
        self._known: dict[tuple[object, ...], Incompatibility | None] = {}

    def __call__(self, a: _AlikeAnswers, b: _AlikeAnswers) -> Incompatibility | None:
        x, y = a.answer, b.answer
        if not self._repeated:
            return self._compare(self._question, x, y)
        dated = (x.lo or x.hi) is not None, (y.lo or y.hi) is not None
        compared = (a.value, b.value, before(x.hi, y.lo), before(y.hi, x.lo), *dated)
        if compared not in self._known:
            self._known[compared] = self._compare(self._question, x, y)
        return self._known[compared]


def _pairs(question: QuestionAsked, groups: Sequence[_AlikeAnswers]) -> Iterable[tuple[_AlikeAnswers, _AlikeAnswers]]:
    """The pairs that may clash: of figures those apart, which are of a rising toll or may be of the same time."""
    if question.kind != "figure":
        return combinations(groups, 2)
    pairs = combinations(groups, 2) if question.cumulative else _meeting(groups)
    return ((a, b) for a, b in pairs if a.low >= b.high or b.low >= a.high)


def _meeting(groups: Iterable[_AlikeAnswers]) -> Iterator[tuple[_AlikeAnswers, _AlikeAnswers]]:
    reaching: list[_AlikeAnswers] = []
    for group in sorted(groups, key=lambda group: group.answer.lo or ""):
        reaching = [earlier for earlier in reaching if not before(earlier.answer.hi, group.answer.lo)]
        yield from ((earlier, group) for earlier in reaching)
        reaching.append(group)


class _Against(NamedTuple):
    """Two groups of answers that cannot both stand: which of them are held by others, and not only by one, later.

    `of_one`: answers that one origin gives at the same time count as well.
    """

    a: _AlikeAnswers
    b: _AlikeAnswers
    of_one: bool

    def mark(self, strength: str) -> None:
        """Note the strength on those of both groups that are held against one of the other, unless a stronger is."""
        for group, other in ((self.a, self.b), (self.b, self.a)):
            for holders in group.holders:
                if holders.strength in (CERTAIN, strength):
                    continue
                for against in other.holders:
                    if self._held_by_others(holders, against):
                        holders.strength = strength
                        break

    def first(self) -> tuple[int, int] | None:
        """The first place in `a` and the first after it in `b` of two held against each other; None without any."""
        first: tuple[int, int] | None = None
        for holders in self.a.holders:
            if first is not None:
                break
            place = holders.places[0]
            for against in self.b.holders:
                after = bisect_right(against.places, place)
                if after < len(against.places) and self._held_by_others(holders, against):
                    found = place, against.places[after]
                    first = found if first is None else min(first, found)
        return first

    def _held_by_others(self, x: _Holders, y: _Holders) -> bool:
        return _held_by_others(self.a.answer, x.sayings, self.b.answer, y.sayings, of_one=self.of_one)


def _outermost(groups: list[_AlikeAnswers]) -> list[_AlikeAnswers]:
    """All of them, or of very many those that lie farthest apart."""
    if len(groups) <= MOST:
        return groups
    answers = [group.answer for group in groups]
    by_low = sorted(answers, key=lambda a: (a.word, number_key(a.low), a.claim))
    by_high = sorted(answers, key=lambda a: (a.word, number_key(a.high), a.claim))
    chosen = {id(answer) for answer in (*by_high[: MOST // 2], *by_low[-MOST // 2 :])}
    return [group for group in groups if id(group.answer) in chosen]


@lru_cache(1 << 14)
def number_key(bound: str | None) -> tuple[int, str]:
    """A key that orders decimal bounds as numbers, the unbounded last."""
    if bound is None:
        return (1_000, "")
    whole = bound.partition(".")[0]
    return (-1, "") if whole.startswith("-") else (len(whole), bound)
