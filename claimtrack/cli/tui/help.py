"""What the keys of the whole screen do, over the text until the next key."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from claimtrack.render.passage import LEGEND

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
