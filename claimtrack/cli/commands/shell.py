"""`completion`: the script by which a shell completes verbs, words, names and ids."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from claimtrack.cli import shell_completion
from claimtrack.cli.errors import say
from claimtrack.cli.options import example
from claimtrack.cli.output import put

INSTALLED = {
    "bash": 'Add to ~/.bashrc:  eval "$(claimtrack completion bash)"',
    "zsh": 'Add to ~/.zshrc, after compinit:  eval "$(claimtrack completion zsh)"',
    "fish": "Write it once:  claimtrack completion fish > ~/.config/fish/completions/claimtrack.fish",
}
"""Shell -> how its script is installed."""


@click.command("completion", epilog=example("completion bash"))
@click.argument("shell", type=click.Choice(tuple(INSTALLED)))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print the script with which SHELL completes verbs, words, names and ids, and say how to install it.

    Names of stories, sources and documents are offered, and ids with what the record says, from the ledger that --db on
    the line, CLAIMTRACK_DB or claimtrack.toml names; nothing restricted is.
    """
    shell_completion.register()
    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(ctx.find_root().command, {}, "claimtrack", "_CLAIMTRACK_COMPLETE")
    put(f"# {INSTALLED[shell]}\n")
    put(script.source_template % script.source_vars() + "\n")
    say(INSTALLED[shell])
