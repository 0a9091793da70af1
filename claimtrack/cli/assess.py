"""`assess`: verdicts on claims and attributions."""

from __future__ import annotations

import click

from claimtrack.cli.options import example, json_option
from claimtrack.cli.record import Record
from claimtrack.cli.session import Session
from claimtrack.cli.words import Word
from claimtrack.domain import words


@click.command("assess", epilog=example("assess 7hq2 supported --why 'Two logs and the camera agree' --evidence 3kfa"))
@click.argument("record", type=Record("claim", "assertion"))
@click.argument("verdict", metavar="VERDICT", type=Word((*words.CLAIM_VERDICTS, *words.ASSERTION_VERDICTS)))
@click.option("--why", metavar="TEXT", required=True, help="The reason, which is printed with the verdict.")
@click.option(
    "--evidence",
    metavar="ID",
    type=Record("evidence"),
    multiple=True,
    help="Evidence it rests on, or a URL or words: recorded as supporting.",
)
@click.option("--credibility", type=click.IntRange(1, 6), help="Admiralty 1 (confirmed) to 6 (cannot be judged).")
@json_option
@click.pass_obj
def command(
    session: Session,
    record: str,
    verdict: str,
    why: str,
    evidence: tuple[str, ...],
    credibility: int | None,
    as_json: bool,
) -> None:
    """Record a verdict on a claim ("is it true?") or an attribution ("did they say it?"). Verdicts are appended."""
    from claimtrack.actions import judgements
    from claimtrack.cli import using
    from claimtrack.cli.told import tell

    ledger = session.reader()
    types = ("claim",) if verdict in words.CLAIM_VERDICTS else ("assertion",)
    target = using.record(session, record, *types)
    pieces = [using.evidence(session, piece) for piece in evidence]
    written = judgements.assess(
        ledger, target, verdict, by=session.user, why=why, evidence=pieces, credibility=credibility
    )
    tell(written, [one.id for one in written.value.records], as_json=as_json)
