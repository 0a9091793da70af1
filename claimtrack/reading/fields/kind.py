"""What kind of claim a passage makes: an event, a figure, a pledge, a characterisation..."""

from __future__ import annotations

import re

from claimtrack.reading.cues.lexicon import SpeechAct
from claimtrack.reading.fields.figures.figure import Quantity
from claimtrack.reading.fields.label import LabelMention
from claimtrack.reading.mentions.discourse_history import ResolvedSource
from claimtrack.reading.mentions.pronouns_in_speech import is_speaker
from claimtrack.reading.word_lists import words

_WILL = re.compile(
    r"\b(?:will|would(?:n[’']t)?(?! (?:\w+ )?have\b)|shall|won[’']t|[’']ll|is going to|are going to|was going to)\b",
    re.IGNORECASE,
)
_SELF = re.compile(r"[\s“\"‘«]*(?:that\s+)?(?:it|they|he|she|we|i)\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:because of|caused by|due to(?! be\b)|sparked by|triggered by|the result of|resulted from"
    r"|was behind|were behind|is behind|are behind|(?:is|are|was|were|be|been) (?:\w+ )?to blame|to blame for"
    r"|the cause of)\b",
    re.IGNORECASE,
)
_MOTIVE = re.compile(
    r"\b(?:motivated by|motive was|in retaliation for|in revenge for|in order to|so as to)\b", re.IGNORECASE
)
_MUST = re.compile(r"\bmust\b(?!\s(?:\w+\s)?have\b)", re.IGNORECASE)
_SHOULD = re.compile(
    r"(?:(?!\b(?:who|which|that|what|whether|if|when|how|why|where|because)\b)[^;:])*?"
    r"\b(?:should|ought)(?!\s(?:\w+\s)?have\b)(?:n[’']t)?\b",
    re.IGNORECASE | re.DOTALL,
)
"""What somebody says should be done: in the main clause, and not what should have been done."""
_SYMPATHY = re.compile(
    r"\b(?:thoughts|hearts?|prayers|condolences|sympath(?:y|ies))\s(?:\w+\s){0,2}?(?:with|out to|to)\b", re.IGNORECASE
)
_JUDGED = re.compile(
    r"(?:is|are|was|were|be|been|[a-z][’'](?:s|re))\s(?P<words>[\w’'-]+(?:\s[\w’'-]+){0,4}?)"
    r"(?=[,.!?“”\"]|$|\s(?:that|to|for|of|in|on|at|and|when|how|what)\b)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:will|would|shall|is|are|was|were|be|been|[’'](?:re|s|m|ll))\s+((?:[\w’'-]+\s+){0,3}[\w’'-]+)", re.IGNORECASE
)


def claim_kind(
    statement: str, act: SpeechAct, source: ResolvedSource | None, figure: Quantity | None, label: LabelMention | None
) -> str:
    """The kind of the claim that `statement` makes: a word of `domain.vocabulary`."""
    judged = judges(statement, label)
    if act.kind is not None and act.stance != "denies":
        return "position" if judged and act.kind == "characterisation" else act.kind
    if judged or _takes_position(statement, source):
        return "position"
    if label is not None and label.called:
        return "characterisation"
    if _WILL.search(statement) and not figure_in_past(statement, figure) and not _tells_and_will(statement):
        return "pledge" if source is not None and _promises(statement, source) else "forecast"
    if figure is not None:
        return "figure"
    if _CAUSE.search(statement):
        return "cause"
    if _MOTIVE.search(statement):
        return "motive"
    if _MUST.search(statement) and source is not None:
        return "call"
    return "position" if _SHOULD.match(statement) else "event"


_AND = re.compile(r"\b(?:and|but)\s(?:it\s|they\s|he\s|she\s)?(?:\w+ly\s)?$")
_TELLS = re.compile(r"\b(?:is|are|was|were|has|have|had|did|[a-z]{3,}ed)\b")


def _tells_and_will(statement: str) -> bool:
    """Whether a statement first tells what is or was: "it had followed the drawings and would help"."""
    will = _WILL.search(statement)
    if will is None:
        return False
    joint = _AND.search(statement, 0, will.start())
    return joint is not None and _TELLS.search(statement, 0, joint.start()) is not None


def figure_in_past(statement: str, figure: Quantity | None) -> bool:
    """Whether a figure stands before any "will": "12 died and the search will go on"."""
    if figure is None:
        return False
    will = _WILL.search(statement)
    return will is not None and figure.words in statement[: will.start()] and " and " in statement[: will.start()]


def _takes_position(statement: str, source: ResolvedSource | None) -> bool:
    """Whether the words say where the speaker stands or what they feel: "it is monitoring the river", "we are sad"."""
    if _SYMPATHY.search(statement):
        return True
    lead = _SELF.match(statement)
    if lead is None and (source is None or source.hop.speaks_for is None):
        return False
    verbs = [word for match in _VERB.finditer(statement[:160]) for word in match[1].lower().split()]
    verbs += statement[lead.end() : lead.end() + 60].lower().split()[:1] if lead else []
    stems = tuple(words("position_verb_stems"))
    return any(verb.startswith(stems) for verb in verbs)


def judges(statement: str, label: LabelMention | None) -> bool:
    """Whether the words say what the speaker thinks of somebody or something: nothing that could be verified.

    So they do where what it is called, or is said to be, ends in a word of praise or blame: "the plan is a disgrace".
    """
    said = _JUDGED.search(statement[:160])
    words_said = label.text if label is not None and label.called else said["words"] if said is not None else ""
    judging = [word for word in words_said.lower().split() if word not in words("general_nouns")]
    of = next((at for at, word in enumerate(judging) if at and word in words("prepositions")), len(judging))
    return not words("words_of_judgement").isdisjoint((*judging[-1:], *judging[of - 1 : of]))


_BEFORE_VERB = ("not", "also", "be", "have", "now", "never", "only")


def _promises(statement: str, source: ResolvedSource) -> bool:
    """Whether "will" is a promise: of the speaker's own doing, or of what a body can see to."""
    will = _WILL.search(statement)
    if will is None:
        return False
    after = statement[will.end() :].lower().split()
    verb = next((word.strip('“”",.') for word in after[:4] if word not in _BEFORE_VERB), "")
    own = _SELF.match(statement)
    pronoun = own[0].strip(' “"‘«').split()[-1].lower() if own is not None else ""
    if pronoun == "it" and not source.is_body and source.hop.speaks_for is None:
        return False  # "He warned that it would take ten years"
    if pronoun in ("he", "she") and (source.gender or source.may_be_other) and not is_speaker(pronoun, source):
        return False  # "She said he would give evidence"
    if own is not None and own.end() >= will.start() - 14:
        return source.hop.kind not in ("news-agency", "outlet") and verb != "be"
    doable = verb.startswith(tuple(words("promise_verb_stems")))
    return doable and source.hop.kind in ("organisation", "government", "military")
