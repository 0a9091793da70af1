"""Whether a sentence says the contrary of a claim: the same words, with one "not" more or less."""

from __future__ import annotations

from claimtrack.checking.phrases import holds, negations
from claimtrack.checking.repeats import Repeat
from claimtrack.checking.stems import is_verb, split

NEARLY_ALL = 0.8
"""How much of a claim must be said for its contrary to be one."""
_WITHIN = 3
_NO_NEGATION = frozenset(("only", "just", "yet", "longer", "all", "always", "merely", "even"))
"""Words behind "not" with which it denies something else."""
_NEGATING = frozenset(
    ("fail", "failed", "fails", "failing", "without", "hardly", "barely", "refused", "unless", "until")
)
"""Words that may turn a sentence round as "not" does."""


def is_contrary(repeat: Repeat) -> bool:
    """Whether it does, for certain: a "not" before a verb of the claim that the claim has not, or the other way."""
    if repeat.score < NEARLY_ALL or repeat.sentence.asks or any(one.denies for one in repeat.attributions):
        return False
    if not repeat.agrees or holds("moved", repeat.sentence.text):
        return False
    ours = [word.key for word in repeat.sentence.words]
    texts = [repeat.holding.text, *(saying.quote for saying in repeat.holding.affirming if saying.quote)]
    theirs = [[word.key for word in split(text)] for text in texts]
    if _NEGATING & {*ours, *(key for keys in theirs for key in keys)}:
        return False
    told, held = negations(ours), {negations(keys) for keys in theirs}
    if held == {1}:
        return told == 0 and any(_denies(keys) for keys in theirs)
    return held == {0} and told == 1 and _denies(ours)


def _denies(keys: list[str]) -> bool:
    """Whether a "not" stands before a verb, and denies that."""
    for at, key in enumerate(keys):
        if negations([key]) and keys[at + 1 : at + 2] and keys[at + 1] not in _NO_NEGATION:
            return any(is_verb(word) for word in keys[at + 1 : at + 1 + _WITHIN])
    return False
