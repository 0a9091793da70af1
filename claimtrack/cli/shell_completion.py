"""How what is completed is handed to a shell, in place of click's own way."""

from __future__ import annotations

import os
import re
import shlex
from typing import Any

from click.shell_completion import BashComplete, CompletionItem, FishComplete, add_completion_class


class BashNames(BashComplete):
    """Completion for bash, of names with spaces too: what is special to the shell is escaped, unless quoted already."""

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """The line for one item. The script of click takes one backslash away."""
        try:
            shlex.split(os.environ["COMP_WORDS"])
        except ValueError:  # a quote is open
            return super().format_completion(item)
        return super().format_completion(CompletionItem(re.sub(r"([^\w@%+=./-])", r"\\\\\1", item.value), item.type))


class FishNames(FishComplete):
    """Completion for fish, of names and descriptions with commas too: only the first comma of an item parts it."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split -m 1 ","')


def register() -> None:
    """Have click complete in these ways."""
    add_completion_class(BashNames)
    add_completion_class(FishNames)
