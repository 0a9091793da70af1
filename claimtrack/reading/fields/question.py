"""The question that a figure answers: who or what is counted, what befell them, and in which event."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from claimtrack.reading.fields.figure import Quantity
from claimtrack.reading.proposals import Span
from claimtrack.reading.word_lists import lines, words

_BEFORE = 28
"""Characters before a figure within which a verb has it as its object: "injuring another 40"."""
_WORD = re.compile(r"[^\W\d_]+")
_FAR = 60
_OF_THOSE = re.compile(r"\s+of (?:those|the|these)\s+[a-z]+(?:ed|ing|nded)?\b")
_GUNNED = re.compile(r"\b(?:gun|guns|gunned|cut) down\s$", re.IGNORECASE)
_LISTED = re.compile(
    r"\b(?P<verb>kill(?:s|ed|ing)|injur(?:es|ed|ing)|wound(?:s|ed|ing)|dead)\s[^.;:]{1,40}\b(?:and|plus)\s$",
    re.IGNORECASE,
)
"""A verb whose second object a figure begins: "injures 14 miners and two cooks"."""
_CLAUSE = re.compile(r"[.,;:“”\"]|\b(?:while|but|when|because)\b")
_THEN = re.compile(r"\s*(?:On that occasion|At that time|In that (?:crash|attack|year|case)|Back then)\b")
_TOLL = re.compile(r"\b(?:death toll|number of (?:dead|deaths)|the dead)\b", re.IGNORECASE)
_STOP = re.compile(r"[.;:“”\"]|,\s|\b(?:and|while|but|after|when|as|in|before|because)\b")
_BREAK = re.compile(r"[.;:,“”\"]|\b(?:and|while|but|after|when|before|because)\b")
_YEAR = re.compile(r"\b(?:[Ii]n|[Ss]ince|of)\s((?:1[89]|20)\d\d)\b")
_PREDICATE = re.compile(
    r"\s+(?P<what>(?:(?:is|are|was|were|has|have|had|may|might|could)\s)(?:[\w’'-]+\s?){1,9})", re.IGNORECASE
)
_CAPITALS = r"(?:[A-Z][\w’'-]*[ ,.]){1,3}"


@cache
def _tolls() -> dict[str, str]:
    """Every word that says what befell those who are counted -> how a question asks of it."""
    found = {}
    for line in lines("tolls"):
        asked, _, said = line.partition("|")
        for word in said.split():
            found[word] = asked.strip()
    return found


def toll_of(text: str, quantity: Quantity, within: Span) -> str | None:
    """What befell those a figure counts, as a question asks of it ("were killed"); None where nothing is said."""
    start, stop = quantity.span
    some_of = _OF_THOSE.match(text, stop, within[1])
    after = some_of.end() if some_of else stop
    before = _words(text, max(within[0], start - _BEFORE), start)
    last = before[-2] if len(before) > 1 and before[-1] in ("dead", "down") else next(reversed(before), "")
    if last in _tolls() and last.endswith(("ing", "ed", "s")):
        return _tolls()[last]
    if before[-1:] == ["dead"]:
        return "were killed"
    near = text[max(within[0], start - _FAR) : start]
    if _TOLL.search(near) or _GUNNED.search(near):
        return "were killed"
    cut = _STOP.search(text, after, within[1])
    clause = _CLAUSE.search(text, after, within[1])
    for end in (cut.start() if cut else within[1], clause.start() if clause else within[1]):
        for word in _words(text, after, end)[:9]:
            if word in _tolls():
                return _tolls()[word]
    listed = _LISTED.search(near)
    return _tolls().get(listed["verb"].lower()) if listed is not None else None


def _words(text: str, start: int, end: int) -> list[str]:
    return [match[0].lower() for match in _WORD.finditer(text, start, end)]


def question_of(text: str, quantity: Quantity, within: Span, event: str | None, published: str | None) -> str | None:
    """What a figure answers, in words; `within` is its clause, `event` what the piece is about.

    None where it is not plain what is counted, or the figure is no count.
    """
    if quantity.unit in ("%", "pp") or (quantity.unit or "").isupper():
        return None
    if quantity.words.lower() == "no" and re.search(r"\bsince\b", text[slice(*within)]):
        return None
    toll = toll_of(text, quantity, within)
    who = _who(quantity)
    if toll is not None and (quantity.people or who is None or toll == "were affected"):
        return f"How many {who or 'people'} {toll}{_where(text, within, event, published)}?"
    if who is None:
        return None
    at = text.find(who, quantity.span[1], within[1])
    predicate = _PREDICATE.match(text, at + len(who), within[1]) if at >= 0 else None
    if predicate is None:
        return None
    what = _BREAK.split(predicate["what"].strip())[0].strip()
    return f"How many {who} {what}?" if len(what.split()) > 1 else None


def _who(quantity: Quantity) -> str | None:
    said = quantity.counting or quantity.unit
    bare = re.sub(r"\b(?:others?|more|further|other)\b", "", said or "").strip()
    if not bare or bare.lower() in words("harm_nouns") | words("harm_participles"):
        return None
    return bare


def _where(text: str, within: Span, event: str | None, published: str | None) -> str:
    """In which event: of another year, that and the place; else the event of the piece."""
    year = _YEAR.search(text, *within)
    if year is None and _THEN.match(text, *within):
        year = next(reversed(list(_YEAR.finditer(text, max(0, within[0] - 240), within[0]))), None)
    if year is not None and year[1] != (published or "")[:4]:
        place = re.search(rf"\bin ({_CAPITALS})", text[within[0] : within[1]] + " ")
        named = re.sub(r"[\s,.]+$", "", place[1]) if place is not None else ""
        known = named and named.split()[0].lower() not in words("calendar_names")
        return (f" in {named}" if known else "") + f" in {year[1]}"
    return f" in {event}" if event else ""


_LEAD = 4000
_MOST_PLACES = 200
_GENERIC = frozenset(["accident", "disaster", "fire", "strike", "attack", "incident"])


def event_of(text: str, headline: Span | None) -> str | None:
    """What a piece is about, with its article ("the Ista ferry crash"); None where no event is named.

    The noun for an event that the piece has most, as fully as the piece calls it anywhere.
    """
    known = words("event_nouns")
    found: Counter[str] = Counter()
    places: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        lower = match[0].lower()
        if lower in known and len(places) < _MOST_PLACES:
            in_headline = headline is not None and match.start() < headline[1]
            found[lower] += (4 if in_headline else 1) + (lower not in _GENERIC)
            places.append(match)
    if not found:
        return None
    noun = max(found, key=lambda word: (found[word], word))
    called = Counter(_called(text, match) for match in places if match[0].lower() == noun)
    whole = [name for name in called if any(part[0].isupper() for part in name.split())]
    if whole:
        return "the " + max(whole, key=lambda name: (called[name], len(name), name))
    fullest = max(called, key=lambda name: (called[name], len(name), name))
    place = _place(text, [match for match in places if match[0].lower() == noun])
    return f"the {fullest}" + (f" in {place}" if place else "")


def _called(text: str, match: re.Match[str]) -> str:
    """The noun with the words before it that belong to its name: "Ista ferry crash"."""
    parts = [match[0].lower()]
    at = match.start()
    for _ in range(4):
        before = re.search(r"([^\W\d_][\w-]*) $", text[max(0, at - 24) : at])
        if before is None or before[1].lower() in _stops() or before[1].lower().endswith(("ed", "ing", "ly")):
            break
        at -= len(before[0])
        opens = not text[max(0, at - 2) : at].strip() or text[max(0, at - 2) : at].strip()[-1] in '.!?:“"'
        if opens and before[1][0].isupper():
            lower = before[1].lower()
            if re.search(rf"\b{re.escape(lower)}\b", text[:_LEAD]) is not None:
                parts.insert(0, lower)
            break
        parts.insert(0, before[1])
    return " ".join(parts)


@cache
def _stops() -> frozenset[str]:
    names = (
        "determiners", "prepositions", "conjunctions", "subordinators", "auxiliaries", "modals", "calendar_names",
        "subject_pronouns", "object_pronouns", "adverbs", "not_names", "number_words", "adjectives_before_nouns",
    )  # fmt: skip
    more = [
        "mass",
        "massive",
        "major",
        "fatal",
        "deadly",
        "deadliest",
        "huge",
        "big",
        "worst",
        "first",
        "terrible",
        "horrific",
    ]
    return frozenset(more).union(*(words(name) for name in names))


_AT = re.compile(rf"\s(?:in|at|near)\s(?P<place>(?:(?:north|south|east|west|central)\s)?{_CAPITALS})")


def _place(text: str, matches: list[re.Match[str]]) -> str | None:
    """Where it was: the first name behind "in", "at" or "near", close after the noun or in the piece's beginning."""
    spans = [(match.end(), match.end() + 60) for match in matches]
    for start, end in [*spans[:1], (0, 700), *spans[1:]]:
        for found in _AT.finditer(text[start:end].split("\n\n")[0] + " "):
            if found["place"].split()[0].lower() not in words("calendar_names"):
                return found["place"].strip(" ,.")
    return None


def same_question(one: str, other: str) -> bool:
    """Whether two questions ask for the same number: of whom, and what befell them; the event is not compared."""
    first, second = _asked(one), _asked(other)
    return first is not None and first == second


_HOW_MANY = re.compile(
    r"how many (?P<who>[\w’' -]+?) (?P<toll>were|are|was|have|had|has|died|is)\b(?P<rest>.*)", re.IGNORECASE
)
_PEOPLE = frozenset(["people", "persons", "person", "victims"])


def _asked(question: str) -> tuple[str, str, str] | None:
    """Who is asked for, what befell them, and the year or the named event where it is not the story's own."""
    match = _HOW_MANY.match(question)
    if match is None:
        return None
    rest = (match["toll"] + match["rest"]).lower()
    toll = next((_tolls()[word] for word in _WORD.findall(rest) if word in _tolls()), None)
    other = _YEAR.search(rest) or re.search(r"“([^”]+)”", rest)
    who = match["who"].lower()
    return None if toll is None else ("people" if who in _PEOPLE else who, toll, other[1] if other else "")
