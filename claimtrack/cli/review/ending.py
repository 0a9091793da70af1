"""The end of a review: what is said of the document, and whether what was accepted is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claimtrack.actions.reading.proposal_items import ProposedClaim
from claimtrack.actions.reading.recording import DocumentAdditions
from claimtrack.actions.reading.review import ACCEPT, REJECT, SKIP, Review
from claimtrack.cli.keys import END
from claimtrack.cli.review.prompts import NO_SUCH_KEY, Prompter
from claimtrack.domain.english import join_list, plural
from claimtrack.domain.text import safe, shorten


@dataclass(frozen=True)
class ReviewEnd:
    """How a review ended: whether what was accepted is to be recorded, and what is to be said of the document."""

    record: bool
    said: DocumentAdditions = field(default_factory=DocumentAdditions)


def ending(prompter: Prompter, review: Review, document: DocumentAdditions) -> ReviewEnd | str:
    """Ask at the last card's end; how it ended, or the key that goes on: "b" back, "s" skipped ones, "+" one more."""
    accepted, skipped = review.having(ACCEPT), review.having(SKIP)
    prompter.put(["", prompter.style.faint("── the end ".ljust(prompter.width, "─"))])
    prompter.say(f"{len(accepted)} accepted, {len(review.having(REJECT))} left out, {len(skipped)} skipped.")
    said = _of_document(prompter, document)
    if said is None:
        return "b"
    nothing = not accepted and said == DocumentAdditions()
    asked = "There is nothing to record. " if nothing else f"Record {_what(accepted, said)} as one change?  y yes · "
    others = f"{'s the skipped ones again · ' if skipped else ''}+ what was not proposed · b back · "
    while True:
        prompter.keys.forget()
        pressed = prompter.ask(f"{asked}{others}q {'quit' if nothing else 'not now'}")
        if pressed == "y" and not nothing:
            return ReviewEnd(record=True, said=said)
        if pressed in ("b", "+") or (pressed == "s" and skipped):
            return pressed
        if pressed in ("q", "n", END):
            return kept(prompter, review)
        prompter.say(NO_SUCH_KEY)


def left(prompter: Prompter, review: Review) -> ReviewEnd:
    """Left before the end: what was accepted may be recorded now."""
    accepted = review.having(ACCEPT)
    if accepted:
        so_far = plural(attributions(accepted), "attribution")
        if prompter.choose(f"Record the {so_far} accepted so far?  y yes · n not now", "ynq") == "y":
            return ReviewEnd(record=True)
    return kept(prompter, review)


def kept(prompter: Prompter, review: Review) -> ReviewEnd:
    """Say that nothing was recorded, and whether anything is kept."""
    going_on = " What you decided is kept: the same command goes on from there." if review.decisions else ""
    prompter.say(f"Nothing was recorded.{going_on}")
    return ReviewEnd(record=False)


def _of_document(prompter: Prompter, document: DocumentAdditions) -> DocumentAdditions | None:
    """What is to be said of the document: who wrote it, and what of it is no running text. None to go back."""
    bylines, skips = document.bylines, document.skips
    if bylines:
        named = [one["source"] + (f" in {one['dateline']}" if "dateline" in one else "") for one in bylines]
        written = f"Written by {safe(', '.join(named))}: note it with the document?"
        pressed = prompter.choose(f"{written}  y yes · n no · b back", "ynb")
        if pressed in ("b", END):
            return None
        bylines = bylines if pressed == "y" else ()
    if skips:
        prompter.put(["These are no running text:"])
        prompter.put(f"  - {safe(shorten(one['exact'], prompter.width - 6))}" for one in skips)
        which = "it" if len(skips) == 1 else "all of them"
        pressed = prompter.choose(f"Mark {which} as skipped?  y yes · n no · b back", "ynb")
        if pressed in ("b", END):
            return None
        skips = skips if pressed == "y" else ()
    return DocumentAdditions(bylines, skips)


def attributions(accepted: Sequence[ProposedClaim]) -> int:
    """How many attributions offers make: of what several say together one each."""
    return sum(len(offer.assertions) for offer in accepted)


def _what(accepted: Sequence[ProposedClaim], said: DocumentAdditions) -> str:
    parts = [plural(attributions(accepted), "attribution")] if accepted else []
    if said.bylines:
        parts.append("who wrote it")
    if said.skips:
        parts.append("what is skipped")
    return join_list(parts)
