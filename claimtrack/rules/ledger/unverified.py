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
from claimtrack.rules.rule import Flag, rule


def _find(conn: Connection, scope: ClaimScope) -> Iterator[Flag]:
    for row, status in judge_each(conn, scope):
        if status.name != "unverified" or row.kind in ON_RECORD_KINDS:
            continue
        reason, severity = status.reason_text, ""
        if row.own_voice:
            fact, severity = f"Unverified, and stated in an outlet's own voice: {reason}.", "warning"
            step = "Attribute it to its source in the text, or verify it before publishing."
        else:
            fact = f"Unverified: {reason}."
            step = "Print it as its source's word, or verify it before publishing."
        yield Flag(row.claim, "claim", fact, step, reason, status.by, severity=severity)


RULE = rule(__name__, __doc__, "notice", _find, cached=True)
