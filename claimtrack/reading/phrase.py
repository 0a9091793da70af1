"""The words that name a source, taken apart: article, head, whose it is, whom it speaks for, names in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimtrack.reading.found import Span
from claimtrack.reading.language import lines, table, words
from claimtrack.reading.names import Mention, Names

_ARTICLE = re.compile(r"(the|an?|its|his|her|their|our|one|another|this|that)\s+", re.IGNORECASE)
_SOME_OF = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+|some|many|most|several|both|all|none|few|dozens|hundreds)"
    r"\s+of\s+(?:the|these|those|his|her|their|its)\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*(?:,|\(|–|—|:|\bwho\b|\bwhich\b|\bwhose\b|\bsaid\b)")
_OF = re.compile(
    r"\s(?:(?:seen|obtained|reviewed|viewed|read|heard|examined|issued|published|released|written|signed|sent|posted)\s)?"
    r"(of|for|at|in|from|by|with|to|on|close to|familiar with|near|within|inside)\s+"
)
_FROM = re.compile(r"\s(?:of|for|from|by|at|in|with)\s+(?:the\s+)?$|\son behalf of\s+(?:the\s+)?$")
_EDGE = ' \t\u00a0,;:.—–-“”"()'


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source phrase. `core` is the span of its head without article and additions, `words` its text.

    `article` in lower case ("" without one). `head` is the noun that says what it is, in lower case, or the last word
    of a name. `owner` is whose it is ("Oressa’s"), `of` what it belongs to ("for the Coast Institute"): spans.
    `mention` is the name it is, when it is a name.
    """

    span: Span
    core: Span
    words: str
    article: str
    head: str
    owner: Span | None
    of: Span | None
    mention: Mention | None

    @property
    def low(self) -> str:
        """Its core in lower case."""
        return self.words.lower()


def trim(text: str, span: Span) -> Span:
    """The span without white space and punctuation at its edges."""
    start, end = span
    while start < end and (text[start] in _EDGE or text[start].isspace()):
        start += 1
    while (
        end > start
        and (text[end - 1] in _EDGE or text[end - 1].isspace())
        and not (text[end - 1] == "." and text[end - 2 : end - 1].isupper())
    ):
        end -= 1
    return start, end


def phrase(text: str, span: Span, names: Names) -> Phrase:
    """Take the phrase in the span apart."""
    span = trim(text, span)
    start, end = span
    article = _ARTICLE.match(text, start, end)
    at = article.end() if article and article.end() < end else start
    some = _SOME_OF.match(text, start, end)
    at = some.end() if some else at
    tail = _TAIL.search(text, at + 1, end)
    stop = tail.start() if tail else end
    mentions = names.within(start, end)
    mention = _head_mention(text, at, stop, end, mentions)
    of_match = None if mention else _OF.search(text, at, stop)
    core_end = of_match.start() if of_match else stop
    owner = None
    for owned in mentions:
        if owned.owns and owned is not mention and owned.span[1] + 2 < core_end and owned.span[0] <= at + 24:
            owner = (owned.span[0] - (len(owned.title) + 1 if owned.title else 0), owned.span[1])
            at = owned.span[1] + 2
            while at < core_end and (text[at] in " ’'s" and not text[at - 1 : at].isspace()):
                at += 1
    core = trim(text, mention.span if mention else (at, core_end))
    said = text[core[0] : core[1]]
    head = said.split()[-1].lower() if said.split() else ""
    of = trim(text, (of_match.end(), stop)) if of_match else None
    return Phrase(
        span, core, said, article[1].lower() if article and at > start and not some else "", head, owner, of, mention
    )


def _head_mention(text: str, at: int, stop: int, end: int, mentions: list[Mention]) -> Mention | None:
    """The name that the phrase is: a person first; nobody whose it merely is, or for whom it speaks."""
    heads = [mention for mention in mentions if _is_head(text, at, stop, end, mention)]
    for mention in heads:
        if mention.entity.kind == "person":
            return mention
    if heads and (heads[0].span[0] < stop or re.fullmatch(r"[ ,]*(?:the )?", text[stop : heads[0].span[0]])):
        return heads[0]
    return None


def _is_head(text: str, at: int, stop: int, end: int, mention: Mention) -> bool:
    start, finish = mention.span
    if mention.owns and finish + 2 < end and re.match(r"[’']s?\s+[^\W\d_]", text[finish : finish + 4]):
        return False
    lead = text[at : max(at, start - (len(mention.title) + 1 if mention.title else 0))]
    since = lead.rsplit(",", 1)[-1]
    if _OF.search(" " + since) or _FROM.search(" " + since):
        return False
    follows = re.match(r"\s([a-z][\w-]+)", text[finish:end])
    if follows is None or finish >= stop:
        return True
    verbs = words("past") | words("auxiliary") | words("modal")
    if mention.entity.kind == "person" and (follows[1] in verbs or follows[1].endswith("ed")):
        return True
    return _is_carrier_word(follows[1]) or follows[1] in ("of", "for", "in", "from", "at", "on", "and")


def _is_carrier_word(word: str) -> bool:
    return any(word == mark.split()[0] for mark in table("carriers"))


def is_spokes(said: Phrase, language: str = "en") -> str | None:
    """The word for whoever speaks for a body that ends the phrase; None where it is no such phrase."""
    for word in sorted(lines("spokespeople", language), key=len, reverse=True):
        if said.low == word or said.low.endswith(" " + word):
            return word
    return None


def is_record(said: Phrase, language: str = "en") -> bool:
    """Whether the phrase names a document, figures, a study."""
    return said.mention is None and said.head in words("record_words", language)


def is_message(said: Phrase, language: str = "en") -> bool:
    """Whether the phrase names something put out by somebody: a statement, a post."""
    return said.mention is None and said.head in words("message_words", language)
