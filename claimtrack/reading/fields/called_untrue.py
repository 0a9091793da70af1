"""Denials by what a clause is called: "said it was untrue that he lied", "said claims that he lied were false"."""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.reading.fields.figures.clause_verbs import finite_verbs
from claimtrack.reading.proposals import DetectedAttribution, Span
from claimtrack.reading.word_lists import one_of, words

WRONG = words("words_for_wrong")
INCORRECT = WRONG - {"wrong", "mistaken"}
BASELESS = frozenset(["without foundation", "without merit", "without basis", "without substance"])
NOT_TRUE = BASELESS | words("words_for_untrue") | {"not true"}
"""What somebody calls that which they deny, whatever it is."""

_WHOSE = r"(?:(?:all|both|any|such|the|an?|this|these|those|his|her|its|their)\s|(?:[\w-]+\s){0,3}?[\w-]+[’']s?\s)"
_NOUN = one_of("claim_nouns", "criticism_nouns", "version_nouns", "report_nouns")
_BY = r"(?:\s(?:by|from|in)\s[^,;:“”\"]{1,40}?)?"
_THAT = rf"{_WHOSE}{{0,2}}(?:[a-z-]+\s){{0,2}}?(?:{_NOUN}|idea|notion){_BY}\sthat\s"
_SURELY = rf"(?:(?!{one_of('adverbs_that_leave_open')}\b)[a-z]+ly|just|all)\s"
"""An adverb before what something is called, which leaves nothing open: "simply", not "partly" or "possibly"."""
_IS = rf"(?:is|was|are|were|[’'](?:s|re))\s(?:{_SURELY})?"
_LEAD = r"[\s“\"‘']*"
_IT_IS_UNTRUE = re.compile(
    rf"{_LEAD}it\s?{_IS}(?:an?\s)?(?P<label>(?:not\s)?[a-z]+)(?P<said>\sto\s(?:say|suggest|claim))?\s(?P<what>that\s)",
    re.IGNORECASE,
)
"""How words begin that call a clause behind them a lie: "it is untrue that", "it was false to say that"."""
_NO_TRUTH = re.compile(
    rf"{_LEAD}there\s?(?:is|was|[’']s)\s(?:[a-z]+ly\s)?no\s(?:truth|substance|basis|merit)(?:\swhatsoever)?"
    rf"\s(?:in|to|for)\s(?P<what>{_THAT})",
    re.IGNORECASE,
)
_DENIES = re.compile(
    rf"{_LEAD}(?:it|we|they|I)\s(?:(?:(?!{one_of('words_for_wrong', 'words_for_untrue')}ly\b)[a-z]+ly|had|has|have)\s)"
    r"{0,2}(?:den(?:y|ies|ied)|reject(?:s|ed)?|disputes?d?)\s"
    rf"(?=(?:that|any|[a-z]+ing)\s|{_WHOSE}{{0,2}}{_NOUN}\b)",
    re.IGNORECASE,
)
"""How words begin by which somebody says that they deny the rest: "told the Wire it denies claims that it hid it"."""
_IT_DENIES = re.compile(rf"(?={_LEAD}it\s){_DENIES.pattern}", re.IGNORECASE)
_CLAIM_THAT = re.compile(rf"{_LEAD}(?P<what>{_THAT})", re.IGNORECASE)
_LABEL = rf"[“\"‘']?(?:an?\s)?(?:{_SURELY})?[“\"‘']?(?P<label>not\strue|without\s[a-z]+|[a-z]+)[”\"’']?[.,]?[”\"’']?\Z"
_IS_FALSE = re.compile(rf"[”\"’',]?\s(?:{_IS}){_LABEL}", re.IGNORECASE)
_FALSE = re.compile(rf"[”\"’',]?\s(?:as\s)?{_LABEL}", re.IGNORECASE)
LEFT_OPEN = re.compile(
    rf"(?:\b{one_of('adverbs_that_leave_open')}|n[’']t|\bfar from|\banything but)\s"
    r"(?:[a-z]+ly\s|an?\s|the\s)?[“\"‘']?\Z",
    re.IGNORECASE,
)
"""What stands before such a word where it is not called so: "not entirely false", "far from baseless"."""
QUOTES = "“\"‘'"
_TAIL = 60
"""Characters at the end of a passage in which stands what it calls a claim."""


def as_denial(text: str, attribution: DetectedAttribution, *, by_person: bool) -> DetectedAttribution:
    """An attribution whose words call a clause untrue as the denial of that clause; any other as it is.

    `by_person` is whether whoever says it is a person who speaks for nobody, whom "it" is not: "she said it denies".
    """
    word = attribution.word
    if by_person and _IT_DENIES.match(text, *attribution.content[0]) is not None:
        return attribution
    if word.negated or word.passive or len(attribution.content) != 1:
        return attribution
    denied = None
    if word.category == "label":
        denied = _cut(text, attribution.content[0], _FALSE)
    elif attribution.complement in ("clause", "quote", ""):
        denied = _clause_called_untrue(text, attribution.content[0])
    if denied is None:
        return attribution
    that = text.find("that ", *denied)
    if that >= 0 and not finite_verbs(text[that : denied[1]]):
        return attribution  # "said claims that the books were false"
    if that >= 0 and (text[attribution.start - 1] in QUOTES or text[attribution.start] in QUOTES):
        denied = (that + len("that "), denied[1])
    return replace(
        attribution, content=(denied,), word=replace(word, lemma="deny", category="deny"), complement="clause"
    )


def _clause_called_untrue(text: str, content: Span) -> Span | None:
    it_is = _IT_IS_UNTRUE.match(text, *content)
    if it_is is not None:
        untrue = NOT_TRUE | (WRONG if it_is["said"] else INCORRECT)  # "it was wrong that they had to wait" judges
        return (it_is.start("what"), content[1]) if it_is["label"].lower() in untrue else None
    if (denies := _DENIES.match(text, *content)) is not None:
        return denies.end(), content[1]
    none = _NO_TRUTH.match(text, *content)
    return (none.start("what"), content[1]) if none is not None else _cut(text, content, _IS_FALSE)


def _cut(text: str, content: Span, ends: re.Pattern[str]) -> Span | None:
    """A claim with its clause, without what it is called behind: "the report that it hid him" of "… baseless"."""
    claim = _CLAIM_THAT.match(text, *content)
    if claim is None:
        return None
    called = ends.search(text, max(claim.end(), content[1] - _TAIL), content[1])
    if called is None or LEFT_OPEN.search(text, claim.end(), called.start("label")) is not None:
        return None
    untrue = called["label"].lower() in NOT_TRUE | WRONG | words("rejecting_words")
    return (claim.start("what"), called.start()) if untrue else None
