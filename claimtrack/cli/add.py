"""`add`: a claim and its first assertion."""

from __future__ import annotations

import sys
from typing import Any

import click

from claimtrack.cli.options import example, story_option, what_options, who_options, written_options
from claimtrack.cli.session import Session

MOST_TYPED = 1 << 20


@click.command(
    "add",
    epilog=example(
        'add "The harbour gates were opened early" -s "Port Authority" --told "Harbour Times" -i https://example.org/a',
        'add "About ten boats sank" -s Ines -b witnessed --told "Coast Wire" --figure "about 10" --counting boats',
    ),
)
@click.argument("text")
@who_options
@what_options
@story_option
@click.option("--separate", is_flag=True, help="A claim of its own, though one of this wording was recorded.")
@written_options
@click.pass_obj
def command(session: Session, /, text: str, story: str | None, why: str | None, as_json: bool, **options: Any) -> None:
    """Record a claim and who said it.

    TEXT is one proposition in your words, or a passage of the document if it is a whole proposition; '-' reads it from
    standard input. The id is printed; the attribution follows on stderr, worded as the report will word it.
    """
    from claimtrack.actions import claims
    from claimtrack.cli import typed, using
    from claimtrack.cli.told import outcome_words, placed_claim, tell

    wording_text = sys.stdin.read(MOST_TYPED + 1) if text == "-" else text
    ledger = session.writer()
    place = using.document_or_url(session, options["document"])
    where = using.story_of(session, story)
    wording = claims.Wording(
        text=wording_text,
        story=where,
        kind=options["kind"],
        question=options["question"],
        answer=typed.answer(options, using.question_kind(session, options["question"], where)),
        about=options["about"],
        allegation=options["allegation"],
        separate=options["separate"],
        notes=options["notes"],
        tags=options["tags"],
    )
    attribution = typed.attribution({**options, "notes": (), "tags": ()}, place)
    written = claims.add(ledger, wording, attribution, by=session.user, why=why)
    added = written.value
    told = using.sentences(session, added.assertions)
    if added.attributed:
        told.insert(
            0,
            "That claim was there already: it has a further attribution now."
            if written.seq
            else "Nothing new: all of it was recorded already.",
        )
    words = [
        *told,
        *outcome_words(added.outcome),
        *placed_claim(session, where, using.place_of(session, added.assertions)),
    ]
    tell(
        written,
        [added.claim],
        as_json=as_json,
        words=words,
        assertions=list(added.assertions),
        attributed=added.attributed,
    )
