"""`completion`: the script by which a shell completes verbs, words, names and ids."""

from __future__ import annotations

import os
import re
import shlex
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    add_completion_class,
    get_completion_class,
)

from claimtrack.cli.errors import say
from claimtrack.cli.options import example
from claimtrack.cli.output import put

INSTALLED = {
    "bash": 'Add to ~/.bashrc:  eval "$(claimtrack completion bash)"',
    "zsh": 'Add to ~/.zshrc, after compinit:  eval "$(claimtrack completion zsh)"',
    "fish": "Write it once:  claimtrack completion fish > ~/.config/fish/completions/claimtrack.fish",
}
"""Shell -> how its script is installed."""


@add_completion_class
class BashNames(BashComplete):
    """Completion for bash, of names with spaces too: what is special to the shell is escaped, unless quoted already."""

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """The line for one item. The script of click takes one backslash away."""
        try:
            shlex.split(os.environ["COMP_WORDS"])
        except ValueError:  # a quote is open
            return super().format_completion(item)
        return super().format_completion(CompletionItem(re.sub(r"([^\w@%+=./-])", r"\\\\\1", item.value), item.type))


@add_completion_class
class FishNames(FishComplete):
    """Completion for fish, of names and descriptions with commas too: only the first comma of an item parts it."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split -m 1 ","')


@click.command("completion", epilog=example("completion bash"))
@click.argument("shell", type=click.Choice(tuple(INSTALLED)))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print the script with which SHELL completes verbs, words, names and ids, and say how to install it.

    Names of stories, sources and documents are offered, and ids with what the record says, from the ledger that --db on
    the line, CLAIMTRACK_DB or claimtrack.toml names; nothing restricted is.
    """
    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(ctx.find_root().command, {}, "claimtrack", "_CLAIMTRACK_COMPLETE")
    put(f"# {INSTALLED[shell]}\n")
    put(script.source_template % script.source_vars() + "\n")
    say(INSTALLED[shell])
