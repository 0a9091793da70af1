"""The review on a terminal: one card after the other, a key for each, and one change at the end."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimtrack.actions.reading import editing
from claimtrack.actions.reading.editing import FIELDS
from claimtrack.actions.reading.offer import Offer
from claimtrack.actions.reading.recording import Said
from claimtrack.actions.reading.review import ACCEPT, REJECT, SKIP, Card, Review
from claimtrack.cli.cards import DONE, NARROWEST, WIDEST, card_lines, keys_line
from claimtrack.cli.keys import END, Keys
from claimtrack.cli.naming_again import remember, source_words
from claimtrack.domain.text import safe, shorten
from claimtrack.domain.words import SOURCE_KINDS
from claimtrack.errors import ClaimtrackError
from claimtrack.render.passage import LEGEND
from claimtrack.render.report.wording import plural
from claimtrack.render.width import wrapped

if TYPE_CHECKING:
    from claimtrack.cli.kept import Keeper
    from claimtrack.render.terminal import Style

EDITS = {"w": "who", "c": "claim", "k": "kind", "f": "figure", "l": "label", "a": "question", "p": "passage"}
"""Key -> the field it edits; `m` any other, `d` what is told of new sources."""

HELP = f"""\
{LEGEND}: who said it, the words that report it, what is recorded. The line after → is how
the report will word it. Nothing is recorded before the end, and then only what you accepted.

  y  yes, accept it           s  skip it for now
  n  no, it is none           b  back to the one before
  t  take apart passages or speakers that stand together
  e  edit: then w who says it (Ana & Ben > AFP; {editing.OWN}; {editing.NOBODY})
        c claim  k kind  f figure  l label  a question it answers  p words of the text
        d what is told of new sources  m any other field
     These letters also work at once. Tab completes; Ctrl-D leaves a line as it was.
  q  quit; what you decided is kept, and 'read' goes on there
"""


@dataclass
class Ended:
    """How a review ended: whether what was accepted is to be recorded, and what is to be said of the document."""

    record: bool
    said: Said = field(default_factory=Said)


class Reviewer:
    """Walks a person through a review. `skips` and `bylines` are what may be said of the document at the end."""

    def __init__(self, review: Review, keeper: Keeper, keys: Keys, style: Style) -> None:
        self.review = review
        self.keeper = keeper
        self.keys = keys
        self.style = style

    def run(self, document: Said) -> Ended:
        """Review to the end, or until it is left."""
        review = self.review
        while True:
            if review.card is None:
                ended = self._end(document)
                if ended is not None:
                    return ended
                continue
            if not self._card(review.card):
                return self._left()

    # One card

    def _card(self, card: Card) -> bool:
        """Show a card and do what is asked until one goes on from it; False to leave."""
        self.keys.forget()
        self._say("")
        self._put(card_lines(self.review, card, width=self._width(), style=self.style))
        while True:
            faulty = self.review.faulty(card)
            pressed = self._ask(keys_line(card, faulty=faulty))
            if pressed in ("q", END):
                return False
            if pressed in "yns" and pressed and not (pressed == "y" and faulty):
                self._decide(card, {"y": ACCEPT, "n": REJECT, "s": SKIP}[pressed])
                return True
            if pressed == "b":
                if self.review.back():
                    return True
                self._say("This is the first.")
            elif pressed == "t" and (len(card.offers) > 1 or card.joint):
                self.keeper.parted(self.review.take_apart())
                return True
            elif pressed == "y" and faulty:
                self._say("It cannot be recorded as it stands: e edits it, n leaves it out.")
            elif pressed in ("e", "d", "m", *EDITS) and pressed:
                if self._edit(card, pressed):
                    return True
            elif pressed == "?":
                self._put(line for line in HELP.splitlines())
            elif pressed:
                self._say("No such key; ? tells which there are.")

    def _decide(self, card: Card, decision: str) -> None:
        self.keeper.decided([offer.mark for offer in card.offers], decision)
        self.review.decide(decision)
        self._say(f"  {DONE[decision]}")

    # Editing

    def _edit(self, card: Card, pressed: str) -> bool:
        """Edit something of a card; False when nothing was changed."""
        if pressed == "e":
            pressed = self._ask(
                "edit: w who · c claim · k kind · f figure · l label · a question · p words · d new · m more"
            )
        if pressed == "d":
            return self._describe(card)
        name = EDITS.get(pressed)
        if pressed == "m":
            typed = self.keys.line(f"which field? ({', '.join(FIELDS)}) ", "", [*FIELDS])
            name = next((one for one in FIELDS if typed and one.startswith(typed.replace(" ", "_"))), None)
        if name is None:
            self._say("Nothing changed.")
            return False
        return self._field(self._which(card), name)

    def _which(self, card: Card) -> Offer:
        """The offer meant, of several that stand together."""
        if len(card.offers) == 1:
            return card.offers[0]
        for at, offer in enumerate(card.offers, 1):
            self._say(f"  {at}  {safe(shorten(offer.item['text'], self._width() - 6))}")
        pressed = self._ask(f"which of them? 1 to {len(card.offers)}")
        at = int(pressed) if pressed.isascii() and pressed.isdigit() else 1
        return card.offers[min(max(at, 1), len(card.offers)) - 1]

    def _field(self, offer: Offer, name: str) -> bool:
        given = FIELDS[name]
        typed = self.keys.line(f"{given.title}: ", given.get(offer), self._words(name))
        if typed is None:
            return False
        try:
            changed = editing.change(offer, name, typed, self.review.article)
        except ClaimtrackError as error:
            self._say(f"! {error.what}. {error.todo}")
            return False
        if changed is offer:
            self._say("Nothing changed.")
            return False
        self.keeper.changed(changed)
        self.review.change(offer, changed)
        if name == "who":
            self._put(remember(self.review, self.keeper, offer, changed))
        return True

    def _describe(self, card: Card) -> bool:
        """Tell what new sources are, one after the other."""
        changed = False
        new = {one.name: one for offer in card.offers for one in self.review.outlook(offer).new}
        for name, one in new.items():
            told = editing.told_of(name, one.kind, one.role, one.body)
            typed = self.keys.line(f"{safe(name)} is: ", told, SOURCE_KINDS)
            if typed and typed != told:
                self.keeper.described(name, typed)
                self.review.describe(name, typed)
                changed = True
        if not changed:
            self._say("Nothing changed." if new else "Nobody is new here.")
        return changed

    def _words(self, name: str) -> list[str]:
        """What Tab offers for a field."""
        if name == "who":
            return source_words(self.review)
        return [*FIELDS[name].words]

    # The end

    def _end(self, document: Said) -> Ended | None:
        """After the last card; None to go on with the cards."""
        review = self.review
        accepted, skipped = review.having(ACCEPT), review.having(SKIP)
        self._say("")
        self._say(self.style.faint("── the end ".ljust(self._width(), "─")))
        self._say(f"{len(accepted)} accepted, {len(review.having(REJECT))} left out, {len(skipped)} skipped.")
        said = self._of_document(document)
        if said is None:
            return None
        if not accepted and said == Said():
            self._say("There is nothing to record.")
            return Ended(record=False)
        again = " · s the skipped ones again" if skipped else ""
        while True:
            self.keys.forget()
            pressed = self._ask(f"Record {_what(accepted, said)} as one change?  y yes{again} · b back · q not now")
            if pressed == "y":
                return Ended(record=True, said=said)
            if pressed == "s" and review.again():
                return None
            if pressed == "b":
                review.back()
                return None
            if pressed in ("q", "n", END):
                return self._kept()

    def _of_document(self, document: Said) -> Said | None:
        """What is to be said of the document: who wrote it, and what of it is no running text. None to go back."""
        bylines, skips = document.bylines, document.skips
        if bylines:
            names = ", ".join(
                one["source"] + (f" in {one['dateline']}" if "dateline" in one else "") for one in bylines
            )
            pressed = self._ask(f"Written by {safe(names)}: note it with the document?  y yes · n no · b back")
            if pressed == "b":
                self.review.back()
                return None
            bylines = bylines if pressed == "y" else ()
        if skips:
            self._say("These are no running text:")
            self._put(f"  - {safe(shorten(one['exact'], self._width() - 6))}" for one in skips)
            pressed = self._ask(f"Mark {'it' if len(skips) == 1 else 'all of them'} as skipped?  y yes · n no · b back")
            if pressed == "b":
                self.review.back()
                return None
            skips = skips if pressed == "y" else ()
        return Said(bylines, skips)

    def _left(self) -> Ended:
        """Left before the end: what was accepted may be recorded now."""
        accepted = self.review.having(ACCEPT)
        if not accepted:
            return self._kept()
        while True:
            pressed = self._ask(
                f"Record the {plural(len(accepted), 'attribution')} accepted so far?  y yes · n not now"
            )
            if pressed == "y":
                return Ended(record=True)
            if pressed in ("n", "q", END):
                return self._kept()

    def _kept(self) -> Ended:
        if self.review.decisions:
            self._say("Nothing was recorded. What you decided is kept: the same command goes on from there.")
        else:
            self._say("Nothing was recorded.")
        return Ended(record=False)

    # Showing and asking

    def _ask(self, question: str) -> str:
        """One key, in answer to a line of what may be typed."""
        lines = wrapped(question, self._width())
        self._put(lines[:-1])
        sys.stdout.write(f"{lines[-1]} > ")
        sys.stdout.flush()
        pressed = self.keys.key()
        if self.keys.single:
            sys.stdout.write(("" if pressed in ("", END) else safe(pressed)) + "\n")
            sys.stdout.flush()
        return pressed if pressed == END else pressed.casefold()

    def _put(self, lines: Iterable[str]) -> None:
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def _say(self, line: str) -> None:
        self._put([line])

    def _width(self) -> int:
        return max(min(shutil.get_terminal_size((80, 24)).columns - 1, WIDEST), NARROWEST)


def _what(accepted: Sequence[Offer], said: Said) -> str:
    parts = [plural(len(accepted), "attribution")] if accepted else []
    if said.bylines:
        parts.append("who wrote it")
    if said.skips:
        parts.append("what is skipped")
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
