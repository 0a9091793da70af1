"""What may follow what is typed in a line: names and questions, and the words of the text that is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimtrack.domain.text import safe, tidy

PARTED = (" > ", " & ")
"""What parts names in a line: each of them is completed by itself."""

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
