"""A review of what is proposed: what was decided so far, where one stands, and what a decision brings with it.

It knows no terminal: the line-by-line review and the one on the whole screen both use it. Nothing is accepted
but by `accept`, and nothing is written to the ledger here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.editing import attributed_to, change
from claimtrack.actions.reading.namesakes import is_called_so, is_namesake
from claimtrack.actions.reading.near_claims import near_claims
from claimtrack.actions.reading.proposal_items import BY_HAND, ProposedClaim, claim_by_hand, split_joint
from claimtrack.actions.reading.recording import Preview
from claimtrack.actions.reading.story_questions import as_asked_elsewhere, with_story_questions
from claimtrack.actions.reading.typed_speakers import chains_typed, renamed, with_source
from claimtrack.domain.text import name_fold, terms, tidy
from claimtrack.ledger.write.names import split_qualified
from claimtrack.queries.records import SuggestedClaim
from claimtrack.reading.proposals import Doubt

ACCEPT, REJECT, SKIP = "accept", "reject", "skip"
MOST_SENTENCES, _BEFORE = 5, 400
"""Sentences that are listed to be attributed by hand, and the characters before a card in which they may begin."""
GROUP = 4
"""The most passages that are decided by one key, so that all of them are seen at once."""

Near = tuple[ProposedClaim, SuggestedClaim]
"""A proposed claim, and a claim of the story that may say the same."""
Previewer = Callable[[Sequence[ProposedClaim]], Mapping[str, Preview]]
"""Finds what recording proposed claims would come to, by mark."""


@dataclass(frozen=True, slots=True)
class SavedReview:
    """What was decided before, as it was kept: decisions and edited proposed claims by mark; marks taken apart.

    `names` are corrections of what speakers are called, `described` what was told of new sources, by name.
    """

    decisions: Mapping[str, str]
    edited: Mapping[str, ProposedClaim]
    apart: frozenset[str]
    names: Mapping[str, str]
    described: Mapping[str, str]


NOTHING_SAVED = SavedReview({}, {}, frozenset(), {}, {})


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """What is decided by one key: one proposed claim, or several that are one speaker going on."""

    proposed: tuple[ProposedClaim, ...]

    @property
    def joint(self) -> bool:
        """Whether several sources say it together."""
        return any(len(proposed.assertions) > 1 for proposed in self.proposed)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the options that a doubt leaves."""

    doubt: Doubt
    option: str

    @property
    def field(self) -> str:
        """The field that it sets, a name of `editing.FIELDS`."""
        return self.doubt.field


class Review:
    """The review of one article. `look` is asked whenever what is proposed has changed."""

    def __init__(self, article: Article, look: Previewer, kept: SavedReview = NOTHING_SAVED) -> None:
        self.article = article
        self.decisions: dict[str, str] = {}
        self.names: dict[str, str] = {}
        """What a speaker is called in the text (its fold) -> what it is called from now on."""
        self._named = {one.mark: _chains(one) for one in _parts(article.proposed)}
        """Mark -> the names of the claim's chains as they were read, or corrected by `rename`."""
        self.cards: list[ReviewCard] = []
        self.at = 0
        self._look = look
        self._previews: dict[str, Preview] | None = None
        self._apart = set(kept.apart)
        self._loose: set[str] = set()
        self._came_from = 0
        self._proposed: list[ProposedClaim] = []
        for proposed in article.proposed:
            if proposed.mark not in article.recorded:
                self._proposed.extend(split_joint(proposed) if proposed.mark in kept.apart else [proposed])
        for called, name in kept.names.items():
            self.rename(called, name)
        self._proposed = [kept.edited.get(proposed.mark, proposed) for proposed in self._proposed]
        for called, name in kept.names.items():
            if name_fold(called) == name_fold(name):
                self.rename(called, name)
        known = {proposed.mark for proposed in self._proposed}
        self._proposed += [
            proposed for mark, proposed in kept.edited.items() if mark not in known and proposed.rule == BY_HAND
        ]
        for name, typed in kept.described.items():
            self.describe(name, typed)
        self._proposed.sort(key=lambda proposed: (proposed.start, proposed.end))
        self.decisions.update(
            (proposed.mark, kept.decisions[proposed.mark])
            for proposed in self._proposed
            if proposed.mark in kept.decisions
        )
        self.cards = self._deal()
        self.at = self._next(0)

    # Where one stands

    @property
    def card(self) -> ReviewCard | None:
        """The card to be decided; None at the end."""
        return self.cards[self.at] if self.at < len(self.cards) else None

    @property
    def start(self) -> int:
        """Where in the text one stands; its length at the end."""
        return self.cards[self.at].proposed[0].start if self.at < len(self.cards) else len(self.article.text)

    @property
    def proposed(self) -> Sequence[ProposedClaim]:
        """Every proposed claim, in the order of the text, as it stands now."""
        return self._proposed

    def open_sentences(self) -> list[str]:
        """The sentences that nothing is proposed of and nothing recorded, from just before where one stands on.

        At the end they are of the whole text; of more than are listed first those with a number in digits.
        """
        at_end = self.at >= len(self.cards)
        here = 0 if at_end else self.start - _BEFORE
        spans = [(one.start, one.end) for one in self._proposed]
        spans += [(one.start, one.end) for one in self.article.covered]
        taken = sorted(span for span in spans if span[1] > here)
        free: list[str] = []
        at = 0
        for start, end in self.article.sentences:
            while at < len(taken) and taken[at][1] <= start:
                at += 1
            if end > here and (at == len(taken) or taken[at][0] >= end):
                free.append(tidy(self.article.text[start:end]))
            if len(free) == MOST_SENTENCES and not at_end:
                break
        first = sorted(range(len(free)), key=lambda place: not any(map(str.isdecimal, free[place])))
        return [free[place] for place in sorted(first[:MOST_SENTENCES])]

    def decided(self, card: ReviewCard) -> str | None:
        """What was decided of a card; None where nothing was, or not of all of it."""
        found = {self.decisions.get(proposed.mark) for proposed in card.proposed}
        return found.pop() if len(found) == 1 else None

    def preview(self, proposed: ProposedClaim) -> Preview:
        """What recording it would come to, together with all that was not rejected; also where it was itself."""
        if self._previews is None:
            self._previews = dict(self._look(self._unrefused()))
        if proposed.mark not in self._previews:
            self._previews[proposed.mark] = self._look(self._unrefused(proposed.mark)).get(proposed.mark, Preview())
        return self._previews[proposed.mark]

    def _unrefused(self, but: str | None = None) -> list[ProposedClaim]:
        """All that was not rejected, and the proposed claim of the mark `but`."""
        return [one for one in self._proposed if one.mark == but or self.decisions.get(one.mark) != REJECT]

    def having(self, decision: str | None) -> list[ProposedClaim]:
        """The proposed claims of which this was decided (None: nothing yet)."""
        return [proposed for proposed in self._proposed if self.decisions.get(proposed.mark) == decision]

    @property
    def unsettled(self) -> set[str]:
        """The marks of what was neither accepted nor rejected; of a joint statement taken apart, in any part."""
        settled = (ACCEPT, REJECT)
        return {one.mark.partition("/")[0] for one in self._proposed if self.decisions.get(one.mark) not in settled}

    def faulty(self, card: ReviewCard) -> bool:
        """Whether something of a card cannot be recorded as it stands."""
        return any(self.preview(proposed).problems for proposed in card.proposed)

    def choices(self, card: ReviewCard) -> list[Choice]:
        """What is to be chosen before a card can be accepted, each option by itself.

        Claims of a card that share a doubt are asked about once.
        """
        doubts = dict.fromkeys(doubt for proposed in card.proposed for doubt in proposed.doubts)
        return [Choice(doubt, option) for doubt in doubts for option in doubt.options]

    def near(self, card: ReviewCard) -> list[Near]:
        """The claims of the story that may say the same as those of a card, each beside that of the card."""
        return [
            (proposed, claim)
            for proposed in card.proposed
            for claim in near_claims(self.article, self.preview(proposed))
        ]

    def speakers(self, options: Iterable[str]) -> list[str]:
        """Those of the options for who says something that name nobody by what they were called before a correction.

        A chain that a claim has is one whatever it names: "his wife > man", where "man" was corrected to "his wife".
        """
        given = {chains_typed(one) for one in self._proposed}
        before = {called for called, name in self.names.items() if name_fold(name) != called}
        return [one for one in options if one in given or before.isdisjoint(map(name_fold, re.split(" [>&] ", one)))]

    # What is done

    def choose(self, choice: Choice) -> list[ProposedClaim]:
        """Settle a doubt of the card one stands at, and of what goes on from it; the claims that this changed.

        Which question a figure answers is settled for all figures that come with the same; so is who somebody is of
        whom the piece names no second one, and whether a claim alleges wrongdoing for those who deny it.
        """
        everywhere = choice.field == "question" or self._is_one_source(choice)
        numbers = {proposed.number for proposed in self.cards[self.at].proposed}
        alleged = [one.item["text"] for one in self.cards[self.at].proposed if choice.field == "allegation"]
        changed: list[ProposedClaim] = []
        for proposed in self._undecided():
            goes_on = proposed.continues is not None and proposed.continues in numbers
            if choice.doubt in proposed.doubts and (
                proposed.number in numbers or goes_on or everywhere or proposed.item["text"] in alleged
            ):
                numbers.add(proposed.number)
                changed.append(change(proposed, choice.field, choice.option, self.article))
        asked = str(changed[0].item.get("question")) if changed and choice.field == "question" else None
        self._put(changed)
        return changed + (self.ask_of_others(asked, choice.option) if asked is not None else [])

    def _is_one_source(self, choice: Choice) -> bool:
        """Whether a choice between namesakes is of somebody who is one and the same throughout the piece.

        So is a body that the ledger may know by a longer or shorter name. Not where the piece itself tells two of one
        name apart: then any passage may be of either.
        """
        first, *others = choice.doubt.options
        if (
            choice.field != "who"
            or not others
            or not all(is_namesake(first, other) or is_called_so(first, other) for other in others)
        ):
            return False
        told = {doubt.options[0] for one in self.article.proposed for doubt in one.doubts if doubt.field == "who"}
        return told.isdisjoint(others) or split_qualified(choice.option)[1] is None

    def ask_of_others(self, asked: str, question: str, *, all_of_it: bool = False) -> list[ProposedClaim]:
        """Have what is not decided ask of the event that `question` names, where it asks of that of `asked`.

        `all_of_it`: also have what asks `asked` ask `question` instead. Gives the claims that this changed.
        """
        changed = []
        for proposed in self._undecided():
            if all_of_it and proposed.item.get("question") == asked:
                changed.append(change(proposed, "question", question, self.article))
            elif (other := as_asked_elsewhere(proposed, asked, question)) is not proposed:
                changed.append(other)
        self._put(changed)
        return changed

    def asking(self, question: str) -> list[ProposedClaim]:
        """What asks just this and is not decided."""
        return [proposed for proposed in self._undecided() if proposed.item.get("question") == question]

    def _undecided(self) -> list[ProposedClaim]:
        return [proposed for proposed in self._proposed if proposed.mark not in self.decisions]

    def _put(self, changed: Iterable[ProposedClaim]) -> None:
        """Put claims in place of those of the same marks."""
        by_mark = {proposed.mark: proposed for proposed in changed}
        self._proposed = [by_mark.get(proposed.mark, proposed) for proposed in self._proposed]
        self._refresh()

    def decide(self, decision: str) -> ReviewCard:
        """Decide the card one stands at, and go on. Gives what was decided.

        One goes on to the next that is not decided; of one that was decided before, or that one went back to, to the
        very next. From one that was added by hand one goes back to the first that is not decided.
        """
        card = self.cards[self.at]
        if decision == ACCEPT and self.choices(card):
            raise ValueError("what is in doubt is chosen before it is accepted")
        decided = all(proposed.mark in self.decisions for proposed in card.proposed)
        added = not decided and all(proposed.rule == BY_HAND for proposed in card.proposed)
        followed = {proposed.continues for proposed in self._proposed}
        for proposed in card.proposed:
            before = self.decisions.get(proposed.mark)
            self.decisions[proposed.mark] = decision
            if before == REJECT != decision or (decision == REJECT != before and proposed.number in followed):
                self._previews = None
        again = decided or (self.start < self._came_from and not added)
        self.at = self.at + 1 if again else self._next(0 if added else self.at + 1)
        return card

    def pass_over(self) -> bool:
        """Go on from a card that was decided, leaving it so, to the next that is not; False where it was not."""
        card = self.card
        if card is None or any(proposed.mark not in self.decisions for proposed in card.proposed):
            return False
        self.at = self._next(self.at)
        return True

    def back(self) -> bool:
        """Go to the card before, decided or not; False at the first."""
        if self.at == 0:
            return False
        self._came_from = max(self._came_from, self.start)
        self.at -= 1
        return True

    def go(self, at: int) -> None:
        """Stand at a card by its place from 0."""
        self.at = max(0, min(at, len(self.cards)))

    def again(self) -> bool:
        """Go through what was skipped once more; False when nothing was."""
        skipped = self.having(SKIP)
        for proposed in skipped:
            del self.decisions[proposed.mark]
        self.at = self._next(0)
        return bool(skipped)

    def take_apart(self) -> list[str]:
        """Part the card one stands at: passages first, then speakers. Gives the marks of joint statements parted."""
        card = self.cards[self.at]
        parted: list[str] = []
        if len(card.proposed) > 1:
            self._loose |= {proposed.mark for proposed in card.proposed}
        elif card.joint:
            (proposed,) = card.proposed
            self._proposed = [
                part for one in self._proposed for part in (split_joint(one) if one is proposed else [one])
            ]
            self._apart.add(proposed.mark)
            self.decisions.pop(proposed.mark, None)
            parted.append(proposed.mark)
            self._previews = None
        first = card.proposed[0]
        self.cards = self._deal()
        self.at = next(
            at for at, one in enumerate(self.cards) if any(proposed.start >= first.start for proposed in one.proposed)
        )
        return parted

    def attribute(self, proposed: ProposedClaim, claim: SuggestedClaim) -> ProposedClaim:
        """Make a proposed claim a further attribution of a claim of the ledger; what it is now."""
        changed = attributed_to(proposed, claim)
        self.change(proposed, changed)
        return changed

    def change(self, proposed: ProposedClaim, changed: ProposedClaim) -> None:
        """Put a proposed claim as a person changed it in place of what it was; it is to be decided anew."""
        self._proposed = [changed if one.mark == proposed.mark else one for one in self._proposed]
        self.decisions.pop(proposed.mark, None)
        self._refresh()

    def by_hand(self, span: tuple[int, int]) -> ProposedClaim:
        """A proposed claim of a passage that was not proposed, whose speaker is still to be told."""
        number = max([len(self.article.proposed), *(proposed.number for proposed in self._proposed)]) + 1
        claim = claim_by_hand(self.article.text, span, self.article.document, number)
        return with_story_questions([claim], self.article.questions, self.article.text)[0]

    def add(self, proposed: ProposedClaim, decision: str | None = None) -> None:
        """Add what a person attributed by hand, decided or to be decided, and stand at it."""
        self._proposed = [one for one in self._proposed if one.mark != proposed.mark]
        self._proposed = sorted([*self._proposed, proposed], key=lambda one: (one.start, one.end))
        if decision is not None:
            self.decisions[proposed.mark] = decision
        self._refresh()
        self.at = next(at for at, card in enumerate(self.cards) if proposed in card.proposed)

    def rename(self, called: str, name: str, words: frozenset[str] | None = None) -> list[ProposedClaim]:
        """From now on call a speaker `name` wherever the text was read to call them `called`; the claims changed.

        With `words` only where the text names them by these or by some of them ("Ana Lint", "Lint"), or goes on from
        there. What was decided stays as it was seen, but for another spelling of the same name; a chain that was typed
        stays as it was typed, and whatever else was edited changes nothing. A namesake's is the name from where one
        stands on only.
        """
        apart = is_namesake(called, name)
        before = self._proposed
        meant: set[int] = set()
        kept: list[ProposedClaim] = []
        for proposed in self._proposed:
            own = mention_words(proposed, self.article.text)
            alike = words is None or (own <= words or words <= own if own else proposed.continues in meant)
            if alike:
                meant.add(proposed.number)
            typed = _chains(proposed) != self._named.get(proposed.mark)
            decided = name_fold(called) != name_fold(name) and self.decisions.get(proposed.mark) in (ACCEPT, REJECT)
            stays = decided or (typed and words is not None) or not alike or (apart and proposed.start < self.start)
            kept.append(proposed if stays else renamed(proposed, called, name, self.article.text))
            if not typed:
                self._named |= {one.mark: _chains(one) for one in _parts(kept[-1:])}
        self._proposed = kept
        if not apart:
            now = {one: name if name_fold(last) == name_fold(called) else last for one, last in self.names.items()}
            self.names = {**now, name_fold(called): name}
        self._refresh()
        return [new for old, new in zip(before, kept, strict=True) if old is not new]

    def rename_there(self, corrected: ProposedClaim, called: str, name: str) -> list[ProposedClaim]:
        """Call a speaker otherwise where the very words that were taken for them say more; the claims changed.

        "The company said that it was closed and that nobody was hurt": who that is, is one for both. What was decided
        or typed stays.
        """
        changed = [
            renamed(one, called, name, self.article.text)
            for one in self._undecided()
            if one.mark != corrected.mark
            and not set(corrected.source).isdisjoint(one.source)
            and _chains(one) == self._named.get(one.mark)
        ]
        self._named |= {part.mark: _chains(part) for part in _parts(changed)}
        self._put(changed)
        return changed

    def describe(self, name: str, typed: str) -> None:
        """Tell what a new source is, wherever it is named: "person, mayor of Ista, for Ista Council"."""
        self._proposed = [
            with_source(proposed, name, typed) if name_fold(name) in _named(proposed) else proposed
            for proposed in self._proposed
        ]
        self._refresh()

    # How it is done

    def _refresh(self) -> None:
        self._previews = None
        self.cards = self._deal()

    def _next(self, at: int) -> int:
        """The first card from `at` on of which something is not decided yet."""
        while at < len(self.cards) and all(proposed.mark in self.decisions for proposed in self.cards[at].proposed):
            at += 1
        return at

    def _deal(self) -> list[ReviewCard]:
        """Cards: a proposed claim that goes on from the one before it stands with it, unless taken apart."""
        cards: list[list[ProposedClaim]] = []
        for proposed in self._proposed:
            last = cards[-1] if cards else []
            goes_on = bool(last) and proposed.continues is not None and proposed.continues == last[-1].number
            if goes_on and len(last) < GROUP and not {proposed.mark, last[-1].mark} & self._loose:
                last.append(proposed)
            else:
                cards.append([proposed])
        return [ReviewCard(tuple(one)) for one in cards]


def _named(proposed: ProposedClaim) -> set[str]:
    """The folds of all sources that a proposed claim names, the bodies that they speak for among them."""
    return {name_fold(name) for name in proposed.names} | {
        name_fold(one["speaks_for"]) for one in proposed.sources if "speaks_for" in one
    }


def _parts(claims: Iterable[ProposedClaim]) -> list[ProposedClaim]:
    """Claims, and the parts of joint statements among them."""
    return [part for one in claims for part in (one, *split_joint(one))]


def _chains(proposed: ProposedClaim) -> list[list[str]]:
    """The names of its chains, "" for a hop that names nobody."""
    return [[hop.get("source", "") for hop in one["chain"]] for one in proposed.assertions]


def mention_words(proposed: ProposedClaim, text: str) -> frozenset[str]:
    """The words by which the text names who says it; empty where it does not, as where speech goes on."""
    return frozenset(word for start, end in proposed.source for word in terms(text[start:end])) - {"the", "a", "an"}
