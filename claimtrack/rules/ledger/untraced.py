"""A claim goes back no further than the outlets that print it.

What it flags: a claim whose every named origin is an outlet or a news agency that does not say it
saw it, did it, or holds the records.

Why it matters: an outlet is a carrier. When it states something as its own without saying where it
has it from, there is nothing behind it to check, however many outlets agree.

Example: "Protesters set fire to the city hall", in the newspaper's own voice, no source given.

What to do: Find the source that the outlet relies on and record it as the first hop. If its reporter
saw it, record that: `--own` with the reporter's name, basis witnessed.
"""

from claimtrack.analysis.judged_claims import UNDECIDED, undecided_ctes
from claimtrack.analysis.origins import listed
from claimtrack.domain.vocabulary import ON_RECORD_KINDS
from claimtrack.rules.rule import Flag, ResultRow, rule, selecting

SELECT = f"""SELECT t.claim, t.own_voice
FROM tally t JOIN claim c ON c.id = t.claim LEFT JOIN ruled u ON u.claim = t.claim
WHERE t.last_origin IS NOT NULL AND t.first_body IS NULL AND c.kind NOT IN ({listed(ON_RECORD_KINDS)})
  AND {UNDECIDED}
ORDER BY t.claim"""


def _flag(row: ResultRow) -> Flag:
    if row.own_voice:
        fact = "An outlet states this in its own voice and does not say where it has it from."
        group = "in the outlet's own voice"
    else:
        fact = "The trail ends at an outlet or agency that does not say where it has this from."
        group = "ends at an outlet or agency"
    step = "Find the source behind it, or record that the outlet's reporter saw it."
    return Flag(row.claim, "claim", fact, step, group)


RULE = rule(__name__, __doc__, "warning", selecting(SELECT, _flag, undecided_ctes), cached=True)
