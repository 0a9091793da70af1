"""`claimtrack audit`: recompute every digest and name what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claimtrack.cli.formats_out import machine_options, put_lines, put_one, put_rows
from claimtrack.cli.trouble import DONE, FINDINGS, say

if TYPE_CHECKING:
    from claimtrack.cli.session import Session
    from claimtrack.ledger.audit import AuditReport


@click.command(
    epilog="Example: claimtrack audit --head 3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a"
)
@click.option(
    "--head", metavar="DIGEST", help="Prove that this head (64 digits, as a report ends with) is in the history."
)
@click.option("--history-only", is_flag=True, help="The history alone, not the query tables made from it: quicker.")
@machine_options
@click.pass_obj
def command(session: Session, head: str | None, history_only: bool, form: str | None) -> int:
    """Recompute every digest of the ledger and name what does not fit, the first thing first.

    Whoever changes history must recompute all that follows: then a head kept elsewhere is no longer in it.
    """
    from claimtrack.ledger.audit import audit

    report = audit(session.reader(), head=head, projection=not history_only)
    if form == "csv":
        put_rows(report.findings, form, ("what", "change", "entry", "record"))
    elif form is not None:
        put_one(report, form)
    else:
        _tell(report, head)
    return DONE if report.clean else FINDINGS


def _tell(report: AuditReport, head: str | None) -> None:
    from claimtrack.render.when import moment
    from claimtrack.render.width import shown

    put_lines(shown(finding.what) for finding in report.findings)
    if report.count > len(report.findings):
        say(f"and {report.count - len(report.findings):,} more")
    found = report.head_found
    if found is not None:
        whose = f", merged from ledger {found.merged_from}" if found.merged_from else ""
        say(f"The head {(head or '').strip()[:16]}... is change {found.seq:,} of {moment(found.at)}{whose}.")
    extent = f"{_counted(report.changes, 'change', 'changes')}, {_counted(report.entries, 'entry', 'entries')}"
    if report.clean:
        say(f"Everything fits: {extent}.")
    else:
        say(f"{report.count:,} {'thing does' if report.count == 1 else 'things do'} not fit, of {extent}.")
    if report.at is not None:
        say(f"Head: {report.head} ({moment(report.at)}). Keep it elsewhere to prove this history later.")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
