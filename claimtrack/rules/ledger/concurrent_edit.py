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

from claimtrack.domain.text import safe, shorten
from claimtrack.domain.values import where_they_differ
from claimtrack.rules.rule import Flag, ResultRow, rule, selecting_concerned

WHERE = "t.conflict IS NOT NULL AND t.state = 'live'"


def _flag(row: ResultRow) -> Flag:
    fields: dict[str, list[Any]] = json.loads(row.conflict)
    differences = "; ".join(
        f"{name}: {' or '.join(map(_shown, where_they_differ(values)))}" for name, values in sorted(fields.items())
    )
    fact = f"Two edits made at the same time disagree: {differences}."
    step = "Look at both in the log, and edit the record: the next edit settles it."
    return Flag(row.id, row.type, fact, step, "edited in two places")


def _shown(value: Any) -> str:
    if isinstance(value, dict) and "exact" in value:
        value = value["exact"]  # what stands beside the words is the text's, and may be held back
    if isinstance(value, dict) and value:
        return f"“{safe(shorten(', '.join(f'{name} {each}' for name, each in value.items()), 60))}”"
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "nothing" if value is None or value == {} else f"“{safe(shorten(words, 60))}”"


RULE = rule(__name__, __doc__, "warning", selecting_concerned("t.id, t.type, t.conflict", "record", "id", WHERE, _flag))
