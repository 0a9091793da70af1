"""A form of an offer's fields: for what was read, to be changed; for a passage selected by hand, to be attributed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Label, Static

from claimtrack.actions.reading import editing
from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.editing import FIELDS
from claimtrack.actions.reading.proposal_items import ProposedClaim
from claimtrack.actions.reading.recording import DocumentAdditions
from claimtrack.cli.keys import completions
from claimtrack.domain.english import plural
from claimtrack.domain.text import safe, shorten
from claimtrack.errors import ClaimtrackError
from claimtrack.render.terminal.proposal import LEGEND


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

    def __init__(self, counts: tuple[int, int, int, int], made: int, document: DocumentAdditions) -> None:
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
            lines += ["", f"w  [{'x' if self.with_bylines else ' '}] written by {names}: note it with the document"]
        if self.document.skips:
            lines += ["", f"s  [{'x' if self.with_skips else ' '}] mark these, which are no running text, as skipped:"]
            lines += [f"     {safe(shorten(one['exact'], 60))}" for one in self.document.skips]
        self.query_one("#question", Static).update(Text("\n".join(lines)))


class _Completed(Suggester):
    """What a field may become, by the beginning of any word of it; of several names, the last."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(case_sensitive=True, use_cache=False)
        self._words = words

    async def get_suggestion(self, value: str) -> str | None:
        """The first completion that begins as what was typed does."""
        return next((one for one in completions(value, self._words) if one.startswith(value)), None)


class FieldsScreen(ModalScreen["ProposedClaim | None"]):
    """Every field of an offer, one a line. Gives the offer as it was changed; None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave it as it was"),
        Binding("ctrl+s", "keep", "keep", priority=True),
    ]

    DEFAULT_CSS = """
    FieldsScreen { align: center middle; }
    FieldsScreen > VerticalScroll { width: 90%; max-width: 100; height: 90%; border: round $accent; padding: 0 1; }
    FieldsScreen Horizontal { height: 1; }
    FieldsScreen Label { width: 24; text-align: right; padding: 0 1; }
    FieldsScreen Input { width: 1fr; height: 1; border: none; padding: 0; }
    FieldsScreen Input:focus { border: none; background: $boost; }
    FieldsScreen #fault { color: $error; height: auto; }
    """

    def __init__(self, offer: ProposedClaim, article: Article, words: Mapping[str, list[str]], title: str) -> None:
        super().__init__()
        self.offer = offer
        self.article = article
        self.words = {name: [word for word in some if safe(word) == word] for name, some in words.items()}
        self.heading = title

    def compose(self) -> ComposeResult:
        """The passage, the fields, and a place for what is wrong."""
        with VerticalScroll():
            yield Static(Text(self.heading, style="bold"))
            yield Static(Text(safe(self.article.text[self.offer.start : self.offer.end], lines=True)))
            for name, field in FIELDS.items():
                words = self.words.get(name, list(field.words))
                with Horizontal():
                    yield Label(field.title)
                    yield Input(safe(field.get(self.offer)), id=name, suggester=_Completed(words) if words else None)
            yield Static("", id="fault")
            yield Static(Text("Enter keeps it all · Tab next · Right takes the completion · Esc leaves it as it was"))

    def on_mount(self) -> None:
        """Begin with who says it."""
        self.query_one("#who", Input).focus()

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Enter anywhere keeps it all."""
        self.action_keep()

    def action_keep(self) -> None:
        """Take every field that was changed; what is wrong is said, and the form stays."""
        changed = self.offer
        for name in FIELDS:
            typed = self.query_one(f"#{name}", Input).value.strip()
            if typed == safe(FIELDS[name].get(self.offer)).strip():
                continue
            try:
                changed = editing.change(changed, name, typed, self.article)
            except ClaimtrackError as error:
                self.query_one("#fault", Static).update(Text(safe(f"! {error.what}. {error.todo}")))
                self.query_one(f"#{name}", Input).focus()
                return
        if editing.chains_typed(changed) == "":
            self.query_one("#fault", Static).update(Text("! Say who says it."))
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
=  attribute it to the claim of the story that it is near to
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
