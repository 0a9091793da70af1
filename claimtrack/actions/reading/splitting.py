"""A proposed claim parted in two where its passage says two things."""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.editing import FIELDS, as_claim, quoting, with_words
from claimtrack.actions.reading.proposal_items import Item, ProposedClaim, with_item
from claimtrack.domain.anchors import find_passages
from claimtrack.domain.text import holds_words, tidy

_SECOND = re.compile(
    r"(?:[,;:]\s|\s[–—-]\s|\s)(?=(?:and|but|while|whereas|although|though|which|who|as|after|since|because)\s)|[;:,]\s"
    r"|(?<=[a-z\d)][.!?])[”\"’']?\s+(?=[“\"‘'A-Z])"
)
_JOINER = re.compile(r"(?:and|but|while|whereas|although|though)\s+")
_JOINED = re.compile(r"\b(?:and|but|while|whereas|although|though)$", re.IGNORECASE)
_BETWEEN = " \t\r\n,;:–—-"
"""What may stand between two parts of a passage."""
_NEAR = 8
"""Characters before a part in which a sentence ends."""
MOST_PARTS = 9
"""Places at which a passage may be parted that are listed."""


def second_parts(proposed: ProposedClaim, article: Article) -> dict[str, int]:
    """Where a passage may be parted: the words of its second part, and where they begin in the text.

    Those that are a sentence stand first, then those that a conjunction begins: there two claims meet most often.
    """
    text, end = article.text, proposed.end
    places = dict.fromkeys(match.end() for match in _SECOND.finditer(text, proposed.start, end))
    sentences = [at for at in places if text[max(0, at - _NEAR) : at].rstrip("”\"’' \t\n").endswith((".", "!", "?"))]
    joined = [at for at in places if at not in sentences and _JOINER.match(text, at) is not None]
    joined = list(dict.fromkeys((*sentences, *joined, *places)))
    return {tidy(article.text[at:end]): at for at in joined[:MOST_PARTS]}


def place_of_part(proposed: ProposedClaim, typed: str, article: Article) -> int | None:
    """Where words begin that are typed for the second part of a passage, past a word that joins; None where nowhere."""
    listed = second_parts(proposed, article)
    own = article.text[proposed.start : proposed.end]
    places = [listed[typed]] if typed in listed else [proposed.start + one.start for one in find_passages(own, typed)]
    for at in places:
        begins = _past_joiner(article.text, at)
        for start, end in sorted((*proposed.source, *proposed.cue)):
            if start <= begins < end:  # "authorities said, and a road was shut"
                begins = _past_joiner(article.text, _past_marks(article.text, end))
        if proposed.start < at and begins < proposed.end and _first_part(article.text[proposed.start : at]):
            return begins
    return None


def _past_joiner(text: str, at: int) -> int:
    joiner = _JOINER.match(text, at)
    return at if joiner is None else joiner.end()


def _past_marks(text: str, at: int) -> int:
    while text[at : at + 1] and text[at] in _BETWEEN:
        at += 1
    return at


def _first_part(text: str) -> str:
    """The first part of a passage up to where the second begins, without the word that joins them."""
    return _JOINED.sub("", text.rstrip(_BETWEEN)).rstrip(_BETWEEN)


def parted_at(proposed: ProposedClaim, at: int, article: Article, second: ProposedClaim) -> tuple[ProposedClaim, ...]:
    """A claim parted in two at a place of its passage, both of the same speakers; `second` is as read by itself.

    Each keeps what is in doubt, and is just its own words; the first keeps a figure or a label that it still has.
    """
    text = article.text
    stop = proposed.start + len(_first_part(text[proposed.start : at]))
    for start, end in sorted((*proposed.source, *proposed.cue), reverse=True):
        if start > proposed.start and end >= stop > start:  # ", the mayor said,"
            stop = proposed.start + len(_first_part(text[proposed.start : start]))
    first = with_words(proposed, (proposed.start, stop), text)
    first = with_item(first, {**first.item, "text": as_claim(text[proposed.start : stop])})
    answer = first.item.get("answer", {})
    for name in ("figure", "label"):
        if name in answer and not holds_words(tidy(text[proposed.start : stop]).casefold(), answer[name].casefold()):
            first = FIELDS[name].set(first, "", article)
            first = FIELDS["question"].set(first, "", article)
    (own,) = second.assertions
    made: list[Item] = []
    for number, one in enumerate(proposed.assertions, 1):
        key = own["key"] if number == 1 else f"{own['key']}.{number}"
        kept = {name: value for name, value in one.items() if name not in ("continues", "label_words")}
        made.append({**quoting(kept, text, (at, proposed.end)), "key": key})
    if "joint" in made[0]:
        made = [{**one, "joint": own["key"]} for one in made]
    alleged: Item = {name: proposed.item[name] for name in ("allegation", "about") if name in proposed.item}
    item: Item = {**second.item, **alleged, "assertions": made}
    theirs = ("who", "release", "allegation")
    doubts = tuple(one for one in proposed.doubts if one.field in theirs)
    doubts += tuple(one for one in second.doubts if one.field not in theirs)
    return first, replace(
        with_item(second, item, proposed.sources), source=proposed.source, cue=proposed.cue, doubts=doubts
    )
