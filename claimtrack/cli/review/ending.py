"""The end of a review: what is said of the document, and whether what was accepted is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claimtrack.actions.reading.proposal_items import ProposedClaim
from claimtrack.actions.reading.recording import DocumentAdditions
from claimtrack.actions.reading.review import ACCEPT, REJECT, SKIP, Review
from claimtrack.cli.keys import END
from claimtrack.cli.review.prompts import NO_SUCH_KEY, Asker
from claimtrack.domain.english import join_list, plural
from claimtrack.domain.text import safe, shorten


@dataclass(frozen=True)
class Ended:
    """How a review ended: whether what was accepted is to be recorded, and what is to be said of the document."""

    record: bool
    said: DocumentAdditions = field(default_factory=DocumentAdditions)


def ending(asker: Asker, review: Review, document: DocumentAdditions) -> Ended | str:
    """Ask at the last card's end; how it ended, or the key that goes on: "b" back, "s" skipped ones, "+" one more."""
    accepted, skipped = review.having(ACCEPT), review.having(SKIP)
    asker.put(["", asker.style.faint("── the end ".ljust(asker.width, "─"))])
    asker.say(f"{len(accepted)} accepted, {len(review.having(REJECT))} left out, {len(skipped)} skipped.")
    said = _of_document(asker, document)
    if said is None:
        return "b"
    nothing = not accepted and said == DocumentAdditions()
    asked = "There is nothing to record. " if nothing else f"Record {_what(accepted, said)} as one change?  y yes · "
    others = f"{'s the skipped ones again · ' if skipped else ''}+ what was not proposed · b back · "
    while True:
        asker.keys.forget()
        pressed = asker.ask(f"{asked}{others}q {'quit' if nothing else 'not now'}")
        if pressed == "y" and not nothing:
            return Ended(record=True, said=said)
        if pressed in ("b", "+") or (pressed == "s" and skipped):
            return pressed
        if pressed in ("q", "n", END):
            return kept(asker, review)
        asker.say(NO_SUCH_KEY)


def left(asker: Asker, review: Review) -> Ended:
    """Left before the end: what was accepted may be recorded now."""
    accepted = review.having(ACCEPT)
    if accepted:
        so_far = plural(attributions(accepted), "attribution")
        if asker.choose(f"Record the {so_far} accepted so far?  y yes · n not now", "ynq") == "y":
            return Ended(record=True)
    return kept(asker, review)


def kept(asker: Asker, review: Review) -> Ended:
    """Say that nothing was recorded, and whether anything is kept."""
    going_on = " What you decided is kept: the same command goes on from there." if review.decisions else ""
    asker.say(f"Nothing was recorded.{going_on}")
    return Ended(record=False)


def _of_document(asker: Asker, document: DocumentAdditions) -> DocumentAdditions | None:
    """What is to be said of the document: who wrote it, and what of it is no running text. None to go back."""
    bylines, skips = document.bylines, document.skips
    if bylines:
        named = [one["source"] + (f" in {one['dateline']}" if "dateline" in one else "") for one in bylines]
        written = f"Written by {safe(', '.join(named))}: note it with the document?"
        pressed = asker.choose(f"{written}  y yes · n no · b back", "ynb")
        if pressed in ("b", END):
            return None
        bylines = bylines if pressed == "y" else ()
    if skips:
        asker.put(["These are no running text:"])
        asker.put(f"  - {safe(shorten(one['exact'], asker.width - 6))}" for one in skips)
        which = "it" if len(skips) == 1 else "all of them"
        pressed = asker.choose(f"Mark {which} as skipped?  y yes · n no · b back", "ynb")
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
