"""The review on the whole screen: the text, the list of what is proposed, and the one that is to be decided."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from claimtrack.actions.reading.proposal_items import ProposedClaim, claim_by_hand
from claimtrack.actions.reading.recording import DocumentAdditions
from claimtrack.actions.reading.review import ACCEPT, REJECT, SKIP, Review, ReviewCard
from claimtrack.cli.review.prompts import offer_lines
from claimtrack.cli.review.rename_speaker import (
    accepted_as_seen,
    as_spelled,
    changed_too,
    remember,
    to_near,
    typed_words,
)
from claimtrack.cli.review.saved_decisions import SavedDecisions
from claimtrack.cli.review.terminal import attributions
from claimtrack.cli.review.tui.article_view import SIGNS, ArticleView
from claimtrack.cli.review.tui.dialogs import EndScreen, FieldsScreen, HelpScreen
from claimtrack.domain.text import safe, tidy
from claimtrack.render.terminal.style import Style
from claimtrack.render.terminal.width import cut


class ReadApp(App["DocumentAdditions | None"]):
    """Gives what is to be said of the document where all that was accepted is to be recorded; else None."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "decide('accept')", "yes"),
        Binding("n", "decide('reject')", "no"),
        Binding("s", "decide('skip')", "skip"),
        Binding("e", "edit", "edit"),
        Binding("t", "apart", "take apart"),
        Binding("equals_sign", "near", "the claim it is near to", show=False),
        Binding("b", "before", "back"),
        Binding("v", "select", "select a passage"),
        Binding("enter", "attribute", "attribute it", show=False, priority=False),
        Binding("escape", "unselect", "leave", show=False),
        Binding("q", "end", "end"),
        Binding("question_mark", "keys", "keys", key_display="?"),
    ]

    CSS = """
    #above { height: 1fr; }
    #article { width: 1fr; }
    #list { width: 34%; border: none; border-left: solid $accent; padding: 0; }
    #card { height: auto; max-height: 50%; min-height: 8; border-top: solid $accent; padding: 0 1; }
    """

    def __init__(self, review: Review, saved: SavedDecisions, document: DocumentAdditions) -> None:
        super().__init__()
        self.review = review
        self.saved = saved
        self.document = document

    def compose(self) -> ComposeResult:
        """The text and the list side by side; below them the card, and the keys."""
        with Horizontal(id="above"):
            yield ArticleView(self.review)
            yield OptionList(id="list")
        with VerticalScroll(id="card", can_focus=False):
            yield Static(id="what")
        yield Footer()

    def on_mount(self) -> None:
        """Show where one stands."""
        self.title = f"claimtrack read: {self.review.article.title}"
        self.query_one(ArticleView).focus()
        self.call_after_refresh(self.show)

    @property
    def view(self) -> ArticleView:
        """The text."""
        return self.query_one(ArticleView)

    def show(self) -> None:
        """Bring everything on the screen in step with the review."""
        listed = self.query_one("#list", OptionList)
        listed.clear_options()
        listed.add_options([Option(self._line(card)) for card in self.review.cards])
        if self.review.card is not None:
            listed.highlighted = self.review.at
        self.query_one("#what", Static).update(self._card())
        self.view.show_review()

    def _line(self, card: ReviewCard) -> Text:
        numbers = {id(offer): at for at, offer in enumerate(self.review.proposed, 1)}
        first = numbers[id(card.proposed[0])]
        several = f"-{first + len(card.proposed) - 1}" if len(card.proposed) > 1 else ""
        sign = SIGNS[self.review.decided(card)]
        words = f"{sign} {first}{several} {safe(tidy(card.proposed[0].item['text']))}"
        return Text(cut(words, max(self.query_one("#list").size.width - 3, 16)))

    def _card(self) -> Text:
        if self.view.selection_span is not None:
            return Text(
                "Selected. Enter attributes it.\n←/→ ends earlier or later, with Shift begins so;\n"
                "↑/↓ another sentence, Shift+↓ one more; Esc leaves it."
            )
        card = self.review.card
        if card is None:
            return Text("That was the last. q ends, and asks whether to record; b goes back; v selects a passage.")
        width = max(self.query_one("#card").size.width - 3, 24)
        lines = [
            line
            for offer in card.proposed
            for line in offer_lines(
                self.review.article,
                offer,
                self.review.preview(offer),
                width=width,
                style=Style(),
                refused=self.review.decisions.get(offer.mark) == REJECT,
            )
        ]
        if self.review.faulty(card):
            lines.append("It cannot be recorded as it stands: e edits it, n leaves it out.")
        return Text("\n".join(lines))

    # Keys

    def action_decide(self, decision: str) -> None:
        """Decide the current card."""
        card = self.review.card
        if card is None or self.view.selection_span is not None:
            return
        if decision == ACCEPT and self.review.faulty(card):
            self.bell()
            return
        self.saved.decided(card.proposed, decision)
        self.review.decide(decision)
        self.show()

    def action_before(self) -> None:
        """Go to the card before."""
        if self.review.back():
            self.show()

    def action_apart(self) -> None:
        """Take apart what stands together."""
        card = self.review.card
        if card is not None and (len(card.proposed) > 1 or card.joint):
            self.saved.parted(self.review.take_apart())
            self.show()

    def action_near(self) -> None:
        """Attribute the current card to the claims of the story that it is near to."""
        if self.review.card is not None and to_near(self.review, self.saved, self.review.card):
            self.show()

    def action_edit(self) -> None:
        """Edit the current card; of several passages, the first that is not decided."""
        card = self.review.card
        if card is None:
            return
        decided = self.review.decisions
        offer = next((one for one in card.proposed if one.mark not in decided), card.proposed[0])
        screen = FieldsScreen(offer, self.review.article, typed_words(self.review), "Edit")

        def changed(made: ProposedClaim | None) -> None:
            if made is not None and made is not offer:
                made = as_spelled(self.review, offer, made)
                seen = accepted_as_seen(self.review)
                seen.pop(offer.mark, None)
                self.saved.changed(made)
                self.review.change(offer, made)
                for line in (*remember(self.review, self.saved, offer, made), *changed_too(self.review, seen)):
                    self.notify(line, markup=False)
            self.show()

        self.push_screen(screen, changed)

    def action_select(self) -> None:
        """Select the first sentence that nothing was proposed of."""
        self.view.focus()
        self.view.select_open()
        self.query_one("#what", Static).update(self._card())

    def action_unselect(self) -> None:
        """Select nothing."""
        self.view.select(None)
        self.show()

    def action_attribute(self) -> None:
        """Attribute the selected passage."""
        span = self.view.selection_span
        if span is None:
            return
        article = self.review.article
        offer = claim_by_hand(article.text, span, article.document, self.review.next_number)
        screen = FieldsScreen(offer, article, typed_words(self.review), "Attribute")

        def made(attributed: ProposedClaim | None) -> None:
            if attributed is not None and attributed is not offer:
                at = self.review.at + (attributed.start < self.review.start)
                self.review.add(attributed, ACCEPT)
                self.review.go(at)
                self.saved.changed(attributed, ACCEPT)
                self.view.selection_span = None
            self.show()

        self.push_screen(screen, made)

    def action_keys(self) -> None:
        """Show what the keys do, until the next one."""
        self.push_screen(HelpScreen())

    def action_end(self) -> None:
        """Ask whether to record."""
        made = attributions(self.review.having(ACCEPT))
        counts = [len(self.review.having(which)) for which in (ACCEPT, REJECT, SKIP, None)]

        def answered(found: tuple[str, DocumentAdditions] | None) -> None:
            answer, said = found or ("back", DocumentAdditions())
            if answer == "record":
                self.exit(said)
            elif answer == "quit":
                self.exit(None)

        self.push_screen(EndScreen((counts[0], counts[1], counts[2], counts[3]), made, self.document), answered)

    # The list and the mouse

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Stand at the card that was chosen."""
        self.review.go(event.option_index)
        self.show()
        self.view.focus()

    def on_article_view_selected(self, _event: ArticleView.Selected) -> None:
        """A passage was selected by the mouse."""
        self.query_one("#what", Static).update(self._card())
