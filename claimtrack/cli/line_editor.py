"""A line that is typed on a terminal key by key: the usual keys edit it, and what may follow is suggested faintly."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from claimtrack.domain.text import safe, tidy
from claimtrack.render.terminal.width import columns

END = "\x04"
"""What is given for the end of the input: Ctrl-D, or a terminal that went away."""

ENTER = ("\r", "\n")

PARTED = (" > ", " & ")
"""What parts names in a line: each of them is completed by itself."""

_JOINERS = "\u200c\u200d"
_WORD = re.compile(r"\s*\S+")
_LAST_WORD = re.compile(r"\S+\s*$")
_INNER = r"(?:[^\s,;:.!?]|[,;:.!?](?![”’\"')\]]*(?:\s|$)))+"
_CLAUSE = re.compile(rf"[\s,;:.!?”\"’'“‘(]*{_INNER}(?:\s+{_INNER})*")
"""Words up to where a clause ends, the mark that ends the one before among them; no point within a number ends it."""
_PARAGRAPHS = re.compile(r"\n\s*\n")
_YEAR = re.compile(r"(?:19|20)\d\d")
LEAST_TYPED = 2
"""Characters after which the words of the text are suggested."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be typed: whole `words` (names, questions), and the words of the sentences `near` and of the `text`."""

    words: Sequence[str] = ()
    text: str = ""
    near: str = ""

    def after(self, typed: str) -> list[str]:
        """What a line that was begun so may become, the likeliest first."""
        found = completions(typed, self.words) or continuations(typed, (self.near, self.text))
        return [one for one in found if one != typed]

    def begins_number(self, digit: str) -> bool:
        """Whether a number of the sentences near, but no year, begins with the digit: one may be typing that."""
        numbers = re.findall(rf"(?<![\w.,]){digit}[\d.,]*", self.near)
        return any(_YEAR.fullmatch(number.rstrip(".,")) is None for number in numbers)


def completions(begun: str, words: Iterable[str]) -> list[str]:
    """What a line that was begun so may become: its last name completed, by the beginning of any of its words."""
    cut = max((begun.rfind(mark) + len(mark) for mark in PARTED if mark in begun), default=0)
    head, last = begun[:cut], begun[cut:].casefold()
    words = [word for word in words if safe(word) == word]
    plain = [word for word in words if word.casefold().startswith(last)]
    inner = (
        [word for word in words if any(part.startswith(last) for part in word.casefold().split()[1:])] if last else []
    )
    return [head + word for word in dict.fromkeys([*plain, *inner])]


def continuations(begun: str, texts: Iterable[str]) -> list[str]:
    """The line with the words that follow, in these texts, on as many of its last words as stand there in a row.

    They go on to where the clause ends; at its end, to where the next one does.
    """
    paragraphs = [tidy(part) for text in texts for part in _PARAGRAPHS.split(text)]
    paragraphs = [part for part in paragraphs if safe(part) == part]
    for match in re.finditer(r"(?<!\S)\S", begun):
        if len(begun) - match.start() < LEAST_TYPED:
            break
        last = begun[match.start() :].rstrip()
        ends = r"(?!\w)" if begun[-1].isspace() else ""
        pattern = rf"(?<!\w){re.escape(last)}{ends}".replace("'", "['’]")
        places = [(part, place.end()) for part in paragraphs for place in re.finditer(pattern, part, re.IGNORECASE)]
        if places:
            rests = (_CLAUSE.match(part, end) for part, end in places)
            return list(dict.fromkeys(begun.rstrip() + rest[0] for rest in rests if rest is not None))
    return []


@dataclass
class LineEditor:
    """Edits one line: `read` gives it when Enter is pressed.

    `key` gives a key at a time, an escape sequence for a special one. `value` is what the line holds before: it is
    shown faintly, Enter keeps it, and a key that moves or deletes takes it to be edited, where it is safe to show.
    What is typed takes its place. A number of `options` takes that option at once; with Enter where it may be the
    first digit of a number of the text.
    """

    key: Callable[[], str]
    prompt: str
    faint: Callable[[str], str]
    value: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    suggestions: Suggestions = Suggestions()
    waiting: Callable[[], bool] = lambda: False

    def __post_init__(self) -> None:
        """Begin with an empty line."""
        self._text, self._at, self._row = "", 0, 0
        self._begun = False
        self._offered: list[str] = []

    def read(self) -> str | None:
        """What was typed, picked or kept; None where the line was left."""
        while True:
            if not self.waiting():
                self._draw()
            pressed = self.key()
            if pressed == END:
                return self._end(None)
            if pressed in ENTER:
                return self._end(self.options.get(self._text, self._text.strip()) if self._begun else self.value)
            if not self._begun and pressed in self.options and not self.suggestions.begins_number(pressed):
                return self._end(self.options[pressed])
            self._press(pressed)

    def _end(self, given: str | None) -> str | None:
        self._text, self._begun = safe(given or ""), True
        self._at = len(self._text)
        self._draw(last=True)
        sys.stdout.write("\r\n")
        sys.stdout.flush()
        return given

    # Keys

    def _press(self, pressed: str) -> None:
        does = _KEYS.get(pressed)
        if does is None:
            if pressed.isprintable() or pressed in _JOINERS:
                self._type(pressed)
            return
        if not self._begun:
            self._take_value()
            if self._text and does in _TAKING:
                return
        if does is not LineEditor._tab:
            self._offered = []
        does(self)

    def _take_value(self) -> None:
        """Have what the line holds before edited, where it is safe to show; else an empty line."""
        self._begun = True
        self._put(self.value if safe(self.value) == self.value else "", "")

    def _type(self, char: str) -> None:
        if not self._begun and char == " ":
            self._take_value()
        self._begun = True
        self._offered = []
        self._put(self._text[: self._at] + char, self._text[self._at :])

    def _put(self, before: str, after: str) -> None:
        self._text, self._at = before + after, len(before)

    @property
    def _rest(self) -> str:
        """What is suggested behind the line; of an untouched one what it holds."""
        if not self._begun:
            return safe(self.value)
        if not self._text or self._at < len(self._text):
            return ""
        for one in self.suggestions.after(self._text):
            if one.casefold().startswith(self._text.casefold()):
                return one[len(self._text) :]
        return ""

    def _left(self) -> None:
        self._at = max(self._at - 1, 0)

    def _right(self) -> None:
        if self._at < len(self._text):
            self._at += 1
        else:
            self._put(self._text + self._rest, "")

    def _home(self) -> None:
        self._at = 0

    def _end_of_line(self) -> None:
        if self._at < len(self._text):
            self._at = len(self._text)
        else:
            self._put(self._text + self._rest, "")

    def _word_left(self) -> None:
        match = _LAST_WORD.search(self._text, 0, self._at)
        self._at = match.start() if match is not None else 0

    def _word_right(self) -> None:
        if self._at < len(self._text):
            match = _WORD.match(self._text, self._at)
            self._at = match.end() if match is not None else len(self._text)
        elif (match := _WORD.match(self._rest)) is not None:
            self._put(self._text + match[0], "")

    def _backspace(self) -> None:
        self._put(self._text[: max(self._at - 1, 0)], self._text[self._at :])

    def _delete(self) -> None:
        self._put(self._text[: self._at], self._text[self._at + 1 :])

    def _delete_word_before(self) -> None:
        end = self._at
        self._word_left()
        self._put(self._text[: self._at], self._text[end:])

    def _delete_word_after(self) -> None:
        match = _WORD.match(self._text, self._at)
        self._put(self._text[: self._at], self._text[match.end() :] if match is not None else "")

    def _delete_before(self) -> None:
        self._put("", self._text[self._at :])

    def _delete_after(self) -> None:
        self._put(self._text[: self._at], "")

    def _tab(self) -> None:
        """Take the first that may follow; at once again the next of several, or where the only one goes on."""
        before, after = self._text[: self._at], self._text[self._at :]
        if len(self._offered) > 1 and before in self._offered:
            at = (self._offered.index(before) + 1) % len(self._offered)
        else:
            self._offered, at = self.suggestions.after(before), 0
        if self._offered:
            self._put(self._offered[at], after)

    # Screen

    def _draw(self, *, last: bool = False) -> None:
        """Show the line anew, in rows of our own making, the cursor where the next character goes."""
        width = max(shutil.get_terminal_size((80, 24)).columns - 1, 8)
        rest = "" if last else self._rest
        here = len(self.prompt) + self._at
        rows, places = _rows(self.prompt + self._text + rest, width)
        faint_from = len(self.prompt) + len(self._text)
        out = ["\r", f"\x1b[{self._row}A" if self._row else "", "\x1b[J"]
        at = 0
        for number, row in enumerate(rows):
            cut = min(max(faint_from - at, 0), len(row))
            out += ["\r\n" if number else "", row[:cut], self.faint(row[cut:]) if row[cut:] else ""]
            at += len(row)
        self._row, column = places[here]
        up = len(rows) - 1 - self._row
        out += [f"\x1b[{up}A" if up else "", "\r", f"\x1b[{column}C" if column else ""]
        sys.stdout.write("".join(out))
        sys.stdout.flush()


def _rows(text: str, width: int) -> tuple[list[str], list[tuple[int, int]]]:
    """A text in rows of at most so many columns, and the row and the column of each character and of the end."""
    rows, places, used = [""], [], 0
    for char in text:
        wide = columns(char)
        if used + wide > width:
            rows.append("")
            used = 0
        places.append((len(rows) - 1, used))
        rows[-1] += char
        used += wide
    return rows, [*places, (len(rows) - 1, used)]


_KEYS: dict[str, Callable[[LineEditor], None]] = {
    "\t": LineEditor._tab,
    **dict.fromkeys(("\x1b[D", "\x1bOD", "\x02"), LineEditor._left),
    **dict.fromkeys(("\x1b[C", "\x1bOC", "\x06"), LineEditor._right),
    **dict.fromkeys(("\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~", "\x01"), LineEditor._home),
    **dict.fromkeys(("\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[8~", "\x05"), LineEditor._end_of_line),
    **dict.fromkeys(("\x1bb", "\x1b[1;5D", "\x1b[1;3D"), LineEditor._word_left),
    **dict.fromkeys(("\x1bf", "\x1b[1;5C", "\x1b[1;3C"), LineEditor._word_right),
    **dict.fromkeys(("\x7f", "\x08"), LineEditor._backspace),
    "\x1b[3~": LineEditor._delete,
    **dict.fromkeys(("\x17", "\x1b\x7f", "\x1b\x08"), LineEditor._delete_word_before),
    **dict.fromkeys(("\x1bd", "\x1b[3;5~", "\x1b[3;3~"), LineEditor._delete_word_after),
    "\x15": LineEditor._delete_before,
    "\x0b": LineEditor._delete_after,
}
"""The keys that edit, as terminals send them and as shells name them."""

_TAKING = (LineEditor._right, LineEditor._end_of_line, LineEditor._word_right, LineEditor._tab)
"""Of an untouched line these only take what it holds."""
