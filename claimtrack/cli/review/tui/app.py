"""The review on the whole screen: the text, the list of what is proposed, and the one that is to be decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Footer, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from claimtrack.actions.reading import editing
from claimtrack.actions.reading.editing import FIELDS
from claimtrack.actions.reading.options import field_options
from claimtrack.actions.reading.proposal_items import ProposedClaim
from claimtrack.actions.reading.recording import DocumentAdditions
from claimtrack.actions.reading.review import ACCEPT, REJECT, SKIP, Review, ReviewCard
from claimtrack.cli.review.card_numbers import CardNumbers
from claimtrack.cli.review.prompts import claim_lines, doubt_lines, near_lines
from claimtrack.cli.review.rename_speaker import field_suggestions, replace_claim, to_near
from claimtrack.cli.review.saved_decisions import SavedDecisions
from claimtrack.cli.review.terminal import attributions
from claimtrack.cli.review.tui.article_view import SIGNS, ArticleView
from claimtrack.cli.suggestions import Suggestions
from claimtrack.domain.english import plural
from claimtrack.domain.text import safe, shorten, tidy
from claimtrack.errors import ClaimtrackError
from claimtrack.render.proposal import LEGEND
from claimtrack.render.terminal.style import Style
from claimtrack.render.terminal.width import cut


class EndScreen(ModalScreen["tuple[str, DocumentAdditions]"]):
    """Gives "record", "quit" or "back", and what is said of the document."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('record')", "record"),
        Binding("q,n", "answer('quit')", "not now"),
        Binding("escape,b", "answer('back')", "back"),
        Binding("w", "bylines", "who wrote it"),
        Binding("s", "skips", "what is skipped"),
    ]

    DEFAULT_CSS = """
    EndScreen { align: center middle; }
    EndScreen > VerticalScroll {
        width: 80%; max-width: 90; height: auto; max-height: 90%; border: round $accent; padding: 1;
    }
    """

    def __init__(self, counts: list[int], made: int, document: DocumentAdditions) -> None:
        super().__init__()
        self.counts = counts
        self.made = made
        self.document = document
        self.with_bylines = False
        self.with_skips = False

    def compose(self) -> ComposeResult:
        """One text, written anew at each key."""
        with VerticalScroll():
            yield Static(id="question")

    def on_mount(self) -> None:
        """Ask."""
        self._ask()

    def action_bylines(self) -> None:
        """Note who wrote it, or not."""
        self.with_bylines = not self.with_bylines and bool(self.document.bylines)
        self._ask()

    def action_skips(self) -> None:
        """Mark what is no running text as skipped, or not."""
        self.with_skips = not self.with_skips and bool(self.document.skips)
        self._ask()

    def action_answer(self, answer: str) -> None:
        """End with an answer."""
        bylines = self.document.bylines if self.with_bylines else ()
        skips = self.document.skips if self.with_skips else ()
        self.dismiss((answer, DocumentAdditions(bylines, skips)))

    def _ask(self) -> None:
        accepted, rejected, skipped, undecided = self.counts
        lines = [
            f"{accepted} accepted, {rejected} left out, {skipped} skipped, {undecided} not looked at.",
            "",
            f"y  record {plural(self.made, 'attribution')} as one change",
            "q  not now: what you decided is kept",
            "b  back to the text",
        ]
        if self.document.bylines:
            names = ", ".join(safe(one["source"]) for one in self.document.bylines)
            lines += ["", f"w  [{'x' if self.with_bylines else ' '}] by {names}: note it with the document"]
        if self.document.skips:
            lines += ["", f"s  [{'x' if self.with_skips else ' '}] mark these, which are no running text, as skipped:"]
            lines += [f"     {safe(shorten(one['exact'], 60))}" for one in self.document.skips]
        self.query_one("#question", Static).update(Text("\n".join(lines)))


class _Completed(Suggester):
    """What a field may become, as on a terminal."""

    def __init__(self, suggestions: Suggestions) -> None:
        super().__init__(case_sensitive=True, use_cache=False)
        self._suggestions = suggestions

    async def get_suggestion(self, value: str) -> str | None:
        """The first suggestion that begins as what was typed does."""
        return next((one for one in self._suggestions.after(value) if one.startswith(value)), None)


class _Field(Input):
    """A field, from which one goes down to what may be picked for it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "screen.list", show=False)]


KEYS_OF_FIELDS = (
    "Enter keeps it all · Tab next · Right takes the completion · Esc leaves it as it was\n"
    "Down goes to what else it may be; there a number, or Enter, takes it"
)


class FieldsScreen(ModalScreen["ProposedClaim | None"]):
    """Every field of a proposed claim, one a line. Gives the claim as it was changed; None when it was left.

    Whoever says what stands near in the review, and what it asks, may be picked.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave it as it was"),
        Binding("ctrl+s", "keep", "keep", priority=True),
        *(Binding(str(number), f"take({number})", "take by number", show=False) for number in range(1, 10)),
    ]

    DEFAULT_CSS = """
    FieldsScreen { align: center middle; }
    FieldsScreen > VerticalScroll { width: 90%; max-width: 100; height: 90%; border: round $accent; padding: 0 1; }
    FieldsScreen Horizontal { height: 1; }
    FieldsScreen Label { width: 24; text-align: right; padding: 0 1; }
    FieldsScreen Input { width: 1fr; height: 1; border: none; padding: 0; }
    FieldsScreen Input:focus { border: none; background: $boost; }
    FieldsScreen #options { height: auto; max-height: 11; border: none; }
    FieldsScreen #fault { color: $error; height: auto; }
    """

    def __init__(
        self,
        proposed: ProposedClaim,
        review: Review,
        suggestions: Mapping[str, Suggestions],
        title: str,
    ) -> None:
        super().__init__()
        self.proposed = proposed
        self.review = review
        self.article = review.article
        self.suggestions = suggestions
        self.heading = title
        self.field = "who"
        self.options: list[str] = []

    def compose(self) -> ComposeResult:
        """The passage, the fields, and a place for what is wrong."""
        with VerticalScroll():
            yield Static(Text(self.heading, style="bold"))
            yield Static(Text(safe(self.article.text[self.proposed.start : self.proposed.end], lines=True)))
            for name, field in FIELDS.items():
                with Horizontal():
                    yield Label(field.title)
                    yield _Field(safe(field.get(self.proposed)), id=name, suggester=_Completed(self.suggestions[name]))
            yield Static("", id="fault")
            yield Static(Text(KEYS_OF_FIELDS))
            yield OptionList(id="options")

    def on_mount(self) -> None:
        """Begin with who says it."""
        self.query_one("#who", Input).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Below the fields stand the options of the one that is typed in."""
        if isinstance(event.widget, Input) and event.widget.id in FIELDS:
            self.field = event.widget.id
            options = field_options(self.field, self.proposed, self.review.proposed, self.article)
            self.options = self.review.speakers(options) if self.field == "who" else options
            lines = [Text(f"{number} {safe(option)}") for number, option in enumerate(self.options, 1)]
            listed = self.query_one("#options", OptionList)
            listed.clear_options()
            listed.add_options([Option(line) for line in lines])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was chosen for the field."""
        self.action_take(event.option_index + 1)

    def action_list(self) -> None:
        """Go to the options, if there are any."""
        if self.options:
            self.query_one("#options", OptionList).focus()

    def action_take(self, number: int) -> None:
        """Put the option of a number into its field."""
        if number <= len(self.options):
            field = self.query_one(f"#{self.field}", Input)
            field.value = safe(self.options[number - 1])
            field.focus()

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Enter anywhere keeps it all."""
        self.action_keep()

    def action_keep(self) -> None:
        """Take every field that was changed; what is wrong is said, and the form stays."""
        changed = self.proposed
        for name in FIELDS:
            typed = self.query_one(f"#{name}", Input).value.strip()
            if typed == safe(FIELDS[name].get(self.proposed)).strip():
                continue
            try:
                changed = editing.change(changed, name, typed, self.article)
            except ClaimtrackError as error:
                self.query_one("#fault", Static).update(Text(safe(f"! {error.what}. {error.todo}")))
                self.query_one(f"#{name}", Input).focus()
                return
        self.dismiss(changed)

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)


HELP = f"""\
{LEGEND}: who said it, the words that report it, what is recorded. The line after → is how the report
will word it. Nothing is recorded before the end, and then only what you accepted.

y  yes, accept it          s  skip it for now
n  no, it is none          b  back to the one before
e  edit its fields         t  take apart what stands together
=  attribute it to the claim of the story that says nearly the same; a number: to the one listed so
v  select a passage that was not proposed; Enter attributes it, Esc leaves it
   ← → ends earlier or later, with Shift begins so; ↑ ↓ another sentence, Shift+↓ one more
   The mouse selects too.
Tab  to the list and back; Enter goes to what is chosen there
q  end: asks whether to record; what you decided is kept

Any key goes back."""


class HelpScreen(ModalScreen[None]):
    """The keys; any of them closes it."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > VerticalScroll {
        width: 90%; max-width: 100; height: auto; max-height: 90%; border: round $accent; padding: 1;
    }
    """

    def compose(self) -> ComposeResult:
        """The text."""
        with VerticalScroll():
            yield Static(Text(HELP))

    def on_key(self, event: events.Key) -> None:
        """Go back."""
        event.stop()
        self.dismiss(None)


class ReadApp(App["DocumentAdditions | None"]):
    """Gives what is to be said of the document where all that was accepted is to be recorded; else None."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "decide('accept')", "yes"),
        Binding("n", "decide('reject')", "no"),
        Binding("s", "decide('skip')", "skip"),
        *(Binding(str(number), f"choose({number})", "choose by number", show=False) for number in range(1, 10)),
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
        self.numbers = CardNumbers(review, saved)
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
        numbers = {id(proposed): at for at, proposed in enumerate(self.review.proposed, 1)}
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
        lines: list[str] = []
        for proposed in card.proposed:
            refused = self.review.decisions.get(proposed.mark) == REJECT
            preview = self.review.preview(proposed)
            lines += claim_lines(self.review.article, proposed, preview, width=width, style=Style(), refused=refused)
        lines += doubt_lines(self.numbers.choices(card), width=width)
        lines += near_lines(self.numbers.near(card), card, width=width)
        if self.review.faulty(card):
            lines.append("It cannot be recorded as it stands: e edits it, n leaves it out.")
        return Text("\n".join(lines))

    # Keys

    def action_decide(self, decision: str) -> None:
        """Decide the current card."""
        card = self.review.card
        if card is None or self.view.selection_span is not None:
            return
        if decision == ACCEPT and (self.review.faulty(card) or self.review.choices(card)):
            self.bell()
            return
        self.saved.decided(card.proposed, decision)
        self.review.decide(decision)
        self.show()

    def action_choose(self, number: int) -> None:
        """Choose what holds of what is in doubt, or a claim of the story that says the same, by its number."""
        card = self.review.card
        if card is None or self.view.selection_span is not None:
            return
        if self.numbers.choose(card, number):
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
        proposed = next((one for one in card.proposed if one.mark not in decided), card.proposed[0])
        screen = FieldsScreen(proposed, self.review, self._suggestions(proposed), "Edit")

        def changed(made: ProposedClaim | None) -> None:
            if made is not None and made is not proposed:
                for line in replace_claim(self.review, self.saved, proposed, made, "who", "question"):
                    self.notify(line, markup=False)
            self.show()

        self.push_screen(screen, changed)

    def _suggestions(self, proposed: ProposedClaim) -> dict[str, Suggestions]:
        return {name: field_suggestions(self.review, name, proposed) for name in FIELDS}

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
        proposed = self.review.by_hand(span)
        screen = FieldsScreen(proposed, self.review, self._suggestions(proposed), "Attribute")

        def made(attributed: ProposedClaim | None) -> None:
            if attributed is not None and attributed is not proposed:
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

        self.push_screen(EndScreen(counts, made, self.document), answered)

    # The list and the mouse

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Stand at the card that was chosen."""
        self.review.go(event.option_index)
        self.show()
        self.view.focus()

    def on_article_view_selected(self, _event: ArticleView.Selected) -> None:
        """A passage was selected by the mouse."""
        self.query_one("#what", Static).update(self._card())
