"""The questions that the figures of a piece answer, held against those of the story that it is filed in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from claimtrack.actions.reading.asked_alike import asks_alike, in_one_wording
from claimtrack.actions.reading.proposal_items import ProposedClaim, asking, without_doubt
from claimtrack.reading.fields.event import event_names, is_event, may_be_same_event, of_one_kind
from claimtrack.reading.fields.figures.question import (
    counts_part_of,
    event_asked,
    same_question,
    with_event,
)
from claimtrack.reading.proposals import Doubt

MOST_QUESTIONS = 4
"""Questions of the story that a person chooses among at most."""

_WORD = re.compile(r"[^\W\d_]+")
_BEGINNING = 600
"""Characters in which a piece names the place of what it is about."""


def with_story_questions(claims: Sequence[ProposedClaim], questions: Sequence[str], text: str) -> list[ProposedClaim]:
    """The claims of a piece with the story's own questions in place of those that ask the same in other words.

    What the piece is about is the event that most of the story's questions name: a figure that nobody has given yet
    gets a new question of that event. Where they name several as often, as a list of incidents does, a person says
    which is meant. A person chooses where both events have names, none is in both, and the piece
    does not begin with those of the story's; where they are of two kinds, and the piece has the name or the noun of the
    story's too; and where the story asks for more or fewer of the same people.
    """
    worded = in_one_wording(str(claim.item["question"]) for claim in claims if "question" in claim.item)
    claims = [
        asking(claim, worded[asked])
        if worded.get(asked := str(claim.item.get("question", "")), asked) != asked
        else claim
        for claim in claims
    ]
    here = _most_named(str(claim.item["question"]) for claim in claims if "question" in claim.item)
    event = _event_of_story(questions)
    is_sure = here is None or event is None or may_be_same_event(here, event)
    is_sure = is_sure or event_names(event or "") <= event_names(text[:_BEGINNING])
    if event is not None and here is not None and not of_one_kind(here, event):
        if not _tells_of(text, event):
            event = None
        is_sure = False
    return [_with_story_question(claim, questions, here, event, is_sure=is_sure) for claim in claims]


def _most_named(questions: Iterable[str]) -> str | None:
    """The event that most of these questions name; None where they name none."""
    named = Counter(event for question in questions if (event := event_asked(question)) is not None)
    return max(named, key=lambda event: (named[event], event), default=None)


def _event_of_story(questions: Sequence[str]) -> str | None:
    """The event that most questions name, None where as many name another: a list of incidents."""
    event = _most_named(questions)
    named = Counter(map(event_asked, questions))
    others = (one for one in named if one not in (None, event) and named[one] == named[event])
    return event if all(may_be_same_event(one or "", event or "") for one in others) else None


def _with_story_question(
    claim: ProposedClaim, questions: Sequence[str], here: str | None, event: str | None, *, is_sure: bool
) -> ProposedClaim:
    asked = claim.item.get("question")
    if asked is None or asked in questions:
        return claim
    wanted = asked
    if event is not None and event_asked(asked) == here:
        wanted = with_event(asked, event)
    same = [one for one in questions if same_question(wanted, one) or asks_alike(wanted, one)]
    found = min(same, key=lambda one: event_asked(one) != event, default=wanted)
    if event is None and len(same) > 1:
        return _in_doubt(claim, (asked, *same[:MOST_QUESTIONS]))
    if wanted != asked and not is_sure:
        return _in_doubt(claim, (found, asked))
    parts = [] if same else [one for one in questions if counts_part_of(wanted, one)]
    claim = asking(claim, found)
    if not same and not parts:
        parts = [one for one in questions if asks_alike(wanted, one) is None]
    return _in_doubt(claim, (found, *parts[:MOST_QUESTIONS])) if parts else claim


def _tells_of(text: str, event: str) -> bool:
    """Whether a piece may tell of an event that it calls something of another kind: it has its noun, or its name."""
    said = set(_WORD.findall(text.lower()))
    nouns = {noun for noun in _WORD.findall(event.lower()) if is_event(noun)}
    return not nouns.isdisjoint(said) or bool(event_names(event) & event_names(text[:_BEGINNING]))


def _in_doubt(claim: ProposedClaim, options: tuple[str, ...]) -> ProposedClaim:
    return replace(claim, doubts=(*claim.doubts, Doubt("question", options)))


def as_asked_elsewhere(claim: ProposedClaim, asked: str, question: str) -> ProposedClaim:
    """A claim of a piece in which a figure was read to answer `asked`, and a person says that it answers `question`.

    Where only the event is called otherwise, or none was named, the claim is of that event too if it was read to be of
    the same; else it stays as it is.
    """
    own, event = claim.item.get("question"), event_asked(question)
    if own is None or event is None:
        return claim
    wanted = next((doubt.options for doubt in claim.doubts if doubt.field == "question"), ())
    fits = [option for option in wanted if event_asked(option) == event]
    if len(fits) == 1 and len(wanted) > 1:
        return without_doubt(asking(claim, fits[0]), "question")
    if event_asked(own) != event_asked(asked) or with_event(asked, event) != question:
        return claim
    moved = with_event(own, event)
    return claim if moved == own else asking(claim, moved)
