"""Option values from a vocabulary: a unique beginning is enough, and a wrong word is answered with the list."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    TextParam = click.ParamType[str]
else:
    TextParam = click.ParamType


class Word(TextParam):
    """One word of a vocabulary, by itself or by any beginning that only it has."""

    name = "word"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """The words, in `--help`; only the first few of a long list."""
        shown = self.words if len(self.words) <= 12 else (*self.words[:11], "...")
        return "[" + "|".join(shown) + "]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word meant. Fails with the words that fit, or the nearest."""
        wanted = value.strip().casefold().replace(" ", "-").replace("_", "-")
        if wanted in self.words:
            return wanted
        fits = [word for word in self.words if word.startswith(wanted)] if wanted else []
        if len(fits) == 1:
            return fits[0]
        if fits:
            self.fail(f"{value!r} fits {', '.join(fits)}: type more of it.", param, ctx)
        near = difflib.get_close_matches(wanted, self.words, 1, 0.5)
        hint = f" Did you mean {near[0]}?" if near else ""
        return self.fail(f"{value!r} is none of {', '.join(self.words)}.{hint}", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words that begin so."""
        return [CompletionItem(word) for word in self.words if word.startswith(incomplete.casefold())]


class Words(Word):
    """One or several words of a vocabulary, parted by commas."""

    name = "words"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The words meant, parted by commas."""
        return ",".join(super(Words, self).convert(part, param, ctx) for part in value.split(","))
