"""Whether a sentence says for certain the contrary of a claim that it repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from claimtrack.checking.claim_match import ClaimMatch
from claimtrack.checking.draft_figures import find_figures
from claimtrack.checking.words import disputes, has_phrase, is_verb, negations, split_words, word_keys, word_stems
from claimtrack.reading.word_lists import words

NEARLY_ALL = 0.8
"""How much of a claim must be said for its contrary to be one."""
_MOST_WORDS_TO_VERB = 3
NO_NEGATION = frozenset(("only", "just", "yet", "longer", "all", "always", "merely", "even"))
"""Words behind "not" with which it denies something else."""
_BEFORE_VERB = words("modals") | {"do", "does", "did", "ca", "wo"}
"""Words with which a "not" denies the verb behind it, whatever its shape; of "can't" what is before its "n't"."""


def is_contrary(match: ClaimMatch) -> bool:
    """Whether it says the contrary for certain: a "not" before a verb of the claim in one of the two alone."""
    if (
        not _says_nearly_all(match)
        or match.sentence.asks_beside(match.claim.text)
        or any(one.denies for one in match.attributions)
    ):
        return False
    if not match.agrees or disputes(match.sentence.text, match.claim.text) or gives_complement(match):
        return False
    # What is denied before or behind the claim is something else: "..., and nobody has been charged".
    clause = match.sentence.draft.rfind(";", match.sentence.start, match.start) + 1
    inside = [word for word in match.sentence.words if clause <= word.start < match.end]
    before = sum(word.start < match.start for word in inside)
    ours = [word.key for word in inside[max(0, before - _MOST_WORDS_TO_VERB) :]]
    texts = [match.claim.text, *(assertion.quote for assertion in match.claim.affirming if assertion.quote)]
    texts = [_told_sentences(text, match.sentence.stems) for text in texts]
    theirs = list(map(word_keys, texts))
    ours_text = match.sentence.draft[max(clause, match.sentence.start) : match.sentence.end]
    if all(_has_what_is_lacked(ours_text, text) for text in texts):
        return True
    theirs = [keys if "until" in ours else _without_until(keys, match.sentence.stems) for keys in theirs]
    if any(words("negating_words").intersection(keys) for keys in (ours, *theirs)):
        return False
    ours_negated, theirs_negated = negations(ours), {negations(keys) for keys in theirs}
    if theirs_negated == {1}:
        said = {word.stem for word in inside[max(0, before - _MOST_WORDS_TO_VERB) :]}
        denied = frozenset[str]().union(*map(_denied_nouns, texts))
        return ours_negated == 0 and (
            bool(denied & said) or any(_negates_verb(keys) or _is_of_nobody(keys) for keys in theirs)
        )
    if theirs_negated != {0} or ours_negated != 1:
        return False
    start = inside[max(0, before - _MOST_WORDS_TO_VERB)].start if inside else match.start
    denied = _denied_nouns(match.sentence.draft[start : match.end])
    stems = word_stems(" ".join(texts))
    return _negates_verb(ours, stems) or any(denied <= word_stems(text) for text in texts if denied)


_WITH = re.compile(
    r"\bwith(?P<out>out)? (?:(?:an?|any|the|his|her|its|their|full) )?(?P<noun>\w+(?: \w+)?)", re.IGNORECASE
)


def _has_what_is_lacked(text: str, claim: str) -> bool:
    """Whether one has "with" before what the other has "without" before: "with pay", "without pay"."""
    ours, theirs = _accompanied(text), _accompanied(claim)
    return any(without != other and (noun <= what or what <= noun) for noun, without in ours for what, other in theirs)


def _accompanied(text: str) -> list[tuple[frozenset[str], bool]]:
    """The stems of what stands behind each "with" and "without" of a text, and whether it is a "without"."""
    found = ((word_stems(one["noun"]), one["out"] is not None) for one in _WITH.finditer(text))
    return [(noun, without) for noun, without in found if noun]


def _told_sentences(text: str, said: frozenset[str]) -> str:
    """The sentences of a claim of which another sentence says anything: these are its stems."""
    told = [one for one in _SENTENCE_ENDS.split(text) if word_stems(one) & said]
    return " ".join(told) or text


_SENTENCE_ENDS = re.compile(r"(?<=[.!?])[”’\"']?\s+")


def _without_until(keys: list[str], said: frozenset[str]) -> list[str]:
    """The words of a claim up to an "until", of whose clause a sentence says nothing: these are its stems."""
    place = keys.index("until") if "until" in keys else len(keys)
    behind = keys[place:]
    if any(key.isdecimal() for key in behind) or word_stems(" ".join(behind)) & said:
        return keys
    return keys[:place]


def _says_nearly_all(match: ClaimMatch) -> bool:
    """Whether it says nearly all of a claim; of what nobody did, all but the "nobody" is all."""
    if match.score >= NEARLY_ALL:
        return True
    rest = word_stems(match.claim.text) - word_stems("nobody")
    return _is_of_nobody(word_keys(match.claim.text)) and rest <= match.sentence.stems


def gives_complement(match: ClaimMatch) -> bool:
    """Whether it gives the rest of a share that the claim has: "a third were locked" for two thirds that were not."""
    sentence, claim = match.sentence, match.claim
    theirs = _shares(claim.text, 0, len(claim.text))
    ours = _shares(sentence.draft, sentence.start, sentence.end) if theirs else []
    return any(one[0] + other[0] <= _WHOLE <= one[1] + other[1] for one in ours for other in theirs)


_WHOLE = 100


def _shares(text: str, start: int, end: int) -> list[tuple[Decimal, Decimal]]:
    """The least and the most that each share of a stretch of text may be, in percent."""
    shares = [one.counted for one in find_figures(text, start, end) if one.is_fraction or one.counted.unit == "%"]
    return [(Decimal(one.low or 0), Decimal(one.high or _WHOLE)) for one in shares]


_NOBODY = re.compile(r"\b(?:nobody|no one|no-one|none)\s+(?=[^\W_])", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"\b(?:somebody|someone|(?:several|some|many|a few|two|three|four|five|six|\d{1,3}) (?:\w+ )?"
    r"(?:men|women|people|persons)|(?:one|an?) (?:man|woman|person))\s+(?=[^\W_])",
    re.IGNORECASE,
)


def says_somebody(match: ClaimMatch) -> bool:
    """Whether it says of somebody what the ledger has of nobody: "several people are suspects"."""
    text = match.sentence.text
    if match.sentence.asks_beside(match.claim.text) or has_phrase("dispute_words", text):
        return False
    keys = [word.key for word in match.sentence.words]
    if negations(keys) or words("negating_words").intersection(keys):
        return False
    wordings = [match.claim.text, *(one.quote for one in match.claim.affirming if one.quote)]
    theirs = [_said_of(_NOBODY, wording) for wording in wordings]
    return bool(frozenset.intersection(*theirs) & _said_of(_SOMEBODY, text))


def _said_of(subject: re.Pattern[str], text: str) -> frozenset[tuple[str, str]]:
    """What a text says of a subject: the verb, and the stem of the first telling word behind it."""
    said: set[tuple[str, str]] = set()
    for found in subject.finditer(text):
        verb, *behind = split_words(text, found.end())[:_MOST_BEHIND]
        stem = next((word.stem for word in behind if word.stem and not word.key.endswith("ly")), "")
        said.add((_ONE_FORM.get(verb.key, verb.key), stem))
    return frozenset(said)


_MOST_BEHIND = 8
_ONE_FORM = {"are": "is", "were": "was", "have": "has"}


def _is_of_nobody(keys: Sequence[str]) -> bool:
    """Whether nobody is said to do something, whatever the time: "nobody in the firm was told"."""
    return keys[:1] == ["nobody"] and not {"before", "after", "else", "but", "except", "than"}.intersection(keys)


def _negates_verb(keys: list[str], of: frozenset[str] = frozenset()) -> bool:
    """Whether a "not" stands before a verb, or behind a "was", and denies that: not "was not the first but".

    A word behind it is `of` these stems, if any are given: "did not work" denies nothing of a claim without the word.
    """
    for place, key in enumerate(keys):
        following = keys[place + 1 : place + 1 + _MOST_WORDS_TO_VERB]
        if negations([key]) and following and following[0] not in NO_NEGATION:
            if of and of.isdisjoint(word_stems(" ".join(following))):
                continue
            before = key.removesuffix("n't") if key.endswith("n't") else "".join(keys[max(0, place - 1) : place])
            is_not = before in words("forms_of_be") and "but" not in keys
            return before in _BEFORE_VERB or is_not or any(map(is_verb, following))
    return False


def _denied_nouns(text: str) -> frozenset[str]:
    """The stems of the words of which a text says that there is none: "no sign", "without any damage" is another."""
    inside = split_words(text)
    return frozenset(after.stem for word, after in pairwise(inside) if word.key == "no" and after.stem)
