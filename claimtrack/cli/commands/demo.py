"""`demo`: an example story, recorded line by line through the command line itself, and its attribution report."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import click

from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import DONE, say
from claimtrack.cli.options import example
from claimtrack.cli.user_folders import InUse, write_in_use
from claimtrack.domain.urls import means_a_database
from claimtrack.errors import BadInput

HERE = Path(__file__).parent
ARTICLE = HERE / "demo_article.txt"
STORY = HERE / "demo_story.txt"
USER = "demo"


@click.command("demo", epilog=example("demo", "demo --keep example.db"))
@click.option("--keep", metavar="PATH", type=click.Path(path_type=Path), help="Keep the ledger, in a new file at PATH.")
@click.option("-q", "--quiet", is_flag=True, help="Only the report, not the lines that lead to it.")
@click.pass_obj
def demo_command(context: CliContext, keep: Path | None, quiet: bool) -> int:
    """Record an example story and print its attribution report.

    The place and the people are invented. Every line is shown as you would type it, and run as if you had. Without
    --keep the ledger is a temporary one, removed at the end.
    """
    if keep is not None and means_a_database(str(keep)):
        raise BadInput("the demo makes a ledger in a file, not on a server", "Name a file that is not there.")
    if keep is not None and keep.exists():
        raise BadInput(f"{keep} is there already", "Name a file that is not there: the demo makes a ledger of its own.")
    with _workplace(keep) as (folder, ledger):
        status = record(ledger, folder, quiet=quiet)
        if status == DONE:
            if not quiet:
                say("")
                say("$ claimtrack report")
            status = _run(ledger, folder, ["--color", context.color, "report"])
    if status == DONE and keep is not None:
        say(f"The ledger is kept. Look around: claimtrack --db {shlex.quote(str(keep))} list")
    elif status == DONE:
        say("The ledger was a temporary one. To keep it and look around: claimtrack demo --keep example.db")
    return status


def lines() -> Iterator[tuple[str, list[str]]]:
    """The lines of the example: a remark and no arguments, or a line as it is typed and its arguments."""
    for line in STORY.read_text("utf-8").splitlines():
        if line.startswith("#"):
            yield line.removeprefix("#").strip(), []
        elif line.strip():
            yield line, shlex.split(line)[1:]


def record(ledger: Path, folder: Path, *, quiet: bool = True) -> int:
    """Record the example in a ledger, its article being put into `folder`; the status of the first line that fails."""
    shutil.copyfile(ARTICLE, folder / "article.txt")
    for typed, arguments in lines():
        if not quiet:
            if not arguments:
                say("")
            say(f"$ {typed}" if arguments else typed)
        if arguments and (status := _quietly(ledger, folder, arguments, quiet=quiet)):
            return status
    return DONE


def _quietly(ledger: Path, folder: Path, arguments: Sequence[str], *, quiet: bool) -> int:
    """Run a line. The ids it prints are words here, as stdout is the report's; when quiet, only trouble is output."""
    output = StringIO() if quiet else sys.stderr
    with redirect_stdout(output), redirect_stderr(output):
        status = _run(ledger, folder, arguments)
    if status and isinstance(output, StringIO):
        say(output.getvalue())
    return status


def _run(ledger: Path, folder: Path, arguments: Sequence[str]) -> int:
    from claimtrack.cli.main import main

    with chdir(folder):
        return main(["--db", str(ledger), "--user", USER, *arguments])


@contextmanager
def _workplace(keep: Path | None) -> Iterator[tuple[Path, Path]]:
    """A temporary folder to work in, and the ledger: the one to keep, else in that folder.

    What the environment says of stories and documents is another ledger's, so it is laid aside.
    """
    from claimtrack.actions.ledger import open_ledger
    from claimtrack.cli import report_numbers

    aside = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("CLAIMTRACK_")}
    try:
        with tempfile.TemporaryDirectory(prefix="claimtrack-demo-") as made:
            folder = Path(made)
            ledger = folder / "claims.db" if keep is None else keep.absolute()
            try:
                yield folder, ledger
            finally:
                if keep is None and ledger.exists():
                    record = open_ledger(ledger).id
                    write_in_use(record, InUse())
                    report_numbers.delete(record)
    finally:
        os.environ.update(aside)
