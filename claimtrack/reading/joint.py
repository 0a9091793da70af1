"""Joint sources: "The UN, US, UK and France" are four."""

from __future__ import annotations

import re

from claimtrack.domain.naming import has_name, is_plural
from claimtrack.reading.found import Span
from claimtrack.reading.language import words
from claimtrack.reading.names import Names

_AND = re.compile(r",?\s+(?:and|&|as well as|along with)\s+")
_COMMA = re.compile(r",\s+")
_BOTH = re.compile(r"(?:both|Both)\s+")
_OF = re.compile(r"\s(?:of|in|from|at|for|to|with|on|about|near|between|against)\s")
_WHO = re.compile(r"\b(?:who|which|whose|that)\b")
_ARTICLE = re.compile(r"(?:the|a|an|his|her|its|their|one|two|three|several|some|other)\s+", re.IGNORECASE)


def joint(text: str, span: Span, names: Names) -> list[Span]:
    """The sources of the phrase in the span, in order; itself where it is one source."""
    start, end = span
    both = _BOTH.match(text, start, end)
    start = both.end() if both else start
    if _WHO.search(text, start, end):
        return [span]
    cut = None
    clause = None
    for match in _AND.finditer(text, start, end):
        inside = any(m.span[0] < match.start() < m.span[1] for m in names.within(start, end))
        if not inside and _parts(text, start, match, end, names):
            cut = match
        elif not inside and match[0].startswith(",") and not _stands_alone(text[start : match.start()]):
            clause = match
    if cut is None and clause is not None and _stands_alone(text[clause.end() : end]):
        # "The dam was sound, and police": what stands before the comma is the end of another clause.
        return [(clause.end(), end)]
    if cut is None:
        return [span]
    if listed_group(text, (start, end)) is not None and not any(
        mention.entity.kind == "person" for mention in names.within(start, end)
    ):
        return [(start, end)]
    found = [*_listed(text, start, cut.start()), (cut.end(), end)]
    return [(start, end)] if _is_one_group(text, found) else found


def _is_one_group(text: str, members: list[Span]) -> bool:
    """Whether a list is of people whom nothing tells apart: "witnesses and medics"."""
    phrases = [text[slice(*span)] for span in members]
    first, *others = phrases
    plain = [first[:1].lower() + first[1:], *others]
    known = words("bodies") | words("pronouns") | words("state_bodies")
    return all(
        phrase.islower() and _ARTICLE.match(phrase) is None and is_plural(phrase) and phrase.split()[-1] not in known
        for phrase in plain
    )


def listed_group(text: str, span: Span) -> str | None:
    """What a group of several places or bodies is called, without an article; None for all else.

    "The ambassadors of Italy, France and Spain": "ambassadors of Italy, France and Spain".
    """
    said = _ARTICLE.sub("", text[slice(*span)], count=1)
    head = _OF.split(said, maxsplit=1)
    listed = len(head) > 1 and ", " in head[1] and _AND.search(head[1]) and not _WHO.search(said)
    members = re.split(r", (?:and )?| and ", head[1]) if listed else []
    named = all(member.removeprefix("the ")[:1].isupper() for member in members)
    return said if members and named and is_plural(head[0].lower()) and len(head[0].split()) < 3 else None


def _parts(text: str, start: int, match: re.Match[str], end: int, names: Names) -> bool:
    """Whether the words on both sides of an "and" are sources of their own."""
    left, right = text[start : match.start()], text[match.end() : end]
    if not left or not right:
        return False
    article = _ARTICLE.match(right)
    named = any(m.span[0] == match.end() or m.title for m in names.within(match.end(), end))
    if _OF.search(left.rsplit(",", 1)[-1]):
        # "officials in Kesra and Oressa" is one source; "residents of Kesra and the mayor" are two.
        own_place = bool(_OF.search(right)) and is_plural(right)
        return article is not None or own_place or (named and names.within(match.end(), end)[0].entity.kind == "person")
    return _stands_alone(left.rsplit(",", 1)[-1].strip()) and _stands_alone(right)


def _stands_alone(phrase: str) -> bool:
    """Whether a phrase can be a source: a name, a plural, a body, an office with an article, a pronoun."""
    bare = _ARTICLE.sub("", phrase, count=1)
    if has_name(phrase.removeprefix("The ").removeprefix("A ")):
        return True
    last = bare.split()[-1].lower() if bare.split() else ""
    if len(bare.split()) == 1 and last in words("bodies") | words("pronouns"):
        return True
    return bare != phrase or is_plural(bare.lower())


def _listed(text: str, start: int, end: int) -> list[Span]:
    """The members of a list parted by commas; what is said of a person stays with them."""
    found: list[Span] = []
    at = start
    for match in [*_COMMA.finditer(text, start, end), None]:
        stop = match.start() if match else end
        piece = text[at:stop]
        said_of = found and (re.match(r"(?:an?|the|his|her|its|their)\s+[^\W\d_]", piece) or piece[:1].isdigit())
        if said_of and not any(c.isupper() for c in piece.split(" ", 1)[-1][:1]):
            found[-1] = (found[-1][0], stop)
        elif piece.strip():
            found.append((at, stop))
        at = match.end() if match else stop
    return found
