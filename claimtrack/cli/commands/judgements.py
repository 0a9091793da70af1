"""What people add to records: `annotate`, `ask`, `assess` and `rate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import say
from claimtrack.cli.options import RecordParameter, VocabularyWord, example, json_option, word_option, written_options
from claimtrack.cli.output import print_outcome
from claimtrack.domain import vocabulary
from claimtrack.errors import BadInput

if TYPE_CHECKING:
    from claimtrack.ledger.database import Written


@click.command(
    "annotate", epilog=example("annotate 7hq2 -n 'Called the ministry twice' --supports https://example.org/photo")
)
@click.argument("records", metavar="RECORD...", type=RecordParameter(), nargs=-1, required=True)
@click.option("-n", "--note", "notes", metavar="TEXT", multiple=True, help="Add a note.")
@click.option("-t", "--tag", "tags", metavar="NAME", multiple=True, help="Add a tag.")
@click.option("--untag", metavar="NAME", multiple=True, help="Take a tag off.")
@click.option("--supports", metavar="X", multiple=True, help="Evidence for it: a URL, or words that describe it.")
@click.option("--refutes", metavar="X", multiple=True, help="Evidence against it.")
@click.option("--context", metavar="X", multiple=True, help="What gives it context.")
@word_option("--evidence-kind", "kind", words=vocabulary.EVIDENCE_GIVEN, help="What kind of evidence it is.")
@click.option("--captured", metavar="DATE", help="When the picture or recording was made.")
@click.option("--place", metavar="TEXT", help="Where it was made.")
@click.option("--credit", metavar="TEXT", help="Who made it.")
@click.option(
    "--authenticity",
    metavar="CODE",
    type=VocabularyWord(vocabulary.AUTHENTICITIES),
    help="A picture's or recording's MediaReview code: OriginalMediaContent, EditedOrCroppedContent, ...",
)
@written_options
@click.pass_obj
def annotate_command(
    context: CliContext, /, records: tuple[str, ...], why: str | None, as_json: bool, **options: Any
) -> None:
    """Add notes, tags and evidence to RECORD."""
    from claimtrack.actions import judgements

    evidence = [(bearing, what) for bearing in vocabulary.BEARINGS for what in options[bearing]]
    if not (options["notes"] or options["tags"] or options["untag"] or evidence):
        raise BadInput("there is nothing to add", "Give -n, -t, --untag, --supports, --refutes or --context.")
    types = ("claim", "assertion") if evidence else ()
    targets = [context.record(record, *types) for record in records]
    added = {name: options[name] for name in ("notes", "tags", "untag")}
    details = {name: options[name] for name in ("kind", "captured", "place", "credit", "authenticity") if options[name]}
    written = judgements.annotate(
        context.ledger, targets, by=context.user, evidence=evidence, details=details, why=why, **added
    )
    print_outcome(written, as_json=as_json)


@click.command(
    "ask",
    epilog=example(
        "ask 7hq2 --whom 'Port Authority' --how email --on 2026-03-02 --due 2026-03-03T18:00",
        "ask 7hq2 --whom 'Port Authority' --outcome replied --answer 'The gates opened by themselves.'",
    ),
)
@click.argument("claim", type=RecordParameter("claim", "assertion"))
@click.option("--whom", metavar="SOURCE", type=RecordParameter("source"), required=True, help="Who was asked.")
@word_option("--for", "purpose", words=vocabulary.REQUEST_PURPOSES, help="reply (the default) or evidence.")
@click.option("--how", metavar="TEXT", help="How they were asked: email, telephone, letter.")
@click.option("--on", metavar="DATE", help="When.")
@click.option("--due", metavar="DATE", help="By when an answer was asked for.")
@word_option("--outcome", words=vocabulary.REQUEST_OUTCOMES, help="What came of it; 'replied' when --answer is given.")
@click.option("--answer", metavar="TEXT", help="The answer, in its words.")
@click.option("--answered-on", metavar="DATE", help="When the answer came.")
@written_options
@click.pass_obj
def ask_command(context: CliContext, /, claim: str, whom: str, why: str | None, as_json: bool, **options: Any) -> None:
    """Record that somebody was asked about CLAIM, or what they answered."""
    from claimtrack.actions import judgements

    target = context.record(claim, "claim", "assertion")
    fields = {**options, "asked": context.record(whom, "source")}
    if fields["answer"] and not fields["outcome"]:
        fields["outcome"] = "replied"
    written = judgements.ask(context.ledger, target, fields, by=context.user, why=why)
    print_outcome(written, as_json=as_json)


again_option = click.option("--again", is_flag=True, help="Record it although it is just what you recorded last time.")


@click.command("assess", epilog=example("assess 7hq2 supported --why 'Two logs and the camera agree' --evidence 3kfa"))
@click.argument("record", type=RecordParameter("claim", "assertion"))
@click.argument(
    "verdict", metavar="VERDICT", type=VocabularyWord((*vocabulary.CLAIM_VERDICTS, *vocabulary.ASSERTION_VERDICTS))
)
@click.option("--why", metavar="TEXT", required=True, help="The reason, which is printed with the verdict.")
@click.option(
    "--evidence",
    metavar="ID",
    type=RecordParameter("evidence"),
    multiple=True,
    help="Evidence it rests on, or a URL or words: recorded as supporting.",
)
@click.option("--credibility", type=click.IntRange(1, 6), help="Admiralty 1 (confirmed) to 6 (cannot be judged).")
@again_option
@json_option
@click.pass_obj
def assess_command(context: CliContext, /, record: str, verdict: str, as_json: bool, **options: Any) -> None:
    """Record a verdict on a claim ("is it true?") or an attribution ("did they say it?"). Verdicts are appended.

    VERDICT of a claim is supported, refuted, not-enough-evidence, conflicting-evidence, missing-context, outdated or
    not-checkable; of an attribution it is accurate, misquoted, misattributed, fabricated, out-of-context or
    mistranslated.
    """
    from claimtrack.actions import judgements

    target = context.record(record, "claim" if verdict in vocabulary.CLAIM_VERDICTS else "assertion")
    written = judgements.assess(context.ledger, target, verdict, by=context.user, **options)
    print_outcome(written, as_json=as_json)
    _say_repeated(written)
    if verdict == "supported" and not options["evidence"]:
        say("It names no evidence, so it does not make the claim verified; --evidence names it.")


@click.command("rate", epilog=example("rate 'Coast Wire' B --why 'Right on every storm since 2019' --topic weather"))
@click.argument("source", type=RecordParameter("source"))
@click.argument("letter", metavar="LETTER", type=VocabularyWord(vocabulary.LETTERS))
@click.option("--why", metavar="TEXT", required=True, help="The reason.")
@click.option("--topic", metavar="TEXT", help="Only for this topic.")
@again_option
@json_option
@click.pass_obj
def rate_command(
    context: CliContext, source: str, letter: str, why: str, topic: str | None, again: bool, as_json: bool
) -> None:
    """Rate SOURCE from A (reliable) to E (unreliable); F means that it cannot be judged. For the desk edition only."""
    from claimtrack.actions import judgements

    rated = context.record(source, "source")
    written = judgements.rate(context.ledger, rated, letter, by=context.user, why=why, topic=topic, again=again)
    print_outcome(written, as_json=as_json)
    _say_repeated(written)


def _say_repeated(written: Written[Any]) -> None:
    if written.seq is None:
        say("You recorded just that last time, so it is not recorded twice; --again records it once more.")
