"""A form of an offer's fields: for what was read, to be changed; for a passage selected by hand, to be attributed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Label, Static

from claimtrack.actions.reading import editing
from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.editing import FIELDS
from claimtrack.actions.reading.offer import Offer
from claimtrack.cli.keys import completions
from claimtrack.domain.text import safe
from claimtrack.errors import ClaimtrackError


class _Completed(Suggester):
    """What a field may become, by the beginning of any word of it; of several names, the last."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(case_sensitive=True, use_cache=False)
        self._words = words

    async def get_suggestion(self, value: str) -> str | None:
        """The first completion that begins as what was typed does."""
        return next((one for one in completions(value, self._words) if one.startswith(value)), None)


class FieldsScreen(ModalScreen["Offer | None"]):
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

    def __init__(self, offer: Offer, article: Article, words: Mapping[str, list[str]], title: str) -> None:
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
