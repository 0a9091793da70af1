"""Two people changed the same field of a record without knowing of each other.

What it flags: a record with edits of one field, made in two copies of the ledger since they last met,
that give it different values. One value stands by a fixed rule; both are kept in the history.

Why it matters: the value that stands may not be the right one, and nobody chose it.

Example: two desks corrected a witness's age, one to 57, the other to 58, before their ledgers merged.

What to do: Look at both values (`claimtrack log RECORD`) and edit the record: the next edit settles
it.
"""

import json
from typing import Any

from claimtrack.analysis.scope import ClaimScope
from claimtrack.domain.text import safe, shorten
from claimtrack.rules.rule import Flag, ResultRow, concerned_ctes, concerning, rule, selecting


def _select(scope: ClaimScope) -> str:
    return f"""SELECT t.id, t.type, t.conflict {concerning(scope, "record", "id")}
AND t.conflict IS NOT NULL AND t.state = 'live' ORDER BY t.id"""


def _flag(row: ResultRow) -> Flag:
    fields: dict[str, list[Any]] = json.loads(row.conflict)
    differences = "; ".join(f"{name}: {' or '.join(map(_shown, values))}" for name, values in sorted(fields.items()))
    return Flag(
        row.id,
        row.type,
        f"Two edits made at the same time disagree: {differences}.",
        "Look at both in the log, and edit the record: the next edit settles it.",
        "edited in two places",
    )


def _shown(value: Any) -> str:
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "nothing" if value is None else f"“{safe(shorten(words, 60))}”"


RULE = rule(__name__, __doc__, "warning", selecting(_select, _flag, concerned_ctes))
