"""A record was voided in one copy of the ledger and edited in another.

What it flags: a void record that somebody edited, in another copy, without knowing of the void. The
void stands, whatever the clocks say.

Why it matters: the edit may show that somebody still needs the record, and its news is out of sight.

Example: one desk voids a claim as a duplicate while another corrects its wording.

What to do: Look at the edit (`claimtrack log RECORD`); bring the record back with
`claimtrack restore`, or void it again to say that the edit was seen.
"""

from claimtrack.rules.rule import Flag, ResultRow, rule, selecting_concerned

# The first condition says nothing more, and lets the index of what is not live be used.
WHERE = "t.state <> 'live' AND t.state = 'void' AND t.heads <> substr(t.heads, 1, 64)"


def _flag(row: ResultRow) -> Flag:
    fact = "This was voided in one copy of the ledger and edited in another; the void stands."
    step = "Look at the edit in the log, and restore the record if it is still needed."
    return Flag(row.id, row.type, fact, step, "voided and edited")


RULE = rule(__name__, __doc__, "warning", selecting_concerned("t.id, t.type", "record", "id", WHERE, _flag))
