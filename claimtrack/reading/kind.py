"""What kind of claim a passage makes: an event, a figure, a pledge, a characterisation..."""

from __future__ import annotations

import re

from claimtrack.reading.acts import Act
from claimtrack.reading.label import Label
from claimtrack.reading.language import words
from claimtrack.reading.quantity import Quantity
from claimtrack.reading.who import Who

_WILL = re.compile(
    r"\b(?:will|would|shall|won[’']t|wouldn[’']t|[’']ll|is going to|are going to|was going to)\b", re.IGNORECASE
)
_SELF = re.compile(r"[\s“\"‘«]*(?:that\s+)?(?:it|they|he|she|we|i)\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:because of|caused by|due to(?! be\b)|sparked by|triggered by|the result of|resulted from"
    r"|was behind|were behind|is behind|are behind|to blame for|the cause of)\b",
    re.IGNORECASE,
)
_MOTIVE = re.compile(
    r"\b(?:motivated by|motive was|in retaliation for|in revenge for|in order to|so as to)\b", re.IGNORECASE
)
_MUST = re.compile(r"\b(?:must|should|ought to|needs? to|has to|have to)\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:will|would|shall|is|are|was|were|be|been|[’'](?:re|s|m|ll))\s+((?:[\w’'-]+\s+){0,3}[\w’'-]+)", re.IGNORECASE
)


def kind_of(
    said: str, act: Act, who: Who | None, figure: Quantity | None, label: Label | None, language: str = "en"
) -> str:
    """The kind of the claim that `said` makes: a word of `domain.words`."""
    if act.kind is not None and act.stance != "denies":
        return act.kind
    if _takes_position(said, who, language):
        return "position"
    if label is not None and label.called:
        return "characterisation"
    if _WILL.search(said) and not figure_in_past(said, figure):
        return "pledge" if who is not None and _promises(said, who, language) else "forecast"
    if figure is not None:
        return "figure"
    if _CAUSE.search(said):
        return "cause"
    if _MOTIVE.search(said):
        return "motive"
    if _MUST.search(said) and who is not None and "must" in said:
        return "call"
    return "event"


def figure_in_past(said: str, figure: Quantity | None) -> bool:
    """Whether a figure stands before any "will": "12 died and the search will go on"."""
    if figure is None:
        return False
    will = _WILL.search(said)
    return will is not None and figure.words in said[: will.start()] and " and " in said[: will.start()]


def _takes_position(said: str, who: Who | None, language: str) -> bool:
    """Whether the words say where the speaker stands: "it is closely monitoring the deployment"."""
    own = _SELF.match(said) is not None
    body = who is not None and who.speaker.speaks_for is not None
    if not own and not body:
        return False
    stems = words("position_verbs", language)
    for match in _VERB.finditer(said[:160]):
        for word in match[1].lower().split():
            if any(word.startswith(stem) for stem in stems):
                return True
    lead = _SELF.match(said)
    after = said[lead.end() : lead.end() + 60].lower().split() if lead else []
    return bool(after) and any(after[0].startswith(stem) for stem in stems)


def _promises(said: str, who: Who, language: str) -> bool:
    """Whether "will" is a promise: of the speaker's own doing, or of what a body can see to."""
    will = _WILL.search(said)
    if will is None:
        return False
    after = said[will.end() :].lower().split()
    verbs = [
        word.strip('“”",.') for word in after[:4] if word not in ("not", "also", "be", "have", "now", "never", "only")
    ]
    doable = bool(verbs) and any(verbs[0].startswith(stem) for stem in words("deeds", language))
    own = _SELF.match(said)
    if own is not None and own.end() >= will.start() - 14:
        return who.speaker.kind not in ("news-agency", "outlet") and verbs[:1] != ["be"]
    return doable and who.speaker.kind in ("organisation", "government", "military")
