"""A claim is unverified.

What it flags: every claim that can be true or false and is neither verified nor refuted, disputed,
corroborated or withdrawn, with the reason. Positions, calls, pledges and forecasts are on record and
are not flagged. It weighs more where an outlet states the claim in its own voice.

Why it matters: what is not verified is somebody's word, and must be printed as that.

Example: a casualty figure from one witness; a cause that only one side gives.

What to do: Attribute it wherever it is repeated. To verify it, find independent origins or evidence,
and record a verdict with `claimtrack assess`.
"""

from collections.abc import Iterator

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import ClaimScope
from claimtrack.analysis.status import judge_each
from claimtrack.domain.vocabulary import ON_RECORD_KINDS
from claimtrack.rules.rule import Finding, rule


def _find(conn: Connection, scope: ClaimScope) -> Iterator[Finding]:
    for row, status in judge_each(conn, scope):
        if status.name != "unverified" or row.kind in ON_RECORD_KINDS:
            continue
        own = bool(row.own_voice)
        yield Finding(
            row.claim,
            "claim",
            f"Unverified, and stated in an outlet's own voice: {status.reason_text}."
            if own
            else f"Unverified: {status.reason_text}.",
            "Attribute it to its source in the text, or verify it before publishing."
            if own
            else "Print it as its source's word, or verify it before publishing.",
            status.reason_text,
            status.by,
            "warning" if own else None,
        )


RULE = rule(__name__, __doc__, "notice", _find)
