"""A claim is unverified.

What it flags: every claim that can be true or false and is neither verified nor refuted, disputed,
corroborated or withdrawn, with the reason. Positions, calls, pledges and forecasts are on record and
are not flagged. It weighs more where an outlet states the claim in its own voice. Where the reason is
all that one-origin-only, untraced or nobody-named says of the claim, that flag stands for this one.

Why it matters: what is not verified is somebody's word, and must be printed as that.

Example: a casualty figure from one witness; a cause that only one side gives.

What to do: Attribute it wherever it is repeated. To verify it, find independent origins or evidence,
and record a verdict with `claimtrack assess`.
"""

from collections.abc import Iterator

from sqlalchemy.engine import Connection

from claimtrack.analysis.cached import recall
from claimtrack.analysis.origins import AFFIRMED, discounted_cte, listed
from claimtrack.analysis.scope import ClaimScope, composed, fetch, fetch_pages
from claimtrack.analysis.status import REASONS, STATUSES, judge
from claimtrack.domain.vocabulary import ON_RECORD_KINDS
from claimtrack.rules.rule import Flag, rule

_OWN_VOICE = f"""SELECT DISTINCT a.claim FROM {{sources}}
WHERE {{of_scope}} a.quote_kind = 'own' AND a.{AFFIRMED} AND a.id NOT IN (SELECT assertion FROM discounted)"""

_CLAIMS = f"SELECT claim FROM scope WHERE kind NOT IN ({listed(ON_RECORD_KINDS)})"


def _find(conn: Connection, scope: ClaimScope) -> Iterator[Flag]:
    statuses = recall(conn, STATUSES) if scope.whole else judge(conn, scope)
    sources, of_scope = scope.assertions
    sql = _OWN_VOICE.format(sources=sources, of_scope=of_scope)
    own = {row.claim for row in fetch(conn, composed((scope.cte(), discounted_cte(scope)), sql), scope.params)}
    for (claim,) in fetch_pages(conn, composed((scope.cte(),), _CLAIMS), scope.params):
        status = statuses[claim]
        if status.name != "unverified":
            continue
        reason, severity = status.reason_text, ""
        if claim in own:
            fact, severity = f"Unverified, and stated in an outlet's own voice: {reason}.", "warning"
            step = "Attribute it to its source in the text, or verify it before publishing."
        else:
            fact = f"Unverified: {reason}."
            step = "Print it as its source's word, or verify it before publishing."
        yield Flag(claim, "claim", fact, step, reason, status.by, severity=severity)


_TOLD_BY = {
    REASONS["one-origin"]: "one-origin-only",
    REASONS["untraced"]: "untraced",
    REASONS["no-origin"]: "nobody-named",
}

RULE = rule(__name__, __doc__, "notice", _find, cached=True, told_by=_TOLD_BY)
