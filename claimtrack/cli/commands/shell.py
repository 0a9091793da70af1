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


_FISH_SCRIPT = """\
function %(complete_func)s;
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \\
        COMP_CWORD=(commandline -t) %(prog_name)s);

    for completion in $response;
        set -l parts (string split -m 2 \\t -- $completion);

        if test $parts[1] = "dir";
            __fish_complete_directories $parts[2];
        else if test $parts[1] = "file";
            __fish_complete_path $parts[2];
        else if test -n "$parts[3]";
            printf "%%s\\t%%s\\n" $parts[2] $parts[3];
        else;
            printf "%%s\\n" $parts[2];
        end;
    end;
end;

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)";
"""


@add_completion_class
class FishNames(FishComplete):
    """Completion for fish, of names and descriptions with commas too: the parts of an item are set apart by tabs."""

    source_template = _FISH_SCRIPT

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """The line for one item: what it is, its value, and what is said of it."""
        told = " ".join((item.help or "").split())
        return f"{item.type}\t{item.value}\t{told}"


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
