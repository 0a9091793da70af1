"""A line that is typed on a terminal: prompt_toolkit edits it, and what may follow is shown faintly behind it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Size
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import ANSI, to_formatted_text
from prompt_toolkit.input import create_input
from prompt_toolkit.input.typeahead import get_typeahead, store_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.bindings.named_commands import get_by_name
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.output.vt100 import Vt100_Output

from claimtrack.cli.suggestions import Suggestions
from claimtrack.domain.text import safe, tidy

_JOINERS = "\u200c\u200d"
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"\s*\S+")
_AT_THE_END = (("right",), ("c-f",), ("end",), ("c-e",))
"""Keys that take what is shown behind a line, at its end."""
_WORD_AT_THE_END = (("c-right",), ("escape", "f"))
"""Keys that take the next word of it."""
_WITHIN = (
    ("left",), ("home",), ("c-left",), ("backspace",), ("delete",), ("c-delete",), ("c-a",), ("c-b",), ("c-k",),
    ("c-u",), ("c-w",), ("escape", "b"), ("escape", "d"), ("escape", "backspace"), (" ",),
)  # fmt: skip
"""Keys that take what an untouched line holds, to be edited by the same key."""


def _printable(pasted: str) -> str:
    """Pasted words as one line, without what a terminal would obey."""
    return "".join(char for char in _SPACES.sub(" ", pasted) if char.isprintable() or char in _JOINERS)


def _size() -> Size:
    columns, rows = shutil.get_terminal_size((80, 24))
    return Size(rows=rows, columns=columns)


@dataclass
class EditedLine:
    """Reads one line.

    `value` is what the line holds before: it is shown faintly, Enter keeps it, and a key that moves or deletes takes
    it to be edited, where it is safe to show. What is typed takes its place. A number of `options` takes that option
    at once; with Enter where it may be the first digit of a number of the text. `faint` is how what is not typed is
    shown.
    """

    prompt: str
    value: str
    faint: Callable[[str], str]
    options: Mapping[str, str]
    suggestions: Suggestions

    def __post_init__(self) -> None:
        """Begin with an untouched line."""
        self._touched = False
        self._offered: list[str] = []

    def read(self, ahead: list[KeyPress]) -> str | None:
        """What was typed, picked or kept; None where the line was left (Ctrl-D), or the terminal.

        `ahead` are keys that were pressed already. Those that were pressed behind the line are left there.
        """
        keyboard = create_input(sys.stdin)
        screen = Vt100_Output(sys.stdout, _size, term=os.environ.get("TERM"), enable_cpr=False)
        session: PromptSession[str | None] = PromptSession(
            self.prompt,
            input=keyboard,
            output=screen,
            key_bindings=self._bindings(),
            input_processors=[_Behind(self)],
        )
        store_typeahead(keyboard, ahead)
        ahead.clear()
        try:
            return session.prompt()
        except EOFError:
            return None
        finally:
            ahead += get_typeahead(keyboard)

    def behind(self, typed: str) -> str:
        """What is shown behind the line; of an untouched one what it holds."""
        if not typed and not self._touched:
            return safe(self.value)
        length = len(typed)
        fitting = (one for one in self.suggestions.after(typed) if one[:length].casefold() == typed.casefold())
        return next(fitting, "")[length:] if typed else ""

    def _tab(self, buffer: Buffer) -> None:
        """Take the first that may follow; at once again the next of several, or where the only one goes on."""
        before = buffer.document.text_before_cursor
        if len(self._offered) > 1 and before in self._offered:
            at = (self._offered.index(before) + 1) % len(self._offered)
        else:
            self._offered, at = self.suggestions.after(before), 0
        if self._offered:
            buffer.delete_before_cursor(len(before))
            buffer.insert_text(self._offered[at])

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        harmless = Condition(lambda: safe(self.value) == self.value)
        untouched = Condition(lambda: not self._touched and not get_app().current_buffer.text)
        at_the_end = Condition(lambda: get_app().current_buffer.document.is_cursor_at_the_end)

        @bindings.add("enter")
        def _(event: KeyPressEvent) -> None:
            typed = tidy(event.current_buffer.text)
            kept = self.value if untouched() else self.options.get(typed, typed)
            self._end(event, kept)

        @bindings.add("c-d")
        def _(event: KeyPressEvent) -> None:
            self._end(event, None)

        @bindings.add("<any>", filter=untouched & Condition(lambda: bool(self.options)))
        def _(event: KeyPressEvent) -> None:
            if event.data in self.options and not self.suggestions.begins_number(event.data):
                self._end(event, self.options[event.data])
            else:
                get_by_name("self-insert").call(event)

        for keys in _WITHIN:
            bindings.add(*keys, filter=untouched & harmless)(self._edit_value)
        for keys in (*_AT_THE_END, *_WORD_AT_THE_END):
            by_word = keys in _WORD_AT_THE_END
            bindings.add(*keys, filter=at_the_end & (harmless | ~untouched))(partial(self._take_rest, by_word=by_word))
        bindings.add("tab")(lambda event: self._tab(event.current_buffer))
        if self.value:
            bindings.add("tab", filter=untouched & harmless)(partial(self._take_rest, by_word=False))
        bindings.add("<bracketed-paste>")(lambda event: event.current_buffer.insert_text(_printable(event.data)))
        return bindings

    def _end(self, event: KeyPressEvent, given: str | None) -> None:
        self._touched = True
        event.current_buffer.text = safe(given or "")
        event.app.exit(result=given)

    def _edit_value(self, event: KeyPressEvent) -> None:
        """Take what an untouched line holds, and press the key again to edit it."""
        self._touched = True
        event.current_buffer.insert_text(self.value)
        event.key_processor.feed_multiple(event.key_sequence, first=True)

    def _take_rest(self, event: KeyPressEvent, *, by_word: bool) -> None:
        """Take what is shown behind the line, or the next word of it."""
        rest = self.behind(event.current_buffer.text)
        self._touched = True
        word = _WORD.match(rest)
        event.current_buffer.insert_text(word[0] if by_word and word is not None else rest)


class _Behind(Processor):
    """Shows what may follow behind a line."""

    def __init__(self, line: EditedLine) -> None:
        self._line = line

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """The line with what is shown behind it."""
        document = transformation_input.document
        ends = document.is_cursor_at_the_end and not get_app().is_done
        rest = self._line.behind(document.text) if ends else ""
        shown = to_formatted_text(ANSI(self._line.faint(rest))) if rest else []
        return Transformation([*transformation_input.fragments, *shown])
