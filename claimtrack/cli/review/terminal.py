"""The review on a terminal: one card after the other, a key for each, and one change at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claimtrack.actions.reading import editing, splitting, typed_speakers
from claimtrack.actions.reading.editing import FIELDS
from claimtrack.actions.reading.options import field_options, speaker_options
from claimtrack.actions.reading.proposal_items import ProposedClaim
from claimtrack.actions.reading.recording import DocumentAdditions
from claimtrack.actions.reading.review import ACCEPT, REJECT, SKIP, Review, ReviewCard
from claimtrack.cli.keys import END
from claimtrack.cli.review.card_numbers import CardNumbers
from claimtrack.cli.review.prompts import DONE, NO_SUCH_KEY, Prompter, card_lines, keys_line
from claimtrack.cli.review.rename_speaker import (
    accepted_as_seen,
    asked_of_others,
    changed_too,
    field_suggestions,
    replace_claim,
    text_around,
    to_near,
)
from claimtrack.cli.review.saved_decisions import SavedDecisions
from claimtrack.cli.suggestions import Suggestions
from claimtrack.domain.anchors import find_passages
from claimtrack.domain.english import join_list, plural
from claimtrack.domain.text import safe, shorten
from claimtrack.domain.vocabulary import SOURCE_KINDS
from claimtrack.errors import ClaimtrackError
from claimtrack.render.proposal import LEGEND, in_review


@dataclass(frozen=True)
class ReviewEnd:
    """How a review ended: whether what was accepted is to be recorded, and what is to be said of the document."""

    record: bool
    said: DocumentAdditions = field(default_factory=DocumentAdditions)


def tell_end(prompter: Prompter, review: Review) -> None:
    """Say behind the last card how many were accepted, left out and skipped."""
    prompter.put(["", prompter.style.faint("── the end ".ljust(prompter.width, "─"))])
    counts = (len(review.having(decided)) for decided in (ACCEPT, REJECT, SKIP))
    prompter.say("{} accepted, {} left out, {} skipped.".format(*counts))


def ending(prompter: Prompter, review: Review, said: DocumentAdditions) -> ReviewEnd | str:
    """Ask behind the last card; how it ended, or the key that goes on: "b" back, "s" skipped ones, "+" one more."""
    accepted, skipped = review.having(ACCEPT), review.having(SKIP)
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
            return unrecorded(prompter, review)
        prompter.say(NO_SUCH_KEY)


def left(prompter: Prompter, review: Review) -> ReviewEnd:
    """Left before the end: what was accepted may be recorded now."""
    accepted = review.having(ACCEPT)
    if accepted:
        so_far = plural(attributions(accepted), "attribution")
        if prompter.choose(f"Record the {so_far} accepted so far?  y yes · n not now", "ynq") == "y":
            return ReviewEnd(record=True)
    return unrecorded(prompter, review)


def unrecorded(prompter: Prompter, review: Review) -> ReviewEnd:
    """Say that nothing was recorded, and whether anything is kept."""
    going_on = " What you decided is kept: the same command goes on from there." if review.decisions else ""
    prompter.say(f"Nothing was recorded.{going_on}")
    return ReviewEnd(record=False)


LINE = 80
"""Characters of a line that may say who wrote a piece and nothing else: it is asked about once."""


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
    names = [one["source"] for one in bylines]
    noted = [one for one in skips if len(one["exact"]) < LINE and any(name in one["exact"] for name in names)]
    asked = [one for one in skips if one not in noted]
    if asked:
        prompter.put(["These are no running text:"])
        prompter.put(f"  - {safe(shorten(one['exact'], prompter.width - 6))}" for one in asked)
        which = "it" if len(asked) == 1 else "all of them"
        pressed = prompter.choose(f"Mark {which} as skipped?  y yes · n no · b back", "ynb")
        if pressed in ("b", END):
            return None
        skips = skips if pressed == "y" else tuple(noted)
    return DocumentAdditions(bylines, skips)


def attributions(accepted: Sequence[ProposedClaim]) -> int:
    """How many attributions claims make: of what several say together one each."""
    return sum(len(claim.assertions) for claim in accepted)


def _what(accepted: Sequence[ProposedClaim], said: DocumentAdditions) -> str:
    parts = [plural(attributions(accepted), "attribution")] if accepted else []
    if said.bylines:
        parts.append("who wrote it")
    if said.skips:
        parts.append("what is skipped")
    return join_list(parts)


EDITS = {
    "w": "who",
    "c": "claim",
    "k": "kind",
    "f": "figure",
    "l": "label",
    "a": "question",
    "g": "allegation",
    "p": "passage",
}
"""Key -> the field it edits; `m` any other, `d` what is told of new sources."""

MORE_FIELDS = (
    "stance", "quote_kind", "basis", "naming", "about", "described_as", "said", "evidence_given", "caveats",
)  # fmt: skip
"""The fields behind `m` that a number takes."""

LONG_ROLE = 60
"""Characters of a role beyond which it is asked whether it is one."""

EDIT_KEYS = (
    "edit: w who · c claim · k kind · f figure · l label · a question · g alleges wrongdoing · p words · d new · m more"
)

HELP = f"""\
{LEGEND}: who said it, the words that report it, what is recorded. The line after → is how \
the report will word it. Nothing is recorded before the end, and then only what you accepted.

  y  yes, accept it           s  skip it for now
  n  no, it is none           b  back to the one before
  o  on from one that was decided before, leaving it so, to the next that is not decided
  +  attribute words that were not proposed
  =  attribute it to the claim of the story that says nearly the same; a number: to the one listed so
  t  take apart passages, or the speakers of one, where several stand together; else one claim \
that is two: a number, or its first words, says where the second begins
  1  and other numbers: choose what holds, where the line begins with ?; only then y is taken
  e  edit: then w who says it (Ana & Ben > AFP; {typed_speakers.OWN}; {typed_speakers.NOBODY})
        c claim  k kind  f figure  l label  a question it answers  p words of the text
        g that it alleges wrongdoing  d what is told of new sources  m any other field
     These letters also work at once. A number takes what is listed; where the sentence has a number that begins \
with that digit, press Enter behind it. Letters begin anew. Tab or an arrow to the right takes the faint words \
that the text has behind what you typed; Tab again takes the next. An arrow, Home, Ctrl-W (word) and the other \
keys of a shell edit what stands there. Enter keeps it; Ctrl-D leaves it as it was.
  q  quit; what you decided is kept, and 'read' goes on there
"""


class Reviewer:
    """Walks a person through a review. `skips` and `bylines` are what may be said of the document at the end."""

    def __init__(self, review: Review, saved: SavedDecisions, prompter: Prompter) -> None:
        self.review = review
        self.saved = saved
        self.prompter = prompter
        self.numbers = CardNumbers(review, saved)

    def run(self, document: DocumentAdditions) -> ReviewEnd:
        """Review to the end, or until it is left."""
        review = self.review
        said: DocumentAdditions | None = None
        while True:
            if review.card is not None:
                if not self._card(review.card):
                    return left(self.prompter, review)
                continue
            tell_end(self.prompter, review)
            said = said or _of_document(self.prompter, document)
            ended = "b" if said is None else ending(self.prompter, review, said)
            if isinstance(ended, ReviewEnd):
                return ended
            if ended == "s":
                review.again()
            elif ended == "b":
                said = None  # to be asked again
                review.back()
            else:
                self._add()

    # One card

    def _card(self, card: ReviewCard) -> bool:
        """Show a card and do what is asked until one goes on from it; False to leave."""
        self.prompter.say("")
        self.prompter.put(
            card_lines(self.review, card, self.numbers, width=self.prompter.width, style=self.prompter.style)
        )
        self.prompter.keys.forget()
        while True:
            faulty = self.review.faulty(card)
            options = self.numbers.choices(card)
            pressed = self.prompter.ask(keys_line(card, faulty=faulty, options=options))
            if pressed in ("q", END):
                return False
            if pressed.isdigit() and self.numbers.choose(card, int(pressed)):
                return True  # the card is shown again, as it would be recorded now
            if pressed == "y" and options and not faulty:
                self.prompter.say("Something is in doubt (?): its number chooses, e edits, n leaves it out.")
                continue
            if pressed in "yns" and pressed and not (pressed == "y" and faulty):
                self._decide(card, {"y": ACCEPT, "n": REJECT, "s": SKIP}[pressed])
                return True
            if pressed == "b":
                if self.review.back():
                    return True
                self.prompter.say("This is the first.")
            elif pressed == "t" and (len(card.proposed) > 1 or card.joint):
                self.saved.parted(self.review.take_apart())
                return True
            elif pressed == "t":
                if self._part(card.proposed[0]):
                    return True
            elif (pressed == "=" and to_near(self.review, self.saved, card)) or (
                pressed == "o" and self.review.pass_over()
            ):
                return True
            elif pressed == "y" and faulty:
                self.prompter.say("It cannot be recorded as it stands: e edits it, n leaves it out.")
            elif pressed in ("e", "d", "m", *EDITS) and pressed:
                if self._edit(card, pressed):
                    return True
            elif pressed == "+":
                if self._add():
                    return True
            elif pressed == "?":
                self.prompter.page(HELP)
            elif pressed:
                self.prompter.say(f"{NO_SUCH_KEY} ? tells which there are.")

    def _decide(self, card: ReviewCard, decision: str) -> None:
        self.saved.decided(card.proposed, decision)
        self.review.decide(decision)
        self.prompter.put([f"  {DONE[decision]}"])

    def _add(self) -> bool:
        """Attribute words that were not proposed: they become the next card. False when nothing was added."""
        article = self.review.article
        suggested = Suggestions((), text_around(self.review, self.review.start))
        typed = self.prompter.pick("words of the text:", "", self.review.open_sentences(), suggested)
        places = find_passages(article.text, typed) if typed else []
        if not places:
            self.prompter.say("These words are not in the text." if typed else "Nothing was added.")
            return False
        place = next((one for one in places if one.start >= self.review.start), places[0])
        speakers = self.review.speakers(speaker_options("", place.start, self.review.proposed, article))
        said_by = self.prompter.pick(f"{FIELDS['who'].title}:", "", speakers, field_suggestions(self.review, "who"))
        if not said_by:
            self.prompter.say("Nothing was added.")
            return False
        made = editing.change(self.review.by_hand((place.start, place.end)), "who", said_by, article)
        self.saved.changed(made)
        self.review.add(made)
        return True

    def _part(self, proposed: ProposedClaim) -> bool:
        """Make two claims of one, the second from the words on that are picked; False when nothing was parted."""
        article = self.review.article
        listed = splitting.second_parts(proposed, article)
        if not listed:
            self.prompter.say("Nothing stands together here. A name that is two: w, and & between them.")
            return False
        own = Suggestions((), article.text[proposed.start : proposed.end])
        typed = self.prompter.pick("the second claim begins with:", "", [*listed], own)
        at = splitting.place_of_part(proposed, typed, article) if typed else None
        if at is None:
            self.prompter.say("No words of this passage." if typed else "Nothing was parted.")
            return False
        parts = splitting.parted_at(proposed, at, article, self.review.by_hand((at, proposed.end)))
        for line in replace_claim(self.review, self.saved, proposed, parts[0]):
            self.prompter.say(line)
        self.saved.changed(parts[1])
        self.review.add(parts[1])
        self.review.back()
        return True

    # Editing

    def _edit(self, card: ReviewCard, pressed: str) -> bool:
        """Edit something of a card; False when nothing was changed."""
        if pressed == "e":
            pressed = self.prompter.choose(EDIT_KEYS, "".join((*EDITS, "dm")), leaves="back")
        if pressed == "d":
            return self._describe(card)
        name = EDITS.get(pressed)
        if pressed == "m":
            often = [field.replace("_", " ") for field in MORE_FIELDS]
            asked = f"which field? ({', '.join(one for one in FIELDS if one not in MORE_FIELDS)})"
            typed = self.prompter.pick(asked, "", often, Suggestions([*FIELDS]))
            name = next((one for one in FIELDS if typed and one.startswith(typed.replace(" ", "_"))), None)
        if name is None:
            self.prompter.say("Nothing changed.")
            return False
        if name == "who":
            return self._field(card.proposed, name)
        claim = self._which(card)
        return False if claim is None else self._field([claim], name)

    def _which(self, card: ReviewCard) -> ProposedClaim | None:
        """The claim meant, of several that stand together; None where the question was left."""
        if len(card.proposed) == 1:
            return card.proposed[0]
        for at, claim in enumerate(card.proposed, 1):
            self.prompter.put([f"  {at}  {safe(shorten(claim.item['text'], self.prompter.width - 6))}"])
        numbers = "".join(str(at) for at in range(1, len(card.proposed) + 1))
        pressed = self.prompter.choose(f"which of them? 1 to {len(card.proposed)}", numbers, leaves="back")
        return None if pressed == END else card.proposed[int(pressed) - 1]

    def _field(self, claims: Sequence[ProposedClaim], name: str) -> bool:
        """Change a field of these claims to what is typed or picked for the first; False when nothing was changed."""
        given, first = FIELDS[name], claims[0]
        if name == "allegation":
            typed: str | None = editing.NO if given.get(first) == editing.YES else editing.YES
        else:
            options = field_options(name, first, self.review.proposed, self.review.article)
            options = self.review.speakers(options) if name == "who" else options
            typed = self.prompter.pick(
                f"{given.title}:", given.get(first), options, field_suggestions(self.review, name, first)
            )
        if typed is None:
            return False
        try:
            changes = [(claim, editing.change(claim, name, typed, self.review.article)) for claim in claims]
        except ClaimtrackError as error:
            self.prompter.say(safe(in_review(f"! {error.what}. {error.todo}")))
            return False
        if all(changed is claim for claim, changed in changes):
            self.prompter.say("Nothing changed.")
            return False
        told = [replace_claim(self.review, self.saved, claim, changed, name) for claim, changed in changes]
        for line in dict.fromkeys(line for lines in told for line in lines):
            self.prompter.say(line)
        if name == "question":
            self._ask_of_others(first.item.get("question"), changes[0][1].item.get("question"))
        return True

    def _ask_of_others(self, asked: str | None, question: str | None) -> None:
        """Whether other figures that ask what one asked before ask what it asks now."""
        others = len(self.review.asking(asked)) if asked and question else 0
        if not others or asked is None or question is None:
            return
        also = f"Is it so of {plural(others, 'more passage')} that {'asks' if others == 1 else 'ask'} “{safe(asked)}”?"
        if self.prompter.choose(f"{also}  y yes · n no", "yn") == "y":
            for line in asked_of_others(self.review, self.saved, asked, question, all_of_it=True):
                self.prompter.say(line)

    def _describe(self, card: ReviewCard) -> bool:
        """Tell what new sources are, one after the other."""
        changed = False
        new = {one.name: one for claim in card.proposed for one in self.review.preview(claim).new}
        for name, one in new.items():
            told = typed_speakers.source_description(one.kind, one.role, one.body)
            kinds = typed_speakers.kinds_for(told)
            typed = self.prompter.pick(
                f"{safe(name)} is:",
                told,
                kinds,
                Suggestions(SOURCE_KINDS, text_around(self.review, card.proposed[0].start)),
            )
            if typed and typed != told and self._meant(name, typed):
                seen = accepted_as_seen(self.review)
                self.saved.described(name, typed)
                self.review.describe(name, typed)
                changed = True
                for line in changed_too(self.review, seen):
                    self.prompter.say(line)
        if not changed:
            self.prompter.say("Nothing changed." if new else "Nobody is new here.")
        return changed

    def _meant(self, name: str, typed: str) -> bool:
        """Whether a role that reads like no role is meant as one."""
        role = typed_speakers.parse_source_description(name, typed).get("role", "")
        if len(role) <= LONG_ROLE and not role.endswith("."):
            return True
        self.prompter.say(safe(f"It would be recorded as the role: “{role}”"))
        return self.prompter.choose("Is that what they are?  y yes · n no", "yn") == "y"
