"""What the review by lines and the one on the whole screen share to call a speaker or an event otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.actions.reading import editing, typed_speakers
from claimtrack.actions.reading.near_claims import nearest_claim
from claimtrack.actions.reading.proposal_items import ProposedClaim
from claimtrack.actions.reading.review import ACCEPT, Review, ReviewCard, mention_words
from claimtrack.actions.reading.typed_speakers import renamed, same_source
from claimtrack.cli.review.saved_decisions import SavedDecisions
from claimtrack.cli.suggestions import Suggestions
from claimtrack.domain.english import plural
from claimtrack.domain.text import name_fold, safe, shorten, tidy
from claimtrack.render.proposal import sentences

Seen = dict[str, tuple[list[str], frozenset[object]]]
"""What was accepted as it is seen: by mark its sentences, and the sources that it would make."""


def as_spelled(review: Review, proposed: ProposedClaim, changed: ProposedClaim) -> ProposedClaim:
    """A changed claim, a speaker of another passage who was typed with other capitals spelled as there."""
    spelled = {name_fold(name): name for one in reversed(review.proposed) for name in one.names}
    own = {name_fold(name) for name in proposed.names}
    for name in changed.names:
        known = spelled.get(name_fold(name), name)
        if known != name and name_fold(name) not in own:
            changed = renamed(changed, name, known, review.article.text)
    return changed


def remember(review: Review, saved: SavedDecisions, proposed: ProposedClaim, changed: ProposedClaim) -> list[str]:
    """Call a speaker so from now on, where the text's own words were the name. Gives what to say of it."""
    told = []
    there = [one for one in review.proposed if one.mark != proposed.mark]
    if changed.item["text"] != proposed.item["text"]:
        told.append(f"The claim begins with the new name too: {safe(tidy(changed.item['text']))}")
    before, after = proposed.assertions, changed.assertions
    if len(before) != len(after):
        return told
    for old, new in zip(before, after, strict=True):
        called, name = old["chain"][0].get("source"), new["chain"][0].get("source")
        if not called or not name or called == name or new.get("quote_kind") == "own":
            continue
        known = any(name_fold(name) in map(name_fold, (one.name, *one.aliases)) for one in review.article.sources)
        known = known or any(name_fold(one["name"]) == name_fold(name) for other in there for one in other.sources)
        told_of = any(name_fold(one["name"]) == name_fold(called) for one in proposed.sources)
        if told_of and not known and not same_source(called, name):
            kind = next((one.get("kind") for one in changed.sources if name_fold(one["name"]) == name_fold(name)), None)
            but = f", but that it is of the kind “{kind}”" if kind else ""
            told.append(f"What was told of {safe(called)} is not told of {safe(name)}{but}: d says what they are.")
        respelled = name_fold(called) == name_fold(name)
        if respelled or typed_speakers.is_called_so_in_text(proposed, called, review.article):
            same = same_source(called, name)
            if same:
                saved.renamed(called, name)
            made = review.rename(called, name, None if same else mention_words(proposed, review.article.text))
            for one in made:
                if one.edited or not same:
                    saved.changed(one)
            if made:
                told += _told_of(review, made, f"From here on “{safe(called)}” is {safe(name)}")
        elif made := review.rename_there(changed, called, name):
            for one in made:
                saved.changed(one)
            told += _told_of(review, made, f"Said by {safe(name)} too, in the same words of the text")
    return told


MOST_NAMED = 5
"""Passages that a correction also changes that are shown, one a line."""


def _told_of(review: Review, made: Sequence[ProposedClaim], what: str) -> list[str]:
    """What to say of a correction that changes other passages: how many, and the first of them."""
    told = [f"{what}: {plural(len(made), 'more passage')}.", *(f"  {_place(review, one)}" for one in made[:MOST_NAMED])]
    return told + ([f"  and {len(made) - MOST_NAMED} more"] if len(made) > MOST_NAMED else [])


def _place(review: Review, changed: ProposedClaim) -> str:
    """Where a passage stands in the review, and its words."""
    number = next(at for at, one in enumerate(review.proposed, 1) if one.mark == changed.mark)
    return f"{number} “{safe(shorten(tidy(review.article.text[changed.start : changed.end]), 60))}”"


def replace_claim(
    review: Review, saved: SavedDecisions, proposed: ProposedClaim, changed: ProposedClaim, *fields: str
) -> list[str]:
    """Put a changed claim in place of what it was, and keep it. Gives what to say of what else changes with it.

    Where "who" is among the `fields` that were changed, its speaker is called so from now on; where "question" is,
    other figures of the same event are of the event that the new question names.
    """
    changed = as_spelled(review, proposed, changed)
    seen = accepted_as_seen(review)
    seen.pop(proposed.mark, None)
    saved.changed(changed)
    review.change(proposed, changed)
    told = remember(review, saved, proposed, changed) if "who" in fields else []
    asked, question = proposed.item.get("question"), changed.item.get("question")
    if "question" in fields and asked and question and asked != question:
        told += asked_of_others(review, saved, asked, question)
    return [*told, *changed_too(review, seen)]


def asked_of_others(
    review: Review, saved: SavedDecisions, asked: str, question: str, *, all_of_it: bool = False
) -> list[str]:
    """Have others ask so too, as `Review.ask_of_others` says, and keep it. Gives what to say of them."""
    made = review.ask_of_others(asked, question, all_of_it=all_of_it)
    for one in made:
        saved.changed(one)
    what = f"From here on “{safe(asked)}” is “{safe(question)}”" if all_of_it else "Of the same event from here on"
    return _told_of(review, made, what) if made else []


def accepted_as_seen(review: Review) -> Seen:
    """What was accepted, as it is seen now: to be held against what it is after a change."""
    previews = {proposed.mark: review.preview(proposed) for proposed in review.having(ACCEPT)}
    return {mark: (sentences(preview.rows), frozenset(preview.new)) for mark, preview in previews.items()}


def changed_too(review: Review, before: Seen) -> list[str]:
    """What to say of accepted passages that a change has changed as well, with their places in the review."""
    now = accepted_as_seen(review)
    marks = [mark for mark, seen in before.items() if mark in now and now[mark] != seen]
    places = [str(at) for at, proposed in enumerate(review.proposed, 1) if proposed.mark in marks]
    if not places:
        return []
    return [f"It changes what was accepted too: {', '.join(places)}. b goes back to it."]


def to_near(review: Review, saved: SavedDecisions, card: ReviewCard) -> bool:
    """Attribute what says nearly the same as claims of the story to those; False where nothing does."""
    found = [(proposed, nearest_claim(review.article, review.preview(proposed))) for proposed in card.proposed]
    for proposed, near in found:
        if near is not None:
            saved.changed(review.attribute(proposed, near))
    return any(near is not None for _, near in found)


def source_words(review: Review) -> list[str]:
    """Names that may be typed for who says it: as corrected, of this piece, of the ledger; then what stands for none.

    What a speaker was called before that was corrected is no such name.
    """
    known = [called for one in review.article.sources for called in (one.name, *one.aliases)]
    typed = [name for proposed in review.proposed if proposed.edited for name in proposed.names]
    here = [name for proposed in review.proposed for name in proposed.names]
    ours = [name for name in (*review.names.values(), *typed, *here) if review.names.get(name_fold(name), name) == name]
    return list(dict.fromkeys([*ours, *known, typed_speakers.OWN, typed_speakers.NOBODY]))


def question_words(review: Review) -> list[str]:
    """Questions that may be typed: those of this review, the last one first, and those of the story."""
    asked = [proposed.item["question"] for proposed in review.proposed if "question" in proposed.item]
    return list(dict.fromkeys([*reversed(asked), *review.article.questions]))


def field_suggestions(review: Review, name: str, proposed: ProposedClaim | None = None) -> Suggestions:
    """What may be typed for a field: names, questions or its own words, or else the words of the text."""
    if fixed := editing.FIELDS[name].words:
        return Suggestions(fixed)
    words = {"who": source_words, "about": source_words, "question": question_words}.get(name, lambda _: [])(review)
    near = (
        ""
        if proposed is None or name not in BEGUN_WITH_NUMBERS
        else review.article.sentences_at(proposed.start, proposed.end)
    )
    return Suggestions(words, text_around(review, review.start if proposed is None else proposed.start), near)


BEGUN_WITH_NUMBERS = ("claim", "figure", "passage")
"""The fields of which what is typed may begin with a number of the sentence."""
SUGGESTED_FROM = 10_000
"""Characters on either side of a passage whose words are suggested."""


def text_around(review: Review, at: int) -> str:
    """The text near a place, whose words may be typed."""
    return review.article.text[max(0, at - SUGGESTED_FROM) : at + SUGGESTED_FROM]
