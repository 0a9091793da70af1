"""What somebody said as a piece has it, and its words on their own: without marks at the ends, with a verb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimtrack.domain.text import tidy
from claimtrack.reading.cues.lexicon import ING, verb_forms
from claimtrack.reading.fields.label import LabelMention
from claimtrack.reading.proposals import DetectedAttribution, Spans
from claimtrack.reading.word_lists import one_of

_DOING = re.compile(r"(?!(?:any|every|some|no)thing\b)[a-z]{2,}ing\b")
EDGES = " \t\n,;:.—–-"
"""Characters at the ends of a passage that are no part of what it says."""
CLAUSE = re.compile(
    r"(?:(?!(?:that|who|which|whose)\s)[\w’'“”-]+\s+){0,8}?(?:is|are|was|were|has|have|had|will|would|should|must|can|could)\s"
)
"""What begins as a clause does, with a verb of its own within nine words: not "a bill that would"."""
_TO = ("to ", "not to ")


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said, before it is a sentence: the words of `content` in `text`, and what made them reported.

    `speaker` is who said it, as the claim names them; None where nobody is named; `several` tells that it is more than
    one. `label` is what the words call something; None where they call nothing so.
    """

    text: str
    words: str
    content: Spans
    attribution: DetectedAttribution
    speaker: str | None
    label: LabelMention | None
    several: bool = False

    @property
    def category(self) -> str:
        """The class of the verb in the lexicon."""
        return self.attribution.word.category

    @property
    def lemma(self) -> str:
        """The verb's entry in the lexicon."""
        return self.attribution.word.lemma

    @property
    def passive(self) -> bool:
        """Whether the verb is passive: "is feared dead"."""
        return self.attribution.word.passive

    @property
    def cue(self) -> str:
        """The verb as printed, with its auxiliaries."""
        return joined(self.text, self.attribution.cue)

    @property
    def is_clause(self) -> bool:
        """Whether the words have a verb of their own."""
        return CLAUSE.match(self.words) is not None

    @property
    def is_doing(self) -> bool:
        """Whether the words are what somebody did, as a participle: "taking bribes"; not "having taken bribes"."""
        doing = _DOING.match(self.words)
        if doing is None or doing[0] == "having":
            return False
        stated = self.text.endswith("that ", 0, self.content[0][0])
        form = verb_forms().get(doing[0]) if self.category == "deny" and not stated else None
        return not self.is_clause or (form is not None and ING in form.forms)  # "denied saying it was shut"

    @property
    def is_request(self) -> bool:
        """Whether somebody is asked, ordered or told to do something: "told them to leave", "called for calm"."""
        to_do = joined(self.text, self.content[-1:]) if self.passive else self.words  # "Staff were told by her to go"
        told = self.category in ("tell", "warn") and to_do.startswith(_TO)
        return told or self.category in ("call", "order", "ask")

    @property
    def heard(self) -> str:
        """The words, behind those who were told them where they are a question: "staff how to leave"."""
        hearers = self.attribution.addressee if self.attribution.complement == "question" else None
        return self.words if hearers is None else f"{joined(self.text, (hearers,))} {self.words}"

    @property
    def request(self) -> str:
        """The words; what somebody is to do with who it is: "the mayor to resign"."""
        addressee = self.attribution.addressee
        if addressee is None or not self.is_request or not self.words.startswith(_TO):
            return self.words
        return f"{joined(self.text, (addressee,))} {self.words}"


def joined(text: str, spans: Spans) -> str:
    """The words of the spans as one passage, without what stands at its ends."""
    parts = [text[start:end] for start, end in spans]
    for at, (start, _) in enumerate(spans[1:], 1):
        apart = "; " if text.endswith("; ", 0, start) else ", " if _DOING.match(parts[at]) else " "
        parts[at] = f"{apart}{parts[at]}"  # "It sank, killing nine"
    return without_stop(tidy("".join(parts)).lstrip(EDGES))


_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[^\W\d_]\.)+[^\W\d_]$")


def without_stop(words: str) -> str:
    """Words without the marks at their end, but for the stop of "4 a.m." and "the U.S."."""
    bare = words.rstrip(EDGES)
    return f"{bare}." if words[len(bare) : len(bare) + 1] == "." and _ABBREVIATED.search(bare) is not None else bare


def is_or_are(subject: str) -> str:
    """The subject with its verb: "The mayor is", "Ten people are"."""
    return f"{subject} {'are' if is_several(subject) else 'is'}"


def is_several(phrase: str) -> bool:
    """Whether a noun phrase is of several, so that "are" follows it."""
    last = re.sub(r"\s(?:of|in|from|at|who|with|to)\b.*", "", phrase).split()
    word = last[-1].strip("“”\"’'.,").lower() if last else ""
    plural = word in ("people", "police", "they", "them", "men", "women", "children") or (
        word.endswith("s") and not word.endswith(("ss", "us", "is", "ias")) and word not in ("gas", "news", "series")
    )
    return plural or " and " in phrase or _MANY.match(phrase) is not None or _SO_MANY.fullmatch(phrase) is not None


_MANY = re.compile(r"(?:many|few|several|both|those|these|others)\b", re.IGNORECASE)
"""How a phrase of several begins, whatever follows: "many of those hurt", not "most of the boat"."""
_SO_MANY = re.compile(
    rf"(?:(?:at least|at most|about|around|some|nearly|almost|up to|more than|over|fewer than|another) )?"
    rf"(?:\d[\d,]*|a dozen|half a dozen|a score|(?!one\b){one_of('number_words')})(?: (?:more|others))?",
    re.IGNORECASE,
)
"""A number of several that stands for them: "at least three", "a dozen"."""
