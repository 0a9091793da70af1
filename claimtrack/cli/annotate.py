"""`annotate`: notes, tags, evidence."""

from __future__ import annotations

from typing import Any

import click

from claimtrack.cli.options import example, written_options
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session
from claimtrack.cli.words import Word
from claimtrack.domain import words


@click.command(
    "annotate", epilog=example("annotate 7hq2 -n 'Called the ministry twice' --supports https://example.org/photo")
)
@click.argument("records", metavar="RECORD...", type=Record(), nargs=-1, required=True)
@click.option("-n", "--note", "notes", metavar="TEXT", multiple=True, help="Add a note.")
@click.option("-t", "--tag", "tags", metavar="NAME", multiple=True, help="Add a tag.")
@click.option("--untag", metavar="NAME", multiple=True, help="Take a tag off.")
@click.option("--supports", metavar="X", multiple=True, help="Evidence for it: a URL, or words that describe it.")
@click.option("--refutes", metavar="X", multiple=True, help="Evidence against it.")
@click.option("--context", metavar="X", multiple=True, help="What gives it context.")
@click.option("--evidence-kind", "kind", type=Word(words.EVIDENCE_GIVEN), help="What kind of evidence it is.")
@click.option("--captured", metavar="DATE", help="When the picture or recording was made.")
@click.option("--place", metavar="TEXT", help="Where it was made.")
@click.option("--credit", metavar="TEXT", help="Who made it.")
@click.option(
    "--authenticity",
    metavar="CODE",
    type=click.Choice(words.AUTHENTICITIES, case_sensitive=False),
    help="A picture's or recording's MediaReview code: OriginalMediaContent, EditedOrCroppedContent, ...",
)
@written_options
@click.pass_obj
def command(session: Session, /, records: tuple[str, ...], why: str | None, as_json: bool, **options: Any) -> None:
    """Add notes, tags and evidence to RECORD."""
    from claimtrack.actions import judgements
    from claimtrack.cli import using
    from claimtrack.cli.told import outcome_words, tell
    from claimtrack.errors import BadInput

    evidence = [(bearing, what) for bearing in words.BEARINGS for what in options[bearing]]
    if not (options["notes"] or options["tags"] or options["untag"] or evidence):
        raise BadInput("there is nothing to add", "Give -n, -t, --untag, --supports, --refutes or --context.")
    ledger = session.reader()
    types = ("claim", "assertion") if evidence else ()
    found = [using.record(session, record, *types) for record in records]
    details = {name: options[name] for name in ("kind", "captured", "place", "credit", "authenticity") if options[name]}
    written = judgements.annotate(
        ledger,
        found,
        by=session.user,
        notes=options["notes"],
        tags=options["tags"],
        untag=options["untag"],
        evidence=evidence,
        details=details,
        why=why,
    )
    ids = [record.id for record in written.value.records]
    tell(written, ids, as_json=as_json, words=outcome_words(written.value))
