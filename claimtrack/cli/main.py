"""The program: global options, the verbs, and the one place where errors become messages and exit statuses."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from claimtrack import __version__
from claimtrack.cli.lazy import LazyGroup
from claimtrack.cli.session import Session

VERBS: dict[str, tuple[str, str]] = {
    "demo": ("claimtrack.cli.demo", "Record an example story and print its attribution report."),
    "use": ("claimtrack.cli.use", "Set the story and document for what follows."),
    "story": ("claimtrack.cli.story", "Stories: add, list, show, merge."),
    "source": ("claimtrack.cli.source", "Sources: add, list, show, side, merge."),
    "document": ("claimtrack.cli.document", "Documents: add, list, show, skip, merge."),
    "question": ("claimtrack.cli.question", "Questions: add, list, show, same, merge."),
    "read": ("claimtrack.cli.read", "Read an article: propose who said what, and record what you accept."),
    "add": ("claimtrack.cli.add", "Record a claim and who said it."),
    "attribute": ("claimtrack.cli.attribute", "Record a further source of a claim."),
    "annotate": ("claimtrack.cli.annotate", "Add notes, tags and evidence."),
    "ask": ("claimtrack.cli.ask", "Record a request for reply or evidence, and its answer."),
    "assess": ("claimtrack.cli.assess", "Record a verdict on a claim or an attribution."),
    "rate": ("claimtrack.cli.rate", "Rate a source's reliability, A to F."),
    "edit": ("claimtrack.cli.edit", "Change fields of a record; every version is kept."),
    "void": ("claimtrack.cli.void", "Take a record out of use; it stays in the history."),
    "restore": ("claimtrack.cli.restore", "Bring a voided record back."),
    "withhold": ("claimtrack.cli.withhold", "Blank a record's content for good; its digest stays."),
    "undo": ("claimtrack.cli.undo", "Undo your last change."),
    "list": ("claimtrack.cli.list_claims", "List claims, with their status."),
    "show": ("claimtrack.cli.show", "Show one record with all that belongs to it."),
    "search": ("claimtrack.cli.search", "Find records by their words."),
    "flags": ("claimtrack.cli.flags", "What needs attention, and what to do."),
    "rule": ("claimtrack.cli.rule", "The manual of one rule, or the list of rules."),
    "disagreements": ("claimtrack.cli.disagreements", "Where sources part."),
    "disagree": ("claimtrack.cli.disagree", "Record a disagreement that no rule finds."),
    "resolve": ("claimtrack.cli.resolve", "Settle a disagreement."),
    "dismiss": ("claimtrack.cli.dismiss", "Set a disagreement aside as none."),
    "report": ("claimtrack.cli.report", "Print the attribution report."),
    "check": ("claimtrack.cli.check", "Hold a finished draft against the ledger."),
    "publish": ("claimtrack.cli.publish", "Record that a piece went out, and pin what was known."),
    "import": ("claimtrack.cli.import_files", "Take in a bundle, JSON Lines or a colleague's ledger."),
    "export": ("claimtrack.cli.export", "Write a bundle, JSON Lines or the whole ledger."),
    "log": ("claimtrack.cli.log", "The history of the ledger or of one record."),
    "audit": ("claimtrack.cli.audit", "Recompute every digest and name what does not fit."),
    "db": ("claimtrack.cli.db", "Keep the ledger: path, upgrade, rebuild, backup, stats."),
}
"""Verb -> the module that holds it and the line that `--help` shows, in the order they are listed."""


@click.group(
    cls=LazyGroup,
    verbs=VERBS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='Example: claimtrack add "The bridge is closed" -s "Mayor Ana Ruiz" --told "The Courier"',
    no_args_is_help=True,
)
@click.version_option(__version__, "--version", message="claimtrack %(version)s")
@click.option("--db", metavar="PATH|URL", help="The ledger: a file, or a PostgreSQL URL.")
@click.option("--as-of", metavar="WHEN", help="Show the ledger as it stood: a date (its end) or an instant.")
@click.option("--user", metavar="NAME", help="Who writes; else CLAIMTRACK_USER, claimtrack.toml or your login name.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colour on the terminal.")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
@click.option("--accept-clock", is_flag=True, help="Write although the last change is dated ahead of this clock.")
@click.pass_context
def cli(
    ctx: click.Context,
    db: str | None,
    as_of: str | None,
    user: str | None,
    color: str,
    debug: bool,
    accept_clock: bool,
) -> None:
    """A ledger of who said what, on whose authority, with what evidence."""
    ctx.obj = Session(db=db, as_of=as_of, user_given=user, color=color, debug=debug, accept_clock=accept_clock)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with `arguments` (those of the process when None) and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    before = sys.stdout
    try:
        result = cli.main(args=given, prog_name="claimtrack", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output stopped: nothing to say, and nothing more may be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as ended:
        if sys.stdout is not before:  # click met a closed pipe, and has seen to what is written at exit
            return 0
        return ended.code if isinstance(ended.code, int) else 2
    except BaseException as error:  # noqa: BLE001 - the one place where everything ends up
        from claimtrack.cli.trouble import status_of

        return status_of(error, debug="--debug" in given)
    return result if isinstance(result, int) else 0
