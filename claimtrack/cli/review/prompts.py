"""A card of the review as lines for the terminal: the passage in its context, the sentence, what else, and the keys."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.editing import FIELDS
from claimtrack.actions.reading.proposal_items import PROGRAM, ProposedClaim
from claimtrack.actions.reading.recording import Preview
from claimtrack.actions.reading.review import Choice, Near, Review, ReviewCard
from claimtrack.actions.reading.typed_speakers import source_description
from claimtrack.cli.keys import END, Keys
from claimtrack.cli.review.card_numbers import CardNumbers
from claimtrack.cli.suggestions import Suggestions
from claimtrack.domain.english import plural, quoted
from claimtrack.domain.text import safe, shorten, tidy
from claimtrack.render.proposal import (
    MARKS,
    context,
    detail_lines,
    details,
    marked_lines,
    problem_words,
    sentences,
)
from claimtrack.render.terminal.width import columns, shown, wrapped

if TYPE_CHECKING:
    from claimtrack.render.terminal.style import Style


NARROWEST = 24
WIDEST = 100
MOST_NAMED = 60
"""Characters of a passage that tell it from the others of a card."""

DONE = {"accept": "✓ accepted", "reject": "✗ no", "skip": "- skipped for now"}


def card_lines(review: Review, card: ReviewCard, numbers: CardNumbers, *, width: int, style: Style) -> Iterator[str]:
    """The card of one or several claims."""
    width = max(width, NARROWEST)
    yield style.faint(_heading(review, card, width))
    yield from passage_lines(review.article, card, width=width, color=style.color)
    yield ""
    met = {one.name for proposed in review.having("accept") for one in review.preview(proposed).new}
    for proposed in card.proposed:
        preview = review.preview(proposed)
        fresh = replace(preview, new=tuple(one for one in preview.new if one.name not in met))
        met |= {one.name for one in preview.new}
        refused = review.decisions.get(proposed.mark) == "reject"
        yield from claim_lines(review.article, proposed, fresh, width=width, style=style, refused=refused)
    yield from doubt_lines(numbers.choices(card), width=width)
    yield from near_lines(numbers.near(card), card, width=width)
    if (before := review.decided(card)) is not None:
        yield f"  {DONE[before]} before; o leaves it so"


def doubt_lines(choices: Mapping[int, Choice], *, width: int) -> Iterator[str]:
    """What is in doubt, a line each, with the number that chooses each option."""
    words: dict[str, list[str]] = {}
    for number, choice in choices.items():
        words.setdefault(choice.field, []).append(f"{number} {safe(choice.option)}")
    for name, options in words.items():
        yield from wrapped(f"{FIELDS[name].title}: {' · '.join(options)}", width, first="? ", rest="  ")


def near_lines(near: Mapping[int, Near], card: ReviewCard, *, width: int) -> Iterator[str]:
    """The claims of the story that may say the same, each with the number that attributes the passage to it.

    On a card of several passages each is told which of them.
    """
    several = len(card.proposed) > 1
    if near:
        which = "its passage" if several else "this passage"
        yield from wrapped(f"In the story already? A number attributes {which} to that claim instead:", width)
    for number, (proposed, claim) in near.items():
        of = f" for {quoted(shorten(proposed.item['text'], MOST_NAMED))}" if several else ""
        yield from wrapped(f"{number} {shown(claim.text)} [{claim.id[:8]}]{of}", width, first="= ", rest="  ")


def passage_lines(article: Article, card: ReviewCard, *, width: int, color: bool) -> list[str]:
    """The words that a card rests on, in their context."""
    content = [span for proposed in card.proposed for span in proposed.content]
    beside = [span for proposed in card.proposed for span in (*proposed.source, *proposed.cue)]
    marks = [(what, span) for proposed in card.proposed for what in MARKS for span in getattr(proposed, what)]
    shown = context(article.text, article.sentences, sorted(content), beside)
    return marked_lines(article.text, shown, marks, width=width, color=color)


def claim_lines(
    article: Article, proposed: ProposedClaim, preview: Preview, *, width: int, style: Style, refused: bool = False
) -> Iterator[str]:
    """The sentence of a proposed claim and what would be recorded with it; or why it cannot be."""
    for words in sentences(preview.rows):
        yield from (style.strong(line) for line in wrapped(words, width, first="✗ " if refused else "→ ", rest="  "))
    if preview.problems:
        yield from wrapped(f"the claim: {safe(tidy(proposed.item['text']))}", width, first="  ", rest="  ")
        for problem in dict.fromkeys(problem_words(one) for one in preview.problems):
            yield from wrapped(problem, width, first="! ", rest="  ")
    elif preview.assertions:
        yield from detail_lines(list(_details(article, proposed, preview)), width=width)


def _details(article: Article, proposed: ProposedClaim, preview: Preview) -> Iterator[tuple[str, str]]:
    question = proposed.item.get("question")
    if question is not None and question not in article.questions:
        question += " (new)"
    yield from details(preview.claim, preview.answer, preview.assertions[0], question, proposed.accused)
    if proposed.rule.startswith(PROGRAM):
        yield "from", f"{shown(proposed.rule.removeprefix(PROGRAM))}, a program: no rule of claimtrack found it"
    if preview.new:
        yield "new", "; ".join(new_words(one.name, one.kind, one.role, one.body) for one in preview.new)
    if preview.revived:
        yield "known", "the claim was void, as after undo: it is brought back"
    elif preview.known:
        yield "known", "the claim is in the ledger: it gets a further attribution"
    if there := len(article.overlapping(proposed)):
        yield (
            "covered",
            f"{plural(there, 'attribution')} of the ledger {'has' if there == 1 else 'have'} some of these words",
        )


def new_words(name: str, kind: str, role: str | None, body: str | None) -> str:
    """A source that is new, with what is told of it; safe to show."""
    return safe(tidy(f"{name} ({source_description(kind, role, body)})"))


def _heading(review: Review, card: ReviewCard, width: int) -> str:
    first = next(at for at, proposed in enumerate(review.proposed, 1) if proposed is card.proposed[0])
    last = first + len(card.proposed) - 1
    place = f"{first}" if first == last else f"{first} to {last}"
    told = f"{place} of {len(review.proposed)}  "
    more = [f"{len(review.having('accept'))} accepted"]
    if no := len(review.having("reject")):
        more.append(f"{no} no")
    if skipped := len(review.having("skip")):
        more.append(f"{skipped} skipped")
    line = f"── {told}({', '.join(more)}) "
    return line + "─" * max(width - len(line), 0)


def keys_line(card: ReviewCard, *, faulty: bool, options: Collection[int] = ()) -> str:
    """The keys that a card takes; with numbers of `options` to choose, those come first and there is no yes yet."""
    several = len(card.proposed) > 1
    keys = [] if faulty or options else [f"y yes{' to all' if several else ''}"]
    if options:
        in_a_row = len(options) == max(options) - min(options) + 1
        listed = f"{min(options)} to {max(options)}" if in_a_row else ", ".join(map(str, sorted(options)))
        keys.append(f"{listed} choose")
    keys += ["n no", "e edit"]
    if several or card.joint:
        keys.append("t take apart")
    return " · ".join([*keys, "s skip", "b back", "+ add", "q quit", "?"])


ASKED = " > "
NOTHING_SUGGESTED = Suggestions()
NO_SUCH_KEY = "No such key."

_KEY = re.compile(r"\s*(?:\S\s\s+(?=\S))?")
"""What stands before the words of a laid-out line: white space, and a key that they explain."""


class Prompter:
    """A terminal with its keys. What it is given to show must be safe to show."""

    def __init__(self, keys: Keys, style: Style) -> None:
        self.keys = keys
        self.style = style

    @property
    def width(self) -> int:
        """How many columns there are for text."""
        return max(min(shutil.get_terminal_size((80, 24)).columns - 1, WIDEST), NARROWEST)

    def ask(self, question: str) -> str:
        """One key, in small letters, in answer to a line of what may be typed; END at the end of the input."""
        lines = wrapped(question, self.width - len(ASKED))
        self.put(lines[:-1])
        sys.stdout.write(f"{lines[-1]}{ASKED}")
        sys.stdout.flush()
        pressed = self.keys.key()
        if self.keys.single:
            sys.stdout.write(("" if pressed in ("", END, "\r", "\n") else safe(pressed)) + "\n")
            sys.stdout.flush()
        return pressed if pressed == END else pressed.casefold()

    def choose(self, question: str, keys: str, *, leaves: str = "") -> str:
        """One of these keys, or END; another one is told to be none, and it is asked again.

        With `leaves`, the name of what q leads back to, q, Escape and Enter give END, too.
        """
        while True:
            pressed = self.ask(f"{question} · q {leaves}" if leaves else question)
            if leaves and pressed in ("q", "", "\r", "\n"):
                return END
            if pressed == END or (pressed and pressed in keys):
                return pressed
            self.say(NO_SUCH_KEY)

    def pick(
        self, prompt: str, value: str, options: Sequence[str] = (), suggestions: Suggestions = NOTHING_SUGGESTED
    ) -> str | None:
        """One of up to nine options, by its number, or what is typed in place of `value`; None when it was left.

        Enter keeps `value`, which stands there faintly, as does what the `suggestions` have behind what is typed.
        """
        numbered = {str(number): option for number, option in enumerate(options, 1)}
        for number, option in numbered.items():
            now = " (now)" if option == value else ""
            self.put(wrapped(f"{safe(option)}{now}", self.width, first=f"  {number} ", rest="    "))
        hints = ["A number takes that."] if numbered else []
        if value:
            edits = ", an arrow edits it, letters take its place" if self.keys.edits_lines else ""
            hints.append(f"Enter keeps what stands there{edits}.")
        if suggestions != NOTHING_SUGGESTED and self.keys.edits_lines:
            hints.append("Tab takes what is suggested.")
        if hints:
            self.say(self.style.faint(" ".join(hints)))
        lines = wrapped(prompt, self.width)
        self.put(lines[:-1])
        shown = self.style.faint if self.style.color else "[{}]".format
        return self.keys.line(f"{lines[-1]} ", value, shown, options=numbered, suggestions=suggestions)

    def put(self, lines: Iterable[str]) -> None:
        """Show lines."""
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def say(self, line: str) -> None:
        """Show a line, wrapped."""
        self.put(wrapped(line, self.width))

    def page(self, text: str) -> None:
        """Show lines that are laid out; one that is too long goes on below where its words begin."""
        for line in text.splitlines():
            key = _KEY.match(line)
            first, rest = (key[0], " " * len(key[0])) if key is not None else ("", "")
            told = line[len(first) :]
            self.put([line] if columns(line) <= self.width else wrapped(told, self.width, first=first, rest=rest))
