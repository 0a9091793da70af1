"""The question that a figure answers: who or what is counted, what befell them, and in which event."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from claimtrack.domain.figures import without_increment
from claimtrack.domain.figures.tables import is_count
from claimtrack.reading.cues.lexicon import verb_forms
from claimtrack.reading.fields.event import is_event, may_be_same_event
from claimtrack.reading.fields.figures.asides import aside_behind
from claimtrack.reading.fields.figures.counted_clause import counted
from claimtrack.reading.fields.figures.figure import FIGURE_BEGINS, Quantity, quantities
from claimtrack.reading.fields.figures.figure_clauses import is_toll
from claimtrack.reading.fields.figures.figure_event import (
    CLAUSE,
    CONTEXT,
    is_of_another,
    is_of_no_one_event,
    other_year,
    period_of,
)
from claimtrack.reading.fields.figures.happenings import happening_of
from claimtrack.reading.fields.figures.parts_of_tolls import is_part
from claimtrack.reading.fields.figures.question_words import question_in_words
from claimtrack.reading.mentions.source_kinds import is_person_noun
from claimtrack.reading.proposals import Span
from claimtrack.reading.word_lists import lines, one_of, patterns, words

_BEFORE = 28
"""Characters before a figure within which a verb has it as its object: "injuring 40 people"."""
_FAR = 60
_MOST_WORDS = 9
"""Words after a figure within which what befell those it counts is said."""
_WORD = re.compile(r"[^\W\d_]+")
_VERB_ENDS = ("ed", "ing", "s", "hurt", "dead", "down")
"""What words end in that may have the number of people after them as their object."""
_OF_THOSE = re.compile(r"\s+of (?:those|the|these)\s+[a-z]+\b")
"""Behind a figure that counts some of those whom it goes on to name: "two of those hurt"."""
_SECOND = re.compile(r"\s[^.;:]{1,40}\b(?:and|plus)\s")
"""Between a verb and the figure that begins its second object: "injures 14 miners and two cooks"."""
_OTHER_SUBJECT = re.compile(
    rf"{CLAUSE.pattern}|\b(?:after|before|as) (?!(?:1[89]|20)\d\d\b)"
    rf"(?=(?:{FIGURE_BEGINS})|(?:the|an?|his|her|its|their)\b)"
)
"""Where a clause ends, or one begins that is about somebody else: "four were in the water after two boats sank"."""
_DOES_IT = re.compile(r"\b(?:which|that)\s$")
"""Before a verb whose subject is what is counted: "two attacks which affected 40 accounts"."""
_OF_OTHERS = re.compile(rf"\s(?=(?:{FIGURE_BEGINS}))(?!\w+ (?:hours?|days?|weeks?|months?|years?|minutes?)\b)")
_PASSIVE = re.compile(r"\b(?:was|were|been|being|be|is|are|got)(?: \w+)? $")
"""Before a verb, that it befell whoever is counted; without it others behind the verb: "two gunmen killed 13"."""
_TO_BE = re.compile(r"\b(\w+),? to be $")
"""Before a verb, that it has not befallen them yet: "40 prisoners to be freed", not "feared to be trapped"."""
_HAVE_BEEN = re.compile(r"(?<!where )(?:has|have|had) been $")
"""Before a verb that may stand far behind its subject: "residents of the camp above the pit have been moved"."""
_DEATH_TOLL = re.compile(r"\b(?:death toll|number of (?:dead|deaths)|the (?:[a-z]+ )?dead)\b", re.IGNORECASE)
_NUMBER_OF = re.compile(
    r"\b(?:number|count|tally|total|toll(?= of)) (?:of )?(?P<whom>[^.;:“”\"\d]{3,120}?)"
    r"\s(?:(?:is|was|are|were|has|have|had|at|to|as|by|stands|stood|rises|reached|reaches"
    rf"|{one_of('verbs_of_change')})"
    r"\b[^.;:“”\"]{0,40})?$",
    re.IGNORECASE,
)
"""Before a figure, those of whom it is the number: "the number of people killed has risen to"."""
_ON_BOARD = "were on board"
"""What is asked only where nothing else befell people: "20 people on board were hurt"."""
_STOP = re.compile(
    r"[.;:“”\"]|,\s|\b(?:and|while|but|after|when|as|in(?! (?:[\w’'-]+ ){0,2}hospitals?\b)|before|because)\b"
)
_BREAK = re.compile(
    r"[.;:,“”\"]|\b(?:of which|of whom|who|which|that)\b|\b(?:and|while|but|after|when|before|because)\b"
)
_BEFELL = one_of("participles_of_a_part")
_GROUP = re.compile(
    r"\s+of (?P<group>(?:(?:the|those|these) (?:[\w-]+ )?(?:dead|missing|bodies|victims|casualties|passengers|survivors"
    rf"|{_BEFELL})|(?:those|(?:the|these) (?:[\w-]+ ){{0,2}}[a-z]+) who (?:(?:have |had )?died"
    rf"|(?:(?:was|were|is|are)|(?:have|had) been) (?:[a-z]+ly )?{_BEFELL})(?: overnight| on [A-Z][a-z]+day)?))"
    r"(?P<predicate>(?: (?:is|are|was|were|has|have|had) [\w’' -]+)?)"
)
"""Behind a figure, that it counts a part of those who are counted otherwise: "three of the dead were children"."""
_HOSPITAL = re.compile(
    r"(?!(?:The|A|One|Its|In)\s[a-z])(?:[A-Z][\w’'.-]*\s)+"
    r"(?:[Hh]ospital|Infirmary|Clinic|Medical Cent(?:er|re))\b(?!,? and [A-Z])(?! or )"
)
"""One hospital by its name: who was taken there is a part of all who were taken to hospital."""
_RECORDS_OF = re.compile(
    r"\b(?:data|information|details|records|files|names|identities)(?: [\w-]+){0,2}"
    r" (?:of|on|from|about|belonging to) (?:the )?$"
)
"""Before those whose data something is said of: "the records of 40 patients"."""
_TAKEN = re.compile(rf"\b{one_of('data_theft_verbs')}\b")
"""What is done with the data of people by whoever they are kept from."""


def toll_of(text: str, quantity: Quantity, within: Span) -> str | None:
    """What befell those a figure counts, as a question asks of it ("were killed"); None where nothing is said."""
    start, stop = quantity.span
    number_of = _NUMBER_OF.search(text, max(within[0], start - CONTEXT), start)
    counted = _tolls_in(text, *number_of.span("whom")) if number_of is not None else []
    if counted:
        return counted[0].asked
    near = max(within[0], start - _FAR)
    said = _tolls_in(text, near, min(stop + _FAR, within[1]))
    verbs = [verb for verb in said if verb.end <= start and text[verb.start : verb.end].lower().endswith(_VERB_ENDS)]
    for verb in verbs:
        if start - verb.start <= _BEFORE and not text[verb.end : start].strip():
            return verb.asked
    if (around := next((one for one in said if one.start < start and stop < one.end), None)) is not None:
        return around.asked  # "sent 42 to hospital"
    if _DEATH_TOLL.search(text, near, start) or is_toll(text, quantity):
        return "were killed"
    some_of = _OF_THOSE.match(text, stop, within[1])
    aside = aside_behind(text, stop, within[1])
    after = some_of.end() if some_of else aside[1] if aside is not None else stop
    for end in (_STOP, _OTHER_SUBJECT):
        cut = end.search(text, after, within[1])
        tolls = _tolls_in(text, after, cut.start() if cut else within[1])
        for toll in ([toll for toll in tolls if toll.asked != _ON_BOARD] or tolls)[:1]:
            if _OF_OTHERS.match(text, toll.end, within[1]) and not _PASSIVE.search(text, after, toll.start):
                return None
            later = _TO_BE.search(text, after, toll.start)
            if _is_done_to_others(text, after, toll) or (later is not None and later[1].lower() not in verb_forms()):
                return None
            if _DOES_IT.search(text, after, toll.start):
                return None
            far = 1 + bool(_HAVE_BEEN.search(text, after, toll.start))
            if len(_WORD.findall(text, after, toll.start)) < _MOST_WORDS * far:
                return toll.asked
    return next((verb.asked for verb in verbs[::-1] if _SECOND.fullmatch(text, verb.end, start)), None)


def _is_done_to_others(text: str, after: int, toll: _Toll) -> bool:
    """Whether those counted did it to somebody else: "three gunmen killed a guard"; `after` is behind their number."""
    verb = text[toll.start : toll.end].lower()
    if not verb.endswith(_DONE_ENDS) or verb in _NEVER_DONE_TO or not text[after : toll.start].strip():
        return False
    return _OBJECT.match(text, toll.end) is not None and _PASSIVE.search(text, after, toll.start) is None


_DONE_ENDS = ("ed", "hurt", "hurts", "kill", "kills")
_NEVER_DONE_TO = frozenset(["died", "perished", "drowned"])
_OBJECT = re.compile(
    rf"\s(?:him|them|(?:the|an?|his|her|its|their)(?! (?:(?:same|previous|next|following|other) )?"
    rf"(?:{one_of('periods')}|{one_of('times_of_day')}|day|night|week|month|year|hour|minute)\b))\b"
)
"""Behind a verb, whom somebody did it to; no time, as in "40 injured the day before"."""


class _Toll(NamedTuple):
    """Where words say what befell people, and how a question asks of it."""

    start: int
    end: int
    asked: str


def _tolls_in(text: str, start: int, end: int) -> list[_Toll]:
    """What befell people, as often as a stretch of text says it; in order, the whole of words that stand together."""
    found = (
        (match.span(), asked) for pattern, asked in patterns("tolls") for match in pattern.finditer(text, start, end)
    )
    tolls: list[_Toll] = []
    for toll in sorted((_Toll(*span, asked) for span, asked in found), key=lambda one: (one.start, -one.end)):
        if not tolls or toll.start >= tolls[-1].end:
            tolls.append(toll)
    return tolls


def question_of(
    text: str,
    quantity: Quantity,
    within: Span,
    event: str | None,
    published: str | None,
    speaker: str | None = None,
) -> str | None:
    """What a figure answers, in words; `within` is its clause, `event` what the piece is about, `speaker` who gives it.

    A part of those who are counted in the event is asked for by itself. None where it is not plain what is counted, or
    the figure is no count.
    """
    if quantity.unit in ("%", "pp") or (quantity.unit or "").isupper():
        return None
    whole, opens = within, within[0]
    within = max(within[0], quantity.span[0] - CONTEXT), min(within[1], quantity.span[1] + CONTEXT)
    if quantity.words.lower() == "no" and re.search(r"\bsince\b", text[slice(*within)]):
        return None
    toll = toll_of(text, quantity, within) if is_count(quantity.unit) else None
    of_records = _RECORDS_OF.search(text, max(0, quantity.span[0] - _FAR), quantity.span[0]) is not None
    if of_records:
        toll = "were affected" if toll is None and _TAKEN.search(text, *within) else toll
    part = _GROUP.match(text, quantity.span[1], within[1])
    if part is not None and not _tolls_in(part["predicate"], 0, len(part["predicate"])):
        said = part["predicate"].strip()
        return f"How many of {part['group']} {_BREAK.split(said)[0].strip()}?" if len(said.split()) > 1 else None
    if is_part(text, quantity, whole, event, toll) or (
        toll is not None and is_of_no_one_event(text, quantity, whole, event)
    ):
        return None
    if toll == "were killed" and _is_of_those_hurt(text, quantity):
        return None
    if without_increment(quantity.words) != quantity.words and not _is_whole(text, quantity, toll):
        return None
    who = counted(quantity)
    if toll is not None and _counts_people(quantity, toll):
        year = other_year(text, quantity, within, opens, published)
        if year is None and is_of_another(text, quantity, within, event, published):
            return None
        if year == "":
            return None  # "14 died in 2006": nobody can tell in what
        at = happening_of(text, quantity, within, event, toll) if year is None else event
        if at == "":
            return None
        where = f" {_link(toll)} {at}" if at else ""
        at_hospital = _HOSPITAL.search(text, *within) or _HOSPITAL.search(speaker or "")
        if toll == "were injured" and at_hospital is not None:
            received = _RECEIVED.search(text, max(within[0], quantity.span[0] - _BEFORE), quantity.span[0])
            toll = "were taken to hospital" if received is not None else toll
        if toll in ("were taken to hospital", "were treated"):
            how = "were taken to" if toll != "were treated" else "were treated at"
            toll = f"{how} {at_hospital[0]}" if at_hospital is not None else toll
        return f"How many {who or 'people'} {toll}{where if year is None else year}?"
    return None


_OF_WHOM = re.compile(r"\s+of (?:whom|them)\b")
_RECEIVED = re.compile(r"\b(?:received|receiving|taken in|took in|had|seen) $")
"""Before the injured that a hospital counts: only those who came there."""


def _is_of_those_hurt(text: str, quantity: Quantity) -> bool:
    """Whether a figure counts the dead among those whom something else befell: "received 47 hurt, two of whom died"."""
    start, stop = quantity.span
    if _OF_WHOM.match(text, stop) is None:
        return False
    begin = max(text.rfind(mark, max(0, start - CONTEXT), start) for mark in (". ", "\n")) + 1
    before = {one.asked for one in _tolls_in(text, max(begin, start - CONTEXT), start)}
    return bool(before - {"were killed", _ON_BOARD, "were affected", "were trapped"})


def _counts_people(quantity: Quantity, toll: str) -> bool:
    """Whether those whom something befell are people, or whatever was affected."""
    if toll == "were affected":
        return quantity.people or counted(quantity) is not None
    return quantity.people or counted(quantity) is None


def is_left_to_words(text: str, quantity: Quantity, within: Span, event: str | None) -> bool:
    """Whether only the words of its claim say what a figure answers: it counts nobody whom anything befell.

    None of a part of those counted, or of a length of time in which people were killed.
    """
    if quantity.unit in ("%", "pp") or (quantity.unit or "").isupper():
        return True
    whole = within
    within = max(within[0], quantity.span[0] - CONTEXT), min(within[1], quantity.span[1] + CONTEXT)
    if _GROUP.match(text, quantity.span[1], within[1]):
        return False
    if without_increment(quantity.words) != quantity.words:
        return True
    toll = toll_of(text, quantity, within) if is_count(quantity.unit) else None
    if toll is None or is_part(text, quantity, whole, event, toll):
        return True
    return not _counts_people(quantity, toll) and not is_of_no_one_event(text, quantity, whole, event)


def question_of_other_time(
    text: str, claim: str, quantity: Quantity, within: Span, event: str | None, published: str | None
) -> str | None:
    """What a figure of another year, or of a length of time, answers in the words of its claim, with that time.

    "83 miners died at work last year": nothing that the event befell.
    """
    near = max(within[0], quantity.span[0] - CONTEXT), min(within[1], quantity.span[1] + CONTEXT)
    period = period_of(text, quantity, within, event)
    if period is None and other_year(text, quantity, near, within[0], published) is None:
        return None
    question = question_of_claim(claim, quantity, text)
    begins = _LEADING_TIME.match(claim)
    if question is not None and begins is not None and not _OTHER_TIME.search(question):
        question = f"{question.rstrip('?')} {_time(begins)}?"
    told = _OTHER_TIME.search(question) if question is not None else None
    if question is None or told is None or _THERE.search(question) is not None:
        return None
    besides = question[: told.start()].lower().split()[:-1]
    return question if not words("prepositions").isdisjoint(besides) else None  # "12 were killed in 2006"


def _time(begins: re.Match[str]) -> str:
    """When it was, as a question ends in it: "last year", "in 2012"."""
    return begins["time"].lower() if begins["time"] else f"in {begins['since']}"


_LEADING_TIME = re.compile(
    r"(?P<time>(?:In|Since) (?:1[89]|20)\d\d|(?:Last|This) year|Each year|Every year),?\s"
    r"|[^,]*\bsince (?P<since>(?:1[89]|20)\d\d), when\s"
)
"""How a claim begins that tells first of which time it is: "In 1966, 20 people drowned"."""
_OTHER_TIME = re.compile(
    r"\b(?:(?:1[89]|20)\d\d|(?:last|this) (?:year|decade|season)"
    r"|(?:each|every|an?|per) (?:year|season|month|week|day)|annually"
    r"|(?:in|over|during|for) the (?:past|last) (?:[\w-]+ )?(?:years?|decades?|months))\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"\b(?:there|here|it|its|that|this(?! (?:year|month|week|decade|season)))\b")


def question_of_claim(claim: str, quantity: Quantity, piece: str) -> str | None:
    """What a figure answers in the words of a claim that it is in; None where they say nothing of what it counts."""
    same = [one for one in quantities(claim, (0, len(claim))) if one.words.lower() == quantity.words.lower()]
    if len(same) != 1:
        return None
    given = same[0] if same[0].unit is not None else replace(same[0], unit=quantity.unit, people=quantity.people)
    return question_in_words(claim, given, (0, len(claim)), piece)


def _is_whole(text: str, quantity: Quantity, toll: str | None) -> bool:
    """Whether an increment is all of its kind: "40 more were hurt" where what is said before counts only dead."""
    start = quantity.span[0]
    near = max(0, start - CONTEXT)
    begin = max(near, text.rfind("\n", near, start) + 1)
    before = [one.asked for one in _tolls_in(text, begin, start) if text[one.end : start].strip()]
    return bool(before) and toll is not None and toll not in before


_ONE = re.compile(r"(?P<who>[\w’' -]+?) (?P<be>were|are|have)\b")


_INVERTED = re.compile(rf"\b(?:{one_of('modals')}|did|do|does|has|have|had)\b", re.IGNORECASE)


def is_answered_in_words(question: str) -> bool:
    """Whether the words of a question make a claim with its figure: not those of "how many did the firm sell"."""
    return _INVERTED.search(question) is None


def answer_in_words(figure: str, question: str) -> str:
    """The claim that a figure makes as the answer to its question: "18 others were hurt in the Ista fire"."""
    asked = question.removeprefix("How many ").rstrip("?")
    if figure.lower().endswith(("others", "more")):
        asked = asked.removeprefix("people ")
    if figure.lower() in ("one", "1") and (several := _ONE.match(asked)) is not None:
        be = {"were": "was", "are": "is", "have": "has"}[several["be"]]
        return f"{figure} {_singular(several['who'])} {be}{asked[several.end() :]}"
    link = " of" if re.search(r"(?:dozens|scores|hundreds|thousands|millions)$", figure, re.IGNORECASE) else ""
    return f"{figure}{link} {asked}"


def _singular(nouns: str) -> str:
    """Nouns as they stand behind "one": "man" for "men"."""
    for several, one in (("people", "person"), ("children", "child"), ("men", "man"), ("ies", "y"), ("s", "")):
        if nouns.endswith(several) and not nouns.endswith("ss"):
            return nouns[: -len(several)] + one
    return nouns


def same_question(one: str, other: str) -> bool:
    """Whether two questions may ask for the same number: of the same people, what befell them, and in which event.

    What one says of the event and the other does not is no difference.
    """
    first, second = _asked(one), _asked(other)
    return first is not None and second is not None and first.who == second.who and _of_same_event(first, second)


def asks_what_befell(question: str) -> bool:
    """Whether a question asks how many people something befell, so that a figure makes a sentence with its words."""
    return _asked(question) is not None


def asks_for_people(question: str) -> str | None:
    """A question that asks for some sort of people ("shoppers"), asking for people; None where it does already.

    None also of one that asks for nothing that befalls people.
    """
    asked = _asked(question)
    if asked is None or asked.who == "people" or asked.other:
        return None
    return re.sub(r"(?<=^How many ).+?(?= (?:were|are|was|have|had|has|died|is)\b)", "people", question)


def counts_part_of(one: str, other: str) -> bool:
    """Whether one of two questions may ask for some of those whom the other asks for, or both for all of them.

    People and "members of the crew", or "crew" and "members of the crew", killed in one event.
    """
    first, second = _asked(one), _asked(other)
    if first is None or second is None or first.who == second.who or not _of_same_event(first, second):
        return False
    if may_be_same_people(first.who, second.who):
        return True
    ours, theirs = (frozenset(_WORD.findall(asked.who)) for asked in (first, second))
    return "people" in (first.who, second.who) or ours <= theirs or theirs <= ours


_ANYBODY = frozenset(["people", "men", "suspects", "victims", "casualties"])
"""Nouns for people of whom another piece may say more."""
_NOT_ANYBODY = frozenset(["women", "girls", "children", "boys", "babies"])


def may_be_same_people(one: str, other: str) -> bool:
    """Whether two plural nouns may be of the same people: "passengers" and "travellers", "people" and "miners"."""
    first, second = one.rpartition(" ")[2].lower(), other.rpartition(" ")[2].lower()
    if any(first in line.split() and second in line.split() for line in lines("people_by_other_names")):
        return True
    for anybody, somebody in ((one.lower(), second), (other.lower(), first)):
        if anybody in _ANYBODY and is_person_noun(somebody) and somebody not in _NOT_ANYBODY:
            return True
    return False


_EVENT_ASKED = re.compile(
    r"(?P<before>how many .+?) (?P<link>in|after|before) (?P<event>the (?P<words>(?!\d)[^?“”]+))\?", re.IGNORECASE
)


def event_asked(question: str) -> str | None:
    """The event that a question names at its end, with its article; None where it names none, or another year."""
    match = _EVENT_ASKED.fullmatch(question)
    return match["event"] if match is not None and is_event(match["words"]) else None


def with_event(question: str, event: str) -> str:
    """A question of a number of people, asked of another event than it names, or of this one where it names none.

    Itself where it is of another year, or asks for nothing that befalls people.
    """
    match = _EVENT_ASKED.fullmatch(question)
    if match is not None and is_event(match["words"]):
        return f"{match['before']} {match['link']} {event}?"
    asked = _asked(question)
    if asked is None or asked.other or _WORD.search(asked.rest, asked.toll_end):
        return question
    return f"{question.rstrip('?')} {_link(asked.toll)} {event}?"


def _link(toll: str) -> str:
    return "before" if toll == _ON_BOARD else "after" if toll.startswith(("are still", "are in")) else "in"


_HOW_MANY = re.compile(
    r"how many (?!(?:more|other) )(?P<who>[\w’' -]+?) (?P<toll>were|are|was|have|had|has|died|is)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_PEOPLE = frozenset(["people", "persons", "person", "victims"])


class _Asked(NamedTuple):
    """A question for a number of people.

    `who` is asked for, `toll` what befell them, `other` the year, the event in quote marks or the hospital if any,
    `rest` the words from the toll on, `toll_end` where those begin that name the event.
    """

    who: str
    toll: str
    other: str
    rest: str
    toll_end: int


def _of_same_event(one: _Asked, other: _Asked) -> bool:
    return one.toll == other.toll and one.other == other.other and may_be_same_event(one.rest, other.rest)


def _asked(question: str) -> _Asked | None:
    match = _HOW_MANY.match(question)
    if match is None:
        return None
    rest = match["toll"] + match["rest"]
    toll = next(iter(_tolls_in(rest, 0, len(rest))), None)
    if toll is None:
        return None
    other = (
        re.search(f"({_OTHER_TIME.pattern})", rest)
        or re.search(r"“([^”]+)”", rest)
        or re.search(f"({_HOSPITAL.pattern})", rest)
    )
    who = match["who"].lower()
    return _Asked(
        "people" if who in _PEOPLE else who,
        toll.asked,
        other[1].lower() if other else "",
        rest[toll.start :],
        toll.end - toll.start,
    )
