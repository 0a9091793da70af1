"""The last question: whether what was accepted is recorded, and what is said of the document with it."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from claimtrack.actions.reading.recording import Said
from claimtrack.domain.text import safe, shorten
from claimtrack.render.report.wording import plural


class EndScreen(ModalScreen["tuple[str, Said]"]):
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

    def __init__(self, counts: tuple[int, int, int, int], made: int, document: Said) -> None:
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
        self.dismiss((answer, Said(bylines, skips)))

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
