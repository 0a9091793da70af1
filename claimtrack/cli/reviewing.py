"""The review on a terminal: one card after the other, a key for each, and one change at the end."""

from __future__ import annotations

from claimtrack.actions.reading import editing
from claimtrack.actions.reading.editing import FIELDS
from claimtrack.actions.reading.offer import Offer, by_hand
from claimtrack.actions.reading.recording import Said
from claimtrack.actions.reading.review import ACCEPT, REJECT, SKIP, Card, Review
from claimtrack.cli.asking import Asker
from claimtrack.cli.cards import DONE, card_lines, keys_line
from claimtrack.cli.kept import Keeper
from claimtrack.cli.keys import END
from claimtrack.cli.naming_again import remember, source_words
from claimtrack.cli.review_end import Ended, ending, left
from claimtrack.domain.anchors import find_passages
from claimtrack.domain.text import safe, shorten, tidy
from claimtrack.domain.words import SOURCE_KINDS
from claimtrack.errors import ClaimtrackError
from claimtrack.render.passage import LEGEND

EDITS = {"w": "who", "c": "claim", "k": "kind", "f": "figure", "l": "label", "a": "question", "p": "passage"}
"""Key -> the field it edits; `m` any other, `d` what is told of new sources."""

EDIT_KEYS = "edit: w who · c claim · k kind · f figure · l label · a question · p words · d new · m more"

HELP = f"""\
{LEGEND}: who said it, the words that report it, what is recorded. The line after → is how
the report will word it. Nothing is recorded before the end, and then only what you accepted.

  y  yes, accept it           s  skip it for now
  n  no, it is none           b  back to the one before
  +  attribute words that were not proposed
  t  take apart passages or speakers that stand together
  e  edit: then w who says it (Ana & Ben > AFP; {editing.OWN}; {editing.NOBODY})
        c claim  k kind  f figure  l label  a question it answers  p words of the text
        d what is told of new sources  m any other field
     These letters also work at once. Tab completes; Ctrl-D leaves a line as it was.
  q  quit; what you decided is kept, and 'read' goes on there
"""


class Reviewer:
    """Walks a person through a review. `skips` and `bylines` are what may be said of the document at the end."""

    def __init__(self, review: Review, keeper: Keeper, asker: Asker) -> None:
        self.review = review
        self.keeper = keeper
        self.asker = asker

    def run(self, document: Said) -> Ended:
        """Review to the end, or until it is left."""
        review = self.review
        while True:
            if review.card is not None:
                if not self._card(review.card):
                    return left(self.asker, review)
                continue
            ended = ending(self.asker, review, document)
            if isinstance(ended, Ended):
                return ended
            if ended == "s":
                review.again()
            elif ended == "b":
                review.back()
            else:
                self._add()

    # One card

    def _card(self, card: Card) -> bool:
        """Show a card and do what is asked until one goes on from it; False to leave."""
        self.asker.keys.forget()
        self.asker.say("")
        self.asker.put(card_lines(self.review, card, width=self.asker.width, style=self.asker.style))
        while True:
            faulty = self.review.faulty(card)
            pressed = self.asker.ask(keys_line(card, faulty=faulty))
            if pressed in ("q", END):
                return False
            if pressed in "yns" and pressed and not (pressed == "y" and faulty):
                self._decide(card, {"y": ACCEPT, "n": REJECT, "s": SKIP}[pressed])
                return True
            if pressed == "b":
                if self.review.back():
                    return True
                self.asker.say("This is the first.")
            elif pressed == "t" and (len(card.offers) > 1 or card.joint):
                self.keeper.parted(self.review.take_apart())
                return True
            elif pressed == "y" and faulty:
                self.asker.say("It cannot be recorded as it stands: e edits it, n leaves it out.")
            elif pressed in ("e", "d", "m", *EDITS) and pressed:
                if self._edit(card, pressed):
                    return True
            elif pressed == "+":
                if self._add():
                    return True
            elif pressed == "?":
                self.asker.put(line for line in HELP.splitlines())
            elif pressed:
                self.asker.say("No such key; ? tells which there are.")

    def _decide(self, card: Card, decision: str) -> None:
        self.keeper.decided(card.offers, decision)
        self.review.decide(decision)
        self.asker.put([f"  {DONE[decision]}"])

    def _add(self) -> bool:
        """Attribute words that were not proposed: they become the next card. False when nothing was added."""
        article = self.review.article
        typed = self.asker.keys.line("words of the text: ", "", [tidy(article.text[a:b]) for a, b in article.sentences])
        places = find_passages(article.text, typed) if typed else []
        if not places:
            self.asker.say("These words are not in the text." if typed else "Nothing was added.")
            return False
        said_by = self.asker.keys.line(f"{FIELDS['who'].title}: ", "", self._words("who"))
        if not said_by:
            self.asker.say("Nothing was added.")
            return False
        place = next((one for one in places if one.start >= self.review.start), places[0])
        offer = by_hand(article.text, (place.start, place.end), article.document, self.review.next_number)
        made = editing.change(offer, "who", said_by, article)
        self.keeper.changed(made)
        self.review.add(made)
        return True

    # Editing

    def _edit(self, card: Card, pressed: str) -> bool:
        """Edit something of a card; False when nothing was changed."""
        if pressed == "e":
            pressed = self.asker.ask(EDIT_KEYS)
        if pressed == "d":
            return self._describe(card)
        name = EDITS.get(pressed)
        if pressed == "m":
            typed = self.asker.keys.line(f"which field? ({', '.join(FIELDS)}) ", "", [*FIELDS])
            name = next((one for one in FIELDS if typed and one.startswith(typed.replace(" ", "_"))), None)
        if name is None:
            self.asker.say("Nothing changed.")
            return False
        return self._field(self._which(card), name)

    def _which(self, card: Card) -> Offer:
        """The offer meant, of several that stand together."""
        if len(card.offers) == 1:
            return card.offers[0]
        for at, offer in enumerate(card.offers, 1):
            self.asker.put([f"  {at}  {safe(shorten(offer.item['text'], self.asker.width - 6))}"])
        pressed = self.asker.ask(f"which of them? 1 to {len(card.offers)}")
        at = int(pressed) if pressed.isascii() and pressed.isdigit() else 1
        return card.offers[min(max(at, 1), len(card.offers)) - 1]

    def _field(self, offer: Offer, name: str) -> bool:
        given = FIELDS[name]
        typed = self.asker.keys.line(f"{given.title}: ", given.get(offer), self._words(name))
        if typed is None:
            return False
        try:
            changed = editing.change(offer, name, typed, self.review.article)
        except ClaimtrackError as error:
            self.asker.say(safe(f"! {error.what}. {error.todo}"))
            return False
        if changed is offer:
            self.asker.say("Nothing changed.")
            return False
        self.keeper.changed(changed)
        self.review.change(offer, changed)
        if name == "who":
            self.asker.put(remember(self.review, self.keeper, offer, changed))
        return True

    def _describe(self, card: Card) -> bool:
        """Tell what new sources are, one after the other."""
        changed = False
        new = {one.name: one for offer in card.offers for one in self.review.outlook(offer).new}
        for name, one in new.items():
            told = editing.told_of(name, one.kind, one.role, one.body)
            typed = self.asker.keys.line(f"{safe(name)} is: ", told, SOURCE_KINDS)
            if typed and typed != told:
                self.keeper.described(name, typed)
                self.review.describe(name, typed)
                changed = True
        if not changed:
            self.asker.say("Nothing changed." if new else "Nobody is new here.")
        return changed

    def _words(self, name: str) -> list[str]:
        """What Tab offers for a field."""
        if name == "who":
            return source_words(self.review)
        return [*FIELDS[name].words]
